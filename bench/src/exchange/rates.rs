//! Bookings, listings and anchors a second: final transactions, as the throughput is measured.

use anyhow::{ensure, Context, Result};
use icn_primitives::{
    apis::MAX_PAGE,
    ledger::Money,
    marketplace::ListingKind,
    resources::{ResourceId, ResourceView},
    CooperativeId,
};
use icn_runtime::RuntimeCall;
use icn_tests::people::{hex, now};

use super::{
    calls,
    market::{currency, Market},
};
use crate::{
    measure,
    shards::lanes::Shard,
    signing::Member,
    table,
    throughput::{self, Outcome, HEADINGS},
};

/// Bookings of one room: so many of its hours are within what may be booked ahead.
const HOURS: usize = 1_000;

/// What a row is about.
pub struct Measured {
    validators: usize,
    name: &'static str,
    outcome: Outcome,
}

/// Sends so many of each kind.
pub async fn run(market: &Market, transactions: usize) -> Result<Vec<Measured>> {
    let validators = market.validators();
    let listings = burst(market, &market.market, transactions, |member, number| {
        let (owner, cooperative) = (member.did(), member.cooperative());
        let price = Money { currency: currency(cooperative)?, amount: 100 + number as i128 };
        let terms = calls::offer(&format!("Fresh loaf {number}"), "bread", price, now()?)?;
        let key = calls::key(number as u64);
        Ok(calls::create_listing(owner, cooperative, ListingKind::Offer, terms, key))
    });
    let listings = listings.await?;

    let rooms = rooms(market, transactions.div_ceil(HOURS)).await?;
    // Nobody books the same twice; each in the own cooperative's rooms.
    let bookings = burst(market, &market.market, transactions, |member, number| {
        let cooperative = member.cooperative();
        let own = rooms.get(cooperative.0 as usize).context("no rooms")?;
        let room = own.get(number % own.len().max(1)).context("no room")?;
        let (hour, key) = (number / own.len(), calls::key((1 << 32) + number as u64));
        calls::book(room, cooperative, hour, now()?, key)
    });
    let bookings = bookings.await?;

    let anchors = burst(market, &market.storage, transactions, |member, number| {
        calls::anchor(member.did(), number as u64, now()?)
    });
    let anchors = anchors.await?;
    Ok([("listings", listings), ("bookings", bookings), ("anchors", anchors)]
        .map(|(name, outcome)| Measured { validators, name, outcome })
        .into())
}

/// Prints the table.
pub fn print(measured: &mut [Measured], transactions: usize) {
    let rows: Vec<_> = measured
        .iter_mut()
        .map(|row| row.outcome.row(row.validators, row.name, transactions))
        .collect();
    println!("\nListings, bookings and anchors of members, final\n");
    table::print(&HEADINGS, &rows);
}

/// Lets members send, in turns, and follows all of it. `call` gets the number of the transaction in
/// its cooperative.
async fn burst(
    market: &Market,
    shard: &Shard,
    transactions: usize,
    call: impl Fn(&Member, usize) -> Result<RuntimeCall>,
) -> Result<Outcome> {
    let mut members = market.members()?;
    for members in &mut members {
        for member in members {
            let sent = measure::nonce(&shard.client, member).await?;
            member.has_sent(sent);
        }
    }
    let each = transactions.div_ceil(members.len());
    let mut queues = Vec::new();
    for members in &mut members {
        let mut queue = Vec::new();
        for number in 0..each {
            let count = members.len();
            let member = &mut members[number % count];
            let call = call(member, number)?;
            queue.push(hex(&member.sign(call, shard.genesis)));
        }
        queues.push(queue);
    }
    let memory = throughput::memory(market.nodes())?;
    let clients = market.clients(shard).await?;
    let outcome = Outcome::measure(market.nodes(), shard.port, &clients, queues, memory).await?;
    Ok(outcome)
}

/// So many rooms of each cooperative, in the order of the cooperatives' numbers.
async fn rooms(market: &Market, each: usize) -> Result<Vec<Vec<ResourceView>>> {
    let shard = &market.market;
    let mut rooms = Vec::new();
    for id in 0..market.validators() {
        let id = CooperativeId(u32::try_from(id)?);
        let mut steward = market.steward(id)?;
        shard.send(&steward.sign(calls::register_rooms(id, each), shard.genesis)).await?;
        let arguments = (id, None::<ResourceId>, MAX_PAGE);
        let own: Vec<ResourceView> =
            measure::runtime(&shard.client, "ResourcesApi_resources_of", &arguments, None).await?;
        ensure!(own.len() == each, "{} rooms are there, not {each}", own.len());
        rooms.push(own);
    }
    Ok(rooms)
}
