//! What cooperatives decide: the origins of decisions, which decision each call takes, and what
//! governance asks of the other pallets.

use alloc::{vec, vec::Vec};
use codec::{DecodeLimit, Encode};
use icn_primitives::{
    credential::{attestation_schema, CredentialStatus},
    governance::{Body, DecisionKind, JointBody, ProposalId},
    ledger::Treasury,
    reputation::{Act, Category, GiveReputation, ReadReputation, Score, Source, VotingPower},
    seat::MAX_SEATS,
    AccountId, CooperativeId, Did, Hash, Moment,
};
use pallet_governance::{Origin, Parameters as GovernanceParameters};
use polkadot_sdk::{
    frame_support::{
        parameter_types,
        traits::{ConstU32, EitherOfDiverse, EnsureOrigin, EnsureOriginWithArg},
        weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight},
        MAX_EXTRINSIC_DEPTH,
    },
    pallet_utility,
    sp_io::hashing::blake2_256,
};

use crate::{
    limits::BLOCK_MILLIS, weights, Cooperatives, Credentials, Did as Dids, Reputation, Runtime,
    RuntimeCall, RuntimeOrigin, Timestamp,
};

/// A decision of the federation: voted on here, or come from the hub. The development preset's
/// authority gives it as well.
pub type FederationDecision = EitherOfDiverse<
    pallet_federation::EnsureDecision<Runtime>,
    pallet_governance::EnsureFederation<Runtime>,
>;

parameter_types! {
    /// A quarter of a block: members' transactions get the rest.
    pub const AgendaWeight: Weight =
        Weight::from_parts(BLOCK_MILLIS * WEIGHT_REF_TIME_PER_MILLIS / 4, u64::MAX / 4);
}

impl pallet_governance::Config for Runtime {
    type Time = Timestamp;
    type Members = Members;
    type Reputation = Reputations;
    type Calls = Decidable;
    type Attestations = Attestations;
    type AgendaWeight = AgendaWeight;
    type MaxCooperatives = ConstU32<MAX_SEATS>;
    type MaxDelegators = ConstU32<100>;
    type MaxOpenPerPerson = ConstU32<20>;
    type MaxOpenPerCooperative = ConstU32<1_000>;
    type WeightInfo = weights::pallet_governance::WeightInfo<Runtime>;
}

/// Whoever decides here, as the other shards are told.
pub struct Bodies;

impl EnsureOrigin<RuntimeOrigin> for Bodies {
    type Success = pallet_federation::Origin;

    fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
        use pallet_federation::Origin as There;
        let decided: Result<Origin, RuntimeOrigin> = origin.into();
        Ok(match decided? {
            Origin::Federation { .. } => There::Federation,
            Origin::Cooperative { cooperative, proposal, .. } => There::Cooperatives {
                cooperatives: JointBody::truncate_from(vec![cooperative]),
                proposal,
            },
            Origin::Joint { cooperatives, proposal, .. } => {
                There::Cooperatives { cooperatives, proposal }
            }
        })
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        pallet_governance::EnsureFederation::<Runtime>::try_successful_origin()
    }
}

/// Whether a decision is also one of `cooperative`: its own, or a joint one, which passed there too.
fn decides_for(origin: &Origin, cooperative: CooperativeId) -> bool {
    match origin {
        Origin::Cooperative { cooperative: own, .. } => *own == cooperative,
        Origin::Joint { cooperatives, .. } => cooperatives.contains(&cooperative),
        Origin::Federation { .. } => false,
    }
}

/// A decision of the body to whose matters something belongs.
pub struct OwnDecision;

impl EnsureOriginWithArg<RuntimeOrigin, CooperativeId> for OwnDecision {
    type Success = ();

    fn try_origin(origin: RuntimeOrigin, id: &CooperativeId) -> Result<(), RuntimeOrigin> {
        let decided: Result<Origin, RuntimeOrigin> = origin.into();
        let decided = decided?;
        decides_for(&decided, *id).then_some(()).ok_or_else(|| decided.into())
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin(id: &CooperativeId) -> Result<RuntimeOrigin, ()> {
        let (cooperative, kind) = (*id, DecisionKind::Constitution);
        Ok(Origin::Cooperative { cooperative, kind, proposal: ProposalId::default() }.into())
    }
}

impl EnsureOriginWithArg<RuntimeOrigin, Treasury> for OwnDecision {
    type Success = ();

