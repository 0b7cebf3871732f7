//! Anchors of verifiable credentials: the contents stay off the chain (S001 §2).

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{Did, Hash, Moment};

/// What the chain knows of a credential. Its hash is its key.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Credential {
    /// Hash of its schema.
    pub schema: Hash,
    /// Who issued it.
    pub issuer: Did,
    /// Whom it is about.
    pub subject: Did,
    /// When it was anchored.
    pub issued: Moment,
    /// When it ends by itself; `None`: it doesn't.
    pub expires: Option<Moment>,
    /// When it was revoked, and the hash of the reason, if one was given.
    pub revoked: Option<Revocation>,
}

/// The end of a credential before its time. Final.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Revocation {
    /// When.
    pub at: Moment,
    /// Hash of the reason.
    pub reason: Option<Hash>,
}

/// Whether a credential holds.
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
    serde::Serialize,
)]
pub enum CredentialStatus {
    /// It holds.
    Valid,
    /// Its time has passed.
    Expired,
    /// Its issuer took it back.
    Revoked,
    /// The issuer's DID has been deactivated since.
    IssuerDeactivated,
}
