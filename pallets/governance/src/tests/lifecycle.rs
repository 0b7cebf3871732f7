//! From a proposal to what it does.

use icn_primitives::{
    governance::{Body, Choice, DecisionKind, ProposalId, Stage},
    HOUR,
};
use polkadot_sdk::{polkadot_sdk_frame::testing_prelude::*, sp_runtime::Permill};

use crate::{mock::*, Origin};

#[test]
fn a_cooperative_decides_and_it_happens_by_itself() {
    scenario(|| {
        let body = Body::Cooperative(HARVEST);
        let id = propose(body, DecisionKind::Standard, Some(write(7)));
        assert_eq!(stage(id), Stage::Deliberation);
        assert_noop!(
            Governance::cast_vote(by(2), id, HARVEST, Choice::Approve, 0),
            Error::InvalidStage
        );

        block_after(HOUR - 1);
        assert_eq!(stage(id), Stage::Deliberation);
        block_after(1);
        assert_eq!(stage(id), Stage::Voting);
        votes(id, HARVEST, [4, 1, 0]);

        block_after(HOUR - 1);
        assert_eq!(stage(id), Stage::Voting);
        block_after(1);
        assert_eq!(stage(id), Stage::Approved);
        assert_told(Event::ProposalApproved { proposal: id, until: Now::get() + HOUR });
        assert_eq!(Passed::get(), [(did(1), id)]);
        assert!(written().is_empty());

        block_after(HOUR - 1);
        assert!(written().is_empty());
        block_after(1);
        assert_eq!(stage(id), Stage::Executed);
        assert_told(Event::ProposalExecuted { proposal: id });
        let origin = Origin::Cooperative {
            cooperative: HARVEST,
            kind: DecisionKind::Standard,
            proposal: id,
        };
        assert_eq!(register::Entries::<Test>::get(), [(origin, 7)]);
        assert_eq!(proposal(id).due, None);

        for _ in 0..5 {
            pass();
        }
        assert_eq!(written(), [7]);
    });
}

#[test]
fn what_says_something_and_does_nothing_takes_effect_too() {
    scenario(|| {
        let id = voting(Body::Cooperative(HARVEST), DecisionKind::Standard, None);
        votes(id, HARVEST, [5, 0, 0]);
        pass();
        pass();
        assert_eq!(stage(id), Stage::Executed);
    });
}

#[test]
fn without_a_timelock_it_happens_in_the_block_after_the_close() {
    scenario(|| {
        change_rules(HARVEST, |rules| rules.timelock = 0);
        let id = internal();
        votes(id, HARVEST, [5, 0, 0]);
        pass();
        block();
        assert_eq!(stage(id), Stage::Executed);
        assert_eq!(written(), [1]);
    });
}

#[test]
fn a_vote_ends_by_the_clock_whether_or_not_it_was_closed() {
    scenario(|| {
        let id = internal();
        votes(id, HARVEST, [4, 0, 0]);
        // No agenda ran.
        Now::mutate(|now| *now += HOUR);
        assert_noop!(
            Governance::cast_vote(by(5), id, HARVEST, Choice::Approve, 0),
            Error::InvalidStage
        );
        block();
        assert_eq!(stage(id), Stage::Failed);
    });
}

#[test]
fn when_blocks_pause_periods_stay_as_long_as_people_set_them() {
    scenario(|| {
        let id = propose(Body::Cooperative(HARVEST), DecisionKind::Standard, None);
        block_after(30 * HOUR);
        assert_eq!(stage(id), Stage::Voting);
        assert_eq!(proposal(id).due, Some(Now::get() + HOUR));
    });
}

#[test]
fn a_call_that_fails_leaves_nothing_but_its_error() {
    scenario(|| {
        let call = RuntimeCall::Register(register::Call::spoil { entry: 3 });
        let id = voting(Body::Cooperative(HARVEST), DecisionKind::Standard, Some(call));
        votes(id, HARVEST, [5, 0, 0]);
        pass();
        pass();
        assert_eq!(stage(id), Stage::ExecutionFailed);
        let error = register::Error::<Test>::Spoiled.into();
        assert_told(Event::ProposalExecutionFailed { proposal: id, error });
        assert!(written().is_empty());
        assert_eq!(Governance::proposal(id).unwrap().error, Some(error));
    });
}

#[test]
fn a_call_of_another_version_of_the_runtime_is_not_carried_out() {
    scenario(|| {
        let id = internal();
        votes(id, HARVEST, [5, 0, 0]);
        pass();
        Upgrades::put(1);
        pass();
        assert_eq!(stage(id), Stage::ExecutionFailed);
        let error = Error::CallOutdated.into();
        assert_told(Event::ProposalExecutionFailed { proposal: id, error });
        assert!(written().is_empty());
    });
}

#[test]
fn what_a_suspended_cooperative_decided_is_not_carried_out() {
    scenario(|| {
        let id = internal();
        votes(id, HARVEST, [5, 0, 0]);
        pass();
        suspend(HARVEST);
        pass();
        assert_eq!(stage(id), Stage::ExecutionFailed);
        assert!(written().is_empty());
    });
}

#[test]
fn anybody_may_take_a_step_that_is_due_and_no_other() {
    scenario(|| {
        let id = internal();
        votes(id, HARVEST, [5, 0, 0]);
        let enough = AgendaWeight::get();
        assert_noop!(Governance::advance(by(99), id, enough), Error::NotDue);
        assert_noop!(Governance::advance(by(99), ProposalId(9), enough), Error::NotFound);
        Now::mutate(|now| *now += HOUR);
        let little = Weight::from_parts(1, 1);
        assert_noop!(Governance::advance(by(99), id, little), Error::WeightExceeded);
        let used = Governance::advance(by(99), id, enough).unwrap().actual_weight.unwrap();
        assert!(used.all_lt(enough));
        assert_eq!(stage(id), Stage::Approved);
        Now::mutate(|now| *now += HOUR);
        assert_ok!(Governance::advance(by(99), id, enough));
        assert_eq!(stage(id), Stage::Executed);
        assert_noop!(Governance::advance(by(99), id, enough), Error::NotDue);
        // The agenda doesn't do it a second time.
        pass();
        assert_eq!(written(), [1]);
    });
}

#[test]
fn metrics_count_along_the_way() {
    scenario(|| {
        let passed = internal();
        votes(passed, HARVEST, [6, 0, 0]);
        let refused = internal();
        assert_eq!(stage(passed), Stage::Approved);
        votes(refused, HARVEST, [2, 6, 0]);
        let failed = internal();
        votes(failed, HARVEST, [1, 0, 0]);
        pass();
        let metrics = Governance::metrics(Some(HARVEST));
        assert_eq!((metrics.total(), metrics.closed), (3, 3));
        assert_eq!((metrics.quorate, metrics.rejected), (2, 1));
        assert_eq!(metrics.stages[Stage::Failed as usize], 1);
        // 6, 8 and 1 of 10.
        assert_eq!(metrics.average_participation(), Permill::from_percent(50));
        assert_eq!(metrics.quorum_rate(), Permill::from_rational(2u32, 3));
        assert_eq!(metrics.rejection_rate(), Permill::from_rational(1u32, 3));
        assert_eq!(Governance::metrics(None), metrics);
        assert_eq!(Governance::metrics(Some(MILL)).total(), 0);
    });
}
