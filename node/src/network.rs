//! One chain's network: sync, its handlers, and the protocols of votes and files.
//!
//! The SDK's one function for this would leave no place for [`Asked`], so it is taken in two steps
//! here, as that function takes them.

use icn_primitives::{BlockNumber, Hash, OpaqueBlock as Block};
use polkadot_sdk::{
    sc_consensus::DefaultImportQueue,
    sc_consensus_grandpa::{
        grandpa_peers_set_config, protocol_standard_name, warp_proof, SharedAuthoritySet,
    },
    sc_network::{
        config::FullNetworkConfiguration, service::traits::NetworkService, Litep2pNetworkBackend,
        NetworkBackend, NotificationService, ProtocolName,
    },
    sc_network_sync::{service::network::NetworkServiceProvider, SyncingService},
    sc_network_transactions::TransactionsHandlerController,
    sc_rpc::system::Request,
    sc_service::{
        build_default_syncing_engine, build_network_advanced, default_gap_sync_body_policy,
        BuildNetworkAdvancedParams, Configuration, DefaultSyncingEngineConfig, Error, ImportQueue,
        TaskManager, WarpSyncConfig,
    },
    sc_utils::mpsc::TracingUnboundedSender,
    sp_consensus::block_validation::DefaultBlockAnnounceValidator,
};
use std::sync::Arc;

use crate::{
    blobs::protocol::{self, Requests},
    closed_network::{self, Asked, Closed, ClosedNetwork},
    pool::Pool,
    service::{FullBackend, FullClient},
};

/// The one backend that this node has: with the SDK's other one it would be as large again.
type Backend = Closed<Litep2pNetworkBackend>;

/// What a chain's network is made of.
pub struct Parts<'a> {
    /// The chain's configuration.
    pub config: &'a Configuration,
    /// Who may take part.
    pub rule: &'a ClosedNetwork,
    /// The hash of its first block, which is in the protocols' names.
    pub genesis: Hash,
    /// Reads blocks, for itself and for others.
    pub client: &'a Arc<FullClient>,
    /// Where they are stored.
    pub backend: &'a Arc<FullBackend>,
    /// Takes in transactions, and gives them to others.
    pub pool: &'a Arc<Pool>,
    /// Takes in blocks.
    pub import_queue: DefaultImportQueue<Block>,
    /// Who finalizes, for proofs to nodes that are far behind.
    pub authority_set: SharedAuthoritySet<Hash, BlockNumber>,
    /// Whether this node exchanges the bytes of files.
    pub keeps_files: bool,
    /// What runs its tasks.
    pub tasks: &'a TaskManager,
}

/// A chain's network, running.
pub struct ChainNetwork {
    /// Peers and their streams.
    pub service: Arc<dyn NetworkService>,
    /// Sync.
    pub sync: Arc<SyncingService<Block>>,
    /// Where JSON-RPC asks about peers.
    pub system_rpc: TracingUnboundedSender<Request<Block>>,
    /// What spreads transactions.
    pub transactions: TransactionsHandlerController<Hash>,
    /// GRANDPA's protocol, and its streams.
    pub grandpa: (ProtocolName, Box<dyn NotificationService>),
    /// The files' protocol, and what peers ask.
    pub files: (ProtocolName, Option<Requests>),
}

/// Makes it, and starts what does sync's wishes.
pub fn build(parts: Parts) -> Result<ChainNetwork, Error> {
    let Parts { config, rule, genesis, client, backend, pool, import_queue, tasks, .. } = parts;
    let spawner = tasks.spawn_handle();
    let fork_id = config.chain_spec.fork_id();
    let registry = config.prometheus_registry();
    let grandpa_name = protocol_standard_name(&genesis, &config.chain_spec);
    let files_name = protocol::name(&genesis, fork_id);

    let build = || -> Result<_, Error> {
        let metrics =
            <Backend as NetworkBackend<Block, Hash>>::register_notification_metrics(registry);
        let mut net_config = FullNetworkConfiguration::<Block, Hash, Backend>::new(
            &config.network,
            registry.cloned(),
        );
        let (grandpa, votes) = grandpa_peers_set_config::<Block, Backend>(
            grandpa_name.clone(),
            metrics.clone(),
            net_config.peer_store_handle(),
        );
        net_config.add_notification_protocol(grandpa);
        let requests = parts.keeps_files.then(|| {
            let (files, requests) = protocol::configure::<Backend>(files_name.clone());
            net_config.add_request_response_protocol(files);
            requests
        });

        let provider = NetworkServiceProvider::new();
        let (network_service_handle, asked) = Asked::new(provider.handle());
        let warp_sync =
            warp_proof::NetworkProvider::new(backend.clone(), parts.authority_set, Vec::new());
        let peers = &config.network.default_peers_set;
        let (sync_service, block_announce_config) =
            build_default_syncing_engine(DefaultSyncingEngineConfig {
                role: config.role,
                protocol_id: config.protocol_id(),
                fork_id,
                net_config: &mut net_config,
                block_announce_validator: Box::new(DefaultBlockAnnounceValidator),
                network_service_handle,
                warp_sync_config: Some(WarpSyncConfig::WithProvider(Arc::new(warp_sync))),
                client: client.clone(),
                import_queue_service: import_queue.service(),
                num_peers_hint: peers.in_peers as usize + peers.out_peers as usize,
                spawn_handle: &spawner,
                spawn_essential_handle: &tasks.spawn_essential_handle(),
                metrics_registry: registry,
                metrics: metrics.clone(),
                gap_sync_body_policy: default_gap_sync_body_policy(config.blocks_pruning),
            })?;
        let built = build_network_advanced(BuildNetworkAdvancedParams {
            role: config.role,
            protocol_id: config.protocol_id(),
            fork_id,
            announce_block: config.announce_block,
            net_config,
            client: client.clone(),
            transaction_pool: pool.clone(),
            spawn_handle: spawner.clone(),
            spawn_essential_handle: tasks.spawn_essential_handle(),
            import_queue,
            sync_service,
            block_announce_config,
            network_service_provider: provider,
            metrics_registry: registry,
            metrics,
            blocks_pruning: config.blocks_pruning,
        })?;
        Ok((built, asked, votes, requests))
    };
    let (built, asked, votes, requests) = closed_network::assemble(rule, spawner.clone(), build)?;
    let (service, system_rpc, transactions, sync, _) = built;
    spawner.spawn(
        "closed-network-sync",
        Some("networking"),
        asked.pass_on(rule.clone(), service.clone()),
    );
    Ok(ChainNetwork {
        service,
        sync,
        system_rpc,
        transactions,
        grandpa: (grandpa_name, votes),
        files: (files_name, requests),
    })
}
