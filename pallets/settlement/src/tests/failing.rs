//! Something isn't paid.

use crate::{frame, mock::*, testing::*, *};
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::EscrowRequest,
    shard::{MessageError, Outcome},
    DAY, HOUR,
};

const FAILED: Progress = Progress::Failed;
const RELEASED: Progress = Progress::Ended(Settled::Released);

#[test]
fn one_cannot_pay_and_the_others_get_theirs_back() {
    scenario(|| {
        is_poor(1);
        begin(1, 3);
        next_block();
        ledger_answers();
        // Everybody hears of it before the rest is given back.
        assert_eq!(heard(), [(purpose(1), FAILED)]);
        assert_eq!(stages(1), [LegStage::Held, LegStage::Refused, LegStage::Held]);
        next_block();
        ledger_answers();
        assert_eq!(heard(), [(purpose(1), RELEASED)]);
        assert_eq!(FakeLedger::count(HoldState::Released), 2);
        assert_eq!(FakeLedger::count(HoldState::Held), 0);
    });
}

#[test]
fn a_hold_that_comes_after_the_refusal_is_given_back_as_well() {
    scenario(|| {
        is_poor(0);
        begin(1, 2);
        next_block();
        let now = Timestamp::get();
        FakeLedger::take(now, false);
        FakeLedger::answer::<Test>();
        assert_eq!(heard(), [(purpose(1), FAILED)]);
        // Its hold was asked for already; whether it stands isn't known yet.
        next_block();
        assert_eq!(stages(1), [LegStage::Refused, LegStage::Asked]);
        ledger_answers();
        next_block();
        ledger_answers();
        assert_eq!(FakeLedger::count(HoldState::Released), 1);
        assert_eq!(heard(), [(purpose(1), RELEASED)]);
    });
}

#[test]
fn what_is_not_held_in_time_fails() {
    scenario(|| {
        begin(1, 2);
        next_block();
        FakeLedger::take(Timestamp::get(), false);
        FakeLedger::answer::<Test>();
        pass(HOLD_TIME);
        assert_eq!(heard(), [(purpose(1), FAILED)]);
        // The ledger hears of the second leg a day later, and of both releases.
        ledger_answers();
        next_block();
        ledger_answers();
        assert_eq!(FakeLedger::count(HoldState::Released), 2);
        assert_eq!(heard(), [(purpose(1), RELEASED)]);
    });
}

#[test]
fn what_is_not_captured_in_time_goes_back() {
    scenario(|| {
        begin(1, 2);
        next_block();
        ledger_answers();
        heard();
        Timestamp::set_timestamp(START + CAPTURE_TIME);
        assert_noop!(Settling::capture(purpose(1)), Error::<Test>::InvalidTime);
        next_block();
        assert_eq!(heard(), [(purpose(1), FAILED)]);
        ledger_answers();
        assert_eq!(heard(), [(purpose(1), RELEASED)]);
        assert_eq!(FakeLedger::count(HoldState::Released), 2);
    });
}

#[test]
fn who_releases_hears_the_end_only_and_never_within_the_call() {
    scenario(|| {
        // Nothing was asked yet.
        begin(1, 2);
        assert_ok!(Settling::release(purpose(1)));
        assert_eq!(heard(), []);
        assert_noop!(Settling::release(purpose(1)), Error::<Test>::InvalidTransition);
        next_block();
        assert_eq!(heard(), [(purpose(1), RELEASED)]);
        assert!(Outbox::get().is_empty());
        // Everything is held.
        begin(2, 2);
        next_block();
        ledger_answers();
        heard();
        assert_ok!(Settling::release(purpose(2)));
        next_block();
        ledger_answers();
        assert_eq!(heard(), [(purpose(2), RELEASED)]);
        assert_noop!(Settling::release(purpose(2)), Error::<Test>::NotFound);
    });
}

