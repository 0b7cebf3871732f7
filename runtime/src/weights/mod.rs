//! What everything costs.
//!
//! `scripts/bench weights` writes the files that are named after pallets; `scripts/bench database`
//! and `scripts/bench throughput --calls nothing` measure what stands in [`rocksdb`] and
//! [`overhead`].

pub mod frame_system;
pub mod frame_system_extensions;
pub mod overhead;
pub mod pallet_admission;
pub mod pallet_cooperatives;
pub mod pallet_credentials;
pub mod pallet_did;
pub mod pallet_directory;
pub mod pallet_exchange;
pub mod pallet_federation;
pub mod pallet_governance;
pub mod pallet_ledger;
pub mod pallet_marketplace;
pub mod pallet_reports;
pub mod pallet_reputation;
pub mod pallet_resources;
pub mod pallet_seats;
pub mod pallet_settlement;
pub mod pallet_shards;
pub mod pallet_storage;
pub mod pallet_timestamp;
pub mod pallet_utility;
pub mod rocksdb;

// The SDK's own figures. The benchmarks of the first need a staking pallet; those of the others move
// deposits of a token, and there is none.
pub mod pallet_session {
    pub type WeightInfo<T> = polkadot_sdk::pallet_session::weights::SubstrateWeight<T>;
}
pub mod pallet_proxy {
    pub type WeightInfo<T> = polkadot_sdk::pallet_proxy::weights::SubstrateWeight<T>;
}
pub mod pallet_multisig {
    pub type WeightInfo<T> = polkadot_sdk::pallet_multisig::weights::SubstrateWeight<T>;
}
