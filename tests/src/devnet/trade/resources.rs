//! What cooperatives share, and its bookings: decided, paid, and used.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use futures::future::try_join_all;
use icn_primitives::{resolution::xml_datetime, Moment, MINUTE};
use serde_json::Value;

use super::{
    agreed::Deciding,
    cast::{Actor, Cast, On},
    check::minutes,
    file::{Booking, BookingEnd, Resource, Trade},
};
use crate::{
    devnet::{act::shows, assembly::Motion},
    people::now,
};

/// Why a time can't be booked that somebody else has.
const TAKEN: &str = "Resources.AlreadyBooked";

/// A booking on the chain.
pub struct Booked<'a> {
    /// As the file has it.
    pub booking: &'a Booking,
    /// What is booked.
    pub resource: &'a Resource,
    by: &'a Actor,
    /// Its number.
    pub number: String,
}

/// Shares what there is, and lets it be booked. Gives the bookings that were made; on those that
/// cooperatives pay, nobody has decided yet.
pub async fn share<'a>(cast: &'a Cast, trade: &'a Trade) -> Result<Vec<Booked<'a>>> {
    let shared = try_join_all(trade.resource.iter().map(|resource| async move {
        Ok::<_, anyhow::Error>((resource.name.as_str(), register(cast, trade, resource).await?))
    }))
    .await?;
    let shared: BTreeMap<_, _> = shared.into_iter().collect();
    // All of them count from the same moment.
    let now = now()?;
    let request = |booking: &'a Booking| {
        let number = shared[booking.resource.as_str()].clone();
        async move {
            let request = Request { booking, by: cast.of(&booking.by)?, resource: number, now };
            anyhow::Ok(request)
        }
    };
    let taken = |booking: &&Booking| booking.ends == BookingEnd::Taken;
    let free = trade.booking.iter().filter(|booking| !taken(booking));
    let made = try_join_all(free.map(|booking| async move {
        let made = request(booking).await?.make(cast, trade).await;
        made.with_context(|| told(booking))
    }))
    .await?;
    try_join_all(trade.booking.iter().filter(taken).map(|booking| async move {
        let refused = request(booking).await?.be_refused(cast).await;
        refused.with_context(|| told(booking))
    }))
    .await?;
    Ok(made)
}

/// What somebody does, in a word.
fn told(booking: &Booking) -> String {
    format!("{} books: {}", booking.by, booking.resource)
}

/// A steward shares something of the cooperative; its number.
async fn register(cast: &Cast, trade: &Trade, resource: &Resource) -> Result<String> {
    let steward = cast.of(&resource.owner)?;
    let Resource { kind, title, place, .. } = resource;
    let mut register = vec!["resource", "register", kind, title, "--place", place];
    register.extend(["--access", "federation", "--open", "always"]);
    if let Some(price) = &resource.price {
        let paid_by = resource.paid_by.as_deref().unwrap_or("either");
        register.extend(["--price", price, "--currency", &trade.currency, "--paid-by", paid_by]);
    }
    let action = format!("{} shares: {title}", steward.name);
    let answer = steward.act_finally(On::Market, &action, &register).await?;
    shows(&answer, &action);
    Ok(answer["resource"].to_string())
}

/// What somebody wants to book.
struct Request<'a> {
    booking: &'a Booking,
    by: &'a Actor,
    /// The resource's number.
    resource: String,
    /// From when on its beginning counts.
    now: Moment,
}

impl<'a> Request<'a> {
    /// When it begins, as the command line takes it.
    fn from(&self) -> Result<String> {
        let begins = self.now.div_ceil(MINUTE).saturating_add(minutes(&self.booking.begins_in)?);
        Ok(xml_datetime(begins.saturating_mul(MINUTE)))
    }

    fn action(&self) -> String {
        told(self.booking)
    }

    async fn command(&self, cast: &Cast) -> Result<Vec<String>> {
        let (from, lasts) = (self.from()?, &self.booking.lasts);
        let book = ["resource", "book", &self.resource, "--from", &from, "--for", lasts];
        let mut book: Vec<_> = book.map(String::from).to_vec();
        let mut shares = Vec::new();
        for (domain, part) in &self.booking.shares {
            shares.push(format!("{}={part}", cast.of(domain)?.cooperative));
        }
        if !shares.is_empty() {
            book.extend(["--shares".into(), shares.join(",")]);
        }
        Ok(book)
    }

