//! The genesis of a shard that joins: its first seats and their keys from its file, all else from
//! the federation as it is now.
//!
//! Its light client of the federation shard begins with the set that is due there now, so that it
//! need not follow every change since the federation was founded. Persons, cooperatives and all
//! other seats come with the directory's messages.

use anyhow::Result;
use icn_primitives::{shard::ShardRole, ShardId};
use polkadot_sdk::sc_chain_spec::GenericChainSpec;
use serde_json::{json, Value};

use super::{check::Plan, hub::Hub, Settled};
use crate::federation::{
    genesis::{
        boot_node, chain_spec_of, first_session_keys, followed, seat, session_keys, Names, Runtime,
        Specification,
    },
    keys::ss58,
};

/// The specification of the shard in `plan` with this runtime. The same plan, keys, runtime
/// and block of the hub give the same bytes.
pub fn specification(
    plan: &Plan,
    settled: &[Settled],
    hub: &Hub,
    runtime: &Runtime,
) -> Result<Specification> {
    let patch = patch(plan, settled, hub);
    let spec = chain_spec(plan, settled, hub, patch.clone(), runtime.wasm())?;
    Specification::new(&plan.shard, spec, patch, runtime)
}

fn chain_spec(
    plan: &Plan,
    settled: &[Settled],
    hub: &Hub,
    patch: Value,
    wasm: &[u8],
) -> Result<GenericChainSpec> {
    let mut boot_nodes = settled
        .iter()
        .map(|validator| boot_node(&validator.multiaddress()))
        .collect::<Result<Vec<_>>>()?;
    boot_nodes.extend(plan.boot.iter().cloned());
    let shard = &plan.shard.name;
    let names = Names {
        name: format!("{} {shard}", hub.name),
        id: format!("{}-{shard}", word_of(&hub.name)),
        development: hub.development,
    };
    Ok(chain_spec_of(names, boot_nodes, patch, wasm))
}

/// What differs from the runtime's default genesis.
fn patch(plan: &Plan, settled: &[Settled], hub: &Hub) -> Value {
    let seats: Vec<Value> = settled
        .iter()
        .map(|Settled { validator, .. }| {
            let seat_there = &validator.seat.seat;
            let nodes = validator.seat.node_keys.iter().map(|key| key.to_vec()).collect();
            seat(validator.cooperative.0, &seat_there.validator, &seat_there.operator, nodes)
        })
        .collect();
    let keys: Vec<Value> = settled
        .iter()
        .map(|Settled { validator, session, .. }| {
            json!([plan.number, validator.cooperative, session_keys(session)])
        })
        .collect();
    let session: Vec<Value> = settled
        .iter()
        .map(|Settled { validator, session, .. }| {
            let seat = &validator.seat.seat;
            first_session_keys(&seat.validator, &seat.operator, session)
        })
        .collect();
    let authorities: Vec<String> =
        hub.authorities.iter().map(|(key, _)| ss58(&key.clone().into_inner().0.into())).collect();
    let federation =
        followed(ShardId(0), ShardRole::Federation, Some(hub.genesis), &authorities, hub.set_id);
    json!({
        "seats": { "seats": seats, "parameters": hub.seat_parameters, "keys": keys },
        "session": { "keys": session },
        "admission": { "parameters": hub.quota_parameters },
        "shards": {
            "thisShard": ShardId(plan.number),
            "thisRole": plan.shard.role,
            "shards": [federation],
        },
    })
}

/// A name as a word for machines: lower-case letters and digits, with hyphens between them.
fn word_of(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_federations_name_becomes_a_word() {
        assert_eq!(word_of("Federation of the Valley"), "federation-of-the-valley");
        assert_eq!(word_of(" Ñandú & Co. "), "and-co");
    }
}
