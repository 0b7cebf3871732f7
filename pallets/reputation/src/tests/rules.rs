//! The federation changes how categories count.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{
    reputation::{Act, Category, CategoryRules, Millionths, ReputationParameters, Score},
    DAY,
};

use Category::*;

fn set(category: Category, change: impl FnOnce(&mut CategoryRules)) -> DispatchResult {
    let mut rules = CategoryRules::of_s003(category);
    change(&mut rules);
    send(federation(), Call::set_category { category, rules })
}

#[test]
fn every_category_begins_with_the_weight_and_decay_of_s003() {
    scenario(|| {
        let expected = [
            ("validation", "1", "0.1"),
            ("voting", "1.2", "0.05"),
            ("proposal_creation", "1.5", "0.03"),
            ("development", "2", "0.02"),
            ("budget_management", "1.8", "0.08"),
            ("community_building", "1.3", "0.04"),
            ("resource_sharing", "1.4", "0.06"),
            ("cooperative_growth", "1.6", "0.03"),
            ("conflict_resolution", "1.7", "0.05"),
            ("sustainability", "1.5", "0.04"),
            ("participation", "1.1", "0.07"),
            ("innovation", "1.9", "0.02"),
            ("marketplace", "1", "0.04"),
        ];
        let categories = Reputation::categories();
        assert_eq!(categories.len(), expected.len());
        for ((category, rules), (name, weight, decay)) in categories.into_iter().zip(expected) {
            assert_eq!(category.name(), name);
            assert_eq!(rules.weight.to_string(), weight, "{name}");
            assert_eq!(rules.decay_per_day.to_string(), decay, "{name}");
            assert_eq!((rules.minimum, rules.maximum), (Score::ZERO, None), "{name}");
        }
        assert_eq!(Reputation::parameters(), ReputationParameters::default());
    });
}

#[test]
fn limits_hold_for_what_is_read_and_nothing_beyond_them_is_lost() {
    scenario(|| {
        let ada = person("ada");
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(50)));
        assert_ok!(set(Voting, |rules| rules.maximum = Some(Score::points(20))));
        assert_eq!(score(&ada, Voting), Score::points(20));
        // 50 · e^(-0.5) is still more than the maximum; ten days later it isn't.
        pass(10 * DAY);
        assert_eq!(score(&ada, Voting), Score::points(20));
        pass(10 * DAY);
        assert_eq!(score(&ada, Voting).to_string(), "18.39397205857211608");
        assert_ok!(set(Voting, |rules| rules.minimum = Score::points(19)));
        assert_eq!(score(&ada, Voting), Score::points(19));
        // Also for those to whom nothing ever happened.
        assert_eq!(score(&person("bob"), Voting), Score::points(19));
        assert_ok!(set(Voting, |_| {}));
        assert_eq!(score(&ada, Voting).to_string(), "18.39397205857211608");
    });
}

#[test]
fn a_minimum_below_zero_lets_debts_show() {
    scenario(|| {
        let ada = person("ada");
        assert_ok!(set(Validation, |rules| rules.minimum = Score::points(-5)));
        assert_ok!(award(Act::TurnMissed, &ada, Validation, Score::points(-3)));
        assert_eq!(score(&ada, Validation), Score::points(-3));
        assert_ok!(award(Act::TurnMissed, &ada, Validation, Score::points(-3)));
        assert_eq!(score(&ada, Validation), Score::points(-5));
        let view = Reputation::reputation(&ada).expect("a subject");
        // -5 · 1.0 + 0.6 · 1.1
        assert_eq!(view.total, hundredths(-434));
    });
}

#[test]
fn a_new_decay_begins_where_the_old_one_has_come_to() {
    scenario(|| {
        let ada = person("ada");
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(1)));
        pass(20 * DAY);
        // e^(-0.05 · 20)
        let then: Score = "0.367879441171442322".parse().expect("a score");
        assert_eq!(score(&ada, Voting), then);
        assert_ok!(set(Voting, |rules| rules.decay_per_day = Millionths(100_000)));
        assert_eq!(score(&ada, Voting), then);
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(1)));
        pass(10 * DAY);
        // e^(-1) · e^(-0.1 · 10) + e^(-0.1 · 10)
        assert_eq!(score(&ada, Voting).to_string(), "0.503214724408055013");
        // Nothing decays for a while, and what is decided twice in a moment does no harm.
        for rate in [1_000_000, 0] {
            assert_ok!(set(Voting, |rules| rules.decay_per_day = Millionths(rate)));
        }
        pass(365 * DAY);
        assert_eq!(score(&ada, Voting).to_string(), "0.503214724408055013");
        assert_ok!(set(Voting, |_| {}));
        pass(20 * DAY);
        // … · e^(-1)
        assert_eq!(score(&ada, Voting).to_string(), "0.185122351604476635");
        // Other categories have their own: 0.1 · e^(-0.07 · 415) + 0.1 · e^(-0.07 · 395)
        assert_eq!(score(&ada, Participation).to_string(), "0.000000000000122316");
    });
}

