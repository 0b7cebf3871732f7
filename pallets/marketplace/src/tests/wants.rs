//! Orders of wants: sellers answer, the buyer consents.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::marketplace::{HoldState, Reason, Stage};

#[test]
fn a_seller_answers_and_the_buyer_consents() {
    scenario(|| {
        let want = sacks_wanted();
        let order = BOB.orders(want, 4, BAKERY).unwrap();
        let made = crate::mock::order(order);
        assert_eq!((made.buyer, made.seller), (EVE.did(), BOB.did()));
        assert_eq!((made.buyer_cooperative, made.seller_cooperative), (MILL, BAKERY));
        // Nothing is reserved for an answer, and nothing is asked of the ledger.
        assert_eq!((stage(order), hold(order)), (Stage::Proposed, HoldState::None));
        assert_eq!((stock(want), Lane::get().len()), ((10, 0, 0), 0));
        assert_noop!(BOB.consents(order), Error::NotAuthorized);
        assert_noop!(BOB.accepts(order), Error::InvalidTransition);
        assert_ok!(EVE.consents(order));
        assert_eq!((stage(order), stock(want)), (Stage::Placed, (6, 4, 0)));
        hub_answers();
        assert_ok!(BOB.accepts(order));
        assert_ok!(BOB.delivers(order));
        assert_ok!(EVE.completes(order));
        hub_answers();
        assert_eq!((EVE.balance(), BOB.balance()), (-800, 800));
        assert_eq!(stock(want), (6, 0, 4));
    });
}

#[test]
fn several_may_answer_and_the_buyer_takes_whom_they_like() {
    scenario(|| {
        let want = sacks_wanted();
        let bobs = BOB.orders(want, 10, BAKERY).unwrap();
        let adas = ADA.orders(want, 10, BAKERY).unwrap();
        assert_ok!(EVE.consents(adas));
        assert_noop!(EVE.consents(bobs), Error::QuantityExceeded);
        // Nothing is left to answer to.
        assert_noop!(BAKER.orders(want, 1, BAKERY), Error::QuantityExceeded);
        assert_ok!(EVE.cancels(bobs));
        assert_eq!(stage(bobs), Stage::Cancelled(Reason::ByBuyer));
        hub_answers();
        assert_ok!(ADA.cancels(adas));
        hub_answers();
        assert_eq!((EVE.held(), stock(want)), (0, (10, 0, 0)));
    });
}

#[test]
fn a_cooperative_answers_by_a_steward_who_isnt_the_buyer() {
    scenario(|| {
        let answers = |who: Person, want| {
            who.sends(Call::place_order {
                listing: want,
                version: 0,
                quantity: 1,
                party: did_of(MILL),
                cooperative: MILL,
                key: fresh_key(),
            })
        };
        let adas = ADA
            .lists(BAKERY, icn_primitives::marketplace::ListingKind::Want, terms("Flour", 9), 3)
            .unwrap();
        assert_ok!(answers(MILLER, adas));
        assert_noop!(answers(EVE, adas), Error::NotAuthorized);
        let millers = MILLER
            .lists(MILL, icn_primitives::marketplace::ListingKind::Want, terms("Flour", 9), 3)
            .unwrap();
        assert_noop!(answers(MILLER, millers), Error::SelfDealing);
    });
}

#[test]
fn consent_is_given_while_both_are_members_and_the_want_is_open() {
    scenario(|| {
        let want = sacks_wanted();
        let order = BOB.orders(want, 4, BAKERY).unwrap();
        BOB.is(&[]);
        assert_noop!(EVE.consents(order), Error::SellerNotActive);
        BOB.is(&[(BAKERY, MEMBER)]);
        EVE.is(&[]);
        assert_noop!(EVE.consents(order), Error::BuyerNotActive);
        EVE.is(&[(MILL, MEMBER)]);
        assert_ok!(EVE.sends(Call::withdraw_listing { id: want }));
        assert_noop!(EVE.consents(order), Error::ListingNotOpen);
    });
}

#[test]
fn without_consent_an_answer_lapses() {
    scenario(|| {
        let order = BOB.orders(sacks_wanted(), 4, BAKERY).unwrap();
        Timestamp::set_timestamp(START + rules().timeouts.consent);
        assert_noop!(EVE.consents(order), Error::DeadlinePassed);
        next_block_after(0);
        assert_eq!(stage(order), Stage::Cancelled(Reason::NotConsented));
        assert_eq!(hold(order), HoldState::None);
    });
}

#[test]
fn a_seller_takes_an_answer_back() {
    scenario(|| {
        let order = BOB.orders(sacks_wanted(), 4, BAKERY).unwrap();
        assert_ok!(BOB.cancels(order));
        assert_noop!(EVE.consents(order), Error::InvalidTransition);
    });
}
