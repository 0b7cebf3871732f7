//! What the chain does by itself, and how much of a block it takes.

use icn_primitives::{
    governance::{Body, Choice::*, DecisionKind::*, ProposalId, Stage},
    CooperativeId, HOUR,
};
use polkadot_sdk::{frame_support::weights::WeightMeter, polkadot_sdk_frame::testing_prelude::*};

use crate::{mock::*, WeightInfo};

/// How many stand where.
fn count(stage: Stage) -> u32 {
    Governance::metrics(None).stages[stage as usize]
}

/// Makes blocks until so many stand there; gives how many blocks it took, none of them overweight.
fn blocks_until(stage: Stage, enough: u32) -> u32 {
    (1..=1_000)
        .find(|_| {
            block();
            count(stage) == enough
        })
        .expect("it ends within bounded blocks")
}

/// A thousand proposals of one body that all end at once, in a federation of so many cooperatives;
/// gives how many blocks opening, closing and carrying out took.
fn a_thousand(cooperatives: u32, body: Body) -> [u32; 3] {
    MaxOpenPerPerson::set(1_000);
    let mut blocks = [0; 3];
    chain().execute_with(|| {
        for id in (0..cooperatives).map(CooperativeId) {
            Active::append(id);
            (1..=3).for_each(|n| {
                enroll_since(id, u64::from(id.0) * 10 + n, n == 1, 0);
            });
        }
        Now::put(START);
        System::set_block_number(1);
        for number in 0..1_000 {
            propose(body.clone(), Standard, Some(write(number)));
        }
        let ids = (0..1_000).map(ProposalId);
        Now::mutate(|now| *now += HOUR);
        blocks[0] = blocks_until(Stage::Voting, 1_000);
        // Enough vote in each to pass.
        let voting: Vec<_> = match body.named() {
            Some(named) => named.to_vec(),
            None => (0..cooperatives / 2 + 1).map(CooperativeId).collect(),
        };
        for id in ids {
            for cooperative in &voting {
                for n in 1..=2 {
                    vote(u64::from(cooperative.0) * 10 + n, id, *cooperative, Approve);
                }
            }
        }
        System::reset_events();
        Now::mutate(|now| *now += HOUR);
        blocks[1] = blocks_until(Stage::Approved, 1_000);
        Now::mutate(|now| *now += HOUR);
        blocks[2] = blocks_until(Stage::Executed, 1_000);
        assert_eq!(written().len(), 1_000);
        assert_ok!(Governance::ensure_invariants());
    });
    blocks
}

#[test]
fn a_thousand_proposals_of_a_cooperative_end_at_once_within_few_blocks() {
    let blocks = a_thousand(1, Body::Cooperative(HARVEST));
    println!("1,000 proposals of one cooperative opened, closed, executed in {blocks:?} blocks");
    assert!(blocks.iter().all(|blocks| *blocks <= 10), "{blocks:?}");
}

#[test]
fn a_thousand_proposals_of_a_federation_end_at_once_within_few_blocks() {
    let blocks = a_thousand(10, Body::Federation);
    println!("1,000 proposals of ten cooperatives opened, closed, executed in {blocks:?} blocks");
    assert!(blocks.iter().all(|blocks| *blocks <= 20), "{blocks:?}");
}

#[test]
fn what_does_not_fit_goes_on_in_order_in_the_next_block() {
    scenario(|| {
        let step = <() as WeightInfo>::open_vote(1).saturating_add(<() as WeightInfo>::peek());
        let ids: Vec<_> =
            (0..5).map(|_| propose(Body::Cooperative(HARVEST), Standard, None)).collect();
        Now::mutate(|now| *now += HOUR);
        let run = |steps: u64| {
            let limit = step.saturating_mul(steps).saturating_add(<() as WeightInfo>::peek());
            let mut meter = WeightMeter::with_limit(limit);
            // A block in which votes come first.
            <Governance as Hooks<u32>>::on_poll(3, &mut meter);
            assert!(meter.consumed().all_lte(limit));
        };
        let open = || ids.iter().filter(|id| stage(**id) == Stage::Voting).count();
        run(0);
        assert_eq!(open(), 0);
        run(2);
        assert_eq!(
            ids.iter().map(|id| stage(*id)).collect::<Vec<_>>()[..3],
            [Stage::Voting, Stage::Voting, Stage::Deliberation]
        );
        run(2);
        run(2);
        assert_eq!(open(), 5);
    });
}

