//! Who is who, as the runtime tells it, and who may act for whom.

use icn_primitives::{
    parties::Parties,
    storage::{AnchorId, CommitmentId, ProviderActor, Removal},
    CooperativeId, Did,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{Anchors, Commitments, Config, Error, Pallet, ProviderOf};

impl<T: Config> Pallet<T> {
    /// The person for whom a signed origin acts.
    fn ensure_person(origin: OriginFor<T>) -> Result<Did, DispatchError> {
        let account = ensure_signed(origin)?;
        Ok(T::Parties::did_of(&account).ok_or(Error::<T>::NotAuthorized)?)
    }

    /// Who acts for `owner`.
    pub(crate) fn ensure_acts_for(origin: OriginFor<T>, owner: &Did) -> Result<Did, DispatchError> {
        let person = Self::ensure_person(origin)?;
        ensure!(T::Parties::acts_for(&person, owner), Error::<T>::NotAuthorized);
        Ok(person)
    }

    /// Who acts for the owner of an anchor.
    pub(crate) fn ensure_owner(origin: OriginFor<T>, id: AnchorId) -> Result<Did, DispatchError> {
        let anchor = Anchors::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        Self::ensure_acts_for(origin, &anchor.owner)
    }

    /// Who may remove an anchor: its owner, or the federation.
    pub(crate) fn ensure_may_remove(
        origin: OriginFor<T>,
        id: AnchorId,
    ) -> Result<Removal, DispatchError> {
        match T::FederationOrigin::try_origin(origin) {
            Ok(_) => Ok(Removal::Decision),
            Err(origin) => Self::ensure_owner(origin, id).map(Removal::Owner),
        }
    }

    /// The steward of `provider` who signs.
    pub(crate) fn ensure_steward(
        origin: OriginFor<T>,
        provider: CooperativeId,
    ) -> Result<Did, DispatchError> {
        let person = Self::ensure_person(origin)?;
        ensure!(T::Parties::is_steward(provider, &person), Error::<T>::NotAuthorized);
        Ok(person)
    }

    /// Who acts for `provider`: its node, or a steward.
    pub(crate) fn ensure_provider(
        origin: OriginFor<T>,
        provider: CooperativeId,
    ) -> Result<ProviderActor, DispatchError> {
        let account = ensure_signed(origin.clone())?;
        if ProviderOf::<T>::get(&account) == Some(provider) {
            return Ok(ProviderActor::Key);
        }
        Self::ensure_steward(origin, provider).map(ProviderActor::Steward)
    }

    /// The steward of the provider that has made a commitment.
    pub(crate) fn ensure_committed(
        origin: OriginFor<T>,
        id: CommitmentId,
    ) -> Result<Did, DispatchError> {
        let commitment = Commitments::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        Self::ensure_steward(origin, commitment.provider)
    }
}
