//! Holds that members place.

use crate::{frame, mock::*, Expiring, Holds, HoldsOf, WeightInfo};
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::{Action, Balance, Entry, HoldId, LedgerAccount},
    membership::CooperativeStatus,
    Moment, DAY, HOUR, MINUTE,
};

fn capture(who: Person, hold: HoldId, amount: Balance) -> DispatchResult {
    send(who.origin(), Call::capture_hold { hold, payee: None, amount })
}

fn capture_for(who: Person, hold: HoldId, payee: Person, amount: Balance) -> DispatchResult {
    let payee = Some(payee.account());
    send(who.origin(), Call::capture_hold { hold, payee, amount })
}

fn release(who: Person, hold: HoldId) -> DispatchResult {
    send(who.origin(), Call::release_hold { hold })
}

fn soon() -> Moment {
    Timestamp::get() + HOUR
}

#[test]
fn a_hold_is_captured_by_the_payer() {
    scenario(|| {
        let hold = ADA.holds(Some(BOB), 800, soon()).unwrap();
        assert_eq!((ADA.books().balance, ADA.books().held), (0, 800));
        assert_eq!((totals().held, totals().holds), (800, 1));
        let terms = Holds::<Test>::get(hold).unwrap();
        assert_eq!(events(), [Event::HoldPlaced { hold, terms }]);

        assert_noop!(capture(BOB, hold, 800), Error::NotAuthorized);
        assert_noop!(capture(STRANGER, hold, 800), Error::NotAuthorized);
        assert_ok!(capture(ADA, hold, 800));
        assert_eq!((ADA.books().balance, ADA.books().held), (-800, 0));
        assert_eq!((BOB.books().balance, totals().held, totals().holds), (800, 0, 0));
        let entry = Entry {
            from: ADA.account(),
            to: BOB.account(),
            money: hours(800),
            actor: ADA.actor(),
            action: Action::Capture(hold),
            key: terms.key,
            reference: None,
        };
        assert_eq!(
            events(),
            [
                Event::EntryRecorded { number: 0, entry },
                Event::HoldCaptured { hold, entry: 0, captured: 800, returned: 0 },
            ]
        );
    });
}

#[test]
fn what_isnt_captured_goes_back_and_the_hold_has_ended() {
    scenario(|| {
        let hold = ADA.holds(Some(BOB), 800, soon()).unwrap();
        for wrong in [0, -1, 801] {
            assert_noop!(capture(ADA, hold, wrong), Error::InvalidAmount);
        }
        assert_ok!(capture(ADA, hold, 600));
        assert_eq!((ADA.books().balance, ADA.books().held), (-600, 0));
        for again in [capture(ADA, hold, 200), release(BOB, hold), release(ADA, hold)] {
            assert_eq!(again, Err(Error::HoldEnded.into()));
        }
        assert_noop!(capture(ADA, hold + 1, 1), Error::NotFound);
    });
}

#[test]
fn the_payee_gives_it_up_and_the_payer_cant_take_it_back() {
    scenario(|| {
        let hold = ADA.holds(Some(BOB), 800, soon()).unwrap();
        assert_noop!(release(ADA, hold), Error::NotAuthorized);
        assert_noop!(release(EVE, hold), Error::NotAuthorized);
        events();
        assert_ok!(release(BOB, hold));
        assert_eq!(events(), [Event::HoldReleased { hold }]);
        assert_eq!(totals(), Default::default());
        assert_noop!(release(BOB, hold), Error::HoldEnded);
        assert_noop!(capture(ADA, hold, 1), Error::HoldEnded);
    });
}

#[test]
fn a_hold_for_a_cooperative_is_given_up_by_its_treasurers() {
    scenario(|| {
        let place = |payee: LedgerAccount| {
            let call = Call::place_hold {
                payee: Some(payee),
                money: hours(5),
                expires_at: soon(),
                key: fresh_key(),
                reference: None,
            };
            assert_ok!(send(ADA.origin(), call));
            crate::NextHold::<Test>::get() - 1
        };
        let hold = place(treasury(MILL));
        for other in [ADA, EVE, TREASURER] {
            assert_noop!(release(other, hold), Error::NotAuthorized);
        }
        assert_ok!(release(MILLER, hold));
        let hold = place(LedgerAccount::Treasury(icn_primitives::ledger::Treasury::Federation));
        for other in [ADA, TREASURER, MILLER] {
            assert_noop!(release(other, hold), Error::NotAuthorized);
        }
        assert_ok!(capture(ADA, hold, 5));
    });
}

