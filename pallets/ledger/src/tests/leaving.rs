//! Members and cooperatives that are suspended or leave.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::{Action, Entry, Treasury},
    membership::CooperativeStatus,
    HOUR,
};

fn settle(person: Person) -> Call {
    Call::settle { currency: HOURS, person: person.did(), key: fresh_key(), reference: None }
}

#[test]
fn the_suspended_receive_and_dont_spend() {
    scenario(|| {
        assert_ok!(ADA.pays(BOB, 500));
        BOB.is(&[(BAKERY, true, false)]);
        assert_noop!(BOB.pays(ADA, 1), Error::PayerNotActive);
        assert_ok!(ADA.pays(BOB, 1));
        assert_noop!(send(TREASURER.origin(), settle(BOB)), Error::PersonNotEnded);
        BOB.is(&[(BAKERY, false, false)]);
        assert_ok!(BOB.pays(ADA, 501));
    });
}

#[test]
fn members_of_a_suspended_cooperative_receive_and_dont_spend() {
    scenario(|| {
        assert_ok!(ADA.pays(EVE, 500));
        Cooperatives::insert(MILL, CooperativeStatus::Suspended);
        assert_noop!(EVE.pays(ADA, 1), Error::PayerNotActive);
        assert_ok!(ADA.pays(EVE, 1));
        assert_noop!(send(TREASURER.origin(), settle(EVE)), Error::PersonNotEnded);
    });
}

#[test]
fn who_leaves_keeps_the_balance_until_it_is_settled() {
    scenario(|| {
        assert_ok!(ADA.pays(BOB, 500));
        assert_ok!(BOB.holds(Some(ADA), 100, Timestamp::get() + HOUR));
        BOB.is(&[]);
        assert_noop!(BOB.pays(ADA, 1), Error::PayerNotActive);
        assert_noop!(ADA.pays(BOB, 1), Error::PayeeEnded);
        assert_noop!(ADA.holds(Some(BOB), 1, Timestamp::get() + HOUR), Error::PayeeEnded);
        assert_eq!(BOB.books().balance, 500);

        for other in [ADA, MILLER, STRANGER] {
            assert_noop!(send(other.origin(), settle(BOB)), Error::NotAuthorized);
        }
        events();
        // What is held stays held.
        assert_ok!(send(TREASURER.origin(), settle(BOB)));
        assert_eq!(books_of(treasury(BAKERY)).balance, 400);
        assert_eq!((BOB.books().balance, BOB.books().held), (100, 100));
        let [Event::EntryRecorded { entry: Entry { actor, action, .. }, .. }] = events()[..] else {
            panic!("an entry and nothing else")
        };
        assert_eq!((actor, action), (TREASURER.actor(), Action::Settlement));
        assert_noop!(send(TREASURER.origin(), settle(BOB)), Error::NothingToSettle);
        pass(HOUR);
        assert_ok!(send(cooperative_decides(BAKERY), settle(BOB)));
        assert_eq!(books_of(treasury(BAKERY)).balance, 500);
        assert_eq!(BOB.books(), Default::default());
    });
}

#[test]
fn who_leaves_with_a_debt_is_paid_for_and_no_more() {
    scenario(|| {
        assert_ok!(BOB.pays(ADA, 500));
        BOB.is(&[]);
        assert_noop!(send(TREASURER.origin(), settle(BOB)), Error::NothingToSettle);
        assert_noop!(ADA.pays(BOB, 501), Error::PayeeEnded);
        assert_ok!(ADA.pays(BOB, 200));
        // The bakery bears the rest, as its members decide.
        assert_ok!(ADA.pays(treasury(BAKERY), 300));
        let pay = Call::pay_from_treasury {
            treasury: Treasury::Cooperative(BAKERY),
            payee: BOB.account(),
            money: hours(300),
            key: key(1),
            reference: None,
        };
        assert_ok!(send(cooperative_decides(BAKERY), pay));
        assert_eq!(totals().positive, 0);
    });
}

#[test]
fn who_comes_back_has_what_was_there() {
    scenario(|| {
        assert_ok!(ADA.pays(BOB, 500));
        BOB.is(&[]);
        BOB.is(&[(MILL, false, false)]);
        assert_noop!(send(TREASURER.origin(), settle(BOB)), Error::PersonNotEnded);
        assert_ok!(BOB.pays(EVE, 500));
        assert_noop!(send(TREASURER.origin(), settle(STRANGER)), Error::PersonNotEnded);
    });
}

#[test]
fn a_settlement_is_made_once_under_its_key() {
    scenario(|| {
        assert_ok!(ADA.pays(BOB, 500));
        BOB.is(&[]);
        let call =
            || Call::settle { currency: HOURS, person: BOB.did(), key: key(1), reference: None };
        assert_ok!(send(TREASURER.origin(), call()));
        let books = totals();
        assert_ok!(send(TREASURER.origin(), call()));
        assert_eq!(totals(), books);
    });
}

#[test]
fn what_members_of_an_ended_cooperative_have_is_settled_by_others() {
    scenario(|| {
        // The mill ends; Eve, who has hours of the bakery, is a member of nothing else.
        assert_ok!(ADA.pays(EVE, 500));
        Cooperatives::insert(MILL, CooperativeStatus::Expelled);
        assert_noop!(EVE.pays(ADA, 1), Error::PayerNotActive);
        assert_ok!(send(TREASURER.origin(), settle(EVE)));
        // The bakery ends as well: the federation settles, into what is left of it.
        assert_ok!(BOB.pays(ADA, 700));
        Cooperatives::insert(BAKERY, CooperativeStatus::Withdrawn);
        assert_noop!(send(TREASURER.origin(), settle(ADA)), Error::NotAuthorized);
        assert_ok!(send(federation_decides(), settle(ADA)));
        assert_eq!(books_of(treasury(BAKERY)).balance, 700);
        let pay = Call::pay_from_treasury {
            treasury: Treasury::Cooperative(BAKERY),
            payee: BOB.account(),
            money: hours(700),
            key: key(1),
            reference: None,
        };
        assert_ok!(send(federation_decides(), pay));
        assert_eq!(totals().positive, 0);
    });
}
