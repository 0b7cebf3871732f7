//! What other pallets and clients read.

use alloc::vec::Vec;
use icn_primitives::{
    apis::MAX_PAGE,
    content::ContentRoot,
    storage::{
        Anchor, AnchorId, Commitment, CommitmentId, DueChallenge, Provider, StorageParameters,
        Tombstone, MAX_KEPT,
    },
    AccountId, CooperativeId, Did,
};

use crate::{
    AnchorOf, Anchors, Commitments, CommitmentsOf, Config, OpenChallenges, OwnersOf, Pallet,
    Parameters, ProviderOf, Providers, Replicas, Tombstones, TombstonesOf, Wanting,
};

/// How many entries a page may have.
fn page(limit: u32) -> usize {
    limit.min(MAX_PAGE) as usize
}

impl<T: Config> Pallet<T> {
    /// One anchor, while it is there.
    pub fn anchor_by_id(id: AnchorId) -> Option<Anchor> {
        Anchors::<T>::get(id)
    }

    /// The anchor of this content that this owner has.
    pub fn anchor_of(owner: &Did, content: ContentRoot) -> Option<(AnchorId, Anchor)> {
        Self::with_anchor(AnchorOf::<T>::get(owner, content)?)
    }

    fn with_anchor(id: AnchorId) -> Option<(AnchorId, Anchor)> {
        Some((id, Anchors::<T>::get(id)?))
    }

    /// Somebody's anchors after the one of `after`, in the order of storage; at most `limit` and at
    /// most [`MAX_PAGE`].
    pub fn anchors_of(
        owner: &Did,
        after: Option<ContentRoot>,
        limit: u32,
    ) -> Vec<(AnchorId, Anchor)> {
        let ids: Vec<AnchorId> = match after {
            Some(after) => {
                let from = AnchorOf::<T>::hashed_key_for(owner, after);
                let found = AnchorOf::<T>::iter_prefix_from(owner, from);
                found.take(page(limit)).map(|(_, id)| id).collect()
            }
            None => AnchorOf::<T>::iter_prefix_values(owner).take(page(limit)).collect(),
        };
        ids.into_iter().filter_map(Self::with_anchor).collect()
    }

    /// Who has anchored this content, after `after`, likewise.
    pub fn owners_of(content: ContentRoot, after: Option<Did>, limit: u32) -> Vec<(Did, AnchorId)> {
        match after {
            Some(after) => {
                let from = OwnersOf::<T>::hashed_key_for(content, after);
                OwnersOf::<T>::iter_prefix_from(content, from).take(page(limit)).collect()
            }
            None => OwnersOf::<T>::iter_prefix(content).take(page(limit)).collect(),
        }
    }

    /// Anchors of which more replicas are wanted than are kept, after `after`, likewise.
    pub fn wanting(after: Option<AnchorId>, limit: u32) -> Vec<(AnchorId, Anchor)> {
        let ids: Vec<AnchorId> = match after {
            Some(after) => Wanting::<T>::iter_keys_from(Wanting::<T>::hashed_key_for(after))
                .take(page(limit))
                .collect(),
            None => Wanting::<T>::iter_keys().take(page(limit)).collect(),
        };
        ids.into_iter().filter_map(Self::with_anchor).collect()
    }

    /// What stayed of an anchor that was removed.
    pub fn tombstone_by_id(id: AnchorId) -> Option<Tombstone> {
        Tombstones::<T>::get(id)
    }

    /// What stayed of anchors of this content, after `after`, likewise.
    pub fn tombstones_of(
        content: ContentRoot,
        after: Option<AnchorId>,
        limit: u32,
    ) -> Vec<(AnchorId, Tombstone)> {
        let ids: Vec<AnchorId> = match after {
            Some(after) => {
                let from = TombstonesOf::<T>::hashed_key_for(content, after);
                TombstonesOf::<T>::iter_key_prefix_from(content, from).take(page(limit)).collect()
            }
            None => TombstonesOf::<T>::iter_key_prefix(content).take(page(limit)).collect(),
        };
        ids.into_iter().filter_map(|id| Some((id, Tombstones::<T>::get(id)?))).collect()
    }

    /// One provider.
    pub fn provider_by_id(id: CooperativeId) -> Option<Provider> {
        Providers::<T>::get(id)
    }

    /// The provider whose node has this key.
    pub fn provider_of(key: &AccountId) -> Option<CooperativeId> {
        ProviderOf::<T>::get(key)
    }

    /// Providers after `after`, likewise.
    pub fn providers(after: Option<CooperativeId>, limit: u32) -> Vec<(CooperativeId, Provider)> {
        match after {
            Some(after) => Providers::<T>::iter_from(Providers::<T>::hashed_key_for(after))
                .take(page(limit))
                .collect(),
            None => Providers::<T>::iter().take(page(limit)).collect(),
        }
    }

    /// One commitment, while it is there.
    pub fn commitment_by_id(id: CommitmentId) -> Option<Commitment> {
        Commitments::<T>::get(id)
    }

    fn with_commitment(id: CommitmentId) -> Option<(CommitmentId, Commitment)> {
        Some((id, Commitments::<T>::get(id)?))
    }

    /// A provider's commitments after `after`, likewise.
    pub fn commitments_of(
        provider: CooperativeId,
        after: Option<CommitmentId>,
        limit: u32,
    ) -> Vec<(CommitmentId, Commitment)> {
        let ids: Vec<CommitmentId> = match after {
            Some(after) => {
                let from = CommitmentsOf::<T>::hashed_key_for(provider, after);
                CommitmentsOf::<T>::iter_key_prefix_from(provider, from).take(page(limit)).collect()
            }
            None => CommitmentsOf::<T>::iter_key_prefix(provider).take(page(limit)).collect(),
        };
        ids.into_iter().filter_map(Self::with_commitment).collect()
    }

    /// Who keeps an anchor; at most [`MAX_KEPT`].
    pub fn replicas(anchor: AnchorId) -> Vec<(CommitmentId, Commitment)> {
        let ids = Replicas::<T>::iter_prefix_values(anchor).take(MAX_KEPT as usize);
        ids.filter_map(Self::with_commitment).collect()
    }

    /// What the provider whose node has this key has to answer, after `after`, likewise. A commitment
    /// stands in it until its window has passed, so that those which a node can't answer hide no
    /// others from it.
    pub fn due_challenges(
        key: &AccountId,
        after: Option<CommitmentId>,
        limit: u32,
    ) -> Vec<DueChallenge> {
        let Some(provider) = ProviderOf::<T>::get(key) else { return Vec::new() };
        let block = Self::block();
        let ids = match after {
            Some(after) => OpenChallenges::<T>::iter_key_prefix_from(
                provider,
                OpenChallenges::<T>::hashed_key_for(provider, after),
            ),
            None => OpenChallenges::<T>::iter_key_prefix(provider),
        };
        let due = |commitment| {
            let kept = Commitments::<T>::get(commitment)?;
            let challenge = kept.challenge().filter(|open| block <= open.deadline)?.clone();
            let content = Anchors::<T>::get(kept.anchor)?.content;
            Some(DueChallenge { commitment, anchor: kept.anchor, content, challenge })
        };
        // Those that can't be answered any more are closed within blocks, and few.
        ids.filter_map(due).take(page(limit)).collect()
    }

    /// The rules of storage.
    pub fn rules() -> StorageParameters {
        Parameters::<T>::get()
    }
}
