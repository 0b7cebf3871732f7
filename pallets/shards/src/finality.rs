//! Light clients: which headers of other shards are final, and who says so.

use codec::Encode;
use icn_primitives::{shard::FinalizedHeader, Hash, Header, ShardId};
use polkadot_sdk::{
    bp_header_chain::{
        justification::{
            verify_and_optimize_justification, verify_justification, GrandpaJustification,
            JustificationVerificationContext, JustificationVerificationError as Unverified,
            PrecommitError,
        },
        AuthoritySet, GrandpaConsensusLogReader,
    },
    polkadot_sdk_frame::prelude::*,
    sp_consensus_grandpa::{ConsensusLog, SetId, GRANDPA_ENGINE_ID},
    sp_runtime::traits::Header as _,
};

use crate::{
    Authorities, AuthoritySets, Config, Error, Event, Finality, Pallet, RecentHeaders, Shard,
    Shards, MAX_HEADER_SIZE, MAX_JUSTIFICATION_SIZE, MAX_VOTES_ANCESTRIES,
};

/// A header that may enter, and the set that begins with it.
pub(crate) struct NewHeader {
    pub(crate) header: FinalizedHeader,
    pub(crate) next: Option<(SetId, Authorities)>,
    /// Whether it is worth an update of its own: it is the first, it changes the set, or it is far
    /// enough above the best.
    pub(crate) is_wanted: bool,
}

impl<T: Config> Pallet<T> {
    /// Judges a header by all but its votes. `None`: it is known by now.
    pub(crate) fn new_header(
        id: ShardId,
        shard: &Shard,
        finality: &Finality,
    ) -> Result<Option<NewHeader>, Error<T>> {
        let Finality { header, justification, set_id } = finality;
        Self::ensure_sizes(header, justification)?;
        let (number, hash, state_root) = (header.number, header.hash(), header.state_root);
        if Self::finalized_header(id, hash).is_some() {
            return Ok(None);
        }
        ensure!(*set_id >= shard.set_id, Error::<T>::StaleSet);
        ensure!(*set_id == shard.set_id, Error::<T>::FutureSet);
        Self::ensure_newer(shard, header)?;
        let next = Self::next_set(header, *set_id)?;
        let is_wanted = next.is_some()
            || shard
                .best
                .is_none_or(|best| number.saturating_sub(best.number) >= T::RefreshInterval::get());
        Ok(Some(NewHeader {
            header: FinalizedHeader { number, hash, state_root },
            next,
            is_wanted,
        }))
    }

    /// Lets a header enter whose votes were checked.
    pub(crate) fn accept_header(id: ShardId, shard: &Shard, new: &NewHeader) {
        let NewHeader { header, ref next, .. } = *new;
        let set_id = next.as_ref().map_or(shard.set_id, |(set_id, _)| *set_id);
        let learned = Self::present();
        Shards::<T>::insert(id, Shard { set_id, best: Some(header), learned, ..shard.clone() });
        Self::remember(id, header);
        Self::deposit_event(Event::HeaderFinalized { shard: id, header });
        if let Some((set_id, authorities)) = next.clone() {
            let reused = Self::ensure_keys_unused(id, &authorities).is_err();
            AuthoritySets::<T>::insert(id, &authorities);
            Self::deposit_event(Event::AuthoritiesChanged { shard: id, set_id, authorities });
            if reused {
                Self::deposit_event(Event::KeyReuseSeen { shard: id });
            }
        }
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

    fn ensure_newer(shard: &Shard, header: &Header) -> Result<(), Error<T>> {
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

    /// Exactly the votes that are needed make the header final.
    pub(crate) fn ensure_justified(
        id: ShardId,
        shard: &Shard,
        header: &FinalizedHeader,
        justification: &GrandpaJustification<Header>,
    ) -> Result<(), Error<T>> {
        let context = Self::voters(id, shard)?;
        verify_justification((header.hash, header.number), &context, justification)
            .map_err(error_of)
    }

    /// Leaves out what isn't needed of the votes for this header.
    pub(crate) fn leave_out_votes(
        id: ShardId,
        shard: &Shard,
        new: &NewHeader,
        mut finality: Finality,
    ) -> Result<Finality, Error<T>> {
        let (context, target) = (Self::voters(id, shard)?, (new.header.hash, new.header.number));
        verify_and_optimize_justification(target, &context, &mut finality.justification)
            .map_err(error_of)?;
        Ok(finality)
    }

    fn voters(id: ShardId, shard: &Shard) -> Result<JustificationVerificationContext, Error<T>> {
        let authorities = AuthoritySets::<T>::get(id).into_iter().map(|key| (key, 1)).collect();
        AuthoritySet::new(authorities, shard.set_id)
            .try_into()
            .map_err(|_| Error::<T>::InvalidAuthorities)
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

fn error_of<T>(unverified: Unverified) -> Error<T> {
    match unverified {
        Unverified::InvalidAuthorityList => Error::InvalidAuthorities,
        Unverified::InvalidJustificationTarget => Error::WrongTarget,
        Unverified::TooLowCumulativeWeight => Error::QuorumNotMet,
        Unverified::DuplicateVotesAncestries => Error::DuplicateAncestry,
        Unverified::RedundantVotesAncestries => Error::RedundantAncestry,
        Unverified::Precommit(vote) => match vote {
            PrecommitError::RedundantAuthorityVote => Error::RedundantVote,
            PrecommitError::UnknownAuthorityVote => Error::UnknownVoter,
            PrecommitError::DuplicateAuthorityVote => Error::DuplicateVote,
            PrecommitError::InvalidAuthoritySignature => Error::InvalidSignature,
            PrecommitError::UnrelatedAncestryVote => Error::UnrelatedVote,
        },
    }
}
