//! Transactions on their way to peers.
//!
//! The SDK sends each as a message of its own and waits for nobody. Where a peer takes them more
//! slowly than they come, litep2p closes the connection, with all that travels on it: a burst would
//! part the validators from each other. Here a peer gets one message at a time, with all that has
//! come meanwhile.

use std::collections::{HashMap, VecDeque};

use codec::{Compact, Decode, Encode};
use futures::{future::BoxFuture, stream::FuturesUnordered, FutureExt, StreamExt};
use polkadot_sdk::sc_network::{service::traits::MessageSink, PeerId};

/// Most bytes of a message that has more than one transaction. Messages may be 16 MiB.
const MAX_MESSAGE: usize = 256 * 1024;
/// Most bytes that wait for one peer. What is beyond that, it gets from others or in a block.
const MAX_WAITING: usize = 64 * 1024 * 1024;

type Sink = Box<dyn MessageSink>;

/// What waits for each peer.
#[derive(Debug, Default)]
pub struct Outgoing {
    peers: HashMap<PeerId, Waiting>,
    /// Messages that their peers haven't taken yet. Whose it was, and whether it was taken.
    sending: FuturesUnordered<BoxFuture<'static, (PeerId, bool)>>,
}

/// Transactions for one peer, the oldest first, and how many bytes they are.
#[derive(Debug, Default)]
struct Waiting {
    transactions: VecDeque<Vec<u8>>,
    bytes: usize,
    sending: bool,
}

impl Outgoing {
    /// Sends this peer a message of one transaction, or keeps it for as long as another one is on
    /// its way.
    pub fn push(&mut self, peer: PeerId, sink: Option<Sink>, message: &[u8]) {
        let Some(transaction) = one_transaction(message) else {
            log::debug!(target: "icn::network", "not sent: it isn't one transaction");
            return;
        };
        let waiting = self.peers.entry(peer).or_default();
        let bytes = waiting.bytes.saturating_add(transaction.len());
        if bytes > MAX_WAITING {
            log::debug!(target: "icn::network", "{peer} is too slow: a transaction is not sent");
            return;
        }
        waiting.bytes = bytes;
        waiting.transactions.push_back(transaction.to_vec());
        if !waiting.sending {
            self.send(peer, sink);
        }
    }

    /// When a peer has taken its message: which one. Nobody, if none is on its way.
    pub async fn taken(&mut self) -> Option<PeerId> {
        loop {
            match self.sending.next().await? {
                (peer, true) => return Some(peer),
                // The stream is closed.
                (peer, false) => self.forget(&peer),
            }
        }
    }

    /// Sends this peer what has come meanwhile, if any.
    pub fn send(&mut self, peer: PeerId, sink: Option<Sink>) {
        let (Some(waiting), Some(sink)) = (self.peers.get_mut(&peer), sink) else {
            return self.forget(&peer);
        };
        let Some(message) = waiting.next_message() else { return self.forget(&peer) };
        waiting.sending = true;
        let sent = async move { (peer, sink.send_async_notification(message).await.is_ok()) };
        self.sending.push(sent.boxed());
    }

    /// Nothing more goes to this peer.
    pub fn forget(&mut self, peer: &PeerId) {
        self.peers.remove(peer);
    }
}

impl Waiting {
    /// A message of as many as fit, of one at least; `None` if none waits.
    fn next_message(&mut self) -> Option<Vec<u8>> {
        let (mut number, mut bytes) = (0u32, Vec::new());
        while let Some(next) = self.transactions.front() {
            if number > 0 && bytes.len().saturating_add(next.len()) > MAX_MESSAGE {
                break;
            }
            bytes.extend_from_slice(next);
            number = number.saturating_add(1);
            self.transactions.pop_front();
        }
        self.bytes = self.bytes.saturating_sub(bytes.len());
        (number > 0).then(|| [Compact(number).encode(), bytes].concat())
    }
}

