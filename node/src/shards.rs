//! Which of a federation's shards this process runs, and at which ports.
//!
//! `icn-node federation init` writes a directory with one specification for each shard and
//! [`LIST`], which numbers them. `--chain` names the directory, `--shards` some of its shards. On
//! the command line stands what holds for shard 0; each other shard's ports are [`PORT_STEP`] times
//! its number above that, its own as well as those of the peers that the operator names.

use polkadot_sdk::{
    sc_cli::RunCmd,
    sc_network::{config::MultiaddrWithPeerId, multiaddr::Protocol, Multiaddr},
};
use serde::Deserialize;
use std::path::{Path, PathBuf};

use crate::cli::Cli;

/// The name of shard 0, which every federation has.
pub const FEDERATION: &str = "federation";
/// The file beside the specifications that numbers the shards.
pub const LIST: &str = "shards.toml";
/// How far a shard's ports are above those of the shard before it.
pub const PORT_STEP: u16 = 100;
/// The federation shard's port for other nodes.
pub const DEFAULT_PORT: u16 = 30_333;
/// The federation shard's port for clients.
pub const DEFAULT_RPC_PORT: u16 = 9_944;

/// One shard of a federation.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Shard {
    /// Its number; 0 is the federation shard.
    pub number: u32,
    /// Its name, and that of its specification's file.
    pub name: String,
}

impl Shard {
    /// The shard that a chain counts as that isn't in anybody's list.
    fn federation() -> Self {
        Self { number: 0, name: FEDERATION.into() }
    }
}

/// The port of a shard, where the federation shard has `base`. `None` if there is no such port.
pub fn port_of(base: u16, shard: u32) -> Option<u16> {
    let step = u32::from(PORT_STEP).checked_mul(shard)?;
    u32::from(base).checked_add(step)?.try_into().ok()
}

/// The chains that the command line asks for, each with the options that hold for it alone.
pub fn chains(cli: &Cli) -> Result<Vec<(Shard, RunCmd)>, String> {
    let path = cli.run.shared_params.chain.as_deref().map(Path::new);
    let Some(directory) = path.filter(|path| path.is_dir()) else {
        let options =
            [cli.shards.is_empty(), cli.shard_port.is_empty(), cli.shard_rpc_port.is_empty()];
        if options.contains(&false) {
            return Err(
                "--shards, --shard-port and --shard-rpc-port choose among the shards of a \
                        federation: --chain must name the directory of its specifications"
                    .into(),
            );
        }
        let shard = path.and_then(listed).unwrap_or_else(Shard::federation);
        return Ok(vec![(shard, cli.run.clone())]);
    };
    let directory = Directory::read(directory)?;
    let known = [&cli.shard_port, &cli.shard_rpc_port];
    known.into_iter().flatten().try_for_each(|(name, _)| directory.named(name).map(drop))?;
    let mut run = cli.run.clone();
    // Made up anew for each chain otherwise.
    run.name = Some(run.name.unwrap_or_else(polkadot_sdk::sc_cli::generate_node_name));
    directory
        .chosen(&cli.shards)?
        .into_iter()
        .map(|shard| Ok((shard.clone(), options_of(&shard, &directory, cli, run.clone())?)))
        .collect()
}

/// What the list beside this specification says of it, if there is one.
fn listed(specification: &Path) -> Option<Shard> {
    let directory = Directory::read(specification.parent()?).ok()?;
    directory
        .shards
        .into_iter()
        .find(|shard| Some(shard.name.as_ref()) == specification.file_stem())
}

/// A federation's directory of specifications.
#[derive(Debug)]
struct Directory {
    path: PathBuf,
    /// In the order of their numbers.
    shards: Vec<Shard>,
}

