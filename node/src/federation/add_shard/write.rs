//! Everything that a new shard needs on a disk: specification, keys, start scripts, registration.

use anyhow::Result;
use codec::Encode;
use polkadot_sdk::sp_core::bytes::to_hex;
use serde_json::{json, Value};
use std::path::Path;

use super::{check::Plan, Settled};
use crate::federation::{
    files::{Access, NewDirectory},
    genesis::{authorities, Specification},
    init::{list_entry, listen_option, node_name, options_to_the_end, write_secrets, CHAIN},
    plan::Ports,
    settle::Session,
};
use crate::shards::LIST;

/// What says to the federation shard that the new one is there.
pub const REGISTRATION: &str = "registration.json";
/// Where the session keys are with which operators call `seats.set_keys`.
pub const SET_KEYS: &str = "set-keys";

/// Makes the directory `out`: all of it or nothing.
pub fn write(
    plan: &Plan,
    settled: &[Settled],
    specification: &Specification,
    out: &Path,
) -> Result<()> {
    let directory = NewDirectory::begin(out)?;
    let shard = &plan.shard;
    let file = |end: &str| Path::new(CHAIN).join(format!("{}{end}", shard.name));
    directory.write(file(".plain.json"), specification.plain.as_bytes(), Access::Public)?;
    directory.write(file(".json"), specification.raw.as_bytes(), Access::Public)?;
    let list = Path::new(CHAIN).join(LIST);
    directory.write(list, list_entry(plan.number, shard).as_bytes(), Access::Public)?;
    let registration = registration(plan, settled, specification);
    directory.write(REGISTRATION, &pretty(&registration)?, Access::Public)?;
    for settled in settled {
        let domain = &settled.validator.domain;
        write_secrets(&directory, &Path::new("keys").join(domain), &settled.secrets)?;
        if let Some(ownership) = &settled.ownership {
            let keys = set_keys(plan.number, &settled.session, ownership);
            let path = Path::new(SET_KEYS).join(format!("{domain}.json"));
            directory.write(path, &pretty(&keys)?, Access::Public)?;
        }
        let path = Path::new("start").join(format!("{domain}.sh"));
        directory.write(path, start_script(plan, settled).as_bytes(), Access::Program)?;
    }
    directory.finish()
}

/// JSON for people.
pub fn pretty(value: &Value) -> Result<Vec<u8>> {
    Ok((serde_json::to_string_pretty(value)? + "\n").into_bytes())
}

/// What `icn federation register-shard` reads.
fn registration(plan: &Plan, settled: &[Settled], specification: &Specification) -> Value {
    json!({
        "shard": plan.number,
        "role": plan.shard.role,
        "genesis": specification.genesis,
        "authorities": authorities(settled.iter().map(|settled| &settled.session)),
    })
}

/// What `icn seat set-keys --from` reads: with it the federation shard takes note of the keys, so
/// that they serve nowhere else.
pub fn set_keys(shard: u32, session: &Session, ownership: &[u8]) -> Value {
    let keys = (session.aura.key, session.grandpa.key).encode();
    json!({
        "shard": shard,
        "sessionKeys": to_hex(&keys, false),
        "ownership": to_hex(ownership, false),
    })
}

/// What starts a validator in a process of its own.
fn start_script(plan: &Plan, settled: &Settled) -> String {
    let validator = &settled.validator;
    let (domain, shard) = (&validator.domain, &plan.shard.name);
    let place = &validator.place;
    let Ports { port, rpc_port } = place.ports;
    let script = format!(
        "#!/bin/sh\n\
         # Starts the validator of {domain} on the shard {shard}, in a process of its own. Further\n\
         # arguments are handed to the node.\n\
         #\n\
         # ICN_NODE      the program (default: icn-node, from the PATH)\n\
         # ICN_KEYS      its session keys: keystore/ (default: keys/{domain} beside start/)\n\
         # ICN_NODE_KEY  the key of its node, the same as on the other shards: that of the peer id\n\
         #               {peer_id} (default: node.key in ICN_KEYS)\n\
         # ICN_DATA      its database (default: data/{domain} beside start/)\n\
         # ICN_HUB_RPC   the federation shard's JSON-RPC (default: {hub_rpc})\n\
         set -eu\n\
         here=$(cd \"$(dirname \"$0\")/..\" && pwd)\n\
         keys=${{ICN_KEYS:-$here/keys/{domain}}}\n\
         node_key=${{ICN_NODE_KEY:-$keys/node.key}}\n\
         data=${{ICN_DATA:-$here/data/{domain}}}\n\
         if [ ! -f \"$node_key\" ] || [ ! -d \"$keys/keystore/{shard}\" ]; then\n    \
             echo \"no keys of {domain}: there must be $keys/keystore/{shard} and $node_key;\" \\\n        \
                  \"name the places in ICN_KEYS and ICN_NODE_KEY\" >&2\n    \
             exit 1\n\
         fi\n\
         exec \"${{ICN_NODE:-icn-node}}\" \\\n",
        peer_id = validator.peer_id,
        hub_rpc = validator.hub_rpc,
    );
    let mut options = vec![
        format!("--chain \"$here/{CHAIN}\""),
        format!("--shards {shard}"),
        format!("--hub-rpc \"${{ICN_HUB_RPC:-{}}}\"", validator.hub_rpc),
        "--base-path \"$data\"".to_owned(),
        "--keystore-path \"$keys/keystore\"".to_owned(),
        "--node-key-file \"$node_key\"".to_owned(),
        "--validator".to_owned(),
        format!("--name {}", node_name(&format!("{domain}-{shard}"))),
        // On the command line stand the ports of shard 0, and this one's are the same.
        listen_option(place.listen.as_ref(), port),
        format!("--shard-port {shard}={port}"),
        format!("--rpc-port {rpc_port}"),
        format!("--shard-rpc-port {shard}={rpc_port}"),
        format!("--prometheus-port {}", place.prometheus_port),
        format!("--public-addr {}/tcp/{port}", place.host.multiaddress()),
        // Only the nodes that the chain lists may connect, so nobody is searched for nearby.
        "--no-mdns".to_owned(),
    ];
    if plan.validators.iter().any(|validator| validator.place.host.is_private()) {
        options.push("--allow-private-ip".to_owned());
    }
    options_to_the_end(script, &options)
}
