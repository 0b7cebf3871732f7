//! Who votes, what votes weigh, and how they change.

use icn_primitives::governance::{Body, Choice::*, DecisionKind, Stage, VotingPower, ONE_VOTE};
use polkadot_sdk::{
    polkadot_sdk_frame::testing_prelude::*,
    sp_runtime::{FixedI128, FixedPointNumber},
};

use crate::mock::*;

#[test]
fn a_vote_can_be_changed_until_the_close_and_counts_once() {
    scenario(|| {
        let id = internal();
        vote(2, id, HARVEST, Approve);
        assert_eq!(heads(id, HARVEST), [1, 0, 0]);
        vote(2, id, HARVEST, Reject);
        assert_eq!(heads(id, HARVEST), [0, 1, 0]);
        vote(2, id, HARVEST, Abstain);
        vote(2, id, HARVEST, Abstain);
        assert_eq!(heads(id, HARVEST), [0, 0, 1]);
        assert_eq!(tally(id, HARVEST).abstain, ONE_VOTE.into());
    });
}

#[test]
fn only_the_first_cast_on_a_proposal_earns_its_voter_reputation() {
    scenario(|| {
        enroll_since(MILL, 2, false, 0);
        let id = voting(Body::Federation, DecisionKind::Standard, None);
        vote(2, id, HARVEST, Approve);
        vote(2, id, HARVEST, Reject);
        vote(2, id, MILL, Reject);
        assert_eq!(Voted::get(), [(did(2), id)]);
        let other = voting(Body::Federation, DecisionKind::Standard, None);
        vote(2, other, MILL, Reject);
        assert_eq!(Voted::get(), [(did(2), id), (did(2), other)]);
    });
}

#[test]
fn who_is_no_member_does_not_vote() {
    scenario(|| {
        let id = internal();
        let refused = |who| Governance::cast_vote(by(who), id, HARVEST, Approve, 0);
        assert_noop!(refused(0), Error::NotAuthorized);
        assert_noop!(refused(11), Error::NotMember);
        assert_noop!(Governance::cast_vote(by(11), id, MILL, Approve, 0), Error::NotInBody);
        leave(HARVEST, 2);
        assert_noop!(refused(2), Error::NotMember);
        suspend(HARVEST);
        assert_noop!(refused(3), Error::NotMember);
    });
}

#[test]
fn who_joins_during_the_vote_does_not_vote_on_it() {
    scenario(|| {
        let id = internal();
        block();
        enroll(HARVEST, 50);
        assert_noop!(Governance::cast_vote(by(50), id, HARVEST, Approve, 0), Error::NotElector);
        assert_eq!(tally(id, HARVEST).electorate, 10);
        let next = internal();
        vote(50, next, HARVEST, Approve);
        assert_eq!(tally(next, HARVEST).electorate, 11);
    });
}

#[test]
fn who_leaves_after_voting_has_voted() {
    scenario(|| {
        let id = internal();
        votes(id, HARVEST, [5, 0, 0]);
        leave(HARVEST, 5);
        pass();
        assert_eq!(stage(id), Stage::Approved);
    });
}

#[test]
fn a_person_with_two_memberships_votes_once_in_each_cooperative() {
    scenario(|| {
        enroll_since(MILL, 2, false, 0);
        let id = voting(joint(&[HARVEST, MILL]), DecisionKind::Standard, None);
        vote(2, id, HARVEST, Approve);
        vote(2, id, MILL, Reject);
        vote(2, id, MILL, Reject);
        assert_eq!(heads(id, HARVEST), [1, 0, 0]);
        assert_eq!(heads(id, MILL), [0, 1, 0]);
    });
}

