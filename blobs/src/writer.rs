//! Putting a file whose content isn't known before it is read.

use std::{
    fs::{self, File},
    io::Read,
    os::unix::fs::FileExt,
    path::PathBuf,
};

use icn_primitives::content::Content;

use crate::{
    digest::{digests_beside, grown, read_chunk, CHUNK_BYTES},
    layout::{self, DATA, TREE},
    tree::{self, Tree},
    Error, Result, Store,
};

/// A file that is being put. It keeps a chunk in memory, whatever its length. If it is dropped
/// before it is finished, nothing stays of it.
#[derive(Debug)]
pub struct Writer {
    store: Store,
    directory: PathBuf,
    data: File,
    tree: Tree,
    /// The chunk that isn't full yet.
    open: Vec<u8>,
    length: u64,
    chunks: u32,
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
                length: 0,
                chunks: 0,
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
        let mut rest = bytes;
        if !self.open.is_empty() {
            let space = CHUNK_BYTES.saturating_sub(self.open.len());
            let (fits, after) = rest.split_at(space.min(rest.len()));
            self.open.extend_from_slice(fits);
            rest = after;
            if self.open.len() < CHUNK_BYTES {
                return Ok(());
            }
            self.close_open()?;
        }
        let full = rest.chunks_exact(CHUNK_BYTES);
        let remainder = full.remainder();
        for chunk in full {
            self.close(chunk)?;
        }
        self.open.extend_from_slice(remainder);
        Ok(())
    }

    /// The file goes on with all that `reader` gives.
    ///
    /// # Errors
    /// As [`Self::write`], and what the reader says.
    pub fn write_all_of(&mut self, mut reader: impl Read) -> Result<()> {
        let mut chunk = Vec::with_capacity(CHUNK_BYTES);
        while read_chunk(&mut reader, &mut chunk)? {
            self.write(&chunk)?;
        }
        Ok(())
    }

    /// The file has no more bytes. When this returns, the blob is there and will be after a power
    /// failure.
    ///
    /// # Errors
    /// [`Error::CapacityReached`], [`Error::DiskFull`]; nothing of it stays then.
    pub fn finish(mut self) -> Result<Content> {
        if !self.open.is_empty() {
            self.close_open()?;
        }
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

    fn close_open(&mut self) -> Result<()> {
        let mut full = std::mem::take(&mut self.open);
        self.close(&full)?;
        // Its memory serves the next chunk.
        full.clear();
        self.open = full;
        Ok(())
    }

    fn close(&mut self, chunk: &[u8]) -> Result<()> {
        let length = grown(self.length, chunk.len())?;
        let chunks = self.chunks.saturating_add(1);
        let counted = layout::counted_files(length, tree::length(chunks));
        self.store.reserve(counted.saturating_sub(self.reserved))?;
        self.reserved = counted;

        let (slot, written) = digests_beside(chunk, || self.data.write_all_at(chunk, self.length));
        written?;
        crate::step();
        self.tree.set_slot(self.chunks, &slot)?;
        (self.length, self.chunks) = (length, chunks);
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
