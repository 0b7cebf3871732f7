//! Booking what costs nothing: who may, and when.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{
    membership::Role,
    reputation::{Act, Category},
};

const DAY_MINUTES: u32 = 24 * 60;

#[test]
fn a_van_is_booked_used_and_the_owner_gets_reputation() {
    scenario(|| {
        let van = free_van();
        let id = BOB.books(van, at(480, 120), PaidBy::Person).unwrap();
        let none = BookingPayment::None;
        assert_eq!(stand(id), (BookingStatus::Confirmed, none));
        be_at(480);
        assert_eq!(stand(id), (BookingStatus::Running, none));
        assert!(Awards::get().is_empty());
        be_at(600);
        assert_eq!(stand(id), (BookingStatus::Completed, none));
        let sharing = parameters().sharing_reputation;
        assert_eq!(Awards::given(), [(Act::ExchangeFulfilled, did_of(BAKERY), sharing)]);
        assert_eq!(Awards::get()[0].category, Category::ResourceSharing);
        // The own members' use gives nothing.
        ADA.books(van, at(700, 10), PaidBy::Person).unwrap();
        be_at(720);
        assert_eq!(Awards::get().len(), 1);
    });
}

#[test]
fn nobody_gets_a_minute_that_somebody_else_has() {
    scenario(|| {
        let van = free_van();
        let other = free_van();
        BOB.books(van, at(480, 120), PaidBy::Person).unwrap();
        for (start, minutes) in
            [(480, 120), (479, 2), (599, 2), (500, 10), (400, 300), (480, 1), (599, 1)]
        {
            let span = at(start, minutes);
            assert_noop!(EVE.books(van, span, PaidBy::Person), Error::AlreadyBooked);
            assert!(!Sharing::is_free(ResourceId(van), &span));
        }
        // Right before, right after, and another van.
        for (van, start, minutes) in [(van, 360, 120), (van, 600, 60), (other, 480, 120)] {
            assert!(Sharing::free(ResourceId(van), at(start, minutes)));
            assert_ok!(EVE.books(van, at(start, minutes), PaidBy::Person));
        }
    });
}

#[test]
fn a_time_is_within_windows_and_outside_of_closures() {
    scenario(|| {
        let mut terms = van(Cost::Free);
        // Mondays from 8 to 12 and from 12 to 18, and the end of Sunday.
        let window = |from: u16, to: u16| Window { from: from * 60, to: to * 60 };
        let windows = vec![window(8, 12), window(12, 18), window(167, 168)];
        terms.windows = windows.try_into().unwrap();
        let van = shared(terms);
        let unavailable = |start, minutes| {
            let span = at(start, minutes);
            assert_noop!(BOB.books(van, span, PaidBy::Person), Error::NotAvailable);
        };
        unavailable(7 * 60, 120);
        unavailable(17 * 60, 61);
        unavailable(DAY_MINUTES + 8 * 60, 60);
        assert_ok!(BOB.books(van, at(11 * 60, 120), PaidBy::Person));
        assert_ok!(BOB.books(van, at(7 * DAY_MINUTES - 60, 60), PaidBy::Person));
        unavailable(7 * DAY_MINUTES - 60, 61);

        let closures: Closures = vec![at(13 * 60, 30)].try_into().unwrap();
        let call = Call::set_closures { id: ResourceId(van), version: 0, closures };
        assert_ok!(BAKER.sends(call));
        unavailable(13 * 60, 60);
        unavailable(13 * 60 + 29, 1);
        assert_ok!(BOB.books(van, at(13 * 60 + 30, 30), PaidBy::Person));
    });
}

