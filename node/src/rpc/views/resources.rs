//! Shared resources and their bookings.

use icn_primitives::{
    membership::Role,
    reputation::Millionths,
    resources::{
        Access, Bearer, BookingId, BookingPayment, BookingStatus, BookingView, Cost, PaidBy,
        Resource, ResourceId, ResourceKind, ResourcePage as FoundPage, ResourceView, Share, Span,
        Window,
    },
    CooperativeId, Did, Hash, Moment, MINUTE,
};
use serde::{Deserialize, Serialize};

use super::{exchange::SettlementReport, next, text, MoneyView};

/// Names of [`ResourceKind`].
#[derive(Serialize, Deserialize)]
#[serde(remote = "ResourceKind", rename_all = "camelCase")]
enum KindName {
    Space,
    Vehicle,
    Tool,
    Machine,
    Land,
    Computing,
    Other,
}

/// Names of [`Bearer`].
#[derive(Serialize)]
#[serde(remote = "Bearer", rename_all = "camelCase")]
enum BearerName {
    Person,
    Cooperatives,
    Either,
}

/// Names of [`BookingStatus`].
#[derive(Serialize)]
#[serde(remote = "BookingStatus", rename_all = "camelCase")]
enum StatusName {
    Proposed,
    Reserved,
    Confirmed,
    Running,
    Completed,
    Cancelled,
    Declined,
    Lapsed,
}

/// Names of [`BookingPayment`].
#[derive(Serialize)]
#[serde(remote = "BookingPayment", rename_all = "camelCase")]
enum PaymentName {
    None,
    Asked,
    Held,
    Paying,
    Paid,
    PaidInPart,
    Returning,
    Returned,
}

/// A kind of resource as callers name it.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct KindParam(#[serde(with = "KindName")] pub ResourceKind);

/// A time, from the first moment on; the last one is not included.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpanView {
    pub from: Moment,
    pub to: Moment,
}

impl From<Span> for SpanView {
    fn from(span: Span) -> Self {
        Self { from: span.begins_at(), to: span.ends_at() }
    }
}

/// A shared resource.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceReport {
    id: ResourceId,
    owner: CooperativeId,
    registrar: Did,
    key: Hash,
    #[serde(with = "KindName")]
    kind: ResourceKind,
    name: String,
    /// Hash of the description.
    description: Hash,
    place: String,
    access: AccessView,
    /// `None`: nothing.
    cost: Option<CostView>,
    requirements: RequirementsView,
    /// When it can be used, in minutes of a week from Monday 0:00 UTC.
    windows: Vec<WindowView>,
    /// When it can't, whatever the windows say.
    closures: Vec<SpanView>,
    version: u32,
    /// Bookings that aren't over.
    bookings: u32,
    /// From when on it may be forgotten, if it is retired.
    due: Option<Moment>,
}

/// Who may use a resource: members of its owner, and of these.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum AccessView {
    Owner,
    Cooperatives(Vec<CooperativeId>),
    Federation,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CostView {
    per_hour: MoneyView,
    #[serde(with = "BearerName")]
    bearer: Bearer,
    /// How long before the beginning it is still cancelled without paying.
    cancellation_ms: Moment,
}

