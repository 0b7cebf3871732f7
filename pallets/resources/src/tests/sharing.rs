//! What cooperatives pay by shares.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{Hash, DAY};
use pallet_settlement::testing::{FakeLedger, HoldState, Outbox, Poor};

use BookingPayment::*;
use BookingStatus::*;

/// Bob books a hall for the mill and the garden: 1.20 for an hour, by thirds.
fn hall() -> u64 {
    let hall = shared(van(per_hour(100, Bearer::Cooperatives)));
    let parts = shares(&[(MILL, 333_333), (GARDEN, 666_667)]);
    BOB.books(hall, at(480, 60), parts).unwrap()
}

#[test]
fn all_decide_and_all_pay_their_shares() {
    scenario(|| {
        let id = hall();
        assert_eq!(stand(id), (Proposed, None));
        assert_ok!(decide(&[MILL], id, true));
        settle();
        assert_eq!(stand(id), (Proposed, None));
        assert_eq!(FakeLedger::count(HoldState::Held), 0);
        assert_noop!(decide(&[MILL], id, true), Error::AlreadyDecided);
        assert_ok!(decide(&[GARDEN], id, true));
        assert_eq!(stand(id), (Reserved, Asked));
        settle();
        assert_eq!(stand(id), (Confirmed, Held));
        be_at(480);
        settle();
        assert_eq!(stand(id), (Running, Paid));
        assert_eq!(FakeLedger::paid(treasury(MILL)), 33);
        assert_eq!(FakeLedger::paid(treasury(GARDEN)), 67);
    });
}

#[test]
fn a_joint_decision_is_that_of_each_and_one_against_it_ends_it() {
    scenario(|| {
        let (first, other) = (hall(), hall());
        assert_ok!(decide(&[BAKERY, MILL, GARDEN], first, true));
        assert_eq!(stand(first), (Reserved, Asked));
        assert_ok!(decide(&[MILL], other, true));
        assert_ok!(decide(&[GARDEN], other, false));
        assert_eq!(stand(other), (Declined, None));
        assert_noop!(decide(&[MILL], other, true), Error::InvalidTransition);
        assert!(Sharing::is_free(ResourceId(1), &at(480, 60)));
    });
}

#[test]
fn one_cannot_pay_and_the_others_get_theirs_back() {
    scenario(|| {
        Poor::insert(treasury(GARDEN), ());
        let id = hall();
        assert_ok!(decide(&[MILL, GARDEN], id, true));
        settle();
        assert_eq!(stand(id), (Lapsed, Returned));
        assert_eq!(FakeLedger::count(HoldState::Released), 1);
        assert_eq!(FakeLedger::count(HoldState::Captured), 0);
    });
}

#[test]
fn what_is_not_decided_in_time_lapses() {
    scenario(|| {
        let id = hall();
        assert_ok!(decide(&[MILL], id, true));
        // It would begin before the time to decide is over.
        be_at(479);
        assert_eq!(stand(id).0, Proposed);
        Timestamp::set_timestamp(START + 480 * icn_primitives::MINUTE);
        assert_noop!(decide(&[GARDEN], id, true), Error::InvalidTime);
        next_block();
        assert_eq!(stand(id), (Lapsed, None));
        // A later one has a day.
        let hall = shared(van(per_hour(100, Bearer::Either)));
        let later = at(5 * 24 * 60, 60);
        let id = BOB.books(hall, later, shares(&[(MILL, 1_000_000)])).unwrap();
        pass(DAY - 10_000);
        assert_eq!(stand(id).0, Proposed);
        pass(10_000);
        assert_eq!(stand(id).0, Lapsed);
    });
}

#[test]
fn what_was_voted_for_cannot_be_swapped_and_nobody_else_decides() {
    scenario(|| {
        let id = hall();
        assert_noop!(decide_what(&[MILL], id, Hash::zero(), true), Error::ContentMismatch);
        assert_noop!(decide(&[BAKERY], id, true), Error::NotAffected);
        assert_noop!(decide(&[MILL], 77, true), Error::NotFound);
        let content_hash = Sharing::booking(BookingId(id)).unwrap().content_hash;
        let call = Call::decide_booking { id: BookingId(id), content_hash, approve: true };
        for person in [BOB, MILLER, BAKER] {
            assert_noop!(person.sends(call.clone()), DispatchError::BadOrigin);
        }
        Registers::put_cooperative(GARDEN, false);
        assert_noop!(decide(&[GARDEN], id, true), Error::CooperativeNotActive);
        assert_noop!(decide(&[MILL, GARDEN], id, true), Error::CooperativeNotActive);
        assert_ok!(decide(&[MILL], id, true));
    });
}

#[test]
fn shares_are_of_everything_and_the_own_cooperative_has_one() {
    scenario(|| {
        let hall = shared(van(per_hour(100, Bearer::Either)));
        for bad in [
            shares(&[]),
            shares(&[(MILL, 999_999)]),
            shares(&[(GARDEN, 1_000_000)]),
            shares(&[(GARDEN, 500_000), (MILL, 500_000)]),
            shares(&[(MILL, 500_000), (CLOSED, 500_000)]),
        ] {
            assert_noop!(BOB.books(hall, at(480, 60), bad), Error::InvalidShares);
        }
    });
}

#[test]
fn what_the_owner_carries_itself_is_decided_and_not_paid() {
    scenario(|| {
        let hall = shared(van(per_hour(100, Bearer::Either)));
        let both = shares(&[(BAKERY, 400_000), (MILL, 600_000)]);
        let id = ADA.books(hall, at(480, 60), both).unwrap();
        assert_ok!(decide(&[MILL], id, true));
        assert_eq!(stand(id).0, Proposed);
        assert_ok!(decide(&[BAKERY], id, true));
        settle();
        assert_eq!(stand(id), (Confirmed, Held));
        assert_eq!(FakeLedger::count(HoldState::Held), 1);
        // All of it is its own: there is nothing to hold.
        let own = shares(&[(BAKERY, 1_000_000)]);
        let id = ADA.books(hall, at(600, 60), own).unwrap();
        assert_ok!(decide(&[BAKERY], id, true));
        assert_eq!(stand(id), (Confirmed, None));
        assert!(Outbox::get().is_empty());
        be_at(661);
        assert_eq!(stand(id), (Completed, None));
    });
}
