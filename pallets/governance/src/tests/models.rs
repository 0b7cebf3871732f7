//! How much it takes: kinds, models, quorum (domain §4).

use icn_primitives::governance::{
    Body,
    DecisionKind::{self, *},
    GovernanceParameters, Model, Stage,
};
use polkadot_sdk::{polkadot_sdk_frame::testing_prelude::*, sp_runtime::Permill};

use crate::mock::*;

/// Where a decision of this kind ends in a cooperative of a hundred with this model, when so many
/// approve, reject and abstain.
fn ends(kind: DecisionKind, model: Model, counts: [u64; 3]) -> Stage {
    let mut end = Stage::Draft;
    chain().execute_with(|| {
        Active::append(HARVEST);
        (1..=100).for_each(|who| enroll_since(HARVEST, who, who == 1, 0));
        Now::put(START);
        System::set_block_number(1);
        change_rules(HARVEST, |rules| rules.model = model);
        let id = voting(Body::Cooperative(HARVEST), kind, None);
        votes(id, HARVEST, counts);
        pass();
        end = stage(id);
        assert_ok!(Governance::ensure_invariants());
    });
    end
}

#[test]
fn each_kind_has_its_threshold() {
    use Stage::{Approved, Rejected};
    for (kind, enough) in [(Standard, 51), (Budget, 60), (Bylaw, 66), (Constitution, 75)] {
        let just = ends(kind, Model::Majority, [enough, 100 - enough, 0]);
        let almost = ends(kind, Model::Majority, [enough - 1, 101 - enough, 0]);
        assert_eq!((just, almost), (Approved, Rejected), "{kind:?}");
    }
}

#[test]
fn the_higher_of_the_kinds_and_the_models_threshold_binds() {
    use Stage::{Approved, Rejected};
    assert_eq!(ends(Standard, Model::Supermajority, [65, 35, 0]), Rejected);
    assert_eq!(ends(Standard, Model::Supermajority, [66, 34, 0]), Approved);
    assert_eq!(ends(Constitution, Model::Supermajority, [74, 26, 0]), Rejected);
    assert_eq!(ends(Constitution, Model::Supermajority, [75, 25, 0]), Approved);
}

#[test]
fn consensus_is_that_nobody_rejects() {
    assert_eq!(ends(Standard, Model::Consensus, [60, 1, 0]), Stage::Rejected);
    assert_eq!(ends(Standard, Model::Consensus, [60, 0, 40]), Stage::Approved);
    assert_eq!(ends(Standard, Model::ConsensusMinusOne, [60, 1, 0]), Stage::Approved);
    assert_eq!(ends(Standard, Model::ConsensusMinusOne, [60, 2, 0]), Stage::Rejected);
}

#[test]
fn a_quorum_is_half_of_the_members_unless_the_cooperative_says_otherwise() {
    assert_eq!(ends(Standard, Model::Majority, [49, 0, 0]), Stage::Failed);
    assert_eq!(ends(Standard, Model::Majority, [50, 0, 0]), Stage::Approved);
    scenario(|| {
        change_rules(HARVEST, |rules| rules.quorum = Permill::from_percent(20));
        let id = internal();
        votes(id, HARVEST, [2, 0, 0]);
        pass();
        assert_eq!(stage(id), Stage::Approved);
    });
}

#[test]
fn abstentions_count_for_the_quorum_alone() {
    assert_eq!(ends(Standard, Model::Majority, [2, 1, 47]), Stage::Approved);
    assert_eq!(ends(Standard, Model::Majority, [1, 1, 48]), Stage::Rejected);
    assert_eq!(ends(Standard, Model::Majority, [0, 0, 60]), Stage::Failed);
    assert_eq!(ends(Standard, Model::Majority, [0, 0, 0]), Stage::Failed);
}

#[test]
fn the_parameters_begin_with_the_numbers_of_the_domain() {
    let parameters = GovernanceParameters::default();
    let percent = Permill::from_percent;
    assert_eq!(
        DecisionKind::ALL.map(|kind| parameters.threshold(kind)),
        [percent(51), percent(60), percent(66), percent(75)]
    );
    assert_eq!((parameters.quorum, parameters.supermajority), (percent(40), percent(66)));
    assert_eq!(parameters.proposal_reputation, 10);
    use icn_primitives::governance::GovernanceRules;
    assert_eq!(GovernanceRules::for_cooperative().quorum, percent(50));
    assert_eq!(GovernanceRules::for_federation().quorum, percent(40));
}

#[test]
fn rules_that_change_during_a_vote_hold_for_the_next() {
    scenario(|| {
        let id = internal();
        change_rules(HARVEST, |rules| {
            rules.quorum = Permill::one();
            rules.model = Model::Consensus;
        });
        votes(id, HARVEST, [4, 1, 0]);
        pass();
        assert_eq!(stage(id), Stage::Approved);
        let next = internal();
        votes(next, HARVEST, [4, 1, 0]);
        pass();
        assert_eq!(stage(next), Stage::Failed);
    });
}
