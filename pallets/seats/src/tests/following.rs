//! A shard's seats become what the hub's are.

use std::collections::{BTreeMap, BTreeSet};

use icn_primitives::{directory::DirectorySeat, seat::SuspensionReason, CooperativeId};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;
use proptest::prelude::*;

use super::properties::act;
use crate::{mock::*, Event, Inactive, NodeKeys, OperatorOf, SeatOfValidator};

/// What the market's validators of genesis have from the hub.
fn record(number: u32) -> DirectorySeat {
    DirectorySeat {
        validator: organisation(number),
        operator: operator(number),
        active: true,
        suspended: None,
        keys: Seats::encode_keys(&keys(number, 0)),
        node_keys: Default::default(),
    }
}

fn follow(number: u32, record: DirectorySeat) {
    System::reset_events();
    Seats::follow_seat(cooperative(number), Some(record));
    check();
}

/// A shard that follows the hub, with as many founders.
fn market(seats: u32, test: impl FnOnce()) {
    federation(seats, || {
        ThisShard::set(MARKET);
        test();
    });
}

#[test]
fn what_is_as_the_hub_says_stays_so() {
    market(4, || {
        assert_storage_noop!(Seats::follow_seat(cooperative(2), Some(record(2))));
        assert!(events().is_empty());
    });
}

#[test]
fn a_seat_of_the_hub_opens_with_its_keys_and_takes_part_from_the_session_after_next() {
    market(4, || {
        let listed = vec![peer(1), peer(2)].try_into().unwrap();
        follow(4, DirectorySeat { node_keys: listed, ..record(4) });
        let id = cooperative(4);
        let opened = [
            Event::SeatOpened { cooperative: id, validator: organisation(4) },
            Event::OperatorSet { cooperative: id, operator: operator(4) },
            Event::NodeListed { cooperative: id, peer: peer(1) },
            Event::NodeListed { cooperative: id, peer: peer(2) },
            Event::KeysSet { cooperative: id, shard: MARKET, keys: keys(4, 0) },
        ];
        assert_eq!(events(), opened);
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 2, 3, 4]);
        next_block_of(&[4]);
    });
}

#[test]
fn keys_that_were_rotated_on_the_hub_change_here_at_the_session_after_next() {
    market(4, || {
        follow(2, DirectorySeat { keys: Seats::encode_keys(&keys(2, 1)), ..record(2) });
        let set = Event::KeysSet { cooperative: cooperative(2), shard: MARKET, keys: keys(2, 1) };
        assert_eq!(events(), [set]);
        end_two_sessions();
        let authority = polkadot_sdk::pallet_aura::Authorities::<Test>::get()[2].clone();
        assert_eq!(authority, keys(2, 1).aura);
        // A hub that knows no keys for this shard takes none away.
        follow(2, DirectorySeat { keys: None, ..record(2) });
        assert!(events().is_empty());
    });
}

#[test]
fn a_seat_closes_pauses_and_resumes_as_on_the_hub() {
    market(4, || {
        follow(2, DirectorySeat { active: false, ..record(2) });
        Seats::follow_seat(cooperative(3), None);
        end_two_sessions();
        assert_eq!(makers(), [0, 1]);
        follow(2, record(2));
        assert_eq!(events(), [Event::SeatResumed { cooperative: cooperative(2) }]);
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 2]);
        // What isn't there can't close.
        assert_storage_noop!(Seats::follow_seat(cooperative(9), None));
    });
}

