//! Pallets give and take for what they record.

use crate::{frame, mock::*, Days, Reputations};
use frame::testing_prelude::*;
use icn_primitives::{
    reputation::{
        Act, Category, GiveReputation, Report, ReputationParameters, Score, Source, CATEGORIES,
    },
    shard::ShardRole,
    DAY, HOUR,
};

use Category::*;

#[test]
fn a_vote_earns_its_voter_voting_and_a_tenth_of_it_as_participation() {
    scenario(|| {
        let ada = person("ada");
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(1)));
        assert_eq!(score(&ada, Voting), Score::points(1));
        assert_eq!(score(&ada, Participation), hundredths(10));
        for category in Category::ALL {
            if ![Voting, Participation].contains(&category) {
                assert_eq!(score(&ada, category), Score::ZERO, "{category}");
            }
        }
        let told = Event::Awarded {
            subject: ada,
            source: Source::Act(Act::VoteCast),
            category: Voting,
            score: Score::points(1),
            evidence: evidence(),
            participation: hundredths(10),
        };
        assert_eq!(events(), [told]);
    });
}

#[test]
fn votes_of_different_days_add_up_as_they_decayed() {
    scenario(|| {
        let ada = person("ada");
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(1)));
        pass(14 * DAY);
        // e^(-0.05 · 14)
        assert_eq!(score(&ada, Voting).to_string(), "0.496585303791409515");
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(1)));
        assert_eq!(score(&ada, Voting).to_string(), "1.496585303791409515");
        pass(HOUR);
        // 1.496585303791409515 · e^(-0.05 / 24)
        assert_eq!(score(&ada, Voting).to_string(), "1.493470663285571326");
    });
}

#[test]
fn who_never_got_anything_has_no_points() {
    scenario(|| {
        let ada = person("ada");
        assert_eq!(score(&ada, Voting), Score::ZERO);
        assert_eq!(Reputation::reputation(&ada), None);
    });
}

#[test]
fn a_score_of_zero_changes_nothing() {
    scenario(|| {
        let ada = person("ada");
        let before = root();
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::ZERO));
        assert_eq!(root(), before);
        assert_eq!(events(), []);
    });
}

#[test]
fn what_is_taken_goes_below_zero_and_is_read_as_the_minimum() {
    scenario(|| {
        let bakery = person("bakery");
        assert_ok!(award(Act::BlockProduced, &bakery, Validation, Score::points(3)));
        assert_ok!(award(Act::Equivocated, &bakery, Validation, Score::points(-10)));
        assert_eq!(score(&bakery, Validation), Score::ZERO);
        // Seven below zero: six points more don't show, eight do.
        assert_ok!(award(Act::BlockProduced, &bakery, Validation, Score::points(6)));
        assert_eq!(score(&bakery, Validation), Score::ZERO);
        assert_ok!(award(Act::BlockProduced, &bakery, Validation, Score::points(2)));
        assert_eq!(score(&bakery, Validation), Score::points(1));
        // Also what was taken was participation: a tenth of 3 + 10 + 6 + 2.
        assert_eq!(score(&bakery, Participation), hundredths(210));
    });
}

#[test]
fn participation_does_not_add_to_itself() {
    scenario(|| {
        let bob = person("bob");
        attestor("ada", &[Participation]);
        assert_ok!(attest("ada", bob, Participation, Score::points(5)));
        assert_eq!(score(&bob, Participation), Score::points(5));
        let tallies = Reputations::<Test>::get(bob).expect("bob is a subject");
        assert_eq!(tallies[Participation].events, 1);
        let events: u32 = tallies.iter().map(|(_, tally)| tally.events).sum();
        assert_eq!(events, 1);
    });
}

#[test]
fn buying_leads_to_no_category_that_counts_for_votes() {
    scenario(|| {
        let ada = person("ada");
        assert_ok!(award(Act::OrderCompleted, &ada, Marketplace, Score::points(100)));
        assert_eq!(score(&ada, Marketplace), Score::points(100));
        for category in Category::ALL.into_iter().filter(|category| category.counts_for_voting()) {
            assert_eq!(score(&ada, category), Score::ZERO, "{category}");
        }
        assert_eq!(Category::ALL.len(), CATEGORIES);
    });
}

#[test]
fn an_act_gives_in_its_own_categories_alone() {
    scenario(|| {
        let ada = person("ada");
        for act in Act::ALL {
            for category in Category::ALL {
                let before = root();
                let result = award(act, &ada, category, Score(1));
                assert_eq!(result.is_ok(), act.gives_in(category), "{act:?} in {category}");
                if result.is_err() {
                    assert_noop!(result, Error::CategoryNotAllowed);
                    assert_eq!(root(), before);
                }
            }
        }
    });
}

