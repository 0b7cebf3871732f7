//! Shards: how they are named, what one knows of another, and the messages between them.
//!
//! What a shard proves to another are values of its own state. Their keys, and the encoding of
//! [`OutboundLane`], [`Message`] and [`InboundLane`], are therefore fixed for all shards and all
//! versions of the runtime:
//!
//! | value | key |
//! |---|---|
//! | [`OutboundLane`] | [`outbound_lane_key`] |
//! | [`Message`] | [`outbox_key`] |
//! | [`InboundLane`] | [`inbound_lane_key`] |
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
pub const MAX_SHARDS: u32 = 64;
/// Longest payload of a message, in bytes.
pub const MAX_PAYLOAD: u32 = 16 * 1024;
/// Most messages of one lane that wait for their answer. The destination keeps as many outcomes.
pub const MAX_UNCONFIRMED: u32 = 256;
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

/// The receiving end of a lane. The outcomes are those of `confirmed + 1` to `taken`.
#[derive(
    Clone,
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
    /// What became of the messages after that one, in order.
    pub outcomes: BoundedVec<Outcome, ConstU32<MAX_UNCONFIRMED>>,
}

impl InboundLane {
    /// Whether there is one outcome for each message that was taken and isn't confirmed.
    pub fn is_consistent(&self) -> bool {
        self.taken.checked_sub(self.confirmed) == Some(self.outcomes.len() as u64)
    }
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
    /// The last message taken from it.
    pub taken: MessageNonce,
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
        ];
        let outcomes = outcomes.to_vec().try_into().unwrap();
        let lane = InboundLane { taken: 6, confirmed: 1, outcomes };
        assert!(lane.is_consistent());
        let start = "06000000000000000100000000000000";
        assert_eq!(hex(&lane.encode()), format!("{start}1400010001010102084e6f02"));
    }
}
