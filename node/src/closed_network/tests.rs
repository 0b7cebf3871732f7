//! Two nodes on this machine: one closed, one that keeps to no rule and speaks the protocols
//! directly. The closed one's peer sets let everybody in here, so that what is tested is the
//! wrapper alone.

use super::{assemble, Asked, Closed, ClosedNetwork};
use icn_primitives::{Hash, OpaqueBlock as Block};
use polkadot_sdk::{
    sc_network::{
        config::{
            FullNetworkConfiguration, IncomingRequest, MultiaddrWithPeerId, NetworkConfiguration,
            NotificationHandshake, OutgoingResponse, Params, Role,
        },
        service::traits::{NetworkService, NotificationEvent, PeerStore, ValidationResult},
        IfDisconnected, Litep2pNetworkBackend, NetworkBackend, NotificationService,
    },
    sc_network_sync::service::network::NetworkServiceProvider,
    sc_service::TaskManager,
};
use std::{sync::Arc, time::Duration};

const REQUESTS: &str = "/00/sync/2";
const ANNOUNCES: &str = "/00/block-announces/1";
/// Long enough for two nodes of one machine to find each other, were it allowed.
const PATIENCE: Duration = Duration::from_secs(3);

struct TestNode {
    service: Arc<dyn NetworkService>,
    /// One message for each stream of announcements that this node's handler saw opened.
    opened: async_channel::Receiver<()>,
}

/// A node that answers every request and takes every stream that reaches its handlers.
fn start<N: NetworkBackend<Block, Hash>>(
    tasks: &TaskManager,
    call: Vec<MultiaddrWithPeerId>,
) -> TestNode {
    let mut config = NetworkConfiguration::new_local();
    config.default_peers_set.reserved_nodes = call;
    // Calls whom it is told to, and nobody that it happens to hear of.
    config.default_peers_set.out_peers = 0;
    let mut net_config = FullNetworkConfiguration::<Block, Hash, N>::new(&config, None);

    let (queue, requests) = async_channel::bounded::<IncomingRequest>(8);
    net_config.add_request_response_protocol(N::request_response_config(
        REQUESTS.into(),
        vec![],
        1024,
        1024,
        Duration::from_secs(5),
        Some(queue),
    ));
    tasks.spawn_handle().spawn("requests", None, async move {
        while let Ok(request) = requests.recv().await {
            let _ = request.pending_response.send(OutgoingResponse {
                result: Ok(b"a block".to_vec()),
                reputation_changes: vec![],
                sent_feedback: None,
            });
        }
    });

    let metrics = N::register_notification_metrics(None);
    let (block_announce_config, announces) = N::notification_config(
        ANNOUNCES.into(),
        vec![],
        1024,
        Some(NotificationHandshake::from_bytes(vec![1])),
        config.default_peers_set.clone(),
        metrics.clone(),
        net_config.peer_store_handle(),
    );
    let (note, opened) = async_channel::unbounded();
    tasks.spawn_handle().spawn("announces", None, take_streams(announces, note));

    tasks.spawn_handle().spawn("peer-store", None, net_config.take_peer_store().run());
    let spawner = tasks.spawn_handle();
    let network = N::new(Params {
        role: Role::Full,
        executor: Box::new(move |task| spawner.spawn("network-part", None, task)),
        network_config: net_config,
        genesis_hash: Hash::zero(),
        protocol_id: "test".into(),
        fork_id: None,
        metrics_registry: None,
        block_announce_config,
        ipfs_config: None,
        notification_metrics: metrics,
    })
    .unwrap();
    let service = network.network_service();
    tasks.spawn_handle().spawn("network", None, network.run());
    TestNode { service, opened }
}

async fn take_streams(
    mut announces: Box<dyn NotificationService>,
    note: async_channel::Sender<()>,
) {
    while let Some(event) = announces.next_event().await {
        match event {
            NotificationEvent::ValidateInboundSubstream { result_tx, .. } => {
                let _ = result_tx.send(ValidationResult::Accept);
            }
            NotificationEvent::NotificationStreamOpened { .. } => note.send(()).await.unwrap(),
            _ => {}
        }
    }
}

async fn address(node: &TestNode) -> MultiaddrWithPeerId {
    loop {
        if let Some(multiaddr) = node.service.listen_addresses().into_iter().next() {
            // Some backends end it with the peer id, some don't.
            let multiaddr =
                multiaddr.iter().filter(|part| !format!("{part:?}").starts_with("P2p")).collect();
            return MultiaddrWithPeerId { multiaddr, peer_id: node.service.local_peer_id() };
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_gets_nothing_until_it_is_listed() {
    let tasks = TaskManager::new(tokio::runtime::Handle::current(), None).unwrap();
    let rule = ClosedNetwork::new([], false);
    let closed = assemble(&rule, tasks.spawn_handle(), || {
        start::<Closed<Litep2pNetworkBackend>>(&tasks, vec![])
    });
    let closed_address = address(&closed).await;
    let peer = closed_address.peer_id;
    let stranger = start::<Litep2pNetworkBackend>(&tasks, vec![closed_address]);
    let ask = || {
        let connect = IfDisconnected::TryConnect;
        stranger.service.request(peer, REQUESTS.into(), b"a block?".to_vec(), None, connect)
    };

    assert!(ask().await.is_err(), "a stranger's request was answered");
    assert!(
        tokio::time::timeout(PATIENCE, closed.opened.recv()).await.is_err(),
        "a stranger's stream was opened"
    );

    rule.set_listed([stranger.service.local_peer_id()].into());
    assert_eq!(ask().await.unwrap().0, b"a block");
    // The other node tries again by itself, after a pause that grows with each refusal.
    let opened = tokio::time::timeout(Duration::from_secs(30), closed.opened.recv()).await;
    assert!(opened.is_ok(), "a listed peer's stream wasn't opened");

    rule.set_listed([].into());
    assert!(ask().await.is_err(), "a request was answered after the peer was taken off the list");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listed_peer_that_sync_drops_is_dropped_and_comes_back() {
    let tasks = TaskManager::new(tokio::runtime::Handle::current(), None).unwrap();
    let rule = ClosedNetwork::new([], false);
    let closed = assemble(&rule, tasks.spawn_handle(), || {
        start::<Closed<Litep2pNetworkBackend>>(&tasks, vec![])
    });
    let listed = start::<Litep2pNetworkBackend>(&tasks, vec![address(&closed).await]);
    let peer = listed.service.local_peer_id();
    rule.set_listed([peer].into());
    closed.service.set_authorized_peers([peer].into());
    let opens = || tokio::time::timeout(Duration::from_secs(60), closed.opened.recv());
    opens().await.expect("a listed peer's stream is opened").unwrap();

    let provider = NetworkServiceProvider::new();
    let (sync, asked) = Asked::new(provider.handle());
    let spawner = tasks.spawn_handle();
    spawner.spawn("provider", None, provider.run(Arc::new(closed.service.clone())));
    spawner.spawn("asked", None, asked.pass_on(rule.clone(), closed.service.clone()));
    sync.disconnect_peer(peer, ANNOUNCES.into());
    opens().await.expect("its stream was closed, and is opened again").unwrap();
}
