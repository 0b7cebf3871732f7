//! DID documents as the chain keeps them. [`crate::resolution`] turns them into W3C JSON.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::sp_runtime::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

use crate::{did::PublicKey, uri, AccountId, Did, Moment, SigningKey};

/// Most verification methods in one document.
pub const MAX_METHODS: u32 = 16;
/// Most keys in `authentication`: the accounts that may act for the DID.
pub const MAX_AUTHENTICATION: u32 = 8;
/// Most services in one document.
pub const MAX_SERVICES: u32 = 8;
/// Longest fragment that names a service, in bytes.
pub const MAX_SERVICE_ID: u32 = 64;
/// Longest type of a service, in bytes.
pub const MAX_SERVICE_TYPE: u32 = 64;
/// Longest endpoint (a URI) of a service, in bytes.
pub const MAX_SERVICE_ENDPOINT: u32 = 256;

/// The verification relationships that a key stands in, as a set of bits.
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
pub struct Relationships(pub u8);

impl Relationships {
    /// May act for the DID on this chain: the key is one of its accounts.
    pub const AUTHENTICATION: Self = Self(1);
    /// May issue credentials.
    pub const ASSERTION_METHOD: Self = Self(1 << 1);
    /// May agree on keys for encryption; X25519 keys have this one alone.
    pub const KEY_AGREEMENT: Self = Self(1 << 2);
    /// May invoke capabilities.
    pub const CAPABILITY_INVOCATION: Self = Self(1 << 3);
    /// May delegate capabilities.
    pub const CAPABILITY_DELEGATION: Self = Self(1 << 4);
    /// All that a signing key can stand in: what a DID's first key gets.
    pub const SIGNING: Self = Self(0b11011);

    /// Every relationship with its W3C name, in the specification's order.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::AUTHENTICATION, "authentication"),
        (Self::ASSERTION_METHOD, "assertionMethod"),
        (Self::KEY_AGREEMENT, "keyAgreement"),
        (Self::CAPABILITY_INVOCATION, "capabilityInvocation"),
        (Self::CAPABILITY_DELEGATION, "capabilityDelegation"),
    ];

    /// Whether all of `other` are among these.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether these fit the kind of `key`: an X25519 key agrees on keys and nothing else,
    /// a signing key does anything else; bits without a meaning fit nothing.
    pub fn suit(self, key: &PublicKey) -> bool {
        match key {
            PublicKey::X25519(_) => self == Self::KEY_AGREEMENT,
            _ => Self::SIGNING.contains(self),
        }
    }
}

/// A key in a document. Its id there is `<did>#<multibase of the key>`.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct VerificationMethod {
    /// The key.
    pub key: PublicKey,
    /// What it may be used for.
    pub relationships: Relationships,
}

/// A way to reach the DID's subject.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Service {
    /// Fragment that names it: letters, digits, `-`, `_` and `.`.
    pub id: BoundedVec<u8, ConstU32<MAX_SERVICE_ID>>,
    /// Its type: printable ASCII.
    pub kind: BoundedVec<u8, ConstU32<MAX_SERVICE_TYPE>>,
    /// Its endpoint: a URI.
    pub endpoint: BoundedVec<u8, ConstU32<MAX_SERVICE_ENDPOINT>>,
}

impl Service {
    /// Whether id, type and endpoint are written as they must be: an id of URL-safe characters,
    /// a type of printable ASCII, an endpoint that is an absolute URI (RFC 3986).
    pub fn is_well_formed(&self) -> bool {
        let id = !self.id.is_empty()
            && self.id.iter().all(|c| c.is_ascii_alphanumeric() || b"-_.".contains(c));
        let kind = !self.kind.is_empty() && self.kind.iter().all(|c| c.is_ascii_graphic());
        id && kind && is_endpoint(&self.endpoint)
    }
}

/// Whether `text` is an absolute URI (RFC 3986) that says more than its scheme.
fn is_endpoint(text: &[u8]) -> bool {
    core::str::from_utf8(text).is_ok_and(|text| uri::is_uri(text) && !text.ends_with(':'))
}

/// A DID document with its metadata.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct DidDocument {
    /// Another DID that may change this document.
    pub controller: Option<Did>,
    /// Keys, the oldest first. No key stands twice.
    pub methods: BoundedVec<VerificationMethod, ConstU32<MAX_METHODS>>,
    /// Services. No id stands twice.
    pub services: BoundedVec<Service, ConstU32<MAX_SERVICES>>,
    /// When the DID was made.
    pub created: Moment,
    /// When the document was last changed.
    pub updated: Moment,
    /// Number of the last change; the first version is 1.
    pub version: u32,
    /// Whether the DID has ended. Final.
    pub deactivated: bool,
}

impl DidDocument {
    /// The keys that may act for the DID on chain.
    pub fn authentication(&self) -> impl Iterator<Item = SigningKey> + '_ {
        self.with(Relationships::AUTHENTICATION).filter_map(|key| key.signing())
    }

    /// The accounts that may act for the DID on chain.
    pub fn accounts(&self) -> impl Iterator<Item = AccountId> + '_ {
        self.authentication().map(|key| key.account())
    }

    /// The keys that stand in `relationship`.
    pub fn with(&self, relationship: Relationships) -> impl Iterator<Item = &PublicKey> + '_ {
        self.methods
            .iter()
            .filter(move |method| method.relationships.contains(relationship))
            .map(|method| &method.key)
    }
}
