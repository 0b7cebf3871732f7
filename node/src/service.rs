//! One chain's tasks, from one configuration.
//!
//! Nothing here is global: [`crate::node`] calls [`start_chain`] once for each chain.

use futures::FutureExt;
use icn_primitives::{apis::ShardsApi, OpaqueBlock as Block, ShardId};
use polkadot_sdk::{
    sc_basic_authorship::ProposerFactory,
    sc_chain_spec::ChainType,
    sc_client_api::{Backend, BlockBackend},
    sc_consensus::{DefaultImportQueue, LongestChain},
    sc_consensus_aura::{self as aura, CheckForEquivocation, SlotProportion},
    sc_consensus_grandpa as grandpa,
    sc_network::config::NetworkBackendType,
    sc_offchain::{OffchainWorkerOptions, OffchainWorkers},
    sc_service::{
        config::PrometheusConfig, Configuration, Error, KeystoreContainer, MetricsService,
        PartialComponents, PruningMode, Role, RpcHandlers, SpawnTasksParams, TFullBackend,
        TFullClient, TaskManager,
    },
    sc_telemetry::{Telemetry, TelemetryWorker},
    sc_tracing::logging::prefix_logs_with,
    sc_transaction_pool::Options as PoolOptions,
    sc_transaction_pool_api::OffchainTransactionPoolFactory,
    sp_api::ProvideRuntimeApi,
    sp_blockchain::HeaderBackend,
    sp_consensus_aura::{
        inherents::InherentDataProvider as SlotProvider, sr25519::AuthorityPair as AuraPair,
        SlotDuration,
    },
    sp_keystore::KeystorePtr,
    sp_timestamp::InherentDataProvider as TimestampProvider,
    substrate_prometheus_endpoint::Registry,
};
use std::{sync::Arc, time::Duration};

use crate::{
    blobs::{self, options::BlobOptions},
    closed_network::{self, ClosedNetwork},
    equivocations::ReportingImport,
    executor::{CompiledRuntimes, Executor},
    finality::FinalityLag,
    network::{self, ChainNetwork},
    pool::{self, AuthorsPool, Pool, Reports},
    relay::{Endpoint, LocalShard},
    rpc,
    shards::Shard,
};

/// Reads and imports blocks.
pub type FullClient = TFullClient<Block, icn_runtime::RuntimeApi, Executor>;
/// Stores blocks and state.
pub type FullBackend = TFullBackend<Block>;
type SelectChain = LongestChain<FullBackend, Block>;
/// Imports blocks as GRANDPA wants it.
pub type GrandpaImport = grandpa::GrandpaBlockImport<FullBackend, Block, FullClient, SelectChain>;
type GrandpaLink = grandpa::LinkHalf<Block, FullClient, SelectChain>;

/// A chain's parts, before they run.
pub type Parts = PartialComponents<
    FullClient,
    FullBackend,
    SelectChain,
    DefaultImportQueue<Block>,
    Pool,
    (ReportingImport, GrandpaLink, Option<Telemetry>),
>;

/// At least every so many blocks a justification is stored, in blocks: about every three minutes.
/// A node that was away asks for one of these when it can't take part in the round; between them
/// only the live stream has justifications. Each is some hundred bytes for each validator.
const JUSTIFICATION_PERIOD: u32 = 64;
/// How long a vote is expected to travel. GRANDPA waits for twice this in each of a round's two
/// steps, so that it makes up most of the time to finality once the network is fast: with 333 ms,
/// the SDK's custom, and the rules below, a block is final a second later than it could be.
const GOSSIP_DURATION: Duration = Duration::from_millis(200);
/// The part of a slot in which its block has to be made; of it the SDK leaves a tenth. That is 1.6 s of
/// three: the weight of a full block stands for 1.2 s, and making one takes a third longer than
/// executing it. The others need the rest to receive and execute it before the next author builds on it.
const PROPOSAL_PORTION: f32 = 0.6;

