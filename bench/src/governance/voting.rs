//! Votes a second: every member of every cooperative votes on several of its proposals.

use anyhow::{Context, Result};
use icn_primitives::{
    governance::{Choice, ProposalId, ProposalView},
    CooperativeId, HOUR,
};
use icn_runtime::RuntimeCall;
use icn_tests::people::hex;

use super::{network::Network, proposals, rules};
use crate::{
    table,
    throughput::{self, Outcome, HEADINGS},
};

/// A vote of a member of `cooperative`, for whom nobody else votes.
pub fn cast(proposal: ProposalId, cooperative: CooperativeId, choice: Choice) -> RuntimeCall {
    let cast = pallet_governance::Call::cast_vote { proposal, cooperative, choice, delegators: 0 };
    RuntimeCall::Governance(cast)
}

/// Who votes on what, by numbers: everybody on everything, once. In each round everybody votes,
/// spread over all proposals.
pub fn pairs(members: usize, proposals: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..proposals).flat_map(move |round| {
        (0..members).map(move |member| (member, (member + round) % proposals))
    })
}

/// What the member votes.
pub fn choice(member: usize) -> Choice {
    [Choice::Approve, Choice::Reject, Choice::Abstain][member % 3]
}

/// How many votes these proposals have, by the chain's own count.
pub fn counted(proposals: &[ProposalView]) -> usize {
    let tallies = proposals.iter().flat_map(|view| &view.tallies);
    tallies.map(|(_, tally)| tally.heads() as usize).sum()
}

/// Measures and prints it.
pub async fn run(validators: &[usize], votes: usize, members: u32) -> Result<()> {
    let mut rows = Vec::new();
    for validators in validators {
        let (mut outcome, counted) = measured(*validators, votes, members).await?;
        let mut row = outcome.row(*validators, "votes", votes);
        row.insert(5, counted.to_string());
        rows.push(row);
    }
    let mut headings = HEADINGS.to_vec();
    headings.insert(5, "counted");
    println!("\nVotes of members, each on several open proposals of the own cooperative\n");
    table::print(&headings, &rows);
    Ok(())
}

/// How the votes fared, and how many of them the chain has counted.
async fn measured(validators: usize, votes: usize, members: u32) -> Result<(Outcome, usize)> {
    let mut members = throughput::members(validators, members)?;
    let network = Network::start(rules(HOUR), &members).await?;
    let memory_idle = throughput::memory(network.nodes())?;
    let of_each = votes.div_ceil(validators);
    let each = of_each.div_ceil(members.first().map_or(1, Vec::len).max(1));
    let open = proposals::open(&network, &mut members, each, proposals::statement).await?;

    eprintln!("signing {votes} votes …");
    let mut left = votes;
    let mut queues = Vec::new();
    for (members, proposals) in members.iter_mut().zip(&open) {
        let mut queue = Vec::new();
        let most = left.min(of_each);
        for (member, proposal) in pairs(members.len(), proposals.len()).take(most) {
            let voter = &mut members[member];
            let call = cast(proposals[proposal].id, voter.cooperative(), choice(member));
            queue.push(hex(&voter.sign(call, network.genesis)));
        }
        left -= queue.len();
        queues.push(queue);
    }
    let (nodes, clients) = (network.nodes(), &network.clients);
    let port = nodes.first().context("no node")?.rpc_port;
    let outcome = Outcome::measure(nodes, port, clients, queues, memory_idle).await?;
    let counted = counted(&proposals::all(network.client()?).await?);
    network.federation.stop().await?;
    Ok((outcome, counted))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn everybody_votes_on_everything_once() {
        for (members, proposals) in [(10, 100), (100, 10), (7, 7), (1, 3), (3, 1)] {
            let all: Vec<_> = pairs(members, proposals).collect();
            assert_eq!(all.len(), members * proposals);
            assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
            // Nobody votes for a second time before everybody has.
            let first: BTreeSet<_> = all[..members].iter().map(|(member, _)| member).collect();
            assert_eq!(first.len(), members);
        }
    }
}