#[test]
fn without_a_payee_the_payer_says_for_whom_or_takes_it_back() {
    scenario(|| {
        let hold = ADA.holds(None, 800, soon()).unwrap();
        assert_noop!(capture(ADA, hold, 800), Error::InvalidPayee);
        assert_noop!(capture_for(ADA, hold, STRANGER, 800), Error::UnknownAccount);
        assert_noop!(capture_for(ADA, hold, ADA, 800), Error::SameAccount);
        assert_noop!(release(BOB, hold), Error::NotAuthorized);
        assert_ok!(capture_for(ADA, hold, BOB, 300));
        assert_eq!(BOB.books().balance, 300);

        let hold = ADA.holds(None, 800, soon()).unwrap();
        assert_ok!(release(ADA, hold));
        assert_eq!(ADA.books().held, 0);

        let hold = ADA.holds(Some(BOB), 800, soon()).unwrap();
        assert_noop!(capture_for(ADA, hold, EVE, 800), Error::InvalidPayee);
        assert_ok!(capture_for(ADA, hold, BOB, 800));
    });
}

#[test]
fn a_hold_expires_by_itself() {
    scenario(|| {
        let until = Timestamp::get() + 90 * MINUTE;
        let hold = ADA.holds(Some(BOB), 800, until).unwrap();
        next_block_after(90 * MINUTE - 1);
        next_block_after(0);
        assert_eq!(ADA.books().held, 800);
        // From the very moment on it can't be captured.
        next_block_after(1);
        assert_noop!(capture(ADA, hold, 800), Error::HoldExpired);
        assert_eq!(ADA.books().held, 800);
        events();
        next_block();
        assert_eq!(events(), [Event::HoldExpired { hold }]);
        assert_eq!(ADA.books().held, 0);
        assert_noop!(release(BOB, hold), Error::HoldEnded);
        assert_noop!(capture(ADA, hold, 1), Error::HoldEnded);
        assert_eq!((Expiring::<Test>::iter().count(), HoldsOf::<Test>::iter().count()), (0, 0));
    });
}

#[test]
fn the_moment_before_its_expiry_a_hold_can_be_captured() {
    scenario(|| {
        let hold = ADA.holds(Some(BOB), 800, Timestamp::get() + HOUR).unwrap();
        Timestamp::set_timestamp(Timestamp::get() + HOUR - 1);
        assert_ok!(capture(ADA, hold, 800));
    });
}

#[test]
fn the_payer_of_an_expired_hold_need_not_wait_for_it() {
    scenario(|| {
        let hold = ADA.holds(Some(BOB), 800, soon()).unwrap();
        let held_by_market = market_holds(ADA, BOB, 5, key(1));
        assert_ok!(held_by_market);
        Timestamp::set_timestamp(Timestamp::get() + HOUR);
        assert_noop!(release(EVE, hold), Error::NotAuthorized);
        assert_ok!(release(ADA, hold));
        assert_ok!(release(ADA, hold + 1));
        assert_eq!(ADA.books().held, 0);
    });
}

#[test]
fn so_many_expire_in_one_block_and_the_rest_in_the_next() {
    scenario(|| {
        let until = Timestamp::get() + HOUR;
        for payer in [ADA, BOB] {
            for _ in 0..4 {
                assert_ok!(payer.holds(None, 1, until));
            }
        }
        Timestamp::set_timestamp(until);
        let mut left = Vec::new();
        for _ in 0..4 {
            let weight = Ledger::on_initialize(System::block_number());
            assert!(weight.all_lte(<() as WeightInfo>::on_initialize(EXPIRIES)));
            left.push(Holds::<Test>::iter().count());
        }
        assert_eq!(left, [5, 2, 0, 0]);
    });
}

