//! Weights of this pallet's calls.

use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet's calls cost, apart from the calls that they carry.
pub trait WeightInfo {
    /// [`decide`](crate::Pallet::decide), without the decided call.
    fn decide() -> Weight;
    /// [`decide_on`](crate::Pallet::decide_on) with a call of `l` bytes.
    fn decide_on(l: u32) -> Weight;
    /// [`authorize_upgrade`](crate::Pallet::authorize_upgrade).
    fn authorize_upgrade() -> Weight;
    /// A decision of `l` bytes from the hub, without the call: reading it, and the event.
    fn on_message(l: u32) -> Weight;
    /// The answer to a decision that was sent: the event.
    fn on_answer() -> Weight;
}

/// Upper bounds by the storage that is touched and the bytes that are read, hashed and stored.
impl WeightInfo for () {
    fn decide() -> Weight {
        Weight::from_parts(30_000_000, 1_600).saturating_add(RocksDbWeight::get().reads(1))
    }

    fn decide_on(l: u32) -> Weight {
        // The authority, and what a lane reads and writes.
        Weight::from_parts(60_000_000, 20_000)
            .saturating_add(Weight::from_parts(10_000, 0).saturating_mul(l.into()))
            .saturating_add(RocksDbWeight::get().reads_writes(5, 3))
    }

    fn authorize_upgrade() -> Weight {
        Weight::from_parts(20_000_000, 0).saturating_add(RocksDbWeight::get().writes(1))
    }

    fn on_message(l: u32) -> Weight {
        Weight::from_parts(40_000_000, 0)
            .saturating_add(Weight::from_parts(20_000, 0).saturating_mul(l.into()))
    }

    fn on_answer() -> Weight {
        Weight::from_parts(20_000_000, 0)
    }
}
