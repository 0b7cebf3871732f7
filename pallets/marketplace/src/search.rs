//! Searches.
//!
//! The lists of all filters are counted, a few entries first and then more ([`PEEKED`]), until one
//! of them ends; that is walked. What it names is looked up and compared with all filters. A search looks at no more than [`MAX_LOOKED_AT`] listings, whatever it finds, and gives
//! a cursor to go on with.

use alloc::{boxed::Box, vec::Vec};
use icn_primitives::{
    apis::MAX_PAGE,
    marketplace::{
        search::MAX_LOOKED_AT,
        text::{category, prefixes, title_words, Word},
        Availability, Listing, ListingCategory, ListingId, PriceRange, SearchCursor, SearchPage,
        SearchQuery,
    },
    CooperativeId, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    index::{Inverted, PricePlace, WordPlace},
    ByCategory, ByCooperative, ByOwner, ByPrice, ByWord, Config, Listings, Newest, Pallet,
};

/// How many entries of each list are counted to find the shortest: few, if one is short, and in the
/// end as many as a search looks at.
const PEEKED: [usize; 3] = [64, 256, MAX_LOOKED_AT as usize];

/// Places in one of the lists, in their order.
type Walk = Box<dyn Iterator<Item = SearchCursor>>;

/// A list to walk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum List {
    Owner,
    Word,
    Price,
    Category,
    Cooperative,
    Newest,
}

impl List {
    fn of(cursor: &SearchCursor) -> Self {
        match cursor {
            SearchCursor::Newest(_) => Self::Newest,
            SearchCursor::Owner(_) => Self::Owner,
            SearchCursor::Cooperative(_) => Self::Cooperative,
            SearchCursor::Category(_) => Self::Category,
            SearchCursor::Word(..) => Self::Word,
            SearchCursor::Price(..) => Self::Price,
        }
    }
}

fn listing_at(place: &SearchCursor) -> ListingId {
    match *place {
        SearchCursor::Newest(id)
        | SearchCursor::Owner(id)
        | SearchCursor::Cooperative(id)
        | SearchCursor::Category(id)
        | SearchCursor::Word(_, id)
        | SearchCursor::Price(_, id) => id,
    }
}

/// A query, as listings are compared with it.
struct Wanted<'a> {
    query: &'a SearchQuery,
    viewer: &'a [CooperativeId],
    category: Option<ListingCategory>,
    /// The longest first.
    prefixes: Vec<Vec<u8>>,
    now: Moment,
}

impl<'a> Wanted<'a> {
    /// `None` if no listing can be what is asked for.
    fn new(query: &'a SearchQuery, viewer: &'a [CooperativeId], now: Moment) -> Option<Self> {
        let category = match &query.category {
            Some(name) => Some(category(name)?),
            None => None,
        };
        let mut prefixes = prefixes(&query.text)?;
        prefixes.sort_by_key(|prefix| core::cmp::Reverse(prefix.len()));
        Some(Self { query, viewer, category, prefixes, now })
    }

    /// The lists that name everything that is wanted. Where two are equally short, the first.
    fn lists(&self) -> Vec<List> {
        let named = [
            self.query.owner.map(|_| List::Owner),
            self.prefixes.first().map(|_| List::Word),
            self.query.price.map(|_| List::Price),
            self.category.as_ref().map(|_| List::Category),
            self.query.cooperative.map(|_| List::Cooperative),
        ];
        let lists: Vec<List> = named.into_iter().flatten().collect();
        if lists.is_empty() {
            return [List::Newest].into();
        }
        lists
    }

    /// Whether a listing that was found at `place` is wanted.
    fn fits(&self, place: &SearchCursor, listing: &Listing) -> bool {
        let (query, terms) = (self.query, &listing.terms);
        let equal = query.kind.is_none_or(|kind| kind == listing.kind)
            && query.owner.is_none_or(|owner| owner == listing.owner)
            && query.cooperative.is_none_or(|cooperative| cooperative == listing.cooperative)
            && self.category.as_ref().is_none_or(|category| *category == terms.category);
        equal
            && listing.is_visible_to(self.viewer)
            && query.price.is_none_or(|PriceRange { currency, min, max }| {
                terms.price.currency == currency && (min..=max).contains(&terms.price.amount)
            })
            && query.availability.is_none_or(|wanted| wanted == listing.availability(self.now))
            && self.has_words(place, &title_words(&terms.title))
    }

    /// Whether each word that is searched for begins one of the title. A listing that stands in
    /// the list under several words is taken at the first of them.
    fn has_words(&self, place: &SearchCursor, words: &[Word]) -> bool {
        let all =
            self.prefixes.iter().all(|prefix| words.iter().any(|word| word.starts_with(prefix)));
        let first = match (place, self.prefixes.first()) {
            (SearchCursor::Word(at, _), Some(prefix)) => {
                words.iter().find(|word| word.starts_with(prefix)) == Some(at)
            }
            _ => true,
        };
        all && first
    }
}