#[test]
fn a_ledger_that_is_away_for_weeks_pays_in_part_or_nothing_and_everybody_knows() {
    scenario(|| {
        CaptureAtOnce::put(true);
        begin(1, 2);
        next_block();
        ledger_answers();
        next_block();
        heard();
        // The first capture arrives, the second one after the holds have expired.
        FakeLedger::take(Timestamp::get(), false);
        pass(CAPTURE_TIME + DAY);
        FakeLedger::take(Timestamp::get(), false);
        events();
        while FakeLedger::answer::<Test>().is_some() {}
        assert!(events().iter().any(|event| matches!(
            event,
            Event::LegMoved { leg: 1, stage: LegStage::Unpaid, refused: Some(name), .. }
                if name[..] == b"HoldExpired"[..]
        )));
        // It asks for what is there already, so that nothing stays held by mistake.
        next_block();
        ledger_answers();
        assert_eq!(heard(), [(purpose(1), Progress::Ended(Settled::Partly))]);
        assert_eq!(FakeLedger::count(HoldState::Captured), 1);
        assert_eq!(FakeLedger::count(HoldState::Expired), 1);
    });
}

#[test]
fn what_nobody_looked_at_is_asked_again() {
    scenario(|| {
        begin(1, 1);
        next_block();
        ledger_answers();
        assert_ok!(Settling::capture(purpose(1)));
        next_block();
        FakeLedger::take(Timestamp::get(), true);
        FakeLedger::answer::<Test>();
        assert_eq!(stages(1), [LegStage::Held]);
        next_block();
        ledger_answers();
        assert_eq!(FakeLedger::count(HoldState::Captured), 1);

        begin(2, 1);
        next_block();
        ledger_answers();
        assert_ok!(Settling::release(purpose(2)));
        next_block();
        FakeLedger::take(Timestamp::get(), true);
        FakeLedger::answer::<Test>();
        assert_eq!(stages(2), [LegStage::Unpaid]);
        next_block();
        ledger_answers();
        assert_eq!(FakeLedger::count(HoldState::Released), 1);

        // A hold that nobody looked at isn't there, and isn't asked for again.
        begin(3, 1);
        next_block();
        FakeLedger::take(Timestamp::get(), true);
        FakeLedger::answer::<Test>();
        next_block();
        assert_eq!(heard().last(), Some(&(purpose(3), RELEASED)));
    });
}

#[test]
fn answers_that_nobody_waits_for_change_nothing() {
    scenario(|| {
        begin(1, 1);
        next_block();
        let (request, outcome) = FakeLedger::take(Timestamp::get(), false).unwrap();
        let key = *request.key();
        let answers = [Outcome::Delivered, Outcome::Failed(MessageError::TooHeavy)];
        for answer in &answers {
            for early in [
                EscrowRequest::CaptureV1 { key, payee: None, amount: 1 },
                EscrowRequest::ReleaseV1 { key },
            ] {
                assert_storage_noop!(assert!(Settling::on_answer(&early, answer)));
            }
        }
        FakeLedger::answer::<Test>();
        // The same answer again.
        assert_storage_noop!(assert!(Settling::on_answer(&request, &outcome)));
        let foreign = EscrowRequest::ReleaseV1 { key: [9; 32] };
        assert_storage_noop!(assert!(!Settling::on_answer(&foreign, &outcome)));
        assert_ok!(Settling::release(purpose(1)));
        next_block();
        ledger_answers();
        // It is over, and nobody's.
        assert_storage_noop!(assert!(!Settling::on_answer(&request, &outcome)));
    });
}

#[test]
fn a_full_lane_lets_things_wait_and_then_go_on() {
    scenario(|| {
        Room::put(2);
        begin(1, 3);
        begin(2, 2);
        next_block();
        // All three or none: so none, and the lane is tried again for the other in the next block.
        assert_eq!(stages(1), all(LegStage::Waiting, 3));
        let again_at = Timestamp::get() - 3_000 + parameters().retry_delay;
        let error = DispatchError::Exhausted;
        let purpose_1 = purpose(1);
        assert!(events().contains(&Event::NotAsked { purpose: purpose_1, again_at, error }));
        next_block();
        assert_eq!(stages(2), all(LegStage::Asked, 2));
        next_block();
        assert_eq!(Outbox::get().len(), 2);
        ledger_answers();
        Room::kill();
        pass(HOUR);
        assert_eq!(stages(1), all(LegStage::Asked, 3));
    });
}
