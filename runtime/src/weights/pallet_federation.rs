//! What `pallet_federation` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 16 steps, 8 repeats, AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens)]

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    *,
};

/// Weights of `pallet_federation` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_federation::WeightInfo for WeightInfo<T> {
    /// Storage: `Federation::Authority` (r:1 w:0)
    /// Proof: `Federation::Authority` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
    fn decide() -> Weight {
        // Minimum execution time: 12_088_000 picoseconds.
        Weight::from_parts(12_980_000, 1517)
            .saturating_add(T::DbWeight::get().reads(1))
    }
    /// As pallet-federation has it, until it is measured.
    fn decide_on(l: u32, ) -> Weight {
        <() as pallet_federation::WeightInfo>::decide_on(l)
    }
    /// As pallet-federation has it, until it is measured.
    fn on_message(l: u32, ) -> Weight {
        <() as pallet_federation::WeightInfo>::on_message(l)
    }
}
