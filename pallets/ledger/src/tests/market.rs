//! What other pallets and shards do.

use crate::{frame, mock::*, Done, Escrow};
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::{Actor, Balance, EscrowRequest, Hold, Key, LedgerAccount, Outcome, Treasury},
    membership::CooperativeStatus,
    CooperativeId, ShardId, HOUR,
};

const BAKERY_DECIDES: Actor = Actor::Decision(Treasury::Cooperative(BAKERY));
const EXCHANGE: Actor = Actor::Pallet(*b"exchange");

fn capture(actor: Actor, key: Key, amount: Balance) -> Result<Done, DispatchError> {
    Ledger::capture(actor, key, None, amount)
}

fn release(actor: Actor, key: Key) -> Result<Done, DispatchError> {
    Ledger::release(actor, key)
}

#[test]
fn an_order_is_funded_and_completed() {
    scenario(|| {
        let done = market_holds(ADA, BOB, 800, key(1)).unwrap();
        assert_eq!(done, Done { outcome: Outcome::Held(0), replayed: false });
        assert_eq!(Ledger::find(MARKET, key(1)), Ledger::hold_by_id(0));
        let outcome = Outcome::Captured { hold: 0, entry: 0, payee: BOB.account(), amount: 500 };
        assert_eq!(capture(MARKET, key(1), 500), Ok(Done { outcome, replayed: false }));
        assert_eq!((ADA.books().balance, BOB.books().balance), (-500, 500));
        assert_eq!(Ledger::find(MARKET, key(1)), None);
    });
}

#[test]
fn a_message_that_comes_twice_does_nothing_twice() {
    scenario(|| {
        assert_ok!(market_holds(ADA, BOB, 800, key(1)));
        let again = market_holds(ADA, BOB, 800, key(1)).unwrap();
        assert_eq!((again.replayed, ADA.books().holds), (true, 1));
        assert_noop!(market_holds(ADA, BOB, 801, key(1)), Error::KeyReused);

        assert_ok!(capture(MARKET, key(1), 500));
        let books = totals();
        events();
        let again = capture(MARKET, key(1), 500).unwrap();
        assert!(again.replayed);
        assert!(matches!(events()[..], [Event::Replayed { .. }]));
        let named = Ledger::capture(MARKET, key(1), Some(BOB.account()), 500).unwrap();
        assert!(named.replayed);
        assert_noop!(capture(MARKET, key(1), 499), Error::HoldEnded);
        let other = Ledger::capture(MARKET, key(1), Some(EVE.account()), 500);
        assert_eq!(other, Err(Error::HoldEnded.into()));
        assert_noop!(release(MARKET, key(1)), Error::HoldEnded);
        assert!(market_holds(ADA, BOB, 800, key(1)).unwrap().replayed);
        assert_eq!(totals(), books);

        assert_ok!(market_holds(ADA, BOB, 800, key(2)));
        assert!(!release(MARKET, key(2)).unwrap().replayed);
        assert!(release(MARKET, key(2)).unwrap().replayed);
        assert_noop!(capture(MARKET, key(2), 800), Error::HoldEnded);
        assert_noop!(capture(MARKET, key(3), 800), Error::NotFound);
        assert_noop!(release(MARKET, key(3)), Error::NotFound);
    });
}

#[test]
fn an_order_whose_time_has_passed_is_refunded_once() {
    scenario(|| {
        assert_ok!(market_holds(ADA, BOB, 800, key(1)));
        Timestamp::set_timestamp(Timestamp::get() + HOUR);
        assert_noop!(capture(MARKET, key(1), 800), Error::HoldExpired);
        pass(HOUR);
        assert_eq!(totals().held, 0);
        // The refund that the marketplace asks for has been given.
        let done = release(MARKET, key(1)).unwrap();
        assert_eq!(done, Done { outcome: Outcome::Expired(0), replayed: true });
        assert_noop!(capture(MARKET, key(1), 800), Error::HoldEnded);
    });
}

