//! What other pallets and clients read.

use alloc::{collections::BinaryHeap, vec::Vec};
use core::cmp::Reverse;
use icn_primitives::{
    apis::MAX_PAGE,
    reputation::{
        ByCategory, Categories, Category, CategoryRules, CategoryStatistics, Ranked, RankingPage,
        ReadReputation, ReputationParameters, ReputationStatistics, ReputationView, Score,
        VotingPower, CATEGORIES, TOP_SUBJECTS,
    },
    Did, Moment,
};
use polkadot_sdk::{
    polkadot_sdk_frame::{prelude::*, traits::Time},
    sp_core::U256,
};

use crate::{
    accumulator::Accumulator,
    awards::{Tallies, Tally},
    exponential::{exp_neg, Factor},
    rules::CategoryState,
    Attestors, Config, Pallet, Parameters, Reputations, Rules, WeightInfo,
};

/// Rules and decay at one moment. One for all subjects: what was accumulated decays alike.
pub(crate) struct Present(ByCategory<(CategoryRules, Factor)>);

impl Present {
    /// A sum's value, without limits.
    pub(crate) fn value(&self, category: Category, sum: Accumulator) -> Score {
        sum.score(self.0[category].1)
    }

    fn score(&self, category: Category, tally: &Tally) -> Score {
        self.0[category].0.clamp(self.value(category, tally.sum))
    }

    fn scores(&self, tallies: &Tallies) -> ByCategory<Score> {
        ByCategory::new(|category| self.score(category, &tallies[category]))
    }

    fn total_of(&self, scores: &ByCategory<Score>) -> Score {
        scores.iter().fold(Score::ZERO, |total, (category, score)| {
            total.plus(score.times(self.0[category].0.weight))
        })
    }

    /// The score in `category`, or the total.
    fn ranked_score(&self, category: Option<Category>, tallies: &Tallies) -> Score {
        match category {
            Some(category) => self.score(category, &tallies[category]),
            None => self.total_of(&self.scores(tallies)),
        }
    }
}

/// √max(1, mean of the twelve).
fn voting_power_of(scores: &ByCategory<Score>) -> VotingPower {
    let voting = scores.iter().filter(|(category, _)| category.counts_for_voting());
    let sum = voting.fold(Score::ZERO, |sum, (_, score)| sum.plus(*score));
    // All but one count.
    let mean = sum.0 / (CATEGORIES as i128 - 1);
    let mean = mean.max(Score::UNITS).unsigned_abs();
    // In units: √(mean · 10¹⁸), at most 2⁹⁴.
    let power = (U256::from(mean) * U256::from(Score::UNITS)).integer_sqrt();
    VotingPower(power.low_u128())
}

/// Where somebody stands in a ranking: what is less stands before what is more.
type Place = (Reverse<Score>, Did);

/// The first `limit` places of those that are given, in memory for one more.
struct Best {
    limit: usize,
    places: BinaryHeap<Place>,
}

impl Best {
    fn new(limit: u32) -> Self {
        Self { limit: limit as usize, places: BinaryHeap::new() }
    }

    fn offer(&mut self, place: Place) {
        if self.places.len() < self.limit {
            self.places.push(place);
        } else if self.places.peek().is_some_and(|last| place < *last) {
            self.places.pop();
            self.places.push(place);
        }
    }

    fn into_ranked(self) -> Vec<Ranked> {
        let places = self.places.into_sorted_vec().into_iter();
        places.map(|(Reverse(score), subject)| Ranked { subject, score }).collect()
    }
}

impl<T: Config> Pallet<T> {
    /// Rules and decay at `now`.
    pub(crate) fn present(now: Moment) -> Present {
        let states = Rules::<T>::get();
        Present(ByCategory::new(|category| {
            let state = &states[category];
            (state.rules, exp_neg(state.decayed(now)))
        }))
    }

    /// One score, without the work for all others; none at all where nothing ever happened.
    fn score_at(now: Moment, state: &CategoryState, tally: &Tally) -> Score {
        let value = if tally.sum.is_zero() {
            Score::ZERO
        } else {
            tally.sum.score(exp_neg(state.decayed(now)))
        };
        state.rules.clamp(value)
    }

