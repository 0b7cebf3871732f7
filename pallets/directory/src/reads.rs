//! What admission, other pallets and clients read on followers.

use alloc::vec::Vec;
use icn_primitives::{
    apis::MAX_PAGE,
    directory::{DirectoryCooperative, DirectoryMembership, Person},
    membership::{CooperativeStatus, MemberStatus, Roles},
    AccountId, CooperativeId, Did, Refusal,
};

use crate::{AccountOwner, Config, CooperativeOfDid, Cooperatives, Pallet, People};

impl<T: Config> Pallet<T> {
    /// The DID for which `account` may act.
    pub fn did_of(account: &AccountId) -> Option<Did> {
        AccountOwner::<T>::get(account)
    }

    /// What is known of whoever has `did`.
    pub fn person(did: &Did) -> Option<Person> {
        People::<T>::get(did)
    }

    /// What is known of cooperative `id`.
    pub fn cooperative(id: CooperativeId) -> Option<DirectoryCooperative> {
        Cooperatives::<T>::get(id)
    }

    /// Where cooperative `id` stands.
    pub fn status(id: CooperativeId) -> Option<CooperativeStatus> {
        Cooperatives::<T>::get(id).map(|cooperative| cooperative.status)
    }

    /// The cooperative that has this DID, also when it has ended.
    pub fn cooperative_of_did(did: &Did) -> Option<CooperativeId> {
        CooperativeOfDid::<T>::get(did)
    }

    /// Whether `did` is an active member of `id`, which takes part.
    pub fn is_active_member(id: CooperativeId, did: &Did) -> bool {
        Self::effective(id, did).is_some()
    }

    /// Whether `did` is an active steward of `id`, which takes part.
    pub fn is_steward(id: CooperativeId, did: &Did) -> bool {
        Self::effective(id, did).is_some_and(|membership| membership.is_active_steward())
    }

    /// What `did` may do in `id`, if both are active.
    pub fn roles(id: CooperativeId, did: &Did) -> Option<Roles> {
        Self::effective(id, did).map(|membership| membership.roles)
    }

    /// The membership of `did` in `id`, if both are active.
    fn effective(id: CooperativeId, did: &Did) -> Option<DirectoryMembership> {
        if Self::status(id) != Some(CooperativeStatus::Active) {
            return None;
        }
        People::<T>::get(did)?.memberships.into_iter().find(|membership| {
            membership.cooperative == id && membership.status == MemberStatus::Active
        })
    }

    /// By which cooperative `did` may write, whether as an active steward of any that takes part,
    /// and how many memberships were looked at.
    ///
    /// As pallet-cooperatives has it on the hub: the first effective membership counts. Without
    /// one, the refusal that says most: that one is suspended where others take part, else that
    /// none of the cooperatives takes part, else that there is no membership.
    pub fn membership_for_admission(did: &Did) -> Result<(CooperativeId, bool, u32), Refusal> {
        let mut admitted = None;
        let mut refusal = Refusal::NotMember;
        let mut steward = false;
        let memberships = People::<T>::get(did).unwrap_or_default().memberships;
        for membership in &memberships {
            if Self::status(membership.cooperative) != Some(CooperativeStatus::Active) {
                if refusal == Refusal::NotMember {
                    refusal = Refusal::CooperativeNotActive;
                }
            } else if membership.status == MemberStatus::Active {
                admitted = admitted.or(Some(membership.cooperative));
                steward |= membership.is_active_steward();
            } else {
                refusal = Refusal::MemberSuspended;
            }
        }
        admitted.map(|cooperative| (cooperative, steward, memberships.len() as u32)).ok_or(refusal)
    }

    /// Whoever is known, after `after` in the order of storage; at most `limit` and at most
    /// [`MAX_PAGE`].
    pub fn people(after: Option<Did>, limit: u32) -> Vec<(Did, Person)> {
        let limit = limit.min(MAX_PAGE) as usize;
        match after {
            Some(did) => People::<T>::iter_from_key(did).take(limit).collect(),
            None => People::<T>::iter().take(limit).collect(),
        }
    }

    /// Cooperatives with the numbers from `from` on; at most `limit` numbers and at most
    /// [`MAX_PAGE`].
    pub fn cooperatives(
        from: CooperativeId,
        limit: u32,
    ) -> Vec<(CooperativeId, DirectoryCooperative)> {
        (from.0..from.0.saturating_add(limit.min(MAX_PAGE)))
            .map(CooperativeId)
            .filter_map(|id| Some((id, Cooperatives::<T>::get(id)?)))
            .collect()
    }
}
