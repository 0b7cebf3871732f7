//! Messages between two shards, and the answers to them.

use codec::Encode;
use icn_primitives::shard::{
    inbound_lane_key, outbox_key, InboundLane, MessageError, Outcome, MAX_PAYLOAD, MAX_UNCONFIRMED,
    OUTCOMES_PER_PAGE,
};
use polkadot_sdk::{polkadot_sdk_frame::testing_prelude::*, sp_io};

use crate::{
    mock::*, Call, Event, InboundLanes, OutboundLanes, Outbox, Outcomes, RecentHeaders,
    SendMessage, ShardId, Update,
};

/// The hub has this block of the market, and the other way round.
fn meet(one: &mut Chain, other: &mut Chain) {
    one.seal();
    other.seal();
    assert_ok!(one.follow(other, other.best()));
    assert_ok!(other.follow(one, one.best()));
}

/// Brings the market's answer to the hub's first message.
fn confirm_one(hub: &mut Chain, block: &Sealed) -> DispatchResult {
    let proof = block.prove_outcomes(HUB, 1, 1);
    hub.bring(MARKET, Update { answers: nonces(1, 1), ..block.update(proof) })
}

fn delivered(nonces: impl IntoIterator<Item = u64>) -> Vec<(u64, Outcome)> {
    nonces.into_iter().map(|nonce| (nonce, Outcome::Delivered)).collect()
}

#[test]
fn messages_arrive_in_order_and_are_answered() {
    let [mut hub, mut market, _] = Chain::three();
    for (nonce, word) in (1..).zip([b"0one", b"0two", b"0tre"]) {
        assert_eq!(hub.send(MARKET, word), nonce);
    }
    let message = hub.run(|| Outbox::<Test>::get(MARKET, 1)).unwrap();
    assert_eq!((message.sent_at, message.expires_at), (1, None));
    assert_eq!(hub.events()[0], Event::MessageSent { destination: MARKET, message });

    meet(&mut hub, &mut market);
    assert_ok!(market.deliver(HUB, hub.best(), 1, 3));
    assert_eq!(market.received(HUB), [b"0one", b"0two", b"0tre"]);
    let outcome = Outcome::Delivered;
    let taken = Event::MessageTaken { source: HUB, nonce: 3, outcome: outcome.clone() };
    assert_eq!(market.events().last(), Some(&taken));

    meet(&mut hub, &mut market);
    assert_ok!(hub.confirm(MARKET, market.best()));
    assert_eq!(hub.answers(MARKET), delivered(1..=3));
    let answered = Event::MessageAnswered { destination: MARKET, nonce: 3, outcome };
    assert_eq!(hub.events().last(), Some(&answered));
    hub.run(|| {
        assert_eq!(Outbox::<Test>::iter().count(), 0);
        let lane = OutboundLanes::<Test>::get(MARKET);
        assert_eq!((lane.sent, lane.confirmed), (3, 3));
    });

    // With the next message the market learns that it may forget.
    hub.send(MARKET, b"0for");
    meet(&mut hub, &mut market);
    assert_ok!(market.deliver(HUB, hub.best(), 4, 4));
    assert_eq!(
        market.events()[1..],
        [
            Event::OutcomesForgotten { source: HUB, confirmed: 3 },
            Event::MessageTaken { source: HUB, nonce: 4, outcome: Outcome::Delivered },
        ]
    );
    let lane = market.run(|| InboundLanes::<Test>::get(HUB));
    assert_eq!((lane.taken, lane.confirmed), (4, 3));
}

