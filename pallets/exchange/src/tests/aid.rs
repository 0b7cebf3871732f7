//! Mutual aid.

use crate::{frame, mock::*, NextExchange, OpenOf};
use frame::testing_prelude::*;
use icn_primitives::{reputation::Category, CooperativeId, DAY};

fn request(cooperative: Option<CooperativeId>, number: u64) -> Call {
    Call::request_aid { cooperative, terms: TERMS, deadline: START + DAY, key: key(number) }
}

fn offer(id: u64) -> Call {
    Call::offer_aid { id: ExchangeId(id), terms: TERMS }
}

fn end(id: u64) -> Call {
    Call::end_offer { id: ExchangeId(id) }
}

fn confirm(id: u64, helper: Person) -> Call {
    Call::confirm_aid { id: ExchangeId(id), helper: helper.did() }
}

#[test]
fn somebody_helps_in_the_garden() {
    scenario(|| {
        assert_ok!(EVE.sends(request(None, 1)));
        assert_eq!(status(0), ExchangeStatus::Requested);
        assert_ok!(BOB.sends(offer(0)));
        assert_eq!(status(0), ExchangeStatus::Offered);
        assert_noop!(ADA.sends(offer(0)), Error::InvalidTransition);
        for other in [BOB, ADA, BAKER] {
            let error = if other == BOB { Error::SelfDealing } else { Error::NotAuthorized };
            assert_noop!(other.sends(confirm(0, BOB)), error);
        }
        assert_ok!(EVE.sends(confirm(0, BOB)));
        assert_eq!(status(0), ExchangeStatus::Fulfilled);
        let awards = Awards::get();
        assert_eq!(awards.len(), 1);
        assert_eq!(awards[0].subject, BOB.did());
        assert_eq!(awards[0].category, Category::CommunityBuilding);
        assert_noop!(EVE.sends(confirm(0, BOB)), Error::InvalidTransition);
        assert!(OpenOf::<Test>::iter_keys().next().is_none());
    });
}

#[test]
fn an_offer_ends_by_either_side_and_another_comes() {
    scenario(|| {
        assert_ok!(EVE.sends(request(None, 1)));
        assert_noop!(EVE.sends(end(0)), Error::InvalidTransition);
        assert_ok!(BOB.sends(offer(0)));
        assert_noop!(ADA.sends(end(0)), Error::NotAuthorized);
        assert_ok!(BOB.sends(end(0)));
        assert_eq!(status(0), ExchangeStatus::Requested);
        assert_eq!(OpenOf::<Test>::get(BOB.did()), 0);
        assert_ok!(ADA.sends(offer(0)));
        // She confirms who really helps, whoever took the place meanwhile.
        assert_noop!(EVE.sends(confirm(0, BOB)), Error::OfferMismatch);
        assert_ok!(EVE.sends(end(0)));
        assert_ok!(BOB.sends(offer(0)));
        assert_ok!(EVE.sends(confirm(0, BOB)));
    });
}

#[test]
fn help_for_a_cooperative_is_confirmed_by_its_stewards_too() {
    scenario(|| {
        assert_noop!(EVE.sends(request(Some(MILL), 1)), Error::NotMember);
        assert_ok!(BOB.sends(request(Some(MILL), 1)));
        assert_ok!(MILLER.sends(offer(0)));
        // Nobody confirms the own help.
        assert_noop!(MILLER.sends(confirm(0, MILLER)), Error::SelfDealing);
        assert_ok!(BOB.sends(end(0)));
        assert_ok!(EVE.sends(offer(0)));
        assert_noop!(BAKER.sends(confirm(0, EVE)), Error::NotAuthorized);
        assert_ok!(MILLER.sends(confirm(0, EVE)));
        assert_eq!(status(0), ExchangeStatus::Fulfilled);
    });
}

#[test]
fn help_is_offered_by_others_who_are_members() {
    scenario(|| {
        assert_noop!(FORMER.sends(request(None, 1)), Error::NotMember);
        assert_ok!(EVE.sends(request(None, 1)));
        assert_noop!(EVE.sends(offer(0)), Error::SelfDealing);
        assert_noop!(FORMER.sends(offer(0)), Error::NotMember);
        assert_noop!(BOB.sends(offer(7)), Error::NotFound);
        assert_ok!(EVE.sends(request(None, 1)));
        assert_eq!(NextExchange::<Test>::get(), ExchangeId(1));
    });
}

#[test]
fn help_that_is_not_confirmed_in_time_expires_for_both() {
    scenario(|| {
        assert_ok!(EVE.sends(request(None, 1)));
        assert_ok!(EVE.sends(request(None, 2)));
        assert_ok!(BOB.sends(offer(0)));
        Timestamp::set_timestamp(START + DAY);
        assert_noop!(EVE.sends(confirm(0, BOB)), Error::InvalidDeadline);
        assert_noop!(BOB.sends(offer(1)), Error::InvalidDeadline);
        next_block();
        assert_eq!((status(0), status(1)), (ExchangeStatus::Expired, ExchangeStatus::Expired));
        assert!(OpenOf::<Test>::iter_keys().next().is_none());
        assert!(Awards::get().is_empty());
    });
}

#[test]
fn who_asked_may_not_need_it_any_more() {
    scenario(|| {
        assert_ok!(EVE.sends(request(None, 1)));
        assert_ok!(BOB.sends(offer(0)));
        assert_noop!(BOB.sends(Call::withdraw { id: ExchangeId(0) }), Error::NotAuthorized);
        assert_ok!(EVE.sends(Call::withdraw { id: ExchangeId(0) }));
        assert_eq!(status(0), ExchangeStatus::Withdrawn);
        assert_eq!(OpenOf::<Test>::get(BOB.did()), 0);
    });
}
