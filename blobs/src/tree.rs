//! The file beside a blob's bytes: its content, the hashes of its chunks, and the levels of both
//! Merkle trees above them.
//!
//! | bytes | what |
//! |---|---|
//! | 148 | a mark, the SCALE-encoded [`Content`], the SHA-256 of both |
//! | 64 for each chunk | its SHA-256 and the root over its segments: its **slot** |
//! | 32 for each node | the levels above the chunks of the tree under the content root, from below |
//! | 32 for each node | the levels above the chunks of the tree under the segment root, from below |
//!
//! So 128 bytes for a MiB. A slot of which both hashes are zero is of a chunk of which nothing is
//! known; one with a zero root over its segments is of a chunk whose hash is known and whose bytes
//! aren't there. The levels are there when the blob is complete.
//!
//! Nothing that is read from it is believed: whoever uses a hash follows it to the blob's name.

use std::{fs::File, io, os::unix::fs::FileExt, path::Path};

use codec::{DecodeAll, Encode};
use icn_primitives::{
    content::{chunk_count, chunk_leaf, merkle, Content},
    Hash,
};

use crate::{
    digest::{sha256, Digests, S003Hasher},
    Error, Result,
};

const MARK: &[u8; 8] = b"icntree1";
/// Bytes of a hash.
const HASH: u64 = 32;
/// Bytes of what stands before the slots.
const HEADER: u64 = 8 + 8 + 4 + 3 * HASH + HASH;
/// Bytes of a slot.
const SLOT: u64 = 2 * HASH;
/// Slots or nodes that are read at once.
const BATCH: u64 = 1024;

/// One of the two trees over a blob.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// Under the content root.
    Chunks,
    /// Under the segment root.
    Segments,
}

/// A tree's file.
#[derive(Debug)]
pub struct Tree {
    file: File,
}

/// Bytes of the file of a blob with so many chunks.
pub fn length(chunks: u32) -> u64 {
    HEADER + u64::from(chunks) * SLOT + 2 * HASH * nodes_below(chunks, u32::MAX)
}

/// Nodes of one tree above the chunks and below `level`, which is at least 1.
fn nodes_below(chunks: u32, level: u32) -> u64 {
    let counts = (1..level).map(|level| (level, count(chunks, level)));
    let mut nodes = 0;
    for (level, count_here) in counts {
        // The level below was the root.
        if count(chunks, level - 1) <= 1 {
            break;
        }
        nodes += count_here;
    }
    nodes
}

/// Nodes on `level` over so many chunks; the chunks are level 0.
pub fn count(chunks: u32, level: u32) -> u64 {
    1u64.checked_shl(level).map_or(1, |span| u64::from(chunks).div_ceil(span))
}

impl Tree {
    /// A new file, of a blob of which nothing is known but `declared`, or not even that.
    pub fn create(path: &Path, declared: Option<&Content>) -> Result<Self> {
        let file = File::options().read(true).write(true).create_new(true).open(path)?;
        let tree = Self { file };
        if let Some(content) = declared {
            tree.file.set_len(HEADER + u64::from(content.chunks) * SLOT)?;
            crate::step();
            tree.write_header(content)?;
        }
        Ok(tree)
    }

    /// An existing file.
    pub fn open(path: &Path, write: bool) -> Result<Self> {
        Ok(Self { file: File::options().read(true).write(write).open(path)? })
    }

    /// The content that the file speaks of; `None` if it is damaged.
    pub fn header(&self) -> Option<Content> {
        let mut header = [0; HEADER as usize];
        self.file.read_exact_at(&mut header, 0).ok()?;
        let (said, checksum) = header.split_at((HEADER - HASH) as usize);
        let content = said.strip_prefix(MARK)?;
        let content = Content::decode_all(&mut &content[..]).ok()?;
        (sha256(said).as_bytes() == checksum && content.is_well_formed()).then_some(content)
    }

