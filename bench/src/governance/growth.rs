//! What a vote costs among more members, and with more proposals open.
//!
//! Every row is of as many votes, each the voter's first on its proposal, on one node with the
//! state in RocksDB. What is measured is how long the runtime takes for their blocks.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use anyhow::{ensure, Context, Result};
use icn_primitives::HOUR;
use icn_tests::people::hex;

use super::{
    network::Network,
    proposals, rules,
    voting::{cast, choice, counted, pairs},
};
use crate::{
    measure::{Seen, StoredBlock, Watch},
    table::{self, micros},
    throughput::{self, Burst},
};

/// Open proposals while members grow.
const OPEN: u32 = 100;
/// Members while proposals grow.
const MEMBERS: u32 = 1_000;

/// What came out with so many members and open proposals.
struct Cost {
    votes: usize,
    blocks: usize,
    /// Execution of these blocks without that of as many empty ones.
    execution: Duration,
}

impl Cost {
    fn per_vote(&self) -> Duration {
        self.execution.div_f64(self.votes.max(1) as f64)
    }
}

/// Measures and prints it.
pub async fn run(electorates: &[u32], open: &[u32], sample: usize) -> Result<()> {
    let mut wanted: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for members in electorates {
        wanted.entry(*members).or_default().insert(OPEN);
    }
    wanted.entry(MEMBERS).or_default().extend(open);
    let mut costs = BTreeMap::new();
    for (members, open) in wanted {
        for (open, cost) in measured(members, &open, sample).await? {
            costs.insert((members, open), cost);
        }
    }

    println!(
        "\nA vote among more members and with more proposals open; the members are in the genesis\n"
    );
    let by_members: Vec<_> = electorates.iter().map(|members| (*members, OPEN)).collect();
    print("members", &by_members, &costs)?;
    println!();
    let by_open: Vec<_> = open.iter().map(|open| (MEMBERS, *open)).collect();
    print("open proposals", &by_open, &costs)
}

/// A row for each of `keys`, compared with the first.
fn print(what: &str, keys: &[(u32, u32)], costs: &BTreeMap<(u32, u32), Cost>) -> Result<()> {
    let mut rows = Vec::new();
    let mut first = None;
    for key in keys {
        let cost = costs.get(key).context("a row was not measured")?;
        let per_vote = cost.per_vote();
        let first = *first.get_or_insert(per_vote);
        let (members, open) = key;
        rows.push(vec![
            format!("{members} members, {open} open"),
            cost.votes.to_string(),
            cost.blocks.to_string(),
            micros(per_vote),
            format!("{:.2}", per_vote.as_secs_f64() / first.as_secs_f64()),
        ]);
    }
    let heading = format!("more {what}");
    table::print(&[&heading, "votes", "in blocks", "a vote", "of the first"], &rows);
    Ok(())
}

/// The cost with each of these numbers of open proposals, on one node with so many members.
async fn measured(members: u32, open: &BTreeSet<u32>, sample: usize) -> Result<Vec<(u32, Cost)>> {
    let mut members = throughput::members(1, members)?;
    let network = Network::start(rules(HOUR), &members).await?;
    let client = network.client()?;
    let first = network.nodes().first().context("no node")?;
    let watch = Watch::start(first.rpc_port).await?;
    let mut costs = Vec::new();
    let mut voted = BTreeSet::new();
    for open in open {
        let each = usize::try_from(*open)?;
        let proposals =
            proposals::open(&network, &mut members, each, proposals::statement).await?.remove(0);
        let voters = &mut members[0];
        let mut queue = Vec::new();
        let fresh: Vec<_> = pairs(voters.len(), each)
            .filter(|(member, proposal)| !voted.contains(&(*member, proposals[*proposal].id)))
            .take(sample)
            .collect();
        for (member, proposal) in fresh {
            let (voter, id) = (&mut voters[member], proposals[proposal].id);
            voted.insert((member, id));
            let call = cast(id, voter.cooperative(), choice(member));
            queue.push(hex(&voter.sign(call, network.genesis)));
        }
        let last = throughput::wait_for(&watch, Duration::from_secs(60), Seen::last_finalized);
        let empty = StoredBlock::read(client, last.await?).await?;
        ensure!(empty.transactions() == 0, "somebody else sends transactions");
        let sent = queue.len();
        let burst = Burst::send(&network.clients, vec![queue], &watch).await?;
        ensure!(burst.followed.transactions == sent, "votes were lost");
        let counted = counted(&proposals::all(client).await?);
        ensure!(counted == voted.len(), "{counted} votes count of {}", voted.len());

        let empty = empty.execution_time(client).await?;
        let mut cost = Cost { votes: 0, blocks: 0, execution: Duration::ZERO };
        for number in burst.followed.first..=burst.followed.last {
            let block = StoredBlock::read(client, number).await?;
            if block.transactions() > 0 {
                let execution = block.execution_time(client).await?;
                cost.votes += block.transactions();
                cost.blocks += 1;
                cost.execution += execution.saturating_sub(empty);
            }
        }
        eprintln!("{open} open: {} a vote", micros(cost.per_vote()));
        costs.push((*open, cost));
    }
    drop(watch);
    network.federation.stop().await?;
    Ok(costs)
}
