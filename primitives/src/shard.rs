//! Shards: how they are named, what one knows of another, and the messages between them.
//!
//! What a shard proves to another are values of its own state. Their keys, and the encoding of
//! [`OutboundLane`], [`Message`], [`InboundLane`] and [`Outcomes`], are therefore fixed for all
//! shards and all versions of the runtime:
//!
//! | value | key |
//! |---|---|
//! | [`OutboundLane`] | [`outbound_lane_key`] |
//! | [`Message`] | [`outbox_key`] |
//! | [`InboundLane`] | [`inbound_lane_key`] |
//! | [`Outcomes`] | [`outcomes_key`] |
//!
//! Records of lanes may only grow at their end: a reader takes the fields that it knows. A message
//! begins with the version of its format.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::{
    sp_io::hashing::{twox_128, twox_64},
    sp_runtime::{traits::ConstU32, BoundedVec, DispatchError},
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{BlockNumber, Hash, Moment};

/// Most shards that one shard follows.
pub const MAX_SHARDS: u32 = 128;
/// Longest payload of a message, in bytes.
pub const MAX_PAYLOAD: u32 = 16 * 1024;
/// Most messages of one lane that wait for their answer. The destination keeps as many outcomes.
pub const MAX_UNCONFIRMED: u32 = 8192;
/// Outcomes that one page holds.
pub const OUTCOMES_PER_PAGE: u32 = 256;
/// Longest name of an error in an answer, in bytes.
pub const MAX_ERROR_NAME: u32 = 32;
/// The format in which messages are sent.
pub const MESSAGE_VERSION: u8 = 1;
/// The name of the pallet in the runtime of every shard: where the keys of its storage begin.
pub const PALLET_NAME: &str = "Shards";

/// A shard's number. The federation shard is 0.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub struct ShardId(pub u32);

/// What a shard is for.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub enum ShardRole {
    /// Cooperatives, identity, governance, ledger, registry of shards.
    #[default]
    Federation,
    /// Marketplace and resources.
    Marketplace,
    /// Storage.
    Storage,
}

/// The number of a message on its lane. The first is 1; each is one more than the one before.
pub type MessageNonce = u64;
/// What a message says. The pallets at both ends of a lane know how to read it.
pub type Payload = BoundedVec<u8, ConstU32<MAX_PAYLOAD>>;
/// An error's name, as the documentation of the destination's pallet has it.
pub type ErrorName = BoundedVec<u8, ConstU32<MAX_ERROR_NAME>>;

/// A finalized header of another shard, as far as proofs need it.
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
pub struct FinalizedHeader {
    /// The block's number.
    pub number: BlockNumber,
    /// Its hash.
    pub hash: Hash,
    /// The root of the state after it.
    pub state_root: Hash,
}

/// A message that waits in the source's outbox.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Message {
    /// The format: [`MESSAGE_VERSION`].
    pub version: u8,
    /// Its number on the lane.
    pub nonce: MessageNonce,
    /// The block of the source in which it was sent.
    pub sent_at: BlockNumber,
    /// The last block of the *destination* in which it may take effect; `None` means any. The
    /// destination judges by its own height, so that whoever relays has no say in it.
    pub expires_at: Option<BlockNumber>,
    /// What it says.
    pub payload: Payload,
}

/// Why a message had no effect.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum MessageError {
    /// The destination can't read the message's format.
    UnknownVersion,
    /// No pallet of the destination takes such a payload.
    UnknownPayload,
    /// A pallet of the destination refused it, with the error of this name.
    Refused(ErrorName),
    /// Its effect would weigh more than the destination allows a message.
    TooHeavy,
}

impl MessageError {
    /// A refusal with this name, cut to [`MAX_ERROR_NAME`].
    pub fn refused(name: &str) -> Self {
        Self::Refused(BoundedVec::truncate_from(name.as_bytes().to_vec()))
    }
}

impl From<DispatchError> for MessageError {
    fn from(error: DispatchError) -> Self {
        Self::refused(error.into())
    }
}

/// What became of a message at its destination.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Outcome {
    /// It took effect.
    Delivered,
    /// It was refused, and changed nothing.
    Failed(MessageError),
    /// It came too late, and nobody looked at it.
    Expired,
}

/// The sending end of a lane. The messages from `confirmed + 1` to `sent` are in the outbox.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct OutboundLane {
    /// The last message that was sent.
    pub sent: MessageNonce,
    /// The last message whose answer has come.
    pub confirmed: MessageNonce,
}

