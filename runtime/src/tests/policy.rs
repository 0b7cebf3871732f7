//! The policy over every call there is: `docs/calls.md` is its table.

use std::{collections::BTreeMap, fmt::Write, fs, path::PathBuf};

use codec::Decode;
use icn_primitives::{admission::Standing, governance::Body, shard::ShardId, CooperativeId};
use pallet_admission::CallPolicy;
use polkadot_sdk::{frame_support::traits::GetCallMetadata, sp_runtime::traits::TrailingZeroInput};
use serde_json::json;

use super::chain::chain_with;
use crate::{decisions::decision_for, policy::Policy, RuntimeCall};

const STANDINGS: [Standing; 5] = [
    Standing::Member,
    Standing::Steward,
    Standing::Organisation,
    Standing::Operator,
    Standing::Federation,
];
const INTRODUCTION: &str = "\
# Who may send which call

Every call that a signed transaction may hold, by the role of who signs. What isn't in the table \
nobody can send: it is [decided](#what-is-decided), or the chain does it by itself. The pallets check \
again what only they know. The tables are written from the runtime's own policy: \
`ICN_WRITE_DOCS=1 ./scripts/test --units`. `federation` is the account that stands in for decisions \
on a development chain; no other chain has one.

| call | member | steward | organisation | operator | federation | on |
|---|---|---|---|---|---|---|
";

const DECIDED: &str = "
## What is decided

What a [decision](governance.md) carries out, and of which kind it is at least, from standard over \
budget and bylaw to constitution: of a cooperative in its own matters, of several jointly for each of \
them, of the federation. `Utility.batch_all` takes what the most of its calls takes, and \
`Federation.decide_on`, which carries a call to another shard, what that call takes.

| call | cooperative | federation |
|---|---|---|
";

/// Every call, with arguments of zeros.
fn calls() -> BTreeMap<String, RuntimeCall> {
    let mut calls = BTreeMap::new();
    for pallet in 0..=u8::MAX {
        for index in 0..=u8::MAX {
            let bytes = [&[pallet, index][..], &[0; 4096]].concat();
            if let Ok(call) = RuntimeCall::decode(&mut TrailingZeroInput::new(&bytes)) {
                let name = call.get_call_metadata();
                calls.insert(format!("{}.{}", name.pallet_name, name.function_name), call);
            }
        }
    }
    calls
}

/// Who may send each call, on the shard with this number.
fn allowed_on(shard: ShardId) -> BTreeMap<String, [bool; 5]> {
    let role = if shard.0 == 0 { "Federation" } else { "Marketplace" };
    let changes = json!({ "shards": { "thisShard": shard, "thisRole": role } });
    chain_with(changes).execute_with(|| {
        let allowed = |call| STANDINGS.map(|standing| Policy::allows(standing, call));
        calls().iter().map(|(name, call)| (name.clone(), allowed(call))).collect()
    })
}

#[test]
fn every_call_can_be_looked_at() {
    let calls = calls();
    let modules = RuntimeCall::get_module_names();
    let expected = modules.iter().flat_map(|pallet| {
        let name = |call: &&str| format!("{pallet}.{call}");
        RuntimeCall::get_call_names(pallet).iter().map(name).collect::<Vec<_>>()
    });
    let missing: Vec<_> = expected.filter(|name| !calls.contains_key(name)).collect();
    assert!(missing.is_empty(), "arguments of zeros are none for {missing:?}");
}

#[test]
fn who_may_send_which_call_is_documented() {
    let (hub, spoke) = (allowed_on(ShardId(0)), allowed_on(ShardId(1)));
    let mut page = INTRODUCTION.to_owned();
    for (name, who) in &hub {
        let there = spoke[name];
        assert!(
            there == *who || !there.contains(&true),
            "{name}: on other shards the same may send it, or nobody"
        );
        if who.contains(&true) {
            let marks = who.map(|may| if may { "yes" } else { "" }).join(" | ");
            let shards = if there == *who { "all shards" } else { "the federation shard" };
            writeln!(page, "| `{name}` | {marks} | {shards} |").expect("text can be written");
        }
    }
    page += DECIDED;
    let own = Body::Cooperative(CooperativeId(0));
    for (name, call) in &calls() {
        let needed = [&own, &Body::Federation].map(|body| decision_for(body, call));
        let wraps = ["Federation.decide_on", "Utility.batch_all"].contains(&name.as_str());
        if !wraps && needed.iter().any(Option::is_some) {
            let kinds = needed.map(|kind| kind.map(|kind| format!("{kind:?}").to_lowercase()));
            let [own, federation] = kinds.map(Option::unwrap_or_default);
            writeln!(page, "| `{name}` | {own} | {federation} |").expect("text can be written");
        }
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/calls.md");
    if std::env::var_os("ICN_WRITE_DOCS").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/calls.md is stale: ICN_WRITE_DOCS=1 ./scripts/test --units");
}
