//! What `pallet_shards` costs, as the pallet itself has it: upper bounds, until `scripts/bench weights` has
//! measured it.

use core::marker::PhantomData;
use polkadot_sdk::frame_support::weights::Weight;

/// Weights of `pallet_shards` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T> pallet_shards::WeightInfo for WeightInfo<T> {
    fn register_shard() -> Weight {
        <() as pallet_shards::WeightInfo>::register_shard()
    }
    fn set_authorities() -> Weight {
        <() as pallet_shards::WeightInfo>::set_authorities()
    }
    fn relay(v: u32, a: u32, m: u32, n: u32, k: u32) -> Weight {
        <() as pallet_shards::WeightInfo>::relay(v, a, m, n, k)
    }
    fn authorize_relay(v: u32, a: u32, m: u32, n: u32, k: u32) -> Weight {
        <() as pallet_shards::WeightInfo>::authorize_relay(v, a, m, n, k)
    }
}
