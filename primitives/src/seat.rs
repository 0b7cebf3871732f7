//! Validator seats: one per active cooperative, each of the same weight (domain §9).

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::{
    sp_consensus_aura::sr25519::AuthorityId as AuraId,
    sp_consensus_slots::EquivocationProof,
    sp_runtime::{traits::ConstU32, BoundedVec},
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{AccountId, BlockNumber, CooperativeId, Hash, Header};

/// Longest peer id of a node key, in bytes.
pub const MAX_PEER_ID: u32 = 64;
/// Most seats, and so most active cooperatives.
pub const MAX_SEATS: u32 = 100;
/// Most node keys that one cooperative may have listed.
pub const MAX_NODE_KEYS: u32 = 4;

/// A node's libp2p peer id, in its binary form (a multihash).
pub type PeerId = BoundedVec<u8, ConstU32<MAX_PEER_ID>>;

/// Two blocks of one slot, both sealed with the same key; their headers are complete, with the seal.
pub type BlockEquivocation = EquivocationProof<Header, AuraId>;

/// Why a seat is suspended.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub enum SuspensionReason {
    /// It missed more turns in a row than the rules allow.
    MissedTurns,
    /// It signed two things of which it could sign one.
    Equivocation,
    /// The federation decided so.
    Decision,
}

/// Whether a seat takes part.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum SeatStatus {
    /// It takes part from the session after next, if its operator has set session keys.
    Ready,
    /// It takes no part until the federation restores it.
    Suspended {
        /// Why.
        reason: SuspensionReason,
        /// Since which block.
        since: BlockNumber,
    },
}

/// A cooperative's validator seat.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Seat {
    /// The seat's name among the validators: stays when the operator changes.
    pub validator: AccountId,
    /// The account that sets the seat's session keys.
    pub operator: AccountId,
    /// Whether it takes part.
    pub status: SeatStatus,
    /// Turns missed in a row.
    pub missed_turns: u32,
    /// Blocks made since the seat exists.
    pub blocks: u64,
}

/// What a page about validators shows of one seat.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SeatView {
    /// Whose seat.
    pub cooperative: CooperativeId,
    /// The seat.
    pub seat: Seat,
    /// Whether it is in the present session's set.
    pub active: bool,
    /// Whether session keys are set.
    pub has_keys: bool,
    /// The node keys that may connect.
    pub node_keys: alloc::vec::Vec<PeerId>,
    /// Hash of the encoded session keys; changes when they are rotated.
    pub keys_hash: Option<Hash>,
}
