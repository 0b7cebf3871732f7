//! Listings and orders.

use codec::Encode;
use icn_primitives::{
    ledger::Balance,
    marketplace::{
        Availability, Dispute, HoldEnd, HoldState, ListingId, ListingKind, ListingStatus,
        ListingView, Order, OrderId, OrderTimeouts, Rating, RatingSum, Reason, SearchPage, Stage,
        Visibility,
    },
    CooperativeId, Did, Hash, Moment,
};
use polkadot_sdk::sp_core::Bytes;
use serde::Serialize;

use super::{super::names::Named, next, text, MoneyView};

/// A listing.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListingReport {
    id: ListingId,
    owner: Did,
    cooperative: CooperativeId,
    kind: ListingKind,
    title: String,
    /// Hash of the description.
    description: Hash,
    category: String,
    /// What one of it costs.
    price: MoneyView,
    visibility: Visibility,
    expires: Moment,
    version: u32,
    status: ListingStatus,
    /// Whether it can be ordered now, and if not, why.
    availability: Availability,
    owner_active: bool,
    available: u64,
    reserved: u64,
    traded: u64,
    orders: u32,
    created: Moment,
    due: Moment,
    key: Hash,
    /// What others think of the owner.
    rating: RatingSum,
}

impl From<ListingView> for ListingReport {
    fn from(view: ListingView) -> Self {
        let ListingView { id, listing, availability, owner_active, rating } = view;
        let terms = listing.terms;
        Self {
            id,
            owner: listing.owner,
            cooperative: listing.cooperative,
            kind: listing.kind,
            title: text(&terms.title),
            description: terms.description,
            category: text(&terms.category),
            price: terms.price.into(),
            visibility: terms.visibility,
            expires: terms.expires_at,
            version: listing.version,
            status: listing.status,
            availability,
            owner_active,
            available: listing.available,
            reserved: listing.reserved,
            traded: listing.traded,
            orders: listing.orders,
            created: listing.created_at,
            due: listing.due,
            key: listing.key.into(),
            rating,
        }
    }
}

/// Result of `icn_listings`.
#[derive(Clone, Debug, Serialize)]
pub struct ListingPage {
    listings: Vec<ListingReport>,
    /// Where the same search goes on; there may be more though this page is short.
    next: Option<Bytes>,
}

impl From<SearchPage> for ListingPage {
    fn from(page: SearchPage) -> Self {
        Self {
            listings: page.listings.into_iter().map(ListingReport::from).collect(),
            next: page.next.map(|cursor| Bytes(cursor.encode())),
        }
    }
}

/// An order.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderReport {
    id: OrderId,
    listing: ListingId,
    /// Of the listing's terms.
    version: u32,
    kind: ListingKind,
    buyer: Did,
    buyer_cooperative: CooperativeId,
    seller: Did,
    seller_cooperative: CooperativeId,
    /// Whose account is paid.
    payee: Named,
    quantity: u64,
    total: MoneyView,
    key: Hash,
    placed: Moment,
    timeouts: OrderTimeouts,
    stage: StageName,
    /// Why it was cancelled.
    reason: Option<Reason>,
    /// What was decided in a dispute that the seller gets.
    resolved_to_seller: Option<String>,
    hold: HoldReport,
    due: Option<Moment>,
    reserved: bool,
    accepted: bool,
    delivered: bool,
    dispute: Option<Dispute>,
    rating_of_seller: Option<Rating>,
    rating_of_buyer: Option<Rating>,
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum StageName {
    Proposed,
    Placed,
    Funded,
    Accepted,
    Delivered,
    Disputed,
    Completed,
    Cancelled,
    Resolved,
    Unpaid,
}

