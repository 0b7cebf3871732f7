//! Who a peer is to this node.

use polkadot_sdk::sc_network::{
    config::{NetworkConfiguration, NonReservedPeerMode},
    PeerId, ProtocolName,
};
use std::{
    collections::HashSet,
    sync::{
        atomic::{AtomicBool, Ordering},
        Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock,
    },
};

/// What a peer is to this node, the most trusted first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// The chain lists it: takes part in everything.
    Listed,
    /// The operator named it, and this node's chain is too old to know the present list: blocks
    /// are taken from it, nothing is served to it.
    Named,
    /// Not listed, at a gateway: is served, and hands in transactions.
    Guest,
    /// Not listed: gets nothing.
    Stranger,
}

impl Standing {
    /// Whether its requests for blocks, state and proofs are answered.
    pub fn is_served(self) -> bool {
        matches!(self, Self::Listed | Self::Guest)
    }

    /// Whether it may open notification streams.
    pub fn may_connect(self) -> bool {
        self != Self::Stranger
    }
}

/// One chain's closed network. Clones share the same list.
#[derive(Clone, Debug)]
pub struct ClosedNetwork(Arc<State>);

#[derive(Debug)]
struct State {
    /// What the chain lists.
    listed: RwLock<HashSet<PeerId>>,
    /// What the operator named.
    named: HashSet<PeerId>,
    /// Whether this node's best block is too old for its list to count alone.
    behind: AtomicBool,
    /// Whether this node serves guests.
    gateway: bool,
    /// Held by whoever tells the SDK's sets of peers whom to reserve.
    reserving: Mutex<()>,
    /// The protocol whose set of peers decides who is connected; known once it is made.
    block_announces: OnceLock<ProtocolName>,
}

impl ClosedNetwork {
    /// The network of a node whose operator named these peers. Nobody is listed yet.
    pub fn new(named: impl IntoIterator<Item = PeerId>, gateway: bool) -> Self {
        Self(Arc::new(State {
            listed: RwLock::default(),
            named: named.into_iter().collect(),
            behind: AtomicBool::new(true),
            gateway,
            reserving: Mutex::default(),
            block_announces: OnceLock::new(),
        }))
    }

    /// The network for `config`, which is changed to fit: nobody but reserved peers, unless this is
    /// a gateway, and the operator's reserved nodes as addresses only.
    pub fn configure(config: &mut NetworkConfiguration, gateway: bool) -> Self {
        let peers = &mut config.default_peers_set;
        config.boot_nodes.append(&mut peers.reserved_nodes);
        if gateway {
            // Guests come by themselves: a gateway calls listed peers only, and those need no slot.
            peers.out_peers = 0;
        } else {
            peers.non_reserved_mode = NonReservedPeerMode::Deny;
        }
        Self::new(config.boot_nodes.iter().map(|node| node.peer_id), gateway)
    }

    /// What `peer` is to this node now.
    pub fn standing(&self, peer: &PeerId) -> Standing {
        if self.listed().contains(peer) {
            Standing::Listed
        } else if self.is_behind() && self.0.named.contains(peer) {
            Standing::Named
        } else if self.0.gateway {
            Standing::Guest
        } else {
            Standing::Stranger
        }
    }

    /// Whether the chain lists `peer`.
    pub fn is_listed(&self, peer: &PeerId) -> bool {
        self.listed().contains(peer)
    }

    /// Whether this node serves guests.
    pub fn is_gateway(&self) -> bool {
        self.0.gateway
    }

    /// The peers that this node, which is `local` itself, wants to be connected to.
    pub fn wanted(&self, local: &PeerId) -> HashSet<PeerId> {
        let mut wanted = self.listed().clone();
        if self.is_behind() {
            wanted.extend(&self.0.named);
        }
        wanted.remove(local);
        wanted
    }

    /// Replaces the list.
    pub fn set_listed(&self, listed: HashSet<PeerId>) {
        *self.0.listed.write().unwrap_or_else(PoisonError::into_inner) = listed;
    }

    /// Says whether this node's best block is too old for its list to count alone.
    pub fn set_behind(&self, behind: bool) {
        self.0.behind.store(behind, Ordering::Relaxed);
    }

    /// The protocol whose set of peers decides who is connected; `None` before it is made.
    pub fn block_announces(&self) -> Option<&ProtocolName> {
        self.0.block_announces.get()
    }

    pub(super) fn note_block_announces(&self, name: ProtocolName) {
        // Set a second time it would be to the same name: one network has one such protocol.
        let _ = self.0.block_announces.set(name);
    }

    /// Waits for its turn to say whom to reserve.
    pub(super) fn reserving(&self) -> MutexGuard<'_, ()> {
        self.0.reserving.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_behind(&self) -> bool {
        self.0.behind.load(Ordering::Relaxed)
    }

    /// The list. A writer that panicked can't have left it half written: it is replaced as a whole.
    fn listed(&self) -> std::sync::RwLockReadGuard<'_, HashSet<PeerId>> {
        self.0.listed.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The chain's node keys as peer ids. What is no peer id can't connect, and is left out.
pub(super) fn peer_ids(node_keys: &[icn_primitives::seat::PeerId]) -> HashSet<PeerId> {
    node_keys.iter().filter_map(|key| PeerId::from_bytes(key).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_becomes_listed_and_a_stranger_again() {
        let (network, peer) = (ClosedNetwork::new([], false), PeerId::random());
        assert_eq!(network.standing(&peer), Standing::Stranger);
        network.set_listed([peer].into());
        assert_eq!(network.standing(&peer), Standing::Listed);
        network.set_listed([].into());
        assert_eq!(network.standing(&peer), Standing::Stranger);
        assert!(!Standing::Stranger.may_connect() && !Standing::Stranger.is_served());
    }

    #[test]
    fn whom_the_operator_names_counts_only_while_the_node_is_behind() {
        let peer = PeerId::random();
        let network = ClosedNetwork::new([peer], false);
        assert_eq!(network.standing(&peer), Standing::Named);
        assert!(Standing::Named.may_connect() && !Standing::Named.is_served());
        network.set_behind(false);
        assert_eq!(network.standing(&peer), Standing::Stranger);
        network.set_listed([peer].into());
        assert_eq!(network.standing(&peer), Standing::Listed);
    }

    #[test]
    fn a_gateway_has_guests_and_lists_are_shared_between_clones() {
        let (network, peer) = (ClosedNetwork::new([], true), PeerId::random());
        let clone = network.clone();
        assert_eq!(clone.standing(&peer), Standing::Guest);
        network.set_listed([peer].into());
        assert_eq!(clone.standing(&peer), Standing::Listed);
    }

    #[test]
    fn a_node_wants_the_listed_peers_but_not_itself() {
        let (local, listed, named) = (PeerId::random(), PeerId::random(), PeerId::random());
        let network = ClosedNetwork::new([named], false);
        network.set_listed([local, listed].into());
        assert_eq!(network.wanted(&local), [listed, named].into());
        network.set_behind(false);
        assert_eq!(network.wanted(&local), [listed].into());
    }

    #[test]
    fn node_keys_that_are_no_peer_ids_are_left_out() {
        let peer = PeerId::random();
        let keys = [peer.to_bytes(), vec![1, 2, 3], vec![]].map(|key| key.try_into().unwrap());
        assert_eq!(peer_ids(&keys), [peer].into());
    }
}
