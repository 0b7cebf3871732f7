//! Relays: what they bring in one transaction, and that several do no harm.

use icn_primitives::shard::{Outcome, RelayRefusal};
use polkadot_sdk::{
    frame_support::dispatch::DispatchInfo, frame_system::AuthorizeCall,
    polkadot_sdk_frame::testing_prelude::*, sp_runtime::traits::DispatchTransaction,
};

use crate::{mock::*, Call, InboundLanes, OutboundLanes, Update};

fn call(source: crate::ShardId, update: &Update) -> Call<Test> {
    Call::relay { shard: source, update: Box::new(update.clone()) }
}

/// The hub and the market with messages both ways, of which the market has the hub's.
fn waiting() -> (Chain, Chain) {
    let [mut hub, mut market, _] = Chain::three();
    for number in 0..3 {
        hub.send(MARKET, &[NOTE, number]);
        market.send(HUB, &[NOTE, number]);
    }
    hub.seal();
    assert_ok!(market.relay(&hub, hub.best()));
    market.seal();
    (hub, market)
}

#[test]
fn header_messages_and_answers_come_in_one_update() {
    let (mut hub, market) = waiting();
    let update = hub.fetch(MARKET, market.best()).unwrap();
    assert_eq!((update.messages, update.answers), (nonces(1, 3), nonces(1, 3)));
    assert_eq!(update.effects, NOTE_WEIGHT * 3 + ANSWER_WEIGHT * 3);
    // Four voted, and three are enough.
    let votes = update.finality.as_ref().unwrap().justification.commit.precommits.len();
    assert_eq!(votes, 3);
    assert_ok!(hub.bring(MARKET, update));
    assert_eq!(hub.received(MARKET).len(), 3);
    let delivered: Vec<_> = (1..=3).map(|nonce| (nonce, Outcome::Delivered)).collect();
    assert_eq!(hub.answers(MARKET), delivered);
}

#[test]
fn of_two_relays_with_the_same_one_is_late() {
    let (mut hub, market) = waiting();
    let update = hub.fetch(MARKET, market.best()).unwrap();
    let before = hub.root();
    let first = hub.authorize(&call(MARKET, &update)).unwrap();
    assert_eq!(hub.root(), before);
    let second = hub.authorize(&call(MARKET, &update)).unwrap();
    assert_eq!(first, second);
    assert_eq!((first.provides.len(), first.requires.len()), (3, 0));
    assert!(first.propagate && first.longevity < 64);
    assert_ok!(hub.bring(MARKET, update.clone()));
    let late = hub.authorize(&call(MARKET, &update));
    assert_eq!(late, Err(InvalidTransaction::Stale.into()));
    assert_eq!(hub.bring(MARKET, update), Err(Error::NothingNew.into()));
}

#[test]
fn a_fuller_update_takes_the_place_of_a_poorer_one() {
    let (mut hub, market) = waiting();
    let full = hub.fetch(MARKET, market.best()).unwrap();
    let block = market.best();
    let finality = full.finality.clone();
    let header = Update { finality: finality.clone(), ..block.update(vec![]) };
    let proof = block.prove_messages(HUB, 1, 2);
    let two = Update { finality, messages: nonces(1, 2), ..block.update(proof) };
    let [header, two, full] =
        [header, two, full].map(|update| hub.authorize(&call(MARKET, &update)).unwrap());
    assert!(header.priority < two.priority && two.priority < full.priority);
    assert!(header.priority >= TransactionPriority::MAX / 2);
    // They exclude each other by what they change.
    assert_eq!(header.provides, full.provides[..1]);
    assert_eq!(two.provides, full.provides[..2]);
    // With the same in it the longer is the poorer.
    let mut padded = hub.fetch(MARKET, market.best()).unwrap();
    padded.proof.push(vec![0; 10_000]);
    let padded = hub.authorize(&call(MARKET, &padded)).unwrap();
    assert!(padded.priority < full.priority && padded.provides == full.provides);
}

