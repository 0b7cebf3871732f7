//! How long a search among many listings takes at the JSON-RPC, by what is searched for.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use icn_tests::{federation::OTHER_SHARDS, node::Node};
use jsonrpsee::{core::client::ClientT, rpc_params};
use serde_json::{json, Value};

use super::{
    catalogue::{self, Draws, CATEGORIES, COOPERATIVES, HIGHEST, QUALITIES, THINGS},
    market::currency,
};
use crate::{
    measure::{self, percentile},
    table::{self, millis},
};

/// How long the node may take until it answers and blocks come.
const START: Duration = Duration::from_secs(300);
/// The method that searches.
const METHOD: &str = "icn_listings";
/// Listings of a page.
const PAGE: u32 = 50;
/// What is aimed at, of 95 of 100 searches.
const AIM: Duration = Duration::from_millis(20);
/// Searches before those that are measured: what is asked for first is read from the disk.
const WARM_UP: u32 = 10;

/// Makes a query.
type Query = fn(&mut Draws) -> Result<Value>;

/// What is searched for.
const QUERIES: [(&str, Query); 14] = [
    ("everything, newest first", |_| Ok(json!({}))),
    ("category", |draws| Ok(json!({ "category": draws.of(&CATEGORIES) }))),
    ("cooperative", |draws| Ok(json!({ "cooperative": draws.below(COOPERATIVES as usize) }))),
    ("price, 1 of 100", |draws| price(draws, 100)),
    ("price, 1 of 2", |draws| price(draws, 2)),
    ("a word", |draws| Ok(json!({ "text": draws.of(&THINGS) }))),
    ("two letters of a word", |draws| Ok(json!({ "text": beginning(draws.of(&THINGS), 2) }))),
    ("two words", |draws| Ok(json!({ "text": two_words(draws) }))),
    ("its number", |draws| Ok(json!({ "text": draws.below(10_000).to_string() }))),
    ("wants", |_| Ok(json!({ "kind": "want" }))),
    ("available ones", |_| Ok(json!({ "availability": "available" }))),
    ("category, price, kind, available", |draws| {
        let mut query = price(draws, 10)?;
        query["category"] = draws.of(&CATEGORIES).into();
        query["kind"] = "offer".into();
        query["availability"] = "available".into();
        Ok(query)
    }),
    ("a word, category, cooperative, price", |draws| {
        let mut query = price(draws, 10)?;
        query["text"] = draws.of(&THINGS).into();
        query["category"] = draws.of(&CATEGORIES).into();
        query["cooperative"] = draws.below(COOPERATIVES as usize).into();
        Ok(query)
    }),
    ("sold out ones: there are none", |_| Ok(json!({ "availability": "soldOut" }))),
];

/// A range that one listing of `part` is in.
fn price(draws: &mut Draws, part: i128) -> Result<Value> {
    let width = HIGHEST / part;
    let min = draws.below(usize::try_from(HIGHEST - width)?) as i128;
    let currency = currency(icn_primitives::CooperativeId(0))?;
    let (min, max) = (min.to_string(), (min + width).to_string());
    Ok(json!({ "price": { "currency": currency, "min": min, "max": max } }))
}

fn beginning(word: &str, letters: usize) -> String {
    word.chars().take(letters).collect()
}

fn two_words(draws: &mut Draws) -> String {
    let (quality, thing) = (draws.of(&QUALITIES), draws.of(&THINGS));
    format!("{} {}", beginning(thing, 4), beginning(quality, 3))
}

/// How searches of one kind went.
struct Row {
    name: &'static str,
    took: Vec<Duration>,
    /// What the node computed meanwhile, blocks included.
    computing: Duration,
    /// Listings of all pages.
    found: usize,
    /// Pages that say that there may be more.
    more: usize,
}

/// Measures and prints it.
pub async fn run(listings: u32, searches: u32) -> Result<()> {
    let federation = catalogue::start(listings).await?;
    let [shard, _] = OTHER_SHARDS;
    let node = federation.nodes.first().context("no node")?;
    node.finalizes_on(shard, 3, START).await?;
    let rpc = node.rpc_of(shard)?;
    let over_http = |query: Value| {
        let rpc = &rpc;
        async move { rpc.ask(METHOD, &[query, Value::Null, Value::Null, PAGE.into()]).await }
    };
    let mut rows = Vec::new();
    for (name, query) in QUERIES {
        eprintln!("{searches} searches: {name} …");
        rows.push(measured(node, name, query, searches, over_http).await?);
    }
    rows.push(together(&rows));
    let client = measure::connect(node.shard(shard)?.rpc_port).await?;
    let over_websocket = |query: Value| {
        let client = &client;
        async move {
            let params = rpc_params![query, Value::Null, Value::Null, PAGE];
            Ok(client.request(METHOD, params).await?)
        }
    };
    let (_, everything) = QUERIES[0];
    let name = "everything, over WebSocket";
    rows.push(measured(node, name, everything, searches, over_websocket).await?);
    println!(
        "\nSearches among {listings} listings at the JSON-RPC ({METHOD}, pages of {PAGE}) over \
         HTTP, one after the other; aim: p95 below {}\n",
        millis(AIM)
    );
    let headings = ["searched for", "n", "p50", "p95", "worst", "node computing", "found", "more"];
    table::print(&headings, &rows.iter_mut().map(Row::cells).collect::<Vec<_>>());
    Ok(())
}

impl Row {
    fn cells(&mut self) -> Vec<String> {
        let count = self.took.len();
        let each = |sum: usize| format!("{:.1}", sum as f64 / count.max(1) as f64);
        vec![
            self.name.into(),
            count.to_string(),
            millis(percentile(&mut self.took, 50)),
            millis(percentile(&mut self.took, 95)),
            millis(percentile(&mut self.took, 100)),
            millis(self.computing.div_f64(count.max(1) as f64)),
            each(self.found),
            each(self.more),
        ]
    }
}

async fn measured<F: Future<Output = Result<Value>>>(
    node: &Node,
    name: &'static str,
    query: Query,
    searches: u32,
    ask: impl Fn(Value) -> F,
) -> Result<Row> {
    let mut draws = Draws::new(1);
    for _ in 0..WARM_UP {
        ask(query(&mut draws)?).await?;
    }
    let process = node.process_id().context("not running")?;
    let before = measure::computing_time(process)?;
    let mut row = Row { name, took: Vec::new(), computing: Duration::ZERO, found: 0, more: 0 };
    for _ in 0..searches {
        let query = query(&mut draws)?;
        let start = Instant::now();
        let page = ask(query).await?;
        row.took.push(start.elapsed());
        row.found += page["listings"].as_array().map_or(0, Vec::len);
        row.more += usize::from(!page["next"].is_null());
    }
    row.computing = measure::computing_time(process)?.saturating_sub(before);
    Ok(row)
}

/// All of them in one row.
fn together(rows: &[Row]) -> Row {
    Row {
        name: "all of these",
        took: rows.iter().flat_map(|row| row.took.iter().copied()).collect(),
        computing: rows.iter().map(|row| row.computing).sum(),
        found: rows.iter().map(|row| row.found).sum(),
        more: rows.iter().map(|row| row.more).sum(),
    }
}
