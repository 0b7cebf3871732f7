//! Types that every part of the ICN chain shares: pallets, runtime, node, command line and tests.
//!
//! | module | what it holds |
//! |---|---|
//! | [`did`] | `did:icn` names and the keys they are made from |
//! | [`document`] | DID documents as the chain keeps them |
//! | [`resolution`] | the same as W3C JSON (`std` only) |
//! | [`statement`] | sentences that people sign: consents and proofs of possession |
//! | [`membership`] | cooperatives, memberships, roles |
//! | [`parties`] | who is who, as pallets ask |
//! | [`credential`] | anchors of credentials |
//! | [`reputation`] | categories, scores, and who gives them |
//! | [`seat`] | validator seats |
//! | [`shard`] | shards, what one knows of another, and the messages between them |
//! | [`directory`] | what every shard knows of persons, cooperatives and seats |
//! | [`governance`] | bodies that decide, their rules, proposals, votes and polls |
//! | [`ledger`] | money, accounts, entries and holds |
//! | [`marketplace`] | listings and orders |
//! | [`resources`] | shared resources, their bookings and costs |
//! | [`exchange`] | what cooperatives exchange |
//! | [`content`] | files as chunks, and the proof that one has them |
//! | [`storage`] | anchors of files, who keeps them, and challenges |
//! | [`message`] | what messages between shards say |
//! | [`due`] | keys of what the chain does by itself, by time |
//! | [`uri`] | whether a text is a URI, and its normal form |
//! | [`admission`] | who may write, and how much |
//! | [`refusal`] | why a transaction is not admitted: numbers and sentences |
//! | [`apis`] | runtime APIs |

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod admission;
pub mod apis;
pub mod content;
pub mod credential;
pub mod did;
pub mod directory;
pub mod document;
pub mod due;
pub mod exchange;
pub mod governance;
pub mod ledger;
pub mod marketplace;
pub mod membership;
pub mod message;
pub mod parties;
pub mod refusal;
pub mod reputation;
#[cfg(feature = "std")]
pub mod resolution;
pub mod resources;
pub mod seat;
pub mod shard;
pub mod statement;
pub mod storage;
pub mod uri;

use polkadot_sdk::sp_runtime::{
    generic,
    traits::{BlakeTwo256, IdentifyAccount, Verify},
    MultiAddress, MultiSignature, OpaqueExtrinsic,
};

pub use did::{Did, PublicKey, SigningKey};
pub use membership::CooperativeId;
pub use refusal::Refusal;
pub use shard::ShardId;

/// Milliseconds since the Unix epoch, as the chain's timestamp counts them.
pub type Moment = u64;
/// Number of a block; the genesis block is 0.
pub type BlockNumber = u32;
/// Number of the transactions that an account has sent.
pub type Nonce = u32;
/// A block's or a content's 32-byte hash.
pub type Hash = polkadot_sdk::sp_core::H256;
/// The signature on a transaction.
pub type Signature = MultiSignature;
/// The account that a signature belongs to: its public key's 32 bytes.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// A block's header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block whose transactions nobody outside the runtime decodes.
pub type OpaqueBlock = generic::Block<Header, OpaqueExtrinsic>;

/// Milliseconds in a second.
pub const SECOND: Moment = 1000;
/// Milliseconds in a day.
pub const DAY: Moment = 24 * 60 * 60 * 1000;
/// Milliseconds in an hour.
pub const HOUR: Moment = 60 * 60 * 1000;
/// Milliseconds in a minute.
pub const MINUTE: Moment = 60 * 1000;
