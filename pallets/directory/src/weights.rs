//! Weights of this pallet's hooks, and of what it does with messages.

use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet's hooks cost.
pub trait WeightInfo {
    /// The beginning of a block in which nothing is to be sent.
    fn idle() -> Weight;
    /// Looking at `d` followers, to see who is behind.
    fn look(d: u32) -> Weight;
    /// Composing an update of `r` records and sending it.
    fn send(r: u32) -> Weight;
    /// Keeping an update of `r` records, without what seats do with theirs.
    fn apply(r: u32) -> Weight;
    /// The answer to an update of `r` records, none of which was applied.
    fn answer(r: u32) -> Weight;
}

/// Upper bounds by the storage that is touched.
impl WeightInfo for () {
    fn idle() -> Weight {
        Weight::from_parts(5_000_000, 2_000).saturating_add(RocksDbWeight::get().reads(2))
    }

    fn look(d: u32) -> Weight {
        let each = Weight::from_parts(10_000_000, 10_000)
            .saturating_add(RocksDbWeight::get().reads_writes(4, 1));
        Weight::from_parts(20_000_000, 6_000)
            .saturating_add(RocksDbWeight::get().reads_writes(4, 1))
            .saturating_add(each.saturating_mul(d.into()))
    }

    fn send(r: u32) -> Weight {
        // The entry, and a person with as many memberships as one may have.
        let each =
            Weight::from_parts(60_000_000, 60_000).saturating_add(RocksDbWeight::get().reads(20));
        Weight::from_parts(80_000_000, 20_000)
            .saturating_add(RocksDbWeight::get().reads_writes(4, 3))
            .saturating_add(each.saturating_mul(r.into()))
    }

    fn apply(r: u32) -> Weight {
        // A person all of whose accounts are others than before.
        let each = Weight::from_parts(120_000_000, 50_000)
            .saturating_add(RocksDbWeight::get().reads_writes(17, 25));
        Weight::from_parts(20_000_000, 0)
            .saturating_add(RocksDbWeight::get().reads(1))
            .saturating_add(each.saturating_mul(r.into()))
    }

    fn answer(r: u32) -> Weight {
        let each = Weight::from_parts(20_000_000, 6_000)
            .saturating_add(RocksDbWeight::get().reads_writes(4, 5));
        Weight::from_parts(20_000_000, 4_000)
            .saturating_add(RocksDbWeight::get().reads_writes(2, 1))
            .saturating_add(each.saturating_mul(r.into()))
    }
}