/// How this node runs a chain, beside what the SDK's configuration says.
#[derive(Clone, Debug)]
pub struct ChainOptions {
    /// Which shard the chain is.
    pub shard: Shard,
    /// Serve peers that nobody has listed.
    pub gateway: bool,
    /// Whether the chain's metrics are served with those of other chains, and not by its own
    /// endpoint.
    pub metrics_elsewhere: bool,
    /// How the bytes of anchored files are kept, if the chain has the role of a storage.
    pub blobs: BlobOptions,
    /// What its pool of transactions holds.
    pub pool: PoolOptions,
}

/// A chain that runs until its task manager is dropped.
pub struct Running {
    /// Which shard it is.
    pub shard: Shard,
    /// Its tasks.
    pub task_manager: TaskManager,
    /// Its JSON-RPC, in memory.
    pub rpc: RpcHandlers,
    /// Where its metrics are registered, unless they are off.
    pub registry: Option<Registry>,
    /// This node's keys for it.
    pub keystore: KeystorePtr,
    /// The number that the chain itself says it has.
    pub id: ShardId,
}

impl Running {
    /// This chain, as the relay sees it.
    pub fn relayed(&self) -> LocalShard {
        LocalShard {
            id: self.id,
            endpoint: Endpoint::Local(self.rpc.handle()),
            keystore: self.keystore.clone(),
            registry: self.registry.clone(),
            tasks: self.task_manager.spawn_handle(),
        }
    }
}

/// Makes the parts of the only chain in this process. Subcommands that work on the database need
/// no more.
pub fn parts(config: &Configuration) -> Result<Parts, Error> {
    let executor = CompiledRuntimes::default().executor(config, 1);
    parts_with(config, executor, PoolOptions::default())
}

/// Makes a chain's parts.
fn parts_with(
    config: &Configuration,
    executor: Executor,
    pool_options: PoolOptions,
) -> Result<Parts, Error> {
    let telemetry = config
        .telemetry_endpoints
        .clone()
        .filter(|endpoints| !endpoints.is_empty())
        .map(|endpoints| {
            let worker = TelemetryWorker::new(16)?;
            let telemetry = worker.handle().new_telemetry(endpoints);
            Ok::<_, polkadot_sdk::sc_telemetry::Error>((worker, telemetry))
        })
        .transpose()?;

    let (client, backend, keystore_container, task_manager) = sc_service::new_full_parts(
        config,
        telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
        executor,
        // A node that deletes old blocks keeps those from which others learn the authority sets.
        vec![Arc::new(grandpa::GrandpaPruningFilter)],
    )?;
    let client = Arc::new(client);

    let telemetry = telemetry.map(|(worker, telemetry)| {
        task_manager.spawn_handle().spawn("telemetry", None, worker.run());
        telemetry
    });
    let telemetry_handle = || telemetry.as_ref().map(Telemetry::handle);

    let select_chain = LongestChain::new(backend.clone());
    let pool = pool::new(
        client.clone(),
        pool_options,
        config.role.is_authority(),
        config.prometheus_registry(),
        &task_manager,
    );
    let transaction_pool = Arc::new(pool);

    let (grandpa_import, grandpa_link) = grandpa::block_import(
        client.clone(),
        JUSTIFICATION_PERIOD,
        &client,
        select_chain.clone(),
        telemetry_handle(),
    )?;
    let block_import = ReportingImport::new(
        grandpa_import.clone(),
        client.clone(),
        Reports::new(transaction_pool.clone(), task_manager.spawn_handle()),
    );
    let slot_client = client.clone();
    let import_queue = aura::import_queue::<AuraPair, _, _, _, _, _>(aura::ImportQueueParams {
        block_import: block_import.clone(),
        justification_import: Some(Box::new(grandpa_import)),
        client: client.clone(),
        create_inherent_data_providers: move |parent, ()| {
            let slot_duration = aura::standalone::slot_duration_at(&*slot_client, parent);
            async move { Ok(inherents(slot_duration?)) }
        },
        spawner: &task_manager.spawn_essential_handle(),
        registry: config.prometheus_registry(),
        // The block import looks at it, and would find this check's headers without seals.
        check_for_equivocation: CheckForEquivocation::No,
        telemetry: telemetry_handle(),
        compatibility_mode: Default::default(),
    })?;

    Ok(PartialComponents {
        client,
        backend,
        task_manager,
        import_queue,
        keystore_container,
        select_chain,
        transaction_pool,
        other: (block_import, grandpa_link, telemetry),
    })
}