#[test]
fn the_tags_are_those_of_the_present_state() {
    let (mut hub, mut market) = waiting();
    let before = hub.fetch(MARKET, market.best()).unwrap();
    let before = hub.authorize(&call(MARKET, &before)).unwrap();
    assert_ok!(hub.relay(&market, market.best()));
    hub.send(MARKET, &[NOTE]);
    market.send(HUB, &[NOTE]);
    hub.seal();
    assert_ok!(market.relay(&hub, hub.best()));
    market.seal();
    let after = hub.fetch(MARKET, market.best()).unwrap();
    let after = hub.authorize(&call(MARKET, &after)).unwrap();
    assert_eq!(after.provides.len(), 3);
    assert!(after.provides.iter().all(|tag| !before.provides.contains(tag)));
}

#[test]
fn a_pool_is_told_what_is_wrong() {
    let (mut hub, mut market) = waiting();
    let good = hub.fetch(MARKET, market.best()).unwrap();
    let mut told = |source, update: Update| hub.authorize(&call(source, &update)).unwrap_err();
    let custom = |refusal| InvalidTransaction::Custom(refusal as u8).into();
    let early = Update { messages: nonces(2, 3), ..good.clone() };
    assert_eq!(told(MARKET, early), InvalidTransaction::Future.into());
    let mut next_set = good.clone();
    next_set.finality.as_mut().unwrap().set_id = 1;
    assert_eq!(told(MARKET, next_set), InvalidTransaction::Future.into());
    assert_eq!(told(HUB, good.clone()), custom(RelayRefusal::NotFound));
    let unproven = Update { proof: vec![], ..good.clone() };
    assert_eq!(told(MARKET, unproven), custom(RelayRefusal::InvalidProof));
    let mut few = good.clone();
    few.finality.as_mut().unwrap().justification.commit.precommits.pop();
    assert_eq!(told(MARKET, few), custom(RelayRefusal::QuorumNotMet));
    let unknown = Update { finality: None, ..good.clone() };
    assert_eq!(told(MARKET, unknown), custom(RelayRefusal::UnknownHeader));
    let dear = Update { effects: Weight::MAX, ..good };
    assert_eq!(told(MARKET, dear), custom(RelayRefusal::EffectsExceeded));
    assert_eq!((RelayRefusal::NotFound as u8, RelayRefusal::LaneMismatch as u8), (100, 124));
    market.check();
}

#[test]
fn a_relay_needs_no_account() {
    // As a node does with a general transaction.
    let (mut hub, market) = waiting();
    let update = hub.fetch(MARKET, market.best()).unwrap();
    let call = RuntimeCall::from(call(MARKET, &update));
    let info: DispatchInfo = call.get_dispatch_info();
    let nobody = || RuntimeOrigin::from(frame_system::RawOrigin::None);
    let extension = AuthorizeCall::<Test>::new;
    hub.run(|| {
        let pooled =
            extension().validate_only(nobody(), &call, &info, 0, TransactionSource::External, 0);
        assert_eq!(pooled.unwrap().0.provides.len(), 3);
        let applied =
            extension().dispatch_transaction(nobody(), call.clone(), &info, 0, 0).unwrap();
        assert_ok!(applied);
        // The second in the same block doesn't get in.
        let late = extension().dispatch_transaction(nobody(), call.clone(), &info, 0, 0);
        assert_eq!(late.unwrap_err(), InvalidTransaction::Stale.into());
        // And what isn't for relays gets nothing from it.
        let other = RuntimeCall::from(Call::set_authorities {
            shard: MARKET,
            authorities: ids(&keys(MARKET, 1, 4)),
            set_id: 1,
        });
        let refused = extension().dispatch_transaction(nobody(), other, &info, 0, 0);
        assert_eq!(refused.unwrap_err(), InvalidTransaction::UnknownOrigin.into());
    });
    assert_eq!(hub.received(MARKET).len(), 3);
}

