//! JSON-RPC: what the SDK offers, and this chain's own `did_*` and `icn_*` methods.
//!
//! The SDK's service adds the legacy methods and the groups `chainHead_v1`, `chainSpec_v1`,
//! `transaction_v1` and, on a node that keeps every block's state, `archive_v1`. What stands here
//! is added to those: `system_accountNextIndex` and `system_dryRun`, `grandpa_*` with its stream
//! of justifications, and our own methods, of which [`openrpc`] holds the table.

pub mod blobs;
pub mod cooperatives;
pub mod did;
pub mod errors;
pub mod exchange;
pub mod governance;
pub mod icn;
pub mod ledger;
pub mod marketplace;
pub mod metadata;
pub mod names;
pub mod openrpc;
pub mod reputation;
pub mod resources;
pub mod storage;
#[cfg(test)]
mod tests;
pub mod views;

use icn_primitives::{
    apis::{
        AdmissionApi, CooperativesApi, CredentialsApi, DidApi, GovernanceApi, LedgerApi,
        ReputationApi, SeatsApi, ShardsApi,
    },
    exchange::{settlement::SettlementApi, ExchangeApi},
    marketplace::search::MarketplaceApi,
    resources::ResourcesApi,
    storage::StorageApi,
    AccountId, BlockNumber, Hash, Nonce, OpaqueBlock as Block,
};
use jsonrpsee::RpcModule;
use polkadot_sdk::{
    sc_consensus_grandpa::{
        FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
    },
    sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer},
    sc_network::PeerId,
    sc_network_sync::SyncingService,
    sc_rpc::SubscriptionTaskExecutor,
    sc_transaction_pool_api::TransactionPool,
    sp_api::{Metadata, ProvideRuntimeApi},
    sp_block_builder::BlockBuilder,
    sp_blockchain::HeaderBackend,
    sp_transaction_pool::runtime_api::TaggedTransactionQueue,
    substrate_frame_rpc_system::{AccountNonceApi, System, SystemApiServer},
};
use std::sync::Arc;

use crate::{
    blobs::Blobs, closed_network::ClosedNetwork, finality::FinalityLag, service::FullBackend,
};
use blobs::BlobRpcServer;
use cooperatives::CooperativesRpcServer;
use did::DidRpcServer;
use exchange::ExchangeRpcServer;
use governance::GovernanceRpcServer;
use icn::{IcnRpcServer, Node};
use ledger::LedgerRpcServer;
use marketplace::MarketplaceRpcServer;
use metadata::{ChainNames, Names};
use openrpc::OpenRpcServer;
use reputation::ReputationRpcServer;
use resources::ResourcesRpcServer;
use storage::StorageRpcServer;

/// What the methods need of the node.
pub struct Deps<C, P> {
    /// The chain's name.
    pub chain: String,
    /// Reads the chain.
    pub client: Arc<C>,
    /// Transactions that wait.
    pub pool: Arc<P>,
    /// Who may connect.
    pub network: ClosedNetwork,
    /// This node's own peer id.
    pub local_peer: PeerId,
    /// Who is connected.
    pub sync: Arc<SyncingService<Block>>,
    /// The bytes of anchored files, if this node keeps any.
    pub blobs: Option<Blobs>,
    /// How long finality takes.
    pub finality_lag: FinalityLag,
    /// What GRANDPA's own methods need.
    pub grandpa: GrandpaDeps,
}

/// What GRANDPA's methods need of the node.
pub struct GrandpaDeps {
    /// Runs subscriptions.
    pub executor: SubscriptionTaskExecutor,
    /// Who votes.
    pub authority_set: SharedAuthoritySet<Hash, BlockNumber>,
    /// Where the present round stands.
    pub voter_state: SharedVoterState,
    /// Each justification as it is made.
    pub justifications: GrandpaJustificationStream<Block>,
    /// Proofs from the database.
    pub finality_proofs: Arc<FinalityProofProvider<FullBackend, Block>>,
}

