//! Fetching a blob from peers.

use futures::{stream::FuturesUnordered, StreamExt};
use icn_blobs::{
    wire::{Answer, Request},
    Content, Error, Fetch, Parameters, Store, Taken,
};
use polkadot_sdk::sc_network::PeerId;
use std::time::{Duration, Instant};

use super::{
    metrics::{Metrics, Way},
    on_disk,
    protocol::Peers,
    LOG,
};

/// How often it is looked who is connected, at least.
const LOOK_AROUND: Duration = Duration::from_secs(10);
/// How long nothing may come before a fetch is given up; what is there of it stays.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// How a fetch behaves: so many chunks may be in memory, and a peer is left alone for seconds, since
/// the whole federation has few.
const PARAMETERS: Parameters = Parameters {
    in_flight: 8,
    per_peer: 4,
    timeout: 90_000,
    backoff: 2_000,
    max_backoff: 60_000,
    peers: 256,
    order: icn_blobs::wire::MAX_ORDER,
};

/// Why a blob isn't here.
#[derive(Debug)]
pub enum NotFetched {
    /// For [`PATIENCE`], no peer had anything of what is missing.
    NobodyHasIt,
    /// The bytes have the content root and not the other hashes: the anchor says something false.
    FalseContent,
    /// The store, or its disk.
    Store(Error),
    /// The node is stopping.
    Stopping,
}

impl std::fmt::Display for NotFetched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NobodyHasIt => f.write_str("no connected peer has what is missing of it"),
            Self::FalseContent => f.write_str(
                "its bytes have another segment root or S003 hash than it was anchored with",
            ),
            Self::Store(error) => error.fmt(f),
            Self::Stopping => f.write_str("the node is stopping"),
        }
    }
}

/// Fetches the blob that was anchored as `content`, or goes on with it. When this returns, it is in
/// the store.
pub async fn fetch(
    peers: &dyn Peers,
    store: &Store,
    content: Content,
    metrics: &Metrics,
    patience: Duration,
) -> Result<(), NotFetched> {
    let from = store.clone();
    let upload = match on_disk(move || from.upload(content)).await.ok_or(NotFetched::Stopping)? {
        Ok(upload) => upload,
        Err(Error::AlreadyStored) => return Ok(()),
        Err(error) => return Err(NotFetched::Store(error)),
    };
    let began = Instant::now();
    let now = || u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let mut fetch = Fetch::new(upload, PARAMETERS);
    let (mut known, mut looked): (Vec<PeerId>, Option<Instant>) = (vec![], None);
    let mut asked = FuturesUnordered::new();
    let mut gained = Instant::now();
    while !fetch.is_complete() {
        if looked.is_none_or(|at| at.elapsed() >= LOOK_AROUND) {
            let connected = peers.connected().await;
            known.iter().filter(|peer| !connected.contains(peer)).for_each(|gone| {
                fetch.remove_peer(gone);
            });
            connected.iter().for_each(|peer| {
                fetch.add_peer(*peer);
            });
            (known, looked) = (connected, Some(Instant::now()));
        }
        while let Some(ask) = fetch.next(now()) {
            asked.push(async move { (ask.id, peers.ask(ask.peer, ask.request).await) });
        }
        if gained.elapsed() >= patience {
            return Err(NotFetched::NobodyHasIt);
        }
        let wake = fetch.wake_at(now()).map(|at| Duration::from_millis(at.saturating_sub(now())));
        let wake = wake.unwrap_or(LOOK_AROUND).min(LOOK_AROUND).min(patience);
        let Some((id, answer)) = first(&mut asked, wake).await else { continue };
        let length = match &answer {
            Ok(Answer::Chunk(bytes)) => bytes.len(),
            _ => 0,
        };
        let at = now();
        let judged = on_disk(move || {
            let taken = fetch.answered(id, answer, at);
            (fetch, taken)
        });
        let (back, taken) = judged.await.ok_or(NotFetched::Stopping)?;
        fetch = back;
        match taken.map_err(NotFetched::Store)? {
            Taken::Chunk(_) => {
                gained = Instant::now();
                metrics.transferred(Way::Fetched, length);
            }
            Taken::Hashes => gained = Instant::now(),
            Taken::Banned(misdeed) => {
                log::warn!(target: LOG, "a peer sent something false of {:?}: {misdeed:?}", content.content_root);
            }
            Taken::Nothing | Taken::Unasked => (),
        }
    }
    let finished = on_disk(move || fetch.finish()).await.ok_or(NotFetched::Stopping)?;
    match finished {
        Ok(_) => Ok(()),
        Err(Error::ContentMismatch(_)) => {
            let (from, root) = (store.clone(), content.content_root);
            let discarded = on_disk(move || from.discard_upload(&root)).await;
            if let Some(Err(error)) = discarded {
                log::warn!(target: LOG, "can't forget {root:?}: {error}");
            }
            Err(NotFetched::FalseContent)
        }
        Err(error) => Err(NotFetched::Store(error)),
    }
}

/// The next answer; `None` if none comes within `wait`.
async fn first<F: futures::Future>(
    asked: &mut FuturesUnordered<F>,
    wait: Duration,
) -> Option<F::Output> {
    if asked.is_empty() {
        tokio::time::sleep(wait.max(Duration::from_millis(10))).await;
        return None;
    }
    tokio::time::timeout(wait, asked.next()).await.ok().flatten()
}

/// Whether some connected peer says that it has the blob that was anchored as `content`.
pub async fn is_offered(peers: &dyn Peers, content: &Content) -> bool {
    let request = Request::Have { root: content.content_root };
    let connected = peers.connected().await;
    let asked = connected.into_iter().map(|peer| peers.ask(peer, request));
    let answers: FuturesUnordered<_> = asked.collect();
    let offers = answers.filter(|answer| {
        futures::future::ready(matches!(answer, Ok(Answer::Have(has)) if has == content))
    });
    futures::pin_mut!(offers);
    offers.next().await.is_some()
}