#[test]
fn a_proof_is_used_as_far_as_it_goes() {
    let (mut hub, market) = waiting();
    let block = market.best();
    let bring = |hub: &mut Chain, proof| {
        let finality = block.finality();
        let finality = Some((finality.header, finality.justification, finality.set_id));
        let made = hub.run(|| Shards::relay_call(MARKET, finality, block.hash(), proof));
        let Call::relay { update, .. } = made.unwrap() else { panic!("it is a call for relays") };
        hub.bring(MARKET, (*update).clone()).unwrap();
        (update.messages, update.answers, update.proof.is_empty(), update.finality.is_some())
    };
    // The lane's end alone: it is the first header, so it goes without the proof.
    let lane = block.prove_messages(HUB, 1, 0);
    assert_eq!(bring(&mut hub, lane), (None, None, true, true));
    let two = block.prove_messages(HUB, 1, 2);
    assert_eq!(bring(&mut hub, two), (nonces(1, 2), None, false, false));
    let answers = block.prove_outcomes(HUB, 1, 3);
    assert_eq!(bring(&mut hub, answers), (None, nonces(1, 3), false, false));
    // Those that were taken needn't be in it, and those after a gap are of no use.
    let third = block.prove_messages(HUB, 3, 3);
    assert_eq!(bring(&mut hub, third), (nonces(3, 3), None, false, false));
    let nothing = hub.run(|| Shards::relay_call(MARKET, None, block.hash(), vec![]));
    assert_eq!(DispatchError::from(nothing.unwrap_err()), Error::NothingNew.into());
}

#[test]
fn what_a_relay_has_is_refused_by_name() {
    let (mut hub, market) = waiting();
    let block = market.best();
    let good = block.finality();
    let mut made = |finality: Option<crate::Finality>, at, proof| {
        let finality = finality.map(|all| (all.header, all.justification, all.set_id));
        DispatchError::from(
            hub.run(|| Shards::relay_call(MARKET, finality, at, proof)).unwrap_err(),
        )
    };
    let proof = block.prove_messages(HUB, 1, 3);
    assert_eq!(made(None, block.hash(), proof.clone()), Error::UnknownHeader.into());
    let mut few = good.clone();
    few.justification.commit.precommits.pop();
    assert_eq!(made(Some(few), block.hash(), proof.clone()), Error::QuorumNotMet.into());
    let other = crate::Finality { set_id: 4, ..good.clone() };
    assert_eq!(made(Some(other), block.hash(), proof.clone()), Error::FutureSet.into());
    assert_eq!(made(Some(good.clone()), block.hash(), vec![vec![1]]), Error::InvalidProof.into());
    let long = vec![vec![0; PROOF as usize]];
    assert_eq!(made(Some(good), block.hash(), long), Error::ProofSizeExceeded.into());
}

#[test]
fn an_update_brings_no_more_than_it_may() {
    MessagesPerUpdate::set(4);
    let [mut hub, mut market, _] = Chain::three();
    (0..9).for_each(|_| assert!(hub.send(MARKET, &[NOTE]) > 0));
    hub.seal();
    let everything = hub.best().prove_messages(MARKET, 1, 9);
    for last in [4, 8, 9] {
        let finality = hub.best().finality();
        let finality = Some((finality.header, finality.justification, finality.set_id));
        let (at, proof) = (hub.best().hash(), everything.clone());
        let made = market.run(|| Shards::relay_call(HUB, finality, at, proof)).unwrap();
        let Call::relay { update, .. } = made else { panic!("it is a call for relays") };
        assert_ok!(market.bring(HUB, *update));
        assert_eq!(market.run(|| InboundLanes::<Test>::get(HUB)).taken, last);
    }
    market.seal();
    for confirmed in [4, 8, 9] {
        assert_ok!(hub.relay(&market, market.best()));
        assert_eq!(hub.run(|| OutboundLanes::<Test>::get(MARKET)).confirmed, confirmed);
    }
}

#[test]
fn relays_with_different_parts_do_not_hurt_each_other() {
    let (mut hub, market) = waiting();
    let block = market.best();
    let full = hub.fetch(MARKET, block).unwrap();
    let proof = block.prove_messages(HUB, 1, 2);
    let finality = full.finality.clone();
    let some = Update { finality, messages: nonces(1, 2), ..block.update(proof) };
    assert_ok!(hub.bring(MARKET, some.clone()));
    // The other brings the rest, and the header that is known by now.
    assert_ok!(hub.bring(MARKET, full));
    assert_eq!(hub.received(MARKET).len(), 3);
    assert_eq!(hub.bring(MARKET, some), Err(Error::NothingNew.into()));
}
