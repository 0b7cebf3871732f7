//! Committing to anchors that want replicas, where the operator has asked for it.
//!
//! The bytes come first: a commitment is a promise that is tested within a day. So the node fetches
//! and checks what it may commit to, and then hands in the provider's transaction, which the
//! provider's key signs. Several nodes may fetch the same; the chain takes as many commitments as
//! are wanted, and what a node has in vain stays for as long as it is anchored.

use anyhow::{ensure, Context, Result};
use codec::Encode;
use icn_primitives::{
    storage::{Anchor, AnchorId, StorageApi},
    AccountId, CooperativeId, Hash, Nonce, OpaqueBlock as Block, Signature,
};
use icn_runtime::{RuntimeCall, SignedPayload, TxExtension, UncheckedExtrinsic, VERSION};
use polkadot_sdk::{
    frame_metadata_hash_extension::CheckMetadataHash,
    frame_system,
    sp_api::{Core, ProvideRuntimeApi},
    sp_keystore::KeystorePtr,
    sp_runtime::generic::Era,
    substrate_frame_rpc_system::AccountNonceApi,
};
use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    chain::{self, Own, Reader, StorageClient, Submit},
    protocol::Peers,
    transfer::{self, NotFetched, PATIENCE},
    Blobs, LOG,
};

/// How long an anchor is let be to which this node couldn't commit.
const LET_BE: Duration = Duration::from_secs(10 * 60);
/// How long a commitment may take until it is in a block, before it is sent again.
const SENT: Duration = Duration::from_secs(60);

/// Commits.
pub struct Committer<C> {
    reader: Reader<C>,
    keystore: KeystorePtr,
    pool: Arc<dyn Submit>,
    /// Anchors that are let be, and until when.
    let_be: BTreeMap<AnchorId, Instant>,
}

/// A client whose runtime says how many transactions an account has sent.
pub trait CommitClient: StorageClient {
    /// Number of the account's next transaction at this block.
    fn next_nonce(&self, at: Hash, account: AccountId) -> Result<Nonce>;
    /// The versions of the runtime at this block: of its code, and of its transactions.
    fn versions(&self, at: Hash) -> Result<(u32, u32)>;
}

impl<
        C: StorageClient + ProvideRuntimeApi<Block, Api: AccountNonceApi<Block, AccountId, Nonce>>,
    > CommitClient for C
{
    fn next_nonce(&self, at: Hash, account: AccountId) -> Result<Nonce> {
        Ok(self.runtime_api().account_nonce(at, account)?)
    }

    fn versions(&self, at: Hash) -> Result<(u32, u32)> {
        let version = Core::version(&*self.runtime_api(), at)?;
        Ok((version.spec_version, version.transaction_version))
    }
}

impl<C: CommitClient> Committer<C> {
    pub fn new(client: Arc<C>, keystore: KeystorePtr, pool: Arc<dyn Submit>) -> Self {
        Self { reader: Reader(client), keystore, pool, let_be: BTreeMap::new() }
    }

    /// Commits to the next anchor that wants replicas and fits, if there is one. One at a time: each
    /// transaction has its number from the block in which the one before it is.
    pub async fn commit(&mut self, own: &Own, peers: &dyn Peers, blobs: &Blobs) -> Result<()> {
        self.let_be.retain(|_, until| *until > Instant::now());
        let Some((id, anchor)) = self.next(own, peers, blobs).await? else { return Ok(()) };
        let Blobs { store, metrics, .. } = blobs;
        let fetched = transfer::fetch(peers, store, anchor.content, metrics, PATIENCE).await;
        match fetched {
            Ok(()) => {
                self.let_be.insert(id, Instant::now() + SENT);
                let at = self.reader.best();
                let transaction = self.transaction(at, own, id)?;
                self.pool
                    .submit(at, transaction)
                    .await
                    .with_context(|| format!("anchor {}", id.0))?;
                log::info!(target: LOG, "committed to a replica of anchor {}", id.0);
            }
            Err(NotFetched::Stopping) => (),
            Err(error) => {
                log::warn!(target: LOG, "no commitment to anchor {}: {error}", id.0);
                self.let_be.insert(id, Instant::now() + LET_BE);
            }
        }
        Ok(())
    }

    /// The first anchor that wants a replica, that this provider has none of, that fits, and whose
    /// bytes are here or at a connected peer.
    async fn next(
        &mut self,
        own: &Own,
        peers: &dyn Peers,
        blobs: &Blobs,
    ) -> Result<Option<(AnchorId, Anchor)>> {
        let at = self.reader.best();
        let provider = self.reader.0.runtime_api().provider(at, own.cooperative)?;
        let Some(provider) = provider else { return Ok(None) };
        let mut after = None;
        loop {
            let page = self.reader.wanting(at, after)?;
            let Some((last, _)) = page.last() else { return Ok(None) };
            after = Some(*last);
            for (id, anchor) in page {
                let content = &anchor.content;
                let usage = blobs.store.usage();
                let here = blobs.store.has(&content.content_root);
                let offered = provider.capacity.saturating_sub(provider.used);
                let free = usage.capacity.saturating_sub(usage.used);
                if self.let_be.contains_key(&id)
                    || content.length > offered
                    || (!here && content.length >= free)
                    || self.reader.keeps(at, own.cooperative, id)?
                {
                    continue;
                }
                if here || transfer::is_offered(peers, content).await {
                    return Ok(Some((id, anchor)));
                }
                self.let_be.insert(id, Instant::now() + SENT);
            }
        }
    }

    fn transaction(&self, at: Hash, own: &Own, anchor: AnchorId) -> Result<Vec<u8>> {
        let client = &self.reader.0;
        let versions = client.versions(at)?;
        ensure!(
            versions.1 == VERSION.transaction_version,
            "the chain's runtime takes other transactions than this node makes: it needs an update"
        );
        let nonce = client.next_nonce(at, own.account())?;
        let genesis = client.info().genesis_hash;
        let sign = |message: &[u8]| chain::sign(&self.keystore, &own.key, message);
        commit_transaction(own.cooperative, anchor, own.account(), nonce, genesis, versions, sign)
    }
}

/// The transaction with which a provider commits, signed by its key.
pub(super) fn commit_transaction(
    provider: CooperativeId,
    anchor: AnchorId,
    account: AccountId,
    nonce: Nonce,
    genesis: Hash,
    (spec_version, transaction_version): (u32, u32),
    sign: impl FnOnce(&[u8]) -> Result<Signature>,
) -> Result<Vec<u8>> {
    let call: RuntimeCall = pallet_storage::Call::commit { provider, anchor }.into();
    let extension: TxExtension = (
        frame_system::AuthorizeCall::new(),
        frame_system::CheckNonZeroSender::new(),
        frame_system::CheckSpecVersion::new(),
        frame_system::CheckTxVersion::new(),
        frame_system::CheckGenesis::new(),
        frame_system::CheckMortality::from(Era::Immortal),
        pallet_admission::Admit::new(),
        frame_system::CheckNonce::from(nonce),
        frame_system::CheckWeight::new(),
        CheckMetadataHash::new(false),
        frame_system::WeightReclaim::new(),
    );
    let implicit =
        ((), (), spec_version, transaction_version, genesis, genesis, (), (), (), None, ());
    let payload = SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
    let signature = payload.using_encoded(sign)?;
    Ok(UncheckedExtrinsic::new_signed(call, account.into(), signature, extension).encode())
}
