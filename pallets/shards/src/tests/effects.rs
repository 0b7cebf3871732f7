//! What messages and answers may weigh.

use icn_primitives::shard::{MessageError, Outcome};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;

use crate::{mock::*, Call, Event, InboundLanes, OutboundLanes, SendMessage, Update, WeightInfo};

fn taken(shard: &mut Chain) -> u64 {
    shard.run(|| InboundLanes::<Test>::get(HUB)).taken
}

/// The hub sent messages of these weights, and the market knows its block.
fn sent(notes: &[u8]) -> (Chain, Chain) {
    let [mut hub, mut market, _] = Chain::three();
    for notes in notes {
        hub.send(MARKET, &[HEAVY, *notes]);
    }
    hub.seal();
    assert_ok!(market.follow(&hub, hub.best()));
    (hub, market)
}

fn with_effects(hub: &Chain, last: u64, notes: u64) -> Update {
    let update = hub.best().update(hub.best().prove_messages(MARKET, 1, last));
    Update { messages: nonces(1, last), effects: NOTE_WEIGHT.saturating_mul(notes), ..update }
}

#[test]
fn messages_are_taken_while_their_effects_fit() {
    let (hub, mut market) = sent(&[3, 4, 5, 1]);
    // Not even the first, and nothing changes.
    let none = with_effects(&hub, 4, 2);
    assert_eq!(market.bring(HUB, none), Err(Error::EffectsExceeded.into()));
    // The third doesn't fit, and the fourth has to wait behind it.
    assert_ok!(market.bring(HUB, with_effects(&hub, 4, 11)));
    assert_eq!(taken(&mut market), 2);
    assert_ok!(market.bring(HUB, with_effects(&hub, 4, 6)));
    assert_eq!(taken(&mut market), 4);
}

#[test]
fn no_update_may_weigh_more_than_is_allowed() {
    let (hub, mut market) = sent(&[1]);
    let update = with_effects(&hub, 1, UPDATE_NOTES + 1);
    assert_eq!(market.bring(HUB, update), Err(Error::EffectsExceeded.into()));
    assert_ok!(market.bring(HUB, with_effects(&hub, 1, UPDATE_NOTES)));
}

#[test]
fn what_is_not_used_is_given_back() {
    let (hub, mut market) = sent(&[3, 4, 5, 1]);
    let update = with_effects(&hub, 4, 11);
    let call = RuntimeCall::from(Call::relay { shard: HUB, update: Box::new(update.clone()) });
    let size = update.kibibytes();
    let foreseen = <() as WeightInfo>::relay(0, 0, 4, 0, size) + NOTE_WEIGHT * 11;
    assert_eq!(call.get_dispatch_info().call_weight, foreseen);
    let origin = RuntimeOrigin::from(frame_system::RawOrigin::Authorized);
    let post = market.run(|| call.dispatch(origin)).unwrap();
    let used = <() as WeightInfo>::relay(0, 0, 2, 0, size) + NOTE_WEIGHT * 7;
    assert_eq!(post.actual_weight, Some(used));
}

#[test]
fn a_message_that_is_too_heavy_blocks_nothing_and_costs_nothing() {
    let (mut hub, mut market) = sent(&[1, MOST_NOTES + 1, 255, MOST_NOTES]);
    assert_ok!(market.bring(HUB, with_effects(&hub, 4, 1 + u64::from(MOST_NOTES))));
    assert_eq!(market.received(HUB), [[HEAVY, 1], [HEAVY, MOST_NOTES]]);
    market.seal();
    assert_ok!(hub.relay(&market, market.best()));
    let too_heavy = Outcome::Failed(MessageError::TooHeavy);
    let outcomes = [Outcome::Delivered, too_heavy.clone(), too_heavy, Outcome::Delivered];
    assert_eq!(hub.answers(MARKET), (1..).zip(outcomes).collect::<Vec<_>>());
}

#[test]
fn a_message_whose_answer_would_be_too_heavy_is_not_sent() {
    let [mut hub, mut market, _] = Chain::three();
    let refused = hub.run(|| Shards::send(MARKET, vec![HEAVY_ANSWER, MOST_NOTES + 1], None));
    assert_eq!(refused, Err(Error::AnswerTooHeavy.into()));
    hub.send(MARKET, &[HEAVY_ANSWER, MOST_NOTES]);
    hub.send(MARKET, &[NOTE]);
    hub.seal();
    assert_ok!(market.relay(&hub, hub.best()));
    market.seal();
    // A later runtime finds more to do with the answer.
    AnswerFactor::set(2);
    assert_ok!(hub.relay(&market, market.best()));
    let error = Error::AnswerTooHeavy.into();
    assert!(hub.events().contains(&Event::AnswerFailed { destination: MARKET, nonce: 1, error }));
    assert_eq!(hub.answers(MARKET), [(2, Outcome::Delivered)]);
}

#[test]
fn answers_are_handed_over_while_their_effects_fit() {
    let [mut hub, mut market, _] = Chain::three();
    (0..4).for_each(|_| assert!(hub.send(MARKET, &[HEAVY_ANSWER, 3]) > 0));
    hub.seal();
    assert_ok!(market.relay(&hub, hub.best()));
    market.seal();
    let update = hub.fetch(MARKET, market.best()).unwrap();
    assert_eq!((update.answers, update.effects), (nonces(1, 4), NOTE_WEIGHT * 12));
    let little = |notes| Update { effects: NOTE_WEIGHT * notes, ..update.clone() };
    assert_ok!(hub.bring(MARKET, little(7)));
    assert_eq!(hub.answers(MARKET).len(), 2);
    assert_eq!(hub.bring(MARKET, little(2)), Err(Error::EffectsExceeded.into()));
    assert_ok!(hub.bring(MARKET, update));
    assert_eq!(hub.run(|| OutboundLanes::<Test>::get(MARKET)).confirmed, 4);
}

#[test]
fn neither_messages_nor_answers_wait_for_each_other() {
    let [mut hub, mut market, _] = Chain::three();
    // Each would fill an update alone, with effects of half its weight and more.
    (0..9).for_each(|_| assert!(hub.send(MARKET, &[HEAVY_ANSWER, 7]) > 0));
    (0..9).for_each(|_| assert!(market.send(HUB, &[HEAVY, 7]) > 0));
    hub.seal();
    assert_ok!(market.relay(&hub, hub.best()));
    market.seal();
    let update = hub.fetch(MARKET, market.best()).unwrap();
    // 14 of 20 for answers, and 21 of the 26 that are left.
    assert_eq!((update.answers, update.messages), (nonces(1, 2), nonces(1, 3)));
    assert_eq!(update.effects, NOTE_WEIGHT * 35);
    assert_ok!(hub.bring(MARKET, update));
}
