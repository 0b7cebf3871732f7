//! What a node did: when blocks came and when they became final, what is in them, how long their
//! execution takes, how much memory the process holds.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use codec::{Compact, Encode};
use icn_primitives::Header;
use icn_tests::people::{hex, unhex};
use jsonrpsee::{
    core::client::{ClientT, SubscriptionClientT},
    rpc_params,
    ws_client::{WsClient, WsClientBuilder},
};
use polkadot_sdk::sp_runtime::traits::Header as _;
use serde_json::Value;
use tokio::task::JoinHandle;

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
        for (subscribe, unsubscribe, final_heads) in [
            ("chain_subscribeNewHeads", "chain_unsubscribeNewHeads", false),
            ("chain_subscribeFinalizedHeads", "chain_unsubscribeFinalizedHeads", true),
        ] {
            let mut heads =
                client.subscribe::<Header, _>(subscribe, rpc_params![], unsubscribe).await?;
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
}

impl StoredBlock {
    /// Reads the block with this number.
    pub async fn read(client: &WsClient, number: u32) -> Result<Self> {
        let hash: Value = client.request("chain_getBlockHash", rpc_params![number]).await?;
        let block: Value = client.request("chain_getBlock", rpc_params![hash]).await?;
        let block = &block["block"];
        let extrinsics = block["extrinsics"].as_array().context("a block without a body")?;
        let extrinsics = extrinsics
            .iter()
            .map(|extrinsic| unhex(extrinsic.as_str().context("an extrinsic that is no text")?))
            .collect::<Result<_>>()?;
        Ok(Self { header: serde_json::from_value(block["header"].clone())?, extrinsics })
    }

    /// How many transactions people sent: all but the inherent one, the timestamp.
    pub fn transactions(&self) -> usize {
        self.extrinsics.len().saturating_sub(1)
    }

    /// How long the runtime takes to execute the block, signatures included; the best of three.
    pub async fn execution_time(&self, client: &WsClient) -> Result<Duration> {
        // The runtime executes a block without its seal.
        let mut header = self.header.clone();
        header.digest_mut().pop();
        let mut block = header.encode();
        Compact(u32::try_from(self.extrinsics.len())?).encode_to(&mut block);
        block.extend(self.extrinsics.iter().flatten());
        let block = hex(&block);
        let parent = format!("{:?}", self.header.parent_hash);
        let mut best = Duration::MAX;
        for _ in 0..3 {
            let start = Instant::now();
            let _: Value = client
                .request("state_call", rpc_params!["Core_execute_block", &block, &parent])
                .await?;
            best = best.min(start.elapsed());
        }
        Ok(best)
    }
}

/// Resident memory of a process, in bytes.
pub fn resident_memory(process: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS")?;
    let kib = line.split_whitespace().nth(1).context("VmRSS without a number")?;
    Ok(kib.parse::<u64>()? * 1024)
}

/// The value below which `percent` of the sorted `values` lie.
pub fn percentile(values: &mut [Duration], percent: usize) -> Duration {
    values.sort_unstable();
    let last = values.len().saturating_sub(1);
    values.get(last * percent / 100).copied().unwrap_or_default()
}