    pub fn write_header(&self, content: &Content) -> Result<()> {
        let mut header = MARK.to_vec();
        content.encode_to(&mut header);
        let checksum = sha256(&header);
        header.extend_from_slice(checksum.as_bytes());
        Ok(self.file.write_all_at(&header, 0)?)
    }

    /// What is known of a chunk.
    pub fn slot(&self, index: u32) -> io::Result<Digests> {
        let mut slot = [0; SLOT as usize];
        self.file.read_exact_at(&mut slot, slot_at(index))?;
        let [hash, segments] = split(&slot);
        Ok(Digests { hash, segments })
    }

    /// A chunk's hash is known.
    pub fn set_hash(&self, index: u32, hash: &Hash) -> Result<()> {
        Ok(self.file.write_all_at(hash.as_bytes(), slot_at(index))?)
    }

    /// A chunk is there, or not any more: then both hashes are zero.
    pub fn set_slot(&self, index: u32, slot: &Digests) -> Result<()> {
        let bytes = [slot.hash.0, slot.segments.0].concat();
        Ok(self.file.write_all_at(&bytes, slot_at(index))?)
    }

    /// The chunks' SHA-256 from chunk `from` on, at most `limit`.
    pub fn hashes(&self, chunks: u32, from: u32, limit: u32) -> io::Result<Vec<Hash>> {
        let end = from.saturating_add(limit).min(chunks);
        let mut hashes = Vec::new();
        self.each_slot(from, end, |_, slot| hashes.push(slot.hash))?;
        Ok(hashes)
    }

    /// Shows the slots of the chunks `from..end`.
    pub fn each_slot(
        &self,
        from: u32,
        end: u32,
        mut show: impl FnMut(u32, Digests),
    ) -> io::Result<()> {
        let mut batch = Vec::new();
        let mut index = from;
        while index < end {
            let here = u64::from(end - index).min(BATCH);
            batch.resize((here * SLOT) as usize, 0);
            self.file.read_exact_at(&mut batch, slot_at(index))?;
            for slot in batch.chunks_exact(SLOT as usize) {
                let [hash, segments] = split(slot);
                show(index, Digests { hash, segments });
                index += 1;
            }
        }
        Ok(())
    }

    /// The hashes that lead from node `position` of `level` to the root of a tree.
    pub fn path(
        &self,
        side: Side,
        chunks: u32,
        level: u32,
        position: u64,
    ) -> io::Result<Vec<Hash>> {
        let (mut level, mut position, mut path) = (level, position, Vec::new());
        while count(chunks, level) > 1 {
            let sibling = position ^ 1;
            if sibling < count(chunks, level) {
                path.push(self.node(side, chunks, level, sibling)?);
            }
            position /= 2;
            level += 1;
        }
        Ok(path)
    }

    fn node(&self, side: Side, chunks: u32, level: u32, position: u64) -> io::Result<Hash> {
        if level == 0 {
            let index = u32::try_from(position).map_err(io::Error::other)?;
            let slot = self.slot(index)?;
            return Ok(match side {
                Side::Chunks => chunk_leaf(&slot.hash),
                Side::Segments => slot.segments,
            });
        }
        let mut hash = [0; HASH as usize];
        self.file.read_exact_at(&mut hash, level_at(side, chunks, level) + position * HASH)?;
        Ok(hash.into())
    }

    /// Room for all slots, if the file lost some of it: what isn't there any more is zero.
    pub fn make_room(&self, chunks: u32) -> Result<()> {
        let needed = slot_at(chunks);
        if self.file.metadata()?.len() < needed {
            self.file.set_len(needed)?;
        }
        Ok(())
    }

    /// Writes the levels above the slots, and the content before them: what the blob is by its
    /// slots. All slots must be full.
    pub fn seal(&self, length: u64) -> Result<Content> {
        let content = self.climb(length, |at, nodes| self.file.write_all_at(nodes, at))?;
        self.file.set_len(self::length(content.chunks))?;
        self.write_header(&content)?;
        Ok(content)
    }

