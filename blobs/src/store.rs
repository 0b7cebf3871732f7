//! The store: which blobs and uploads there are, and what they take of the capacity.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use icn_primitives::content::{Content, ContentRoot};

use crate::{
    layout::{self, Layout, DATA, TREE},
    tree::Tree,
    upload, Blob, Error, Result, Upload, Writer,
};

/// Blobs in a directory. Clones are of the same store; threads may share it.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    layout: Layout,
    capacity: u64,
    state: Mutex<State>,
    /// The directory is this process' while this is open.
    _lock: File,
}

#[derive(Debug, Default)]
struct State {
    blobs: BTreeMap<ContentRoot, Kept>,
    uploads: BTreeMap<ContentRoot, Declared>,
    /// Bytes that count, of everything.
    used: u64,
    /// For the next directory that is named by a number.
    next: u64,
}

/// A blob that is there.
#[derive(Debug)]
struct Kept {
    /// `None`: its tree is damaged.
    content: Option<Content>,
    counted: u64,
}

/// An upload that isn't finished.
#[derive(Debug)]
struct Declared {
    content: Content,
    /// An [`Upload`] of it exists.
    open: bool,
}

/// A blob as [`Store::list`] names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Its name.
    pub root: ContentRoot,
    /// What it is; `None` if the file that says so is damaged ([`Store::rebuild`]).
    pub content: Option<Content>,
}

/// What a store has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Usage {
    /// Bytes that it may have.
    pub capacity: u64,
    /// Bytes that count: of blobs, of uploads as if they were complete, of what is being put. What
    /// surrounds the bytes counts as well.
    pub used: u64,
    /// Blobs.
    pub blobs: usize,
    /// Uploads.
    pub uploads: usize,
}

impl Store {
    /// Opens the store in `directory`, or makes one if that is empty or not there, and removes what
    /// an earlier process left half put or half deleted. `capacity` is in bytes; a store that has
    /// more already takes no more.
    ///
    /// Reads a header for each blob.
    pub fn open(directory: impl AsRef<Path>, capacity: u64) -> Result<Self> {
        let (layout, lock) = Layout::take(directory.as_ref())?;
        for left in
            layout::directories(&layout.trash())?.iter().filter(|left| layout::is_ours(left))
        {
            fs::remove_dir_all(left)?;
        }
        let mut state = State::default();
        for parent in layout::directories(&layout.blobs())? {
            for directory in layout::directories(&parent)? {
                let root = directory.file_name().and_then(layout::root_of);
                if let Some(root) = root.filter(|root| layout.blob(root) == directory) {
                    let kept = Kept::read(&directory, &root);
                    state.used = state.used.saturating_add(kept.counted);
                    state.blobs.insert(root, kept);
                }
            }
        }
        for directory in layout::directories(&layout.incoming())? {
            match upload::declared(&directory) {
                Some(content) => {
                    state.used = state.used.saturating_add(layout::counted(&content));
                    let declared = Declared { content, open: false };
                    state.uploads.insert(content.content_root, declared);
                }
                None if layout::is_ours(&directory) => fs::remove_dir_all(directory)?,
                None => (),
            }
        }
        let state = Mutex::new(state);
        Ok(Self { inner: Arc::new(Inner { layout, capacity, state, _lock: lock }) })
    }

    /// What it has.
    pub fn usage(&self) -> Usage {
        let state = self.state();
        Usage {
            capacity: self.inner.capacity,
            used: state.used,
            blobs: state.blobs.len(),
            uploads: state.uploads.len(),
        }
    }

    /// The blobs after `after` by name, at most `limit`.
    pub fn list(&self, after: Option<&ContentRoot>, limit: usize) -> Vec<Listed> {
        let state = self.state();
        let from = match after {
            Some(after) => std::ops::Bound::Excluded(*after),
            None => std::ops::Bound::Unbounded,
        };
        let listed =
            |(root, kept): (&ContentRoot, &Kept)| Listed { root: *root, content: kept.content };
        state.blobs.range((from, std::ops::Bound::Unbounded)).take(limit).map(listed).collect()
    }

