//! How much one may owe.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::{Balance, LedgerAccount, MAX_AMOUNT},
    membership::CooperativeStatus,
};

/// The bakery's treasurer sets a limit.
fn set(account: impl Into<LedgerAccount>, limit: Option<Balance>) -> DispatchResult {
    let account = account.into();
    send(TREASURER.origin(), Call::set_credit_limit { currency: HOURS, account, limit })
}

fn view(who: Person) -> icn_primitives::ledger::AccountView {
    Ledger::account(&who.account(), HOURS).expect("the currency is there")
}

#[test]
fn members_of_the_issuer_may_owe_what_the_currency_allows() {
    scenario(|| {
        assert_noop!(ADA.pays(BOB, 2_001), Error::CreditLimitExceeded);
        assert_ok!(ADA.pays(BOB, 1_999));
        assert_ok!(ADA.pays(BOB, 1));
        assert_noop!(ADA.pays(BOB, 1), Error::CreditLimitExceeded);
        assert_eq!((view(ADA).available, view(BOB).available), (0, 4_000));
    });
}

#[test]
fn others_may_owe_what_treasurers_allow() {
    scenario(|| {
        assert_noop!(EVE.pays(ADA, 1), Error::CreditLimitExceeded);
        assert_ok!(set(EVE, Some(100)));
        assert_noop!(EVE.pays(ADA, 101), Error::CreditLimitExceeded);
        assert_ok!(EVE.pays(ADA, 100));
        // What treasurers have set counts for members as well, also when it is less.
        assert_ok!(set(BOB, Some(0)));
        assert_noop!(BOB.pays(ADA, 1), Error::CreditLimitExceeded);
        assert_ok!(set(BOB, None));
        assert_ok!(BOB.pays(ADA, 2_000));
    });
}

#[test]
fn a_limit_lowered_past_a_debt_lets_the_account_receive_alone() {
    scenario(|| {
        assert_ok!(ADA.pays(BOB, 1_500));
        assert_ok!(set(ADA, Some(1_000)));
        assert_eq!(ADA.books().floor, -1_500);
        assert_eq!((view(ADA).limit, view(ADA).available), (1_000, 0));
        assert_noop!(ADA.pays(BOB, 1), Error::CreditLimitExceeded);

        // Every payment in counts, and can't be spent again.
        assert_ok!(BOB.pays(ADA, 200));
        assert_eq!(ADA.books().floor, -1_300);
        assert_noop!(ADA.pays(BOB, 1), Error::CreditLimitExceeded);
        assert_ok!(BOB.pays(ADA, 400));
        assert_eq!((ADA.books().balance, ADA.books().floor), (-900, -1_000));
        assert_ok!(ADA.pays(BOB, 100));
        assert_noop!(ADA.pays(BOB, 1), Error::CreditLimitExceeded);
    });
}

#[test]
fn a_new_default_counts_at_once_for_all_who_have_no_limit_of_their_own() {
    scenario(|| {
        let default =
            |limit| send(TREASURER.origin(), Call::set_default_limit { currency: HOURS, limit });
        assert_ok!(ADA.pays(BOB, 1_500));
        assert_ok!(set(BOB, Some(50)));
        assert_ok!(default(1_000));
        assert_noop!(ADA.pays(BOB, 1), Error::CreditLimitExceeded);
        assert_ok!(BOB.pays(ADA, 100));
        assert_eq!(ADA.books().floor, -1_400);
        assert_ok!(default(1_600));
        assert_ok!(ADA.pays(BOB, 200));
        assert_eq!((ADA.books().floor, BOB.books().floor), (-1_600, -50));
        assert_noop!(default(-1), Error::InvalidLimit);
        assert_noop!(default(MAX_AMOUNT + 1), Error::InvalidLimit);
    });
}

#[test]
fn a_default_is_for_active_members_alone() {
    scenario(|| {
        // Eve joins the bakery as well, and may owe; she leaves it, and may not.
        EVE.is(&[(MILL, false, false), (BAKERY, false, false)]);
        assert_ok!(EVE.pays(ADA, 300));
        EVE.is(&[(MILL, false, false)]);
        assert_noop!(EVE.pays(ADA, 1), Error::CreditLimitExceeded);
        assert_ok!(ADA.pays(EVE, 100));
        assert_eq!(EVE.books().floor, -200);
        // A suspended member of the bakery who may act by the mill has no credit either.
        EVE.is(&[(MILL, false, false), (BAKERY, true, false)]);
        assert_noop!(EVE.pays(ADA, 1), Error::CreditLimitExceeded);
    });
}

