//! What the calls of this pallet cost.
//!
//! Estimates on the safe side, for tests and for a chain that has not measured its own. They
//! include what [`IssuerAuthority`](crate::IssuerAuthority) reads.

use crate::frame;
use frame::weights_prelude::*;

/// Weights of the calls.
pub trait WeightInfo {
    /// [`anchor`](crate::Pallet::anchor).
    fn anchor() -> Weight;
    /// [`revoke`](crate::Pallet::revoke).
    fn revoke() -> Weight;
}

impl WeightInfo for () {
    fn anchor() -> Weight {
        Weight::from_parts(50_000_000, 30_000)
            .saturating_add(RocksDbWeight::get().reads_writes(8, 2))
    }

    fn revoke() -> Weight {
        Weight::from_parts(50_000_000, 30_000)
            .saturating_add(RocksDbWeight::get().reads_writes(7, 1))
    }
}
