//! Notification streams of a closed network.

use async_trait::async_trait;
use polkadot_sdk::sc_network::{
    self,
    service::traits::{MessageSink, NotificationEvent, ValidationResult},
    NotificationService, PeerId, ProtocolName,
};
use std::collections::HashSet;

use super::{outgoing::Outgoing, ClosedNetwork, Standing};
use crate::gateway::{self, Protocol};

/// One protocol's notifications, without those from and to peers that may not have them.
#[derive(Debug)]
pub struct ClosedNotifications {
    inner: Box<dyn NotificationService>,
    network: ClosedNetwork,
    protocol: Protocol,
    /// Peers whose open stream was kept from the handler: it mustn't see that stream's end either.
    refused: HashSet<PeerId>,
    /// Transactions that peers are to get.
    outgoing: Outgoing,
}

impl ClosedNotifications {
    pub fn new(inner: Box<dyn NotificationService>, network: ClosedNetwork) -> Self {
        let protocol = Protocol::of(inner.protocol());
        Self { inner, network, protocol, refused: HashSet::new(), outgoing: Outgoing::default() }
    }

    /// What of `event` the protocol's handler gets to see.
    fn filter(&mut self, event: NotificationEvent) -> Option<NotificationEvent> {
        match event {
            NotificationEvent::ValidateInboundSubstream { peer, handshake, result_tx } => {
                let standing = self.network.standing(&peer);
                if !standing.may_connect() {
                    log::debug!(
                        target: "icn::network",
                        "{}: refused {peer}, which the chain doesn't list", self.inner.protocol()
                    );
                    // Nobody waiting for the answer any more means that the stream is gone.
                    let _ = result_tx.send(ValidationResult::Reject);
                    return None;
                }
                let handshake = self.handshake(standing, handshake);
                Some(NotificationEvent::ValidateInboundSubstream { peer, handshake, result_tx })
            }
            NotificationEvent::NotificationStreamOpened {
                peer,
                direction,
                handshake,
                negotiated_fallback,
            } => {
                let standing = self.network.standing(&peer);
                if !standing.may_connect() {
                    self.refused.insert(peer);
                    return None;
                }
                let handshake = self.handshake(standing, handshake);
                Some(NotificationEvent::NotificationStreamOpened {
                    peer,
                    direction,
                    handshake,
                    negotiated_fallback,
                })
            }
            NotificationEvent::NotificationStreamClosed { peer } => {
                self.outgoing.forget(&peer);
                (!self.refused.remove(&peer))
                    .then_some(NotificationEvent::NotificationStreamClosed { peer })
            }
            NotificationEvent::NotificationReceived { peer, notification } => {
                let takes = !self.refused.contains(&peer)
                    && match self.network.standing(&peer) {
                        Standing::Listed | Standing::Named => true,
                        Standing::Guest => gateway::takes(self.protocol, &notification),
                        Standing::Stranger => false,
                    };
                takes.then_some(NotificationEvent::NotificationReceived { peer, notification })
            }
        }
    }

    fn handshake(&self, standing: Standing, handshake: Vec<u8>) -> Vec<u8> {
        match standing {
            Standing::Guest => gateway::guest_handshake(self.protocol, handshake),
            _ => handshake,
        }
    }

    fn may_send(&self, peer: &PeerId) -> bool {
        !self.refused.contains(peer) && self.network.standing(peer).may_connect()
    }
}

#[async_trait]
impl NotificationService for ClosedNotifications {
    async fn open_substream(&mut self, peer: PeerId) -> Result<(), ()> {
        if self.may_send(&peer) {
            self.inner.open_substream(peer).await
        } else {
            Err(())
        }
    }

    async fn close_substream(&mut self, peer: PeerId) -> Result<(), ()> {
        self.inner.close_substream(peer).await
    }

