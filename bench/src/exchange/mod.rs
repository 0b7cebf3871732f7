//! What members trade, share and keep: orders through their whole way over two shards, bookings,
//! listings and anchors a second, searches among many listings, files put and got, and what
//! challenges cost.
//!
//! | module | what it knows |
//! |---|---|
//! | [`market`] | a federation whose members every shard knows, and who have something to pay with |
//! | [`calls`] | what they send |
//! | [`orders`] | orders on their way from placed to paid |
//! | [`rates`] | bookings, listings and anchors a second |
//! | [`catalogue`] | a marketplace that begins with many listings |
//! | [`search`] | how long searches among them take |
//! | [`files`] | files put and got through a node, beside plain copies |
//! | [`challenges`] | what it costs to ask for a file's segments, to show them and to check them |

mod calls;
mod catalogue;
mod challenges;
mod files;
mod market;
mod orders;
mod rates;
mod search;

use anyhow::Result;

use self::market::Market;

/// What is measured.
#[derive(clap::Args)]
pub struct Load {
    /// Which tables.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Part::Orders, Part::Rates, Part::Search, Part::Files, Part::Challenges])]
    parts: Vec<Part>,
    /// Orders, rates: how many validators, one federation each.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 4])]
    validators: Vec<usize>,
    /// Orders, rates: how many members of each cooperative send.
    #[arg(long, default_value_t = 250)]
    members: u32,
    /// Orders: how many are on their way at a time, one row each.
    #[arg(long, value_delimiter = ',', default_values_t = [4, 200])]
    in_flight: Vec<usize>,
    /// Orders: how many times as many are made.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Rates: how many bookings, listings and anchors.
    #[arg(long, default_value_t = 4_000)]
    transactions: usize,
    /// Search: among how many listings.
    #[arg(long, default_value_t = 100_000)]
    listings: u32,
    /// Search: how many searches of each kind.
    #[arg(long, default_value_t = 200)]
    searches: u32,
    /// Files: how many megabytes.
    #[arg(long, default_value_t = 200)]
    file: u64,
    /// Challenges: of files of so many megabytes, one row each.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 200, 2_000])]
    challenged: Vec<u64>,
}

/// Tables that belong together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Part {
    /// Orders through their whole way.
    Orders,
    /// Bookings, listings and anchors a second.
    Rates,
    /// Searches.
    Search,
    /// Files put and got.
    Files,
    /// What challenges cost.
    Challenges,
}

/// Measures what was asked for, and prints each table when it is done.
pub async fn run(load: &Load) -> Result<()> {
    let (orders, rates) = (load.wants(Part::Orders), load.wants(Part::Rates));
    let (mut flows, mut outcomes) = (Vec::new(), Vec::new());
    for validators in load.validators.iter().filter(|_| orders || rates) {
        let market = Market::start(*validators, load.members).await?;
        if orders {
            flows.extend(orders::run(&market, &load.in_flight, load.rounds).await?);
        }
        if rates {
            outcomes.extend(rates::run(&market, load.transactions).await?);
        }
    }
    if orders {
        orders::print(&mut flows);
    }
    if rates {
        rates::print(&mut outcomes, load.transactions);
    }
    if load.wants(Part::Search) {
        search::run(load.listings, load.searches).await?;
    }
    if load.wants(Part::Files) {
        files::run(load.file).await?;
    }
    if load.wants(Part::Challenges) {
        challenges::run(&load.challenged)?;
    }
    Ok(())
}

impl Load {
    fn wants(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }
}
