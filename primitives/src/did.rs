//! `did:icn` names: base58btc of a multicodec-prefixed public key, so that a name certifies itself
//! and survives the rotation of that key (S001 §2).

use alloc::{format, string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use polkadot_sdk::{sp_core, sp_runtime::traits::Verify};
use scale_info::TypeInfo;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{AccountId, Signature};

/// How every name of this method begins.
pub const PREFIX: &str = "did:icn:";
/// How a `did:key` name begins; such a name resolves without the chain.
pub const DID_KEY_PREFIX: &str = "did:key:";
/// The longest text that is looked at when a name is parsed, in bytes.
pub const MAX_DID_LENGTH: usize = 128;

/// Multicodec prefixes of public keys, as unsigned varints.
const ED25519_PUB: [u8; 2] = [0xed, 0x01];
const X25519_PUB: [u8; 2] = [0xec, 0x01];
const SR25519_PUB: [u8; 2] = [0xef, 0x01];

/// A public key that can sign, and therefore can be an account.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum SigningKey {
    /// RFC 8032.
    Ed25519([u8; 32]),
    /// Schnorr on Ristretto.
    Sr25519([u8; 32]),
}

impl SigningKey {
    /// The key's 32 bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        match self {
            Self::Ed25519(bytes) | Self::Sr25519(bytes) => bytes,
        }
    }

    /// The account that this key signs for.
    pub fn account(&self) -> AccountId {
        AccountId::new(*self.bytes())
    }

    /// Whether `signature` is this key's signature on `message`, of this key's own kind.
    pub fn verify(&self, message: &[u8], signature: &Signature) -> bool {
        match (self, signature) {
            (Self::Ed25519(_), Signature::Ed25519(_))
            | (Self::Sr25519(_), Signature::Sr25519(_)) => {
                signature.verify(message, &self.account())
            }
            _ => false,
        }
    }
}

/// A public key in a DID document.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum PublicKey {
    /// RFC 8032: signs.
    Ed25519([u8; 32]),
    /// Schnorr on Ristretto: signs.
    Sr25519([u8; 32]),
    /// RFC 7748: agrees on keys, and does nothing else.
    X25519([u8; 32]),
}

impl PublicKey {
    /// This key, if it is of a kind that signs.
    pub fn signing(&self) -> Option<SigningKey> {
        match *self {
            Self::Ed25519(bytes) => Some(SigningKey::Ed25519(bytes)),
            Self::Sr25519(bytes) => Some(SigningKey::Sr25519(bytes)),
            Self::X25519(_) => None,
        }
    }

    /// Multibase (`z`, base58btc) of the multicodec-prefixed key.
    pub fn to_multibase(&self) -> String {
        let (codec, bytes) = match self {
            Self::Ed25519(bytes) => (ED25519_PUB, bytes),
            Self::Sr25519(bytes) => (SR25519_PUB, bytes),
            Self::X25519(bytes) => (X25519_PUB, bytes),
        };
        let mut prefixed = [0u8; 34];
        prefixed[..2].copy_from_slice(&codec);
        prefixed[2..].copy_from_slice(bytes);
        format!("z{}", bs58::encode(prefixed).into_string())
    }

    /// Reads what [`Self::to_multibase`] writes.
    pub fn from_multibase(text: &str) -> Result<Self, InvalidDid> {
        if text.len() > MAX_DID_LENGTH {
            return Err(InvalidDid::TooLong);
        }
        let base58 = text.strip_prefix('z').ok_or(InvalidDid::Multibase)?;
        let bytes: Vec<u8> = bs58::decode(base58).into_vec().map_err(|_| InvalidDid::Base58)?;
        let (codec, key) = bytes.split_at_checked(2).ok_or(InvalidDid::KeyLength)?;
        let key: [u8; 32] = key.try_into().map_err(|_| InvalidDid::KeyLength)?;
        if codec == ED25519_PUB {
            Ok(Self::Ed25519(key))
        } else if codec == SR25519_PUB {
            Ok(Self::Sr25519(key))
        } else if codec == X25519_PUB {
            Ok(Self::X25519(key))
        } else {
            Err(InvalidDid::KeyKind)
        }
    }
}

impl From<SigningKey> for PublicKey {
    fn from(key: SigningKey) -> Self {
        match key {
            SigningKey::Ed25519(bytes) => Self::Ed25519(bytes),
            SigningKey::Sr25519(bytes) => Self::Sr25519(bytes),
        }
    }
}

impl From<sp_core::sr25519::Public> for SigningKey {
    fn from(key: sp_core::sr25519::Public) -> Self {
        Self::Sr25519(key.0)
    }
}

impl From<sp_core::ed25519::Public> for SigningKey {
    fn from(key: sp_core::ed25519::Public) -> Self {
        Self::Ed25519(key.0)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_multibase())
    }
}

