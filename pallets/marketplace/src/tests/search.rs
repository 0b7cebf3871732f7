//! Searches.

use crate::{frame, mock::*, Parameters};
use alloc::collections::BTreeSet;
use frame::testing_prelude::*;
use icn_primitives::{
    apis::MAX_PAGE,
    ledger::{Balance, CurrencyId, Money},
    marketplace::{
        search::MAX_LOOKED_AT, Availability, ListingId, ListingKind, ListingTerms, PriceRange,
        SearchCursor, SearchPage, SearchQuery, Visibility,
    },
    CooperativeId, DAY,
};
use ListingKind::{Offer, Want};

fn text(words: &str) -> SearchQuery {
    SearchQuery { text: words.as_bytes().to_vec().try_into().unwrap(), ..Default::default() }
}

fn category(name: &str) -> SearchQuery {
    let category = Some(name.as_bytes().to_vec().try_into().unwrap());
    SearchQuery { category, ..Default::default() }
}

fn price(currency: CurrencyId, min: Balance, max: Balance) -> SearchQuery {
    SearchQuery { price: Some(PriceRange { currency, min, max }), ..Default::default() }
}

fn ids(page: &SearchPage) -> Vec<u64> {
    page.listings.iter().map(|view| view.id.0).collect()
}

/// Everything that somebody without a cooperative finds, in pages of `limit`.
fn found_by(query: &SearchQuery, viewer: &[CooperativeId], limit: u32) -> Vec<u64> {
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let page = Market::search(query, viewer, cursor, limit);
        assert!(page.listings.len() as u32 <= limit);
        found.extend(ids(&page));
        cursor = page.next;
        if cursor.is_none() {
            return found;
        }
    }
}

fn found(query: &SearchQuery) -> Vec<u64> {
    let all = found_by(query, &[], 100);
    assert_eq!(all, found_by(query, &[], 1), "pages of one find the same");
    all
}

/// A small market: numbers as listed.
fn market() {
    let list = |who: Person, id, kind, words: &str, of: &str, money: Money| {
        let terms = ListingTerms {
            category: of.as_bytes().to_vec().try_into().unwrap(),
            price: money,
            ..terms(words, 1)
        };
        assert_ok!(who.lists(id, kind, terms, 5));
    };
    let hours = |amount| Money { currency: HOURS, amount };
    let flour = |amount| Money { currency: FLOUR, amount };
    list(ADA, BAKERY, Offer, "Rye bread", "Food", hours(300)); // 0
    list(BOB, BAKERY, Offer, "Bread, bread rolls", "food", hours(50)); // 1
    list(EVE, MILL, Offer, "Rye flour", "FOOD", flour(10)); // 2
    list(EVE, MILL, Want, "Breadboard of oak", "Household", hours(900)); // 3
    list(ADA, BAKERY, Offer, "Äpfel & Brot", "Food", hours(300)); // 4
}

#[test]
fn the_newest_come_first() {
    scenario(|| {
        market();
        assert_eq!(found(&SearchQuery::default()), [4, 3, 2, 1, 0]);
        assert_eq!(found(&category("food")), [4, 2, 1, 0]);
        assert_eq!(found(&category(" FOOD ")), [4, 2, 1, 0]);
        assert_eq!(found(&category("tools")), [0u64; 0]);
        assert_eq!(found(&category("!")), [0u64; 0]);
    });
}

#[test]
fn words_are_found_by_their_beginnings() {
    scenario(|| {
        market();
        let set = |words| found(&text(words)).into_iter().collect::<BTreeSet<_>>();
        assert_eq!(set("bread"), BTreeSet::from([0, 1, 3]));
        assert_eq!(set("BRE"), BTreeSet::from([0, 1, 3]));
        assert_eq!(set("br"), BTreeSet::from([0, 1, 3, 4]));
        assert_eq!(set("breadb"), BTreeSet::from([3]));
        assert_eq!(set("rye bre"), BTreeSet::from([0]));
        assert_eq!(set("äpf"), BTreeSet::from([4]));
        assert_eq!(set("ÄPF"), BTreeSet::from([4]));
        assert_eq!(set("read"), BTreeSet::new());
        // Each once, also where two of its words begin so.
        assert_eq!(found(&text("r")).len(), 3);
    });
}

#[test]
fn prices_are_of_one_currency_and_the_lowest_come_first() {
    scenario(|| {
        market();
        assert_eq!(found(&price(HOURS, 0, 1_000)), [1, 4, 0, 3]);
        assert_eq!(found(&price(HOURS, 51, 300)), [4, 0]);
        assert_eq!(found(&price(HOURS, 300, 300)), [4, 0]);
        assert_eq!(found(&price(FLOUR, -9, Balance::MAX)), [2]);
        assert_eq!(found(&price(HOURS, 301, 300)), [0u64; 0]);
    });
}

#[test]
fn filters_apply_together() {
    scenario(|| {
        market();
        let of = |query: SearchQuery| found(&query).into_iter().collect::<BTreeSet<_>>();
        let bakery = SearchQuery { cooperative: Some(BAKERY), ..Default::default() };
        assert_eq!(of(bakery.clone()), BTreeSet::from([0, 1, 4]));
        let adas = SearchQuery { owner: Some(ADA.did()), ..bakery.clone() };
        assert_eq!(of(adas), BTreeSet::from([0, 4]));
        let wants = SearchQuery { kind: Some(Want), ..Default::default() };
        assert_eq!(of(wants), BTreeSet::from([3]));
        let cheap = SearchQuery { cooperative: Some(BAKERY), ..price(HOURS, 0, 100) };
        assert_eq!(of(cheap), BTreeSet::from([1]));
        let rye = SearchQuery { price: price(FLOUR, 0, 100).price, ..text("rye") };
        assert_eq!(of(rye), BTreeSet::from([2]));
        let none = SearchQuery { kind: Some(Want), ..text("rye") };
        assert_eq!(of(none), BTreeSet::new());
    });
}

