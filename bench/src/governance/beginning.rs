//! What a federation has before its first block, beside what its founders file says: members, and
//! rules by which they decide fast. The runtime itself makes it, in the state of the genesis; so
//! ten thousand members are there in seconds, as enrolments would have made them.

use std::fs;

use anyhow::{anyhow, Context, Result};
use icn_primitives::{
    governance::{GovernanceParameters, GovernanceRules, RuleMaker},
    SECOND,
};
use icn_runtime::{Did, Runtime, RuntimeOrigin};
use icn_tests::{
    federation::Federation,
    people::{hex, unhex},
};
use pallet_directory::Lanes;
use polkadot_sdk::{
    sp_core::storage::Storage, sp_runtime::traits::Dispatchable,
    sp_state_machine::BasicExternalities,
};
use serde_json::{Map, Value};

use crate::signing::Member;

/// Writes it into the chain specification of `federation`, which doesn't run yet.
pub fn write(
    federation: &Federation,
    rules: GovernanceRules,
    members: &[Vec<Member>],
) -> Result<()> {
    let mut spec: Value = serde_json::from_slice(&fs::read(&federation.spec)?)?;
    let top = spec["genesis"]["raw"]["top"].as_object_mut().context("no raw specification")?;
    let mut storage = Storage::default();
    for (key, value) in top.iter() {
        storage.top.insert(unhex(key)?, unhex(value.as_str().context("a value that is no text")?)?);
    }
    BasicExternalities::execute_with_storage(&mut storage, || begin(federation, rules, members))?;
    *top = storage
        .top
        .iter()
        .map(|(key, value)| (hex(key), Value::String(hex(value))))
        .collect::<Map<_, _>>();
    fs::write(&federation.spec, spec.to_string())?;
    Ok(())
}

/// Makes it in the present state.
fn begin(federation: &Federation, rules: GovernanceRules, members: &[Vec<Member>]) -> Result<()> {
    // Everybody proposes alone.
    let parameters = GovernanceParameters { proposal_reputation: 0, ..Default::default() };
    pallet_governance::Parameters::<Runtime>::put(parameters);
    let genesis = Did::genesis_hash();
    for (founder, members) in federation.cooperatives.iter().zip(members) {
        for member in members {
            let maker = RuleMaker::Cooperative(member.cooperative());
            pallet_governance::Rules::<Runtime>::insert(maker, rules);
            let steward = RuntimeOrigin::signed(founder.steward.account());
            let enrolment = member.enrolment(member.consent(genesis, SECOND));
            enrolment
                .dispatch(steward)
                .map_err(|failed| anyhow!("a member can't be enrolled: {:?}", failed.error))?;
        }
    }
    // Nobody runs the other shards, so the directory tells them nothing.
    let last = pallet_directory::LastChange::<Runtime>::get();
    for shard in <Runtime as pallet_directory::Config>::Lanes::destinations() {
        pallet_directory::SentTo::<Runtime>::insert(shard, last);
    }
    Ok(())
}
