//! A cooperative as a provider of storage, and the key with which its node answers.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use icn_primitives::{storage::key_payload, CooperativeId, Hash, PublicKey, Signature, SigningKey};

use super::coop;
use crate::{
    chain::Chain,
    context::Context,
    encoding::{self, number},
    failure::{Failure, Result},
    keys::Secret,
    known, parse, password,
    submission::Call,
};

/// What stewards do with their cooperative as a provider.
#[derive(Subcommand, Debug)]
pub enum Provider {
    /// Offer to keep files.
    Register {
        #[command(flatten)]
        provider: Of,
        /// How many bytes: 64GiB.
        #[arg(long, value_name = "SIZE", value_parser = parse::size)]
        capacity: u64,
        #[command(flatten)]
        key: NodeKey,
    },
    /// Offer more or less, but no less than what is kept.
    Capacity {
        #[command(flatten)]
        provider: Of,
        /// How many bytes: 64GiB.
        #[arg(value_name = "SIZE", value_parser = parse::size)]
        capacity: u64,
    },
    /// Let the node answer with another key, from now on.
    Key {
        #[command(flatten)]
        provider: Of,
        #[command(flatten)]
        key: NodeKey,
    },
    /// Be a provider no longer. It must keep nothing any more.
    Close {
        #[command(flatten)]
        provider: Of,
    },
}

/// Which provider.
#[derive(Args, Debug)]
pub struct Of {
    /// The cooperative; your home if it isn't given.
    #[arg(long, value_name = "NUMBER", value_parser = coop::id)]
    cooperative: Option<CooperativeId>,
}

/// The key with which a provider's node answers, and the proof that it is the provider's.
#[derive(Args, Debug)]
pub struct NodeKey {
    /// The key: this one of the keystore. The node needs its secret too.
    #[arg(
        long,
        value_name = "NAME",
        conflicts_with_all = ["node_key_file", "node_key"],
        required_unless_present_any = ["node_key_file", "node_key"]
    )]
    node_key_name: Option<String>,
    /// The key: a file whose first line is its secret URI, of the kind that --kind names.
    #[arg(long, value_name = "FILE", conflicts_with = "node_key")]
    node_key_file: Option<PathBuf>,
    /// The key: the public one, as a DID or multibase, of a node that has made the proof.
    #[arg(long, value_name = "KEY", value_parser = parse::public_key, requires = "proof")]
    node_key: Option<PublicKey>,
    /// The signature that the node made: 64 bytes.
    #[arg(long, value_name = "BYTES", value_parser = parse::hex_bytes, requires = "node_key")]
    proof: Option<Bytes>,
}

/// Bytes of an argument. Named, because a plain list would be many arguments.
type Bytes = std::vec::Vec<u8>;

impl NodeKey {
    /// The key, and its proof for this provider on this chain.
    fn proven(
        &self,
        context: &Context,
        genesis: &Hash,
        provider: CooperativeId,
    ) -> Result<(SigningKey, Signature)> {
        let secret = match (&self.node_key_name, &self.node_key_file) {
            (Some(name), _) => context.stored(name)?,
            (None, Some(file)) => {
                Secret::from_uri(context.options.kind, &password::first_line(file)?)?
            }
            (None, None) => return self.given(),
        };
        let key = secret.public();
        Ok((key, secret.sign(&key_payload(genesis, provider, &key))))
    }

    /// The key and the proof as they were given.
    fn given(&self) -> Result<(SigningKey, Signature)> {
        let proof: [u8; 64] = self
            .proof
            .as_deref()
            .unwrap_or_default()
            .try_into()
            .map_err(|_| Failure::usage("a proof is a signature of 64 bytes"))?;
        match self.node_key {
            Some(PublicKey::Sr25519(key)) => {
                Ok((SigningKey::Sr25519(key), Signature::Sr25519(proof.into())))
            }
            Some(PublicKey::Ed25519(key)) => {
                Ok((SigningKey::Ed25519(key), Signature::Ed25519(proof.into())))
            }
            _ => Err(Failure::usage("a node answers with a key that signs: Sr25519 or Ed25519")),
        }
    }
}

