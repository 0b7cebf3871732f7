//! What cooperatives and the federation have.

use crate::{frame, mock::*, TreasuryPayments};
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::{Action, Actor, Balance, Entry, LedgerAccount, Treasury},
    membership::CooperativeStatus,
};

fn pay(from: Treasury, to: impl Into<LedgerAccount>, amount: Balance) -> Call {
    let (payee, key) = (to.into(), fresh_key());
    Call::pay_from_treasury { treasury: from, payee, money: hours(amount), key, reference: None }
}

const OF_BAKERY: Treasury = Treasury::Cooperative(BAKERY);
const OF_MILL: Treasury = Treasury::Cooperative(MILL);

#[test]
fn a_treasury_is_spent_by_its_bodys_decision_alone() {
    scenario(|| {
        assert_ok!(ADA.pays(treasury(BAKERY), 100));
        for other in [
            TREASURER.origin(),
            ADA.origin(),
            RuntimeOrigin::root(),
            cooperative_decides(MILL),
            federation_decides(),
        ] {
            assert_noop!(send(other, pay(OF_BAKERY, BOB, 10)), DispatchError::BadOrigin);
        }
        events();
        assert_ok!(send(cooperative_decides(BAKERY), pay(OF_BAKERY, BOB, 10)));
        assert!(matches!(
            events()[..],
            [Event::EntryRecorded {
                entry: Entry {
                    actor: Actor::Decision(OF_BAKERY),
                    action: Action::TreasuryPayment,
                    ..
                },
                ..
            }]
        ));
        assert_eq!((books_of(treasury(BAKERY)).balance, BOB.books().balance), (90, 10));
    });
}

#[test]
fn a_treasury_has_no_credit_unless_a_decision_gives_it() {
    scenario(|| {
        let call = || pay(OF_BAKERY, BOB, 10);
        let decision = || cooperative_decides(BAKERY);
        assert_noop!(send(decision(), call()), Error::CreditLimitExceeded);
        let account = treasury(BAKERY);
        let limit = Call::set_credit_limit { currency: HOURS, account, limit: Some(10) };
        assert_ok!(send(decision(), limit));
        assert_ok!(send(decision(), call()));
        assert_noop!(send(decision(), call()), Error::CreditLimitExceeded);
    });
}

#[test]
fn the_federation_has_a_treasury() {
    scenario(|| {
        assert_ok!(ADA.pays(LedgerAccount::Treasury(Treasury::Federation), 100));
        let call = || pay(Treasury::Federation, treasury(MILL), 60);
        assert_noop!(send(cooperative_decides(BAKERY), call()), DispatchError::BadOrigin);
        assert_ok!(send(federation_decides(), call()));
        assert_ok!(send(cooperative_decides(MILL), pay(OF_MILL, EVE, 60)));
        assert_eq!(EVE.books().balance, 60);
    });
}

#[test]
fn governance_pays_by_itself() {
    scenario(|| {
        assert_ok!(ADA.pays(treasury(BAKERY), 100));
        let pay = |amount| {
            let payee = BOB.account();
            <Ledger as TreasuryPayments>::pay_from_treasury(
                OF_BAKERY,
                payee,
                hours(amount),
                key(1),
                None,
            )
        };
        assert_noop!(pay(101), Error::CreditLimitExceeded);
        assert!(!pay(100).unwrap().replayed);
        assert!(pay(100).unwrap().replayed);
        assert_eq!(BOB.books().balance, 100);
    });
}

#[test]
fn the_federation_spends_what_an_ended_cooperative_leaves() {
    scenario(|| {
        assert_ok!(ADA.pays(treasury(MILL), 100));
        Cooperatives::insert(MILL, CooperativeStatus::Suspended);
        assert_noop!(send(federation_decides(), pay(OF_MILL, BOB, 40)), DispatchError::BadOrigin);
        Cooperatives::insert(MILL, CooperativeStatus::Withdrawn);
        assert_ok!(send(federation_decides(), pay(OF_MILL, BOB, 40)));
        assert_noop!(
            send(cooperative_decides(BAKERY), pay(OF_MILL, BOB, 40)),
            DispatchError::BadOrigin
        );
        // Nobody pays into it any more.
        assert_noop!(ADA.pays(treasury(MILL), 1), Error::PayeeEnded);
    });
}
