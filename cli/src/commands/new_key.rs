//! A key that a command gives to a DID or an organisation, and the proof that it is held.

use std::path::PathBuf;

use clap::Args;
use icn_primitives::{statement::Signed, Did, Moment, PublicKey, SigningKey};

use crate::{
    chain::Chain,
    context::Context,
    failure::{Failure, Result},
    keys::{KeyKind, Secret},
    parse, password,
    signing::{Content, StatementFile},
};

/// Where a new key and its proof come from.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub struct NewKey {
    /// The new key, by its name in the keystore.
    #[arg(long, value_name = "NAME")]
    new_key: Option<String>,
    /// The new key, as a file whose first line is its secret URI.
    #[arg(long, value_name = "FILE")]
    new_key_file: Option<PathBuf>,
    /// The new key, as a secret URI; for development only.
    #[arg(long, value_name = "URI")]
    new_seed: Option<String>,
    /// The new key's own statement that it is held, as "icn did prove" makes it.
    #[arg(long, value_name = "FILE")]
    proof: Option<PathBuf>,
    /// The new key, in multibase, without a proof: for one that doesn't authenticate.
    #[arg(long, value_name = "KEY", value_parser = parse::public_key)]
    public: Option<PublicKey>,
}

/// A key at hand, or what somebody handed over.
pub enum Source {
    /// Its secret is here.
    Secret(Box<Secret>),
    /// It has signed already.
    Proof(Box<StatementFile>),
    /// Nothing but the key.
    Public(PublicKey),
}

impl NewKey {
    /// Opens it. `kind` is the kind of a key that a file or a URI gives.
    pub fn open(&self, context: &Context, kind: KeyKind) -> Result<Source> {
        if let Some(name) = &self.new_key {
            return Ok(Source::Secret(Box::new(context.stored(name)?)));
        }
        if let Some(path) = &self.new_key_file {
            let uri = password::first_line(path)?;
            return Ok(Source::Secret(Box::new(Secret::from_uri(kind, &uri)?)));
        }
        if let Some(uri) = &self.new_seed {
            return Ok(Source::Secret(Box::new(Secret::from_uri(kind, uri)?)));
        }
        if let Some(path) = &self.proof {
            return Ok(Source::Proof(Box::new(StatementFile::read(path)?)));
        }
        self.public.map(Source::Public).ok_or_else(|| Failure::usage("a new key is needed"))
    }
}

impl Source {
    /// The key.
    pub fn public(&self) -> Result<PublicKey> {
        match self {
            Self::Secret(secret) => Ok(secret.public().into()),
            Self::Proof(proof) => Ok(proof.signing_key()?.into()),
            Self::Public(key) => Ok(*key),
        }
    }

    /// The key, which must be one that signs.
    pub fn signing(&self) -> Result<SigningKey> {
        self.public()?.signing().ok_or_else(|| Failure::usage("an X25519 key doesn't sign"))
    }

    /// Its signature on `content` about `did`, valid for `life`.
    pub async fn prove(
        &self,
        chain: &Chain,
        content: Content,
        did: Did,
        life: Moment,
    ) -> Result<Signed> {
        let now = chain.now().await?;
        let genesis = chain.genesis();
        match self {
            Self::Secret(secret) => {
                let expires_at = now.saturating_add(life);
                StatementFile::sign(secret, content, did, genesis, expires_at).checked(genesis, now)
            }
            Self::Proof(proof) => {
                if proof.did != did {
                    return Err(Failure::usage(format!(
                        "the proof is for {}, and this is about {did}",
                        proof.did
                    )));
                }
                if proof.content != content {
                    return Err(Failure::usage(format!(
                        "the proof says {:?}, and {content:?} is needed: was the document changed since?",
                        proof.content
                    )));
                }
                proof.checked(genesis, now)
            }
            Self::Public(_) => Err(Failure::usage(
                "this key must prove that it is held: name it with --new-key, or give --proof",
            )),
        }
    }
}
