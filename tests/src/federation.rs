//! A federation on this machine: made from a founders file with ports that nobody uses, started as
//! one process per cooperative, and ended with whoever started it.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{ensure, Context, Result};
use icn_primitives::{
    membership::{Skill, Skills},
    seat::PeerId,
    CooperativeId, ShardId,
};
use serde::Deserialize;
use tempfile::TempDir;
use tokio::sync::Mutex;
use toml::{Table, Value};

use crate::{
    chain::{Call, Chain, Final},
    node::{Node, SessionKeys, Shard},
    people::Person,
    ports, process, sides,
};

/// The founders file that all federations here are made from.
const FOUNDERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../chain-specs/local.toml");
/// The name of the shard that every federation has.
pub const FEDERATION: &str = "federation";
/// The names of the other shards, which a federation has if its founders name none.
pub const OTHER_SHARDS: [&str; 2] = ["marketplace", "storage"];
/// How long the making of a genesis may take.
const INIT: Duration = Duration::from_secs(300);
/// One is made at a time: the first compiles the runtime, and the others find it compiled.
static MAKING: Mutex<()> = Mutex::const_new(());

/// How a federation differs from the one in the founders file.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The first so many cooperatives.
    pub cooperatives: usize,
    /// Length of a session, in blocks; `None` leaves the file's.
    pub session_length: Option<i64>,
    /// How long votes take, of each cooperative and of the federation, in seconds; `None` leaves the
    /// file's.
    pub voting_seconds: Option<i64>,
    /// A member's quota, in per cent of the cooperative's; `None` leaves the default.
    pub own_share_percent: Option<i64>,
    /// How long a member's quota takes to refill, in seconds; `None` leaves the default.
    pub own_refill_seconds: Option<i64>,
    /// The shards that each node runs; without any, the federation shard alone.
    pub shards: Vec<String>,
    /// Whether each of them gets a process of its own, which reaches the federation shard through
    /// that shard's process of the same founder.
    pub apart: bool,
    /// Whether votes alone decide for the federation. Otherwise a key stands in for them: most tests
    /// are about what follows from decisions, and not about how they are made.
    pub by_votes: bool,
    /// So many of the cooperatives, the last ones, are on the far side of the [wire](sides).
    pub far: usize,
}

impl Plan {
    /// All shards on every node.
    pub fn on_all_shards(self) -> Self {
        let shards = [FEDERATION].into_iter().chain(OTHER_SHARDS).map(String::from).collect();
        Self { shards, ..self }
    }

    /// Whether the cooperative with this number is on the far side.
    fn is_far(&self, number: usize) -> bool {
        number + self.far >= self.cooperatives
    }
}

/// A founding cooperative, with the keys that the development seed gives it.
pub struct Cooperative {
    /// Its legal name.
    pub name: String,
    /// Its domain.
    pub domain: String,
    /// The organisation itself.
    pub organisation: Person,
    /// Its first steward.
    pub steward: Person,
    /// Whoever operates its seat.
    pub operator: Person,
}

/// A node that is no founder's.
pub struct FurtherNode {
    /// The node.
    pub node: Node,
    /// Its name in the network.
    pub peer_id: String,
}

/// A running federation. Dropping it ends its nodes and deletes what they wrote.
pub struct Federation {
    /// The founders' nodes, in the order of the cooperatives' numbers, and where shards run apart
    /// those of one founder in the order of the shards; then those that joined.
    pub nodes: Vec<Node>,
    /// The founders, in the order of their numbers.
    pub cooperatives: Vec<Cooperative>,
    /// Whoever stands in for the federation's decisions, unless [`Plan::by_votes`].
    authority: Option<Person>,
    /// The raw chain specification of the federation shard.
    pub spec: PathBuf,
    /// The directory with the specifications of all shards.
    pub chain_directory: PathBuf,
    directory: TempDir,
}