#[test]
fn each_ends_only_what_it_has_placed() {
    scenario(|| {
        assert_ok!(market_holds(ADA, BOB, 800, key(1)));
        for other in [EXCHANGE, Actor::Shard(ShardId(2)), ADA.actor(), BAKERY_DECIDES] {
            assert_noop!(capture(other, key(1), 800), Error::NotFound);
            assert_noop!(release(other, key(1)), Error::NotFound);
        }
        for person in [ADA, BOB] {
            let capture = Call::capture_hold { hold: 0, payee: None, amount: 800 };
            assert_noop!(send(person.origin(), capture), Error::NotAuthorized);
            let release = Call::release_hold { hold: 0 };
            assert_noop!(send(person.origin(), release), Error::NotAuthorized);
        }
        // A key under which something else was done is no hold's.
        assert_ok!(ADA.pays_with(key(9), BOB, hours(1)));
        assert_noop!(capture(ADA.actor(), key(9), 1), Error::NotFound);
    });
}

#[test]
fn who_may_have_whose_money_held() {
    scenario(|| {
        let hold = |actor, payer: LedgerAccount| {
            Ledger::hold(Hold {
                payer,
                payee: Some(EVE.account()),
                money: hours(5),
                expires_at: Timestamp::get() + HOUR,
                actor,
                key: key(1),
                reference: None,
            })
        };
        assert_ok!(ADA.pays(treasury(BAKERY), 50));
        let bakery = treasury(BAKERY);
        for (actor, payer) in [
            (BOB.actor(), ADA.account()),
            (BAKERY_DECIDES, ADA.account()),
            (MARKET, bakery),
            (EXCHANGE, bakery),
            (TREASURER.actor(), bakery),
            (Actor::Decision(Treasury::Federation), bakery),
            (Actor::Genesis, ADA.account()),
        ] {
            assert_noop!(hold(actor, payer), Error::NotAuthorized);
        }
        assert_ok!(hold(BAKERY_DECIDES, bakery));
        assert_ok!(hold(EXCHANGE, ADA.account()));
        assert_ok!(capture(BAKERY_DECIDES, key(1), 5));
        ADA.is(&[(BAKERY, true, false)]);
        assert_noop!(hold(MARKET, ADA.account()), Error::PayerNotActive);
        // What was held before is paid, whatever became of the payer.
        assert_ok!(capture(EXCHANGE, key(1), 5));
    });
}

#[test]
fn a_capture_fails_neither_for_limits_nor_for_who_has_left() {
    scenario(|| {
        assert_ok!(market_holds(ADA, BOB, 2_000, key(1)));
        let account = ADA.account();
        let call = Call::set_credit_limit { currency: HOURS, account, limit: Some(0) };
        assert_ok!(send(TREASURER.origin(), call));
        ADA.is(&[]);
        BOB.is(&[]);
        assert_ok!(capture(MARKET, key(1), 2_000));
        assert_eq!((ADA.books().balance, BOB.books().balance), (-2_000, 2_000));
    });
}

#[test]
fn what_fails_for_others_changes_nothing() {
    scenario(|| {
        // As another pallet calls it: in no transaction of its own.
        assert_noop!(market_holds(ADA, BOB, 2_001, key(1)), Error::CreditLimitExceeded);
        assert_noop!(market_holds(ADA, STRANGER, 1, key(1)), Error::UnknownAccount);
        assert_ok!(market_holds(ADA, BOB, 5, key(1)));
        for amount in [0, -5, 6] {
            assert_noop!(capture(MARKET, key(1), amount), Error::InvalidAmount);
        }
    });
}

