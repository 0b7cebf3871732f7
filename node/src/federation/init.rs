//! Everything that a new federation needs on a disk: specifications, keys, start lines.

use anyhow::{Context, Result};
use polkadot_sdk::{
    sp_core::{crypto::ExposeSecret, hexdisplay::HexDisplay},
    sp_io::hashing::sha2_256,
};
use serde_json::{json, Value};
use std::{fmt::Write, net::IpAddr, path::Path};

use super::{
    files::{Access, NewDirectory},
    genesis::{specifications, Runtime, Specification},
    keys::ss58,
    plan::{ip_multiaddress, Place, Ports, Shard},
    settle::{Founding, Secrets, Session, Settled, SettledFounder},
};
use crate::shards::{port_of, LIST};

/// Where the specifications are: the directory that `--chain` names.
pub const CHAIN: &str = "chain";

/// What has been made, for the summary.
pub struct Made {
    /// The federation.
    pub founding: Founding,
    /// The specifications of its shards, in the order of their numbers.
    pub specifications: Vec<Specification>,
}

/// Makes the directory `out` for `founding` with this runtime: all of it or nothing.
pub fn init(founding: Founding, runtime: &Runtime, out: &Path) -> Result<Made> {
    let directory = NewDirectory::begin(out)?;
    let settled = &founding.settled;
    let specifications = specifications(settled, runtime)?;
    for Specification { shard, plain, raw, .. } in &specifications {
        let file = |end: &str| Path::new(CHAIN).join(format!("{}{end}", shard.name));
        directory.write(file(".plain.json"), plain.as_bytes(), Access::Public)?;
        directory.write(file(".json"), raw.as_bytes(), Access::Public)?;
    }
    let list = Path::new(CHAIN).join(LIST);
    directory.write(list, shard_list(settled).as_bytes(), Access::Public)?;
    let about = serde_json::to_string_pretty(&about(settled, &specifications))? + "\n";
    directory.write("federation.json", about.as_bytes(), Access::Public)?;
    if !settled.development {
        // With a development seed this file would leave out what makes that federation.
        directory.write("founders.toml", settled.to_toml().as_bytes(), Access::Public)?;
    }
    for (founder, secrets) in settled.founders.iter().zip(&founding.secrets) {
        write_secrets(&directory, &Path::new("keys").join(&founder.domain), secrets)?;
        let script = start_script(settled, founder);
        let path = Path::new("start").join(format!("{}.sh", founder.domain));
        directory.write(path, script.as_bytes(), Access::Program)?;
    }
    if let Some(authority) = &founding.authority {
        directory.write("keys/authority", &line(authority.expose_secret()), Access::Secret)?;
    }
    directory.finish()?;
    Ok(Made { founding, specifications })
}

/// The shards with their numbers, as a node reads them.
fn shard_list(settled: &Settled) -> String {
    let mut list = format!("# The shards of {}: beside each name stands its file.\n", settled.name);
    for (number, shard) in settled.numbered() {
        list += &list_entry(number, shard);
    }
    list
}

/// A shard in the list of shards.
pub fn list_entry(number: u32, shard: &Shard) -> String {
    let (name, role) = (&shard.name, shard.role_name());
    format!("\n[[shard]]\nnumber = {number}\nname = \"{name}\"\nrole = \"{role}\"\n")
}

/// Writes `secrets` to the directory `at`:
/// `node.key` as `--node-key-file` reads it, `keystore/` with a directory for each shard as
/// `--keystore-path` does, and in `secrets/` a file for each key that a person keeps.
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
        let path = at.join("keystore").join(&session.shard).join(name);
        directory.write(path, &content, Access::Secret)?;
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
fn about(settled: &Settled, specifications: &[Specification]) -> Value {
    let shards: Vec<Value> = (0..)
        .zip(specifications)
        .map(|(number, specification): (u32, _)| {
            let shard = &specification.shard;
            json!({
                "number": number,
                "name": shard.name,
                "role": shard.role_name(),
                "id": specification.id,
                "genesis": specification.genesis,
                "specification": format!("{CHAIN}/{}.json", shard.name),
                "specificationSha256": specification.raw_sha256,
            })
        })
        .collect();
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
                "peerId": founder.peer_id.to_string(),
                "prometheusPort": founder.place.prometheus_port,
                "shards": on_shards(founder, &settled.shards),
                "start": format!("start/{}.sh", founder.domain),
                "keys": format!("keys/{}", founder.domain),
            })
        })
        .collect();
    json!({
        "name": settled.name,
        "id": settled.id,
        "development": settled.development,
        "authority": settled.authority.as_ref().map(ss58),
        "chain": CHAIN,
        "shards": shards,
        "cooperatives": founders,
    })
}

/// What a founder's validator is on each shard.
fn on_shards(founder: &SettledFounder, shards: &[Shard]) -> Vec<Value> {
    shards
        .iter()
        .zip(&founder.place.ports)
        .zip(&founder.sessions)
        .map(|((shard, ports), Session { aura, grandpa })| {
            json!({
                "name": shard.name,
                "aura": ss58(&aura.key.0.into()),
                "grandpa": ss58(&grandpa.key.0.into()),
                "address": founder.multiaddress(ports),
                "port": ports.port,
                "rpcPort": ports.rpc_port,
            })
        })
        .collect()
}

