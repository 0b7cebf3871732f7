//! Listings: what can be said in one, who may, and how it ends.

use crate::{frame, mock::*, Parameters};
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::{Money, MAX_AMOUNT},
    marketplace::{
        Availability, ListingKind, ListingStatus, ListingTerms, Made, MarketplaceParameters,
        MAX_QUANTITY,
    },
    DAY, HOUR,
};
use ListingKind::{Offer, Want};

#[test]
fn a_member_offers_something() {
    scenario(|| {
        let id = loaves();
        let made = listing(id);
        assert_eq!(made.terms.category.to_vec(), b"food");
        assert_eq!((made.owner, made.cooperative, made.version), (ADA.did(), BAKERY, 0));
        assert_eq!(stock(id), (10, 0, 0));
        assert!(matches!(&events()[..],
            [Event::ListingCreated { id: told, listing, by }]
                if *told == id && *listing == made && *by == ADA.did()));
    });
}

#[test]
fn what_cant_be_said_is_refused() {
    scenario(|| {
        let good = terms("Rye bread", 300);
        let lists = |terms: ListingTerms, quantity| ADA.lists(BAKERY, Offer, terms, quantity);
        let title = |text: &str| text.as_bytes().to_vec().try_into().unwrap();
        for text in ["", " Rye", "—", "Rye\nbread"] {
            let terms = ListingTerms { title: title(text), ..good.clone() };
            assert_noop!(lists(terms, 1), Error::InvalidTitle);
        }
        for text in ["", "food/bread", "-"] {
            let category = text.as_bytes().to_vec().try_into().unwrap();
            assert_noop!(
                lists(ListingTerms { category, ..good.clone() }, 1),
                Error::InvalidCategory
            );
        }
        for amount in [0, -1, MAX_AMOUNT + 1] {
            let price = Money { currency: HOURS, amount };
            assert_noop!(lists(ListingTerms { price, ..good.clone() }, 1), Error::InvalidPrice);
        }
        for expires_at in [START, START - 1, START + 30 * DAY + 1] {
            let terms = ListingTerms { expires_at, ..good.clone() };
            assert_noop!(lists(terms, 1), Error::InvalidExpiry);
        }
        for quantity in [0, MAX_QUANTITY + 1] {
            assert_noop!(lists(good.clone(), quantity), Error::InvalidQuantity);
        }
        assert_ok!(lists(ListingTerms { expires_at: START + 30 * DAY, ..good }, MAX_QUANTITY));
    });
}

#[test]
fn only_members_list_and_only_where_they_are() {
    scenario(|| {
        let lists = |who: Person, id| who.lists(id, Offer, terms("Rye", 1), 1);
        assert_noop!(lists(STRANGER, BAKERY), Error::NotAuthorized);
        assert_noop!(lists(ADA, MILL), Error::OwnerNotActive);
        ADA.is(&[]);
        assert_noop!(lists(ADA, BAKERY), Error::OwnerNotActive);
        ADA.is(&[(BAKERY, MEMBER)]);
        Registers::put_cooperative(BAKERY, false);
        assert_noop!(lists(ADA, BAKERY), Error::OwnerNotActive);
        assert_ok!(lists(EVE, MILL));
    });
}

#[test]
fn stewards_list_for_their_cooperative() {
    scenario(|| {
        let lists = |who: Person, of, kind| {
            let (owner, terms) = (did_of(of), terms("Flour", 5));
            let (cooperative, key) = (of, fresh_key());
            let quantity = 100;
            who.sends(Call::create_listing { owner, cooperative, kind, terms, quantity, key })
        };
        assert_ok!(lists(MILLER, MILL, Offer));
        assert_noop!(lists(EVE, MILL, Offer), Error::NotAuthorized);
        assert_noop!(lists(BAKER, MILL, Offer), Error::NotAuthorized);
        // A treasury pays by a decision.
        assert_noop!(lists(MILLER, MILL, Want), Error::BuyerNotPerson);
        // Not in another cooperative's name.
        let (owner, kind, key) = (did_of(MILL), Offer, fresh_key());
        let call = Call::create_listing {
            owner,
            cooperative: BAKERY,
            kind,
            terms: terms("Flour", 5),
            quantity: 1,
            key,
        };
        assert_noop!(MILLER.sends(call), Error::OwnerNotActive);
    });
}

#[test]
fn what_is_sent_twice_is_listed_once() {
    scenario(|| {
        let call = |quantity| Call::create_listing {
            owner: ADA.did(),
            cooperative: BAKERY,
            kind: Offer,
            terms: terms("Rye bread", 300),
            quantity,
            key: key(7),
        };
        assert_ok!(ADA.sends(call(3)));
        events();
        assert_ok!(ADA.sends(call(3)));
        assert!(matches!(events()[..], [Event::Replayed { made: Made::Listing(_), .. }]));
        assert_eq!(crate::Listings::<Test>::iter().count(), 1);
        assert_noop!(ADA.sends(call(4)), Error::KeyReused);
        // Keys are each party's own.
        let mut other = call(4);
        if let Call::create_listing { owner, .. } = &mut other {
            *owner = BOB.did();
        }
        assert_ok!(BOB.sends(other));
    });
}

