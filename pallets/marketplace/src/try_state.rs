//! What holds before and after every block.

use alloc::collections::BTreeMap;
use icn_primitives::{
    due::Due,
    marketplace::{
        text::{category, is_title, title_words},
        HoldEnd, HoldState, Listing, ListingId, ListingStatus, Made, Order, Quantity, Side, Stage,
    },
    Did,
};
use polkadot_sdk::{polkadot_sdk_frame::prelude::*, sp_runtime::TryRuntimeError};

use crate::{
    agenda::{Rank, Task},
    index::{Inverted, PricePlace, WordPlace},
    Agenda, ByCategory, ByCooperative, ByOwner, ByPrice, ByWord, Config, Disputes, Keys, Listings,
    ListingsOf, Newest, NextListing, NextOrder, OpenOrders, Orders, OrdersOf, Pallet, Parameters,
    Ratings,
};

type Checked = Result<(), TryRuntimeError>;

/// What orders of a listing keep of it.
#[derive(Default)]
struct Kept {
    orders: u32,
    reserved: Quantity,
}

impl<T: Config> Pallet<T> {
    /// Checks all invariants of this pallet.
    pub(crate) fn do_try_state() -> Checked {
        ensure!(Parameters::<T>::get().are_valid(), "the parameters are out of their bounds");
        Self::try_listings()?;
        Self::try_lists()?;
        Self::try_orders()?;
        Self::try_agenda()?;
        Self::try_keys()?;
        Self::try_ratings()
    }

    /// Listings are what they may be, and their stock is what their orders keep.
    fn try_listings() -> Checked {
        let mut kept = BTreeMap::<ListingId, Kept>::new();
        for order in Orders::<T>::iter_values() {
            let of = kept.entry(order.listing).or_default();
            of.orders = of.orders.saturating_add(1);
            if order.reserved {
                of.reserved = of.reserved.saturating_add(order.quantity);
            }
        }
        let mut owned = BTreeMap::<Did, u32>::new();
        for (id, listing) in Listings::<T>::iter() {
            ensure!(id < NextListing::<T>::get(), "a listing has a number that wasn't given out");
            ensure!(is_title(&listing.terms.title), "a listing's title isn't one");
            let stored = category(&listing.terms.category);
            ensure!(stored == Some(listing.terms.category), "a category isn't in its form");
            ensure!(listing.terms.price.amount > 0, "a listing costs nothing");
            let kept = kept.remove(&id).unwrap_or_default();
            ensure!(kept.reserved == listing.reserved, "what is reserved isn't what orders keep");
            ensure!(kept.orders == listing.orders, "a listing's orders are miscounted");
            if listing.status == ListingStatus::Open {
                let same = listing.due == listing.terms.expires_at;
                ensure!(same, "an open listing expires at another moment");
            }
            let count = owned.entry(listing.owner).or_default();
            *count = count.saturating_add(1);
        }
        ensure!(kept.is_empty(), "an order is of a listing that isn't there");
        ensure!(owned == ListingsOf::<T>::iter().collect(), "somebody's listings are miscounted");
        Ok(())
    }

    /// Open listings stand in all lists, ended ones in their owner's, and nothing else in any.
    fn try_lists() -> Checked {
        let (mut all, mut open, mut words) = (0usize, 0usize, 0usize);
        for (id, listing) in Listings::<T>::iter() {
            all = all.saturating_add(1);
            let place = Inverted::from(id);
            let found = ByOwner::<T>::contains_key(listing.owner, place);
            ensure!(found, "a listing isn't found by its owner");
            if listing.status == ListingStatus::Open {
                open = open.saturating_add(1);
                words = words.saturating_add(Self::try_places(id, &listing)?);
            }
        }
        ensure!(ByOwner::<T>::iter_keys().count() == all, "an owner's list names no listing");
        for count in [
            Newest::<T>::iter_keys().count(),
            ByCooperative::<T>::iter_keys().count(),
            ByCategory::<T>::iter_keys().count(),
            ByPrice::<T>::iter_keys().count(),
        ] {
            ensure!(count == open, "a list names what isn't open");
        }
        ensure!(ByWord::<T>::iter_keys().count() == words, "a word leads to no open listing");
        Ok(())
    }

