//! Weights of this pallet's hooks, and of what it does for others.

use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet costs.
pub trait WeightInfo {
    /// Putting a report at the end of the queue.
    fn report() -> Weight;
    /// The beginning of a block in which nothing is sent.
    fn idle() -> Weight;
    /// Sending `r` reports.
    fn send(r: u32) -> Weight;
}

/// Upper bounds by the storage that is touched.
impl WeightInfo for () {
    fn report() -> Weight {
        Weight::from_parts(20_000_000, 2_000)
            .saturating_add(RocksDbWeight::get().reads_writes(1, 2))
    }

    fn idle() -> Weight {
        Weight::from_parts(5_000_000, 2_000).saturating_add(RocksDbWeight::get().reads(3))
    }

    fn send(r: u32) -> Weight {
        let each = Weight::from_parts(5_000_000, 3_000)
            .saturating_add(RocksDbWeight::get().reads_writes(1, 1));
        Weight::from_parts(60_000_000, 20_000)
            .saturating_add(RocksDbWeight::get().reads_writes(5, 4))
            .saturating_add(each.saturating_mul(r.into()))
    }
}
