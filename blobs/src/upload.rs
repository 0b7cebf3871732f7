//! Uploads: blobs that were declared, and whose chunks come in any order.
//!
//! Nothing is synced before the end, so after a power failure any part of what was written may be
//! missing. An upload that goes on therefore believes nothing but what it reads and hashes again.

use std::{
    fs::{self, File},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

use icn_primitives::{
    content::{chunk_leaf, chunk_length, merkle::Accumulator, ChunkProof, Content, CHUNK},
    Hash,
};

use crate::{
    blob::read_chunk_of,
    digest::{digests, Digests},
    layout::{self, DATA, TREE},
    tree::Tree,
    wire::HashPage,
    Error, Result, Store,
};

/// An upload. Dropped before its end, it stays as it is, and [`Store::upload`] goes on with it.
///
/// In memory: two bits for each chunk.
#[derive(Debug)]
pub struct Upload {
    store: Store,
    directory: PathBuf,
    content: Content,
    data: File,
    tree: Tree,
    /// Chunks whose hashes are known.
    known: Bits,
    /// Chunks whose bytes are there.
    present: Bits,
}

/// Makes the directory of a new upload.
pub(crate) fn create(directory: &Path, content: &Content) -> Result<()> {
    fs::create_dir(directory)?;
    crate::step();
    // First the bytes' file: a header says that there is one.
    File::options().write(true).create_new(true).open(directory.join(DATA))?;
    crate::step();
    Tree::create(&directory.join(TREE), Some(content))?;
    crate::step();
    Ok(())
}

/// What was declared of the upload in `directory`; `None` if there is none.
pub(crate) fn declared(directory: &Path) -> Option<Content> {
    let root = directory.file_name().and_then(layout::root_of)?;
    let content = Tree::open(&directory.join(TREE), false).ok()?.header()?;
    (content.content_root == root).then_some(content)
}

impl Upload {
    /// Goes on with an upload: looks at what is there of it.
    pub(crate) fn open(store: Store, directory: PathBuf, content: Content) -> Result<Self> {
        let data = directory.join(DATA);
        let data =
            File::options().read(true).write(true).create(true).truncate(false).open(data)?;
        let tree = Tree::open(&directory.join(TREE), true)?;
        tree.make_room(content.chunks)?;
        let none = Bits::new(content.chunks);
        let mut upload =
            Self { store, directory, content, data, tree, known: none.clone(), present: none };
        upload.look()?;
        Ok(upload)
    }

    /// Finds out which chunks are there, and which hashes are known.
    fn look(&mut self) -> Result<()> {
        let (mut known, mut present) = (self.known.clone(), self.present.clone());
        let mut chunks = Accumulator::default();
        let mut claimed = Vec::new();
        self.tree.each_slot(0, self.content.chunks, |index, slot| {
            chunks.push(chunk_leaf(&slot.hash));
            if !slot.segments.is_zero() {
                claimed.push((index, slot));
            }
        })?;
        let all_known = chunks.root() == self.content.content_root;
        if all_known {
            known.fill();
        }
        let mut chunk = Vec::new();
        for (index, slot) in claimed {
            let length = self.content.length;
            let read = read_chunk_of(Some(&self.data), length, index, &mut chunk);
            if read && digests(&chunk) == slot {
                known.set(index);
                present.set(index);
                continue;
            }
            // It didn't get to the disk. Without all the hashes there is no telling a right one
            // from what a power failure leaves, so it is forgotten as well.
            let hash = if all_known { slot.hash } else { Hash::zero() };
            self.tree.set_slot(index, &Digests { hash, segments: Hash::zero() })?;
        }
        (self.known, self.present) = (known, present);
        Ok(())
    }

    /// What was declared.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// How many chunks are there.
    pub fn present(&self) -> u32 {
        self.present.ones
    }

    /// Whether a chunk is there.
    pub fn has(&self, index: u32) -> bool {
        self.present.get(index)
    }

    /// Whether a chunk's hash is known.
    pub fn knows(&self, index: u32) -> bool {
        self.known.get(index)
    }

    /// Numbers of the chunks that aren't there, from `from` on.
    pub fn missing(&self, from: u32) -> impl Iterator<Item = u32> + '_ {
        self.present.zeros(from)
    }

    /// The hashes of all chunks, as [`hash`](crate::hash) gives them.
    ///
    /// # Errors
    /// [`Error::WrongProof`]: these aren't the hashes under the declared root.
    pub fn learn_all(&mut self, hashes: &[Hash]) -> Result<()> {
        let root = hashes.iter().map(chunk_leaf).collect::<Accumulator>().root();
        let chunks = u32::try_from(hashes.len());
        if chunks != Ok(self.content.chunks) || root != self.content.content_root {
            return Err(Error::WrongProof);
        }
        self.learn(0, hashes)
    }

    /// The hashes of a page of chunks.
    ///
    /// # Errors
    /// [`Error::WrongProof`].
    pub fn learn_page(&mut self, page: &HashPage) -> Result<()> {
        if !page.verify(&self.content.content_root, self.content.length) {
            return Err(Error::WrongProof);
        }
        self.learn(page.first(), &page.hashes)
    }

    /// The hash of one chunk.
    ///
    /// # Errors
    /// [`Error::WrongProof`].
    pub fn learn_proof(&mut self, proof: &ChunkProof) -> Result<()> {
        if !proof.verify(&self.content.content_root, self.content.length) {
            return Err(Error::WrongProof);
        }
        self.learn(proof.index, std::slice::from_ref(&proof.hash))
    }

    fn learn(&mut self, first: u32, hashes: &[Hash]) -> Result<()> {
        for (index, hash) in (first..).zip(hashes) {
            if !self.known.get(index) {
                self.tree.set_hash(index, hash)?;
                self.known.set(index);
            }
        }
        Ok(())
    }

    /// A chunk's bytes. One that is there already is left as it is.
    ///
    /// # Errors
    /// [`Error::OutOfRange`], [`Error::UnknownHash`], [`Error::WrongChunk`], [`Error::DiskFull`].
    pub fn put_chunk(&mut self, index: u32, chunk: &[u8]) -> Result<()> {
        let length = chunk_length(self.content.length, index).ok_or(Error::OutOfRange)?;
        if !self.known.get(index) {
            return Err(Error::UnknownHash);
        }
        if usize::try_from(length) != Ok(chunk.len()) {
            return Err(Error::WrongChunk);
        }
        let expected = self.tree.slot(index)?.hash;
        let slot = digests(chunk);
        if slot.hash != expected {
            return Err(Error::WrongChunk);
        }
        if self.present.get(index) {
            return Ok(());
        }
        self.data.write_all_at(chunk, place(index))?;
        crate::step();
        self.tree.set_slot(index, &slot)?;
        crate::step();
        self.present.set(index);
        Ok(())
    }

    /// A chunk's bytes with the proof of its hash.
    ///
    /// # Errors
    /// As [`Self::learn_proof`] and [`Self::put_chunk`].
    pub fn put_proven(&mut self, proof: &ChunkProof, chunk: &[u8]) -> Result<()> {
        self.learn_proof(proof)?;
        self.put_chunk(proof.index, chunk)
    }

    /// All chunks are there: from now on the blob is, also after a power failure.
    ///
    /// # Errors
    /// [`Error::Incomplete`]; [`Error::ContentMismatch`] with what the bytes really are, if the
    /// segment root, the length or S003's hash was declared wrong. The upload then stays until
    /// [`Store::discard_upload`].
    pub fn finish(self) -> Result<Content> {
        let missing = self.content.chunks.saturating_sub(self.present());
        if missing > 0 {
            return Err(Error::Incomplete { missing });
        }
        crate::step();
        let real = self.tree.seal(self.content.length)?;
        if real != self.content {
            // The header says again what was declared.
            self.tree.write_header(&self.content)?;
            return Err(Error::ContentMismatch(Box::new(real)));
        }
        crate::step();
        self.data.sync_all()?;
        self.tree.sync()?;
        layout::sync_directory(&self.directory)?;
        crate::step();
        self.store.place_upload(&self.content)?;
        Ok(real)
    }

    /// Forgets the upload and the chunks that it has.
    pub fn discard(self) -> Result<()> {
        self.store.drop_upload(&self.content.content_root)
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.store.close_upload(&self.content.content_root);
    }
}

