//! Giving and taking.

use codec::{Decode, Encode, MaxEncodedLen};
use icn_primitives::{
    reputation::{ByCategory, Category, GiveReputation, Report, Score, Source, HISTORY_DAYS},
    shard::ShardRole,
    AccountId, Did, Hash,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};
use scale_info::TypeInfo;

use crate::{
    accumulator::Accumulator,
    exponential::exp,
    history::{slot_of, today, Day},
    Attestors, Config, Days, Error, Event, Identities, Pallet, Parameters, Reputations, Rules,
    WeightInfo,
};

/// One category of one subject.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Tally {
    /// What its events add up to.
    pub sum: Accumulator,
    /// How many they were.
    pub events: u32,
}

/// All that is kept of a subject's scores.
pub type Tallies = ByCategory<Tally>;

impl<T: Config> Pallet<T> {
    /// Gives `score` to `subject` as the attestor for whom `account` acts. Gives the attestor, and
    /// what participation got, if anything changed.
    pub(crate) fn do_attest(
        account: &AccountId,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
    ) -> Result<(Source, Option<Score>), DispatchError> {
        let attestor = T::Identities::did_of(account).ok_or(Error::<T>::NotAuthorized)?;
        let source = Source::Attestor(attestor);
        Ok((source, Self::do_award(&source, subject, category, score, evidence)?))
    }

    /// Gives `score` to `subject`, or takes it. Gives what participation got beside; `None` if
    /// nothing changed.
    pub(crate) fn do_award(
        source: &Source,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
    ) -> Result<Option<Score>, DispatchError> {
        Self::ensure_may_give(source, subject, category)?;
        ensure!(T::Identities::is_active(subject), Error::<T>::NotFound);
        ensure!(evidence != Hash::zero(), Error::<T>::EvidenceMissing);
        if score == Score::ZERO {
            return Ok(None);
        }
        let now = T::Time::now();
        let parameters = Parameters::<T>::get();
        let slot = slot_of(today(now));
        let mut day = Self::day(subject, now);
        day.count(source, score.abs(), parameters.bound(source)).map_err(Error::<T>::from)?;

        let participation = if category.adds_to_participation() {
            score.abs().times(parameters.participation)
        } else {
            Score::ZERO
        };
        let states = Rules::<T>::get();
        let mut tallies = Reputations::<T>::get(subject).unwrap_or_default();
        for (category, score) in [(category, score), (Category::Participation, participation)] {
            if score == Score::ZERO {
                continue;
            }
            let event = Accumulator::of_event(score, exp(states[category].decayed(now)));
            let tally = &mut tallies[category];
            tally.sum = tally.sum.plus(event);
            tally.events.saturating_inc();
            day.add(category, score, event);
        }
        Reputations::<T>::insert(subject, tallies);
        Days::<T>::insert(subject, slot, day);
        Ok(Some(participation))
    }

    /// Refuses sources that can't give in `category`, and attestors whose own the subject is.
    fn ensure_may_give(source: &Source, subject: &Did, category: Category) -> DispatchResult {
        match source {
            Source::Act(act) => {
                ensure!(act.gives_in(category), Error::<T>::CategoryNotAllowed);
            }
            Source::Attestor(attestor) => {
                let given = Attestors::<T>::get(attestor).ok_or(Error::<T>::NotAuthorized)?;
                ensure!(given.has(category), Error::<T>::CategoryNotAllowed);
                ensure!(
                    !T::Identities::acts_for(attestor, subject)
                        && !T::Identities::acts_for(subject, attestor),
                    Error::<T>::SelfAwarded
                );
            }
        }
        Ok(())
    }

    /// Tells what was given, if anything was.
    pub(crate) fn deposit_awarded(
        source: Source,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
        participation: Option<Score>,
    ) {
        let Some(participation) = participation else { return };
        let subject = *subject;
        Self::deposit_event(Event::Awarded {
            subject,
            source,
            category,
            score,
            evidence,
            participation,
        });
    }

    fn deposit_not_awarded(
        source: Source,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
        error: DispatchError,
    ) {
        let subject = *subject;
        let event = Event::NotAwarded { subject, source, category, score, evidence, error };
        Self::deposit_event(event);
    }

    /// Gives what acts on a shard with this role gave there. What is refused is told by an event,
    /// and hinders nothing else: also an act that can't happen on such a shard.
    pub fn on_reports(role: ShardRole, reports: &[Report]) {
        for Report { act, subject, category, score, evidence } in reports {
            let source = Source::Act(*act);
            if act.happens_on(role) {
                Self::award_or_note(source, subject, *category, *score, *evidence);
            } else {
                let error = Error::<T>::NotAuthorized.into();
                Self::deposit_not_awarded(source, subject, *category, *score, *evidence, error);
            }
        }
    }

    /// What [`Self::on_reports`] costs at most with these.
    pub fn reports_weight(reports: &[Report]) -> Weight {
        Self::award_weight().saturating_mul(reports.len() as u64)
    }

    /// Knows `did` as a subject if it is active, and no longer if it has ended. For whoever hears of
    /// new and changed identities; costs [`WeightInfo::subject_changed`] at most.
    pub fn subject_changed(did: &Did) {
        let subject = *did;
        match (T::Identities::is_active(did), Reputations::<T>::contains_key(did)) {
            (true, false) => {
                Reputations::<T>::insert(did, Tallies::default());
                Self::deposit_event(Event::SubjectRegistered { subject });
            }
            (false, true) => {
                Reputations::<T>::remove(did);
                // Every day that there can be.
                let _ = Days::<T>::clear_prefix(did, HISTORY_DAYS, None);
                Self::deposit_event(Event::SubjectRemoved { subject });
            }
            _ => {}
        }
    }

    /// What has happened to `subject` today.
    fn day(subject: &Did, now: icn_primitives::Moment) -> Day {
        let today = today(now);
        Days::<T>::get(subject, slot_of(today))
            .filter(|day| day.day == today)
            .unwrap_or_else(|| Day::new(today))
    }
}

impl<T: Config> GiveReputation for Pallet<T> {
    fn award(
        source: Source,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
    ) -> DispatchResult {
        let participation = Self::do_award(&source, subject, category, score, evidence)?;
        Self::deposit_awarded(source, subject, category, score, evidence, participation);
        Ok(())
    }

    fn award_or_note(
        source: Source,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
    ) {
        if let Err(error) = Self::award(source, subject, category, score, evidence) {
            Self::deposit_not_awarded(source, subject, category, score, evidence, error);
        }
    }

    fn award_weight() -> Weight {
        // Also from an attestor whom somebody else names.
        let reads = T::Identities::ACTS_FOR_READS.saturating_mul(2);
        T::WeightInfo::award().saturating_add(T::DbWeight::get().reads(reads))
    }
}