impl Directory {
    fn read(path: &Path) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct List {
            shard: Vec<Shard>,
        }
        let list = path.join(LIST);
        let text = std::fs::read_to_string(&list).map_err(|error| {
            format!(
                "{}: {error}. A directory that --chain names holds what \"icn-node federation \
                 init\" writes to chain/: a specification for each shard, and {LIST}",
                list.display()
            )
        })?;
        let List { shard: mut shards } =
            toml::from_str(&text).map_err(|error| format!("{}: {error}", list.display()))?;
        shards.sort_by_key(|shard| shard.number);
        let twice = shards.windows(2).find_map(|pair| match pair {
            [one, two] if one.number == two.number => Some((one, two)),
            _ => None,
        });
        if let Some((one, two)) = twice {
            return Err(format!(
                "{}: {} and {} have the same number, {}",
                list.display(),
                one.name,
                two.name,
                one.number
            ));
        }
        Ok(Self { path: path.into(), shards })
    }

    fn specification(&self, shard: &Shard) -> PathBuf {
        self.path.join(format!("{}.json", shard.name))
    }

    fn named(&self, name: &str) -> Result<&Shard, String> {
        self.shards.iter().find(|shard| shard.name == name).ok_or_else(|| {
            let known: Vec<&str> = self.shards.iter().map(|shard| shard.name.as_str()).collect();
            format!(
                "there is no shard \"{name}\"; {} has {}",
                self.path.display(),
                known.join(", ")
            )
        })
    }

    /// The shards with these names; without any, all whose specifications are here.
    fn chosen(&self, names: &[String]) -> Result<Vec<Shard>, String> {
        let mut chosen: Vec<Shard> = match names.is_empty() {
            true => {
                let here = |shard: &&Shard| self.specification(shard).exists();
                self.shards.iter().filter(here).cloned().collect()
            }
            false => {
                let named = names.iter().map(|name| self.named(name).cloned());
                named.collect::<Result<_, _>>()?
            }
        };
        chosen.sort_by_key(|shard| shard.number);
        chosen.dedup();
        if let Some(absent) = chosen.iter().find(|shard| !self.specification(shard).exists()) {
            return Err(format!("{} is not there", self.specification(absent).display()));
        }
        if chosen.is_empty() {
            return Err(format!("there is no shard's specification in {}", self.path.display()));
        }
        Ok(chosen)
    }
}

/// `run` for one shard of a directory.
fn options_of(
    shard: &Shard,
    directory: &Directory,
    cli: &Cli,
    mut run: RunCmd,
) -> Result<RunCmd, String> {
    let own = |ports: &[(String, u16)]| {
        ports.iter().rev().find(|(name, _)| *name == shard.name).map(|(_, port)| *port)
    };
    run.shared_params.chain = Some(directory.specification(shard).display().to_string());
    if let Some(path) = &mut run.keystore_params.keystore_path {
        path.push(&shard.name);
    }

    let network = &mut run.network_params;
    let base = match network.listen_addr.first() {
        Some(address) => port_in(address).unwrap_or(DEFAULT_PORT),
        None => network.port.unwrap_or(DEFAULT_PORT),
    };
    let usual = port_of(base, shard.number);
    let port = own(&cli.shard_port).or(usual).ok_or_else(|| out_of_ports(shard, "--shard-port"))?;
    let step = i32::from(port) - i32::from(base);
    if network.listen_addr.is_empty() {
        network.port = Some(port);
    }
    for address in network.listen_addr.iter_mut().chain(&mut network.public_addr) {
        *address = moved(address, step)?;
    }
    let step = PORT_STEP.into();
    let step = i32::try_from(shard.number).ok().and_then(|number| number.checked_mul(step));
    let step = step.ok_or_else(|| out_of_ports(shard, "--shard-port"))?;
    for MultiaddrWithPeerId { multiaddr, .. } in
        network.bootnodes.iter_mut().chain(&mut network.reserved_nodes)
    {
        *multiaddr = moved(multiaddr, step)?;
    }

    let rpc = &mut run.rpc_params;
    if shard.number != 0 && !rpc.experimental_rpc_endpoint.is_empty() {
        return Err(
            "--experimental-rpc-endpoint names the port of one chain: let --chain name the \
                    file of that chain, or use --rpc-port and --shard-rpc-port"
                .into(),
        );
    }
    let usual = port_of(rpc.rpc_port.unwrap_or(DEFAULT_RPC_PORT), shard.number);
    let port = own(&cli.shard_rpc_port).or(usual);
    rpc.rpc_port = Some(port.ok_or_else(|| out_of_ports(shard, "--shard-rpc-port"))?);
    Ok(run)
}

fn out_of_ports(shard: &Shard, option: &str) -> String {
    format!(
        "the shard {} would have a port above 65535: give it one with {option} {}=…",
        shard.name, shard.name
    )
}

/// The port in an address.
fn port_in(address: &Multiaddr) -> Option<u16> {
    address.iter().find_map(|part| match part {
        Protocol::Tcp(port) | Protocol::Udp(port) => Some(port),
        _ => None,
    })
}

