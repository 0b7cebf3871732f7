//! Validator seats and their nodes.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use icn_primitives::{AccountId, CooperativeId};
use serde::Deserialize;
use serde_json::{json, Value as Json};
use subxt::dynamic::Value;

use super::coop;
use crate::{
    chain::Chain,
    context::Context,
    encoding::{self, bytes},
    failure::{Failure, Result},
    keys::Secret,
    parse::{self, to_hex},
    report::{fields, table, word, Report},
    submission::{send, send_as, Call},
};

/// The length of a seat's session keys: Aura's and GRANDPA's, 32 bytes each.
const SESSION_KEYS: usize = 64;

/// Validator seats and their nodes.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// List the seats.
    List,
    /// Show a cooperative's seat.
    Show {
        /// The cooperative's number.
        #[arg(value_parser = coop::id)]
        cooperative: CooperativeId,
    },
    /// Name the account that sets the seat's session keys, as a steward.
    SetOperator {
        /// The cooperative's number.
        #[arg(value_parser = coop::id)]
        cooperative: CooperativeId,
        /// The account: SS58, 0x and 32 bytes, or a DID.
        #[arg(value_parser = parse::account)]
        operator: AccountId,
    },
    /// Set the seat's session keys, as its operator: on the federation shard, and in the same act
    /// on others. Without --session-keys the nodes that are asked, which must be the seat's own,
    /// make new ones.
    SetKeys {
        /// Another shard's number, and its node's address: 1=ws://127.0.0.1:10044. That node makes
        /// new keys for it. Can be given several times.
        #[arg(long, value_name = "SHARD=URL", value_parser = shard_at, conflicts_with = "session_keys")]
        also: Vec<ShardAt>,
        /// The public session keys: Aura's, then GRANDPA's.
        #[arg(long, value_name = "BYTES", value_parser = parse::hex_bytes, requires = "ownership")]
        session_keys: Option<Bytes>,
        /// The proof that they are the operator's, as author_rotateKeysWithOwner gives it.
        #[arg(long, value_name = "BYTES", value_parser = parse::hex_bytes)]
        ownership: Option<Bytes>,
        /// Set the keys in this file for its shard, and no others: those with which a shard began
        /// that has joined, as "icn-node federation add-shard" and "shard-keys" write them.
        #[arg(long, value_name = "FILE", conflicts_with_all = ["also", "session_keys"])]
        from: Option<PathBuf>,
    },
    /// List the peer ids of the nodes that may connect.
    Nodes,
}

/// Bytes of an argument. Named, because a plain list would be many arguments.
type Bytes = std::vec::Vec<u8>;

/// Another shard, and where its node is.
#[derive(Clone, Debug)]
pub struct ShardAt {
    /// Its number.
    pub shard: u32,
    /// Its node's address.
    pub url: String,
}

/// Another shard with its node: `1=ws://127.0.0.1:10044`.
pub fn shard_at(text: &str) -> std::result::Result<ShardAt, String> {
    text.split_once('=')
        .and_then(|(shard, url)| Some(ShardAt { shard: shard.parse().ok()?, url: url.into() }))
        .ok_or_else(|| "a shard is named by its number and address: 1=ws://127.0.0.1:10044".into())
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    match command {
        Command::List => {
            let seats = chain.api("SeatsApi", "seats", Vec::new()).await?;
            let rows = seats.as_array().into_iter().flatten().map(|view| {
                let seat = &view["seat"];
                vec![
                    word(&view["cooperative"]),
                    word(&seat["status"]),
                    word(&view["active"]),
                    word(&view["has_keys"]),
                    word(&seat["missed_turns"]),
                    word(&seat["blocks"]),
                    word(&seat["operator"]),
                ]
            });
            let head = ["cooperative", "status", "active", "keys", "missed", "blocks", "operator"];
            let text = table(&head, &rows.collect::<Vec<_>>());
            Ok(Report::new(json!({ "seats": seats }), text))
        }
        Command::Show { cooperative } => {
            let seats = chain.api("SeatsApi", "seats", Vec::new()).await?;
            let found = seats
                .as_array()
                .into_iter()
                .flatten()
                .find(|view| view["cooperative"] == cooperative.0)
                .ok_or_else(|| {
                    Failure::refused(format!("cooperative {cooperative} has no seat"))
                })?;
            let seat = &found["seat"];
            let text = fields(&[
                ("cooperative", word(&found["cooperative"])),
                ("status", word(&seat["status"])),
                ("in this session", word(&found["active"])),
                ("session keys", word(&found["keys_hash"])),
                ("missed in a row", word(&seat["missed_turns"])),
                ("blocks", word(&seat["blocks"])),
                ("validator", word(&seat["validator"])),
                ("operator", word(&seat["operator"])),
                ("nodes", word(&found["node_keys"])),
            ]);
            Ok(Report::new(found.clone(), text))
        }
        Command::SetOperator { cooperative, operator } => {
            let call = Call::new(
                "Seats",
                "set_operator",
                vec![
                    ("cooperative", encoding::cooperative(cooperative)),
                    ("operator", encoding::account(&operator)),
                ],
            );
            send(context, &chain, call).await
        }
        Command::SetKeys { from: Some(file), .. } => {
            let keys = encoding::list([keys_in(&file)?]);
            let call = Call::new("Seats", "set_keys", vec![("keys", keys)]);
            send(context, &chain, call).await
        }
        Command::SetKeys { also, session_keys, ownership, from: None } => {
            let signer = context.signer()?;
            let this = chain.api("ShardsApi", "this_shard", Vec::new()).await?;
            let this = this[0].as_u64().and_then(|id| u32::try_from(id).ok()).unwrap_or_default();
            let own = match session_keys {
                Some(keys) => (keys, ownership.unwrap_or_default()),
                None => made_by(&chain, signer).await?,
            };
            let mut keys = vec![shard_keys(this, &own)?];
            for ShardAt { shard, url } in also {
                let node = Chain::connect(&url, context.options.at).await?;
                keys.push(shard_keys(shard, &made_by(&node, signer).await?)?);
            }
            let call = Call::new("Seats", "set_keys", vec![("keys", encoding::list(keys))]);
            send_as(context, &chain, signer, call).await
        }
        Command::Nodes => {
            let nodes = chain.api("SeatsApi", "node_keys", Vec::new()).await?;
            let lines: Vec<String> = nodes.as_array().into_iter().flatten().map(word).collect();
            Ok(Report::new(json!({ "nodes": nodes }), lines.join("\n")))
        }
    }
}

