//! Which shards are followed, and since when.

use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;

use crate::{mock::*, Call, Event, ShardId};
use icn_primitives::{
    seat::MAX_SEATS,
    shard::{ShardRole, MAX_SHARDS, MAX_UNCONFIRMED},
};

const FOURTH: ShardId = ShardId(3);

fn register(shard: ShardId, authorities: crate::Authorities) -> Call<Test> {
    let role = ShardRole::Storage;
    Call::register_shard { shard, role, genesis: Some(genesis_hash()), authorities, set_id: 5 }
}

#[test]
fn the_federation_adds_a_shard() {
    let [mut hub, ..] = Chain::three();
    let authorities = ids(&keys(FOURTH, 0, 4));
    let call = register(FOURTH, authorities.clone());
    assert_eq!(hub.sign(call.clone()), Err(BadOrigin.into()));
    assert_ok!(hub.decide(call.clone()));
    let registered = Event::ShardRegistered {
        shard: FOURTH,
        role: ShardRole::Storage,
        genesis: Some(genesis_hash()),
        set_id: 5,
        authorities,
    };
    assert_eq!(hub.events(), [registered]);
    assert_eq!(hub.decide(call), Err(Error::AlreadyExists.into()));

    let mut fourth = Chain::new(FOURTH, &[HUB]);
    fourth.set_id = 5;
    fourth.seal();
    assert_ok!(hub.follow(&fourth, fourth.best()));
}

#[test]
fn a_shard_does_not_follow_itself() {
    let [mut hub, ..] = Chain::three();
    let call = register(HUB, ids(&keys(HUB, 0, 4)));
    assert_eq!(hub.decide(call), Err(Error::ThisShard.into()));
}

#[test]
fn authorities_are_some_and_different() {
    let [mut hub, ..] = Chain::three();
    let one = keys(FOURTH, 0, 1);
    for wrong in [vec![], vec![one[0], one[0]]] {
        let call = register(FOURTH, ids(&wrong));
        assert_eq!(hub.decide(call), Err(Error::InvalidAuthorities.into()));
    }
    assert_ok!(hub.decide(register(FOURTH, ids(&keys(FOURTH, 0, MAX_SEATS as u16)))));
}

#[test]
fn a_key_of_one_shard_is_no_key_of_another() {
    let [mut hub, market, _] = Chain::three();
    let mut mixed = keys(FOURTH, 0, 3);
    mixed.push(market.keys[2]);
    let call = register(FOURTH, ids(&mixed));
    assert_eq!(hub.decide(call), Err(Error::KeyReused.into()));
    let call = Call::set_authorities { shard: STORE, authorities: ids(&mixed), set_id: 1 };
    assert_eq!(hub.decide(call), Err(Error::KeyReused.into()));
}

#[test]
fn a_key_of_this_shard_is_no_key_of_another() {
    let [mut hub, ..] = Chain::three();
    OwnAuthorities::set(ids(&hub.keys).into_inner());
    let mut mixed = keys(FOURTH, 0, 3);
    mixed.push(hub.keys[3]);
    let call = register(FOURTH, ids(&mixed));
    assert_eq!(hub.decide(call), Err(Error::KeyReused.into()));
    let call = Call::set_authorities { shard: STORE, authorities: ids(&mixed), set_id: 1 };
    assert_eq!(hub.decide(call), Err(Error::KeyReused.into()));
    assert_ok!(hub.decide(register(FOURTH, ids(&mixed[..3]))));
}

#[test]
#[should_panic(expected = "KeyReused")]
fn genesis_refuses_a_key_of_its_own_shard() {
    OwnAuthorities::set(ids(&keys(MARKET, 0, 1)).into_inner());
    Chain::three();
}

#[test]
#[should_panic(expected = "KeyReused")]
fn genesis_refuses_a_key_of_two_shards() {
    Chain::with_keys(HUB, &[(MARKET, keys(MARKET, 0, 4)), (STORE, keys(MARKET, 0, 1))]);
}

#[test]
fn a_shard_knows_itself_and_where_it_can_send() {
    let [mut hub, mut market, _] = Chain::three();
    hub.run(|| {
        assert_eq!((Shards::this_shard(), Shards::this_role()), (HUB, ShardRole::Federation));
        assert_eq!(Shards::destinations(), [MARKET, STORE]);
        assert_eq!((Shards::room(MARKET), Shards::room(HUB)), (MAX_UNCONFIRMED, 0));
    });
    hub.send(MARKET, &[NOTE]);
    assert_eq!(hub.run(|| Shards::room(MARKET)), MAX_UNCONFIRMED - 1);
    market.run(|| assert_eq!(Shards::this_role(), ShardRole::Marketplace));
}

#[test]
fn there_are_only_so_many_shards() {
    let mut hub = Chain::new(HUB, &[]);
    let key = |number: u32| ids(&[polkadot_sdk::bp_test_utils::Account(number as u16)]);
    for number in 1..=MAX_SHARDS {
        assert_ok!(hub.decide(register(ShardId(number), key(number))));
    }
    let one_more = MAX_SHARDS + 1;
    let call = register(ShardId(one_more), key(one_more));
    assert_eq!(hub.decide(call), Err(Error::ShardsExceeded.into()));
}

#[test]
fn the_federation_replaces_authorities_after_a_forced_change() {
    let [mut hub, mut market, _] = Chain::three();
    market.seal();
    hub.follow(&market, market.best()).unwrap();
    let new = keys(MARKET, 1, 7);
    let set = |set_id, authorities| Call::set_authorities { shard: MARKET, authorities, set_id };
    assert_eq!(hub.sign(set(1, ids(&new))), Err(BadOrigin.into()));
    assert_eq!(hub.decide(set(0, ids(&new))), Err(Error::StaleSet.into()));
    assert_eq!(hub.decide(set(1, ids(&[]))), Err(Error::InvalidAuthorities.into()));
    assert_ok!(hub.decide(set(1, ids(&new))));

    // The old set's votes count no longer; headers that were known still do.
    market.seal();
    assert_eq!(hub.follow(&market, market.best()), Err(Error::StaleSet.into()));
    (market.keys, market.set_id) = (new, 1);
    market.seal();
    assert_ok!(hub.follow(&market, market.best()));
    let known = hub.run(|| Shards::finalized_header(MARKET, market.blocks[0].hash()));
    assert_eq!(known.map(|header| header.number), Some(1));
    let unknown =
        Call::set_authorities { shard: FOURTH, authorities: ids(&keys(FOURTH, 0, 1)), set_id: 1 };
    assert_eq!(hub.decide(unknown), Err(Error::NotFound.into()));
}

#[test]
fn a_wrong_root_of_trust_can_be_corrected_before_the_first_header() {
    let [mut hub, mut market, _] = Chain::three();
    let call = Call::set_authorities { shard: MARKET, authorities: ids(&market.keys), set_id: 0 };
    assert_ok!(hub.decide(call.clone()));
    market.seal();
    assert_ok!(hub.follow(&market, market.best()));
    assert_eq!(hub.decide(call), Err(Error::StaleSet.into()));
}

#[test]
#[should_panic(expected = "the shards at genesis must follow the rules of the registry")]
fn a_chain_with_a_wrong_registry_does_not_start() {
    Chain::new(HUB, &[HUB]);
}
