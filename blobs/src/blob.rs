//! Reading a blob. No chunk is given that hasn't the hash which leads to the blob's name.

use std::{fs::File, io::Write, os::unix::fs::FileExt, path::Path};

use icn_primitives::content::{
    chunk_length, segment_count, ChunkProof, Content, SegmentProof, CHUNK, SEGMENTS_PER_CHUNK,
};

use crate::{
    digest::sha256,
    layout::{DATA, TREE},
    tree::{Side, Tree},
    wire::{HashPage, MAX_ORDER},
    Error, Result,
};

/// A blob that is open to be read.
#[derive(Debug)]
pub struct Blob {
    content: Content,
    /// `None`: the file is gone, and with it all chunks.
    data: Option<File>,
    tree: Tree,
}

impl Blob {
    pub(crate) fn open(directory: &Path, content: Content) -> Result<Self> {
        let tree = Tree::open(&directory.join(TREE), false)
            .map_err(|_| Error::DamagedTree { root: content.content_root })?;
        Ok(Self { content, data: File::open(directory.join(DATA)).ok(), tree })
    }

    /// What it is.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The proven hash of chunk `index`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`], [`Error::DamagedTree`].
    pub fn chunk_proof(&self, index: u32) -> Result<ChunkProof> {
        let Content { length, chunks, content_root, .. } = self.content;
        chunk_length(length, index).ok_or(Error::OutOfRange)?;
        let read = || {
            let hash = self.tree.slot(index).ok()?.hash;
            let path = self.tree.path(Side::Chunks, chunks, 0, index.into()).ok()?;
            Some(ChunkProof { index, hash, path: path.try_into().ok()? })
        };
        read()
            .filter(|proof| proof.verify(&content_root, length))
            .ok_or(Error::DamagedTree { root: content_root })
    }

    /// The bytes of chunk `index`, into `chunk`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`], [`Error::DamagedTree`], [`Error::Damaged`].
    pub fn read_chunk(&self, index: u32, chunk: &mut Vec<u8>) -> Result<()> {
        let proof = self.chunk_proof(index)?;
        let read = read_chunk_of(self.data.as_ref(), self.content.length, index, chunk);
        if read && sha256(chunk) == proof.hash {
            return Ok(());
        }
        chunk.clear();
        Err(Error::Damaged { root: self.content.content_root, chunk: index })
    }

    /// Writes `length` bytes from `offset` on to `writer`. A chunk is checked before any of its
    /// bytes are written.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] before anything is written; [`Error::Damaged`],
    /// [`Error::DamagedTree`] and what the writer says, after what was written.
    pub fn copy_range(&self, offset: u64, length: u64, mut writer: impl Write) -> Result<()> {
        let end = offset
            .checked_add(length)
            .filter(|end| *end <= self.content.length)
            .ok_or(Error::OutOfRange)?;
        let size = u64::from(CHUNK);
        let (mut at, mut chunk) = (offset, Vec::new());
        while at < end {
            let index = u32::try_from(at / size).map_err(|_| Error::OutOfRange)?;
            self.read_chunk(index, &mut chunk)?;
            let begin = at % size;
            let stop = size.min(end.saturating_sub(at).saturating_add(begin));
            let part = usize::try_from(begin)
                .and_then(|begin| usize::try_from(stop).map(|stop| begin..stop))
                .ok()
                .and_then(|range| chunk.get(range))
                .ok_or(Error::OutOfRange)?;
            writer.write_all(part)?;
            at = at.saturating_add(stop.saturating_sub(begin));
        }
        Ok(())
    }

    /// Writes all its bytes to `writer`.
    ///
    /// # Errors
    /// As [`Self::copy_range`].
    pub fn copy_to(&self, writer: impl Write) -> Result<()> {
        self.copy_range(0, self.content.length, writer)
    }

    /// The proof that segment `index` is here: reads one chunk, and a hash for each level.
    ///
    /// # Errors
    /// [`Error::OutOfRange`], [`Error::Damaged`], [`Error::DamagedTree`].
    pub fn prove(&self, index: u32) -> Result<SegmentProof> {
        let Content { length, chunks, content_root, segment_root, .. } = self.content;
        if segment_count(length).is_none_or(|count| index >= count) {
            return Err(Error::OutOfRange);
        }
        let number = index / SEGMENTS_PER_CHUNK;
        let mut chunk = Vec::new();
        self.read_chunk(number, &mut chunk)?;
        let read = || {
            let above = self.tree.path(Side::Segments, chunks, 0, number.into()).ok()?;
            SegmentProof::in_chunk(&chunk, index, &above)
        };
        read()
            .filter(|proof| proof.verify(&segment_root, length))
            .ok_or(Error::DamagedTree { root: content_root })
    }

    /// The proofs of all these segments, in their order.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub fn prove_all(&self, indices: &[u32]) -> Result<Vec<SegmentProof>> {
        indices.iter().map(|index| self.prove(*index)).collect()
    }

    /// The proven hashes of page `page` of 2^`order` chunks.
    ///
    /// # Errors
    /// [`Error::OutOfRange`], [`Error::DamagedTree`].
    pub fn hashes(&self, order: u8, page: u32) -> Result<HashPage> {
        let Content { length, chunks, content_root, .. } = self.content;
        if order > MAX_ORDER {
            return Err(Error::OutOfRange);
        }
        let span = 1u32 << order;
        let first = page.checked_mul(span).filter(|first| *first < chunks);
        let first = first.ok_or(Error::OutOfRange)?;
        let read = || {
            let hashes = self.tree.hashes(chunks, first, span).ok()?;
            let path = self.tree.path(Side::Chunks, chunks, order.into(), page.into()).ok()?;
            Some(HashPage { order, page, hashes, path })
        };
        read()
            .filter(|page| page.verify(&content_root, length))
            .ok_or(Error::DamagedTree { root: content_root })
    }

    /// Whether each hash beside the bytes is what it should be.
    pub(crate) fn tree_is_whole(&self) -> bool {
        self.tree.is_of(&self.content)
    }
}

/// The bytes of chunk `index` of a file of `length` bytes as they lie there; false if not all of them
/// can be read: whatever the reason, writing them anew is what helps.
pub(crate) fn read_chunk_of(
    data: Option<&File>,
    length: u64,
    index: u32,
    chunk: &mut Vec<u8>,
) -> bool {
    let bytes = chunk_length(length, index).and_then(|bytes| usize::try_from(bytes).ok());
    let (Some(data), Some(bytes)) = (data, bytes) else { return false };
    chunk.resize(bytes, 0);
    data.read_exact_at(chunk, u64::from(index).saturating_mul(CHUNK.into())).is_ok()
}
