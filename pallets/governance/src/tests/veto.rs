//! Who can stop what was decided (S002 §4.3).

use icn_primitives::governance::{
    Body, DecisionKind::*, GovernanceRules, ProposalId, RuleMaker, Stage,
};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;

use crate::mock::*;

fn veto(who: u64, id: ProposalId, cooperative: icn_primitives::CooperativeId) -> DispatchResult {
    send(who, Call::veto { proposal: id, cooperative })
}

fn approved(body: Body, kind: icn_primitives::governance::DecisionKind) -> ProposalId {
    let id = voting(body.clone(), kind, Some(write(1)));
    let all = [HARVEST, MILL, BAKERY];
    for cooperative in all {
        if body.named().is_none_or(|named| named.contains(&cooperative)) {
            votes(id, cooperative, [10, 0, 0]);
        }
    }
    pass();
    assert_eq!(stage(id), Stage::Approved);
    id
}

#[test]
fn nobody_has_a_veto_unless_the_rules_say_so() {
    scenario(|| {
        let id = approved(Body::Cooperative(HARVEST), Standard);
        assert_noop!(veto(1, id, HARVEST), Error::NoVeto);
    });
}

#[test]
fn stewards_stop_a_decision_during_its_timelock() {
    scenario(|| {
        change_rules(HARVEST, |rules| rules.vetoes = 2);
        enroll_since(HARVEST, 2, true, 0);
        let early = internal();
        assert_noop!(veto(1, early, HARVEST), Error::InvalidStage);
        let id = approved(Body::Cooperative(HARVEST), Standard);
        assert_noop!(veto(3, id, HARVEST), Error::NotAuthorized);
        assert_noop!(veto(11, id, MILL), Error::NotInBody);
        assert_ok!(veto(1, id, HARVEST));
        assert_noop!(veto(1, id, HARVEST), Error::AlreadyVetoed);
        assert_eq!(stage(id), Stage::Approved);
        assert_ok!(veto(2, id, HARVEST));
        assert_eq!(stage(id), Stage::Vetoed);
        pass();
        assert!(written().is_empty());
        assert_noop!(veto(2, id, HARVEST), Error::InvalidStage);
    });
}

#[test]
fn a_veto_comes_too_late_when_the_timelock_is_over() {
    scenario(|| {
        change_rules(HARVEST, |rules| rules.vetoes = 1);
        let id = approved(Body::Cooperative(HARVEST), Standard);
        Now::mutate(|now| *now += icn_primitives::HOUR);
        assert_noop!(veto(1, id, HARVEST), Error::InvalidStage);
    });
}

#[test]
fn in_what_is_common_each_cooperative_has_one_veto() {
    scenario(|| {
        let rules = GovernanceRules { vetoes: 2, ..federation_rules() };
        set_rules(RuleMaker::Federation, rules);
        enroll_since(HARVEST, 2, true, 0);
        let id = approved(Body::Federation, Standard);
        assert_ok!(veto(1, id, HARVEST));
        assert_noop!(veto(2, id, HARVEST), Error::AlreadyVetoed);
        assert_ok!(veto(11, id, MILL));
        assert_eq!(stage(id), Stage::Vetoed);
        let id = approved(joint(&[HARVEST, MILL]), Standard);
        assert_noop!(veto(21, id, BAKERY), Error::NotInBody);
    });
}

#[test]
fn a_constitution_decision_cannot_be_vetoed() {
    scenario(|| {
        change_rules(HARVEST, |rules| rules.vetoes = 1);
        let id = approved(Body::Cooperative(HARVEST), Constitution);
        assert_noop!(veto(1, id, HARVEST), Error::NoVeto);
        pass();
        assert_eq!(stage(id), Stage::Executed);
    });
}