    /// That an open listing is found everywhere; gives how many words it has.
    fn try_places(id: ListingId, listing: &Listing) -> Result<usize, TryRuntimeError> {
        let (place, terms) = (Inverted::from(id), &listing.terms);
        let price = PricePlace::new(terms.price.amount, id);
        let words = title_words(&terms.title);
        let found = Newest::<T>::contains_key(place)
            && ByCooperative::<T>::contains_key(listing.cooperative, place)
            && ByCategory::<T>::contains_key(&terms.category, place)
            && ByPrice::<T>::contains_key(terms.price.currency, price)
            && words.iter().all(|word| ByWord::<T>::contains_key(WordPlace::new(*word, id)));
        ensure!(found, "an open listing can't be found");
        Ok(words.len())
    }

    /// Each order is found by both parties, is counted while it goes on, and has its money where
    /// its stage says.
    fn try_orders() -> Checked {
        let mut open = BTreeMap::<Did, u32>::new();
        let (mut count, mut disputed) = (0usize, 0usize);
        for (id, order) in Orders::<T>::iter() {
            count = count.saturating_add(1);
            ensure!(id < NextOrder::<T>::get(), "an order has a number that wasn't given out");
            Self::try_order(&order)?;
            let place = Inverted::from(id);
            for side in [Side::Buyer, Side::Seller] {
                let found = OrdersOf::<T>::get(order.party(side), place) == Some(side);
                ensure!(found, "a party doesn't find its order");
            }
            if !order.stage.has_ended() {
                let party = *order.party(order.initiator());
                let number = open.entry(party).or_default();
                *number = number.saturating_add(1);
            }
            if order.stage == Stage::Disputed {
                disputed = disputed.saturating_add(1);
                let listed = Disputes::<T>::contains_key(id.0.to_be_bytes());
                ensure!(listed, "nobody finds a dispute");
            }
        }
        let listed = OrdersOf::<T>::iter_keys().count();
        ensure!(listed == count.saturating_mul(2), "a list names an order that isn't there");
        ensure!(Disputes::<T>::iter_keys().count() == disputed, "what isn't disputed is listed");
        ensure!(open == OpenOrders::<T>::iter().collect(), "somebody's orders are miscounted");
        Ok(())
    }

    fn try_order(order: &Order) -> Checked {
        ensure!(order.buyer != order.seller, "somebody deals with themself");
        ensure!(order.total.amount > 0 && order.quantity > 0, "an order is of nothing");
        let keeps = !order.stage.has_ended() && order.stage != Stage::Proposed;
        ensure!(order.reserved == keeps, "an order keeps a quantity, or keeps none, wrongly");
        let asked = order.hold != HoldState::None;
        ensure!(asked == order.hold_expires_at.is_some(), "nobody knows when a hold expires");
        let right = match (&order.stage, &order.hold) {
            (Stage::Proposed, hold) => *hold == HoldState::None,
            (Stage::Placed, hold) => *hold == HoldState::Asked,
            (Stage::Funded | Stage::Accepted | Stage::Delivered | Stage::Disputed, hold) => {
                *hold == HoldState::Held
            }
            (Stage::Completed, hold) => match hold {
                HoldState::Ending { end: HoldEnd::Capture(all), .. } | HoldState::Captured(all) => {
                    *all == order.total.amount
                }
                _ => false,
            },
            (Stage::Resolved { to_seller: 0 }, hold) => is_given_back(hold),
            (Stage::Resolved { to_seller }, hold) => match hold {
                HoldState::Ending { end: HoldEnd::Capture(part), .. }
                | HoldState::Captured(part) => part == to_seller,
                _ => false,
            },
            (Stage::Unpaid, hold) => *hold == HoldState::Lapsed,
            (Stage::Cancelled(_), hold) => {
                matches!(hold, HoldState::None | HoldState::Asked | HoldState::Refused(_))
                    || is_given_back(hold)
            }
        };
        ensure!(right, "an order's money isn't where its stage says");
        let waits = match (&order.stage, &order.hold) {
            _ if order.is_over() => true,
            (stage, _) if !stage.has_ended() => true,
            (_, HoldState::Ending { asked, .. }) => !asked,
            _ => false,
        };
        ensure!(waits == order.due.is_some(), "an order waits for nothing, or needlessly");
        Ok(())
    }

