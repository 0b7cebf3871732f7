//! Nodes that crash and networks that part, while the shards talk to each other: nothing is lost,
//! nothing happens twice.

use std::{cell::Cell, time::Duration};

use anyhow::{ensure, Context, Result};
use futures::future::try_join;
use icn_primitives::{
    shard::{MessageNonce, Outcome, ShardView},
    AccountId, Hash, ShardId,
};
use icn_tests::{
    chain::Call,
    federation::{Federation, Plan, FEDERATION, OTHER_SHARDS},
    people::hex,
    rpc::{BlockNumber, Rpc},
    sides::Wire,
    wait,
};
use serde_json::Value;

/// Generous: what takes seconds on a quiet machine may take minutes on a busy one.
const LIMIT: Duration = Duration::from_secs(240);
/// How long the test with two sides may take.
const WHOLE_TEST: Duration = Duration::from_secs(900);
/// Blocks that each side makes alone. Two of four make one in six seconds: it is about a minute.
const PARTED: BlockNumber = 10;
/// Blocks after which finality would have gone on if it could.
const ALONE: BlockNumber = 4;
/// More decisions than any of these tests takes blocks.
const PREPARED: usize = 240;
const HUB: ShardId = ShardId(0);

#[tokio::test]
async fn no_message_is_lost_or_doubled_when_one_node_crashes_after_another_and_then_two(
) -> Result<()> {
    let mut federation = four_on_all_shards(0).await?;
    let traffic = Traffic::prepare(&federation).await?;
    let crashes = async {
        for crashing in 0..4 {
            federation.nodes[crashing].kill().await?;
            // Three of four go on, on every shard.
            finalize_more(&federation, &[(crashing + 1) % 4]).await?;
            federation.nodes[crashing].restart().await?;
            finalize_more(&federation, &[crashing]).await?;
        }
        for crashing in [2, 3] {
            federation.nodes[crashing].kill().await?;
        }
        finality_and_messages_wait(&federation, &[0, 1], ALONE + 2).await?;
        for crashed in [2, 3] {
            federation.nodes[crashed].restart().await?;
        }
        finalize_more(&federation, &[0, 1, 2, 3]).await?;
        traffic.ends();
        Ok(federation)
    };
    let (federation, ()) = try_join(crashes, traffic.flows()).await?;
    traffic.is_accounted_for(&federation).await
}

#[tokio::test]
async fn two_against_two_wait_for_each_other_and_agree_when_they_meet_again() -> Result<()> {
    let name = "shard_faults::two_against_two_wait_for_each_other_and_agree_when_they_meet_again";
    let Some(wire) = Wire::lay(name, WHOLE_TEST).await? else { return Ok(()) };
    let federation = four_on_all_shards(2).await?;
    let traffic = Traffic::prepare(&federation).await?;
    let partition = async {
        finalize_more(&federation, &[0]).await?;
        wire.cut().await?;
        let nodes = [0, 1, 2, 3];
        let parted = finality_and_messages_wait(&federation, &nodes, PARTED).await?;
        let [near, far] = [0, 2].map(|side| federation.nodes[side].rpc());
        let (near, far) = (near?.hash(parted).await?, far?.hash(parted).await?);
        ensure!(
            near.is_some() && far.is_some() && near != far,
            "the two sides made the same blocks"
        );

        wire.mend().await?;
        finalize_more(&federation, &nodes).await?;
        traffic.ends();
        Ok(())
    };
    try_join(partition, traffic.flows()).await?;
    traffic.is_accounted_for(&federation).await
}

/// Four cooperatives with all shards, so many of them on the far side, which know blocks of each
/// shard to be final.
async fn four_on_all_shards(far: usize) -> Result<Federation> {
    let plan = Plan { cooperatives: 4, far, ..Plan::default() };
    let federation = Federation::start_as(plan.on_all_shards()).await?;
    for shard in shards() {
        federation.nodes[0].finalizes_on(shard, 2, LIMIT).await?;
    }
    Ok(federation)
}

fn shards() -> impl Iterator<Item = &'static str> {
    [FEDERATION].into_iter().chain(OTHER_SHARDS)
}

/// Waits until these nodes know a block of each shard to be final that no node has yet.
async fn finalize_more(federation: &Federation, nodes: &[usize]) -> Result<()> {
    let mut wanted = Vec::new();
    for shard in shards() {
        let mut best = 0;
        for node in &federation.nodes {
            // Some don't run.
            best = best.max(node.rpc_of(shard)?.best().await.unwrap_or(0));
        }
        wanted.push((shard, best + 1));
    }
    for (shard, block) in wanted {
        for node in nodes {
            federation.nodes[*node].finalizes_on(shard, block, LIMIT).await?;
        }
    }
    Ok(())
}

