//! Currencies from their issue to their end.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::{CurrencyCode, CurrencyId, CurrencyStatus, Money, MAX_DECIMALS},
    membership::CooperativeStatus,
    CooperativeId, HOUR,
};

fn issue(currency: CurrencyId) -> Call {
    Call::issue_currency { currency, default_limit: 10 }
}

fn named(text: &[u8; 8]) -> CurrencyId {
    CurrencyId { code: CurrencyCode(*text), ..FLOUR }
}

fn wind_down() -> DispatchResult {
    send(TREASURER.origin(), Call::wind_down_currency { currency: HOURS })
}

fn reopen() -> DispatchResult {
    send(TREASURER.origin(), Call::reopen_currency { currency: HOURS })
}

fn close() -> DispatchResult {
    send(TREASURER.origin(), Call::close_currency { currency: HOURS })
}

#[test]
fn a_cooperative_issues_by_its_treasurers_or_its_decision() {
    scenario(|| {
        for other in [EVE, TREASURER, STRANGER] {
            assert_noop!(send(other.origin(), issue(FLOUR)), Error::NotAuthorized);
        }
        assert_noop!(send(federation_decides(), issue(FLOUR)), DispatchError::BadOrigin);
        assert_noop!(send(cooperative_decides(BAKERY), issue(FLOUR)), DispatchError::BadOrigin);
        assert_ok!(send(MILLER.origin(), issue(FLOUR)));
        let by = MILLER.actor();
        let issued = Event::CurrencyIssued { currency: FLOUR, default_limit: 10, by };
        assert_eq!(events(), [issued]);
        assert_ok!(send(cooperative_decides(MILL), issue(named(b"GRAIN\0\0\0"))));
        assert_ok!(EVE.pays_with(key(1), ADA, Money { currency: FLOUR, amount: 10 }));
    });
}

#[test]
fn a_code_is_given_out_once() {
    scenario(|| {
        assert_ok!(send(MILLER.origin(), issue(FLOUR)));
        assert_noop!(send(MILLER.origin(), issue(FLOUR)), Error::AlreadyExists);
        let other = CurrencyId { decimals: 2, ..FLOUR };
        assert_noop!(send(MILLER.origin(), issue(other)), Error::AlreadyExists);
        // Another cooperative may call its own the same.
        assert_ok!(send(TREASURER.origin(), issue(CurrencyId { issuer: BAKERY, ..FLOUR })));
    });
}

#[test]
fn codes_decimals_limits_and_numbers_have_bounds() {
    scenario(|| {
        for bad in [*b"\0\0\0\0\0\0\0\0", *b"flou\0\0\0\0", *b"A\0\0\0\0\0\0\0", *b"AB\0C\0\0\0\0"]
        {
            assert_noop!(send(MILLER.origin(), issue(named(&bad))), Error::InvalidCode);
        }
        let fine = CurrencyId { decimals: MAX_DECIMALS + 1, ..FLOUR };
        assert_noop!(send(MILLER.origin(), issue(fine)), Error::InvalidDecimals);
        let call = Call::issue_currency { currency: FLOUR, default_limit: -1 };
        assert_noop!(send(MILLER.origin(), call), Error::InvalidLimit);
        for code in [b"AA\0\0\0\0\0\0", b"BB\0\0\0\0\0\0", b"CCCCCCCC"] {
            assert_ok!(send(MILLER.origin(), issue(named(code))));
        }
        assert_noop!(send(MILLER.origin(), issue(FLOUR)), Error::CurrenciesExceeded);
        // Closed ones leave room, but not their code.
        let currency = named(b"AA\0\0\0\0\0\0");
        assert_ok!(send(MILLER.origin(), Call::wind_down_currency { currency }));
        assert_ok!(send(MILLER.origin(), Call::close_currency { currency }));
        assert_noop!(send(MILLER.origin(), issue(currency)), Error::AlreadyExists);
        assert_ok!(send(MILLER.origin(), issue(FLOUR)));
    });
}

#[test]
fn a_cooperative_that_takes_no_part_issues_nothing() {
    scenario(|| {
        Cooperatives::insert(MILL, CooperativeStatus::Suspended);
        assert_noop!(send(MILLER.origin(), issue(FLOUR)), Error::NotAuthorized);
        assert_noop!(send(cooperative_decides(MILL), issue(FLOUR)), Error::IssuerNotActive);
        assert_noop!(send(federation_decides(), issue(FLOUR)), Error::IssuerNotActive);
        let nobodys = CurrencyId { issuer: CooperativeId(9), ..FLOUR };
        assert_noop!(send(federation_decides(), issue(nobodys)), Error::IssuerNotActive);
    });
}

