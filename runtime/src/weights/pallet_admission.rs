//! What `pallet_admission` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 16 steps, 10 repeats, AMD EPYC.

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
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Admission::OwnUsage` (r:1 w:1)
    /// Proof: `Admission::OwnUsage` (`max_values`: None, `max_size`: Some(74), added: 2549, mode: `MaxEncodedLen`)
    /// Storage: `Admission::CooperativeUsage` (r:1 w:1)
    /// Proof: `Admission::CooperativeUsage` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    /// The range of component `m` is `[1, 16]`.
    fn admit(m: u32, ) -> Weight {
        // Minimum execution time: 52_038_000 picoseconds.
        Weight::from_parts(41_013_164, 3579)
            // Standard Error: 4_489
            .saturating_add(Weight::from_parts(12_200_476, 0).saturating_mul(m.into()))
            .saturating_add(T::DbWeight::get().reads(6))
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
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Admission::OwnUsage` (r:1 w:1)
    /// Proof: `Admission::OwnUsage` (`max_values`: None, `max_size`: Some(74), added: 2549, mode: `MaxEncodedLen`)
    /// Storage: `Admission::CooperativeUsage` (r:1 w:1)
    /// Proof: `Admission::CooperativeUsage` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    /// The range of component `c` is `[0, 128]`.
    fn admit_calls(c: u32, ) -> Weight {
        // Minimum execution time: 51_226_000 picoseconds.
        Weight::from_parts(53_692_077, 4069)
            // Standard Error: 169
            .saturating_add(Weight::from_parts(15_676, 0).saturating_mul(c.into()))
            .saturating_add(T::DbWeight::get().reads(8))
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
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Admission::OwnUsage` (r:1 w:1)
    /// Proof: `Admission::OwnUsage` (`max_values`: None, `max_size`: Some(74), added: 2549, mode: `MaxEncodedLen`)
    /// Storage: `Admission::CooperativeUsage` (r:1 w:1)
    /// Proof: `Admission::CooperativeUsage` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    /// The range of component `p` is `[0, 64]`.
    fn admit_proxied(p: u32, ) -> Weight {
        // Minimum execution time: 52_658_000 picoseconds.
        Weight::from_parts(53_450_000, 4069)
            // Standard Error: 764_439
            .saturating_add(Weight::from_parts(242_344_107, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().reads((35_u64).saturating_mul(p.into())))
            .saturating_add(T::DbWeight::get().writes(2))
            .saturating_add(Weight::from_parts(0, 49264).saturating_mul(p.into()))
    }
    fn set_parameters() -> Weight {
        // Minimum execution time: 5_388_000 picoseconds.
        Weight::from_parts(6_039_000, 0)
    }
}