#[test]
fn an_owner_has_so_many_listings() {
    scenario(|| {
        Parameters::<Test>::mutate(|rules| rules.max_listings = 2);
        let first = loaves();
        loaves();
        let more = ADA.lists(BAKERY, Offer, terms("Rye", 1), 1);
        assert_noop!(more, Error::ListingsExceeded);
        // Ended ones count as long as they are kept.
        assert_ok!(ADA.sends(Call::withdraw_listing { id: first }));
        assert_noop!(ADA.lists(BAKERY, Offer, terms("Rye", 1), 1), Error::ListingsExceeded);
        pass(3 * DAY);
        assert_ok!(ADA.lists(BAKERY, Offer, terms("Rye", 1), 1));
    });
}

#[test]
fn terms_change_from_the_version_that_was_read() {
    scenario(|| {
        let id = loaves();
        let new = ListingTerms { expires_at: START + 20 * DAY, ..terms("Wheat bread", 250) };
        let update =
            |version| Call::update_listing { id, version, terms: new.clone(), quantity: 4 };
        assert_noop!(BOB.sends(update(0)), Error::NotAuthorized);
        assert_noop!(BAKER.sends(update(0)), Error::NotAuthorized);
        assert_noop!(ADA.sends(update(1)), Error::StaleVersion);
        assert_ok!(ADA.sends(update(0)));
        assert_noop!(ADA.sends(update(0)), Error::StaleVersion);
        let changed = listing(id);
        assert_eq!((changed.version, changed.available), (1, 4));
        assert_eq!(changed.terms.title.to_vec(), b"Wheat bread");
        // It expires when it says now.
        pass(10 * DAY);
        assert_eq!(listing(id).status, ListingStatus::Open);
        pass(10 * DAY);
        assert_eq!(listing(id).status, ListingStatus::Expired);
        assert_noop!(ADA.sends(update(1)), Error::ListingNotOpen);
    });
}

#[test]
fn an_order_keeps_its_price_when_terms_change() {
    scenario(|| {
        let order = funded();
        let id = order_listing(order);
        let call =
            Call::update_listing { id, version: 0, terms: terms("Rye bread", 900), quantity: 5 };
        assert_ok!(ADA.sends(call));
        assert_eq!(stock(id), (5, 2, 0));
        assert_eq!(crate::mock::order(order).total.amount, 600);
        assert_ok!(ADA.cancels(order));
        assert_eq!(stock(id), (7, 0, 0));
    });
}

fn order_listing(
    order: icn_primitives::marketplace::OrderId,
) -> icn_primitives::marketplace::ListingId {
    crate::mock::order(order).listing
}

#[test]
fn a_listing_is_taken_back() {
    scenario(|| {
        let id = loaves();
        let withdraw = || Call::withdraw_listing { id };
        assert_noop!(BOB.sends(withdraw()), Error::NotAuthorized);
        assert_noop!(MILLER.sends(withdraw()), Error::NotAuthorized);
        assert_ok!(ADA.sends(withdraw()));
        assert_noop!(ADA.sends(withdraw()), Error::ListingNotOpen);
        assert_noop!(EVE.orders(id, 1, MILL), Error::ListingNotOpen);
        // A steward takes back what is offered in the cooperative's name.
        let other = loaves();
        ADA.is(&[]);
        assert_ok!(BAKER.sends(Call::withdraw_listing { id: other }));
        assert_eq!(listing(other).availability(START), Availability::Withdrawn);
    });
}

#[test]
fn an_expired_listing_cant_be_ordered_from_its_moment_on() {
    scenario(|| {
        let id = loaves();
        Timestamp::set_timestamp(START + 10 * DAY - 1);
        assert_ok!(EVE.orders(id, 1, MILL));
        Timestamp::set_timestamp(START + 10 * DAY);
        assert_eq!(listing(id).status, ListingStatus::Open);
        assert_noop!(EVE.orders(id, 1, MILL), Error::ListingNotOpen);
        assert_eq!(listing(id).availability(Timestamp::get()), Availability::Expired);
        next_block_after(HOUR);
        assert_eq!(listing(id).status, ListingStatus::Expired);
    });
}

#[test]
fn a_block_expires_only_so_many_listings() {
    scenario(|| {
        Tasks::set(3);
        let ids: Vec<_> = (0..7).map(|_| loaves()).collect();
        Timestamp::set_timestamp(START + 11 * DAY);
        let open = || ids.iter().filter(|id| listing(**id).status == ListingStatus::Open).count();
        for left in [4, 1, 0, 0] {
            next_block_after(0);
            assert_eq!(open(), left);
        }
    });
}

#[test]
fn the_federation_sets_the_rules() {
    scenario(|| {
        let set = |parameters| Call::set_parameters { parameters };
        let rules = rules();
        assert_noop!(send(ADA.origin(), set(rules)), DispatchError::BadOrigin);
        assert_noop!(
            send(cooperatives_decide(&[BAKERY, MILL]), set(rules)),
            DispatchError::BadOrigin
        );
        // A hold must outlive its order.
        let short = MarketplaceParameters { max_hold_life: 22 * HOUR, ..rules };
        assert_noop!(send(federation_decides(), set(short)), Error::InvalidParameters);
        let new = MarketplaceParameters { max_orders: 3, ..rules };
        assert_ok!(send(federation_decides(), set(new)));
        assert_eq!(Market::rules(), new);
    });
}
