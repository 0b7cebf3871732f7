//! A shard that joins a running federation: one command makes it, one decision registers it, and no
//! other shard's node is touched.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{ensure, Context, Result};
use icn_primitives::{
    reputation::Score,
    shard::{Outcome, ShardView},
    CooperativeId, ShardId,
};
use icn_tests::{
    chain::{Call, Chain},
    cli::Cli,
    federation::{node_program, Federation, Plan, FEDERATION},
    node::{Node, Shard},
    people::{hex, Person},
    ports, process, wait,
};

use crate::shards::{answers, writes, POINTS};

/// Generous: what takes seconds on a quiet machine may take minutes on a busy one.
const LIMIT: Duration = Duration::from_secs(300);
/// As short as sessions may be.
const SESSION: i64 = 5;
const HUB: ShardId = ShardId(0);
const HOME: CooperativeId = CooperativeId(0);
const MARKETPLACE: &str = "marketplace";
/// The shard that joins: 1 and 2 are the founders' marketplace and storage.
const NEW: &str = "market-2";
const NUMBER: ShardId = ShardId(3);

#[tokio::test]
async fn a_second_marketplace_joins_a_running_federation() -> Result<()> {
    let federation = running_for_a_while().await?;
    let hub = federation.nodes[0].chain().await?;
    let ada = Person::named("ada")?;
    federation.enrol(&hub, HOME, &ada, &["baking"]).await?;
    for times in 1..=2 {
        a_set_follows(&federation, &hub, times).await?;
    }
    let processes: Vec<_> = federation.nodes.iter().map(Node::process_id).collect();

    let out = add_shard(&federation).await?;
    let known = set_id(&hub).await?;
    ensure!(known >= 2, "the hub's set is {known}");
    // The federation goes on while the new shard's validators get ready.
    a_set_follows(&federation, &hub, 3).await?;
    let joined = start(&federation, &out).await?;
    for node in &joined {
        node.finalizes(2, LIMIT).await?;
    }

    // One decision, and both follow each other.
    let cli = Cli::new(&federation.nodes[0].url())?;
    let registration = path(&out.join("registration.json"))?;
    let register = ["federation", "register-shard", &registration];
    cli.run(Some(federation.authority()?), &register).await?;
    follow_each_other(&federation.nodes[0], &joined[0], known).await?;

    // Who was registered long before acts there; what the federation decides is carried out there.
    writes(&joined[0], NEW, &ada).await?;
    let rules = (SESSION as u32, 77u32, POINTS);
    let turns = Call::new("Seats", "set_parameters", rules);
    let sent = hub.send(federation.authority()?, &turns.as_decision_on(NUMBER, None)).await?.block;
    let answered = answers(&hub, sent, 1).await?;
    let [(NUMBER, _, Outcome::Delivered)] = answered[..] else {
        anyhow::bail!("the new shard's answer: {answered:?}")
    };
    let chain = joined[0].chain().await?;
    let parameters: (u32, u32, [Score; 3]) = chain.stored("Seats", "Parameters").await?;
    ensure!(parameters == rules, "{parameters:?}");

    keys_change_there_as_everywhere(&federation, &hub, &joined, &out).await?;

    let now: Vec<_> = federation.nodes.iter().map(Node::process_id).collect();
    ensure!(processes == now, "a node was started again");
    let best = federation.nodes[0].rpc_of(MARKETPLACE)?.best().await?;
    federation.nodes[0].finalizes_on(MARKETPLACE, best, LIMIT).await.map(drop)
}

/// Four founders with the federation shard and the marketplace.
async fn running_for_a_while() -> Result<Federation> {
    let plan = Plan {
        cooperatives: 4,
        session_length: Some(SESSION),
        shards: [FEDERATION, MARKETPLACE].map(String::from).into(),
        ..Plan::default()
    };
    let federation = Federation::start_as(plan).await?;
    federation.nodes[0].finalizes(2, LIMIT).await?;
    Ok(federation)
}

/// A founder's node gets new keys for the federation shard, with which another set begins there.
async fn a_set_follows(federation: &Federation, hub: &Chain, founder: usize) -> Result<()> {
    let operator = &federation.cooperatives[founder].operator;
    let before = set_id(hub).await?;
    let keys = federation.nodes[founder].new_session_keys(FEDERATION, operator).await?;
    federation.set_keys(hub, operator, &[(HUB, keys)]).await?;
    wait::until("another set begins on the federation shard", LIMIT, || async {
        Ok((set_id(hub).await? > before).then_some(()))
    })
    .await
}

async fn set_id(hub: &Chain) -> Result<u64> {
    hub.read("GrandpaApi_current_set_id", ()).await
}

