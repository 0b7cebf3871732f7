//! Bookings that aren't to be.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use pallet_settlement::testing::{FakeLedger, HoldState};

use BookingPayment::*;
use BookingStatus::*;

#[test]
fn early_enough_it_costs_nothing() {
    scenario(|| {
        let van = dear_van();
        let id = BOB.books(van, at(480, 60), PaidBy::Person).unwrap();
        settle();
        be_at(419);
        assert_ok!(BOB.cancels(id));
        assert_eq!(stand(id), (Cancelled, Returning));
        assert!(Sharing::is_free(ResourceId(van), &at(480, 60)));
        settle();
        assert_eq!(stand(id), (Cancelled, Returned));
        assert_eq!(FakeLedger::count(HoldState::Released), 1);
        assert_noop!(BOB.cancels(id), Error::InvalidTransition);
    });
}

#[test]
fn too_late_it_is_paid_and_the_time_is_free_nevertheless() {
    scenario(|| {
        let van = dear_van();
        let id = BOB.books(van, at(480, 60), PaidBy::Person).unwrap();
        settle();
        be_at(420);
        assert_ok!(BOB.cancels(id));
        assert_eq!(stand(id), (Cancelled, Paying));
        assert_ok!(EVE.books(van, at(480, 60), PaidBy::Person));
        settle();
        assert_eq!(stand(id), (Cancelled, Paid));
        assert_eq!(FakeLedger::paid(BOB.account()), 120);
        assert!(Awards::get().is_empty());
    });
}

#[test]
fn the_owner_gives_back_until_it_begins() {
    scenario(|| {
        let van = dear_van();
        let id = BOB.books(van, at(480, 60), PaidBy::Person).unwrap();
        let other = BAKER.books(van, at(560, 60), PaidBy::Person).unwrap();
        settle();
        be_at(470);
        for stranger in [ADA, MILLER, EVE] {
            assert_noop!(stranger.cancels(id), Error::NotAuthorized);
        }
        assert_ok!(BAKER.cancels(id));
        settle();
        assert_eq!(stand(id), (Cancelled, Returned));
        // But not to itself.
        be_at(510);
        assert_ok!(BAKER.cancels(other));
        assert_eq!(stand(other), (Cancelled, Paying));
        assert_noop!(BAKER.cancels(77), Error::NotFound);
    });
}

#[test]
fn what_is_not_confirmed_costs_nothing_however_late() {
    scenario(|| {
        let van = dear_van();
        let reserved = BOB.books(van, at(30, 60), PaidBy::Person).unwrap();
        let proposed = EVE.books(van, at(100, 60), shares(&[(GARDEN, 1_000_000)])).unwrap();
        assert_ok!(BOB.cancels(reserved));
        assert_ok!(EVE.cancels(proposed));
        assert_eq!(stand(reserved), (Cancelled, Returning));
        assert_eq!(stand(proposed), (Cancelled, None));
        settle();
        assert_eq!(stand(reserved), (Cancelled, Returned));
        assert_eq!(FakeLedger::count(HoldState::Captured), 0);
    });
}

#[test]
fn a_hold_that_is_on_its_way_is_given_back() {
    scenario(|| {
        let van = dear_van();
        let id = BOB.books(van, at(480, 60), PaidBy::Person).unwrap();
        next_block();
        assert_ok!(BOB.cancels(id));
        settle();
        assert_eq!(stand(id), (Cancelled, Returned));
        assert_eq!(FakeLedger::count(HoldState::Released), 1);
    });
}

#[test]
fn what_has_begun_is_not_cancelled() {
    scenario(|| {
        let van = free_van();
        let id = BOB.books(van, at(480, 60), PaidBy::Person).unwrap();
        Timestamp::set_timestamp(START + 480 * icn_primitives::MINUTE);
        assert_noop!(BOB.cancels(id), Error::AlreadyBegun);
        be_at(480);
        assert_noop!(BAKER.cancels(id), Error::InvalidTransition);
    });
}
