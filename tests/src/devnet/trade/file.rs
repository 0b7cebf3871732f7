//! The file that says what members trade, share and keep; see there for what each word means.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

/// Where it is.
pub const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../chain-specs/devnet-trade.toml");
/// How the federation is named where it is paid.
pub const FEDERATION: &str = "federation";

/// All that is traded, shared and kept.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Trade {
    /// The currency in which everything is paid, as the command line takes it.
    pub currency: String,
    /// Who may owe how much.
    #[serde(default)]
    pub credit: Vec<Credit>,
    /// What is offered and wanted.
    #[serde(default)]
    pub listing: Vec<Listing>,
    /// What is ordered.
    #[serde(default)]
    pub order: Vec<Order>,
    /// What cooperatives share.
    #[serde(default)]
    pub resource: Vec<Resource>,
    /// What is booked of it.
    #[serde(default)]
    pub booking: Vec<Booking>,
    /// What cooperatives agree on.
    #[serde(default)]
    pub agreement: Vec<Agreement>,
    /// Who has worked for a cooperative.
    #[serde(default)]
    pub labour: Vec<Labour>,
    /// Who asks for help.
    #[serde(default)]
    pub aid: Vec<Aid>,
    /// What is kept.
    pub file: KeptFile,
}

/// What somebody may owe.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Credit {
    /// A member, or a cooperative's treasury.
    pub who: String,
    /// How much.
    pub amount: String,
}

/// Whether something is offered or wanted.
#[derive(Clone, Copy, PartialEq, Eq, Default, Deserialize, Debug)]
#[serde(rename_all = "lowercase")]
pub enum ListingKind {
    /// Its owner sells.
    #[default]
    Offer,
    /// Its owner buys.
    Want,
}

/// Who may order.
#[derive(Clone, Copy, PartialEq, Eq, Default, Deserialize, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Visible {
    /// Members of the owner's cooperative.
    Cooperative,
    /// Everybody.
    #[default]
    Federation,
}

/// Something that is offered or wanted.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Listing {
    /// What it is called in this file.
    pub name: String,
    /// Whose.
    pub by: String,
    /// Offered or wanted.
    #[serde(default)]
    pub kind: ListingKind,
    /// What it is called on the marketplace.
    pub title: String,
    /// Of one.
    pub price: String,
    /// How many.
    #[serde(default = "one")]
    pub quantity: u64,
    /// Where it belongs.
    pub category: String,
    /// Who may order.
    #[serde(default)]
    pub visible: Visible,
}

fn one() -> u64 {
    1
}

/// How an order ends.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, Debug)]
#[serde(rename_all = "lowercase")]
pub enum OrderEnd {
    /// The seller is paid.
    Completed,
    /// The buyer steps back before it was accepted.
    Cancelled,
    /// The buyer has no credit.
    Unfunded,
    /// It is for members of its owner's cooperative alone.
    Unseen,
    /// A decision splits the money.
    Resolved,
}

/// Who decides a dispute.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Judge {
    /// The cooperatives of both sides.
    Both,
    /// The federation.
    Federation,
}

/// What is wrong with an order, and what is decided about it.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Dispute {
    /// What the buyer says.
    pub wrong: String,
    /// What the seller gets.
    pub to_seller: String,
    /// Who decides that.
    pub decided_by: Judge,
}

/// An order.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// Of what.
    pub listing: String,
    /// Who orders it, or answers to it.
    pub by: String,
    /// How many.
    #[serde(default = "one")]
    pub quantity: u64,
    /// The words by which it is found.
    pub search: String,
    /// How it ends.
    pub ends: OrderEnd,
    /// What the buyer gives the seller, and the seller the buyer.
    pub stars: Option<[u8; 2]>,
    /// Why it is disputed.
    pub dispute: Option<Dispute>,
}

