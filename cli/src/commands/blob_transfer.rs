//! Moving the bytes of files to a node and from it.
//!
//! Nothing that a node sends is believed: hashes are followed to the content root, and each chunk to
//! its hash. A file of any length needs a few chunks of memory, and 32 bytes for each MiB.

mod download;
mod node;
mod progress;
#[cfg(test)]
mod tests;
mod upload;

use std::{fs::File, path::PathBuf};

use clap::Args;
use icn_primitives::{
    content::{Content, ContentRoot},
    CooperativeId, HOUR,
};
use serde_json::json;

use super::{
    coop,
    storage::{self, anchor, media_type_hash, replicas},
};
use crate::{
    chain::Chain,
    context::Context,
    failure::{Failure, Result},
    known::Party,
    parse,
    report::{fields, Report},
    submission::send,
    time::{when, When},
};
use node::Node;
use progress::{Progress, Told};

/// A file that is to be kept.
#[derive(Args, Debug)]
pub struct Put {
    /// The file.
    file: PathBuf,
    /// Until when it is kept: 365d, or 2030-01-01T00:00Z.
    #[arg(long, alias = "retention", value_name = "WHEN", value_parser = when, default_value = "365d")]
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
    /// Don't anchor it: the node deletes it after a day if nobody else does.
    #[arg(long)]
    no_anchor: bool,
}

/// A file that is fetched.
#[derive(Args, Debug)]
pub struct Get {
    /// Its content root: 0x and 64 digits.
    #[arg(value_parser = parse::hash)]
    root: ContentRoot,
    /// Where it goes. While it isn't complete it is beside that, with ".part" at the end.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Sends a file to the node, and anchors it. What the node has of it already isn't sent again.
pub async fn put(put: Put, context: &Context, chain: &Chain) -> Result<Report> {
    let file = File::open(&put.file).map_err(|why| unreadable(&put.file, &why))?;
    let length = file.metadata().map_err(|why| unreadable(&put.file, &why))?.len();
    let told = Told(&file, Progress::new(context, "hashed", length));
    let (content, hashes) = icn_blobs::hash(told).map_err(|why| unreadable(&put.file, &why))?;
    let root = content.content_root;
    let anchored = match put.no_anchor {
        true => None,
        // Found out before anything is sent: who it is for, and until when.
        false => {
            let owner = put.on_behalf_of.map(Party::Cooperative);
            let owner = Party::or_signer(owner, context, chain).await?;
            let until = put.retain.moment(chain).await?;
            let args = vec![crate::encoding::did(&owner), crate::encoding::hash(&root)];
            let there = chain.api("StorageApi", "anchor_of", args).await?;
            Some((owner, until, there))
        }
    };
    let permit = upload::permit(context.signer()?, &content, &chain.genesis(), HOUR)?;
    let progress = Progress::new(context, "sent", content.length);
    let sent = upload::upload(chain, &file, &content, &hashes, permit, progress).await?;

    let mut json = json!({ "content": storage::content_json(&content), "chunksSent": sent });
    let mut text = vec![
        ("content root", format!("{root:?}")),
        ("bytes", content.length.to_string()),
        ("chunks sent", format!("{sent} of {}", content.chunks)),
    ];
    match anchored {
        None => text.push(("anchor", "none: the node deletes it after a day".into())),
        Some((_, _, there)) if !there.is_null() => {
            json["anchor"] = there[0].clone();
            text.push(("anchor", format!("{}, which was there before", there[0])));
        }
        Some((owner, until, _)) => {
            let media_type = media_type_hash(&put.media_type);
            let call = anchor(&owner, &content, &media_type, until, put.replicas);
            let report = send(context, chain, call).await?;
            json["anchor"] = report.field("Storage.ContentAnchored", "anchor").unwrap_or_default();
            json["transaction"] = report.json["transaction"].clone();
            text.push(("anchor", json["anchor"].to_string()));
        }
    }
    Ok(Report::new(json, fields(&text)))
}

/// Fetches a file from the node, or goes on with it.
pub async fn get(get: Get, context: &Context, chain: &Chain) -> Result<Report> {
    let content: Option<Content> = read(chain.ask("icn_blob", &[json!(get.root)]).await?)?;
    let content = content.ok_or_else(|| {
        Failure::refused(format!(
            "this node doesn't keep {:?}: \"icn storage show\" says which cooperatives do",
            get.root
        ))
    })?;
    let progress = Progress::new(context, "received", content.length);
    let received = download::download(chain, &get.root, &content, &get.out, progress).await?;
    let json = json!({
        "content": storage::content_json(&content),
        "chunksReceived": received,
        "file": get.out.display().to_string(),
    });
    let text = fields(&[
        ("content root", format!("{:?}", get.root)),
        ("bytes", content.length.to_string()),
        ("chunks received", format!("{received} of {}", content.chunks)),
        ("file", get.out.display().to_string()),
    ]);
    Ok(Report::new(json, text))
}

fn unreadable(file: &std::path::Path, why: &dyn std::fmt::Display) -> Failure {
    Failure::usage(format!("{} can't be read: {why}", file.display()))
}

/// What a node says, as a type of ours.
fn read<T: serde::de::DeserializeOwned>(json: serde_json::Value) -> Result<T> {
    serde_json::from_value(json)
        .map_err(|why| Failure::refused(format!("the node's answer can't be read: {why}")))
}
