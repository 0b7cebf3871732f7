//! Weights of this pallet's calls and hooks.

use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet's calls and hooks cost, without what they have settled and without reputation:
/// those say it themselves. Persons are found by the longest way.
pub trait WeightInfo {
    /// [`propose`](crate::Pallet::propose) with `c` cooperatives and the most transfers.
    fn propose(c: u32) -> Weight;
    /// [`decide`](crate::Pallet::decide) of the most cooperatives, which approves.
    fn decide() -> Weight;
    /// [`withdraw`](crate::Pallet::withdraw).
    fn withdraw() -> Weight;
    /// [`record_labour`](crate::Pallet::record_labour).
    fn record_labour() -> Weight;
    /// [`confirm_labour`](crate::Pallet::confirm_labour), with its reputation.
    fn confirm_labour() -> Weight;
    /// [`request_aid`](crate::Pallet::request_aid).
    fn request_aid() -> Weight;
    /// [`offer_aid`](crate::Pallet::offer_aid).
    fn offer_aid() -> Weight;
    /// [`end_offer`](crate::Pallet::end_offer).
    fn end_offer() -> Weight;
    /// [`confirm_aid`](crate::Pallet::confirm_aid), with its reputation.
    fn confirm_aid() -> Weight;
    /// [`set_parameters`](crate::Pallet::set_parameters).
    fn set_parameters() -> Weight;
    /// The beginning of a block in which `e` exchanges are forgotten or expire.
    fn run_agenda(e: u32) -> Weight;
    /// What became of an agreement's money.
    fn settled() -> Weight;
}

/// Finding a person and its memberships: account, person, sixteen cooperatives.
fn person() -> Weight {
    Weight::from_parts(30_000_000, 40_000).saturating_add(RocksDbWeight::get().reads(19))
}

/// An exchange that moves: itself, agenda, lists, counts, parameters.
fn moved() -> Weight {
    Weight::from_parts(50_000_000, 12_000).saturating_add(RocksDbWeight::get().reads_writes(4, 7))
}

/// What an award takes that is sent to the hub, or made there.
fn award() -> Weight {
    Weight::from_parts(60_000_000, 12_000).saturating_add(RocksDbWeight::get().reads_writes(8, 5))
}

/// Upper bounds by the storage that is touched.
impl WeightInfo for () {
    fn propose(c: u32) -> Weight {
        let each = Weight::from_parts(6_000_000, 4_000)
            .saturating_add(RocksDbWeight::get().reads_writes(1, 1));
        person()
            .saturating_add(moved())
            .saturating_add(RocksDbWeight::get().reads_writes(2, 2))
            .saturating_add(each.saturating_mul(c.into()))
    }

    fn decide() -> Weight {
        let each =
            Weight::from_parts(6_000_000, 4_000).saturating_add(RocksDbWeight::get().reads(2));
        moved().saturating_mul(2).saturating_add(each.saturating_mul(16))
    }

    fn withdraw() -> Weight {
        moved().saturating_add(RocksDbWeight::get().reads(1))
    }

    fn record_labour() -> Weight {
        Self::propose(1)
    }

    fn confirm_labour() -> Weight {
        person().saturating_add(moved()).saturating_add(award())
    }

    fn request_aid() -> Weight {
        Self::propose(1)
    }

    fn offer_aid() -> Weight {
        person().saturating_add(moved())
    }

    fn end_offer() -> Weight {
        person().saturating_add(moved())
    }

    fn confirm_aid() -> Weight {
        person().saturating_add(moved()).saturating_add(award())
    }

    fn set_parameters() -> Weight {
        Weight::from_parts(15_000_000, 0).saturating_add(RocksDbWeight::get().writes(1))
    }

    fn run_agenda(e: u32) -> Weight {
        let each = moved().saturating_add(RocksDbWeight::get().writes(16));
        Weight::from_parts(10_000_000, 4_000)
            .saturating_add(RocksDbWeight::get().reads(2))
            .saturating_add(each.saturating_mul(e.into()))
    }

    fn settled() -> Weight {
        moved().saturating_add(RocksDbWeight::get().reads(17))
    }
}