#[test]
fn both_directions_are_lanes_of_their_own() {
    let [mut hub, mut market, mut store] = Chain::three();
    hub.send(MARKET, b"0to market");
    hub.send(STORE, b"0to store");
    market.send(HUB, b"0from market");
    store.send(HUB, b"0from store");
    meet(&mut hub, &mut market);
    store.seal();
    assert_ok!(hub.follow(&store, store.best()));
    assert_ok!(store.follow(&hub, hub.best()));
    assert_ok!(hub.deliver(MARKET, market.best(), 1, 1));
    assert_ok!(hub.deliver(STORE, store.best(), 1, 1));
    assert_ok!(market.deliver(HUB, hub.best(), 1, 1));
    assert_ok!(store.deliver(HUB, hub.best(), 1, 1));
    assert_eq!(hub.received(MARKET), [b"0from market"]);
    assert_eq!(hub.received(STORE), [b"0from store"]);
    assert_eq!(market.received(HUB), [b"0to market"]);
    assert_eq!(store.received(HUB), [b"0to store"]);
}

#[test]
fn a_message_that_fails_changes_nothing_and_blocks_nothing() {
    let [mut hub, mut market, _] = Chain::three();
    hub.send(MARKET, &[NOTE, 1]);
    hub.send(MARKET, &[SPOIL, 2]);
    hub.send(MARKET, &[NOTE, 3]);
    meet(&mut hub, &mut market);
    assert_ok!(market.deliver(HUB, hub.best(), 1, 3));
    assert_eq!(market.received(HUB), [[NOTE, 1], [NOTE, 3]]);
    meet(&mut hub, &mut market);
    assert_ok!(hub.confirm(MARKET, market.best()));
    let answers = [(1, Outcome::Delivered), (2, spoiled()), (3, Outcome::Delivered)];
    assert_eq!(hub.answers(MARKET), answers);
}

#[test]
fn a_message_expires_by_the_height_of_its_destination() {
    let [mut hub, mut market, _] = Chain::three();
    for last in [4, 3, 2, 1] {
        hub.run(|| Shards::send(MARKET, vec![NOTE, last], Some(last.into()))).unwrap();
    }
    meet(&mut hub, &mut market);
    // The market makes its third block.
    market.seal();
    assert_ok!(market.deliver(HUB, hub.best(), 1, 4));
    assert_eq!(market.received(HUB), [[NOTE, 4], [NOTE, 3]]);
    meet(&mut hub, &mut market);
    assert_ok!(hub.confirm(MARKET, market.best()));
    let answers = [Outcome::Delivered, Outcome::Delivered, Outcome::Expired, Outcome::Expired];
    assert_eq!(hub.answers(MARKET), (1..).zip(answers).collect::<Vec<_>>());
    // The hub knows by now how high the market is, and doesn't send what would be too late.
    let height = market.best().header.number;
    let late = hub.run(|| Shards::send(MARKET, vec![], Some(height)));
    assert_eq!(late, Err(Error::ExpiryPassed.into()));
    assert_ok!(hub.run(|| Shards::send(MARKET, vec![], Some(height + 1))));
}

#[test]
fn a_message_of_an_unknown_format_blocks_nothing() {
    let [mut hub, mut market, _] = Chain::three();
    for number in 1..=5 {
        hub.send(MARKET, &[NOTE, number]);
    }
    // A runtime of a later time wrote the second and the third, and a wrong one the fourth.
    let other = hub.run(|| Outbox::<Test>::get(MARKET, 1)).unwrap().encode();
    let mut newer = hub.run(|| Outbox::<Test>::get(MARKET, 2)).unwrap().encode();
    newer[0] = 9;
    let longer = [newer.as_slice(), &[1, 2, 3]].concat();
    hub.run(|| {
        sp_io::storage::set(&outbox_key(MARKET, 2), &newer);
        sp_io::storage::set(&outbox_key(MARKET, 3), &longer);
        sp_io::storage::set(&outbox_key(MARKET, 4), &other);
    });
    hub.seal_unchecked(vec![]);
    assert_ok!(market.follow(&hub, hub.best()));
    assert_ok!(market.deliver(HUB, hub.best(), 1, 5));
    assert_eq!(market.received(HUB), [[NOTE, 1], [NOTE, 5]]);
    let unreadable = Outcome::Failed(MessageError::UnknownVersion);
    assert_eq!(
        market.run(|| Outcomes::<Test>::get(HUB, 0)).into_inner(),
        [
            Outcome::Delivered,
            unreadable.clone(),
            unreadable.clone(),
            unreadable,
            Outcome::Delivered,
        ]
    );
}

