//! Putting a file whose content isn't known before it is read.

use std::{
    fs::{self, File},
    io::Read,
    os::unix::fs::FileExt,
    path::PathBuf,
};

use icn_primitives::content::Content;

use crate::{
    digest::{fill, grown, Pipeline, CHUNK_BYTES},
    layout::{self, DATA, TREE},
    tree::{self, Tree},
    Error, Result, Store,
};

/// A file that is being put. It keeps some chunks in memory, whatever its length. If it is dropped
/// before it is finished, nothing stays of it.
#[derive(Debug)]
pub struct Writer {
    store: Store,
    directory: PathBuf,
    data: File,
    tree: Tree,
    /// The chunk that isn't full yet.
    open: Vec<u8>,
    pipeline: Pipeline,
    length: u64,
    /// Chunks that are written.
    chunks: u32,
    /// Chunks whose hashes are written.
    noted: u32,
    /// Bytes of the capacity that it has.
    reserved: u64,
    /// The directory is the store's now, or gone.
    placed: bool,
}

impl Writer {
    pub(crate) fn create(store: Store, directory: PathBuf) -> Result<Self> {
        let reserved = layout::counted_files(0, tree::length(0));
        store.reserve(reserved)?;
        let made = || {
            fs::create_dir(&directory)?;
            crate::step();
            let data = File::options().write(true).create_new(true).open(directory.join(DATA))?;
            Ok::<_, Error>((data, Tree::create(&directory.join(TREE), None)?))
        };
        match made() {
            Ok((data, tree)) => Ok(Self {
                store,
                data,
                tree,
                open: Vec::new(),
                pipeline: Pipeline::default(),
                length: 0,
                chunks: 0,
                noted: 0,
                reserved,
                placed: false,
                directory,
            }),
            Err(error) => {
                store.release(reserved);
                // A leftover is removed when the store is opened.
                let _ = fs::remove_dir_all(&directory);
                Err(error)
            }
        }
    }

    /// The file goes on with `bytes`.
    ///
    /// # Errors
    /// [`Error::TooLong`], [`Error::CapacityReached`], [`Error::DiskFull`]. The file can't be
    /// finished then as it should have been: drop it.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.write_all_of(bytes)
    }

    /// The file goes on with all that `reader` gives.
    ///
    /// # Errors
    /// As [`Self::write`], and what the reader says.
    pub fn write_all_of(&mut self, mut reader: impl Read) -> Result<()> {
        loop {
            fill(&mut reader, &mut self.open)?;
            if self.open.len() < CHUNK_BYTES {
                return Ok(());
            }
            self.close()?;
        }
    }

    /// The file has no more bytes. When this returns, the blob is there and will be after a power
    /// failure.
    ///
    /// # Errors
    /// [`Error::CapacityReached`], [`Error::DiskFull`]; nothing of it stays then.
    pub fn finish(mut self) -> Result<Content> {
        if !self.open.is_empty() {
            self.close()?;
        }
        self.note(true)?;
        crate::step();
        let content = self.tree.seal(self.length)?;
        crate::step();
        self.data.sync_all()?;
        self.tree.sync()?;
        layout::sync_directory(&self.directory)?;
        crate::step();
        let placed = self.store.place_new(&self.directory, &content, self.reserved);
        self.placed = !self.directory.exists();
        placed.map(|_| content)
    }

    /// The open chunk is complete: it is written, and hashed beside.
    fn close(&mut self) -> Result<()> {
        let length = grown(self.length, self.open.len())?;
        let chunks = self.chunks.saturating_add(1);
        let counted = layout::counted_files(length, tree::length(chunks));
        self.store.reserve(counted.saturating_sub(self.reserved))?;
        self.reserved = counted;

        let next = self.pipeline.buffer();
        let chunk = std::mem::replace(&mut self.open, next);
        self.pipeline.push(chunk, |bytes| Ok(self.data.write_all_at(bytes, self.length)?))?;
        crate::step();
        (self.length, self.chunks) = (length, chunks);
        self.note(false)
    }

    /// Writes down the hashes that are there.
    fn note(&mut self, last: bool) -> Result<()> {
        while let Some(slot) = self.pipeline.finished(last)? {
            self.tree.set_slot(self.noted, &slot)?;
            self.noted = self.noted.saturating_add(1);
        }
        Ok(())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if !self.placed {
            self.store.release(self.reserved);
            // A leftover is removed when the store is opened.
            let _ = fs::remove_dir_all(&self.directory);
        }
    }
}
