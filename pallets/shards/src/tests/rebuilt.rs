//! What an indexer knows that reads events and nothing else.

use std::collections::BTreeMap;

use icn_primitives::shard::{
    outcome_index, outcomes_page, FinalizedHeader, InboundLane, Message, MessageNonce,
    OutboundLane, Outcome,
};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;

use crate::{
    mock::*, AuthoritySets, Call, Event, InboundLanes, OutboundLanes, Outbox, Outcomes,
    SendMessage, ShardId, Shards as AllShards,
};

/// All that this pallet holds, but for how long headers are kept.
#[derive(Debug, Default, PartialEq)]
struct Rebuilt {
    sets: BTreeMap<ShardId, (u64, crate::Authorities)>,
    best: BTreeMap<ShardId, FinalizedHeader>,
    outbox: BTreeMap<(ShardId, MessageNonce), Message>,
    outbound: BTreeMap<ShardId, OutboundLane>,
    inbound: BTreeMap<ShardId, (MessageNonce, MessageNonce, Vec<Outcome>)>,
}

impl Rebuilt {
    fn read(&mut self, event: Event<Test>) {
        match event {
            Event::ShardRegistered { shard, set_id, authorities, .. }
            | Event::AuthoritiesSet { shard, set_id, authorities }
            | Event::AuthoritiesChanged { shard, set_id, authorities } => {
                self.sets.insert(shard, (set_id, authorities));
            }
            Event::HeaderFinalized { shard, header } => {
                self.best.insert(shard, header);
            }
            Event::MessageSent { destination, message } => {
                self.outbound.entry(destination).or_default().sent = message.nonce;
                self.outbox.insert((destination, message.nonce), message);
            }
            Event::MessageAnswered { destination, nonce, .. } => {
                self.outbound.entry(destination).or_default().confirmed = nonce;
                self.outbox.remove(&(destination, nonce));
            }
            Event::MessageTaken { source, nonce, outcome } => {
                let (taken, _, outcomes) = self.inbound.entry(source).or_default();
                *taken = nonce;
                outcomes.push(outcome);
            }
            Event::OutcomesForgotten { source, confirmed } => {
                let (_, known, outcomes) = self.inbound.entry(source).or_default();
                outcomes.drain(..(confirmed - *known) as usize);
                *known = confirmed;
            }
            Event::KeyReuseSeen { .. } | Event::AnswerFailed { .. } | Event::__Ignore(..) => (),
        }
    }

    fn stored() -> Self {
        let outcome = |source, nonce| {
            Outcomes::<Test>::get(source, outcomes_page(nonce))[outcome_index(nonce)].clone()
        };
        let inbound = |source, InboundLane { taken, confirmed }| {
            let outcomes = (confirmed + 1..=taken).map(|nonce| outcome(source, nonce)).collect();
            (taken, confirmed, outcomes)
        };
        Self {
            sets: AllShards::<Test>::iter()
                .map(|(id, shard)| (id, (shard.set_id, AuthoritySets::<Test>::get(id))))
                .collect(),
            best: AllShards::<Test>::iter()
                .filter_map(|(id, shard)| Some((id, shard.best?)))
                .collect(),
            outbox: Outbox::<Test>::iter()
                .map(|(destination, nonce, message)| ((destination, nonce), message))
                .collect(),
            outbound: OutboundLanes::<Test>::iter().collect(),
            inbound: InboundLanes::<Test>::iter()
                .map(|(source, lane)| (source, inbound(source, lane)))
                .collect(),
        }
    }
}

#[test]
fn everything_can_be_rebuilt_from_events() {
    let mut hub = Chain::new(HUB, &[]);
    let mut market = Chain::new(MARKET, &[HUB]);
    assert_ok!(hub.decide(Call::register_shard {
        shard: MARKET,
        role: role(MARKET),
        genesis: None,
        authorities: ids(&market.keys),
        set_id: 0,
    }));
    let mut rebuilt = Rebuilt::default();
    for round in 0..6u8 {
        for payload in [[NOTE, round], [SPOIL, round], [REPLY, NOTE]] {
            hub.send(MARKET, &payload);
            market.send(HUB, &payload);
        }
        let expiry = Some(u32::from(round) + 2);
        let _ = hub.run(|| Shards::send(MARKET, vec![NOTE], expiry));
        hub.events().into_iter().for_each(|event| rebuilt.read(event));
        assert_eq!(rebuilt, hub.run(Rebuilt::stored));
        hub.seal();
        match round {
            2 => market.rotate(keys(MARKET, 1, 5)),
            _ => market.seal(),
        }
        assert_ok!(hub.follow(&market, market.best()));
        assert_ok!(market.follow(&hub, hub.best()));
        let lane = hub.run(|| OutboundLanes::<Test>::get(MARKET));
        let taken = market.run(|| InboundLanes::<Test>::get(HUB)).taken;
        // All but the last, so that the lanes are never empty.
        assert_ok!(market.deliver(HUB, hub.best(), taken + 1, lane.sent - 1));
        let taken = hub.run(|| InboundLanes::<Test>::get(MARKET)).taken;
        assert_ok!(hub.deliver(MARKET, market.best(), taken + 1, taken + 3));
        if round > 0 {
            assert_ok!(hub.confirm(MARKET, market.best()));
            assert_ok!(market.confirm(HUB, hub.best()));
        }
    }
    hub.events().into_iter().for_each(|event| rebuilt.read(event));
    assert_eq!(rebuilt, hub.run(Rebuilt::stored));
    // All of it happened.
    assert_eq!(rebuilt.sets[&MARKET].0, 1);
    assert!(rebuilt.inbound[&MARKET].1 > 0 && rebuilt.outbound[&MARKET].confirmed > 0);
}