impl StageName {
    /// The name, and what stands beside it: the reason of a cancellation, and what the seller gets.
    fn of(stage: Stage) -> (Self, Option<Reason>, Option<Balance>) {
        let name = match stage {
            Stage::Proposed => Self::Proposed,
            Stage::Placed => Self::Placed,
            Stage::Funded => Self::Funded,
            Stage::Accepted => Self::Accepted,
            Stage::Delivered => Self::Delivered,
            Stage::Disputed => Self::Disputed,
            Stage::Completed => Self::Completed,
            Stage::Unpaid => Self::Unpaid,
            Stage::Cancelled(reason) => return (Self::Cancelled, Some(reason), None),
            Stage::Resolved { to_seller } => return (Self::Resolved, None, Some(to_seller)),
        };
        (name, None, None)
    }
}

/// Where the money of an order is, as far as the marketplace knows.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct HoldReport {
    state: HoldName,
    /// Why the ledger keeps nothing.
    error: Option<String>,
    /// What the seller gets or has; the rest is the buyer's.
    to_seller: Option<String>,
    /// How often the ledger couldn't end it as it was asked to.
    failures: u8,
    /// When it expires on the ledger.
    expires: Option<Moment>,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum HoldName {
    None,
    Asked,
    Held,
    Refused,
    Ending,
    Captured,
    Released,
    Lapsed,
}

impl HoldReport {
    fn new(state: HoldState, expires: Option<Moment>) -> Self {
        let of = |state| Self { state, error: None, to_seller: None, failures: 0, expires };
        match state {
            HoldState::None => of(HoldName::None),
            HoldState::Asked => of(HoldName::Asked),
            HoldState::Held => of(HoldName::Held),
            HoldState::Released => of(HoldName::Released),
            HoldState::Lapsed => of(HoldName::Lapsed),
            HoldState::Refused(error) => {
                Self { error: Some(text(&error)), ..of(HoldName::Refused) }
            }
            HoldState::Captured(amount) => {
                Self { to_seller: Some(amount.to_string()), ..of(HoldName::Captured) }
            }
            HoldState::Ending { end, failures, asked: _ } => {
                let to_seller = match end {
                    HoldEnd::Capture(amount) => amount.to_string(),
                    HoldEnd::Release => "0".into(),
                };
                Self { to_seller: Some(to_seller), failures, ..of(HoldName::Ending) }
            }
        }
    }
}

impl From<(OrderId, Order)> for OrderReport {
    fn from((id, order): (OrderId, Order)) -> Self {
        let (stage, reason, to_seller) = StageName::of(order.stage);
        Self {
            id,
            listing: order.listing,
            version: order.version,
            kind: order.kind,
            buyer: order.buyer,
            buyer_cooperative: order.buyer_cooperative,
            seller: order.seller,
            seller_cooperative: order.seller_cooperative,
            payee: order.payee.into(),
            quantity: order.quantity,
            total: order.total.into(),
            key: order.key.into(),
            placed: order.placed_at,
            timeouts: order.timeouts,
            stage,
            reason,
            resolved_to_seller: to_seller.map(|amount| amount.to_string()),
            hold: HoldReport::new(order.hold, order.hold_expires_at),
            due: order.due,
            reserved: order.reserved,
            accepted: order.accepted,
            delivered: order.delivered,
            dispute: order.dispute,
            rating_of_seller: order.rating_of_seller,
            rating_of_buyer: order.rating_of_buyer,
        }
    }
}

/// Result of `icn_order`: what a page about an order shows.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderOverview {
    /// The order.
    pub order: OrderReport,
    /// What it is of, as it is now.
    pub listing: Option<ListingReport>,
    /// What others think of who pays.
    pub buyer_rating: RatingSum,
    /// And of who delivers.
    pub seller_rating: RatingSum,
}

/// Result of `icn_orders` and `icn_disputes`.
#[derive(Clone, Debug, Serialize)]
pub struct OrderPage {
    orders: Vec<OrderReport>,
    /// Where the next page begins: older ones, or of disputes newer ones.
    next: Option<OrderId>,
}

impl OrderPage {
    pub fn new(found: Vec<(OrderId, Order)>, limit: u32) -> Self {
        let next = next(found.last().map(|(id, _)| *id), found.len(), limit);
        Self { orders: found.into_iter().map(OrderReport::from).collect(), next }
    }
}
