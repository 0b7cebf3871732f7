//! Paying.

use crate::{frame, mock::*, WeightInfo};
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::{Action, CurrencyId, Entry, LedgerAccount, Money, Treasury, MAX_AMOUNT},
    Hash, SigningKey,
};

#[test]
fn what_one_pays_the_other_has() {
    scenario(|| {
        // Ada has nothing, and may owe 20.00.
        assert_ok!(ADA.pays(BOB, 500));
        assert_eq!((ADA.books().balance, BOB.books().balance), (-500, 500));
        assert_eq!((totals().positive, totals().accounts, totals().entries), (500, 2, 1));

        // Bob pays it on; of what comes back to zero nothing is kept.
        assert_ok!(BOB.pays(ADA, 500));
        assert_eq!((totals().positive, totals().accounts, totals().entries), (0, 0, 2));
        assert_eq!(crate::Accounts::<Test>::iter().count(), 0);
        assert_eq!(crate::CurrenciesOf::<Test>::iter().count(), 0);
    });
}

#[test]
fn an_entry_says_who_paid_what_to_whom_and_what_for() {
    scenario(|| {
        let (key, reference) = (key(7), Some(Hash::repeat_byte(1)));
        let call = Call::transfer { payee: BOB.account(), money: hours(5), key, reference };
        assert_ok!(send(ADA.origin(), call));
        let entry = Entry {
            from: ADA.account(),
            to: BOB.account(),
            money: hours(5),
            actor: ADA.actor(),
            action: Action::Transfer,
            key,
            reference,
        };
        assert_eq!(events(), [Event::EntryRecorded { number: 0, entry }]);
    });
}

#[test]
fn an_amount_is_more_than_nothing() {
    scenario(|| {
        for amount in [0, -1, i128::MIN, MAX_AMOUNT + 1, i128::MAX] {
            assert_noop!(ADA.pays(BOB, amount), Error::InvalidAmount);
        }
    });
}

#[test]
fn nobody_pays_themselves_or_nobody() {
    scenario(|| {
        assert_noop!(ADA.pays(ADA, 5), Error::SameAccount);
        assert_noop!(ADA.pays(STRANGER, 5), Error::UnknownAccount);
        let missing = treasury(icn_primitives::CooperativeId(7));
        assert_noop!(ADA.pays(missing, 5), Error::UnknownAccount);
        assert_noop!(STRANGER.pays(ADA, 5), Error::NotAuthorized);
    });
}

#[test]
fn treasuries_are_paid_as_persons_are() {
    scenario(|| {
        assert_ok!(ADA.pays(treasury(BAKERY), 5));
        assert_ok!(ADA.pays(treasury(MILL), 6));
        assert_ok!(ADA.pays(LedgerAccount::Treasury(Treasury::Federation), 7));
        assert_eq!(books_of(treasury(MILL)).balance, 6);
        assert_eq!(ADA.books().balance, -18);
    });
}

#[test]
fn a_currency_is_named_with_its_decimals() {
    scenario(|| {
        let other = CurrencyId { decimals: 3, ..HOURS };
        let money = Money { currency: other, amount: 5 };
        assert_noop!(ADA.pays_with(key(1), BOB, money), Error::NotFound);
        let money = Money { currency: FLOUR, amount: 5 };
        assert_noop!(ADA.pays_with(key(1), BOB, money), Error::NotFound);
    });
}

#[test]
fn new_keys_change_nothing_about_an_account() {
    scenario(|| {
        // The ledger asks for the person behind a key, and never sees the key again.
        assert_ok!(ADA.pays(BOB, 5));
        let holder = crate::Accounts::<Test>::iter_keys().map(|(_, holder)| holder);
        let mut holders: Vec<_> = holder.collect();
        holders.sort();
        assert_eq!(holders, [ADA.account(), BOB.account()]);
        assert_eq!(ADA.did().0, SigningKey::Sr25519([2; 32]));
    });
}

#[test]
fn a_call_that_fails_changes_nothing_and_its_key_is_unused() {
    scenario(|| {
        assert_noop!(ADA.pays_with(key(1), BOB, hours(2_001)), Error::CreditLimitExceeded);
        assert_ok!(ADA.pays_with(key(1), BOB, hours(2_000)));
    });
}

#[test]
fn a_transfer_weighs_for_the_memberships_that_were_looked_at() {
    scenario(|| {
        let weight = |payer: Person, payee: Person, name| {
            let call = Call::transfer {
                payee: payee.account(),
                money: hours(1),
                key: key(name),
                reference: None,
            };
            let call = RuntimeCall::from(call);
            assert_eq!(call.get_dispatch_info().call_weight, <() as WeightInfo>::transfer(32));
            let done = call.dispatch(payer.origin()).expect("it can be paid");
            done.actual_weight.expect("it says what it weighs")
        };
        assert_eq!(weight(ADA, BOB, 1), <() as WeightInfo>::transfer(2));
        ADA.is(&[(MILL, true, false), (MILL, true, false), (BAKERY, false, false)]);
        BOB.is(&[(MILL, true, false), (BAKERY, true, false)]);
        assert_eq!(weight(ADA, BOB, 2), <() as WeightInfo>::transfer(5));
        assert_eq!(weight(ADA, BOB, 2), <() as WeightInfo>::transfer(0));
    });
}