#[test]
fn a_full_block_leaves_the_agenda_for_the_next() {
    scenario(|| {
        let id = propose(Body::Cooperative(HARVEST), Standard, None);
        Now::mutate(|now| *now += HOUR);
        let mut full = WeightMeter::with_limit(Weight::zero());
        <Governance as Hooks<u32>>::on_poll(2, &mut full);
        assert_eq!(stage(id), Stage::Deliberation);
        block();
        assert_eq!(stage(id), Stage::Voting);
    });
}

#[test]
fn a_block_in_which_nothing_is_due_costs_one_look_at_each_rank() {
    scenario(|| {
        let look = <() as WeightInfo>::peek().saturating_mul(5);
        assert_eq!(block(), look);
        let waiting: Vec<_> =
            (0..5).map(|_| propose(Body::Cooperative(HARVEST), Standard, None)).collect();
        assert_eq!(block(), look);
        assert_eq!(stage(waiting[0]), Stage::Deliberation);
    });
}

/// A call that takes a block's agenda nearly alone.
fn heavy() -> Option<RuntimeCall> {
    let weight = AgendaWeight::get().saturating_sub(Weight::from_parts(6_000_000_000, 1_000_000));
    Some(RuntimeCall::Register(register::Call::toil { weight }))
}

#[test]
fn who_fills_blocks_with_decisions_holds_up_neither_votes_nor_the_federation() {
    scenario(|| {
        MaxOpenPerPerson::set(100);
        let flood: Vec<_> =
            (0..30).map(|_| propose(Body::Cooperative(HARVEST), Standard, heavy())).collect();
        let federal = propose(Body::Federation, Standard, Some(write(7)));
        pass();
        for id in &flood {
            votes(*id, HARVEST, [5, 0, 0]);
        }
        votes(federal, HARVEST, [4, 0, 0]);
        votes(federal, MILL, [4, 0, 0]);
        pass();
        let other = propose(Body::Cooperative(MILL), Standard, None);
        // The flood's time has come, before anything else's.
        Now::mutate(|now| *now += HOUR);
        let mut blocks = 0;
        while stage(other) != Stage::Voting || stage(federal) != Stage::Executed {
            block();
            blocks += 1;
            assert!(blocks <= 3, "votes and the federation come first every third time");
        }
        votes(other, MILL, [5, 0, 0]);
        let executed =
            |ids: &[ProposalId]| ids.iter().filter(|id| stage(**id) == Stage::Executed).count();
        assert!(executed(&flood) <= blocks);
        for _ in 0..30 {
            block();
        }
        assert_eq!(executed(&flood), 30);
    });
}

#[test]
fn a_decision_that_takes_a_whole_agenda_comes_through_a_stream_of_votes() {
    scenario(|| {
        MaxOpenPerPerson::set(1_000);
        let id = voting(Body::Cooperative(HARVEST), Standard, heavy());
        votes(id, HARVEST, [5, 0, 0]);
        pass();
        change_rules(MILL, |rules| rules.deliberation = 0);
        Now::mutate(|now| *now += HOUR);
        // In every block there are votes to be opened.
        for _ in 0..3 {
            for _ in 0..20 {
                propose(Body::Cooperative(MILL), Standard, None);
            }
            block();
        }
        assert_eq!(stage(id), Stage::Executed);
    });
}

#[test]
fn delegations_that_all_end_at_once_hold_up_no_vote() {
    chain().execute_with(|| {
        Active::append(HARVEST);
        Now::put(START);
        System::set_block_number(1);
        (1..=2_000).for_each(|who| enroll_since(HARVEST, who, who == 1, 0));
        let until = Now::get() + HOUR;
        for who in 1..=2_000 {
            // In pairs: nobody has a crowd behind.
            let delegate = did(if who % 2 == 0 { who - 1 } else { continue });
            let call = Call::delegate { cooperative: HARVEST, kind: None, delegate, until };
            assert_ok!(send(who, call));
        }
        let id = propose(Body::Cooperative(HARVEST), Standard, None);
        Now::mutate(|now| *now += HOUR);
        block();
        assert_eq!(stage(id), Stage::Voting);
        let left = || crate::Delegations::<Test>::iter_keys().count();
        assert!(left() > 0, "they don't fit into one block");
        // What is over counts no longer, though it stands there still.
        for who in [1, 2] {
            assert_ok!(Governance::cast_vote(by(who), id, HARVEST, Approve, 1));
        }
        assert_eq!(heads(id, HARVEST), [2, 0, 0]);
        for _ in 0..20 {
            block();
        }
        assert_eq!(left(), 0);
        assert_ok!(Governance::ensure_invariants());
    });
}
