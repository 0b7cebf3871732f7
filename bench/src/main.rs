//! Measures the chain: `scripts/bench` runs it.
//!
//! Everything a table compares is measured in one run on one machine; figures of different runs
//! are not comparable.

mod database;
mod exchange;
mod finality;
mod genesis;
mod governance;
mod measure;
mod shards;
mod signing;
mod store;
mod table;
mod throughput;

use std::time::Duration;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::{
    measure::percentile,
    signing::Measured,
    table::{micros, seconds},
    throughput::Load,
};

/// Measures the ICN chain on this machine.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Finalized transactions a second, for each kind of call and number of validators.
    Throughput {
        /// How many validators, one row each.
        #[arg(long, value_delimiter = ',', default_values_t = [1, 4])]
        validators: Vec<usize>,
        /// Which calls, one row each.
        #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Measured::Did, Measured::Cooperatives])]
        calls: Vec<Measured>,
        /// How many transactions a row.
        #[arg(long, default_value_t = 20_000)]
        transactions: usize,
        /// How many members of each cooperative send them.
        #[arg(long, default_value_t = 250)]
        members: u32,
    },
    /// How long this core takes to verify an Sr25519 signature, in nanoseconds: how fast it is. Weights
    /// are for one that takes a given time.
    Signature,
    /// What one access to the database costs with RocksDB.
    Database {
        /// How many values the state has.
        #[arg(long, default_value_t = 1_000_000)]
        values: u64,
        /// How many blocks of 2,000 reads and as many writes.
        #[arg(long, default_value_t = 100)]
        blocks: u64,
    },
    /// Time from submission to finality on an unloaded federation.
    Finality {
        /// How many validators.
        #[arg(long, default_value_t = 4)]
        validators: usize,
        /// How many transactions, one after another.
        #[arg(long, default_value_t = 30)]
        transactions: u32,
    },
    /// Messages between shards, what light clients cost, and one shard beside others.
    Shards(shards::Load),
    /// Votes a second, what a vote costs as everything grows, and how soon decisions take effect.
    Governance(governance::Load),
    /// Orders, bookings, listings, searches, and files.
    Exchange(exchange::Load),
    /// Putting, getting and proving a file in a provider's store, beside cp and sha256sum.
    Store(store::Load),
}

#[tokio::main]
async fn main() -> Result<()> {
    match Arguments::parse().what {
        What::Throughput { validators, calls, transactions, members } => {
            let mut rows = Vec::new();
            for validators in validators {
                for call in &calls {
                    let load = Load { validators, call: *call, transactions, members };
                    let mut outcome = throughput::run(&load).await?;
                    let name = format!("{call:?}").to_lowercase();
                    rows.push(outcome.row(validators, &name, transactions));
                }
            }
            println!();
            table::print(&throughput::HEADINGS, &rows);
        }
        What::Signature => {
            let mut taken = measure::verify_signatures(Duration::from_secs(2));
            println!("{}", percentile(&mut taken, 50).as_nanos());
        }
        What::Database { values, blocks } => {
            let place = tempfile::tempdir()?;
            eprintln!("{values} values, {blocks} blocks …");
            let mut accesses = database::run(place.path(), values, blocks)?;
            let row = |name: &str, values: &mut Vec<Duration>| {
                vec![
                    name.to_string(),
                    micros(percentile(values, 50)),
                    micros(percentile(values, 95)),
                    micros(percentile(values, 100)),
                ]
            };
            println!();
            table::print(
                &["", "p50", "p95", "worst"],
                &[
                    row("read, cold", &mut accesses.cold_read),
                    row("read", &mut accesses.read),
                    row("write", &mut accesses.write),
                ],
            );
        }
        What::Finality { validators, transactions } => {
            let mut outcome = finality::run(validators, transactions).await?;
            let row = |name: &str, values: &mut Vec<Duration>| {
                vec![
                    name.to_string(),
                    values.len().to_string(),
                    seconds(percentile(values, 50)),
                    seconds(percentile(values, 95)),
                ]
            };
            println!();
            table::print(
                &["", "n", "p50", "p95"],
                &[
                    row("submission to inclusion", &mut outcome.inclusion),
                    row("submission to finality", &mut outcome.finality),
                    row("import to finality", &mut outcome.lags),
                ],
            );
        }
        What::Shards(load) => shards::run(&load).await?,
        What::Governance(load) => governance::run(&load).await?,
        What::Exchange(load) => exchange::run(&load).await?,
        What::Store(load) => store::run(&load)?,
    }
    Ok(())
}