#[test]
fn a_vote_weighs_the_root_of_the_mean_score_and_one_at_least() {
    scenario(|| {
        change_rules(HARVEST, |rules| rules.power = VotingPower::Reputation);
        let score = |who, mean: i64| {
            let mean = FixedI128::saturating_from_integer(mean);
            Scores::insert(did(who), (mean, FixedI128::default()));
        };
        for (who, mean) in [(1, 0), (2, -5), (3, 1), (4, 4), (5, 100)] {
            score(who, mean);
        }
        Scores::insert(did(6), (FixedI128::saturating_from_rational(9, 4), FixedI128::default()));
        Scores::insert(did(7), (FixedI128::saturating_from_rational(1, 4), FixedI128::default()));
        score(8, 2);
        let id = internal();
        votes(id, HARVEST, [8, 0, 0]);
        let weights: Vec<_> = (1..=8).map(|who| ballot(id, HARVEST, who).unwrap().power).collect();
        let one = ONE_VOTE;
        let halves = one + one / 2;
        // √2 to nine digits.
        assert_eq!(weights, [one, one, one, 2 * one, 10 * one, halves, one, 1_414_213_562]);
        assert_eq!(tally(id, HARVEST).approve, weights.iter().map(|w| u128::from(*w)).sum());
        Scores::insert(did(9), (FixedI128::max_value(), FixedI128::default()));
        vote(9, id, HARVEST, Approve);
        assert_eq!(ballot(id, HARVEST, 9).unwrap().power, 13_043_817_825_332_782_212);
    });
}

#[test]
fn a_weight_is_fixed_when_the_vote_is_cast() {
    scenario(|| {
        change_rules(HARVEST, |rules| rules.power = VotingPower::Reputation);
        let id = internal();
        vote(2, id, HARVEST, Approve);
        let mean = FixedI128::saturating_from_integer(100);
        Scores::insert(did(2), (mean, FixedI128::default()));
        vote(2, id, HARVEST, Reject);
        assert_eq!(ballot(id, HARVEST, 2).unwrap().power, ONE_VOTE);
        let next = internal();
        vote(2, next, HARVEST, Approve);
        assert_eq!(ballot(next, HARVEST, 2).unwrap().power, 10 * ONE_VOTE);
    });
}

#[test]
fn weight_decides_and_heads_make_the_quorum() {
    scenario(|| {
        change_rules(HARVEST, |rules| rules.power = VotingPower::Reputation);
        let mean = FixedI128::saturating_from_integer(100);
        Scores::insert(did(1), (mean, FixedI128::default()));
        let id = internal();
        votes(id, HARVEST, [1, 3, 0]);
        pass();
        assert_eq!(stage(id), Stage::Failed);
        let id = internal();
        votes(id, HARVEST, [1, 4, 0]);
        pass();
        // 10 against 4.
        assert_eq!(stage(id), Stage::Approved);
    });
}

/// What the proof of one vote holds, with so many members of whom a hundred have voted.
fn cost_of_a_vote(members: u64) -> (usize, Weight) {
    let mut state = chain();
    let mut id = Default::default();
    state.execute_with(|| {
        Active::append(HARVEST);
        (1..=members).for_each(|who| enroll_since(HARVEST, who, who == 1, 0));
        Now::put(START);
        System::set_block_number(1);
        id = internal();
        for who in 2..=members.min(5_000) {
            vote(who, id, HARVEST, Approve);
        }
        // What the mock writes down isn't part of the cost.
        Voted::kill();
        System::reset_events();
    });
    state.commit_all().unwrap();
    let ((), proof) = state.execute_and_prove(|| vote(1, id, HARVEST, Approve));
    let call =
        Call::cast_vote { proposal: id, cooperative: HARVEST, choice: Approve, delegators: 0 };
    (proof.encoded_size(), call.get_dispatch_info().call_weight)
}

#[test]
fn a_vote_costs_the_same_with_ten_and_with_ten_thousand_members() {
    let (small, weight) = cost_of_a_vote(10);
    let (large, same) = cost_of_a_vote(10_000);
    assert_eq!(weight, same);
    // The trie is deeper by a few levels, and nothing else is read.
    println!("proof of a vote: {small} bytes among 10 members, {large} among 10,000");
    assert!(large < small + 12_000, "{small} {large}");
}
