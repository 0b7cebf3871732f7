//! Reputation: who is known there, and who gives it.

use icn_primitives::{AccountId, Did};
use pallet_did::controllers::MAX_CONTROLLER_DEPTH;

use crate::{decisions::FederationDecision, Did as Dids, Runtime, Timestamp};

impl pallet_reputation::Config for Runtime {
    type Time = Timestamp;
    type Identities = Identities;
    type FederationOrigin = FederationDecision;
    type WeightInfo = ();
}

/// Every DID has a reputation: persons and organisations.
pub struct Identities;

impl pallet_reputation::Identities for Identities {
    const ACTS_FOR_READS: u64 = MAX_CONTROLLER_DEPTH as u64;

    fn did_of(account: &AccountId) -> Option<Did> {
        Dids::did_of(account)
    }

    fn is_active(did: &Did) -> bool {
        Dids::is_active(did)
    }

    fn acts_for(actor: &Did, did: &Did) -> bool {
        Dids::acts_for(actor, did)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_person(number: u32) -> (AccountId, Did) {
        crate::benchmarking::person(number)
    }
}