impl Federation {
    /// Makes and starts a federation of the first `cooperatives` of the founders file.
    pub async fn start(cooperatives: usize) -> Result<Self> {
        Self::start_as(Plan { cooperatives, ..Plan::default() }).await
    }

    /// Makes and starts a federation, and waits until all its nodes answer.
    pub async fn start_as(plan: Plan) -> Result<Self> {
        let mut federation = Self::make(plan).await?;
        federation.launch().await?;
        Ok(federation)
    }

    /// Starts all its nodes, and waits until they answer.
    pub async fn launch(&mut self) -> Result<()> {
        for node in &mut self.nodes {
            node.launch()?;
        }
        for node in &mut self.nodes {
            node.answers().await?;
        }
        Ok(())
    }

    /// Makes a federation, without starting it.
    pub async fn make(plan: Plan) -> Result<Self> {
        let directory = tempfile::Builder::new().prefix("icn-federation-").tempdir()?;
        let (founders, made) =
            (directory.path().join("founders.toml"), directory.path().join("made"));
        std::fs::write(&founders, founders_file(&plan)?)?;
        let init = ["federation", "init", text(&founders)?, "--out", text(&made)?];
        {
            let _turn = MAKING.lock().await;
            process::output(&node_program()?, &init.map(String::from), &[], INIT).await?;
        }

        let about = std::fs::read_to_string(made.join("federation.json"))?;
        let about: About = serde_json::from_str(&about).context("federation.json")?;
        let run = match plan.shards.is_empty() {
            true => vec![FEDERATION.to_owned()],
            false => plan.shards.clone(),
        };
        let processes: Vec<Vec<String>> = match plan.apart {
            true => run.into_iter().map(|shard| vec![shard]).collect(),
            false => vec![run],
        };
        let mut nodes = Vec::new();
        for (number, founder) in about.cooperatives.iter().enumerate() {
            for run in &processes {
                let mut node = founder.node(&made, run, &plan)?;
                if plan.is_far(number) {
                    node.move_to_far_side();
                }
                nodes.push(node);
            }
        }
        Ok(Self {
            nodes,
            authority: match plan.by_votes {
                true => None,
                false => Some(person(&made.join("keys/authority"))?),
            },
            spec: made.join(&about.chain).join(format!("{FEDERATION}.json")),
            chain_directory: made.join(&about.chain),
            cooperatives: about
                .cooperatives
                .into_iter()
                .map(|founder| founder.cooperative(&made))
                .collect::<Result<_>>()?,
            directory,
        })
    }

    /// Whoever stands in for the federation's decisions.
    pub fn authority(&self) -> Result<&Person> {
        self.authority.as_ref().context("here votes alone decide: Plan::by_votes")
    }

    /// Makes one more node of the federation shard, with a node key of its own, that knows these
    /// addresses. It isn't started yet.
    pub async fn further_node(
        &self,
        name: &str,
        addresses: &[String],
        arguments: &[&str],
    ) -> Result<FurtherNode> {
        let addresses = addresses.iter().flat_map(|address| ["--reserved-nodes", address]);
        let arguments: Vec<_> = addresses.chain(arguments.iter().copied()).collect();
        self.further_node_on(name, &[FEDERATION], &arguments).await
    }