impl OutboundLane {
    /// How many messages wait for their answer.
    pub fn waiting(&self) -> u64 {
        self.sent.saturating_sub(self.confirmed)
    }
}

/// The receiving end of a lane. The outcomes of `confirmed + 1` to `taken` are in its pages.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct InboundLane {
    /// The last message that was taken, whatever became of it.
    pub taken: MessageNonce,
    /// The last message of which the source is known to have the answer.
    pub confirmed: MessageNonce,
}

impl InboundLane {
    /// How many outcomes the source isn't known to have.
    pub fn unconfirmed(&self) -> u64 {
        self.taken.saturating_sub(self.confirmed)
    }
}

/// The number of a page of outcomes. Page `p` is about the messages
/// `p * OUTCOMES_PER_PAGE + 1` to `(p + 1) * OUTCOMES_PER_PAGE`.
pub type OutcomesPage = u64;
/// A page: what became of its messages, in order, as far as they were taken.
pub type Outcomes = BoundedVec<Outcome, ConstU32<OUTCOMES_PER_PAGE>>;

/// The page of a message's outcome. Messages are numbered from 1.
pub fn outcomes_page(nonce: MessageNonce) -> OutcomesPage {
    nonce.saturating_sub(1) / u64::from(OUTCOMES_PER_PAGE)
}

/// The place of a message's outcome on its page.
pub fn outcome_index(nonce: MessageNonce) -> usize {
    (nonce.saturating_sub(1) % u64::from(OUTCOMES_PER_PAGE)) as usize
}

/// What a client sees of another shard.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ShardView {
    /// Which shard.
    pub id: ShardId,
    /// What it is for.
    pub role: ShardRole,
    /// The hash of its genesis block, where it is known.
    pub genesis: Option<Hash>,
    /// The set whose justification the next header needs.
    pub set_id: u64,
    /// Its best known finalized header; `None` before the first.
    pub best: Option<FinalizedHeader>,
    /// Blocks of this shard since the view last changed.
    pub age_blocks: BlockNumber,
    /// Milliseconds since then.
    pub age: Moment,
    /// The lane to it.
    pub outbound: OutboundLane,
    /// The lane from it.
    pub inbound: InboundLane,
    /// Most messages, and most answers, that one update from it may bring.
    pub room: u32,
}

/// Why the chain doesn't admit what a relay brings, where it is neither late nor early. A standard
/// RPC error carries the number alone (as `Custom error: N`).
///
/// These are the numbers from 100 on, and none is ever given out again for another meaning. Each
/// has the name of the error of the pallet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum RelayRefusal {
    /// There is no such shard.
    NotFound = 100,
    /// The header is too long.
    HeaderSizeExceeded = 101,
    /// The block doesn't stand on the shard's genesis block.
    WrongGenesis = 102,
    /// The header forces a change of authorities.
    ForcedChange = 103,
    /// The header changes the authorities at a later block.
    DelayedChange = 104,
    /// The authorities in the header are none, too many, not all different or not all of weight 1.
    InvalidAuthorities = 105,
    /// The justification is too long.
    JustificationSizeExceeded = 106,
    /// The justification is for another header.
    WrongTarget = 107,
    /// The votes are not of more than two thirds of the authorities.
    QuorumNotMet = 108,
    /// A signature is not that of its voter for this vote, round and set.
    InvalidSignature = 109,
    /// A voter is none of the authorities.
    UnknownVoter = 110,
    /// An authority voted twice.
    DuplicateVote = 111,
    /// There are more votes than are needed.
    RedundantVote = 112,
    /// A vote is not for the header or a descendant of it.
    UnrelatedVote = 113,
    /// A header between is there twice.
    DuplicateAncestry = 114,
    /// A header between leads to no vote.
    RedundantAncestry = 115,
    /// No header of this hash is known, or no longer.
    UnknownHeader = 116,
    /// The proof is too long.
    ProofSizeExceeded = 117,
    /// The proof is not of the state under this header, or incomplete.
    InvalidProof = 118,
    /// There are more messages or answers than one update may bring.
    MessagesExceeded = 119,
    /// As many outcomes wait for their confirmation as can be kept.
    OutcomesExceeded = 120,
    /// Not even the first effect fits into the weight of the update, or that is more than is
    /// allowed.
    EffectsExceeded = 121,
    /// The source had not sent so many messages.
    MessageNotSent = 122,
    /// The destination had not taken so many messages.
    MessageNotTaken = 123,
    /// The ends of the lane contradict each other.
    LaneMismatch = 124,
    /// An error that no update can have.
    Unexpected = 199,
}