/// A shard's session keys in a file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FirstKeys {
    shard: u32,
    session_keys: String,
    ownership: String,
}

/// The keys and their shard in `file`.
fn keys_in(file: &Path) -> Result<Value> {
    let wrong = |why: &dyn std::fmt::Display| {
        Failure::usage(format!("{} holds no session keys: {why}", file.display()))
    };
    let text = std::fs::read_to_string(file).map_err(|why| wrong(&why))?;
    let keys: FirstKeys = serde_json::from_str(&text).map_err(|why| wrong(&why))?;
    let bytes_of = |text: &str| parse::hex_bytes(text).map_err(|why| wrong(&why));
    shard_keys(keys.shard, &(bytes_of(&keys.session_keys)?, bytes_of(&keys.ownership)?))
}

/// New session keys that the node makes and keeps, and the proof that they are the signer's.
async fn made_by(chain: &Chain, signer: &Secret) -> Result<(Bytes, Bytes)> {
    let owner = to_hex(signer.account().as_ref());
    let made: Json = chain.request("author_rotateKeysWithOwner", &[owner.into()]).await?;
    let part = |name: &str| {
        made[name]
            .as_str()
            .and_then(|text| parse::hex_bytes(text).ok())
            .ok_or_else(|| Failure::refused(format!("the node's answer has no {name}: {made}")))
    };
    Ok((part("keys")?, part("proof")?))
}

/// Keys and their proof, for a shard.
fn shard_keys(shard: u32, (keys, proof): &(Bytes, Bytes)) -> Result<Value> {
    Ok(Value::named_composite([
        ("shard", encoding::shard(shard)),
        ("keys", session_keys_value(keys)?),
        ("proof", bytes(proof)),
    ]))
}

/// Session keys by name.
fn session_keys_value(keys: &[u8]) -> Result<Value> {
    if keys.len() != SESSION_KEYS {
        return Err(Failure::usage(format!(
            "session keys are {SESSION_KEYS} bytes: Aura's and GRANDPA's"
        )));
    }
    let (aura, grandpa) = keys.split_at(SESSION_KEYS / 2);
    Ok(Value::named_composite([("aura", bytes(aura)), ("grandpa", bytes(grandpa))]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_named_with_its_node() {
        let named = shard_at("2=ws://[::1]:10144/?a=b").unwrap();
        assert_eq!((named.shard, named.url.as_str()), (2, "ws://[::1]:10144/?a=b"));
        for bad in ["ws://127.0.0.1:9944", "two=ws://a", ""] {
            assert!(shard_at(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn keys_are_read_from_a_file_and_what_is_none_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("keys.json");
        let read = |shard: &str, keys: usize| {
            let keys = "00".repeat(keys);
            let text = format!(
                "{{ \"shard\": {shard}, \"sessionKeys\": \"0x{keys}\", \"ownership\": \"0x\" }}"
            );
            std::fs::write(&file, text).unwrap();
            keys_in(&file).map(drop)
        };
        read("3", 64).unwrap();
        assert!(read("3", 63).is_err());
        let error = read("\"three\"", 64).unwrap_err();
        assert!(error.to_string().contains("holds no session keys"), "{error}");
    }

    #[test]
    fn session_keys_have_their_length() {
        assert!(session_keys_value(&[0; 64]).is_ok());
        assert!(session_keys_value(&[0; 32]).is_err());
    }
}
