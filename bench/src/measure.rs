//! What a node did: when blocks came and when they became final, what is in them, how long their
//! execution takes, how much memory the process holds.

use std::{
    collections::BTreeMap,
    hint::black_box,
    process::Command,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use anyhow::{ensure, Context, Result};
use codec::{Compact, Decode, DecodeAll, Encode};
use icn_primitives::{Hash, Header, Nonce, ShardId};
use icn_runtime::{
    limits::SLOT, weights::overhead::SIGNATURE_NANOS, RuntimeCall, RuntimeEvent, UncheckedExtrinsic,
};
use icn_tests::people::{hex, unhex};
use jsonrpsee::{
    core::client::{ClientT, Subscription, SubscriptionClientT},
    rpc_params,
    ws_client::{WsClient, WsClientBuilder},
};
use polkadot_sdk::{
    frame_support::{storage::storage_prefix, weights::constants::WEIGHT_REF_TIME_PER_NANOS},
    frame_system::{ConsumedWeight, EventRecord},
    sp_core::{sr25519, Pair as _},
    sp_runtime::{generic::Preamble, traits::Header as _},
};
use serde_json::Value;
use tokio::task::JoinHandle;

use crate::signing::Member;

/// How often a block is executed once more.
const EXECUTIONS: u32 = 15;

/// Connects to the node at `port` of this machine.
pub async fn connect(port: u16) -> Result<WsClient> {
    Ok(WsClientBuilder::default()
        .max_concurrent_requests(100_000)
        .max_request_size(64 * 1024 * 1024)
        .max_response_size(64 * 1024 * 1024)
        .request_timeout(Duration::from_secs(120))
        .build(format!("ws://127.0.0.1:{port}"))
        .await?)
}

/// Each new best head, or each final one.
pub async fn heads(client: &WsClient, final_ones: bool) -> Result<Subscription<Header>> {
    let (subscribe, unsubscribe) = match final_ones {
        false => ("chain_subscribeNewHeads", "chain_unsubscribeNewHeads"),
        true => ("chain_subscribeFinalizedHeads", "chain_unsubscribeFinalizedHeads"),
    };
    Ok(client.subscribe(subscribe, rpc_params![], unsubscribe).await?)
}

/// What a function of the runtime says after block `at`, or after the best one.
pub async fn runtime<R: Decode>(
    client: &WsClient,
    function: &str,
    arguments: &impl Encode,
    at: Option<Hash>,
) -> Result<R> {
    let arguments = hex(&arguments.encode());
    let answer: String = client.request("state_call", rpc_params![function, arguments, at]).await?;
    R::decode_all(&mut &unhex(&answer)?[..])
        .with_context(|| format!("{function} answers in another format"))
}

/// What stands under a key of the state after block `at`.
pub async fn stored<R: Decode>(client: &WsClient, key: &[u8], at: Hash) -> Result<Option<R>> {
    let value: Option<String> =
        client.request("state_getStorage", rpc_params![hex(key), at]).await?;
    let decode = |value: String| -> Result<R> { Ok(R::decode_all(&mut &unhex(&value)?[..])?) };
    value.map(decode).transpose().with_context(|| format!("what stands under {}", hex(key)))
}

/// What stands alone under a name, after block `at`.
pub async fn value<R: Decode>(client: &WsClient, pallet: &str, name: &str, at: Hash) -> Result<R> {
    let key = storage_prefix(pallet.as_bytes(), name.as_bytes());
    stored(client, &key, at).await?.with_context(|| format!("no {pallet}.{name}"))
}

/// What happened in block `at`.
pub async fn events(client: &WsClient, at: Hash) -> Result<Vec<RuntimeEvent>> {
    let records: Vec<EventRecord<RuntimeEvent, Hash>> =
        value(client, "System", "Events", at).await?;
    Ok(records.into_iter().map(|record| record.event).collect())
}

/// How many transactions of somebody the chain has taken.
pub async fn nonce(client: &WsClient, who: &Member) -> Result<Nonce> {
    runtime(client, "AccountNonceApi_account_nonce", &who.account_id(), None).await
}

/// The hash of the chain's block with this number.
pub async fn block_hash(client: &WsClient, number: u32) -> Result<Hash> {
    let hash: Option<Hash> = client.request("chain_getBlockHash", rpc_params![number]).await?;
    hash.with_context(|| format!("there is no block {number}"))
}

/// When each block was imported and when it became final, by number.
#[derive(Default)]
pub struct Seen {
    imported: BTreeMap<u32, Instant>,
    finalized: BTreeMap<u32, Instant>,
}

impl Seen {
    /// The last final block.
    pub fn last_finalized(&self) -> u32 {
        self.finalized.last_key_value().map_or(0, |(number, _)| *number)
    }

    /// When the first block at or above `number` became final.
    pub fn finalized_at(&self, number: u32) -> Option<Instant> {
        self.finalized.range(number..).next().map(|(_, at)| *at)
    }

    /// From a block's import to its finality, for each block of `range` that is final.
    pub fn lags(&self, range: std::ops::RangeInclusive<u32>) -> Vec<Duration> {
        self.imported
            .range(range)
            .filter_map(|(number, imported)| {
                Some(self.finalized_at(*number)?.saturating_duration_since(*imported))
            })
            .collect()
    }
}

/// Follows a node's heads until it is dropped.
pub struct Watch {
    seen: Arc<Mutex<Seen>>,
    tasks: Vec<JoinHandle<()>>,
}

impl Watch {
    /// Starts to follow the node at `port`.
    pub async fn start(port: u16) -> Result<Self> {
        let seen = Arc::new(Mutex::new(Seen::default()));
        let client = Arc::new(connect(port).await?);
        let mut tasks = Vec::new();
        for final_heads in [false, true] {
            let mut heads = heads(&client, final_heads).await?;
            let (seen, client) = (seen.clone(), client.clone());
            tasks.push(tokio::spawn(async move {
                // The subscription lives as long as its client.
                let _client = client;
                while let Some(Ok(head)) = heads.next().await {
                    let mut seen = seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                    let times = if final_heads { &mut seen.finalized } else { &mut seen.imported };
                    times.entry(*head.number()).or_insert_with(Instant::now);
                }
            }));
        }
        Ok(Self { seen, tasks })
    }

    /// What has been seen so far.
    pub fn seen<T>(&self, read: impl FnOnce(&Seen) -> T) -> T {
        read(&self.seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner()))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// A block as its node keeps it.
pub struct StoredBlock {
    header: Header,
    extrinsics: Vec<Vec<u8>>,
    signed: usize,
    relayed: Vec<(ShardId, pallet_shards::Update)>,
}

impl StoredBlock {
    /// Reads the block with this number.
    pub async fn read(client: &WsClient, number: u32) -> Result<Self> {
        let hash = block_hash(client, number).await?;
        let block: Value = client.request("chain_getBlock", rpc_params![hash]).await?;
        let block = &block["block"];
        let extrinsics = block["extrinsics"].as_array().context("a block without a body")?;
        let extrinsics: Vec<_> = extrinsics
            .iter()
            .map(|extrinsic| unhex(extrinsic.as_str().context("an extrinsic that is no text")?))
            .collect::<Result<_>>()?;
        let header = serde_json::from_value(block["header"].clone())?;
        let (mut signed, mut relayed) = (0, Vec::new());
        for extrinsic in &extrinsics {
            let extrinsic = UncheckedExtrinsic::decode(&mut &extrinsic[..])?;
            signed += usize::from(matches!(extrinsic.preamble, Preamble::Signed(..)));
            if let RuntimeCall::Shards(pallet_shards::Call::relay { shard, update }) =
                extrinsic.function
            {
                relayed.push((shard, *update));
            }
        }
        Ok(Self { header, extrinsics, signed, relayed })
    }

    /// How many transactions people sent.
    pub fn transactions(&self) -> usize {
        self.signed
    }

    /// What relays brought, and from which shard.
    pub fn relayed(&self) -> &[(ShardId, pallet_shards::Update)] {
        &self.relayed
    }

    /// What the runtime counted for the block in the end, as the time that its weight stands for.
    pub async fn weight(&self, client: &WsClient) -> Result<Duration> {
        let used: ConsumedWeight =
            value(client, "System", "BlockWeight", self.header.hash()).await?;
        Ok(Duration::from_nanos(used.total().ref_time() / WEIGHT_REF_TIME_PER_NANOS))
    }

    /// How long the runtime takes to execute the block, signatures included: the median.
    pub async fn execution_time(&self, client: &WsClient) -> Result<Duration> {
        let mut taken = Vec::new();
        for _ in 0..EXECUTIONS {
            let start = Instant::now();
            self.execute(client).await?;
            taken.push(start.elapsed());
        }
        Ok(percentile(&mut taken, 50))
    }

    /// How long a core computes to execute the block, signatures included, at a node that is `process`
    /// and does nothing else. Unlike [`Self::execution_time`], that leaves out when the machine was
    /// another's: a virtual one may lose a third of its time so.
    pub async fn computing(&self, client: &WsClient, process: u32) -> Result<Computing> {
        let cores = allowed_cores()?;
        let one = cores.split([',', '-']).next().unwrap_or_default();
        let processes = [process, std::process::id()];
        let allow = |cores| processes.iter().try_for_each(|process| allow(*process, cores));

        allow(one)?;
        let (mut all, mut signatures) = (Computing::default(), 0);
        for _ in 0..EXECUTIONS {
            let (start, before) = (Instant::now(), computing_time(process)?);
            self.execute(client).await?;
            all.time += computing_time(process)?.saturating_sub(before);
            let before = computing_time(std::process::id())?;
            signatures += verify_signatures(start.elapsed()).len();
            all.signature += computing_time(std::process::id())?.saturating_sub(before);
        }
        allow(&cores)?;
        let signatures = u32::try_from(signatures.max(1))?;
        Ok(Computing { time: all.time / EXECUTIONS, signature: all.signature / signatures })
    }

    /// Lets the runtime execute the block once more.
    async fn execute(&self, client: &WsClient) -> Result<()> {
        // The runtime executes a block without its seal.
        let mut header = self.header.clone();
        header.digest_mut().pop();
        let mut block = header.encode();
        Compact(u32::try_from(self.extrinsics.len())?).encode_to(&mut block);
        block.extend(self.extrinsics.iter().flatten());
        let block = hex(&block);
        let parent = format!("{:?}", self.header.parent_hash);
        let _: Value = client
            .request("state_call", rpc_params!["Core_execute_block", &block, &parent])
            .await?;
        Ok(())
    }
}

/// Resident memory of a process, in bytes.
pub fn resident_memory(process: u32) -> Result<u64> {
    memory(process, "VmRSS:")
}

/// The most that it was since the process began, or since [`forget_peak`].
pub fn peak_memory(process: u32) -> Result<u64> {
    memory(process, "VmHWM:")
}

/// From now on a process's peak is counted anew.
pub fn forget_peak(process: u32) -> Result<()> {
    // 5: the peak of the resident memory (proc(5), clear_refs).
    Ok(std::fs::write(format!("/proc/{process}/clear_refs"), "5")?)
}

fn memory(process: u32, field: &str) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|line| line.starts_with(field));
    let kib = line.and_then(|line| line.split_whitespace().nth(1));
    Ok(kib.with_context(|| format!("no {field}"))?.parse::<u64>()? * 1024)
}