#[test]
fn a_full_lane_refuses_the_sender_until_answers_come() {
    MessagesPerUpdate::set(2_048);
    MessagesPerBlock::set(5_000);
    ProofSize::set(1024 * 1024);
    EffectsPerUpdate::set(NOTE_WEIGHT.saturating_mul(2_048));
    let most = u64::from(MAX_UNCONFIRMED);
    let [mut hub, mut market, _] = Chain::three();
    (0..most).for_each(|number| assert_eq!(hub.send(MARKET, &number.to_be_bytes()), number + 1));
    let full = hub.run(|| Shards::send(MARKET, vec![], None));
    assert_eq!(full, Err(Error::QueueExceeded.into()));
    assert_eq!(hub.run(|| Shards::room(MARKET)), 0);
    // Another lane isn't full for that.
    hub.send(STORE, b"0");

    hub.seal();
    let taken = |market: &mut Chain| market.run(|| InboundLanes::<Test>::get(HUB)).taken;
    for expected in [2_048, 4_096, 5_000] {
        assert_ok!(market.relay(&hub, hub.best()));
        assert_eq!(taken(&mut market), expected);
    }
    let update = market.fetch(HUB, hub.best()).unwrap();
    assert_eq!(market.bring(HUB, update), Err(Error::BlockMessagesExceeded.into()));
    market.seal();
    for expected in [7_048, most] {
        assert_ok!(market.relay(&hub, hub.best()));
        assert_eq!(taken(&mut market), expected);
    }
    let all: Vec<_> = (0..most).map(|number| number.to_be_bytes()).collect();
    assert_eq!(market.received(HUB), all);
    assert_eq!(market.run(|| Outcomes::<Test>::iter().count()), 32);

    // The answers come in several updates with one header.
    market.seal();
    for _ in 0..4 {
        assert_ok!(hub.relay(&market, market.best()));
    }
    assert_eq!(hub.relay(&market, market.best()), Err(Error::NothingNew.into()));
    assert_eq!(hub.answers(MARKET), delivered(1..=most));
    assert_eq!(hub.send(MARKET, b"0more"), most + 1);
    // The market forgets all of them with the next message.
    hub.seal();
    assert_ok!(market.relay(&hub, hub.best()));
    assert_eq!(market.run(|| Outcomes::<Test>::iter_keys().collect::<Vec<_>>()), [(HUB, 32)]);
}

#[test]
fn outcomes_are_kept_in_pages() {
    let [mut hub, mut market, _] = Chain::three();
    let page = u64::from(OUTCOMES_PER_PAGE);
    let pages = |market: &mut Chain| {
        let mut pages: Vec<_> = market
            .run(|| Outcomes::<Test>::iter().map(|(_, page, all)| (page, all.len())).collect());
        pages.sort_unstable();
        pages
    };
    // Each step sends up to a message, takes up to another, and answers up to a third.
    let steps = [
        (255, 255, 0, vec![(0, 255)]),
        (256, 256, 0, vec![(0, 256)]),
        (257, 257, 255, vec![(0, 256), (1, 1)]),
        (300, 300, 256, vec![(0, 256), (1, 44)]),
        // Only now it is known that the first page is done with.
        (301, 301, 257, vec![(1, 45)]),
        (512, 512, 512, vec![(1, 256)]),
        (513, 513, 513, vec![(2, 1)]),
        (514, 514, 513, vec![(2, 2)]),
        (1_100, 1_100, 1_100, vec![(2, 256), (3, 256), (4, 76)]),
        (1_101, 1_101, 1_101, vec![(4, 77)]),
    ];
    MessagesPerUpdate::set(1_000);
    MessagesPerBlock::set(1_000);
    EffectsPerUpdate::set(NOTE_WEIGHT.saturating_mul(1_000));
    for (sent, taken, answered, expected) in steps {
        let before = hub.run(|| OutboundLanes::<Test>::get(MARKET));
        for nonce in before.sent + 1..=sent {
            hub.send(MARKET, &[if nonce % page == 0 { SPOIL } else { NOTE }]);
        }
        meet(&mut hub, &mut market);
        let first = market.run(|| InboundLanes::<Test>::get(HUB)).taken + 1;
        assert_ok!(market.deliver(HUB, hub.best(), first, taken));
        assert_eq!(pages(&mut market), expected, "after {sent}");
        meet(&mut hub, &mut market);
        let (block, first) = (market.best(), before.confirmed + 1);
        if first <= answered {
            let proof = block.prove_outcomes(HUB, first, answered);
            let answers = nonces(first, answered);
            assert_ok!(hub.bring(MARKET, Update { answers, ..block.update(proof) }));
        }
    }
    let expected: Vec<_> = (1..=1_101)
        .map(|nonce| (nonce, if nonce % page == 0 { spoiled() } else { Outcome::Delivered }))
        .collect();
    assert_eq!(hub.answers(MARKET), expected);
}

