//! Who is who on the shards that learn it from the hub, by the directory.

#[cfg(feature = "runtime-benchmarks")]
use icn_primitives::membership::Role;
use icn_primitives::{
    membership::{CooperativeStatus, Roles},
    AccountId, CooperativeId, Did,
};

use crate::Directory;

/// Persons and cooperatives as the directory has them. On the hub it has none: what asks here is of
/// no use there.
pub struct Known;

impl Known {
    fn acts_for(actor: &Did, did: &Did) -> bool {
        actor == did
            || Directory::cooperative_of_did(did)
                .is_some_and(|cooperative| Directory::is_steward(cooperative, actor))
    }

    fn takes_part(cooperative: CooperativeId) -> bool {
        Directory::status(cooperative) == Some(CooperativeStatus::Active)
    }

    fn did_of_cooperative(cooperative: CooperativeId) -> Option<Did> {
        Directory::cooperative(cooperative).map(|cooperative| cooperative.did)
    }
}

impl pallet_marketplace::Parties for Known {
    fn did_of(account: &AccountId) -> Option<Did> {
        Directory::did_of(account)
    }

    fn acts_for(actor: &Did, did: &Did) -> bool {
        Self::acts_for(actor, did)
    }

    fn is_member(cooperative: CooperativeId, person: &Did) -> bool {
        Directory::is_active_member(cooperative, person)
    }

    fn is_steward(cooperative: CooperativeId, person: &Did) -> bool {
        Directory::is_steward(cooperative, person)
    }

    fn takes_part(cooperative: CooperativeId) -> bool {
        Self::takes_part(cooperative)
    }

    fn cooperative_of(did: &Did) -> Option<CooperativeId> {
        Directory::cooperative_of_did(did)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_cooperative(number: u32) -> (CooperativeId, Did, AccountId) {
        let (id, organisation) = crate::benchmarking::known_cooperative(number);
        let (steward, _) = crate::benchmarking::known_member(id, u32::MAX, Role::Steward);
        (id, organisation, steward)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_member(cooperative: CooperativeId, number: u32) -> (AccountId, Did) {
        crate::benchmarking::known_member(cooperative, number, Role::Member)
    }
}

impl pallet_exchange::Parties for Known {
    fn person(account: &AccountId) -> Option<Did> {
        Directory::did_of(account)
    }

    fn is_active(person: &Did) -> bool {
        Directory::membership_for_admission(person).is_ok()
    }

    fn is_member(cooperative: CooperativeId, person: &Did) -> bool {
        Directory::is_active_member(cooperative, person)
    }

    fn is_steward(cooperative: CooperativeId, person: &Did) -> bool {
        Directory::is_steward(cooperative, person)
    }

    fn takes_part(cooperative: CooperativeId) -> bool {
        Self::takes_part(cooperative)
    }

    fn did_of(cooperative: CooperativeId) -> Option<Did> {
        Self::did_of_cooperative(cooperative)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_cooperative(cooperative: CooperativeId) {
        crate::benchmarking::known_as(cooperative);
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_steward(cooperative: CooperativeId, number: u32) -> (AccountId, Did) {
        crate::benchmarking::known_member(cooperative, number, Role::Steward)
    }
}

impl pallet_resources::Parties for Known {
    fn person(account: &AccountId) -> Option<Did> {
        Directory::did_of(account)
    }

    fn roles(cooperative: CooperativeId, person: &Did) -> Option<Roles> {
        Directory::roles(cooperative, person)
    }

    fn takes_part(cooperative: CooperativeId) -> bool {
        Self::takes_part(cooperative)
    }

    fn did_of(cooperative: CooperativeId) -> Option<Did> {
        Self::did_of_cooperative(cooperative)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_cooperative(cooperative: CooperativeId) {
        crate::benchmarking::known_as(cooperative);
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_steward(cooperative: CooperativeId, number: u32) -> (AccountId, Did) {
        crate::benchmarking::known_member(cooperative, number, Role::Steward)
    }
}

impl pallet_storage::Parties for Known {
    fn did_of(account: &AccountId) -> Option<Did> {
        Directory::did_of(account)
    }

    fn acts_for(actor: &Did, did: &Did) -> bool {
        Self::acts_for(actor, did)
    }

    fn is_member(cooperative: CooperativeId, person: &Did) -> bool {
        Directory::is_active_member(cooperative, person)
    }

    fn is_steward(cooperative: CooperativeId, person: &Did) -> bool {
        Directory::is_steward(cooperative, person)
    }

    fn takes_part(cooperative: CooperativeId) -> bool {
        Self::takes_part(cooperative)
    }

    fn did_of_cooperative(cooperative: CooperativeId) -> Option<Did> {
        Self::did_of_cooperative(cooperative)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_steward(number: u32) -> (CooperativeId, AccountId, Did) {
        let (id, _) = crate::benchmarking::known_cooperative(number);
        let (account, did) = crate::benchmarking::known_member(id, u32::MAX, Role::Steward);
        (id, account, did)
    }
}
