//! What a person pays.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{DAY, HOUR, MINUTE};
use pallet_settlement::testing::{FakeLedger, HoldState, Outbox, Poor, Room};

use BookingPayment::*;
use BookingStatus::*;

#[test]
fn it_is_held_then_paid_when_the_booking_begins() {
    scenario(|| {
        let van = dear_van();
        let id = BOB.books(van, at(480, 90), PaidBy::Person).unwrap();
        assert_eq!(stand(id), (Reserved, Asked));
        settle();
        assert_eq!(stand(id), (Confirmed, Held));
        assert_eq!(FakeLedger::count(HoldState::Held), 1);
        be_at(480);
        assert_eq!(stand(id), (Running, Paying));
        settle();
        assert_eq!(stand(id), (Running, Paid));
        // An hour and a half for 1.20 an hour.
        assert_eq!(FakeLedger::paid(BOB.account()), 180);
        be_at(571);
        assert_eq!(stand(id), (Completed, Paid));
        assert_eq!(Awards::get().len(), 1);
    });
}

#[test]
fn who_cannot_pay_does_not_get_the_time() {
    scenario(|| {
        let van = dear_van();
        Poor::insert(BOB.account(), ());
        let id = BOB.books(van, at(480, 90), PaidBy::Person).unwrap();
        assert_noop!(EVE.books(van, at(480, 90), PaidBy::Person), Error::AlreadyBooked);
        settle();
        assert_eq!(stand(id), (Lapsed, Returned));
        assert_ok!(EVE.books(van, at(480, 90), PaidBy::Person));
    });
}

#[test]
fn a_hub_that_does_not_answer_frees_the_time() {
    scenario(|| {
        let van = dear_van();
        let id = BOB.books(van, at(480, 90), PaidBy::Person).unwrap();
        pass(HOUR);
        assert_eq!(stand(id), (Lapsed, Returning));
        let other = EVE.books(van, at(480, 90), PaidBy::Person).unwrap();
        // It hears of both at last: one hold goes back, the other one stands.
        settle();
        assert_eq!(stand(id), (Lapsed, Returned));
        assert_eq!(stand(other), (Confirmed, Held));
        assert_eq!(FakeLedger::count(HoldState::Released), 1);
        assert_eq!(FakeLedger::count(HoldState::Held), 1);
    });
}

#[test]
fn money_that_is_not_held_when_it_begins_is_too_late() {
    scenario(|| {
        let van = dear_van();
        let id = BOB.books(van, at(10, 90), PaidBy::Person).unwrap();
        be_at(10);
        assert_eq!(stand(id).0, Lapsed);
    });
}

#[test]
fn a_full_lane_delays_the_payment_and_the_booking_takes_place() {
    scenario(|| {
        let van = dear_van();
        let id = BOB.books(van, at(480, 90), PaidBy::Person).unwrap();
        settle();
        Room::put(0);
        be_at(480);
        assert_eq!(stand(id), (Running, Paying));
        be_at(580);
        assert_eq!(stand(id), (Completed, Paying));
        assert!(Outbox::get().is_empty());
        Room::kill();
        pass(MINUTE);
        settle();
        assert_eq!(stand(id), (Completed, Paid));
    });
}

#[test]
fn a_payment_that_comes_too_late_is_lost_and_the_booking_says_so() {
    scenario(|| {
        let van = dear_van();
        let id = BOB.books(van, at(480, 90), PaidBy::Person).unwrap();
        settle();
        be_at(480);
        // The hub is away for days.
        FakeLedger::take(Timestamp::get() + 10 * DAY, false);
        settle();
        assert_eq!(stand(id), (Running, Returned));
        be_at(580);
        assert_eq!(stand(id).0, Completed);
        assert!(Awards::get().is_empty());
    });
}

#[test]
fn a_chain_that_stood_still_lets_it_take_place_and_gives_the_money_back() {
    scenario(|| {
        let van = dear_van();
        let id = BOB.books(van, at(480, 90), PaidBy::Person).unwrap();
        settle();
        // It can't be captured any more, and the hold is still there.
        Timestamp::set_timestamp(START + DAY + 570 * MINUTE + HOUR);
        // Resources come first here, so that it begins before its settlement fails.
        Sharing::run_agenda();
        assert_eq!(stand(id), (Running, Returning));
        settle();
        assert_eq!(stand(id), (Completed, Returned));
        assert_eq!(FakeLedger::count(HoldState::Released), 1);
    });
}

#[test]
fn who_pays_is_who_may() {
    scenario(|| {
        let by_person = shared(van(per_hour(120, Bearer::Person)));
        let by_others = shared(van(per_hour(120, Bearer::Cooperatives)));
        let free = free_van();
        let mill = || shares(&[(MILL, 1_000_000)]);
        let span = at(480, 90);
        assert_noop!(BOB.books(by_person, span, mill()), Error::InvalidBearer);
        assert_noop!(BOB.books(by_others, span, PaidBy::Person), Error::InvalidBearer);
        assert_noop!(BOB.books(free, span, mill()), Error::InvalidBearer);
        assert_ok!(BOB.books(by_person, span, PaidBy::Person));
        assert_ok!(BOB.books(by_others, span, mill()));
        let most = icn_primitives::ledger::MAX_AMOUNT;
        let dearest = shared(van(per_hour(most, Bearer::Person)));
        assert_noop!(BOB.books(dearest, span, PaidBy::Person), Error::CostExceeded);
    });
}
