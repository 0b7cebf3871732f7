//! What `pallet_directory` costs, as the pallet itself has it: upper bounds, until `scripts/bench weights` has
//! measured it.

use core::marker::PhantomData;
use polkadot_sdk::frame_support::weights::Weight;

/// Weights of `pallet_directory` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T> pallet_directory::WeightInfo for WeightInfo<T> {
    fn idle() -> Weight {
        <() as pallet_directory::WeightInfo>::idle()
    }
    fn look(d: u32) -> Weight {
        <() as pallet_directory::WeightInfo>::look(d)
    }
    fn send(r: u32) -> Weight {
        <() as pallet_directory::WeightInfo>::send(r)
    }
    fn apply(r: u32) -> Weight {
        <() as pallet_directory::WeightInfo>::apply(r)
    }
    fn answer(r: u32) -> Weight {
        <() as pallet_directory::WeightInfo>::answer(r)
    }
}
