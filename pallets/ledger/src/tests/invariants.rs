//! That the checks of the state notice what is wrong with it.

use crate::{
    frame, mock::*, Accounts, Currencies, CurrenciesOf, CurrencyCount, Expiring, Holds, HoldsOf,
    KeyLog, KeyLogEnds, Keys, KeysOf, NextHold, Parameters, Totals,
};
use frame::testing_prelude::*;
use icn_primitives::{
    due::Due,
    ledger::{Account, CurrencyStatus, Outcome},
    HOUR,
};
use polkadot_sdk::sp_runtime::TryRuntimeError;

fn account(who: Person, edit: impl FnOnce(&mut Account)) {
    Accounts::<Test>::mutate(HOURS, who.account(), |account| edit(account.as_mut().unwrap()));
}

fn books(edit: impl FnOnce(&mut icn_primitives::ledger::CurrencyTotals)) {
    Totals::<Test>::mutate(HOURS, edit);
}

/// Every way to damage the state that a check must notice.
fn damages() -> Vec<(&'static str, fn())> {
    vec![
        ("don't add up to zero", || {
            account(BOB, |bob| bob.balance += 1);
            books(|books| books.positive += 1);
        }),
        ("below its limit", || account(ADA, |ada| ada.floor = -99)),
        ("forbids to have nothing", || account(BOB, |bob| bob.floor = 1)),
        ("isn't the sum of the holds", || {
            account(ADA, |ada| ada.held -= 1);
            books(|books| books.held -= 1);
        }),
        ("isn't the sum of the holds", || {
            account(ADA, |ada| ada.holds += 1);
            books(|books| books.holds += 1);
        }),
        ("keep nothing", || account(ADA, |ada| ada.holds = 0)),
        ("less than nothing", || account(BOB, |bob| bob.held = -1)),
        ("limit can't be", || account(ADA, |ada| ada.limit = Some(-1))),
        ("totals of a currency", || books(|books| books.positive += 1)),
        ("totals of a currency", || books(|books| books.held += 1)),
        ("totals of a currency", || books(|books| books.holds += 1)),
        ("totals of a currency", || books(|books| books.accounts += 1)),
        ("chain of entries", || books(|books| books.entries = 0)),
        ("chain of entries", || books(|books| books.head = Default::default())),
        ("stand in no books", || Totals::<Test>::remove(HOURS)),
        ("books of no currency", || Totals::<Test>::insert(FLOUR, totals())),
        ("holder's list", || CurrenciesOf::<Test>::remove(ADA.account(), HOURS)),
        ("account that isn't there", || CurrenciesOf::<Test>::insert(EVE.account(), HOURS, ())),
        ("empty account", || {
            Accounts::<Test>::insert(HOURS, EVE.account(), Account::default());
            CurrenciesOf::<Test>::insert(EVE.account(), HOURS, ());
            books(|books| books.accounts += 1);
        }),
        ("isn't settled", || {
            Currencies::<Test>::mutate(BAKERY, HOURS.code, |hours| {
                hours.as_mut().unwrap().status = CurrencyStatus::Closed
            });
            CurrencyCount::<Test>::insert(BAKERY, 0);
        }),
        ("miscounted", || CurrencyCount::<Test>::insert(BAKERY, 2)),
        ("aren't counted", || CurrencyCount::<Test>::remove(BAKERY)),
        ("a currency's limit", || {
            Currencies::<Test>::mutate(BAKERY, HOURS.code, |hours| {
                hours.as_mut().unwrap().default_limit = -1
            });
        }),
        ("too many decimals", || {
            Currencies::<Test>::mutate(BAKERY, HOURS.code, |hours| {
                hours.as_mut().unwrap().decimals = 19
            });
        }),
        ("wasn't given out", || NextHold::<Test>::put(0)),
        ("doesn't find its hold", || HoldsOf::<Test>::remove(BOB.account(), 0)),
        ("hold that isn't there", || HoldsOf::<Test>::insert(EVE.account(), 0, ())),
        ("isn't found by its key", || {
            Keys::<Test>::mutate(ADA.actor(), key(1), |record| {
                record.as_mut().unwrap().outcome = Outcome::Released(0)
            });
        }),
        ("names a hold that isn't there", || {
            let payment = Keys::<Test>::iter_keys().find(|(_, name)| *name != key(1)).unwrap();
            Keys::<Test>::mutate(payment.0, payment.1, |record| {
                record.as_mut().unwrap().outcome = Outcome::Held(5)
            });
        }),
        ("for its payer", || {
            Holds::<Test>::mutate(0, |hold| {
                let hold = hold.as_mut().unwrap();
                hold.payee = Some(hold.payer);
            });
        }),
        ("keeps nothing, or too much", || {
            Holds::<Test>::mutate(0, |hold| hold.as_mut().unwrap().money.amount = 0)
        }),
        ("keeps money of no account", || {
            Holds::<Test>::mutate(0, |hold| {
                let hold = hold.as_mut().unwrap();
                HoldsOf::<Test>::remove(hold.payer, 0);
                hold.payer = EVE.account();
                HoldsOf::<Test>::insert(hold.payer, 0, ());
            });
            account(ADA, |ada| (ada.held, ada.holds) = (0, 0));
            books(|books| (books.held, books.holds) = (0, 0));
        }),
        ("what expires isn't there", || Expiring::<Test>::insert(Due::new(7, 5), ())),
        ("at another moment", || Expiring::<Test>::insert(Due::new(7, 0), ())),
        ("never expires", || Expiring::<Test>::remove(Due::new(START + HOUR, 0))),
        ("longer than it says", || KeyLogEnds::<Test>::put((0, 1))),
        ("key that isn't there", || Keys::<Test>::remove(ADA.actor(), key(2))),
        ("in the log twice", || {
            let first = KeyLog::<Test>::get(0).unwrap();
            KeyLog::<Test>::insert(2, first);
            KeyLogEnds::<Test>::put((0, 3));
        }),
        ("has a gap", || KeyLogEnds::<Test>::put((0, 3))),
        ("isn't in the log", || {
            let record = Keys::<Test>::get(ADA.actor(), key(2)).unwrap();
            Keys::<Test>::insert(ADA.actor(), key(3), record);
        }),
        ("keys are miscounted", || KeysOf::<Test>::insert(ADA.actor(), 1)),
        ("parameters", || Parameters::<Test>::mutate(|rules| rules.max_holds = 0)),
    ]
}

