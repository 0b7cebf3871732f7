//! Sending a file to a node.

use std::{fs::File, os::unix::fs::FileExt};

use base64::{prelude::BASE64_STANDARD, Engine};
use codec::Encode;
use futures::{stream::FuturesUnordered, StreamExt};
use icn_blobs::{
    permit_text,
    wire::{span, HashPage, MAX_ORDER},
};
use icn_primitives::{
    content::{chunk_length, Content, CHUNK},
    Hash, Moment,
};
use serde::Deserialize;
use serde_json::{json, Value as Json};

use super::{node::Node, progress::Progress, read};
use crate::{
    failure::{Failure, Result},
    keys::Secret,
    parse::to_hex,
};

/// Chunks that are on their way at a time: so many are in memory.
const IN_FLIGHT: usize = 4;

/// How far an upload is, as the node says.
#[derive(Deserialize)]
struct State {
    stored: bool,
    unknown: Option<u32>,
    missing: Vec<Range>,
    next: Option<u32>,
}

/// Chunks in a row.
#[derive(Deserialize)]
struct Range {
    from: u32,
    to: u32,
}

/// A permit to upload this, which holds for so many milliseconds by this machine's clock.
pub fn permit(secret: &Secret, content: &Content, genesis: &Hash, holds: Moment) -> Result<Json> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = since.ok().and_then(|since| Moment::try_from(since.as_millis()).ok());
    let now = now.ok_or_else(|| Failure::usage("this machine's clock is before 1970: set it"))?;
    let expires_at = now.saturating_add(holds);
    let text = permit_text(genesis, &content.content_root, content.length, expires_at);
    Ok(json!({
        "account": secret.account().to_string(),
        "signature": to_hex(&secret.sign(text.as_bytes()).encode()),
        "expiresAt": expires_at,
    }))
}

/// Sends what the node hasn't of `file`; how many chunks it was. When this returns, the node keeps
/// the file.
pub async fn upload(
    node: &impl Node,
    file: &File,
    content: &Content,
    hashes: &[Hash],
    permit: Json,
    progress: Progress,
) -> Result<u32> {
    let root = content.content_root;
    let begun = node.ask("icn_blobUpload", &[json!(content), permit]).await?;
    let mut state: State = read(begun)?;
    if state.stored {
        return Ok(0);
    }
    if let Some(unknown) = state.unknown {
        send_hashes(node, content, hashes, unknown / span(MAX_ORDER)).await?;
    }
    let mut sent = 0u32;
    loop {
        let chunks = state.missing.iter().flat_map(|range| range.from..range.to);
        let mut chunks = chunks.filter(|index| *index < content.chunks);
        let mut on_their_way = FuturesUnordered::new();
        loop {
            while on_their_way.len() < IN_FLIGHT {
                let Some(index) = chunks.next() else { break };
                let bytes = chunk(file, content, index)?;
                let length = bytes.len() as u64;
                let text = BASE64_STANDARD.encode(&bytes);
                on_their_way.push(async move {
                    let params = [json!(root), json!(index), json!(text)];
                    node.ask("icn_blobPutChunk", &params).await.map(|_| length)
                });
            }
            let Some(done) = on_their_way.next().await else { break };
            progress.add(done.map_err(explained)?);
            sent = sent.saturating_add(1);
        }
        let Some(next) = state.next else { break };
        let further = node.ask("icn_blobUploadState", &[json!(root), json!(next)]).await?;
        state = read(further)?;
    }
    node.ask("icn_blobFinish", &[json!(root)]).await?;
    Ok(sent)
}

/// Sends the pages of hashes from `page` on.
async fn send_hashes(
    node: &impl Node,
    content: &Content,
    hashes: &[Hash],
    page: u32,
) -> Result<()> {
    for number in page..content.chunks.div_ceil(span(MAX_ORDER)) {
        let page = HashPage::of(hashes, MAX_ORDER, number)
            .ok_or_else(|| Failure::usage("the file has fewer chunks than it had a moment ago"))?;
        let bytes: Vec<u8> = page.hashes.iter().flat_map(|hash| hash.0).collect();
        let params = [
            json!(content.content_root),
            json!(MAX_ORDER),
            json!(number),
            json!(BASE64_STANDARD.encode(bytes)),
            json!(page.path),
        ];
        node.ask("icn_blobPutHashes", &params).await?;
    }
    Ok(())
}

/// A chunk of the file.
fn chunk(file: &File, content: &Content, index: u32) -> Result<Vec<u8>> {
    let length = chunk_length(content.length, index).unwrap_or_default();
    let mut bytes = vec![0; length as usize];
    file.read_exact_at(&mut bytes, u64::from(index).saturating_mul(CHUNK.into()))
        .map_err(|why| Failure::usage(format!("chunk {index} of the file can't be read: {why}")))?;
    Ok(bytes)
}

/// A chunk that hasn't its hash can only mean one thing, if its hash was just taken.
fn explained(failure: Failure) -> Failure {
    match failure.name.as_deref() {
        Some("Blob.WrongChunk") => {
            Failure::usage("the file was changed while it was sent: send it again")
        }
        _ => failure,
    }
}
