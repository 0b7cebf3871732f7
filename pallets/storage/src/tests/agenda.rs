//! What the chain does by itself has bounds.

use crate::{frame, mock::*, Agenda, Rank, WeightInfo};
use frame::testing_prelude::*;
use icn_primitives::{storage::CommitmentId, DAY};
use polkadot_sdk::frame_support::weights::WeightMeter;

fn due_in(rank: Rank) -> usize {
    Agenda::<Test>::iter_key_prefix(rank).count()
}

/// Five commitments of each of three providers.
fn many() -> Vec<CommitmentId> {
    let mut all = Vec::new();
    for coop in [MILL, BREWERY, SCHOOL] {
        coop.offers(1 << 30).unwrap();
    }
    for file in 0..5 {
        let anchor = ADA.anchors(File(file), 3).unwrap();
        all.extend([MILL, BREWERY, SCHOOL].map(|coop| coop.keeps(anchor).unwrap()));
    }
    all
}

fn open(all: &[CommitmentId]) -> usize {
    all.iter().filter(|id| commitment(**id).challenge().is_some()).count()
}

#[test]
fn a_block_issues_so_many_challenges() {
    scenario(|| {
        with_rules(|rules| rules.challenges_per_block = 4);
        let all = many();
        go_to(all.iter().map(|id| due(*id)).max().unwrap());
        for expected in [4, 8, 12, 15] {
            assert_eq!(open(&all), expected);
            next_block();
        }
    });
}

#[test]
fn a_block_does_what_its_weight_holds_and_the_next_goes_on() {
    scenario(|| {
        let all = many();
        let peek = <() as WeightInfo>::peek();
        // Room for the end of one anchor with its three replicas.
        let task = <() as WeightInfo>::remove_anchor(3).saturating_add(peek.saturating_mul(5));
        AgendaWeight::set(task);
        pass(10 * DAY);
        let mut left = due_in(Rank::Terms);
        assert!(left >= 4);
        let mut blocks = 0;
        while left > 0 {
            next_block();
            let now = due_in(Rank::Terms);
            assert!(now <= left);
            left = now;
            blocks += 1;
            Keep::do_try_state().unwrap();
            assert!(blocks < 100);
        }
        assert!(blocks > 3);
        assert!(all.iter().all(|id| Keep::commitment_by_id(*id).is_none()));
    });
}

#[test]
fn no_rank_holds_up_the_others() {
    scenario(|| {
        let all = many();
        let last = all.iter().map(|id| due(*id)).max().unwrap();
        let peek = <() as WeightInfo>::peek();
        AgendaWeight::set(Weight::zero());
        pass(10 * DAY);
        go_to_at(last, now());
        // Five anchors have ended, fifteen challenges are due, and there is room for little.
        let task = Keep::heaviest_task().saturating_add(peek.saturating_mul(4));
        AgendaWeight::set(task);
        let (mut terms, mut challenges) = (false, false);
        for _ in 0..3 {
            let before = (due_in(Rank::Terms), due_in(Rank::Challenges), due_in(Rank::Deadlines));
            go_to_at(block() + 1, now());
            terms |= due_in(Rank::Terms) < before.0;
            challenges |= due_in(Rank::Deadlines) > before.2;
        }
        assert!(terms && challenges);
        AgendaWeight::set(Weight::MAX);
    });
}

#[test]
fn without_room_nothing_is_done_and_nothing_is_lost() {
    scenario(|| {
        let all = many();
        go_to(due(all[0]) - 1);
        let before = open(&all);
        System::set_block_number(due(all[0]));
        let mut meter = WeightMeter::with_limit(Weight::zero());
        Keep::on_poll(block(), &mut meter);
        assert_eq!((open(&all), meter.consumed()), (before, Weight::zero()));
        next_block();
        assert!(open(&all) > before);
    });
}

#[test]
fn a_quiet_chain_looks_and_does_no_more() {
    scenario(|| {
        many();
        let looks = <() as WeightInfo>::peek().saturating_mul(3);
        assert_eq!(go_to(2), looks);
    });
}

#[test]
fn a_runtime_with_these_bounds_is_sound() {
    new_test_ext().execute_with(|| {
        <Keep as Hooks<u32>>::integrity_test();
    });
}
