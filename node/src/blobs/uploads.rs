//! Uploads that clients have begun.
//!
//! An upload is *open* while this process works on it: its file descriptors and two bits for each of
//! its chunks are in memory. One that nobody has touched for a while is closed, and stays on the
//! disk; whoever begins it again goes on with it. One that nobody has touched for a day is forgotten.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use icn_blobs::{wire::HashPage, Content, ContentRoot, Error, Result, Store, Upload};

/// Most uploads that are open at a time.
pub const MAX_OPEN: usize = 32;
/// How long an upload is left alone before another one may have its place.
pub const IDLE: Duration = Duration::from_secs(60);
/// How long an upload is left alone before it is closed.
pub const CLOSED_AFTER: Duration = Duration::from_secs(15 * 60);
/// How long an upload is left alone before it is forgotten with its chunks.
pub const FORGOTTEN_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// How far an upload is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct State {
    /// What was declared.
    pub content: Content,
    /// Whether the blob is here: nothing has to be sent any more.
    pub stored: bool,
    /// Chunks that are here.
    pub present: u32,
    /// The first chunk of which the hash is needed before its bytes; `None`: all are known.
    pub unknown: Option<u32>,
    /// Chunks that are missing, as ranges: the first, and the one after the last.
    pub missing: Vec<(u32, u32)>,
    /// Where the next page of missing chunks begins; `None`: there are no more.
    pub next: Option<u32>,
}

/// The uploads of a store.
#[derive(Clone)]
pub struct Uploads {
    store: Store,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    open: BTreeMap<ContentRoot, Open>,
    /// Since when an upload that isn't open has been left alone.
    left: BTreeMap<ContentRoot, Instant>,
}

#[derive(Clone)]
struct Open {
    touched: Instant,
    /// `None` while it is being finished.
    upload: Arc<Mutex<Option<Upload>>>,
}

impl Uploads {
    /// Those of `store`.
    pub fn new(store: Store) -> Self {
        Self { store, inner: Arc::default() }
    }

    /// Begins an upload, or goes on with it: then what is there of it is read and hashed, which takes
    /// its time.
    ///
    /// # Errors
    /// [`Error::Busy`] if too many are open, or this one is being read or finished; those of
    /// [`Store::upload`].
    pub fn begin(&self, content: Content, limit: usize) -> Result<State> {
        if self.store.has(&content.content_root) {
            return self.stored(&content.content_root);
        }
        if let Some(open) = self.touch(&content.content_root) {
            let declared = with(&open, |upload| Ok(*upload.content()))?;
            if declared != content {
                return Err(Error::DeclaredOtherwise(Box::new(declared)));
            }
            return self.state(&content.content_root, 0, limit);
        }
        self.make_room()?;
        let upload = self.store.upload(content)?;
        let state = state_of(&upload, 0, limit);
        let open = Open { touched: Instant::now(), upload: Arc::new(Mutex::new(Some(upload))) };
        let mut inner = self.inner();
        // The store gives one at a time, so nobody else has put one here.
        inner.open.insert(content.content_root, open);
        inner.left.remove(&content.content_root);
        Ok(state)
    }

    /// How far an upload is; its missing chunks from `from` on, in at most `limit` ranges.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it isn't open, [`Error::Busy`] while it is being finished.
    pub fn state(&self, root: &ContentRoot, from: u32, limit: usize) -> Result<State> {
        if self.store.has(root) {
            return self.stored(root);
        }
        let open = self.touch(root).ok_or(Error::NotFound)?;
        with(&open, |upload| Ok(state_of(upload, from, limit)))
    }

    /// Takes the hashes of a page of chunks.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Busy`], [`Error::WrongProof`].
    pub fn put_hashes(&self, root: &ContentRoot, page: &HashPage) -> Result<()> {
        let open = self.touch(root).ok_or(Error::NotFound)?;
        with(&open, |upload| upload.learn_page(page))
    }

    /// Takes a chunk.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Busy`] and those of [`Upload::put_chunk`].
    pub fn put_chunk(&self, root: &ContentRoot, index: u32, chunk: &[u8]) -> Result<()> {
        let open = self.touch(root).ok_or(Error::NotFound)?;
        with(&open, |upload| upload.put_chunk(index, chunk))
    }

