//! A network backend that hands nothing over from or to peers that may not have it.
//!
//! `sc_network::NetworkBackend` makes its parts in static functions: neither the list nor a handle
//! for tasks can be passed to them, and the SDK's own code calls them (`build_network` does so for
//! sync, state, warp and light requests). All of it happens within one call on one thread, so
//! [`assemble`] lays the list out for that call in a thread-local, and takes it away afterwards.
//! A process-wide static would do for one chain only; a node that runs several needs one list each.
//! Outside of [`assemble`] the backend makes parts that let nobody in.

use async_trait::async_trait;
use polkadot_sdk::{
    sc_network::{
        self,
        config::{
            FullNetworkConfiguration, IncomingRequest, MultiaddrWithPeerId, NetworkConfiguration,
            NotificationHandshake, Params, PeerStoreProvider, SetConfig,
        },
        service::traits::{NetworkService, RequestResponseConfig},
        Multiaddr, NetworkBackend, NotificationConfig, NotificationMetrics, NotificationService,
        PeerId, ProtocolName,
    },
    sc_network_common::ExHashT,
    sc_service::SpawnTaskHandle,
    sp_runtime::traits::Block as BlockT,
    substrate_prometheus_endpoint::Registry,
};
use std::{
    any::Any,
    cell::RefCell,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use super::{notifications::ClosedNotifications, peers::ClosedNetwork};
use crate::gateway::Protocol;

/// How many requests wait to be looked at when the handler's own queue has no bound.
const REQUEST_QUEUE: usize = 64;

thread_local! {
    static ASSEMBLY: RefCell<Option<Assembly>> = const { RefCell::new(None) };
}

/// What the static functions need while one chain's network is put together.
struct Assembly {
    network: ClosedNetwork,
    spawner: SpawnTaskHandle,
    /// The `FullNetworkConfiguration` of the backend within, which owns the peer store.
    config: Option<Box<dyn Any>>,
    /// A `Weak<Slot<_>>` for each request protocol: `FullNetworkConfiguration` doesn't give back
    /// what was put into it. Those that were made but never added are gone by the time they count.
    requests: Vec<Box<dyn Any>>,
}

/// Runs `build`, in which [`Closed`] backends that are put together obey `network`.
pub fn assemble<R>(
    network: &ClosedNetwork,
    spawner: SpawnTaskHandle,
    build: impl FnOnce() -> R,
) -> R {
    /// Also takes the list away when `build` panics.
    struct Cleared;
    impl Drop for Cleared {
        fn drop(&mut self) {
            ASSEMBLY.set(None);
        }
    }
    let assembly =
        Assembly { network: network.clone(), spawner, config: None, requests: Vec::new() };
    ASSEMBLY.set(Some(assembly));
    let _cleared = Cleared;
    build()
}

/// What the present assembly gives; `None` outside of [`assemble`].
fn in_assembly<R>(with: impl FnOnce(&mut Assembly) -> R) -> Option<R> {
    ASSEMBLY.with_borrow_mut(|assembly| assembly.as_mut().map(with))
}

/// A place from which the backend within takes what was made for it.
type Slot<T> = Mutex<Option<T>>;

fn take<T>(slot: &Slot<T>) -> Option<T> {
    slot.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// The backend `N`, closed to peers that nobody has listed.
pub struct Closed<N>(N);

/// A notification protocol of the backend within.
#[derive(Debug)]
pub struct ClosedNotificationConfig<C> {
    name: ProtocolName,
    peers: SetConfig,
    inner: Slot<C>,
}

impl<C: NotificationConfig> NotificationConfig for ClosedNotificationConfig<C> {
    fn set_config(&self) -> &SetConfig {
        &self.peers
    }

    fn protocol_name(&self) -> &ProtocolName {
        &self.name
    }
}

/// A request protocol of the backend within.
#[derive(Debug)]
pub struct ClosedRequestConfig<C> {
    name: ProtocolName,
    /// Kept alive as long as the protocol is wanted.
    _inner: Arc<Slot<C>>,
}

impl<C: RequestResponseConfig> RequestResponseConfig for ClosedRequestConfig<C> {
    fn protocol_name(&self) -> &ProtocolName {
        &self.name
    }
}

#[async_trait]
impl<B: BlockT + 'static, H: ExHashT, N: NetworkBackend<B, H>> NetworkBackend<B, H> for Closed<N> {
    // Bitswap serves whoever asks, and its requests don't pass the filter below.
    const SUPPORTS_IPFS: bool = false;

    type NotificationProtocolConfig = ClosedNotificationConfig<N::NotificationProtocolConfig>;
    type RequestResponseProtocolConfig = ClosedRequestConfig<N::RequestResponseProtocolConfig>;
    type NetworkService<Block, Hash> = N::NetworkService<Block, Hash>;
    type PeerStore = N::PeerStore;

    fn new(params: Params<B, H, Self>) -> Result<Self, sc_network::error::Error> {
        let not_assembled = || std::io::Error::other("the network's parts were made elsewhere");
        let (config, requests) = in_assembly(|assembly| {
            (assembly.config.take(), std::mem::take(&mut assembly.requests))
        })
        .ok_or_else(not_assembled)?;
        let mut config = *config
            .and_then(|config| config.downcast::<FullNetworkConfiguration<B, H, N>>().ok())
            .ok_or_else(not_assembled)?;
        config.network_config = params.network_config.network_config.clone();
        for protocol in params.network_config.notification_protocols() {
            config.add_notification_protocol(take(&protocol.inner).ok_or_else(not_assembled)?);
        }
        for request in requests {
            let slot = request
                .downcast_ref::<Weak<Slot<N::RequestResponseProtocolConfig>>>()
                .ok_or_else(not_assembled)?;
            if let Some(protocol) = slot.upgrade().and_then(|slot| take(&slot)) {
                config.add_request_response_protocol(protocol);
            }
        }
        let block_announces = take(&params.block_announce_config.inner);
        N::new(Params {
            role: params.role,
            executor: params.executor,
            network_config: config,
            genesis_hash: params.genesis_hash,
            protocol_id: params.protocol_id,
            fork_id: params.fork_id,
            metrics_registry: params.metrics_registry,
            block_announce_config: block_announces.ok_or_else(not_assembled)?,
            ipfs_config: None,
            notification_metrics: params.notification_metrics,
        })
        .map(Self)
    }

    fn network_service(&self) -> Arc<dyn NetworkService> {
        self.0.network_service()
    }

    fn peer_store(bootnodes: Vec<PeerId>, metrics_registry: Option<Registry>) -> Self::PeerStore {
        // The backend within wants a configuration of its own, which makes its peer store itself.
        // It is made here, so that protocols and discovery know of each other's peers; all but its
        // boot nodes is filled in by `new`.
        let mut stub = NetworkConfiguration::new("", "", Default::default(), None);
        stub.boot_nodes = bootnodes
            .into_iter()
            .map(|peer_id| MultiaddrWithPeerId { multiaddr: Multiaddr::empty(), peer_id })
            .collect();
        let mut config = FullNetworkConfiguration::<B, H, N>::new(&stub, metrics_registry);
        let peer_store = config.take_peer_store();
        in_assembly(|assembly| assembly.config = Some(Box::new(config)));
        peer_store
    }

    fn register_notification_metrics(registry: Option<&Registry>) -> NotificationMetrics {
        N::register_notification_metrics(registry)
    }

    fn notification_config(
        protocol_name: ProtocolName,
        fallback_names: Vec<ProtocolName>,
        max_notification_size: u64,
        handshake: Option<NotificationHandshake>,
        set_config: SetConfig,
        metrics: NotificationMetrics,
        peerstore_handle: Arc<dyn PeerStoreProvider>,
    ) -> (Self::NotificationProtocolConfig, Box<dyn NotificationService>) {
        let network = in_assembly(|assembly| assembly.network.clone())
            .unwrap_or_else(|| ClosedNetwork::new([], false));
        if Protocol::of(&protocol_name) == Protocol::BlockAnnounces {
            network.note_block_announces(protocol_name.clone());
        }
        let (inner, service) = N::notification_config(
            protocol_name.clone(),
            fallback_names,
            max_notification_size,
            handshake,
            set_config.clone(),
            metrics,
            peerstore_handle,
        );
        let config = ClosedNotificationConfig {
            name: protocol_name,
            peers: set_config,
            inner: Mutex::new(Some(inner)),
        };
        (config, Box::new(ClosedNotifications::new(service, network)))
    }

    fn request_response_config(
        protocol_name: ProtocolName,
        fallback_names: Vec<ProtocolName>,
        max_request_size: u64,
        max_response_size: u64,
        request_timeout: Duration,
        inbound_queue: Option<async_channel::Sender<IncomingRequest>>,
    ) -> Self::RequestResponseProtocolConfig {
        // Without a queue the protocol only asks, and answers nobody.
        let inbound_queue = inbound_queue.and_then(|queue| {
            in_assembly(|assembly| serve_listed(queue, assembly.network.clone(), &assembly.spawner))
        });
        let inner = Arc::new(Mutex::new(Some(N::request_response_config(
            protocol_name.clone(),
            fallback_names,
            max_request_size,
            max_response_size,
            request_timeout,
            inbound_queue,
        ))));
        in_assembly(|assembly| assembly.requests.push(Box::new(Arc::downgrade(&inner))));
        ClosedRequestConfig { name: protocol_name, _inner: inner }
    }

    async fn run(self) {
        self.0.run().await
    }
}

/// A queue of which `queue` gets only what peers may ask that `network` serves.
fn serve_listed(
    queue: async_channel::Sender<IncomingRequest>,
    network: ClosedNetwork,
    spawner: &SpawnTaskHandle,
) -> async_channel::Sender<IncomingRequest> {
    let (sender, receiver) = async_channel::bounded(queue.capacity().unwrap_or(REQUEST_QUEUE));
    spawner.spawn("closed-network-requests", Some("networking"), pass_on(receiver, queue, network));
    sender
}

/// Passes requests on until either side ends. A request that is dropped is refused on the wire.
async fn pass_on(
    receiver: async_channel::Receiver<IncomingRequest>,
    queue: async_channel::Sender<IncomingRequest>,
    network: ClosedNetwork,
) {
    while let Ok(request) = receiver.recv().await {
        if !network.standing(&request.peer).is_served() {
            log::debug!(
                target: "icn::network",
                "dropped a request of {}, which the chain doesn't list", request.peer
            );
            continue;
        }
        // A full queue refuses at once, as it does without this filter: waiting here would let one
        // slow protocol's backlog grow old instead.
        if queue.try_send(request).is_err_and(|error| error.is_closed()) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use icn_primitives::{Hash, OpaqueBlock};
    use polkadot_sdk::sc_network::Litep2pNetworkBackend;

    fn request(peer: PeerId) -> IncomingRequest {
        let (pending_response, _) = futures::channel::oneshot::channel();
        IncomingRequest { peer, payload: vec![], pending_response }
    }

    #[tokio::test]
    async fn requests_of_listed_peers_pass_and_others_are_dropped() {
        let (listed, stranger) = (PeerId::random(), PeerId::random());
        let network = ClosedNetwork::new([], false);
        network.set_listed([listed].into());
        let (front, receiver) = async_channel::bounded(8);
        let (queue, handler) = async_channel::bounded(8);
        for peer in [stranger, listed, stranger] {
            front.send(request(peer)).await.unwrap();
        }
        drop(front);
        pass_on(receiver, queue, network).await;
        assert_eq!(handler.recv().await.unwrap().peer, listed);
        assert!(handler.recv().await.is_err());
    }

    #[tokio::test]
    async fn a_gateway_serves_guests_and_nobody_serves_whom_the_operator_only_named() {
        let peer = PeerId::random();
        for (network, served) in
            [(ClosedNetwork::new([], true), 1), (ClosedNetwork::new([peer], false), 0)]
        {
            let (front, receiver) = async_channel::bounded(8);
            let (queue, handler) = async_channel::bounded(8);
            front.send(request(peer)).await.unwrap();
            drop(front);
            pass_on(receiver, queue, network).await;
            assert_eq!(handler.len(), served);
        }
    }

    #[test]
    fn parts_made_outside_of_an_assembly_let_nobody_in() {
        type Backend = Closed<Litep2pNetworkBackend>;
        let (queue, handler) = async_channel::bounded(8);
        let config = <Backend as NetworkBackend<OpaqueBlock, Hash>>::request_response_config(
            "/00/sync/2".into(),
            vec![],
            1,
            1,
            Duration::from_secs(1),
            Some(queue),
        );
        assert!(take(&config._inner).unwrap().inbound_queue.is_none());
        assert!(handler.is_closed());
    }
}
