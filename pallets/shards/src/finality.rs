//! Light clients: which headers of other shards are final, and who says so.

use codec::Encode;
use icn_primitives::{shard::FinalizedHeader, Hash, Header, ShardId};
use polkadot_sdk::{
    bp_header_chain::{
        justification::{
            verify_justification, GrandpaJustification,
            JustificationVerificationError as Unverified, PrecommitError,
        },
        AuthoritySet, GrandpaConsensusLogReader,
    },
    polkadot_sdk_frame::prelude::*,
    sp_consensus_grandpa::{ConsensusLog, SetId, GRANDPA_ENGINE_ID},
    sp_runtime::traits::Header as _,
};

use crate::{
    Authorities, AuthoritySets, Config, Error, Pallet, RecentHeaders, Shard, Shards,
    MAX_HEADER_SIZE, MAX_JUSTIFICATION_SIZE, MAX_VOTES_ANCESTRIES,
};

/// A header that entered, and the set that begins with it.
pub(crate) struct Finalized {
    pub(crate) header: FinalizedHeader,
    pub(crate) next: Option<(SetId, Authorities)>,
}

impl<T: Config> Pallet<T> {
    /// Takes a header that this justification proves final. What is cheap to check comes first.
    pub(crate) fn do_submit_finality(
        id: ShardId,
        header: &Header,
        justification: &GrandpaJustification<Header>,
        set_id: SetId,
    ) -> Result<Finalized, Error<T>> {
        let mut shard = Self::ensure_registered(id)?;
        ensure!(set_id == shard.set_id, Error::<T>::WrongSet);
        Self::ensure_sizes(header, justification)?;
        let finalized = FinalizedHeader {
            number: header.number,
            hash: header.hash(),
            state_root: header.state_root,
        };
        Self::ensure_newer(&shard, header, &finalized)?;
        let next = Self::next_set(header, set_id)?;
        Self::ensure_justified(id, &shard, &finalized, justification)?;

        if let Some((set_id, authorities)) = &next {
            shard.set_id = *set_id;
            AuthoritySets::<T>::insert(id, authorities);
        }
        shard.best = Some(finalized);
        shard.updated = Self::present();
        Shards::<T>::insert(id, shard);
        Self::remember(id, finalized);
        Ok(Finalized { header: finalized, next })
    }

    fn ensure_sizes(
        header: &Header,
        justification: &GrandpaJustification<Header>,
    ) -> Result<(), Error<T>> {
        ensure!(header.encoded_size() <= MAX_HEADER_SIZE as usize, Error::<T>::HeaderSizeExceeded);
        ensure!(
            justification.votes_ancestries.len() <= MAX_VOTES_ANCESTRIES as usize
                && justification.encoded_size() <= MAX_JUSTIFICATION_SIZE as usize,
            Error::<T>::JustificationSizeExceeded
        );
        Ok(())
    }

    fn ensure_newer(
        shard: &Shard,
        header: &Header,
        finalized: &FinalizedHeader,
    ) -> Result<(), Error<T>> {
        ensure!(shard.best.as_ref() != Some(finalized), Error::<T>::DuplicateHeader);
        let best = shard.best.map_or(0, |best| best.number);
        ensure!(header.number > best, Error::<T>::StaleHeader);
        let first_of_another = header.number == 1
            && shard.genesis.is_some_and(|genesis| genesis != *header.parent_hash());
        ensure!(!first_of_another, Error::<T>::WrongGenesis);
        Ok(())
    }

    /// The set that begins after this header, where the header says that one does.
    fn next_set(header: &Header, set_id: SetId) -> Result<Option<(SetId, Authorities)>, Error<T>> {
        let forced = header.digest().logs().iter().any(|log| {
            matches!(
                log.consensus_try_to::<ConsensusLog<u32>>(&GRANDPA_ENGINE_ID),
                Some(ConsensusLog::ForcedChange(..))
            )
        });
        ensure!(!forced, Error::<T>::ForcedChange);
        // Of several the first counts, as it does for the shard's own nodes.
        let Some(change) = GrandpaConsensusLogReader::<u32>::find_scheduled_change(header.digest())
        else {
            return Ok(None);
        };
        ensure!(change.delay == 0, Error::<T>::DelayedChange);
        // Every seat weighs the same.
        let alike = change.next_authorities.iter().all(|(_, weight)| *weight == 1);
        ensure!(alike, Error::<T>::InvalidAuthorities);
        let keys = change.next_authorities.into_iter().map(|(key, _)| key).collect();
        let authorities = Self::ensure_authorities(keys)?;
        let next = set_id.checked_add(1).ok_or(Error::<T>::InvalidAuthorities)?;
        Ok(Some((next, authorities)))
    }

    fn ensure_justified(
        id: ShardId,
        shard: &Shard,
        finalized: &FinalizedHeader,
        justification: &GrandpaJustification<Header>,
    ) -> Result<(), Error<T>> {
        let authorities = AuthoritySets::<T>::get(id).into_iter().map(|key| (key, 1)).collect();
        let context = AuthoritySet::new(authorities, shard.set_id)
            .try_into()
            .map_err(|_| Error::<T>::InvalidAuthorities)?;
        let target = (finalized.hash, finalized.number);
        verify_justification(target, &context, justification).map_err(|unverified| match unverified
        {
            Unverified::InvalidAuthorityList => Error::<T>::InvalidAuthorities,
            Unverified::InvalidJustificationTarget => Error::<T>::WrongTarget,
            Unverified::TooLowCumulativeWeight => Error::<T>::QuorumNotMet,
            Unverified::DuplicateVotesAncestries => Error::<T>::DuplicateAncestry,
            Unverified::RedundantVotesAncestries => Error::<T>::RedundantAncestry,
            Unverified::Precommit(vote) => match vote {
                PrecommitError::RedundantAuthorityVote => Error::<T>::RedundantVote,
                PrecommitError::UnknownAuthorityVote => Error::<T>::UnknownVoter,
                PrecommitError::DuplicateAuthorityVote => Error::<T>::DuplicateVote,
                PrecommitError::InvalidAuthoritySignature => Error::<T>::InvalidSignature,
                PrecommitError::UnrelatedAncestryVote => Error::<T>::UnrelatedVote,
            },
        })
    }

    /// Keeps the header for proofs; the oldest makes room for it.
    fn remember(id: ShardId, finalized: FinalizedHeader) {
        RecentHeaders::<T>::mutate(id, |recent| {
            let most = T::KeptHeaders::get() as usize;
            let surplus = recent.len().saturating_add(1).saturating_sub(most);
            let kept = recent.iter().copied().skip(surplus).chain([finalized]).collect();
            *recent = BoundedVec::truncate_from(kept);
        });
    }

    /// The header of this hash, if proofs against it are still taken.
    pub fn finalized_header(id: ShardId, hash: Hash) -> Option<FinalizedHeader> {
        RecentHeaders::<T>::get(id).into_iter().find(|header| header.hash == hash)
    }
}
