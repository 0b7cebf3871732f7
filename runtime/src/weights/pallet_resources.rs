//! What `pallet_resources` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 10 steps, 4 repeats, AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens)]

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    *,
};

/// Weights of `pallet_resources` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_resources::WeightInfo for WeightInfo<T> {
    /// Storage: `Directory::AccountOwner` (r:1 w:0)
    /// Proof: `Directory::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Cooperatives` (r:1 w:0)
    /// Proof: `Directory::Cooperatives` (`max_values`: None, `max_size`: Some(46), added: 2521, mode: `MaxEncodedLen`)
    /// Storage: `Directory::People` (r:1 w:0)
    /// Proof: `Directory::People` (`max_values`: None, `max_size`: Some(411), added: 2886, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Keys` (r:1 w:1)
    /// Proof: `Resources::Keys` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Parameters` (r:1 w:0)
    /// Proof: `Resources::Parameters` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
    /// Storage: `Resources::ResourceCount` (r:1 w:1)
    /// Proof: `Resources::ResourceCount` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
    /// Storage: `Resources::NextResource` (r:1 w:1)
    /// Proof: `Resources::NextResource` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Resources::OfOwner` (r:0 w:1)
    /// Proof: `Resources::OfOwner` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
    /// Storage: `Resources::OfKind` (r:0 w:1)
    /// Proof: `Resources::OfKind` (`max_values`: None, `max_size`: Some(13), added: 2488, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Resources` (r:0 w:1)
    /// Proof: `Resources::Resources` (`max_values`: None, `max_size`: Some(752), added: 3227, mode: `MaxEncodedLen`)
    /// Storage: `Resources::AtPlace` (r:0 w:1)
    /// Proof: `Resources::AtPlace` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    fn register() -> Weight {
        // Minimum execution time: 46_319_000 picoseconds.
        Weight::from_parts(52_999_000, 3876)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    /// Storage: `Directory::AccountOwner` (r:1 w:0)
    /// Proof: `Directory::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Resources` (r:1 w:1)
    /// Proof: `Resources::Resources` (`max_values`: None, `max_size`: Some(752), added: 3227, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Cooperatives` (r:1 w:0)
    /// Proof: `Directory::Cooperatives` (`max_values`: None, `max_size`: Some(46), added: 2521, mode: `MaxEncodedLen`)
    /// Storage: `Directory::People` (r:1 w:0)
    /// Proof: `Directory::People` (`max_values`: None, `max_size`: Some(411), added: 2886, mode: `MaxEncodedLen`)
    /// Storage: `Resources::OfKind` (r:0 w:2)
    /// Proof: `Resources::OfKind` (`max_values`: None, `max_size`: Some(13), added: 2488, mode: `MaxEncodedLen`)
    /// Storage: `Resources::AtPlace` (r:0 w:2)
    /// Proof: `Resources::AtPlace` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    fn update() -> Weight {
        // Minimum execution time: 46_519_000 picoseconds.
        Weight::from_parts(52_868_000, 4217)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    /// Storage: `Directory::AccountOwner` (r:1 w:0)
    /// Proof: `Directory::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Resources` (r:1 w:1)
    /// Proof: `Resources::Resources` (`max_values`: None, `max_size`: Some(752), added: 3227, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Cooperatives` (r:1 w:0)
    /// Proof: `Directory::Cooperatives` (`max_values`: None, `max_size`: Some(46), added: 2521, mode: `MaxEncodedLen`)
    /// Storage: `Directory::People` (r:1 w:0)
    /// Proof: `Directory::People` (`max_values`: None, `max_size`: Some(411), added: 2886, mode: `MaxEncodedLen`)
    fn set_closures() -> Weight {
        // Minimum execution time: 36_864_000 picoseconds.
        Weight::from_parts(44_286_000, 4217)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Directory::AccountOwner` (r:1 w:0)
    /// Proof: `Directory::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Resources` (r:1 w:1)
    /// Proof: `Resources::Resources` (`max_values`: None, `max_size`: Some(752), added: 3227, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Cooperatives` (r:1 w:0)
    /// Proof: `Directory::Cooperatives` (`max_values`: None, `max_size`: Some(46), added: 2521, mode: `MaxEncodedLen`)
    /// Storage: `Directory::People` (r:1 w:0)
    /// Proof: `Directory::People` (`max_values`: None, `max_size`: Some(411), added: 2886, mode: `MaxEncodedLen`)
    /// Storage: `Resources::ResourceCount` (r:1 w:1)
    /// Proof: `Resources::ResourceCount` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Parameters` (r:1 w:0)
    /// Proof: `Resources::Parameters` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
    /// Storage: `Resources::OfKind` (r:0 w:1)
    /// Proof: `Resources::OfKind` (`max_values`: None, `max_size`: Some(13), added: 2488, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Agenda` (r:0 w:1)
    /// Proof: `Resources::Agenda` (`max_values`: None, `max_size`: Some(26), added: 2501, mode: `MaxEncodedLen`)
    /// Storage: `Resources::AtPlace` (r:0 w:1)
    /// Proof: `Resources::AtPlace` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    fn retire() -> Weight {
        // Minimum execution time: 45_127_000 picoseconds.
        Weight::from_parts(50_656_000, 4217)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    /// Storage: `Directory::AccountOwner` (r:1 w:0)
    /// Proof: `Directory::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Keys` (r:1 w:1)
    /// Proof: `Resources::Keys` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Resources` (r:1 w:1)
    /// Proof: `Resources::Resources` (`max_values`: None, `max_size`: Some(752), added: 3227, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Cooperatives` (r:9 w:0)
    /// Proof: `Directory::Cooperatives` (`max_values`: None, `max_size`: Some(46), added: 2521, mode: `MaxEncodedLen`)
    /// Storage: `Directory::People` (r:1 w:0)
    /// Proof: `Directory::People` (`max_values`: None, `max_size`: Some(411), added: 2886, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Parameters` (r:1 w:0)
    /// Proof: `Resources::Parameters` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Slots` (r:2 w:1)
    /// Proof: `Resources::Slots` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
    /// Storage: `Resources::OpenOf` (r:1 w:1)
    /// Proof: `Resources::OpenOf` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    /// Storage: `Resources::NextBooking` (r:1 w:1)
    /// Proof: `Resources::NextBooking` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Resources::PaidByCooperative` (r:0 w:8)
    /// Proof: `Resources::PaidByCooperative` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Agenda` (r:0 w:1)
    /// Proof: `Resources::Agenda` (`max_values`: None, `max_size`: Some(26), added: 2501, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Bookings` (r:0 w:1)
    /// Proof: `Resources::Bookings` (`max_values`: None, `max_size`: Some(281), added: 2756, mode: `MaxEncodedLen`)
    /// Storage: `Resources::OfPerson` (r:0 w:1)
    /// Proof: `Resources::OfPerson` (`max_values`: None, `max_size`: Some(57), added: 2532, mode: `MaxEncodedLen`)
    fn book() -> Weight {
        // Minimum execution time: 118_146_000 picoseconds.
        Weight::from_parts(134_319_000, 23679)
            .saturating_add(T::DbWeight::get().reads(18))
            .saturating_add(T::DbWeight::get().writes(16))
    }
    /// Storage: `Resources::Bookings` (r:1 w:1)
    /// Proof: `Resources::Bookings` (`max_values`: None, `max_size`: Some(281), added: 2756, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Cooperatives` (r:8 w:0)
    /// Proof: `Directory::Cooperatives` (`max_values`: None, `max_size`: Some(46), added: 2521, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Parameters` (r:1 w:0)
    /// Proof: `Resources::Parameters` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::Parameters` (r:1 w:0)
    /// Proof: `Settlement::Parameters` (`max_values`: Some(1), `max_size`: Some(20), added: 515, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::Settlements` (r:1 w:1)
    /// Proof: `Settlement::Settlements` (`max_values`: None, `max_size`: Some(1677), added: 4152, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::NextNumber` (r:1 w:1)
    /// Proof: `Settlement::NextNumber` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::Waiting` (r:1 w:1)
    /// Proof: `Settlement::Waiting` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Agenda` (r:0 w:1)
    /// Proof: `Resources::Agenda` (`max_values`: None, `max_size`: Some(26), added: 2501, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::Deadlines` (r:0 w:1)
    /// Proof: `Settlement::Deadlines` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::ToAsk` (r:0 w:1)
    /// Proof: `Settlement::ToAsk` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::LegOfKey` (r:0 w:8)
    /// Proof: `Settlement::LegOfKey` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn decide_booking() -> Weight {
        // Minimum execution time: 112_047_000 picoseconds.
        Weight::from_parts(123_383_000, 21158)
            .saturating_add(T::DbWeight::get().reads(14))
            .saturating_add(T::DbWeight::get().writes(15))
    }
    /// Storage: `Directory::AccountOwner` (r:1 w:0)
    /// Proof: `Directory::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Bookings` (r:1 w:1)
    /// Proof: `Resources::Bookings` (`max_values`: None, `max_size`: Some(281), added: 2756, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::Settlements` (r:1 w:1)
    /// Proof: `Settlement::Settlements` (`max_values`: None, `max_size`: Some(1677), added: 4152, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::Waiting` (r:1 w:1)
    /// Proof: `Settlement::Waiting` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Parameters` (r:1 w:0)
    /// Proof: `Resources::Parameters` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
    /// Storage: `Resources::OpenOf` (r:1 w:1)
    /// Proof: `Resources::OpenOf` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Resources` (r:1 w:1)
    /// Proof: `Resources::Resources` (`max_values`: None, `max_size`: Some(752), added: 3227, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Agenda` (r:0 w:2)
    /// Proof: `Resources::Agenda` (`max_values`: None, `max_size`: Some(26), added: 2501, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Slots` (r:0 w:1)
    /// Proof: `Resources::Slots` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::Deadlines` (r:0 w:1)
    /// Proof: `Settlement::Deadlines` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
    /// Storage: `Settlement::ToAsk` (r:0 w:1)
    /// Proof: `Settlement::ToAsk` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
    fn cancel_booking() -> Weight {
        // Minimum execution time: 66_910_000 picoseconds.
        Weight::from_parts(85_327_000, 5142)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(10))
    }
    /// Storage: `Resources::Parameters` (r:0 w:1)
    /// Proof: `Resources::Parameters` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
    fn set_parameters() -> Weight {
        // Minimum execution time: 4_737_000 picoseconds.
        Weight::from_parts(5_729_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Resources::Agenda` (r:51 w:50)
    /// Proof: `Resources::Agenda` (`max_values`: None, `max_size`: Some(26), added: 2501, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Bookings` (r:50 w:50)
    /// Proof: `Resources::Bookings` (`max_values`: None, `max_size`: Some(281), added: 2756, mode: `MaxEncodedLen`)
    /// Storage: `Resources::PaidByCooperative` (r:0 w:400)
    /// Proof: `Resources::PaidByCooperative` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Slots` (r:0 w:50)
    /// Proof: `Resources::Slots` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Keys` (r:0 w:50)
    /// Proof: `Resources::Keys` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
    /// Storage: `Resources::OfPerson` (r:0 w:50)
    /// Proof: `Resources::OfPerson` (`max_values`: None, `max_size`: Some(57), added: 2532, mode: `MaxEncodedLen`)
    /// The range of component `b` is `[0, 50]`.
    fn run_agenda(b: u32, ) -> Weight {
        // Minimum execution time: 5_618_000 picoseconds.
        Weight::from_parts(7_291_000, 3491)
            // Standard Error: 795_571
            .saturating_add(Weight::from_parts(38_239_464, 0).saturating_mul(b.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(b.into())))
            .saturating_add(T::DbWeight::get().writes((13_u64).saturating_mul(b.into())))
            .saturating_add(Weight::from_parts(0, 2756).saturating_mul(b.into()))
    }
    /// Storage: `Resources::Bookings` (r:1 w:1)
    /// Proof: `Resources::Bookings` (`max_values`: None, `max_size`: Some(281), added: 2756, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Parameters` (r:1 w:0)
    /// Proof: `Resources::Parameters` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
    /// Storage: `Resources::OpenOf` (r:1 w:1)
    /// Proof: `Resources::OpenOf` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Resources` (r:1 w:1)
    /// Proof: `Resources::Resources` (`max_values`: None, `max_size`: Some(752), added: 3227, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Agenda` (r:0 w:1)
    /// Proof: `Resources::Agenda` (`max_values`: None, `max_size`: Some(26), added: 2501, mode: `MaxEncodedLen`)
    /// Storage: `Resources::Slots` (r:0 w:1)
    /// Proof: `Resources::Slots` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
    fn settled() -> Weight {
        // Minimum execution time: 33_389_000 picoseconds.
        Weight::from_parts(43_625_000, 4217)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(5))
    }
}
