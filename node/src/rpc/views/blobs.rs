//! Blobs as JSON.

use base64::{prelude::BASE64_STANDARD, Engine};
use icn_blobs::{wire::HashPage, ChunkProof, Content, Listed, Usage};
use icn_primitives::Hash;
use serde::Serialize;

use super::next;
use crate::blobs::uploads::State;

/// What a node keeps and may keep.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageView {
    capacity: u64,
    used: u64,
    blobs: usize,
    uploads: usize,
}

impl From<Usage> for UsageView {
    fn from(usage: Usage) -> Self {
        let Usage { capacity, used, blobs, uploads } = usage;
        Self { capacity, used, blobs, uploads }
    }
}

/// A page of blobs.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BlobPage {
    blobs: Vec<ListedView>,
    next: Option<Hash>,
}

/// A blob in a list.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListedView {
    root: Hash,
    /// `None`: the file that says so is damaged.
    content: Option<Content>,
}

impl BlobPage {
    /// Of what was listed up to `limit`.
    pub fn new(listed: Vec<Listed>, limit: u32) -> Self {
        let next = next(listed.last().map(|last| last.root), listed.len(), limit);
        let view = |listed: Listed| ListedView { root: listed.root, content: listed.content };
        Self { blobs: listed.into_iter().map(view).collect(), next }
    }
}

/// The hashes of a page of chunks.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HashesView {
    order: u8,
    page: u32,
    /// 32 bytes each, in base64.
    hashes: String,
    path: Vec<Hash>,
}

impl From<HashPage> for HashesView {
    fn from(page: HashPage) -> Self {
        let bytes: Vec<u8> = page.hashes.iter().flat_map(|hash| hash.0).collect();
        let hashes = BASE64_STANDARD.encode(bytes);
        Self { order: page.order, page: page.page, hashes, path: page.path }
    }
}

/// A chunk.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChunkView {
    index: u32,
    /// In base64.
    bytes: String,
    hash: Hash,
    path: Vec<Hash>,
}

impl ChunkView {
    /// Of a chunk with these bytes.
    pub fn new(proof: ChunkProof, bytes: &[u8]) -> Self {
        let ChunkProof { index, hash, path } = proof;
        Self { index, bytes: BASE64_STANDARD.encode(bytes), hash, path: path.into_inner() }
    }
}

/// How far an upload is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadState {
    content: Content,
    stored: bool,
    present: u32,
    unknown: Option<u32>,
    missing: Vec<Range>,
    next: Option<u32>,
}

/// Chunks in a row.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Range {
    from: u32,
    to: u32,
}

impl From<State> for UploadState {
    fn from(state: State) -> Self {
        let State { content, stored, present, unknown, missing, next } = state;
        let missing = missing.into_iter().map(|(from, to)| Range { from, to }).collect();
        Self { content, stored, present, unknown, missing, next }
    }
}
