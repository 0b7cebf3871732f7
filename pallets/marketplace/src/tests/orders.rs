//! Orders of offers: from the order to the payment, and who may do what.

use crate::{frame, mock::*, Parameters};
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::LedgerAccount,
    marketplace::{
        HoldState, ListingKind, ListingTerms, Made, OrderId, Reason, Side, Stage, Visibility,
    },
    reputation::Act,
};
use ListingKind::Offer;

#[test]
fn an_order_is_funded_accepted_delivered_and_completed() {
    scenario(|| {
        let listing = loaves();
        let order = EVE.orders(listing, 2, MILL).unwrap();
        assert_eq!((stage(order), hold(order)), (Stage::Placed, HoldState::Asked));
        assert_eq!(stock(listing), (8, 2, 0));
        hub_answers();
        assert_eq!((stage(order), hold(order)), (Stage::Funded, HoldState::Held));
        assert_eq!(EVE.held(), 600);
        assert_ok!(ADA.accepts(order));
        assert_ok!(ADA.delivers(order));
        assert_eq!(stage(order), Stage::Delivered);
        assert_eq!(EVE.balance(), 0);
        assert_ok!(EVE.completes(order));
        assert_eq!(stage(order), Stage::Completed);
        assert_eq!(stock(listing), (8, 0, 2));
        // Reputation comes when the money has come.
        assert_eq!(Awards::get(), vec![]);
        hub_answers();
        assert_eq!(hold(order), HoldState::Captured(600));
        assert_eq!((EVE.balance(), ADA.balance(), EVE.held()), (-600, 600, 0));
        assert_eq!(Awards::count(Act::OrderCompleted, &ADA.did()), 1);
        assert_eq!(Awards::count(Act::OrderCompleted, &EVE.did()), 1);
        assert_eq!(Awards::get().len(), 2);
    });
}

#[test]
fn a_cooperative_sells_by_its_stewards_into_its_treasury() {
    scenario(|| {
        let call = Call::create_listing {
            owner: did_of(MILL),
            cooperative: MILL,
            kind: Offer,
            terms: terms("Flour", 50),
            quantity: 100,
            key: fresh_key(),
        };
        let listing = crate::NextListing::<Test>::get();
        assert_ok!(MILLER.sends(call));
        let order = ADA.orders(listing, 4, BAKERY).unwrap();
        hub_answers();
        for other in [EVE, ADA, BAKER] {
            assert_noop!(other.accepts(order), Error::NotAuthorized);
        }
        assert_ok!(MILLER.accepts(order));
        assert_ok!(MILLER.delivers(order));
        assert_ok!(ADA.completes(order));
        hub_answers();
        let treasury = LedgerAccount::cooperative(MILL);
        assert_eq!(HUB.with_borrow(|hub| hub.balance(treasury)), 200);
        assert_eq!(Awards::count(Act::OrderCompleted, &did_of(MILL)), 1);
    });
}

#[test]
fn nobody_does_what_is_the_others() {
    scenario(|| {
        let order = funded();
        for other in [EVE, BOB, BAKER, STRANGER] {
            assert_noop!(other.accepts(order), Error::NotAuthorized);
        }
        assert_ok!(ADA.accepts(order));
        for other in [EVE, BOB, BAKER] {
            assert_noop!(other.delivers(order), Error::NotAuthorized);
        }
        assert_noop!(EVE.completes(order), Error::InvalidTransition);
        assert_ok!(ADA.delivers(order));
        for other in [ADA, BOB, BAKER, MILLER] {
            assert_noop!(other.completes(order), Error::NotAuthorized);
        }
        for other in [BOB, BAKER, MILLER] {
            assert_noop!(other.cancels(order), Error::NotAuthorized);
            assert_noop!(other.disputes(order), Error::NotAuthorized);
        }
        assert_ok!(EVE.completes(order));
        assert_noop!(EVE.completes(order), Error::InvalidTransition);
        assert_noop!(ADA.accepts(OrderId(99)), Error::NotFound);
    });
}

