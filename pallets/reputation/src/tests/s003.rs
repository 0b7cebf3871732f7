//! Scores, rankings and statistics against S003's own definitions, written down here in f64 as S003
//! has them in Python: every event kept, every sum made anew.

use crate::{frame, mock::*};
use alloc::collections::{BTreeMap, BTreeSet};
use frame::testing_prelude::*;
use icn_primitives::{
    reputation::{Categories, Category, Ranked, ReputationParameters, Score},
    Did, Moment, DAY,
};
use proptest::prelude::*;

/// `ReputationEvent`.
struct ReputationEvent {
    score: f64,
    timestamp: Moment,
    decay_rate: f64,
}

impl ReputationEvent {
    fn get_current_value(&self, current_time: Moment) -> f64 {
        let age = (current_time - self.timestamp) as f64 / DAY as f64;
        self.score * (-self.decay_rate * age).exp()
    }
}

/// `ReputationCategory`.
struct ReputationCategory {
    weight: f64,
    decay_rate: f64,
    events: Vec<ReputationEvent>,
    minimum_score: f64,
    maximum_score: f64,
}

impl ReputationCategory {
    fn new(weight: f64, decay_rate: f64) -> Self {
        let (minimum_score, maximum_score) = (0.0, f64::INFINITY);
        Self { weight, decay_rate, events: vec![], minimum_score, maximum_score }
    }

    fn add_event(&mut self, score: f64, timestamp: Moment) {
        self.events.push(ReputationEvent { score, timestamp, decay_rate: self.decay_rate });
    }

    fn get_current_score(&self, current_time: Moment) -> f64 {
        let total: f64 =
            self.events.iter().map(|event| event.get_current_value(current_time)).sum();
        total.min(self.maximum_score).max(self.minimum_score)
    }

    /// What a sum of such size can be off by, in f64 and beyond its 15 digits.
    fn tolerance(&self, current_time: Moment) -> f64 {
        let size = self.events.iter().map(|event| event.get_current_value(current_time).abs());
        1e-9 * size.sum::<f64>() + 1e-18
    }
}

/// `ReputationSystem`.
#[derive(Default)]
struct ReputationSystem {
    user_reputations: BTreeMap<Did, BTreeMap<&'static str, ReputationCategory>>,
}

/// S003's table.
const CATEGORIES: [(&str, f64, f64); 12] = [
    ("validation", 1.0, 0.1),
    ("voting", 1.2, 0.05),
    ("proposal_creation", 1.5, 0.03),
    ("development", 2.0, 0.02),
    ("budget_management", 1.8, 0.08),
    ("community_building", 1.3, 0.04),
    ("resource_sharing", 1.4, 0.06),
    ("cooperative_growth", 1.6, 0.03),
    ("conflict_resolution", 1.7, 0.05),
    ("sustainability", 1.5, 0.04),
    ("participation", 1.1, 0.07),
    ("innovation", 1.9, 0.02),
];

impl ReputationSystem {
    fn add_user(&mut self, user: Did) {
        let categories = CATEGORIES
            .into_iter()
            .map(|(name, weight, decay_rate)| (name, ReputationCategory::new(weight, decay_rate)));
        self.user_reputations.insert(user, categories.collect());
    }

    fn update_reputation(&mut self, user: Did, score: f64, category: &str, now: Moment) -> bool {
        let Some(user) = self.user_reputations.get_mut(&user) else { return false };
        let Some(kept) = user.get_mut(category) else { return false };
        if score == 0.0 {
            return true;
        }
        kept.add_event(score, now);
        if category != "participation" {
            let participation = user.get_mut("participation").expect("everybody has it");
            participation.add_event(score.abs() * 0.1, now);
        }
        true
    }

    fn get_score(&self, user: &Did, category: &str, now: Moment) -> (f64, f64) {
        let category = &self.user_reputations[user][category];
        (category.get_current_score(now), category.tolerance(now))
    }

    fn get_total_reputation(&self, user: &Did, now: Moment) -> (f64, f64) {
        let categories = self.user_reputations[user].values();
        categories.fold((0.0, 0.0), |(total, tolerance), category| {
            (
                total + category.get_current_score(now) * category.weight,
                tolerance + category.tolerance(now) * category.weight,
            )
        })
    }

    /// `get_user_ranking`, each with the tolerance of its score.
    fn get_user_ranking(&self, category: Option<&str>, now: Moment) -> Vec<(Did, f64, f64)> {
        let mut rankings: Vec<_> = self
            .user_reputations
            .keys()
            .map(|user| {
                let (score, tolerance) = match category {
                    Some(category) => self.get_score(user, category, now),
                    None => self.get_total_reputation(user, now),
                };
                (*user, score, tolerance)
            })
            .collect();
        rankings.sort_by(|a, b| b.1.total_cmp(&a.1));
        rankings
    }

