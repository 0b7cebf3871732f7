//! What happened to a subject in the last days, and how much each source has given it on each.
//!
//! A ring: each day has its slot, which the next day that falls into it overwrites. So nothing needs
//! to be cleaned, and a day's bounds are counted where its history is.

use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use icn_primitives::{
    reputation::{
        Act, Category, HistoryDay, HistoryEntry, Score, Source, CATEGORIES, HISTORY_DAYS,
        MAX_ATTESTORS,
    },
    Did, Moment, DAY,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};
use scale_info::TypeInfo;

use crate::{accumulator::Accumulator, reads::Present, Config, Days, Error, Pallet};

/// Most sources that give one subject something on one day. Attestors who are replaced on that day
/// count as well.
pub const MAX_SOURCES: u32 = Act::ALL.len() as u32 + MAX_ATTESTORS;

/// The day of this moment: days since the Unix epoch (UTC).
pub(crate) fn today(now: Moment) -> u32 {
    now.checked_div(DAY).unwrap_or_default().saturated_into()
}

/// The place of a day in the ring.
pub(crate) fn slot_of(day: u32) -> u8 {
    (day % HISTORY_DAYS) as u8
}

/// One category on one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct DaySum {
    /// What was given.
    pub given: Score,
    /// What was taken, by size.
    pub taken: Score,
    /// In how many events.
    pub events: u32,
    /// What both add to the category's sum.
    pub sum: Accumulator,
}

/// One day of one subject.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Day {
    /// Which.
    pub day: u32,
    /// By category, those in which something happened.
    pub sums: BoundedBTreeMap<Category, DaySum, ConstU32<{ CATEGORIES as u32 }>>,
    /// How much each source has given and taken, by size.
    pub sources: BoundedVec<(Source, Score), ConstU32<MAX_SOURCES>>,
}

/// Why a source can give no more today.
pub(crate) enum Exhausted {
    /// It has given as much as it may.
    Bound,
    /// There were too many sources before it.
    Sources,
}

impl<T> From<Exhausted> for Error<T> {
    fn from(why: Exhausted) -> Self {
        match why {
            Exhausted::Bound => Self::DailyBoundExceeded,
            Exhausted::Sources => Self::SourcesExceeded,
        }
    }
}

impl Day {
    /// Nothing has happened.
    pub(crate) fn new(day: u32) -> Self {
        Self { day, sums: Default::default(), sources: Default::default() }
    }

    /// Counts `size` for `source`, if it stays within `bound`.
    pub(crate) fn count(
        &mut self,
        source: &Source,
        size: Score,
        bound: Score,
    ) -> Result<(), Exhausted> {
        if let Some((_, given)) = self.sources.iter_mut().find(|(other, _)| other == source) {
            let sum = given.plus(size);
            ensure!(sum <= bound, Exhausted::Bound);
            *given = sum;
            return Ok(());
        }
        ensure!(size <= bound, Exhausted::Bound);
        // Each act finds its place, whatever attestors do.
        let is_attestor = |source: &Source| matches!(source, Source::Attestor(_));
        let attestors = self.sources.iter().filter(|(other, _)| is_attestor(other)).count();
        ensure!(!is_attestor(source) || attestors < MAX_ATTESTORS as usize, Exhausted::Sources);
        self.sources.try_push((*source, size)).map_err(|_| Exhausted::Sources)
    }

    /// Adds an event.
    pub(crate) fn add(&mut self, category: Category, score: Score, event: Accumulator) {
        let mut sum = self.sums.get(&category).copied().unwrap_or_default();
        if score > Score::ZERO {
            sum.given = sum.given.plus(score);
        } else {
            sum.taken = sum.taken.plus(score.abs());
        }
        sum.events.saturating_inc();
        sum.sum = sum.sum.plus(event);
        // There is room for every category.
        let _ = self.sums.try_insert(category, sum);
    }

    /// As a page shows it, in `category` alone if one is named; `None` if nothing happened there.
    fn view(self, category: Option<Category>, present: &Present) -> Option<HistoryDay> {
        let categories: Vec<_> = self
            .sums
            .iter()
            .filter(|(other, _)| category.is_none_or(|category| category == **other))
            .map(|(category, sum)| HistoryEntry {
                category: *category,
                given: sum.given,
                taken: sum.taken,
                events: sum.events,
                value: present.value(*category, sum.sum),
            })
            .collect();
        (!categories.is_empty()).then(|| HistoryDay {
            day: self.day,
            categories,
            sources: self.sources.into_inner(),
        })
    }
}

impl<T: Config> Pallet<T> {
    /// The days from `from` on on which something happened to `subject`, in `category` alone if one
    /// is named; the oldest first, at most `limit`. Reads [`HISTORY_DAYS`] entries at most.
    pub fn history(
        subject: &Did,
        category: Option<Category>,
        from: u32,
        limit: u32,
    ) -> Vec<HistoryDay> {
        let now = T::Time::now();
        let today = today(now);
        let first = from.max(today.saturating_add(1).saturating_sub(HISTORY_DAYS));
        let present = Self::present(now);
        (first..=today)
            .filter_map(|day| {
                let kept = Days::<T>::get(subject, slot_of(day)).filter(|kept| kept.day == day)?;
                kept.view(category, &present)
            })
            .take(limit as usize)
            .collect()
    }
}