#[test]
fn nobody_deals_with_themself() {
    scenario(|| {
        let own = loaves();
        assert_noop!(ADA.orders(own, 1, BAKERY), Error::SelfDealing);
        // Nor as a steward who buys from the own cooperative and acts for it.
        let call = Call::create_listing {
            owner: did_of(MILL),
            cooperative: MILL,
            kind: Offer,
            terms: terms("Flour", 50),
            quantity: 100,
            key: fresh_key(),
        };
        let listing = crate::NextListing::<Test>::get();
        assert_ok!(MILLER.sends(call));
        let order = MILLER.orders(listing, 1, MILL).unwrap();
        hub_answers();
        assert_noop!(MILLER.accepts(order), Error::NotAuthorized);
        // Another steward may.
        EVE.is(&[(MILL, STEWARD)]);
        assert_ok!(EVE.accepts(order));
        assert_noop!(MILLER.delivers(order), Error::NotAuthorized);
    });
}

#[test]
fn a_cooperative_doesnt_buy_by_orders() {
    scenario(|| {
        let (listing, party) = (loaves(), did_of(MILL));
        let call = Call::place_order {
            listing,
            version: 0,
            quantity: 1,
            party,
            cooperative: MILL,
            key: fresh_key(),
        };
        assert_noop!(MILLER.sends(call.clone()), Error::BuyerNotPerson);
        assert_noop!(EVE.sends(call), Error::NotAuthorized);
    });
}

#[test]
fn a_listing_for_a_cooperative_is_ordered_by_its_members_alone() {
    scenario(|| {
        let own = ListingTerms { visibility: Visibility::Cooperative, ..terms("Rye", 10) };
        let listing = ADA.lists(BAKERY, Offer, own, 5).unwrap();
        assert_noop!(EVE.orders(listing, 1, MILL), Error::NotVisible);
        assert_noop!(EVE.orders(listing, 1, BAKERY), Error::NotMember);
        BOB.is(&[(MILL, MEMBER)]);
        assert_noop!(BOB.orders(listing, 1, BAKERY), Error::NotMember);
        assert_noop!(BOB.orders(listing, 1, MILL), Error::NotVisible);
        BOB.is(&[(BAKERY, MEMBER)]);
        assert_ok!(BOB.orders(listing, 1, BAKERY));
        EVE.is(&[(MILL, MEMBER), (BAKERY, MEMBER)]);
        assert_ok!(EVE.orders(listing, 1, BAKERY));
    });
}

#[test]
fn whose_membership_ends_is_ordered_from_no_more() {
    scenario(|| {
        let listing = loaves();
        let order = EVE.orders(listing, 1, MILL).unwrap();
        hub_answers();
        ADA.is(&[]);
        assert_noop!(EVE.orders(listing, 1, MILL), Error::OwnerNotActive);
        assert_noop!(ADA.accepts(order), Error::SellerNotActive);
        ADA.is(&[(BAKERY, MEMBER)]);
        Registers::put_cooperative(BAKERY, false);
        assert_noop!(EVE.orders(listing, 1, MILL), Error::OwnerNotActive);
        Registers::put_cooperative(BAKERY, true);
        assert_ok!(ADA.accepts(order));
        // What was agreed upon goes on, whoever leaves.
        ADA.is(&[]);
        EVE.is(&[]);
        assert_ok!(ADA.delivers(order));
        assert_ok!(EVE.completes(order));
        hub_answers();
        assert_eq!(hold(order), HoldState::Captured(300));
    });
}

#[test]
fn no_more_is_ordered_than_is_left() {
    scenario(|| {
        let listing = loaves();
        assert_noop!(EVE.orders(listing, 0, MILL), Error::InvalidQuantity);
        assert_noop!(EVE.orders(listing, 11, MILL), Error::QuantityExceeded);
        let order = EVE.orders(listing, 7, MILL).unwrap();
        assert_noop!(BOB.orders(listing, 4, BAKERY), Error::QuantityExceeded);
        assert_ok!(EVE.cancels(order));
        assert_ok!(BOB.orders(listing, 10, BAKERY));
        assert_eq!(stock(listing), (0, 10, 0));
        let rich =
            ADA.lists(BAKERY, Offer, terms("Gold", icn_primitives::ledger::MAX_AMOUNT), 2).unwrap();
        assert_noop!(EVE.orders(rich, 2, MILL), Error::AmountExceeded);
    });
}

