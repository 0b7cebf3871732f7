//! What clients read, beside searches.

use alloc::vec::Vec;
use icn_primitives::{
    apis::MAX_PAGE,
    ledger::Key,
    marketplace::{
        KeyRecord, Listing, ListingId, ListingView, MarketplaceParameters, Order, OrderId,
        RatingSum,
    },
    CooperativeId, Did, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::traits::Time;

use crate::{
    index::Inverted, Config, Disputes, Keys, Listings, Orders, OrdersOf, Pallet, Parameters,
    Ratings,
};

/// How many entries a page may have.
fn page(limit: u32) -> usize {
    limit.min(MAX_PAGE) as usize
}

impl<T: Config> Pallet<T> {
    /// One listing, if `viewer` may see it.
    pub fn listing(id: ListingId, viewer: &[CooperativeId]) -> Option<ListingView> {
        let listing = Listings::<T>::get(id).filter(|listing| listing.is_visible_to(viewer))?;
        Some(Self::view(id, listing, T::Time::now()))
    }

    pub(crate) fn view(id: ListingId, listing: Listing, now: Moment) -> ListingView {
        ListingView {
            id,
            availability: listing.availability(now),
            owner_active: Self::stands_in(&listing.owner, listing.cooperative),
            rating: Ratings::<T>::get(listing.owner),
            listing,
        }
    }

    /// One order, as long as it is kept.
    pub fn order(id: OrderId) -> Option<Order> {
        Orders::<T>::get(id)
    }

    /// Orders in which `party` buys or sells, the newest first, older than `before`; at most
    /// `limit` and at most [`MAX_PAGE`].
    pub fn orders_of(party: &Did, before: Option<OrderId>, limit: u32) -> Vec<(OrderId, Order)> {
        let places = match before {
            Some(before) => {
                let from = OrdersOf::<T>::hashed_key_for(party, Inverted::from(before));
                OrdersOf::<T>::iter_key_prefix_from(party, from)
            }
            None => OrdersOf::<T>::iter_key_prefix(party),
        };
        let ids: Vec<OrderId> = places.take(page(limit)).map(Inverted::order).collect();
        Self::with_orders(ids)
    }

    /// Orders about which a decision is waited for, the oldest first, after `after`; at most
    /// `limit` and at most [`MAX_PAGE`].
    pub fn disputes(after: Option<OrderId>, limit: u32) -> Vec<(OrderId, Order)> {
        let places = match after {
            Some(after) => {
                let from = Disputes::<T>::hashed_key_for(after.0.to_be_bytes());
                Disputes::<T>::iter_keys_from(from)
            }
            None => Disputes::<T>::iter_keys(),
        };
        let number = |bytes| OrderId(u64::from_be_bytes(bytes));
        Self::with_orders(places.take(page(limit)).map(number).collect())
    }

    fn with_orders(ids: Vec<OrderId>) -> Vec<(OrderId, Order)> {
        ids.into_iter().filter_map(|id| Some((id, Orders::<T>::get(id)?))).collect()
    }

    /// What others think of `party`.
    pub fn rating(party: &Did) -> RatingSum {
        Ratings::<T>::get(party)
    }

    /// What `party` made under `key`, as long as that is kept.
    pub fn act(party: &Did, key: Key) -> Option<KeyRecord> {
        Keys::<T>::get(party, key)
    }

    /// The rules of the marketplace.
    pub fn parameters() -> MarketplaceParameters {
        Parameters::<T>::get()
    }
}