    fn try_origin(origin: RuntimeOrigin, treasury: &Treasury) -> Result<(), RuntimeOrigin> {
        match treasury {
            Treasury::Cooperative(id) => Self::try_origin(origin, id),
            Treasury::Federation => FederationDecision::try_origin(origin).map(|_| ()),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin(treasury: &Treasury) -> Result<RuntimeOrigin, ()> {
        match treasury {
            Treasury::Cooperative(id) => Self::try_successful_origin(id),
            Treasury::Federation => FederationDecision::try_successful_origin(),
        }
    }
}

/// Which calls can be decided, and what each takes. This is the one place for it; each call checks
/// its origin as well.
pub struct Decidable;

impl pallet_governance::DecidableCalls<RuntimeCall> for Decidable {
    fn may_decide(body: &Body, kind: DecisionKind, call: &RuntimeCall) -> bool {
        // What benchmarks propose: the longest call for what it does.
        #[cfg(feature = "runtime-benchmarks")]
        if matches!(call, RuntimeCall::System(polkadot_sdk::frame_system::Call::remark { .. })) {
            return true;
        }
        decision_for(body, call).is_some_and(|needed| kind >= needed)
    }
}

/// Of which kind at least a decision of `body` is that carries out `call`; `None`: it can't decide
/// that.
pub fn decision_for(body: &Body, call: &RuntimeCall) -> Option<DecisionKind> {
    decision_at(Place::Here, body, call)
}

/// Where a call runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// On the federation shard, which decides.
    Here,
    /// On a shard to which the decision goes. From there it goes no further.
    Elsewhere,
}

/// [`decision_for`] of a call that runs in this place.
pub(crate) fn decision_at(place: Place, body: &Body, call: &RuntimeCall) -> Option<DecisionKind> {
    match call {
        // As much as what takes most of it. Only where all of it takes effect or nothing does.
        RuntimeCall::Utility(pallet_utility::Call::batch_all { calls }) => {
            calls.iter().try_fold(DecisionKind::Standard, |most, call| {
                // What has a timelock and a veto of its own is decided by itself.
                let alone = matches!(
                    call,
                    RuntimeCall::Governance(pallet_governance::Call::record_evolution { .. })
                );
                (!alone)
                    .then(|| decision_at(place, body, call))
                    .flatten()
                    .map(|kind| most.max(kind))
            })
        }
        // This pallet checks kind and body of its own calls, too.
        RuntimeCall::Governance(call) => governance_decision(call),
        RuntimeCall::Federation(pallet_federation::Call::decide_on { call, .. }) => match place {
            // There it takes what it would take here; what can't be read here takes most.
            Place::Here => Some(
                RuntimeCall::decode_all_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut &call[..])
                    .ok()
                    .and_then(|call| decision_at(Place::Elsewhere, body, &call))
                    .unwrap_or(DecisionKind::Constitution),
            ),
            Place::Elsewhere => None,
        },
        _ if place == Place::Here && is_kept_elsewhere(call) => None,
        _ => match body {
            Body::Federation => federation_decision(call),
            Body::Cooperative(_) | Body::Joint(_) => own_decision(call),
        },
    }
}

/// Whether the federation shard has nothing of what `call` is about.
fn is_kept_elsewhere(call: &RuntimeCall) -> bool {
    matches!(
        call,
        RuntimeCall::Marketplace(_)
            | RuntimeCall::Settlement(_)
            | RuntimeCall::Exchange(_)
            | RuntimeCall::Resources(_)
            | RuntimeCall::Storage(_)
    )
}

/// What a body decides about how it decides.
fn governance_decision(call: &pallet_governance::Call<Runtime>) -> Option<DecisionKind> {
    use pallet_governance::Call::*;
    match call {
        set_rules { .. } | set_parameters { .. } => Some(DecisionKind::Constitution),
        adopt_text { .. } => Some(DecisionKind::Bylaw),
        record_evolution { .. } => Some(DecisionKind::Standard),
        _ => None,
    }
}

/// What a cooperative decides about its own members, money and rules.
fn own_decision(call: &RuntimeCall) -> Option<DecisionKind> {
    use pallet_cooperatives::Call as Cooperatives;
    use DecisionKind::{Budget, Bylaw, Constitution, Standard};

    match call {
        RuntimeCall::Cooperatives(call) => match call {
            Cooperatives::grant_role { .. }
            | Cooperatives::revoke_role { .. }
            | Cooperatives::restore_member { .. } => Some(Standard),
            Cooperatives::suspend_member { .. } | Cooperatives::expel_member { .. } => Some(Bylaw),
            Cooperatives::set_rules { .. } | Cooperatives::set_profile { .. } => Some(Constitution),
            _ => None,
        },
        RuntimeCall::Ledger(call) => money_decision(call),
        // On a marketplace. What is agreed there moves what the cooperative has.
        RuntimeCall::Exchange(pallet_exchange::Call::decide { .. })
        | RuntimeCall::Resources(pallet_resources::Call::decide_booking { .. }) => Some(Budget),
        RuntimeCall::Marketplace(pallet_marketplace::Call::resolve { .. }) => Some(Standard),
        _ => None,
    }
}

/// What the federation decides about cooperatives, money, shards and software.
fn federation_decision(call: &RuntimeCall) -> Option<DecisionKind> {
    use pallet_cooperatives::Call as Cooperatives;
    use pallet_federation::Call as Federation;
    use pallet_reputation::Call as Reputation;
    use pallet_seats::Call as Seats;
    use pallet_shards::Call as Shards;
    use DecisionKind::{Bylaw, Constitution, Standard};

    match call {
        RuntimeCall::Cooperatives(call) => match call {
            Cooperatives::admit { .. }
            | Cooperatives::decline { .. }
            | Cooperatives::restore { .. }
            | Cooperatives::grant_role { .. }
            | Cooperatives::set_profile { .. }
            | Cooperatives::grant_federation_role { .. }
            | Cooperatives::revoke_federation_role { .. } => Some(Standard),
            Cooperatives::suspend { .. }
            | Cooperatives::expel { .. }
            | Cooperatives::withdraw { .. }
            | Cooperatives::set_rules { .. } => Some(Bylaw),
            _ => None,
        },
        RuntimeCall::Seats(call) => match call {
            // What keeps the chain going is decided as fast as anything.
            Seats::suspend_seat { .. }
            | Seats::restore_seat { .. }
            | Seats::list_node { .. }
            | Seats::unlist_node { .. }
            | Seats::note_stalled { .. } => Some(Standard),
            Seats::set_parameters { .. } => Some(Bylaw),
            _ => None,
        },
        RuntimeCall::Admission(pallet_admission::Call::set_parameters { .. }) => Some(Bylaw),
        RuntimeCall::Shards(Shards::register_shard { .. } | Shards::set_authorities { .. }) => {
            Some(Bylaw)
        }
        RuntimeCall::Reputation(call) => match call {
            Reputation::set_attestor { .. } => Some(Standard),
            // What votes weigh follows from them.
            Reputation::set_category { .. } | Reputation::set_parameters { .. } => {
                Some(Constitution)
            }
            _ => None,
        },
        RuntimeCall::Ledger(pallet_ledger::Call::set_parameters { .. }) => Some(Bylaw),
        RuntimeCall::Ledger(call) => money_decision(call),
        RuntimeCall::Federation(Federation::authorize_upgrade { .. }) => Some(Constitution),
        // On other shards.
        RuntimeCall::Marketplace(pallet_marketplace::Call::resolve { .. })
        | RuntimeCall::Storage(pallet_storage::Call::remove_anchor { .. }) => Some(Standard),
        RuntimeCall::Marketplace(pallet_marketplace::Call::set_parameters { .. })
        | RuntimeCall::Settlement(pallet_settlement::Call::set_parameters { .. })
        | RuntimeCall::Exchange(pallet_exchange::Call::set_parameters { .. })
        | RuntimeCall::Resources(pallet_resources::Call::set_parameters { .. })
        | RuntimeCall::Storage(pallet_storage::Call::set_parameters { .. }) => Some(Bylaw),
        _ => None,
    }
}

/// What a body decides about its treasury and its currencies.
fn money_decision(call: &pallet_ledger::Call<Runtime>) -> Option<DecisionKind> {
    use pallet_ledger::Call::*;
    match call {
        pay_from_treasury { .. }
        | issue_currency { .. }
        | set_default_limit { .. }
        | set_credit_limit { .. }
        | wind_down_currency { .. }
        | reopen_currency { .. }
        | close_currency { .. }
        | settle { .. } => Some(DecisionKind::Budget),
        _ => None,
    }
}

/// Members by their effective memberships.
pub struct Members;

impl pallet_governance::Members<AccountId> for Members {
    fn person(account: &AccountId) -> Option<Did> {
        Dids::did_of(account)
    }

