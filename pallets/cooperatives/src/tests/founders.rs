//! What the first block holds.

use crate::{frame, mock::*, GenesisCooperative};
use alloc::vec;
use frame::testing_prelude::*;
use icn_primitives::membership::CooperativeStatus;

#[test]
fn founders_take_part_from_the_first_block_with_their_stewards() {
    scenario(|| {
        let harvest = cooperative(HARVEST);
        assert_eq!(harvest.did, Keys::of("harvest").did());
        assert_eq!(harvest.status, CooperativeStatus::Active);
        assert_eq!((harvest.members, harvest.stewards, harvest.created), (1, 1, 0));
        assert_eq!(cooperative(MILL).domain, domain("mill.coop"));
        assert_eq!(Cooperatives::active_cooperatives(), 2);

        let ada = Keys::of("ada");
        assert!(Cooperatives::is_steward(HARVEST, &ada.did()));
        assert_eq!(Cooperatives::home(&ada.did()), Some(HARVEST));
        assert_eq!(Dids::did_of(&ada.key().account()), Some(ada.did()));
        assert!(Issued::contains_key((HARVEST, ada.did(), 0)));
        assert!(Told::get().is_empty(), "whoever follows statuses has a genesis of its own");
    });
}

#[test]
fn one_person_may_found_two_cooperatives() {
    chain_of(vec![founder("harvest", &["ada"]), founder("mill", &["ada", "max"])]).execute_with(
        || {
            let ada = Keys::of("ada").did();
            assert_eq!(Cooperatives::home(&ada), Some(HARVEST));
            assert!(Cooperatives::is_steward(MILL, &ada));
            assert_ok!(Cooperatives::do_try_state());
        },
    );
}

#[test]
fn a_founder_reads_and_writes_as_json() {
    let founder = founder("harvest", &["ada"]);
    let genesis =
        crate::GenesisConfig::<Test> { cooperatives: vec![founder.clone()], ..Default::default() };
    let text = serde_json::to_value(&genesis).unwrap();
    let key = serde_json::to_value(founder.key).unwrap();
    assert_eq!(text["cooperatives"][0]["key"], key);
    assert_eq!(text["cooperatives"][0]["legalName"], "harvest");
    let read: GenesisCooperative = serde_json::from_value(text["cooperatives"][0].clone()).unwrap();
    assert_eq!(read, founder);
}

#[test]
#[should_panic(expected = "the genesis can't have the cooperative mill.coop")]
fn a_genesis_without_a_steward_begins_no_chain() {
    chain_of(vec![founder("harvest", &["ada"]), founder("mill", &[])]);
}

#[test]
#[should_panic(expected = "the genesis can't have the cooperative harvest.coop")]
fn a_genesis_with_a_domain_twice_begins_no_chain() {
    let mut second = founder("mill", &["max"]);
    second.domain = "harvest.coop".into();
    chain_of(vec![founder("harvest", &["ada"]), second]);
}

#[test]
fn a_chain_may_begin_without_cooperatives() {
    chain_of(vec![]).execute_with(|| {
        assert_ok!(Cooperatives::do_try_state());
        assert!(Cooperatives::cooperatives(HARVEST, 10).is_empty());
    });
}