/// The transaction in a message of one.
fn one_transaction(mut message: &[u8]) -> Option<&[u8]> {
    (Compact::<u32>::decode(&mut message).ok()? == Compact(1)).then_some(message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_trait::async_trait;
    use futures::{channel::mpsc, executor::block_on};
    use polkadot_sdk::sc_network::error::Error;

    /// Takes a message for each permission, and hands on which transactions were in it.
    struct Slow {
        permissions: async_channel::Receiver<()>,
        messages: mpsc::UnboundedSender<Vec<Vec<u8>>>,
    }

    #[async_trait]
    impl MessageSink for Slow {
        fn send_sync_notification(&self, _: Vec<u8>) {
            panic!("it would close the connection");
        }

        async fn send_async_notification(&self, message: Vec<u8>) -> Result<(), Error> {
            self.permissions.recv().await.map_err(|_| Error::ConnectionClosed)?;
            let transactions = Vec::decode(&mut &message[..]).expect("it is a list");
            self.messages.unbounded_send(transactions).expect("the test listens");
            Ok(())
        }
    }

    struct Peer {
        id: PeerId,
        permit: async_channel::Sender<()>,
        permissions: async_channel::Receiver<()>,
        messages: mpsc::UnboundedReceiver<Vec<Vec<u8>>>,
        sender: mpsc::UnboundedSender<Vec<Vec<u8>>>,
    }

    impl Peer {
        fn new() -> Self {
            let (permit, permissions) = async_channel::unbounded();
            let (sender, messages) = mpsc::unbounded();
            Self { id: PeerId::random(), permit, permissions, messages, sender }
        }

        fn sink(&self) -> Option<Sink> {
            let (permissions, messages) = (self.permissions.clone(), self.sender.clone());
            Some(Box::new(Slow { permissions, messages }))
        }

        /// Lets it take one message, sends on, and says which transactions were in the message.
        fn take(&mut self, outgoing: &mut Outgoing) -> Vec<Vec<u8>> {
            self.permit.try_send(()).unwrap();
            assert_eq!(block_on(outgoing.taken()), Some(self.id));
            outgoing.send(self.id, self.sink());
            self.messages.try_recv().expect("a message was taken")
        }
    }

    fn push(outgoing: &mut Outgoing, peer: &Peer, transaction: &[u8]) {
        outgoing.push(peer.id, peer.sink(), &vec![transaction.to_vec()].encode());
    }

    #[test]
    fn what_comes_while_a_message_is_on_its_way_goes_with_the_next_one() {
        let (mut peer, mut outgoing) = (Peer::new(), Outgoing::default());
        for number in 1..=4u8 {
            push(&mut outgoing, &peer, &[number; 100]);
        }
        assert_eq!(peer.take(&mut outgoing), [vec![1; 100]]);
        assert_eq!(peer.take(&mut outgoing), [vec![2; 100], vec![3; 100], vec![4; 100]]);
        assert_eq!(block_on(outgoing.taken()), None, "nothing more is on its way");
        push(&mut outgoing, &peer, &[5; 100]);
        assert_eq!(peer.take(&mut outgoing), [vec![5; 100]]);
        assert!(outgoing.peers.is_empty());
    }

    #[test]
    fn a_message_has_its_bound_and_no_transaction_is_too_large_for_one() {
        let (mut peer, mut outgoing) = (Peer::new(), Outgoing::default());
        let sizes = [1, MAX_MESSAGE / 2, MAX_MESSAGE / 3, MAX_MESSAGE / 3, 2 * MAX_MESSAGE, 1];
        for size in sizes {
            push(&mut outgoing, &peer, &vec![7; size]);
        }
        let taken: [Vec<usize>; 5] =
            [(); 5].map(|()| peer.take(&mut outgoing).iter().map(Vec::len).collect());
        let expected =
            [vec![sizes[0]], vec![sizes[1], sizes[2]], vec![sizes[3]], vec![sizes[4]], vec![1]];
        assert_eq!(taken, expected);
    }

    #[test]
    fn one_slow_peer_holds_up_no_other() {
        let (slow, mut quick) = (Peer::new(), Peer::new());
        let mut outgoing = Outgoing::default();
        push(&mut outgoing, &slow, &[1]);
        push(&mut outgoing, &quick, &[2]);
        assert_eq!(quick.take(&mut outgoing), [vec![2]]);
    }

    #[test]
    fn what_waits_for_a_peer_has_its_bound_and_goes_when_the_peer_does() {
        let (peer, mut outgoing) = (Peer::new(), Outgoing::default());
        for _ in 0..10 {
            push(&mut outgoing, &peer, &vec![7; MAX_WAITING / 4]);
        }
        assert!(outgoing.peers[&peer.id].bytes <= MAX_WAITING);
        assert_eq!(outgoing.peers[&peer.id].transactions.len(), 3, "and one is on its way");
        peer.permit.close();
        assert_eq!(block_on(outgoing.taken()), None);
        assert!(outgoing.peers.is_empty());
    }
}