#[test]
fn node_keys_are_those_of_the_hub_also_when_another_seat_had_them_here() {
    market(4, || {
        let listed = |peers: &[u32]| -> DirectorySeat {
            let node_keys = peers.iter().map(|i| peer(*i)).collect::<Vec<_>>().try_into().unwrap();
            DirectorySeat { node_keys, ..record(2) }
        };
        follow(2, listed(&[1, 2, 3, 4]));
        follow(2, listed(&[3, 5]));
        assert_eq!(NodeKeys::<Test>::get(cooperative(2)).into_inner(), [peer(3), peer(5)]);
        // The hub moved node 3 to seat 1 and this record came first.
        let node_keys = vec![peer(3)].try_into().unwrap();
        follow(1, DirectorySeat { node_keys, ..record(1) });
        assert_eq!(Seats::node_keys(), [peer(3), peer(5)]);
        follow(2, listed(&[5]));
        assert_eq!(NodeKeys::<Test>::get(cooperative(1)).into_inner(), [peer(3)]);
    });
}

#[test]
fn operators_who_changed_places_do_so_here_whichever_record_comes_first() {
    market(4, || {
        let with = |number, other| DirectorySeat { operator: operator(other), ..record(number) };
        follow(1, with(1, 2));
        // Until its own record comes, the other seat is operated by the account that names it.
        assert_eq!(seat(2).operator, organisation(2));
        follow(2, with(2, 1));
        assert_eq!((seat(1).operator, seat(2).operator), (operator(2), operator(1)));
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 2, 3], "no keys were lost");
    });
}

#[test]
fn a_suspension_on_the_hub_reaches_the_shard_and_so_does_its_end() {
    use SuspensionReason::{Decision, Equivocation};
    market(4, || {
        let with = |suspended| DirectorySeat { suspended, ..record(2) };
        for reason in [Decision, Equivocation] {
            follow(2, with(Some(reason)));
            assert_eq!(events(), [Event::SeatSuspended { cooperative: cooperative(2), reason }]);
            end_two_sessions();
            assert_eq!(makers(), [0, 1, 3]);
            follow(2, with(None));
            assert_eq!(events(), [Event::SeatRestored { cooperative: cooperative(2) }]);
            end_two_sessions();
            assert_eq!(makers(), [0, 1, 2, 3]);
        }
        // Restored and suspended again before this shard heard of it.
        follow(2, with(Some(Decision)));
        follow(2, with(Some(Equivocation)));
        assert_eq!(suspended(2), Some(Equivocation));
        follow(2, with(None));
        assert_eq!(suspended(2), None);
    });
}

#[test]
fn what_a_shard_has_suspended_itself_stays_its_own() {
    use SuspensionReason::{Decision, Equivocation, MissedTurns};
    market(4, || {
        let with = |suspended| DirectorySeat { suspended, ..record(2) };
        // It stayed away here.
        for _ in 0..LIMIT * 4 {
            next_block_of(&[0, 1, 3]);
        }
        assert_eq!(suspended(2), Some(MissedTurns));
        follow(2, with(None));
        assert_eq!(suspended(2), Some(MissedTurns));
        // Nor does the hub tell of those.
        assert_eq!(Seats::directory_seat(cooperative(2), MARKET).unwrap().suspended, None);

        // It equivocated here.
        Seats::note_equivocation(cooperative(2), 0);
        follow(2, with(Some(Decision)));
        follow(2, with(None));
        assert_eq!(suspended(2), Some(Equivocation));
    });
}

#[test]
fn the_last_seat_of_a_shard_is_kept() {
    market(1, || {
        let reason = SuspensionReason::Decision;
        follow(0, DirectorySeat { suspended: Some(reason), ..record(0) });
        assert_eq!(events(), [Event::SeatKept { cooperative: cooperative(0), reason }]);
        end_two_sessions();
        assert_eq!(makers(), [0]);
        // The end of what never began is no restoration.
        follow(0, record(0));
        assert!(events().is_empty());
    });
}

