//! Whoever follows the events from the genesis on has all listings, orders and ratings.

use crate::{frame, mock::*, Listings, Orders, Ratings};
use alloc::collections::BTreeMap;
use frame::testing_prelude::*;
use icn_primitives::{
    marketplace::{Dispute, Listing, ListingId, Order, OrderId, RatingSum, Side, Stage},
    Did, DAY, HOUR,
};

/// The marketplace, from events alone.
#[derive(Default, Debug)]
pub struct Rebuilt {
    listings: BTreeMap<ListingId, Listing>,
    orders: BTreeMap<OrderId, Order>,
    ratings: BTreeMap<Did, RatingSum>,
}

impl Rebuilt {
    /// Reads the events that have come since the last time.
    pub fn read(&mut self) {
        for event in events() {
            self.apply(event);
        }
    }

    fn order(&mut self, id: OrderId) -> &mut Order {
        self.orders.get_mut(&id).expect("the order was told of")
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::ListingCreated { id, listing, .. } => {
                assert_eq!(self.listings.insert(id, listing), None);
            }
            Event::ListingUpdated { id, version, terms, available, .. } => {
                let listing = self.listings.get_mut(&id).unwrap();
                listing.due = terms.expires_at;
                (listing.version, listing.terms, listing.available) = (version, terms, available);
            }
            Event::StockChanged { listing, available, reserved, traded } => {
                let listing = self.listings.get_mut(&listing).unwrap();
                (listing.available, listing.reserved) = (available, reserved);
                listing.traded = traded;
            }
            Event::ListingEnded { id, status, until, .. } => {
                let listing = self.listings.get_mut(&id).unwrap();
                (listing.status, listing.due) = (status, until);
            }
            Event::ListingForgotten { id } => {
                self.listings.remove(&id).unwrap();
            }
            Event::OrderPlaced { id, order, .. } => {
                self.listings.get_mut(&order.listing).unwrap().orders += 1;
                assert_eq!(self.orders.insert(id, order), None);
            }
            Event::OrderMoved { order: id, stage, due, .. } => {
                let order = self.order(id);
                (order.stage, order.due) = (stage, due);
                order.reserved = !stage.has_ended();
                order.accepted |= stage == Stage::Accepted;
                order.delivered |= matches!(stage, Stage::Delivered | Stage::Completed);
            }
            Event::HoldMoved { order: id, hold, expires_at, due } => {
                let order = self.order(id);
                (order.hold, order.hold_expires_at, order.due) = (hold, expires_at, due);
            }
            Event::LedgerRefused { .. } | Event::DisputeDecided { .. } => {}
            Event::DisputeOpened { order, by, reasons } => {
                self.order(order).dispute = Some(Dispute { by, reasons });
            }
            Event::PartyRated { order, by, of, rating } => {
                let order = self.order(order);
                match by {
                    Side::Buyer => order.rating_of_seller = Some(rating),
                    Side::Seller => order.rating_of_buyer = Some(rating),
                }
                let sum = self.ratings.entry(of).or_default();
                sum.stars += u64::from(rating.stars);
                sum.count += 1;
            }
            Event::OrderForgotten { id } => {
                let order = self.orders.remove(&id).unwrap();
                self.listings.get_mut(&order.listing).unwrap().orders -= 1;
            }
            Event::Replayed { .. } | Event::ParametersSet { .. } => {}
            Event::__Ignore(..) => unreachable!(),
        }
    }

    pub fn assert_equals_storage(&self) {
        assert_eq!(self.listings, Listings::<Test>::iter().collect());
        assert_eq!(self.orders, Orders::<Test>::iter().collect());
        assert_eq!(self.ratings, Ratings::<Test>::iter().collect());
    }
}

#[test]
fn all_is_rebuilt_from_events() {
    scenario(|| {
        let mut rebuilt = Rebuilt::default();
        let mut same = || {
            rebuilt.read();
            rebuilt.assert_equals_storage();
        };
        let order = delivered();
        same();
        assert_ok!(EVE.completes(order));
        same();
        hub_answers();
        assert_ok!(EVE.rates(order, 5));
        assert_ok!(ADA.rates(order, 4));
        same();
        let proposed = BOB.orders(sacks_wanted(), 3, BAKERY).unwrap();
        assert_ok!(EVE.consents(proposed));
        same();
        hub_answers();
        let other = disputed();
        same();
        Room::set(0);
        assert_ok!(send(federation_decides(), Call::resolve { order: other, to_seller: 5 }));
        assert_ok!(EVE.cancels(proposed));
        same();
        pass(HOUR);
        same();
        Room::set(5);
        pass(HOUR);
        hub_answers();
        same();
        for _ in 0..6 {
            pass(3 * DAY);
            same();
        }
    });
}
