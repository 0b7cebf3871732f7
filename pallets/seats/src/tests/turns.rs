//! Turns missed, and what follows from it.

use icn_primitives::seat::{SeatStatus, SuspensionReason};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;

use crate::{mock::*, Event};

fn absent(number: u32) -> bool {
    matches!(
        seat(number).status,
        SeatStatus::Suspended { reason: SuspensionReason::MissedTurns, .. }
    )
}

#[test]
fn a_missed_turn_is_counted_with_the_next_block() {
    federation(4, || {
        // Slot 2 is that of cooperative 2, slot 3 that of 3.
        make_block(3);
        assert_eq!((seat(2).missed_turns, seat(2).blocks), (1, 0));
        assert_eq!(
            events(),
            [Event::TurnsMissed { cooperative: cooperative(2), missed: 1, in_a_row: 1 }]
        );
        assert_eq!(seat(3).missed_turns, 0);
    });
}

#[test]
fn a_block_ends_the_row_of_missed_turns() {
    federation(4, || {
        for _ in 0..9 {
            next_block_of(&[0, 1, 3]);
        }
        assert_eq!(seat(2).missed_turns, 3);
        next_block_of(&[2]);
        assert_eq!((seat(2).missed_turns, seat(2).blocks), (0, 1));
    });
}

#[test]
fn a_block_after_a_missed_turn_ends_the_row_within_one_gap_as_well() {
    federation(4, || {
        // Cooperative 2's turn in slot 2 passed, its turn in slot 6 didn't.
        make_block(6);
        assert_eq!(seat(2).missed_turns, 0);
        assert_eq!([0, 1, 3].map(|i| seat(i).missed_turns), [1, 1, 1]);
    });
}

#[test]
fn whoever_misses_too_many_turns_leaves_at_the_session_after_next() {
    federation(4, || {
        while !absent(2) {
            next_block_of(&[0, 1, 3]);
        }
        assert_eq!(seat(2).missed_turns, LIMIT);
        let reason = SuspensionReason::MissedTurns;
        assert!(events().contains(&Event::SeatSuspended { cooperative: cooperative(2), reason }));
        assert_eq!(makers(), [0, 1, 2, 3]);

        let session = Session::current_index();
        while Session::current_index() < session + 2 {
            next_block_of(&[0, 1, 3]);
        }
        assert_eq!(makers(), [0, 1, 3]);
        assert_eq!(seat(2).missed_turns, LIMIT, "a suspended seat owes no turns");
    });
}

#[test]
fn a_seat_that_was_restored_starts_from_nothing() {
    federation(4, || {
        while !absent(2) {
            next_block_of(&[0, 1, 3]);
        }
        assert_ok!(Seats::restore_seat(RuntimeOrigin::root(), cooperative(2)));
        assert_eq!((seat(2).status, seat(2).missed_turns), (SeatStatus::Ready, 0));
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 2, 3]);
        next_block_of(&[2]);
        assert!(!absent(2));
    });
}

#[test]
fn a_third_of_the_network_cannot_be_voted_out_by_being_cut_off() {
    federation(7, || {
        // Three of seven are away: two may be suspended for it, the third is kept.
        let mut kept = vec![];
        for _ in 0..60 {
            next_block_of(&[0, 1, 2, 3]);
            kept.extend(
                events().into_iter().filter(|event| matches!(event, Event::SeatKept { .. })),
            );
        }
        assert_eq!((4..7).filter(|i| absent(*i)).count(), 2);
        let left = (4..7).find(|i| !absent(*i)).unwrap();
        let reason = SuspensionReason::MissedTurns;
        assert_eq!(kept, [Event::SeatKept { cooperative: cooperative(left), reason }], "told once");
        assert!(seat(left).missed_turns > LIMIT);

        // When one of the suspended ones is restored and works, there is room for the third.
        let back = (4..7).find(|i| absent(*i)).unwrap();
        assert_ok!(Seats::restore_seat(RuntimeOrigin::root(), cooperative(back)));
        while !absent(left) {
            next_block_of(&[0, 1, 2, 3, back]);
        }
    });
}

#[test]
fn of_three_seats_none_is_suspended_for_absence() {
    federation(3, || {
        for _ in 0..40 {
            next_block_of(&[0, 1]);
        }
        assert!(seat(2).missed_turns > LIMIT);
        assert_eq!(seat(2).status, SeatStatus::Ready);
    });
}

#[test]
fn a_seat_alone_is_never_suspended_for_absence() {
    federation(1, || {
        for _ in 0..40 {
            make_block(slot() + 3);
        }
        assert_eq!((seat(0).status, seat(0).missed_turns), (SeatStatus::Ready, 0));
    });
}

#[test]
fn when_the_whole_chain_stood_still_nobody_is_charged() {
    federation(4, || {
        make_block(slot() + 10);
        assert!(events().is_empty());
        assert!((0..4).all(|i| seat(i).missed_turns == 0));
        make_block(slot() + 2);
        assert_eq!(events().len(), 1, "and counting goes on after it");
    });
}

#[test]
fn turns_before_a_change_of_the_set_are_charged_to_those_who_had_them() {
    federation(4, || {
        Seats::set_cooperative_active(cooperative(0), false);
        end_session();
        // The last block of the session comes after missed turns, and changes the set.
        while System::block_number() % SESSION != SESSION - 1 {
            make_block(slot() + 1);
        }
        let validators = Session::validators();
        let missed = validators[(slot() + 1) as usize % validators.len()].clone();
        make_block(slot() + 2);
        assert_eq!(makers(), [1, 2, 3], "the set has changed in this block");
        let charged: Vec<_> = (1..4).filter(|i| seat(*i).missed_turns > 0).collect();
        let expected: Vec<_> = (1..4).filter(|i| organisation(*i) == missed).collect();
        assert_eq!(charged, expected);

        // From here on turns are the new set's.
        let next = Session::validators()[(slot() + 1) as usize % 3].clone();
        make_block(slot() + 2);
        let number = (1..4).find(|i| organisation(*i) == next).unwrap();
        assert!(events().iter().any(|event| matches!(
            event,
            Event::TurnsMissed { cooperative, missed: 1, .. } if cooperative.0 == number
        )));
    });
}

#[test]
fn a_paused_seat_owes_no_turns() {
    federation(4, || {
        Seats::set_cooperative_active(cooperative(2), false);
        make_block(3);
        assert_eq!(seat(2).missed_turns, 0);
    });
}
