//! What `pallet_federation` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 10 steps, 5 repeats, AMD EPYC.

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
        // Minimum execution time: 8_693_000 picoseconds.
        Weight::from_parts(12_468_000, 0)
    }
    /// Storage: `Shards::Shards` (r:1 w:0)
    /// Proof: `Shards::Shards` (`max_values`: None, `max_size`: Some(135), added: 2610, mode: `MaxEncodedLen`)
    /// Storage: `Shards::OutboundLanes` (r:1 w:1)
    /// Proof: `Shards::OutboundLanes` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
    /// Storage: `Shards::Outbox` (r:0 w:1)
    /// Proof: `Shards::Outbox` (`max_values`: None, `max_size`: Some(16434), added: 18909, mode: `MaxEncodedLen`)
    /// The range of component `l` is `[0, 16320]`.
    fn decide_on(l: u32, ) -> Weight {
        // Minimum execution time: 16_164_000 picoseconds.
        Weight::from_parts(19_701_085, 3600)
            // Standard Error: 12
            .saturating_add(Weight::from_parts(2_371, 0).saturating_mul(l.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `System::AuthorizedUpgrade` (r:0 w:1)
    /// Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
    fn authorize_upgrade() -> Weight {
        // Minimum execution time: 5_528_000 picoseconds.
        Weight::from_parts(6_499_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// The range of component `l` is `[0, 16304]`.
    fn on_message(l: u32, ) -> Weight {
        // Minimum execution time: 6_570_000 picoseconds.
        Weight::from_parts(9_230_343, 0)
            // Standard Error: 4
            .saturating_add(Weight::from_parts(1_142, 0).saturating_mul(l.into()))
    }
    fn on_answer() -> Weight {
        // Minimum execution time: 2_324_000 picoseconds.
        Weight::from_parts(2_814_000, 0)
    }
}
