//! Files as chunks and segments, their three hashes, and the proof that somebody has a part of one
//! (domain §8, S003 storage).
//!
//! | part | size | what is made of it |
//! |---|---|---|
//! | chunk | 1 MiB, the last one what is left | travels between providers; its SHA-256 is a leaf of the content root, and goes into S003's hash |
//! | segment | 1 KiB, the last one what is left | travels in a transaction, as the answer to a challenge; a leaf of the segment root |
//!
//! - **Content root**: the Merkle root over the SHA-256 of each chunk. It is the file's name.
//! - **Segment root**: the Merkle root over the segments. A chunk is 1024 of them, so the root over
//!   one chunk's segments is a node of this tree, and a proof needs one chunk and the nodes above.
//! - **S003's hash**: the SHA-256 of the chunks' SHA-256, written as lower-case hexadecimal digits
//!   one behind the other: what the prototype called a file's hash.
//!
//! The trees are those of RFC 9162 ([`merkle`]). A file without bytes has no chunks and no segments;
//! all three of its hashes are the SHA-256 of nothing, and nothing can be proven of it.
//!
//! The roots don't tell a file's length: it stands beside them, and whoever has the bytes checks
//! that all of them belong together ([`Content::of`]).

pub mod merkle;

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use polkadot_sdk::{
    sp_io::hashing::sha2_256,
    sp_runtime::{traits::ConstU32, BoundedVec},
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::Hash;
use merkle::Accumulator;

/// Bytes of a chunk, but for the last.
pub const CHUNK: u32 = 1024 * 1024;
/// Bytes of a segment, but for the last.
pub const SEGMENT: u32 = 1024;
/// Segments of a chunk, but for the last.
pub const SEGMENTS_PER_CHUNK: u32 = CHUNK / SEGMENT;
/// Bytes of the longest file: 1 TiB.
pub const MAX_LENGTH: u64 = 1 << 40;
/// Chunks of the longest file.
pub const MAX_CHUNKS: u32 = 1 << 20;
/// Hashes on the longest path: one for each level below the root over the longest file's segments.
pub const MAX_PATH: u32 = 30;

/// The Merkle root over the SHA-256 of a file's chunks: the file's name.
pub type ContentRoot = Hash;
/// Hashes from a leaf's neighbour up to the root's child; levels without a neighbour are left out.
pub type MerklePath = BoundedVec<Hash, ConstU32<MAX_PATH>>;

/// How many chunks a file of `length` bytes has; `None` if it is longer than [`MAX_LENGTH`].
pub fn chunk_count(length: u64) -> Option<u32> {
    parts(length, CHUNK)
}

/// How many segments a file of `length` bytes has; `None` if it is longer than [`MAX_LENGTH`].
pub fn segment_count(length: u64) -> Option<u32> {
    parts(length, SEGMENT)
}

/// Bytes of chunk `index` of a file of `length` bytes; `None` if it has no such chunk.
pub fn chunk_length(length: u64, index: u32) -> Option<u32> {
    part_length(length, CHUNK, index)
}

/// Bytes of segment `index` of a file of `length` bytes; `None` if it has no such segment.
pub fn segment_length(length: u64, index: u32) -> Option<u32> {
    part_length(length, SEGMENT, index)
}

fn parts(length: u64, size: u32) -> Option<u32> {
    if length > MAX_LENGTH {
        return None;
    }
    u32::try_from(length.div_ceil(u64::from(size))).ok()
}

fn part_length(length: u64, size: u32, index: u32) -> Option<u32> {
    if length > MAX_LENGTH {
        return None;
    }
    let rest = length.checked_sub(u64::from(index).checked_mul(u64::from(size))?)?;
    u32::try_from(rest.min(u64::from(size))).ok().filter(|length| *length > 0)
}

/// The content root of a file with these chunks.
pub fn content_root(chunk_hashes: &[Hash]) -> ContentRoot {
    chunk_hashes.iter().map(chunk_leaf).collect::<Accumulator>().root()
}

/// The leaf that stands for a chunk in the tree under the content root.
pub fn chunk_leaf(chunk_hash: &Hash) -> Hash {
    merkle::leaf(chunk_hash.as_bytes())
}

/// The Merkle root over the segments of `bytes`: of a whole file its segment root, of a chunk the
/// node of that tree which stands over it.
pub fn segment_root(bytes: &[u8]) -> Hash {
    segment_leaves(bytes).collect::<Accumulator>().root()
}

fn segment_leaves(bytes: &[u8]) -> impl Iterator<Item = Hash> + '_ {
    bytes.chunks(SEGMENT as usize).map(merkle::leaf)
}