    /// The scores of `subject` in all categories.
    fn scores(subject: &Did) -> ByCategory<Score> {
        let (now, states) = (T::Time::now(), Rules::<T>::get());
        let tallies = Reputations::<T>::get(subject).unwrap_or_default();
        ByCategory::new(|category| Self::score_at(now, &states[category], &tallies[category]))
    }

    /// All about the reputation of `subject`, if it is one.
    pub fn reputation(subject: &Did) -> Option<ReputationView> {
        let tallies = Reputations::<T>::get(subject)?;
        let present = Self::present(T::Time::now());
        let scores = present.scores(&tallies);
        Some(ReputationView {
            events: ByCategory::new(|category| tallies[category].events),
            total: present.total_of(&scores),
            voting_power: voting_power_of(&scores),
            scores,
        })
    }

    /// The ranking in `category` or by the total, after `after`; at most `limit` and at most
    /// [`MAX_PAGE`]. Reads every subject once, and keeps a page in memory.
    pub fn ranking(category: Option<Category>, after: Option<Did>, limit: u32) -> RankingPage {
        let present = Self::present(T::Time::now());
        let place = |subject, tallies: &Tallies| -> Place {
            (Reverse(present.ranked_score(category, tallies)), subject)
        };
        let mut page = RankingPage {
            subjects: Reputations::<T>::count(),
            first_place: 1,
            entries: Vec::new(),
        };
        let after = match after {
            Some(did) => match Reputations::<T>::get(did) {
                Some(tallies) => Some(place(did, &tallies)),
                None => return page,
            },
            None => None,
        };
        let mut best = Best::new(limit.min(MAX_PAGE));
        for (subject, tallies) in Reputations::<T>::iter() {
            let place = place(subject, &tallies);
            if after.is_some_and(|after| place <= after) {
                page.first_place.saturating_inc();
            } else {
                best.offer(place);
            }
        }
        page.entries = best.into_ranked();
        page
    }

    /// The federation's reputation as a whole. Reads every subject once.
    pub fn statistics() -> ReputationStatistics {
        let present = Self::present(T::Time::now());
        let mut categories = ByCategory::<CategoryStatistics>::default();
        let mut best = Best::new(TOP_SUBJECTS);
        let mut subjects = 0u32;
        for (subject, tallies) in Reputations::<T>::iter() {
            subjects.saturating_inc();
            let scores = present.scores(&tallies);
            for (category, score) in scores.iter() {
                let statistics = &mut categories[category];
                // The sum, until all are counted.
                statistics.average = statistics.average.plus(*score);
                statistics.events =
                    statistics.events.saturating_add(tallies[category].events.into());
            }
            best.offer((Reverse(present.total_of(&scores)), subject));
        }
        for category in Category::ALL {
            let average = &mut categories[category].average;
            *average = Score(average.0.checked_div(subjects.into()).unwrap_or_default());
        }
        let events = categories.iter().map(|(_, category)| category.events);
        ReputationStatistics {
            subjects,
            events: events.fold(0, u64::saturating_add),
            categories,
            top: best.into_ranked(),
        }
    }

    /// How each category counts.
    pub fn categories() -> Vec<(Category, CategoryRules)> {
        Rules::<T>::get().iter().map(|(category, state)| (category, state.rules)).collect()
    }

    /// What is not a category's own.
    pub fn parameters() -> ReputationParameters {
        Parameters::<T>::get()
    }

    /// Every attestor, in the order of storage; at most
    /// [`MAX_ATTESTORS`](icn_primitives::reputation::MAX_ATTESTORS).
    pub fn attestors() -> Vec<(Did, Categories)> {
        Attestors::<T>::iter().collect()
    }
}

impl<T: Config> ReadReputation for Pallet<T> {
    fn score(subject: &Did, category: Category) -> Score {
        let tally = Reputations::<T>::get(subject).unwrap_or_default()[category];
        Self::score_at(T::Time::now(), &Rules::<T>::get()[category], &tally)
    }

    fn voting_power(subject: &Did) -> VotingPower {
        voting_power_of(&Self::scores(subject))
    }

    fn read_weight() -> Weight {
        T::WeightInfo::voting_power()
    }
}
