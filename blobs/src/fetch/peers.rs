//! What a fetch knows of its peers: who may be asked, when, and for what.

use std::collections::BTreeMap;

use super::{Parameters, RequestId};

/// Things that one peer may be known not to have; with more, it is left alone for a while.
const MAX_LACKING: usize = 256;

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Thing {
    /// A page of hashes.
    Page(u32),
    /// A chunk.
    Chunk(u32),
}

/// Why a peer is asked no more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Misdeed {
    /// Hashes that don't lead to the root.
    WrongHashes,
    /// Bytes that haven't the chunk's hash.
    WrongChunk,
    /// An answer to something else.
    OtherAnswer,
    /// An answer that can't be decoded, or is too long.
    Malformed,
}

/// What is known of a peer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PeerView {
    /// Requests that it hasn't answered yet.
    pub in_flight: usize,
    /// Requests that it answered rightly.
    pub served: u64,
    /// Requests in a row that it failed to answer.
    pub failures: u32,
    /// Why it is asked no more.
    pub banned: Option<Misdeed>,
}

#[derive(Clone, Debug, Default)]
struct Peer {
    in_flight: usize,
    served: u64,
    failures: u32,
    banned: Option<Misdeed>,
    /// It is left alone before this.
    rests_until: u64,
    /// What it hasn't, and when it may be asked again.
    lacks: BTreeMap<Thing, u64>,
    /// The last request to it: of two peers with as much to do, the one asked longer ago is next.
    last: Option<RequestId>,
}

/// The peers.
#[derive(Clone, Debug)]
pub struct Peers<P> {
    peers: BTreeMap<P, Peer>,
    parameters: Parameters,
}

impl<P: Copy + Ord> Peers<P> {
    pub fn new(parameters: Parameters) -> Self {
        Self { peers: BTreeMap::new(), parameters }
    }

    pub fn add(&mut self, peer: P) -> bool {
        if let Some(known) = self.peers.get(&peer) {
            return known.banned.is_none();
        }
        let room = self.peers.len() < self.parameters.peers;
        if room {
            self.peers.insert(peer, Peer::default());
        }
        room
    }

    /// Whoever was banned stays so.
    pub fn remove(&mut self, peer: &P) {
        if self.peers.get(peer).is_some_and(|known| known.banned.is_none()) {
            self.peers.remove(peer);
        }
    }

    pub fn asked(&mut self, peer: &P, id: RequestId) {
        if let Some(peer) = self.peers.get_mut(peer) {
            peer.in_flight = peer.in_flight.saturating_add(1);
            peer.last = Some(id);
        }
    }

    /// A request to it is over.
    pub fn released(&mut self, peer: &P) {
        if let Some(peer) = self.peers.get_mut(peer) {
            peer.in_flight = peer.in_flight.saturating_sub(1);
        }
    }

    pub fn served(&mut self, peer: &P) {
        if let Some(peer) = self.peers.get_mut(peer) {
            peer.served = peer.served.saturating_add(1);
            peer.failures = 0;
        }
    }

    pub fn failed(&mut self, peer: &P, now: u64) {
        let Parameters { backoff, max_backoff, .. } = self.parameters;
        // What it was asked at the same time fails with the first and says nothing more.
        if let Some(peer) = self.peers.get_mut(peer).filter(|peer| peer.rests_until <= now) {
            let rest = backoff.checked_shl(peer.failures).unwrap_or(max_backoff);
            // A shift that loses bits isn't refused by itself.
            let rest = if peer.failures > 32 { max_backoff } else { rest.min(max_backoff) };
            peer.failures = peer.failures.saturating_add(1);
            peer.rests_until = now.saturating_add(rest);
        }
    }

    /// It has the blob, but not this.
    pub fn lacks(&mut self, peer: &P, thing: Thing, now: u64) {
        let until = now.saturating_add(self.parameters.max_backoff);
        if let Some(peer) = self.peers.get_mut(peer) {
            peer.lacks.retain(|_, until| *until > now);
            peer.lacks.insert(thing, until);
            if peer.lacks.len() > MAX_LACKING {
                peer.lacks.clear();
                peer.rests_until = until;
            }
        }
    }

    pub fn ban(&mut self, peer: &P, misdeed: Misdeed) {
        if let Some(peer) = self.peers.get_mut(peer) {
            let served = peer.served;
            *peer = Peer { banned: Some(misdeed), served, ..Peer::default() };
        }
    }

    /// Whether anybody may be asked anything.
    pub fn any_ready(&self, now: u64) -> bool {
        self.peers.values().any(|peer| peer.is_ready(now, &self.parameters))
    }

    /// Whom to ask for this.
    pub fn best(&self, thing: Thing, now: u64) -> Option<P> {
        self.peers
            .iter()
            .filter(|(_, peer)| peer.is_ready(now, &self.parameters))
            .filter(|(_, peer)| peer.lacks.get(&thing).is_none_or(|until| *until <= now))
            .min_by_key(|(id, peer)| (peer.in_flight, peer.failures, peer.last, **id))
            .map(|(id, _)| *id)
    }

    /// When peers that are left alone now may be asked again, the next of each.
    pub fn ready_at(&self, now: u64) -> impl Iterator<Item = u64> + '_ {
        let waiting = self.peers.values().filter(|peer| peer.banned.is_none());
        waiting
            .flat_map(|peer| peer.lacks.values().copied().chain([peer.rests_until]))
            .filter(move |at| *at > now)
    }

    pub fn views(&self) -> impl Iterator<Item = (P, PeerView)> + '_ {
        self.peers.iter().map(|(id, peer)| {
            let Peer { in_flight, served, failures, banned, .. } = *peer;
            (*id, PeerView { in_flight, served, failures, banned })
        })
    }
}

impl Peer {
    fn is_ready(&self, now: u64, parameters: &Parameters) -> bool {
        // Who failed is tried with one request.
        let most = if self.failures > 0 { 1 } else { parameters.per_peer };
        self.banned.is_none() && self.rests_until <= now && self.in_flight < most
    }
}
