//! What members trade, share and keep over the shards, as chain-specs/devnet-trade.toml says: done with
//! the `icn` command alone, and each outcome read from the chain.

mod agreed;
mod books;
mod cast;
mod check;
mod exchange;
mod file;
mod known;
mod market;
mod report;
mod resources;
mod storage;

use anyhow::{Context, Result};
use futures::future::try_join_all;
use serde_json::Value;

use self::{
    cast::{Actor, Cast, On},
    file::{BookingEnd, OrderEnd, Trade},
    market::Placed,
    report::Counts,
    resources::Booked,
};
use super::{
    act::{shows, Stage},
    assembly::{proposals, Assembly, Motion},
    members::Member,
};
use crate::federation::Federation;

/// The role that sets what persons may owe.
const TREASURER: &str = "treasurer";
/// How is counted what never came to stand on the chain.
const REFUSED: &str = "refused";

/// The file, if all that it names is there.
pub fn read(federation: &Federation, members: &[Member]) -> Result<Trade> {
    let members: Vec<_> = members.iter().map(|member| member.name.clone()).collect();
    let cooperatives: Vec<_> =
        federation.cooperatives.iter().map(|founder| founder.domain.clone()).collect();
    check::read(&members, &cooperatives)
}

/// Gets the founders' nodes ready for it, before they are started.
pub fn prepare(federation: &mut Federation) {
    storage::prepare(federation);
}

/// Does all of it, and shows it in numbers.
pub async fn perform(
    stage: &Stage,
    federation: &Federation,
    members: &[Member],
    trade: &Trade,
) -> Result<()> {
    let cast = Cast::new(federation, members)?;
    let assembly = Assembly::of(&federation.cooperatives, members)?;
    cast.are_known().await?;
    persons_have_credit(&cast, members, trade).await?;
    let before = books::read(stage, &trade.currency_name()).await?;

    let mut motions = credit_of_treasuries(&cast, trade)?;
    let mut kinds = vec![("credit line", motions.len()), ("rules of storage", 1)];
    motions.push(storage::motion(&cast)?);
    let (first, (), bookings, orders, exchanges) = tokio::try_join!(
        assembly.open(stage, motions),
        storage::offer(&cast, federation, &trade.file),
        resources::share(&cast, trade),
        market::trade(&cast, trade),
        exchange::exchange(&cast, trade),
    )?;
    let mut motions: Vec<Motion> = Vec::new();
    for (kind, more) in [
        ("dispute", disputes(&cast, &orders)?),
        ("exchange", exchanges.motions(&cast).await?),
        ("shared cost", shared_costs(&cast, &bookings).await?),
    ] {
        kinds.push((kind, more.len()));
        motions.extend(more);
    }
    let second = assembly.open(stage, motions).await?;
    first.close(stage).await?;
    books::credit(&cast, trade, stage).await?;
    let traded = async {
        second.close(stage).await?;
        let resolved = try_join_all(orders.iter().map(Placed::is_resolved));
        let decided = try_join_all(bookings.iter().map(Booked::is_decided));
        tokio::try_join!(resolved, exchanges.are_decided(&cast), decided)?;
        try_join_all(bookings.iter().map(Booked::comes_to_its_end)).await
    };
    tokio::try_join!(traded, is_kept(&cast, federation, trade))?;
    books::agree(&cast, trade, stage, &before).await?;
    known::are_known(&cast, trade, stage).await?;

    let numbers: Vec<_> = first.numbers.iter().chain(&second.numbers).cloned().collect();
    let kinds: Vec<_> =
        kinds.iter().flat_map(|(kind, count)| std::iter::repeat_n(*kind, *count)).collect();
    let kinds: Vec<_> = kinds.into_iter().zip(numbers).collect();
    in_numbers(&cast, trade, stage, &kinds, &orders, &bookings).await
}

/// The file is kept, challenged, damaged, put right, and read.
async fn is_kept(cast: &Cast, federation: &Federation, trade: &Trade) -> Result<()> {
    let kept = storage::keep(cast, federation, &trade.file).await?;
    kept.is_challenged(cast, &trade.file).await?;
    kept.is_damaged(cast, federation, &trade.file).await?;
    kept.is_read_everywhere(cast, &trade.file).await
}

/// The issuer's treasurer lets persons owe something.
async fn persons_have_credit(cast: &Cast, members: &[Member], trade: &Trade) -> Result<()> {
    let issuer: usize = trade.currency.split(':').next().unwrap_or_default().parse()?;
    let domain = cast.cooperatives.get(issuer).context("nobody issues the currency")?;
    let mut of_issuer = members.iter().filter(|member| member.cooperative == *domain);
    let treasurer = of_issuer.find(|member| member.roles.iter().any(|role| role == TREASURER));
    let treasurer = cast.of(&treasurer.context("the issuer has no treasurer")?.name)?;
    let currency = trade.currency_name();
    try_join_all(trade.credit.iter().map(|credit| {
        let currency = &currency;
        async move {
            let who = cast.of(&credit.who)?;
            if who.is_cooperative {
                return Ok(());
            }
            let limit = ["ledger", "currency", "limit", currency, &who.party, &credit.amount];
            let action = format!("{} may owe {}", who.name, credit.amount);
            shows(&treasurer.act(On::Hub, &action, &limit).await?, &action);
            anyhow::Ok(())
        }
    }))
    .await?;
    Ok(())
}