#[test]
fn messages_of_the_marketplace_do_the_same() {
    scenario(|| {
        let market = ShardId(1);
        let hold = EscrowRequest::HoldV1 {
            payer: ADA.did(),
            payee: None,
            money: hours(800),
            expires_at: Timestamp::get() + HOUR,
            key: key(1),
            reference: None,
        };
        let capture =
            EscrowRequest::CaptureV1 { key: key(1), payee: Some(BOB.account()), amount: 500 };
        let release = EscrowRequest::ReleaseV1 { key: key(1) };
        assert_noop!(Ledger::on_request(market, &capture), Error::NotFound);
        assert_ok!(Ledger::on_request(market, &hold));
        assert_noop!(Ledger::on_request(ShardId(2), &capture), Error::NotFound);
        assert_ok!(Ledger::on_request(market, &capture));
        assert_ok!(Ledger::on_request(market, &capture));
        assert_noop!(Ledger::on_request(market, &release), Error::HoldEnded);
        assert_eq!((ADA.books().balance, BOB.books().balance), (-500, 500));
        for request in [hold, capture, release] {
            assert!(Ledger::weight_of(&request).ref_time() > 0);
        }
    });
}

/// What the marketplace asks when this cooperative, or whoever it is, has decided there to pay.
fn hold_of(payer: LedgerAccount, amount: Balance, number: u64) -> EscrowRequest {
    EscrowRequest::HoldV2 {
        payer,
        payee: Some(treasury(MILL)),
        money: hours(amount),
        expires_at: Timestamp::get() + HOUR,
        key: key(number),
        reference: None,
    }
}

#[test]
fn a_cooperative_pays_what_it_has_decided_on_another_shard() {
    scenario(|| {
        let market = ShardId(1);
        assert_ok!(ADA.pays(treasury(BAKERY), 50));
        let hold = hold_of(treasury(BAKERY), 50, 1);
        assert_ok!(Ledger::on_request(market, &hold));
        assert_eq!(books_of(treasury(BAKERY)).held, 50);
        // Its message is answered the same if it comes again.
        assert_ok!(Ledger::on_request(market, &hold));
        assert_eq!(totals().holds, 1);
        let capture = EscrowRequest::CaptureV1 { key: key(1), payee: None, amount: 50 };
        assert_noop!(Ledger::on_request(ShardId(2), &capture), Error::NotFound);
        assert_ok!(Ledger::on_request(market, &capture));
        assert_eq!(books_of(treasury(MILL)).balance, 50);
        assert_eq!(books_of(treasury(BAKERY)), Default::default());
        assert!(Ledger::weight_of(&hold).ref_time() > 0);
    });
}

#[test]
fn no_shard_reaches_more_than_a_cooperative_may_spend_nor_what_the_federation_has() {
    scenario(|| {
        let market = ShardId(1);
        assert_ok!(ADA.pays(treasury(BAKERY), 50));
        let federation = LedgerAccount::Treasury(Treasury::Federation);
        assert_ok!(ADA.pays(federation, 50));
        let refused = |payer, amount, error: Error| {
            assert_noop!(Ledger::on_request(market, &hold_of(payer, amount, 2)), error);
        };
        refused(federation, 5, Error::NotAuthorized);
        refused(treasury(BAKERY), 51, Error::CreditLimitExceeded);
        refused(treasury(MILL), 5, Error::SameAccount);
        refused(treasury(CooperativeId(77)), 5, Error::PayerNotActive);
        refused(STRANGER.account(), 5, Error::PayerNotActive);
        Cooperatives::insert(BAKERY, CooperativeStatus::Suspended);
        refused(treasury(BAKERY), 5, Error::PayerNotActive);
    });
}

#[test]
fn a_person_is_held_to_the_same_by_both_formats() {
    scenario(|| {
        let market = ShardId(1);
        let hold = hold_of(ADA.account(), 5, 1);
        let EscrowRequest::HoldV2 { payee, money, expires_at, key, reference, .. } = hold else {
            panic!("it is one")
        };
        let payer = ADA.did();
        let older = EscrowRequest::HoldV1 { payer, payee, money, expires_at, key, reference };
        assert_ok!(Ledger::on_request(market, &hold));
        assert_ok!(Ledger::on_request(market, &older));
        assert_eq!(totals().holds, 1);
        ADA.is(&[(BAKERY, true, false)]);
        let other = hold_of(ADA.account(), 5, 2);
        assert_noop!(Ledger::on_request(market, &other), Error::PayerNotActive);
    });
}
