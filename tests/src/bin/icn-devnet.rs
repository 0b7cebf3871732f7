//! The development network: see `scripts/devnet`.

use std::{process::ExitCode, time::Duration};

use clap::Parser;
use icn_tests::devnet::{self, Part, Stay};

/// A federation of four cooperatives on this machine, with its members, at work.
#[derive(Parser)]
struct Options {
    /// End by itself: with 0 if all of it worked, with 1 if not.
    #[arg(long, conflicts_with = "down_after")]
    check: bool,

    /// Stay up for so many seconds, instead of until Ctrl-C.
    #[arg(long, value_name = "SECONDS")]
    down_after: Option<u64>,

    /// Do only a part of what is done.
    #[arg(long, value_enum, value_name = "PART")]
    only: Option<Part>,
}

// One thread: the nodes end with the thread that started them.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let options = Options::parse();
    let stay = match options.down_after {
        _ if options.check => Stay::No,
        Some(seconds) => Stay::For(Duration::from_secs(seconds)),
        None => Stay::UntilAsked,
    };
    match devnet::run(stay, options.only).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("devnet: {error:#}");
            ExitCode::FAILURE
        }
    }
}
