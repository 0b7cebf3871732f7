//! What happened in the last ninety days.

use crate::{frame, history::today, mock::*, Days};
use frame::testing_prelude::*;
use icn_primitives::{
    reputation::{Act, Category, HistoryDay, HistoryEntry, Score, Source, HISTORY_DAYS},
    DAY, HOUR,
};

use Category::*;

fn day() -> u32 {
    today(Timestamp::get())
}

#[test]
fn a_day_shows_what_was_given_and_taken_by_whom_and_what_is_left() {
    scenario(|| {
        let bakery = person("bakery");
        let ada = attestor("ada", &[Validation]);
        assert_ok!(award(Act::BlockProduced, &bakery, Validation, Score::points(2)));
        assert_ok!(award(Act::TurnMissed, &bakery, Validation, Score::points(-5)));
        assert_ok!(award(Act::BlockProduced, &bakery, Validation, Score::points(1)));
        assert_ok!(attest("ada", bakery, Validation, Score::points(4)));
        let first = day();
        let history = Reputation::history(&bakery, None, 0, 200);
        let validation = HistoryEntry {
            category: Validation,
            given: Score::points(7),
            taken: Score::points(5),
            events: 4,
            value: Score::points(2),
        };
        let participation = HistoryEntry {
            category: Participation,
            given: hundredths(120),
            taken: Score::ZERO,
            events: 4,
            value: hundredths(120),
        };
        let sources = vec![
            (Source::Act(Act::BlockProduced), Score::points(3)),
            (Source::Act(Act::TurnMissed), Score::points(5)),
            (Source::Attestor(ada), Score::points(4)),
        ];
        let categories = vec![validation, participation];
        assert_eq!(history, [HistoryDay { day: first, categories, sources: sources.clone() }]);

        pass(10 * DAY);
        let history = Reputation::history(&bakery, Some(Validation), 0, 200);
        // 2 · e^(-1)
        let value = "0.735758882342884643".parse().expect("a score");
        let categories = vec![HistoryEntry { value, ..validation }];
        assert_eq!(history, [HistoryDay { day: first, categories, sources }]);
        assert_eq!(Reputation::history(&bakery, Some(Voting), 0, 200), []);
    });
}

#[test]
fn days_are_those_of_utc() {
    scenario(|| {
        let ada = person("ada");
        let first = day();
        pass(12 * HOUR - 1);
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(1)));
        pass(1);
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(1)));
        let history = Reputation::history(&ada, None, 0, 200);
        let days: Vec<_> = history.iter().map(|day| day.day).collect();
        assert_eq!(days, [first, first + 1]);
    });
}

#[test]
fn ninety_days_are_kept_and_the_older_ones_overwritten() {
    scenario(|| {
        let ada = person("ada");
        let first = day();
        for _ in 0..200 {
            assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(1)));
            pass(DAY);
        }
        // Nothing has happened today.
        let days: Vec<_> =
            Reputation::history(&ada, None, 0, 200).into_iter().map(|day| day.day).collect();
        assert_eq!(days, (first + 111..first + 200).collect::<Vec<_>>());
        assert_eq!(Days::<Test>::iter().count() as u32, HISTORY_DAYS);
        // In pages.
        let page = |from, limit| -> Vec<u32> {
            let days = Reputation::history(&ada, None, from, limit);
            days.into_iter().map(|day| day.day).collect()
        };
        assert_eq!(page(0, 2), [first + 111, first + 112]);
        assert_eq!(page(first + 113, 2), [first + 113, first + 114]);
        assert_eq!(page(first + 199, 2), [first + 199]);
        assert!(page(first + 200, 2).is_empty());
        assert!(page(u32::MAX, 2).is_empty());
        assert!(page(0, 0).is_empty());
        // A year later nothing of it is shown, though it lies there until it is overwritten.
        pass(365 * DAY);
        assert!(page(0, 200).is_empty());
    });
}

#[test]
fn the_days_of_a_young_subject_add_up_to_its_scores() {
    scenario(|| {
        let ada = person("ada");
        for points in [5, -2, 7, 1] {
            assert_ok!(award(Act::BlockProduced, &ada, Validation, Score::points(points)));
            pass(9 * DAY + 7 * HOUR);
        }
        for category in [Validation, Participation] {
            let days = Reputation::history(&ada, Some(category), 0, 200);
            let sum = days.iter().fold(Score::ZERO, |sum, day| sum.plus(day.categories[0].value));
            let difference = sum.plus(Score(-score(&ada, category).0)).abs();
            assert!(difference <= Score(4), "{difference}");
        }
    });
}