    /// What was declared of each upload that isn't finished.
    pub fn uploads(&self) -> Vec<Content> {
        self.state().uploads.values().map(|declared| declared.content).collect()
    }

    /// Whether the blob is here.
    pub fn has(&self, root: &ContentRoot) -> bool {
        self.state().blobs.contains_key(root)
    }

    /// What the blob is.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::DamagedTree`].
    pub fn content(&self, root: &ContentRoot) -> Result<Content> {
        let state = self.state();
        let kept = state.blobs.get(root).ok_or(Error::NotFound)?;
        kept.content.ok_or(Error::DamagedTree { root: *root })
    }

    /// Opens a blob to read it. It can be read to its end even if it is deleted meanwhile.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::DamagedTree`].
    pub fn blob(&self, root: &ContentRoot) -> Result<Blob> {
        let content = self.content(root)?;
        let opened = Blob::open(&self.inner.layout.blob(root), content);
        // What was deleted meanwhile isn't damaged.
        opened.map_err(|error| if self.has(root) { error } else { Error::NotFound })
    }

    /// Begins something whose content isn't known yet. It is lost if the process dies.
    pub fn writer(&self) -> Result<Writer> {
        let number = self.next_number();
        Writer::create(self.clone(), self.inner.layout.new_blob(number))
    }

    /// Reads a file to its end and keeps it. A blob that is here already is left as it is.
    ///
    /// # Errors
    /// Those of [`Writer::write`] and [`Writer::finish`]; nothing of it stays then.
    pub fn put(&self, reader: impl Read) -> Result<Content> {
        let mut writer = self.writer()?;
        writer.write_all_of(reader)?;
        writer.finish()
    }

    /// Declares an upload, or goes on with one that was declared the same way. Each chunk that was
    /// taken before is read and hashed again, so that only what is really there counts.
    ///
    /// # Errors
    /// [`Error::AlreadyStored`], [`Error::Busy`] while another [`Upload`] of it exists,
    /// [`Error::NotWellFormed`], [`Error::DeclaredOtherwise`], [`Error::CapacityReached`].
    pub fn upload(&self, content: Content) -> Result<Upload> {
        if !content.is_well_formed() {
            return Err(Error::NotWellFormed);
        }
        let root = content.content_root;
        let directory = self.inner.layout.upload(&root);
        let mut state = self.state();
        if state.blobs.contains_key(&root) {
            return Err(Error::AlreadyStored);
        }
        match state.uploads.get_mut(&root) {
            Some(declared) if declared.open => return Err(Error::Busy),
            Some(declared) if declared.content != content => {
                return Err(Error::DeclaredOtherwise(Box::new(declared.content)));
            }
            Some(declared) => declared.open = true,
            None => {
                let counted = layout::counted(&content);
                self.reserve_in(&mut state, counted)?;
                if let Err(error) = upload::create(&directory, &content) {
                    // What is there of it has no name in the store, and the next one begins anew.
                    let _ = fs::remove_dir_all(&directory);
                    state.used = state.used.saturating_sub(counted);
                    return Err(error);
                }
                state.uploads.insert(root, Declared { content, open: true });
            }
        }
        drop(state);
        // Without the lock: it may read much.
        Upload::open(self.clone(), directory, content).inspect_err(|_| self.close_upload(&root))
    }

    /// Forgets an upload and the chunks that it has.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Busy`] while an [`Upload`] of it exists.
    pub fn discard_upload(&self, root: &ContentRoot) -> Result<()> {
        match self.state().uploads.get_mut(root) {
            None => return Err(Error::NotFound),
            Some(declared) if declared.open => return Err(Error::Busy),
            Some(declared) => declared.open = true,
        }
        self.drop_upload(root).inspect_err(|_| self.close_upload(root))
    }