    fn is_member(cooperative: CooperativeId, did: &Did) -> bool {
        Cooperatives::effective(cooperative, did).is_some()
    }

    fn was_member(cooperative: CooperativeId, did: &Did, moment: Moment) -> bool {
        Cooperatives::effective(cooperative, did)
            .is_some_and(|membership| membership.was_active(moment))
    }

    fn is_steward(cooperative: CooperativeId, did: &Did) -> bool {
        Cooperatives::is_steward(cooperative, did)
    }

    fn active_members(cooperative: CooperativeId) -> u32 {
        Cooperatives::active_members(cooperative)
    }

    fn takes_part(cooperative: CooperativeId) -> bool {
        Cooperatives::takes_part(cooperative)
    }

    fn active_cooperatives() -> u32 {
        Cooperatives::active_cooperatives()
    }

    fn cooperatives() -> Vec<CooperativeId> {
        pallet_cooperatives::ActiveCooperatives::<Runtime>::get().into_inner()
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_member(cooperative: CooperativeId, number: u32, steward: bool) -> (AccountId, Did) {
        crate::benchmarking::member(cooperative, number, steward)
    }
}

/// What taking part in decisions gives (S003).
pub struct Reputations;

/// Gives `points` for taking part in deciding `proposal`.
fn give(act: Act, to: &Did, category: Category, points: u32, proposal: ProposalId) {
    let points = Score::points(points.into());
    Reputation::award_or_note(Source::Act(act), to, category, points, evidence(proposal));
}

/// What shows that somebody took part in deciding `proposal`.
fn evidence(proposal: ProposalId) -> Hash {
    blake2_256(&("icn proposal 1", proposal).encode()).into()
}

impl pallet_governance::Reputation for Reputations {
    fn voting_power(did: &Did) -> VotingPower {
        <Reputation as ReadReputation>::voting_power(did)
    }

    fn proposal_creation(did: &Did) -> Score {
        <Reputation as ReadReputation>::score(did, Category::ProposalCreation)
    }

    fn voted(voter: &Did, proposal: ProposalId) {
        let points = GovernanceParameters::<Runtime>::get().vote_points;
        give(Act::VoteCast, voter, Category::Voting, points, proposal);
    }

    fn passed(proposer: &Did, proposal: ProposalId) {
        let points = GovernanceParameters::<Runtime>::get().accepted_points;
        give(Act::ProposalAccepted, proposer, Category::ProposalCreation, points, proposal);
    }
}

/// Software whose tests an attestor in development attests, by a credential with the schema
/// [`attestation_schema`] (S002).
pub struct Attestations;

impl pallet_governance::Attestations for Attestations {
    fn is_attested(artefact: &Hash, evidence: &Hash) -> bool {
        let Some((credential, status)) = Credentials::credential(*evidence) else { return false };
        status == CredentialStatus::Valid
            && credential.schema == attestation_schema(artefact)
            && pallet_reputation::Attestors::<Runtime>::get(credential.issuer)
                .is_some_and(|categories| categories.has(Category::Development))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_attested() -> [Hash; 2] {
        crate::benchmarking::attested()
    }
}
