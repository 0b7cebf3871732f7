//! Whatever is given and decided, in whatever order, by whomever.

use super::rebuilt::Rebuilt;
use crate::{frame, mock::*, Days};
use alloc::collections::BTreeMap;
use frame::testing_prelude::*;
use icn_primitives::{
    reputation::{
        Act, Categories, Category, CategoryRules, Millionths, ReadReputation, ReputationParameters,
        Score, Source, VotingPower, HISTORY_DAYS,
    },
    Did, Moment, DAY,
};
use proptest::prelude::*;

/// The people and groups of these stories; each controls the next but one.
const NAMES: [&str; 6] = ["ada", "bob", "circle", "guild", "eve", "max"];

/// Something that somebody tries. Numbers are people.
#[derive(Clone, Debug)]
enum Step {
    Award(Act, usize, Category, i64),
    Attest(usize, usize, Category, i64),
    Name(usize, u16),
    Rules(Category, u32, i64, Option<i64>),
    Bounds(i64, i64, u32),
    Tell(usize),
    End(usize),
    Pass(Moment),
}

fn category() -> impl Strategy<Value = Category> {
    proptest::sample::select(&Category::ALL[..])
}

fn step() -> impl Strategy<Value = Step> {
    let who = || 0..NAMES.len();
    // Hundredths of points, often near the bounds.
    let size = || prop_oneof![-3_000..3_000i64, Just(0), Just(2_000), Just(10_000)];
    prop_oneof![
        8 => (proptest::sample::select(&Act::ALL[..]), who(), category(), size())
            .prop_map(|(act, subject, category, size)| Step::Award(act, subject, category, size)),
        8 => (who(), who(), category(), size())
            .prop_map(|(by, subject, category, size)| Step::Attest(by, subject, category, size)),
        4 => (who(), prop_oneof![Just(0x1fff), 0..0x4000u16])
            .prop_map(|(who, categories)| Step::Name(who, categories)),
        2 => (category(), 0..1_100_000u32, -10..10i64, proptest::option::of(-10..100i64))
            .prop_map(|(category, decay, min, max)| Step::Rules(category, decay, min, max)),
        1 => (-1..20_000i64, -1..20_000i64, 0..1_100_000u32)
            .prop_map(|(act, attestor, part)| Step::Bounds(act, attestor, part)),
        2 => who().prop_map(Step::Tell),
        1 => who().prop_map(Step::End),
        6 => prop_oneof![0..DAY, 0..200 * DAY].prop_map(Step::Pass),
    ]
}

fn run(step: &Step) -> DispatchResult {
    let someone = |number: usize| did(NAMES[number]);
    match *step {
        Step::Award(act, subject, category, size) => {
            award(act, &someone(subject), category, hundredths(size))
        }
        Step::Attest(by, subject, category, size) => {
            attest(NAMES[by], someone(subject), category, hundredths(size))
        }
        Step::Name(who, categories) => {
            let (attestor, categories) = (someone(who), Categories(categories));
            send(federation(), Call::set_attestor { attestor, categories })
        }
        Step::Rules(category, decay, minimum, maximum) => {
            let rules = CategoryRules {
                decay_per_day: Millionths(decay),
                minimum: Score::points(minimum),
                maximum: maximum.map(Score::points),
                ..CategoryRules::of_s003(category)
            };
            send(federation(), Call::set_category { category, rules })
        }
        Step::Bounds(act, attestor, participation) => {
            let parameters = ReputationParameters {
                act_bound: hundredths(act),
                attestor_bound: hundredths(attestor),
                participation: Millionths(participation),
            };
            send(federation(), Call::set_parameters { parameters })
        }
        Step::Tell(who) => {
            Reputation::subject_changed(&someone(who));
            Ok(())
        }
        Step::End(who) => {
            end(NAMES[who]);
            Reputation::subject_changed(&someone(who));
            Ok(())
        }
        Step::Pass(time) => {
            pass(time);
            Ok(())
        }
    }
}

/// What each source gave each subject on each day, and the bounds that held, by the events alone.
#[derive(Default)]
struct Given(BTreeMap<(Did, Source, Moment), Score>);

impl Given {
    fn check(&mut self, parameters: ReputationParameters) {
        for event in events() {
            if let Event::Awarded { subject, source, score, .. } = event {
                if let Source::Attestor(attestor) = source {
                    use crate::Identities;
                    assert!(!Known::acts_for(&attestor, &subject), "somebody gave to themselves");
                    assert!(!Known::acts_for(&subject, &attestor), "somebody gave to themselves");
                }
                let day = Timestamp::get() / DAY;
                let given = self.0.entry((subject, source, day)).or_default();
                *given = given.plus(score.abs());
                assert!(*given <= parameters.bound(&source), "more was given than may be");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// After any sequence every invariant holds, events tell all, whatever failed changed nothing,
    /// nobody gave to themselves or more than they may, and what is read is within its limits.
    #[test]
    fn no_sequence_breaks_an_invariant(steps in proptest::collection::vec(step(), 1..100)) {
        new_test_ext().execute_with(|| {
            let people: Vec<_> = NAMES.map(person).into();
            for (above, below) in [(0, 2), (1, 3), (2, 4)] {
                group(NAMES[below], Some(people[above]));
            }
            let mut rebuilt = Rebuilt::new();
            let mut given = Given::default();
            for step in steps {
                let before = root();
                if run(&step).is_err() {
                    prop_assert_eq!(root(), before, "what failed left something behind");
                    continue;
                }
                if let Err(broken) = Reputation::ensure_invariants() {
                    return Err(TestCaseError::fail(format!("{step:?}: {broken:?}")));
                }
                given.check(Reputation::parameters());
                rebuilt.read();
            }
            rebuilt.assert_equals_storage();
            prop_assert!(Days::<Test>::iter().count() <= NAMES.len() * HISTORY_DAYS as usize);

            let rules = Reputation::categories();
            let ranking = Reputation::ranking(None, None, 200);
            for subject in people {
                for (category, rules) in &rules {
                    let read = score(&subject, *category);
                    prop_assert!(rules.minimum <= read);
                    prop_assert!(rules.maximum.is_none_or(|maximum| read <= maximum));
                }
                prop_assert!(
                    <Reputation as ReadReputation>::voting_power(&subject) >= VotingPower::ONE
                );
                let view = Reputation::reputation(&subject);
                let place = ranking.entries.iter().find(|ranked| ranked.subject == subject);
                prop_assert_eq!(view.map(|view| view.total), place.map(|ranked| ranked.score));
            }
            let scores = ranking.entries.iter().map(|ranked| ranked.score);
            prop_assert!(scores.rev().is_sorted());
            Ok(())
        })?;
    }

    /// Who got more, and no later, never has less: time doesn't turn an order within a category.
    #[test]
    fn time_keeps_the_order_within_a_category(
        first in 1..10_000i64, second in 1..10_000i64, time in 0..400 * DAY,
    ) {
        new_test_ext().execute_with(|| {
            let (ada, bob) = (person("ada"), person("bob"));
            for (subject, size) in [(ada, first), (bob, second)] {
                assert_ok!(award(Act::VoteCast, &subject, Category::Voting, hundredths(size)));
            }
            let order = first.cmp(&second);
            pass(time);
            let (ada, bob) = (score(&ada, Category::Voting), score(&bob, Category::Voting));
            prop_assert!(ada.cmp(&bob) == order || (ada == bob && ada < Score(1_000)));
            Ok(())
        })?;
    }
}
