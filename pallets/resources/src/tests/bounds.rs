//! Bounds, parameters, and how long anything is remembered.

use crate::{frame, mock::*, OpenOf, ResourceParameters};
use frame::testing_prelude::*;
use icn_primitives::{reputation::Score, DAY};
use pallet_settlement::OnSettlement;

#[test]
fn a_person_has_so_many_open_bookings() {
    scenario(|| {
        let van = free_van();
        let most = parameters().max_bookings;
        for number in 0..most {
            assert_ok!(BOB.books(van, at(60 + 10 * number, 10), PaidBy::Person));
        }
        assert_noop!(BOB.books(van, at(600, 10), PaidBy::Person), Error::BookingsExceeded);
        assert_ok!(BOB.cancels(0));
        assert_ok!(BOB.books(van, at(600, 10), PaidBy::Person));
        be_at(60 + 10 * most);
        pass(3_000);
        pass(3_000);
        assert_eq!(OpenOf::<Test>::get(BOB.did()), 1);
    });
}

#[test]
fn what_is_over_is_forgotten_unless_the_ledger_has_something_to_do() {
    scenario(|| {
        let van = dear_van();
        let id = BOB.books(van, at(60, 10), PaidBy::Person).unwrap();
        settle();
        be_at(60);
        be_at(71);
        assert_eq!(stand(id), (BookingStatus::Completed, BookingPayment::Paying));
        pass(parameters().retention);
        assert_eq!(stand(id), (BookingStatus::Completed, BookingPayment::Paying));
        check();
        settle();
        events();
        pass(parameters().retention);
        assert_eq!(events(), [Event::BookingForgotten { id: BookingId(id) }]);
        assert_eq!(Sharing::booking(BookingId(id)), None);
    });
}

#[test]
fn a_block_moves_so_many_and_the_next_goes_on() {
    scenario(|| {
        let begun = || {
            Bookings::<Test>::iter_values()
                .filter(|booking| booking.status == BookingStatus::Running)
                .count()
        };
        for _ in 0..5 {
            let van = free_van();
            let who = if van < 3 { BOB } else { EVE };
            assert_ok!(who.books(van, at(60, 1_000), PaidBy::Person));
        }
        Timestamp::set_timestamp(START + 2 * icn_primitives::HOUR);
        next_block();
        assert_eq!(begun(), TASKS as usize);
        next_block();
        assert_eq!(begun(), 5);
    });
}

#[test]
fn the_rules_are_the_federations() {
    scenario(|| {
        let set = |parameters| send(RuntimeOrigin::root(), Call::set_parameters { parameters });
        let rules = ResourceParameters { max_bookings: 9, ..parameters() };
        assert_ok!(set(rules));
        assert_eq!(Sharing::rules(), rules);
        assert_eq!(events(), [Event::ParametersSet { parameters: rules }]);
        for bad in [
            ResourceParameters { horizon: 91 * 24 * 60, ..rules },
            ResourceParameters { max_minutes: 0, ..rules },
            ResourceParameters { decision_time: 31 * DAY, ..rules },
            ResourceParameters { hold_time: 8 * DAY, ..rules },
            ResourceParameters { retention: 0, ..rules },
            ResourceParameters { max_resources: 0, ..rules },
            ResourceParameters { max_bookings: 0, ..rules },
            ResourceParameters { sharing_reputation: Score::points(-1), ..rules },
        ] {
            assert_noop!(set(bad), Error::InvalidParameters);
        }
        let call = Call::set_parameters { parameters: rules };
        assert_noop!(BAKER.sends(call), DispatchError::BadOrigin);
        // What gives nothing isn't awarded.
        assert_ok!(set(ResourceParameters { sharing_reputation: Score::ZERO, ..rules }));
        let van = free_van();
        assert_ok!(BOB.books(van, at(60, 10), PaidBy::Person));
        be_at(71);
        pass(3_000);
        assert!(Awards::get().is_empty());
    });
}

#[test]
fn what_others_have_paid_is_none_of_ones_business() {
    scenario(|| {
        use icn_primitives::exchange::settlement::{Progress, Purpose};
        let exchange = Purpose::Exchange(Default::default());
        assert_storage_noop!(Sharing::on_settlement(exchange, Progress::Failed));
        assert!(<Sharing as OnSettlement>::weight().ref_time() > 0);
    });
}
