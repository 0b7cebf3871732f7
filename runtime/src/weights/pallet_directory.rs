//! What `pallet_directory` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 16 steps, 8 repeats, AMD EPYC.

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
        // Minimum execution time: 521_000 picoseconds.
        Weight::from_parts(630_000, 0)
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
        // Minimum execution time: 7_411_000 picoseconds.
        Weight::from_parts(12_886_796, 3600)
            // Standard Error: 6_390
            .saturating_add(Weight::from_parts(9_346_180, 0).saturating_mul(d.into()))
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
        // Minimum execution time: 163_403_000 picoseconds.
        Weight::from_parts(155_222_766, 50254)
            // Standard Error: 143_711
            .saturating_add(Weight::from_parts(19_385_515, 0).saturating_mul(r.into()))
            .saturating_add(T::DbWeight::get().reads(21))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(Weight::from_parts(0, 6245).saturating_mul(r.into()))
    }
    /// Storage: `Directory::People` (r:63 w:63)
    /// Proof: `Directory::People` (`max_values`: None, `max_size`: Some(411), added: 2886, mode: `MaxEncodedLen`)
    /// Storage: `Directory::AccountOwner` (r:504 w:1008)
    /// Proof: `Directory::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:504 w:504)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// The range of component `r` is `[1, 64]`.
    fn apply(r: u32, ) -> Weight {
        // Minimum execution time: 112_287_000 picoseconds.
        Weight::from_parts(113_739_000, 990)
            // Standard Error: 201_825
            .saturating_add(Weight::from_parts(126_236_703, 0).saturating_mul(r.into()))
            .saturating_add(T::DbWeight::get().reads((17_u64).saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().writes((25_u64).saturating_mul(r.into())))
            .saturating_add(Weight::from_parts(0, 20448).saturating_mul(r.into()))
    }
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:63 w:63)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:126)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    /// Storage: `Directory::RetryAt` (r:0 w:1)
    /// Proof: `Directory::RetryAt` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
    /// The range of component `r` is `[1, 64]`.
    fn answer(r: u32, ) -> Weight {
        // Minimum execution time: 13_350_000 picoseconds.
        Weight::from_parts(2_685_854, 1493)
            // Standard Error: 3_222
            .saturating_add(Weight::from_parts(9_152_919, 0).saturating_mul(r.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().writes(2))
            .saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(r.into())))
            .saturating_add(Weight::from_parts(0, 2533).saturating_mul(r.into()))
    }
}