    async fn make(self, cast: &Cast, trade: &'a Trade) -> Result<Booked<'a>> {
        let (from, what) = (self.from()?, format!("{} is free", self.booking.resource));
        let free = ["resource", "free", &self.resource, "--from", &from, "--for"];
        let free = [&free[..], &[self.booking.lasts.as_str()]].concat();
        self.by.read_until(On::Market, &what, &free, |answer| answer["free"] == true).await?;
        let book = self.command(cast).await?;
        let book: Vec<_> = book.iter().map(String::as_str).collect();
        let action = self.action();
        let answer = self.by.act_finally(On::Market, &action, &book).await?;
        shows(&answer, &action);
        let Self { booking, by, .. } = self;
        let number = answer["booking"].to_string();
        let booked = Booked { booking, resource: trade.resource(&booking.resource)?, by, number };
        if booking.shares.is_empty() {
            booked.is_confirmed().await?;
        }
        Ok(booked)
    }

    async fn be_refused(self, cast: &Cast) -> Result<()> {
        let book = self.command(cast).await?;
        let book: Vec<_> = book.iter().map(String::as_str).collect();
        self.by.is_refused(On::Market, &self.action(), &book, TAKEN).await
    }
}

/// Whether a booking is to be, takes place, or has taken place.
fn stands(booking: &Value) -> bool {
    ["Confirmed", "Running", "Completed"].iter().any(|status| booking["status"] == *status)
}

impl Booked<'_> {
    /// Whether somebody pays for it.
    fn costs(&self) -> bool {
        self.resource.price.is_some()
    }

    /// Waits until it is as `condition` says.
    async fn is(&self, what: &str, condition: impl Fn(&Value) -> bool) -> Result<Value> {
        let what = format!("booking {} of the {} is {what}", self.number, self.booking.resource);
        let show = ["resource", "bookings", &self.number];
        self.by.read_until(On::Market, &what, &show, |view| condition(&view["booking"])).await
    }

    fn has_ended(&self, outcome: &str) {
        let action = format!("the {} for {}", self.booking.resource, self.by.name);
        self.by.stage(On::Market).has_happened(format!("b{}", self.number), &action, outcome);
    }

    /// Waits until it is to be, and its money is kept; or takes it back then.
    async fn is_confirmed(&self) -> Result<()> {
        self.is("confirmed", stands).await?;
        self.has_ended("Confirmed");
        if self.booking.ends == BookingEnd::Cancelled {
            let action = format!("{} cancels the {}", self.by.name, self.booking.resource);
            let cancel = ["resource", "cancel", &self.number];
            shows(&self.by.act(On::Market, &action, &cancel).await?, &action);
            let back = if self.costs() { "Returned" } else { "None" };
            self.is("cancelled, and the money is back", |booking| {
                booking["status"] == "Cancelled" && payment(booking) == back
            })
            .await?;
        }
        Ok(())
    }

    /// What is proposed to the cooperatives that pay it.
    pub async fn motions<'m>(&self, cast: &'m Cast) -> Result<Vec<Motion<'m>>> {
        let Booking { shares, agreed, resource, .. } = self.booking;
        if shares.is_empty() {
            return Ok(Vec::new());
        }
        let payers: Vec<_> = shares.keys().cloned().collect();
        let show = ["resource", "bookings", &self.number];
        let deciding = Deciding { command: "decide-booking", number: &self.number, show: &show };
        let title = format!("The {resource} for {}, booking {}", self.by.name, self.number);
        deciding.motions(cast, &title, &payers, *agreed).await
    }

    /// Waits until the decisions of the cooperatives that pay it have arrived.
    pub async fn is_decided(&self) -> Result<()> {
        match (self.booking.shares.is_empty(), self.booking.ends) {
            (true, _) => Ok(()),
            (false, BookingEnd::Declined) => {
                self.is("declined", |booking| booking["status"] == "Declined").await?;
                self.has_ended("Declined");
                Ok(())
            }
            (false, _) => self.is_confirmed().await,
        }
    }

    /// Waits until it has come as far as it is to come.
    pub async fn comes_to_its_end(&self) -> Result<()> {
        let paid = if self.costs() { "Paid" } else { "None" };
        match self.booking.ends {
            BookingEnd::Running => {
                self.is("begun and paid", |booking| {
                    stands(booking) && booking["status"] != "Confirmed" && payment(booking) == paid
                })
                .await?;
                self.has_ended("has begun, and is paid");
            }
            BookingEnd::Completed => {
                self.is("over and paid", |booking| {
                    booking["status"] == "Completed" && payment(booking) == paid
                })
                .await?;
                self.has_ended("Completed");
            }
            _ => {}
        }
        Ok(())
    }

    /// How it stands now.
    pub async fn status(&self) -> Result<Value> {
        let mut view = self.by.read(On::Market, &["resource", "bookings", &self.number]).await?;
        Ok(view["booking"].take())
    }
}

/// Where a booking's money is. Nothing is a word of its own for the chain, and `null` in JSON.
fn payment(booking: &Value) -> &str {
    booking["payment"].as_str().unwrap_or("None")
}
