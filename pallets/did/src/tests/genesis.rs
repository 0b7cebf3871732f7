//! The DIDs of the first block.

use crate::{
    frame,
    mock::{Identity, *},
    GenesisConfig,
};
use frame::testing_prelude::*;
use icn_primitives::Did;

fn chain(dids: Vec<(Did, Option<Did>)>) -> TestState {
    let genesis = GenesisConfig::<Test> { dids, ..Default::default() };
    TestState::new(genesis.build_storage().expect("it is serialisable"))
}

#[test]
fn a_federation_begins_with_its_people_and_organisations() {
    let (ada, group) = (Keys::sr("ada"), Keys::ed("group"));
    chain(vec![(ada.did(), None), (group.did(), Some(ada.did()))]).execute_with(|| {
        assert_eq!(Identity::did_of(&ada.account()), Some(ada.did()));
        assert_eq!(Identity::did_of(&group.account()), Some(group.did()));
        let document = Identity::document(&group.did()).expect("it was made");
        assert_eq!((document.controller, document.version), (Some(ada.did()), 1));
        assert_ok!(Identity::do_try_state());
    });
}

#[test]
#[should_panic(expected = "can't be in the genesis")]
fn a_did_stands_once_in_the_genesis() {
    let ada = Keys::sr("ada");
    chain(vec![(ada.did(), None), (ada.did(), None)]);
}

#[test]
#[should_panic(expected = "can't be in the genesis")]
fn a_controller_stands_before_what_it_controls() {
    let (ada, group) = (Keys::sr("ada"), Keys::ed("group"));
    chain(vec![(group.did(), Some(ada.did())), (ada.did(), None)]);
}
