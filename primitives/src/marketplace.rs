//! Listings, orders and ratings of the marketplace (domain §7; S003 marketplace).
//!
//! | module | what it holds |
//! |---|---|
//! | [`order`] | orders: who stands where, and where the money is |
//! | [`rules`] | the federation's rules for the marketplace |
//! | [`search`] | what is searched for, and the pages that are found |
//! | [`text`] | titles, categories and the words in them |

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use polkadot_sdk::sp_runtime::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{
    ledger::{Key, Money},
    CooperativeId, Did, Hash, Moment,
};

/// Types that are stored, told in events or sent to clients.
macro_rules! market_types {
    ($($(#[$meta:meta])* $vis:vis $kind:ident $name:ident $body:tt)*) => {
        $(
            #[derive(
                Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen,
                TypeInfo,
            )]
            $(#[$meta])*
            $vis $kind $name $body
        )*
    };
}

/// Numbers that are given in order; the first is 0.
macro_rules! numbers {
    ($($(#[$meta:meta])* $name:ident;)*) => {
        $(
            $(#[$meta])*
            #[derive(
                Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Encode, Decode,
                DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
            )]
            pub struct $name(pub u64);

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.fmt(f)
                }
            }
        )*
    };
}

pub mod order;
pub mod rules;
pub mod search;
pub mod text;

pub use order::{
    Decider, Dispute, HoldEnd, HoldState, Order, OrderTimeouts, Rating, RatingSum, Reason, Side,
    Stage,
};
pub use rules::MarketplaceParameters;
pub use search::{ListingView, PriceRange, SearchCursor, SearchPage, SearchQuery};

numbers! {
    /// Number of a listing.
    ListingId;
    /// Number of an order.
    OrderId;
}

/// How many of what a listing is about: pieces, hours, sacks, as its title says.
pub type Quantity = u64;
/// The largest quantity, so that no sum of a listing's quantities overflows.
pub const MAX_QUANTITY: Quantity = 1_000_000_000_000;

/// Longest title, in bytes of UTF-8.
pub const MAX_TITLE: u32 = 128;
/// Longest category, in bytes of UTF-8.
pub const MAX_CATEGORY: u32 = 32;

/// A listing's title: UTF-8, something to search for in it, no control characters.
pub type Title = BoundedVec<u8, ConstU32<MAX_TITLE>>;
/// A category, as [`text::category`] writes it: lower case, words with one space between them.
pub type ListingCategory = BoundedVec<u8, ConstU32<MAX_CATEGORY>>;

market_types! {
    /// What the owner of a listing wants to do.
    #[derive(Copy, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub enum ListingKind {
        /// Sell.
        #[codec(index = 0)]
        Offer,
        /// Buy.
        #[codec(index = 1)]
        Want,
    }

    /// Who may order.
    #[derive(Copy, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub enum Visibility {
        /// Active members of the listing's cooperative, and nobody else. What the chain stores
        /// is public all the same: this is about who may order and to whom searches show it.
        #[codec(index = 0)]
        Cooperative,
        /// Active members of every cooperative that takes part.
        #[codec(index = 1)]
        Federation,
    }

    /// Where a listing stands.
    #[derive(Copy, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub enum ListingStatus {
        /// Can be ordered, if anything is left and its time hasn't passed.
        #[codec(index = 0)]
        Open,
        /// Taken back. Final.
        #[codec(index = 1)]
        Withdrawn,
        /// Its time has passed. Final.
        #[codec(index = 2)]
        Expired,
    }

    /// What somebody who looks for it sees of where a listing stands.
    #[derive(Copy, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub enum Availability {
        /// Open, and something is left.
        #[codec(index = 0)]
        Available,
        /// Open, and nothing is left unless an order ends without delivery.
        #[codec(index = 1)]
        SoldOut,
        /// Taken back.
        #[codec(index = 2)]
        Withdrawn,
        /// Its time has passed.
        #[codec(index = 3)]
        Expired,
    }

    /// What the owner of a listing says, and may change.
    pub struct ListingTerms {
        /// What it is about.
        pub title: Title,
        /// Hash of the description, which is kept elsewhere.
        pub description: Hash,
        /// Where it belongs.
        pub category: ListingCategory,
        /// What one of it costs. Never nothing: what is given away is mutual aid.
        pub price: Money,
        /// Who may order.
        pub visibility: Visibility,
        /// From when on it can't be ordered.
        pub expires_at: Moment,
    }

    /// A listing.
    pub struct Listing {
        /// Who offers or wants: a person, or a cooperative by its own DID.
        pub owner: Did,
        /// As a member of which cooperative; the cooperative itself if that is the owner.
        pub cooperative: CooperativeId,
        /// Whether the owner sells or buys.
        pub kind: ListingKind,
        /// What the owner says.
        pub terms: ListingTerms,
        /// How often the terms were changed. An order names what it was made for.
        pub version: u32,
        /// Where it stands.
        pub status: ListingStatus,
        /// How many can be ordered.
        pub available: Quantity,
        /// How many are kept for orders that go on.
        pub reserved: Quantity,
        /// How many were delivered.
        pub traded: Quantity,
        /// How many orders of it are stored.
        pub orders: u32,
        /// When it was created.
        pub created_at: Moment,
        /// When it expires; of one that has ended, when it may be forgotten.
        pub due: Moment,
        /// What the owner called its creation.
        pub key: Key,
    }

    /// What was made under a key.
    #[derive(Copy)]
    pub enum Made {
        /// A listing.
        #[codec(index = 0)]
        Listing(ListingId),
        /// An order.
        #[codec(index = 1)]
        Order(OrderId),
    }

    /// What is remembered of a key: as long as what was made under it is stored.
    #[derive(Copy)]
    pub struct KeyRecord {
        /// Hash of what was asked for.
        pub request: Hash,
        /// What was made.
        pub made: Made,
    }
}

impl Listing {
    /// What somebody who looks for it at `now` sees.
    pub fn availability(&self, now: Moment) -> Availability {
        match self.status {
            ListingStatus::Withdrawn => Availability::Withdrawn,
            ListingStatus::Expired => Availability::Expired,
            ListingStatus::Open if now >= self.terms.expires_at => Availability::Expired,
            ListingStatus::Open if self.available == 0 => Availability::SoldOut,
            ListingStatus::Open => Availability::Available,
        }
    }

    /// Whether it is shown to an active member of `cooperatives`.
    pub fn is_visible_to(&self, cooperatives: &[CooperativeId]) -> bool {
        self.terms.visibility == Visibility::Federation || cooperatives.contains(&self.cooperative)
    }
}
