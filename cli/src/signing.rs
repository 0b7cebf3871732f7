//! Statements that people sign outside a transaction, as files that can be handed over.

use std::{fs, io::Read, path::Path};

use icn_primitives::{
    statement::{Signed, Statement},
    CooperativeId, Did, Hash, Moment, PublicKey, Signature, SigningKey,
};
use polkadot_sdk::sp_core::{ed25519, sr25519};
use serde::{Deserialize, Serialize};

use crate::{
    failure::{Failure, Result},
    keys::Secret,
    parse,
};

/// A signed statement with all that it says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatementFile {
    /// What is stated.
    #[serde(flatten)]
    pub content: Content,
    /// The DID that it is about.
    pub did: Did,
    /// The key that signed it, as multibase.
    pub key: String,
    /// The genesis hash of the chain that it is for.
    pub genesis: Hash,
    /// Until when it holds, in milliseconds since 1970.
    pub expires_at: Moment,
    /// The text that was signed.
    pub text: String,
    /// The signature, in hexadecimal.
    pub signature: String,
}

/// What is stated.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "statement", rename_all = "kebab-case")]
pub enum Content {
    /// [`Statement::Join`].
    Join {
        /// The cooperative.
        cooperative: CooperativeId,
        /// How often the person had joined before.
        term: u32,
    },
    /// [`Statement::AddKey`].
    AddKey {
        /// The version of the document that is changed.
        version: u32,
    },
    /// [`Statement::Recover`].
    Recover {
        /// The version of the document when the recovery begins.
        version: u32,
    },
}

impl Content {
    /// The statement, about `did` and with `key`.
    pub fn statement(&self, did: Did, key: SigningKey) -> Statement {
        match *self {
            Self::Join { cooperative, term } => Statement::Join { cooperative, did, term },
            Self::AddKey { version } => Statement::AddKey { did, key, version },
            Self::Recover { version } => Statement::Recover { did, key, version },
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Join { .. } => "join",
            Self::AddKey { .. } => "add-key",
            Self::Recover { .. } => "recover",
        }
    }
}

impl StatementFile {
    /// Signs `content` about `did` with `secret`.
    pub fn sign(
        secret: &Secret,
        content: Content,
        did: Did,
        genesis: Hash,
        expires_at: Moment,
    ) -> Self {
        let key = secret.public();
        let text = content.statement(did, key).text(&genesis, expires_at);
        let signature: Vec<u8> = match secret.sign(text.as_bytes()) {
            Signature::Sr25519(signature) => signature.0.to_vec(),
            Signature::Ed25519(signature) => signature.0.to_vec(),
            // No other kind of key is a `Secret`.
            Signature::Ecdsa(signature) => signature.0.to_vec(),
            Signature::Eth(signature) => signature.0.to_vec(),
        };
        Self {
            content,
            did,
            key: PublicKey::from(key).to_multibase(),
            genesis,
            expires_at,
            text,
            signature: parse::to_hex(&signature),
        }
    }

    /// Reads a statement from `path`; `-` is stdin.
    pub fn read(path: &Path) -> Result<Self> {
        let failed = |why: &dyn std::fmt::Display| {
            Failure::usage(format!("{} is no signed statement: {why}", path.display()))
        };
        let mut text = String::new();
        if path.as_os_str() == "-" {
            std::io::stdin().read_to_string(&mut text).map_err(|why| failed(&why))?;
        } else {
            text = fs::read_to_string(path).map_err(|why| failed(&why))?;
        }
        serde_json::from_str(&text).map_err(|why| failed(&why))
    }

    /// The key that signed it.
    pub fn signing_key(&self) -> Result<SigningKey> {
        parse::public_key(&self.key)
            .map_err(Failure::usage)?
            .signing()
            .ok_or_else(|| Failure::usage("the statement's key doesn't sign"))
    }

    /// What the chain takes, once it is sure that the chain with `genesis` will take it at `now`:
    /// a wrong one is told apart here, with a better sentence than the chain has.
    pub fn checked(&self, genesis: Hash, now: Moment) -> Result<Signed> {
        let key = self.signing_key()?;
        let bytes = parse::hex_bytes(&self.signature).map_err(Failure::usage)?;
        let bytes: [u8; 64] = bytes
            .try_into()
            .map_err(|_| Failure::usage("the statement's signature is not 64 bytes long"))?;
        let signature: Signature = match key {
            SigningKey::Sr25519(_) => sr25519::Signature::from_raw(bytes).into(),
            SigningKey::Ed25519(_) => ed25519::Signature::from_raw(bytes).into(),
        };
        if self.genesis != genesis {
            return Err(Failure::usage(format!(
                "the statement is for the chain {:?}, and this one is {genesis:?}",
                self.genesis
            )));
        }
        if self.expires_at < now {
            return Err(Failure::usage("the statement has expired: ask for a new one"));
        }
        let signed = Signed { signature, expires_at: self.expires_at };
        let statement = self.content.statement(self.did, key);
        signed
            .verify(&statement, &key, &genesis, now, Moment::MAX)
            .map_err(|_| Failure::usage("the statement's signature doesn't fit what it says"))?;
        Ok(signed)
    }

    /// That it is a statement of the kind `name`.
    pub fn ensure_is(&self, name: &str) -> Result<()> {
        if self.content.name() == name {
            Ok(())
        } else {
            let found = self.content.name();
            Err(Failure::usage(format!(
                "a \"{name}\" statement is needed, and this is \"{found}\""
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::KeyKind;

    const GENESIS: Hash = Hash::repeat_byte(1);

    fn consent(kind: KeyKind) -> StatementFile {
        let ada = Secret::from_uri(kind, "//Ada").unwrap();
        let content = Content::Join { cooperative: CooperativeId(3), term: 1 };
        StatementFile::sign(&ada, content, ada.did(), GENESIS, 100)
    }

    #[test]
    fn a_statement_is_handed_over_and_still_holds() {
        for kind in [KeyKind::Sr25519, KeyKind::Ed25519] {
            let consent = consent(kind);
            let text = serde_json::to_string(&consent).unwrap();
            let read: StatementFile = serde_json::from_str(&text).unwrap();
            assert_eq!(read, consent);
            assert_eq!(read.checked(GENESIS, 100).unwrap().expires_at, 100);
            assert!(read.ensure_is("join").is_ok());
            assert!(read.ensure_is("recover").is_err());
        }
    }

    #[test]
    fn the_file_says_what_it_is() {
        let json = serde_json::to_value(consent(KeyKind::Sr25519)).unwrap();
        assert_eq!(json["statement"], "join");
        assert_eq!(json["cooperative"], 3);
        assert_eq!(json["term"], 1);
        assert!(json["text"]
            .as_str()
            .unwrap()
            .starts_with("ICN statement 1\nI join cooperative 3"));
    }

    #[test]
    fn a_changed_or_foreign_statement_is_told_apart() {
        let consent = consent(KeyKind::Sr25519);
        assert!(consent.checked(GENESIS, 101).unwrap_err().message.contains("expired"));
        assert!(consent.checked(Hash::zero(), 1).unwrap_err().message.contains("for the chain"));
        let content = Content::Join { cooperative: CooperativeId(4), term: 1 };
        let other = StatementFile { content, ..consent.clone() };
        assert!(other.checked(GENESIS, 1).unwrap_err().message.contains("doesn't fit"));
        let short = StatementFile { signature: "0x00".into(), ..consent };
        assert!(short.checked(GENESIS, 1).is_err());
    }
}
