//! Looking for damage, and putting it right.

use std::{
    fs::{self, File},
    ops::ControlFlow,
    os::unix::fs::FileExt,
};

use icn_primitives::content::{chunk_count, Content, ContentRoot, CHUNK};

use crate::{
    blob::read_chunk_of,
    digest::{digests, sha256, Digests},
    layout::{self, DATA, TREE},
    tree::Tree,
    Error, Result, Store,
};

/// What is damaged of a blob.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Health {
    /// Chunks whose bytes have changed; [`Store::repair`] puts them right.
    pub damaged: Vec<u32>,
    /// The hashes beside the bytes have changed; [`Store::rebuild`] makes them anew.
    pub tree: bool,
}

impl Health {
    /// Whether nothing is damaged.
    pub fn is_good(&self) -> bool {
        self.damaged.is_empty() && !self.tree
    }
}

/// What [`Store::rebuild`] found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rebuilt {
    /// What the blob is.
    pub content: Content,
    /// Chunks whose bytes are damaged.
    pub damaged: Vec<u32>,
}

impl Store {
    /// Reads all of a blob.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn verify(&self, root: &ContentRoot) -> Result<Health> {
        let blob = match self.blob(root) {
            Ok(blob) => blob,
            Err(Error::DamagedTree { .. }) => return Ok(Health { damaged: vec![], tree: true }),
            Err(error) => return Err(error),
        };
        let mut health = Health { damaged: vec![], tree: !blob.tree_is_whole() };
        let mut chunk = Vec::new();
        for index in 0..blob.content().chunks {
            match blob.read_chunk(index, &mut chunk) {
                Ok(()) => (),
                Err(Error::Damaged { chunk, .. }) => health.damaged.push(chunk),
                Err(Error::DamagedTree { .. }) => health.tree = true,
                Err(error) => return Err(error),
            }
        }
        Ok(health)
    }

    /// Reads all of every blob and shows what it finds, until it has seen all or is told to stop.
    pub fn scrub(
        &self,
        mut show: impl FnMut(&ContentRoot, &Health) -> ControlFlow<()>,
    ) -> Result<()> {
        let mut after = None;
        while let Some(listed) = self.list(after.as_ref(), 1).first() {
            match self.verify(&listed.root) {
                Ok(health) => {
                    if show(&listed.root, &health).is_break() {
                        break;
                    }
                }
                // It was deleted meanwhile.
                Err(Error::NotFound) => (),
                Err(error) => return Err(error),
            }
            after = Some(listed.root);
        }
        Ok(())
    }

    /// Writes the bytes of a chunk anew, where it lies. Whatever happens meanwhile, the chunk is
    /// damaged or whole.
    ///
    /// # Errors
    /// [`Error::WrongChunk`], [`Error::NotFound`], [`Error::OutOfRange`], [`Error::DamagedTree`],
    /// [`Error::DiskFull`].
    pub fn repair(&self, root: &ContentRoot, index: u32, chunk: &[u8]) -> Result<()> {
        let proof = self.blob(root)?.chunk_proof(index)?;
        if sha256(chunk) != proof.hash {
            return Err(Error::WrongChunk);
        }
        let directory = self.directory(root)?;
        let path = directory.join(DATA);
        let data = File::options().write(true).create(true).truncate(false).open(path)?;
        data.write_all_at(chunk, u64::from(index).saturating_mul(CHUNK.into()))?;
        data.sync_all()?;
        layout::sync_directory(&directory)
    }

    /// Makes the hashes beside a blob anew, from its bytes.
    ///
    /// If the bytes of some chunks are damaged as well, the hashes that are there still tell which,
    /// as long as they are whole themselves.
    ///
    /// # Errors
    /// [`Error::DamagedTree`]: bytes and hashes are damaged so that they can't be told apart. Delete
    /// the blob and fetch it.
    pub fn rebuild(&self, root: &ContentRoot) -> Result<Rebuilt> {
        let directory = self.directory(root)?;
        let hopeless = || Error::DamagedTree { root: *root };
        let old = Tree::open(&directory.join(TREE), false).ok();
        let header = old.as_ref().and_then(Tree::header).filter(|old| old.content_root == *root);
        let on_disk = fs::metadata(directory.join(DATA)).map_or(0, |data| data.len());
        let length = header.map_or(on_disk, |header| header.length);
        let chunks = chunk_count(length).ok_or_else(hopeless)?;

        let path = directory.join("tree.new");
        if path.exists() {
            fs::remove_file(&path)?;
        }
        let new = Tree::create(&path, None)?;
        let data = File::open(directory.join(DATA)).ok();
        let (mut chunk, mut other) = (Vec::new(), Vec::new());
        for index in 0..chunks {
            let read = read_chunk_of(data.as_ref(), length, index, &mut chunk);
            let found = if read { digests(&chunk) } else { Digests::default() };
            let before = old.as_ref().and_then(|old| old.slot(index).ok());
            new.set_slot(index, &found)?;
            other.extend(before.filter(|before| *before != found).map(|before| (index, before)));
        }
        let mut content = new.seal(length)?;
        let mut damaged = vec![];
        if content.content_root != *root {
            // The bytes aren't what they were. Are the old hashes?
            for (index, before) in &other {
                new.set_slot(*index, before)?;
                damaged.push(*index);
            }
            content = new.seal(length)?;
        }
        if content.content_root != *root || (!damaged.is_empty() && header != Some(content)) {
            fs::remove_file(&path)?;
            return Err(hopeless());
        }
        new.sync()?;
        crate::step();
        fs::rename(&path, directory.join(TREE))?;
        layout::sync_directory(&directory)?;
        self.restore(content);
        Ok(Rebuilt { content, damaged })
    }
}
