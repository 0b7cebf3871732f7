//! Commitments: who keeps what, from the promise to its end.

use icn_primitives::{
    parties::Parties,
    storage::{
        Anchor, AnchorId, Availability, Commitment, CommitmentId, EndReason, Provider, Stage,
        MAX_KEPT,
    },
    BlockNumber, CooperativeId, Did, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    Anchors, Commitments, CommitmentsOf, Config, Error, Event, NextCommitment, OpenChallenges,
    Pallet, Parameters, Providers, Rank, Replicas, Task,
};

impl<T: Config> Pallet<T> {
    /// Lets a provider keep a replica. Gives the commitment's number, whether it counts for
    /// reputation, and the block of its first challenge.
    pub(crate) fn do_commit(
        provider_id: CooperativeId,
        anchor_id: AnchorId,
    ) -> Result<(CommitmentId, bool, BlockNumber), DispatchError> {
        let mut provider = Providers::<T>::get(provider_id).ok_or(Error::<T>::NotFound)?;
        let mut anchor = Anchors::<T>::get(anchor_id).ok_or(Error::<T>::NotFound)?;
        ensure!(T::Parties::takes_part(provider_id), Error::<T>::ProviderNotActive);
        Self::ensure_retained(&anchor)?;
        let keeps = Replicas::<T>::contains_key(anchor_id, provider_id);
        ensure!(!keeps, Error::<T>::AlreadyExists);
        let room = anchor.is_wanting() && anchor.kept < MAX_KEPT;
        ensure!(room, Error::<T>::ReplicasExceeded);
        Self::use_capacity(&mut provider, anchor.content.length)?;

        let id = NextCommitment::<T>::get();
        let next = id.0.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        NextCommitment::<T>::put(CommitmentId(next));
        let due = Self::next_due(id, 0);
        let counts = !Self::is_own(provider_id, &anchor.owner);
        let commitment = Commitment {
            provider: provider_id,
            anchor: anchor_id,
            committed_at: T::Time::now(),
            counts,
            ends_at: None,
            record: Availability::default(),
            stage: Stage::Waiting { due },
        };
        anchor.standing = anchor.standing.saturating_add(1);
        anchor.kept = anchor.kept.saturating_add(1);
        Self::put_anchor(anchor_id, &anchor);
        Providers::<T>::insert(provider_id, provider);
        Replicas::<T>::insert(anchor_id, provider_id, id);
        CommitmentsOf::<T>::insert(provider_id, id, ());
        Commitments::<T>::insert(id, commitment);
        Self::schedule(Rank::Challenges, due.into(), Task::Challenge(id));
        Ok((id, counts, due))
    }

    /// Takes `length` bytes of what a provider offers, for one more commitment.
    fn use_capacity(provider: &mut Provider, length: u64) -> DispatchResult {
        let most = Parameters::<T>::get().max_commitments;
        ensure!(provider.commitments < most, Error::<T>::CommitmentsExceeded);
        let used = provider.used.checked_add(length);
        let used = used.filter(|used| *used <= provider.capacity);
        provider.used = used.ok_or(Error::<T>::CapacityExceeded)?;
        provider.commitments = provider.commitments.saturating_add(1);
        Ok(())
    }

    /// Whether what `owner` anchors is the provider's own: nobody gives itself reputation.
    fn is_own(provider: CooperativeId, owner: &Did) -> bool {
        T::Parties::did_of_cooperative(provider).as_ref() == Some(owner)
            || T::Parties::is_member(provider, owner)
    }

    /// Lets a provider leave when its notice has passed, which it gives.
    pub(crate) fn do_withdraw(id: CommitmentId) -> Result<Moment, DispatchError> {
        let mut commitment = Commitments::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        ensure!(commitment.ends_at.is_none(), Error::<T>::AlreadyLeaving);
        let mut anchor = Anchors::<T>::get(commitment.anchor).ok_or(Error::<T>::NotFound)?;
        let notice = Parameters::<T>::get().withdrawal_notice;
        let ends_at = T::Time::now().saturating_add(notice);
        commitment.ends_at = Some(ends_at);
        anchor.standing = anchor.standing.saturating_sub(1);
        Self::put_anchor(commitment.anchor, &anchor);
        Self::schedule(Rank::Terms, ends_at, Task::Leave(id));
        Commitments::<T>::insert(id, commitment);
        Ok(ends_at)
    }

    /// Ends a commitment whose notice has passed. If a challenge is open, it ends when that is
    /// closed.
    pub(crate) fn leave(id: CommitmentId) -> DispatchResult {
        let commitment = Commitments::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        if commitment.challenge().is_none() {
            Self::end_alone(id, &commitment, EndReason::Withdrawn)?;
        }
        Ok(())
    }

    /// Ends a commitment whose anchor stays.
    pub(crate) fn end_alone(
        id: CommitmentId,
        commitment: &Commitment,
        reason: EndReason,
    ) -> DispatchResult {
        let mut anchor = Anchors::<T>::get(commitment.anchor).ok_or(Error::<T>::NotFound)?;
        Self::end(id, commitment, &mut anchor, reason);
        Self::put_anchor(commitment.anchor, &anchor);
        Ok(())
    }

    /// Ends a commitment to keep `anchor`, which the caller stores.
    pub(crate) fn end(
        id: CommitmentId,
        commitment: &Commitment,
        anchor: &mut Anchor,
        reason: EndReason,
    ) {
        let Commitment { provider, anchor: anchor_id, ends_at, record, ref stage, .. } =
            *commitment;
        match stage {
            Stage::Waiting { due } => {
                Self::unschedule(Rank::Challenges, (*due).into(), Task::Challenge(id));
            }
            Stage::Challenged(challenge) => {
                Self::unschedule(Rank::Deadlines, Self::closes_at(challenge), Task::Close(id));
                OpenChallenges::<T>::remove(provider, id);
            }
        }
        match ends_at {
            // It stood no longer.
            Some(ends_at) => Self::unschedule(Rank::Terms, ends_at, Task::Leave(id)),
            None => anchor.standing = anchor.standing.saturating_sub(1),
        }
        anchor.kept = anchor.kept.saturating_sub(1);
        Commitments::<T>::remove(id);
        CommitmentsOf::<T>::remove(provider, id);
        Replicas::<T>::remove(anchor_id, provider);
        Providers::<T>::mutate_extant(provider, |provider| {
            provider.used = provider.used.saturating_sub(anchor.content.length);
            provider.commitments = provider.commitments.saturating_sub(1);
            if reason == EndReason::Lost {
                provider.record.lost = provider.record.lost.saturating_add(1);
            }
        });
        Self::deposit_event(Event::CommitmentEnded {
            commitment: id,
            provider,
            anchor: anchor_id,
            reason,
            record,
            standing: anchor.standing,
            wanted: anchor.wanted,
        });
    }
}
