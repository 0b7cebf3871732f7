//! Everything that a new federation needs on a disk: specification, keys, start lines.

use anyhow::{Context, Result};
use polkadot_sdk::sp_core::{crypto::ExposeSecret, hexdisplay::HexDisplay};
use serde_json::{json, Value};
use std::{fmt::Write, path::Path};

use super::{
    files::{Access, NewDirectory},
    genesis::Specification,
    keys::ss58,
    plan::{ip_multiaddress, Place},
    settle::{Founding, Secrets, Settled, SettledFounder},
};

/// What has been made, for the summary.
pub struct Made {
    /// The federation.
    pub founding: Founding,
    /// Its specification.
    pub specification: Specification,
}

/// Makes the directory `out` for `founding` with the runtime `wasm`: all of it or nothing.
pub fn init(founding: Founding, wasm: &[u8], out: &Path) -> Result<Made> {
    let directory = NewDirectory::begin(out)?;
    let settled = &founding.settled;
    let specification = Specification::new(settled, wasm)?;
    let file = |end: &str| format!("{}{end}", settled.id);
    directory.write(file(".json"), specification.plain.as_bytes(), Access::Public)?;
    directory.write(file("-raw.json"), specification.raw.as_bytes(), Access::Public)?;
    let about = serde_json::to_string_pretty(&about(settled, &specification))? + "\n";
    directory.write("federation.json", about.as_bytes(), Access::Public)?;
    if founding.authority.is_none() {
        // With a development seed this file would leave out what makes that federation.
        directory.write("founders.toml", settled.to_toml().as_bytes(), Access::Public)?;
    }
    for (number, (founder, secrets)) in settled.founders.iter().zip(&founding.secrets).enumerate() {
        write_secrets(&directory, &Path::new("keys").join(&founder.domain), secrets)?;
        let script = start_script(settled, number);
        let path = Path::new("start").join(format!("{}.sh", founder.domain));
        directory.write(path, script.as_bytes(), Access::Program)?;
    }
    if let Some(authority) = &founding.authority {
        directory.write("keys/authority", &line(authority.expose_secret()), Access::Secret)?;
    }
    directory.finish()?;
    Ok(Made { founding, specification })
}

/// Writes `secrets` to the directory `at`:
/// `node.key` as `--node-key-file` reads it, `keystore/` as `--keystore-path` does, and in
/// `secrets/` a file for each key that a person keeps.
pub fn write_secrets(directory: &NewDirectory, at: &Path, secrets: &Secrets) -> Result<()> {
    if let Some(node) = &secrets.node {
        // 64 digits and no line break: with one, the node would take the file for a binary key.
        let key = HexDisplay::from(node).to_string();
        directory.write(at.join("node.key"), key.as_bytes(), Access::Secret)?;
    }
    for session in &secrets.session {
        let name =
            format!("{}{}", HexDisplay::from(&session.kind.0), HexDisplay::from(&session.public));
        let content = serde_json::to_vec(session.secret.expose_secret().as_str())?;
        directory.write(at.join("keystore").join(name), &content, Access::Secret)?;
    }
    for (role, secret) in &secrets.people {
        let path = at.join("secrets").join(role);
        directory.write(path, &line(secret.expose_secret()), Access::Secret)?;
    }
    Ok(())
}

fn line(text: &str) -> Vec<u8> {
    format!("{text}\n").into_bytes()
}

/// What everybody may know of the federation, for programs.
fn about(settled: &Settled, specification: &Specification) -> Value {
    let founders: Vec<Value> = settled
        .founders
        .iter()
        .enumerate()
        .map(|(id, founder)| {
            json!({
                "id": id,
                "legalName": founder.legal_name,
                "domain": founder.domain,
                "did": icn_primitives::Did(founder.key),
                "stewards": founder.stewards.iter()
                    .map(|key| icn_primitives::Did(*key))
                    .collect::<Vec<_>>(),
                "validator": ss58(&founder.key.account()),
                "operator": ss58(&founder.operator),
                "aura": ss58(&founder.aura.key.0.into()),
                "grandpa": ss58(&founder.grandpa.key.0.into()),
                "peerId": founder.peer_id.to_string(),
                "address": founder.multiaddress(),
                "port": founder.place.port,
                "rpcPort": founder.place.rpc_port,
                "prometheusPort": founder.place.prometheus_port,
                "start": format!("start/{}.sh", founder.domain),
                "keys": format!("keys/{}", founder.domain),
            })
        })
        .collect();
    json!({
        "name": settled.name,
        "id": settled.id,
        "development": settled.authority.is_some(),
        "authority": settled.authority.as_ref().map(ss58),
        "genesis": specification.genesis,
        "specification": format!("{}-raw.json", settled.id),
        "specificationSha256": specification.raw_sha256,
        "cooperatives": founders,
    })
}