/// Where a chunk's bytes begin.
fn place(index: u32) -> u64 {
    u64::from(index).saturating_mul(CHUNK.into())
}

/// A bit for each chunk.
#[derive(Clone, Debug)]
struct Bits {
    words: Vec<u64>,
    count: u32,
    ones: u32,
}

impl Bits {
    fn new(count: u32) -> Self {
        let words = usize::try_from(count.div_ceil(64)).unwrap_or_default();
        Self { words: vec![0; words], count, ones: 0 }
    }

    fn get(&self, index: u32) -> bool {
        let word = usize::try_from(index / 64).ok().and_then(|at| self.words.get(at));
        index < self.count && word.is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    fn set(&mut self, index: u32) {
        if index >= self.count || self.get(index) {
            return;
        }
        if let Some(word) = usize::try_from(index / 64).ok().and_then(|at| self.words.get_mut(at)) {
            *word |= 1 << (index % 64);
            self.ones = self.ones.saturating_add(1);
        }
    }

    fn fill(&mut self) {
        (0..self.count).for_each(|index| self.set(index));
    }

    /// The indices from `from` on whose bits aren't set. Words without any are passed at once.
    fn zeros(&self, from: u32) -> impl Iterator<Item = u32> + '_ {
        let first = from / 64;
        (first..)
            .zip(self.words.iter().skip(usize::try_from(first).unwrap_or(usize::MAX)))
            .filter(|(_, word)| **word != u64::MAX)
            .flat_map(|(number, word)| {
                (0..64).filter(move |bit| word >> bit & 1 == 0).map(move |bit| number * 64 + bit)
            })
            .filter(move |index| (from..self.count).contains(index))
    }
}