/// The issuer decides what treasuries may owe.
fn credit_of_treasuries<'a>(cast: &'a Cast, trade: &Trade) -> Result<Vec<Motion<'a>>> {
    let issuer: usize = trade.currency.split(':').next().unwrap_or_default().parse()?;
    let steward =
        cast.of(cast.cooperatives.get(issuer).context("nobody issues the currency")?)?;
    let mut motions = Vec::new();
    for credit in &trade.credit {
        let who = cast.of(&credit.who)?;
        if who.is_cooperative {
            let title = format!("{} may owe {}", who.name, credit.amount);
            let currency = trade.currency_name();
            let limit = ["currency", "limit", &currency, &who.party, &credit.amount];
            motions.push(Motion::new(&steward.person, &title, &limit).voted(&[issuer], "approve"));
        }
    }
    Ok(motions)
}

fn disputes<'a>(cast: &'a Cast, orders: &[Placed<'_>]) -> Result<Vec<Motion<'a>>> {
    let motions: Result<Vec<_>> = orders.iter().map(|order| order.motion(cast)).collect();
    Ok(motions?.into_iter().flatten().collect())
}

async fn shared_costs<'a>(cast: &'a Cast, bookings: &[Booked<'_>]) -> Result<Vec<Motion<'a>>> {
    let mut motions = Vec::new();
    for booking in bookings {
        motions.extend(booking.motions(cast).await?);
    }
    Ok(motions)
}

/// Counts what the chain has of all of it, and shows that.
async fn in_numbers(
    cast: &Cast,
    trade: &Trade,
    stage: &Stage,
    decisions: &[(&str, String)],
    orders: &[Placed<'_>],
    bookings: &[Booked<'_>],
) -> Result<()> {
    let mut decided = Counts::new(&[
        ("approved", &["Executed", "ExecutionFailed"]),
        ("executed", &["Executed"]),
        ("rejected", &["Rejected"]),
    ]);
    let known = proposals(stage).await?;
    for (kind, number) in decisions {
        let view = known.values().find(|view| view["id"].as_u64() == number.parse().ok());
        let view = view.with_context(|| format!("there is no proposal {number}"))?;
        decided.count(kind, &report::name(&view["proposal"]["stage"])?)?;
    }

    let mut exchanged = Counts::new(&[
        ("carried out", &["Executed", "Confirmed", "Fulfilled"]),
        ("declined", &["Declined"]),
        ("withdrawn", &["Withdrawn"]),
    ]);
    let expected = trade.agreement.len() + trade.labour.len() + trade.aid.len();
    let anybody = cast.all().next().context("nobody takes part")?;
    for view in exchange::all(anybody, expected).await? {
        let exchange = &view["exchange"];
        exchanged.count(report::kind_of(exchange)?, &report::name(&exchange["status"])?)?;
    }

    println!("\nDecisions\n{}", decided.table("about", "proposed"));
    println!("Exchange between cooperatives\n{}", exchanged.table("kind", "recorded"));
    println!("Bookings\n{}", of_bookings(trade, bookings).await?.table("of", "asked for"));
    println!("Orders\n{}", of_orders(trade, orders).await?.table("of", "asked for"));
    Ok(())
}

/// How bookings stand, those that the chain has refused among them.
async fn of_bookings(trade: &Trade, bookings: &[Booked<'_>]) -> Result<Counts> {
    let mut counts = Counts::new(&[
        ("confirmed", &["Confirmed", "Running", "Completed"]),
        ("begun", &["Running", "Completed"]),
        ("over", &["Completed"]),
        ("cancelled", &["Cancelled"]),
        ("declined", &["Declined"]),
        ("refused", &[REFUSED]),
    ]);
    for booking in bookings {
        counts
            .count(&booking.resource.title, &report::name(&booking.status().await?["status"])?)?;
    }
    for booking in trade.booking.iter().filter(|booking| booking.ends == BookingEnd::Taken) {
        counts.count(&trade.resource(&booking.resource)?.title, REFUSED)?;
    }
    Ok(counts)
}

/// How orders stand, those that the chain has refused among them.
async fn of_orders(trade: &Trade, orders: &[Placed<'_>]) -> Result<Counts> {
    let mut counts = Counts::new(&[
        ("completed", &["Completed"]),
        ("split", &["Resolved"]),
        ("cancelled", &["Cancelled"]),
        ("not funded", &["FundsRefused"]),
        ("refused", &[REFUSED]),
    ]);
    for order in orders {
        let stage = order.status().await?["stage"].take();
        let status = match stage["Cancelled"].as_str() {
            Some("FundsRefused") => "FundsRefused".to_owned(),
            _ => report::name(&stage)?,
        };
        counts.count(&trade.listing(&order.order.listing)?.title, &status)?;
    }
    for order in trade.order.iter().filter(|order| order.ends == OrderEnd::Unseen) {
        counts.count(&trade.listing(&order.listing)?.title, REFUSED)?;
    }
    Ok(counts)
}

/// A number, of whatever length.
fn number(json: &Value) -> Option<i128> {
    match json {
        Value::Number(number) => number.to_string().parse().ok(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A file in which somebody says something; its path.
fn write_terms(by: &Actor, text: &str) -> Result<String> {
    let letters = text.chars().map(|one| if one.is_alphanumeric() { one } else { '-' });
    let name = format!("terms-{}-{}.md", by.name, letters.collect::<String>());
    by.stage(On::Market).file(&name, text)
}
