//! Weights of this pallet's call and of its extension.

use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet's call and its extension cost.
pub trait WeightInfo {
    /// [`Admit`](crate::Admit), for a signer with `memberships` and a call that holds `calls`
    /// others, `proxied` of which run as an account that has to be looked up.
    fn admit(calls: u32, proxied: u32, memberships: u32) -> Weight;
    /// [`set_parameters`](crate::Pallet::set_parameters).
    fn set_parameters() -> Weight;
}

/// Estimates on the safe side, for tests and for a chain that has not measured its own.
///
/// Looking up a signer reads the federation's authority, the account's DID, the DID's cooperative,
/// its memberships, each membership with its cooperative, and the seat that the account operates;
/// then come the parameters, the time, the number of cooperatives and both buckets.
impl WeightInfo for () {
    fn admit(calls: u32, proxied: u32, memberships: u32) -> Weight {
        let database = RocksDbWeight::get();
        Weight::from_parts(40_000_000, 12_000)
            .saturating_add(Weight::from_parts(300_000, 0).saturating_mul(calls.into()))
            .saturating_add(Weight::from_parts(60_000_000, 8_000).saturating_mul(proxied.into()))
            .saturating_add(database.reads(10))
            .saturating_add(database.reads(2).saturating_mul(memberships.into()))
            .saturating_add(database.reads(37).saturating_mul(proxied.into()))
            .saturating_add(database.writes(2))
    }

    fn set_parameters() -> Weight {
        Weight::from_parts(15_000_000, 0).saturating_add(RocksDbWeight::get().writes(1))
    }
}
