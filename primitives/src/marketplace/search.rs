//! What is searched for, the pages that are found, and the runtime API that gives them.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use super::{
    text::Word, Availability, KeyRecord, Listing, ListingCategory, ListingId, ListingKind,
    MarketplaceParameters, Order, OrderId, RatingSum, Title,
};
use crate::{
    ledger::{Balance, CurrencyId, Key},
    CooperativeId, Did,
};

/// Most listings that one search looks at, found or not. A page with fewer than were asked for and
/// a cursor is not the last one.
pub const MAX_LOOKED_AT: u32 = 750;

market_types! {
    /// Prices of one of something, in one currency.
    #[derive(Copy, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub struct PriceRange {
        /// In which currency.
        pub currency: CurrencyId,
        /// The lowest price that fits.
        pub min: Balance,
        /// The highest price that fits.
        pub max: Balance,
    }

    /// What is searched for: listings to which everything applies that is named here.
    #[derive(Default)]
    pub struct SearchQuery {
        /// Offers or wants.
        pub kind: Option<ListingKind>,
        /// In this category, however its letters are written.
        pub category: Option<ListingCategory>,
        /// Offered or wanted in this cooperative.
        pub cooperative: Option<CooperativeId>,
        /// By whom.
        pub owner: Option<Did>,
        /// Of these prices.
        pub price: Option<PriceRange>,
        /// With which each of these words begins a word of the title.
        pub text: Title,
        /// Where they stand. Those that have ended are found only by their owner's name.
        pub availability: Option<Availability>,
    }

    /// Where a search goes on: it was driven by this index and came so far. Belongs to its query;
    /// with another one, nothing is found.
    #[derive(Copy)]
    pub enum SearchCursor {
        /// All listings, the newest first.
        #[codec(index = 0)]
        Newest(ListingId),
        /// Those of the owner, the newest first.
        #[codec(index = 1)]
        Owner(ListingId),
        /// Those of the cooperative, the newest first.
        #[codec(index = 2)]
        Cooperative(ListingId),
        /// Those of the category, the newest first.
        #[codec(index = 3)]
        Category(ListingId),
        /// Those with a word that begins so, by that word.
        #[codec(index = 4)]
        Word(Word, ListingId),
        /// Those of these prices, the lowest first.
        #[codec(index = 5)]
        Price(Balance, ListingId),
    }
}

/// What a page about a listing shows.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ListingView {
    /// Which.
    pub id: ListingId,
    /// The listing.
    pub listing: Listing,
    /// Whether it can be ordered now, and if not, why.
    pub availability: Availability,
    /// Whether its owner is still there: an active member of its cooperative, which takes part.
    pub owner_active: bool,
    /// What others think of its owner.
    pub rating: RatingSum,
}

/// A page of what was found.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo)]
pub struct SearchPage {
    /// What was found; may be nothing, though there is more.
    pub listings: Vec<ListingView>,
    /// Where to go on; `None` when everything was looked at.
    pub next: Option<SearchCursor>,
}

polkadot_sdk::sp_api::decl_runtime_apis! {
    /// What people see of the marketplace.
    ///
    /// `viewer` are the cooperatives of whoever looks: listings for one cooperative are shown only
    /// with it. Pages have at most [`MAX_PAGE`](crate::apis::MAX_PAGE) entries.
    pub trait MarketplaceApi {
        /// One listing, also when it has ended, as long as it is kept.
        fn listing(id: ListingId, viewer: Vec<CooperativeId>) -> Option<ListingView>;
        /// Listings to which `query` applies and that can be ordered or at least seen by `viewer`;
        /// looks at no more than [`MAX_LOOKED_AT`] of them.
        fn search(
            query: SearchQuery,
            viewer: Vec<CooperativeId>,
            cursor: Option<SearchCursor>,
            limit: u32,
        ) -> SearchPage;
        /// One order, as long as it is kept.
        fn order(id: OrderId) -> Option<Order>;
        /// Orders in which `party` buys or sells, the newest first, older than `before`.
        fn orders_of(party: Did, before: Option<OrderId>, limit: u32) -> Vec<(OrderId, Order)>;
        /// Orders about which a decision is waited for, the oldest first, after `after`.
        fn disputes(after: Option<OrderId>, limit: u32) -> Vec<(OrderId, Order)>;
        /// What others think of `party`.
        fn rating(party: Did) -> RatingSum;
        /// What `party` made under `key`, as long as that is kept.
        fn market_act(party: Did, key: Key) -> Option<KeyRecord>;
        /// The rules of the marketplace.
        fn marketplace_parameters() -> MarketplaceParameters;
    }
}