/// The call that does `act`.
pub async fn call(act: Provider, context: &Context, chain: &Chain) -> Result<Call> {
    let named = match &act {
        Provider::Register { provider, .. }
        | Provider::Capacity { provider, .. }
        | Provider::Key { provider, .. }
        | Provider::Close { provider } => provider.cooperative,
    };
    let provider = known::member_of(context, chain, named, None).await?;
    call_with(act, context, &chain.genesis(), provider)
}

fn call_with(
    act: Provider,
    context: &Context,
    genesis: &Hash,
    provider: CooperativeId,
) -> Result<Call> {
    let mut fields = vec![("provider", encoding::cooperative(provider))];
    let proven = |key: &NodeKey| -> Result<[(&'static str, subxt::dynamic::Value); 2]> {
        let (key, proof) = key.proven(context, genesis, provider)?;
        Ok([("key", encoding::signing_key(&key)), ("proof", encoding::signature(&proof))])
    };
    let name = match act {
        Provider::Register { capacity, key, .. } => {
            fields.push(("capacity", number(capacity)));
            fields.extend(proven(&key)?);
            "register_provider"
        }
        Provider::Capacity { capacity, .. } => {
            fields.push(("capacity", number(capacity)));
            "set_capacity"
        }
        Provider::Key { key, .. } => {
            fields.extend(proven(&key)?);
            "set_provider_key"
        }
        Provider::Close { .. } => "close_provider",
    };
    Ok(Call::new("Storage", name, fields))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{args::Cli, runtime_calls::understood};
    use clap::Parser;
    use icn_runtime::RuntimeCall;
    use pallet_storage::Call as Storage;
    use polkadot_sdk::sp_runtime::traits::Verify;

    #[derive(Parser)]
    struct Line {
        #[command(subcommand)]
        act: Provider,
    }

    const GENESIS: Hash = Hash::repeat_byte(1);
    const PROVIDER: CooperativeId = CooperativeId(3);

    fn read(text: &str) -> Result<RuntimeCall> {
        let act = Line::try_parse_from(std::iter::once("icn").chain(text.split(' '))).unwrap().act;
        let context = Context::new(Cli::parse_from(["icn", "status"]).options);
        call_with(act, &context, &GENESIS, PROVIDER).map(understood)
    }

    #[test]
    fn the_runtime_reads_what_stewards_do_with_a_provider() {
        let provider = PROVIDER;
        let capacity = 64 << 30;
        for (text, expected) in [
            ("capacity 64GiB --cooperative 3", Storage::set_capacity { provider, capacity }),
            ("close", Storage::close_provider { provider }),
        ] {
            assert_eq!(read(text), Ok(RuntimeCall::Storage(expected)));
        }
    }

    #[test]
    fn a_nodes_key_proves_that_it_is_this_providers() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("key");
        std::fs::write(&file, "//Node\n").unwrap();
        let text = format!("register --capacity 1TiB --node-key-file {}", file.display());
        let RuntimeCall::Storage(Storage::register_provider { capacity, key, proof, .. }) =
            read(&text).unwrap()
        else {
            panic!("another call")
        };
        assert_eq!(capacity, 1 << 40);
        let payload = key_payload(&GENESIS, PROVIDER, &key);
        assert!(proof.verify(&payload[..], &key.account()));
        let other = key_payload(&GENESIS, CooperativeId(4), &key);
        assert!(!proof.verify(&other[..], &key.account()));
    }

    #[test]
    fn a_node_may_have_made_the_proof() {
        let key = "did:icn:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
        let proof = format!("0x{}", "07".repeat(64));
        let RuntimeCall::Storage(Storage::set_provider_key { proof: read_proof, .. }) =
            read(&format!("key --node-key {key} --proof {proof}")).unwrap()
        else {
            panic!("another call")
        };
        assert_eq!(read_proof, Signature::Ed25519([7; 64].into()));
        assert!(read(&format!("key --node-key {key} --proof 0x07")).is_err());
        assert!(Line::try_parse_from(["icn", "key"]).is_err());
        assert!(Line::try_parse_from(["icn", "key", "--node-key", key]).is_err());
    }
}
