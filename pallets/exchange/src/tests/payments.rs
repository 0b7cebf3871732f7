//! What agreements pay.

use crate::{frame, mock::*, Open};
use frame::testing_prelude::*;
use icn_primitives::DAY;
use pallet_settlement::testing::{FakeLedger, HoldState, Outbox, Poor, Room};

#[test]
fn all_pay_when_all_have_decided() {
    scenario(|| {
        let id = proposed();
        assert_ok!(decide(&[BAKERY], id, true));
        settle();
        assert_eq!(FakeLedger::count(HoldState::Held), 0);
        assert_ok!(decide(&[MILL], id, true));
        assert_eq!(status(id), ExchangeStatus::Approved);
        assert!(Awards::get().is_empty());
        settle();
        assert_eq!(status(id), ExchangeStatus::Executed);
        assert_eq!(FakeLedger::paid(treasury(BAKERY)), 50);
        assert_eq!(FakeLedger::paid(treasury(MILL)), 20);
        assert_eq!(Awards::get().len(), 2);
    });
}

#[test]
fn one_cannot_pay_and_nobody_does() {
    scenario(|| {
        let id = proposed();
        Poor::insert(treasury(MILL), ());
        assert_ok!(decide(&[BAKERY, MILL], id, true));
        settle();
        assert_eq!(status(id), ExchangeStatus::Failed);
        assert_eq!(FakeLedger::count(HoldState::Released), 1);
        assert_eq!(FakeLedger::count(HoldState::Captured), 0);
        assert!(Awards::get().is_empty());
        assert_eq!(Open::<Test>::iter_keys().count(), 0);
    });
}

#[test]
fn a_hub_that_is_away_fails_it_and_a_full_lane_delays_it() {
    scenario(|| {
        let (first, other) = (proposed(), proposed());
        Room::put(2);
        assert_ok!(decide(&[BAKERY, MILL], first, true));
        assert_ok!(decide(&[BAKERY, MILL], other, true));
        next_block();
        next_block();
        assert_eq!(Outbox::get().len(), 2);
        // Nobody hears of the first one in time. The second one isn't even asked for.
        pass(DAY);
        pass(3_000);
        assert_eq!(status(first), ExchangeStatus::Failed);
        assert_eq!(status(other), ExchangeStatus::Failed);
        Room::kill();
        settle();
        assert_eq!(FakeLedger::count(HoldState::Held), 0);
        assert_eq!(FakeLedger::count(HoldState::Captured), 0);
    });
}

#[test]
fn a_decision_is_not_lost_for_a_lane_that_is_full() {
    scenario(|| {
        let id = proposed();
        Room::put(0);
        assert_ok!(decide(&[BAKERY, MILL], id, true));
        next_block();
        Room::kill();
        pass(60_000);
        settle();
        assert_eq!(status(id), ExchangeStatus::Executed);
    });
}

#[test]
fn what_was_paid_in_part_is_named_so_and_gives_nothing() {
    scenario(|| {
        let id = proposed();
        assert_ok!(decide(&[BAKERY, MILL], id, true));
        next_block();
        FakeLedger::settle_all::<Test>(Timestamp::get());
        next_block();
        // One capture arrives, the other one after the hold has expired.
        FakeLedger::take(Timestamp::get(), false);
        FakeLedger::take(Timestamp::get() + 10 * DAY, false);
        settle();
        assert_eq!(status(id), ExchangeStatus::PartlyExecuted);
        assert!(Awards::get().is_empty());
    });
}

#[test]
fn holds_that_come_after_their_time_are_not_paid() {
    scenario(|| {
        let id = proposed();
        assert_ok!(decide(&[BAKERY, MILL], id, true));
        next_block();
        // The clock jumps past both times before anything is looked at.
        Timestamp::set_timestamp(START + 3 * DAY);
        FakeLedger::take(START, false);
        FakeLedger::take(START, false);
        while FakeLedger::answer::<Test>().is_some() {}
        assert_eq!(status(id), ExchangeStatus::Approved);
        settle();
        assert_eq!(status(id), ExchangeStatus::Failed);
        assert_eq!(FakeLedger::count(HoldState::Captured), 0);
    });
}
