//! What `pallet_federation` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 10 steps, 4 repeats, AMD EPYC.

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
        // Minimum execution time: 8_803_000 picoseconds.
        Weight::from_parts(9_815_000, 0)
    }
    /// Storage: `Shards::Shards` (r:1 w:0)
    /// Proof: `Shards::Shards` (`max_values`: None, `max_size`: Some(135), added: 2610, mode: `MaxEncodedLen`)
    /// Storage: `Shards::OutboundLanes` (r:1 w:1)
    /// Proof: `Shards::OutboundLanes` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
    /// Storage: `Shards::Outbox` (r:0 w:1)
    /// Proof: `Shards::Outbox` (`max_values`: None, `max_size`: Some(16434), added: 18909, mode: `MaxEncodedLen`)
    /// The range of component `l` is `[0, 16256]`.
    fn decide_on(l: u32, ) -> Weight {
        // Minimum execution time: 15_994_000 picoseconds.
        Weight::from_parts(17_948_512, 3600)
            // Standard Error: 7
            .saturating_add(Weight::from_parts(2_236, 0).saturating_mul(l.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `System::AuthorizedUpgrade` (r:0 w:1)
    /// Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
    fn authorize_upgrade() -> Weight {
        // Minimum execution time: 5_508_000 picoseconds.
        Weight::from_parts(6_409_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// The range of component `l` is `[0, 16240]`.
    fn on_message(l: u32, ) -> Weight {
        // Minimum execution time: 6_950_000 picoseconds.
        Weight::from_parts(8_201_669, 0)
            // Standard Error: 3
            .saturating_add(Weight::from_parts(1_176, 0).saturating_mul(l.into()))
    }
    fn on_answer() -> Weight {
        // Minimum execution time: 2_384_000 picoseconds.
        Weight::from_parts(2_764_000, 0)
    }
}