#[test]
fn all_lanes_share_the_room_in_a_block() {
    let [mut hub, mut market, mut store] = Chain::three();
    MessagesPerUpdate::set(30);
    for shard in [&mut market, &mut store] {
        for number in 0..30 {
            shard.send(HUB, &[NOTE, number]);
        }
        shard.seal();
    }
    assert_ok!(hub.relay(&market, market.best()));
    assert_ok!(hub.relay(&store, store.best()));
    assert_eq!((hub.received(MARKET).len(), hub.received(STORE).len()), (30, 10));
    // The next comes into the next block, and the pool keeps it for that.
    let update = hub.fetch(STORE, store.best()).unwrap();
    let call = Call::relay { shard: STORE, update: Box::new(update.clone()) };
    assert_eq!(hub.authorize(&call), Err(InvalidTransaction::ExhaustsResources.into()));
    assert_eq!(hub.bring(STORE, update.clone()), Err(Error::BlockMessagesExceeded.into()));
    hub.seal();
    assert_ok!(hub.bring(STORE, update));
    assert_eq!(hub.received(STORE).len(), 30);
}

#[test]
fn what_was_taken_is_skipped() {
    let [mut hub, mut market, _] = Chain::three();
    for number in 0..6 {
        hub.send(MARKET, &[NOTE, number]);
    }
    meet(&mut hub, &mut market);
    assert_ok!(market.deliver(HUB, hub.best(), 1, 3));
    assert_eq!(market.deliver(HUB, hub.best(), 1, 3), Err(Error::NothingNew.into()));
    assert_eq!(market.deliver(HUB, hub.best(), 2, 2), Err(Error::NothingNew.into()));
    // Nobody looks at the proof for that.
    let nonsense = Update { messages: nonces(1, 3), ..hub.best().update(vec![vec![1]]) };
    assert_eq!(market.bring(HUB, nonsense), Err(Error::NothingNew.into()));
    // Another relay brings more, some of it taken.
    assert_ok!(market.deliver(HUB, hub.best(), 2, 5));
    assert_ok!(market.deliver(HUB, hub.best(), 1, 6));
    let all: Vec<_> = (0..6).map(|number| [NOTE, number]).collect();
    assert_eq!(market.received(HUB), all);
}

#[test]
fn a_relay_need_not_prove_what_was_taken() {
    let [mut hub, mut market, _] = Chain::three();
    for number in 0..4 {
        hub.send(MARKET, &[NOTE, number]);
    }
    meet(&mut hub, &mut market);
    assert_ok!(market.deliver(HUB, hub.best(), 1, 2));
    let proof = hub.best().prove_messages(MARKET, 3, 4);
    assert_ok!(market.bring(HUB, Update { messages: nonces(1, 4), ..hub.best().update(proof) }));
}