/// What a core took for something, and how fast it was meanwhile.
#[derive(Clone, Copy, Default)]
pub struct Computing {
    /// The time that it computed.
    pub time: Duration,
    /// To verify one signature, between the parts of the work: what a core does in a microsecond changes
    /// with what its other half and its neighbours do.
    pub signature: Duration,
}

impl Computing {
    /// What the slowest core that the chain is for would take.
    pub fn at_reference(&self) -> Duration {
        let slower = SIGNATURE_NANOS as f64 / self.signature.as_nanos().max(1) as f64;
        self.time.mul_f64(slower)
    }
}

/// Verifies signatures for `duration`, by the clock; how long each took.
pub fn verify_signatures(duration: Duration) -> Vec<Duration> {
    let pair = sr25519::Pair::from_seed(&[7; 32]);
    let signature = pair.sign(&duration.as_nanos().to_le_bytes());
    let (start, mut taken) = (Instant::now(), Vec::new());
    while start.elapsed() < duration {
        let (begun, message) = (Instant::now(), black_box(duration.as_nanos().to_le_bytes()));
        assert!(sr25519::Pair::verify(&signature, message, &pair.public()), "it is its signature");
        taken.push(begun.elapsed());
    }
    taken
}

/// The cores on which this process may run, as `taskset` and `proc(5)` list them.
fn allowed_cores() -> Result<String> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let cores = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"));
    Ok(cores.context("no Cpus_allowed_list")?.trim().to_owned())
}

