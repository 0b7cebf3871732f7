//! Members who let others vote.

use icn_primitives::{
    governance::{
        Body, Choice::*, DecisionKind, ProposalId, VotingPower, MAX_DELEGATION, ONE_VOTE,
    },
    HOUR,
};
use polkadot_sdk::{
    polkadot_sdk_frame::testing_prelude::*,
    sp_runtime::{FixedI128, FixedPointNumber},
};

use crate::{mock::*, Delegations, WeightInfo};

fn delegate(from: u64, to: u64) {
    assert_ok!(delegating(from, to));
}

fn delegating(from: u64, to: u64) -> DispatchResult {
    let until = Now::get() + 1_000 * HOUR;
    send(from, Call::delegate { cooperative: HARVEST, kind: None, delegate: did(to), until })
}

fn vote_for(who: u64, id: ProposalId, choice: icn_primitives::governance::Choice, others: u32) {
    assert_ok!(Governance::cast_vote(by(who), id, HARVEST, choice, others));
}

/// What counts for 1 to 10: whose vote, and what it says.
fn counted(id: ProposalId) -> Vec<(u64, u64, icn_primitives::governance::Choice)> {
    (1..=10)
        .filter_map(|who| Some((who, ballot(id, HARVEST, who)?)))
        .map(|(who, ballot)| {
            let via = ballot.via.map_or(who, |via| (1..=10).find(|n| did(*n) == via).unwrap());
            (who, via, ballot.choice)
        })
        .collect()
}

#[test]
fn a_vote_counts_for_those_who_delegated_on_three_levels() {
    scenario(|| {
        delegate(2, 1);
        delegate(3, 2);
        delegate(4, 3);
        let id = internal();
        vote_for(1, id, Approve, 3);
        assert_eq!(heads(id, HARVEST), [4, 0, 0]);
        vote_for(1, id, Reject, 3);
        assert_eq!(heads(id, HARVEST), [0, 4, 0]);
        assert_eq!(Voted::get(), [(did(1), id)]);
    });
}

#[test]
fn a_direct_vote_always_wins_in_whatever_order() {
    scenario(|| {
        delegate(2, 1);
        delegate(3, 2);
        let (first, second) = (internal(), voting_too());
        vote_for(2, first, Reject, 1);
        vote_for(1, first, Approve, 2);
        vote_for(1, second, Approve, 2);
        vote_for(2, second, Reject, 1);
        vote_for(1, second, Approve, 2);
        for id in [first, second] {
            assert_eq!(counted(id), [(1, 1, Approve), (2, 2, Reject), (3, 2, Reject)]);
        }
    });
}

/// Another proposal on which votes are taken while the first's are.
fn voting_too() -> ProposalId {
    change_rules(HARVEST, |rules| rules.deliberation = 0);
    let id = propose(Body::Cooperative(HARVEST), DecisionKind::Standard, None);
    block();
    id
}

#[test]
fn a_delegation_is_for_one_kind_or_for_all_and_the_later_one_holds() {
    scenario(|| {
        delegate(2, 1);
        let until = Now::get() + 1_000 * HOUR;
        let kind = Some(DecisionKind::Budget);
        let budget = Call::delegate { cooperative: HARVEST, kind, delegate: did(3), until };
        assert_ok!(send(2, budget));
        let delegates: Vec<_> = Governance::delegations(HARVEST, did(2))
            .into_iter()
            .map(|(kind, delegation)| (kind, delegation.delegate))
            .collect();
        use DecisionKind::*;
        assert_eq!(
            delegates,
            [(Standard, did(1)), (Budget, did(3)), (Bylaw, did(1)), (Constitution, did(1))]
        );
        let id = voting(Body::Cooperative(HARVEST), Budget, None);
        vote_for(1, id, Approve, 0);
        vote_for(3, id, Reject, 1);
        assert_eq!(counted(id), [(1, 1, Approve), (2, 3, Reject), (3, 3, Reject)]);
    });
}

#[test]
fn a_delegation_of_one_cooperative_is_none_of_another() {
    scenario(|| {
        enroll_since(MILL, 1, false, 0);
        enroll_since(MILL, 2, false, 0);
        delegate(2, 1);
        let id = voting(joint(&[HARVEST, MILL]), DecisionKind::Standard, None);
        assert_ok!(Governance::cast_vote(by(1), id, MILL, Approve, 0));
        assert_eq!(heads(id, MILL), [1, 0, 0]);
    });
}

#[test]
fn cycles_and_long_ways_are_refused_when_they_are_set() {
    scenario(|| {
        assert_noop!(delegating(1, 1), Error::DelegationCycle);
        delegate(2, 1);
        delegate(3, 2);
        delegate(4, 3);
        for from in [1, 2, 3] {
            assert_noop!(delegating(from, 4), Error::DelegationCycle);
        }
        assert_noop!(delegating(1, 2), Error::DelegationCycle);
        assert_noop!(delegating(5, 4), Error::DelegationTooDeep);
        assert_noop!(delegating(1, 5), Error::DelegationTooDeep);
        delegate(5, 3);
        // Whoever goes elsewhere takes along who stands behind.
        delegate(3, 1);
        delegate(6, 5);
        assert_noop!(delegating(7, 6), Error::DelegationTooDeep);
    });
}

#[test]
fn a_crowd_behind_one_delegate_is_bounded_on_all_levels() {
    MaxDelegators::set(4);
    scenario(|| {
        delegate(2, 1);
        delegate(3, 2);
        delegate(4, 2);
        delegate(7, 6);
        assert_noop!(delegating(6, 1), Error::DelegatorsExceeded);
        assert_noop!(delegating(6, 2), Error::DelegatorsExceeded);
        delegate(5, 3);
        assert_noop!(delegating(8, 2), Error::DelegatorsExceeded);
        assert_eq!(Governance::delegators_of(HARVEST, DecisionKind::Budget, &did(1)), 4);
    });
    MaxDelegators::set(100);
}