/// S003's hash of a file with these chunks.
pub fn s003_hash(chunk_hashes: &[Hash]) -> Hash {
    let digits = chunk_hashes.iter().flat_map(|hash| lower_hex(*hash)).collect::<Vec<u8>>();
    sha2_256(&digits).into()
}

/// A hash in 64 lower-case hexadecimal digits.
pub fn lower_hex(hash: Hash) -> [u8; 64] {
    let mut digits = [0; 64];
    let nibbles = hash.0.into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    for (digit, nibble) in digits.iter_mut().zip(nibbles) {
        *digit = if nibble < 10 { b'0' + nibble } else { b'a' - 10 + nibble };
    }
    digits
}

/// What is known of a file without its bytes.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Content {
    /// Its bytes; at most [`MAX_LENGTH`].
    pub length: u64,
    /// Its chunks.
    pub chunks: u32,
    /// The Merkle root over its chunks' SHA-256.
    pub content_root: ContentRoot,
    /// The Merkle root over its segments.
    pub segment_root: Hash,
    /// S003's hash of it.
    pub s003_hash: Hash,
}

impl Content {
    /// Of the file with these bytes.
    pub fn of(bytes: &[u8]) -> Result<Self, TooLong> {
        let mut hasher = ContentHasher::new();
        hasher.update(bytes)?;
        Ok(hasher.finish())
    }

    /// Whether there can be such a file, as far as can be told without its bytes: it isn't too long,
    /// has as many chunks as its length needs, and without bytes it has the hashes that belong to it.
    pub fn is_well_formed(&self) -> bool {
        let nothing = merkle::empty_root();
        let hashes = [self.content_root, self.segment_root, self.s003_hash];
        chunk_count(self.length) == Some(self.chunks)
            && (self.length > 0 || hashes.iter().all(|hash| *hash == nothing))
    }

    /// Its segments.
    pub fn segments(&self) -> u32 {
        segment_count(self.length).unwrap_or_default()
    }
}

/// A file is longer than [`MAX_LENGTH`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a file has at most 1 TiB")
    }
}

impl core::error::Error for TooLong {}

/// Makes the [`Content`] of a file whose bytes come piece by piece.
///
/// It keeps less than a chunk of the file, a hash for each level of the trees, and the chunks' hashes:
/// 32 KiB for a GiB. S003's hash is over all of them, and who hashes a file to send it sends them too.
#[derive(Clone, Debug, Default)]
pub struct ContentHasher {
    /// The chunk that isn't full yet.
    open: Vec<u8>,
    length: u64,
    chunk_hashes: Vec<Hash>,
    /// Over the leaves of the chunks' hashes.
    chunks: Accumulator,
    /// Over the roots of the chunks' segments.
    segments: Accumulator,
}

impl ContentHasher {
    /// Of a file of which nothing is known yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The file goes on with `bytes`. If that makes it too long, nothing changes.
    pub fn update(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        let more = u64::try_from(bytes.len()).map_err(|_| TooLong)?;
        let length = self.length.checked_add(more).ok_or(TooLong)?;
        if length > MAX_LENGTH {
            return Err(TooLong);
        }
        self.length = length;

        let size = CHUNK as usize;
        let mut rest = bytes;
        if !self.open.is_empty() {
            let (fits, after) = rest.split_at(rest.len().min(size.saturating_sub(self.open.len())));
            self.open.extend_from_slice(fits);
            rest = after;
            if self.open.len() < size {
                return Ok(());
            }
            let full = core::mem::take(&mut self.open);
            self.close(&full);
            // Its memory serves the next chunk.
            self.open = full;
            self.open.clear();
        }
        let full_chunks = rest.chunks_exact(size);
        self.open.extend_from_slice(full_chunks.remainder());
        full_chunks.for_each(|chunk| self.close(chunk));
        Ok(())
    }

    /// The file has no more bytes.
    pub fn finish(self) -> Content {
        self.finish_with_chunks().0
    }

