//! One act sets the keys of all shards, and no key serves twice.

use polkadot_sdk::{pallet_session, polkadot_sdk_frame::testing_prelude::*};

use crate::{mock::*, Error, Event, GenesisConfig, SeatParameters, ShardKeys};
use icn_primitives::ShardId;

#[test]
fn an_operator_sets_the_keys_of_all_shards_in_one_act() {
    federation(4, || {
        assert_ok!(set_shard_keys(2, &[(HUB, 1), (MARKET, 2)]));
        let set = |shard, generation| Event::KeysSet {
            cooperative: cooperative(2),
            shard,
            keys: keys(2, generation),
        };
        assert_eq!(events(), [set(HUB, 1), set(MARKET, 2)]);
        assert_eq!(Changed::take(), [cooperative(2)].into());

        // The hub's own take effect here, as ever.
        end_two_sessions();
        let authority = polkadot_sdk::pallet_aura::Authorities::<Test>::get()[2].clone();
        assert_eq!(authority, keys(2, 1).aura);
        assert_eq!(makers(), [0, 1, 2, 3]);
        // The others' wait for whoever tells them.
        let told = |shard| Seats::directory_seat(cooperative(2), shard).unwrap().keys;
        assert_eq!(told(HUB), Seats::encode_keys(&keys(2, 1)));
        assert_eq!(told(MARKET), Seats::encode_keys(&keys(2, 2)));
        assert_eq!(told(ShardId(2)), None);
    });
}

#[test]
fn keys_are_rotated_on_one_shard_and_stay_on_the_others() {
    federation(4, || {
        assert_ok!(set_shard_keys(2, &[(HUB, 1), (MARKET, 2)]));
        assert_ok!(set_shard_keys(2, &[(MARKET, 3)]));
        let told = |shard| Seats::directory_seat(cooperative(2), shard).unwrap().keys;
        assert_eq!(told(HUB), Seats::encode_keys(&keys(2, 1)));
        assert_eq!(told(MARKET), Seats::encode_keys(&keys(2, 3)));
        // Back to the ones before, on the same shard.
        assert_ok!(set_shard_keys(2, &[(MARKET, 2), (HUB, 0)]));
    });
}

#[test]
fn a_key_never_serves_twice() {
    federation(4, || {
        // On two shards at once.
        assert_noop!(set_shard_keys(2, &[(HUB, 1), (MARKET, 1)]), Error::<Test>::KeyReused);
        // On a shard, and the hub's present key on another.
        assert_noop!(set_shard_keys(2, &[(MARKET, 0)]), Error::<Test>::KeyReused);

        // A key that was replaced long ago, on another shard.
        assert_ok!(set_shard_keys(2, &[(HUB, 1), (MARKET, 2)]));
        assert_ok!(set_shard_keys(2, &[(HUB, 3), (MARKET, 4)]));
        end_two_sessions();
        for moved in [[(MARKET, 1)], [(HUB, 2)], [(ShardId(2), 2)], [(HUB, 4)]] {
            assert_noop!(set_shard_keys(2, &moved), Error::<Test>::KeyReused);
        }

        // Another seat's, also one that it has no longer.
        for (shard, generation) in [(HUB, 3), (HUB, 1), (MARKET, 4), (MARKET, 2)] {
            let stolen = vec![keys_on(shard, 2, generation, &operator(3))];
            assert_noop!(
                Seats::set_keys(RuntimeOrigin::signed(operator(3)), stolen.try_into().unwrap()),
                Error::<Test>::KeyReused
            );
        }
    });
}

#[test]
fn a_seat_that_is_gone_leaves_its_keys_to_nobody() {
    federation(4, || {
        assert_ok!(set_shard_keys(2, &[(MARKET, 1)]));
        Seats::close_seat(cooperative(2));
        assert_eq!(Seats::directory_seat(cooperative(2), MARKET), None);
        let stolen = vec![keys_on(MARKET, 2, 1, &operator(3))];
        assert_noop!(
            Seats::set_keys(RuntimeOrigin::signed(operator(3)), stolen.try_into().unwrap()),
            Error::<Test>::KeyReused
        );
    });
}

