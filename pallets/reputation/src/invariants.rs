//! What holds before and after every block.

use alloc::collections::BTreeSet;
use icn_primitives::{
    reputation::{ByCategory, Category, ReputationParameters, Score, HISTORY_DAYS, MAX_ATTESTORS},
    Did,
};
use polkadot_sdk::{
    polkadot_sdk_frame::{prelude::*, traits::Time},
    sp_runtime::TryRuntimeError,
};

use crate::{
    awards::Tally,
    history::{slot_of, today, Day},
    Attestors, Config, Days, Pallet, Parameters, Reputations, Rules,
};

impl<T: Config> Pallet<T> {
    /// Checks all invariants of this pallet.
    pub(crate) fn ensure_invariants() -> Result<(), TryRuntimeError> {
        Self::ensure_rules_are_sound()?;
        Self::ensure_attestors_are_counted()?;
        Self::ensure_tallies_are_sound()?;
        Self::ensure_days_are_sound()
    }

    fn ensure_rules_are_sound() -> Result<(), TryRuntimeError> {
        let now = T::Time::now();
        ensure!(
            Rules::<T>::get().iter().all(|(_, state)| state.is_sound(now)),
            "the rules of a category are out of their bounds"
        );
        ensure!(Parameters::<T>::get().are_valid(), "the parameters are out of their bounds");
        Ok(())
    }

    fn ensure_attestors_are_counted() -> Result<(), TryRuntimeError> {
        let mut attestors = 0u32;
        for categories in Attestors::<T>::iter_values() {
            attestors.saturating_inc();
            ensure!(!categories.is_empty(), "an attestor attests nothing");
            ensure!(categories.is_valid(), "an attestor attests what is no category");
        }
        ensure!(attestors <= MAX_ATTESTORS, "there are more attestors than there can be");
        ensure!(Attestors::<T>::count() == attestors, "attestors are miscounted");
        Ok(())
    }

    fn ensure_tallies_are_sound() -> Result<(), TryRuntimeError> {
        let mut subjects = 0u32;
        for (subject, tallies) in Reputations::<T>::iter() {
            subjects.saturating_inc();
            ensure!(
                tallies.iter().all(|(_, tally)| tally.sum.is_normal()),
                "a sum is not in its normal form"
            );
            ensure!(
                tallies.iter().all(|(_, tally)| tally.events > 0 || tally.sum.is_zero()),
                "a sum has no events"
            );
            Self::ensure_days_fit(&subject, &tallies)?;
        }
        ensure!(Reputations::<T>::count() == subjects, "subjects are miscounted");
        Ok(())
    }

    /// The days that are kept hold no more events than there were in all.
    fn ensure_days_fit(subject: &Did, tallies: &ByCategory<Tally>) -> Result<(), TryRuntimeError> {
        let mut kept = ByCategory::<u32>::default();
        for day in Days::<T>::iter_prefix_values(subject) {
            for (category, sum) in &day.sums {
                kept[*category] = kept[*category].saturating_add(sum.events);
            }
        }
        ensure!(
            kept.iter().all(|(category, events)| *events <= tallies[category].events),
            "the history holds events that didn't happen"
        );
        Ok(())
    }

    fn ensure_days_are_sound() -> Result<(), TryRuntimeError> {
        let today = today(T::Time::now());
        for (subject, slot, day) in Days::<T>::iter() {
            ensure!(Reputations::<T>::contains_key(subject), "a day is nobody's");
            ensure!(
                slot_of(day.day) == slot && u32::from(slot) < HISTORY_DAYS,
                "a day stands in another's place"
            );
            ensure!(day.day <= today, "a day is yet to come");
            ensure_day_is_sound(&day)?;
        }
        Ok(())
    }
}

/// What holds for a day by itself.
fn ensure_day_is_sound(day: &Day) -> Result<(), TryRuntimeError> {
    let is_sound = |sum: &crate::DaySum| {
        sum.events > 0
            && sum.given >= Score::ZERO
            && sum.taken >= Score::ZERO
            && sum.given.plus(sum.taken) > Score::ZERO
            && sum.sum.is_normal()
    };
    ensure!(day.sums.values().all(is_sound), "a day counts a category in which nothing happened");
    let sources: BTreeSet<_> = day.sources.iter().map(|(source, _)| source).collect();
    ensure!(sources.len() == day.sources.len(), "a source stands twice");
    let bounds = Score(1)..=ReputationParameters::MAX_BOUND;
    ensure!(
        day.sources.iter().all(|(_, given)| bounds.contains(given)),
        "a source has given nothing, or more than any may"
    );
    // What sources gave is all there is, but for what participation got by itself.
    let sized = |include: fn(Category) -> bool| {
        let of = day.sums.iter().filter(|(category, _)| include(**category));
        of.fold(Score::ZERO, |size, (_, sum)| size.plus(sum.given).plus(sum.taken))
    };
    let by_sources = day.sources.iter().fold(Score::ZERO, |size, (_, given)| size.plus(*given));
    ensure!(
        sized(|category| category != Category::Participation) <= by_sources
            && by_sources <= sized(|_| true),
        "sources and categories don't add up"
    );
    Ok(())
}