/// What starts a founder's validator. The other founders' addresses stand in the specifications.
fn start_script(settled: &Settled, founder: &SettledFounder) -> String {
    let SettledFounder { domain, place, .. } = founder;
    let Place { listen, ports, prometheus_port, .. } = place;
    let Some(Ports { port, rpc_port }) = ports.first() else { return String::new() };
    let warning = match settled.development {
        true => "# For development only: everybody knows this federation's keys.\n",
        false => "",
    };
    let script = format!(
        "#!/bin/sh\n\
         # Starts the validator of {domain}. Further arguments are handed to the node.\n\
         {warning}\
         #\n\
         # ICN_NODE  the program (default: icn-node, from the PATH)\n\
         # ICN_KEYS  its keys: node.key and keystore/ (default: keys/{domain} beside start/)\n\
         # ICN_DATA  its databases (default: data/{domain} beside start/)\n\
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
        format!("--chain \"$here/{CHAIN}\""),
        "--base-path \"$data\"".to_owned(),
        "--keystore-path \"$keys/keystore\"".to_owned(),
        "--node-key-file \"$keys/node.key\"".to_owned(),
        "--validator".to_owned(),
        // The node refuses names with dots.
        format!("--name {}", node_name(domain)),
    ];
    arguments.push(listen_option(listen.as_ref(), *port));
    arguments.push(format!("--rpc-port {rpc_port}"));
    for (number, (shard, own)) in (0..).zip(settled.shards.iter().zip(ports)) {
        for (option, base, own) in
            [("--shard-port", *port, own.port), ("--shard-rpc-port", *rpc_port, own.rpc_port)]
        {
            if port_of(base, number) != Some(own) {
                arguments.push(format!("{option} {}={own}", shard.name));
            }
        }
    }
    arguments.push(format!("--prometheus-port {prometheus_port}"));
    arguments.push(format!("--public-addr {}/tcp/{port}", place.host.multiaddress()));
    // Only the nodes that the chain lists may connect, so nobody is searched for nearby.
    arguments.push("--no-mdns".to_owned());
    if settled.founders.iter().any(|founder| founder.place.host.is_private()) {
        arguments.push("--allow-private-ip".to_owned());
    }
    options_to_the_end(script, &arguments)
}

/// The option that says where a node listens: at this address, or at all of its machine's.
pub fn listen_option(listen: Option<&IpAddr>, port: u16) -> String {
    match listen {
        Some(ip) => format!("--listen-addr {}/tcp/{port}", ip_multiaddress(ip)),
        None => format!("--port {port}"),
    }
}

/// A script that ends with the node's options, one to a line, and the arguments that it is given.
pub fn options_to_the_end(mut script: String, options: &[String]) -> String {
    for option in options {
        let _ = writeln!(script, "    {option} \\");
    }
    script += "    \"$@\"\n";
    script
}

/// The domain as a node's name in logs and telemetry: without dots, less than 64 characters.
pub fn node_name(domain: &str) -> String {
    domain.replace('.', "-").chars().take(63).collect()
}

/// What a person reads after the federation was made.
pub fn summary(made: &Made, out: &Path) -> String {
    let Made { founding, specifications } = made;
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
        let ports = |port: fn(&Ports) -> u16| {
            let ports: Vec<String> = place.ports.iter().map(|p| port(p).to_string()).collect();
            ports.join(",")
        };
        rows.push([
            number.to_string(),
            domain.clone(),
            format!("{}:{}", bracketed(&place.host.to_string()), ports(|ports| ports.port)),
            ports(|ports| ports.rpc_port),
            place.prometheus_port.to_string(),
            peer_id.to_string(),
            made_here(secrets),
        ]);
    }
    let out = out.display();
    let mut text = table(&rows);
    if founding.settled.development {
        text += "\nFOR DEVELOPMENT ONLY: everybody knows the keys of this federation.\n";
    }
    if founding.authority.is_some() {
        text += "The key in keys/authority decides alone.\n";
    }
    let mut rows = vec![["no.".to_owned(), "shard".into(), "genesis".into(), "file".into()]];
    for (number, Specification { shard, genesis, .. }) in specifications.iter().enumerate() {
        let file = format!("{out}/{CHAIN}/{}.json", shard.name);
        rows.push([number.to_string(), shard.name.clone(), format!("{genesis:?}"), file]);
    }
    let all: String = specifications.iter().map(|spec| spec.raw.as_str()).collect();
    let sha256: String =
        sha2_256(all.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let _ = write!(
        text,
        "\n\
         {shards}\n\
         SHA-256  {sha256}   (of these files, one after the other)\n\
         compare  {compare}   (the first half of it, to be read over the phone)\n\
         start    {out}/start/<domain>.sh\n",
        shards = table(&rows),
        compare = for_the_phone(&sha256),
    );
    text
}

/// Half of a hash, in groups that can be read aloud. Two files that agree in it are the same, as
/// long as nobody has spent 2^64 attempts on making two.
pub fn for_the_phone(hash: &str) -> String {
    let digits: Vec<char> = hash.chars().take(32).collect();
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

/// A host as it stands before a port: an IPv6 address in brackets.
pub fn bracketed(host: &str) -> String {
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
pub fn table<const N: usize>(rows: &[[String; N]]) -> String {
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

/// The runtime that a federation begins with: the one in `file`, or else `own`.
pub fn runtime(file: Option<&Path>, own: Option<&[u8]>) -> Result<Vec<u8>> {
    match file {
        Some(file) => std::fs::read(file).with_context(|| format!("can't read {}", file.display())),
        None => own.map(<[u8]>::to_vec).context(
            "this icn-node was built without its runtime; name the runtime's file in --runtime",
        ),
    }
}
