//! `icn_*`: what is anchored and who keeps it, at a node that runs a storage shard. The bytes are
//! the business of [`blobs`](super::blobs).

use icn_primitives::{
    content::ContentRoot,
    shard::ShardRole,
    storage::{AnchorId, CommitmentId, StorageApi},
    CooperativeId, Hash,
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc, types::ErrorObjectOwned};
use std::sync::Arc;

use super::{
    did::parse,
    errors,
    names::Snapshot,
    views::storage::{
        AnchorOverview, AnchorPage, AnchorReport, CommitmentPage, CommitmentReport,
        ProviderOverview, ProviderPage, TombstoneReport,
    },
    ChainReader,
};

/// Commitments on a provider's page; `icn_commitments` gives the rest.
const SHOWN: u32 = 50;

/// Anchors, replicas and providers.
#[rpc(server)]
pub trait StorageRpc {
    /// Shows an anchor with its replicas.
    #[method(name = "icn_anchor", blocking)]
    fn anchor(&self, id: AnchorId, at: Option<Hash>) -> RpcResult<Option<AnchorOverview>>;

    /// Lists somebody's anchors.
    #[method(name = "icn_anchors", blocking)]
    fn anchors(
        &self,
        owner: String,
        after: Option<ContentRoot>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<AnchorPage>;

    /// Shows a provider.
    #[method(name = "icn_provider", blocking)]
    fn provider(&self, id: CooperativeId, at: Option<Hash>) -> RpcResult<Option<ProviderOverview>>;

    /// Lists the providers.
    #[method(name = "icn_providers", blocking)]
    fn providers(
        &self,
        after: Option<CooperativeId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<ProviderPage>;

    /// Lists what a provider keeps.
    #[method(name = "icn_commitments", blocking)]
    fn commitments(
        &self,
        provider: CooperativeId,
        after: Option<CommitmentId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<CommitmentPage>;
}

/// Answers from the chain.
pub struct Storage<C> {
    client: Arc<C>,
}

impl<C: ChainReader> Storage<C> {
    pub fn new(client: Arc<C>) -> Self {
        Self { client }
    }

    fn at(&self, at: Option<Hash>) -> Result<Snapshot<'_, C>, ErrorObjectOwned> {
        Snapshot::of_role(&self.client, at, ShardRole::Storage)
    }
}

/// What a provider keeps, after `after`.
fn kept<C: ChainReader>(
    Snapshot { api, block }: &Snapshot<'_, C>,
    provider: CooperativeId,
    after: Option<CommitmentId>,
    limit: u32,
) -> Result<CommitmentPage, ErrorObjectOwned> {
    let found = api.commitments_of(*block, provider, after, limit).map_err(errors::runtime)?;
    Ok(CommitmentPage::new(found, limit))
}

impl<C: ChainReader> StorageRpcServer for Storage<C> {
    fn anchor(&self, id: AnchorId, at: Option<Hash>) -> RpcResult<Option<AnchorOverview>> {
        let Snapshot { api, block } = self.at(at)?;
        let Some(anchor) = api.anchor(block, id).map_err(errors::runtime)? else {
            let tombstone = api.tombstone(block, id).map_err(errors::runtime)?;
            return Ok(tombstone.map(|found| AnchorOverview {
                anchor: None,
                tombstone: Some(TombstoneReport::from(found)),
                replicas: Vec::new(),
            }));
        };
        let replicas = api.replicas(block, id).map_err(errors::runtime)?;
        Ok(Some(AnchorOverview {
            anchor: Some(AnchorReport::from((id, anchor))),
            tombstone: None,
            replicas: replicas.into_iter().map(CommitmentReport::from).collect(),
        }))
    }

    fn anchors(
        &self,
        owner: String,
        after: Option<ContentRoot>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<AnchorPage> {
        let (limit, owner) = (errors::page(limit)?, parse(&owner)?);
        let Snapshot { api, block } = self.at(at)?;
        let found = api.anchors_of(block, owner, after, limit).map_err(errors::runtime)?;
        Ok(AnchorPage::new(found, limit))
    }

    fn provider(&self, id: CooperativeId, at: Option<Hash>) -> RpcResult<Option<ProviderOverview>> {
        let chain = self.at(at)?;
        let found = chain.api.provider(chain.block, id).map_err(errors::runtime)?;
        let Some(provider) = found else { return Ok(None) };
        let keeps = kept(&chain, id, None, SHOWN)?;
        Ok(Some(ProviderOverview { provider: (id, provider).into(), keeps }))
    }

    fn providers(
        &self,
        after: Option<CooperativeId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<ProviderPage> {
        let limit = errors::page(limit)?;
        let Snapshot { api, block } = self.at(at)?;
        let found = api.providers(block, after, limit).map_err(errors::runtime)?;
        Ok(ProviderPage::new(found, limit))
    }

    fn commitments(
        &self,
        provider: CooperativeId,
        after: Option<CommitmentId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<CommitmentPage> {
        let limit = errors::page(limit)?;
        kept(&self.at(at)?, provider, after, limit)
    }
}
