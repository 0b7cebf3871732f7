//! Finalized transactions a second: a burst is sent to all nodes, and followed to its end.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{anyhow, bail, Context, Result};
use futures::{future::try_join_all, stream, StreamExt};
use icn_primitives::{CooperativeId, Hash, SECOND};
use icn_runtime::{
    limits::{BLOCK_MILLIS, SLOT},
    Did, RuntimeOrigin,
};
use icn_tests::{
    federation::{Federation, Plan},
    node::Node,
    people::hex,
};
use jsonrpsee::{core::client::ClientT, rpc_params, ws_client::WsClient};
use polkadot_sdk::sp_runtime::traits::Dispatchable;
use serde_json::Value;

use crate::{
    measure::{self, percentile, Computing, Seen, StoredBlock, Watch},
    signing::{Measured, Member},
    table::{percent, seconds},
};

/// How many transactions of one connection are on their way at a time.
const IN_FLIGHT: usize = 256;
/// How many transactions are gathered for full blocks: a pool holds 10,000 that wait for another.
const GATHERED: usize = 9_000;
/// How long the chain may go without a further final transaction before the burst counts as lost.
const PATIENCE: Duration = Duration::from_secs(120);

/// A member's quota in the federations that are measured, in per cent of the cooperative's.
pub const OWN_SHARE_PERCENT: u32 = 50;
/// How long that takes to refill, in seconds.
pub const OWN_REFILL_SECONDS: u32 = 6;
/// How many enrolments wait for a block at a time: less than a steward's quota holds.
const ENROLMENTS: usize = 64;

/// What is measured.
#[derive(Clone, Debug)]
pub struct Load {
    /// How many validators, one per cooperative.
    pub validators: usize,
    /// Which call.
    pub call: Measured,
    /// How many transactions in all.
    pub transactions: usize,
    /// How many members of each cooperative send them.
    pub members: u32,
}

/// What came out.
pub struct Outcome {
    /// How the transactions fared.
    pub burst: Burst,
    /// The fullest block.
    pub fullest: FullBlock,
    /// From a block's import to its finality, for the blocks of the burst.
    pub lags: Vec<Duration>,
    /// Resident memory of each validator, idle and after the burst, in bytes.
    pub memory_idle: Vec<u64>,
    pub memory_after: Vec<u64>,
}

/// What a row says of an [`Outcome`].
pub const HEADINGS: [&str; 19] = [
    "validators, call",
    "sent",
    "in",
    "taken",
    "final",
    "tx/s",
    "full block",
    "executes in",
    "of its time",
    "µs/tx",
    "signature",
    "weighs",
    "at reference",
    "of its time",
    "of a core",
    "lag p50",
    "lag p95",
    "idle MB",
    "after MB",
];

impl Outcome {
    /// Sends a queue to each of `clients`, which are of these nodes, and waits until all of it is
    /// final; the shard is that of which the first node has `port`.
    pub async fn measure(
        nodes: &[Node],
        port: u16,
        clients: &[Arc<WsClient>],
        queues: Vec<Vec<String>>,
        memory_idle: Vec<u64>,
    ) -> Result<Self> {
        let client = clients.first().context("no client")?;
        let watch = Watch::start(port).await?;
        // An empty block, for comparison, and to be sure that the watch works.
        let empty = wait_for(&watch, Duration::from_secs(60), Seen::last_finalized).await?;
        let empty = StoredBlock::read(client, empty).await?;

        eprintln!("sending …");
        let burst = Burst::send(clients, queues, &watch).await?;
        if let Some(refusal) = &burst.first_refusal {
            eprintln!("refused, the first with: {refusal}");
        }
        let process = nodes.first().and_then(Node::process_id).context("not running")?;
        let fullest = &burst.followed.fullest_block;
        Ok(Self {
            fullest: FullBlock::measure(client, process, fullest, &empty).await?,
            lags: watch.seen(|seen| seen.lags(burst.followed.first..=burst.followed.last)),
            burst,
            memory_idle,
            memory_after: memory(nodes)?,
        })
    }

    /// As a row of a table, under [`HEADINGS`].
    pub fn row(&mut self, validators: usize, call: &str, sent: usize) -> Vec<String> {
        let megabytes = |values: &[u64]| {
            (values.iter().max().copied().unwrap_or_default() / 1_000_000).to_string()
        };
        vec![
            format!("{validators}, {call}"),
            sent.to_string(),
            seconds(self.burst.submission),
            self.burst.accepted.to_string(),
            self.burst.followed.transactions.to_string(),
            format!("{:.0}", self.burst.rate()),
            self.fullest.transactions.to_string(),
            format!("{} ms", self.fullest.execution.time.as_millis()),
            percent(share(self.fullest.execution.time)),
            self.fullest.per_transaction().as_micros().to_string(),
            self.fullest.execution.signature.as_micros().to_string(),
            self.fullest.weight_of_one().as_micros().to_string(),
            self.fullest.per_transaction_at_reference().as_micros().to_string(),
            percent(share(self.fullest.execution.at_reference())),
            percent(self.core_share()),
            seconds(percentile(&mut self.lags, 50)),
            seconds(percentile(&mut self.lags, 95)),
            megabytes(&self.memory_idle),
            megabytes(&self.memory_after),
        ]
    }

