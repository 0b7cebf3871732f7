//! Secret keys, and what they sign.

use clap::ValueEnum;
use icn_primitives::{AccountId, Did, Signature, SigningKey};
use polkadot_sdk::sp_core::{crypto::Pair, ed25519, sr25519};
use subxt::{
    config::SubstrateConfig,
    tx::Signer,
    utils::{AccountId32, MultiSignature},
};
use zeroize::Zeroizing;

use crate::failure::{Failure, Result};

/// A kind of key that signs.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum KeyKind {
    /// Schnorr on Ristretto, what wallets of this ecosystem make.
    #[default]
    Sr25519,
    /// RFC 8032.
    Ed25519,
}

impl KeyKind {
    /// The kind of `key`.
    pub fn of(key: &SigningKey) -> Self {
        match key {
            SigningKey::Sr25519(_) => Self::Sr25519,
            SigningKey::Ed25519(_) => Self::Ed25519,
        }
    }
}

impl std::fmt::Display for KeyKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sr25519 => "sr25519",
            Self::Ed25519 => "ed25519",
        })
    }
}

/// A key pair.
pub enum Secret {
    /// Of kind [`KeyKind::Sr25519`].
    Sr25519(Box<sr25519::Pair>),
    /// Of kind [`KeyKind::Ed25519`].
    Ed25519(Box<ed25519::Pair>),
}

impl Secret {
    /// The key that a secret URI gives: a mnemonic, `0x` and a seed, or `//Name` for the keys of
    /// development, each with a path of derivation and a `///password` if wanted.
    pub fn from_uri(kind: KeyKind, uri: &str) -> Result<Self> {
        // The reason might repeat a part of the secret: it isn't shown.
        let wrong = |_| {
            Failure::usage(
                "this is no secret URI: it must be a mnemonic, \"0x\" and a seed of 32 bytes, or //Name",
            )
        };
        let uri = uri.trim();
        Ok(match kind {
            KeyKind::Sr25519 => {
                Self::Sr25519(Box::new(sr25519::Pair::from_string(uri, None).map_err(wrong)?))
            }
            KeyKind::Ed25519 => {
                Self::Ed25519(Box::new(ed25519::Pair::from_string(uri, None).map_err(wrong)?))
            }
        })
    }

    /// A new mnemonic of 12 words.
    pub fn new_phrase() -> Zeroizing<String> {
        let (_, phrase, _) = sr25519::Pair::generate_with_phrase(None);
        Zeroizing::new(phrase)
    }

    /// The public key.
    pub fn public(&self) -> SigningKey {
        match self {
            Self::Sr25519(pair) => pair.public().into(),
            Self::Ed25519(pair) => pair.public().into(),
        }
    }

    /// The account that it signs for.
    pub fn account(&self) -> AccountId {
        self.public().account()
    }

    /// The DID that this key gives when it is somebody's first.
    pub fn did(&self) -> Did {
        Did::from_key(self.public())
    }

    /// Its signature on `message`.
    pub fn sign(&self, message: &[u8]) -> Signature {
        match self {
            Self::Sr25519(pair) => pair.sign(message).into(),
            Self::Ed25519(pair) => pair.sign(message).into(),
        }
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secret({})", self.did())
    }
}

impl Signer<SubstrateConfig> for Secret {
    fn account_id(&self) -> AccountId32 {
        AccountId32(self.account().into())
    }

    fn sign(&self, payload: &[u8]) -> MultiSignature {
        match self {
            Self::Sr25519(pair) => MultiSignature::Sr25519(pair.sign(payload).0),
            Self::Ed25519(pair) => MultiSignature::Ed25519(pair.sign(payload).0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alice_is_who_she_is_everywhere() {
        let alice = Secret::from_uri(KeyKind::Sr25519, "//Alice\n").unwrap();
        assert_eq!(alice.account().to_string(), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
        let other = Secret::from_uri(KeyKind::Ed25519, "//Alice").unwrap();
        assert_ne!(alice.did(), other.did());
    }

    #[test]
    fn each_kind_signs_what_its_public_key_verifies() {
        for kind in [KeyKind::Sr25519, KeyKind::Ed25519] {
            let secret = Secret::from_uri(kind, &Secret::new_phrase()).unwrap();
            assert!(secret.public().verify(b"text", &secret.sign(b"text")));
            assert!(!secret.public().verify(b"other", &secret.sign(b"text")));
            assert_eq!(KeyKind::of(&secret.public()), kind);
        }
    }

    #[test]
    fn what_is_no_secret_is_not_repeated() {
        let failure = Secret::from_uri(KeyKind::Sr25519, "half a phrase").unwrap_err();
        assert!(!failure.to_string().contains("half"));
        assert!(
            !format!("{:?}", Secret::from_uri(KeyKind::Sr25519, "//Bob").unwrap()).contains("Bob")
        );
    }
}
