//! How long blocks wait for their finality, as a client of one node sees it.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use anyhow::{ensure, Result};
use tokio::time::sleep;

use crate::rpc::{BlockNumber, Rpc};

/// How often the node is asked: the measurement is that coarse.
const PAUSE: Duration = Duration::from_millis(50);

/// What was measured.
pub struct Lag {
    /// In the middle of all blocks.
    pub median: Duration,
    /// Of the slowest block.
    pub worst: Duration,
    /// Of how many blocks.
    pub blocks: usize,
}

/// Watches `blocks` new blocks from the moment at which the node has them to that at which it knows
/// them to be final.
pub async fn measure(rpc: &Rpc, blocks: usize, limit: Duration) -> Result<Lag> {
    let start = Instant::now();
    let first = rpc.best().await?.saturating_add(1);
    let mut seen: BTreeMap<BlockNumber, Instant> = BTreeMap::new();
    let mut lags: BTreeMap<BlockNumber, Duration> = BTreeMap::new();
    while lags.len() < blocks {
        ensure!(start.elapsed() < limit, "{} blocks final after {limit:?}", lags.len());
        let (best, finalized) = (rpc.best().await?, rpc.finalized().await?);
        let now = Instant::now();
        for block in first..=best {
            seen.entry(block).or_insert(now);
        }
        for (block, since) in seen.range(..=finalized) {
            lags.entry(*block).or_insert(now.duration_since(*since));
        }
        sleep(PAUSE).await;
    }
    let mut sorted: Vec<Duration> = lags.into_values().collect();
    sorted.sort();
    Ok(Lag {
        median: sorted.get(sorted.len() / 2).copied().unwrap_or_default(),
        worst: sorted.last().copied().unwrap_or_default(),
        blocks: sorted.len(),
    })
}
