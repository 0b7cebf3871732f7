//! The tasks of a node that keeps blobs. What a provider does needs its key in the keystore; the rest
//! every node does.

use anyhow::Result;
use futures::{Stream, StreamExt};
use icn_blobs::{Content, ContentRoot};
use icn_primitives::{
    storage::{CommitmentId, StorageApi},
    CooperativeId, Hash,
};
use polkadot_sdk::sp_keystore::KeystorePtr;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::{
    chain::{self, Reader, StorageClient, Submit},
    challenges::Challenges,
    commit::{CommitClient, Committer},
    on_disk,
    protocol::Peers,
    repair::{look_through, Outcome},
    transfer::{self, NotFetched, PATIENCE},
    unanchored::Unanchored,
    Blobs, LOG,
};

/// How often a provider looks whether it lacks something.
const LOOK: Duration = Duration::from_secs(15);
/// How often all that is kept is read and compared with its hashes. The first time is soon after the
/// start: the machine may have failed.
const LOOK_THROUGH: Duration = Duration::from_secs(24 * 60 * 60);
/// How long a blob is let be that couldn't be fetched or put right.
const LET_BE: Duration = Duration::from_secs(60);
/// How often uploads and blobs are tidied.
const TIDY: Duration = Duration::from_secs(10 * 60);

/// Blobs that were found damaged where they were needed.
#[derive(Clone, Default)]
pub struct Suspects(Arc<Mutex<BTreeSet<ContentRoot>>>);

impl Suspects {
    /// This one was.
    pub fn add(&self, root: ContentRoot) {
        self.set().insert(root);
    }

    /// Whether this one was, and hasn't been looked at yet.
    #[cfg(test)]
    pub fn has(&self, root: &ContentRoot) -> bool {
        self.set().contains(root)
    }

    fn take(&self) -> BTreeSet<ContentRoot> {
        std::mem::take(&mut *self.set())
    }

