//! What everything costs. `scripts/bench weights` writes the files of this directory.

pub mod overhead;
pub mod rocksdb;

pub mod frame_system {
    pub type WeightInfo<T> = polkadot_sdk::frame_system::weights::SubstrateWeight<T>;
}
pub mod frame_system_extensions {
    pub type WeightInfo<T> = polkadot_sdk::frame_system::SubstrateExtensionsWeight<T>;
}
pub mod pallet_timestamp {
    pub type WeightInfo<T> = polkadot_sdk::pallet_timestamp::weights::SubstrateWeight<T>;
}
pub mod pallet_session {
    pub type WeightInfo<T> = polkadot_sdk::pallet_session::weights::SubstrateWeight<T>;
}
pub mod pallet_utility {
    pub type WeightInfo<T> = polkadot_sdk::pallet_utility::weights::SubstrateWeight<T>;
}
pub mod pallet_proxy {
    pub type WeightInfo<T> = polkadot_sdk::pallet_proxy::weights::SubstrateWeight<T>;
}
pub mod pallet_multisig {
    pub type WeightInfo<T> = polkadot_sdk::pallet_multisig::weights::SubstrateWeight<T>;
}
