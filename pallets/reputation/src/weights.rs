//! Weights of this pallet's calls, and of what it does for others.

use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet's calls cost.
pub trait WeightInfo {
    /// [`attest`](crate::Pallet::attest), without looking at controllers.
    fn attest() -> Weight;
    /// [`set_attestor`](crate::Pallet::set_attestor).
    fn set_attestor() -> Weight;
    /// [`set_category`](crate::Pallet::set_category).
    fn set_category() -> Weight;
    /// [`set_parameters`](crate::Pallet::set_parameters).
    fn set_parameters() -> Weight;
    /// [`award`](icn_primitives::reputation::GiveReputation::award), without looking at
    /// controllers.
    fn award() -> Weight;
    /// [`voting_power`](icn_primitives::reputation::ReadReputation::voting_power).
    fn voting_power() -> Weight;
    /// [`subject_changed`](crate::Pallet::subject_changed).
    fn subject_changed() -> Weight;
}

/// Upper bounds by the storage that is touched.
impl WeightInfo for () {
    fn attest() -> Weight {
        // The account's DID.
        Self::award()
            .saturating_add(Weight::from_parts(20_000_000, 4_000))
            .saturating_add(RocksDbWeight::get().reads(1))
    }

    fn set_attestor() -> Weight {
        // The attestor, the number of attestors, the document.
        Weight::from_parts(40_000_000, 12_000)
            .saturating_add(RocksDbWeight::get().reads_writes(3, 2))
    }

    fn set_category() -> Weight {
        // All rules, the time.
        Weight::from_parts(30_000_000, 6_000)
            .saturating_add(RocksDbWeight::get().reads_writes(2, 1))
    }

    fn set_parameters() -> Weight {
        Weight::from_parts(15_000_000, 0).saturating_add(RocksDbWeight::get().writes(1))
    }

    fn award() -> Weight {
        // Attestor, document, time, parameters, rules, tallies and their number, a full day; two
        // exponentials.
        Weight::from_parts(150_000_000, 24_000)
            .saturating_add(RocksDbWeight::get().reads_writes(8, 3))
    }

    fn voting_power() -> Weight {
        // Time, rules, tallies; twelve exponentials.
        Weight::from_parts(200_000_000, 8_000).saturating_add(RocksDbWeight::get().reads(3))
    }

    fn subject_changed() -> Weight {
        // Document, tallies and their number, as many days as there can be.
        Weight::from_parts(400_000_000, 500_000)
            .saturating_add(RocksDbWeight::get().reads_writes(93, 92))
    }
}
