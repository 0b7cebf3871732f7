//! What one shard carries alone, and while others are loaded as well.

use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use futures::future::try_join_all;
use icn_tests::node::Node;
use jsonrpsee::ws_client::WsClient;

use super::lanes::Shard;
use crate::{
    measure::{self, Seen, Watch},
    signing::{Measured, Member},
    throughput::{self, Burst},
};

/// For how long it is measured what the nodes compute when nobody sends anything.
const IDLE: Duration = Duration::from_secs(15);

/// A shard that gets transactions, through all nodes.
pub struct Loaded<'a> {
    shard: &'a Shard,
    clients: Vec<Arc<WsClient>>,
    watch: Watch,
    /// Those who send, with what they have sent on this shard.
    members: Vec<Vec<Member>>,
}

impl<'a> Loaded<'a> {
    /// Connects to the shard, and waits until all of `members` may write there.
    pub async fn connect(
        nodes: &[Node],
        shard: &'a Shard,
        members: Vec<Vec<Member>>,
    ) -> Result<Self> {
        let mut clients = Vec::new();
        for node in nodes {
            let client = measure::connect(node.shard(&shard.name)?.rpc_port).await?;
            for last in members.iter().filter_map(|members| members.last()) {
                throughput::admitted(last, &client).await?;
            }
            clients.push(Arc::new(client));
        }
        let watch = Watch::start(shard.port).await?;
        throughput::wait_for(&watch, Duration::from_secs(60), Seen::last_finalized).await?;
        Ok(Self { shard, clients, watch, members })
    }

    /// The next transactions, in a queue for each node.
    fn sign(&mut self, transactions: usize) -> Vec<Vec<String>> {
        let genesis = self.shard.genesis;
        throughput::sign(&mut self.members, Measured::Nothing, transactions, genesis)
    }

    async fn send(&self, queues: Vec<Vec<String>>) -> Result<(String, Burst)> {
        let burst = Burst::send(&self.clients, queues, &self.watch).await?;
        Ok((self.shard.name.clone(), burst))
    }
}

/// What one phase gave.
pub struct Phase {
    /// The shards that were loaded, with what each carried. The first is the one that is compared.
    pub bursts: Vec<(String, Burst)>,
    /// From the first submission on the first of them to the last finality on any.
    pub duration: Duration,
    /// What all nodes computed meanwhile, on all cores together.
    pub computing: Duration,
}

impl Phase {
    /// How many cores the nodes kept busy.
    pub fn cores(&self) -> f64 {
        self.computing.as_secs_f64() / self.duration.as_secs_f64()
    }

    /// What the nodes computed for each transaction, theirs and all blocks' together.
    pub fn per_transaction(&self) -> Option<Duration> {
        let all: usize = self.bursts.iter().map(|(_, burst)| burst.followed.transactions).sum();
        self.computing.checked_div(u32::try_from(all).ok()?)
    }

    /// Final transactions a second on the first shard.
    pub fn rate(&self) -> f64 {
        self.bursts.first().map_or(0.0, |(_, burst)| burst.rate())
    }
}

/// Nothing sent; the first shard alone; all of them at once.
pub struct Outcome {
    pub idle: Phase,
    pub alone: Phase,
    pub together: Phase,
}

/// Sends `transactions` to the first of `shards` alone, and then as many to each of them at once.
pub async fn run(
    nodes: &[Node],
    shards: &mut [Loaded<'_>],
    transactions: usize,
) -> Result<Outcome> {
    eprintln!("sending nothing …");
    let idle = phase(nodes, async {
        tokio::time::sleep(IDLE).await;
        Ok(Vec::new())
    })
    .await?;
    let first = shards.get_mut(..1).context("no shards")?;
    eprintln!("sending {transactions} transactions on one shard …");
    let alone = load(nodes, first, transactions).await?;
    eprintln!("sending {transactions} transactions on each shard …");
    let together = load(nodes, shards, transactions).await?;
    Ok(Outcome { idle, alone, together })
}

async fn load(nodes: &[Node], shards: &mut [Loaded<'_>], transactions: usize) -> Result<Phase> {
    let signed: Vec<_> = shards.iter_mut().map(|shard| shard.sign(transactions)).collect();
    let bursts = shards.iter().zip(signed).map(|(shard, queues)| shard.send(queues));
    phase(nodes, try_join_all(bursts)).await
}

async fn phase(
    nodes: &[Node],
    load: impl Future<Output = Result<Vec<(String, Burst)>>>,
) -> Result<Phase> {
    let (before, start) = (computing(nodes)?, Instant::now());
    let bursts = load.await?;
    let (duration, computing) = (start.elapsed(), computing(nodes)? - before);
    Ok(Phase { bursts, duration, computing })
}

/// The time for which all nodes have been computing.
pub fn computing(nodes: &[Node]) -> Result<Duration> {
    nodes
        .iter()
        .map(|node| measure::computing_time(node.process_id().context("not running")?))
        .sum()
}