    /// Deletes a blob.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn delete(&self, root: &ContentRoot) -> Result<()> {
        let from = self.inner.layout.blob(root);
        let mut state = self.state();
        let counted = state.blobs.get(root).ok_or(Error::NotFound)?.counted;
        let number = next(&mut state);
        let trash = self.inner.layout.discard(&from, number)?;
        state.blobs.remove(root);
        state.used = state.used.saturating_sub(counted);
        drop(state);
        layout::remove(&from, &trash)
    }

    /// Where a blob lies, for whoever repairs it.
    pub(crate) fn directory(&self, root: &ContentRoot) -> Result<PathBuf> {
        self.has(root).then(|| self.inner.layout.blob(root)).ok_or(Error::NotFound)
    }

    /// A blob's tree is whole again.
    pub(crate) fn restore(&self, content: Content) {
        let mut state = self.state();
        let State { blobs, used, .. } = &mut *state;
        if let Some(kept) = blobs.get_mut(&content.content_root) {
            let counted = layout::counted(&content);
            *used = used.saturating_sub(kept.counted).saturating_add(counted);
            *kept = Kept { content: Some(content), counted };
        }
    }

    /// Bytes more will count.
    pub(crate) fn reserve(&self, bytes: u64) -> Result<()> {
        self.reserve_in(&mut self.state(), bytes)
    }

    /// Bytes that were reserved count no more.
    pub(crate) fn release(&self, bytes: u64) {
        let mut state = self.state();
        state.used = state.used.saturating_sub(bytes);
    }

    fn reserve_in(&self, state: &mut State, bytes: u64) -> Result<()> {
        let free = self.inner.capacity.saturating_sub(state.used);
        if bytes > free {
            return Err(Error::CapacityReached { needed: bytes, free });
        }
        state.used = state.used.saturating_add(bytes);
        Ok(())
    }

    /// What was put is complete, and its directory synced; `reserved` was reserved for it. False:
    /// the blob was here already, and the directory is left to the caller.
    pub(crate) fn place_new(&self, from: &Path, content: &Content, reserved: u64) -> Result<bool> {
        let mut state = self.state();
        if state.blobs.contains_key(&content.content_root) {
            return Ok(false);
        }
        let counted = layout::counted(content);
        self.inner.layout.place(from, &content.content_root)?;
        state.used = state.used.saturating_sub(reserved).saturating_add(counted);
        state.blobs.insert(content.content_root, Kept { content: Some(*content), counted });
        drop(state);
        // Without the lock: the disk may take its time.
        self.inner.layout.settle(&content.content_root)?;
        Ok(true)
    }

    /// An upload is complete, and its directory synced. If somebody has put the same blob meanwhile,
    /// the upload goes away.
    pub(crate) fn place_upload(&self, content: &Content) -> Result<()> {
        let root = content.content_root;
        let from = self.inner.layout.upload(&root);
        if self.place_new(&from, content, layout::counted(content))? {
            self.state().uploads.remove(&root);
            return Ok(());
        }
        self.drop_upload(&root)
    }

    /// Nobody works on an upload any more.
    pub(crate) fn close_upload(&self, root: &ContentRoot) {
        if let Some(declared) = self.state().uploads.get_mut(root) {
            declared.open = false;
        }
    }

    /// Forgets an upload on which nobody works but the caller.
    pub(crate) fn drop_upload(&self, root: &ContentRoot) -> Result<()> {
        let from = self.inner.layout.upload(root);
        let mut state = self.state();
        let declared = state.uploads.get(root).ok_or(Error::NotFound)?;
        let counted = layout::counted(&declared.content);
        let number = next(&mut state);
        let trash = self.inner.layout.discard(&from, number)?;
        state.uploads.remove(root);
        state.used = state.used.saturating_sub(counted);
        drop(state);
        layout::remove(&from, &trash)
    }

    fn next_number(&self) -> u64 {
        next(&mut self.state())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Each change of the state is made at once, so it is whole even if a thread died with it.
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn next(state: &mut State) -> u64 {
    state.next = state.next.saturating_add(1);
    state.next
}

impl Kept {
    /// A blob as it lies on the disk.
    fn read(directory: &Path, root: &ContentRoot) -> Self {
        let content = Tree::open(&directory.join(TREE), false).ok().and_then(|tree| tree.header());
        let content = content.filter(|content| content.content_root == *root);
        let length = |file| fs::metadata(directory.join(file)).map_or(0, |data| data.len());
        let counted = match &content {
            Some(content) => layout::counted(content),
            None => layout::counted_files(length(DATA), length(TREE)),
        };
        Self { content, counted }
    }
}