/// Where a shard keeps its [`OutboundLane`] to `destination`.
pub fn outbound_lane_key(destination: ShardId) -> Vec<u8> {
    [entry("OutboundLanes"), hashed(&destination)].concat()
}

/// Where a shard keeps the [`Message`] of this number to `destination`.
pub fn outbox_key(destination: ShardId, nonce: MessageNonce) -> Vec<u8> {
    [entry("Outbox"), hashed(&destination), hashed(&nonce)].concat()
}

/// Where a shard keeps its [`InboundLane`] from `source`.
pub fn inbound_lane_key(source: ShardId) -> Vec<u8> {
    [entry("InboundLanes"), hashed(&source)].concat()
}

/// Where a shard keeps this page of its [`Outcomes`] of messages from `source`.
pub fn outcomes_key(source: ShardId, page: OutcomesPage) -> Vec<u8> {
    [entry("Outcomes"), hashed(&source), hashed(&page)].concat()
}

fn entry(name: &str) -> Vec<u8> {
    [twox_128(PALLET_NAME.as_bytes()), twox_128(name.as_bytes())].concat()
}

/// `Twox64Concat`.
fn hashed(key: &impl Encode) -> Vec<u8> {
    let key = key.encode();
    [twox_64(&key).as_slice(), &key].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_an_error_is_cut_to_its_bound() {
        let MessageError::Refused(name) = MessageError::refused(&"x".repeat(100)) else {
            panic!("it is a refusal")
        };
        assert_eq!(name.len() as u32, MAX_ERROR_NAME);
        assert_eq!(
            MessageError::from(DispatchError::BadOrigin),
            MessageError::refused("Bad origin")
        );
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn keys_stay_as_they_are() {
        // Computed by another implementation of xxHash.
        let pallet = "a97ed1f827296bb679b464ff1290ddc1";
        let shard = "5153cb1f00942ff401000000";
        let nonce = "b02de844403ec7ea0200000000000000";
        assert_eq!(
            hex(&outbound_lane_key(ShardId(1))),
            format!("{pallet}96c246acb9b55077390e3ca723a0ca1f{shard}")
        );
        assert_eq!(
            hex(&outbox_key(ShardId(1), 2)),
            format!("{pallet}2c21e4b0f37ac179db1f62b4785c1ed8{shard}{nonce}")
        );
        assert_eq!(
            hex(&inbound_lane_key(ShardId(1))),
            format!("{pallet}e5f83cf83f2127eb47afdc35d6e43fab{shard}")
        );
        assert_eq!(
            hex(&outcomes_key(ShardId(1), 2)),
            format!("{pallet}7751006b48e82d032cbce88bcce5353e{shard}{nonce}")
        );
    }

    #[test]
    fn records_stay_as_they_are() {
        let payload = vec![0xaa, 0xbb].try_into().unwrap();
        let message = Message { version: 1, nonce: 2, sent_at: 3, expires_at: Some(4), payload };
        assert_eq!(hex(&message.encode()), "01020000000000000003000000010400000008aabb");
        let lane = OutboundLane { sent: 5, confirmed: 3 };
        assert_eq!(hex(&lane.encode()), "05000000000000000300000000000000");
        let outcomes = [
            Outcome::Delivered,
            Outcome::Failed(MessageError::UnknownVersion),
            Outcome::Failed(MessageError::UnknownPayload),
            Outcome::Failed(MessageError::refused("No")),
            Outcome::Expired,
            Outcome::Failed(MessageError::TooHeavy),
        ];
        let outcomes: Outcomes = outcomes.to_vec().try_into().unwrap();
        assert_eq!(hex(&outcomes.encode()), "180001000101010208 4e6f020103".replace(' ', ""));
        let lane = InboundLane { taken: 6, confirmed: 1 };
        assert_eq!(hex(&lane.encode()), "06000000000000000100000000000000");
    }

    #[test]
    fn outcomes_have_their_places() {
        for (nonce, place) in
            [(1, (0, 0)), (256, (0, 255)), (257, (1, 0)), (512, (1, 255)), (513, (2, 0))]
        {
            assert_eq!((outcomes_page(nonce), outcome_index(nonce)), place);
        }
    }
}
