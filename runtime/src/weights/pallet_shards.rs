//! What `pallet_shards` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 10 steps, 5 repeats, AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens)]

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    *,
};

/// Weights of `pallet_shards` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_shards::WeightInfo for WeightInfo<T> {
    /// Storage: `Shards::Shards` (r:1 w:1)
    /// Proof: `Shards::Shards` (`max_values`: None, `max_size`: Some(135), added: 2610, mode: `MaxEncodedLen`)
    /// Storage: `Shards::CounterForShards` (r:1 w:1)
    /// Proof: `Shards::CounterForShards` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Grandpa::Authorities` (r:1 w:0)
    /// Proof: `Grandpa::Authorities` (`max_values`: Some(1), `max_size`: Some(4002), added: 4497, mode: `MaxEncodedLen`)
    /// Storage: `Shards::AuthoritySets` (r:128 w:1)
    /// Proof: `Shards::AuthoritySets` (`max_values`: None, `max_size`: Some(3214), added: 5689, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    fn register_shard() -> Weight {
        // Minimum execution time: 1_525_206_000 picoseconds.
        Weight::from_parts(1_614_709_000, 729182)
            .saturating_add(T::DbWeight::get().reads(132))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    /// Storage: `Shards::Shards` (r:1 w:1)
    /// Proof: `Shards::Shards` (`max_values`: None, `max_size`: Some(135), added: 2610, mode: `MaxEncodedLen`)
    /// Storage: `Grandpa::Authorities` (r:1 w:0)
    /// Proof: `Grandpa::Authorities` (`max_values`: Some(1), `max_size`: Some(4002), added: 4497, mode: `MaxEncodedLen`)
    /// Storage: `Shards::AuthoritySets` (r:129 w:1)
    /// Proof: `Shards::AuthoritySets` (`max_values`: None, `max_size`: Some(3214), added: 5689, mode: `MaxEncodedLen`)
    fn set_authorities() -> Weight {
        // Minimum execution time: 1_546_378_000 picoseconds.
        Weight::from_parts(1_641_789_000, 734871)
            .saturating_add(T::DbWeight::get().reads(131))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Shards::TakenInBlock` (r:1 w:1)
    /// Proof: `Shards::TakenInBlock` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Shards::Shards` (r:1 w:1)
    /// Proof: `Shards::Shards` (`max_values`: None, `max_size`: Some(135), added: 2610, mode: `MaxEncodedLen`)
    /// Storage: `Shards::InboundLanes` (r:1 w:1)
    /// Proof: `Shards::InboundLanes` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
    /// Storage: `Shards::OutboundLanes` (r:1 w:1)
    /// Proof: `Shards::OutboundLanes` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
    /// Storage: `Shards::RecentHeaders` (r:1 w:1)
    /// Proof: `Shards::RecentHeaders` (`max_values`: None, `max_size`: Some(4366), added: 6841, mode: `MaxEncodedLen`)
    /// Storage: `Shards::AuthoritySets` (r:129 w:1)
    /// Proof: `Shards::AuthoritySets` (`max_values`: None, `max_size`: Some(3214), added: 5689, mode: `MaxEncodedLen`)
    /// Storage: `Shards::Outbox` (r:256 w:256)
    /// Proof: `Shards::Outbox` (`max_values`: None, `max_size`: Some(16434), added: 18909, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Grandpa::Authorities` (r:1 w:0)
    /// Proof: `Grandpa::Authorities` (`max_values`: Some(1), `max_size`: Some(4002), added: 4497, mode: `MaxEncodedLen`)
    /// Storage: `Shards::Outcomes` (r:1 w:1)
    /// Proof: `Shards::Outcomes` (`max_values`: None, `max_size`: Some(8990), added: 11465, mode: `MaxEncodedLen`)
    /// The range of component `v` is `[1, 67]`.
    /// The range of component `a` is `[0, 16]`.
    /// The range of component `m` is `[1, 256]`.
    /// The range of component `n` is `[1, 256]`.
    /// The range of component `k` is `[128, 512]`.
    fn relay(v: u32, _a: u32, m: u32, n: u32, _k: u32, ) -> Weight {
        // Minimum execution time: 8_905_865_000 picoseconds.
        Weight::from_parts(6_969_370_365, 734871)
            // Standard Error: 15_116_587
            .saturating_add(Weight::from_parts(35_808_114, 0).saturating_mul(v.into()))
            // Standard Error: 3_927_857
            .saturating_add(Weight::from_parts(5_342_758, 0).saturating_mul(m.into()))
            // Standard Error: 3_927_857
            .saturating_add(Weight::from_parts(36_009_725, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(137))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(7))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 18909).saturating_mul(n.into()))
    }
    /// Storage: `Shards::TakenInBlock` (r:1 w:0)
    /// Proof: `Shards::TakenInBlock` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Shards::Shards` (r:1 w:0)
    /// Proof: `Shards::Shards` (`max_values`: None, `max_size`: Some(135), added: 2610, mode: `MaxEncodedLen`)
    /// Storage: `Shards::InboundLanes` (r:1 w:0)
    /// Proof: `Shards::InboundLanes` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
    /// Storage: `Shards::OutboundLanes` (r:1 w:0)
    /// Proof: `Shards::OutboundLanes` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
    /// Storage: `Shards::RecentHeaders` (r:1 w:0)
    /// Proof: `Shards::RecentHeaders` (`max_values`: None, `max_size`: Some(4366), added: 6841, mode: `MaxEncodedLen`)
    /// Storage: `Shards::AuthoritySets` (r:1 w:0)
    /// Proof: `Shards::AuthoritySets` (`max_values`: None, `max_size`: Some(3214), added: 5689, mode: `MaxEncodedLen`)
    /// Storage: `Shards::Outbox` (r:256 w:0)
    /// Proof: `Shards::Outbox` (`max_values`: None, `max_size`: Some(16434), added: 18909, mode: `MaxEncodedLen`)
    /// The range of component `v` is `[1, 67]`.
    /// The range of component `a` is `[0, 16]`.
    /// The range of component `m` is `[1, 256]`.
    /// The range of component `n` is `[1, 256]`.
    /// The range of component `k` is `[128, 512]`.
    fn authorize_relay(v: u32, _a: u32, m: u32, n: u32, k: u32, ) -> Weight {
        // Minimum execution time: 6_148_197_000 picoseconds.
        Weight::from_parts(1_242_635_248, 7831)
            // Standard Error: 10_005_096
            .saturating_add(Weight::from_parts(43_089_704, 0).saturating_mul(v.into()))
            // Standard Error: 2_599_699
            .saturating_add(Weight::from_parts(5_757_311, 0).saturating_mul(m.into()))
            // Standard Error: 2_599_699
            .saturating_add(Weight::from_parts(16_319_282, 0).saturating_mul(n.into()))
            // Standard Error: 1_726_960
            .saturating_add(Weight::from_parts(2_858_471, 0).saturating_mul(k.into()))
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 18909).saturating_mul(n.into()))
    }
}
