//! The ICN chain's runtime: one WASM for every shard.
//!
//! | module | what it decides |
//! |---|---|
//! | [`limits`] | how much a block holds, and what the database costs |
//! | [`consensus`] | Aura, GRANDPA, sessions, offences: who makes blocks and who finalizes them |
//! | [`people`] | identity, cooperatives, credentials, and how those pallets know each other |
//! | [`decisions`] | what cooperatives decide, and which decision each call takes |
//! | [`standing`] | reputation: who is known there, and who gives it |
//! | [`money`] | the ledger: who may act on accounts and treasuries |
//! | [`shards`] | which shard this is, what the others tell it, and what messages mean |
//! | [`policy`] | which calls which signer may send |
//! | [`wrappers`] | utility, proxy and multisig, without deposits |
//! | [`presets`] | genesis for development and for a local federation |

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "256"]

extern crate alloc;

pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
pub mod consensus;
pub mod decisions;
mod known;
pub mod limits;
pub mod money;
mod no_token;
pub mod people;
pub mod policy;
pub mod presets;
pub mod shards;
pub mod standing;
pub mod storage;
mod system;
#[cfg(test)]
mod tests;
pub mod trade;
pub mod weights;
pub mod wrappers;

use alloc::vec::Vec;
use polkadot_sdk::{
    frame_executive, frame_metadata_hash_extension, frame_support, frame_system, pallet_aura,
    pallet_authorship, pallet_grandpa, pallet_multisig, pallet_offences, pallet_proxy,
    pallet_session, pallet_timestamp, pallet_utility, sp_runtime, sp_version,
};
use sp_runtime::{generic, impl_opaque_keys};
use sp_version::RuntimeVersion;

pub use apis::{api, RuntimeApi};
pub use icn_primitives::{AccountId, Address, BlockNumber, Hash, Header, Nonce, Signature};
pub use polkadot_sdk::{
    sp_consensus_aura::sr25519::AuthorityId as AuraId,
    sp_consensus_grandpa::AuthorityId as GrandpaId,
};

/// Defines the runtime's version; its number has to be a literal.
macro_rules! version {
    ($spec_version:tt) => {
        /// Version of this runtime.
        #[sp_version::runtime_version]
        pub const VERSION: RuntimeVersion = RuntimeVersion {
            spec_name: alloc::borrow::Cow::Borrowed("icn"),
            impl_name: alloc::borrow::Cow::Borrowed("icn-node"),
            authoring_version: 1,
            spec_version: $spec_version,
            impl_version: 0,
            apis: apis::RUNTIME_API_VERSIONS,
            transaction_version: 1,
            system_version: 1,
        };
    };
}

#[cfg(not(feature = "next-version"))]
version!(1);
// What tests upgrade to.
#[cfg(feature = "next-version")]
version!(2);

impl_opaque_keys! {
    /// The keys with which a seat's node makes and finalizes blocks.
    pub struct SessionKeys {
        pub aura: Aura,
        pub grandpa: Grandpa,
    }
}

/// What is checked of every signed transaction, in this order. Admission stands before the nonce,
/// because an account that nobody enrolled fails there without a reason.
pub type TxExtension = (
    frame_system::AuthorizeCall<Runtime>,
    frame_system::CheckNonZeroSender<Runtime>,
    frame_system::CheckSpecVersion<Runtime>,
    frame_system::CheckTxVersion<Runtime>,
    frame_system::CheckGenesis<Runtime>,
    frame_system::CheckMortality<Runtime>,
    pallet_admission::Admit<Runtime>,
    frame_system::CheckNonce<Runtime>,
    frame_system::CheckWeight<Runtime>,
    frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
    frame_system::WeightReclaim<Runtime>,
);

/// A transaction.
pub type UncheckedExtrinsic =
    generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// What a transaction's signature covers.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// Runs blocks. Migrations stand in its last parameter; there are none yet.
pub type Executive = frame_executive::Executive<
    Runtime,
    Block,
    frame_system::ChainContext<Runtime>,
    Runtime,
    AllPalletsWithSystem,
    (),
>;

#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask,
        RuntimeViewFunction
    )]
    pub struct Runtime;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Timestamp = pallet_timestamp;
    // Before all whose genesis asks which shard this is.
    #[runtime::pallet_index(2)]
    pub type Shards = pallet_shards;

    // Consensus. Authorship comes before Session, and Seats after Aura, because each reads in
    // `on_initialize` what the one before it has written.
    #[runtime::pallet_index(10)]
    pub type Authorship = pallet_authorship;
    #[runtime::pallet_index(11)]
    pub type Aura = pallet_aura;
    #[runtime::pallet_index(12)]
    pub type Seats = pallet_seats;
    #[runtime::pallet_index(13)]
    pub type Session = pallet_session;
    #[runtime::pallet_index(14)]
    pub type Historical = pallet_session::historical;
    #[runtime::pallet_index(15)]
    pub type Grandpa = pallet_grandpa;
    #[runtime::pallet_index(16)]
    pub type Offences = pallet_offences;

    // Who takes part.
    #[runtime::pallet_index(20)]
    pub type Did = pallet_did;
    #[runtime::pallet_index(21)]
    pub type Cooperatives = pallet_cooperatives;
    #[runtime::pallet_index(22)]
    pub type Credentials = pallet_credentials;
    #[runtime::pallet_index(23)]
    pub type Admission = pallet_admission;
    #[runtime::pallet_index(24)]
    pub type Federation = pallet_federation;
    #[runtime::pallet_index(25)]
    pub type Directory = pallet_directory;

    // What they decide and do.
    #[runtime::pallet_index(26)]
    pub type Reputation = pallet_reputation;
    #[runtime::pallet_index(27)]
    pub type Ledger = pallet_ledger;
    #[runtime::pallet_index(28)]
    pub type Governance = pallet_governance;
    #[runtime::pallet_index(29)]
    pub type Reports = pallet_reports;

    // What they trade, share and keep.
    #[runtime::pallet_index(40)]
    pub type Marketplace = pallet_marketplace;
    #[runtime::pallet_index(41)]
    pub type Settlement = pallet_settlement;
    #[runtime::pallet_index(42)]
    pub type Exchange = pallet_exchange;
    #[runtime::pallet_index(43)]
    pub type Resources = pallet_resources;
    #[runtime::pallet_index(44)]
    pub type Storage = pallet_storage;

    // Wrappers of calls.
    #[runtime::pallet_index(30)]
    pub type Utility = pallet_utility;
    #[runtime::pallet_index(31)]
    pub type Proxy = pallet_proxy;
    #[runtime::pallet_index(32)]
    pub type Multisig = pallet_multisig;
}

#[cfg(feature = "runtime-benchmarks")]
mod benches {
    polkadot_sdk::frame_benchmarking::define_benchmarks!(
        [frame_system, SystemBench::<Runtime>]
        [frame_system_extensions, SystemExtensionsBench::<Runtime>]
        [pallet_timestamp, Timestamp]
        [pallet_utility, Utility]
        [pallet_admission, Admission]
        [pallet_cooperatives, Cooperatives]
        [pallet_credentials, Credentials]
        [pallet_did, Did]
        [pallet_directory, Directory]
        [pallet_federation, Federation]
        [pallet_exchange, Exchange]
        [pallet_governance, Governance]
        [pallet_ledger, Ledger]
        [pallet_marketplace, Marketplace]
        [pallet_reports, Reports]
        [pallet_reputation, Reputation]
        [pallet_resources, Resources]
        [pallet_seats, Seats]
        [pallet_settlement, Settlement]
        [pallet_shards, Shards]
        [pallet_storage, Storage]
    );
}
