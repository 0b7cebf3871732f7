//! What `pallet_reports` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 10 steps, 4 repeats, AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens)]

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    *,
};

/// Weights of `pallet_reports` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_reports::WeightInfo for WeightInfo<T> {
    /// Storage: `Reports::Ends` (r:1 w:1)
    /// Proof: `Reports::Ends` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    /// Storage: `Reports::Waiting` (r:0 w:1)
    /// Proof: `Reports::Waiting` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
    fn report() -> Weight {
        // Minimum execution time: 6_650_000 picoseconds.
        Weight::from_parts(7_300_000, 1501)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Reports::Ends` (r:1 w:0)
    /// Proof: `Reports::Ends` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    fn idle() -> Weight {
        // Minimum execution time: 2_724_000 picoseconds.
        Weight::from_parts(3_114_000, 1501)
            .saturating_add(T::DbWeight::get().reads(1))
    }
    /// Storage: `Reports::Ends` (r:1 w:1)
    /// Proof: `Reports::Ends` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    /// Storage: `Shards::Shards` (r:1 w:0)
    /// Proof: `Shards::Shards` (`max_values`: None, `max_size`: Some(135), added: 2610, mode: `MaxEncodedLen`)
    /// Storage: `Shards::OutboundLanes` (r:1 w:1)
    /// Proof: `Shards::OutboundLanes` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
    /// Storage: `Reports::Waiting` (r:64 w:64)
    /// Proof: `Reports::Waiting` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
    /// Storage: `Shards::Outbox` (r:0 w:1)
    /// Proof: `Shards::Outbox` (`max_values`: None, `max_size`: Some(16434), added: 18909, mode: `MaxEncodedLen`)
    /// The range of component `r` is `[1, 64]`.
    fn send(r: u32, ) -> Weight {
        // Minimum execution time: 24_436_000 picoseconds.
        Weight::from_parts(20_415_244, 3600)
            // Standard Error: 5_209
            .saturating_add(Weight::from_parts(4_750_789, 0).saturating_mul(r.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(r.into())))
            .saturating_add(Weight::from_parts(0, 2574).saturating_mul(r.into()))
    }
}
