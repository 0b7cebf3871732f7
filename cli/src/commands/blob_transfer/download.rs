//! Fetching a file from a node.

use std::{
    ffi::OsString,
    fs::{self, File},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

use base64::{prelude::BASE64_STANDARD, Engine};
use futures::{stream::FuturesUnordered, StreamExt};
use icn_blobs::wire::{span, HashPage, MAX_ORDER};
use icn_primitives::{
    content::{chunk_count, chunk_length, content_root, Content, ContentRoot, CHUNK},
    Hash,
};
use polkadot_sdk::sp_io::hashing::sha2_256;
use serde::Deserialize;
use serde_json::json;

use super::{node::Node, progress::Progress, read};
use crate::failure::{Failure, Result};

/// Chunks that are on their way at a time: so many are in memory.
const IN_FLIGHT: usize = 4;

/// A page of hashes, as the node says it.
#[derive(Deserialize)]
struct Hashes {
    hashes: String,
    path: Vec<Hash>,
}

/// A chunk, as the node says it.
#[derive(Deserialize)]
struct Chunk {
    bytes: String,
}

/// Writes the file to `out`; how many chunks were received for it. Of what an earlier try left, each
/// chunk that is right is kept.
pub async fn download(
    node: &impl Node,
    root: &ContentRoot,
    content: &Content,
    out: &Path,
    progress: Progress,
) -> Result<u32> {
    let false_content = || Failure::refused("the node says something impossible of this file");
    if content.content_root != *root || chunk_count(content.length) != Some(content.chunks) {
        return Err(false_content());
    }
    // No hash is asked for of a file without bytes: its root says that it has none.
    if content.chunks == 0 && content_root(&[]) != *root {
        return Err(false_content());
    }
    if out.exists() {
        return Err(Failure::usage(format!(
            "{} is there already: name another file, or move it away",
            out.display()
        )));
    }
    let part = part_of(out);
    let failed = |what: &str, why: std::io::Error| {
        Failure::usage(format!("{} can't be {what}: {why}", part.display()))
    };
    let file = File::options().read(true).write(true).create(true).truncate(false).open(&part);
    let file = file.map_err(|why| failed("opened", why))?;

    let mut received = 0u32;
    for number in 0..content.chunks.div_ceil(span(MAX_ORDER)) {
        let page = hashes(node, content, number).await?;
        let first = page.first();
        let mut wanted = (first..).zip(page.hashes).filter(|(index, hash)| {
            let there = is_there(&file, content, *index, hash);
            if there {
                progress.add(length_of(content, *index));
            }
            !there
        });
        let mut on_their_way = FuturesUnordered::new();
        loop {
            while on_their_way.len() < IN_FLIGHT {
                let Some((index, hash)) = wanted.next() else { break };
                on_their_way
                    .push(async move { (index, chunk(node, root, content, index, &hash).await) });
            }
            let Some((index, bytes)) = on_their_way.next().await else { break };
            let bytes = bytes?;
            file.write_all_at(&bytes, place(index)).map_err(|why| failed("written", why))?;
            progress.add(bytes.len() as u64);
            received = received.saturating_add(1);
        }
    }
    file.set_len(content.length).map_err(|why| failed("cut to its length", why))?;
    file.sync_all().map_err(|why| failed("written", why))?;
    fs::rename(&part, out).map_err(|why| failed("renamed", why))?;
    Ok(received)
}

/// Where a file is while it isn't complete.
fn part_of(out: &Path) -> PathBuf {
    let mut name = OsString::from(out.as_os_str());
    name.push(".part");
    name.into()
}

/// A page of hashes that leads to the content root.
async fn hashes(node: &impl Node, content: &Content, number: u32) -> Result<HashPage> {
    let root = content.content_root;
    let answer =
        node.ask("icn_blobHashes", &[json!(root), json!(MAX_ORDER), json!(number)]).await?;
    let Hashes { hashes, path } = read(answer)?;
    let bytes = decoded(&hashes)?;
    let hashes = bytes.chunks_exact(32).map(Hash::from_slice).collect();
    let page = HashPage { order: MAX_ORDER, page: number, hashes, path };
    if !page.verify(&root, content.length) {
        return Err(Failure::refused(
            "the node sends hashes that don't lead to the content root: ask another node",
        ));
    }
    Ok(page)
}

/// A chunk that has this hash.
async fn chunk(
    node: &impl Node,
    root: &ContentRoot,
    content: &Content,
    index: u32,
    hash: &Hash,
) -> Result<Vec<u8>> {
    let answer = node.ask("icn_blobChunk", &[json!(root), json!(index)]).await?;
    let Chunk { bytes } = read(answer)?;
    let bytes = decoded(&bytes)?;
    if bytes.len() as u64 != length_of(content, index) || sha2_256(&bytes) != hash.0 {
        return Err(Failure::refused(format!(
            "the node sends other bytes than chunk {index} has: ask another node"
        )));
    }
    Ok(bytes)
}

fn decoded(text: &str) -> Result<Vec<u8>> {
    BASE64_STANDARD
        .decode(text)
        .map_err(|why| Failure::refused(format!("the node's answer is no base64: {why}")))
}

/// Whether a chunk is in the file.
fn is_there(file: &File, content: &Content, index: u32, hash: &Hash) -> bool {
    let mut bytes = vec![0; usize::try_from(length_of(content, index)).unwrap_or_default()];
    file.read_exact_at(&mut bytes, place(index)).is_ok() && sha2_256(&bytes) == hash.0
}

fn length_of(content: &Content, index: u32) -> u64 {
    chunk_length(content.length, index).unwrap_or_default().into()
}

/// Where a chunk begins.
fn place(index: u32) -> u64 {
    u64::from(index).saturating_mul(CHUNK.into())
}
