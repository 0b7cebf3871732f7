//! Letting sync drop a listed peer.
//!
//! When a request fails or an answer makes no sense, sync asks the network to drop that peer, and
//! counts on the end of its stream to forget what it was waiting for. The SDK's peer sets ignore
//! this for reserved peers, and here every listed peer is reserved: sync would wait for an answer
//! that can't come any more, and never ask that peer again. One request that takes longer than its
//! limit, on each of a few nodes, and each of them builds on a chain of its own for ever.
//!
//! So sync gets this handle to the network. A peer that it drops stops being reserved until its
//! stream is closed; both nodes call each other again after the peer set's pause of some seconds.

use futures::StreamExt;
use polkadot_sdk::{
    sc_network::service::traits::NetworkService,
    sc_network_sync::service::network::{NetworkServiceHandle, ToServiceCommand},
    sc_utils::mpsc::{tracing_unbounded, TracingUnboundedReceiver},
};
use std::sync::Arc;

use super::{reserved::reserve, ClosedNetwork};

/// So many waiting requests of sync are worth a warning in the log, as in the SDK's own queue.
const QUEUE_WARNING: usize = 100_000;

/// What sync has asked of the network, until [`Asked::pass_on`] does it.
pub struct Asked {
    commands: TracingUnboundedReceiver<ToServiceCommand>,
    /// What does all but the dropping.
    inner: NetworkServiceHandle,
}

impl Asked {
    /// What is asked through the handle, which is for sync; `inner` does the rest.
    pub fn new(inner: NetworkServiceHandle) -> (NetworkServiceHandle, Self) {
        let (handle, commands) = tracing_unbounded("mpsc_closed_network_sync", QUEUE_WARNING);
        (NetworkServiceHandle::new(handle), Self { commands, inner })
    }

    /// Does what sync asks, as long as sync runs.
    pub async fn pass_on(mut self, network: ClosedNetwork, service: Arc<dyn NetworkService>) {
        while let Some(command) = self.commands.next().await {
            match command {
                ToServiceCommand::DisconnectPeer(peer, protocol) => {
                    log::debug!(target: "icn::network", "{protocol}: sync drops {peer}");
                    if network.block_announces() == Some(&protocol) {
                        reserve(&network, &*service, [peer]);
                    } else {
                        self.inner.disconnect_peer(peer, protocol);
                    }
                }
                ToServiceCommand::ReportPeer(peer, change) => self.inner.report_peer(peer, change),
                ToServiceCommand::StartRequest(peer, protocol, request, answer, connect) => {
                    self.inner.start_request(peer, protocol, request, answer, connect)
                }
            }
        }
    }
}
