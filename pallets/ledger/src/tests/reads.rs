//! What clients see.

use crate::{frame, mock::*};
use alloc::collections::BTreeSet;
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::{AccountView, CurrencyStatus, Money},
    membership::CooperativeStatus,
    HOUR,
};

#[test]
fn an_account_shows_what_can_be_spent() {
    scenario(|| {
        let view = |who: Person| Ledger::account(&who.account(), HOURS).unwrap();
        let nothing = AccountView {
            balance: 0,
            limit: 2_000,
            held: 0,
            available: 2_000,
            own_limit: false,
            holds: 0,
        };
        assert_eq!(view(ADA), nothing);
        assert_eq!(view(EVE), AccountView { limit: 0, available: 0, ..nothing });
        assert_ok!(ADA.pays(BOB, 500));
        assert_ok!(BOB.holds(Some(ADA), 600, Timestamp::get() + HOUR));
        let bob = AccountView { balance: 500, held: 600, available: 1_900, holds: 1, ..nothing };
        assert_eq!(view(BOB), bob);
        assert_eq!(Ledger::account(&ADA.account(), FLOUR), None);
    });
}

#[test]
fn a_currency_shows_what_its_books_add_up_to() {
    scenario(|| {
        assert_ok!(ADA.pays(BOB, 500));
        assert_ok!(ADA.pays(EVE, 200));
        assert_ok!(EVE.holds(None, 50, Timestamp::get() + HOUR));
        let view = Ledger::currency(HOURS).unwrap();
        assert_eq!((view.status, view.default_limit), (CurrencyStatus::Open, DEFAULT_LIMIT));
        assert!(view.gives_credit);
        assert_eq!((view.totals.positive, view.totals.accounts), (700, 3));
        assert_eq!((view.totals.held, view.totals.holds, view.totals.entries), (50, 1, 2));
        Cooperatives::insert(BAKERY, CooperativeStatus::Suspended);
        assert!(!Ledger::currency(HOURS).unwrap().gives_credit);
        assert_eq!(Ledger::currency(FLOUR), None);
    });
}

#[test]
fn pages_show_everything_once() {
    scenario(|| {
        let currency = FLOUR;
        let issue = Call::issue_currency { currency, default_limit: 100 };
        assert_ok!(send(MILLER.origin(), issue));
        for number in 20..40 {
            Person(number).is(&[(MILL, false, false)]);
            let money = Money { currency, amount: 1 };
            assert_ok!(Person(number).pays_with(key(1), EVE, money));
        }
        assert_ok!(ADA.pays(EVE, 1));

        let mut seen = BTreeSet::new();
        let mut after = None;
        loop {
            let page = Ledger::accounts_in(FLOUR, after, 8);
            assert!(page.len() <= 8);
            let Some((last, _)) = page.last() else { break };
            after = Some(*last);
            seen.extend(page.into_iter().map(|(holder, _)| holder));
        }
        assert_eq!(seen.len(), 21);
        assert_eq!(Ledger::accounts_in(FLOUR, None, u32::MAX).len(), 21);
        assert!(Ledger::accounts_in(
            icn_primitives::ledger::CurrencyId { decimals: 9, ..FLOUR },
            None,
            9
        )
        .is_empty());

        let all = Ledger::accounts_of(&EVE.account(), None, 9);
        assert_eq!(all.len(), 2);
        let first = Ledger::accounts_of(&EVE.account(), None, 1);
        let second = Ledger::accounts_of(&EVE.account(), Some(first[0].0), 9);
        assert_eq!([first, second].concat(), all);

        let page = Ledger::currencies(MILL, None, 9);
        assert_eq!(page.iter().map(|view| view.id).collect::<Vec<_>>(), [FLOUR]);
        assert!(Ledger::currencies(MILL, Some(FLOUR.code), 9).is_empty());
    });
}

#[test]
fn both_parties_find_their_holds() {
    scenario(|| {
        let until = Timestamp::get() + HOUR;
        for _ in 0..3 {
            assert_ok!(ADA.holds(Some(BOB), 5, until));
        }
        assert_ok!(BOB.holds(None, 5, until));
        let ids = |who: Person, after, limit| -> BTreeSet<_> {
            Ledger::holds(&who.account(), after, limit).into_iter().map(|(id, _)| id).collect()
        };
        assert_eq!(ids(ADA, None, 9), [0, 1, 2].into());
        assert_eq!(ids(BOB, None, 9), [0, 1, 2, 3].into());
        let first = ids(BOB, None, 2);
        let last = Ledger::holds(&BOB.account(), None, 2)[1].0;
        let rest = ids(BOB, Some(last), 9);
        assert_eq!((first.len(), rest.len()), (2, 2));
        assert!(first.is_disjoint(&rest));
        assert!(Ledger::hold_by_id(3).is_some_and(|hold| hold.payer == BOB.account()));
        assert_eq!(Ledger::hold_by_id(4), None);
    });
}
