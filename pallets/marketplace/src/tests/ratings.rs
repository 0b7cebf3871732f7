//! Ratings.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{
    marketplace::{RatingSum, Stage},
    DAY, HOUR,
};

#[test]
fn each_side_rates_the_other_once_after_the_end() {
    scenario(|| {
        let order = delivered();
        assert_noop!(EVE.rates(order, 5), Error::NotRateable);
        assert_ok!(EVE.completes(order));
        for stars in [0, 6, 255] {
            assert_noop!(EVE.rates(order, stars), Error::InvalidStars);
        }
        assert_noop!(BOB.rates(order, 5), Error::NotAuthorized);
        assert_ok!(EVE.rates(order, 4));
        assert_noop!(EVE.rates(order, 5), Error::AlreadyRated);
        assert_ok!(ADA.rates(order, 1));
        assert_eq!(Market::rating(&ADA.did()), RatingSum { stars: 4, count: 1 });
        assert_eq!(Market::rating_of(EVE.did()), RatingSum { stars: 1, count: 1 });
        hub_answers();
        let next = delivered();
        pass(5 * HOUR);
        assert_ok!(EVE.rates(next, 5));
        assert_eq!(Market::rating(&ADA.did()), RatingSum { stars: 9, count: 2 });
    });
}

#[test]
fn what_nobody_agreed_upon_isnt_rated() {
    scenario(|| {
        let order = funded();
        assert_ok!(EVE.cancels(order));
        assert_noop!(EVE.rates(order, 1), Error::NotRateable);
        // Who accepts and doesn't deliver is.
        let order = accepted();
        pass(4 * HOUR);
        assert!(matches!(stage(order), Stage::Cancelled(_)));
        assert_ok!(EVE.rates(order, 1));
        assert_ok!(ADA.rates(order, 3));
    });
}

#[test]
fn averages_stay_when_orders_are_forgotten() {
    scenario(|| {
        let order = delivered();
        assert_ok!(EVE.completes(order));
        hub_answers();
        assert_ok!(EVE.rates(order, 2));
        pass(3 * DAY);
        assert_noop!(ADA.rates(order, 2), Error::NotFound);
        assert_eq!(Market::rating(&ADA.did()), RatingSum { stars: 2, count: 1 });
    });
}