#[test]
fn ranges_that_make_no_sense_are_refused() {
    let [mut hub, mut market, _] = Chain::three();
    for number in 0..5 {
        hub.send(MARKET, &[NOTE, number]);
    }
    meet(&mut hub, &mut market);
    let mut refused = |first, last, error: Error| {
        let block = hub.best();
        // The proof is of all that there is.
        let proof = block.prove_messages(MARKET, 1, 6);
        let update = Update { messages: nonces(first, last), ..block.update(proof) };
        assert_eq!(market.bring(HUB, update), Err(error.into()));
    };
    refused(2, 3, Error::OutOfOrder);
    refused(3, 2, Error::OutOfOrder);
    refused(0, 0, Error::NothingNew);
    refused(1, 6, Error::MessageNotSent);
    refused(1, u64::from(PER_UPDATE) + 1, Error::MessagesExceeded);
    refused(0, u64::MAX, Error::MessagesExceeded);
    refused(u64::MAX, u64::MAX, Error::OutOfOrder);
}

#[test]
fn nothing_is_believed_without_its_proof() {
    let [mut hub, mut market, mut store] = Chain::three();
    hub.send(MARKET, &[NOTE; 100]);
    hub.send(MARKET, &[NOTE; 200]);
    hub.send(STORE, b"0not for the market");
    meet(&mut hub, &mut market);
    store.seal();
    assert_ok!(hub.follow(&store, store.best()));
    let block = hub.best();
    let good = block.prove_messages(MARKET, 1, 2);
    let deliver =
        |source, at, proof| (source, Update { at, messages: nonces(1, 2), ..block.update(proof) });

    for left_out in 0..good.len() {
        let mut truncated = good.clone();
        truncated.remove(left_out);
        let (source, update) = deliver(HUB, block.hash(), truncated);
        assert_eq!(market.bring(source, update), Err(Error::InvalidProof.into()));
    }
    for changed in 0..good.len() {
        let mut forged = good.clone();
        *forged[changed].last_mut().unwrap() ^= 1;
        let (source, update) = deliver(HUB, block.hash(), forged);
        assert_eq!(market.bring(source, update), Err(Error::InvalidProof.into()));
    }
    let mut twice = good.clone();
    twice.push(good[0].clone());
    let cases = [
        (deliver(HUB, block.hash(), vec![]), Error::InvalidProof),
        (deliver(HUB, block.hash(), twice), Error::InvalidProof),
        (deliver(HUB, block.hash(), block.prove_messages(STORE, 1, 1)), Error::InvalidProof),
        (
            deliver(HUB, block.hash(), store.best().prove_messages(MARKET, 1, 1)),
            Error::InvalidProof,
        ),
        (deliver(HUB, store.best().hash(), good.clone()), Error::UnknownHeader),
        (deliver(STORE, block.hash(), good.clone()), Error::NotFound),
        (deliver(HUB, block.hash(), vec![vec![0; PROOF as usize]]), Error::ProofSizeExceeded),
    ];
    for ((source, update), error) in cases {
        assert_eq!(market.bring(source, update), Err(error.into()));
    }
    // The hub follows both, and a header of one is none of the other's.
    let other = store.best().hash();
    let (source, update) = deliver(MARKET, other, store.best().prove_messages(HUB, 1, 1));
    let sent_nothing = market.best().prove_messages(HUB, 1, 2);
    let (_, nothing) = deliver(MARKET, market.best().hash(), sent_nothing);
    let (_, right) = deliver(HUB, block.hash(), good);
    assert_eq!(hub.bring(source, update), Err(Error::UnknownHeader.into()));
    // Shards that sent nothing prove that.
    assert_eq!(hub.bring(MARKET, nothing), Err(Error::MessageNotSent.into()));
    assert_eq!(market.received(HUB), Vec::<Vec<u8>>::new());
    assert_ok!(market.bring(HUB, right));
}