/// Writes the new shard's file, and lets the command make it.
async fn add_shard(federation: &Federation) -> Result<PathBuf> {
    let mut file = format!("name = \"{NEW}\"\nnumber = {}\nrole = \"marketplace\"\n", NUMBER.0);
    for (cooperative, node) in federation.cooperatives.iter().zip(&federation.nodes) {
        file += &format!(
            "\n[[validator]]\n\
             cooperative = \"{domain}\"\n\
             address = \"127.0.0.1\"\n\
             port = {port}\n\
             rpc_port = {rpc_port}\n\
             prometheus_port = {prometheus_port}\n\
             hub_rpc = \"{hub}\"\n\
             session = \"make\"\n",
            domain = cooperative.domain,
            port = ports::free()?,
            rpc_port = ports::free()?,
            prometheus_port = ports::free()?,
            hub = node.url(),
        );
    }
    let (shard, out) =
        (federation.directory().join("shard.toml"), federation.directory().join(NEW));
    std::fs::write(&shard, file)?;
    let hub = federation.nodes[0].url();
    let (shard, made) = (path(&shard)?, path(&out)?);
    let command = ["federation", "add-shard", &shard, "--hub", &hub, "--out", &made];
    process::output(&node_program()?, &command.map(String::from), &[], LIMIT).await?;
    Ok(out)
}

/// Starts the new shard's validators, each in a process of its own with its founder's node key.
async fn start(federation: &Federation, out: &Path) -> Result<Vec<Node>> {
    let list = std::fs::read_to_string(federation.directory().join("shard.toml"))?;
    let list: toml::Table = list.parse()?;
    let validators = list["validator"].as_array().context("no validators")?;
    let founders = federation.chain_directory.parent().context("no place of the founders")?;
    let mut nodes = Vec::new();
    for (cooperative, validator) in federation.cooperatives.iter().zip(validators) {
        let domain = &cooperative.domain;
        let port = |name: &str| -> Result<u16> {
            let port = validator.get(name).and_then(toml::Value::as_integer);
            Ok(port.with_context(|| format!("{domain} has no {name}"))?.try_into()?)
        };
        let name = format!("{domain}-{NEW}");
        let shard = Shard { name: NEW.into(), port: port("port")?, rpc_port: port("rpc_port")? };
        let script = out.join("start").join(format!("{domain}.sh"));
        let log = out.join(format!("{name}.log"));
        let mut node =
            Node::new(&name, vec![shard], port("prometheus_port")?, &script, Vec::new(), log);
        node.set("ICN_NODE", &path(&node_program()?)?);
        node.set("ICN_NODE_KEY", &path(&founders.join("keys").join(domain).join("node.key"))?);
        node.launch()?;
        nodes.push(node);
    }
    for node in &mut nodes {
        node.answers().await?;
    }
    Ok(nodes)
}

/// Each of the hub and the new shard knows final headers of the other; the new one began with the
/// hub's set `known`.
async fn follow_each_other(hub: &Node, new: &Node, known: u64) -> Result<()> {
    for (node, of, least) in [(hub, NUMBER, 0), (new, HUB, known)] {
        let rpc = node.rpc()?;
        let what = format!("{} knows a final header of shard {}", node.name, of.0);
        wait::until(&what, LIMIT, || async {
            let view: Option<ShardView> = rpc.read("ShardsApi_shard", of).await?;
            Ok(view.filter(|view| view.best.is_some() && view.set_id >= least).map(drop))
        })
        .await
        .with_context(|| new.log_tail())?;
    }
    Ok(())
}

/// The hub takes note of the keys with which the new shard began, so that they serve nowhere else;
/// and a seat's keys change there by an act on the hub.
async fn keys_change_there_as_everywhere(
    federation: &Federation,
    hub: &Chain,
    joined: &[Node],
    out: &Path,
) -> Result<()> {
    let cli = Cli::new(&federation.nodes[0].url())?;
    for cooperative in &federation.cooperatives {
        let keys = path(&out.join("set-keys").join(format!("{}.json", cooperative.domain)))?;
        cli.run(Some(&cooperative.operator), &["seat", "set-keys", "--from", &keys]).await?;
    }
    let operator = &federation.cooperatives[1].operator;
    let keys = joined[1].new_session_keys(NEW, operator).await?;
    federation.set_keys(hub, operator, &[(NUMBER, keys.clone())]).await?;
    let rpc = joined[0].rpc()?;
    wait::until("the new key makes blocks on the new shard", LIMIT, || async {
        let authorities: Vec<[u8; 32]> = rpc.read("AuraApi_authorities", ()).await?;
        Ok((authorities.len() == 4 && authorities.contains(&keys.aura())).then_some(()))
    })
    .await
    .with_context(|| format!("it is {}", hex(&keys.aura())))?;
    let best = rpc.best().await?;
    joined[0].finalizes(best + SESSION as u32, LIMIT).await.map(drop)
}

fn path(path: &Path) -> Result<String> {
    Ok(path.to_str().context("a path that is no text")?.to_owned())
}