impl<T: Config> Pallet<T> {
    /// Listings to which `query` applies and which `viewer` may see, from `cursor` on; at most
    /// `limit` and at most [`MAX_PAGE`]. Those that nobody can order because their owner has left
    /// are not among them, unless it is asked for the owner.
    pub fn search(
        query: &SearchQuery,
        viewer: &[CooperativeId],
        cursor: Option<SearchCursor>,
        limit: u32,
    ) -> SearchPage {
        let limit = limit.min(MAX_PAGE) as usize;
        let Some(wanted) = Wanted::new(query, viewer, T::Time::now()) else {
            return SearchPage::default();
        };
        let lists = wanted.lists();
        let list = match &cursor {
            Some(cursor) => Some(List::of(cursor)).filter(|list| lists.contains(list)),
            None => Self::shortest(&wanted, &lists),
        };
        let Some(list) = list else { return SearchPage::default() };
        let mut page = SearchPage { listings: Vec::new(), next: cursor };
        if limit == 0 {
            return page;
        }
        let mut looked_at = 0u32;
        for place in Self::walk(&wanted, list, cursor) {
            page.next = Some(place);
            let id = listing_at(&place);
            let found = Listings::<T>::get(id).filter(|listing| wanted.fits(&place, listing));
            if let Some(view) = found.map(|listing| Self::view(id, listing, wanted.now)) {
                let over =
                    matches!(view.availability, Availability::Withdrawn | Availability::Expired);
                if view.owner_active || over || query.owner.is_some() {
                    page.listings.push(view);
                }
            }
            looked_at = looked_at.saturating_add(1);
            if page.listings.len() >= limit || looked_at >= MAX_LOOKED_AT {
                return page;
            }
        }
        page.next = None;
        page
    }

    /// The list that has the fewest entries, as far as they are counted; the first of those that
    /// are longer.
    fn shortest(wanted: &Wanted, lists: &[List]) -> Option<List> {
        if let [only] = lists {
            return Some(*only);
        }
        for enough in PEEKED {
            let length = |list: List| Self::walk(wanted, list, None).take(enough).count();
            let lengths = lists.iter().map(|list| (length(*list), *list));
            let (shortest, list) = lengths.min_by_key(|(length, _)| *length)?;
            if shortest < enough {
                return Some(list);
            }
        }
        lists.first().copied()
    }

    /// The places in a list after `after`, as far as they can be wanted.
    fn walk(wanted: &Wanted, list: List, after: Option<SearchCursor>) -> Walk {
        let place = after.map(|cursor| Inverted::from(listing_at(&cursor)));
        match list {
            List::Newest => {
                let keys = match place {
                    Some(place) => Newest::<T>::iter_keys_from(Newest::<T>::hashed_key_for(place)),
                    None => Newest::<T>::iter_keys(),
                };
                Box::new(keys.map(|place| SearchCursor::Newest(place.listing())))
            }
            List::Owner => {
                let Some(owner) = wanted.query.owner else { return nothing() };
                let keys = match place {
                    Some(place) => {
                        let from = ByOwner::<T>::hashed_key_for(owner, place);
                        ByOwner::<T>::iter_key_prefix_from(owner, from)
                    }
                    None => ByOwner::<T>::iter_key_prefix(owner),
                };
                Box::new(keys.map(|place| SearchCursor::Owner(place.listing())))
            }
            List::Cooperative => {
                let Some(id) = wanted.query.cooperative else { return nothing() };
                let keys = match place {
                    Some(place) => {
                        let from = ByCooperative::<T>::hashed_key_for(id, place);
                        ByCooperative::<T>::iter_key_prefix_from(id, from)
                    }
                    None => ByCooperative::<T>::iter_key_prefix(id),
                };
                Box::new(keys.map(|place| SearchCursor::Cooperative(place.listing())))
            }
            List::Category => {
                let Some(name) = &wanted.category else { return nothing() };
                let keys = match place {
                    Some(place) => {
                        let from = ByCategory::<T>::hashed_key_for(name, place);
                        ByCategory::<T>::iter_key_prefix_from(name, from)
                    }
                    None => ByCategory::<T>::iter_key_prefix(name),
                };
                Box::new(keys.map(|place| SearchCursor::Category(place.listing())))
            }
            List::Word => Self::walk_words(wanted, after),
            List::Price => Self::walk_prices(wanted, after),
        }
    }

    fn walk_words(wanted: &Wanted, after: Option<SearchCursor>) -> Walk {
        let Some(prefix) = wanted.prefixes.first().cloned() else { return nothing() };
        let from = match after {
            Some(SearchCursor::Word(word, id)) => WordPlace::new(word, id),
            _ => WordPlace::before(&prefix),
        };
        let keys = ByWord::<T>::iter_keys_from(ByWord::<T>::hashed_key_for(from));
        let keys = keys.take_while(move |place| place.word.starts_with(&prefix));
        Box::new(keys.map(|place| SearchCursor::Word(place.word, place.listing.listing())))
    }

    fn walk_prices(wanted: &Wanted, after: Option<SearchCursor>) -> Walk {
        let Some(PriceRange { currency, min, max }) = wanted.query.price else { return nothing() };
        let from = match after {
            Some(SearchCursor::Price(price, id)) => PricePlace::new(price, id),
            _ => PricePlace::before(min),
        };
        let from = ByPrice::<T>::hashed_key_for(currency, from);
        let keys = ByPrice::<T>::iter_key_prefix_from(currency, from);
        let keys = keys.take_while(move |place| place.price() <= max);
        Box::new(keys.map(|place| SearchCursor::Price(place.price(), place.listing())))
    }
}

/// No places.
fn nothing() -> Walk {
    Box::new(core::iter::empty())
}
