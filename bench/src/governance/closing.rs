//! From the end of a vote until what was decided has taken effect, in blocks.
//!
//! One proposal is watched on a running chain. Of many, all are due in the same block: the chain
//! stands still when the votes end, and the first block after that finds all of them.

use std::time::{Duration, Instant};

use anyhow::{ensure, Context, Result};
use icn_primitives::{
    governance::{Choice, DecisionKind, ProposalView},
    Moment, SECOND,
};
use icn_runtime::{
    limits::{BLOCK_MILLIS, SLOT},
    RuntimeCall, RuntimeEvent,
};
use icn_tests::people::{hex, now};
use jsonrpsee::ws_client::WsClient;
use pallet_governance::Event;
use polkadot_sdk::sp_runtime::BoundedVec;

use super::{network::Network, proposals, rules, voting::cast};
use crate::{
    measure::{self, Seen, StoredBlock, Watch},
    table::{self, percent},
    throughput::{self, Burst},
};

/// How many proposals each member makes, at most.
const EACH: usize = 10;
/// Bytes of the text that each proposal adopts.
const TEXT: usize = 1_000;
/// How long the chain may go without a further step.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a block did of the agenda.
#[derive(Default)]
struct Done {
    /// Votes that it closed.
    closed: usize,
    /// Decisions that took effect.
    executed: usize,
    /// Decisions that could not.
    failed: usize,
}

impl Done {
    /// What these events tell.
    fn of(events: &[RuntimeEvent]) -> Self {
        let mut done = Self::default();
        for event in events {
            match event {
                RuntimeEvent::Governance(Event::VotingClosed { .. }) => done.closed += 1,
                RuntimeEvent::Governance(Event::ProposalExecuted { .. }) => done.executed += 1,
                RuntimeEvent::Governance(Event::ProposalExecutionFailed { .. }) => done.failed += 1,
                _ => {}
            }
        }
        done
    }
}

/// A block from the first one on in which a vote had ended.
struct Step {
    done: Done,
    /// Weight that it used, of all that a block has.
    full: f64,
    /// How long its execution takes.
    execution: Duration,
}

/// Blocks up to and with the last that did anything of what `count` says; 1: all in the first.
fn blocks_until(steps: &[Step], count: impl Fn(&Done) -> usize) -> usize {
    steps.iter().rposition(|step| count(&step.done) > 0).map_or(0, |last| last + 1)
}

/// Measures and prints it.
pub async fn run(counts: &[u32]) -> Result<()> {
    let mut rows = Vec::new();
    for count in counts {
        rows.push(row(*count, &measured(usize::try_from(*count)?).await?));
    }
    println!("\nFrom the block in which votes have ended until the decisions have taken effect\n");
    table::print(
        &[
            "proposals",
            "closed",
            "in blocks",
            "executed",
            "in blocks",
            "most closed",
            "most executed",
            "full block",
            "overweight",
            "executes in",
            "of its time",
        ],
        &rows,
    );
    Ok(())
}

fn row(count: u32, steps: &[Step]) -> Vec<String> {
    let sum = |count: fn(&Done) -> usize| steps.iter().map(|step| count(&step.done)).sum::<usize>();
    let most = |count: fn(&Done) -> usize| steps.iter().map(|step| count(&step.done)).max();
    let closed = |done: &Done| done.closed;
    let executed = |done: &Done| done.executed;
    let full = steps.iter().map(|step| step.full).fold(0.0, f64::max);
    let slowest = steps.iter().map(|step| step.execution).max().unwrap_or_default();
    vec![
        count.to_string(),
        sum(closed).to_string(),
        blocks_until(steps, closed).to_string(),
        sum(executed).to_string(),
        blocks_until(steps, executed).to_string(),
        most(closed).unwrap_or_default().to_string(),
        most(executed).unwrap_or_default().to_string(),
        percent(full),
        steps.iter().filter(|step| step.full > 1.0).count().to_string(),
        format!("{} ms", slowest.as_millis()),
        percent(slowest.as_secs_f64() * 1000.0 / BLOCK_MILLIS as f64),
    ]
}

/// How long the vote on so many proposals is open: until all are made and voted on.
fn voting_period(count: usize) -> Moment {
    (60 + count as Moment / 3) * SECOND
}

/// A bylaw of its own for each.
fn bylaw(number: usize) -> (DecisionKind, Option<RuntimeCall>) {
    let adopt = pallet_governance::Call::adopt_text {
        name: BoundedVec::truncate_from(format!("bylaw-{number}").into_bytes()),
        text: BoundedVec::truncate_from(vec![b'a'; TEXT]),
    };
    (DecisionKind::Bylaw, Some(RuntimeCall::Governance(adopt)))
}