#[test]
fn every_damage_is_noticed() {
    for (named, damage) in damages() {
        new_test_ext().execute_with(|| {
            assert_ok!(ADA.pays_with(key(2), BOB, hours(100)));
            let hold = Call::place_hold {
                payee: Some(BOB.account()),
                money: hours(50),
                expires_at: Timestamp::get() + HOUR,
                key: key(1),
                reference: None,
            };
            assert_ok!(send(ADA.origin(), hold));
            Ledger::do_try_state().expect("nothing is wrong yet");
            damage();
            let TryRuntimeError::Other(found) = Ledger::do_try_state().expect_err(named) else {
                panic!("{named}: noticed without a reason")
            };
            assert!(found.contains(named), "{named}: {found}");
        });
    }
}

#[test]
fn a_fault_is_not_covered_by_what_comes_after_it() {
    new_test_ext().execute_with(|| {
        assert_ok!(ADA.pays(BOB, 100));
        // Somehow Ada spends beyond her limit, and is paid something afterwards.
        account(ADA, |ada| ada.balance -= 2_000);
        account(BOB, |bob| bob.balance += 2_000);
        books(|books| books.positive += 2_000);
        assert_ok!(BOB.pays(ADA, 1));
        let found = Ledger::do_try_state().expect_err("it is a fault still");
        assert_eq!(found, TryRuntimeError::Other("an account is below its limit"));
        assert_ok!(BOB.pays(ADA, 99));
        assert_ok!(Ledger::do_try_state());
    });
}
