//! Bounds, parameters, and how long anything is remembered.

use crate::{frame, mock::*, ExchangeParameters, Keys, OfPerson};
use frame::testing_prelude::*;
use icn_primitives::{reputation::Score, DAY};
use pallet_settlement::OnSettlement;

#[test]
fn a_person_has_so_many_open_exchanges_and_offers() {
    scenario(|| {
        for _ in 0..parameters().max_open {
            proposed();
        }
        let more = proposal(&[BAKERY, MILL], vec![], 99);
        assert_noop!(ADA.sends(more.clone()), Error::OpenExceeded);
        let request = Call::request_aid {
            cooperative: None,
            terms: TERMS,
            deadline: START + DAY,
            key: key(1),
        };
        assert_ok!(EVE.sends(request));
        let offer = Call::offer_aid { id: ExchangeId(4), terms: TERMS };
        assert_noop!(ADA.sends(offer), Error::OpenExceeded);
        assert_ok!(ADA.sends(Call::withdraw { id: ExchangeId(0) }));
        assert_ok!(ADA.sends(more));
    });
}

#[test]
fn what_is_final_is_forgotten_with_its_key() {
    scenario(|| {
        let request = Call::request_aid {
            cooperative: Some(GARDEN),
            terms: TERMS,
            deadline: START + DAY,
            key: key(1),
        };
        assert_ok!(EVE.sends(request));
        assert_ok!(BOB.sends(Call::offer_aid { id: ExchangeId(0), terms: TERMS }));
        assert_ok!(EVE.sends(Call::confirm_aid { id: ExchangeId(0), helper: BOB.did() }));
        pass(parameters().retention - 10_000);
        assert_eq!(status(0), ExchangeStatus::Fulfilled);
        events();
        pass(10_000);
        assert_eq!(events(), [Event::Forgotten { id: ExchangeId(0) }]);
        assert_eq!(Exchanging::exchange(ExchangeId(0)), None);
        assert_eq!(OfPerson::<Test>::iter_keys().count(), 0);
        assert_eq!(Keys::<Test>::iter_keys().count(), 0);
    });
}

#[test]
fn a_block_moves_so_many_and_the_next_goes_on() {
    scenario(|| {
        for _ in 0..4 {
            proposed();
        }
        Timestamp::set_timestamp(START + 10 * DAY);
        let expired = || (0..4).filter(|id| status(*id) == ExchangeStatus::Expired).count();
        next_block();
        assert_eq!(expired(), TASKS as usize);
        next_block();
        assert_eq!(expired(), 4);
    });
}

#[test]
fn the_rules_are_the_federations() {
    scenario(|| {
        let set = |parameters| send(RuntimeOrigin::root(), Call::set_parameters { parameters });
        let rules = ExchangeParameters { max_open: 9, ..parameters() };
        assert_ok!(set(rules));
        assert_eq!(Exchanging::rules(), rules);
        assert_eq!(events(), [Event::ParametersSet { parameters: rules }]);
        for bad in [
            ExchangeParameters { max_life: 1, ..rules },
            ExchangeParameters { hold_time: 31 * DAY, ..rules },
            ExchangeParameters { retention: 0, ..rules },
            ExchangeParameters { max_open: 0, ..rules },
            ExchangeParameters { agreement_reputation: Score::points(101), ..rules },
            ExchangeParameters { labour_reputation: Score::points(-1), ..rules },
            ExchangeParameters { aid_reputation: Score::points(101), ..rules },
        ] {
            assert_noop!(set(bad), Error::InvalidParameters);
        }
        let call = Call::set_parameters { parameters: rules };
        assert_noop!(BAKER.sends(call), DispatchError::BadOrigin);
        // What gives nothing isn't awarded.
        assert_ok!(set(ExchangeParameters { agreement_reputation: Score::ZERO, ..rules }));
        assert_ok!(ADA.sends(proposal(&[BAKERY, MILL], vec![], 1)));
        assert_ok!(decide(&[BAKERY, MILL], 0, true));
        assert!(Awards::get().is_empty());
    });
}

#[test]
fn what_others_have_paid_is_none_of_ones_business() {
    scenario(|| {
        use icn_primitives::exchange::settlement::{Progress, Purpose};
        let booking = Purpose::Booking(Default::default());
        assert_storage_noop!(Exchanging::on_settlement(booking, Progress::Failed));
        assert!(Exchanging::answer_weight_is_known());
    });
}

/// Weights that the runtime adds to those of messages.
trait Known {
    fn answer_weight_is_known() -> bool;
}

impl Known for Exchanging {
    fn answer_weight_is_known() -> bool {
        <Self as OnSettlement>::weight().ref_time() > Self::rewards_weight().ref_time()
    }
}
