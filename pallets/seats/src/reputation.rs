//! What turns give a cooperative and take from it (domain §9).
//!
//! An award costs more than counting, and a source may give a subject so much in a day: so turns
//! are counted, and awarded when the session ends.

use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use icn_primitives::{
    reputation::{Act, Category, GiveReputation, Score, Source},
    seat::MAX_SEATS,
    CooperativeId, Did, Hash, ShardId,
};
use polkadot_sdk::{
    polkadot_sdk_frame::prelude::*,
    sp_io::hashing::blake2_256,
    sp_runtime::traits::{Convert, Saturating},
    sp_staking::SessionIndex,
};
use scale_info::TypeInfo;

use crate::{Config, EquivocationsTaken, Pallet, Parameters, SessionTurns};

/// What became of a seat's turns in a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Turns {
    /// Blocks that it made.
    pub blocks: u32,
    /// Turns that it was charged with.
    pub missed: u32,
}

/// Evidence of what a session gave a cooperative and took from it: Blake2-256 of the SCALE encoding
/// of a text, shard, session and cooperative. The blocks of that session show the rest.
pub fn turns_evidence(shard: ShardId, session: SessionIndex, cooperative: CooperativeId) -> Hash {
    blake2_256(&("icn turns 1", shard, session, cooperative).encode()).into()
}

/// Evidence of an equivocation, likewise. The session is the one in which it was signed.
pub fn equivocation_evidence(
    shard: ShardId,
    session: SessionIndex,
    cooperative: CooperativeId,
) -> Hash {
    blake2_256(&("icn equivocation 1", shard, session, cooperative).encode()).into()
}

impl<T: Config> Pallet<T> {
    /// Counts a block for the end of the session. Also for a seat that is suspended or closed: as
    /// long as it is in the set, its blocks are as good as any.
    pub(crate) fn note_block(cooperative: CooperativeId) {
        SessionTurns::<T>::mutate(cooperative, |turns| turns.blocks.saturating_inc());
    }

    /// Counts missed turns for the end of the session.
    pub(crate) fn note_missed_turns(cooperative: CooperativeId, missed: u32) {
        SessionTurns::<T>::mutate(cooperative, |turns| turns.missed.saturating_accrue(missed));
    }

    /// Awards the turns of the session that ends, and forgets the equivocations that can't be
    /// proven any more. Never fails. Gives how many seats there were of the one or the other.
    pub(crate) fn award_turns(session: SessionIndex) -> u32 {
        let shard = T::ThisShard::get();
        let parameters = Parameters::<T>::get();
        let mut counted: Vec<_> = SessionTurns::<T>::drain().collect();
        counted.sort_unstable_by_key(|(cooperative, _)| *cooperative);
        let seats = counted.len() as u32;
        for (cooperative, turns) in counted {
            let evidence = turns_evidence(shard, session, cooperative);
            let given = many(parameters.block_reputation, turns.blocks);
            let taken = many(parameters.missed_turn_reputation, turns.missed);
            if let Some(did) = T::CooperativeDid::convert(cooperative) {
                Self::award(Act::BlockProduced, &did, given, evidence);
                Self::award(Act::TurnMissed, &did, taken, evidence);
            }
        }
        seats.max(Self::forget_equivocations(session))
    }

    /// Takes reputation for an equivocation: once for each session, because a report brings the
    /// earlier offenders of its round again, and a node that runs twice equivocates in each.
    pub(crate) fn take_for_equivocation(cooperative: CooperativeId, session: SessionIndex) {
        if EquivocationsTaken::<T>::contains_key(session, cooperative) {
            return;
        }
        EquivocationsTaken::<T>::insert(session, cooperative, ());
        let evidence = equivocation_evidence(T::ThisShard::get(), session, cooperative);
        let taken = Parameters::<T>::get().equivocation_reputation;
        if let Some(did) = T::CooperativeDid::convert(cooperative) {
            Self::award(Act::Equivocated, &did, taken, evidence);
        }
    }

    /// Forgets the equivocations of the session that can't be proven after `ending`. They are of
    /// one set of validators, so no more than there are seats.
    fn forget_equivocations(ending: SessionIndex) -> u32 {
        ending.checked_sub(T::ProvableSessions::get()).map_or(0, |session| {
            EquivocationsTaken::<T>::clear_prefix(session, MAX_SEATS, None).unique
        })
    }

    fn award(act: Act, did: &Did, score: Score, evidence: Hash) {
        if score != Score::ZERO {
            let (source, category) = (Source::Act(act), Category::Validation);
            T::Reputation::award_or_note(source, did, category, score, evidence);
        }
    }
}

/// So many times `score`.
fn many(score: Score, times: u32) -> Score {
    Score(score.0.saturating_mul(times.into()))
}
