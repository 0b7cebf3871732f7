//! What is over is kept for a while, and then forgotten.

use crate::{frame, mock::*, Agenda, Keys, Listings, ListingsOf, OpenOrders, Orders, OrdersOf};
use frame::testing_prelude::*;
use icn_primitives::{DAY, HOUR};

/// How much is stored of listings and orders.
fn stored() -> usize {
    Listings::<Test>::iter().count()
        + ListingsOf::<Test>::iter().count()
        + Orders::<Test>::iter().count()
        + OrdersOf::<Test>::iter().count()
        + OpenOrders::<Test>::iter().count()
        + Keys::<Test>::iter().count()
        + Agenda::<Test>::iter().count()
        + crate::ByOwner::<Test>::iter().count()
        + crate::ByWord::<Test>::iter().count()
        + crate::Newest::<Test>::iter().count()
}

#[test]
fn nothing_stays_of_what_is_over() {
    scenario(|| {
        let order = delivered();
        assert_ok!(EVE.completes(order));
        hub_answers();
        let proposed = BOB.orders(sacks_wanted(), 1, BAKERY).unwrap();
        assert_ok!(BOB.cancels(proposed));
        loaves();
        pass(2 * DAY - 1);
        assert!(Orders::<Test>::contains_key(order));
        pass(1);
        assert!(!Orders::<Test>::contains_key(order));
        assert!(Listings::<Test>::contains_key(icn_primitives::marketplace::ListingId(0)));
        pass(10 * DAY);
        pass(2 * DAY);
        assert_eq!(stored(), 0);
    });
}

#[test]
fn a_listing_is_kept_as_long_as_an_order_of_it() {
    scenario(|| {
        let order = disputed();
        let id = crate::mock::order(order).listing;
        Room::set(0);
        assert_ok!(ADA.sends(Call::withdraw_listing { id }));
        // Its own time has passed, but the order's money is on its way.
        assert_ok!(EVE.completes(order));
        pass(HOUR);
        Room::set(9);
        pass(HOUR);
        pass(3 * DAY);
        assert_eq!(listing(id).orders, 1);
        hub_answers();
        pass(2 * DAY);
        assert!(!Listings::<Test>::contains_key(id));
        assert_eq!(stored(), 0);
    });
}

#[test]
fn a_key_is_remembered_as_long_as_what_was_made_under_it() {
    scenario(|| {
        let listing = loaves();
        let call = Call::place_order {
            listing,
            version: 0,
            quantity: 1,
            party: EVE.did(),
            cooperative: MILL,
            key: key(1),
        };
        assert_ok!(EVE.sends(call.clone()));
        hub_answers();
        let order = icn_primitives::marketplace::OrderId(0);
        assert_ok!(EVE.cancels(order));
        hub_answers();
        pass(DAY);
        assert_ok!(EVE.sends(call.clone()));
        assert_eq!(Orders::<Test>::iter().count(), 1);
        pass(DAY);
        assert_eq!(Orders::<Test>::iter().count(), 0);
        assert_ok!(EVE.sends(call));
        assert_eq!(Orders::<Test>::iter().count(), 1);
    });
}
