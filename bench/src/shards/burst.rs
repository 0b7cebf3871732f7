//! How many messages a second go through one lane.

use std::time::{Duration, Instant};

use anyhow::{ensure, Result};
use icn_runtime::limits::SLOT;
use icn_tests::people::hex;
use jsonrpsee::{core::client::ClientT, rpc_params};

use super::{
    decisions,
    lanes::{LaneWatch, Shard},
};
use crate::{measure, signing::Member};

/// What came out.
pub struct Outcome {
    pub messages: u64,
    /// From the first submission until all of them wait on the lane.
    pub queued: Duration,
    /// From the first submission until all of them are taken, in a final block.
    pub taken: Duration,
    /// From the first submission until all of them are answered, in a final block.
    pub answered: Duration,
    /// How many each block of the destination took, from the first to the last that took any.
    pub blocks: Vec<u64>,
}

impl Outcome {
    /// Messages a second, over the slots of these blocks.
    pub fn rate(&self) -> f64 {
        self.messages as f64 * 1000.0 / (self.blocks.len() as f64 * SLOT as f64)
    }

    /// Most messages in one block.
    pub fn peak(&self) -> u64 {
        self.blocks.iter().max().copied().unwrap_or_default()
    }
}

/// Queues `messages` at once on the lane from `hub` to `spoke`.
pub async fn run(
    hub: &Shard,
    spoke: &Shard,
    authority: &mut Member,
    messages: u32,
) -> Result<Outcome> {
    hub.send(&authority.sign(decisions::raise_quota(), hub.genesis)).await?;
    let batches: Vec<_> = decisions::remarks(spoke.id, messages)
        .into_iter()
        .map(|batch| hex(&authority.sign(batch, hub.genesis)))
        .collect();
    let here = LaneWatch::start(hub, spoke.id).await?;
    let there = LaneWatch::start(spoke, hub.id).await?;
    let before = hub.view(spoke.id, None).await?.outbound.sent;
    let (first_block, _) = spoke.finalized().await?;
    let last = before + u64::from(messages);

    eprintln!("queueing {messages} messages in {} transactions …", batches.len());
    let start = Instant::now();
    for batch in batches {
        let _: String = hub.client.request("author_submitExtrinsic", rpc_params![batch]).await?;
    }
    let queued = here.when(false, |view| view.outbound.sent >= last).await?;
    let taken = there.when(true, |view| view.inbound.taken >= last).await?;
    let answered = here.when(true, |view| view.outbound.confirmed >= last).await?;
    let sent = hub.view(spoke.id, None).await?.outbound.sent;
    ensure!(sent == last, "somebody else sent {} messages meanwhile", sent - last);

    let mut blocks = Vec::new();
    let mut done = before;
    for number in first_block + 1.. {
        let hash = measure::block_hash(&spoke.client, number).await?;
        let now = spoke.view(hub.id, Some(hash)).await?.inbound.taken;
        if now > before {
            eprintln!("block {number}: {} messages", now - done);
            blocks.push(now - done);
        }
        done = now;
        if done >= last {
            break;
        }
    }
    let since = |at: Instant| at.saturating_duration_since(start);
    Ok(Outcome {
        messages: messages.into(),
        queued: since(queued),
        taken: since(taken),
        answered: since(answered),
        blocks,
    })
}
