//! The lists by which open listings are found. A listing that has ended stands only in its
//! owner's.
//!
//! Keys are laid out so that the order of the trie is the order that is wanted: numbers are
//! inverted, so that the newest come first; words and prices come before them. What stands in a key
//! without being hashed has a fixed small size, so the trie stays shallow however it is chosen.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::{
    ledger::Balance,
    marketplace::{
        text::{title_words, Word, WORD},
        Listing, ListingId, OrderId,
    },
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;
use scale_info::TypeInfo;

use crate::{ByCategory, ByCooperative, ByPrice, ByWord, Config, Newest, Pallet};

/// Implements what is stored of the lists.
macro_rules! stored {
    ($($(#[$meta:meta])* pub struct $name:ident $body:tt)*) => {
        $(
            #[derive(
                Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode,
                DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
            )]
            $(#[$meta])*
            pub struct $name $body
        )*
    };
}

stored! {
    /// A number; the larger ones come first.
    pub struct Inverted {
        bytes: [u8; 8],
    }

    /// A word of a listing's title, and the listing.
    pub struct WordPlace {
        /// The beginning of the word, filled with zeros.
        pub word: [u8; WORD],
        /// The listing.
        pub listing: Inverted,
    }

    /// A listing's price, and the listing; the lowest prices come first.
    pub struct PricePlace {
        price: [u8; 16],
        listing: Inverted,
    }
}

impl Inverted {
    fn of(number: u64) -> Self {
        Self { bytes: (!number).to_be_bytes() }
    }

    fn number(self) -> u64 {
        !u64::from_be_bytes(self.bytes)
    }

    /// The listing's number.
    pub fn listing(self) -> ListingId {
        ListingId(self.number())
    }

    /// The order's number.
    pub fn order(self) -> OrderId {
        OrderId(self.number())
    }
}

impl From<ListingId> for Inverted {
    fn from(id: ListingId) -> Self {
        Self::of(id.0)
    }
}

impl From<OrderId> for Inverted {
    fn from(id: OrderId) -> Self {
        Self::of(id.0)
    }
}

impl WordPlace {
    /// Of this listing.
    pub fn new(word: Word, id: ListingId) -> Self {
        Self { word, listing: id.into() }
    }

    /// Before every listing with a word that begins so: no listing has that number.
    pub fn before(prefix: &[u8]) -> Self {
        let mut word = [0; WORD];
        for (place, byte) in word.iter_mut().zip(prefix) {
            *place = *byte;
        }
        Self { word, listing: Inverted { bytes: [0; 8] } }
    }
}

impl PricePlace {
    /// Of this listing.
    pub fn new(price: Balance, id: ListingId) -> Self {
        Self { price: Self::bytes(price), listing: id.into() }
    }

    /// Before every listing of this price and higher ones: no listing has that number.
    pub fn before(price: Balance) -> Self {
        Self { price: Self::bytes(price), listing: Inverted { bytes: [0; 8] } }
    }

    /// Prices are more than nothing.
    fn bytes(price: Balance) -> [u8; 16] {
        price.max(0).to_be_bytes()
    }

    /// The price.
    pub fn price(&self) -> Balance {
        Balance::from_be_bytes(self.price)
    }

    /// The listing.
    pub fn listing(&self) -> ListingId {
        self.listing.listing()
    }
}

impl<T: Config> Pallet<T> {
    /// Lets an open listing be found.
    pub(crate) fn enlist(id: ListingId, listing: &Listing) {
        let (place, terms) = (Inverted::from(id), &listing.terms);
        Newest::<T>::insert(place, ());
        ByCooperative::<T>::insert(listing.cooperative, place, ());
        ByCategory::<T>::insert(&terms.category, place, ());
        ByPrice::<T>::insert(terms.price.currency, PricePlace::new(terms.price.amount, id), ());
        for word in title_words(&terms.title) {
            ByWord::<T>::insert(WordPlace::new(word, id), ());
        }
    }

    /// Lets it be found no longer, but by its owner's name.
    pub(crate) fn delist(id: ListingId, listing: &Listing) {
        let (place, terms) = (Inverted::from(id), &listing.terms);
        Newest::<T>::remove(place);
        ByCooperative::<T>::remove(listing.cooperative, place);
        ByCategory::<T>::remove(&terms.category, place);
        ByPrice::<T>::remove(terms.price.currency, PricePlace::new(terms.price.amount, id));
        for word in title_words(&terms.title) {
            ByWord::<T>::remove(WordPlace::new(word, id));
        }
    }

    /// Moves an open listing to where its new terms belong.
    pub(crate) fn relist(id: ListingId, before: &Listing, after: &Listing) {
        let (old, new) = (&before.terms, &after.terms);
        let place = Inverted::from(id);
        if old.category != new.category {
            ByCategory::<T>::remove(&old.category, place);
            ByCategory::<T>::insert(&new.category, place, ());
        }
        if old.price != new.price {
            ByPrice::<T>::remove(old.price.currency, PricePlace::new(old.price.amount, id));
            ByPrice::<T>::insert(new.price.currency, PricePlace::new(new.price.amount, id), ());
        }
        if old.title != new.title {
            let (old, new) = (title_words(&old.title), title_words(&new.title));
            for word in old.iter().filter(|word| !new.contains(word)) {
                ByWord::<T>::remove(WordPlace::new(*word, id));
            }
            for word in new.iter().filter(|word| !old.contains(word)) {
                ByWord::<T>::insert(WordPlace::new(*word, id), ());
            }
        }
    }
}
