//! Hashing at the speed of two cores: a chunk's SHA-256 in one thread, its segments in another.

use std::{io::Read, thread};

use icn_primitives::{
    content::{
        chunk_count, chunk_leaf, lower_hex, merkle::Accumulator, segment_root, Content, CHUNK,
        MAX_LENGTH,
    },
    Hash,
};
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// Bytes of a full chunk.
pub const CHUNK_BYTES: usize = CHUNK as usize;
/// Chunks smaller than this are hashed in one thread: starting a second one would cost more.
const WORTH_A_THREAD: usize = 256 * 1024;

/// What is kept of each chunk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Digests {
    /// Its SHA-256.
    pub hash: Hash,
    /// The root over its segments.
    pub segments: Hash,
}

/// The SHA-256 of `bytes`.
pub fn sha256(bytes: &[u8]) -> Hash {
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    hash.into()
}

/// Both hashes of a chunk; `work` is done meanwhile.
pub fn digests_beside<T>(chunk: &[u8], work: impl FnOnce() -> T) -> (Digests, T) {
    if chunk.len() < WORTH_A_THREAD {
        let alone = Digests { hash: sha256(chunk), segments: segment_root(chunk) };
        return (alone, work());
    }
    thread::scope(|scope| {
        let helper = thread::Builder::new().spawn_scoped(scope, || segment_root(chunk));
        let (hash, done) = (sha256(chunk), work());
        // Without a second thread, or if it died, this one does its work as well.
        let segments = helper.ok().and_then(|helper| helper.join().ok());
        (Digests { hash, segments: segments.unwrap_or_else(|| segment_root(chunk)) }, done)
    })
}

/// Both hashes of a chunk.
pub fn digests(chunk: &[u8]) -> Digests {
    digests_beside(chunk, || ()).0
}

/// S003's hash, made while the chunks' hashes come.
#[derive(Clone, Default)]
pub struct S003Hasher(Sha256);

impl S003Hasher {
    /// The next chunk's hash.
    pub fn push(&mut self, chunk_hash: &Hash) {
        self.0.update(lower_hex(*chunk_hash));
    }

    /// S003's hash of the file.
    pub fn finish(self) -> Hash {
        let hash: [u8; 32] = self.0.finalize().into();
        hash.into()
    }
}

/// Reads a file to its end: what it is, and the SHA-256 of each chunk. What a client does that
/// declares an upload.
pub fn hash(mut reader: impl Read) -> Result<(Content, Vec<Hash>)> {
    let (mut chunks, mut segments) = (Accumulator::default(), Accumulator::default());
    let (mut s003, mut hashes, mut length) = (S003Hasher::default(), Vec::new(), 0u64);
    let mut chunk = Vec::with_capacity(CHUNK_BYTES);
    while read_chunk(&mut reader, &mut chunk)? {
        length = grown(length, chunk.len())?;
        let of_chunk = digests(&chunk);
        chunks.push(chunk_leaf(&of_chunk.hash));
        segments.push(of_chunk.segments);
        s003.push(&of_chunk.hash);
        hashes.push(of_chunk.hash);
    }
    let content = Content {
        length,
        chunks: chunk_count(length).ok_or(Error::TooLong)?,
        content_root: chunks.root(),
        segment_root: segments.root(),
        s003_hash: s003.finish(),
    };
    Ok((content, hashes))
}

/// A file's length with `more` bytes.
pub fn grown(length: u64, more: usize) -> Result<u64> {
    let more = u64::try_from(more).map_err(|_| Error::TooLong)?;
    length.checked_add(more).filter(|length| *length <= MAX_LENGTH).ok_or(Error::TooLong)
}

/// Reads the next chunk into `chunk`; false: the file has ended.
pub fn read_chunk(reader: &mut impl Read, chunk: &mut Vec<u8>) -> Result<bool> {
    chunk.clear();
    reader.take(CHUNK.into()).read_to_end(chunk)?;
    Ok(!chunk.is_empty())
}
