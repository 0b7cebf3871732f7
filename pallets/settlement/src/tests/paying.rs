//! Everything is paid.

use crate::{frame, mock::*, testing::*, *};
use frame::testing_prelude::*;
use icn_primitives::ledger::EscrowRequest;

#[test]
fn several_pay_together() {
    scenario(|| {
        begin(1, 3);
        assert_eq!(stages(1), all(LegStage::Waiting, 3));
        assert!(Outbox::get().is_empty());
        next_block();
        assert_eq!(stages(1), all(LegStage::Asked, 3));
        assert_eq!(Outbox::get().len(), 3);
        ledger_answers();
        assert_eq!(stages(1), all(LegStage::Held, 3));
        assert_eq!(heard(), [(purpose(1), Progress::Held)]);

        // Nothing is paid until somebody says so.
        pass(HOLD_TIME);
        assert_eq!(FakeLedger::count(HoldState::Held), 3);
        assert_ok!(Settling::capture(purpose(1)));
        assert_noop!(Settling::capture(purpose(1)), Error::<Test>::InvalidTransition);
        assert_noop!(Settling::release(purpose(1)), Error::<Test>::InvalidTransition);
        next_block();
        ledger_answers();
        assert_eq!(FakeLedger::count(HoldState::Captured), 3);
        assert_eq!(heard(), [(purpose(1), Progress::Ended(Settled::Captured))]);
        assert_eq!(Settling::settlement(purpose(1)), None);
        assert_noop!(Settling::capture(purpose(1)), Error::<Test>::NotFound);
    });
}

#[test]
fn who_hears_that_all_is_held_may_pay_at_once() {
    scenario(|| {
        CaptureAtOnce::put(true);
        begin(1, 2);
        next_block();
        ledger_answers();
        next_block();
        ledger_answers();
        assert_eq!(FakeLedger::count(HoldState::Captured), 2);
        let ended = Progress::Ended(Settled::Captured);
        assert_eq!(heard(), [(purpose(1), Progress::Held), (purpose(1), ended)]);
    });
}

#[test]
fn persons_are_asked_for_as_before_and_treasuries_by_the_newer_format() {
    scenario(|| {
        let both = vec![leg(person(), 5), leg(treasury(1), 7)];
        assert_ok!(Settling::begin(purpose(1), terms(both)));
        next_block();
        let outbox = Outbox::get();
        assert!(matches!(outbox[0], EscrowRequest::HoldV1 { .. }));
        let settlement = Settling::settlement(purpose(1)).unwrap();
        assert_eq!(settlement.expires_at, settlement.capture_by + parameters().capture_time);
        let EscrowRequest::HoldV2 { payer, payee, money, expires_at, reference, .. } = outbox[1]
        else {
            panic!("a treasury's money is held")
        };
        assert_eq!((payer, payee), (treasury(1), Some(treasury(9))));
        assert_eq!((money, expires_at), (crate::mock::money(7), settlement.expires_at));
        assert_eq!(reference, Some(settlement.reference));
        assert_ne!(outbox[0].key(), outbox[1].key());
    });
}

#[test]
fn what_was_paid_for_can_be_paid_for_again_under_other_names() {
    scenario(|| {
        CaptureAtOnce::put(true);
        for _ in 0..2 {
            begin(1, 1);
            assert_noop!(Settling::begin(purpose(1), terms(legs(1))), Error::<Test>::AlreadyExists);
            for _ in 0..2 {
                next_block();
                ledger_answers();
            }
        }
        assert_eq!(FakeLedger::count(HoldState::Captured), 2);
    });
}