#[derive(Clone, Debug, Serialize)]
struct RequirementsView {
    role: Option<Role>,
    rules: Option<Hash>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct WindowView {
    from: u16,
    to: u16,
}

impl From<Window> for WindowView {
    fn from(Window { from, to }: Window) -> Self {
        Self { from, to }
    }
}

impl From<Access> for AccessView {
    fn from(access: Access) -> Self {
        match access {
            Access::Owner => Self::Owner,
            Access::Cooperatives(named) => Self::Cooperatives(named.into_inner()),
            Access::Federation => Self::Federation,
        }
    }
}

impl CostView {
    fn of(cost: Cost) -> Option<Self> {
        match cost {
            Cost::Free => None,
            Cost::PerHour { price, bearer, cancellation } => Some(Self {
                per_hour: price.into(),
                bearer,
                cancellation_ms: Moment::from(cancellation).saturating_mul(MINUTE),
            }),
        }
    }
}

impl From<ResourceView> for ResourceReport {
    fn from(ResourceView { id, resource }: ResourceView) -> Self {
        let Resource { owner, registrar, key, terms, closures, version, bookings, due } = resource;
        Self {
            id,
            owner,
            registrar,
            key: key.into(),
            kind: terms.kind,
            name: text(&terms.name),
            description: terms.description,
            place: text(&terms.place),
            access: terms.access.into(),
            cost: CostView::of(terms.cost),
            requirements: RequirementsView {
                role: terms.requirements.role,
                rules: terms.requirements.rules,
            },
            windows: terms.windows.into_iter().map(WindowView::from).collect(),
            closures: closures.into_iter().map(SpanView::from).collect(),
            version,
            bookings,
            due,
        }
    }
}

/// Result of `icn_resource`: what a page about a resource shows.
#[derive(Clone, Debug, Serialize)]
pub struct ResourceOverview {
    /// The resource, with when it can be used.
    pub resource: ResourceReport,
    /// When it is booked.
    pub bookings: BookingPage<Moment>,
}

/// Result of `icn_resources`.
#[derive(Clone, Debug, Serialize)]
pub struct ResourcePage {
    resources: Vec<ResourceReport>,
    /// After which one the same search goes on; there may be more though this page is short.
    next: Option<ResourceId>,
}

impl From<FoundPage> for ResourcePage {
    fn from(page: FoundPage) -> Self {
        let resources = page.found.into_iter().map(ResourceReport::from).collect();
        Self { resources, next: page.next }
    }
}

/// A booking.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BookingReport {
    id: BookingId,
    resource: ResourceId,
    person: Did,
    cooperative: CooperativeId,
    #[serde(flatten)]
    span: SpanView,
    cost: Option<MoneyView>,
    /// Who gets that.
    owner: CooperativeId,
    /// The cooperatives that pay; none: the person does.
    shares: Vec<ShareView>,
    free_until: Moment,
    key: Hash,
    /// The cooperatives that have decided to pay.
    approved: Vec<CooperativeId>,
    #[serde(with = "StatusName")]
    status: BookingStatus,
    #[serde(with = "PaymentName")]
    payment: BookingPayment,
    due: Option<Moment>,
    /// What a decision to pay names beside the number.
    content_hash: Hash,
}

#[derive(Clone, Debug, Serialize)]
struct ShareView {
    cooperative: CooperativeId,
    share: Millionths,
}

impl From<Share> for ShareView {
    fn from(Share { cooperative, parts }: Share) -> Self {
        Self { cooperative, share: Millionths(parts) }
    }
}

impl From<BookingView> for BookingReport {
    fn from(BookingView { id, booking, content_hash }: BookingView) -> Self {
        let shares = match booking.paid_by {
            PaidBy::Person => Vec::new(),
            PaidBy::Cooperatives(shares) => shares.into_iter().map(ShareView::from).collect(),
        };
        Self {
            id,
            resource: booking.resource,
            person: booking.person,
            cooperative: booking.cooperative,
            span: booking.span.into(),
            cost: booking.cost.map(MoneyView::from),
            owner: booking.owner,
            shares,
            free_until: booking.free_until,
            key: booking.key.into(),
            approved: booking.approved.into_inner(),
            status: booking.status,
            payment: booking.payment,
            due: booking.due,
            content_hash,
        }
    }
}

/// Result of `icn_booking`: what a page about a booking shows.
#[derive(Clone, Debug, Serialize)]
pub struct BookingOverview {
    /// The booking.
    pub booking: BookingReport,
    /// Of what, as that is now.
    pub resource: Option<ResourceReport>,
    /// Its payments, until they are over.
    pub settlement: Option<SettlementReport>,
}

/// Result of `icn_bookings`, by number, and of `icn_resourceBookings`, by time.
#[derive(Clone, Debug, Serialize)]
pub struct BookingPage<K> {
    bookings: Vec<BookingReport>,
    /// Where the next page begins.
    next: Option<K>,
}

impl BookingPage<BookingId> {
    /// By number.
    pub fn new(found: Vec<BookingView>, limit: u32) -> Self {
        let next = next(found.last().map(|view| view.id), found.len(), limit);
        Self { bookings: found.into_iter().map(BookingReport::from).collect(), next }
    }
}

impl BookingPage<Moment> {
    /// By time: those of one resource never overlap, so the next page is of those that end after
    /// the last one.
    pub fn in_time(found: Vec<BookingView>, limit: u32) -> Self {
        let last = found.last().map(|view| view.booking.span.ends_at());
        let next = next(last, found.len(), limit);
        Self { bookings: found.into_iter().map(BookingReport::from).collect(), next }
    }
}
