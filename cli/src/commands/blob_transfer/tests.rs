//! Files that go to a node and come back, with a node that answers from a store.

use std::{
    cell::{Cell, RefCell},
    fs::{self, File},
    path::PathBuf,
};

use base64::{prelude::BASE64_STANDARD, Engine};
use icn_blobs::{wire::HashPage, Error, Store, Upload};
use icn_primitives::{content::Content, Hash};
use serde_json::{json, Value as Json};
use tempfile::TempDir;

use super::{download::download, node::Node, progress::Progress, upload::upload};
use crate::failure::{Failure, Result};

const CHUNK: usize = icn_blobs::CHUNK as usize;

/// A node of which the connection may break.
struct Fake {
    store: Store,
    upload: RefCell<Option<Upload>>,
    /// So many chunks pass before the connection breaks.
    passes: Cell<u32>,
    /// Whether it changes the chunks that it gives.
    lies: bool,
    directory: TempDir,
}

impl Fake {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open(directory.path().join("store"), 1 << 30).unwrap();
        let passes = Cell::new(u32::MAX);
        Self { store, upload: RefCell::new(None), passes, lies: false, directory }
    }

    /// A file beside the store.
    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.directory.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn passes(&self) -> Result<()> {
        let left = self.passes.get();
        if left == 0 {
            return Err(Failure::unreachable("the connection broke"));
        }
        self.passes.set(left - 1);
        Ok(())
    }

    fn with_upload<T>(&self, work: impl FnOnce(&mut Upload) -> icn_blobs::Result<T>) -> Result<T> {
        let mut upload = self.upload.borrow_mut();
        work(upload.as_mut().expect("no upload was begun")).map_err(refused)
    }

    fn state(upload: &Upload, from: u32) -> Json {
        // One range at a time: what is missing comes in pages.
        let first = upload.missing(from).next();
        let end = first.map(|first| {
            (first..).take_while(|at| upload.missing(*at).next() == Some(*at)).last().unwrap() + 1
        });
        let next = end.and_then(|end| upload.missing(end).next());
        let missing: Vec<Json> = first
            .zip(end)
            .map(|(from, to)| json!({ "from": from, "to": to }))
            .into_iter()
            .collect();
        let unknown = upload.missing(0).find(|index| !upload.knows(*index));
        json!({ "stored": false, "unknown": unknown, "missing": missing, "next": next })
    }
}

fn refused(error: Error) -> Failure {
    let name = if matches!(error, Error::WrongChunk) { "Blob.WrongChunk" } else { "Blob.Other" };
    Failure::named(name, error.to_string())
}

fn param<T: serde::de::DeserializeOwned>(params: &[Json], at: usize) -> T {
    serde_json::from_value(params[at].clone()).unwrap()
}

fn bytes(params: &[Json], at: usize) -> Vec<u8> {
    BASE64_STANDARD.decode(param::<String>(params, at)).unwrap()
}

impl Node for Fake {
    async fn ask_once(&self, method: &str, params: &[Json]) -> Result<Json> {
        let root: Hash = match method {
            "icn_blobUpload" => Hash::zero(),
            _ => param(params, 0),
        };
        Ok(match method {
            "icn_blobUpload" => {
                let content: Content = param(params, 0);
                if self.store.has(&content.content_root) {
                    return Ok(
                        json!({ "stored": true, "unknown": null, "missing": [], "next": null }),
                    );
                }
                self.upload.take();
                let begun = self.store.upload(content).map_err(refused)?;
                let state = Self::state(&begun, 0);
                self.upload.replace(Some(begun));
                state
            }
            "icn_blobUploadState" => {
                self.with_upload(|upload| Ok(Self::state(upload, param(params, 1))))?
            }
            "icn_blobPutHashes" => {
                let hashes = bytes(params, 3).chunks(32).map(Hash::from_slice).collect();
                let (order, page) = (param(params, 1), param(params, 2));
                let page = HashPage { order, page, hashes, path: param(params, 4) };
                self.with_upload(|upload| upload.learn_page(&page))?;
                json!(true)
            }
            "icn_blobPutChunk" => {
                self.passes()?;
                self.with_upload(|upload| upload.put_chunk(param(params, 1), &bytes(params, 2)))?;
                json!(true)
            }
            "icn_blobFinish" => json!(self.upload.take().unwrap().finish().map_err(refused)?),
            "icn_blobHashes" => {
                let blob = self.store.blob(&root).map_err(refused)?;
                let page = blob.hashes(param(params, 1), param(params, 2)).map_err(refused)?;
                let bytes: Vec<u8> = page.hashes.iter().flat_map(|hash| hash.0).collect();
                json!({ "hashes": BASE64_STANDARD.encode(bytes), "path": page.path })
            }
            "icn_blobChunk" => {
                self.passes()?;
                let (blob, mut bytes) = (self.store.blob(&root).map_err(refused)?, Vec::new());
                blob.read_chunk(param(params, 1), &mut bytes).map_err(refused)?;
                bytes[0] ^= u8::from(self.lies);
                json!({ "bytes": BASE64_STANDARD.encode(bytes) })
            }
            method => panic!("{method}"),
        })
    }
}