#[test]
fn a_currency_is_wound_down_settled_and_closed() {
    scenario(|| {
        assert_ok!(ADA.pays(BOB, 300));
        assert_noop!(close(), Error::InvalidTransition);
        assert_ok!(wind_down());
        assert_noop!(wind_down(), Error::InvalidTransition);
        // Nobody owes more; who has something pays with it.
        assert_noop!(ADA.pays(EVE, 1), Error::CreditLimitExceeded);
        assert_noop!(BOB.pays(ADA, 301), Error::CreditLimitExceeded);
        assert_ok!(BOB.pays(EVE, 100));
        assert_ok!(BOB.pays(ADA, 100));
        assert_noop!(close(), Error::NotSettled);
        assert_ok!(EVE.pays(ADA, 100));
        let hold = BOB.holds(Some(ADA), 100, Timestamp::get() + HOUR);
        assert_noop!(close(), Error::NotSettled);
        let hold = hold.expect("Bob has a hundred");
        let capture = Call::capture_hold { hold, payee: None, amount: 100 };
        assert_ok!(send(BOB.origin(), capture));
        events();
        assert_ok!(close());
        let status = CurrencyStatus::Closed;
        let by = TREASURER.actor();
        assert_eq!(events(), [Event::CurrencyMoved { currency: HOURS, status, by }]);

        // It has ended.
        assert_noop!(ADA.pays(BOB, 1), Error::CurrencyClosed);
        let until = Timestamp::get() + HOUR;
        assert_noop!(ADA.holds(None, 1, until), Error::CurrencyClosed);
        for done in [wind_down(), reopen(), close()] {
            assert_eq!(done, Err(Error::CurrencyClosed.into()));
        }
        let limit = Call::set_default_limit { currency: HOURS, limit: 1 };
        assert_noop!(send(TREASURER.origin(), limit), Error::CurrencyClosed);
    });
}

#[test]
fn a_hold_alone_keeps_a_currency_from_closing() {
    scenario(|| {
        // Nobody has or owes anything yet.
        assert_ok!(ADA.holds(Some(BOB), 5, Timestamp::get() + HOUR));
        assert_ok!(wind_down());
        assert_noop!(close(), Error::NotSettled);
        pass(HOUR);
        assert_ok!(close());
    });
}

#[test]
fn a_currency_can_be_reopened_before_it_is_closed() {
    scenario(|| {
        assert_noop!(reopen(), Error::InvalidTransition);
        assert_ok!(ADA.pays(BOB, 300));
        assert_ok!(wind_down());
        assert_ok!(BOB.pays(ADA, 50));
        assert_eq!(ADA.books().floor, -250);
        assert_ok!(reopen());
        assert_ok!(ADA.pays(BOB, 1_750));
        assert_eq!(ADA.books().floor, -2_000);
    });
}

#[test]
fn the_federation_winds_down_what_an_ended_cooperative_leaves() {
    scenario(|| {
        Cooperatives::insert(BAKERY, CooperativeStatus::Expelled);
        let currency = HOURS;
        assert_noop!(wind_down(), Error::NotAuthorized);
        assert_ok!(send(federation_decides(), Call::wind_down_currency { currency }));
        let reopen = Call::reopen_currency { currency };
        assert_noop!(send(federation_decides(), reopen), Error::IssuerNotActive);
        assert_ok!(send(federation_decides(), Call::close_currency { currency }));
    });
}

#[test]
fn others_dont_move_a_currency() {
    scenario(|| {
        let currency = HOURS;
        for call in [
            Call::wind_down_currency { currency },
            Call::reopen_currency { currency },
            Call::close_currency { currency },
            Call::set_default_limit { currency, limit: 1 },
        ] {
            assert_noop!(send(ADA.origin(), call.clone()), Error::NotAuthorized);
            assert_noop!(send(MILLER.origin(), call.clone()), Error::NotAuthorized);
            assert_noop!(send(federation_decides(), call), DispatchError::BadOrigin);
        }
    });
}
