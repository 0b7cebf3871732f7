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
    fn decide() -> Weight {
        // Minimum execution time: 8_592_000 picoseconds.
        Weight::from_parts(9_304_000, 0)
    }
    /// Storage: `Shards::Shards` (r:1 w:0)
    /// Proof: `Shards::Shards` (`max_values`: None, `max_size`: Some(135), added: 2610, mode: `MaxEncodedLen`)
    /// Storage: `Shards::OutboundLanes` (r:1 w:1)
    /// Proof: `Shards::OutboundLanes` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
    /// Storage: `Shards::Outbox` (r:0 w:1)
    /// Proof: `Shards::Outbox` (`max_values`: None, `max_size`: Some(16434), added: 18909, mode: `MaxEncodedLen`)
    /// The range of component `l` is `[0, 16320]`.
    fn decide_on(l: u32, ) -> Weight {
        // Minimum execution time: 15_553_000 picoseconds.
        Weight::from_parts(16_823_443, 3600)
            // Standard Error: 1
            .saturating_add(Weight::from_parts(2_020, 0).saturating_mul(l.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// The range of component `l` is `[0, 16304]`.
    fn on_message(l: u32, ) -> Weight {
        // Minimum execution time: 6_470_000 picoseconds.
        Weight::from_parts(7_272_241, 0)
            // Standard Error: 0
            .saturating_add(Weight::from_parts(1_053, 0).saturating_mul(l.into()))
    }
    fn authorize_upgrade() -> Weight {
        <() as pallet_federation::WeightInfo>::authorize_upgrade()
    }
    fn on_answer() -> Weight {
        <() as pallet_federation::WeightInfo>::on_answer()
    }
}