    /// The same, with the SHA-256 of each chunk.
    pub fn finish_with_chunks(mut self) -> (Content, Vec<Hash>) {
        if !self.open.is_empty() {
            let last = core::mem::take(&mut self.open);
            self.close(&last);
        }
        let content = Content {
            length: self.length,
            chunks: chunk_count(self.length).unwrap_or_default(),
            content_root: self.chunks.root(),
            segment_root: self.segments.root(),
            s003_hash: s003_hash(&self.chunk_hashes),
        };
        (content, self.chunk_hashes)
    }

    fn close(&mut self, chunk: &[u8]) {
        let hash = sha2_256(chunk).into();
        self.chunk_hashes.push(hash);
        self.chunks.push(chunk_leaf(&hash));
        self.segments.push(segment_root(chunk));
    }
}

/// One segment of a file, and the hashes that lead from it to the segment root: whoever shows it
/// has that segment.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct SegmentProof {
    /// Number of the segment; the first is 0.
    pub index: u32,
    /// Its bytes.
    pub segment: BoundedVec<u8, ConstU32<SEGMENT>>,
    /// The hashes from below.
    pub path: MerklePath,
}

impl SegmentProof {
    /// Whether it is a segment of the file of `length` bytes with the segment root `root`. At most
    /// [`MAX_PATH`] pairs are hashed.
    pub fn verify(&self, root: &Hash, length: u64) -> bool {
        let (Some(count), Some(of_segment)) =
            (segment_count(length), segment_length(length, self.index))
        else {
            return false;
        };
        if usize::try_from(of_segment) != Ok(self.segment.len()) {
            return false;
        }
        let leaf = merkle::leaf(&self.segment);
        merkle::root_above(&leaf, self.index.into(), count.into(), &self.path) == Some(*root)
    }

    /// Of segment `index` of the file `bytes`; `None` if it has no such segment.
    pub fn of(bytes: &[u8], index: u32) -> Option<Self> {
        let chunks = bytes.chunks(CHUNK as usize);
        let number = usize::try_from(index / SEGMENTS_PER_CHUNK).ok()?;
        let chunk = chunks.clone().nth(number)?;
        let above = merkle::path(&chunks.map(segment_root).collect::<Vec<_>>(), number)?;
        Self::in_chunk(chunk, index, &above)
    }

    /// Of segment `index` of a file, from the one chunk in which it is and the path `above`, from the
    /// root over that chunk's segments to the file's segment root. `None` if the chunk has no such
    /// segment or the path is too long.
    pub fn in_chunk(chunk: &[u8], index: u32, above: &[Hash]) -> Option<Self> {
        let position = usize::try_from(index % SEGMENTS_PER_CHUNK).ok()?;
        let segment = chunk.chunks(SEGMENT as usize).nth(position)?;
        let mut path = merkle::path(&segment_leaves(chunk).collect::<Vec<_>>(), position)?;
        path.extend_from_slice(above);
        Some(Self {
            index,
            segment: segment.to_vec().try_into().ok()?,
            path: path.try_into().ok()?,
        })
    }
}

/// The hash of one chunk of a file, and the hashes that lead from it to the content root: so a chunk
/// can be checked when it arrives, before the others are there.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct ChunkProof {
    /// Number of the chunk; the first is 0.
    pub index: u32,
    /// Its SHA-256.
    pub hash: Hash,
    /// The hashes from below.
    pub path: MerklePath,
}

impl ChunkProof {
    /// Whether it is of the file of `length` bytes with the content root `root`.
    pub fn verify(&self, root: &ContentRoot, length: u64) -> bool {
        let Some(count) = chunk_count(length) else { return false };
        let leaf = chunk_leaf(&self.hash);
        merkle::root_above(&leaf, self.index.into(), count.into(), &self.path) == Some(*root)
    }

    /// Whether `chunk` is the chunk that it is about.
    pub fn is_about(&self, chunk: &[u8]) -> bool {
        sha2_256(chunk) == self.hash.0
    }

    /// Of chunk `index` of a file whose chunks have these hashes; `None` if it has no such chunk.
    pub fn of(chunk_hashes: &[Hash], index: u32) -> Option<Self> {
        let position = usize::try_from(index).ok()?;
        let hash = *chunk_hashes.get(position)?;
        let leaves = chunk_hashes.iter().map(chunk_leaf).collect::<Vec<_>>();
        Some(Self { index, hash, path: merkle::path(&leaves, position)?.try_into().ok()? })
    }
}