/// Waits until each of these nodes has so many of the hub's blocks that aren't final. Meanwhile
/// finality stands still, and no shard takes a message that isn't final. Gives the highest block that
/// all of them have.
async fn finality_and_messages_wait(
    federation: &Federation,
    nodes: &[usize],
    blocks: BlockNumber,
) -> Result<BlockNumber> {
    // What was under way when it began has arrived by then.
    let before = last_final(federation, nodes, ALONE).await?;
    let after = last_final(federation, nodes, blocks).await?;
    ensure!(before == after, "two of four have finalized a block: {before:?}, {after:?}");

    let mut lowest = BlockNumber::MAX;
    for (id, shard) in others() {
        let (mut sent, mut taken) = (0, 0);
        for node in nodes {
            let node = &federation.nodes[*node];
            let (hub, spoke) = (node.rpc()?, node.rpc_of(shard)?);
            let at_final: Option<ShardView> = hub.read("ShardsApi_shard", id).await?;
            let at_final = at_final.context("the hub doesn't know a shard")?.outbound.sent;
            let at_best: Option<ShardView> = hub.read_at_best("ShardsApi_shard", id).await?;
            let at_best = at_best.context("the hub doesn't know a shard")?.outbound.sent;
            ensure!(at_best > at_final, "no messages wait at {}", node.name);
            let there: Option<ShardView> = spoke.read_at_best("ShardsApi_shard", HUB).await?;
            taken = taken.max(there.context("a shard doesn't know the hub")?.inbound.taken);
            sent = sent.max(at_final);
            lowest = lowest.min(hub.best().await?);
        }
        ensure!(taken <= sent, "the shard {shard} believed a message that isn't final");
    }
    Ok(lowest)
}

/// What each of these nodes knows to be final of the hub, once it has so many blocks on top of it.
async fn last_final(
    federation: &Federation,
    nodes: &[usize],
    blocks: BlockNumber,
) -> Result<Vec<BlockNumber>> {
    wait::until("blocks go on and finality doesn't", LIMIT, || async {
        let mut all = Vec::new();
        for node in nodes {
            let rpc = federation.nodes[*node].rpc()?;
            let (best, last) = (rpc.best().await?, rpc.finalized().await?);
            all.extend((best >= last + blocks).then_some(last));
        }
        Ok((all.len() == nodes.len()).then_some(all))
    })
    .await
}

/// Decisions for the other shards, one for each with each block of the hub. Each is a remark of its
/// own, and is handed in to every node until it is in the chain.
struct Traffic {
    hubs: Vec<Rpc>,
    authority: AccountId,
    /// What the authority has sent before.
    first: u32,
    transactions: Vec<Vec<u8>>,
    /// The hub's best block when the traffic began.
    since: BlockNumber,
    best: Cell<BlockNumber>,
    flowing: Cell<bool>,
}

impl Traffic {
    async fn prepare(federation: &Federation) -> Result<Self> {
        let (authority, hub) = (federation.authority()?, federation.nodes[0].rpc()?);
        let decisions: Vec<_> = (0..PREPARED as u32)
            .map(|number| {
                let remark = Call::new("System", "remark", number.to_be_bytes().to_vec());
                Call::batch(
                    others().map(|(id, _)| remark.clone().as_decision_on(id, None)).collect(),
                )
            })
            .collect();
        let transactions = federation.nodes[0].chain().await?;
        let since = hub.best().await?;
        Ok(Self {
            hubs: federation.nodes.iter().map(|node| node.rpc()).collect::<Result<_>>()?,
            first: hub.read("AccountNonceApi_account_nonce", authority.account()).await?,
            authority: authority.account(),
            transactions: transactions.signed_ahead(authority, &decisions).await?,
            since,
            best: Cell::new(since),
            flowing: Cell::new(true),
        })
    }

    /// How many decisions for each shard have been handed in.
    fn handed_in(&self) -> usize {
        PREPARED.min(self.best.get().saturating_sub(self.since) as usize)
    }

    /// No new ones from now on.
    fn ends(&self) {
        self.flowing.set(false);
    }

    /// Hands in, until the traffic ends and all that was handed in is final.
    async fn flows(&self) -> Result<()> {
        wait::until("the last decision is in the hub's final chain", 4 * LIMIT, || async {
            let mut last_final = 0;
            for hub in &self.hubs {
                // Who is away will be told when it is back.
                last_final = last_final.max(self.hand_in(hub).await.unwrap_or(0));
            }
            let all = !self.flowing.get() && last_final == self.handed_in();
            Ok(all.then_some(()))
        })
        .await
    }

