//! Weights of this pallet's calls and hooks.

use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

use crate::MAX_LEGS;

/// What this pallet's calls and hooks cost.
pub trait WeightInfo {
    /// [`set_parameters`](crate::Pallet::set_parameters).
    fn set_parameters() -> Weight;
    /// Beginning a settlement of `l` legs; capturing or releasing one takes no more.
    fn begin(l: u32) -> Weight;
    /// Looking at `s` settlements whose time has passed, without what others do with it.
    fn look_at_due(s: u32) -> Weight;
    /// Asking the ledger for `l` legs of `s` settlements, with sending.
    fn ask(s: u32, l: u32) -> Weight;
    /// An answer that ends a settlement of the most legs, without what others do with it.
    fn answer() -> Weight;
}

/// A settlement with its places in both queues.
fn kept() -> Weight {
    Weight::from_parts(40_000_000, 8_000).saturating_add(RocksDbWeight::get().reads_writes(3, 6))
}

/// Upper bounds by the storage that is touched.
impl WeightInfo for () {
    fn set_parameters() -> Weight {
        Weight::from_parts(15_000_000, 0).saturating_add(RocksDbWeight::get().writes(1))
    }

    fn begin(l: u32) -> Weight {
        let leg = Weight::from_parts(5_000_000, 0).saturating_add(RocksDbWeight::get().writes(1));
        kept()
            .saturating_add(RocksDbWeight::get().reads_writes(4, 1))
            .saturating_add(leg.saturating_mul(l.into()))
    }

    fn look_at_due(s: u32) -> Weight {
        let each = kept().saturating_add(Self::begin(MAX_LEGS));
        Weight::from_parts(10_000_000, 4_000)
            .saturating_add(RocksDbWeight::get().reads(2))
            .saturating_add(each.saturating_mul(s.into()))
    }

    fn ask(s: u32, l: u32) -> Weight {
        // A message: the lane, its record, what it waits for.
        let leg = Weight::from_parts(30_000_000, 4_000)
            .saturating_add(RocksDbWeight::get().reads_writes(4, 3));
        Weight::from_parts(10_000_000, 4_000)
            .saturating_add(RocksDbWeight::get().reads(3))
            .saturating_add(kept().saturating_mul(s.into()))
            .saturating_add(leg.saturating_mul(l.into()))
    }

    fn answer() -> Weight {
        kept().saturating_add(Self::begin(MAX_LEGS)).saturating_add(RocksDbWeight::get().reads(1))
    }
}
