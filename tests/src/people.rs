//! People and cooperatives with their keys, and what they sign outside of transactions.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use icn_primitives::{
    statement::{Signed, Statement},
    AccountId, CooperativeId, Did, Hash, Moment, Signature, SigningKey,
};
use subxt_signer::{sr25519::Keypair, SecretUri};

/// How long the statements of these people hold, in milliseconds.
const STATEMENT_LIFE: Moment = 60 * 60 * 1000;

/// Somebody with one sr25519 key.
#[derive(Clone)]
pub struct Person {
    /// Where the key comes from: a secret URI that every client understands.
    pub uri: String,
    /// The key.
    pub pair: Keypair,
}

impl Person {
    /// Somebody whose seed is their name, so that every client can be given the seed.
    pub fn named(name: &str) -> Result<Self> {
        let seed: String = name.bytes().chain([b'.'; 32]).take(32).map(hex_byte).collect();
        Self::from_uri(&format!("0x{seed}"))
    }

    /// Somebody with the key of this secret URI.
    pub fn from_uri(uri: &str) -> Result<Self> {
        let secret: SecretUri = uri.parse().with_context(|| format!("{uri} is no secret URI"))?;
        Ok(Self { uri: uri.into(), pair: Keypair::from_uri(&secret)? })
    }

    /// The key as the chain knows it.
    pub fn key(&self) -> SigningKey {
        SigningKey::Sr25519(self.pair.public_key().0)
    }

    /// The account that the key signs for.
    pub fn account(&self) -> AccountId {
        self.key().account()
    }

    /// The account as clients write it.
    pub fn address(&self) -> String {
        self.pair.public_key().to_account_id().to_string()
    }

    /// The name that the key gives.
    pub fn did(&self) -> Did {
        Did::from_key(self.key())
    }

    /// A signature of this key.
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature::Sr25519(self.pair.sign(message).0.into())
    }

    /// A signed statement for the chain with this genesis.
    pub fn state(&self, statement: &Statement, genesis: &Hash) -> Result<Signed> {
        let expires_at = now()?.saturating_add(STATEMENT_LIFE);
        let signature = self.sign(statement.text(genesis, expires_at).as_bytes());
        Ok(Signed { signature, expires_at })
    }

    /// The consent to join a cooperative for the first time.
    pub fn consent(&self, cooperative: CooperativeId, genesis: &Hash) -> Result<Signed> {
        self.state(&Statement::Join { cooperative, did: self.did(), term: 0 }, genesis)
    }

    /// The proof that this key is held, and may act for `did`, whose document has this version.
    pub fn proof(&self, did: Did, version: u32, genesis: &Hash) -> Result<Signed> {
        self.state(&Statement::AddKey { did, key: self.key(), version }, genesis)
    }
}

/// Now, as the chain counts time.
pub fn now() -> Result<Moment> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis().try_into()?)
}

/// Bytes as `0x…`.
pub fn hex(bytes: &[u8]) -> String {
    format!("0x{}", bytes.iter().copied().map(hex_byte).collect::<String>())
}

/// What [`hex`] writes, as bytes.
pub fn unhex(text: &str) -> Result<Vec<u8>> {
    let digits = text.strip_prefix("0x").with_context(|| format!("no hexadecimal: {text}"))?;
    (0..digits.len())
        .step_by(2)
        .map(|at| {
            let byte = digits.get(at..at + 2).context("half a byte")?;
            Ok(u8::from_str_radix(byte, 16)?)
        })
        .collect()
}

fn hex_byte(byte: u8) -> String {
    format!("{byte:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_one_key_by_both_ways() -> Result<()> {
        let ada = Person::named("ada")?;
        assert_eq!(Person::from_uri(&ada.uri)?.did(), ada.did());
        assert_ne!(Person::named("bo")?.did(), ada.did());
        Ok(())
    }

    #[test]
    fn bytes_survive_hexadecimal() -> Result<()> {
        assert_eq!(unhex(&hex(&[0, 1, 0xfe]))?, [0, 1, 0xfe]);
        assert!(unhex("01").is_err() && unhex("0x0").is_err() && unhex("0xzz").is_err());
        Ok(())
    }
}
