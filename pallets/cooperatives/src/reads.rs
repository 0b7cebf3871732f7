//! What other pallets and clients read.

use alloc::vec::Vec;
use icn_primitives::{
    apis::MAX_PAGE,
    membership::{Cooperative, CooperativeId, CooperativeStatus, Domain, MemberStatus, Membership},
    Did, Refusal,
};

use crate::{
    checks::is_active_steward, ActiveCooperatives, ActiveMembers, Config, Cooperatives,
    DomainOwner, Memberships, MembershipsOf, NextId, Pallet,
};

/// A person who may write.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Admissible {
    /// The cooperative by which.
    pub cooperative: CooperativeId,
    /// Whether the person is an active steward of any cooperative that takes part.
    pub steward: bool,
    /// How many memberships were looked at.
    pub memberships: u32,
}

impl<T: Config> Pallet<T> {
    /// The home of `did`: the oldest of the current memberships whose cooperative hasn't ended.
    pub fn home(did: &Did) -> Option<CooperativeId> {
        Self::home_cooperative(did).map(|(id, _)| id)
    }

    /// The home of `did` with its record. Reads as many cooperatives as have ended since, and one.
    pub(crate) fn home_cooperative(did: &Did) -> Option<(CooperativeId, Cooperative)> {
        MembershipsOf::<T>::get(did)
            .into_iter()
            .filter_map(|id| Some((id, Cooperatives::<T>::get(id)?)))
            .find(|(_, cooperative)| !cooperative.status.has_ended())
    }

    /// Whether `did` is an active steward of `id`, which takes part.
    pub fn is_steward(id: CooperativeId, did: &Did) -> bool {
        Self::effective(id, did).is_some_and(|membership| is_active_steward(&membership))
    }

    /// Whether `did` is an active member of `id`, which takes part.
    pub fn is_active_member(id: CooperativeId, did: &Did) -> bool {
        Self::effective(id, did).is_some()
    }

    /// The membership of `did` in `id`, if it is effective.
    pub fn effective(id: CooperativeId, did: &Did) -> Option<Membership> {
        let cooperative = Cooperatives::<T>::get(id)?;
        let membership = Memberships::<T>::get(id, did)?;
        let effective = cooperative.status == CooperativeStatus::Active
            && membership.status == MemberStatus::Active;
        effective.then_some(membership)
    }

    /// By which cooperative `did` may write. Reads each of the person's memberships.
    ///
    /// The first effective membership counts. Without one, the refusal that says most: that one is
    /// suspended where others take part, else that none of the cooperatives takes part, else that
    /// there is no membership.
    pub fn membership_for_admission(did: &Did) -> Result<Admissible, Refusal> {
        let mut admitted = None;
        let mut refusal = Refusal::NotMember;
        let mut steward = false;
        let mut memberships = 0u32;
        for (id, membership) in Self::memberships(did) {
            memberships = memberships.saturating_add(1);
            if Self::status(id) != Some(CooperativeStatus::Active) {
                if refusal == Refusal::NotMember {
                    refusal = Refusal::CooperativeNotActive;
                }
            } else if membership.status == MemberStatus::Active {
                admitted = admitted.or(Some(id));
                steward |= is_active_steward(&membership);
            } else {
                refusal = Refusal::MemberSuspended;
            }
        }
        admitted.map(|cooperative| Admissible { cooperative, steward, memberships }).ok_or(refusal)
    }

    /// Whether `id` takes part.
    pub fn takes_part(id: CooperativeId) -> bool {
        Self::status(id) == Some(CooperativeStatus::Active)
    }

    /// Number of active members of `id`.
    pub fn active_members(id: CooperativeId) -> u32 {
        ActiveMembers::<T>::get(id)
    }

    /// Number of cooperatives that take part.
    pub fn active_cooperatives() -> u32 {
        ActiveCooperatives::<T>::decode_len().unwrap_or(0) as u32
    }

    /// The record of cooperative `id`.
    pub fn cooperative(id: CooperativeId) -> Option<Cooperative> {
        Cooperatives::<T>::get(id)
    }

    /// The membership of `did` in `id`, also when it has ended.
    pub fn membership(id: CooperativeId, did: &Did) -> Option<Membership> {
        Memberships::<T>::get(id, did)
    }

    /// Where cooperative `id` stands.
    pub fn status(id: CooperativeId) -> Option<CooperativeStatus> {
        Cooperatives::<T>::get(id).map(|cooperative| cooperative.status)
    }

    /// Cooperatives by number, from `from` on; at most `limit` and at most [`MAX_PAGE`].
    pub fn cooperatives(from: CooperativeId, limit: u32) -> Vec<(CooperativeId, Cooperative)> {
        let end = NextId::<T>::get().0.min(from.0.saturating_add(limit.min(MAX_PAGE)));
        (from.0..end)
            .map(CooperativeId)
            .filter_map(|id| Some((id, Cooperatives::<T>::get(id)?)))
            .collect()
    }

    /// The cooperative that has `domain`.
    pub fn cooperative_by_domain(domain: Vec<u8>) -> Option<CooperativeId> {
        DomainOwner::<T>::get(Domain::try_from(domain).ok()?)
    }

    /// One person's current memberships, the oldest first; at most
    /// [`MAX_MEMBERSHIPS`](icn_primitives::membership::MAX_MEMBERSHIPS).
    pub fn memberships(did: &Did) -> Vec<(CooperativeId, Membership)> {
        MembershipsOf::<T>::get(did)
            .into_iter()
            .filter_map(|id| Some((id, Memberships::<T>::get(id, did)?)))
            .collect()
    }

    /// Memberships of `id` after `after` in the order of storage, ended ones included; at most
    /// `limit` and at most [`MAX_PAGE`].
    pub fn members(id: CooperativeId, after: Option<Did>, limit: u32) -> Vec<(Did, Membership)> {
        let limit = limit.min(MAX_PAGE) as usize;
        match after {
            Some(did) => {
                let from = Memberships::<T>::hashed_key_for(id, did);
                Memberships::<T>::iter_prefix_from(id, from).take(limit).collect()
            }
            None => Memberships::<T>::iter_prefix(id).take(limit).collect(),
        }
    }
}
