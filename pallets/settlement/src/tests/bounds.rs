//! What is refused, and how much one block does.

use crate::{frame, mock::*, testing::*, *};
use frame::testing_prelude::*;
use icn_primitives::{ledger::MAX_AMOUNT, DAY};

fn refused(terms: SettlementTerms, error: Error<Test>) {
    assert_noop!(Settling::begin(purpose(1), terms), error);
}

#[test]
fn what_cannot_be_settled_is_refused() {
    scenario(|| {
        refused(terms(vec![]), Error::LegsExceeded);
        refused(terms(legs(MAX_LEGS + 1)), Error::LegsExceeded);
        for amount in [0, -1, MAX_AMOUNT + 1] {
            refused(terms(vec![leg(treasury(1), amount)]), Error::InvalidLeg);
        }
        refused(terms(vec![leg(treasury(9), 1)]), Error::InvalidLeg);
        let now = Timestamp::get();
        refused(SettlementTerms { hold_by: now, ..terms(legs(1)) }, Error::InvalidTime);
        let late = SettlementTerms { capture_by: now + HOLD_TIME - 1, ..terms(legs(1)) };
        refused(late, Error::InvalidTime);
        begin(1, MAX_LEGS);
    });
}

#[test]
fn while_much_waits_persons_wait_and_decisions_do_not() {
    scenario(|| {
        Room::put(0);
        for number in 0..parameters().max_waiting {
            begin(number.into(), 1);
        }
        let another = purpose(99);
        assert_noop!(Settling::begin(another, terms(legs(1))), Error::<Test>::Busy);
        let decided = SettlementTerms { may_wait: false, ..terms(legs(1)) };
        assert_ok!(Settling::begin(another, decided));
        assert_eq!(Waiting::<Test>::get(), parameters().max_waiting + 1);
    });
}

#[test]
fn one_block_asks_for_so_much_and_the_next_goes_on() {
    scenario(|| {
        for number in 1..4 {
            begin(number, 10);
        }
        next_block();
        assert_eq!(Outbox::get().len(), 10);
        next_block();
        next_block();
        assert_eq!(Outbox::get().len(), 30);
    });
}

#[test]
fn one_block_ends_so_many_and_the_next_goes_on() {
    scenario(|| {
        for number in 1..4 {
            begin(number, 1);
        }
        Timestamp::set_timestamp(START + HOLD_TIME);
        Settling::look_at_due();
        assert_eq!(heard().len(), DUE_PER_BLOCK as usize);
        Settling::look_at_due();
        assert_eq!(heard().len(), 1);
        assert_eq!(Settling::look_at_due(), <() as WeightInfo>::look_at_due(0));
    });
}

#[test]
fn the_rules_are_the_federations() {
    scenario(|| {
        let set = |parameters| Settling::set_parameters(RuntimeOrigin::root(), parameters);
        let parameters = SettlementParameters { capture_time: DAY, ..parameters() };
        assert_ok!(set(parameters));
        assert_eq!(Parameters::<Test>::get(), parameters);
        assert_eq!(events(), [Event::ParametersSet { parameters }]);
        for bad in [
            SettlementParameters { capture_time: 0, ..parameters },
            SettlementParameters { retry_delay: 0, ..parameters },
            SettlementParameters { retry_delay: 2 * DAY, ..parameters },
            SettlementParameters { max_waiting: 0, ..parameters },
        ] {
            assert_noop!(set(bad), Error::<Test>::InvalidParameters);
        }
        let member = RuntimeOrigin::signed(1);
        assert_noop!(Settling::set_parameters(member, parameters), DispatchError::BadOrigin);
    });
}

#[test]
fn what_is_open_is_read_in_pages() {
    scenario(|| {
        for number in 0..3 {
            begin(number, 1);
        }
        let first = Settling::settlements(None, 2);
        assert_eq!(first.len(), 2);
        let rest = Settling::settlements(Some(first[1].0), 10);
        assert_eq!(rest.len(), 1);
        assert_eq!(Settling::settlement_for(rest[0].0), Some(rest[0].1.clone()));
        assert!(Settling::answer_weight().ref_time() > 0);
        assert!(<Settling as Settle>::call_weight().ref_time() > 0);
    });
}

#[test]
fn whoever_cannot_settle_says_so() {
    assert!(<() as Settle>::begin(purpose(1), scenario_terms()).is_err());
    assert!(<() as Settle>::capture(purpose(1)).is_err());
    assert!(<() as Settle>::release(purpose(1)).is_err());
    <() as OnSettlement>::on_settlement(purpose(1), Progress::Held);
}

fn scenario_terms() -> SettlementTerms {
    new_test_ext().execute_with(|| terms(legs(1)))
}
