//! What challenges give a provider and take from it (domain §8).
//!
//! They are counted, and awarded once in a period: an award goes to the hub by a message, and costs
//! more than counting.

use codec::Encode;
use icn_primitives::{
    parties::Parties,
    reputation::{Act, Category, GiveReputation, Score, Source},
    storage::Tally,
    CooperativeId, Hash, Moment, ShardId,
};
use polkadot_sdk::{
    polkadot_sdk_frame::{prelude::*, traits::Time},
    sp_io::hashing::blake2_256,
};

use crate::{Config, Error, Event, Pallet, Parameters, Providers, Rank, Task};

/// Evidence of what a period gave a provider and took from it: Blake2-256 of the SCALE encoding of a
/// text, shard, provider, the moment at which the period ended, and how many challenges were answered
/// and missed. The events of that period show the rest.
pub fn award_evidence(
    shard: ShardId,
    provider: CooperativeId,
    ended: Moment,
    answered: u32,
    missed: u32,
) -> Hash {
    blake2_256(&("icn storage award 1", shard, provider, ended, answered, missed).encode()).into()
}

impl<T: Config> Pallet<T> {
    /// Notes a closed challenge for its provider. The first that counts begins a period.
    pub(crate) fn count(id: CooperativeId, answered: bool, counts: bool) {
        Providers::<T>::mutate_extant(id, |provider| {
            let record = &mut provider.record;
            record.asked = record.asked.saturating_add(1);
            record.answered = record.answered.saturating_add(answered.into());
            if !counts {
                return;
            }
            let tally = &mut provider.tally;
            let of = if answered { &mut tally.answered } else { &mut tally.missed };
            *of = of.saturating_add(1);
            if tally.due.is_none() {
                Self::schedule_award(id, tally);
            }
        });
    }

    fn schedule_award(id: CooperativeId, tally: &mut Tally) {
        let due = T::Time::now().saturating_add(Parameters::<T>::get().award_period);
        tally.due = Some(due);
        Self::schedule(Rank::Terms, due, Task::Award(id));
    }

    /// Awards what was counted in a period that has ended. What can't be awarded waits for the end of
    /// the next one.
    pub(crate) fn award(id: CooperativeId) -> DispatchResult {
        let mut provider = Providers::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        let ended = provider.tally.due.ok_or(Error::<T>::NotFound)?;
        Self::award_tally(id, &mut provider.tally, ended);
        provider.tally.due = None;
        if !provider.tally.is_empty() {
            Self::schedule_award(id, &mut provider.tally);
        }
        Providers::<T>::insert(id, provider);
        Ok(())
    }

    /// Gives for answers and takes for misses, and empties the tally of what was given and taken.
    pub(crate) fn award_tally(id: CooperativeId, tally: &mut Tally, ended: Moment) {
        let rules = Parameters::<T>::get();
        let Tally { answered, missed, .. } = *tally;
        let evidence = award_evidence(T::ThisShard::get(), id, ended, answered, missed);
        let bound = rules.award_bound;
        let given = many(rules.answer_reputation, answered, bound);
        let taken = Score(many(rules.miss_reputation, missed, bound).0.saturating_neg());
        if Self::award_act(id, Act::BytesKept, answered, given, evidence) {
            tally.answered = 0;
        }
        if Self::award_act(id, Act::BytesLost, missed, taken, evidence) {
            tally.missed = 0;
        }
    }

    /// Whether it was awarded, or there is nothing to award or nobody who could have it.
    fn award_act(
        id: CooperativeId,
        act: Act,
        challenges: u32,
        score: Score,
        evidence: Hash,
    ) -> bool {
        let Some(did) = T::Parties::did_of_cooperative(id) else { return true };
        if score == Score::ZERO {
            return true;
        }
        let (source, category) = (Source::Act(act), Category::ResourceSharing);
        match T::Reputation::award(source, &did, category, score, evidence) {
            Ok(()) => {
                Self::deposit_event(Event::Awarded { provider: id, act, challenges, score });
                true
            }
            Err(error) => {
                Self::deposit_event(Event::AwardDeferred { provider: id, act, error });
                false
            }
        }
    }

    /// What awarding costs where it is done.
    pub(crate) fn weight_of_awards() -> Weight {
        T::Reputation::award_weight().saturating_mul(2)
    }
}

/// So many times `score`, and no more than `bound`.
fn many(score: Score, times: u32, bound: Score) -> Score {
    Score(score.0.saturating_mul(times.into())).min(bound)
}
