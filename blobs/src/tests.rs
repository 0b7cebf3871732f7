//! Scenarios, by subject.

mod damage;
mod fetching;
pub mod kill;
mod model;
mod proofs;
mod putting;
mod uploading;
mod wire;

use std::{fs, path::PathBuf, thread, time::Duration};

use icn_primitives::content::Content;
use tempfile::TempDir;

use crate::{digest::CHUNK_BYTES, ContentRoot, Error, Store};

/// More than a test needs.
const PLENTY: u64 = 1 << 30;

/// Bytes that look like any others, and different ones for each seed.
fn bytes(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut made = Vec::with_capacity(length + 8);
    while made.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        made.extend_from_slice(&state.to_le_bytes());
    }
    made.truncate(length);
    made
}

/// A file's chunks.
fn chunks(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.chunks(CHUNK_BYTES).collect()
}

/// A store in a directory that goes away with it.
struct Disk {
    store: Option<Store>,
    directory: TempDir,
    capacity: u64,
}

impl Disk {
    fn new() -> Self {
        Self::with_capacity(PLENTY)
    }

    fn with_capacity(capacity: u64) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open(directory.path(), capacity).unwrap();
        Self { store: Some(store), directory, capacity }
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    /// As after the process has ended and begun again.
    fn reopen(&mut self) {
        self.store = None;
        for _ in 0..500 {
            match Store::open(self.directory.path(), self.capacity) {
                // Between its fork and its exec, a process that another test starts has all files.
                Err(Error::Locked) => thread::sleep(Duration::from_millis(10)),
                opened => return self.store = Some(opened.unwrap()),
            }
        }
        panic!("the store stays locked");
    }

    fn get(&self, root: &ContentRoot) -> Vec<u8> {
        let mut read = Vec::new();
        self.store().blob(root).unwrap().copy_to(&mut read).unwrap();
        read
    }

    fn blob_file(&self, root: &ContentRoot, file: &str) -> PathBuf {
        let name = format!("{root:x}");
        self.directory.path().join("blobs").join(&name[..2]).join(name).join(file)
    }

    fn upload_file(&self, root: &ContentRoot, file: &str) -> PathBuf {
        self.directory.path().join("incoming").join(format!("{root:x}")).join(file)
    }

    /// Files and directories that aren't those of an empty store.
    fn leftovers(&self) -> usize {
        ["incoming", "trash"]
            .iter()
            .map(|part| fs::read_dir(self.directory.path().join(part)).unwrap().count())
            .sum()
    }
}

/// Changes one byte of a file.
fn flip(path: &PathBuf, at: usize) {
    let mut content = fs::read(path).unwrap();
    content[at] ^= 0x40;
    fs::write(path, content).unwrap();
}

fn content_of(bytes: &[u8]) -> Content {
    Content::of(bytes).unwrap()
}
