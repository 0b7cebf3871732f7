//! Everything from genesis, events and the blocks' times alone, without a look at storage.

use crate::{
    frame,
    history::{slot_of, today, Day},
    mock::*,
    Accumulator, Attestors, CategoryState, Days, OfS003, Parameters, Reputations, Rules, Tallies,
};
use alloc::collections::BTreeMap;
use frame::testing_prelude::*;
use icn_primitives::{
    reputation::{
        Act, ByCategory, Categories, Category, CategoryRules, Millionths, ReputationParameters,
        Score, Source,
    },
    Did, Moment, DAY,
};

/// What somebody knows who has the genesis and reads every event.
pub struct Rebuilt {
    rules: ByCategory<CategoryState>,
    parameters: ReputationParameters,
    attestors: BTreeMap<Did, Categories>,
    tallies: BTreeMap<Did, Tallies>,
    days: BTreeMap<(Did, u8), Day>,
}

impl Rebuilt {
    /// From a genesis that says nothing.
    pub fn new() -> Self {
        Self {
            rules: OfS003::get(),
            parameters: Default::default(),
            attestors: Default::default(),
            tallies: Default::default(),
            days: Default::default(),
        }
    }

    /// Reads the events that have come since the last time, in a block of this moment.
    pub fn read(&mut self) {
        for event in events() {
            self.apply(Timestamp::get(), event);
        }
        System::reset_events();
    }

    fn apply(&mut self, now: Moment, event: Event) {
        match event {
            Event::Awarded { subject, source, category, score, participation, .. } => {
                self.count(now, subject, source, score);
                self.add(now, subject, category, score);
                if participation != Score::ZERO {
                    self.add(now, subject, Category::Participation, participation);
                }
            }
            Event::NotAwarded { .. } => {}
            Event::SubjectRegistered { subject } => {
                assert_eq!(self.tallies.insert(subject, Default::default()), None);
            }
            Event::SubjectRemoved { subject } => {
                assert!(self.tallies.remove(&subject).is_some());
                self.days.retain(|(of, _), _| *of != subject);
            }
            Event::AttestorSet { attestor, categories } if categories.is_empty() => {
                assert!(self.attestors.remove(&attestor).is_some());
            }
            Event::AttestorSet { attestor, categories } => {
                self.attestors.insert(attestor, categories);
            }
            Event::CategorySet { category, rules } => {
                self.rules[category] = self.rules[category].with_rules(rules, now);
            }
            Event::ParametersSet { parameters } => self.parameters = parameters,
            Event::__Ignore(..) => unreachable!("nobody deposits this"),
        }
    }

    fn day(&mut self, now: Moment, subject: Did) -> &mut Day {
        let today = today(now);
        let day = self.days.entry((subject, slot_of(today))).or_insert_with(|| Day::new(today));
        if day.day != today {
            *day = Day::new(today);
        }
        day
    }

    fn count(&mut self, now: Moment, subject: Did, source: Source, score: Score) {
        let counted = self.day(now, subject).count(&source, score.abs(), Score(i128::MAX));
        assert!(counted.is_ok(), "what was given had room");
    }

    fn add(&mut self, now: Moment, subject: Did, category: Category, score: Score) {
        let growth = crate::exponential::exp(self.rules[category].decayed(now));
        let event = Accumulator::of_event(score, growth);
        self.day(now, subject).add(category, score, event);
        let tally = &mut self.tallies.entry(subject).or_default()[category];
        tally.sum = tally.sum.plus(event);
        tally.events += 1;
    }

    /// Compares with what the chain stores.
    pub fn assert_equals_storage(&self) {
        assert_eq!(self.rules, Rules::<Test>::get());
        assert_eq!(self.parameters, Parameters::<Test>::get());
        assert_eq!(self.attestors, Attestors::<Test>::iter().collect());
        assert_eq!(self.tallies, Reputations::<Test>::iter().collect());
        let days = Days::<Test>::iter().map(|(subject, slot, day)| ((subject, slot), day));
        assert_eq!(self.days, days.collect());
    }
}

#[test]
fn everything_can_be_rebuilt_from_events() {
    scenario(|| {
        use Category::*;
        let mut rebuilt = Rebuilt::new();
        let mut then = |result: DispatchResult| {
            assert_ok!(result);
            rebuilt.read();
            rebuilt.assert_equals_storage();
        };
        let (ada, bob, eve) = (person("ada"), person("bob"), person("eve"));
        Reputation::subject_changed(&bob);
        then(Ok(()));
        then(award(Act::VoteCast, &bob, Voting, Score::points(1)));
        then(award(Act::BlockProduced, &bob, Validation, Score::points(3)));
        attestor("ada", &[Development, Participation]);
        then(Ok(()));
        then(attest("ada", bob, Development, Score::points(7)));
        then(attest("ada", eve, Participation, Score::points(-2)));
        pass(DAY);
        let rules = CategoryRules {
            decay_per_day: Millionths(500_000),
            maximum: Some(Score::points(5)),
            ..CategoryRules::of_s003(Development)
        };
        then(send(federation(), Call::set_category { category: Development, rules }));
        let parameters =
            ReputationParameters { participation: Millionths(0), ..Default::default() };
        then(send(federation(), Call::set_parameters { parameters }));
        then(attest("ada", bob, Development, Score::points(2)));
        pass(90 * DAY);
        then(award(Act::TurnMissed, &bob, Validation, Score::points(-4)));
        let categories = Categories::NONE;
        then(send(federation(), Call::set_attestor { attestor: ada, categories }));
        end("bob");
        Reputation::subject_changed(&bob);
        then(Ok(()));
    });
}