    fn set(&self) -> MutexGuard<'_, BTreeSet<ContentRoot>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the tasks of a provider work with.
pub struct Provider<C> {
    /// Reads the chain.
    pub client: Arc<C>,
    /// Holds the provider's key, if there is one.
    pub keystore: KeystorePtr,
    /// Takes transactions.
    pub pool: Arc<dyn Submit>,
    /// Other nodes.
    pub peers: Arc<dyn Peers>,
    /// This node's blobs.
    pub blobs: Blobs,
    /// Whether to commit to what wants replicas.
    pub commit: bool,
}

/// Keeps a provider's promises.
pub(super) struct Keeper<C> {
    reader: Reader<C>,
    keystore: KeystorePtr,
    peers: Arc<dyn Peers>,
    blobs: Blobs,
    suspects: Suspects,
    committer: Option<Committer<C>>,
    /// What each commitment is about. An anchor's content never changes.
    contents: BTreeMap<CommitmentId, Content>,
    /// What couldn't be fetched or put right, and when it is tried again.
    let_be: BTreeMap<ContentRoot, Instant>,
    looked_through: Option<Instant>,
}

impl<C: CommitClient> Provider<C> {
    /// Does all of it. `blocks` says when there is a new best block; `synced` whether this node knows
    /// the newest ones.
    pub async fn run(
        self,
        blocks: impl Stream<Item = ()> + Send,
        synced: impl Fn() -> bool + Send + Sync,
    ) {
        let Self { client, keystore, pool, peers, blobs, commit } = self;
        let suspects = Suspects::default();
        let mut challenges = Challenges::new(
            Reader(client.clone()),
            keystore.clone(),
            pool.clone(),
            blobs.store.clone(),
            suspects.clone(),
        );
        let committer = || Committer::new(client.clone(), keystore.clone(), pool.clone());
        let committer = commit.then(committer);
        let (own, store) = (keystore.clone(), blobs.clone());
        let mut keeper = Keeper::new(client.clone(), own, peers, store, suspects, committer);
        let answer = async {
            let mut blocks = std::pin::pin!(blocks);
            while blocks.next().await.is_some() {
                // What was due in old blocks was answered long ago, or missed.
                if !synced() {
                    continue;
                }
                if let Err(error) = challenges.answer_due().await {
                    log::debug!(target: LOG, "can't look for challenges: {error:#}");
                }
            }
        };
        let keep = async {
            loop {
                if synced() {
                    if let Err(error) = keeper.keep().await {
                        log::debug!(target: LOG, "can't look for commitments: {error:#}");
                    }
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        let tidy = tidy(Reader(client), blobs, keystore, &synced);
        // Blocks end with the chain.
        futures::future::select(Box::pin(answer), Box::pin(futures::future::join(keep, tidy)))
            .await;
    }
}

impl<C: CommitClient> Keeper<C> {
    pub(super) fn new(
        client: Arc<C>,
        keystore: KeystorePtr,
        peers: Arc<dyn Peers>,
        blobs: Blobs,
        suspects: Suspects,
        committer: Option<Committer<C>>,
    ) -> Self {
        Self {
            reader: Reader(client),
            keystore,
            peers,
            blobs,
            suspects,
            committer,
            contents: BTreeMap::new(),
            let_be: BTreeMap::new(),
            looked_through: None,
        }
    }

    /// Brings what is here into line with what the provider has promised.
    pub(super) async fn keep(&mut self) -> Result<()> {
        self.blobs.metrics.usage(&self.blobs.store.usage());
        for root in self.suspects.take() {
            if self.is_let_be(&root) {
                self.suspects.add(root);
            } else {
                self.look_through(root).await;
            }
        }
        let at = self.reader.best();
        let own = self.reader.own(at, &chain::keys(&self.keystore))?;
        let Some(own) = own else { return self.look_through_all().await };
        if let Some(provider) = self.reader.0.runtime_api().provider(at, own.cooperative)? {
            self.blobs.metrics.record(&provider.record);
        }
        self.fetch_missing(at, own.cooperative).await?;
        if let Some(committer) = &mut self.committer {
            committer.commit(&own, &*self.peers, &self.blobs).await?;
        }
        self.look_through_all().await
    }

    /// Fetches what the provider has promised and this node hasn't.
    async fn fetch_missing(&mut self, at: Hash, provider: CooperativeId) -> Result<()> {
        let commitments = self.reader.commitments(at, provider)?;
        let known: BTreeSet<CommitmentId> = commitments.iter().map(|(id, _)| *id).collect();
        self.contents.retain(|id, _| known.contains(id));
        for (id, commitment) in commitments {
            let content = match self.contents.get(&id) {
                Some(content) => *content,
                None => {
                    // It was removed meanwhile.
                    let Some(content) = self.reader.content(at, commitment.anchor)? else {
                        continue;
                    };
                    self.contents.insert(id, content);
                    content
                }
            };
            let root = content.content_root;
            if self.blobs.store.has(&root) || self.is_let_be(&root) {
                continue;
            }
            log::info!(target: LOG, "fetching {root:?}, of {} bytes", content.length);
            let Blobs { store, metrics, .. } = &self.blobs;
            match transfer::fetch(&*self.peers, store, content, metrics, PATIENCE).await {
                Ok(()) => {
                    log::info!(target: LOG, "{root:?} is here");
                    self.let_be.remove(&root);
                }
                Err(NotFetched::Stopping) => return Ok(()),
                Err(error) => {
                    log::warn!(target: LOG, "{root:?} can't be fetched now: {error}");
                    self.let_be.insert(root, Instant::now() + LET_BE);
                }
            }
        }
        self.let_be.retain(|_, until| *until > Instant::now());
        Ok(())
    }

    /// Reads all that is here, once in [`LOOK_THROUGH`].
    async fn look_through_all(&mut self) -> Result<()> {
        if self.looked_through.is_some_and(|at| at.elapsed() < LOOK_THROUGH) {
            return Ok(());
        }
        let mut after = None;
        while let Some(listed) = self.blobs.store.list(after.as_ref(), 1).pop() {
            self.look_through(listed.root).await;
            after = Some(listed.root);
        }
        self.looked_through = Some(Instant::now());
        Ok(())
    }

    /// Reads a blob and puts it right. What can't be is tried again later, when other peers may be
    /// connected.
    async fn look_through(&mut self, root: ContentRoot) {
        let Blobs { store, metrics, .. } = &self.blobs;
        if let Outcome::Damaged(chunks) = look_through(&*self.peers, store, root, metrics).await {
            log::warn!(
                target: LOG,
                "{chunks} chunks of {root:?} are damaged, and no connected peer has them"
            );
            self.suspects.add(root);
            // After a start nobody is connected yet, and will be soon.
            if !self.peers.connected().await.is_empty() {
                self.let_be.insert(root, Instant::now() + LET_BE);
            }
        }
    }

    /// Whether something was tried in vain a moment ago.
    fn is_let_be(&self, root: &ContentRoot) -> bool {
        self.let_be.get(root).is_some_and(|until| *until > Instant::now())
    }
}

/// Tidies uploads, and deletes what nobody anchors.
async fn tidy<C: StorageClient>(
    reader: Reader<C>,
    blobs: Blobs,
    keystore: KeystorePtr,
    synced: &(impl Fn() -> bool + Sync),
) {
    let reader = Arc::new(reader);
    let unanchored = Arc::new(Mutex::new(Unanchored::default()));
    loop {
        tokio::time::sleep(TIDY).await;
        if !synced() {
            continue;
        }
        let (reader, blobs, keystore) = (reader.clone(), blobs.clone(), keystore.clone());
        let unanchored = unanchored.clone();
        let done = on_disk(move || -> Result<()> {
            let promised = promised(&reader, &keystore)?;
            blobs.uploads.tidy(Instant::now(), |root| promised.contains(root));
            let at = reader.0.info().finalized_hash;
            let mut unanchored = unanchored.lock().unwrap_or_else(PoisonError::into_inner);
            unanchored.delete(&*reader, at, &blobs.store, Instant::now())?;
            Ok(())
        });
        if let Some(Err(error)) = done.await {
            log::debug!(target: LOG, "can't tidy: {error:#}");
        }
    }
}

/// What this node's provider has promised to keep.
fn promised<C: StorageClient>(
    reader: &Reader<C>,
    keystore: &KeystorePtr,
) -> Result<BTreeSet<ContentRoot>> {
    let at = reader.best();
    let Some(own) = reader.own(at, &chain::keys(keystore))? else { return Ok(BTreeSet::new()) };
    let mut promised = BTreeSet::new();
    for (_, commitment) in reader.commitments(at, own.cooperative)? {
        if let Some(content) = reader.content(at, commitment.anchor)? {
            promised.insert(content.content_root);
        }
    }
    Ok(promised)
}
