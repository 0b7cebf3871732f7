//! The money of orders: every answer of the ledger, and every way in which none comes.

use super::hub::Kept;
use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::EscrowRequest,
    marketplace::{
        order::{hold_key, order_evidence},
        HoldEnd, HoldState, OrderId, Reason, Stage,
    },
    reputation::Act,
    shard::{MessageError, Outcome},
    Hash, ShardId, HOUR, MINUTE,
};

fn refusal(name: &str) -> Outcome {
    Outcome::Failed(MessageError::refused(name))
}

fn kept(order: OrderId) -> Kept {
    HUB.with_borrow(|hub| hub.holds[&hold_key(order)].kept)
}

#[test]
fn the_hold_is_asked_for_as_the_order_is_and_outlives_it() {
    scenario(|| {
        let order = EVE.orders(loaves(), 2, MILL).unwrap();
        let [EscrowRequest::HoldV1 { payer, payee, money, expires_at, key, reference }] =
            Lane::get()[..]
        else {
            panic!("one hold is asked for")
        };
        assert_eq!((payer, payee), (EVE.did(), Some(ADA.account())));
        assert_eq!((money.amount, money.currency), (600, HOURS));
        assert_eq!(key, hold_key(order));
        assert_eq!(reference, Some(order_evidence(ShardId(1), order)));
        let timeouts = rules().timeouts;
        assert_eq!(expires_at, START + timeouts.longest_hold().unwrap() + 8 * HOUR);
        // The longest way.
        pass(HOUR - 1);
        hub_answers();
        pass(2 * HOUR - 1);
        assert_ok!(ADA.accepts(order));
        pass(3 * HOUR - 1);
        assert_ok!(ADA.delivers(order));
        pass(4 * HOUR - 1);
        assert_ok!(EVE.disputes(order));
        pass(5 * HOUR - 1);
        assert_ok!(send(federation_decides(), Call::resolve { order, to_seller: 600 }));
        pass(8 * HOUR);
        hub_answers();
        assert_eq!((hold(order), kept(order)), (HoldState::Captured(600), Kept::Captured(600)));
    });
}

#[test]
fn the_ledger_refuses_and_the_order_says_why() {
    scenario(|| {
        let order = EVE.orders(loaves(), 2, MILL).unwrap();
        answer(refusal("CreditLimitExceeded"));
        assert_eq!(stage(order), Stage::Cancelled(Reason::FundsRefused));
        let name = b"CreditLimitExceeded".to_vec().try_into().unwrap();
        assert_eq!(hold(order), HoldState::Refused(name));
        assert_eq!((stock_of(order), Lane::get().len()), ((10, 0, 0), 0));
        // Whatever else becomes of the message, it had no effect.
        for (outcome, name) in [
            (Outcome::Expired, "Expired"),
            (Outcome::Failed(MessageError::TooHeavy), "TooHeavy"),
            (Outcome::Failed(MessageError::UnknownPayload), "UnknownPayload"),
            (Outcome::Failed(MessageError::UnknownVersion), "UnknownVersion"),
        ] {
            let order = EVE.orders(loaves(), 1, MILL).unwrap();
            answer(outcome);
            assert_eq!(stage(order), Stage::Cancelled(Reason::FundsRefused));
            let name = name.as_bytes().to_vec().try_into().unwrap();
            assert_eq!(hold(order), HoldState::Refused(name));
        }
    });
}

#[test]
fn an_order_that_ends_while_the_ledger_is_asked_gives_back_what_comes() {
    scenario(|| {
        let order = EVE.orders(loaves(), 2, MILL).unwrap();
        assert_ok!(EVE.cancels(order));
        assert_eq!(Lane::get().len(), 1);
        hub_answers();
        assert_eq!(kept(order), Kept::Held);
        hub_answers();
        assert_eq!((hold(order), kept(order)), (HoldState::Released, Kept::Released));
        // If it comes to nothing, nothing is given back.
        let other = EVE.orders(loaves(), 2, MILL).unwrap();
        assert_ok!(ADA.cancels(other));
        answer(refusal("PayerNotActive"));
        assert!(matches!(hold(other), HoldState::Refused(_)));
        assert_eq!(stage(other), Stage::Cancelled(Reason::BySeller));
        assert_eq!(Lane::get().len(), 0);
    });
}

#[test]
fn nothing_is_ordered_while_the_lane_is_full() {
    scenario(|| {
        let (listing, want) = (loaves(), sacks_wanted());
        let proposed = BOB.orders(want, 1, BAKERY).unwrap();
        Room::set(0);
        let full = DispatchError::Other("QueueExceeded");
        assert_noop!(EVE.orders(listing, 2, MILL), full);
        assert_noop!(EVE.consents(proposed), full);
        Room::set(10);
        assert_ok!(EVE.orders(listing, 2, MILL));
        assert_ok!(EVE.consents(proposed));
    });
}