    /// The part of one core that the finalized transactions used.
    fn core_share(&self) -> f64 {
        self.burst.rate() * self.fullest.per_transaction().as_secs_f64()
    }
}

/// What a block with transactions takes, and what an empty one does.
pub struct FullBlock {
    /// How many transactions people sent are in it.
    transactions: usize,
    /// What a core takes to execute it.
    execution: Computing,
    /// What the runtime counted for it.
    weight: Duration,
    empty_execution: Computing,
    empty_weight: Duration,
}

impl FullBlock {
    /// Executes both again, at a node that is `process`.
    async fn measure(
        client: &WsClient,
        process: u32,
        full: &StoredBlock,
        empty: &StoredBlock,
    ) -> Result<Self> {
        Ok(Self {
            transactions: full.transactions(),
            execution: full.computing(client, process).await?,
            weight: full.weight(client).await?,
            empty_execution: empty.computing(client, process).await?,
            empty_weight: empty.weight(client).await?,
        })
    }

    /// Execution time of one transaction.
    fn per_transaction(&self) -> Duration {
        self.each(self.execution.time.saturating_sub(self.empty_execution.time))
    }

    /// The same on the slowest core that the chain is for.
    fn per_transaction_at_reference(&self) -> Duration {
        let empty = self.empty_execution.at_reference();
        self.each(self.execution.at_reference().saturating_sub(empty))
    }

    /// What the runtime counts for one transaction in the end.
    fn weight_of_one(&self) -> Duration {
        self.each(self.weight.saturating_sub(self.empty_weight))
    }

    /// The part of each transaction.
    fn each(&self, all: Duration) -> Duration {
        all / u32::try_from(self.transactions.max(1)).unwrap_or(u32::MAX)
    }
}

/// How much of the time that a block is given its execution takes.
fn share(execution: Duration) -> f64 {
    execution.as_secs_f64() * 1000.0 / BLOCK_MILLIS as f64
}

/// Transactions that arrive while blocks are made fill none of them: the bench, the pool and the author
/// share the machine. So the load is measured as it comes, and the fullest block then once more on a
/// federation where all of it is ready at once.
pub async fn run(load: &Load) -> Result<Outcome> {
    let mut outcome = send(load, Arrival::AsItComes).await?;
    let gathered = Load { transactions: load.transactions.min(GATHERED), ..load.clone() };
    let gathered = send(&gathered, Arrival::Gathered).await?;
    if gathered.fullest.transactions > outcome.fullest.transactions {
        outcome.fullest = gathered.fullest;
    }
    Ok(outcome)
}

/// How transactions come.
#[derive(PartialEq, Eq)]
enum Arrival {
    /// One after another.
    AsItComes,
    /// Each member's first one is sent last: the others wait for it in the pool, and then are ready all
    /// at once, so that blocks are as full as they can be.
    Gathered,
}

/// Makes a federation, sends the load, waits until all of it is final.
async fn send(load: &Load, arrival: Arrival) -> Result<Outcome> {
    let mut members = members(load.validators, load.members)?;
    eprintln!("starting {} validator(s) …", load.validators);
    let federation = Federation::start_as(plan(load.validators)).await?;
    let nodes = &federation.nodes;
    let first = nodes.first().context("no node")?;
    first.finalizes(3, Duration::from_secs(120)).await?;

    let mut clients = Vec::new();
    for node in nodes {
        clients.push(Arc::new(measure::connect(node.rpc_port).await?));
    }
    let client = clients.first().context("no client")?.clone();
    let genesis: Hash = client.request("chain_getBlockHash", rpc_params![0]).await?;
    let memory_idle = memory(nodes)?;
    eprintln!("enrolling {} members of each cooperative …", load.members);
    enrol_all(&federation, &members, &clients, genesis).await?;
    // Every node has to know all of them.
    let best = first.rpc()?.best().await?;
    for node in nodes {
        node.finalizes(best, Duration::from_secs(60)).await?;
    }

    eprintln!("signing {} transactions …", load.transactions);
    let mut queues = sign(&mut members, load.call, load.transactions, genesis);
    if arrival == Arrival::Gathered {
        for (queue, members) in queues.iter_mut().zip(&members) {
            let firsts = members.len().min(queue.len());
            queue.rotate_left(firsts);
        }
    }

    let port = first.rpc_port;
    let outcome = Outcome::measure(nodes, port, &clients, queues, memory_idle).await?;
    federation.stop().await?;
    Ok(outcome)
}

