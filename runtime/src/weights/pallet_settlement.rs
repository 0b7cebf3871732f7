//! What `pallet_settlement` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 10 steps, 4 repeats, AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens)]

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    *,
};

/// Weights of `pallet_settlement` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_settlement::WeightInfo for WeightInfo<T> {
    /// Storage: `Settlement::Parameters` (r:0 w:1)
    /// Proof: `Settlement::Parameters` (`max_values`: Some(1), `max_size`: Some(20), added: 515, mode: `MaxEncodedLen`)
    fn set_parameters() -> Weight {
        // Minimum execution time: 4_326_000 picoseconds.
        Weight::from_parts(5_258_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Settlement::Parameters` (r:1 w:0)
    /// Proof: `Settlement::Parameters` (`max_values`: Some(1), `max_size`: Some(20), added: 515, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::Settlements` (r:1 w:1)
    /// Proof: `Settlement::Settlements` (`max_values`: None, `max_size`: Some(1677), added: 4152, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::Waiting` (r:1 w:1)
    /// Proof: `Settlement::Waiting` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::NextNumber` (r:1 w:1)
    /// Proof: `Settlement::NextNumber` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::Deadlines` (r:0 w:1)
    /// Proof: `Settlement::Deadlines` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::ToAsk` (r:0 w:1)
    /// Proof: `Settlement::ToAsk` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::LegOfKey` (r:0 w:16)
    /// Proof: `Settlement::LegOfKey` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    /// The range of component `l` is `[1, 16]`.
    fn begin(l: u32, ) -> Weight {
        // Minimum execution time: 20_661_000 picoseconds.
        Weight::from_parts(21_258_147, 5142)
            // Standard Error: 5_628
            .saturating_add(Weight::from_parts(2_697_427, 0).saturating_mul(l.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(5))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(l.into())))
    }
    /// Storage: `Exchange::Exchanges` (r:32 w:0)
    /// Proof: `Exchange::Exchanges` (`max_values`: None, `max_size`: Some(946), added: 3421, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::Deadlines` (r:0 w:32)
    /// Proof: `Settlement::Deadlines` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::Settlements` (r:0 w:32)
    /// Proof: `Settlement::Settlements` (`max_values`: None, `max_size`: Some(1677), added: 4152, mode: `MaxEncodedLen`)
    /// The range of component `s` is `[0, 32]`.
    fn look_at_due(s: u32, ) -> Weight {
        // Minimum execution time: 190_000 picoseconds.
        Weight::from_parts(3_903_958, 990)
            // Standard Error: 50_736
            .saturating_add(Weight::from_parts(48_843_747, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(s.into())))
            .saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(s.into())))
            .saturating_add(Weight::from_parts(0, 3421).saturating_mul(s.into()))
    }
    /// Storage: `Shards::Shards` (r:1 w:0)
    /// Proof: `Shards::Shards` (`max_values`: None, `max_size`: Some(135), added: 2610, mode: `MaxEncodedLen`)
    /// Storage: `Shards::OutboundLanes` (r:1 w:1)
    /// Proof: `Shards::OutboundLanes` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::Waiting` (r:1 w:1)
    /// Proof: `Settlement::Waiting` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::ToAsk` (r:0 w:16)
    /// Proof: `Settlement::ToAsk` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::Settlements` (r:0 w:16)
    /// Proof: `Settlement::Settlements` (`max_values`: None, `max_size`: Some(1677), added: 4152, mode: `MaxEncodedLen`)
    /// Storage: `Shards::Outbox` (r:0 w:64)
    /// Proof: `Shards::Outbox` (`max_values`: None, `max_size`: Some(16434), added: 18909, mode: `MaxEncodedLen`)
    /// The range of component `s` is `[0, 16]`.
    /// The range of component `l` is `[16, 64]`.
    fn ask(s: u32, l: u32, ) -> Weight {
        // Minimum execution time: 191_000 picoseconds.
        Weight::from_parts(221_000, 3600)
            // Standard Error: 522_193
            .saturating_add(Weight::from_parts(18_405_671, 0).saturating_mul(s.into()))
            // Standard Error: 125_362
            .saturating_add(Weight::from_parts(8_654_934, 0).saturating_mul(l.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(s.into())))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(l.into())))
    }
    /// Storage: `Settlement::LegOfKey` (r:1 w:16)
    /// Proof: `Settlement::LegOfKey` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::Settlements` (r:1 w:1)
    /// Proof: `Settlement::Settlements` (`max_values`: None, `max_size`: Some(1677), added: 4152, mode: `MaxEncodedLen`)
    /// Storage: `Exchange::Exchanges` (r:1 w:0)
    /// Proof: `Exchange::Exchanges` (`max_values`: None, `max_size`: Some(946), added: 3421, mode: `MaxEncodedLen`)
    fn answer() -> Weight {
        // Minimum execution time: 55_873_000 picoseconds.
        Weight::from_parts(69_714_000, 5142)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(17))
    }
}
