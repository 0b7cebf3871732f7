//! Rankings and statistics, page by page.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{
    apis::MAX_PAGE,
    reputation::{Act, Category, RankingPage, Score, TOP_SUBJECTS},
    Did, DAY,
};

use Category::*;

/// Subjects of whom each has a point more than the one before, the first none.
fn subjects(count: u32) -> Vec<Did> {
    (0..count)
        .map(|number| {
            let subject = person(&format!("person {number}"));
            Reputation::subject_changed(&subject);
            let points = Score(Score::points(number.into()).0 / 10);
            assert_ok!(award(Act::VoteCast, &subject, Voting, points));
            subject
        })
        .collect()
}

fn names(page: &RankingPage) -> Vec<Did> {
    page.entries.iter().map(|ranked| ranked.subject).collect()
}

#[test]
fn the_pages_of_a_ranking_are_the_ranking() {
    scenario(|| {
        let mut best_first = subjects(45);
        best_first.reverse();
        for category in [Some(Voting), Some(Participation), None] {
            assert_eq!(names(&Reputation::ranking(category, None, MAX_PAGE)), best_first);
            let (mut after, mut read) = (None, Vec::new());
            loop {
                let page = Reputation::ranking(category, after, 7);
                assert_eq!((page.subjects, page.first_place), (45, read.len() as u32 + 1));
                assert!(page.entries.len() <= 7);
                let Some(last) = page.entries.last() else { break };
                after = Some(last.subject);
                read.extend(names(&page));
            }
            assert_eq!(read, best_first);
        }
    });
}

#[test]
fn a_page_is_never_longer_than_pages_are() {
    scenario(|| {
        subjects(MAX_PAGE + 1);
        let page = Reputation::ranking(None, None, u32::MAX);
        assert_eq!(page.entries.len() as u32, MAX_PAGE);
        assert_eq!(Reputation::ranking(None, None, 0).entries, []);
        let rest = Reputation::ranking(None, page.entries.last().map(|last| last.subject), 10);
        assert_eq!((rest.entries.len(), rest.first_place), (1, MAX_PAGE + 1));
    });
}

#[test]
fn equal_scores_stand_in_the_order_of_their_dids() {
    scenario(|| {
        let mut equal: Vec<_> = ["ada", "bob", "eve", "max"].map(person).into();
        for subject in &equal {
            Reputation::subject_changed(subject);
        }
        equal.sort();
        let page = Reputation::ranking(Some(Voting), None, 2);
        assert_eq!(names(&page), equal[..2]);
        let page = Reputation::ranking(Some(Voting), Some(equal[1]), 2);
        assert_eq!((names(&page), page.first_place), (equal[2..].to_vec(), 3));
    });
}

#[test]
fn after_somebody_who_is_no_subject_comes_nobody() {
    scenario(|| {
        subjects(3);
        let page = Reputation::ranking(None, Some(did("nobody")), 10);
        assert_eq!((page.subjects, page.entries.len()), (3, 0));
    });
}

#[test]
fn an_order_by_total_changes_as_time_passes_and_one_by_category_does_not() {
    scenario(|| {
        let (ada, bob) = (person("ada"), person("bob"));
        // Validation decays five times as fast as development, and weighs half as much.
        assert_ok!(award(Act::BlockProduced, &ada, Validation, Score::points(30)));
        assert_ok!(award(Act::ProposalAccepted, &bob, Development, Score::points(10)));
        assert_eq!(names(&Reputation::ranking(None, None, 10)), [ada, bob]);
        assert_eq!(names(&Reputation::ranking(Some(Development), None, 1)), [bob]);
        pass(30 * DAY);
        assert_eq!(names(&Reputation::ranking(None, None, 10)), [bob, ada]);
        assert_eq!(names(&Reputation::ranking(Some(Validation), None, 1)), [ada]);
    });
}

#[test]
fn the_total_weighs_every_category() {
    scenario(|| {
        let ada = person("ada");
        assert_ok!(award(Act::BlockProduced, &ada, Validation, Score::points(1)));
        assert_ok!(award(Act::OrderCompleted, &ada, Marketplace, Score::points(2)));
        assert_ok!(award(Act::ProposalAccepted, &ada, Innovation, Score::points(4)));
        // 1 · 1.0 + 2 · 1.0 + 4 · 1.9 + 0.5 · 1.1
        let total = hundredths(1115);
        assert_eq!(Reputation::reputation(&ada).map(|view| view.total), Some(total));
        assert_eq!(Reputation::ranking(None, None, 1).entries[0].score, total);
    });
}

#[test]
fn statistics_count_subjects_and_events_and_name_the_first_ten() {
    scenario(|| {
        let empty = Reputation::statistics();
        assert_eq!((empty.subjects, empty.events, empty.top.len()), (0, 0, 0));
        assert_eq!(empty.categories[Voting].average, Score::ZERO);

        let mut best_first = subjects(21);
        best_first.reverse();
        let statistics = Reputation::statistics();
        assert_eq!(statistics.subjects, 21);
        // The first got nothing; each other a vote, and participation by itself.
        assert_eq!((statistics.events, statistics.categories[Voting].events), (40, 20));
        assert_eq!(statistics.categories[Voting].average, Score::points(1));
        assert_eq!(statistics.categories[Participation].average, hundredths(10));
        let top: Vec<_> = statistics.top.iter().map(|ranked| ranked.subject).collect();
        assert_eq!(top, best_first[..TOP_SUBJECTS as usize]);
    });
}
