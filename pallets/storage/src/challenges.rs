//! Challenges: the one place where a commitment's [`Stage`] changes.
//!
//! ```text
//!            issued                     answered, or missed
//! Waiting ───────────► Challenged ──────────────────────────► Waiting
//!                          │
//!                          └─ missed too often, or leaving ─► ended
//! ```

use icn_primitives::{
    content::Content,
    storage::{Challenge, Commitment, CommitmentId, EndReason, Proofs, Stage},
    Signature,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    Anchors, Commitments, Config, Entropy, Error, Event, OpenChallenges, Pallet, Parameters,
    Providers, Rank, Task,
};

impl<T: Config> Pallet<T> {
    /// The block at whose beginning a challenge is closed, as the agenda counts.
    pub(crate) fn closes_at(challenge: &Challenge) -> u64 {
        u64::from(challenge.deadline).saturating_add(1)
    }

    /// Asks a provider for segments.
    pub(crate) fn issue(id: CommitmentId) -> DispatchResult {
        let mut commitment = Commitments::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        let anchor = Anchors::<T>::get(commitment.anchor).ok_or(Error::<T>::NotFound)?;
        let rules = Parameters::<T>::get();
        let number = commitment.record.asked.saturating_add(1);
        let entropy = Entropy::read::<T>();
        let segments = entropy.segments(id, number, rules.samples, anchor.content.segments());
        let issued_at = Self::block();
        let deadline = issued_at.saturating_add(rules.answer_window);
        let next = Self::next_due(id, number);
        let challenge = Challenge { number, issued_at, deadline, next, segments };
        Self::schedule(Rank::Deadlines, Self::closes_at(&challenge), Task::Close(id));
        OpenChallenges::<T>::insert(commitment.provider, id, ());
        commitment.stage = Stage::Challenged(challenge.clone());
        Commitments::<T>::insert(id, commitment);
        Self::deposit_event(Event::ChallengeIssued { commitment: id, challenge });
        Ok(())
    }

    /// Challenge `number` of a commitment, if it takes answers.
    fn open(id: CommitmentId, number: u32) -> Result<(Commitment, Challenge), Error<T>> {
        let commitment = Commitments::<T>::get(id).ok_or(Error::<T>::NoChallenge)?;
        let next = commitment.record.asked.saturating_add(1);
        ensure!(number >= next, Error::<T>::NoChallenge);
        let open = commitment.challenge().filter(|challenge| challenge.number == number);
        let challenge = open.cloned().ok_or(Error::<T>::FutureChallenge)?;
        ensure!(Self::block() <= challenge.deadline, Error::<T>::WindowPassed);
        Ok((commitment, challenge))
    }

    /// Checks an answer, and gives the challenge. What is cheap comes first, and the signature before
    /// the hashes, so that nobody but the provider has them made.
    pub(crate) fn check_answer(
        id: CommitmentId,
        number: u32,
        proofs: &Proofs,
        signature: &Signature,
    ) -> Result<Challenge, Error<T>> {
        let (commitment, challenge) = Self::open(id, number)?;
        let shown = proofs.iter().map(|proof| proof.index);
        ensure!(shown.eq(challenge.segments.iter().copied()), Error::<T>::WrongSegments);
        let provider = Providers::<T>::get(commitment.provider).ok_or(Error::<T>::NoChallenge)?;
        let signed = provider.key.verify(&Self::payload(id, number, proofs), signature);
        ensure!(signed, Error::<T>::InvalidSignature);
        let anchor = Anchors::<T>::get(commitment.anchor).ok_or(Error::<T>::NoChallenge)?;
        let Content { segment_root, length, .. } = anchor.content;
        let proven = proofs.iter().all(|proof| proof.verify(&segment_root, length));
        ensure!(proven, Error::<T>::InvalidProof);
        Ok(challenge)
    }

    /// Records that a challenge was answered. The proofs were checked when the transaction was
    /// authorized, right before this.
    pub(crate) fn do_answer(id: CommitmentId, number: u32) -> DispatchResult {
        let (commitment, challenge) = Self::open(id, number)?;
        Self::settle(id, commitment, &challenge, true)
    }

    /// Records that a challenge was missed, when its window has passed.
    pub(crate) fn close(id: CommitmentId) -> DispatchResult {
        let commitment = Commitments::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        let challenge = commitment.challenge().cloned().ok_or(Error::<T>::NoChallenge)?;
        Self::settle(id, commitment, &challenge, false)
    }

    /// Closes a challenge that was `answered` or missed. The commitment waits for the next one, or
    /// ends.
    fn settle(
        id: CommitmentId,
        mut commitment: Commitment,
        challenge: &Challenge,
        answered: bool,
    ) -> DispatchResult {
        commitment.record = commitment.record.with(answered);
        Self::count(commitment.provider, answered, commitment.counts);
        let lost = commitment.record.missed_in_row >= Parameters::<T>::get().misses_to_lose;
        let leaving = commitment.ends_at.is_some_and(|ends_at| ends_at <= T::Time::now());
        let number = challenge.number;
        Self::deposit_event(if answered {
            Event::ChallengeAnswered { commitment: id, number }
        } else {
            Event::ChallengeMissed { commitment: id, number }
        });
        match (lost, leaving) {
            (true, _) => Self::end_alone(id, &commitment, EndReason::Lost)?,
            (_, true) => Self::end_alone(id, &commitment, EndReason::Withdrawn)?,
            _ => {
                let due = challenge.next;
                Self::unschedule(Rank::Deadlines, Self::closes_at(challenge), Task::Close(id));
                OpenChallenges::<T>::remove(commitment.provider, id);
                Self::schedule(Rank::Challenges, due.into(), Task::Challenge(id));
                commitment.stage = Stage::Waiting { due };
                Commitments::<T>::insert(id, commitment);
            }
        }
        Ok(())
    }
}
