//! Downloading a blob from several providers at once.
//!
//! A [`Fetch`] decides and checks; it neither sends nor waits. Whoever has the network
//! 1. says which peers there are ([`Fetch::add_peer`]),
//! 2. sends what [`Fetch::next`] says until it says nothing,
//! 3. brings each answer to [`Fetch::answered`], and begins again at 2, or at
//!    [`Fetch::wake_at`], the latest,
//! 4. ends with [`Fetch::finish`] when [`Fetch::is_complete`].
//!
//! It depends on nothing but these calls and the times in them: the same calls do the same.
//!
//! What is asked of whom: first the page of hashes in which a chunk's is, then the chunk, the lowest
//! first, of the peer that has the least to do. Who doesn't answer in time is left alone for a
//! while that doubles, and asked one thing at a time until it has answered; who hasn't the blob or
//! has a chunk damaged is asked for it again later. Whoever sends what doesn't lead to the root is
//! asked no more: every answer is checked for itself, so that always is who sent it.
//!
//! It goes on after the process died: what an [`Upload`] has is not asked for again.

mod peers;

use std::collections::BTreeMap;

use icn_primitives::content::Content;

pub use peers::{Misdeed, PeerView};
use peers::{Peers, Thing};

use crate::{
    wire::{span, Answer, Request, MAX_ORDER},
    Error, Result, Upload,
};

/// Names a request; each is given once.
pub type RequestId = u64;

/// How a fetch behaves. Times are in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Parameters {
    /// Most requests without an answer, of all peers: so many chunks may be in memory.
    pub in_flight: usize,
    /// Most requests without an answer, of one peer.
    pub per_peer: usize,
    /// How long an answer may take.
    pub timeout: u64,
    /// For how long a peer is left alone that failed; doubles with each failure in a row.
    pub backoff: u64,
    /// The longest that a peer is left alone.
    pub max_backoff: u64,
    /// Most peers, those included that are asked no more.
    pub peers: usize,
    /// Hashes are asked for in pages of 2 to this power; at most [`MAX_ORDER`].
    pub order: u8,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            in_flight: 16,
            per_peer: 4,
            timeout: 30_000,
            backoff: 5_000,
            max_backoff: 300_000,
            peers: 256,
            order: MAX_ORDER,
        }
    }
}

/// What to send to whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ask<P> {
    /// To be given back with the answer.
    pub id: RequestId,
    /// To whom.
    pub peer: P,
    /// What.
    pub request: Request,
}

/// The request got no answer that could be judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The peer couldn't be reached, or the connection ended.
    Unreachable,
    /// The answer is longer than answers are, or can't be decoded.
    Malformed,
}

/// What became of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    /// Hashes were learnt.
    Hashes,
    /// This chunk is there now.
    Chunk(u32),
    /// Nothing was gained; the same will be asked again.
    Nothing,
    /// The peer sent something false, and is asked no more.
    Banned(Misdeed),
    /// It came too late, or nobody had asked.
    Unasked,
}

/// How far a fetch is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Chunks that the blob has.
    pub chunks: u32,
    /// Chunks that are there.
    pub present: u32,
    /// Requests without an answer.
    pub in_flight: usize,
    /// Peers that are asked.
    pub peers: usize,
    /// Peers that are asked no more.
    pub banned: usize,
}

/// A download. `P` names a peer.
#[derive(Debug)]
pub struct Fetch<P> {
    upload: Upload,
    parameters: Parameters,
    peers: Peers<P>,
    asked: BTreeMap<RequestId, Asked<P>>,
    next_id: RequestId,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Asked<P> {
    peer: P,
    thing: Thing,
    deadline: u64,
}

impl<P: Copy + Ord> Fetch<P> {
    /// Completes `upload`, whose content is to be believed: it stands in the anchor.
    pub fn new(upload: Upload, parameters: Parameters) -> Self {
        let order = parameters.order.min(MAX_ORDER);
        let parameters = Parameters { order, ..parameters };
        let peers = Peers::new(parameters);
        Self { upload, parameters, peers, asked: BTreeMap::new(), next_id: 0 }
    }

    /// What is fetched.
    pub fn content(&self) -> &Content {
        self.upload.content()
    }

    /// A peer may have the blob. False: it was banned, or there are too many.
    pub fn add_peer(&mut self, peer: P) -> bool {
        self.peers.add(peer)
    }

    /// A peer is gone: what it was asked is asked of others.
    pub fn remove_peer(&mut self, peer: &P) {
        self.peers.remove(peer);
        self.asked.retain(|_, asked| asked.peer != *peer);
    }

    /// What to send next; `None`: nothing at this time. First, who was asked too long ago is
    /// given up.
    pub fn next(&mut self, now: u64) -> Option<Ask<P>> {
        self.expire(now);
        if self.asked.len() >= self.parameters.in_flight {
            return None;
        }
        let (thing, peer) = self.choose(now)?;
        let id = self.next_id;
        self.next_id = id.saturating_add(1);
        self.peers.asked(&peer, id);
        let deadline = now.saturating_add(self.parameters.timeout);
        self.asked.insert(id, Asked { peer, thing, deadline });
        Some(Ask { id, peer, request: self.request(thing) })
    }

