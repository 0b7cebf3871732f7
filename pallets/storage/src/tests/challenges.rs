//! When challenges come, what they ask for, and how they are closed.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::storage::{Challenge, CommitmentId};

#[test]
fn a_challenge_comes_in_its_period_and_is_answered() {
    scenario(|| {
        let (_, id) = kept(File(9));
        let (first, period) = (due(id), rules().challenge_period);
        assert!((block() + period / 2 + 1..=block() + period / 2 + period).contains(&first));
        go_to(first - 1);
        assert_eq!(commitment(id).challenge(), None);
        events();
        next_block();
        let open = challenge(id);
        assert_eq!((open.number, open.issued_at, open.deadline), (1, first, first + 10));
        assert!((1..=4).contains(&open.segments.len()));
        assert!(open.segments.iter().all(|index| *index < 10));
        assert_eq!(events(), [Event::ChallengeIssued { commitment: id, challenge: open }]);
        let next = challenge(id).next;
        assert!((first + period / 2 + 1..=first + period / 2 + period).contains(&next));
        go_to(first + 7);
        assert_ok!(answers(id));
        assert_eq!(events(), [Event::ChallengeAnswered { commitment: id, number: 1 }]);
        // Whenever it was answered.
        assert_eq!(due(id), next);
    });
}

#[test]
fn an_answer_counts_up_to_its_deadline() {
    scenario(|| {
        let (_, id) = kept(File(9));
        until_challenged(id);
        go_to(challenge(id).deadline);
        assert_ok!(answers(id));
        until_challenged(id);
        let late = answer(id);
        until_missed(id);
        assert!(bring(late).is_err());
        assert_eq!((commitment(id).record.asked, commitment(id).record.answered), (2, 1));
    });
}

#[test]
fn whatever_waits_an_answer_after_the_deadline_is_late() {
    scenario(|| {
        let (_, id) = kept(File(9));
        until_challenged(id);
        let late = answer(id);
        AgendaWeight::set(Weight::zero());
        go_to(challenge(id).deadline + 5);
        assert!(commitment(id).challenge().is_some());
        assert_eq!(authorize(&late), Err(InvalidTransaction::Stale.into()));
        assert_noop!(send(frame_system::RawOrigin::Authorized.into(), late), Error::WindowPassed);
        assert!(Keep::due_challenges(&MILL.key(0).account(), None, 10).is_empty());
        AgendaWeight::set(Weight::MAX);
        next_block();
        assert_eq!(commitment(id).record.missed_in_row, 1);
    });
}

#[test]
fn challenges_differ_from_each_other() {
    scenario(|| {
        with_rules(|rules| rules.samples = 2);
        let (_, one) = kept(File(11));
        let (_, other) = kept(File(10));
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..12 {
            for id in [one, other] {
                if commitment(id).challenge().is_none() {
                    go_to(due(id).max(block()));
                }
                let Challenge { segments, .. } = challenge(id);
                seen.insert((id, segments.to_vec()));
                assert_ok!(answers(id));
            }
        }
        assert!(seen.len() > 16, "{seen:?}");
    });
}

#[test]
fn a_file_of_one_segment_is_asked_for_once() {
    scenario(|| {
        let (_, id) = kept(File(0));
        assert_eq!(until_challenged(id).segments.to_vec(), [0]);
        assert_ok!(answers(id));
    });
}

#[test]
fn new_rules_leave_what_is_open_as_it_is() {
    scenario(|| {
        let (_, id) = kept(File(5));
        let open = until_challenged(id);
        with_rules(|rules| (rules.answer_window, rules.samples) = (8, 1));
        assert_eq!(challenge(id), open);
        go_to(open.deadline);
        assert_ok!(answers(id));
        let next = until_challenged(id);
        assert_eq!((next.deadline - next.issued_at, next.segments.len()), (8, 1));
    });
}

#[test]
fn an_anchor_that_is_removed_takes_its_challenges_along() {
    scenario(|| {
        let (anchor, id) = kept(File(5));
        until_challenged(id);
        let late = answer(id);
        assert_ok!(ADA.removes(anchor));
        assert!(bring(late).is_err());
        // Nothing was missed.
        go_to(block() + 20);
        assert_eq!(MILL.provider().record.asked, 0);
        assert_eq!(Keep::commitment_by_id(CommitmentId(0)), None);
    });
}
