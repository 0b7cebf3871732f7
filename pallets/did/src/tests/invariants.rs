//! Whatever people do, in whatever order, the rules hold.

use crate::{
    frame,
    mock::{Identity, *},
    tests::{documents::service, events::Indexer},
    Documents,
};
use frame::testing_prelude::*;
use icn_primitives::{
    document::{DidDocument, Relationships},
    Did, HOUR,
};
use proptest::prelude::*;

/// How many key pairs there are to choose from; the first few begin as people.
const KEYS: usize = 8;
/// How many of them are people at the start.
const PEOPLE: usize = 4;

fn keys(number: usize) -> Keys {
    if number.is_multiple_of(2) {
        Keys::sr(&format!("key{number}"))
    } else {
        Keys::ed(&format!("key{number}"))
    }
}

/// Something that somebody tries. Numbers name key pairs.
#[derive(Clone, Debug)]
enum Act {
    Create(usize),
    Add(usize, u8),
    Remove(usize),
    Set(usize, u8),
    Rotate(usize, usize),
    Service(u8),
    Unserve(u8),
    Controller(Option<usize>),
    Deactivate,
    Guardians(Vec<usize>, u8),
    Start(usize),
    Approve(usize),
    Cancel,
    Finish(usize),
    Wait(u64),
}

fn act() -> impl Strategy<Value = Act> {
    let key = 0..KEYS;
    prop_oneof![
        2 => key.clone().prop_map(Act::Create),
        4 => (key.clone(), 0u8..32).prop_map(|(key, set)| Act::Add(key, set)),
        3 => key.clone().prop_map(Act::Remove),
        3 => (key.clone(), 0u8..32).prop_map(|(key, set)| Act::Set(key, set)),
        3 => (key.clone(), key.clone()).prop_map(|(old, new)| Act::Rotate(old, new)),
        1 => (0u8..10).prop_map(Act::Service),
        1 => (0u8..10).prop_map(Act::Unserve),
        3 => prop::option::of(key.clone()).prop_map(Act::Controller),
        1 => Just(Act::Deactivate),
        3 => (prop::collection::vec(key.clone(), 0..4), 0u8..4)
            .prop_map(|(guardians, threshold)| Act::Guardians(guardians, threshold)),
        4 => key.clone().prop_map(Act::Start),
        4 => key.clone().prop_map(Act::Approve),
        1 => Just(Act::Cancel),
        4 => key.prop_map(Act::Finish),
        2 => (0u64..24 * 10).prop_map(|hours| Act::Wait(hours * HOUR)),
    ]
}

/// `by` tries something with the DID of `subject`, with all the proofs that it needs.
fn attempt(by: usize, subject: usize, act: &Act) -> DispatchResult {
    let origin = keys(by).origin();
    let did = keys(subject).did();
    let version = Identity::document(&did).map_or(0, |document| document.version);
    let proof = |key: &Keys| Some(key.may_act_for(did, version));
    match act {
        Act::Create(key) => {
            let key = keys(*key);
            Identity::create(origin, key.key(), key.may_act_for(key.did(), 0))
        }
        Act::Add(key, set) => {
            let (key, set) = (keys(*key), Relationships(*set));
            Identity::add_method(origin, did, version, key.public(), set, proof(&key))
        }
        Act::Remove(key) => Identity::remove_method(origin, did, version, keys(*key).public()),
        Act::Set(key, set) => {
            let (key, set) = (keys(*key), Relationships(*set));
            Identity::set_relationships(origin, did, version, key.public(), set, proof(&key))
        }
        Act::Rotate(old, new) => {
            let (old, new) = (keys(*old), keys(*new));
            Identity::rotate_key(origin, did, version, old.public(), new.public(), proof(&new))
        }
        Act::Service(id) => {
            let service = service(&format!("s{id}"), "https://a.example");
            outcome(Identity::put_service(origin, did, version, service))
        }
        Act::Unserve(id) => {
            let service = service(&format!("s{id}"), "https://a.example");
            outcome(Identity::remove_service(origin, did, version, service.id))
        }
        Act::Controller(key) => {
            let controller = key.map(|key| keys(key).did());
            Identity::set_controller(origin, did, version, controller)
        }
        Act::Deactivate => Identity::deactivate(origin, did, version),
        Act::Guardians(guardians, threshold) => {
            let guardians: Vec<Did> = guardians.iter().map(|key| keys(*key).did()).collect();
            let guardians = guardians.try_into().expect("few");
            Identity::set_guardians(origin, did, guardians, *threshold)
        }
        Act::Start(key) => {
            let key = keys(*key);
            let proof = key.shall_recover(did, version);
            Identity::start_recovery(origin, did, key.key(), proof)
        }
        Act::Approve(key) => Identity::approve_recovery(origin, did, keys(*key).key()),
        Act::Cancel => Identity::cancel_recovery(origin, did),
        Act::Finish(key) => Identity::finish_recovery(origin, did, keys(*key).key()),
        Act::Wait(time) => {
            pass(*time);
            Ok(())
        }
    }
}

fn documents() -> Vec<(Did, DidDocument)> {
    let mut documents: Vec<_> = Documents::<Test>::iter().collect();
    documents.sort_by_key(|(did, _)| *did);
    documents
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_invariant_holds_after_any_acts(
        acts in prop::collection::vec((0..KEYS, 0..KEYS, act()), 1..60)
    ) {
        new_test_ext().execute_with(|| {
            let mut indexer = Indexer::default();
            let stewards = (0..PEOPLE).map(|number| keys(number).did()).collect();
            HomeStewards::mutate(|homes| {
                homes.insert(keys(0).did(), (2, stewards));
            });
            for number in 0..PEOPLE {
                assert_ok!(Identity::do_create(keys(number).key(), None));
            }
            indexer.follow();
            for (by, subject, act) in &acts {
                let before = documents();
                let root = polkadot_sdk::sp_io::storage::root(StateVersion::V1);
                let result = attempt(*by, *subject, act);
                indexer.follow();
                Identity::do_try_state().expect("every invariant holds");
                indexer.assert_complete();
                if result.is_err() {
                    let after = polkadot_sdk::sp_io::storage::root(StateVersion::V1);
                    assert_eq!(root, after, "a refused call changes nothing");
                }
                // Nothing is ever forgotten, reopened or counted down.
                for (did, old) in before {
                    let new = Identity::document(&did).expect("a name stays");
                    assert!(new.version >= old.version && new.created == old.created);
                    assert!(new == old || new.version == old.version + 1);
                    assert!(new == old || !old.deactivated);
                }
            }
        });
    }

    #[test]
    fn strangers_change_no_document(
        acts in prop::collection::vec((PEOPLE..KEYS, 0..PEOPLE, act()), 1..40)
    ) {
        new_test_ext().execute_with(|| {
            for number in 0..PEOPLE {
                assert_ok!(Identity::do_create(keys(number).key(), None));
            }
            let before = documents();
            for (by, subject, act) in &acts {
                let result = attempt(*by, *subject, act);
                assert!(result.is_err() || matches!(act, Act::Wait(_)), "{act:?}: {result:?}");
            }
            assert_eq!(documents(), before);
        });
    }
}
