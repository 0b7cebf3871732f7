//! Answering the challenges of this node's provider.

use anyhow::{Context, Result};
use icn_blobs::{Error, Store};
use icn_primitives::{
    storage::{CommitmentId, DueChallenge, Proofs},
    BlockNumber,
};
use polkadot_sdk::sp_keystore::KeystorePtr;
use std::{collections::BTreeMap, sync::Arc};

use super::{
    chain::{self, Own, Reader, StorageClient, Submit},
    on_disk,
    provider::Suspects,
    LOG,
};

/// After so many blocks in which it is still due, an answer is sent again: the pool may have lost it.
const AGAIN_AFTER: BlockNumber = 8;

/// Answers challenges.
pub struct Challenges<C> {
    reader: Reader<C>,
    keystore: KeystorePtr,
    pool: Arc<dyn Submit>,
    store: Store,
    suspects: Suspects,
    /// Which answers were sent, and in which block.
    sent: BTreeMap<(CommitmentId, u32), BlockNumber>,
}

impl<C: StorageClient> Challenges<C> {
    pub fn new(
        reader: Reader<C>,
        keystore: KeystorePtr,
        pool: Arc<dyn Submit>,
        store: Store,
        suspects: Suspects,
    ) -> Self {
        Self { reader, keystore, pool, store, suspects, sent: BTreeMap::new() }
    }

    /// Answers what is due at the best block and wasn't answered a moment ago; how many answers were
    /// handed in.
    pub async fn answer_due(&mut self) -> Result<usize> {
        let info = self.reader.0.info();
        let (at, block) = (info.best_hash, info.best_number);
        let Some(own) = self.reader.own(at, &chain::keys(&self.keystore))? else { return Ok(0) };
        let due = self.reader.due(at, &own.account())?;
        // What isn't due any more was answered or missed.
        self.sent.retain(|(commitment, number), _| {
            due.iter().any(|due| due.commitment == *commitment && due.challenge.number == *number)
        });
        let mut answered = 0;
        for due in due {
            let name = (due.commitment, due.challenge.number);
            let recently = |sent: &BlockNumber| block < sent.saturating_add(AGAIN_AFTER);
            if self.sent.get(&name).is_some_and(recently) {
                continue;
            }
            match self.answer(&own, &due).await {
                Ok(()) => {
                    self.sent.insert(name, block);
                    answered += 1;
                }
                Err(error) => log::warn!(
                    target: LOG,
                    "challenge {} of commitment {} isn't answered yet, there is time until block {}: {error:#}",
                    name.1,
                    name.0 .0,
                    due.challenge.deadline,
                ),
            }
        }
        Ok(answered)
    }

    async fn answer(&self, own: &Own, due: &DueChallenge) -> Result<()> {
        let (store, root) = (self.store.clone(), due.content.content_root);
        let segments = due.challenge.segments.to_vec();
        let proven = on_disk(move || store.blob(&root)?.prove_all(&segments));
        let proofs = match proven.await.context("the node is stopping")? {
            Ok(proofs) => proofs,
            Err(error) => {
                if matches!(error, Error::Damaged { .. } | Error::DamagedTree { .. }) {
                    self.suspects.add(root);
                }
                return Err(error).with_context(|| format!("the content {root:?}"));
            }
        };
        let proofs: Proofs = proofs.try_into().ok().context("more segments than one answer has")?;
        // The challenge may have been issued by a newer block than the one before this loop.
        let at = self.reader.best();
        let sign = |payload: &[u8]| chain::sign(&self.keystore, &own.key, payload);
        let transaction = self.reader.answer(at, due, proofs, sign)?;
        self.pool.submit(at, transaction).await?;
        log::info!(
            target: LOG,
            "answered challenge {} of commitment {}", due.challenge.number, due.commitment.0
        );
        Ok(())
    }
}
