//! What cooperatives trade, share and exchange, on shards with the role of a marketplace.

use alloc::vec::Vec;
use codec::Encode;
use icn_primitives::{
    ledger::EscrowRequest,
    message::ShardMessage,
    shard::{Outcome, ShardRole},
    CooperativeId,
};
use pallet_shards::SendMessage;
use polkadot_sdk::{
    frame_support::{
        traits::{ConstU32, EnsureOrigin},
        weights::Weight,
    },
    sp_runtime::DispatchResult,
};

use crate::{
    decisions::FederationDecision,
    known::Known,
    shards::{ThisShard, HUB},
    standing::ReputationOfActs,
    weights, Exchange, Marketplace, Resources, Runtime, RuntimeOrigin, Settlement, Shards,
    Timestamp,
};

impl pallet_marketplace::Config for Runtime {
    type Time = Timestamp;
    type ThisShard = ThisShard;
    type Parties = Known;
    type Ledger = Escrow;
    type Reputation = ReputationOfActs;
    type FederationOrigin = FederationDecision;
    type DecisionOrigin = CooperativesDecision;
    type TasksPerBlock = ConstU32<50>;
    type WeightInfo = weights::pallet_marketplace::WeightInfo<Runtime>;
}

impl pallet_settlement::Config for Runtime {
    type Time = Timestamp;
    type Ledger = Escrow;
    type OnSettlement = (Exchange, Resources);
    type FederationOrigin = FederationDecision;
    type LegsPerBlock = ConstU32<64>;
    type DuePerBlock = ConstU32<50>;
    type WeightInfo = weights::pallet_settlement::WeightInfo<Runtime>;
}

impl pallet_exchange::Config for Runtime {
    type Time = Timestamp;
    type Parties = Known;
    type Settle = Settlement;
    type Reputation = ReputationOfActs;
    type DecisionOrigin = pallet_federation::EnsureCooperatives<Runtime>;
    type FederationOrigin = FederationDecision;
    type ThisShard = ThisShard;
    type TasksPerBlock = ConstU32<50>;
    type WeightInfo = weights::pallet_exchange::WeightInfo<Runtime>;
}

impl pallet_resources::Config for Runtime {
    type Time = Timestamp;
    type Parties = Known;
    type Settle = Settlement;
    type Reputation = ReputationOfActs;
    type DecisionOrigin = pallet_federation::EnsureCooperatives<Runtime>;
    type FederationOrigin = FederationDecision;
    type ThisShard = ThisShard;
    type TasksPerBlock = ConstU32<50>;
    type WeightInfo = weights::pallet_resources::WeightInfo<Runtime>;
}

/// [`pallet_federation::EnsureCooperatives`], as a list.
pub struct CooperativesDecision;

impl EnsureOrigin<RuntimeOrigin> for CooperativesDecision {
    type Success = Vec<CooperativeId>;

    fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
        pallet_federation::EnsureCooperatives::<Runtime>::try_origin(origin)
            .map(|cooperatives| cooperatives.into_inner())
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        pallet_federation::EnsureCooperatives::<Runtime>::try_successful_origin()
    }
}

/// The way to the ledger, which is the hub's.
pub struct Escrow;

impl Escrow {
    fn send(request: EscrowRequest) -> DispatchResult {
        Shards::send(HUB, ShardMessage::Escrow(request).encode(), None).map(|_| ())
    }

    /// Gives the ledger's answer to whoever asked.
    pub fn on_answer(request: &EscrowRequest, outcome: &Outcome) {
        // Whoever it is: what nobody asks for any more is over.
        let _ = Marketplace::on_answer(request, outcome) || Settlement::on_answer(request, outcome);
    }

    /// What [`Self::on_answer`] costs at most.
    pub fn answer_weight() -> Weight {
        Marketplace::answer_weight().saturating_add(Settlement::answer_weight())
    }
}

impl pallet_marketplace::AskLedger for Escrow {
    fn ask(request: EscrowRequest) -> DispatchResult {
        Self::send(request)
    }
}

impl pallet_settlement::AskLedger for Escrow {
    fn ask(request: EscrowRequest) -> DispatchResult {
        Self::send(request)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_lane() {
        crate::benchmarking::follow_hub();
    }
}

/// Whether this is a marketplace.
pub fn is_marketplace() -> bool {
    Shards::this_role() == ShardRole::Marketplace
}
