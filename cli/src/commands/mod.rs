//! The commands, one file per group.

pub mod completions;
pub mod coop;
pub mod credential;
pub mod did;
pub mod explain;
pub mod federation;
pub mod key;
pub mod member;
pub mod quota;
pub mod reference;
pub mod seat;
pub mod shard;
pub mod status;

mod new_key;
mod subject;

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
        Command::Quota(command) => quota::run(command, context).await,
        Command::Status(command) => status::run(command, context).await,
        Command::Explain(command) => explain::run(command),
        Command::Completions(command) => completions::run(command),
        Command::Reference(command) => reference::run(command),
    }
}
