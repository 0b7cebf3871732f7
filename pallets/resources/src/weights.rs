//! Weights of this pallet's calls and hooks.

use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet's calls and hooks cost, without what they have settled and without reputation:
/// those say it themselves. Persons are found by the longest way; resources have as many windows,
/// closures and cooperatives with access as they may.
pub trait WeightInfo {
    /// [`register`](crate::Pallet::register).
    fn register() -> Weight;
    /// [`update`](crate::Pallet::update).
    fn update() -> Weight;
    /// [`set_closures`](crate::Pallet::set_closures).
    fn set_closures() -> Weight;
    /// [`retire`](crate::Pallet::retire).
    fn retire() -> Weight;
    /// [`book`](crate::Pallet::book) for the longest time, with as many shares as there can be.
    fn book() -> Weight;
    /// [`decide_booking`](crate::Pallet::decide_booking) of all cooperatives.
    fn decide_booking() -> Weight;
    /// [`cancel_booking`](crate::Pallet::cancel_booking).
    fn cancel_booking() -> Weight;
    /// [`set_parameters`](crate::Pallet::set_parameters).
    fn set_parameters() -> Weight;
    /// The beginning of a block in which `b` bookings move.
    fn run_agenda(b: u32) -> Weight;
    /// What became of a booking's money.
    fn settled() -> Weight;
}

/// Finding a person and a membership: account, person, cooperative, twice.
fn person() -> Weight {
    Weight::from_parts(30_000_000, 12_000).saturating_add(RocksDbWeight::get().reads(6))
}

/// A resource with its lists.
fn resource() -> Weight {
    Weight::from_parts(40_000_000, 8_000).saturating_add(RocksDbWeight::get().reads_writes(4, 8))
}

/// A booking that moves: itself, its resource, agenda, count, time, parameters.
fn moved() -> Weight {
    Weight::from_parts(60_000_000, 12_000).saturating_add(RocksDbWeight::get().reads_writes(6, 6))
}

/// Upper bounds by the storage that is touched.
impl WeightInfo for () {
    fn register() -> Weight {
        person().saturating_add(resource())
    }

    fn update() -> Weight {
        person().saturating_add(resource())
    }

    fn set_closures() -> Weight {
        person().saturating_add(resource())
    }

    fn retire() -> Weight {
        person().saturating_add(resource())
    }

    fn book() -> Weight {
        // Windows of a month, the next booking, a list for each of eight cooperatives.
        person()
            .saturating_add(moved())
            .saturating_add(Weight::from_parts(60_000_000, 30_000))
            .saturating_add(RocksDbWeight::get().reads_writes(14, 12))
    }

    fn decide_booking() -> Weight {
        moved().saturating_add(RocksDbWeight::get().reads(16))
    }

    fn cancel_booking() -> Weight {
        person().saturating_add(moved())
    }

    fn set_parameters() -> Weight {
        Weight::from_parts(15_000_000, 0).saturating_add(RocksDbWeight::get().writes(1))
    }

    fn run_agenda(b: u32) -> Weight {
        // Forgetting takes a booking out of all its lists.
        let each = moved().saturating_add(RocksDbWeight::get().reads_writes(1, 12));
        Weight::from_parts(10_000_000, 4_000)
            .saturating_add(RocksDbWeight::get().reads(2))
            .saturating_add(each.saturating_mul(b.into()))
    }

    fn settled() -> Weight {
        moved()
    }
}
