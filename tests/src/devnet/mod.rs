//! The development network: four cooperatives on three shards, their members, one signed action of
//! each kind, and what they trade, share and keep; so that a developer sees all of it at work, and a
//! check sees that it works.

mod act;
mod assembly;
mod decisions;
mod lag;
mod members;
mod scenario;
mod table;
mod trade;

use std::time::Duration;

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde_json::Value;
use tokio::{
    signal::unix::{signal, SignalKind},
    time::sleep,
};

use self::{act::Stage, table::Table};
use crate::{
    federation::{Federation, Plan},
    rpc::BlockNumber,
};

/// How many cooperatives it has: the fewest of which one may fail.
const COOPERATIVES: usize = 4;
/// Length of a session, in blocks: as short as it may be, so that a new validator is soon seen.
const SESSION: i64 = 5;
/// How long votes take, in seconds: as long as it takes to look on.
const VOTING: i64 = 45;
/// Final blocks to wait for before anything else happens.
const WARM: BlockNumber = 3;
/// How long that may take.
const LIMIT: Duration = Duration::from_secs(120);
/// Over how many blocks finality is measured.
const MEASURED: usize = 10;
/// How often the nodes are looked after while the network stays up.
const LOOK: Duration = Duration::from_secs(2);

/// How long the network stays up once everything has been done.
#[derive(Clone, Copy, Debug)]
pub enum Stay {
    /// Not at all.
    No,
    /// For a while.
    For(Duration),
    /// Until Ctrl-C.
    UntilAsked,
}

/// What is done in the network, after its members were enrolled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Part {
    /// One signed action of each kind, and the decisions about the federation itself.
    Federation,
    /// What members trade, share and keep.
    Trade,
}

/// Runs the network from its genesis to its end, and all of it or only a part of what is done in it.
/// Its nodes and files are gone afterwards.
pub async fn run(stay: Stay, only: Option<Part>) -> Result<()> {
    let mut asked = signal(SignalKind::terminate())?;
    tokio::select! {
        done = live(stay, only) => done,
        ctrl_c = tokio::signal::ctrl_c() => ctrl_c.context("no Ctrl-C on this machine"),
        _ = asked.recv() => Ok(()),
    }
}

async fn live(stay: Stay, only: Option<Part>) -> Result<()> {
    let members = members::read()?;
    println!(
        "\nfederation: making the genesis of {COOPERATIVES} cooperatives, starting for each a node of three shards"
    );
    let plan = Plan {
        cooperatives: COOPERATIVES,
        session_length: Some(SESSION),
        by_votes: true,
        voting_seconds: Some(VOTING),
        ..Plan::default()
    };
    let mut federation = Federation::make(plan.on_all_shards()).await?;
    let trade = trade::read(&federation, &members)?;
    if only != Some(Part::Federation) {
        trade::prepare(&mut federation);
    }
    federation.launch().await?;
    for node in &federation.nodes {
        for shard in &node.shards {
            node.finalizes_on(&shard.name, WARM, LIMIT).await?;
        }
    }
    println!("federation: all {COOPERATIVES} know block {WARM} of each shard to be final\n");

    println!("What is done");
    let stage = Stage::new(&federation.nodes[0].url(), federation.directory())?;
    Stage::heading();
    scenario::onboard(&stage, &federation, &members).await?;
    if only != Some(Part::Trade) {
        let joined = scenario::perform(&stage, &federation, &members).await?;
        federation.nodes.push(joined.node);
    }
    if only != Some(Part::Federation) {
        trade::perform(&stage, &federation, &members, &trade).await?;
    }

    println!("\nValidators\n{}", validators(&federation).await?);
    println!("Shards\n{}", shards(&federation).await?);
    let rpc = federation.nodes[0].rpc()?;
    let lag = lag::measure(&rpc, MEASURED, LIMIT).await?;
    println!(
        "Finality: {:.2} s after a block's arrival at the median, {:.2} s at worst, over {} blocks\n",
        lag.median.as_secs_f64(),
        lag.worst.as_secs_f64(),
        lag.blocks
    );
    println!("Endpoints\n{}", endpoints(&federation));
    stay_up(stay, &mut federation).await?;
    federation.stop().await
}