    /// Gives up what was asked too long ago.
    fn expire(&mut self, now: u64) {
        let late = |asked: &Asked<P>| (asked.deadline <= now).then_some(asked.peer);
        let expired: Vec<(RequestId, P)> =
            self.asked.iter().filter_map(|(id, asked)| Some((*id, late(asked)?))).collect();
        for (id, peer) in expired {
            self.asked.remove(&id);
            self.peers.released(&peer);
            self.peers.failed(&peer, now);
        }
    }

    /// The first thing that is needed and that some peer may be asked for.
    ///
    /// A peer that may be asked anything is passed over for at most what is asked already and what
    /// it is known not to have; both have bounds, so the search ends soon.
    fn choose(&self, now: u64) -> Option<(Thing, P)> {
        if !self.peers.any_ready(now) {
            return None;
        }
        let mut passed = None;
        for chunk in self.upload.missing(0) {
            let thing = if self.upload.knows(chunk) {
                Thing::Chunk(chunk)
            } else {
                Thing::Page(chunk / span(self.parameters.order))
            };
            // The other chunks of a page need the same.
            if passed == Some(thing) {
                continue;
            }
            if self.asked.values().all(|asked| asked.thing != thing) {
                if let Some(peer) = self.peers.best(thing, now) {
                    return Some((thing, peer));
                }
            }
            passed = Some(thing);
        }
        None
    }

    fn request(&self, thing: Thing) -> Request {
        let root = self.content().content_root;
        match thing {
            Thing::Page(page) => Request::Hashes { root, order: self.parameters.order, page },
            Thing::Chunk(index) => Request::Chunk { root, index },
        }
    }

    /// The answer to a request.
    ///
    /// # Errors
    /// Those of this store's disk: [`Error::DiskFull`], [`Error::Io`]. The peer isn't blamed, and
    /// the same is asked again.
    pub fn answered(
        &mut self,
        id: RequestId,
        answer: std::result::Result<Answer, Failure>,
        now: u64,
    ) -> Result<Taken> {
        let Some(Asked { peer, thing, .. }) = self.asked.remove(&id) else {
            return Ok(Taken::Unasked);
        };
        self.peers.released(&peer);
        let judged = match (answer, thing) {
            (Ok(Answer::Hashes(page)), Thing::Page(number))
                if page.page == number && page.order == self.parameters.order =>
            {
                self.upload.learn_page(&page).map(|()| Taken::Hashes)
            }
            (Ok(Answer::Chunk(bytes)), Thing::Chunk(index)) => {
                self.upload.put_chunk(index, &bytes).map(|()| Taken::Chunk(index))
            }
            (Ok(Answer::Damaged), thing) => {
                self.peers.lacks(&peer, thing, now);
                return Ok(Taken::Nothing);
            }
            (Ok(Answer::Absent | Answer::Busy | Answer::NotUnderstood), _)
            | (Err(Failure::Unreachable), _) => {
                self.peers.failed(&peer, now);
                return Ok(Taken::Nothing);
            }
            (Ok(Answer::Have(_) | Answer::Hashes(_) | Answer::Chunk(_)), _) => {
                return Ok(self.ban(&peer, Misdeed::OtherAnswer));
            }
            (Err(Failure::Malformed), _) => return Ok(self.ban(&peer, Misdeed::Malformed)),
        };
        match judged {
            Ok(taken) => {
                self.peers.served(&peer);
                Ok(taken)
            }
            Err(Error::WrongProof) => Ok(self.ban(&peer, Misdeed::WrongHashes)),
            Err(Error::WrongChunk) => Ok(self.ban(&peer, Misdeed::WrongChunk)),
            Err(error) => Err(error),
        }
    }

    fn ban(&mut self, peer: &P, misdeed: Misdeed) -> Taken {
        self.peers.ban(peer, misdeed);
        self.asked.retain(|_, asked| asked.peer != *peer);
        Taken::Banned(misdeed)
    }

    /// When [`Self::next`] may say something that it doesn't say now, if no answer comes before;
    /// `None`: never.
    pub fn wake_at(&self, now: u64) -> Option<u64> {
        let deadlines = self.asked.values().map(|asked| asked.deadline);
        deadlines.chain(self.peers.ready_at(now)).min()
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        Progress {
            chunks: self.content().chunks,
            present: self.upload.present(),
            in_flight: self.asked.len(),
            peers: self.peers.views().filter(|(_, view)| view.banned.is_none()).count(),
            banned: self.peers.views().filter(|(_, view)| view.banned.is_some()).count(),
        }
    }

    /// What is known of each peer.
    pub fn peers(&self) -> impl Iterator<Item = (P, PeerView)> + '_ {
        self.peers.views()
    }

    /// Whether all chunks are there.
    pub fn is_complete(&self) -> bool {
        self.upload.present() == self.content().chunks
    }

    /// The blob is there from now on.
    ///
    /// # Errors
    /// Those of [`Upload::finish`].
    pub fn finish(self) -> Result<Content> {
        self.upload.finish()
    }
}
