//! What happens when nobody does anything.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{
    marketplace::{HoldState, OrderId, Reason, Stage},
    reputation::Act,
    Moment, DAY, HOUR, MINUTE,
};

/// Lets the wait end, one millisecond before which nothing happens.
fn wait_ends(order: OrderId, wait: Moment) {
    let before = stage(order);
    next_block_after(wait - 1);
    next_block_after(1);
    assert_eq!(stage(order), before, "the wait isn't over");
    next_block_after(0);
    assert_ne!(stage(order), before);
}

#[test]
fn the_ledger_is_silent() {
    scenario(|| {
        let order = EVE.orders(loaves(), 2, MILL).unwrap();
        wait_ends(order, HOUR);
        assert_eq!(stage(order), Stage::Cancelled(Reason::NotFunded));
        assert_eq!(stock_of(order), (10, 0, 0));
        // What it grants after that is given back.
        assert_eq!(hold(order), HoldState::Asked);
        hub_answers();
        assert!(matches!(hold(order), HoldState::Ending { asked: true, .. }));
        assert_eq!(EVE.held(), 600);
        hub_answers();
        assert_eq!((hold(order), EVE.held(), EVE.balance()), (HoldState::Released, 0, 0));
    });
}

#[test]
fn the_seller_is_silent() {
    scenario(|| {
        let order = funded();
        wait_ends(order, 2 * HOUR);
        assert_eq!(stage(order), Stage::Cancelled(Reason::NotAccepted));
        hub_answers();
        assert_eq!((hold(order), stock_of(order)), (HoldState::Released, (10, 0, 0)));
    });
}

#[test]
fn the_seller_doesnt_deliver() {
    scenario(|| {
        let order = accepted();
        wait_ends(order, 3 * HOUR);
        assert_eq!(stage(order), Stage::Cancelled(Reason::NotDelivered));
        hub_answers();
        assert_eq!((EVE.held(), EVE.balance(), stock_of(order)), (0, 0, (10, 0, 0)));
    });
}

#[test]
fn a_buyer_who_is_silent_after_the_delivery_pays() {
    scenario(|| {
        let order = delivered();
        wait_ends(order, 4 * HOUR);
        assert_eq!(stage(order), Stage::Completed);
        hub_answers();
        assert_eq!((EVE.balance(), ADA.balance()), (-600, 600));
        assert_eq!(Awards::count(Act::OrderCompleted, &ADA.did()), 1);
    });
}

#[test]
fn a_dispute_stops_that() {
    scenario(|| {
        let order = delivered();
        next_block_after(4 * HOUR - 1);
        assert_ok!(EVE.disputes(order));
        pass(MINUTE);
        assert_eq!(stage(order), Stage::Disputed);
    });
}

#[test]
fn a_dispute_that_nobody_decides_gives_the_money_back() {
    scenario(|| {
        let order = disputed();
        wait_ends(order, 5 * HOUR);
        assert_eq!(stage(order), Stage::Cancelled(Reason::Undecided));
        hub_answers();
        assert_eq!((EVE.held(), EVE.balance()), (0, 0));
        // Nobody has lost it; what was delivered isn't there to be sold again.
        assert_eq!((Awards::get(), stock_of(order)), (vec![], (8, 0, 2)));
        assert_eq!(Market::disputes(None, 9), vec![]);
    });
}

#[test]
fn what_comes_too_late_is_refused_before_the_chain_has_noted_it() {
    scenario(|| {
        let at = |order: OrderId| Timestamp::set_timestamp(crate::mock::order(order).due.unwrap());
        let order = funded();
        at(order);
        assert_noop!(ADA.accepts(order), Error::DeadlinePassed);
        assert_noop!(EVE.cancels(order), Error::DeadlinePassed);
        let order = accepted();
        at(order);
        assert_noop!(ADA.delivers(order), Error::DeadlinePassed);
        assert_noop!(EVE.disputes(order), Error::DeadlinePassed);
        let order = delivered();
        at(order);
        assert_noop!(EVE.completes(order), Error::DeadlinePassed);
        assert_noop!(EVE.disputes(order), Error::DeadlinePassed);
        let order = disputed();
        at(order);
        let call = Call::resolve { order, to_seller: 600 };
        assert_noop!(send(federation_decides(), call), Error::DeadlinePassed);
    });
}

#[test]
fn money_that_is_granted_too_late_funds_nothing() {
    scenario(|| {
        // The chain stood still, and the answer comes in the first block after that.
        let order = EVE.orders(loaves(), 2, MILL).unwrap();
        Timestamp::set_timestamp(START + HOUR);
        hub_answers();
        assert_eq!(stage(order), Stage::Cancelled(Reason::NotFunded));
        hub_answers();
        assert_eq!((hold(order), EVE.held()), (HoldState::Released, 0));
    });
}

#[test]
fn a_block_does_only_so_much_and_the_next_ones_the_rest() {
    scenario(|| {
        Tasks::set(2);
        let orders: Vec<_> = (0..5).map(|_| funded()).collect();
        Timestamp::set_timestamp(START + DAY);
        let open = || orders.iter().filter(|id| !stage(**id).has_ended()).count();
        for left in [3, 1, 0, 0] {
            next_block_after(0);
            assert_eq!(open(), left);
        }
    });
}

#[test]
fn orders_keep_the_waits_with_which_they_were_placed() {
    scenario(|| {
        let order = funded();
        let mut new = rules();
        new.timeouts.acceptance = MINUTE;
        new.timeouts.delivery = MINUTE;
        let call = Call::set_parameters { parameters: new };
        assert_ok!(send(federation_decides(), call));
        pass(HOUR);
        assert_ok!(ADA.accepts(order));
        pass(HOUR);
        assert_eq!(stage(order), Stage::Accepted);
        let later = funded();
        pass(MINUTE);
        assert_eq!(stage(later), Stage::Cancelled(Reason::NotAccepted));
    });
}
