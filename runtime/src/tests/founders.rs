//! Four cooperatives that decide by votes of their stewards, and nobody who could decide alone.

use codec::Encode;
use icn_primitives::{
    governance::{Body, Choice, DecisionKind, GovernanceRules, JointBody, ProposalId, Stage},
    shard::ShardId,
    statement::Statement,
    CooperativeId, Hash, PublicKey, SigningKey, SECOND,
};
use polkadot_sdk::{frame_support::assert_ok, sp_io::TestExternalities, sp_runtime::DispatchError};
use serde_json::{json, Value};

use super::chain::{chain_with, merge, next_block, Person};
use crate::{Governance, Runtime, RuntimeCall};

/// By what their stewards are called.
const FOUNDERS: [&str; 4] = ["food", "care", "energy", "housing"];
/// The founders.
pub const FOOD: CooperativeId = CooperativeId(0);
pub const CARE: CooperativeId = CooperativeId(1);
pub const ENERGY: CooperativeId = CooperativeId(2);
pub const HOUSING: CooperativeId = CooperativeId(3);
/// Where they trade.
pub const MARKET: ShardId = ShardId(1);

/// The only steward of one of the founders.
pub fn steward(cooperative: CooperativeId) -> Person {
    Person::named(FOUNDERS[cooperative.0 as usize])
}

/// Votes take ten seconds, and nothing else takes time.
pub fn quick() -> GovernanceRules {
    GovernanceRules {
        deliberation: 0,
        voting: 10 * SECOND,
        timelock: 0,
        ..GovernanceRules::for_cooperative()
    }
}

/// Where four founders decide fast, and nobody could decide alone.
pub fn federation() -> TestExternalities {
    federation_with(json!({}))
}

/// [`federation`], with changes of its genesis.
pub fn federation_with(changes: Value) -> TestExternalities {
    let multibase = |key: SigningKey| PublicKey::from(key).to_multibase();
    let founder = |name: &&str| {
        json!({
            "legalName": format!("Cooperative {name}"),
            "domain": format!("{name}.example"),
            "key": multibase(Person::named(&format!("{name} organisation")).key()),
            "stewards": [multibase(Person::named(name).key())],
            "rules": { "recovery_stewards": 1, "recovery_delay": icn_primitives::DAY },
        })
    };
    let rules = |id: u32| json!([id, quick()]);
    let mut genesis = json!({
        "cooperatives": { "cooperatives": FOUNDERS.iter().map(founder).collect::<Vec<_>>() },
        "governance": { "federation": quick(), "cooperatives": [rules(0), rules(1), rules(2), rules(3)] },
        "federation": { "authority": Value::Null },
        "seats": { "seats": [] },
        "session": { "keys": [] },
    });
    merge(&mut genesis, changes);
    chain_with(genesis)
}

/// Enrols somebody in a cooperative for the first time.
pub fn enrol(cooperative: CooperativeId, who: &Person) {
    let consent = who.state(&Statement::Join { cooperative, did: who.did(), term: 0 });
    let (key, skills) = (who.key(), Default::default());
    let enroll = pallet_cooperatives::Call::enroll { cooperative, key, skills, consent };
    assert_ok!(steward(cooperative).dispatch(RuntimeCall::Cooperatives(enroll)));
}

/// A proposal of the steward of `sponsor`.
pub fn propose(
    sponsor: CooperativeId,
    body: Body,
    kind: DecisionKind,
    call: Option<RuntimeCall>,
) -> Result<ProposalId, DispatchError> {
    let id = pallet_governance::NextProposal::<Runtime>::get();
    let title = b"What we decide".to_vec().try_into().unwrap();
    let content = Hash::repeat_byte(9);
    let call = call.map(Box::new);
    let propose = pallet_governance::Call::propose { sponsor, body, kind, title, content, call };
    steward(sponsor).dispatch(RuntimeCall::Governance(propose)).map(|()| id)
}

/// The vote of the steward of `cooperative`.
pub fn vote(proposal: ProposalId, cooperative: CooperativeId, choice: Choice) {
    let vote = pallet_governance::Call::cast_vote { proposal, cooperative, choice, delegators: 0 };
    assert_ok!(steward(cooperative).dispatch(RuntimeCall::Governance(vote)));
}

/// Blocks until the vote has closed and what follows from it has happened.
fn until_decided(proposal: ProposalId) -> Stage {
    for _ in 0..20 {
        next_block();
        let stage = Governance::proposal(proposal).unwrap().proposal.stage;
        if stage.is_final() {
            return stage;
        }
    }
    panic!("it is not decided")
}

/// The votes of these cooperatives' stewards, and what comes of them.
pub fn decided(
    sponsor: CooperativeId,
    body: Body,
    kind: DecisionKind,
    call: Option<RuntimeCall>,
    votes: &[(CooperativeId, Choice)],
) -> Stage {
    let id = propose(sponsor, body, kind, call).expect("it is proposed");
    next_block();
    for (cooperative, choice) in votes {
        vote(id, *cooperative, *choice);
    }
    until_decided(id)
}

/// All four are for it.
pub fn all() -> Vec<(CooperativeId, Choice)> {
    (0..4).map(|id| (CooperativeId(id), Choice::Approve)).collect()
}

/// The decision that has `call` carried out on another shard.
pub fn elsewhere(shard: ShardId, call: impl Into<RuntimeCall>) -> RuntimeCall {
    let call = call.into().encode().try_into().expect("a message holds it");
    let decide = pallet_federation::Call::decide_on { shard, call, expires_at: None };
    RuntimeCall::Federation(decide)
}

/// All of these cooperatives decide together, or the only one for itself, that `call` be carried
/// out on another shard.
pub fn decide_there(
    cooperatives: &[CooperativeId],
    kind: DecisionKind,
    shard: ShardId,
    call: impl Into<RuntimeCall>,
) {
    let body = match cooperatives {
        [one] => Body::Cooperative(*one),
        several => Body::Joint(JointBody::truncate_from(several.to_vec())),
    };
    let votes: Vec<_> = cooperatives.iter().map(|id| (*id, Choice::Approve)).collect();
    let stage = decided(cooperatives[0], body, kind, Some(elsewhere(shard, call)), &votes);
    assert_eq!(stage, Stage::Executed);
}
