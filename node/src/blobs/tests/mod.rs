//! Scenarios, with a chain and peers that answer from memory.

mod fetching;
mod providing;
mod uploading;
mod world;

use icn_blobs::{hash, wire::HashPage, Content, Hash, Store};
use std::path::Path;
use tempfile::TempDir;

use super::{metrics::Metrics, Blobs};

/// More than a test needs.
const PLENTY: u64 = 1 << 30;
/// Bytes of a full chunk.
const CHUNK: usize = icn_blobs::CHUNK as usize;

/// Bytes that look like any others, and different ones for each seed.
fn file(seed: u8, length: usize) -> Vec<u8> {
    let mut state = u32::from(seed).wrapping_mul(2_654_435_761) | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()
    };
    std::iter::repeat_with(next).flatten().take(length).collect()
}

/// What a file is, and the hashes of its chunks.
fn hashed(file: &[u8]) -> (Content, Vec<Hash>) {
    hash(file).unwrap()
}

/// All hashes of a short file.
fn page(file: &[u8]) -> HashPage {
    HashPage::of(&hashed(file).1, icn_blobs::wire::MAX_ORDER, 0).unwrap()
}

fn chunk(file: &[u8], index: usize) -> &[u8] {
    file.chunks(CHUNK).nth(index).unwrap()
}

/// Blobs in a directory that goes away with them.
struct Disk {
    blobs: Blobs,
    directory: TempDir,
}

impl Disk {
    fn new() -> Self {
        Self::with_capacity(PLENTY)
    }

    fn with_capacity(capacity: u64) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(directory.path(), capacity, None).unwrap();
        Self { blobs, directory }
    }

    /// One that keeps this file.
    fn keeping(file: &[u8]) -> Self {
        let disk = Self::new();
        disk.store().put(file).unwrap();
        disk
    }

    fn store(&self) -> &Store {
        &self.blobs.store
    }

    fn metrics(&self) -> Metrics {
        self.blobs.metrics.clone()
    }

    /// As after the process has ended and begun again.
    fn again(self) -> Self {
        let Self { blobs, directory } = self;
        drop(blobs);
        let blobs = Blobs::open(directory.path(), PLENTY, None).unwrap();
        Self { blobs, directory }
    }

    fn read(&self, content: &Content) -> Vec<u8> {
        let mut read = Vec::new();
        self.store().blob(&content.content_root).unwrap().copy_to(&mut read).unwrap();
        read
    }

    /// Changes a byte of a chunk on the disk.
    fn damage(&self, content: &Content, index: usize) {
        self.change(content, "data", index * CHUNK + 5);
    }

    fn change(&self, content: &Content, part: &str, at: usize) {
        let name = format!("{:x}", content.content_root);
        let path: &Path = self.directory.path();
        let path = path.join("blobs").join(&name[..2]).join(name).join(part);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[at] ^= 0x40;
        std::fs::write(&path, bytes).unwrap();
    }
}
