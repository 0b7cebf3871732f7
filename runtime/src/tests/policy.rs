//! The policy over every call there is: `docs/calls.md` is its table.

use std::{collections::BTreeMap, fmt::Write, fs, path::PathBuf};

use codec::Decode;
use icn_primitives::{admission::Standing, governance::Body, shard::ShardId, CooperativeId};
use pallet_admission::CallPolicy;
use polkadot_sdk::{frame_support::traits::GetCallMetadata, sp_runtime::traits::TrailingZeroInput};
use serde_json::json;

use super::chain::chain_with;
use crate::{
    decisions::{decision_at, decision_for, Place},
    policy::Policy,
    RuntimeCall,
};

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
`Federation.decide_on`, which carries a call to another shard, what that call takes. What only other \
shards have, as a marketplace, is decided that way alone.

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

/// Shards by their roles, and how the page names them.
const ROLES: [(&str, &str); 3] = [
    ("Federation", "the federation shard"),
    ("Marketplace", "marketplaces"),
    ("Storage", "storage shards"),
];

/// Who may send each call, on a shard with this role.
fn allowed_on(role: &str) -> BTreeMap<String, [bool; 5]> {
    let shard = ShardId((role != "Federation").into());
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
    let allowed = ROLES.map(|(role, _)| allowed_on(role));
    let mut page = INTRODUCTION.to_owned();
    for name in allowed[0].keys() {
        let of = allowed.each_ref().map(|calls| calls[name]);
        let shards: Vec<_> = ROLES.iter().zip(of).filter(|(_, who)| who.contains(&true)).collect();
        let Some((_, who)) = shards.first() else { continue };
        assert!(
            shards.iter().all(|(_, other)| other == who),
            "{name}: where anybody may send it, the same may"
        );
        let marks = who.map(|may| if may { "yes" } else { "" }).join(" | ");
        let names: Vec<_> = shards.iter().map(|((_, name), _)| *name).collect();
        let on =
            if names.len() == ROLES.len() { "all shards".to_owned() } else { names.join(", ") };
        writeln!(page, "| `{name}` | {marks} | {on} |").expect("text can be written");
    }
    page += DECIDED;
    let own = Body::Cooperative(CooperativeId(0));
    for (name, call) in &calls() {
        let needed = [&own, &Body::Federation].map(|body| {
            decision_for(body, call).or_else(|| decision_at(Place::Elsewhere, body, call))
        });
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
