//! Why no two shards may share a key: GRANDPA's votes name a round and a set, and no chain.

use codec::{Decode, Encode};
use icn_primitives::{Hash, Header};
use polkadot_sdk::{
    bp_test_utils::{signed_precommit, Account},
    polkadot_sdk_frame::testing_prelude::*,
    sp_consensus_grandpa::{check_equivocation_proof, EquivocationProof, SetId},
};

use crate::{mock::*, AuthoritySets, Call, Event, Shards as AllShards};

const ROUND: u64 = 1;
const SET: SetId = 0;

/// What is reported of a key of `accused`: its own vote for a block, and another's for another
/// block, as if that were its own as well. Both are of the same round and set.
fn report(
    accused: Account,
    own: &Sealed,
    (voter, other): (Account, &Sealed),
) -> EquivocationProof<Hash, u32> {
    let vote = |key, block: &Sealed| {
        let target = (block.hash(), block.header.number);
        let signed = signed_precommit::<Header>(key, target, ROUND, SET);
        (signed.precommit, signed.signature)
    };
    let precommit = 1u8;
    let (first, second) = (vote(&accused, own), vote(&voter, other));
    // As a transaction carries it.
    let report = (SET, precommit, ROUND, ids(&[accused])[0].clone(), first, second).encode();
    EquivocationProof::decode(&mut report.as_slice()).unwrap()
}

/// Two shards' first blocks, of the same height.
fn two_blocks() -> (Chain, Chain) {
    let [_, mut market, mut store] = Chain::three();
    store.send(HUB, &[NOTE]);
    market.seal();
    store.seal();
    assert_ne!(market.best().hash(), store.best().hash());
    (market, store)
}

#[test]
fn with_one_key_an_honest_vote_on_one_shard_convicts_on_another() {
    let (market, store) = two_blocks();
    let key = store.keys[0];
    // It voted once on each, as it should. The signatures are right, so the report is.
    let report = report(key, store.best(), (key, market.best()));
    assert!(check_equivocation_proof(report));
}

#[test]
fn with_a_key_for_each_shard_it_convicts_nobody() {
    let (market, store) = two_blocks();
    let (of_market, of_store) = (market.keys[0], store.keys[0]);
    // A vote of the key on the market isn't one of the key on the store.
    let accused = report(of_store, store.best(), (of_market, market.best()));
    assert!(!check_equivocation_proof(accused));
    let accused = report(of_market, market.best(), (of_store, store.best()));
    assert!(!check_equivocation_proof(accused));
    // Two votes of the market's key, if there ever were, name a key that the store doesn't have.
    let accused = report(of_market, market.best(), (of_market, store.best()));
    let named = accused.offender().clone();
    assert!(check_equivocation_proof(accused));
    assert!(!ids(&store.keys).contains(&named));
}

#[test]
fn with_the_same_keys_a_header_of_one_shard_passes_for_one_of_another() {
    let (market, _) = two_blocks();
    let block = market.best();
    let submit =
        |hub: &mut Chain| hub.submit(STORE, &block.header, block.justification(), block.set_id);
    let [mut hub, ..] = Chain::three();
    assert_eq!(submit(&mut hub), Err(Error::UnknownVoter.into()));
    // The registry refuses what would make it pass.
    let same = ids(&market.keys);
    let set = Call::set_authorities { shard: STORE, authorities: same.clone(), set_id: SET };
    assert_eq!(hub.decide(set), Err(Error::KeyReused.into()));
    // Without that:
    hub.run(|| AuthoritySets::<Test>::insert(STORE, same));
    assert_ok!(submit(&mut hub));
    let believed = hub.run(|| AllShards::<Test>::get(STORE)).unwrap().best.unwrap();
    assert_eq!(believed.hash, block.hash());
}

#[test]
fn the_registry_refuses_a_single_key_of_another_shard() {
    let market = keys(MARKET, 0, 4);
    let mut hub = Chain::new(HUB, &[MARKET]);
    for shared in &market {
        let mut of_store = keys(STORE, 0, 3);
        of_store.push(*shared);
        let call = Call::register_shard {
            shard: STORE,
            role: role(STORE),
            genesis: None,
            authorities: ids(&of_store),
            set_id: SET,
        };
        assert_eq!(hub.decide(call), Err(Error::KeyReused.into()));
    }
}

#[test]
fn a_reused_key_in_a_header_is_followed_and_told_of() {
    let [mut hub, mut market, mut store] = Chain::three();
    OwnAuthorities::set(ids(&hub.keys).into_inner());
    // A change without any.
    market.rotate(keys(MARKET, 1, 4));
    assert_ok!(hub.follow(&market, market.best()));
    let seen = Event::KeyReuseSeen { shard: MARKET };
    assert!(!hub.events().contains(&seen));
    // Its own authorities made it final that one of another shard, or of this one, is among them.
    for (generation, stranger) in (2..).zip([store.keys[1], hub.keys[1]]) {
        let mut mixed = keys(MARKET, generation, 4);
        mixed.push(stranger);
        hub.seal();
        market.rotate(mixed.clone());
        assert_ok!(hub.follow(&market, market.best()));
        assert_eq!(hub.events().last(), Some(&seen));
        assert_eq!(hub.run(|| AuthoritySets::<Test>::get(MARKET)), ids(&mixed));
    }
    // Both shards go on.
    market.seal();
    store.seal();
    assert_ok!(hub.follow(&market, market.best()));
    assert_ok!(hub.follow(&store, store.best()));
}
