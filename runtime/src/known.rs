//! Who is who on the shards that learn it from the hub, by the directory.

#[cfg(feature = "runtime-benchmarks")]
use icn_primitives::membership::Role;
use icn_primitives::{
    membership::{CooperativeStatus, Roles},
    parties::Parties,
    AccountId, CooperativeId, Did,
};

use crate::Directory;

/// Persons and cooperatives as the directory has them. On the hub it has none: what asks here is of
/// no use there.
pub struct Known;

impl Parties for Known {
    fn did_of(account: &AccountId) -> Option<Did> {
        Directory::did_of(account)
    }

    fn roles(cooperative: CooperativeId, person: &Did) -> Option<Roles> {
        Directory::roles(cooperative, person)
    }

    fn is_active(person: &Did) -> bool {
        Directory::membership_for_admission(person).is_ok()
    }

    fn takes_part(cooperative: CooperativeId) -> bool {
        Directory::status(cooperative) == Some(CooperativeStatus::Active)
    }

    fn cooperative_of(did: &Did) -> Option<CooperativeId> {
        Directory::cooperative_of_did(did)
    }

    fn did_of_cooperative(cooperative: CooperativeId) -> Option<Did> {
        Directory::cooperative(cooperative).map(|cooperative| cooperative.did)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_cooperative(cooperative: CooperativeId) -> Did {
        crate::benchmarking::known_as(cooperative)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_member(cooperative: CooperativeId, number: u32, role: Role) -> (AccountId, Did) {
        crate::benchmarking::known_member(cooperative, number, role)
    }
}
