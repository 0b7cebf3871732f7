//! Opening a chain's blobs, and starting what works on them.

use futures::{future::ready, StreamExt};
use icn_primitives::{shard::ShardRole, OpaqueBlock as Block};
use polkadot_sdk::{
    sc_client_api::BlockchainEvents,
    sc_network::{service::traits::NetworkService, ProtocolName},
    sc_network_sync::SyncingService,
    sc_service::{Configuration, Error, TaskManager},
    sp_consensus::SyncOracle,
    sp_keystore::KeystorePtr,
};
use std::sync::Arc;

use super::{
    chain::OwnPool,
    options::BlobOptions,
    protocol::{self, Requests},
    provider::Provider,
    Blobs,
};
use crate::{closed_network::ClosedNetwork, pool::Pool, service::FullClient};

/// The group of these tasks, in the metrics.
const GROUP: &str = "blobs";

/// The blobs of the chain `shard`, if it has the role of a storage and this node keeps any.
pub fn open(
    config: &Configuration,
    options: &BlobOptions,
    shard: &str,
    role: ShardRole,
) -> Result<Option<Blobs>, Error> {
    if role != ShardRole::Storage || options.blob_capacity == 0 {
        return Ok(None);
    }
    let directory = options.directory(config.base_path.path(), shard);
    let opened = Blobs::open(&directory, options.blob_capacity, config.prometheus_registry());
    opened.map(Some).map_err(|error| {
        Error::Other(format!("the blobs in {} can't be kept: {error}", directory.display()))
    })
}

/// What the tasks need of the node.
pub struct Deps {
    /// The blobs.
    pub blobs: Blobs,
    /// What peers ask.
    pub requests: Requests,
    /// The protocol by which they do, and by which this node asks them.
    pub protocol: ProtocolName,
    /// Who may ask.
    pub network: ClosedNetwork,
    /// Sends requests.
    pub service: Arc<dyn NetworkService>,
    /// Knows who is connected.
    pub sync: Arc<SyncingService<Block>>,
    /// Reads the chain.
    pub client: Arc<FullClient>,
    /// Takes transactions.
    pub pool: Arc<Pool>,
    /// Holds the provider's key, if there is one.
    pub keystore: KeystorePtr,
    /// Whether to commit to what wants replicas.
    pub commit: bool,
}

/// Starts the tasks. None of them is essential: without them the chain goes on.
pub fn start(tasks: &TaskManager, deps: Deps) {
    let Deps { blobs, requests, protocol, network, service, sync, client, pool, keystore, commit } =
        deps;
    let answer =
        protocol::answer(requests, blobs.store.clone(), network.clone(), blobs.metrics.clone());
    tasks.spawn_handle().spawn("blob-requests", Some(GROUP), answer);

    let blocks = client.import_notification_stream();
    let blocks = blocks.filter_map(|block| ready(block.is_new_best.then_some(())));
    let peers = protocol::Network { service, sync: sync.clone(), closed: network, protocol };
    let provider = Provider {
        client,
        keystore,
        pool: Arc::new(OwnPool(pool)),
        peers: Arc::new(peers),
        blobs,
        commit,
    };
    let provide = provider.run(blocks, move || !sync.is_major_syncing());
    tasks.spawn_handle().spawn("blob-provider", Some(GROUP), provide);
}
