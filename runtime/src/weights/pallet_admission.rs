//! What `pallet_admission` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 16 steps, 8 repeats, AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens)]

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    *,
};

/// Weights of `pallet_admission` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_admission::WeightInfo for WeightInfo<T> {
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::CooperativeOfDid` (r:1 w:0)
    /// Proof: `Cooperatives::CooperativeOfDid` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::MembershipsOf` (r:1 w:0)
    /// Proof: `Cooperatives::MembershipsOf` (`max_values`: None, `max_size`: Some(114), added: 2589, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:16 w:0)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:16 w:0)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Admission::OwnUsage` (r:1 w:1)
    /// Proof: `Admission::OwnUsage` (`max_values`: None, `max_size`: Some(74), added: 2549, mode: `MaxEncodedLen`)
    /// Storage: `Admission::CooperativeUsage` (r:1 w:1)
    /// Proof: `Admission::CooperativeUsage` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    /// The range of component `m` is `[1, 16]`.
    fn admit(m: u32, ) -> Weight {
        // Minimum execution time: 45_627_000 picoseconds.
        Weight::from_parts(36_302_631, 3579)
            // Standard Error: 3_869
            .saturating_add(Weight::from_parts(10_887_760, 0).saturating_mul(m.into()))
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(m.into())))
            .saturating_add(T::DbWeight::get().writes(2))
            .saturating_add(Weight::from_parts(0, 3079).saturating_mul(m.into()))
    }
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::CooperativeOfDid` (r:1 w:0)
    /// Proof: `Cooperatives::CooperativeOfDid` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::MembershipsOf` (r:1 w:0)
    /// Proof: `Cooperatives::MembershipsOf` (`max_values`: None, `max_size`: Some(114), added: 2589, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:1 w:0)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:0)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Admission::OwnUsage` (r:1 w:1)
    /// Proof: `Admission::OwnUsage` (`max_values`: None, `max_size`: Some(74), added: 2549, mode: `MaxEncodedLen`)
    /// Storage: `Admission::CooperativeUsage` (r:1 w:1)
    /// Proof: `Admission::CooperativeUsage` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    /// The range of component `c` is `[0, 128]`.
    fn admit_calls(c: u32, ) -> Weight {
        // Minimum execution time: 45_057_000 picoseconds.
        Weight::from_parts(47_869_510, 4069)
            // Standard Error: 250
            .saturating_add(Weight::from_parts(413_096, 0).saturating_mul(c.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Did::AccountOwner` (r:65 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::CooperativeOfDid` (r:65 w:0)
    /// Proof: `Cooperatives::CooperativeOfDid` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::MembershipsOf` (r:65 w:0)
    /// Proof: `Cooperatives::MembershipsOf` (`max_values`: None, `max_size`: Some(114), added: 2589, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:1025 w:0)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1025 w:0)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Admission::OwnUsage` (r:1 w:1)
    /// Proof: `Admission::OwnUsage` (`max_values`: None, `max_size`: Some(74), added: 2549, mode: `MaxEncodedLen`)
    /// Storage: `Admission::CooperativeUsage` (r:1 w:1)
    /// Proof: `Admission::CooperativeUsage` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    /// The range of component `p` is `[0, 64]`.
    fn admit_proxied(p: u32, ) -> Weight {
        // Minimum execution time: 45_568_000 picoseconds.
        Weight::from_parts(3_882_519, 4069)
            // Standard Error: 2_199_936
            .saturating_add(Weight::from_parts(237_326_491, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().reads((35_u64).saturating_mul(p.into())))
            .saturating_add(T::DbWeight::get().writes(2))
            .saturating_add(Weight::from_parts(0, 49264).saturating_mul(p.into()))
    }
    fn admit_beside(n: u32, ) -> Weight {
        Self::admit(1)
            .saturating_add(Weight::from_parts(48_000_000, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads_writes(5, 1).saturating_mul(n.into()))
    }
    fn admit_again(n: u32, ) -> Weight {
        Self::admit(1).saturating_add(Weight::from_parts(48_000_000, 0).saturating_mul(n.into()))
    }
    fn set_parameters() -> Weight {
        // Minimum execution time: 4_477_000 picoseconds.
        Weight::from_parts(5_018_000, 0)
    }
}
