//! Listings and orders: found, paid by what the ledger keeps, delivered, rated, and disputed.

use std::collections::BTreeMap;

use anyhow::{ensure, Context, Result};
use futures::future::try_join_all;
use serde_json::Value;

use super::{
    cast::{Actor, Cast, On},
    check::amount,
    file::{Dispute, Judge, Listing, ListingKind, Order, OrderEnd, Trade, Visible},
    write_terms,
};
use crate::devnet::{
    act::{shows, NO_BLOCK},
    assembly::Motion,
};

/// What the chain says of whom a search doesn't find it for.
const UNSEEN: &str = "for members of its cooperative alone";

/// An order on the chain.
pub struct Placed<'a> {
    /// As the file has it.
    pub order: &'a Order,
    /// Its number.
    pub number: String,
    buyer: &'a Actor,
    seller: &'a Actor,
}

/// Lists what there is, and lets it be ordered. Gives the orders that were placed; of those that are
/// disputed, nobody has decided yet.
pub async fn trade<'a>(cast: &'a Cast, trade: &'a Trade) -> Result<Vec<Placed<'a>>> {
    let listed = try_join_all(trade.listing.iter().map(|listing| async move {
        Ok::<_, anyhow::Error>((listing.name.as_str(), create(cast, trade, listing).await?))
    }))
    .await?;
    let listed: BTreeMap<_, _> = listed.into_iter().collect();
    let orders = try_join_all(trade.order.iter().map(|order| {
        let number = listed[order.listing.as_str()].clone();
        async move {
            let listing = trade.listing(&order.listing)?;
            run(cast, listing, number, order)
                .await
                .with_context(|| format!("{} orders {}", order.by, order.listing))
        }
    }))
    .await?;
    Ok(orders.into_iter().flatten().collect())
}

/// Somebody offers or wants something; its number.
async fn create(cast: &Cast, trade: &Trade, listing: &Listing) -> Result<String> {
    let owner = cast.of(&listing.by)?;
    let kind = match listing.kind {
        ListingKind::Offer => "offer",
        ListingKind::Want => "want",
    };
    let visible = match listing.visible {
        Visible::Cooperative => "cooperative",
        Visible::Federation => "federation",
    };
    let (quantity, on_behalf) = (listing.quantity.to_string(), owner.on_behalf());
    let create = [
        &["market", "create", kind, &listing.title, "--price", &listing.price][..],
        &["--currency", &trade.currency, "--quantity", &quantity],
        &["--category", &listing.category, "--visible", visible],
        &words(&on_behalf),
    ]
    .concat();
    let action = format!("{} {kind}s: {}", owner.name, listing.title);
    let answer = owner.act_finally(On::Market, &action, &create).await?;
    shows(&answer, &action);
    Ok(answer["listing"].to_string())
}

fn words(owned: &[String]) -> Vec<&str> {
    owned.iter().map(String::as_str).collect()
}

/// One order, as far as it comes without a decision; `None` if it can't be placed.
async fn run<'a>(
    cast: &'a Cast,
    listing: &'a Listing,
    number: String,
    order: &'a Order,
) -> Result<Option<Placed<'a>>> {
    let (by, owner) = (cast.of(&order.by)?, cast.of(&listing.by)?);
    if order.ends == OrderEnd::Unseen {
        stays_unseen(by, owner, listing, &number, order).await?;
        return Ok(None);
    }
    is_found(by, order, &number).await?;
    let (buyer, seller) = match listing.kind {
        ListingKind::Offer => (by, owner),
        ListingKind::Want => (owner, by),
    };
    let (quantity, on_behalf) = (order.quantity.to_string(), by.on_behalf());
    let place =
        [&["market", "order", &number, "--quantity", &quantity][..], &words(&on_behalf)].concat();
    let action = format!("{} finds and orders: {}", by.name, listing.title);
    let answer = by.act_finally(On::Market, &action, &place).await?;
    shows(&answer, &action);
    let placed = Placed { order, number: answer["order"].to_string(), buyer, seller };
    if listing.kind == ListingKind::Want {
        placed.stands(buyer, "Proposed").await?;
        placed.act(buyer, "consent", "consents to", &[]).await?;
    }
    match order.ends {
        OrderEnd::Completed => placed.is_completed().await?,
        OrderEnd::Cancelled => placed.is_cancelled().await?,
        OrderEnd::Unfunded => placed.is_unfunded().await?,
        OrderEnd::Resolved => placed.is_disputed().await?,
        OrderEnd::Unseen => {}
    }
    Ok(Some(placed))
}

