//! Roles in a cooperative and in the federation (domain §1).

use frame::prelude::*;
use icn_primitives::{
    membership::{CooperativeId, FederationRole, MemberStatus, Role},
    Did,
};
use polkadot_sdk::polkadot_sdk_frame as frame;

use crate::{checks::is_active_steward, Config, Cooperatives, Error, FederationRoles, Pallet};

impl<T: Config> Pallet<T> {
    /// Gives `role` to an active member of a cooperative that hasn't ended.
    pub(crate) fn do_grant_role(id: CooperativeId, did: &Did, role: Role) -> DispatchResult {
        ensure!(role != Role::Member, Error::<T>::InvalidRole);
        let mut cooperative = Self::ensure_ongoing(id)?;
        let mut membership = Self::ensure_current(id, did)?;
        ensure!(membership.status == MemberStatus::Active, Error::<T>::NotActive);
        // A role of somebody who can't act any more would only look like one.
        ensure!(pallet_did::Pallet::<T>::is_active(did), Error::<T>::NotActive);
        ensure!(!membership.roles.has(role), Error::<T>::AlreadyExists);
        membership.roles = membership.roles.with(role);
        if role == Role::Steward {
            cooperative.stewards =
                cooperative.stewards.checked_add(1).ok_or(ArithmeticError::Overflow)?;
            Cooperatives::<T>::insert(id, cooperative);
        }
        Self::store_membership(id, did, membership);
        Ok(())
    }

    /// Takes `role` from a current member, suspended ones included.
    pub(crate) fn do_revoke_role(id: CooperativeId, did: &Did, role: Role) -> DispatchResult {
        ensure!(role != Role::Member, Error::<T>::InvalidRole);
        let mut cooperative = Self::ensure_taking_part(id)?;
        let mut membership = Self::ensure_current(id, did)?;
        ensure!(membership.roles.has(role), Error::<T>::NotFound);
        if role == Role::Steward && is_active_steward(&membership) {
            Self::ensure_not_last_steward(&cooperative, &membership)?;
            cooperative.stewards =
                cooperative.stewards.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
            Cooperatives::<T>::insert(id, cooperative);
        }
        membership.roles = membership.roles.without(role);
        Self::store_membership(id, did, membership);
        Ok(())
    }

    /// Gives a federation role to whoever has an active DID.
    pub(crate) fn do_grant_federation_role(did: &Did, role: FederationRole) -> DispatchResult {
        ensure!(pallet_did::Pallet::<T>::is_active(did), Error::<T>::NotFound);
        FederationRoles::<T>::try_mutate(did, |roles| {
            ensure!(!roles.contains(&role), Error::<T>::AlreadyExists);
            // A place for each role, so that one that isn't held always finds room.
            roles.try_push(role).map_err(|_| Error::<T>::AlreadyExists)?;
            Ok(())
        })
    }

    /// Takes a federation role, also from a DID that has ended.
    pub(crate) fn do_revoke_federation_role(did: &Did, role: FederationRole) -> DispatchResult {
        let mut roles = FederationRoles::<T>::get(did);
        ensure!(roles.contains(&role), Error::<T>::NotFound);
        roles.retain(|held| *held != role);
        if roles.is_empty() {
            FederationRoles::<T>::remove(did);
        } else {
            FederationRoles::<T>::insert(did, roles);
        }
        Ok(())
    }
}