#[test]
fn who_has_read_other_terms_orders_nothing() {
    scenario(|| {
        let listing = loaves();
        let dear = terms("Rye bread", 900);
        let update = Call::update_listing { id: listing, version: 0, terms: dear, quantity: 5 };
        assert_ok!(ADA.sends(update));
        let call = Call::place_order {
            listing,
            version: 0,
            quantity: 1,
            party: EVE.did(),
            cooperative: MILL,
            key: fresh_key(),
        };
        assert_noop!(EVE.sends(call), Error::StaleVersion);
        assert_ok!(EVE.orders(listing, 1, MILL));
    });
}

#[test]
fn what_is_sent_twice_is_ordered_once() {
    scenario(|| {
        let listing = loaves();
        let call = |quantity| Call::place_order {
            listing,
            version: 0,
            quantity,
            party: EVE.did(),
            cooperative: MILL,
            key: key(7),
        };
        assert_ok!(EVE.sends(call(2)));
        events();
        // Also after the listing has changed or gone.
        assert_ok!(ADA.sends(Call::withdraw_listing { id: listing }));
        events();
        assert_ok!(EVE.sends(call(2)));
        assert!(matches!(events()[..], [Event::Replayed { made: Made::Order(_), .. }]));
        assert_eq!(Lane::get().len(), 1);
        assert_noop!(EVE.sends(call(3)), Error::KeyReused);
    });
}

#[test]
fn a_party_has_so_many_orders_at_a_time() {
    scenario(|| {
        Parameters::<Test>::mutate(|rules| rules.max_orders = 2);
        let listing = loaves();
        let first = EVE.orders(listing, 1, MILL).unwrap();
        assert_ok!(EVE.orders(listing, 1, MILL));
        assert_noop!(EVE.orders(listing, 1, MILL), Error::OrdersExceeded);
        assert_ok!(BOB.orders(listing, 1, BAKERY));
        assert_ok!(EVE.cancels(first));
        assert_ok!(EVE.orders(listing, 1, MILL));
    });
}

#[test]
fn the_buyer_cancels_before_the_acceptance() {
    scenario(|| {
        let order = funded();
        assert_ok!(EVE.cancels(order));
        assert_eq!(stage(order), Stage::Cancelled(Reason::ByBuyer));
        hub_answers();
        assert_eq!((hold(order), EVE.held(), EVE.balance()), (HoldState::Released, 0, 0));
        assert_eq!(stock_of(order), (10, 0, 0));
        let order = accepted();
        assert_noop!(EVE.cancels(order), Error::InvalidTransition);
    });
}

#[test]
fn the_seller_cancels_before_the_delivery() {
    scenario(|| {
        for begin in [funded, accepted] {
            let order = begin();
            assert_ok!(ADA.cancels(order));
            assert_eq!(stage(order), Stage::Cancelled(Reason::BySeller));
            hub_answers();
            assert_eq!((hold(order), EVE.held()), (HoldState::Released, 0));
            assert_eq!(stock_of(order), (10, 0, 0));
        }
        let order = delivered();
        assert_noop!(ADA.cancels(order), Error::InvalidTransition);
        assert_eq!(Awards::get(), vec![]);
    });
}

#[test]
fn both_find_their_orders_the_newest_first() {
    scenario(|| {
        let listing = loaves();
        let ids: Vec<_> = (0..5).map(|_| EVE.orders(listing, 1, MILL).unwrap()).collect();
        for (party, side) in [(EVE, Side::Buyer), (ADA, Side::Seller)] {
            let page = Market::orders_of(&party.did(), None, 3);
            let found: Vec<_> = page.iter().map(|(id, _)| *id).collect();
            assert_eq!(found, [ids[4], ids[3], ids[2]]);
            assert_eq!(page[0].1.party(side), &party.did());
            let rest = Market::orders_of(&party.did(), Some(ids[2]), 9);
            assert_eq!(rest.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [ids[1], ids[0]]);
        }
        assert_eq!(Market::orders_of(&BOB.did(), None, 9), vec![]);
        assert!(Market::act(&EVE.did(), crate::mock::order(ids[0]).key).is_some());
    });
}