#[test]
fn ends_wait_for_room_in_the_lane() {
    scenario(|| {
        let order = delivered();
        Room::set(0);
        assert_ok!(EVE.completes(order));
        let end = HoldEnd::Capture(600);
        assert_eq!(hold(order), HoldState::Ending { end, asked: false, failures: 0 });
        for _ in 0..5 {
            pass(10 * MINUTE);
            assert_eq!(hold(order), HoldState::Ending { end, asked: false, failures: 0 });
        }
        Room::set(1);
        pass(10 * MINUTE);
        assert_eq!(hold(order), HoldState::Ending { end, asked: true, failures: 0 });
        // It isn't asked for twice.
        pass(HOUR);
        assert_eq!(Lane::get().len(), 1);
        hub_answers();
        assert_eq!(hold(order), HoldState::Captured(600));
    });
}

#[test]
fn what_the_ledger_couldnt_do_is_asked_for_again() {
    scenario(|| {
        let order = delivered();
        assert_ok!(EVE.completes(order));
        let outcomes =
            [refusal("Unavailable"), Outcome::Expired, Outcome::Failed(MessageError::TooHeavy)];
        // Each time it is waited for twice as long.
        for (outcome, pause) in outcomes.into_iter().zip([20, 40, 80]) {
            events();
            answer(outcome);
            assert!(matches!(events()[..], [Event::LedgerRefused { .. }, Event::HoldMoved { .. }]));
            pass(pause * MINUTE - 1);
            assert_eq!(Lane::get().len(), 0);
            pass(1);
            assert_eq!(Lane::get().len(), 1);
        }
        hub_answers();
        assert_eq!((hold(order), EVE.balance()), (HoldState::Captured(600), -600));
        assert_eq!(Awards::get().len(), 2);
    });
}

#[test]
fn a_seller_who_cant_be_paid_sees_that() {
    scenario(|| {
        for name in ["HoldEnded", "HoldExpired", "NotFound"] {
            let order = delivered();
            assert_ok!(EVE.completes(order));
            assert_eq!(stage(order), Stage::Completed);
            HUB.with_borrow_mut(|hub| hub.expire_one(&hold_key(order)));
            answer(refusal(name));
            assert_eq!((stage(order), hold(order)), (Stage::Unpaid, HoldState::Lapsed));
            assert_eq!((EVE.balance(), ADA.balance()), (0, 0));
        }
        // Nobody has completed anything.
        assert_eq!(Awards::get(), vec![]);
    });
}

#[test]
fn a_refund_that_the_ledger_made_by_itself_is_one() {
    scenario(|| {
        let order = funded();
        assert_ok!(EVE.cancels(order));
        HUB.with_borrow_mut(|hub| hub.expire_one(&hold_key(order)));
        hub_answers();
        assert_eq!(hold(order), HoldState::Released);
        let order = funded();
        assert_ok!(EVE.cancels(order));
        HUB.with_borrow_mut(|hub| hub.expire_one(&hold_key(order)));
        answer(refusal("NotFound"));
        assert_eq!(stage(order), Stage::Cancelled(Reason::ByBuyer));
        assert_eq!(hold(order), HoldState::Lapsed);
    });
}

#[test]
fn nothing_is_asked_for_once_the_hold_has_expired() {
    scenario(|| {
        let (paid, back) = (delivered(), funded());
        Room::set(0);
        assert_ok!(EVE.completes(paid));
        assert_ok!(EVE.cancels(back));
        pass(24 * HOUR);
        assert_eq!((stage(paid), hold(paid)), (Stage::Unpaid, HoldState::Lapsed));
        assert_eq!(hold(back), HoldState::Lapsed);
        assert_eq!(stage(back), Stage::Cancelled(Reason::ByBuyer));
        assert_eq!((kept(paid), kept(back)), (Kept::Expired, Kept::Expired));
    });
}

#[test]
fn answers_to_others_requests_are_theirs() {
    scenario(|| {
        let order = funded();
        let other = EscrowRequest::ReleaseV1 { key: [7; 32] };
        assert!(!Market::on_answer(&other, &Outcome::Delivered));
        // And what nobody waits for changes nothing.
        let before = crate::mock::order(order);
        for request in [
            EscrowRequest::ReleaseV1 { key: hold_key(order) },
            EscrowRequest::CaptureV1 { key: hold_key(order), payee: None, amount: 600 },
            EscrowRequest::ReleaseV1 { key: hold_key(OrderId(99)) },
        ] {
            assert!(Market::on_answer(&request, &Outcome::Delivered));
            assert_eq!(crate::mock::order(order), before);
        }
        assert_ok!(EVE.cancels(order));
        let wrong = EscrowRequest::CaptureV1 { key: hold_key(order), payee: None, amount: 600 };
        assert!(Market::on_answer(&wrong, &Outcome::Delivered));
        assert!(matches!(hold(order), HoldState::Ending { .. }));
        assert!(Market::answer_weight().ref_time() > 0);
    });
}

#[test]
fn reputation_shows_the_order_and_comes_once() {
    scenario(|| {
        let order = delivered();
        assert_ok!(EVE.completes(order));
        hub_answers();
        let evidence = order_evidence(ShardId(1), order);
        assert!(Awards::get().iter().all(|award| {
            award.act == Act::OrderCompleted && award.score.0 > 0 && award.evidence == evidence
        }));
        assert_ne!(evidence, Hash::zero());
        pass(HOUR);
        assert_eq!(Awards::get().len(), 2);
    });
}
