//! What clients find.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::CooperativeId;

fn query() -> ResourceQuery {
    ResourceQuery { kind: None, owner: None, place: None, free: None, usable_by: None }
}

/// The numbers of all that is found, page by page.
fn found_by(query: &ResourceQuery, limit: u32) -> Vec<u32> {
    let (mut all, mut after) = (vec![], None);
    loop {
        let page = Sharing::search(query, after, limit);
        assert!(page.found.len() <= limit as usize);
        all.extend(page.found.iter().map(|view| view.id.0));
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

fn found(query: ResourceQuery) -> Vec<u32> {
    let all = found_by(&query, 200);
    for limit in 1..3 {
        assert_eq!(found_by(&query, limit), all);
    }
    all
}

fn share(owner: CooperativeId, kind: ResourceKind, place: &str, access: Access) -> u32 {
    let id = NextResource::<Test>::get().0;
    let mut terms = van(Cost::Free);
    (terms.kind, terms.access) = (kind, access);
    terms.place = place.as_bytes().to_vec().try_into().unwrap();
    let steward = if owner == BAKERY { BAKER } else { MILLER };
    assert_ok!(steward.sends(Call::register { owner, terms, key: key(700 + u64::from(id)) }));
    id
}

#[test]
fn resources_are_found_by_kind_owner_place_access_and_free_time() {
    scenario(|| {
        let everybody = || Access::Federation;
        share(BAKERY, ResourceKind::Vehicle, "de/berlin/mitte", everybody());
        share(MILL, ResourceKind::Vehicle, "de/berlin", everybody());
        share(BAKERY, ResourceKind::Space, "at/wien", everybody());
        share(MILL, ResourceKind::Space, "de/bonn", Access::Owner);
        share(MILL, ResourceKind::Tool, "", Access::Owner);
        assert_eq!(found(query()), [0, 1, 2, 3, 4]);
        let kind = Some(ResourceKind::Vehicle);
        assert_eq!(found(ResourceQuery { kind, ..query() }), [0, 1]);
        assert_eq!(found(ResourceQuery { owner: Some(MILL), ..query() }), [1, 3, 4]);
        assert_eq!(found(ResourceQuery { owner: Some(MILL), kind, ..query() }), [1]);
        let place = |place: &str| Some(place.as_bytes().to_vec().try_into().unwrap());
        // In the order of places.
        assert_eq!(found(ResourceQuery { place: place("de/"), ..query() }), [1, 0, 3]);
        assert_eq!(found(ResourceQuery { place: place("de/berlin"), ..query() }), [1, 0]);
        assert_eq!(found(ResourceQuery { place: place("a"), ..query() }), [2]);
        assert_eq!(found(ResourceQuery { place: place(""), ..query() }), [4, 2, 1, 0, 3]);
        assert!(found(ResourceQuery { place: place("fr"), ..query() }).is_empty());
        assert_eq!(found(ResourceQuery { kind, place: place("de/berlin/"), ..query() }), [0]);
        let usable_by = Some(BAKERY);
        assert_eq!(found(ResourceQuery { usable_by, ..query() }), [0, 1, 2]);

        BOB.books(0, at(60, 60), PaidBy::Person).unwrap();
        let free = |start, minutes| Some(at(start, minutes));
        assert_eq!(found(ResourceQuery { kind, free: free(60, 60), ..query() }), [1]);
        assert_eq!(found(ResourceQuery { kind, free: free(120, 60), ..query() }), [0, 1]);
        let too_long = free(120, parameters().max_minutes + 1);
        assert!(found(ResourceQuery { free: too_long, ..query() }).is_empty());

        assert_ok!(BAKER.sends(Call::retire { id: ResourceId(0) }));
        assert_eq!(found(query()), [1, 2, 3, 4]);
        assert_eq!(found(ResourceQuery { kind, ..query() }), [1]);
        assert_eq!(found(ResourceQuery { owner: Some(BAKERY), ..query() }), [2]);
        assert_eq!(Sharing::resources_of(BAKERY, None, 9).len(), 2);
        assert_eq!(Sharing::resources_of(BAKERY, Some(ResourceId(0)), 9).len(), 1);
    });
}

#[test]
fn bookings_are_found_by_resource_person_cooperative_and_key() {
    scenario(|| {
        let van = dear_van();
        let mill = || shares(&[(MILL, 1_000_000)]);
        let late = BOB.books(van, at(300, 60), mill()).unwrap();
        let early = BOB.books(van, at(100, 60), PaidBy::Person).unwrap();
        let third = BOB.books(van, at(200, 60), mill()).unwrap();
        let ids = |views: Vec<crate::BookingView>| -> Vec<u64> {
            views.into_iter().map(|view| view.id.0).collect()
        };
        let id = ResourceId(van);
        // In the order of time.
        assert_eq!(ids(Sharing::bookings_in(id, MONDAY, 9)), [early, third, late]);
        assert_eq!(ids(Sharing::bookings_in(id, MONDAY + 160, 1)), [third]);
        let bob = BOB.did();
        assert_eq!(ids(Sharing::bookings_of(&bob, None, 9)), [late, early, third]);
        assert_eq!(ids(Sharing::bookings_of(&bob, Some(BookingId(late)), 1)), [early]);
        assert_eq!(ids(Sharing::bookings_paid_by(MILL, None, 9)), [late, third]);
        let after = Some(BookingId(late));
        assert_eq!(ids(Sharing::bookings_paid_by(MILL, after, 9)), [third]);
        assert!(Sharing::bookings_paid_by(GARDEN, None, 9).is_empty());
        assert_eq!(Sharing::booking_by_key(&bob, &key(1_000)), Some(BookingId(late)));
        assert_eq!(Sharing::booking_by_key(&BAKER.did(), &key(500)), None);
        assert_eq!(Sharing::booking_of(BookingId(9)), None);
        assert_eq!(Sharing::resource_of(id).map(|view| view.id), Some(id));
    });
}
