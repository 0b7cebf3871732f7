//! The ledger: who may act on accounts and treasuries.

use icn_primitives::{
    membership::{CooperativeStatus, MemberStatus, Role},
    AccountId, CooperativeId, Did,
};
use pallet_ledger::PersonStanding;
use polkadot_sdk::frame_support::traits::ConstU32;

use crate::{decisions::OwnDecision, weights, Cooperatives, Did as Dids, Runtime, Timestamp};

impl pallet_ledger::Config for Runtime {
    type Time = Timestamp;
    type Parties = Parties;
    type TreasuryOrigin = OwnDecision;
    type IssuerOrigin = OwnDecision;
    type ExpiriesPerBlock = ConstU32<50>;
    type WeightInfo = weights::pallet_ledger::WeightInfo<Runtime>;
}

/// Persons by their memberships, cooperatives by their status.
pub struct Parties;

impl pallet_ledger::Parties for Parties {
    fn person(account: &AccountId) -> Option<Did> {
        Dids::did_of(account).filter(|did| !is_cooperative(did))
    }

    fn standing(person: &Did) -> (PersonStanding, u32) {
        if is_cooperative(person) {
            return (PersonStanding::Unknown, 0);
        }
        match Dids::document(person) {
            None => return (PersonStanding::Unknown, 0),
            Some(document) if document.deactivated => return (PersonStanding::Ended, 0),
            Some(_) => {}
        }
        let (mut standing, mut looked_at) = (PersonStanding::Ended, 0u32);
        for (cooperative, membership) in Cooperatives::memberships(person) {
            looked_at = looked_at.saturating_add(1);
            let status = Cooperatives::status(cooperative);
            if status == Some(CooperativeStatus::Active)
                && membership.status == MemberStatus::Active
            {
                return (PersonStanding::Active, looked_at);
            }
            if status.is_some_and(|status| !status.has_ended()) {
                standing = PersonStanding::Suspended;
            }
        }
        (standing, looked_at)
    }

    fn status(cooperative: CooperativeId) -> Option<CooperativeStatus> {
        Cooperatives::status(cooperative)
    }

    fn is_member(cooperative: CooperativeId, person: &Did) -> bool {
        Cooperatives::is_active_member(cooperative, person)
    }

    fn is_treasurer(cooperative: CooperativeId, person: &Did) -> bool {
        Cooperatives::effective(cooperative, person)
            .is_some_and(|membership| membership.roles.has(Role::Treasurer))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_treasurer(number: u32) -> (CooperativeId, AccountId, Did) {
        crate::benchmarking::treasurer(number)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_member(cooperative: CooperativeId, number: u32, memberships: u32) -> (AccountId, Did) {
        crate::benchmarking::member_after(cooperative, number, memberships)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn end_memberships(person: &Did) {
        pallet_cooperatives::MembershipsOf::<Runtime>::remove(person);
    }
}

/// Whether this is the DID of an organisation, which has a treasury instead of an account.
fn is_cooperative(did: &Did) -> bool {
    pallet_cooperatives::CooperativeOfDid::<Runtime>::contains_key(did)
}