    fn send_sync_notification(&mut self, peer: &PeerId, notification: Vec<u8>) {
        match self.protocol {
            Protocol::Transactions => {
                self.outgoing.push(*peer, self.message_sink(peer), &notification);
            }
            _ if self.may_send(peer) => self.inner.send_sync_notification(peer, notification),
            _ => {}
        }
    }

    async fn send_async_notification(
        &mut self,
        peer: &PeerId,
        notification: Vec<u8>,
    ) -> Result<(), sc_network::error::Error> {
        if self.may_send(peer) {
            self.inner.send_async_notification(peer, notification).await
        } else {
            Err(sc_network::error::Error::ConnectionClosed)
        }
    }

    async fn set_handshake(&mut self, handshake: Vec<u8>) -> Result<(), ()> {
        self.inner.set_handshake(handshake).await
    }

    fn try_set_handshake(&mut self, handshake: Vec<u8>) -> Result<(), ()> {
        self.inner.try_set_handshake(handshake)
    }

    // Nothing is lost when this is dropped between two events: no state is held across the await.
    async fn next_event(&mut self) -> Option<NotificationEvent> {
        loop {
            tokio::select! {
                event = self.inner.next_event() => {
                    if let Some(event) = self.filter(event?) {
                        return Some(event);
                    }
                }
                Some(peer) = self.outgoing.taken() => {
                    self.outgoing.send(peer, self.message_sink(&peer));
                }
            }
        }
    }

    fn clone(&mut self) -> Result<Box<dyn NotificationService>, ()> {
        let inner = self.inner.clone()?;
        Ok(Box::new(Self::new(inner, ClosedNetwork::clone(&self.network))))
    }

    fn protocol(&self) -> &ProtocolName {
        self.inner.protocol()
    }

