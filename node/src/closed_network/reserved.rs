//! The peers that the SDK's sets reserve: all that are wanted.

use polkadot_sdk::sc_network::{service::traits::NetworkService, PeerId};
use std::collections::HashSet;

use super::ClosedNetwork;

/// Reserves the peers that are wanted now, and closes the streams of `closing`. Those of them that are
/// wanted connect anew.
pub fn reserve(
    network: &ClosedNetwork,
    service: &dyn NetworkService,
    closing: impl IntoIterator<Item = PeerId>,
) {
    // Two tasks do this: what one has read mustn't be told after what the other has read later.
    let _turn = network.reserving();
    let wanted = network.wanted(&service.local_peer_id());
    let closing: HashSet<_> = closing.into_iter().collect();
    if let (Some(protocol), false) = (network.block_announces(), closing.is_empty()) {
        // The SDK ignores the request for reserved peers, so for a moment they aren't.
        service.set_authorized_peers(&wanted - &closing);
        for peer in closing {
            service.disconnect_peer(peer, protocol.clone());
        }
    }
    service.set_authorized_peers(wanted);
}