/// Something that a cooperative shares.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// What it is called in this file.
    pub name: String,
    /// Whose.
    pub owner: String,
    /// What it is, as the command line takes it.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub place: String,
    /// Of an hour.
    pub price: Option<String>,
    /// Who pays it, as the command line takes it.
    pub paid_by: Option<String>,
}

/// How cooperatives come to agree on something, or don't.
#[derive(Clone, Copy, PartialEq, Eq, Default, Deserialize, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Agreed {
    /// By one joint decision.
    #[default]
    Jointly,
    /// By a decision of each.
    Each,
    /// The last one decides against it.
    Declined,
    /// The last one's members vote against a joint decision.
    Outvoted,
    /// Who has proposed it withdraws it.
    Withdrawn,
}

/// How far a booking comes.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, Debug)]
#[serde(rename_all = "lowercase")]
pub enum BookingEnd {
    /// It is over.
    Completed,
    /// It has begun, and is paid.
    Running,
    /// It is to be.
    Confirmed,
    /// It was cancelled.
    Cancelled,
    /// A cooperative won't pay.
    Declined,
    /// Somebody else has the time.
    Taken,
}

/// A booking.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Booking {
    /// Of what.
    pub resource: String,
    /// By whom.
    pub by: String,
    /// How long after it is booked it begins.
    #[serde(rename = "in")]
    pub begins_in: String,
    /// How long it is.
    pub lasts: String,
    /// The cooperatives that pay it, with their parts.
    #[serde(default)]
    pub shares: BTreeMap<String, String>,
    /// How they decide that.
    #[serde(default)]
    pub agreed: Agreed,
    /// How far it comes.
    pub ends: BookingEnd,
}

/// On what cooperatives agree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Debug)]
#[serde(rename_all = "lowercase")]
pub enum AgreementKind {
    /// They give each other what they have.
    Resources,
    /// They build something for all of them.
    Investment,
}

/// A payment between treasuries.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// Who pays.
    pub from: String,
    /// Who is paid.
    pub to: String,
    /// How much.
    pub amount: String,
}

/// Something on which cooperatives agree.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// What it says.
    pub about: String,
    /// On what.
    pub kind: AgreementKind,
    /// The cooperatives, the proposer's first.
    pub between: Vec<String>,
    /// What they pay.
    #[serde(default)]
    pub pays: Vec<Payment>,
    /// How they come to agree.
    #[serde(default)]
    pub agreed: Agreed,
}

/// Work of a person for a cooperative.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Labour {
    /// Who has worked.
    pub by: String,
    /// For which cooperative.
    #[serde(rename = "for")]
    pub cooperative: String,
    /// How long.
    pub time: String,
    /// What was done.
    pub about: String,
    /// Whether its steward declines it.
    #[serde(default)]
    pub declined: bool,
}

/// Help that somebody asks for.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Aid {
    /// Who asks.
    pub by: String,
    /// For what.
    pub about: String,
    /// Who helps.
    pub helper: Option<String>,
}

/// A file that is kept.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct KeptFile {
    /// What it is called.
    pub name: String,
    /// Whose.
    pub by: String,
    /// How long it is.
    pub megabytes: u64,
    /// How many cooperatives keep it.
    pub replicas: u32,
    /// On whose disk it is damaged.
    pub damaged_at: String,
}

impl Trade {
    /// The currency without its digits behind the point: `0:HOURS`.
    pub fn currency_name(&self) -> String {
        self.currency.split(':').take(2).collect::<Vec<_>>().join(":")
    }

    /// The listing of this name.
    pub fn listing(&self, name: &str) -> Result<&Listing> {
        let found = self.listing.iter().find(|listing| listing.name == name);
        found.with_context(|| format!("there is no listing \"{name}\""))
    }

    /// The resource of this name.
    pub fn resource(&self, name: &str) -> Result<&Resource> {
        let found = self.resource.iter().find(|resource| resource.name == name);
        found.with_context(|| format!("there is no resource \"{name}\""))
    }
}