/// Whether a search has found a listing.
fn has(found: &Value, number: &str) -> bool {
    let mut listings = found["listings"].as_array().into_iter().flatten();
    listings.any(|view| view["id"].as_u64() == number.parse().ok())
}

fn search<'a>(order: &'a Order, cooperative: &'a str) -> Vec<&'a str> {
    let words = order.search.split(' ');
    ["market", "search"].into_iter().chain(words).chain(["--in", cooperative]).collect()
}

async fn is_found(by: &Actor, order: &Order, number: &str) -> Result<()> {
    let what = format!("{} finds \"{}\"", by.name, order.search);
    let cooperative = by.cooperative.to_string();
    let search = search(order, &cooperative);
    by.read_until(On::Market, &what, &search, |found| has(found, number)).await?;
    Ok(())
}

/// Who is no member finds nothing and can't order.
async fn stays_unseen(
    by: &Actor,
    owner: &Actor,
    listing: &Listing,
    number: &str,
    order: &Order,
) -> Result<()> {
    is_found(owner, order, number).await?;
    let cooperative = by.cooperative.to_string();
    let found = by.read(On::Market, &search(order, &cooperative)).await?;
    ensure!(!has(&found, number), "{} finds what isn't for them: {found}", by.name);
    let action = format!("{} orders: {}", by.name, listing.title);
    let order = ["market", "order", number];
    by.stage(On::Market).is_told(&by.person, &action, &order, UNSEEN).await
}

