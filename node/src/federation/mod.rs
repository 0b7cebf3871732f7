//! Founding a federation: `icn-node federation keys`, `check` and `init`; and adding shards to it:
//! `shard-keys` and `add-shard`.
//!
//! Each founder makes its own keys (`keys`) and sends a public fragment to the others; one of them
//! puts the fragments into a founders file; everybody looks at it (`check`) and makes the chain
//! specifications from it (`init --public-only`), which come out the same to the byte. Nobody sees
//! another's secrets. For development, `init` also makes the keys. docs/founding.md tells it step by
//! step.
//!
//! | module | what it does |
//! |---|---|
//! | [`founders`] | reads the founders file with the place of every value |
//! | [`check`] | the rules for it, into a [`plan`] |
//! | [`constitution`] | how a federation decides when it begins, its attestors and currencies |
//! | [`problem`] | what is wrong, and in which line |
//! | [`keys`] | how keys are written, proven and made |
//! | [`settle`] | from a plan to a federation with all its keys |
//! | [`genesis`] | the chain specifications of its shards |
//! | [`init`] | what is written to disk |
//! | [`files`] | new directories with secrets in them, whole or not at all |
//! | [`add_shard`] | a shard that joins later |

mod add_shard;
mod check;
mod constitution;
mod files;
mod founders;
mod genesis;
mod init;
mod keys;
mod plan;
mod problem;
mod settle;

use anyhow::{anyhow, bail, Context, Result};
use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
};

use self::{
    add_shard::{AddShardCmd, ShardKeysCmd},
    check::Checked,
    files::{Access, NewDirectory},
    genesis::Runtime,
    keys::MAKE,
    plan::Plan,
    problem::{Problem, Severity},
    settle::quoted,
};
use crate::executor::CompiledRuntimes;

/// Make a new federation's genesis, check one, or add a shard.
#[derive(Debug, clap::Args)]
pub struct FederationCmd {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make one founder's keys, and the public fragment to send to the other founders.
    Keys(KeysCmd),

    /// Say what is wrong with a founders file, line by line.
    Check(CheckCmd),

    /// Make the chain specifications, the wanted keys and the start scripts from a founders file.
    Init(InitCmd),

    /// Make a cooperative's session keys for a shard that is to join, and the public fragment for
    /// its file.
    ShardKeys(ShardKeysCmd),

    /// Make what a further shard needs to join the running federation: specification, keys, start
    /// scripts, and its registration.
    AddShard(AddShardCmd),
}

/// Make one founder's keys, and the public fragment to send to the other founders.
#[derive(Debug, clap::Args)]
struct KeysCmd {
    /// The cooperative's domain.
    #[arg(long)]
    domain: String,

    /// The cooperative's legal name; the domain, if not given.
    #[arg(long)]
    legal_name: Option<String>,

    /// Where the other nodes reach this founder's: IP address or host name, without port. The
    /// domain, if not given.
    #[arg(long)]
    address: Option<String>,

    /// Port for other nodes.
    #[arg(long, default_value_t = 30_333)]
    port: u16,

    /// Port for clients, on the node's own machine.
    #[arg(long, default_value_t = 9_944)]
    rpc_port: u16,

    /// Port for metrics, on the node's own machine.
    #[arg(long, default_value_t = 9_615)]
    prometheus_port: u16,

    /// The organisation's own public key, multibase or SS58; made, if not given.
    #[arg(long, value_name = "KEY", default_value = MAKE, hide_default_value = true)]
    key: String,

    /// A steward's public key, multibase or SS58; may be given several times. One is made, if none
    /// is given.
    #[arg(long = "steward", value_name = "KEY", default_value = MAKE, hide_default_value = true)]
    stewards: Vec<String>,

    /// The account that sets session keys, multibase or SS58; made, if not given.
    #[arg(long, value_name = "KEY", default_value = MAKE, hide_default_value = true)]
    operator: String,

    /// A shard that the federation will have beside the federation shard; may be given several
    /// times. Marketplace and storage, if none is given.
    #[arg(long = "shard", value_name = "NAME")]
    shards: Vec<String>,

    /// The directory for the keys and the fragment; must not be there yet.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Say what is wrong with a founders file, line by line.
#[derive(Debug, clap::Args)]
struct CheckCmd {
    /// The founders file.
    #[arg(value_name = "FOUNDERS.TOML")]
    file: PathBuf,

    /// Say it as JSON.
    #[arg(long)]
    json: bool,
}

/// Make the chain specifications, the wanted keys and the start scripts from a founders file.
#[derive(Debug, clap::Args)]
struct InitCmd {
    /// The founders file.
    #[arg(value_name = "FOUNDERS.TOML")]
    file: PathBuf,

    /// The directory to make; must not be there yet.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Make no keys: refuse a founders file that wants any. So every founder can make the
    /// specifications on its own and gets the same.
    #[arg(long)]
    public_only: bool,

    /// The runtime to begin with, as a WASM file; this program's own, if not given.
    #[arg(long, value_name = "FILE")]
    runtime: Option<PathBuf>,

