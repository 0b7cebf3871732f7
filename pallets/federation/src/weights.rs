//! Weights of this pallet's calls.

use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet's calls cost, apart from the calls that they carry.
pub trait WeightInfo {
    /// [`decide`](crate::Pallet::decide), without the decided call.
    fn decide() -> Weight;
}

/// Upper bounds by the storage that is touched: one read, one event.
impl WeightInfo for () {
    fn decide() -> Weight {
        Weight::from_parts(30_000_000, 1_600).saturating_add(RocksDbWeight::get().reads(1))
    }
}