    /// Hands in to one node what it doesn't have in its best chain; how many it has in its final one.
    async fn hand_in(&self, hub: &Rpc) -> Result<usize> {
        let best = hub.best().await?;
        if self.flowing.get() {
            self.best.set(self.best.get().max(best));
        }
        let function = "AccountNonceApi_account_nonce";
        let included: u32 = hub.read_at_best(function, &self.authority).await?;
        let included = included.saturating_sub(self.first) as usize;
        for transaction in &self.transactions[included.min(self.handed_in())..self.handed_in()] {
            // It has it already, most of the time.
            hub.refusal("author_submitExtrinsic", &[hex(transaction).into()]).await?;
        }
        let last_final: u32 = hub.read(function, &self.authority).await?;
        Ok(last_final.saturating_sub(self.first) as usize)
    }

    /// Each decision was sent once, carried out once, in the same order, and answered once; every
    /// other message too; and all nodes have the same final blocks.
    async fn is_accounted_for(&self, federation: &Federation) -> Result<()> {
        ensure!(self.handed_in() < PREPARED, "the traffic ended before the test did");
        let (node, delivered) = (&federation.nodes[0], Outcome::Delivered);
        for (id, shard) in others() {
            let (hub, spoke) = (node.rpc()?, node.rpc_of(shard)?);
            let sent = wait::until(&format!("the shard {shard} answers all"), LIMIT, || async {
                let (there, here): (Option<ShardView>, Option<ShardView>) = (
                    hub.read("ShardsApi_shard", id).await?,
                    spoke.read("ShardsApi_shard", HUB).await?,
                );
                let (there, here) = (there.context("not known")?, here.context("not known")?);
                let sent = there.outbound.sent;
                let all = sent == here.inbound.taken && sent == there.outbound.confirmed;
                Ok(all.then_some(sent))
            })
            .await?;
            let (hub, spoke) = (node.chain().await?, node.chain_of(shard).await?);
            let (there, here) = (1..=hub.finalized().await?, 1..=spoke.finalized().await?);

            let taken: Vec<(ShardId, MessageNonce, Outcome)> =
                spoke.deposited("Shards.MessageTaken", here.clone()).await?;
            let taken: Vec<_> =
                taken.into_iter().map(|(_, nonce, outcome)| (id, nonce, outcome)).collect();
            let all: Vec<_> = (1..=sent).map(|nonce| (id, nonce, delivered.clone())).collect();
            ensure!(taken == all, "the shard {shard} has taken {taken:?} of {sent}");
            let mut answered: Vec<(ShardId, MessageNonce, Outcome)> =
                hub.deposited("Shards.MessageAnswered", there.clone()).await?;
            answered.retain(|(from, ..)| *from == id);
            ensure!(answered == all, "the shard {shard} has answered {answered:?} of {sent}");

            let mut decided: Vec<(ShardId, MessageNonce, Hash)> =
                hub.deposited("Federation.DecisionSent", there).await?;
            decided.retain(|(to, ..)| *to == id);
            let decided: Vec<_> = decided.into_iter().map(|(.., call)| call).collect();
            ensure!(decided.len() == self.handed_in(), "{} decided", decided.len());
            let carried_out = spoke.carried_out(here).await?;
            ensure!(carried_out == decided, "the shard {shard} carried out {carried_out:?}");
        }
        agree(federation).await
    }
}

/// The shards that the hub talks to, with their numbers.
fn others() -> impl Iterator<Item = (ShardId, &'static str)> {
    (1..).map(ShardId).zip(OTHER_SHARDS)
}

/// Whether all nodes have the same final blocks of each shard.
async fn agree(federation: &Federation) -> Result<()> {
    for shard in shards() {
        let rpcs: Vec<_> =
            federation.nodes.iter().map(|node| node.rpc_of(shard)).collect::<Result<_>>()?;
        let mut last = BlockNumber::MAX;
        for rpc in &rpcs {
            last = last.min(rpc.finalized().await?);
        }
        let blocks: Vec<_> = (0..=last).collect();
        let wanted = [Value::from(blocks)];
        let first = rpcs[0].ask("chain_getBlockHash", &wanted).await?;
        let known = first.as_array().is_some_and(|hashes| hashes.iter().all(Value::is_string));
        ensure!(known, "{first}");
        for rpc in &rpcs[1..] {
            let hashes = rpc.ask("chain_getBlockHash", &wanted).await?;
            ensure!(hashes == first, "nodes disagree on the shard {shard}");
        }
    }
    Ok(())
}
