//! Who may call, and what values may be.

use frame::{prelude::*, traits::EnsureOriginWithArg};
use icn_primitives::{
    membership::{
        is_domain, is_legal_name, is_skill, Cooperative, CooperativeId, CooperativeStatus, Domain,
        MemberStatus, Membership, Role, Rules, Skills,
    },
    Did,
};
use polkadot_sdk::polkadot_sdk_frame as frame;

use crate::{Config, Cooperatives, DomainOwner, Error, Memberships, Pallet};

/// Whether a membership makes its holder a steward that counts: active, with the role.
pub(crate) fn is_active_steward(membership: &Membership) -> bool {
    membership.status == MemberStatus::Active && membership.roles.has(Role::Steward)
}

impl<T: Config> Pallet<T> {
    /// The person for whom a signed origin acts.
    pub(crate) fn ensure_person(origin: OriginFor<T>) -> Result<Did, DispatchError> {
        let account = ensure_signed(origin)?;
        Ok(pallet_did::Pallet::<T>::did_of(&account).ok_or(Error::<T>::NotAuthorized)?)
    }

    /// The steward for whom a signed origin acts: of `id`, which takes part.
    pub(crate) fn ensure_steward(
        origin: OriginFor<T>,
        id: CooperativeId,
    ) -> Result<Did, DispatchError> {
        let did = Self::ensure_person(origin)?;
        Self::ensure_taking_part(id)?;
        let membership = Memberships::<T>::get(id, did).ok_or(Error::<T>::NotAuthorized)?;
        ensure!(is_active_steward(&membership), Error::<T>::NotAuthorized);
        Ok(did)
    }

    /// That `origin` may decide about members of `id`, which takes part: one of its stewards, or its
    /// members by a vote.
    pub(crate) fn ensure_manages(origin: OriginFor<T>, id: CooperativeId) -> DispatchResult {
        match T::CooperativeOrigin::try_origin(origin, &id) {
            Ok(_) => Self::ensure_taking_part(id).map(|_| ()),
            Err(origin) => Self::ensure_steward(origin, id).map(|_| ()),
        }
    }

    /// That `origin` is a decision of `id`, which takes part, or of the federation.
    pub(crate) fn ensure_decided(origin: OriginFor<T>, id: CooperativeId) -> DispatchResult {
        match T::CooperativeOrigin::try_origin(origin, &id) {
            Ok(_) => Self::ensure_taking_part(id).map(|_| ()),
            Err(origin) => {
                T::FederationOrigin::ensure_origin(origin)?;
                Ok(())
            }
        }
    }

    /// The cooperative `id`, wherever it stands.
    pub(crate) fn ensure_cooperative(id: CooperativeId) -> Result<Cooperative, DispatchError> {
        Ok(Cooperatives::<T>::get(id).ok_or(Error::<T>::NotFound)?)
    }

    /// The cooperative `id`, if it hasn't ended.
    pub(crate) fn ensure_ongoing(id: CooperativeId) -> Result<Cooperative, DispatchError> {
        let cooperative = Self::ensure_cooperative(id)?;
        ensure!(!cooperative.status.has_ended(), Error::<T>::NotActive);
        Ok(cooperative)
    }

    /// The cooperative `id`, if it takes part.
    pub(crate) fn ensure_taking_part(id: CooperativeId) -> Result<Cooperative, DispatchError> {
        let cooperative = Self::ensure_cooperative(id)?;
        ensure!(cooperative.status == CooperativeStatus::Active, Error::<T>::NotActive);
        Ok(cooperative)
    }

    /// The membership of `did` in `id`, if it is current.
    pub(crate) fn ensure_current(
        id: CooperativeId,
        did: &Did,
    ) -> Result<Membership, DispatchError> {
        let membership = Memberships::<T>::get(id, did).ok_or(Error::<T>::NotFound)?;
        ensure!(membership.status.is_current(), Error::<T>::NotFound);
        Ok(membership)
    }

    /// That `cooperative` can do without the holder of `membership` as a steward. One that has
    /// ended needs none.
    pub(crate) fn ensure_not_last_steward(
        cooperative: &Cooperative,
        membership: &Membership,
    ) -> DispatchResult {
        let last = cooperative.stewards <= 1 && is_active_steward(membership);
        ensure!(cooperative.status.has_ended() || !last, Error::<T>::LastSteward);
        Ok(())
    }

    /// That `name` can be a legal name.
    pub(crate) fn ensure_legal_name(name: &[u8]) -> DispatchResult {
        ensure!(is_legal_name(name), Error::<T>::InvalidName);
        Ok(())
    }

    /// That `domain` is a domain that nobody has, except perhaps `holder`.
    pub(crate) fn ensure_domain(domain: &Domain, holder: Option<CooperativeId>) -> DispatchResult {
        ensure!(is_domain(domain), Error::<T>::InvalidDomain);
        let owner = DomainOwner::<T>::get(domain);
        ensure!(owner.is_none() || owner == holder, Error::<T>::AlreadyExists);
        Ok(())
    }

    /// That `rules` can be a cooperative's rules.
    pub(crate) fn ensure_rules(rules: &Rules) -> DispatchResult {
        ensure!(rules.are_valid(), Error::<T>::InvalidRules);
        Ok(())
    }

    /// That each of `skills` is a tag and stands once.
    pub(crate) fn ensure_skills(skills: &Skills) -> DispatchResult {
        for (position, skill) in skills.iter().enumerate() {
            let repeated = skills.iter().skip(position.saturating_add(1)).any(|s| s == skill);
            ensure!(is_skill(skill) && !repeated, Error::<T>::InvalidSkills);
        }
        Ok(())
    }
}
