//! Finding damage on the disk, and putting it right with bytes from peers.

use icn_blobs::{
    wire::{Answer, Request},
    ContentRoot, Error, Store,
};

use super::{
    metrics::{Metrics, Way},
    on_disk,
    protocol::Peers,
    LOG,
};

/// What became of a blob that was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It is whole.
    Whole,
    /// It was damaged, and is whole again.
    Repaired,
    /// So many chunks of it are still damaged: no connected peer had them.
    Damaged(usize),
    /// Its hashes and bytes couldn't be told apart any more. It was deleted, to be fetched anew.
    Deleted,
    /// It isn't here, or can't be read now.
    Unknown,
}

/// Reads all of a blob, and puts right what is damaged.
pub async fn look_through(
    peers: &dyn Peers,
    store: &Store,
    root: ContentRoot,
    metrics: &Metrics,
) -> Outcome {
    let from = store.clone();
    let found = on_disk(move || {
        let mut health = from.verify(&root)?;
        if health.tree {
            // The hashes come first: the chunks are judged by them.
            health.damaged = from.rebuild(&root)?.damaged;
        }
        Ok::<_, Error>(health)
    });
    match found.await {
        Some(Ok(health)) if health.is_good() => Outcome::Whole,
        Some(Ok(health)) => {
            metrics.damaged(health.damaged.len());
            log::warn!(
                target: LOG,
                "{root:?} is damaged on the disk: chunks {:?}{}",
                health.damaged,
                if health.tree { ", and the hashes beside them" } else { "" },
            );
            repair(peers, store, root, health.damaged, metrics).await
        }
        Some(Err(Error::DamagedTree { .. })) => {
            log::warn!(target: LOG, "{root:?} is damaged beyond telling: it is deleted, to be fetched anew");
            let from = store.clone();
            match on_disk(move || from.delete(&root)).await {
                Some(Ok(())) => Outcome::Deleted,
                _ => Outcome::Unknown,
            }
        }
        Some(Err(Error::NotFound)) | None => Outcome::Unknown,
        Some(Err(error)) => {
            log::warn!(target: LOG, "{root:?} can't be looked through: {error}");
            Outcome::Unknown
        }
    }
}

/// Takes these chunks of a blob from peers.
async fn repair(
    peers: &dyn Peers,
    store: &Store,
    root: ContentRoot,
    chunks: Vec<u32>,
    metrics: &Metrics,
) -> Outcome {
    let mut left = 0;
    for index in chunks {
        if repair_chunk(peers, store, root, index, metrics).await {
            metrics.repaired();
            log::info!(target: LOG, "chunk {index} of {root:?} is whole again");
        } else {
            left += 1;
        }
    }
    if left == 0 {
        Outcome::Repaired
    } else {
        Outcome::Damaged(left)
    }
}

/// Takes a chunk from the first peer that has it; false if none has.
async fn repair_chunk(
    peers: &dyn Peers,
    store: &Store,
    root: ContentRoot,
    index: u32,
    metrics: &Metrics,
) -> bool {
    for peer in peers.connected().await {
        let Ok(Answer::Chunk(bytes)) = peers.ask(peer, Request::Chunk { root, index }).await else {
            continue;
        };
        metrics.transferred(Way::Fetched, bytes.len());
        let from = store.clone();
        match on_disk(move || from.repair(&root, index, &bytes)).await {
            Some(Ok(())) => return true,
            Some(Err(Error::WrongChunk)) => {
                log::warn!(target: LOG, "{peer} sent other bytes than chunk {index} of {root:?} has");
            }
            Some(Err(error)) => {
                log::warn!(target: LOG, "chunk {index} of {root:?} can't be written: {error}");
                return false;
            }
            None => return false,
        }
    }
    false
}
