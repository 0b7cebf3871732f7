//! Reputation: who is known there, and who gives it.

use icn_primitives::{
    reputation::{Category, GiveReputation, Score, Source},
    AccountId, Did, Hash,
};
use pallet_did::controllers::MAX_CONTROLLER_DEPTH;
use polkadot_sdk::{
    frame_support::{traits::ConstU32, weights::Weight},
    sp_runtime::DispatchResult,
};

use crate::{
    decisions::FederationDecision,
    shards::{is_hub, Messages},
    weights, Did as Dids, Reports, Reputation, Runtime, Timestamp,
};

impl pallet_reputation::Config for Runtime {
    type Time = Timestamp;
    type Identities = Identities;
    type FederationOrigin = FederationDecision;
    type WeightInfo = weights::pallet_reputation::WeightInfo<Runtime>;
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

impl pallet_reports::Config for Runtime {
    type Hub = Messages;
    type MaxWaiting = ConstU32<10_000>;
    // Half a minute.
    type Interval = ConstU32<10>;
    type WeightInfo = weights::pallet_reports::WeightInfo<Runtime>;
}

/// What acts give that pallets record on every shard. Reputation is kept on the hub: there they give
/// it at once, elsewhere they report it.
pub struct ReputationOfActs;

impl GiveReputation for ReputationOfActs {
    fn award(
        source: Source,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
    ) -> DispatchResult {
        if is_hub() {
            Reputation::award(source, subject, category, score, evidence)
        } else {
            Reports::award(source, subject, category, score, evidence)
        }
    }

    fn award_or_note(
        source: Source,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
    ) {
        if is_hub() {
            Reputation::award_or_note(source, subject, category, score, evidence);
        } else {
            Reports::award_or_note(source, subject, category, score, evidence);
        }
    }

    fn award_weight() -> Weight {
        <Reputation as GiveReputation>::award_weight()
            .max(<Reports as GiveReputation>::award_weight())
    }
}