#[test]
fn a_vote_says_for_how_many_it_counts() {
    scenario(|| {
        delegate(2, 1);
        delegate(3, 1);
        let id = internal();
        assert_noop!(
            Governance::cast_vote(by(1), id, HARVEST, Approve, 1),
            Error::DelegatorsExceeded
        );
        vote_for(1, id, Approve, 2);
        assert_eq!(heads(id, HARVEST), [3, 0, 0]);
    });
}

#[test]
fn rules_that_do_not_let_members_delegate_are_kept() {
    scenario(|| {
        delegate(2, 1);
        change_rules(HARVEST, |rules| rules.delegation = false);
        assert_noop!(delegating(3, 1), Error::DelegationNotAllowed);
        let id = internal();
        vote_for(1, id, Approve, 0);
        assert_eq!(heads(id, HARVEST), [1, 0, 0]);
        assert_noop!(
            Governance::count_delegated(by(9), id, HARVEST, did(2)),
            Error::NothingToCount
        );
    });
}

#[test]
fn a_delegation_ends_by_its_time() {
    scenario(|| {
        let until = Now::get() + 2 * HOUR;
        let kind = Some(DecisionKind::Standard);
        let call = |until| Call::delegate { cooperative: HARVEST, kind, delegate: did(1), until };
        assert_noop!(send(2, call(Now::get())), Error::InvalidExpiry);
        assert_noop!(send(2, call(Now::get() + MAX_DELEGATION + 1)), Error::InvalidExpiry);
        assert_noop!(send(11, call(until)), Error::NotMember);
        assert_ok!(send(2, call(until)));
        assert_ok!(send(3, call(until)));
        let id = internal();
        // The time is over, though no agenda ran.
        vote_for(1, id, Approve, 2);
        assert_eq!(heads(id, HARVEST), [3, 0, 0]);
        change_rules(HARVEST, |rules| rules.voting = 3 * HOUR);
        let next = internal();
        vote_for(1, next, Approve, 2);
        assert_eq!(heads(next, HARVEST), [1, 0, 0]);
        assert_eq!(Delegations::<Test>::iter().count(), 0);
        assert_noop!(Governance::revoke_delegation(by(2), HARVEST, None), Error::NotFound);
    });
}

#[test]
fn who_delegates_after_the_vote_can_still_be_counted_and_taken_out() {
    scenario(|| {
        let id = internal();
        vote_for(1, id, Approve, 0);
        delegate(2, 1);
        delegate(3, 2);
        let count = |who| Governance::count_delegated(by(99), id, HARVEST, did(who));
        assert_noop!(count(1), Error::NothingToCount);
        assert_noop!(count(4), Error::NothingToCount);
        assert_ok!(count(3));
        assert_eq!(counted(id), [(1, 1, Approve), (3, 1, Approve)]);
        assert_ok!(Governance::revoke_delegation(by(2), HARVEST, None));
        assert_eq!(heads(id, HARVEST), [2, 0, 0]);
        assert_ok!(count(3));
        assert_eq!(counted(id), [(1, 1, Approve)]);
        assert_noop!(count(3), Error::NothingToCount);
    });
}

#[test]
fn each_delegators_own_weight_counts_as_it_was_first_counted() {
    scenario(|| {
        change_rules(HARVEST, |rules| rules.power = VotingPower::Reputation);
        let mean = |who, mean: i64| {
            let mean = FixedI128::saturating_from_integer(mean);
            Scores::insert(did(who), (mean, FixedI128::default()));
        };
        mean(1, 4);
        mean(2, 9);
        delegate(2, 1);
        let id = internal();
        vote_for(1, id, Approve, 1);
        assert_eq!(tally(id, HARVEST).approve, u128::from(5 * ONE_VOTE));
        mean(2, 100);
        vote_for(1, id, Reject, 1);
        assert_eq!(tally(id, HARVEST).reject, u128::from(5 * ONE_VOTE));
        vote_for(2, id, Approve, 0);
        assert_eq!(tally(id, HARVEST).approve, u128::from(3 * ONE_VOTE));
        assert_eq!(Voted::get(), [(did(1), id), (did(2), id)]);
    });
}

#[test]
fn who_does_not_vote_passes_nothing_on() {
    scenario(|| {
        delegate(2, 1);
        delegate(3, 2);
        let id = internal();
        leave(HARVEST, 2);
        vote_for(1, id, Approve, 2);
        assert_eq!(counted(id), [(1, 1, Approve)]);
        assert_noop!(
            Governance::count_delegated(by(9), id, HARVEST, did(3)),
            Error::NothingToCount
        );
    });
}

#[test]
fn a_vote_costs_by_those_who_stand_behind_and_not_by_the_bound() {
    scenario(|| {
        delegate(2, 1);
        delegate(3, 2);
        let id = internal();
        // Somebody delegates just before: a vote that said how many it was counts for none.
        delegate(4, 1);
        assert_noop!(
            Governance::cast_vote(by(1), id, HARVEST, Approve, 2),
            Error::DelegatorsExceeded
        );
        let cost = |who, bound| {
            let paid = Governance::cast_vote(by(who), id, HARVEST, Approve, bound);
            paid.unwrap().actual_weight.unwrap()
        };
        assert_eq!(cost(1, 100), <() as WeightInfo>::cast_vote(3));
        assert_eq!(heads(id, HARVEST), [4, 0, 0]);
        assert_eq!(cost(5, 100), <() as WeightInfo>::cast_vote(0));
    });
}
