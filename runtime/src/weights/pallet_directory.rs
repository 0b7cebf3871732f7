//! What `pallet_directory` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 4 steps, 2 repeats, AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens)]

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    *,
};

/// Weights of `pallet_directory` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_directory::WeightInfo for WeightInfo<T> {
    fn idle() -> Weight {
        // Minimum execution time: 611_000 picoseconds.
        Weight::from_parts(941_000, 0)
    }
    /// Storage: `Directory::LastChange` (r:1 w:0)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Shards::Shards` (r:129 w:0)
    /// Proof: `Shards::Shards` (`max_values`: None, `max_size`: Some(135), added: 2610, mode: `MaxEncodedLen`)
    /// Storage: `Directory::SentTo` (r:128 w:0)
    /// Proof: `Directory::SentTo` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    /// Storage: `Shards::OutboundLanes` (r:128 w:0)
    /// Proof: `Shards::OutboundLanes` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::RetryAt` (r:128 w:0)
    /// Proof: `Directory::RetryAt` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
    /// The range of component `d` is `[0, 128]`.
    fn look(d: u32, ) -> Weight {
        // Minimum execution time: 8_572_000 picoseconds.
        Weight::from_parts(247_774, 3600)
            // Standard Error: 87_227
            .saturating_add(Weight::from_parts(12_186_945, 0).saturating_mul(d.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(d.into())))
            .saturating_add(Weight::from_parts(0, 2610).saturating_mul(d.into()))
    }
    /// Storage: `Directory::SentTo` (r:1 w:1)
    /// Proof: `Directory::SentTo` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:0)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:17 w:0)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:16 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::MembershipsOf` (r:16 w:0)
    /// Proof: `Cooperatives::MembershipsOf` (`max_values`: None, `max_size`: Some(114), added: 2589, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:16 w:0)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    /// Storage: `Shards::Shards` (r:1 w:0)
    /// Proof: `Shards::Shards` (`max_values`: None, `max_size`: Some(135), added: 2610, mode: `MaxEncodedLen`)
    /// Storage: `Shards::OutboundLanes` (r:1 w:1)
    /// Proof: `Shards::OutboundLanes` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
    /// Storage: `Shards::Outbox` (r:0 w:1)
    /// Proof: `Shards::Outbox` (`max_values`: None, `max_size`: Some(16434), added: 18909, mode: `MaxEncodedLen`)
    /// The range of component `r` is `[1, 16]`.
    fn send(r: u32, ) -> Weight {
        // Minimum execution time: 186_147_000 picoseconds.
        Weight::from_parts(214_670_713, 50254)
            // Standard Error: 729_253
            .saturating_add(Weight::from_parts(26_714_164, 0).saturating_mul(r.into()))
            .saturating_add(T::DbWeight::get().reads(21))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(Weight::from_parts(0, 6245).saturating_mul(r.into()))
    }
    /// Storage: `Directory::People` (r:64 w:64)
    /// Proof: `Directory::People` (`max_values`: None, `max_size`: Some(411), added: 2886, mode: `MaxEncodedLen`)
    /// Storage: `Directory::AccountOwner` (r:512 w:1024)
    /// Proof: `Directory::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:512 w:512)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// The range of component `r` is `[1, 64]`.
    fn apply(r: u32, ) -> Weight {
        // Minimum execution time: 127_540_000 picoseconds.
        Weight::from_parts(134_200_000, 990)
            // Standard Error: 4_811_334
            .saturating_add(Weight::from_parts(290_158_430, 0).saturating_mul(r.into()))
            .saturating_add(T::DbWeight::get().reads((17_u64).saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().writes((25_u64).saturating_mul(r.into())))
            .saturating_add(Weight::from_parts(0, 20448).saturating_mul(r.into()))
    }
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:64 w:64)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:128)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    /// Storage: `Directory::RetryAt` (r:0 w:1)
    /// Proof: `Directory::RetryAt` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
    /// The range of component `r` is `[1, 64]`.
    fn answer(r: u32, ) -> Weight {
        // Minimum execution time: 15_923_000 picoseconds.
        Weight::from_parts(1_613_789, 1493)
            // Standard Error: 24_005
            .saturating_add(Weight::from_parts(10_612_434, 0).saturating_mul(r.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().writes(2))
            .saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(r.into())))
            .saturating_add(Weight::from_parts(0, 2533).saturating_mul(r.into()))
    }
}