    /// Makes one more node of these shards, the federation shard first, with a node key of its own.
    /// It isn't started yet.
    pub async fn further_node_on(
        &self,
        name: &str,
        shards: &[&str],
        arguments: &[&str],
    ) -> Result<FurtherNode> {
        let place = self.directory.path().join(name);
        std::fs::create_dir(&place)?;
        let key = place.join("node-key");
        let chain = text(&self.spec)?;
        let make = ["key", "generate-node-key", "--chain", chain, "--file", text(&key)?];
        process::output(&node_program()?, &make.map(String::from), &[], INIT).await?;
        let show = ["key", "inspect-node-key", "--file", text(&key)?];
        let peer_id = process::output(&node_program()?, &show.map(String::from), &[], INIT).await?;

        let shards: Vec<Shard> = shards
            .iter()
            .map(|name| {
                let name = name.to_string();
                Ok(Shard { name, port: ports::free()?, rpc_port: ports::free()? })
            })
            .collect::<Result<_>>()?;
        let (first, others) = shards.split_first().context("a node runs at least one shard")?;
        let names: Vec<_> = shards.iter().map(|shard| shard.name.as_str()).collect();
        let prometheus_port = ports::free()?;
        let mut all: Vec<String> = [
            ("--chain", text(&self.chain_directory)?.to_owned()),
            ("--shards", names.join(",")),
            ("--base-path", text(&place)?.to_owned()),
            // Dots are for addresses, the node says.
            ("--name", name.replace('.', "-")),
            ("--node-key-file", text(&key)?.to_owned()),
            ("--listen-addr", format!("/ip4/127.0.0.1/tcp/{}", first.port)),
            ("--rpc-port", first.rpc_port.to_string()),
            ("--prometheus-port", prometheus_port.to_string()),
        ]
        .into_iter()
        .flat_map(|(name, value)| [name.to_owned(), value])
        .collect();
        all.extend(["--no-mdns", "--no-telemetry", "--allow-private-ip"].map(String::from));
        for Shard { name, port, rpc_port } in others {
            all.extend(["--shard-port".into(), format!("{name}={port}")]);
            all.extend(["--shard-rpc-port".into(), format!("{name}={rpc_port}")]);
        }
        all.extend(arguments.iter().map(|argument| argument.to_string()));
        let log = place.join("log");
        let node = Node::new(name, shards, prometheus_port, &node_program()?, all, log);
        Ok(FurtherNode { node, peer_id: peer_id.trim().into() })
    }

    /// Where other nodes reach the running ones, as multiaddresses.
    pub async fn addresses(&self) -> Result<Vec<String>> {
        let mut addresses = Vec::new();
        for node in &self.nodes {
            addresses.push(node.address().await?);
        }
        Ok(addresses)
    }

    /// Lists a node key of this cooperative, by a decision of the federation.
    pub async fn list_node(
        &self,
        chain: &Chain,
        cooperative: CooperativeId,
        peer_id: &str,
    ) -> Result<Final> {
        let call = Call::new("Seats", "list_node", (cooperative, peer(peer_id)?));
        self.decide(chain, call).await
    }

    /// Takes a node key off the list, by a decision of the federation.
    pub async fn unlist_node(&self, chain: &Chain, peer_id: &str) -> Result<Final> {
        self.decide(chain, Call::new("Seats", "unlist_node", peer(peer_id)?)).await
    }

    /// Carries out a decision of the federation.
    pub async fn decide(&self, chain: &Chain, call: Call) -> Result<Final> {
        chain.send(self.authority()?, &call.as_decision()).await
    }

    /// Names new session keys of the seat that `operator` operates to the federation shard, for
    /// several shards at once.
    pub async fn set_keys(
        &self,
        hub: &Chain,
        operator: &Person,
        keys: &[(ShardId, SessionKeys)],
    ) -> Result<Final> {
        let keys: Vec<_> =
            keys.iter().map(|(shard, made)| (shard, &made.keys, &made.proof)).collect();
        hub.send(operator, &Call::new("Seats", "set_keys", keys)).await
    }

    /// Enrols `who` with their consent, by the cooperative's first steward.
    pub async fn enrol(
        &self,
        chain: &Chain,
        cooperative: CooperativeId,
        who: &Person,
        tags: &[&str],
    ) -> Result<Final> {
        let steward = &self.cooperative(cooperative)?.steward;
        let consent = who.consent(cooperative, &chain.genesis())?;
        let arguments = (cooperative, who.key(), skills(tags)?, consent);
        chain.send(steward, &Call::new("Cooperatives", "enroll", arguments)).await
    }

