//! Disputes: who decides, and what is lost.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::Balance,
    marketplace::{Decider, Dispute, HoldState, Reason, Side, Stage},
    reputation::Act,
    Hash,
};

fn resolves(
    origin: RuntimeOrigin,
    order: icn_primitives::marketplace::OrderId,
    part: Balance,
) -> DispatchResult {
    send(origin, Call::resolve { order, to_seller: part })
}

#[test]
fn each_side_disputes_between_acceptance_and_completion() {
    scenario(|| {
        let early = funded();
        assert_noop!(EVE.disputes(early), Error::InvalidTransition);
        let order = accepted();
        assert_ok!(ADA.disputes(order));
        let reasons = Hash::repeat_byte(9);
        let told = Dispute { by: Side::Seller, reasons };
        assert_eq!(crate::mock::order(order).dispute, Some(told));
        assert_noop!(EVE.disputes(order), Error::InvalidTransition);
        let other = disputed();
        let open: Vec<_> = Market::disputes(None, 9).into_iter().map(|(id, _)| id).collect();
        assert_eq!(open, [order, other]);
        let next: Vec<_> = Market::disputes(Some(order), 9).into_iter().map(|(id, _)| id).collect();
        assert_eq!(next, [other]);
        let late = delivered();
        assert_ok!(EVE.completes(late));
        assert_noop!(EVE.disputes(late), Error::InvalidTransition);
    });
}

#[test]
fn the_federation_decides_or_both_cooperatives_do() {
    scenario(|| {
        for (origin, by) in [
            (federation_decides(), Decider::Federation),
            (cooperatives_decide(&[MILL, BAKERY]), Decider::Cooperatives),
        ] {
            let order = disputed();
            assert_noop!(resolves(cooperatives_decide(&[MILL]), order, 1), Error::NotAuthorized);
            assert_noop!(resolves(cooperatives_decide(&[BAKERY]), order, 1), Error::NotAuthorized);
            assert_noop!(resolves(BAKER.origin(), order, 1), DispatchError::BadOrigin);
            assert_ok!(resolves(origin, order, 300));
            assert_eq!(stage(order), Stage::Resolved { to_seller: 300 });
            let told = Event::DisputeDecided { order, to_seller: 300, by };
            assert!(events().contains(&told));
            hub_answers();
            assert_eq!(hold(order), HoldState::Captured(300));
        }
        assert_eq!((EVE.balance(), ADA.balance(), EVE.held()), (-600, 600, 0));
        assert_eq!(Market::disputes(None, 9), vec![]);
    });
}

#[test]
fn within_one_cooperative_it_decides_alone() {
    scenario(|| {
        let order = BOB.orders(loaves(), 2, BAKERY).unwrap();
        hub_answers();
        assert_ok!(ADA.accepts(order));
        assert_ok!(BOB.disputes(order));
        assert_noop!(resolves(cooperatives_decide(&[MILL]), order, 0), Error::NotAuthorized);
        assert_ok!(resolves(cooperatives_decide(&[BAKERY]), order, 0));
        hub_answers();
        assert_eq!((hold(order), BOB.held(), BOB.balance()), (HoldState::Released, 0, 0));
        // It wasn't delivered.
        assert_eq!(stock_of(order), (10, 0, 0));
    });
}

#[test]
fn who_gets_less_than_half_has_lost() {
    scenario(|| {
        for (part, loser) in
            [(0, Some(ADA)), (299, Some(ADA)), (300, None), (301, Some(EVE)), (600, Some(EVE))]
        {
            Awards::kill();
            let order = disputed();
            assert_ok!(resolves(federation_decides(), order, part));
            hub_answers();
            let lost: Vec<_> = Awards::given()
                .into_iter()
                .map(|(act, did, score)| (act, did, score.0 < 0))
                .collect();
            let expected: Vec<_> =
                loser.into_iter().map(|who| (Act::DisputeLost, who.did(), true)).collect();
            assert_eq!(lost, expected, "{part}");
        }
    });
}

#[test]
fn nothing_else_is_decided() {
    scenario(|| {
        let order = disputed();
        for part in [-1, 601, Balance::MAX] {
            assert_noop!(resolves(federation_decides(), order, part), Error::InvalidSplit);
        }
        let other = delivered();
        assert_noop!(resolves(federation_decides(), other, 1), Error::InvalidTransition);
        assert_ok!(resolves(federation_decides(), order, 1));
        assert_noop!(resolves(federation_decides(), order, 1), Error::InvalidTransition);
    });
}

#[test]
fn each_may_give_in() {
    scenario(|| {
        let order = disputed();
        assert_noop!(EVE.cancels(order), Error::InvalidTransition);
        assert_noop!(ADA.completes(order), Error::NotAuthorized);
        assert_ok!(EVE.completes(order));
        hub_answers();
        assert_eq!((stage(order), hold(order)), (Stage::Completed, HoldState::Captured(600)));
        let order = disputed();
        assert_ok!(ADA.cancels(order));
        hub_answers();
        assert_eq!(stage(order), Stage::Cancelled(Reason::BySeller));
        assert_eq!(hold(order), HoldState::Released);
        // Settled among themselves: one is completed, nobody has lost.
        assert_eq!(Awards::count(Act::OrderCompleted, &ADA.did()), 1);
        assert_eq!(Awards::count(Act::DisputeLost, &ADA.did()), 0);
    });
}

#[test]
fn a_decided_payment_that_the_ledger_cant_make_is_unpaid() {
    scenario(|| {
        let order = disputed();
        assert_ok!(resolves(federation_decides(), order, 100));
        let key = icn_primitives::marketplace::order::hold_key(order);
        HUB.with_borrow_mut(|hub| hub.expire_one(&key));
        hub_answers();
        assert_eq!((stage(order), hold(order)), (Stage::Unpaid, HoldState::Lapsed));
    });
}
