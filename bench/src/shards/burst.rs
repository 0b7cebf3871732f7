//! How many messages a second go through one lane that is kept full.

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use anyhow::{bail, ensure, Result};
use icn_primitives::shard::{ShardView, MAX_UNCONFIRMED};
use icn_tests::people::hex;
use jsonrpsee::{core::client::ClientT, rpc_params};

use super::{
    decisions,
    lanes::{LaneWatch, Shard, PATIENCE},
};
use crate::{measure, signing::Member};

/// Most messages that wait for their answer: all that the lane holds, but for what the directory
/// may send meanwhile.
const FULL: u64 = MAX_UNCONFIRMED as u64 - 64;

/// What came out.
pub struct Outcome {
    /// Messages, where they take effect.
    pub messages: Flow,
    /// Answers, where they come back.
    pub answers: Flow,
}

/// What came to a shard.
pub struct Flow {
    /// From the first submission until all of it is in a final block.
    pub done: Duration,
    /// How much each block took, from the first to the last that took any.
    pub blocks: Vec<u64>,
    /// From the first of these blocks to the last.
    pub flowing: Duration,
}

impl Flow {
    /// How much a second, from the first block to the last. What the first one took had gathered
    /// before.
    pub fn rate(&self) -> f64 {
        self.blocks.iter().skip(1).sum::<u64>() as f64 / self.flowing.as_secs_f64()
    }

    /// The most in one block.
    pub fn fullest(&self) -> u64 {
        self.blocks.iter().max().copied().unwrap_or_default()
    }
}

/// Sends `messages` on the lane from `hub` to `spoke`, as fast as answers make room for them.
pub async fn run(
    hub: &Shard,
    spoke: &Shard,
    authority: &mut Member,
    messages: u32,
) -> Result<Outcome> {
    let mut batches = decisions::remarks(spoke.id, messages)
        .into_iter()
        .map(|(size, batch)| (size, hex(&authority.sign(batch, hub.genesis))))
        .peekable();
    let there = End::start(spoke, hub, |view| view.inbound.taken).await?;
    let here = End::start(hub, spoke, |view| view.outbound.confirmed).await?;
    let before = hub.view(spoke.id, None).await?.outbound.sent;
    let last = before + u64::from(messages);

    eprintln!("sending {messages} messages on the lane from {} to {} …", hub.name, spoke.name);
    let start = Instant::now();
    let (mut sent, mut answered, mut progress) = (before, before, Instant::now());
    while answered < last {
        while let Some((size, batch)) = batches.next_if(|(size, _)| sent + size <= answered + FULL)
        {
            let _: String =
                hub.client.request("author_submitExtrinsic", rpc_params![batch]).await?;
            sent += size;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        let now = hub.view(spoke.id, None).await?.outbound.confirmed;
        if now > answered {
            (answered, progress) = (now, Instant::now());
        } else if progress.elapsed() > PATIENCE {
            bail!("no message was answered for {} s", PATIENCE.as_secs());
        }
    }
    let outcome = Outcome {
        messages: there.flow(before..last, start).await?,
        answers: here.flow(before..last, start).await?,
    };
    let sent = hub.view(spoke.id, None).await?.outbound.sent;
    ensure!(sent == last, "somebody else sent {} messages meanwhile", sent - last);
    Ok(outcome)
}

/// One end of the lane: how far it is.
struct End<'a> {
    shard: &'a Shard,
    other: &'a Shard,
    /// The number of the last message that is through, here.
    through: fn(&ShardView) -> u64,
    watch: LaneWatch,
    /// The last block before.
    block: u32,
}

impl<'a> End<'a> {
    async fn start(
        shard: &'a Shard,
        other: &'a Shard,
        through: fn(&ShardView) -> u64,
    ) -> Result<Self> {
        let watch = LaneWatch::start(shard, other.id).await?;
        let (block, _) = shard.finalized().await?;
        Ok(Self { shard, other, through, watch, block })
    }

    /// How the messages after `messages.start` and up to `messages.end` came, which were sent from
    /// `start` on.
    async fn flow(self, messages: Range<u64>, start: Instant) -> Result<Flow> {
        let Self { shard, other, through, watch, block } = self;
        let done = watch.when(true, |view| through(view) >= messages.end).await?;
        let first = watch.when(false, |view| through(view) > messages.start).await?;
        let last = watch.when(false, |view| through(view) >= messages.end).await?;

        let mut blocks = Vec::new();
        let mut before = messages.start;
        for number in block + 1.. {
            let hash = measure::block_hash(&shard.client, number).await?;
            let now = through(&shard.view(other.id, Some(hash)).await?);
            if now > messages.start {
                blocks.push(now - before);
            }
            before = now;
            if now >= messages.end {
                break;
            }
        }
        eprintln!("block by block on {}: {blocks:?}", shard.name);
        Ok(Flow {
            done: done.saturating_duration_since(start),
            blocks,
            flowing: last.saturating_duration_since(first),
        })
    }
}
