//! Anchors of files, and who keeps them.

use std::path::PathBuf;

use clap::Subcommand;
use icn_primitives::{
    content::Content, shard::ShardRole, storage::MAX_WANTED, CooperativeId, Did, Hash, Moment,
};
use polkadot_sdk::sp_io::hashing::sha2_256;
use serde_json::{json, Value as Json};
use subxt::dynamic::Value;

use super::{
    act_name::{with_numbers, Number},
    blob_transfer::{self, Get, Put},
    coop,
    provider::{self, Provider},
    storage_view::{
        anchor_fields, anchors_table, commitments_table, content_fields, providers_table,
        tombstone_fields,
    },
};
use crate::{
    chain::Chain,
    context::Context,
    encoding::{self, hash, number, option},
    failure::{Failure, Result},
    hashing::content_of,
    known::{self, Party},
    parse,
    report::{entries, fields, Report},
    role::ensure_role,
    settings::{shown, STORAGE_PARAMETERS},
    submission::{send, Call},
    time::{when, When},
};

/// The events that say the numbers of anchors and commitments.
const NUMBERS: &[Number] = &[
    ("Storage.ContentAnchored", "anchor", "anchor"),
    ("Storage.CommitmentMade", "commitment", "commitment"),
];

/// Anchors of files, and who keeps them. At a node of a storage shard.
#[derive(Subcommand, Debug)]
pub enum Command {
    #[command(flatten)]
    OnChain(OnChain),
    /// Show a file's hashes. No node is asked.
    Hash {
        /// The file.
        file: PathBuf,
    },
}

