//! The commands, one file per group.

pub mod completions;
pub mod coop;
pub mod credential;
pub mod did;
pub mod exchange;
pub mod explain;
pub mod federation;
pub mod governance;
pub mod key;
pub mod ledger;
pub mod market;
pub mod member;
pub mod poll;
pub mod proposal;
pub mod propose;
pub mod quota;
pub mod reference;
pub mod reputation;
pub mod resource;
mod sealed;
pub mod seat;
pub mod shard;
pub mod status;
pub mod storage;
pub mod text;
pub mod upgrade;
pub mod vote;

mod act_name;
mod agreement;
mod blob_transfer;
mod booking;
mod elsewhere;
mod exchange_view;
mod federation_acts;
mod ledger_acts;
mod market_acts;
mod market_search;
mod market_view;
mod new_key;
mod parameter_acts;
mod proposed;
mod provider;
mod resource_access;
mod resource_terms;
mod resource_view;
mod storage_view;
mod subject;
mod tally;
mod trade_acts;

use crate::{args::Command, context::Context, failure::Result, report::Report};

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    match command {
        Command::Key(command) => key::run(command, context),
        Command::Did(command) => did::run(command, context).await,
        Command::Coop(command) => coop::run(command, context).await,
        Command::Member(command) => member::run(command, context).await,
        Command::Credential(command) => credential::run(command, context).await,
        Command::Seat(command) => seat::run(command, context).await,
        Command::Shard(command) => shard::run(command, context).await,
        Command::Federation(command) => federation::run(command, context).await,
        Command::Propose(command) => propose::run(*command, context).await,
        Command::Proposal(command) => proposal::run(command, context).await,
        Command::Vote(command) => vote::run(command, context).await,
        Command::Object(command) => vote::object(command, context).await,
        Command::Delegate(command) => vote::delegate(command, context).await,
        Command::Poll(command) => poll::run(command, context).await,
        Command::Text(command) => text::run(command, context).await,
        Command::Governance(command) => governance::run(command, context).await,
        Command::Ledger(command) => ledger::run(command, context).await,
        Command::Market(command) => market::run(command, context).await,
        Command::Exchange(command) => exchange::run(command, context).await,
        Command::Resource(command) => resource::run(command, context).await,
        Command::Storage(command) => storage::run(command, context).await,
        Command::Reputation(command) => reputation::run(command, context).await,
        Command::Upgrade(command) => upgrade::run(command, context).await,
        Command::Quota(command) => quota::run(command, context).await,
        Command::Status(command) => status::run(command, context).await,
        Command::Explain(command) => explain::run(command),
        Command::Completions(command) => completions::run(command),
        Command::Reference(command) => reference::run(command),
    }
}
