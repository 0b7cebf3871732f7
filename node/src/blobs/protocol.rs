//! How providers' nodes ask each other: a request protocol of the shard's network.
//!
//! The network is closed: requests of peers that the chain doesn't list are dropped before they come
//! here, and here also those of a gateway's guests.

use async_trait::async_trait;
use futures::StreamExt;
use icn_blobs::{
    serve,
    wire::{Answer, Request, MAX_ANSWER, MAX_REQUEST, PROTOCOL},
    Failure, Store,
};
use icn_primitives::{Hash, OpaqueBlock as Block};
use polkadot_sdk::{
    sc_network::{
        config::{IncomingRequest, OutgoingResponse},
        service::traits::NetworkService,
        IfDisconnected, NetworkBackend, PeerId, ProtocolName,
    },
    sc_network_sync::SyncingService,
};
use std::{sync::Arc, time::Duration};

use super::{
    metrics::{Metrics, Way},
    on_disk, LOG,
};
use crate::closed_network::ClosedNetwork;

/// Requests of peers that are worked on at a time: each has a chunk in memory and a thread.
const AT_A_TIME: usize = 4;
/// Requests of peers that wait. Those that come when all places are taken are refused.
const QUEUE: usize = 32;
/// How long an answer may take: a chunk over a slow line.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The protocol's name on the chain with `genesis`.
pub fn name(genesis: &Hash, fork: Option<&str>) -> ProtocolName {
    match fork {
        None => format!("/{genesis:x}{PROTOCOL}"),
        Some(fork) => format!("/{genesis:x}/{fork}{PROTOCOL}"),
    }
    .into()
}

/// Requests as they come from peers.
pub type Requests = async_channel::Receiver<IncomingRequest>;

/// The protocol, for the network's configuration, and what peers ask.
pub fn configure<N: NetworkBackend<Block, Hash>>(
    name: ProtocolName,
) -> (N::RequestResponseProtocolConfig, Requests) {
    let (queue, requests) = async_channel::bounded(QUEUE);
    let config = N::request_response_config(
        name,
        vec![],
        MAX_REQUEST as u64,
        MAX_ANSWER as u64,
        TIMEOUT,
        Some(queue),
    );
    (config, requests)
}

/// Answers listed peers from `store`, as long as the network runs.
pub async fn answer(requests: Requests, store: Store, network: ClosedNetwork, metrics: Metrics) {
    let (store, network, metrics) = (&store, &network, &metrics);
    requests
        .for_each_concurrent(AT_A_TIME, |request| async move {
            let IncomingRequest { peer, payload, pending_response } = request;
            // A request that is dropped is refused on the wire.
            if !network.is_listed(&peer) {
                return;
            }
            let from = store.clone();
            let Some(answer) = on_disk(move || serve(&from, &payload)).await else { return };
            metrics.transferred(Way::Served, answer.len());
            let response = OutgoingResponse {
                result: Ok(answer),
                reputation_changes: vec![],
                sent_feedback: None,
            };
            if pending_response.send(response).is_err() {
                log::debug!(target: LOG, "{peer} went away before it was answered");
            }
        })
        .await;
}

/// The nodes that this one may ask.
#[async_trait]
pub trait Peers: Send + Sync {
    /// Those that are connected and listed.
    async fn connected(&self) -> Vec<PeerId>;
    /// Asks one of them.
    async fn ask(&self, peer: PeerId, request: Request) -> Result<Answer, Failure>;
}

/// The shard's network.
pub struct Network {
    /// Sends requests.
    pub service: Arc<dyn NetworkService>,
    /// Knows who is connected.
    pub sync: Arc<SyncingService<Block>>,
    /// Knows who is listed.
    pub closed: ClosedNetwork,
    /// The protocol's name.
    pub protocol: ProtocolName,
}

#[async_trait]
impl Peers for Network {
    async fn connected(&self) -> Vec<PeerId> {
        let connected = self.sync.peers_info().await.unwrap_or_default();
        let listed = connected.into_iter().map(|(peer, _)| peer);
        listed.filter(|peer| self.closed.is_listed(peer)).collect()
    }

    async fn ask(&self, peer: PeerId, request: Request) -> Result<Answer, Failure> {
        let protocol = self.protocol.clone();
        let asked = self.service.request(
            peer,
            protocol,
            request.to_bytes(),
            None,
            IfDisconnected::ImmediateError,
        );
        match asked.await {
            Ok((answer, _)) => Answer::from_bytes(&answer).map_err(|_| Failure::Malformed),
            Err(error) => {
                log::debug!(target: LOG, "{peer} didn't answer: {error}");
                Err(Failure::Unreachable)
            }
        }
    }
}