#[test]
fn who_holds_as_much_as_the_limit_has_nothing_to_spend() {
    scenario(|| {
        let until = Timestamp::get() + icn_primitives::HOUR;
        assert_ok!(ADA.holds(Some(BOB), 1_500, until));
        assert_noop!(ADA.pays(BOB, 501), Error::CreditLimitExceeded);
        assert_noop!(ADA.holds(Some(BOB), 501, until), Error::CreditLimitExceeded);
        assert_ok!(ADA.pays(BOB, 500));
        // Also a limit that is lowered under a hold leaves the hold as it is.
        assert_ok!(set(ADA, Some(0)));
        assert_eq!(ADA.books().floor, -2_000);
        assert_ok!(BOB.pays(ADA, 50));
        assert_noop!(ADA.pays(BOB, 1), Error::CreditLimitExceeded);
    });
}

#[test]
fn limits_are_set_by_treasurers_of_the_issuer() {
    scenario(|| {
        let call =
            || Call::set_credit_limit { currency: HOURS, account: EVE.account(), limit: Some(1) };
        for other in [ADA, MILLER, STRANGER] {
            assert_noop!(send(other.origin(), call()), Error::NotAuthorized);
        }
        for body in [cooperative_decides(MILL), federation_decides(), RuntimeOrigin::root()] {
            assert_noop!(send(body, call()), DispatchError::BadOrigin);
        }
        assert_ok!(send(TREASURER.origin(), call()));
        assert_ok!(send(cooperative_decides(BAKERY), call()));
        // A suspended treasurer is none.
        TREASURER.is(&[(BAKERY, true, true)]);
        assert_noop!(send(TREASURER.origin(), call()), Error::NotAuthorized);
        assert_noop!(set(STRANGER, Some(1)), Error::NotAuthorized);
    });
}

#[test]
fn limits_have_bounds_and_holders() {
    scenario(|| {
        for limit in [-1, MAX_AMOUNT + 1, i128::MAX, i128::MIN] {
            assert_noop!(set(EVE, Some(limit)), Error::InvalidLimit);
        }
        assert_noop!(set(STRANGER, Some(1)), Error::UnknownAccount);
        assert_ok!(set(EVE, Some(MAX_AMOUNT)));
        assert_ok!(EVE.pays(ADA, MAX_AMOUNT));
        assert_noop!(EVE.pays(ADA, 1), Error::CreditLimitExceeded);
    });
}

#[test]
fn a_treasurys_limit_and_a_treasurers_own_take_a_decision() {
    scenario(|| {
        for account in [treasury(BAKERY), treasury(MILL), TREASURER.account()] {
            assert_noop!(set(account, Some(1)), Error::DecisionRequired);
            let limit = Some(1);
            let call = Call::set_credit_limit { currency: HOURS, account, limit };
            assert_ok!(send(cooperative_decides(BAKERY), call));
        }
        // By itself a treasury may owe nothing.
        let view = Ledger::account(&treasury(BAKERY), HOURS).unwrap();
        assert_eq!((view.limit, view.own_limit), (1, true));
    });
}

#[test]
fn a_suspended_issuer_gives_no_credit_and_its_money_is_still_good() {
    scenario(|| {
        assert_ok!(ADA.pays(EVE, 300));
        assert_ok!(set(EVE, Some(500)));
        Cooperatives::insert(BAKERY, CooperativeStatus::Suspended);
        assert_noop!(EVE.pays(MILLER, 301), Error::CreditLimitExceeded);
        assert_ok!(EVE.pays(MILLER, 300));
        // Its treasurers are none meanwhile; the federation decides.
        assert_noop!(set(EVE, Some(1)), Error::NotAuthorized);
        let call =
            || Call::set_credit_limit { currency: HOURS, account: EVE.account(), limit: Some(100) };
        assert_noop!(send(cooperative_decides(MILL), call()), DispatchError::BadOrigin);
        assert_ok!(send(federation_decides(), call()));
        assert_noop!(EVE.pays(MILLER, 1), Error::CreditLimitExceeded);
        Cooperatives::insert(BAKERY, CooperativeStatus::Active);
        assert_ok!(EVE.pays(MILLER, 100));
    });
}