    /// Makes a complete upload a blob. Asked again, it says the same.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Incomplete`], and it goes on; [`Error::ContentMismatch`], and it
    /// is forgotten; [`Error::Busy`] while it is being finished.
    pub fn finish(&self, root: &ContentRoot) -> Result<Content> {
        if self.store.has(root) {
            return self.store.content(root);
        }
        let open = self.touch(root).ok_or(Error::NotFound)?;
        let upload = {
            let mut place = lock(&open.upload);
            let upload = place.as_ref().ok_or(Error::Busy)?;
            let missing = upload.content().chunks.saturating_sub(upload.present());
            if missing > 0 {
                return Err(Error::Incomplete { missing });
            }
            place.take().ok_or(Error::Busy)?
        };
        let finished = upload.finish();
        self.inner().open.remove(root);
        if let Err(Error::ContentMismatch(_)) = &finished {
            // What was declared is false: its chunks are of no use to anybody.
            self.store.discard_upload(root)?;
        }
        finished
    }

    /// Closes what was left alone for long, and forgets what was for very long. `wanted` says what
    /// somebody else fetches: that is left as it is.
    pub fn tidy(&self, now: Instant, wanted: impl Fn(&ContentRoot) -> bool) {
        let mut inner = self.inner();
        let closed: Vec<ContentRoot> = inner
            .open
            .iter()
            .filter(|(_, open)| now.saturating_duration_since(open.touched) >= CLOSED_AFTER)
            .map(|(root, _)| *root)
            .collect();
        for root in closed {
            if let Some(open) = inner.open.remove(&root) {
                inner.left.insert(root, open.touched);
            }
        }
        let Inner { open, left } = &mut *inner;
        let on_disk: Vec<ContentRoot> =
            self.store.uploads().iter().map(|content| content.content_root).collect();
        left.retain(|root, _| on_disk.contains(root) && !wanted(root));
        for root in on_disk.iter().filter(|root| !open.contains_key(root) && !wanted(root)) {
            left.entry(*root).or_insert(now);
        }
        let forgotten: Vec<ContentRoot> = left
            .iter()
            .filter(|(_, since)| now.saturating_duration_since(**since) >= FORGOTTEN_AFTER)
            .map(|(root, _)| *root)
            .collect();
        drop(inner);
        for root in forgotten {
            match self.store.discard_upload(&root) {
                Ok(()) => {
                    log::info!(target: super::LOG, "forgot the upload {root:?}, which nobody went on with")
                }
                // Somebody goes on with it right now, or has finished it.
                Err(Error::Busy | Error::NotFound) => (),
                Err(error) => {
                    log::warn!(target: super::LOG, "can't forget the upload {root:?}: {error}")
                }
            }
            self.inner().left.remove(&root);
        }
    }

    /// The state of a blob that is here.
    fn stored(&self, root: &ContentRoot) -> Result<State> {
        let content = self.store.content(root)?;
        let (present, missing) = (content.chunks, vec![]);
        Ok(State { content, stored: true, present, unknown: None, missing, next: None })
    }

    /// An open upload, which somebody asks for now.
    fn touch(&self, root: &ContentRoot) -> Option<Open> {
        let mut inner = self.inner();
        let open = inner.open.get_mut(root)?;
        open.touched = Instant::now();
        Some(open.clone())
    }

    /// Closes the upload that was left alone for longest, if all places are taken.
    fn make_room(&self) -> Result<()> {
        let mut inner = self.inner();
        if inner.open.len() < MAX_OPEN {
            return Ok(());
        }
        let oldest = inner.open.iter().min_by_key(|(_, open)| open.touched);
        let oldest = oldest.filter(|(_, open)| open.touched.elapsed() >= IDLE);
        let root = *oldest.ok_or(Error::Busy)?.0;
        inner.open.remove(&root);
        inner.left.insert(root, Instant::now());
        Ok(())
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        lock(&self.inner)
    }
}

/// What is behind a lock. Each change of it is made at once, so it is whole even if a thread died
/// with it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn with<T>(open: &Open, work: impl FnOnce(&mut Upload) -> Result<T>) -> Result<T> {
    work(lock(&open.upload).as_mut().ok_or(Error::Busy)?)
}

fn state_of(upload: &Upload, from: u32, limit: usize) -> State {
    let (mut missing, mut next) = (Vec::<(u32, u32)>::new(), None);
    for index in upload.missing(from) {
        let continued = missing.last_mut().filter(|(_, end)| *end == index);
        if let Some((_, end)) = continued {
            *end = index.saturating_add(1);
        } else if missing.len() < limit {
            missing.push((index, index.saturating_add(1)));
        } else {
            next = Some(index);
            break;
        }
    }
    let unknown = upload.missing(0).find(|index| !upload.knows(*index));
    State {
        content: *upload.content(),
        stored: false,
        present: upload.present(),
        unknown,
        missing,
        next,
    }
}