    /// `get_system_stats`, but for the ranking: users, events, and the averages with tolerances.
    fn get_system_stats(&self, now: Moment) -> (usize, usize, BTreeMap<&str, (f64, f64)>) {
        let users = self.user_reputations.len();
        let all = self.user_reputations.values().flat_map(|user| user.values());
        let events = all.map(|category| category.events.len()).sum();
        let averages = CATEGORIES.into_iter().map(|(name, ..)| {
            let scores = self.user_reputations.keys().map(|user| self.get_score(user, name, now));
            let (sum, tolerance) =
                scores.fold((0.0, 0.0), |sum, score| (sum.0 + score.0, sum.1 + score.1));
            (name, (sum / users as f64, tolerance))
        });
        (users, events, averages.collect())
    }
}

fn points(score: Score) -> f64 {
    score.to_string().parse().expect("a decimal is an f64")
}

fn assert_close(ours: Score, (theirs, tolerance): (f64, f64), what: &str) {
    let difference = (points(ours) - theirs).abs();
    assert!(difference <= tolerance, "{what}: {ours} is not {theirs}");
}

/// The same subjects with the same scores, in the same order but where S003's scores are the same.
fn assert_same_ranking(ours: &[Ranked], theirs: &[(Did, f64, f64)], what: &str) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    let subjects: BTreeSet<_> = ours.iter().map(|ranked| ranked.subject).collect();
    assert_eq!(subjects.len(), ours.len(), "{what}: somebody stands twice");
    for (ours, (user, score, tolerance)) in ours.iter().zip(theirs) {
        assert_close(ours.score, (*score, *tolerance), what);
        let neighbours =
            theirs.iter().filter(|other| (other.1 - score).abs() <= other.2 + tolerance);
        if neighbours.count() == 1 {
            assert_eq!(ours.subject, *user, "{what}");
        }
    }
}

const PEOPLE: [&str; 7] = ["ada", "bob", "eve", "max", "zoe", "yan", "tom"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn scores_rankings_and_statistics_are_those_of_s003(
        events in proptest::collection::vec(
            (
                prop_oneof![0..DAY, 0..90 * DAY],
                0..PEOPLE.len(),
                0..12usize,
                prop_oneof![Just(0), -5_000..5_000i64, 1..100i64],
            ),
            1..120,
        ),
        last in prop_oneof![Just(0), 0..DAY, 0..3_000 * DAY],
    ) {
        new_test_ext().execute_with(|| {
            let mut system = ReputationSystem::default();
            for name in PEOPLE {
                let user = person(name);
                Reputation::subject_changed(&user);
                system.add_user(user);
            }
            let most = ReputationParameters::MAX_BOUND;
            let parameters = ReputationParameters { attestor_bound: most, ..Default::default() };
            assert_ok!(send(federation(), Call::set_parameters { parameters }));
            let all: Categories = Category::ALL.into_iter().collect();
            attestor("attestor", &all.iter().collect::<Vec<_>>());

            for (gap, user, category, score) in events {
                pass(gap);
                let (user, category) = (did(PEOPLE[user]), Category::ALL[category]);
                assert_ok!(attest("attestor", user, category, hundredths(score)));
                let score = points(hundredths(score));
                assert!(system.update_reputation(user, score, category.name(), Timestamp::get()));
            }
            pass(last);
            let now = Timestamp::get();

            for name in PEOPLE {
                let user = did(name);
                let view = Reputation::reputation(&user).expect("a subject");
                for (name, ..) in CATEGORIES {
                    let category = Category::from_name(name).expect("S003's are among ours");
                    assert_close(view.scores[category], system.get_score(&user, name, now), name);
                    assert_eq!(score(&user, category), view.scores[category]);
                }
                assert_close(view.total, system.get_total_reputation(&user, now), "total");
            }

            let ranking = Reputation::ranking(None, None, 200).entries;
            assert_same_ranking(&ranking, &system.get_user_ranking(None, now), "total");
            for (name, ..) in CATEGORIES {
                let ours = Reputation::ranking(Category::from_name(name), None, 200).entries;
                assert_same_ranking(&ours, &system.get_user_ranking(Some(name), now), name);
            }

            let statistics = Reputation::statistics();
            let (users, events, averages) = system.get_system_stats(now);
            assert_eq!((statistics.subjects as usize, statistics.events as usize), (users, events));
            for (name, average) in averages {
                let category = Category::from_name(name).expect("S003's are among ours");
                assert_close(statistics.categories[category].average, average, name);
            }
            assert_eq!(statistics.top, ranking);
            assert_ok!(Reputation::ensure_invariants());
        });
    }
}