    /// Whether it is what [`Self::seal`] wrote of this content.
    pub fn is_of(&self, content: &Content) -> bool {
        let mut there = Vec::new();
        let climbed = self.climb(content.length, |at, nodes| {
            there.resize(nodes.len(), 0);
            self.file.read_exact_at(&mut there, at)?;
            if there == nodes {
                Ok(())
            } else {
                Err(io::ErrorKind::InvalidData.into())
            }
        });
        climbed.is_ok_and(|climbed| climbed == *content) && self.header() == Some(*content)
    }

    /// Makes the levels from the slots on, shows where which nodes are, and gives the content.
    fn climb(
        &self,
        length: u64,
        mut show: impl FnMut(u64, &[u8]) -> io::Result<()>,
    ) -> Result<Content> {
        let chunks = chunk_count(length).ok_or(Error::TooLong)?;
        let mut s003 = S003Hasher::default();
        self.each_slot(0, chunks, |_, slot| s003.push(&slot.hash))?;
        Ok(Content {
            length,
            chunks,
            content_root: self.climb_side(Side::Chunks, chunks, &mut show)?,
            segment_root: self.climb_side(Side::Segments, chunks, &mut show)?,
            s003_hash: s003.finish(),
        })
    }

    fn climb_side(
        &self,
        side: Side,
        chunks: u32,
        show: &mut impl FnMut(u64, &[u8]) -> io::Result<()>,
    ) -> Result<Hash> {
        if chunks == 0 {
            return Ok(merkle::empty_root());
        }
        let mut level = 0;
        while count(chunks, level) > 1 {
            let (below, mut from) = (count(chunks, level), 0);
            while from < below {
                let end = below.min(from + BATCH);
                let nodes = self.nodes(side, chunks, level, from, end)?;
                let above: Vec<u8> =
                    merkle::level_above(&nodes).iter().flat_map(|node| node.0).collect();
                show(level_at(side, chunks, level + 1) + from / 2 * HASH, &above)?;
                from = end;
            }
            level += 1;
        }
        Ok(self.node(side, chunks, level, 0)?)
    }

    fn nodes(&self, side: Side, chunks: u32, level: u32, from: u64, end: u64) -> Result<Vec<Hash>> {
        if level == 0 {
            let part = |position| u32::try_from(position).map_err(|_| Error::OutOfRange);
            let mut nodes = Vec::new();
            self.each_slot(part(from)?, part(end)?, |_, slot| {
                nodes.push(match side {
                    Side::Chunks => chunk_leaf(&slot.hash),
                    Side::Segments => slot.segments,
                });
            })?;
            return Ok(nodes);
        }
        let mut bytes = vec![0; ((end - from) * HASH) as usize];
        self.file.read_exact_at(&mut bytes, level_at(side, chunks, level) + from * HASH)?;
        Ok(bytes.chunks_exact(HASH as usize).map(Hash::from_slice).collect())
    }

    /// Makes all that was written last.
    pub fn sync(&self) -> Result<()> {
        Ok(self.file.sync_all()?)
    }
}

fn slot_at(index: u32) -> u64 {
    HEADER + u64::from(index) * SLOT
}

/// Where a level above the chunks begins.
fn level_at(side: Side, chunks: u32, level: u32) -> u64 {
    let before = match side {
        Side::Chunks => 0,
        Side::Segments => nodes_below(chunks, u32::MAX),
    };
    slot_at(chunks) + (before + nodes_below(chunks, level)) * HASH
}

/// The two hashes of a slot.
fn split(slot: &[u8]) -> [Hash; 2] {
    let (hash, segments) = slot.split_at(HASH as usize);
    [Hash::from_slice(hash), Hash::from_slice(segments)]
}