#[test]
fn nothing_is_given_to_nobody_or_without_evidence() {
    scenario(|| {
        let nobody = did("nobody");
        let result = award(Act::VoteCast, &nobody, Voting, Score::points(1));
        assert_noop!(result, Error::NotFound);
        // Not even nothing.
        assert_noop!(award(Act::VoteCast, &nobody, Voting, Score::ZERO), Error::NotFound);

        let ada = person("ada");
        let source = Source::Act(Act::VoteCast);
        let none = Default::default();
        let result = Reputation::award(source, &ada, Voting, Score::points(1), none);
        assert_noop!(result, Error::EvidenceMissing);
        end("ada");
        assert_noop!(award(Act::VoteCast, &ada, Voting, Score::points(1)), Error::NotFound);
    });
}

#[test]
fn an_act_gives_a_subject_its_bound_in_a_day_and_no_more() {
    scenario(|| {
        let (ada, bob) = (person("ada"), person("bob"));
        let bound = ReputationParameters::default().act_bound;
        assert_ok!(award(Act::ProposalAccepted, &ada, Development, bound.plus(Score(-3))));
        // What is taken counts like what is given, and so do other categories.
        assert_ok!(award(Act::ProposalAccepted, &ada, Innovation, Score(-2)));
        let more = award(Act::ProposalAccepted, &ada, Innovation, Score(2));
        assert_noop!(more, Error::DailyBoundExceeded);
        assert_ok!(award(Act::ProposalAccepted, &ada, Innovation, Score(1)));
        for size in [Score(1), Score(-1), Score(i128::MAX), Score(i128::MIN)] {
            let more = award(Act::ProposalAccepted, &ada, Innovation, size);
            assert_noop!(more, Error::DailyBoundExceeded);
        }
        // Another act, and another subject, have bounds of their own.
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score(1)));
        assert_ok!(award(Act::ProposalAccepted, &bob, Innovation, bound));
        assert_noop!(
            award(Act::VoteCast, &bob, Voting, bound.plus(Score(1))),
            Error::DailyBoundExceeded
        );
        // The next day begins at midnight, twelve hours from when the story began.
        pass(12 * HOUR - 1);
        let more = award(Act::ProposalAccepted, &ada, Innovation, Score(1));
        assert_noop!(more, Error::DailyBoundExceeded);
        pass(1);
        assert_ok!(award(Act::ProposalAccepted, &ada, Innovation, bound));
    });
}

#[test]
fn who_can_not_fail_tells_what_was_refused() {
    scenario(|| {
        let ada = person("ada");
        let source = Source::Act(Act::BlockProduced);
        let points = Score::points(60);
        for _ in 0..2 {
            Reputation::award_or_note(source, &ada, Validation, points, evidence());
        }
        assert_eq!(score(&ada, Validation), points);
        let refused = Event::NotAwarded {
            subject: ada,
            source,
            category: Validation,
            score: points,
            evidence: evidence(),
            error: Error::DailyBoundExceeded.into(),
        };
        assert_eq!(events()[1..], [refused]);
    });
}

#[test]
fn a_subject_takes_as_much_room_however_much_happened() {
    scenario(|| {
        let ada = person("ada");
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(1)));
        let first = Reputations::<Test>::get(ada).encode().len();
        for _ in 0..400 {
            pass(DAY);
            assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(1)));
        }
        assert_eq!(Reputations::<Test>::get(ada).encode().len(), first);
        assert_eq!(Days::<Test>::iter().count(), 90);
        assert_eq!(Reputations::<Test>::get(ada).expect("a subject")[Voting].events, 401);
        // (1 - e^(-0.05 · 401)) / (1 - e^(-0.05))
        assert_eq!(score(&ada, Voting).to_string(), "20.504166452864805485");
    });
}

#[test]
fn what_acts_on_other_shards_give_is_given_here_if_they_can_happen_there() {
    scenario(|| {
        let (ada, points) = (person("ada"), Score::points(2));
        let report = |act, category| Report {
            act,
            subject: ada,
            category,
            score: points,
            evidence: evidence(),
        };
        let reports = [
            report(Act::VoteCast, Voting),
            report(Act::OrderCompleted, Voting),
            report(Act::OrderCompleted, Marketplace),
            report(Act::BlockProduced, Validation),
        ];
        Reputation::on_reports(ShardRole::Marketplace, &reports);
        // Nobody votes there, and no order gives anything in voting.
        assert_eq!(score(&ada, Voting), Score::ZERO);
        assert_eq!(score(&ada, Marketplace), points);
        assert_eq!(score(&ada, Validation), points);
        let refused = |report: Report, error: Error| Event::NotAwarded {
            subject: ada,
            source: Source::Act(report.act),
            category: report.category,
            score: report.score,
            evidence: report.evidence,
            error: error.into(),
        };
        let told = events();
        assert_eq!(told[0], refused(reports[0], Error::NotAuthorized));
        assert_eq!(told[1], refused(reports[1], Error::CategoryNotAllowed));
        assert_eq!(told.len(), 4);
        let all = Reputation::reports_weight(&reports);
        assert_eq!(all, <Reputation as GiveReputation>::award_weight() * 4);
    });
}
