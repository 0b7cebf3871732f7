//! What each shard is for, and what to say to whoever asks the wrong one.

use icn_primitives::shard::ShardRole;
use serde_json::Value as Json;

use crate::{
    chain::Chain,
    failure::{Failure, Result},
};

/// Pallets of which the federation shard has nothing, and the role of the shards that do.
const KEPT_ELSEWHERE: [(&str, ShardRole); 5] = [
    ("Marketplace", ShardRole::Marketplace),
    ("Settlement", ShardRole::Marketplace),
    ("Exchange", ShardRole::Marketplace),
    ("Resources", ShardRole::Marketplace),
    ("Storage", ShardRole::Storage),
];

/// The role of the shards that have `pallet`, if the federation shard doesn't.
pub fn kept_elsewhere(pallet: &str) -> Option<ShardRole> {
    KEPT_ELSEWHERE.iter().find(|(name, _)| *name == pallet).map(|(_, role)| *role)
}

/// The role in words.
pub fn role_name(role: ShardRole) -> &'static str {
    match role {
        ShardRole::Federation => "the federation shard",
        ShardRole::Marketplace => "a marketplace",
        ShardRole::Storage => "a storage shard",
    }
}

/// That the node of `chain` is of a shard with this role.
pub async fn ensure_role(chain: &Chain, role: ShardRole) -> Result<()> {
    let this = chain.api("ShardsApi", "this_shard", Vec::new()).await?;
    check_role(&this, role)
}

/// That the node of `chain` is of this shard, and that it has this role.
pub async fn ensure_shard(chain: &Chain, shard: u32, role: ShardRole, url: &str) -> Result<()> {
    let this = chain.api("ShardsApi", "this_shard", Vec::new()).await?;
    if this[0] != shard {
        return Err(Failure::usage(format!(
            "the node at {url} is of shard {}, not of shard {shard}",
            crate::report::word(&this[0])
        )));
    }
    check_role(&this, role)
}

/// `this`: number and role.
fn check_role(this: &Json, role: ShardRole) -> Result<()> {
    let wanted = format!("{role:?}");
    let found = this[1].as_str().unwrap_or_default();
    if found == wanted {
        return Ok(());
    }
    let roles = [ShardRole::Federation, ShardRole::Marketplace, ShardRole::Storage];
    let named = roles.into_iter().find(|role| format!("{role:?}") == found);
    Err(Failure::usage(format!(
        "this node's shard is {} (shard {}), and this is the business of {}: name one of its nodes with --url",
        named.map_or(found, |role| role_name(role)),
        crate::report::word(&this[0]),
        role_name(role)
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn whoever_asks_the_wrong_shard_is_told_which_is_right() {
        assert!(check_role(&json!([1, "Marketplace"]), ShardRole::Marketplace).is_ok());
        let failure = check_role(&json!([0, "Federation"]), ShardRole::Storage).unwrap_err();
        assert_eq!(failure.kind.code(), 2);
        assert_eq!(
            failure.message,
            "this node's shard is the federation shard (shard 0), and this is the business of a storage shard: name one of its nodes with --url"
        );
    }

    #[test]
    fn every_pallet_that_the_federation_shard_has_nothing_of_is_known() {
        use icn_primitives::governance::{Body, DecisionKind};
        use icn_runtime::{decisions::decision_for, RuntimeCall};
        // What the federation can decide, but not there.
        for (pallet, name, call) in crate::runtime_calls::every_call() {
            let there = pallet_federation::Call::decide_on {
                shard: icn_primitives::ShardId(1),
                call: codec::Encode::encode(&call).try_into().unwrap_or_default(),
                expires_at: None,
            };
            let there = decision_for(&Body::Federation, &RuntimeCall::Federation(there));
            let here = decision_for(&Body::Federation, &call);
            let elsewhere = here.is_none() && there != Some(DecisionKind::Constitution);
            assert!(!elsewhere || kept_elsewhere(&pallet).is_some(), "{pallet}.{name}");
            assert!(here.is_none() || kept_elsewhere(&pallet).is_none(), "{pallet}.{name}");
        }
    }
}
