//! What the tasks of a provider ask the chain, and tell it.

use anyhow::{anyhow, Context, Result};
use async_trait::async_trait;
use codec::DecodeAll;
use icn_blobs::{Content, ContentRoot};
use icn_primitives::{
    apis::MAX_PAGE,
    storage::{
        Anchor, AnchorId, Commitment, CommitmentId, DueChallenge, Proofs, StorageApi, PROVIDER_KEY,
    },
    AccountId, CooperativeId, Hash, OpaqueBlock as Block, Signature, SigningKey,
};
use polkadot_sdk::{
    sc_transaction_pool_api::{TransactionPool, TransactionSource},
    sp_api::ProvideRuntimeApi,
    sp_blockchain::HeaderBackend,
    sp_core::{ed25519, sr25519},
    sp_keystore::KeystorePtr,
    sp_runtime::traits::Block as BlockT,
};
use std::sync::Arc;

/// Most challenges that are looked at in one block.
const MOST_DUE: usize = 1_000;

/// A client whose runtime has what these tasks read.
pub trait StorageClient:
    ProvideRuntimeApi<Block, Api: StorageApi<Block>> + HeaderBackend<Block> + Send + Sync + 'static
{
}
impl<C> StorageClient for C where
    C: ProvideRuntimeApi<Block, Api: StorageApi<Block>>
        + HeaderBackend<Block>
        + Send
        + Sync
        + 'static
{
}

/// The provider whose key this node holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Own {
    /// The cooperative.
    pub cooperative: CooperativeId,
    /// With which its node answers.
    pub key: SigningKey,
}

impl Own {
    /// The account that the key signs for.
    pub fn account(&self) -> AccountId {
        self.key.account()
    }
}

/// The keys of providers that a keystore holds.
pub fn keys(keystore: &KeystorePtr) -> Vec<SigningKey> {
    let sr25519 = keystore.sr25519_public_keys(PROVIDER_KEY).into_iter().map(SigningKey::from);
    let ed25519 = keystore.ed25519_public_keys(PROVIDER_KEY).into_iter().map(SigningKey::from);
    sr25519.chain(ed25519).collect()
}

/// A key's signature, by the keystore that holds it.
pub fn sign(keystore: &KeystorePtr, key: &SigningKey, message: &[u8]) -> Result<Signature> {
    let signature = match key {
        SigningKey::Sr25519(raw) => keystore
            .sr25519_sign(PROVIDER_KEY, &sr25519::Public::from_raw(*raw), message)
            .map(|signature| signature.map(Signature::from)),
        SigningKey::Ed25519(raw) => keystore
            .ed25519_sign(PROVIDER_KEY, &ed25519::Public::from_raw(*raw), message)
            .map(|signature| signature.map(Signature::from)),
    };
    signature?.context("the keystore doesn't hold the provider's key any more")
}

/// Reads the chain. Every function reads one block.
pub struct Reader<C>(pub Arc<C>);

impl<C: StorageClient> Reader<C> {
    /// The best block.
    pub fn best(&self) -> Hash {
        self.0.info().best_hash
    }

    /// The provider that has one of these keys.
    pub fn own(&self, at: Hash, keys: &[SigningKey]) -> Result<Option<Own>> {
        let api = self.0.runtime_api();
        for key in keys {
            if let Some(cooperative) = api.provider_of(at, key.account())? {
                return Ok(Some(Own { cooperative, key: *key }));
            }
        }
        Ok(None)
    }

    /// A provider's commitments.
    pub fn commitments(
        &self,
        at: Hash,
        provider: CooperativeId,
    ) -> Result<Vec<(CommitmentId, Commitment)>> {
        let (api, mut all) = (self.0.runtime_api(), Vec::new());
        loop {
            let after = all.last().map(|(id, _)| *id);
            let page = api.commitments_of(at, provider, after, MAX_PAGE)?;
            let last = page.len() < MAX_PAGE as usize;
            all.extend(page);
            if last {
                return Ok(all);
            }
        }
    }

    /// What was anchored.
    pub fn content(&self, at: Hash, anchor: AnchorId) -> Result<Option<Content>> {
        Ok(self.0.runtime_api().anchor(at, anchor)?.map(|anchor| anchor.content))
    }

    /// What a provider has to answer; at most [`MOST_DUE`].
    pub fn due(&self, at: Hash, key: &AccountId) -> Result<Vec<DueChallenge>> {
        let (api, mut all) = (self.0.runtime_api(), Vec::<DueChallenge>::new());
        loop {
            let after = all.last().map(|due| due.commitment);
            let page = api.due_challenges(at, key.clone(), after, MAX_PAGE)?;
            let last = page.len() < MAX_PAGE as usize;
            all.extend(page);
            if last || all.len() >= MOST_DUE {
                return Ok(all);
            }
        }
    }

    /// Anchors that want replicas, after `after`; a page.
    pub fn wanting(&self, at: Hash, after: Option<AnchorId>) -> Result<Vec<(AnchorId, Anchor)>> {
        Ok(self.0.runtime_api().wanting(at, after, MAX_PAGE)?)
    }

    /// Whether this provider keeps a replica of this anchor.
    pub fn keeps(&self, at: Hash, provider: CooperativeId, anchor: AnchorId) -> Result<bool> {
        let replicas = self.0.runtime_api().replicas(at, anchor)?;
        Ok(replicas.iter().any(|(_, commitment)| commitment.provider == provider))
    }

    /// Whether anybody has anchored this.
    pub fn is_anchored(&self, at: Hash, root: &ContentRoot) -> Result<bool> {
        Ok(!self.0.runtime_api().owners_of(at, *root, None, 1)?.is_empty())
    }

    /// The transaction that answers a challenge with these proofs.
    pub fn answer(
        &self,
        at: Hash,
        due: &DueChallenge,
        proofs: Proofs,
        sign: impl FnOnce(&[u8]) -> Result<Signature>,
    ) -> Result<Vec<u8>> {
        let (api, number) = (self.0.runtime_api(), due.challenge.number);
        let payload = api.answer_payload(at, due.commitment, number, proofs.clone())?;
        let signature = sign(&payload)?;
        api.answer_transaction(at, due.commitment, number, proofs, signature)?.map_err(|name| {
            anyhow!("the chain would refuse the answer: {}", String::from_utf8_lossy(&name))
        })
    }
}

/// Takes transactions.
#[async_trait]
pub trait Submit: Send + Sync {
    /// Hands in an encoded transaction, which is judged by the state of block `at`.
    async fn submit(&self, at: Hash, transaction: Vec<u8>) -> Result<()>;
}

/// A node's own pool.
pub struct OwnPool<P>(pub Arc<P>);

#[async_trait]
impl<P: TransactionPool<Block = Block> + 'static> Submit for OwnPool<P> {
    async fn submit(&self, at: Hash, transaction: Vec<u8>) -> Result<()> {
        let transaction = <Block as BlockT>::Extrinsic::decode_all(&mut &transaction[..])?;
        self.0
            .submit_one(at, TransactionSource::Local, transaction)
            .await
            .map(drop)
            .map_err(|error| anyhow!("the pool refused the transaction: {error}"))
    }
}
