//! A shard through one node, and how far its lanes are, block by block.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use anyhow::{bail, Context, Result};
use icn_primitives::{
    shard::{ShardRole, ShardView},
    Hash, ShardId,
};
use icn_tests::{node::Node, people::hex};
use jsonrpsee::{
    core::client::{ClientT, SubscriptionClientT},
    rpc_params,
    ws_client::WsClient,
};
use serde_json::Value;
use tokio::{task::JoinHandle, time::timeout};

use crate::measure;

/// How long a message may take before it counts as lost.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// A shard through one node.
pub struct Shard {
    pub name: String,
    pub id: ShardId,
    pub port: u16,
    pub client: Arc<WsClient>,
    pub genesis: Hash,
}

impl Shard {
    /// The shard of this name, through `node`.
    pub async fn of(node: &Node, name: &str) -> Result<Self> {
        let port = node.shard(name)?.rpc_port;
        let client = Arc::new(measure::connect(port).await?);
        let (id, _): (ShardId, ShardRole) =
            measure::runtime(&client, "ShardsApi_this_shard", &(), None).await?;
        let genesis = measure::block_hash(&client, 0).await?;
        Ok(Self { name: name.into(), id, port, client, genesis })
    }

    /// What it knows of another after block `at`, or after its best one.
    pub async fn view(&self, other: ShardId, at: Option<Hash>) -> Result<ShardView> {
        view(&self.client, other, at).await
    }

    /// Number and hash of its last final block.
    pub async fn finalized(&self) -> Result<(u32, Hash)> {
        let hash: Hash = self.client.request("chain_getFinalizedHead", rpc_params![]).await?;
        let header: icn_primitives::Header =
            self.client.request("chain_getHeader", rpc_params![hash]).await?;
        Ok((header.number, hash))
    }

    /// Sends a transaction and waits until it is final: in which block.
    pub async fn send(&self, transaction: &[u8]) -> Result<Hash> {
        let mut status = self
            .client
            .subscribe::<Value, _>(
                "author_submitAndWatchExtrinsic",
                rpc_params![hex(transaction)],
                "author_unwatchExtrinsic",
            )
            .await?;
        let follow = async {
            loop {
                let update = status.next().await.context("the subscription ended")??;
                if let Some(block) = update.get("finalized") {
                    return Ok(serde_json::from_value(block.clone())?);
                }
                for lost in ["usurped", "dropped", "invalid", "finalityTimeout"] {
                    if update == *lost || update.get(lost).is_some() {
                        bail!("a transaction is {lost}");
                    }
                }
            }
        };
        timeout(PATIENCE, follow).await.context("a transaction doesn't become final")?
    }

    /// Waits until every message to `other` is taken there and answered, in final blocks, and there
    /// was one: the directory's first.
    pub async fn is_quiet_with(&self, other: &Shard) -> Result<()> {
        let start = Instant::now();
        loop {
            let here = self.view(other.id, Some(self.finalized().await?.1)).await?.outbound;
            let there = other.view(self.id, Some(other.finalized().await?.1)).await?.inbound;
            if here.sent > 0 && here.waiting() == 0 && there.taken == here.sent {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                bail!("the lane from {} to {} doesn't rest", self.name, other.name);
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
}

async fn view(client: &WsClient, other: ShardId, at: Option<Hash>) -> Result<ShardView> {
    let view: Option<ShardView> = measure::runtime(client, "ShardsApi_shard", &other, at).await?;
    view.with_context(|| format!("shard {} isn't followed", other.0))
}

/// What a shard knew of another after one of its blocks, and when that block came.
struct Head {
    at: Instant,
    is_final: bool,
    view: ShardView,
}

/// Follows what a shard knows of another until it is dropped.
pub struct LaneWatch {
    heads: Arc<Mutex<Vec<Head>>>,
    tasks: Vec<JoinHandle<()>>,
}

impl LaneWatch {
    /// Starts to follow what `shard` knows of `other`.
    pub async fn start(shard: &Shard, other: ShardId) -> Result<Self> {
        let heads = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for is_final in [false, true] {
            // A connection of its own: an answer that takes long delays no head.
            let client = measure::connect(shard.port).await?;
            let mut new = measure::heads(&client, is_final).await?;
            let heads = heads.clone();
            tasks.push(tokio::spawn(async move {
                while let Some(Ok(head)) = new.next().await {
                    let at = Instant::now();
                    // A block of a fork may be gone by now.
                    let Ok(view) = view(&client, other, Some(head.hash())).await else { continue };
                    let mut heads = heads.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                    heads.push(Head { at, is_final, view });
                }
            }));
        }
        Ok(Self { heads, tasks })
    }

    /// Waits for the first best block, or the first final one, after which this holds: when the
    /// node had it.
    pub async fn when(
        &self,
        is_final: bool,
        holds: impl Fn(&ShardView) -> bool,
    ) -> Result<Instant> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let found = self
                .heads
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner())
                .iter()
                .find(|head| head.is_final == is_final && holds(&head.view))
                .map(|head| head.at);
            if let Some(at) = found {
                return Ok(at);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("a message is under way for more than {} s", PATIENCE.as_secs())
    }
}

impl Drop for LaneWatch {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}