#[test]
fn a_block_in_which_nothing_expires_costs_next_to_nothing() {
    scenario(|| {
        let idle = <() as WeightInfo>::on_initialize(0);
        assert_eq!(Ledger::on_initialize(1), idle);
        assert_ok!(ADA.holds(None, 1, soon()));
        assert_eq!(Ledger::on_initialize(1), idle);
        // Also after a long pause the first block finds what is due.
        Timestamp::set_timestamp(START + 100 * DAY);
        assert_eq!(Ledger::on_initialize(1), <() as WeightInfo>::on_initialize(1));
        assert_eq!(Holds::<Test>::iter().count(), 0);
    });
}

#[test]
fn holds_expire_in_the_order_of_their_moments() {
    scenario(|| {
        let now = Timestamp::get();
        let lives = [HOUR, 1, 256, 255, 65_536, DAY, 2];
        for (payer, life) in [ADA, BOB, TREASURER].into_iter().cycle().zip(lives) {
            assert_ok!(payer.holds(None, 1, now + life));
        }
        let moments: Vec<_> =
            Expiring::<Test>::iter_keys().map(|expiry| expiry.moment() - now).collect();
        assert_eq!(moments, [1, 2, 255, 256, 65_536, HOUR, DAY]);
        pass(DAY);
        pass(0);
        assert_eq!(Holds::<Test>::iter().count(), 0);
    });
}

#[test]
fn a_hold_that_cant_expire_stops_nobody() {
    new_test_ext().execute_with(|| {
        let until = soon();
        assert_ok!(ADA.holds(None, 1, until));
        assert_ok!(BOB.holds(None, 1, until));
        // Something is wrong with Ada's account.
        crate::Accounts::<Test>::remove(HOURS, ADA.account());
        Timestamp::set_timestamp(until);
        events();
        Ledger::on_initialize(1);
        let error = ArithmeticError::Underflow.into();
        assert_eq!(
            events(),
            [Event::HoldNotExpired { hold: 0, error }, Event::HoldExpired { hold: 1 }]
        );
        assert_eq!(Expiring::<Test>::iter().count(), 0);
        assert!(Holds::<Test>::contains_key(0));
    });
}

#[test]
fn a_hold_lasts_no_longer_than_the_rules_say() {
    scenario(|| {
        let now = Timestamp::get();
        let longest = now + parameters().max_hold_life;
        assert_noop!(ADA.holds(Some(BOB), 5, now), Error::InvalidExpiry);
        assert_noop!(ADA.holds(Some(BOB), 5, longest + 1), Error::InvalidExpiry);
        assert_noop!(ADA.holds(Some(BOB), 5, Moment::MAX), Error::InvalidExpiry);
        assert_ok!(ADA.holds(Some(BOB), 5, now + 1));
        assert_ok!(ADA.holds(Some(BOB), 5, longest));
    });
}

#[test]
fn an_account_has_so_many_holds_at_a_time() {
    scenario(|| {
        for _ in 0..4 {
            assert_ok!(ADA.holds(Some(BOB), 1, soon()));
        }
        assert_noop!(ADA.holds(Some(BOB), 1, soon()), Error::HoldsExceeded);
        assert_ok!(release(BOB, 2));
        assert_ok!(ADA.holds(Some(BOB), 1, soon()));
    });
}

#[test]
fn a_hold_is_for_somebody_else_who_is_there() {
    scenario(|| {
        assert_noop!(ADA.holds(Some(ADA), 1, soon()), Error::SameAccount);
        assert_noop!(ADA.holds(Some(STRANGER), 1, soon()), Error::UnknownAccount);
        for amount in [0, -5] {
            assert_noop!(ADA.holds(Some(BOB), amount, soon()), Error::InvalidAmount);
        }
        ADA.is(&[(BAKERY, true, false)]);
        assert_noop!(ADA.holds(Some(BOB), 1, soon()), Error::PayerNotActive);
    });
}

#[test]
fn a_suspended_payer_pays_out_nothing_by_itself() {
    scenario(|| {
        let hold = ADA.holds(Some(BOB), 800, soon()).unwrap();
        ADA.is(&[(BAKERY, true, false)]);
        assert_noop!(capture(ADA, hold, 800), Error::PayerNotActive);
        Cooperatives::insert(BAKERY, CooperativeStatus::Suspended);
        assert_ok!(release(BOB, hold));
    });
}