    /// Everything that is to come stands in the agenda, and nothing else does.
    fn try_agenda() -> Checked {
        let mut tasks = 0usize;
        for (id, order) in Orders::<T>::iter() {
            if let Some(Task { rank, due }) = Task::of_order(id, &order) {
                tasks = tasks.saturating_add(1);
                let found = Agenda::<T>::contains_key(rank, due);
                ensure!(found, "nobody waits for an order's next step");
            }
        }
        for (id, listing) in Listings::<T>::iter() {
            let open = listing.status == ListingStatus::Open;
            let rank = if open { Rank::Listings } else { Rank::OldListings };
            let found = Agenda::<T>::contains_key(rank, Due::new(listing.due, id.0));
            // One that has orders is forgotten with the last of them.
            let later = !open && listing.orders > 0;
            ensure!(found || later, "a listing never ends, or is kept for ever");
            tasks = tasks.saturating_add(usize::from(found));
        }
        ensure!(Agenda::<T>::iter_keys().count() == tasks, "the agenda has tasks of nothing");
        Ok(())
    }

    /// What is stored was made under its key.
    fn try_keys() -> Checked {
        let made = |party: &Did, key| Keys::<T>::get(party, key).map(|record| record.made);
        for (id, listing) in Listings::<T>::iter() {
            let found = made(&listing.owner, listing.key) == Some(Made::Listing(id));
            ensure!(found, "a listing isn't found by its key");
        }
        for (id, order) in Orders::<T>::iter() {
            let found = made(order.party(order.initiator()), order.key) == Some(Made::Order(id));
            ensure!(found, "an order isn't found by its key");
        }
        let stored =
            Listings::<T>::iter_keys().count().saturating_add(Orders::<T>::iter_keys().count());
        ensure!(Keys::<T>::iter_keys().count() == stored, "a key names what isn't there");
        Ok(())
    }

    /// Averages are between the worst and the best, and those of stored orders are in them.
    fn try_ratings() -> Checked {
        let mut least = BTreeMap::<Did, (u64, u32)>::new();
        for order in Orders::<T>::iter_values() {
            let rated =
                [(order.seller, order.rating_of_seller), (order.buyer, order.rating_of_buyer)];
            for (of, rating) in rated {
                let Some(rating) = rating else { continue };
                ensure!((1..=5).contains(&rating.stars), "a rating has other stars");
                ensure!(order.accepted && order.stage.has_ended(), "somebody was rated too early");
                let sum = least.entry(of).or_default();
                sum.0 = sum.0.saturating_add(rating.stars.into());
                sum.1 = sum.1.saturating_add(1);
            }
        }
        for (of, sum) in Ratings::<T>::iter() {
            let count = u64::from(sum.count);
            let between = (count..=count.saturating_mul(5)).contains(&sum.stars);
            ensure!(between && count > 0, "an average is out of its bounds");
            let (stars, number) = least.remove(&of).unwrap_or_default();
            ensure!(sum.stars >= stars && sum.count >= number, "a rating wasn't counted");
        }
        ensure!(least.is_empty(), "a rating wasn't counted");
        Ok(())
    }
}

/// Whether the buyer has a hold back, or will.
fn is_given_back(hold: &HoldState) -> bool {
    matches!(
        hold,
        HoldState::Ending { end: HoldEnd::Release, .. } | HoldState::Released | HoldState::Lapsed
    )
}
