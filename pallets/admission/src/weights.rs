//! Weights of this pallet's call and of its extension.

use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet's call and its extension cost.
pub trait WeightInfo {
    /// [`Admit`](crate::Admit), for a call that holds no other and a signer with `memberships`, of
    /// whom the block has accessed nothing.
    fn admit(memberships: u32) -> Weight;
    /// The same for a signer with one membership, and then for `others` of the same cooperative.
    fn admit_beside(others: u32) -> Weight;
    /// The same for a signer with one membership, and then `times` again for the same account.
    fn admit_again(times: u32) -> Weight;
    /// The same for a signer with one membership and a call that holds `calls` others.
    fn admit_calls(calls: u32) -> Weight;
    /// The same for a call that holds `proxied` calls, each of which runs as another account.
    fn admit_proxied(proxied: u32) -> Weight;
    /// [`set_parameters`](crate::Pallet::set_parameters).
    fn set_parameters() -> Weight;
}

/// Estimates on the safe side, for tests and for a chain that has not measured its own.
///
/// Looking up a signer reads the federation's authority, the account's DID, the DID's cooperative,
/// its memberships, each membership with its cooperative, and the seat that the account operates;
/// then come the parameters, the time, the number of cooperatives and both buckets.
impl WeightInfo for () {
    fn admit(memberships: u32) -> Weight {
        Weight::from_parts(40_000_000, 12_000)
            .saturating_add(RocksDbWeight::get().reads_writes(10, 2))
            .saturating_add(RocksDbWeight::get().reads(2).saturating_mul(memberships.into()))
    }

    fn admit_beside(others: u32) -> Weight {
        let one = Weight::from_parts(40_000_000, 8_000)
            .saturating_add(RocksDbWeight::get().reads_writes(6, 1));
        Self::admit(1).saturating_add(one.saturating_mul(others.into()))
    }

    fn admit_again(times: u32) -> Weight {
        let one = Weight::from_parts(40_000_000, 0);
        Self::admit(1).saturating_add(one.saturating_mul(times.into()))
    }

    fn admit_calls(calls: u32) -> Weight {
        Self::admit(1).saturating_add(Weight::from_parts(300_000, 0).saturating_mul(calls.into()))
    }

    fn admit_proxied(proxied: u32) -> Weight {
        let one =
            Weight::from_parts(60_000_000, 8_000).saturating_add(RocksDbWeight::get().reads(37));
        Self::admit(1).saturating_add(one.saturating_mul(proxied.into()))
    }

    fn set_parameters() -> Weight {
        Weight::from_parts(15_000_000, 0).saturating_add(RocksDbWeight::get().writes(1))
    }
}