#[test]
fn keys_must_be_held_by_whoever_operates_a_seat() {
    federation(4, || {
        let of = |who, keys: Vec<_>| {
            Seats::set_keys(RuntimeOrigin::signed(who), keys.try_into().unwrap())
        };
        let others = keys_on(MARKET, 2, 1, &operator(1));
        assert_noop!(of(operator(2), vec![others]), Error::<Test>::InvalidProof);
        let own = |who| keys_on(MARKET, 2, 1, &who);
        assert_noop!(of(stranger(0), vec![own(stranger(0))]), Error::<Test>::NotAuthorized);
        assert_noop!(Seats::set_keys(RuntimeOrigin::root(), Default::default()), BadOrigin);
    });
}

#[test]
fn each_shard_is_known_and_named_once() {
    federation(4, || {
        assert_noop!(set_shard_keys(2, &[(UNKNOWN, 1)]), Error::<Test>::UnknownShard);
        let twice = [(MARKET, 1), (MARKET, 2)];
        assert_noop!(set_shard_keys(2, &twice), Error::<Test>::DuplicateShard);
        // If one can't be set, none is.
        assert_noop!(
            set_shard_keys(2, &[(HUB, 1), (MARKET, 2), (UNKNOWN, 3)]),
            Error::<Test>::UnknownShard
        );
    });
}

#[test]
fn keys_of_the_session_pallets_own_call_are_still_its_own() {
    federation(4, || {
        // Closed by the admission policy; were it not, two seats couldn't share a key either.
        assert_ok!(set_keys(1, 9));
        let taken = vec![keys_on(HUB, 1, 9, &operator(2))];
        assert_noop!(
            Seats::set_keys(RuntimeOrigin::signed(operator(2)), taken.try_into().unwrap()),
            pallet_session::Error::<Test>::DuplicatedKey
        );
    });
}

fn genesis_keys(all: Vec<(ShardId, crate::CooperativeId, SessionKeys)>) {
    TestState::default().execute_with(|| {
        ThisShard::set(HUB);
        GenesisConfig::<Test> {
            seats: (0..2).map(|i| (cooperative(i), organisation(i), operator(i), vec![])).collect(),
            keys: all,
            parameters: SeatParameters::default(),
        }
        .build();
        assert_eq!(ShardKeys::<Test>::iter().count(), 2);
        let told = Seats::directory_seat(cooperative(1), MARKET).unwrap();
        assert_eq!(told.keys, Seats::encode_keys(&keys(1, 1)));
        assert!(Changed::take().contains(&cooperative(1)));
        check();
    });
}

#[test]
fn genesis_knows_the_founders_keys_on_every_shard() {
    let of = |shard, i, generation| (shard, cooperative(i), keys(i, generation));
    genesis_keys(vec![of(HUB, 0, 0), of(HUB, 1, 0), of(MARKET, 0, 1), of(MARKET, 1, 1)]);
}

#[test]
#[should_panic(expected = "a key serves one seat on one shard: KeyReused")]
fn a_chain_does_not_start_with_a_key_that_serves_two_shards() {
    let of = |shard, i, generation| (shard, cooperative(i), keys(i, generation));
    genesis_keys(vec![of(HUB, 0, 0), of(HUB, 1, 0), of(MARKET, 0, 1), of(MARKET, 1, 0)]);
}

#[test]
#[should_panic(expected = "a key serves one seat on one shard: KeyReused")]
fn a_chain_does_not_start_with_a_key_that_serves_two_seats() {
    genesis_keys(vec![(MARKET, cooperative(0), keys(0, 1)), (MARKET, cooperative(1), keys(0, 1))]);
}

#[test]
#[should_panic(expected = "NotFound")]
fn a_chain_does_not_start_with_keys_of_nobody() {
    genesis_keys(vec![(MARKET, cooperative(7), keys(0, 1))]);
}