    fn message_sink(&self, peer: &PeerId) -> Option<Box<dyn MessageSink>> {
        self.may_send(peer).then(|| self.inner.message_sink(peer)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polkadot_sdk::sc_network::service::traits::Direction;
    use std::sync::{Arc, Mutex};

    /// A protocol without a network: events come from a list, what is sent goes to another.
    #[derive(Debug)]
    struct Wire {
        protocol: ProtocolName,
        events: Vec<NotificationEvent>,
        sent: Arc<Mutex<Vec<PeerId>>>,
    }

    #[async_trait]
    impl NotificationService for Wire {
        async fn open_substream(&mut self, _: PeerId) -> Result<(), ()> {
            Ok(())
        }
        async fn close_substream(&mut self, _: PeerId) -> Result<(), ()> {
            Ok(())
        }
        fn send_sync_notification(&mut self, peer: &PeerId, _: Vec<u8>) {
            self.sent.lock().unwrap().push(*peer);
        }
        async fn send_async_notification(
            &mut self,
            peer: &PeerId,
            _: Vec<u8>,
        ) -> Result<(), sc_network::error::Error> {
            self.sent.lock().unwrap().push(*peer);
            Ok(())
        }
        async fn set_handshake(&mut self, _: Vec<u8>) -> Result<(), ()> {
            Ok(())
        }
        fn try_set_handshake(&mut self, _: Vec<u8>) -> Result<(), ()> {
            Ok(())
        }
        async fn next_event(&mut self) -> Option<NotificationEvent> {
            (!self.events.is_empty()).then(|| self.events.remove(0))
        }
        fn clone(&mut self) -> Result<Box<dyn NotificationService>, ()> {
            Err(())
        }
        fn protocol(&self) -> &ProtocolName {
            &self.protocol
        }
        fn message_sink(&self, _: &PeerId) -> Option<Box<dyn MessageSink>> {
            None
        }
    }

    fn wire(
        protocol: &str,
        events: Vec<NotificationEvent>,
    ) -> (Box<Wire>, Arc<Mutex<Vec<PeerId>>>) {
        let sent = Arc::<Mutex<Vec<PeerId>>>::default();
        let protocol = format!("/00/{protocol}/1").into();
        (Box::new(Wire { protocol, events, sent: sent.clone() }), sent)
    }

    fn opened(peer: PeerId) -> NotificationEvent {
        NotificationEvent::NotificationStreamOpened {
            peer,
            direction: Direction::Inbound,
            handshake: vec![4],
            negotiated_fallback: None,
        }
    }

    fn received(peer: PeerId, first: u8) -> NotificationEvent {
        NotificationEvent::NotificationReceived { peer, notification: vec![first] }
    }

    /// What a handler sees: `o`pened, `r`eceived, `c`losed.
    fn seen(mut service: ClosedNotifications) -> String {
        let mut seen = String::new();
        while let Some(event) = futures::executor::block_on(service.next_event()) {
            seen.push(match event {
                NotificationEvent::ValidateInboundSubstream { .. } => 'v',
                NotificationEvent::NotificationStreamOpened { .. } => 'o',
                NotificationEvent::NotificationStreamClosed { .. } => 'c',
                NotificationEvent::NotificationReceived { .. } => 'r',
            });
        }
        seen
    }

    #[test]
    fn a_strangers_stream_is_refused_before_the_handler_hears_of_it() {
        let peer = PeerId::random();
        let (result_tx, mut answer) = tokio::sync::oneshot::channel();
        let validate =
            NotificationEvent::ValidateInboundSubstream { peer, handshake: vec![4], result_tx };
        let (wire, _) = wire("grandpa", vec![validate]);
        assert_eq!(seen(ClosedNotifications::new(wire, ClosedNetwork::new([], false))), "");
        assert_eq!(answer.try_recv().unwrap(), ValidationResult::Reject);
    }

    #[test]
    fn nothing_of_a_strangers_stream_reaches_the_handler_not_even_its_end() {
        let peer = PeerId::random();
        let closed = NotificationEvent::NotificationStreamClosed { peer };
        let (wire, _) = wire("transactions", vec![opened(peer), received(peer, 0), closed]);
        assert_eq!(seen(ClosedNotifications::new(wire, ClosedNetwork::new([], false))), "");
    }

    #[test]
    fn a_listed_peer_notices_nothing_of_the_filter() {
        let peer = PeerId::random();
        let network = ClosedNetwork::new([], false);
        network.set_listed([peer].into());
        let closed = NotificationEvent::NotificationStreamClosed { peer };
        let (wire, _) = wire("grandpa", vec![opened(peer), received(peer, 0), closed]);
        assert_eq!(seen(ClosedNotifications::new(wire, network)), "orc");
    }

    #[test]
    fn a_peer_taken_off_the_list_is_not_heard_any_more_but_its_end_is() {
        let peer = PeerId::random();
        let network = ClosedNetwork::new([], false);
        network.set_listed([peer].into());
        let closed = NotificationEvent::NotificationStreamClosed { peer };
        let (wire, sent) = wire("grandpa", vec![opened(peer), received(peer, 0), closed]);
        let mut service = ClosedNotifications::new(wire, ClosedNetwork::clone(&network));
        assert!(futures::executor::block_on(service.next_event()).is_some());
        service.send_sync_notification(&peer, vec![]);
        network.set_listed([].into());
        service.send_sync_notification(&peer, vec![]);
        assert!(
            futures::executor::block_on(service.send_async_notification(&peer, vec![])).is_err()
        );
        assert_eq!(*sent.lock().unwrap(), [peer], "only what was sent while it was listed");
        assert_eq!(seen(service), "c");
    }

    #[test]
    fn a_guests_votes_and_blocks_are_dropped_and_its_questions_and_transactions_pass() {
        let peer = PeerId::random();
        for (protocol, expected) in
            [("block-announces", "o"), ("grandpa", "or"), ("transactions", "orrr")]
        {
            let events =
                vec![opened(peer), received(peer, 0), received(peer, 1), received(peer, 2)];
            let (wire, _) = wire(protocol, events);
            let gateway = ClosedNetwork::new([], true);
            assert_eq!(seen(ClosedNotifications::new(wire, gateway)), expected, "{protocol}");
        }
    }
}
