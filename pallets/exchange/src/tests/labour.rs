//! Labour.

use crate::{frame, mock::*, NextExchange};
use frame::testing_prelude::*;
use icn_primitives::{
    exchange::MAX_LABOUR,
    reputation::{Act, Category},
    CooperativeId, DAY,
};

fn record(cooperative: CooperativeId, minutes: u32, number: u64) -> Call {
    let deadline = START + DAY;
    Call::record_labour { cooperative, minutes, terms: TERMS, deadline, key: key(number) }
}

fn confirm(id: u64, confirm: bool) -> Call {
    Call::confirm_labour { id: ExchangeId(id), confirm }
}

#[test]
fn a_day_for_the_mill_is_confirmed() {
    scenario(|| {
        assert_ok!(ADA.sends(record(MILL, 480, 1)));
        assert_eq!(status(0), ExchangeStatus::Recorded);
        // Stewards of others don't, members neither.
        for other in [BAKER, BOB, FORMER] {
            assert_noop!(other.sends(confirm(0, true)), Error::NotAuthorized);
        }
        assert_ok!(MILLER.sends(confirm(0, true)));
        assert_eq!(status(0), ExchangeStatus::Confirmed);
        let expected = (Act::ExchangeFulfilled, ADA.did(), parameters().labour_reputation);
        assert_eq!(Awards::given(), [expected]);
        assert_eq!(Awards::get()[0].category, Category::CooperativeGrowth);
        assert_noop!(MILLER.sends(confirm(0, true)), Error::InvalidTransition);
    });
}

#[test]
fn nobody_confirms_the_own_labour() {
    scenario(|| {
        assert_ok!(MILLER.sends(record(MILL, 60, 1)));
        assert_noop!(MILLER.sends(confirm(0, true)), Error::SelfDealing);
        BOB.is(&[(MILL, STEWARD)]);
        assert_ok!(BOB.sends(confirm(0, true)));
    });
}

#[test]
fn a_steward_declines_and_the_worker_withdraws() {
    scenario(|| {
        assert_ok!(ADA.sends(record(MILL, 480, 1)));
        assert_ok!(ADA.sends(record(MILL, 481, 2)));
        assert_ok!(MILLER.sends(confirm(0, false)));
        assert_eq!(status(0), ExchangeStatus::Declined);
        assert_ok!(ADA.sends(Call::withdraw { id: ExchangeId(1) }));
        assert_eq!(status(1), ExchangeStatus::Withdrawn);
        assert!(Awards::get().is_empty());
    });
}

#[test]
fn what_nobody_confirms_expires() {
    scenario(|| {
        assert_ok!(ADA.sends(record(MILL, 480, 1)));
        Timestamp::set_timestamp(START + DAY);
        assert_noop!(MILLER.sends(confirm(0, true)), Error::InvalidDeadline);
        next_block();
        assert_eq!(status(0), ExchangeStatus::Expired);
    });
}

#[test]
fn labour_is_of_members_for_those_who_take_part() {
    scenario(|| {
        assert_noop!(FORMER.sends(record(MILL, 60, 1)), Error::NotMember);
        assert_noop!(STRANGER.sends(record(MILL, 60, 1)), Error::NotAuthorized);
        assert_noop!(ADA.sends(record(CLOSED, 60, 1)), Error::CooperativeNotActive);
        for minutes in [0, MAX_LABOUR + 1] {
            assert_noop!(ADA.sends(record(MILL, minutes, 1)), Error::InvalidLabour);
        }
        assert_ok!(ADA.sends(record(MILL, MAX_LABOUR, 1)));
        assert_ok!(ADA.sends(record(MILL, MAX_LABOUR, 1)));
        assert_eq!(NextExchange::<Test>::get(), ExchangeId(1));
        assert_noop!(ADA.sends(record(MILL, 60, 1)), Error::KeyReused);
        // It isn't decided as an agreement is, nor confirmed as help is.
        assert_noop!(decide(&[MILL], 0, true), Error::InvalidTransition);
        let offer = Call::offer_aid { id: ExchangeId(0), terms: TERMS };
        assert_noop!(BOB.sends(offer), Error::InvalidTransition);
    });
}
