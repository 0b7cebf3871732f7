//! Anchors of verifiable credentials: the contents stay off the chain (S001 §2).

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::sp_io::hashing::blake2_256;
use scale_info::TypeInfo;

use crate::{Did, Hash, Moment};

/// Schema of an attestation that the tests of the software `artefact` were passed (S002): Blake2-256
/// of the SCALE encoding of a text and the artefact's hash, so that it can be about no other.
pub fn attestation_schema(artefact: &Hash) -> Hash {
    blake2_256(&("icn tests passed 1", artefact).encode()).into()
}

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
