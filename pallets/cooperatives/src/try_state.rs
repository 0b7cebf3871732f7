//! What holds after every block.

use alloc::collections::{BTreeMap, BTreeSet};
use frame::prelude::*;
use icn_primitives::{
    membership::{is_domain, is_legal_name, CooperativeId, CooperativeStatus, MemberStatus, Role},
    Did,
};
use polkadot_sdk::{polkadot_sdk_frame as frame, sp_runtime::TryRuntimeError};

use crate::{
    checks::is_active_steward, ActiveCooperatives, ActiveMembers, Config, CooperativeOfDid,
    Cooperatives, DomainOwner, FederationRoles, Memberships, MembershipsOf, NextId,
    OngoingCooperatives, Pallet,
};

impl<T: Config> Pallet<T> {
    /// Checks every record against every other.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::try_cooperatives()?;
        Self::try_memberships()?;
        Self::try_federation_roles()
    }

    /// Numbers, counts, domains and DIDs of cooperatives.
    fn try_cooperatives() -> Result<(), TryRuntimeError> {
        let (mut all, mut ongoing) = (0u32, 0u32);
        let mut active = BTreeSet::new();
        for (id, cooperative) in Cooperatives::<T>::iter() {
            all.saturating_inc();
            ensure!(id < NextId::<T>::get(), "a cooperative has a number that wasn't given out");
            ensure!(is_legal_name(&cooperative.legal_name), "a legal name isn't one");
            ensure!(is_domain(&cooperative.domain), "a domain isn't one");
            ensure!(cooperative.rules.are_valid(), "a cooperative's rules can't be");
            ensure!(
                CooperativeOfDid::<T>::get(cooperative.did) == Some(id),
                "a cooperative isn't found by its DID"
            );
            ensure!(
                pallet_did::Pallet::<T>::document(&cooperative.did).is_some(),
                "a cooperative's DID has no document"
            );
            let owner = DomainOwner::<T>::get(&cooperative.domain);
            if cooperative.status.has_ended() {
                ensure!(owner != Some(id), "a cooperative that has ended has a domain");
            } else {
                ongoing.saturating_inc();
                ensure!(owner == Some(id), "a cooperative isn't found by its domain");
                ensure!(cooperative.stewards > 0, "a cooperative has no active steward");
            }
            if cooperative.status == CooperativeStatus::Active {
                active.insert(id);
            }
        }
        ensure!(all == NextId::<T>::get().0, "a number is without its cooperative");
        let listed = ActiveCooperatives::<T>::get();
        ensure!(
            listed.len() == active.len() && listed.iter().all(|id| active.contains(id)),
            "the cooperatives that take part are others than listed"
        );
        ensure!(ongoing == OngoingCooperatives::<T>::get(), "cooperatives are miscounted");
        ensure!(ongoing <= T::MaxCooperatives::get(), "there are too many cooperatives");
        ensure!(all == 0 || !active.is_empty(), "no cooperative takes part");
        ensure!(
            DomainOwner::<T>::iter().count() == ongoing as usize,
            "a domain belongs to a cooperative that has another or none"
        );
        ensure!(
            CooperativeOfDid::<T>::iter().count() == all as usize,
            "a DID belongs to a cooperative that has another"
        );
        Ok(())
    }

    /// Memberships, their index by person, and the cooperatives' counts of them.
    fn try_memberships() -> Result<(), TryRuntimeError> {
        let mut current: BTreeMap<Did, BTreeSet<CooperativeId>> = BTreeMap::new();
        let mut counts: BTreeMap<CooperativeId, (u32, u32)> = BTreeMap::new();
        let mut active: BTreeMap<CooperativeId, u32> = BTreeMap::new();
        for (id, did, membership) in Memberships::<T>::iter() {
            ensure!(Cooperatives::<T>::contains_key(id), "a membership of nothing");
            ensure!(!CooperativeOfDid::<T>::contains_key(did), "a cooperative is a member");
            ensure!(
                pallet_did::Pallet::<T>::document(&did).is_some(),
                "a member's DID has no document"
            );
            ensure!(
                Self::ensure_skills(&membership.skills).is_ok(),
                "a member's skills aren't tags, each once"
            );
            let goes_on = membership.status.is_current();
            ensure!(goes_on == (membership.roles.0 != 0), "roles outlive a membership, or lack");
            ensure!(goes_on == membership.roles.has(Role::Member), "a member lacks that role");
            ensure!(
                membership.roles.iter().fold(0u8, |bits, _| bits.saturating_add(1))
                    == membership.roles.0.count_ones() as u8,
                "a membership has a role that isn't one"
            );
            if membership.status == MemberStatus::Active {
                active.entry(id).or_default().saturating_inc();
            }
            if goes_on {
                current.entry(did).or_default().insert(id);
                let (members, stewards) = counts.entry(id).or_default();
                members.saturating_inc();
                if is_active_steward(&membership) {
                    stewards.saturating_inc();
                }
            }
        }
        for (did, list) in MembershipsOf::<T>::iter() {
            ensure!(!list.is_empty(), "somebody without a membership has an entry");
            let set: BTreeSet<_> = list.iter().copied().collect();
            ensure!(set.len() == list.len(), "a membership is listed twice");
            ensure!(
                current.remove(&did) == Some(set),
                "somebody's memberships are other than what is listed"
            );
        }
        ensure!(current.is_empty(), "somebody's memberships are not listed");
        for (id, cooperative) in Cooperatives::<T>::iter() {
            let counted = counts.get(&id).copied().unwrap_or_default();
            ensure!(
                (cooperative.members, cooperative.stewards) == counted,
                "members or stewards of a cooperative are miscounted"
            );
            ensure!(
                ActiveMembers::<T>::get(id) == active.get(&id).copied().unwrap_or_default(),
                "active members of a cooperative are miscounted"
            );
        }
        Ok(())
    }

    /// Roles in the federation.
    fn try_federation_roles() -> Result<(), TryRuntimeError> {
        for (_, roles) in FederationRoles::<T>::iter() {
            let set: BTreeSet<_> = roles.iter().collect();
            ensure!(!roles.is_empty(), "somebody without a federation role has an entry");
            ensure!(set.len() == roles.len(), "a federation role is held twice");
        }
        Ok(())
    }
}