/// Lets a process run on these cores alone.
fn allow(process: u32, cores: &str) -> Result<()> {
    let process = process.to_string();
    let arguments = ["--all-tasks", "--cpu-list", "--pid", cores, &process];
    let output = Command::new("taskset").args(arguments).output().context("taskset")?;
    let error = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "process {process} can't be kept to cores {cores}: {error}");
    Ok(())
}

/// The time for which a process has been computing, on all cores together, with the processes that it
/// started and waited for.
pub fn computing_time(process: u32) -> Result<Duration> {
    let status = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // What follows the program's name, which may hold anything, begins with the third field.
    let (_, fields) = status.rsplit_once(')').context("no name in a process's stat")?;
    let ticks = fields
        .split_whitespace()
        .skip(11)
        .take(4)
        .map(|ticks| Ok(ticks.parse::<u64>()?))
        .sum::<Result<u64>>()?;
    // Linux tells programs of a hundred ticks a second, whatever its own are.
    Ok(Duration::from_millis(ticks * 10))
}

/// A pause within one slot, another one for each number and spread evenly over the slot: people
/// aren't in step with the slots.
pub fn pause(number: u32) -> Duration {
    Duration::from_millis(u64::from(number) * 1854 % SLOT)
}

/// The value below which `percent` of the sorted `values` lie.
pub fn percentile(values: &mut [Duration], percent: usize) -> Duration {
    values.sort_unstable();
    let last = values.len().saturating_sub(1);
    values.get(last * percent / 100).copied().unwrap_or_default()
}