/// Resident memory of each of these nodes, in bytes.
pub fn memory(nodes: &[Node]) -> Result<Vec<u64>> {
    nodes
        .iter()
        .map(|node| measure::resident_memory(node.process_id().context("not running")?))
        .collect()
}

/// A burst of transactions on one shard, followed to its end.
pub struct Burst {
    /// How many the nodes took.
    pub accepted: usize,
    /// The first error, if a node refused one.
    pub first_refusal: Option<String>,
    /// How long the submission took.
    pub submission: Duration,
    /// From the first submission to the last one's finality.
    pub duration: Duration,
    /// What became final.
    pub followed: Followed,
}

impl Burst {
    /// Sends a queue to each node, and waits until all that they took is final.
    pub async fn send(
        clients: &[Arc<WsClient>],
        queues: Vec<Vec<String>>,
        watch: &Watch,
    ) -> Result<Self> {
        let first = clients.first().context("no client")?;
        let before = watch.seen(Seen::last_finalized);
        let start = Instant::now();
        let results = stream::iter(clients.iter().zip(queues))
            .map(|(client, queue)| submit(client.clone(), queue))
            .buffer_unordered(clients.len())
            .collect::<Vec<_>>()
            .await;
        let submission = start.elapsed();
        let accepted = results.iter().map(|(accepted, _)| accepted).sum();
        let first_refusal = results.into_iter().find_map(|(_, refusal)| refusal);
        let followed = follow(watch, first, before + 1, accepted).await?;
        let end =
            watch.seen(|seen| seen.finalized_at(followed.last)).context("nothing is final")?;
        let duration = end.saturating_duration_since(start);
        Ok(Self { accepted, first_refusal, submission, duration, followed })
    }

    /// Finalized transactions a second.
    pub fn rate(&self) -> f64 {
        self.followed.transactions as f64 / self.duration.as_secs_f64()
    }

    /// Transactions in the fullest block.
    pub fn fullest(&self) -> usize {
        self.followed.fullest_block.transactions()
    }
}

/// The federations that are measured: members may send as much as their cooperative may, nearly.
pub fn plan(validators: usize) -> Plan {
    Plan {
        cooperatives: validators,
        own_share_percent: Some(OWN_SHARE_PERCENT.into()),
        own_refill_seconds: Some(OWN_REFILL_SECONDS.into()),
        ..Plan::default()
    }
}

/// Enrols the members of each cooperative through its own node.
pub async fn enrol_all(
    federation: &Federation,
    members: &[Vec<Member>],
    clients: &[Arc<WsClient>],
    genesis: Hash,
) -> Result<()> {
    let enrolments = federation.cooperatives.iter().zip(members).zip(clients).map(
        |((cooperative, members), client)| async move {
            let id = members.first().context("no members")?.cooperative();
            let mut steward = Member::known(cooperative.steward.clone(), id);
            enrol(&mut steward, members, client, genesis).await
        },
    );
    try_join_all(enrolments).await.map(drop)
}

/// In the state of the federation shard's genesis: enrols the members of each cooperative.
pub fn enrol_at_genesis(federation: &Federation, members: &[Vec<Member>]) -> Result<()> {
    let genesis = Did::genesis_hash();
    for (founder, members) in federation.cooperatives.iter().zip(members) {
        for member in members {
            let steward = RuntimeOrigin::signed(founder.steward.account());
            let enrolment = member.enrolment(member.consent(genesis, SECOND));
            enrolment
                .dispatch(steward)
                .map_err(|failed| anyhow!("a member can't be enrolled: {:?}", failed.error))?;
        }
    }
    Ok(())
}

/// The members who send: so many of each cooperative.
pub fn members(cooperatives: usize, each: u32) -> Result<Vec<Vec<Member>>> {
    (0..cooperatives)
        .map(|id| {
            let id = CooperativeId(u32::try_from(id)?);
            (0..each).map(|index| Member::new(id, index)).collect()
        })
        .collect()
}

