//! What `pallet_admission` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-22, with frame-omni-bencher 64.0.0, 8 steps, 4 repeats, Intel(R) Xeon(R) Processor.

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
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(622), added: 3097, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:16 w:0)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Admission::OwnUsage` (r:1 w:1)
    /// Proof: `Admission::OwnUsage` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
    /// Storage: `Admission::CooperativeUsage` (r:1 w:1)
    /// Proof: `Admission::CooperativeUsage` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    /// The range of component `m` is `[1, 16]`.
    fn admit(m: u32, ) -> Weight {
        // Minimum execution time: 55_135_000 picoseconds.
        Weight::from_parts(52_126_813, 3579)
            // Standard Error: 34_821
            .saturating_add(Weight::from_parts(14_682_143, 0).saturating_mul(m.into()))
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(m.into())))
            .saturating_add(T::DbWeight::get().writes(2))
            .saturating_add(Weight::from_parts(0, 3097).saturating_mul(m.into()))
    }
    /// Storage: `Did::AccountOwner` (r:65 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::CooperativeOfDid` (r:65 w:0)
    /// Proof: `Cooperatives::CooperativeOfDid` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::MembershipsOf` (r:65 w:0)
    /// Proof: `Cooperatives::MembershipsOf` (`max_values`: None, `max_size`: Some(114), added: 2589, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:65 w:0)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(622), added: 3097, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:0)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Admission::OwnUsage` (r:65 w:65)
    /// Proof: `Admission::OwnUsage` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
    /// Storage: `Admission::CooperativeUsage` (r:1 w:1)
    /// Proof: `Admission::CooperativeUsage` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    /// The range of component `n` is `[0, 64]`.
    fn admit_beside(n: u32, ) -> Weight {
        // Minimum execution time: 54_283_000 picoseconds.
        Weight::from_parts(57_843_425, 4087)
            // Standard Error: 102_482
            .saturating_add(Weight::from_parts(44_316_823, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(2))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 3097).saturating_mul(n.into()))
    }
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::CooperativeOfDid` (r:1 w:0)
    /// Proof: `Cooperatives::CooperativeOfDid` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::MembershipsOf` (r:1 w:0)
    /// Proof: `Cooperatives::MembershipsOf` (`max_values`: None, `max_size`: Some(114), added: 2589, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:1 w:0)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(622), added: 3097, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:0)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Admission::OwnUsage` (r:1 w:1)
    /// Proof: `Admission::OwnUsage` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
    /// Storage: `Admission::CooperativeUsage` (r:1 w:1)
    /// Proof: `Admission::CooperativeUsage` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    /// The range of component `n` is `[0, 64]`.
    fn admit_again(n: u32, ) -> Weight {
        // Minimum execution time: 51_803_000 picoseconds.
        Weight::from_parts(64_152_713, 4087)
            // Standard Error: 27_668
            .saturating_add(Weight::from_parts(29_018_533, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::CooperativeOfDid` (r:1 w:0)
    /// Proof: `Cooperatives::CooperativeOfDid` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::MembershipsOf` (r:1 w:0)
    /// Proof: `Cooperatives::MembershipsOf` (`max_values`: None, `max_size`: Some(114), added: 2589, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:1 w:0)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(622), added: 3097, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:0)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Admission::OwnUsage` (r:1 w:1)
    /// Proof: `Admission::OwnUsage` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
    /// Storage: `Admission::CooperativeUsage` (r:1 w:1)
    /// Proof: `Admission::CooperativeUsage` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    /// The range of component `c` is `[0, 128]`.
    fn admit_calls(c: u32, ) -> Weight {
        // Minimum execution time: 54_578_000 picoseconds.
        Weight::from_parts(64_298_691, 4087)
            // Standard Error: 1_313
            .saturating_add(Weight::from_parts(621_528, 0).saturating_mul(c.into()))
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
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(622), added: 3097, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1025 w:0)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Admission::OwnUsage` (r:1 w:1)
    /// Proof: `Admission::OwnUsage` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
    /// Storage: `Admission::CooperativeUsage` (r:1 w:1)
    /// Proof: `Admission::CooperativeUsage` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    /// The range of component `p` is `[0, 64]`.
    fn admit_proxied(p: u32, ) -> Weight {
        // Minimum execution time: 55_558_000 picoseconds.
        Weight::from_parts(61_585_000, 4087)
            // Standard Error: 2_015_663
            .saturating_add(Weight::from_parts(300_015_757, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().reads((35_u64).saturating_mul(p.into())))
            .saturating_add(T::DbWeight::get().writes(2))
            .saturating_add(Weight::from_parts(0, 49552).saturating_mul(p.into()))
    }
    fn set_parameters() -> Weight {
        // Minimum execution time: 6_131_000 picoseconds.
        Weight::from_parts(8_264_000, 0)
    }
}
