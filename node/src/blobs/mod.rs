//! The bytes of anchored files, at a node that runs a shard with the role of a storage.
//!
//! [`icn_blobs`] keeps them, the chain knows whose they are and who keeps them: here the two are
//! brought together.
//!
//! 1. Ada's program asks her cooperative's node to take a file ([`uploads`], over JSON-RPC), with a
//!    permit that she has signed, and anchors it.
//! 2. Other cooperatives' nodes commit to replicas of it. Each fetches the bytes from peers that have
//!    them ([`transfer`]), over the shard's closed network ([`protocol`]).
//! 3. The chain challenges a provider. Its node proves the segments and hands in the answer
//!    ([`challenges`]).
//! 4. A disk decays. The node sees it when it reads the chunk, or when it looks through all it keeps,
//!    and takes the right bytes from a peer ([`repair`]).
//! 5. Nobody anchors the file any more. A day later its bytes are deleted ([`unanchored`]).
//!
//! Steps 2 to 4 are tasks of a node whose keystore holds the key of a provider ([`provider`]). They
//! keep nothing but blobs and uploads on the disk, and begin anew with what the chain says, so they
//! may be killed at any point.
//!
//! Work on the disk is done in threads for blocking work, a bounded number at a time, and no task
//! here is one that making blocks waits for.
//!
//! | module | what it knows |
//! |---|---|
//! | [`options`], [`start`] | what the command line says, and the tasks that it starts |
//! | [`uploads`] | uploads that clients have begun |
//! | [`protocol`] | how peers ask each other |
//! | [`transfer`] | fetching a blob from peers |
//! | [`repair`] | finding damage and putting it right |
//! | [`chain`] | what the tasks ask the chain, and tell it |
//! | [`provider`], [`challenges`], [`commit`] | what a provider's node does by itself |
//! | [`unanchored`] | deleting what nobody anchors |
//! | [`metrics`] | what the operator sees |

pub mod chain;
mod challenges;
mod commit;
pub mod metrics;
pub mod options;
pub mod protocol;
pub mod provider;
mod repair;
pub mod start;
#[cfg(test)]
mod tests;
mod transfer;
mod unanchored;
pub mod uploads;

use std::{path::Path, sync::Arc};

use icn_blobs::{Result, Store};
use polkadot_sdk::substrate_prometheus_endpoint::{PrometheusError, Registry};
use tokio::sync::{Semaphore, SemaphorePermit};

use metrics::Metrics;
use uploads::Uploads;

/// Under what is logged.
const LOG: &str = "icn::blobs";
/// Requests of clients that are worked on at a time: each has a chunk in memory and a thread.
const CLIENTS: usize = 8;

/// A shard's blobs at this node. Clones are of the same.
#[derive(Clone)]
pub struct Blobs {
    /// Keeps them.
    pub store: Store,
    /// What clients send.
    pub uploads: Uploads,
    /// What the operator sees.
    pub metrics: Metrics,
    clients: Arc<Semaphore>,
}

/// Why the blobs can't be kept.
#[derive(Debug)]
pub enum OpenError {
    /// The directory.
    Store(icn_blobs::Error),
    /// The metrics.
    Metrics(PrometheusError),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Metrics(error) => write!(f, "the metrics: {error}"),
        }
    }
}

impl Blobs {
    /// Opens the store in `directory`, which has at most `capacity` bytes.
    pub fn open(
        directory: &Path,
        capacity: u64,
        registry: Option<&Registry>,
    ) -> std::result::Result<Self, OpenError> {
        let store = Store::open(directory, capacity).map_err(OpenError::Store)?;
        let metrics = Metrics::register(registry).map_err(OpenError::Metrics)?;
        metrics.usage(&store.usage());
        Ok(Self {
            uploads: Uploads::new(store.clone()),
            store,
            metrics,
            clients: Arc::new(Semaphore::new(CLIENTS)),
        })
    }

    /// A place among the requests of clients that are worked on; [`icn_blobs::Error::Busy`] if all
    /// are taken.
    pub fn place(&self) -> Result<SemaphorePermit<'_>> {
        self.clients.try_acquire().map_err(|_| icn_blobs::Error::Busy)
    }
}

/// Work on the disk, in a thread of its own. `None` if the node is stopping, or the work panicked.
async fn on_disk<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => Some(done),
        Err(error) => {
            if error.is_panic() {
                log::error!(target: LOG, "work on the disk failed: {error}");
            }
            None
        }
    }
}