#[test]
fn only_members_find_what_is_for_their_cooperative() {
    scenario(|| {
        let own = ListingTerms { visibility: Visibility::Cooperative, ..terms("Rye", 10) };
        let id = ADA.lists(BAKERY, Offer, own, 5).unwrap();
        assert_eq!(found_by(&text("rye"), &[], 9), [0u64; 0]);
        assert_eq!(found_by(&text("rye"), &[MILL], 9), [0u64; 0]);
        assert_eq!(found_by(&text("rye"), &[MILL, BAKERY], 9), [0]);
        assert!(Market::listing(id, &[]).is_none());
        assert!(Market::listing_of(id, vec![BAKERY]).is_some());
    });
}

#[test]
fn what_cant_be_ordered_is_found_only_if_asked_for() {
    scenario(|| {
        market();
        let with =
            |availability| SearchQuery { availability: Some(availability), ..Default::default() };
        assert_ok!(EVE.orders(ListingId(0), 5, MILL));
        assert_eq!(found(&with(Availability::SoldOut)), [0]);
        assert_eq!(found(&with(Availability::Available)), [4, 3, 2, 1]);
        assert_ok!(BOB.sends(Call::withdraw_listing { id: ListingId(1) }));
        assert_eq!(found(&SearchQuery::default()), [4, 3, 2, 0]);
        let bobs = SearchQuery { owner: Some(BOB.did()), ..Default::default() };
        assert_eq!(found(&bobs), [1]);
        assert_eq!(
            found(&SearchQuery { availability: Some(Availability::Withdrawn), ..bobs }),
            [1]
        );
        // Whose owner has left can't be ordered.
        EVE.is(&[]);
        assert_eq!(found(&SearchQuery::default()), [4, 0]);
        let eves = SearchQuery { owner: Some(EVE.did()), ..Default::default() };
        assert_eq!(found(&eves), [3, 2]);
        let view = Market::listing(ListingId(2), &[]).unwrap();
        assert!(!view.owner_active);
        Timestamp::set_timestamp(START + 11 * DAY);
        assert_eq!(found(&with(Availability::Available)), [0u64; 0]);
        assert_eq!(Market::listing(ListingId(2), &[]).unwrap().availability, Availability::Expired);
    });
}

#[test]
fn new_terms_are_found_and_old_ones_arent() {
    scenario(|| {
        market();
        let new = ListingTerms {
            category: b"Tools".to_vec().try_into().unwrap(),
            price: Money { currency: FLOUR, amount: 7 },
            ..terms("Oak table", 1)
        };
        let id = ListingId(0);
        assert_ok!(ADA.sends(Call::update_listing { id, version: 0, terms: new, quantity: 1 }));
        assert_eq!(found(&text("rye")), [2]);
        assert_eq!(found(&text("oak table")), [0]);
        assert_eq!(found(&category("tools")), [0]);
        assert_eq!(found(&price(FLOUR, 0, 9)), [0]);
        assert_eq!(found(&price(HOURS, 300, 300)), [4]);
    });
}

#[test]
fn a_cursor_belongs_to_its_query() {
    scenario(|| {
        market();
        let page = Market::search(&text("bread"), &[], None, 1);
        assert!(matches!(page.next, Some(SearchCursor::Word(..))));
        let other = Market::search(&category("food"), &[], page.next, 9);
        assert_eq!(other, SearchPage::default());
        let none = Market::search(&text("bread"), &[], page.next, 0);
        assert_eq!((none.listings.len(), none.next), (0, page.next));
    });
}

/// As many listings as asked for, of which few are wanted.
fn crowd(count: u32) {
    Parameters::<Test>::mutate(|rules| rules.max_listings = u32::MAX);
    for number in 0..count {
        let words = format!("Thing {number} of wood{}", number % 7);
        let mut terms = terms(&words, Balance::from(number + 1));
        let name = if number % 25 == 24 { "rare" } else { "common" };
        terms.category = name.as_bytes().to_vec().try_into().unwrap();
        let (who, id) = if number % 3 == 0 { (ADA, BAKERY) } else { (EVE, MILL) };
        assert_ok!(who.lists(id, Offer, terms, 1));
        if number % 500 == 0 {
            System::reset_events();
        }
    }
}

#[test]
fn a_search_looks_at_so_much_and_no_more() {
    new_test_ext().execute_with(|| {
        crowd(2_500);
        // The shortest list is walked, though the other filter would fit everything.
        let rare = SearchQuery { text: text("thing").text, ..category("rare") };
        let page = Market::search(&rare, &[], None, MAX_PAGE);
        assert_eq!(ids(&page), (1..=100).rev().map(|nth| nth * 25 - 1).collect::<Vec<_>>());
        assert_eq!(page.next, None);
        // Where no list helps, a page says that there is more.
        let wants = SearchQuery { kind: Some(Want), ..category("common") };
        let (mut cursor, mut calls) = (None, 0);
        loop {
            let page = Market::search(&wants, &[], cursor, 10);
            assert_eq!(page.listings.len(), 0);
            cursor = page.next;
            calls += 1;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(calls, 2_400 / MAX_LOOKED_AT + 1);
        let all = Market::search(&SearchQuery::default(), &[], None, u32::MAX);
        assert_eq!(all.listings.len() as u32, MAX_PAGE);
        let cheap = Market::search(&price(HOURS, 1_000, 1_005), &[], None, 100);
        assert_eq!(ids(&cheap), [999, 1_000, 1_001, 1_002, 1_003, 1_004]);
    });
}
