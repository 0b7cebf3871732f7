//! What a vote weighs where reputation counts.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{
    reputation::{Act, Category, ReadReputation, ReputationParameters, Score, VotingPower},
    Did, DAY,
};

use Category::*;

fn power(subject: &Did) -> VotingPower {
    <Reputation as ReadReputation>::voting_power(subject)
}

/// Lets acts give as much as there can be.
fn unbounded() {
    let most = ReputationParameters::MAX_BOUND;
    let parameters =
        ReputationParameters { act_bound: most, attestor_bound: most, ..Default::default() };
    assert_ok!(send(federation(), Call::set_parameters { parameters }));
}

#[test]
fn everybody_has_one() {
    scenario(|| {
        let ada = person("ada");
        assert_eq!(power(&ada), VotingPower::ONE);
        // A mean of 11 / 12 is less than that.
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(10)));
        assert_eq!(power(&ada), VotingPower::ONE);
        assert_eq!(power(&did("nobody")), VotingPower::ONE);
    });
}

#[test]
fn it_is_the_root_of_the_mean_of_twelve() {
    scenario(|| {
        unbounded();
        let ada = person("ada");
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(480)));
        // (480 + 48) / 12 = 44.
        assert_eq!(power(&ada).to_string(), "6.633249580710799698");
        assert_eq!(Some(power(&ada)), Reputation::reputation(&ada).map(|view| view.voting_power));
        pass(10 * DAY);
        // √((480 · e^(-0.5) + 48 · e^(-0.7)) / 12)
        assert_eq!(power(&ada).to_string(), "5.123237999905038083");
    });
}

#[test]
fn the_marketplace_is_not_among_them() {
    scenario(|| {
        unbounded();
        let ada = person("ada");
        assert_ok!(award(Act::OrderCompleted, &ada, Marketplace, Score::points(1_000_000)));
        assert_eq!(power(&ada), VotingPower::ONE);
        let view = Reputation::reputation(&ada).expect("a subject");
        assert_eq!(view.total, Score::points(1_000_000));
    });
}

#[test]
fn what_is_below_the_minimum_counts_as_the_minimum() {
    scenario(|| {
        unbounded();
        let ada = person("ada");
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(480)));
        let before = power(&ada);
        // Validation falls to -1000, and participation grows by 100.
        assert_ok!(award(Act::Equivocated, &ada, Validation, Score::points(-1000)));
        assert!(power(&ada) > before);
        // (480 + 148) / 12
        assert_eq!(power(&ada).to_string(), "7.234178138070235088");
    });
}

#[test]
fn the_most_that_there_can_be_fits() {
    scenario(|| {
        unbounded();
        let ada = person("ada");
        for category in [Development, Innovation, Sustainability] {
            assert_ok!(award(Act::ProposalAccepted, &ada, category, Score::points(300_000)));
        }
        for _ in 0..1_000 {
            pass(DAY);
            assert_ok!(award(Act::ProposalAccepted, &ada, Development, Score::points(1_000_000)));
        }
        assert!(power(&ada) > VotingPower::ONE);
    });
}
