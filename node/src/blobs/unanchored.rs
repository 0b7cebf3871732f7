//! Deleting what nobody anchors: uploads that were never anchored, and files whose anchors have ended
//! or were removed.

use icn_blobs::{ContentRoot, Error, Store};
use icn_primitives::Hash;
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use super::{
    chain::{Reader, StorageClient},
    LOG,
};

/// How long the bytes of something stay that nobody anchors.
pub const GRACE: Duration = Duration::from_secs(24 * 60 * 60);
/// Blobs that are looked at before others may use the disk.
const PAGE: usize = 256;

/// Since when nobody anchors which blobs, as far as this process knows.
#[derive(Debug, Default)]
pub struct Unanchored(BTreeMap<ContentRoot, Instant>);

impl Unanchored {
    /// Looks through all blobs at the final block `at`, which must be a recent one, and deletes those
    /// that have been without an anchor for [`GRACE`]. Gives how many.
    ///
    /// # Errors
    /// When the runtime can't answer; what wasn't looked at yet is left as it is.
    pub fn delete<C: StorageClient>(
        &mut self,
        reader: &Reader<C>,
        at: Hash,
        store: &Store,
        now: Instant,
    ) -> anyhow::Result<usize> {
        let (mut after, mut deleted) = (None, 0);
        self.0.retain(|root, _| store.has(root));
        loop {
            let page = store.list(after.as_ref(), PAGE);
            let Some(last) = page.last() else { return Ok(deleted) };
            after = Some(last.root);
            for root in page.iter().map(|listed| listed.root) {
                if reader.is_anchored(at, &root)? {
                    self.0.remove(&root);
                    continue;
                }
                let since = *self.0.entry(root).or_insert(now);
                if now.saturating_duration_since(since) < GRACE {
                    continue;
                }
                match store.delete(&root) {
                    Ok(()) => {
                        log::info!(target: LOG, "deleted {root:?}, which nobody anchors");
                        deleted += 1;
                    }
                    Err(Error::NotFound) => (),
                    Err(error) => log::warn!(target: LOG, "can't delete {root:?}: {error}"),
                }
                self.0.remove(&root);
            }
        }
    }
}