/// Who has which node, and what it knows.
async fn validators(federation: &Federation) -> Result<Table> {
    let mut table =
        Table::new(&["cooperative", "validator", "head", "finalized", "peers", "blocks made"]);
    for (id, node) in federation.nodes.iter().enumerate() {
        let rpc = node.rpc()?;
        let seats = rpc.ask("icn_seats", &[]).await?;
        let seat = seats.as_array().and_then(|seats| seats.get(id)).unwrap_or(&Value::Null);
        table.row([
            node.name.clone(),
            seat["validator"].as_str().unwrap_or("-").to_owned(),
            rpc.best().await?.to_string(),
            rpc.finalized().await?.to_string(),
            rpc.peers().await?.to_string(),
            seat["blocks"].to_string(),
        ]);
    }
    Ok(table)
}

/// How the shards stand, and what they and the federation shard know of each other.
async fn shards(federation: &Federation) -> Result<Table> {
    let node = &federation.nodes[0];
    let mut table = Table::new(&[
        "shard",
        "name",
        "head",
        "finalized",
        "peers",
        "seats",
        "the hub knows block",
        "it knows the hub's block",
        "messages to it",
        "answered",
    ]);
    let hub = node.rpc()?.ask("icn_shards", &[]).await?;
    for (number, shard) in node.shards.iter().enumerate() {
        let rpc = node.rpc_of(&shard.name)?;
        let own = rpc.ask("icn_shards", &[]).await?;
        let seats = rpc.ask("icn_seats", &[]).await?;
        let active = seats.as_array().into_iter().flatten().filter(|seat| seat["active"] == true);
        let known = |view: &Value, of: usize| {
            let others = view["others"].as_array().into_iter().flatten();
            others.clone().find(|other| other["id"] == of).cloned()
        };
        let text = |view: &Option<Value>, field: &str| {
            let value = view.as_ref().and_then(|view| view.pointer(field));
            value.map_or_else(|| "-".to_owned(), Value::to_string)
        };
        let (there, here) = (known(&hub, number), known(&own, 0));
        table.row([
            number.to_string(),
            shard.name.clone(),
            rpc.best().await?.to_string(),
            rpc.finalized().await?.to_string(),
            rpc.peers().await?.to_string(),
            active.count().to_string(),
            text(&there, "/known/number"),
            text(&here, "/known/number"),
            text(&there, "/sent"),
            text(&there, "/answered"),
        ]);
    }
    Ok(table)
}

/// Where clients reach the nodes.
fn endpoints(federation: &Federation) -> Table {
    let mut table = Table::new(&["cooperative", "shard", "JSON-RPC", "metrics", "in a browser"]);
    for node in &federation.nodes {
        for shard in &node.shards {
            let url = format!("ws://127.0.0.1:{}", shard.rpc_port);
            table.row([
                node.name.clone(),
                shard.name.clone(),
                url.clone(),
                format!("http://127.0.0.1:{}/metrics", node.prometheus_port),
                format!("https://polkadot.js.org/apps/?rpc={url}#/explorer"),
            ]);
        }
    }
    table
}

async fn stay_up(stay: Stay, federation: &mut Federation) -> Result<()> {
    let looking_after = async {
        loop {
            for node in &mut federation.nodes {
                node.ensure_running()?;
            }
            sleep(LOOK).await;
        }
    };
    match stay {
        Stay::No => Ok(()),
        Stay::For(duration) => tokio::select! {
            ended = looking_after => ended,
            () = sleep(duration) => Ok(()),
        },
        Stay::UntilAsked => {
            println!("The network stays up until Ctrl-C.");
            looking_after.await
        }
    }
}