    /// The founder with this number.
    pub fn cooperative(&self, id: CooperativeId) -> Result<&Cooperative> {
        self.cooperatives.get(id.0 as usize).context("no such founder")
    }

    /// Where the session keys of a founder are, with those of each shard in a directory of its name.
    pub fn keystore(&self, id: CooperativeId) -> Result<PathBuf> {
        let domain = &self.cooperative(id)?.domain;
        Ok(self.directory().join("made/keys").join(domain).join("keystore"))
    }

    /// Where its files are.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Ends all nodes in good order.
    pub async fn stop(mut self) -> Result<()> {
        for node in &mut self.nodes {
            node.stop().await?;
        }
        Ok(())
    }
}

/// What `icn-node federation init` says of the federation that it made, as far as it matters here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct About {
    chain: PathBuf,
    cooperatives: Vec<AboutFounder>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AboutFounder {
    legal_name: String,
    domain: String,
    prometheus_port: u16,
    shards: Vec<Shard>,
    start: PathBuf,
    keys: PathBuf,
}

impl AboutFounder {
    /// The founder's process that runs these shards.
    fn node(&self, made: &Path, run: &[String], plan: &Plan) -> Result<Node> {
        let shards: Vec<Shard> =
            self.shards.iter().filter(|shard| run.contains(&shard.name)).cloned().collect();
        let mut arguments = vec!["--shards".into(), run.join(",")];
        let mut name = self.domain.clone();
        if plan.apart {
            name = format!("{name}-{}", run.join("-"));
        }
        if !run.iter().any(|shard| shard == FEDERATION) {
            let hub = self.shards.iter().find(|shard| shard.name == FEDERATION);
            let hub = hub.context("a federation without its shard")?;
            arguments.push("--hub-rpc".into());
            arguments.push(format!("ws://127.0.0.1:{}", hub.rpc_port));
            // The founder has one port for metrics.
            arguments.push("--no-prometheus".into());
        }
        let log = made.join(format!("{name}.log"));
        let start = made.join(&self.start);
        let mut node = Node::new(&name, shards, self.prometheus_port, &start, arguments, log);
        node.set("ICN_NODE", text(&node_program()?)?);
        if plan.apart {
            node.set("ICN_DATA", text(&made.join("data").join(&name))?);
        }
        Ok(node)
    }

    fn cooperative(self, made: &Path) -> Result<Cooperative> {
        let secrets = made.join(self.keys).join("secrets");
        Ok(Cooperative {
            name: self.legal_name,
            domain: self.domain,
            organisation: person(&secrets.join("organisation"))?,
            steward: person(&secrets.join("steward-1"))?,
            operator: person(&secrets.join("operator"))?,
        })
    }
}

/// Somebody whose secret stands in this file.
fn person(file: &Path) -> Result<Person> {
    let secret = std::fs::read_to_string(file)
        .with_context(|| format!("{} is not there", file.display()))?;
    Person::from_uri(secret.trim())
}