/// Enrols `members`, as fast as the steward's quota allows.
///
/// What isn't in a block yet is handed in again with every block: a pool drops what it took in once
/// the transactions before it have used up the quota.
async fn enrol(
    steward: &mut Member,
    members: &[Member],
    client: &WsClient,
    genesis: Hash,
) -> Result<()> {
    let transactions: Vec<_> = members
        .iter()
        .map(|member| Ok(hex(&steward.sign_enrolment(member, genesis)?)))
        .collect::<Result<_>>()?;
    let before = measure::nonce(client, steward).await?;
    let (mut enrolled, mut progress, mut refusal) = (0, Instant::now(), None);
    while enrolled < transactions.len() {
        for transaction in transactions[enrolled..].iter().take(ENROLMENTS) {
            // Most errors say that it is there already.
            let sent: Result<String, _> =
                client.request("author_submitExtrinsic", rpc_params![transaction]).await;
            refusal = sent.err().or(refusal);
        }
        tokio::time::sleep(Duration::from_millis(SLOT)).await;
        let now = usize::try_from(measure::nonce(client, steward).await? - before)?;
        if now > enrolled {
            (enrolled, progress) = (now, Instant::now());
        } else if progress.elapsed() > PATIENCE {
            let refusal = refusal.map(|error| error.to_string()).unwrap_or_default();
            bail!("no further member for {} s: {refusal}", PATIENCE.as_secs());
        }
    }
    let last = members.last().context("no members")?;
    admitted(last, client).await
}

/// Waits until a member may write on a shard.
pub async fn admitted(member: &Member, client: &WsClient) -> Result<()> {
    let start = Instant::now();
    loop {
        let quota: Value = client.request("icn_quota", rpc_params![member.account()]).await?;
        if quota["admitted"] == true {
            return Ok(());
        }
        if start.elapsed() > PATIENCE {
            bail!("a member is not admitted after {} s", PATIENCE.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// One queue of signed transactions for each group of members. Each member's stay in one queue, in
/// their order.
pub fn sign(
    members: &mut [Vec<Member>],
    call: Measured,
    transactions: usize,
    genesis: Hash,
) -> Vec<Vec<String>> {
    let mut queues = vec![Vec::new(); members.len()];
    let mut signed = 0;
    while signed < transactions {
        for (group, queue) in members.iter_mut().zip(&mut queues) {
            for member in group {
                if signed < transactions {
                    queue.push(hex(&member.sign_next(call, genesis)));
                    signed += 1;
                }
            }
        }
    }
    queues
}

/// Submits a queue; how many were taken, and the first refusal.
pub async fn submit(client: Arc<WsClient>, queue: Vec<String>) -> (usize, Option<String>) {
    let results: Vec<_> = stream::iter(queue)
        .map(|transaction| {
            let client = client.clone();
            async move {
                client
                    .request::<String, _>("author_submitExtrinsic", rpc_params![transaction])
                    .await
            }
        })
        .buffered(IN_FLIGHT)
        .collect()
        .await;
    let accepted = results.iter().filter(|result| result.is_ok()).count();
    let refusal = results.into_iter().find_map(|result| result.err()).map(|e| e.to_string());
    (accepted, refusal)
}

/// Final blocks.
pub struct Followed {
    /// The first and the last block that held something.
    pub first: u32,
    pub last: u32,
    /// The transactions in all of them.
    pub transactions: usize,
    /// The block with most of them.
    pub fullest_block: StoredBlock,
}

/// Follows final blocks from `next` on until they hold `expected` transactions.
async fn follow(
    watch: &Watch,
    client: &WsClient,
    mut next: u32,
    expected: usize,
) -> Result<Followed> {
    let mut found: Option<Followed> = None;
    let mut progress = Instant::now();
    let total = |found: &Option<Followed>| found.as_ref().map_or(0, |found| found.transactions);
    while total(&found) < expected {
        if watch.seen(Seen::last_finalized) < next {
            if progress.elapsed() > PATIENCE {
                eprintln!("no further transaction for {} s", PATIENCE.as_secs());
                break;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
            continue;
        }
        let block = StoredBlock::read(client, next).await?;
        let transactions = block.transactions();
        if transactions > 0 {
            progress = Instant::now();
            found = Some(match found {
                None => Followed { first: next, last: next, transactions, fullest_block: block },
                Some(so_far) => Followed {
                    last: next,
                    transactions: so_far.transactions + transactions,
                    fullest_block: if transactions > so_far.fullest_block.transactions() {
                        block
                    } else {
                        so_far.fullest_block
                    },
                    ..so_far
                },
            });
            eprintln!("block {next}: {transactions} ({} of {expected})", total(&found));
        } else if progress.elapsed() > PATIENCE {
            eprintln!("no further transaction for {} s", PATIENCE.as_secs());
            break;
        }
        next += 1;
    }
    found.context("no transaction became final")
}

/// Waits until there is something to read.
pub async fn wait_for(watch: &Watch, limit: Duration, read: impl Fn(&Seen) -> u32) -> Result<u32> {
    let start = Instant::now();
    loop {
        let value = watch.seen(&read);
        if value > 0 {
            return Ok(value);
        }
        if start.elapsed() > limit {
            bail!("no final block within {} s", limit.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
