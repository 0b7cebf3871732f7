//! The ground: accounts, blocks, time.

use icn_primitives::{AccountId, Hash, Moment, Nonce};
use polkadot_sdk::{
    frame_support::{derive_impl, parameter_types, traits::ConstU32},
    frame_system, pallet_timestamp,
    sp_runtime::traits::AccountIdLookup,
    sp_version::RuntimeVersion,
};

use crate::{
    limits, Aura, Block, PalletInfo, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin,
    RuntimeTask, VERSION,
};

parameter_types! {
    pub const BlockHashCount: u32 = 2400;
    pub const Version: RuntimeVersion = VERSION;
    pub const SS58Prefix: u8 = 42;
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
    type Block = Block;
    type AccountId = AccountId;
    type Nonce = Nonce;
    type Hash = Hash;
    type Lookup = AccountIdLookup<AccountId, ()>;
    type BlockHashCount = BlockHashCount;
    type BlockWeights = limits::RuntimeBlockWeights;
    type BlockLength = limits::RuntimeBlockLength;
    type DbWeight = limits::DbWeight;
    type SystemWeightInfo = crate::weights::frame_system::WeightInfo<Runtime>;
    type ExtensionsWeightInfo = crate::weights::frame_system_extensions::WeightInfo<Runtime>;
    type Version = Version;
    type SS58Prefix = SS58Prefix;
    type MaxConsumers = ConstU32<16>;
}

impl pallet_timestamp::Config for Runtime {
    type Moment = Moment;
    type OnTimestampSet = Aura;
    type MinimumPeriod = limits::MinimumPeriod;
    type WeightInfo = crate::weights::pallet_timestamp::WeightInfo<Runtime>;
}