/// The founders file as the plan and this machine's free ports make it.
fn founders_file(plan: &Plan) -> Result<String> {
    let mut table: Table =
        std::fs::read_to_string(FOUNDERS).context(FOUNDERS)?.parse().context(FOUNDERS)?;
    if !plan.by_votes {
        table.insert("development_authority".into(), true.into());
    }
    if let Some(seconds) = plan.voting_seconds {
        let rules = table.get_mut("governance").context("the federation has no rules")?;
        set(rules, "voting_seconds", seconds)?;
    }
    let parameters = table.entry("parameters").or_insert(Value::Table(Table::new()));
    let parameters = parameters.as_table_mut().context("[parameters] is no table")?;
    if let Some(length) = plan.session_length {
        parameters.insert("session_length".into(), length.into());
    }
    let mut quota = Table::new();
    for (name, value) in [
        ("own_share_percent", plan.own_share_percent),
        ("own_refill_seconds", plan.own_refill_seconds),
    ] {
        if let Some(value) = value {
            quota.insert(name.into(), value.into());
        }
    }
    if !quota.is_empty() {
        parameters.insert("quota".into(), quota.into());
    }
    let listed = table
        .get_mut("cooperative")
        .and_then(Value::as_array_mut)
        .context("the founders file has no cooperatives")?;
    ensure!(listed.len() >= plan.cooperatives, "{FOUNDERS} has {} founders only", listed.len());
    listed.truncate(plan.cooperatives);
    if let Some(seconds) = plan.voting_seconds {
        for cooperative in listed.iter_mut() {
            let rules = cooperative.get_mut("governance").context("a founder has no rules")?;
            set(rules, "voting_seconds", seconds)?;
        }
    }
    for (number, cooperative) in listed.iter_mut().enumerate() {
        let validator = cooperative.get_mut("validator").context("a founder has no validator")?;
        for port in ["port", "rpc_port", "prometheus_port"] {
            set(validator, port, i64::from(ports::free()?))?;
        }
        if plan.far > 0 {
            set(validator, "address", if plan.is_far(number) { sides::FAR } else { sides::NEAR })?;
        }
        let mut shards = Table::new();
        for shard in OTHER_SHARDS {
            let mut own = Table::new();
            for port in ["port", "rpc_port"] {
                own.insert(port.into(), i64::from(ports::free()?).into());
            }
            shards.insert(shard.into(), own.into());
        }
        set(validator, "ports", shards)?;
    }
    Ok(table.to_string())
}

fn set(table: &mut Value, name: &str, value: impl Into<Value>) -> Result<()> {
    table.as_table_mut().context("no table")?.insert(name.into(), value.into());
    Ok(())
}

/// A peer id as the chain keeps it.
fn peer(peer_id: &str) -> Result<PeerId> {
    let bytes = bs58::decode(peer_id).into_vec()?;
    bytes.try_into().ok().with_context(|| format!("{peer_id} is too long"))
}

/// Skill tags as the chain keeps them.
pub fn skills(tags: &[&str]) -> Result<Skills> {
    let tags: Result<Vec<Skill>> = tags
        .iter()
        .map(|tag| tag.as_bytes().to_vec().try_into().ok().context("a skill tag is too long"))
        .collect();
    tags?.try_into().ok().context("too many skill tags")
}

/// The node's program: `ICN_NODE`, or what stands in the target directory.
pub fn node_program() -> Result<PathBuf> {
    program("ICN_NODE", "icn-node")
}

/// The command line's program: `ICN_CLI`, or what stands in the target directory.
pub fn cli_program() -> Result<PathBuf> {
    program("ICN_CLI", "icn")
}

/// The code of a runtime one version above the node's, to upgrade to: `ICN_NEXT_RUNTIME`.
pub fn next_runtime() -> Result<PathBuf> {
    let path = std::env::var_os("ICN_NEXT_RUNTIME")
        .context("ICN_NEXT_RUNTIME is not set: scripts/wasm next-version builds what it names")?;
    let path = PathBuf::from(path);
    path.canonicalize().with_context(|| format!("{} is not there", path.display()))
}

fn program(variable: &str, name: &str) -> Result<PathBuf> {
    let path = match std::env::var_os(variable) {
        Some(path) => PathBuf::from(path),
        // Tests and the devnet are built into the same directory: target/release[/deps].
        None => std::env::current_exe()?
            .ancestors()
            .skip(1)
            .take(2)
            .map(|directory| directory.join(name))
            .find(|path| path.exists())
            .with_context(|| {
                format!("{name} is not built: cargo build --release, or set {variable}")
            })?,
    };
    path.canonicalize().with_context(|| format!("{} is not there", path.display()))
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().context("a path that is no text")
}