/// The address with its port `step` higher.
fn moved(address: &Multiaddr, step: i32) -> Result<Multiaddr, String> {
    let port = |port: u16| {
        u16::try_from(i32::from(port).saturating_add(step))
            .map_err(|_| format!("{address} with a port {step} higher is no address"))
    };
    address
        .iter()
        .map(|part| {
            Ok(match part {
                Protocol::Tcp(old) => Protocol::Tcp(port(old)?),
                Protocol::Udp(old) => Protocol::Udp(port(old)?),
                other => other,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    const TWO: &str = "[[shard]]\nnumber = 1\nname = \"marketplace\"\nrole = \"marketplace\"\n\
                       [[shard]]\nnumber = 0\nname = \"federation\"\nrole = \"federation\"\n";

    /// A directory of two shards, the arguments in which `DIR` is its path, and what follows.
    fn with(arguments: &[&str]) -> Result<Vec<(Shard, RunCmd)>, String> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().display().to_string();
        std::fs::write(directory.path().join(LIST), TWO).unwrap();
        for name in ["federation.json", "marketplace.json"] {
            std::fs::write(directory.path().join(name), "{}").unwrap();
        }
        let arguments = arguments.iter().map(|argument| argument.replace("DIR", &path));
        chains(&Cli::parse_from(["icn-node".to_owned()].into_iter().chain(arguments)))
    }

    fn names(chains: &[(Shard, RunCmd)]) -> Vec<(u32, &str)> {
        chains.iter().map(|(shard, _)| (shard.number, shard.name.as_str())).collect()
    }

    #[test]
    fn all_shards_run_unless_some_are_chosen() {
        let both = [(0, "federation"), (1, "marketplace")];
        assert_eq!(names(&with(&["--chain", "DIR"]).unwrap()), both);
        let chosen = ["--chain", "DIR", "--shards", "marketplace,federation,marketplace"];
        assert_eq!(names(&with(&chosen).unwrap()), both);
        let chosen = ["--chain", "DIR", "--shards", "marketplace"];
        assert_eq!(names(&with(&chosen).unwrap()), both[1..]);
        let error = with(&["--chain", "DIR", "--shards", "market"]).unwrap_err();
        assert!(error.contains("no shard \"market\"") && error.contains("federation, marketplace"));
        let error = with(&["--chain", "DIR", "--shard-port", "market=1"]).unwrap_err();
        assert!(error.contains("no shard \"market\""), "{error}");
    }

    #[test]
    fn a_file_is_one_chain_under_the_name_that_its_list_has() {
        assert_eq!(names(&with(&["--dev"]).unwrap()), [(0, "federation")]);
        let file = with(&["--chain", "DIR/marketplace.json", "--port", "7"]).unwrap();
        assert_eq!(names(&file), [(1, "marketplace")]);
        assert_eq!(file[0].1.network_params.port, Some(7));
        assert_eq!(names(&with(&["--chain", "DIR/other.json"]).unwrap()), [(0, "federation")]);
        let error = with(&["--chain", "DIR/marketplace.json", "--shards", "x"]).unwrap_err();
        assert!(error.contains("--chain must name the directory"), "{error}");
    }

    #[test]
    fn each_shard_has_its_own_ports_keys_and_specification() {
        let peer = "12D3KooWEBo1HUPQJwiBmM5kSeg4XgiVxEArArQdDarYEsGxMfbS";
        let chains = with(&[
            "--chain",
            "DIR",
            "--listen-addr",
            "/ip4/127.0.0.1/tcp/30000/ws",
            "--public-addr",
            "/dns/node.food.coop/tcp/30000",
            "--reserved-nodes",
            &format!("/ip4/10.0.0.1/tcp/30333/p2p/{peer}"),
            "--keystore-path",
            "keys",
        ])
        .unwrap();
        let (_, hub) = &chains[0];
        let (_, spoke) = &chains[1];
        let network = |run: &RunCmd| {
            let network = &run.network_params;
            let listen = network.listen_addr[0].to_string();
            let peer = network.reserved_nodes[0].multiaddr.to_string();
            (listen, network.public_addr[0].to_string(), peer, run.rpc_params.rpc_port)
        };
        let expected = |own: u16, peer: u16, rpc: u16| {
            (
                format!("/ip4/127.0.0.1/tcp/{own}/ws"),
                format!("/dns/node.food.coop/tcp/{own}"),
                format!("/ip4/10.0.0.1/tcp/{peer}"),
                Some(rpc),
            )
        };
        assert_eq!(network(hub), expected(30_000, 30_333, 9_944));
        assert_eq!(network(spoke), expected(30_100, 30_433, 10_044));
        assert_eq!(hub.name, spoke.name);
        assert_eq!(spoke.keystore_params.keystore_path, Some("keys/marketplace".into()));
        assert!(spoke.shared_params.chain.as_ref().unwrap().ends_with("/marketplace.json"));

        let own = ["--chain", "DIR", "--shard-port", "marketplace=5", "--shard-rpc-port"];
        let chains = with(&[&own[..], &["marketplace=6", "--port", "65500"]].concat()).unwrap();
        let ports =
            chains.iter().map(|(_, run)| (run.network_params.port, run.rpc_params.rpc_port));
        let expected = [(Some(65_500), Some(9_944)), (Some(5), Some(6))];
        assert_eq!(ports.collect::<Vec<_>>(), expected);
        let error = with(&["--chain", "DIR", "--port", "65500"]).unwrap_err();
        assert!(error.contains("--shard-port marketplace="), "{error}");
    }
}
