//! That the checks of the state notice what is wrong with it.

use crate::{
    frame, mock::*, Agenda, ByCategory, ByCooperative, ByOwner, ByPrice, ByWord, Disputes,
    Inverted, Keys, Listings, ListingsOf, Newest, NextListing, NextOrder, OpenOrders, Orders,
    OrdersOf, Parameters, PricePlace, Rank, Ratings, WordPlace,
};
use frame::testing_prelude::*;
use icn_primitives::{
    due::Due,
    marketplace::{
        text::title_words, HoldState, Listing, ListingId, ListingStatus, Order, OrderId, Rating,
        RatingSum, Stage,
    },
};
use polkadot_sdk::sp_runtime::TryRuntimeError;

/// The listing and the orders of these stories: one funded, one disputed, one completed.
const LISTING: ListingId = ListingId(0);
const FUNDED: OrderId = OrderId(0);
const DISPUTED: OrderId = OrderId(1);
const COMPLETED: OrderId = OrderId(2);

fn stage_of_story() {
    let listing = loaves();
    for _ in 0..3 {
        assert_ok!(EVE.orders(listing, 1, MILL));
    }
    hub_answers();
    for order in [DISPUTED, COMPLETED] {
        assert_ok!(ADA.accepts(order));
        assert_ok!(ADA.delivers(order));
    }
    assert_ok!(EVE.disputes(DISPUTED));
    assert_ok!(EVE.completes(COMPLETED));
    hub_answers();
    assert_ok!(EVE.rates(COMPLETED, 4));
}

fn edit_listing(edit: impl FnOnce(&mut Listing)) {
    Listings::<Test>::mutate(LISTING, |listing| edit(listing.as_mut().unwrap()));
}

fn edit(id: OrderId, edit: impl FnOnce(&mut Order)) {
    Orders::<Test>::mutate(id, |order| edit(order.as_mut().unwrap()));
}

/// Every way to damage the state that a check must notice.
fn damages() -> Vec<(&'static str, fn())> {
    vec![
        ("parameters", || Parameters::<Test>::mutate(|rules| rules.max_orders = 0)),
        ("a listing has a number", || NextListing::<Test>::put(ListingId(0))),
        ("title isn't one", || {
            edit_listing(|listing| listing.terms.title = b" ".to_vec().try_into().unwrap())
        }),
        ("isn't in its form", || {
            edit_listing(|listing| listing.terms.category = b"FOOD".to_vec().try_into().unwrap())
        }),
        ("costs nothing", || edit_listing(|listing| listing.terms.price.amount = 0)),
        ("what is reserved", || edit_listing(|listing| listing.reserved += 1)),
        ("listing's orders are miscounted", || edit_listing(|listing| listing.orders = 2)),
        ("expires at another moment", || edit_listing(|listing| listing.due += 1)),
        ("listings are miscounted", || ListingsOf::<Test>::insert(ADA.did(), 2)),
        ("listing that isn't there", || {
            edit(COMPLETED, |order| order.listing = ListingId(7));
            edit_listing(|listing| listing.orders -= 1);
        }),
        ("isn't found by its owner", || {
            ByOwner::<Test>::remove(ADA.did(), Inverted::from(LISTING))
        }),
        ("owner's list", || ByOwner::<Test>::insert(BOB.did(), Inverted::from(LISTING), ())),
        ("can't be found", || Newest::<Test>::remove(Inverted::from(LISTING))),
        ("can't be found", || ByCooperative::<Test>::remove(BAKERY, Inverted::from(LISTING))),
        ("can't be found", || {
            let name = listing(LISTING).terms.category;
            ByCategory::<Test>::remove(name, Inverted::from(LISTING))
        }),
        ("can't be found", || ByPrice::<Test>::remove(HOURS, PricePlace::new(300, LISTING))),
        ("can't be found", || {
            let word = title_words(b"rye")[0];
            ByWord::<Test>::remove(WordPlace::new(word, LISTING))
        }),
        ("names what isn't open", || {
            ByPrice::<Test>::insert(HOURS, PricePlace::new(7, LISTING), ())
        }),
        ("leads to no open listing", || {
            ByWord::<Test>::insert(WordPlace::new(title_words(b"oak")[0], LISTING), ())
        }),
        ("names what isn't open", || {
            edit_listing(|listing| listing.status = ListingStatus::Withdrawn)
        }),
        ("an order has a number", || NextOrder::<Test>::put(OrderId(1))),
        ("with themself", || edit(FUNDED, |order| order.buyer = order.seller)),
        ("is of nothing", || edit(FUNDED, |order| order.total.amount = 0)),
        ("keeps a quantity", || {
            edit(FUNDED, |order| order.reserved = false);
            edit_listing(|listing| listing.reserved -= 1);
        }),
        ("when a hold expires", || edit(FUNDED, |order| order.hold_expires_at = None)),
        ("money isn't where", || edit(FUNDED, |order| order.hold = HoldState::Asked)),
        ("money isn't where", || edit(COMPLETED, |order| order.hold = HoldState::Captured(1))),
        ("money isn't where", || edit(COMPLETED, |order| order.stage = Stage::Unpaid)),
        ("waits for nothing", || edit(FUNDED, |order| order.due = None)),
        ("doesn't find its order", || OrdersOf::<Test>::remove(EVE.did(), Inverted::from(FUNDED))),
        ("order that isn't there", || {
            let side = icn_primitives::marketplace::Side::Buyer;
            OrdersOf::<Test>::insert(BOB.did(), Inverted::from(FUNDED), side)
        }),
        ("nobody finds a dispute", || Disputes::<Test>::remove(DISPUTED.0.to_be_bytes())),
        ("isn't disputed is listed", || Disputes::<Test>::insert(FUNDED.0.to_be_bytes(), ())),
        ("orders are miscounted", || OpenOrders::<Test>::insert(EVE.did(), 1)),
        ("order's next step", || edit(FUNDED, |order| order.due = Some(1))),
        ("never ends", || {
            Agenda::<Test>::remove(Rank::Listings, Due::new(listing(LISTING).due, 0))
        }),
        ("tasks of nothing", || Agenda::<Test>::insert(Rank::Orders, Due::new(5, 99), ())),
        ("listing isn't found by its key", || edit_listing(|listing| listing.key = [9; 32])),
        ("order isn't found by its key", || edit(FUNDED, |order| order.key = [9; 32])),
        ("names what isn't there", || {
            let record = Keys::<Test>::iter_values().next().unwrap();
            Keys::<Test>::insert(BOB.did(), [9; 32], record)
        }),
        ("other stars", || {
            edit(COMPLETED, |order| {
                order.rating_of_buyer = Some(Rating { stars: 6, comment: None })
            })
        }),
        ("rated too early", || {
            edit(FUNDED, |order| order.rating_of_buyer = Some(Rating { stars: 5, comment: None }))
        }),
        ("out of its bounds", || {
            Ratings::<Test>::insert(BOB.did(), RatingSum { stars: 6, count: 1 })
        }),
        ("wasn't counted", || Ratings::<Test>::remove(ADA.did())),
        ("wasn't counted", || Ratings::<Test>::insert(ADA.did(), RatingSum { stars: 3, count: 1 })),
    ]
}

#[test]
fn every_damage_is_noticed() {
    for (what, damage) in damages() {
        new_test_ext().execute_with(|| {
            stage_of_story();
            assert_ok!(Market::do_try_state());
            damage();
            let Err(TryRuntimeError::Other(found)) = Market::do_try_state() else {
                panic!("{what}: nothing was noticed")
            };
            assert!(found.contains(what), "{what}: {found}");
        });
    }
}