#[test]
fn answers_are_not_believed_without_their_proof() {
    let [mut hub, mut market, mut store] = Chain::three();
    hub.send(MARKET, b"0");
    hub.send(STORE, b"0");
    meet(&mut hub, &mut market);
    assert_ok!(store.follow(&hub, hub.best()));
    // Nothing was taken yet.
    assert_eq!(hub.confirm(MARKET, market.best()), Err(Error::NothingNew.into()));
    assert_ok!(market.deliver(HUB, hub.best(), 1, 1));
    store.seal();
    assert_ok!(hub.follow(&store, store.best()));
    meet(&mut hub, &mut market);

    let good = market.best().prove_outcomes(HUB, 1, 1);
    let (at, other) = (market.best().hash(), store.best().hash());
    let confirm = |destination, at, proof| {
        (destination, Update { at, answers: nonces(1, 1), ..market.best().update(proof) })
    };
    for left_out in 0..good.len() {
        let mut truncated = good.clone();
        truncated.remove(left_out);
        let (destination, update) = confirm(MARKET, at, truncated);
        assert_eq!(hub.bring(destination, update), Err(Error::InvalidProof.into()));
    }
    let oversize = vec![vec![0; PROOF as usize]];
    let cases = [
        // The market's answer is none of the store's.
        (confirm(STORE, at, good.clone()), Error::UnknownHeader),
        (confirm(STORE, other, good.clone()), Error::InvalidProof),
        (confirm(MARKET, at, market.best().prove_messages(HUB, 1, 1)), Error::InvalidProof),
        (confirm(MARKET, at, oversize), Error::ProofSizeExceeded),
        (confirm(ShardId(7), at, good.clone()), Error::NotFound),
        (confirm(STORE, other, store.best().prove_outcomes(HUB, 1, 1)), Error::MessageNotTaken),
    ];
    for ((destination, update), error) in cases {
        assert_eq!(hub.bring(destination, update), Err(error.into()));
    }
    let (_, right) = confirm(MARKET, at, good);
    let early = Update { answers: nonces(2, 2), ..right.clone() };
    assert_eq!(hub.bring(MARKET, early), Err(Error::OutOfOrder.into()));
    let more = Update { answers: nonces(1, 2), ..right.clone() };
    assert_eq!(hub.bring(MARKET, more), Err(Error::MessageNotTaken.into()));
    let many = Update { answers: nonces(1, u64::from(PER_UPDATE) + 1), ..right.clone() };
    assert_eq!(hub.bring(MARKET, many), Err(Error::MessagesExceeded.into()));
    assert_ok!(hub.bring(MARKET, right.clone()));
    // Once.
    assert_eq!(hub.bring(MARKET, right), Err(Error::NothingNew.into()));
    assert_eq!(hub.answers(MARKET), delivered([1]));
    assert_eq!(hub.answers(STORE), []);
}

#[test]
fn proofs_against_a_slightly_older_header_still_work() {
    let [mut hub, mut market, _] = Chain::three();
    hub.send(MARKET, &[NOTE, 1]);
    (0..=KEPT).for_each(|_| hub.seal());
    for block in &hub.blocks[..KEPT as usize] {
        assert_ok!(market.follow(&hub, block));
    }
    let oldest = market.run(|| RecentHeaders::<Test>::get(HUB)[0]);
    assert_eq!(oldest.hash, hub.blocks[0].hash());
    assert_ok!(market.deliver(HUB, &hub.blocks[0], 1, 1));
    // One more, and it is gone.
    assert_ok!(market.follow(&hub, hub.best()));
    assert_eq!(market.deliver(HUB, &hub.blocks[0], 1, 2), Err(Error::UnknownHeader.into()));
}

#[test]
fn an_older_header_takes_nothing_back() {
    let [mut hub, mut market, _] = Chain::three();
    for number in 1..=3 {
        hub.send(MARKET, &[NOTE, number]);
    }
    meet(&mut hub, &mut market);
    let old = hub.blocks.len() - 1;
    assert_ok!(market.deliver(HUB, hub.best(), 1, 1));
    meet(&mut hub, &mut market);
    assert_ok!(hub.confirm(MARKET, market.best()));
    hub.send(MARKET, &[NOTE, 4]);
    meet(&mut hub, &mut market);
    // The market learns that its first outcome was confirmed, then hears an older truth.
    assert_ok!(market.deliver(HUB, hub.best(), 2, 2));
    assert_ok!(market.deliver(HUB, &hub.blocks[old], 3, 3));
    let lane = market.run(|| InboundLanes::<Test>::get(HUB));
    assert_eq!((lane.taken, lane.confirmed), (3, 1));
    assert_eq!(market.deliver(HUB, &hub.blocks[old], 4, 4), Err(Error::MessageNotSent.into()));
    assert_ok!(market.deliver(HUB, hub.best(), 4, 4));
}

