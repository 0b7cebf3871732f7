//! Decisions: how many votes a second the chain takes, what a vote costs as members and proposals
//! grow, and how soon what was decided takes effect.
//!
//! | module | what it knows |
//! |---|---|
//! | [`beginning`] | the members and rules with which a federation begins |
//! | [`network`] | a running federation through its nodes |
//! | [`proposals`] | making proposals, and waiting until they are voted on |
//! | [`voting`] | who votes on what; votes a second |
//! | [`growth`] | what a vote costs among more members, and with more proposals open |
//! | [`closing`] | blocks from the end of a vote until the decision has taken effect |

mod beginning;
mod closing;
mod growth;
mod network;
mod proposals;
mod voting;

use anyhow::Result;
use icn_primitives::{
    governance::{GovernanceRules, MIN_WINDOW},
    Moment,
};
use polkadot_sdk::sp_runtime::Permill;

/// What is measured.
#[derive(clap::Args)]
pub struct Load {
    /// Which tables.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Part::Votes, Part::Growth, Part::Closing])]
    parts: Vec<Part>,
    /// Votes: how many validators, one cooperative and one row each.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 4])]
    validators: Vec<usize>,
    /// Votes: how many a row.
    #[arg(long, default_value_t = 20_000)]
    votes: usize,
    /// Votes: how many members of each cooperative cast them.
    #[arg(long, default_value_t = 250)]
    members: u32,
    /// Growth: how many members, one row each, with 100 proposals open.
    #[arg(long, value_delimiter = ',', default_values_t = [10, 100, 1_000, 10_000])]
    electorate: Vec<u32>,
    /// Growth: how many open proposals, one row each, with 1,000 members.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 10, 100, 1_000])]
    open: Vec<u32>,
    /// Growth: how many votes are measured a row.
    #[arg(long, default_value_t = 1_000)]
    sample: usize,
    /// Closing: how many proposals end at once, one row each; 1,000 at most.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 200])]
    closing: Vec<u32>,
}

/// One table.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Part {
    /// Votes a second.
    Votes,
    /// What a vote costs as members and proposals grow.
    Growth,
    /// From the end of a vote until the decision has taken effect.
    Closing,
}

/// Rules by which one vote decides, and nothing takes time but the vote.
fn rules(voting: Moment) -> GovernanceRules {
    GovernanceRules {
        quorum: Permill::from_parts(1),
        deliberation: 0,
        voting: voting.max(MIN_WINDOW),
        timelock: 0,
        ..GovernanceRules::for_cooperative()
    }
}

/// Measures what was asked for, and prints each table when it is done.
pub async fn run(load: &Load) -> Result<()> {
    for part in [Part::Votes, Part::Growth, Part::Closing] {
        if load.parts.contains(&part) {
            match part {
                Part::Votes => voting::run(&load.validators, load.votes, load.members).await?,
                Part::Growth => growth::run(&load.electorate, &load.open, load.sample).await?,
                Part::Closing => closing::run(&load.closing).await?,
            }
        }
    }
    Ok(())
}
