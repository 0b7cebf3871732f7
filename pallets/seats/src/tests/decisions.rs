//! What the federation decides about seats.

use icn_primitives::{
    reputation::Score,
    seat::{SeatStatus, SuspensionReason},
};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;

use crate::{
    mock::*, Error, Event, Parameters, SeatParameters, MAX_EQUIVOCATION_REPUTATION,
    MAX_TURN_REPUTATION, MIN_SESSION_LENGTH,
};

#[test]
fn the_federation_suspends_a_seat_and_restores_it() {
    federation(4, || {
        assert_ok!(Seats::suspend_seat(RuntimeOrigin::root(), cooperative(2)));
        let reason = SuspensionReason::Decision;
        assert_eq!(seat(2).status, SeatStatus::Suspended { reason, since: 1 });
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 3]);

        assert_ok!(Seats::restore_seat(RuntimeOrigin::root(), cooperative(2)));
        assert_eq!(events().last(), Some(&Event::SeatRestored { cooperative: cooperative(2) }));
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 2, 3]);
    });
}

#[test]
fn a_seat_is_suspended_once_and_restored_once() {
    federation(4, || {
        let root = RuntimeOrigin::root;
        assert_noop!(Seats::restore_seat(root(), cooperative(2)), Error::<Test>::InvalidStatus);
        assert_ok!(Seats::suspend_seat(root(), cooperative(2)));
        assert_noop!(Seats::suspend_seat(root(), cooperative(2)), Error::<Test>::InvalidStatus);
        for unknown in [
            Seats::suspend_seat(root(), cooperative(9)),
            Seats::restore_seat(root(), cooperative(9)),
        ] {
            assert_noop!(unknown, Error::<Test>::NotFound);
        }
    });
}

#[test]
fn the_last_seat_that_takes_part_cannot_be_suspended() {
    federation(3, || {
        let suspend = |number| Seats::suspend_seat(RuntimeOrigin::root(), cooperative(number));
        assert_ok!(suspend(0));
        Seats::set_cooperative_active(cooperative(1), false);
        assert_noop!(suspend(2), Error::<Test>::LastSeat);
        // One that takes no part anyway can.
        assert_ok!(suspend(1));
    });
}

#[test]
fn seats_are_the_federations_to_decide() {
    federation(4, || {
        let who = RuntimeOrigin::signed(steward(2));
        let parameters = SeatParameters::default();
        assert_noop!(Seats::suspend_seat(who.clone(), cooperative(2)), BadOrigin);
        assert_noop!(Seats::restore_seat(who.clone(), cooperative(2)), BadOrigin);
        assert_noop!(Seats::set_parameters(who.clone(), parameters), BadOrigin);
        assert_noop!(Seats::note_stalled(who, 10, 1), BadOrigin);
        assert!(stalls().is_empty());
    });
}

#[test]
fn rules_have_bounds() {
    federation(4, || {
        let set = |session_length, missed_turns_limit| {
            Seats::set_parameters(RuntimeOrigin::root(), rules(session_length, missed_turns_limit))
        };
        assert_noop!(set(MIN_SESSION_LENGTH - 1, 1), Error::<Test>::InvalidParameters);
        assert_noop!(set(MIN_SESSION_LENGTH, 0), Error::<Test>::InvalidParameters);
        assert_ok!(set(MIN_SESSION_LENGTH, 1));
        let parameters = Parameters::<Test>::get();
        assert_eq!(events(), [Event::ParametersSet { parameters }]);
        assert!(SeatParameters::default().are_valid());
    });
}

#[test]
fn points_have_bounds() {
    let set = |block, missed, equivocation| SeatParameters {
        block_reputation: block,
        missed_turn_reputation: missed,
        equivocation_reputation: equivocation,
        ..Default::default()
    };
    let (turn, twice) = (MAX_TURN_REPUTATION, MAX_EQUIVOCATION_REPUTATION);
    let minus = |score: Score| Score(-score.0);
    let zero = Score::ZERO;
    assert!(set(zero, zero, zero).are_valid());
    assert!(set(turn, minus(turn), minus(twice)).are_valid());
    for wrong in [
        set(Score(turn.0 + 1), zero, zero),
        set(Score(-1), zero, zero),
        set(zero, Score(-turn.0 - 1), zero),
        set(zero, Score(1), zero),
        set(zero, zero, Score(-twice.0 - 1)),
        set(zero, zero, Score(1)),
    ] {
        assert!(!wrong.are_valid(), "{wrong:?}");
    }
}

#[test]
fn finality_goes_on_when_those_who_were_suspended_have_left() {
    federation(4, || {
        for gone in [2, 3] {
            assert_ok!(Seats::suspend_seat(RuntimeOrigin::root(), cooperative(gone)));
        }
        assert_ok!(Seats::note_stalled(RuntimeOrigin::root(), 7, 41));
        // What is noted again counts as noted now.
        assert_ok!(Seats::note_stalled(RuntimeOrigin::root(), 1_000, 42));
        assert!(events().ends_with(&[Event::StallNoted { delay: 1_000, best_finalized: 42 }]));
        end_session();
        assert_eq!((stalls(), makers().len()), (vec![], 4));
        end_session();
        assert_eq!((stalls(), makers().len()), (vec![(1_000, 42)], 2));
        // Once.
        end_session();
        end_session();
        assert_eq!(stalls(), []);
    });
}