#[test]
fn a_time_is_ahead_and_not_too_far_nor_too_long() {
    scenario(|| {
        let van = free_van();
        let refused = |span, error: Error| {
            assert_noop!(BOB.books(van, span, PaidBy::Person), error);
        };
        refused(at(60, 0), Error::InvalidSpan);
        refused(at(60, parameters().max_minutes + 1), Error::InvalidSpan);
        let mut backwards = at(60, 60);
        (backwards.start, backwards.end) = (backwards.end, backwards.start);
        refused(backwards, Error::InvalidSpan);
        refused(at(0, 60), Error::InvalidTime);
        refused(at(parameters().horizon + 1, 60), Error::InvalidTime);
        let far = Span { start: u32::MAX - 5, end: u32::MAX };
        refused(far, Error::InvalidTime);
        assert!(!Sharing::is_free(ResourceId(van), &Span { start: 0, end: u32::MAX }));
        assert_ok!(BOB.books(van, at(1, parameters().max_minutes), PaidBy::Person));
        assert_ok!(BOB.books(van, at(parameters().horizon, 60), PaidBy::Person));
    });
}

#[test]
fn members_use_what_their_cooperatives_may() {
    scenario(|| {
        let own = shared(ResourceTerms { access: Access::Owner, ..van(Cost::Free) });
        let named = Access::Cooperatives(vec![MILL].try_into().unwrap());
        let named = shared(ResourceTerms { access: named, ..van(Cost::Free) });
        let span = at(60, 60);
        assert_noop!(BOB.books(own, span, PaidBy::Person), Error::AccessDenied);
        assert_ok!(ADA.books(own, span, PaidBy::Person));
        assert_noop!(EVE.books(named, span, PaidBy::Person), Error::AccessDenied);
        assert_ok!(BOB.books(named, span, PaidBy::Person));
        assert_ok!(ADA.books(named, at(120, 60), PaidBy::Person));

        let van = free_van();
        let call = |cooperative| booking_of(van, cooperative, span, PaidBy::Person, 1);
        assert_noop!(BOB.sends(call(BAKERY)), Error::NotMember);
        assert_noop!(FORMER.sends(call(CLOSED)), Error::NotMember);
        assert_noop!(STRANGER.sends(call(MILL)), Error::NotAuthorized);
        assert_noop!(BOB.books(77, span, PaidBy::Person), Error::NotFound);
        // What nobody takes care of isn't shared.
        Registers::put_cooperative(BAKERY, false);
        assert_noop!(BOB.sends(call(MILL)), Error::CooperativeNotActive);
    });
}

#[test]
fn a_role_may_be_required() {
    scenario(|| {
        let mut terms = van(Cost::Free);
        terms.requirements.role = Some(Role::Steward);
        let van = shared(terms);
        assert_noop!(BOB.books(van, at(60, 60), PaidBy::Person), Error::RoleRequired);
        assert_ok!(MILLER.books(van, at(60, 60), PaidBy::Person));
    });
}

#[test]
fn nobody_is_bound_to_terms_that_it_has_not_seen() {
    scenario(|| {
        let van = free_van();
        let call = booking_of(van, MILL, at(60, 60), PaidBy::Person, 1);
        let terms = crate::mock::van(per_hour(1_000, Bearer::Person));
        assert_ok!(BAKER.sends(Call::update { id: ResourceId(van), version: 0, terms }));
        assert_noop!(BOB.sends(call), Error::StaleVersion);
    });
}

#[test]
fn the_same_is_booked_once() {
    scenario(|| {
        let van = free_van();
        let call = booking_of(van, MILL, at(60, 60), PaidBy::Person, 1);
        assert_ok!(BOB.sends(call.clone()));
        events();
        // Also when the resource has changed since.
        let terms = crate::mock::van(Cost::Free);
        assert_ok!(BAKER.sends(Call::update { id: ResourceId(van), version: 0, terms }));
        events();
        assert_ok!(BOB.sends(call));
        let named = crate::Named::Booking(BookingId(0));
        assert_eq!(events(), [Event::Replayed { named, by: BOB.did() }]);
        let other = booking_of(van, MILL, at(61, 60), PaidBy::Person, 1);
        assert_noop!(BOB.sends(other), Error::KeyReused);
        let register =
            Call::register { owner: MILL, terms: crate::mock::van(Cost::Free), key: key(1) };
        BOB.is(&[(MILL, STEWARD)]);
        assert_noop!(BOB.sends(register), Error::KeyReused);
    });
}
