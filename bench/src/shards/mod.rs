//! Several shards on the same nodes: how long messages between them take and how many a lane
//! carries, what light clients cost, and what one shard carries while others are loaded.
//!
//! | module | what it knows |
//! |---|---|
//! | [`lanes`] | a shard through one node, and how far its lanes are |
//! | [`decisions`] | what is sent |
//! | [`latency`] | how long one message takes |
//! | [`burst`] | how many messages a lane carries |
//! | [`relays`] | what relays handed in, and how much of it for nothing |
//! | [`cost`] | what part of a block all that costs, by the weights |
//! | [`capacity`] | what a shard carries alone and beside others |
//! | [`report`] | the tables |

mod burst;
pub mod capacity;
mod cost;
mod decisions;
pub mod lanes;
mod latency;
mod relays;
mod report;

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result};
use icn_primitives::CooperativeId;
use icn_tests::federation::{Federation, FEDERATION, OTHER_SHARDS};

use self::{capacity::Loaded, lanes::Shard, relays::Tally};
use crate::{measure, signing::Member, throughput};

/// What is measured.
#[derive(clap::Args)]
pub struct Load {
    /// How many validators; each runs all shards in one process.
    #[arg(long, default_value_t = 4)]
    validators: usize,
    /// How many messages one after another, for the latency.
    #[arg(long, default_value_t = 20)]
    messages: u32,
    /// How many messages on one full lane.
    #[arg(long, default_value_t = 20_000)]
    lane: u32,
    /// How many transactions on each shard.
    #[arg(long, default_value_t = 6_000)]
    transactions: usize,
    /// How many members of each cooperative send them.
    #[arg(long, default_value_t = 50)]
    members: u32,
}

/// Measures everything on one federation, and prints it.
pub async fn run(load: &Load) -> Result<()> {
    eprintln!("starting {} validators with 3 shards each …", load.validators);
    let federation =
        Federation::start_as(throughput::plan(load.validators).on_all_shards()).await?;
    let nodes = &federation.nodes;
    let first = nodes.first().context("no node")?;
    for shard in &first.shards {
        first.finalizes_on(&shard.name, 3, Duration::from_secs(120)).await?;
    }
    let hub = Shard::of(first, FEDERATION).await?;
    let [spoke, other] = OTHER_SHARDS;
    let (spoke, other) = (Shard::of(first, spoke).await?, Shard::of(first, other).await?);

    eprintln!("enrolling {} members of each cooperative …", load.members);
    let members = || throughput::members(load.validators, load.members);
    let mut clients = Vec::new();
    for node in nodes {
        clients.push(Arc::new(measure::connect(node.shard(&hub.name)?.rpc_port).await?));
    }
    throughput::enrol_all(&federation, &members()?, &clients, hub.genesis).await?;
    let mut loaded = Vec::new();
    for shard in [&spoke, &hub, &other] {
        loaded.push(Loaded::connect(nodes, shard, members()?).await?);
    }
    hub.is_quiet_with(&spoke).await?;
    hub.is_quiet_with(&other).await?;

    let mut authority = Member::known(federation.authority()?.clone(), CooperativeId(0));
    eprintln!("sending {} messages one by one …", load.messages);
    let tally = Tally::start(nodes, &hub, &spoke).await?;
    let mut steps = latency::run(&hub, &spoke, &mut authority, load.messages).await?;
    hub.is_quiet_with(&spoke).await?;
    let one_by_one = tally.end().await?;

    hub.send(&authority.sign(decisions::raise_quota(), hub.genesis)).await?;
    let tally = Tally::start(nodes, &hub, &spoke).await?;
    let lane = burst::run(&hub, &spoke, &mut authority, load.lane).await?;
    hub.is_quiet_with(&spoke).await?;
    let full = tally.end().await?;

    let capacity = capacity::run(nodes, &mut loaded, load.transactions).await?;
    federation.stop().await?;

    report::latency(&mut steps);
    report::lane(&lane);
    report::relays(&[("one by one", &one_by_one), ("full lane", &full)]);
    report::cost(load.validators.try_into()?, &one_by_one, &full)?;
    report::capacity(&capacity);
    Ok(())
}