#[test]
fn weights_count_in_the_total_alone() {
    scenario(|| {
        let ada = person("ada");
        assert_ok!(award(Act::ProposalAccepted, &ada, Development, Score::points(10)));
        let total = || Reputation::reputation(&ada).expect("a subject").total;
        // 10 · 2 + 1 · 1.1
        assert_eq!(total(), hundredths(2110));
        assert_ok!(set(Development, |rules| rules.weight = Millionths(500_000)));
        assert_eq!(total(), hundredths(610));
        assert_eq!(score(&ada, Development), Score::points(10));
    });
}

#[test]
fn rules_out_of_their_bounds_are_refused() {
    scenario(|| {
        let far = CategoryRules::MAX_THRESHOLD;
        let refused: [fn(&mut CategoryRules); 7] = [
            |rules| rules.weight = Millionths(CategoryRules::MAX_WEIGHT.0 + 1),
            |rules| rules.decay_per_day = Millionths(CategoryRules::MAX_DECAY.0 + 1),
            |rules| rules.maximum = Some(Score(-1)),
            |rules| rules.minimum = Score(CategoryRules::MAX_THRESHOLD.0 + 1),
            |rules| rules.minimum = Score(-CategoryRules::MAX_THRESHOLD.0 - 1),
            |rules| rules.maximum = Some(Score(CategoryRules::MAX_THRESHOLD.0 + 1)),
            |rules| rules.minimum = Score(i128::MIN),
        ];
        for change in refused {
            assert_noop!(set(Voting, change), Error::InvalidRules);
        }
        assert_ok!(set(Voting, |rules| {
            rules.weight = CategoryRules::MAX_WEIGHT;
            rules.decay_per_day = CategoryRules::MAX_DECAY;
            rules.minimum = Score(-far.0);
            rules.maximum = Some(far);
        }));
        assert_ok!(set(Voting, |rules| {
            rules.minimum = far;
            rules.maximum = Some(far);
        }));
    });
}

#[test]
fn bounds_and_participation_are_set_by_decision() {
    scenario(|| {
        let ada = person("ada");
        let set = |parameters| send(federation(), Call::set_parameters { parameters });
        let default = ReputationParameters::default();
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(10)));
        let new = ReputationParameters {
            act_bound: Score::points(5),
            participation: Millionths(200_000),
            ..default
        };
        assert_ok!(set(new));
        assert_eq!(Reputation::parameters(), new);
        assert_eq!(events().last(), Some(&Event::ParametersSet { parameters: new }));
        // More was given today than may be.
        let more = award(Act::VoteCast, &ada, Voting, Score(1));
        assert_noop!(more, Error::DailyBoundExceeded);
        pass(DAY);
        let before = score(&ada, Participation);
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(5)));
        assert_eq!(score(&ada, Participation), before.plus(Score::points(1)));
        // Nobody may give anything, and nothing comes of it by itself.
        let none =
            ReputationParameters { act_bound: Score::ZERO, attestor_bound: Score::ZERO, ..default };
        assert_ok!(set(none));
        assert_noop!(
            award(Act::BlockProduced, &ada, Validation, Score(1)),
            Error::DailyBoundExceeded
        );

        for parameters in [
            ReputationParameters { act_bound: Score(-1), ..default },
            ReputationParameters { attestor_bound: Score(-1), ..default },
            ReputationParameters {
                act_bound: ReputationParameters::MAX_BOUND.plus(Score(1)),
                ..default
            },
            ReputationParameters {
                attestor_bound: ReputationParameters::MAX_BOUND.plus(Score(1)),
                ..default
            },
            ReputationParameters { participation: Millionths(1_000_001), ..default },
        ] {
            assert_noop!(set(parameters), Error::InvalidParameters);
        }
    });
}

#[test]
fn without_participation_nothing_happens_there() {
    scenario(|| {
        let ada = person("ada");
        let parameters =
            ReputationParameters { participation: Millionths(0), ..Default::default() };
        assert_ok!(send(federation(), Call::set_parameters { parameters }));
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(1)));
        let view = Reputation::reputation(&ada).expect("a subject");
        assert_eq!((view.events[Voting], view.events[Participation]), (1, 0));
    });
}

#[test]
fn the_federation_alone_decides() {
    scenario(|| {
        person("ada");
        let member = || RuntimeOrigin::signed(account("ada"));
        let rules = CategoryRules::of_s003(Voting);
        let call = Call::set_category { category: Voting, rules };
        assert_noop!(send(member(), call), DispatchError::BadOrigin);
        let call = Call::set_parameters { parameters: Default::default() };
        assert_noop!(send(member(), call), DispatchError::BadOrigin);
    });
}