/// What a node is asked for.
#[derive(Subcommand, Debug)]
pub enum OnChain {
    /// Anchor a file: its length and hashes, how long it is to be kept, and how many providers are to
    /// keep it. The file isn't sent.
    Anchor {
        /// The file.
        file: PathBuf,
        /// Until when it is kept: 365d, or 2030-01-01T00:00Z.
        #[arg(long, value_name = "WHEN", value_parser = when, default_value = "365d")]
        retain: When,
        /// How many replicas are wanted.
        #[arg(long, value_name = "NUMBER", value_parser = replicas, default_value_t = 3)]
        replicas: u32,
        /// Its media type, of which the chain gets the hash.
        #[arg(long, value_name = "TYPE", default_value = "application/octet-stream")]
        media_type: String,
        /// For this cooperative itself, as its steward.
        #[arg(long, value_name = "NUMBER", value_parser = coop::id)]
        on_behalf_of: Option<CooperativeId>,
    },
    /// Send a file to the node, which must be your own cooperative's, and anchor it. What the node has
    /// of it already isn't sent again.
    Put(Put),
    /// Fetch a file from the node, or go on with it. Nothing that the node sends is believed: all of
    /// it is checked against the content root.
    Get(Get),
    /// Show an anchor and who keeps it; or what stayed of one that was removed.
    Show {
        /// Its number.
        anchor: u64,
    },
    /// List somebody's anchors, or those of which more replicas are wanted.
    List {
        /// Whose: a DID, or coop:N for a cooperative itself; yours if it isn't given.
        #[arg(value_parser = known::party, conflicts_with = "wanting")]
        owner: Option<Party>,
        /// Those of which more replicas are wanted than are kept, whoever owns them.
        #[arg(long)]
        wanting: bool,
        /// Begin after this anchor, which has to be there.
        #[arg(long, value_name = "NUMBER")]
        after: Option<u64>,
        /// How many, at most.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Have a file kept for longer.
    Extend {
        /// Its anchor's number.
        anchor: u64,
        /// Until when: 365d from now on, or 2030-01-01T00:00Z.
        #[arg(long, value_name = "WHEN", value_parser = when)]
        retain: When,
    },
    /// Want another number of replicas. Who keeps one already goes on.
    Replicas {
        /// The anchor's number.
        anchor: u64,
        /// How many.
        #[arg(value_parser = replicas)]
        wanted: u32,
    },
    /// Remove an anchor with its commitments; that it was there stays known.
    Remove {
        /// Its number.
        anchor: u64,
    },
    /// List the cooperatives that keep files.
    Providers {
        /// Begin after this cooperative.
        #[arg(long, value_name = "NUMBER", value_parser = coop::id)]
        after: Option<CooperativeId>,
        /// How many, at most.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Your cooperative as a provider, as its steward.
    #[command(subcommand)]
    Provider(Provider),
    /// Keep a replica, as a steward of the provider or with its node's key. Who commits has the file
    /// and has checked it.
    Commit {
        /// The anchor's number.
        anchor: u64,
        /// The provider; your home if it isn't given.
        #[arg(long, value_name = "NUMBER", value_parser = coop::id)]
        provider: Option<CooperativeId>,
    },
    /// Keep a replica no longer, when the notice has passed, as a steward of the provider.
    Withdraw {
        /// The commitment's number.
        commitment: u64,
    },
    /// List what a provider keeps, and how it has answered.
    Commitments {
        /// The provider; your home if it isn't given.
        #[arg(value_parser = coop::id)]
        provider: Option<CooperativeId>,
        /// Begin after this commitment.
        #[arg(long, value_name = "NUMBER")]
        after: Option<u64>,
        /// How many, at most.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Show the rules of storage.
    Rules,
}

/// A number of replicas.
pub(super) fn replicas(text: &str) -> std::result::Result<u32, String> {
    let number = text.parse().ok().filter(|number| (1..=MAX_WANTED).contains(number));
    number.ok_or_else(|| format!("replicas are 1 to {MAX_WANTED}"))
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    match command {
        Command::OnChain(command) => on_chain(command, context).await,
        Command::Hash { file } => {
            let json = content_json(&content_of(context, &file)?);
            let text = fields(&content_fields(&json));
            Ok(Report::new(json, text))
        }
    }
}

async fn on_chain(command: OnChain, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    ensure_role(&chain, ShardRole::Storage).await?;
    let chain = &chain;
    let sent = match command {
        OnChain::Anchor { file, retain, replicas, media_type, on_behalf_of } => {
            let owner = on_behalf_of.map(Party::Cooperative);
            let owner = Party::or_signer(owner, context, chain).await?;
            let until = retain.moment(chain).await?;
            let content = content_of(context, &file)?;
            let media_type = media_type_hash(&media_type);
            send(context, chain, anchor(&owner, &content, &media_type, until, replicas)).await?
        }
        OnChain::Put(file) => return blob_transfer::put(file, context, chain).await,
        OnChain::Get(file) => return blob_transfer::get(file, context, chain).await,
        OnChain::Extend { anchor, retain } => {
            let until = retain.moment(chain).await?;
            send(context, chain, extend(anchor, until)).await?
        }
        OnChain::Replicas { anchor, wanted } => {
            send(context, chain, set_replicas(anchor, wanted)).await?
        }
        OnChain::Remove { anchor } => send(context, chain, remove(anchor)).await?,
        OnChain::Provider(act) => {
            send(context, chain, provider::call(act, context, chain).await?).await?
        }
        OnChain::Commit { anchor, provider } => {
            let provider = known::member_of(context, chain, provider, None).await?;
            send(context, chain, commit(provider, anchor)).await?
        }
        OnChain::Withdraw { commitment } => send(context, chain, withdraw(commitment)).await?,
        OnChain::Show { anchor } => return show(chain, anchor).await,
        OnChain::List { owner, wanting, after, limit } => {
            let owner = match wanting {
                true => None,
                false => Some(Party::or_signer(owner, context, chain).await?),
            };
            return anchors(chain, owner, after, limit).await;
        }
        OnChain::Providers { after, limit } => {
            let args = vec![option(after.map(encoding::cooperative)), number(limit)];
            let found = chain.api("StorageApi", "providers", args).await?;
            let found = entries(&found, "cooperative");
            let text = providers_table(&found);
            return Ok(Report::new(json!({ "providers": found }), text));
        }
        OnChain::Commitments { provider, after, limit } => {
            let provider = known::member_of(context, chain, provider, None).await?;
            let args =
                vec![encoding::cooperative(provider), option(after.map(number)), number(limit)];
            let found = chain.api("StorageApi", "commitments_of", args).await?;
            let found = entries(&found, "id");
            let text = commitments_table(&found);
            return Ok(Report::new(json!({ "provider": provider, "commitments": found }), text));
        }
        OnChain::Rules => {
            let rules = chain.api("StorageApi", "storage_parameters", Vec::new()).await?;
            let text = fields(&shown(STORAGE_PARAMETERS, &rules));
            return Ok(Report::new(rules, text));
        }
    };
    Ok(with_numbers(sent, NUMBERS))
}

/// A file's hashes as the chain names them.
pub(super) fn content_json(content: &Content) -> Json {
    json!({
        "length": content.length,
        "chunks": content.chunks,
        "content_root": format!("{:?}", content.content_root),
        "segment_root": format!("{:?}", content.segment_root),
        "s003_hash": format!("{:?}", content.s003_hash),
    })
}

/// The SHA-256 of a media type in lower case.
pub(super) fn media_type_hash(media_type: &str) -> Hash {
    sha2_256(media_type.trim().to_lowercase().as_bytes()).into()
}

pub(super) fn anchor(
    owner: &Did,
    content: &Content,
    media_type: &Hash,
    until: Moment,
    wanted: u32,
) -> Call {
    let content = Value::named_composite([
        ("length", number(content.length)),
        ("chunks", number(content.chunks)),
        ("content_root", hash(&content.content_root)),
        ("segment_root", hash(&content.segment_root)),
        ("s003_hash", hash(&content.s003_hash)),
    ]);
    let fields = vec![
        ("owner", encoding::did(owner)),
        ("content", content),
        ("media_type", hash(media_type)),
        ("retain_until", number(until)),
        ("wanted", number(wanted)),
    ];
    Call::new("Storage", "anchor_content", fields)
}

fn extend(anchor: u64, until: Moment) -> Call {
    let fields = vec![("anchor", number(anchor)), ("retain_until", number(until))];
    Call::new("Storage", "extend_retention", fields)
}

fn set_replicas(anchor: u64, wanted: u32) -> Call {
    let fields = vec![("anchor", number(anchor)), ("wanted", number(wanted))];
    Call::new("Storage", "set_wanted_replicas", fields)
}

/// The call that removes an anchor.
pub fn remove(anchor: u64) -> Call {
    Call::new("Storage", "remove_anchor", vec![("anchor", number(anchor))])
}

fn commit(provider: CooperativeId, anchor: u64) -> Call {
    let fields = vec![("provider", encoding::cooperative(provider)), ("anchor", number(anchor))];
    Call::new("Storage", "commit", fields)
}

fn withdraw(commitment: u64) -> Call {
    Call::new("Storage", "withdraw", vec![("commitment", number(commitment))])
}

/// An anchor with who keeps it, or what stayed of it.
async fn show(chain: &Chain, id: u64) -> Result<Report> {
    let api = "StorageApi";
    let mut anchor = chain.api(api, "anchor", vec![number(id)]).await?;
    if anchor.is_null() {
        let mut tombstone = chain.api(api, "tombstone", vec![number(id)]).await?;
        if tombstone.is_null() {
            return Err(Failure::refused(format!("there is no anchor {id}")));
        }
        tombstone["id"] = id.into();
        let text = fields(&tombstone_fields(&tombstone));
        return Ok(Report::new(json!({ "anchor": null, "tombstone": tombstone }), text));
    }
    anchor["id"] = id.into();
    let replicas = chain.api(api, "replicas", vec![number(id)]).await?;
    let replicas = entries(&replicas, "id");
    let text = format!("{}\n\n{}", fields(&anchor_fields(&anchor)), commitments_table(&replicas));
    let json = json!({ "anchor": anchor, "replicas": replicas, "tombstone": null });
    Ok(Report::new(json, text))
}

/// Somebody's anchors; those of which more replicas are wanted, if `owner` is `None`.
async fn anchors(
    chain: &Chain,
    owner: Option<Did>,
    after: Option<u64>,
    limit: u32,
) -> Result<Report> {
    let api = "StorageApi";
    let found = match owner {
        None => {
            let args = vec![option(after.map(number)), number(limit)];
            chain.api(api, "wanting", args).await?
        }
        Some(owner) => {
            // The chain has them in the order of their contents.
            let after = match after {
                None => None,
                Some(id) => Some(content_root(chain, id).await?),
            };
            let args = vec![encoding::did(&owner), option(after.as_ref().map(hash)), number(limit)];
            chain.api(api, "anchors_of", args).await?
        }
    };
    let found = entries(&found, "id");
    let text = anchors_table(&found);
    let owner = owner.map(|owner| owner.to_string());
    Ok(Report::new(json!({ "owner": owner, "anchors": found }), text))
}

async fn content_root(chain: &Chain, anchor: u64) -> Result<Hash> {
    let found = chain.api("StorageApi", "anchor", vec![number(anchor)]).await?;
    let root = found["content"]["content_root"].as_str().map(parse::hash);
    root.and_then(std::result::Result::ok)
        .ok_or_else(|| Failure::refused(format!("there is no anchor {anchor}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime_calls::understood;
    use icn_primitives::{
        storage::{AnchorId, CommitmentId},
        SigningKey,
    };
    use icn_runtime::RuntimeCall;
    use pallet_storage::Call as Storage;

    #[test]
    fn the_runtime_reads_what_is_done_with_files() {
        let owner = Did::from_key(SigningKey::Sr25519([1; 32]));
        let content = Content::of(b"abc").unwrap();
        let media_type = media_type_hash("Text/Plain");
        assert_eq!(media_type, Hash::from(sha2_256(b"text/plain")));
        let id = AnchorId(7);
        let provider = CooperativeId(3);
        for (call, expected) in [
            (
                anchor(&owner, &content, &media_type, 9, 2),
                Storage::anchor_content { owner, content, media_type, retain_until: 9, wanted: 2 },
            ),
            (extend(7, 9), Storage::extend_retention { anchor: id, retain_until: 9 }),
            (set_replicas(7, 4), Storage::set_wanted_replicas { anchor: id, wanted: 4 }),
            (remove(7), Storage::remove_anchor { anchor: id }),
            (commit(provider, 7), Storage::commit { provider, anchor: id }),
            (withdraw(5), Storage::withdraw { commitment: CommitmentId(5) }),
        ] {
            assert_eq!(understood(call), RuntimeCall::Storage(expected));
        }
    }

    #[test]
    fn replicas_have_bounds() {
        assert_eq!(replicas("16"), Ok(16));
        for bad in ["0", "17", "x"] {
            assert!(replicas(bad).is_err(), "{bad}");
        }
    }
}