/// A client whose runtime has what our own methods read.
pub trait ChainReader:
    ProvideRuntimeApi<Block, Api: ChainApis> + HeaderBackend<Block> + Send + Sync + 'static
{
}
impl<C> ChainReader for C where
    C: ProvideRuntimeApi<Block, Api: ChainApis> + HeaderBackend<Block> + Send + Sync + 'static
{
}

/// The runtime APIs that our own methods read.
pub trait ChainApis:
    DidApi<Block>
    + CooperativesApi<Block>
    + CredentialsApi<Block>
    + SeatsApi<Block>
    + ShardsApi<Block>
    + AdmissionApi<Block>
    + GovernanceApi<Block>
    + ReputationApi<Block>
    + LedgerApi<Block>
    + MarketplaceApi<Block>
    + SettlementApi<Block>
    + ExchangeApi<Block>
    + ResourcesApi<Block>
    + StorageApi<Block>
    + TaggedTransactionQueue<Block>
{
}
impl<A> ChainApis for A where
    A: DidApi<Block>
        + CooperativesApi<Block>
        + CredentialsApi<Block>
        + SeatsApi<Block>
        + ShardsApi<Block>
        + AdmissionApi<Block>
        + GovernanceApi<Block>
        + ReputationApi<Block>
        + LedgerApi<Block>
        + MarketplaceApi<Block>
        + SettlementApi<Block>
        + ExchangeApi<Block>
        + ResourcesApi<Block>
        + StorageApi<Block>
        + TaggedTransactionQueue<Block>
{
}

/// All methods that this node adds to the SDK's.
pub fn module<C, P>(deps: Deps<C, P>) -> Result<RpcModule<()>, jsonrpsee::core::RegisterMethodError>
where
    C: ChainReader,
    C::Api: AccountNonceApi<Block, AccountId, Nonce> + BlockBuilder<Block> + Metadata<Block>,
    P: TransactionPool + 'static,
{
    let Deps { chain, client, pool, network, local_peer, sync, blobs, finality_lag, grandpa } =
        deps;
    let node = Node {
        chain,
        network,
        local_peer,
        connected: Arc::new(move || sync.num_connected_peers()),
        finality_lag,
    };
    let names = Arc::new(ChainNames::new(client.clone()));
    let mut module = own(client.clone(), node, names, blobs)?;
    module.merge(System::new(client, pool).into_rpc())?;
    module.merge(
        Grandpa::new(
            grandpa.executor,
            grandpa.authority_set,
            grandpa.voter_state,
            grandpa.justifications,
            grandpa.finality_proofs,
        )
        .into_rpc(),
    )?;
    Ok(module)
}

/// Our own methods: those of [`openrpc`]'s table.
fn own<C: ChainReader>(
    client: Arc<C>,
    node: Node,
    names: Arc<dyn Names>,
    blobs: Option<Blobs>,
) -> Result<RpcModule<()>, jsonrpsee::core::RegisterMethodError> {
    let mut module = RpcModule::new(());
    module.merge(did::Dids::new(client.clone()).into_rpc())?;
    module.merge(cooperatives::Cooperatives::new(client.clone(), names.clone()).into_rpc())?;
    module.merge(governance::Governance::new(client.clone(), names).into_rpc())?;
    module.merge(reputation::Reputation::new(client.clone()).into_rpc())?;
    module.merge(ledger::Ledger::new(client.clone()).into_rpc())?;
    module.merge(marketplace::Marketplace::new(client.clone()).into_rpc())?;
    module.merge(exchange::Exchange::new(client.clone()).into_rpc())?;
    module.merge(resources::Resources::new(client.clone()).into_rpc())?;
    module.merge(storage::Storage::new(client.clone()).into_rpc())?;
    module.merge(blobs::Blobs::new(client.clone(), blobs, node.local_peer).into_rpc())?;
    module.merge(icn::Icn::new(client, node).into_rpc())?;
    module.merge(openrpc::OpenRpcDocument.into_rpc())?;
    Ok(module)
}