/// What each block did, from the first one in which a vote had ended.
async fn measured(count: usize) -> Result<Vec<Step>> {
    let mut members = throughput::members(1, u32::try_from(count.div_ceil(EACH))?)?;
    let mut network = Network::start(rules(voting_period(count)), &members).await?;
    let made = proposals::open(&network, &mut members, count, bylaw).await?.remove(0);
    let watch = Watch::start(network.nodes().first().context("no node")?.rpc_port).await?;
    throughput::wait_for(&watch, Duration::from_secs(60), Seen::last_finalized).await?;

    // Whoever proposed it is for it.
    let members = &mut members[0];
    let mut queue = Vec::new();
    for (number, view) in made.iter().enumerate() {
        let voters = members.len();
        let voter = &mut members[number % voters];
        let call = cast(view.id, voter.cooperative(), Choice::Approve);
        queue.push(hex(&voter.sign(call, network.genesis)));
    }
    let voted = Burst::send(&network.clients, vec![queue], &watch).await?;
    drop(watch);
    let made = proposals::all(network.client()?).await?;
    let approved = |view: &ProposalView| view.tallies.iter().any(|(_, tally)| tally.approving == 1);
    ensure!(made.iter().all(approved), "votes don't count");
    let due = || made.iter().filter_map(|view| view.proposal.due);
    let (first, last) = due().min().zip(due().max()).context("nothing is due")?;
    if count > 1 {
        let spare = first.saturating_sub(now()?);
        ensure!(spare > SLOT, "the first vote ends before the last one began");
        eprintln!("no blocks until all {count} votes have ended …");
        let until = last.saturating_sub(now()?).saturating_add(SLOT);
        network.pause(Duration::from_millis(until)).await?;
    }
    let steps = steps(network.client()?, voted.followed.last + 1, first, count).await?;
    network.federation.stop().await?;
    Ok(steps)
}

/// What each block from `from` on did, from the first one at or after `due` until `count`
/// decisions have been carried out.
async fn steps(client: &WsClient, from: u32, due: Moment, count: usize) -> Result<Vec<Step>> {
    let mut steps: Vec<Step> = Vec::new();
    let mut number = from;
    let mut carried_out = 0;
    let mut progress = Instant::now();
    while carried_out < count {
        let waited = progress.elapsed();
        ensure!(waited < PATIENCE + Duration::from_millis(voting_period(count)), "nothing happens");
        let Ok(hash) = measure::block_hash(client, number).await else {
            tokio::time::sleep(Duration::from_millis(500)).await;
            continue;
        };
        number += 1;
        let time: Moment = measure::value(client, "Timestamp", "Now", hash).await?;
        if time < due {
            continue;
        }
        progress = Instant::now();
        let done = Done::of(&measure::events(client, hash).await?);
        carried_out += done.executed + done.failed;
        let block = StoredBlock::read(client, number - 1).await?;
        let full = block.weight(client).await?.as_secs_f64() * 1000.0 / BLOCK_MILLIS as f64;
        let execution = block.execution_time(client).await?;
        eprintln!(
            "block {}: {} closed, {} executed, {} failed, {} full",
            number - 1,
            done.closed,
            done.executed,
            done.failed,
            percent(full)
        );
        ensure!(steps.len() < 100 + count, "decisions are not carried out");
        steps.push(Step { done, full, execution });
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use icn_primitives::governance::ProposalId;
    use icn_runtime::Runtime;
    use polkadot_sdk::sp_runtime::Permill;

    use super::*;

    fn step(events: Vec<Event<Runtime>>) -> Step {
        let events: Vec<_> = events.into_iter().map(RuntimeEvent::Governance).collect();
        Step { done: Done::of(&events), full: 0.5, execution: Duration::from_millis(130) }
    }

    #[test]
    fn blocks_count_from_the_first_in_which_votes_have_ended() {
        let proposal = ProposalId(0);
        let closed =
            || Event::VotingClosed { proposal, quorate: true, participation: Permill::one() };
        let executed = || Event::ProposalExecuted { proposal };
        let steps = [
            step(vec![closed(), closed()]),
            step(vec![closed(), executed()]),
            step(vec![executed()]),
        ];
        assert_eq!(blocks_until(&steps, |done| done.closed), 2);
        assert_eq!(blocks_until(&steps, |done| done.executed), 3);
        assert_eq!(blocks_until(&steps, |done| done.failed), 0);
        let cells = ["3", "3", "2", "2", "3", "2", "1", "50 %", "0", "130 ms", "10 %"];
        assert_eq!(row(3, &steps), cells);
    }
}