/// Text formats carry keys as multibase, the way that DIDs and documents show them.
impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_multibase(&text).map_err(serde::de::Error::custom)
    }
}

/// As [`PublicKey`]; a key that doesn't sign is refused when it is read.
impl Serialize for SigningKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PublicKey::from(*self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SigningKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        PublicKey::deserialize(deserializer)?
            .signing()
            .ok_or_else(|| serde::de::Error::custom(InvalidDid::KeyKind))
    }
}

/// A decentralised identifier of this chain: the name of a person or an organisation.
///
/// It is made from the first key and stays when that key is replaced.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Did(pub SigningKey);

impl Did {
    /// The name that `key` gives.
    pub fn from_key(key: SigningKey) -> Self {
        Self(key)
    }
}

impl fmt::Display for Did {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", PublicKey::from(self.0))
    }
}

impl FromStr for Did {
    type Err = InvalidDid;

    fn from_str(text: &str) -> Result<Self, InvalidDid> {
        let id = text.strip_prefix(PREFIX).ok_or(InvalidDid::Method)?;
        PublicKey::from_multibase(id)?.signing().map(Self).ok_or(InvalidDid::KeyKind)
    }
}

impl Serialize for Did {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Did {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Why a text is not a DID of this chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum InvalidDid {
    /// It doesn't begin with `did:icn:`.
    Method,
    /// It is longer than [`MAX_DID_LENGTH`].
    TooLong,
    /// The identifier isn't multibase base58btc.
    Multibase,
    /// The identifier has a character that base58btc lacks.
    Base58,
    /// The key is not 32 bytes long.
    KeyLength,
    /// The key is of a kind that names nobody here.
    KeyKind,
}

impl fmt::Display for InvalidDid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Method => "a DID of this chain begins with \"did:icn:\"",
            Self::TooLong => "a DID of this chain has at most 128 characters",
            Self::Multibase => {
                "after \"did:icn:\" comes a multibase key in base58btc, which begins with \"z\""
            }
            Self::Base58 => {
                "the key has a character that base58btc doesn't know (it leaves out 0, O, I and l)"
            }
            Self::KeyLength => "the key must be a two-byte multicodec prefix and 32 bytes",
            Self::KeyKind => "the key must be an Ed25519 or an Sr25519 key",
        })
    }
}

#[cfg(feature = "std")]
impl std::error::Error for InvalidDid {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_known_ed25519_key_has_the_name_that_did_key_gives_it() {
        // From the did:key specification's test vectors.
        let text = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
        let key = PublicKey::from_multibase(text).unwrap();
        assert!(matches!(key, PublicKey::Ed25519(_)));
        assert_eq!(key.to_multibase(), text);
    }

    #[test]
    fn texts_that_are_no_did_say_why() {
        for (text, why) in [
            ("", InvalidDid::Method),
            ("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", InvalidDid::Method),
            ("did:icn:", InvalidDid::Multibase),
            ("did:icn:m6Mk", InvalidDid::Multibase),
            ("did:icn:z0OIl", InvalidDid::Base58),
            ("did:icn:z6Mk", InvalidDid::KeyLength),
        ] {
            assert_eq!(text.parse::<Did>(), Err(why), "{text}");
        }
        let x25519 = format!("{PREFIX}{}", PublicKey::X25519([7; 32]));
        assert_eq!(x25519.parse::<Did>(), Err(InvalidDid::KeyKind));
        assert_eq!(
            format!("{PREFIX}z{}", "1".repeat(10_000)).parse::<Did>(),
            Err(InvalidDid::TooLong)
        );
    }

    #[test]
    fn keys_are_multibase_in_text_formats() {
        let key = SigningKey::Ed25519([7; 32]);
        let text = serde_json::to_string(&key).unwrap();
        assert_eq!(text, format!("\"{}\"", PublicKey::from(key)));
        assert_eq!(serde_json::from_str::<SigningKey>(&text).unwrap(), key);
        assert_eq!(serde_json::from_str::<PublicKey>(&text).unwrap(), key.into());

        let agreement = serde_json::to_string(&PublicKey::X25519([7; 32])).unwrap();
        assert!(serde_json::from_str::<PublicKey>(&agreement).is_ok());
        assert!(serde_json::from_str::<SigningKey>(&agreement).is_err());
        assert!(serde_json::from_str::<SigningKey>("\"did:icn:z6Mk\"").is_err());
    }

    proptest! {
        #[test]
        fn every_name_reads_back(bytes: [u8; 32], ed: bool) {
            let key = if ed { SigningKey::Ed25519(bytes) } else { SigningKey::Sr25519(bytes) };
            let did = Did::from_key(key);
            prop_assert_eq!(did.to_string().parse::<Did>(), Ok(did));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,200}") {
            let _ = text.parse::<Did>();
        }
    }
}