/// What a block says of its time: the slot first, as Aura wants it.
fn inherents(slot_duration: SlotDuration) -> (SlotProvider, TimestampProvider) {
    let timestamp = TimestampProvider::from_system_time();
    (SlotProvider::from_timestamp_and_slot_duration(*timestamp, slot_duration), timestamp)
}

/// Starts one chain's tasks: network, transaction pool, RPC, and for a validator also making and
/// finalizing blocks. Everything that they log bears the shard's name.
#[prefix_logs_with(options.shard.name.as_str())]
pub fn start_chain(
    mut config: Configuration,
    options: ChainOptions,
    executor: Executor,
) -> Result<Running, Error> {
    check(&config, &options)?;
    keep_history_where_it_is_read(&mut config, options.gateway);
    let network = ClosedNetwork::configure(&mut config.network, options.gateway);

    let PartialComponents {
        client,
        backend,
        mut task_manager,
        import_queue,
        keystore_container,
        select_chain,
        transaction_pool,
        other: (block_import, grandpa_link, mut telemetry),
    } = parts_with(&config, executor, options.pool)?;
    let telemetry_handle = telemetry.as_ref().map(Telemetry::handle);
    let slot_duration = aura::slot_duration(&*client)?;
    let (id, role) = client
        .runtime_api()
        .this_shard(client.info().best_hash)
        .map_err(|error| Error::Application(error.into()))?;

    let blobs = blobs::start::open(&config, &options.blobs, &options.shard.name, role)?;

    closed_network::refresh(&network, &*client, slot_duration);
    let genesis = client.block_hash(0)?.ok_or("this database holds no genesis block")?;
    let ChainNetwork { service, sync, system_rpc, transactions, grandpa: votes, files } =
        network::build(network::Parts {
            config: &config,
            rule: &network,
            genesis,
            client: &client,
            backend: &backend,
            pool: &transaction_pool,
            import_queue,
            authority_set: grandpa_link.shared_authority_set().clone(),
            keeps_files: blobs.is_some(),
            tasks: &task_manager,
        })?;

    task_manager.spawn_handle().spawn_blocking(
        "closed-network",
        Some("networking"),
        closed_network::follow(
            network.clone(),
            client.clone(),
            slot_duration,
            service.clone(),
            sync.clone(),
        ),
    );
    if let (Some(blobs), (protocol, Some(requests))) = (blobs.clone(), files) {
        let deps = blobs::start::Deps {
            blobs,
            requests,
            protocol,
            network: network.clone(),
            service: service.clone(),
            sync: sync.clone(),
            client: client.clone(),
            pool: transaction_pool.clone(),
            keystore: keystore_container.keystore(),
            commit: options.blobs.blob_commit,
        };
        blobs::start::start(&task_manager, deps);
    }
    let finality_lag = FinalityLag::default();
    let measure = finality_lag.measure(&*client, config.prometheus_registry())?;
    task_manager.spawn_handle().spawn("finality-lag", None, measure);

    // The runtime's reports of equivocations go through it.
    let reports = Reports::new(transaction_pool.clone(), task_manager.spawn_handle());
    if config.offchain_worker.enabled {
        let workers = OffchainWorkers::new(OffchainWorkerOptions {
            runtime_api_provider: client.clone(),
            is_validator: config.role.is_authority(),
            keystore: Some(keystore_container.keystore()),
            offchain_db: backend.offchain_storage(),
            transaction_pool: Some(OffchainTransactionPoolFactory::new(reports.clone())),
            network_provider: Arc::new(service.clone()),
            // The runtime asks nobody on the web.
            enable_http_requests: false,
            custom_extensions: |_| vec![],
        })?;
        task_manager.spawn_handle().spawn(
            "offchain-workers-runner",
            Some("offchain-worker"),
            workers.run(client.clone(), task_manager.spawn_handle()).boxed(),
        );
    }

    let role = config.role;
    let voter_state = grandpa::SharedVoterState::empty();
    let finality_proofs = grandpa::FinalityProofProvider::new_for_service(
        backend.clone(),
        Some(grandpa_link.shared_authority_set().clone()),
    );
    let rpc_builder = {
        let chain = config.chain_spec.name().to_string();
        let client = client.clone();
        let pool = transaction_pool.clone();
        let sync = sync.clone();
        let service = service.clone();
        let authority_set = grandpa_link.shared_authority_set().clone();
        let justifications = grandpa_link.justification_stream();
        let voter_state = voter_state.clone();
        move |executor| {
            rpc::module(rpc::Deps {
                chain: chain.clone(),
                client: client.clone(),
                pool: pool.clone(),
                network: network.clone(),
                local_peer: service.local_peer_id(),
                sync: sync.clone(),
                blobs: blobs.clone(),
                finality_lag: finality_lag.clone(),
                grandpa: rpc::GrandpaDeps {
                    executor,
                    authority_set: authority_set.clone(),
                    voter_state: voter_state.clone(),
                    justifications: justifications.clone(),
                    finality_proofs: finality_proofs.clone(),
                },
            })
            .map_err(|error| Error::Application(error.into()))
        }
    };

    let registry = config.prometheus_registry().cloned();
    let metrics = match options.metrics_elsewhere {
        // The SDK would open an endpoint for each chain.
        true => metrics_service(config.prometheus_config.take(), &config)?,
        false => None,
    };
    let authoring = Authoring {
        force: config.force_authoring,
        registry: registry.clone(),
        name: config.network.node_name.clone(),
        grandpa: !config.disable_grandpa,
    };
    if let Some(metrics) = metrics {
        let (client, pool) = (client.clone(), transaction_pool.clone());
        let report = metrics.run(client, pool, service.clone(), sync.clone());
        task_manager.spawn_handle().spawn("metrics", None, report);
    }
    let rpc = sc_service::spawn_tasks(SpawnTasksParams {
        network: service.clone(),
        client: client.clone(),
        keystore: keystore_container.keystore(),
        task_manager: &mut task_manager,
        transaction_pool: transaction_pool.clone(),
        rpc_builder: Box::new(rpc_builder),
        backend,
        system_rpc_tx: system_rpc,
        tx_handler_controller: transactions,
        sync_service: sync.clone(),
        config,
        telemetry: telemetry.as_mut(),
        tracing_execute_block: None,
    })?;

    if role.is_authority() {
        let proposer_factory = ProposerFactory::new(
            task_manager.spawn_handle(),
            client.clone(),
            Arc::new(AuthorsPool(transaction_pool)),
            authoring.registry.as_ref(),
            telemetry_handle.clone(),
        );
        let make_blocks = aura::start_aura::<AuraPair, _, _, _, _, _, _, _, _, _, _>(
            aura::StartAuraParams {
                slot_duration,
                client: client.clone(),
                select_chain,
                block_import,
                proposer_factory,
                create_inherent_data_providers: move |_, ()| async move { Ok(inherents(slot_duration)) },
                force_authoring: authoring.force,
                backoff_authoring_blocks: None::<()>,
                keystore: keystore_container.keystore(),
                sync_oracle: sync.clone(),
                justification_sync_link: sync.clone(),
                block_proposal_slot_portion: SlotProportion::new(PROPOSAL_PORTION),
                max_block_proposal_slot_portion: None,
                telemetry: telemetry_handle.clone(),
                compatibility_mode: Default::default(),
            },
        )?;
        task_manager.spawn_essential_handle().spawn_blocking(
            "aura",
            Some("block-authoring"),
            make_blocks,
        );
    }

    if authoring.grandpa {
        let (protocol_name, notification_service) = votes;
        let vote = grandpa::run_grandpa_voter(grandpa::GrandpaParams {
            config: grandpa::Config {
                gossip_duration: GOSSIP_DURATION,
                justification_generation_period: JUSTIFICATION_PERIOD,
                name: Some(authoring.name),
                observer_enabled: false,
                keystore: keystore(role.is_authority(), &keystore_container),
                local_role: role,
                telemetry: telemetry_handle.clone(),
                protocol_name,
            },
            link: grandpa_link,
            network: service,
            sync,
            notification_service,
            // The default rules vote for a block two below the best, and for three quarters of an
            // unfinalized stretch: they spare large validator sets votes on short-lived forks, and
            // cost two blocks of finality. Aura's turns leave few forks, so votes go to the best.
            voting_rule: grandpa::VotingRulesBuilder::new().build(),
            prometheus_registry: authoring.registry,
            shared_voter_state: voter_state,
            telemetry: telemetry_handle,
            offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(reports),
        })?;
        task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, vote);
    }

    Ok(Running {
        shard: options.shard,
        task_manager,
        rpc,
        registry,
        keystore: keystore_container.keystore(),
        id,
    })
}