#[test]
fn each_answer_belongs_to_its_message() {
    let [mut hub, mut market, _] = Chain::three();
    let kinds = [NOTE, SPOIL, NOTE, SPOIL, SPOIL, NOTE];
    for kind in kinds {
        hub.send(MARKET, &[kind]);
    }
    meet(&mut hub, &mut market);
    let old = hub.blocks.len() - 1;
    // The market hears nothing of the hub's confirmations, and so sends all outcomes each time.
    for nonce in 1..=kinds.len() as u64 {
        assert_ok!(market.deliver(HUB, &hub.blocks[old], nonce, nonce));
        market.seal();
        assert_ok!(hub.follow(&market, market.best()));
        assert_ok!(hub.confirm(MARKET, market.best()));
    }
    let expected: Vec<_> = (1..)
        .zip(kinds)
        .map(|(nonce, kind)| (nonce, if kind == SPOIL { spoiled() } else { Outcome::Delivered }))
        .collect();
    assert_eq!(hub.answers(MARKET), expected);
}

#[test]
fn a_handler_can_send_on_the_same_lanes() {
    let [mut hub, mut market, _] = Chain::three();
    hub.send(MARKET, &[REPLY, NOTE, 1]);
    hub.send(MARKET, &[REPLY, NOTE, 2]);
    meet(&mut hub, &mut market);
    assert_ok!(market.deliver(HUB, hub.best(), 1, 2));
    meet(&mut hub, &mut market);
    assert_ok!(hub.deliver(MARKET, market.best(), 1, 2));
    assert_eq!(hub.received(MARKET), [[NOTE, 1], [NOTE, 2]]);
    // Also when the answer comes.
    hub.send(MARKET, &[RESEND, NOTE, 3]);
    meet(&mut hub, &mut market);
    assert_ok!(market.deliver(HUB, hub.best(), 3, 3));
    meet(&mut hub, &mut market);
    assert_ok!(hub.confirm(MARKET, market.best()));
    meet(&mut hub, &mut market);
    assert_ok!(market.deliver(HUB, hub.best(), 4, 4));
    assert_eq!(market.received(HUB).last().unwrap(), &[NOTE, 3]);
}

#[test]
fn a_message_can_not_relay() {
    let [mut hub, mut market, _] = Chain::three();
    hub.send(MARKET, &[NOTE, 2]);
    hub.send(MARKET, &[NOTE, 3]);
    meet(&mut hub, &mut market);
    let proof = hub.best().prove_messages(MARKET, 1, 2);
    let update = Update { messages: nonces(1, 2), ..hub.best().update(proof) };
    let inner = Call::<Test>::relay { shard: HUB, update: Box::new(update) };
    hub.send(MARKET, &[&[CALL], RuntimeCall::from(inner).encode().as_slice()].concat());
    meet(&mut hub, &mut market);
    // The third message would bring the first two, in the middle of its own delivery.
    assert_ok!(market.deliver(HUB, hub.best(), 1, 3));
    assert_eq!(market.received(HUB), [[NOTE, 2], [NOTE, 3]]);
    let refused = Outcome::Failed(MessageError::refused("Bad origin"));
    assert_eq!(market.outcome(HUB, 3), Some(refused));
}