    #[command(flatten)]
    compiled: CompiledRuntimes,
}

impl FederationCmd {
    /// Does what was asked for; `runtime` is this program's own. An error is what goes to standard error before the program ends
    /// with status 1.
    pub fn run(&self, runtime: Option<&[u8]>) -> Result<()> {
        match &self.command {
            Command::Keys(command) => command.run(),
            Command::Check(command) => command.run(),
            Command::Init(command) => command.run(runtime),
            Command::ShardKeys(command) => command.run(),
            Command::AddShard(command) => command.run(),
        }
    }
}

impl CheckCmd {
    fn run(&self) -> Result<()> {
        let name = self.file.display().to_string();
        let Checked { problems, plan } = check::check(&read(&self.file)?);
        let founders = plan.as_ref().map(|plan| plan.founders.len());
        if self.json {
            let report = json!({
                "file": name,
                "valid": plan.is_some(),
                "founders": founders,
                "problems": problems,
            });
            println!("{report:#}");
        } else {
            for problem in &problems {
                println!("{}", problem.in_file(&name));
            }
        }
        let founders = founders.ok_or_else(|| refusal(&name, &problems))?;
        if !self.json {
            println!("{name}: {founders} founders, no errors");
        }
        Ok(())
    }
}

impl InitCmd {
    fn run(&self, runtime: Option<&[u8]>) -> Result<()> {
        let plan = self.plan()?;
        let wasm = init::runtime(self.runtime.as_deref(), runtime)?;
        let runtime = Runtime::new(&wasm, self.compiled.executor_alone());
        let made = init::init(settle::settle(plan)?, &runtime, &self.out)?;
        print!("{}", init::summary(&made, &self.out));
        Ok(())
    }

    fn plan(&self) -> Result<Plan> {
        let name = self.file.display().to_string();
        let Checked { problems, plan } = check::check(&read(&self.file)?);
        for problem in &problems {
            eprintln!("{}", problem.in_file(&name));
        }
        let plan = plan.ok_or_else(|| refusal(&name, &problems))?;
        if self.public_only && plan.makes_keys() {
            bail!(
                "{name} wants keys to be made, so everybody would make another federation from \
                 it; with --public-only each founder's keys must be given (icn-node federation keys)"
            );
        }
        Ok(plan)
    }
}

impl KeysCmd {
    fn run(&self) -> Result<()> {
        let fragment = self.make()?;
        print!("{fragment}");
        eprintln!(
            "\nYour keys are in {out}. Keep all of it to yourself but {out}/founder.toml, which is \
             what stands above: send it to the other founders.\n\
             The files in {out}/secrets belong to people, not to the node: move them to where those \
             people keep them, and off this machine.",
            out = self.out.display()
        );
        Ok(())
    }

    /// Makes the directory; returns the fragment.
    fn make(&self) -> Result<String> {
        let Checked { problems, plan } = check::check(&self.in_a_file(&self.wishes()));
        let plan = plan.ok_or_else(|| {
            // The lines are of a text that nobody has seen.
            let sentences: Vec<_> =
                errors(&problems).map(|problem| problem.sentence.as_str()).collect();
            anyhow!("{}", sentences.join("\n"))
        })?;
        let founding = settle::settle(plan)?;
        let (Some(founder), Some(secrets)) =
            (founding.settled.founders.first(), founding.secrets.first())
        else {
            bail!("no founder came out of the check");
        };
        let fragment = founder.to_toml(&founding.settled.shards);
        if check::check(&self.in_a_file(&fragment)).plan.is_none() {
            bail!("the fragment made for {} doesn't pass its own check", self.domain);
        }
        let directory = NewDirectory::begin(&self.out)?;
        init::write_secrets(&directory, Path::new(""), secrets)?;
        directory.write("founder.toml", fragment.as_bytes(), Access::Public)?;
        directory.finish()?;
        Ok(fragment)
    }

    /// What was asked for, as a `[[cooperative]]`.
    fn wishes(&self) -> String {
        let stewards: Vec<String> = self.stewards.iter().map(|key| quoted(key)).collect();
        format!(
            "[[cooperative]]\n\
             legal_name = {legal_name}\n\
             domain = {domain}\n\
             key = {key}\n\
             stewards = [{stewards}]\n\
             [cooperative.validator]\n\
             operator = {operator}\n\
             peer_id = \"{MAKE}\"\n\
             address = {address}\n\
             port = {port}\n\
             rpc_port = {rpc_port}\n\
             prometheus_port = {prometheus_port}\n\
             session = \"{MAKE}\"\n",
            legal_name = quoted(self.legal_name.as_ref().unwrap_or(&self.domain)),
            domain = quoted(&self.domain),
            key = quoted(&self.key),
            stewards = stewards.join(", "),
            operator = quoted(&self.operator),
            address = quoted(self.address.as_ref().unwrap_or(&self.domain)),
            port = self.port,
            rpc_port = self.rpc_port,
            prometheus_port = self.prometheus_port,
        )
    }

    /// `fragment` as the only one of a founders file. What the shards are for makes no difference
    /// to their keys.
    fn in_a_file(&self, fragment: &str) -> String {
        let shards: String = self
            .shards
            .iter()
            .map(|name| format!("[[shard]]\nname = {}\nrole = \"marketplace\"\n", quoted(name)))
            .collect();
        format!("name = \"fragment\"\nid = \"fragment\"\n{shards}{fragment}")
    }
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))
}

fn errors(problems: &[Problem]) -> impl Iterator<Item = &Problem> {
    problems.iter().filter(|problem| problem.severity == Severity::Error)
}

/// That `file` can't be used, after its problems have been shown.
fn refusal(file: &str, problems: &[Problem]) -> anyhow::Error {
    match errors(problems).count() {
        1 => anyhow!("{file} has an error"),
        count => anyhow!("{file} has {count} errors"),
    }
}

#[cfg(test)]
mod tests;