/// What the SDK says of a chain in its metrics.
fn metrics_service(
    prometheus: Option<PrometheusConfig>,
    config: &Configuration,
) -> Result<Option<MetricsService>, Error> {
    let Some(PrometheusConfig { registry, .. }) = prometheus else { return Ok(None) };
    let (name, version) = (&config.network.node_name, &config.impl_version);
    // Telemetry has its own.
    Ok(Some(MetricsService::with_prometheus(None, &registry, config.role, name, version)?))
}

/// What of the configuration is still needed when the rest has been given away.
struct Authoring {
    force: bool,
    registry: Option<Registry>,
    name: String,
    grandpa: bool,
}

/// Only a validator's keys vote; another node listens.
fn keystore(is_authority: bool, container: &KeystoreContainer) -> Option<KeystorePtr> {
    is_authority.then(|| container.keystore())
}

/// Refuses a validator that is a gateway as well.
pub fn check_role(role: Role, gateway: bool) -> Result<(), Error> {
    if gateway && role.is_authority() {
        return Err(Error::Other(
            "--gateway: a validator can't be a gateway, because a gateway talks to peers that \
             nobody has listed. Start a second node for it, with its own node key."
                .into(),
        ));
    }
    Ok(())
}

/// Refuses the SDK's other network backend.
pub fn check_backend(backend: NetworkBackendType) -> Result<(), Error> {
    match backend {
        NetworkBackendType::Litep2p => Ok(()),
        NetworkBackendType::Libp2p => Err(Error::Other(
            "--network-backend libp2p: this node has litep2p alone, leave it out.".into(),
        )),
    }
}

/// Refuses what would open the network, or couldn't work.
fn check(config: &Configuration, options: &ChainOptions) -> Result<(), Error> {
    check_role(config.role, options.gateway)?;
    let refuse = |why: &str| Err(Error::Other(why.into()));
    if options.gateway && is_reserved_only(config) {
        return refuse(
            "--gateway serves peers that are not listed and --reserved-only refuses them: choose.",
        );
    }
    if config.network.ipfs_server {
        return refuse("--ipfs-server would serve peers that are not listed: leave it out.");
    }
    Ok(())
}

fn is_reserved_only(config: &Configuration) -> bool {
    use polkadot_sdk::sc_network::config::NonReservedPeerMode::Deny;
    matches!(config.network.default_peers_set.non_reserved_mode, Deny)
}

/// A gateway is asked about any time, and so are development chains: they keep every block's state,
/// which also turns the `archive_v1` methods on, unless the operator says otherwise.
fn keep_history_where_it_is_read(config: &mut Configuration, gateway: bool) {
    let is_development =
        matches!(config.chain_spec.chain_type(), ChainType::Development | ChainType::Local);
    if (gateway || is_development) && config.state_pruning.is_none() {
        config.state_pruning = Some(PruningMode::ArchiveCanonical);
    }
}