#[test]
fn an_answer_that_fails_is_told_of_and_blocks_nothing() {
    let [mut hub, mut market, _] = Chain::three();
    hub.send(MARKET, &[SPOIL_ANSWER]);
    hub.send(MARKET, &[NOTE]);
    meet(&mut hub, &mut market);
    assert_ok!(market.deliver(HUB, hub.best(), 1, 2));
    meet(&mut hub, &mut market);
    assert_ok!(hub.confirm(MARKET, market.best()));
    assert_eq!(hub.answers(MARKET), delivered([2]));
    let error = diary::Error::<Test>::Spoiled.into();
    assert!(hub.events().contains(&Event::AnswerFailed { destination: MARKET, nonce: 1, error }));
}

#[test]
fn the_longest_message_fits() {
    let [mut hub, mut market, _] = Chain::three();
    let longest = vec![NOTE; MAX_PAYLOAD as usize];
    let too_long = vec![NOTE; MAX_PAYLOAD as usize + 1];
    let refused = hub.run(|| Shards::send(MARKET, too_long, None));
    assert_eq!(refused, Err(Error::PayloadExceeded.into()));
    hub.send(MARKET, &longest);
    meet(&mut hub, &mut market);
    assert_ok!(market.deliver(HUB, hub.best(), 1, 1));
    assert_eq!(market.received(HUB), [longest]);
}

#[test]
fn nothing_is_sent_to_a_shard_that_is_not_followed() {
    let [_, mut market, _] = Chain::three();
    for unknown in [STORE, MARKET] {
        let refused = market.run(|| Shards::send(unknown, vec![], None));
        assert_eq!(refused, Err(Error::NotFound.into()));
    }
}

#[test]
fn ends_that_contradict_each_other_stand_still() {
    // The market's chain was begun anew, and its keys are the same.
    let [mut hub, mut market, _] = Chain::three();
    hub.send(MARKET, b"0");
    market.send(HUB, b"0");
    meet(&mut hub, &mut market);
    assert_ok!(market.deliver(HUB, hub.best(), 1, 1));
    assert_ok!(hub.deliver(MARKET, market.best(), 1, 1));
    meet(&mut hub, &mut market);
    assert_ok!(hub.confirm(MARKET, market.best()));
    hub.send(MARKET, b"0");
    meet(&mut hub, &mut market);
    let mut anew = Chain::new(MARKET, &[HUB]);
    assert_ok!(anew.follow(&hub, hub.best()));
    assert_eq!(anew.deliver(HUB, hub.best(), 1, 2), Err(Error::LaneMismatch.into()));
    // The hub was begun anew: the market has answers to what it never sent.
    assert_ok!(market.deliver(HUB, hub.best(), 2, 2));
    meet(&mut hub, &mut market);
    let mut anew = Chain::new(HUB, &[MARKET]);
    anew.send(MARKET, b"0");
    assert_ok!(anew.follow(&market, market.best()));
    assert_eq!(anew.confirm(MARKET, market.best()), Err(Error::LaneMismatch.into()));
}

#[test]
fn a_destination_that_took_what_was_never_sent_is_not_believed() {
    let [mut hub, mut market, _] = Chain::three();
    hub.send(MARKET, &[NOTE]);
    meet(&mut hub, &mut market);
    assert_ok!(market.deliver(HUB, hub.best(), 1, 1));
    let end = |taken, confirmed| InboundLane { taken, confirmed }.encode();
    for wrong in [end(2, 0), end(1, 1), vec![]] {
        market.run(|| sp_io::storage::set(&inbound_lane_key(HUB), &wrong));
        market.seal_unchecked(vec![]);
        assert_ok!(hub.follow(&market, market.best()));
        assert_eq!(confirm_one(&mut hub, market.best()), Err(Error::LaneMismatch.into()));
    }
    // Nor one that has lost the page.
    market.run(|| {
        sp_io::storage::set(&inbound_lane_key(HUB), &end(1, 0));
        Outcomes::<Test>::remove(HUB, 0);
    });
    market.seal_unchecked(vec![]);
    assert_ok!(hub.follow(&market, market.best()));
    assert_eq!(confirm_one(&mut hub, market.best()), Err(Error::LaneMismatch.into()));
}