fn bytes_of(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at / 777 % 251) as u8).collect()
}

async fn put(node: &Fake, path: &PathBuf) -> Result<u32> {
    let (content, hashes) = icn_blobs::hash(File::open(path).unwrap()).unwrap();
    let file = File::open(path).unwrap();
    upload(node, &file, &content, &hashes, json!({}), Progress::silent()).await
}

#[tokio::test]
async fn a_file_goes_to_the_node_and_comes_back() {
    for length in [0, 1, CHUNK, 6 * CHUNK + 3] {
        let (node, bytes) = (Fake::new(), bytes_of(length));
        let file = node.file("file", &bytes);
        let content = Content::of(&bytes).unwrap();
        assert_eq!(put(&node, &file).await.unwrap(), content.chunks);
        assert_eq!(put(&node, &file).await.unwrap(), 0, "it is there");
        let out = node.directory.path().join("out");
        let got = download(&node, &content.content_root, &content, &out, Progress::silent()).await;
        assert_eq!(got.unwrap(), content.chunks);
        assert_eq!(fs::read(&out).unwrap(), bytes);
        // What is there isn't written over.
        let got = download(&node, &content.content_root, &content, &out, Progress::silent()).await;
        assert_eq!(got.unwrap_err().kind.code(), 2);
    }
}

#[tokio::test]
async fn both_ways_go_on_where_the_connection_broke() {
    let (node, bytes) = (Fake::new(), bytes_of(9 * CHUNK + 3));
    let file = node.file("file", &bytes);
    let content = Content::of(&bytes).unwrap();
    node.passes.set(6);
    assert_eq!(put(&node, &file).await.unwrap_err().kind.code(), 3);
    node.passes.set(u32::MAX);
    assert_eq!(put(&node, &file).await.unwrap(), 4);

    let out = node.directory.path().join("out");
    let get = || download(&node, &content.content_root, &content, &out, Progress::silent());
    node.passes.set(7);
    assert_eq!(get().await.unwrap_err().kind.code(), 3);
    assert!(!out.exists());
    // What is damaged of it meanwhile is fetched again.
    let part = node.directory.path().join("out.part");
    let mut left = fs::read(&part).unwrap();
    left[5] ^= 1;
    fs::write(&part, left).unwrap();
    node.passes.set(u32::MAX);
    let received = get().await.unwrap();
    assert!((4..9).contains(&received), "{received}");
    assert_eq!(fs::read(&out).unwrap(), bytes);
    assert!(!part.exists());
}

#[tokio::test]
async fn a_node_that_lies_is_found_out() {
    let (mut node, bytes) = (Fake::new(), bytes_of(2 * CHUNK));
    let file = node.file("file", &bytes);
    put(&node, &file).await.unwrap();
    let content = Content::of(&bytes).unwrap();
    let root = content.content_root;
    let out = node.directory.path().join("out");
    let shorter = Content { length: CHUNK as u64, chunks: 1, ..content };
    let impossible = Content { chunks: 3, ..content };
    let empty = Content { length: 0, chunks: 0, ..content };
    for lie in [shorter, impossible, empty] {
        let got = download(&node, &root, &lie, &out, Progress::silent()).await;
        assert_eq!(got.unwrap_err().kind.code(), 1, "{lie:?}");
    }
    node.lies = true;
    let got = download(&node, &root, &content, &out, Progress::silent()).await;
    assert!(got.unwrap_err().message.contains("other bytes"));
    assert!(!out.exists());
}

#[tokio::test]
async fn a_file_that_changes_while_it_is_sent_is_noticed() {
    let (node, bytes) = (Fake::new(), bytes_of(2 * CHUNK));
    let path = node.file("file", &bytes);
    let (content, hashes) = icn_blobs::hash(&bytes[..]).unwrap();
    node.file("file", &bytes_of(2 * CHUNK).iter().map(|byte| byte ^ 1).collect::<Vec<_>>());
    let file = File::open(&path).unwrap();
    let sent = upload(&node, &file, &content, &hashes, json!({}), Progress::silent()).await;
    assert!(sent.unwrap_err().message.contains("changed"));
}
