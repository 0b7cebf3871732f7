//! Who may call, and what values may be.

use icn_primitives::{
    governance::{Body, Proposal, ProposalId},
    membership::is_legal_name,
    reputation::Score,
    CooperativeId, Did, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{Config, Error, Members, Origin, Pallet, Parameters, Proposals, Reputation};

impl<T: Config> Pallet<T> {
    /// The person for whom a signed origin acts.
    pub(crate) fn ensure_person(origin: OriginFor<T>) -> Result<Did, DispatchError> {
        let account = ensure_signed(origin)?;
        Ok(T::Members::person(&account).ok_or(Error::<T>::NotAuthorized)?)
    }

    /// The decision behind an origin.
    pub(crate) fn ensure_decided(origin: OriginFor<T>) -> Result<Origin, DispatchError> {
        let decided: Result<Origin, OriginFor<T>> = origin.into();
        decided.map_err(|_| DispatchError::BadOrigin)
    }

    /// The proposal `id`.
    pub(crate) fn ensure_proposal(id: ProposalId) -> Result<Proposal, DispatchError> {
        Ok(Proposals::<T>::get(id).ok_or(Error::<T>::NotFound)?)
    }

    /// The proposal `id`, if votes on it are taken now.
    pub(crate) fn ensure_voting(id: ProposalId) -> Result<Proposal, DispatchError> {
        let proposal = Self::ensure_proposal(id)?;
        let open = proposal.due.is_some_and(|due| T::Time::now() < due);
        ensure!(proposal.stage.takes_votes() && open, Error::<T>::InvalidStage);
        Ok(proposal)
    }

    /// That `did` is an active member of `cooperative`.
    pub(crate) fn ensure_member(cooperative: CooperativeId, did: &Did) -> DispatchResult {
        ensure!(T::Members::is_member(cooperative, did), Error::<T>::NotMember);
        Ok(())
    }

    /// Whether `did` votes in `cooperative` on a proposal whose vote began at `opened`.
    pub(crate) fn is_elector(cooperative: CooperativeId, did: &Did, opened: Moment) -> bool {
        T::Members::was_member(cooperative, did, opened)
    }

    /// That `body` can decide, and that `sponsor`, which takes part, is of it.
    pub(crate) fn ensure_body(body: &Body, sponsor: CooperativeId) -> DispatchResult {
        ensure!(body.is_valid(), Error::<T>::InvalidBody);
        if let Some(named) = body.named() {
            ensure!(named.contains(&sponsor), Error::<T>::NotInBody);
            ensure!(named.iter().all(|id| T::Members::takes_part(*id)), Error::<T>::InvalidBody);
        }
        Ok(())
    }

    /// That `text` is a line that people can read.
    pub(crate) fn ensure_line(text: &[u8]) -> DispatchResult {
        ensure!(is_legal_name(text), Error::<T>::InvalidText);
        Ok(())
    }

    /// Whether `did` may propose without co-signers.
    pub(crate) fn may_propose_alone(sponsor: CooperativeId, did: &Did) -> bool {
        let enough = Parameters::<T>::get().proposal_reputation;
        T::Members::is_steward(sponsor, did)
            || T::Reputation::proposal_creation(did) >= Score::points(enough.into())
    }
}
