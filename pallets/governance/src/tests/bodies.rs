//! Joint decisions and those of the federation.

use icn_primitives::governance::{Body, Choice::*, DecisionKind::*, Model, RuleMaker, Stage};
use polkadot_sdk::{polkadot_sdk_frame::testing_prelude::*, sp_runtime::Permill};

use crate::{mock::*, Origin};

/// Where a federation decision ends, when so many in each cooperative approve, reject and abstain.
fn federal(counts: [[u64; 3]; 3]) -> Stage {
    let id = voting(Body::Federation, Standard, None);
    for (cooperative, counts) in [HARVEST, MILL, BAKERY].into_iter().zip(counts) {
        votes(id, cooperative, counts);
    }
    pass();
    stage(id)
}

#[test]
fn a_joint_decision_passes_when_it_passes_in_every_cooperative() {
    scenario(|| {
        let body = joint(&[HARVEST, MILL]);
        let id = voting(body.clone(), Budget, Some(write(5)));
        votes(id, HARVEST, [4, 0, 0]);
        votes(id, MILL, [6, 4, 0]);
        pass();
        assert_eq!(stage(id), Stage::Approved);
        pass();
        let Body::Joint(cooperatives) = body.clone() else { unreachable!() };
        let origin = Origin::Joint { cooperatives, kind: Budget, proposal: id };
        assert_eq!(register::Entries::<Test>::get(), [(origin, 5)]);

        let id = voting(body.clone(), Budget, None);
        votes(id, HARVEST, [10, 0, 0]);
        votes(id, MILL, [5, 4, 0]);
        pass();
        assert_eq!(stage(id), Stage::Rejected);

        let id = voting(body, Budget, None);
        votes(id, HARVEST, [10, 0, 0]);
        votes(id, MILL, [3, 0, 0]);
        pass();
        assert_eq!(stage(id), Stage::Failed);
    });
}

#[test]
fn each_cooperative_decides_by_its_own_model_in_what_is_common() {
    scenario(|| {
        change_rules(MILL, |rules| rules.model = Model::Consensus);
        let id = voting(joint(&[HARVEST, MILL]), Standard, None);
        votes(id, HARVEST, [6, 4, 0]);
        votes(id, MILL, [9, 1, 0]);
        pass();
        assert_eq!(stage(id), Stage::Rejected);
    });
}

#[test]
fn in_the_federation_each_cooperative_has_one_vote() {
    scenario(|| {
        // Few members for it against many: two cooperatives against one.
        assert_eq!(federal([[4, 0, 0], [4, 0, 0], [0, 10, 0]]), Stage::Approved);
        assert_eq!(federal([[10, 0, 0], [4, 6, 0], [4, 6, 0]]), Stage::Rejected);
    });
}

#[test]
fn a_cooperative_without_its_quorum_is_absent_and_the_federation_has_a_quorum_of_its_own() {
    scenario(|| {
        // Two of three are there, and agree.
        assert_eq!(federal([[4, 0, 0], [4, 0, 0], [0, 3, 0]]), Stage::Approved);
        // One of three is not 40 %.
        assert_eq!(federal([[10, 0, 0], [3, 0, 0], [3, 0, 0]]), Stage::Failed);
        // One against one: half isn't 51 %.
        assert_eq!(federal([[10, 0, 0], [0, 10, 0], [0, 0, 0]]), Stage::Rejected);
        // Who abstains is there.
        assert_eq!(federal([[10, 0, 0], [0, 0, 10], [0, 0, 0]]), Stage::Approved);
        assert_eq!(federal([[0, 0, 10], [0, 0, 10], [0, 0, 10]]), Stage::Failed);
    });
}

#[test]
fn internal_quorums_do_not_hold_for_what_is_common() {
    scenario(|| {
        change_rules(HARVEST, |rules| rules.quorum = Permill::one());
        assert_eq!(federal([[4, 0, 0], [4, 0, 0], [0, 0, 0]]), Stage::Approved);
    });
}

#[test]
fn the_federation_may_ask_for_consensus_of_its_cooperatives() {
    scenario(|| {
        let rules = icn_primitives::governance::GovernanceRules {
            model: Model::Consensus,
            ..federation_rules()
        };
        set_rules(RuleMaker::Federation, rules);
        assert_eq!(federal([[10, 0, 0], [10, 0, 0], [1, 9, 0]]), Stage::Rejected);
        assert_eq!(federal([[10, 0, 0], [10, 0, 0], [0, 0, 0]]), Stage::Approved);
    });
}

#[test]
fn who_is_suspended_during_the_vote_does_not_count() {
    scenario(|| {
        let id = voting(Body::Federation, Standard, None);
        votes(id, HARVEST, [10, 0, 0]);
        votes(id, MILL, [0, 10, 0]);
        suspend(MILL);
        pass();
        // One of two is there, and for it.
        assert_eq!(stage(id), Stage::Approved);

        let id = voting(joint(&[HARVEST, BAKERY]), Standard, None);
        votes(id, HARVEST, [10, 0, 0]);
        votes(id, BAKERY, [10, 0, 0]);
        suspend(BAKERY);
        pass();
        assert_eq!(stage(id), Stage::Failed);
    });
}

#[test]
fn who_is_admitted_during_the_vote_does_not_vote_on_it() {
    scenario(|| {
        let id = voting(Body::Federation, Standard, None);
        let dairy = icn_primitives::CooperativeId(3);
        Active::append(dairy);
        enroll_since(dairy, 31, true, 0);
        assert_noop!(Governance::cast_vote(by(31), id, dairy, Approve, 0), Error::NotInBody);
        assert_eq!(proposal(id).cooperatives, 3);
    });
}

#[test]
fn whoever_is_suspended_before_the_vote_leaves_it_without_a_majority_nobody_gave() {
    scenario(|| {
        let both = propose(joint(&[HARVEST, BAKERY]), Standard, Some(write(1)));
        let own = propose(Body::Cooperative(BAKERY), Standard, None);
        suspend(BAKERY);
        pass();
        votes(both, HARVEST, [10, 0, 0]);
        for id in [both, own] {
            assert_noop!(Governance::cast_vote(by(22), id, BAKERY, Approve, 0), Error::NotMember);
        }
        pass();
        assert_eq!([both, own].map(stage), [Stage::Failed, Stage::Failed]);

        // Restored before the end, it counts by what its members voted until then.
        let both = propose(joint(&[HARVEST, MILL]), Standard, None);
        suspend(MILL);
        pass();
        votes(both, HARVEST, [10, 0, 0]);
        Active::append(MILL);
        votes(both, MILL, [4, 0, 0]);
        pass();
        assert_eq!(stage(both), Stage::Approved);
    });
}

#[test]
fn a_federation_of_which_nobody_takes_part_decides_nothing() {
    scenario(|| {
        let early = propose(Body::Federation, Standard, None);
        let late = voting(Body::Federation, Standard, None);
        assert_eq!(stage(early), Stage::Voting);
        votes(late, HARVEST, [10, 0, 0]);
        let none = propose(Body::Federation, Standard, None);
        [HARVEST, MILL, BAKERY].into_iter().for_each(suspend);
        pass();
        assert_eq!([early, late].map(stage), [Stage::Failed, Stage::Failed]);
        assert_eq!(proposal(none).cooperatives, 0);
        pass();
        assert_eq!(stage(none), Stage::Failed);
    });
}
