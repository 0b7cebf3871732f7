//! Whose transactions are admitted, and how much of them (design: "Who may write").

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{CooperativeId, Did, Moment};

/// What kind of signer an account is. Each kind may send its own calls.
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
    serde::Serialize,
)]
pub enum Standing {
    /// An active member of an active cooperative.
    Member,
    /// An active member who is a steward of an active cooperative.
    Steward,
    /// The operator of a seat: the seat's session keys and nothing else.
    Operator,
    /// A cooperative's own DID.
    Organisation,
    /// Whoever may bring the federation's decisions to the chain.
    Federation,
}

/// Whose quota a transaction uses.
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
pub enum QuotaHolder {
    /// A person or an organisation, whichever of its keys signed.
    Did(Did),
    /// The operator of a cooperative's seat.
    Operator(CooperativeId),
    /// Whoever brings the federation's decisions.
    Federation,
}

/// An admitted signer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct Signer {
    /// What kind.
    pub standing: Standing,
    /// Whose own quota is used.
    pub holder: QuotaHolder,
    /// Whose cooperative's quota is used as well; `None` for the federation itself.
    pub cooperative: Option<CooperativeId>,
}

/// An amount of what quotas count.
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
    serde::Serialize,
    serde::Deserialize,
)]
pub struct Amount {
    /// Execution time, in picoseconds of weight.
    pub weight: u64,
    /// Length of transactions, in bytes.
    pub bytes: u64,
}

/// What an account may still send now.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct QuotaView {
    /// The signer.
    pub signer: Signer,
    /// What is left of the signer's own quota.
    pub own_left: Amount,
    /// What the signer's own quota holds when it is full.
    pub own_full: Amount,
    /// How long the signer's own quota takes to fill from nothing, in milliseconds.
    pub own_refill: Moment,
    /// What is left of the cooperative's quota.
    pub cooperative_left: Amount,
    /// What the cooperative's quota holds when it is full.
    pub cooperative_full: Amount,
    /// How long the cooperative's quota takes to fill from nothing, in milliseconds.
    pub cooperative_refill: Moment,
}
