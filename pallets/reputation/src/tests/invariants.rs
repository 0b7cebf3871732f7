//! What the chain's own checks notice.

use crate::{frame, mock::*, Attestors, Days, Parameters, Reputations, Rules};
use frame::testing_prelude::*;
use icn_primitives::{
    reputation::{Act, Categories, Category, Millionths, Score, Source},
    Did, DAY,
};

use Category::*;

/// Breaks something after a vote of somebody; the checks must notice.
fn noticed(breaking: impl FnOnce(Did), message: &'static str) {
    new_test_ext().execute_with(|| {
        let ada = person("ada");
        attestor("max", &[Development]);
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(1)));
        assert_ok!(Reputation::ensure_invariants());
        breaking(ada);
        assert_eq!(Reputation::ensure_invariants(), Err(message.into()));
    });
}

/// Changes the day on which `ada` voted.
fn change_day(ada: Did, change: impl FnOnce(&mut crate::Day)) {
    let (slot, mut day) = Days::<Test>::iter_prefix(ada).next().expect("a day");
    change(&mut day);
    Days::<Test>::insert(ada, slot, day);
}

#[test]
fn rules_and_parameters() {
    let rules = "the rules of a category are out of their bounds";
    noticed(
        |_| Rules::<Test>::mutate(|all| all[Voting].rules.weight = Millionths(u32::MAX)),
        rules,
    );
    noticed(
        |_| {
            let later = Timestamp::get() + 1;
            Rules::<Test>::mutate(|all| {
                let mut new = all[Voting].rules;
                new.decay_per_day = Millionths(1);
                all[Voting] = all[Voting].with_rules(new, later);
            });
        },
        rules,
    );
    noticed(
        |_| Parameters::<Test>::mutate(|all| all.act_bound = Score(-1)),
        "the parameters are out of their bounds",
    );
}

#[test]
fn attestors() {
    noticed(|ada| Attestors::<Test>::insert(ada, Categories::NONE), "an attestor attests nothing");
    noticed(
        |ada| Attestors::<Test>::insert(ada, Categories(1 << 14)),
        "an attestor attests what is no category",
    );
    noticed(
        |_| {
            for number in 0..64 {
                let other = did(&format!("attestor {number}"));
                Attestors::<Test>::insert(other, Categories(1));
            }
        },
        "there are more attestors than there can be",
    );
}

#[test]
fn sums() {
    noticed(
        |ada| {
            // A mantissa of 1, which is not in its normal form.
            let mut tallies = Reputations::<Test>::get(ada).expect("a subject");
            tallies[Voting].sum = Decode::decode(&mut &(1i128, 0i64).encode()[..]).expect("a sum");
            Reputations::<Test>::insert(ada, tallies);
        },
        "a sum is not in its normal form",
    );
    noticed(
        |ada| {
            let mut tallies = Reputations::<Test>::get(ada).expect("a subject");
            tallies[Voting].events = 0;
            Reputations::<Test>::insert(ada, tallies);
        },
        "a sum has no events",
    );
    noticed(
        |ada| change_day(ada, |day| day.sums.get_mut(&Voting).expect("a vote").events = 2),
        "the history holds events that didn't happen",
    );
}

#[test]
fn days() {
    noticed(
        |ada| {
            let (slot, day) = Days::<Test>::iter_prefix(ada).next().expect("a day");
            Days::<Test>::remove(ada, slot);
            Days::<Test>::insert(did("nobody"), slot, day);
        },
        "a day is nobody's",
    );
    noticed(|ada| change_day(ada, |day| day.day += 1), "a day stands in another's place");
    noticed(|ada| change_day(ada, |day| day.day += 90), "a day is yet to come");
    noticed(
        |ada| change_day(ada, |day| day.sums.get_mut(&Voting).expect("a vote").events = 0),
        "a day counts a category in which nothing happened",
    );
    noticed(
        |ada| {
            change_day(ada, |day| {
                let vote = Source::Act(Act::VoteCast);
                day.sources.try_push((vote, Score(1))).expect("there is room");
            });
        },
        "a source stands twice",
    );
    noticed(
        |ada| change_day(ada, |day| day.sources[0].1 = Score::points(1_000_001)),
        "a source has given nothing, or more than any may",
    );
    for points in [hundredths(99), hundredths(111)] {
        noticed(
            |ada| change_day(ada, |day| day.sources[0].1 = points),
            "sources and categories don't add up",
        );
    }
}

#[test]
fn nothing_once_days_were_overwritten() {
    scenario(|| {
        let ada = person("ada");
        for _ in 0..100 {
            assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(1)));
            pass(DAY);
        }
    });
}