impl Placed<'_> {
    /// One side does something with it.
    async fn act(&self, who: &Actor, command: &str, what: &str, further: &[&str]) -> Result<()> {
        let act = [&["market", command, &self.number][..], further].concat();
        let action = format!("{} {what} order {}", who.name, self.number);
        let answer = who.act(On::Market, &action, &act).await?;
        shows(&answer, &action);
        Ok(())
    }

    /// Waits until it is as `condition` says, at the node of `who`.
    async fn is(
        &self,
        who: &Actor,
        what: &str,
        condition: impl Fn(&Value) -> bool,
    ) -> Result<Value> {
        let what = format!("order {} is {what}", self.number);
        who.read_until(On::Market, &what, &["market", "status", &self.number], condition).await
    }

    async fn stands(&self, who: &Actor, stage: &str) -> Result<()> {
        self.is(who, stage, |order| order["stage"] == stage).await?;
        Ok(())
    }

    async fn is_funded(&self, who: &Actor) -> Result<()> {
        self.is(who, "funded", |order| order["stage"] == "Funded" && order["hold"] == "Held")
            .await?;
        Ok(())
    }

    async fn is_delivered(&self) -> Result<()> {
        let Self { buyer, seller, .. } = self;
        self.is_funded(seller).await?;
        self.act(seller, "accept", "accepts", &[]).await?;
        self.act(seller, "deliver", "delivers", &[]).await?;
        self.stands(buyer, "Delivered").await
    }

    async fn is_completed(&self) -> Result<()> {
        let Self { buyer, seller, order, .. } = self;
        self.is_delivered().await?;
        self.act(buyer, "complete", "completes", &[]).await?;
        if let Some([of_seller, of_buyer]) = order.stars {
            self.stands(seller, "Completed").await?;
            for (who, stars) in [(buyer, of_seller), (seller, of_buyer)] {
                self.act(who, "rate", "rates", &[&stars.to_string()]).await?;
            }
        }
        self.is_paid(self.total().await?).await
    }

    /// What it costs, in hundredths.
    async fn total(&self) -> Result<i128> {
        let order = self.buyer.read(On::Market, &["market", "status", &self.number]).await?;
        units(&order["total"]["amount"])
    }

    /// Waits until the ledger has paid the seller so much; nothing is paid by releasing all of it.
    async fn is_paid(&self, units: i128) -> Result<()> {
        let paid = |order: &Value| match units {
            0 => order["hold"] == "Released",
            _ => super::number(&order["hold"]["Captured"]) == Some(units),
        };
        self.is(self.buyer, "paid", paid).await?;
        Ok(())
    }

    async fn is_cancelled(&self) -> Result<()> {
        self.is_funded(self.buyer).await?;
        self.act(self.buyer, "cancel", "cancels", &[]).await?;
        self.is(self.buyer, "cancelled, and the money is back", |order| {
            order["stage"]["Cancelled"] == "ByBuyer" && order["hold"] == "Released"
        })
        .await?;
        Ok(())
    }

    async fn is_unfunded(&self) -> Result<()> {
        let refused = |order: &Value| order["stage"]["Cancelled"] == "FundsRefused";
        let order = self.is(self.buyer, "refused by the ledger", refused).await?;
        let action = format!("order {} is not paid for", self.number);
        let why = order["hold"]["Refused"].as_str().unwrap_or_default();
        self.buyer.stage(On::Market).has_happened(NO_BLOCK, &action, why);
        Ok(())
    }

    async fn is_disputed(&self) -> Result<()> {
        self.is_delivered().await?;
        let wrong = self.dispute()?.wrong.as_str();
        let reasons = write_terms(self.buyer, wrong)?;
        self.act(self.buyer, "dispute", "disputes", &["--reasons", &reasons]).await?;
        for side in [self.buyer, self.seller] {
            self.is(side, "disputed", |order| order["stage"] == "Disputed").await?;
        }
        Ok(())
    }

    fn dispute(&self) -> Result<&Dispute> {
        self.order.dispute.as_ref().context("no dispute")
    }

    /// What is proposed about it, if it is disputed: by the steward of the buyer's cooperative.
    pub fn motion<'m>(&self, cast: &'m Cast) -> Result<Option<Motion<'m>>> {
        let Some(dispute) = &self.order.dispute else { return Ok(None) };
        let sides = [self.buyer.cooperative, self.seller.cooperative];
        let steward = cast.of(&cast.cooperatives[self.buyer.cooperative])?;
        let there = format!("1={}", steward.url(On::Market));
        let (body, voters) = match dispute.decided_by {
            Judge::Federation => ("federation".to_owned(), (0..cast.cooperatives.len()).collect()),
            Judge::Both => (format!("joint:{},{}", sides[0], sides[1]), sides.to_vec()),
        };
        let what = ["--body", &body, "--on-shard", &there, "resolve-dispute", &self.number];
        let what = [&what[..], &["--to-seller", &dispute.to_seller]].concat();
        let title = format!("Order {}: {} to {}", self.number, dispute.to_seller, self.seller.name);
        Ok(Some(Motion::new(&steward.person, &title, &what).voted(&voters, "approve")))
    }

    /// Waits until what was decided about it, if it was disputed, is paid.
    pub async fn is_resolved(&self) -> Result<()> {
        let Some(dispute) = &self.order.dispute else { return Ok(()) };
        let part = amount(&dispute.to_seller)?;
        let resolved = |order: &Value| {
            let resolved = &order["stage"]["Resolved"];
            let part_of = resolved.get("to_seller").unwrap_or(resolved);
            super::number(part_of) == Some(part)
        };
        self.is(self.buyer, "resolved as decided", resolved).await?;
        self.is_paid(part).await?;
        let action = format!("order {} is split", self.number);
        let outcome = format!("{} to {}, the rest back", dispute.to_seller, self.seller.name);
        self.buyer.stage(On::Market).has_happened(NO_BLOCK, &action, &outcome);
        Ok(())
    }

    /// How it stands now.
    pub async fn status(&self) -> Result<Value> {
        self.buyer.read(On::Market, &["market", "status", &self.number]).await
    }
}

/// A number of the smallest units.
fn units(json: &Value) -> Result<i128> {
    super::number(json).with_context(|| format!("no amount: {json}"))
}
