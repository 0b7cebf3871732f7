//! What cooperatives share.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{ledger::MAX_AMOUNT, CooperativeId};

fn register(owner: CooperativeId, terms: ResourceTerms, number: u64) -> Call {
    Call::register { owner, terms, key: key(number) }
}

#[test]
fn a_steward_shares_a_van_and_changes_what_it_says_of_it() {
    scenario(|| {
        assert_ok!(BAKER.sends(register(BAKERY, van(Cost::Free), 1)));
        let resource = Resources::<Test>::get(ResourceId(0)).unwrap();
        assert_eq!((resource.owner, resource.version), (BAKERY, 0));
        assert_eq!(events(), [Event::ResourceRegistered { id: ResourceId(0), resource }]);

        let mut terms = van(per_hour(100, Bearer::Person));
        terms.kind = ResourceKind::Other;
        terms.place = b"de/berlin/wedding".to_vec().try_into().unwrap();
        let id = ResourceId(0);
        let update = |version| Call::update { id, version, terms: terms.clone() };
        assert_ok!(BAKER.sends(update(0)));
        assert_noop!(BAKER.sends(update(0)), Error::StaleVersion);
        assert_ok!(BAKER.sends(update(1)));
        let resource = Resources::<Test>::get(id).unwrap();
        assert_eq!((resource.terms, resource.version), (terms, 2));
    });
}

#[test]
fn only_stewards_of_the_owner_do() {
    scenario(|| {
        for (person, owner) in [(ADA, BAKERY), (MILLER, BAKERY), (FORMER, CLOSED), (STRANGER, MILL)]
        {
            assert_noop!(person.sends(register(owner, van(Cost::Free), 1)), Error::NotAuthorized);
        }
        let id = ResourceId(free_van());
        let closures = Closures::default();
        for call in [
            Call::update { id, version: 0, terms: van(Cost::Free) },
            Call::set_closures { id, version: 0, closures },
            Call::retire { id },
        ] {
            assert_noop!(MILLER.sends(call.clone()), Error::NotAuthorized);
            assert_noop!(ADA.sends(call), Error::NotAuthorized);
        }
        assert_noop!(BAKER.sends(Call::retire { id: ResourceId(7) }), Error::NotFound);
    });
}

#[test]
fn what_cannot_be_is_not_registered() {
    scenario(|| {
        let refused = |change: fn(&mut ResourceTerms), error: Error| {
            let mut terms = van(per_hour(100, Bearer::Person));
            change(&mut terms);
            assert_noop!(BAKER.sends(register(BAKERY, terms, 1)), error);
        };
        refused(|terms| terms.name = Default::default(), Error::InvalidName);
        refused(|terms| terms.name = vec![0xff].try_into().unwrap(), Error::InvalidName);
        refused(|terms| terms.place = b"Berlin".to_vec().try_into().unwrap(), Error::InvalidPlace);
        refused(
            |terms| terms.windows = vec![Window { from: 5, to: 5 }].try_into().unwrap(),
            Error::InvalidWindows,
        );
        refused(
            |terms| terms.access = Access::Cooperatives(vec![MILL, MILL].try_into().unwrap()),
            Error::InvalidAccess,
        );
        refused(|terms| terms.cost = per_hour(0, Bearer::Person), Error::InvalidCost);
        refused(|terms| terms.cost = per_hour(MAX_AMOUNT + 1, Bearer::Person), Error::InvalidCost);
        refused(
            |terms| {
                let cancellation = parameters().horizon + 1;
                let price = money(1);
                terms.cost = Cost::PerHour { price, bearer: Bearer::Person, cancellation };
            },
            Error::InvalidCost,
        );
        let id = ResourceId(free_van());
        for bad in [vec![at(5, 0)], vec![at(10, 5), at(0, 5)], vec![at(0, 6), at(5, 5)]] {
            let closures = bad.try_into().unwrap();
            let call = Call::set_closures { id, version: 0, closures };
            assert_noop!(BAKER.sends(call), Error::InvalidClosures);
        }
    });
}

#[test]
fn the_same_is_registered_once_and_no_more_than_may_be() {
    scenario(|| {
        let call = register(BAKERY, van(Cost::Free), 1);
        assert_ok!(BAKER.sends(call.clone()));
        events();
        assert_ok!(BAKER.sends(call.clone()));
        let named = crate::Named::Resource(ResourceId(0));
        assert_eq!(events(), [Event::Replayed { named, by: BAKER.did() }]);
        let other = register(BAKERY, van(per_hour(1, Bearer::Person)), 1);
        assert_noop!(BAKER.sends(other), Error::KeyReused);
        for number in 2..=parameters().max_resources {
            assert_ok!(BAKER.sends(register(BAKERY, van(Cost::Free), number.into())));
        }
        let more = register(BAKERY, van(Cost::Free), 99);
        assert_noop!(BAKER.sends(more.clone()), Error::ResourcesExceeded);
        assert_ok!(BAKER.sends(Call::retire { id: ResourceId(0) }));
        assert_ok!(BAKER.sends(more));
        // It was done, whatever became of it.
        assert_ok!(BAKER.sends(call));
        assert_eq!(NextResource::<Test>::get(), ResourceId(parameters().max_resources + 1));
    });
}

#[test]
fn what_is_retired_is_not_booked_but_its_bookings_take_place() {
    scenario(|| {
        let van = free_van();
        let id = ResourceId(van);
        let booking = BOB.books(van, at(60, 60), PaidBy::Person).unwrap();
        assert_ok!(BAKER.sends(Call::retire { id }));
        assert_noop!(BAKER.sends(Call::retire { id }), Error::Retired);
        let update = Call::update { id, version: 1, terms: crate::mock::van(Cost::Free) };
        assert_noop!(BAKER.sends(update), Error::Retired);
        assert_noop!(BOB.books(van, at(200, 60), PaidBy::Person), Error::Retired);
        assert!(!Sharing::is_free(id, &at(200, 60)));
        be_at(121);
        assert_eq!(stand(booking).0, BookingStatus::Completed);
    });
}

#[test]
fn a_retired_resource_is_forgotten_when_its_bookings_are_over() {
    scenario(|| {
        crate::Parameters::<Test>::mutate(|rules| rules.retention = icn_primitives::DAY);
        let van = free_van();
        let start = 3 * 24 * 60;
        assert_ok!(BOB.books(van, at(start, 60), PaidBy::Person));
        assert_ok!(BAKER.sends(Call::retire { id: ResourceId(van) }));
        be_at(24 * 60 + 1);
        assert!(Sharing::resource(ResourceId(van)).is_some());
        check();
        be_at(start + 61);
        pass(icn_primitives::DAY);
        pass(icn_primitives::DAY);
        assert_eq!(Sharing::resource(ResourceId(van)), None);
        assert_eq!(Bookings::<Test>::iter_keys().count(), 0);
        assert_eq!(crate::Keys::<Test>::iter_keys().count(), 0);
        assert_eq!(crate::Slots::<Test>::iter_keys().count(), 0);
    });
}