/// What starts the validator of the founder `number`.
fn start_script(settled: &Settled, number: usize) -> String {
    let Some(founder) = settled.founders.get(number) else { return String::new() };
    let SettledFounder { domain, place, .. } = founder;
    let id = &settled.id;
    let warning = match settled.authority {
        Some(_) => "# For development only: everybody knows this federation's keys.\n",
        None => "",
    };
    let mut script = format!(
        "#!/bin/sh\n\
         # Starts the validator of {domain}. Further arguments are handed to the node.\n\
         {warning}\
         #\n\
         # ICN_NODE  the program (default: icn-node, from the PATH)\n\
         # ICN_KEYS  its keys: node.key and keystore/ (default: keys/{domain} beside start/)\n\
         # ICN_DATA  its database (default: data/{domain} beside start/)\n\
         set -eu\n\
         here=$(cd \"$(dirname \"$0\")/..\" && pwd)\n\
         keys=${{ICN_KEYS:-$here/keys/{domain}}}\n\
         data=${{ICN_DATA:-$here/data/{domain}}}\n\
         if [ ! -f \"$keys/node.key\" ] || [ ! -d \"$keys/keystore\" ]; then\n    \
             echo \"no keys of {domain} in $keys: put there what 'icn-node federation keys' made,\" \\\n        \
                  \"or name the place in ICN_KEYS\" >&2\n    \
             exit 1\n\
         fi\n\
         exec \"${{ICN_NODE:-icn-node}}\" \\\n"
    );
    let mut arguments = vec![
        format!("--chain \"$here/{id}-raw.json\""),
        "--base-path \"$data\"".to_owned(),
        "--keystore-path \"$keys/keystore\"".to_owned(),
        "--node-key-file \"$keys/node.key\"".to_owned(),
        "--validator".to_owned(),
        // The node refuses names with dots.
        format!("--name {}", node_name(domain)),
    ];
    let Place { listen, port, rpc_port, prometheus_port, .. } = place;
    arguments.push(match listen {
        Some(ip) => format!("--listen-addr {}/tcp/{port}", ip_multiaddress(ip)),
        None => format!("--port {port}"),
    });
    arguments.push(format!("--rpc-port {rpc_port}"));
    arguments.push(format!("--prometheus-port {prometheus_port}"));
    arguments.push(format!("--public-addr {}/tcp/{port}", place.host.multiaddress()));
    // Only the nodes that the chain lists may connect, so nobody is searched for nearby.
    arguments.push("--no-mdns".to_owned());
    if settled.founders.iter().any(|founder| founder.place.host.is_private()) {
        arguments.push("--allow-private-ip".to_owned());
    }
    let others = settled.founders.iter().enumerate().filter(|(other, _)| *other != number);
    for (_, other) in others {
        arguments.push(format!("--reserved-nodes {}", other.multiaddress()));
    }
    for argument in arguments {
        let _ = writeln!(script, "    {argument} \\");
    }
    script += "    \"$@\"\n";
    script
}

/// The domain as a node's name in logs and telemetry: without dots, less than 64 characters.
fn node_name(domain: &str) -> String {
    domain.replace('.', "-").chars().take(63).collect()
}

/// What a person reads after the federation was made.
pub fn summary(made: &Made, out: &Path) -> String {
    let Made { founding, specification } = made;
    let settled = &founding.settled;
    let mut rows = vec![[
        "no.".to_owned(),
        "cooperative".into(),
        "node".into(),
        "rpc".into(),
        "metrics".into(),
        "peer id".into(),
        "keys made here".into(),
    ]];
    for (number, (founder, secrets)) in settled.founders.iter().zip(&founding.secrets).enumerate() {
        let SettledFounder { domain, place, peer_id, .. } = founder;
        rows.push([
            number.to_string(),
            domain.clone(),
            format!("{}:{}", bracketed(&place.host.to_string()), place.port),
            place.rpc_port.to_string(),
            place.prometheus_port.to_string(),
            peer_id.to_string(),
            made_here(secrets),
        ]);
    }
    let out = out.display();
    let mut text = table(&rows);
    if founding.authority.is_some() {
        text +=
            "\nFOR DEVELOPMENT ONLY: everybody knows the keys of this federation, and the key in \
                 keys/authority decides alone.\n";
    }
    let _ = write!(
        text,
        "\n\
         specification  {out}/{id}-raw.json\n\
         its SHA-256    {sha}\n\
         genesis        {genesis:?}\n\
         compare        {compare}   (the first half of the SHA-256, to be read over the phone)\n\
         start          {out}/start/<domain>.sh\n",
        id = settled.id,
        sha = specification.raw_sha256,
        genesis = specification.genesis,
        compare = for_the_phone(&specification.raw_sha256),
    );
    text
}

/// Half of a hash, in groups that can be read aloud. Two files that agree in it are the same, as
/// long as nobody has spent 2^64 attempts on making two.
fn for_the_phone(hash: &str) -> String {
    let digits: Vec<char> = hash.chars().take(32).collect();
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

fn bracketed(host: &str) -> String {
    match host.contains(':') {
        true => format!("[{host}]"),
        false => host.to_owned(),
    }
}

fn made_here(secrets: &Secrets) -> String {
    let mut made: Vec<&str> = secrets.people.iter().map(|(role, _)| role.as_str()).collect();
    made.extend((!secrets.session.is_empty()).then_some("session"));
    made.extend(secrets.node.map(|_| "node"));
    match made.is_empty() {
        true => "none".to_owned(),
        false => made.join(", "),
    }
}

/// `rows` with their columns one below the other.
fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: [usize; N] = std::array::from_fn(|column| width(column).unwrap_or(0));
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> =
            row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        let _ = writeln!(text, "{}", cells.join("  ").trim_end());
    }
    text
}

/// The runtime that a federation begins with: the one in `file`, or the one of this program.
pub fn runtime(file: Option<&Path>) -> Result<Vec<u8>> {
    match file {
        Some(file) => std::fs::read(file).with_context(|| format!("can't read {}", file.display())),
        None => icn_runtime::WASM_BINARY.map(<[u8]>::to_vec).context(
            "this icn-node was built without its runtime; name the runtime's file in --runtime",
        ),
    }
}
