//! What `pallet_cooperatives` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 16 steps, 8 repeats, AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens)]

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    *,
};

/// Weights of `pallet_cooperatives` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_cooperatives::WeightInfo for WeightInfo<T> {
    /// Storage: `Did::AccountOwner` (r:10 w:9)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:9 w:8)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::DomainOwner` (r:1 w:1)
    /// Proof: `Cooperatives::DomainOwner` (`max_values`: None, `max_size`: Some(275), added: 2750, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::OngoingCooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::OngoingCooperatives` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::NextId` (r:1 w:1)
    /// Proof: `Cooperatives::NextId` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:9 w:9)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:9 w:9)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::CooperativeOfDid` (r:8 w:1)
    /// Proof: `Cooperatives::CooperativeOfDid` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::MembershipsOf` (r:8 w:8)
    /// Proof: `Cooperatives::MembershipsOf` (`max_values`: None, `max_size`: Some(114), added: 2589, mode: `MaxEncodedLen`)
    /// Storage: `Credentials::Credentials` (r:8 w:8)
    /// Proof: `Credentials::Credentials` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
    /// Storage: `Credentials::CredentialsBySubject` (r:0 w:8)
    /// Proof: `Credentials::CredentialsBySubject` (`max_values`: None, `max_size`: Some(97), added: 2572, mode: `MaxEncodedLen`)
    /// The range of component `n` is `[1, 8]`.
    fn put_forward(n: u32, ) -> Weight {
        // Minimum execution time: 335_229_000 picoseconds.
        Weight::from_parts(189_668_787, 7235)
            // Standard Error: 223_945
            .saturating_add(Weight::from_parts(147_360_588, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().reads((7_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(8))
            .saturating_add(T::DbWeight::get().writes((7_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 6245).saturating_mul(n.into()))
    }
    /// Storage: `Did::AccountOwner` (r:10 w:1)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:16 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:9 w:8)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::DomainOwner` (r:1 w:1)
    /// Proof: `Cooperatives::DomainOwner` (`max_values`: None, `max_size`: Some(275), added: 2750, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::OngoingCooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::OngoingCooperatives` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::NextId` (r:1 w:1)
    /// Proof: `Cooperatives::NextId` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:9 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::CooperativeOfDid` (r:8 w:1)
    /// Proof: `Cooperatives::CooperativeOfDid` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::MembershipsOf` (r:8 w:8)
    /// Proof: `Cooperatives::MembershipsOf` (`max_values`: None, `max_size`: Some(114), added: 2589, mode: `MaxEncodedLen`)
    /// Storage: `Credentials::Credentials` (r:8 w:8)
    /// Proof: `Credentials::Credentials` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
    /// Storage: `Credentials::CredentialsBySubject` (r:0 w:8)
    /// Proof: `Credentials::CredentialsBySubject` (`max_values`: None, `max_size`: Some(97), added: 2572, mode: `MaxEncodedLen`)
    /// The range of component `n` is `[1, 8]`.
    fn put_forward_known(n: u32, ) -> Weight {
        // Minimum execution time: 435_967_000 picoseconds.
        Weight::from_parts(302_057_289, 47822)
            // Standard Error: 2_960_139
            .saturating_add(Weight::from_parts(174_056_467, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(26))
            .saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(8))
            .saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 6245).saturating_mul(n.into()))
    }
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::ActiveCooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::ActiveCooperatives` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Seats` (r:1 w:1)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Seats::SeatOfValidator` (r:1 w:1)
    /// Proof: `Seats::SeatOfValidator` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    /// Storage: `Seats::CounterForSeats` (r:1 w:1)
    /// Proof: `Seats::CounterForSeats` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Seats::OperatorOf` (r:1 w:1)
    /// Proof: `Seats::OperatorOf` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:1 w:0)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Inactive` (r:1 w:0)
    /// Proof: `Seats::Inactive` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
    fn admit() -> Weight {
        // Minimum execution time: 51_196_000 picoseconds.
        Weight::from_parts(55_102_000, 3917)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    /// Storage: `Cooperatives::Cooperatives` (r:16 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:9 w:8)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::MembershipsOf` (r:8 w:8)
    /// Proof: `Cooperatives::MembershipsOf` (`max_values`: None, `max_size`: Some(114), added: 2589, mode: `MaxEncodedLen`)
    /// Storage: `Credentials::Credentials` (r:8 w:8)
    /// Proof: `Credentials::Credentials` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::ActiveCooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::ActiveCooperatives` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::OngoingCooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::OngoingCooperatives` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Seats` (r:1 w:1)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::DomainOwner` (r:0 w:1)
    /// Proof: `Cooperatives::DomainOwner` (`max_values`: None, `max_size`: Some(275), added: 2750, mode: `MaxEncodedLen`)
    fn decline() -> Weight {
        // Minimum execution time: 924_013_000 picoseconds.
        Weight::from_parts(959_626_000, 47822)
            .saturating_add(T::DbWeight::get().reads(45))
            .saturating_add(T::DbWeight::get().writes(29))
    }
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::ActiveCooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::ActiveCooperatives` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Seats` (r:1 w:0)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    fn suspend() -> Weight {
        // Minimum execution time: 29_704_000 picoseconds.
        Weight::from_parts(38_818_000, 3917)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::ActiveCooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::ActiveCooperatives` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Seats` (r:1 w:1)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Seats::SeatOfValidator` (r:1 w:1)
    /// Proof: `Seats::SeatOfValidator` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    /// Storage: `Seats::CounterForSeats` (r:1 w:1)
    /// Proof: `Seats::CounterForSeats` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Seats::OperatorOf` (r:1 w:1)
    /// Proof: `Seats::OperatorOf` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:1 w:0)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Inactive` (r:1 w:0)
    /// Proof: `Seats::Inactive` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
    fn restore() -> Weight {
        // Minimum execution time: 53_409_000 picoseconds.
        Weight::from_parts(57_575_000, 3917)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::ActiveCooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::ActiveCooperatives` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::OngoingCooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::OngoingCooperatives` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Seats` (r:1 w:1)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::DomainOwner` (r:0 w:1)
    /// Proof: `Cooperatives::DomainOwner` (`max_values`: None, `max_size`: Some(275), added: 2750, mode: `MaxEncodedLen`)
    fn expel() -> Weight {
        // Minimum execution time: 32_839_000 picoseconds.
        Weight::from_parts(35_193_000, 3917)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::ActiveCooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::ActiveCooperatives` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::OngoingCooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::OngoingCooperatives` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Seats` (r:1 w:1)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::DomainOwner` (r:0 w:1)
    /// Proof: `Cooperatives::DomainOwner` (`max_values`: None, `max_size`: Some(275), added: 2750, mode: `MaxEncodedLen`)
    fn withdraw() -> Weight {
        // Minimum execution time: 32_298_000 picoseconds.
        Weight::from_parts(35_583_000, 3917)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    /// Storage: `Did::AccountOwner` (r:2 w:1)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:2 w:1)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::CooperativeOfDid` (r:1 w:0)
    /// Proof: `Cooperatives::CooperativeOfDid` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:2 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::MembershipsOf` (r:1 w:1)
    /// Proof: `Cooperatives::MembershipsOf` (`max_values`: None, `max_size`: Some(114), added: 2589, mode: `MaxEncodedLen`)
    /// Storage: `Credentials::Credentials` (r:1 w:1)
    /// Proof: `Credentials::Credentials` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
    /// Storage: `Credentials::CredentialsBySubject` (r:0 w:1)
    /// Proof: `Credentials::CredentialsBySubject` (`max_values`: None, `max_size`: Some(97), added: 2572, mode: `MaxEncodedLen`)
    fn enroll() -> Weight {
        // Minimum execution time: 214_990_000 picoseconds.
        Weight::from_parts(224_113_000, 13480)
            .saturating_add(T::DbWeight::get().reads(13))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    /// Storage: `Did::AccountOwner` (r:2 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:16 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:2 w:1)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:2 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::CooperativeOfDid` (r:1 w:0)
    /// Proof: `Cooperatives::CooperativeOfDid` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::MembershipsOf` (r:1 w:1)
    /// Proof: `Cooperatives::MembershipsOf` (`max_values`: None, `max_size`: Some(114), added: 2589, mode: `MaxEncodedLen`)
    /// Storage: `Credentials::Credentials` (r:1 w:1)
    /// Proof: `Credentials::Credentials` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
    /// Storage: `Credentials::CredentialsBySubject` (r:0 w:1)
    /// Proof: `Credentials::CredentialsBySubject` (`max_values`: None, `max_size`: Some(97), added: 2572, mode: `MaxEncodedLen`)
    fn enroll_known() -> Weight {
        // Minimum execution time: 299_746_000 picoseconds.
        Weight::from_parts(322_719_000, 47822)
            .saturating_add(T::DbWeight::get().reads(27))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:2 w:1)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:1 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    fn grant_role() -> Weight {
        // Minimum execution time: 59_599_000 picoseconds.
        Weight::from_parts(63_835_000, 7235)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:2 w:1)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    fn revoke_role() -> Weight {
        // Minimum execution time: 52_618_000 picoseconds.
        Weight::from_parts(57_005_000, 7148)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:0)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:1 w:1)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    fn set_skills() -> Weight {
        // Minimum execution time: 49_884_000 picoseconds.
        Weight::from_parts(55_723_000, 4069)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:2 w:1)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    fn suspend_member() -> Weight {
        // Minimum execution time: 53_078_000 picoseconds.
        Weight::from_parts(58_537_000, 7148)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:2 w:1)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    fn restore_member() -> Weight {
        // Minimum execution time: 52_578_000 picoseconds.
        Weight::from_parts(58_116_000, 7148)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:16 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:2 w:1)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::MembershipsOf` (r:1 w:1)
    /// Proof: `Cooperatives::MembershipsOf` (`max_values`: None, `max_size`: Some(114), added: 2589, mode: `MaxEncodedLen`)
    /// Storage: `Credentials::Credentials` (r:1 w:1)
    /// Proof: `Credentials::Credentials` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    fn expel_member() -> Weight {
        // Minimum execution time: 218_785_000 picoseconds.
        Weight::from_parts(231_044_000, 47822)
            .saturating_add(T::DbWeight::get().reads(22))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:16 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:1 w:1)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::MembershipsOf` (r:1 w:1)
    /// Proof: `Cooperatives::MembershipsOf` (`max_values`: None, `max_size`: Some(114), added: 2589, mode: `MaxEncodedLen`)
    /// Storage: `Credentials::Credentials` (r:1 w:1)
    /// Proof: `Credentials::Credentials` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
    /// Storage: `Timestamp::Now` (r:1 w:0)
    /// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    fn leave() -> Weight {
        // Minimum execution time: 199_406_000 picoseconds.
        Weight::from_parts(211_084_000, 47822)
            .saturating_add(T::DbWeight::get().reads(21))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    fn set_rules() -> Weight {
        // Minimum execution time: 19_369_000 picoseconds.
        Weight::from_parts(21_753_000, 3917)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:1)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::DomainOwner` (r:1 w:2)
    /// Proof: `Cooperatives::DomainOwner` (`max_values`: None, `max_size`: Some(275), added: 2750, mode: `MaxEncodedLen`)
    fn set_profile() -> Weight {
        // Minimum execution time: 30_725_000 picoseconds.
        Weight::from_parts(33_380_000, 3917)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    /// Storage: `Did::Documents` (r:1 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::FederationRoles` (r:1 w:1)
    /// Proof: `Cooperatives::FederationRoles` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    fn grant_federation_role() -> Weight {
        // Minimum execution time: 22_544_000 picoseconds.
        Weight::from_parts(25_237_000, 7235)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Cooperatives::FederationRoles` (r:1 w:1)
    /// Proof: `Cooperatives::FederationRoles` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    fn revoke_federation_role() -> Weight {
        // Minimum execution time: 17_506_000 picoseconds.
        Weight::from_parts(19_900_000, 3518)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
