//! What a federation has before its first block, beside what its founders file says: members, and
//! rules by which they decide fast.

use anyhow::Result;
use icn_primitives::governance::{GovernanceParameters, GovernanceRules, RuleMaker};
use icn_runtime::Runtime;
use icn_tests::federation::Federation;

use crate::{genesis, signing::Member, throughput};

/// Writes it into the chain specification of `federation`, which doesn't run yet.
pub fn write(
    federation: &Federation,
    rules: GovernanceRules,
    members: &[Vec<Member>],
) -> Result<()> {
    genesis::change(&federation.spec, || {
        // Everybody proposes alone.
        let parameters = GovernanceParameters { proposal_reputation: 0, ..Default::default() };
        pallet_governance::Parameters::<Runtime>::put(parameters);
        for member in members.iter().filter_map(|members| members.first()) {
            let maker = RuleMaker::Cooperative(member.cooperative());
            pallet_governance::Rules::<Runtime>::insert(maker, rules);
        }
        throughput::enrol_at_genesis(federation, members)?;
        genesis::tell_nobody();
        Ok(())
    })
}
