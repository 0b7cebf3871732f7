//! The directory: what every shard knows of the federation's persons, cooperatives and seats, and
//! how the hub tells it.
//!
//! An update holds whole records as they stand on the hub, never differences: applying one twice,
//! or a later one first, leaves what the later one says.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::sp_runtime::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

use crate::{
    document::MAX_AUTHENTICATION,
    membership::{CooperativeStatus, MemberStatus, Role, Roles, MAX_MEMBERSHIPS},
    seat::{PeerId, SuspensionReason, MAX_NODE_KEYS},
    AccountId, CooperativeId, Did, SigningKey,
};

/// Most records in one update.
pub const MAX_RECORDS: u32 = 64;
/// Longest encoded session keys of one seat, in bytes.
pub const MAX_SESSION_KEYS: u32 = 256;

/// A seat's session keys for one shard, encoded as that shard's runtime has them.
pub type EncodedKeys = BoundedVec<u8, ConstU32<MAX_SESSION_KEYS>>;

/// What a record is about.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Subject {
    /// Whoever has this DID: a person, a working group, a cooperative itself.
    #[codec(index = 0)]
    Person(Did),
    /// A cooperative.
    #[codec(index = 1)]
    Cooperative(CooperativeId),
    /// A cooperative's validator seat.
    #[codec(index = 2)]
    Seat(CooperativeId),
}

/// One current membership.
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
pub struct DirectoryMembership {
    /// Of which cooperative.
    pub cooperative: CooperativeId,
    /// Where it stands: active or suspended.
    pub status: MemberStatus,
    /// What the member may do.
    pub roles: Roles,
}

impl DirectoryMembership {
    /// Whether it makes its holder a steward that counts: active, with the role.
    pub fn is_active_steward(&self) -> bool {
        self.status == MemberStatus::Active && self.roles.has(Role::Steward)
    }
}

/// Who may act for a DID, and what its holder is a member of.
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
pub struct Person {
    /// The keys in `authentication`: the accounts that act for the DID. No account stands twice.
    pub keys: BoundedVec<SigningKey, ConstU32<MAX_AUTHENTICATION>>,
    /// The current memberships, the oldest first. No cooperative stands twice.
    pub memberships: BoundedVec<DirectoryMembership, ConstU32<MAX_MEMBERSHIPS>>,
}

impl Person {
    /// The accounts that act for the DID.
    pub fn accounts(&self) -> impl Iterator<Item = AccountId> + '_ {
        self.keys.iter().map(SigningKey::account)
    }
}

/// A cooperative, as far as shards need to know it.
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
pub struct DirectoryCooperative {
    /// The organisation's DID.
    pub did: Did,
    /// Where it stands in the federation.
    pub status: CooperativeStatus,
}

/// A validator seat, as the shard to which the record goes is to have it.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct DirectorySeat {
    /// The seat's name among the validators.
    pub validator: AccountId,
    /// The account that sets the seat's session keys, on the hub.
    pub operator: AccountId,
    /// Whether its cooperative is active.
    pub active: bool,
    /// Why the hub has suspended it: by decision or for an equivocation. Missed turns are each
    /// shard's own.
    pub suspended: Option<SuspensionReason>,
    /// Its session keys for the shard to which the record goes, if there are any.
    pub keys: Option<EncodedKeys>,
    /// The node keys that may connect.
    pub node_keys: BoundedVec<PeerId, ConstU32<MAX_NODE_KEYS>>,
}

/// What is known of a subject. Of the same kind as the [`Subject`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Record {
    /// Of a DID.
    #[codec(index = 0)]
    Person(Person),
    /// Of a cooperative.
    #[codec(index = 1)]
    Cooperative(DirectoryCooperative),
    /// Of a seat.
    #[codec(index = 2)]
    Seat(DirectorySeat),
}

/// A subject with its record; without one it is in the directory no longer.
pub type DirectoryEntry = (Subject, Option<Record>);

/// Records on their way from the hub to another shard.
///
/// The index is the version of the format. Versions only grow, and a reader takes the present one
/// and the two before it.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum DirectoryUpdate {
    /// The first format.
    #[codec(index = 1)]
    V1(BoundedVec<DirectoryEntry, ConstU32<MAX_RECORDS>>),
}

impl DirectoryUpdate {
    /// What it says, in the order in which it is to be applied.
    pub fn entries(&self) -> &[DirectoryEntry] {
        let Self::V1(entries) = self;
        entries
    }

    /// The same, to keep.
    pub fn into_entries(self) -> BoundedVec<DirectoryEntry, ConstU32<MAX_RECORDS>> {
        let Self::V1(entries) = self;
        entries
    }
}