#[test]
fn what_can_not_be_as_the_hub_says_stays_and_is_told_of() {
    market(4, || {
        let not_followed = |number| {
            events().iter().any(|event| {
                matches!(event, Event::SeatNotFollowed { cooperative: id, .. }
                    if *id == cooperative(number))
            })
        };
        // No keys of this runtime, and keys that another seat has here.
        follow(2, DirectorySeat { keys: Some(vec![1, 2, 3].try_into().unwrap()), ..record(2) });
        assert!(not_followed(2));
        follow(2, DirectorySeat { keys: Seats::encode_keys(&keys(1, 0)), ..record(2) });
        assert!(not_followed(2));
        // An operator that names another seat, a node key that is none. The rest is followed.
        let wrong = vec![vec![7; 3].try_into().unwrap()].try_into().unwrap();
        let operator = organisation(1);
        follow(2, DirectorySeat { operator, node_keys: wrong, active: false, ..record(2) });
        assert!(not_followed(2));
        assert!(Inactive::<Test>::contains_key(cooperative(2)));
        // A seat with a name that another has.
        follow(7, DirectorySeat { validator: organisation(1), ..record(7) });
        assert!(not_followed(7));
        follow(2, record(2));
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 2, 3]);
    });
}

/// What a shard and the hub agree on in the end, whatever else happens on the shard.
fn agreed(record: &DirectorySeat) -> impl PartialEq + std::fmt::Debug {
    let nodes: BTreeSet<_> = record.node_keys.iter().cloned().collect();
    (record.validator.clone(), record.operator.clone(), record.active, nodes, record.keys.clone())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is done on the hub: whoever is told of a seat whenever the hub says that it
    /// changed has it in the end, in whatever order the last records come.
    #[test]
    fn a_shard_ends_up_with_the_seats_of_the_hub(
        founders in 1u32..5,
        acts in prop::collection::vec((act(), any::<u8>()), 0..60),
        last in Just((0..9).collect::<Vec<u32>>()).prop_shuffle(),
    ) {
        type Told = Vec<(CooperativeId, Option<DirectorySeat>)>;
        let mut told: Told = vec![];
        let of_hub = |number| {
            let id = cooperative(number);
            (id, Seats::directory_seat(id, MARKET))
        };
        federation(founders, || {
            let mut behind = BTreeSet::new();
            for (act, tell) in &acts {
                let before: BTreeMap<_, _> = (0..9).map(of_hub).collect();
                act.run();
                let changed = Changed::take();
                for (id, record) in (0..9).map(of_hub) {
                    assert!(changed.contains(&id) || before[&id] == record, "{act:?} told nobody");
                }
                behind.extend(changed);
                // Some of what changed is told at once, as it is now.
                let now: Vec<_> = behind.iter().copied().filter(|id| (tell >> (id.0 % 8)) & 1 == 1).collect();
                for id in now {
                    behind.remove(&id);
                    told.push((id, Seats::directory_seat(id, MARKET)));
                }
            }
            told.extend(last.iter().map(|number| of_hub(*number)));
        });
        let last: BTreeMap<_, _> = told.iter().cloned().collect();
        market(founders, || {
            for (id, record) in &told {
                Seats::follow_seat(*id, record.clone());
                check();
            }
            for (id, record) in last {
                let here = Seats::directory_seat(id, MARKET);
                assert_eq!(here.is_some(), record.is_some());
                let (Some(here), Some(record)) = (here, record) else { continue };
                // Without keys from the hub, those of the shard's genesis stay.
                let keys = record.keys.clone().or(here.keys.clone());
                let record = DirectorySeat { keys, ..record };
                assert_eq!(agreed(&here), agreed(&record));
                let kept = record.suspended.is_some() && here.suspended.is_none();
                assert!(kept || here.suspended == record.suspended);
            }
        });
    }
}

#[test]
fn an_account_that_will_name_a_seat_goes_back_to_it_here_too() {
    market(4, || {
        follow(2, DirectorySeat { operator: organisation(7), ..record(2) });
        Seats::follow_seat(cooperative(7), Some(record(7)));
        assert_eq!(seat(2).operator, organisation(2));
        assert_eq!(SeatOfValidator::<Test>::get(organisation(7)), Some(cooperative(7)));
        assert!(!OperatorOf::<Test>::contains_key(organisation(7)));
    });
}
