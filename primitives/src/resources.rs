//! Shared resources, their bookings and what they cost (domain §6; S000 §4, §7).

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use polkadot_sdk::{
    sp_io::hashing::blake2_256,
    sp_runtime::{traits::ConstU32, BoundedVec},
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{
    governance::JointBody,
    ledger::{Balance, Key, Money, MAX_AMOUNT},
    membership::Role,
    CooperativeId, Did, Hash, Moment, ShardId, MINUTE,
};

/// A minute, counted from the Unix epoch in UTC.
pub type Minute = u32;
/// Minutes of a week.
pub const WEEK: u16 = 7 * 24 * 60;
/// Longest name of a resource, in bytes.
pub const MAX_NAME: u32 = 64;
/// Longest place, in bytes.
pub const MAX_PLACE: u32 = 48;
/// Most windows of a week in which a resource can be used.
pub const MAX_WINDOWS: u32 = 28;
/// Most times for which a resource is closed.
pub const MAX_CLOSURES: u32 = 32;
/// Most cooperatives that are named for access.
pub const MAX_ACCESS: u32 = 16;
/// Most cooperatives that share the cost of a booking.
pub const MAX_SHARES: u32 = 8;
/// What the parts of those who share a cost add up to: they are millionths.
pub const ALL_PARTS: u32 = 1_000_000;
/// Most resources that a search looks at before it says where to go on.
pub const MAX_SEARCHED: u32 = 1_000;

/// Number of a resource, given in order; the first is 0.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub struct ResourceId(pub u32);

impl fmt::Display for ResourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Number of a booking, given in order; the first is 0.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub struct BookingId(pub u64);

impl fmt::Display for BookingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A resource's name, in UTF-8.
pub type Name = BoundedVec<u8, ConstU32<MAX_NAME>>;
/// Where a resource is: from wide to narrow, in small letters, digits, `/` and `-`, as
/// `de/berlin/mitte`; so a beginning of it names what is around.
pub type Place = BoundedVec<u8, ConstU32<MAX_PLACE>>;
/// When a resource can be used, in order and apart.
pub type Windows = BoundedVec<Window, ConstU32<MAX_WINDOWS>>;
/// When it can't.
pub type Closures = BoundedVec<Span, ConstU32<MAX_CLOSURES>>;
/// Who shares a cost, in ascending order of the cooperatives.
pub type Shares = BoundedVec<Share, ConstU32<MAX_SHARES>>;

/// Implements what is stored and told of resources.
macro_rules! resource_types {
    ($($(#[$meta:meta])* $vis:vis $kind:ident $name:ident $body:tt)*) => {
        $(
            #[derive(
                Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen,
                TypeInfo,
            )]
            $(#[$meta])*
            $vis $kind $name $body
        )*
    };
}

resource_types! {
    /// What a resource is.
    #[derive(Copy, PartialOrd, Ord)]
    pub enum ResourceKind {
        /// Rooms and halls.
        Space,
        /// Cars, vans, bicycles.
        Vehicle,
        /// What is carried away and brought back.
        Tool,
        /// What stays where it is, and makes something.
        Machine,
        /// Fields and gardens.
        Land,
        /// Computers and storage.
        Computing,
        /// Anything else.
        Other,
    }

    /// Minutes of a week from Monday 0:00 UTC: from the first on, the last one not included.
    #[derive(Copy)]
    pub struct Window {
        /// The first; below [`WEEK`].
        pub from: u16,
        /// The one after the last; at most [`WEEK`].
        pub to: u16,
    }

    /// Minutes since the Unix epoch: from the first on, the last one not included.
    #[derive(Copy)]
    pub struct Span {
        /// The first.
        pub start: Minute,
        /// The one after the last.
        pub end: Minute,
    }

    /// Who may use a resource.
    pub enum Access {
        /// Members of its owner.
        Owner,
        /// Members of its owner and of these cooperatives, in ascending order.
        Cooperatives(BoundedVec<CooperativeId, ConstU32<MAX_ACCESS>>),
        /// Members of every cooperative.
        Federation,
    }

    /// Who pays for the use of a resource.
    #[derive(Copy)]
    pub enum Bearer {
        /// The person who books it.
        Person,
        /// Cooperatives, by shares that the booking names.
        Cooperatives,
        /// The one or the other, as the booking says.
        Either,
    }

    /// What the use of a resource costs.
    #[derive(Copy)]
    pub enum Cost {
        /// Nothing.
        Free,
        /// So much for each hour, to the owner's treasury.
        PerHour {
            /// How much.
            price: Money,
            /// Who pays.
            bearer: Bearer,
            /// How many minutes before the beginning it can still be cancelled without paying.
            cancellation: u32,
        },
    }

    /// What it takes to book a resource.
    #[derive(Copy)]
    pub struct Requirements {
        /// The role that the person has in the cooperative for which it books.
        pub role: Option<Role>,
        /// Hash of the rules to which whoever books agrees.
        pub rules: Option<Hash>,
    }

    /// What the owner says of a resource.
    pub struct ResourceTerms {
        /// What it is.
        pub kind: ResourceKind,
        /// What it is called.
        pub name: Name,
        /// Hash of its description.
        pub description: Hash,
        /// Where it is.
        pub place: Place,
        /// Who may use it.
        pub access: Access,
        /// What that costs.
        pub cost: Cost,
        /// What it takes.
        pub requirements: Requirements,
        /// When it can be used.
        pub windows: Windows,
    }

    /// A shared resource.
    pub struct Resource {
        /// Whose.
        pub owner: CooperativeId,
        /// Who registered it.
        pub registrar: Did,
        /// What the registrar called that.
        pub key: Key,
        /// What the owner says of it.
        pub terms: ResourceTerms,
        /// When it is closed, whatever the terms say.
        pub closures: Closures,
        /// Grows with every change: who books or changes names the one that it has seen.
        pub version: u32,
        /// Its bookings that aren't over.
        pub bookings: u32,
        /// From when on it may be forgotten, if it is retired.
        pub due: Option<Moment>,
    }

    /// A cooperative's share in a cost.
    #[derive(Copy)]
    pub struct Share {
        /// Whose.
        pub cooperative: CooperativeId,
        /// How many millionths of the cost; more than none.
        pub parts: u32,
    }

    /// Who pays for a booking.
    pub enum PaidBy {
        /// The person who books. Also where there is nothing to pay.
        Person,
        /// These cooperatives; [`ALL_PARTS`] in all.
        Cooperatives(Shares),
    }

    /// Where a booking stands.
    #[derive(Copy, PartialOrd, Ord)]
    pub enum BookingStatus {
        /// Cooperatives have to decide that they pay.
        Proposed,
        /// The money is being gathered.
        Reserved,
        /// It is to be.
        Confirmed,
        /// It has begun.
        Running,
        /// It is over. Final.
        Completed,
        /// It was cancelled. Final.
        Cancelled,
        /// A cooperative won't pay. Final.
        Declined,
        /// The decisions or the money didn't come in time. Final.
        Lapsed,
    }

    /// Where its money stands.
    #[derive(Copy)]
    pub enum BookingPayment {
        /// There is none, or it wasn't asked for.
        None,
        /// It is asked for.
        Asked,
        /// It is held.
        Held,
        /// It is being paid.
        Paying,
        /// It was paid.
        Paid,
        /// Some of it was paid: the ledger heard of the rest too late.
        PaidInPart,
        /// It is being given back.
        Returning,
        /// It was given back.
        Returned,
    }

    /// A booking.
    pub struct Booking {
        /// Of what.
        pub resource: ResourceId,
        /// By whom.
        pub person: Did,
        /// As a member of which cooperative.
        pub cooperative: CooperativeId,
        /// When.
        pub span: Span,
        /// What it costs.
        pub cost: Option<Money>,
        /// Who gets that.
        pub owner: CooperativeId,
        /// Who pays.
        pub paid_by: PaidBy,
        /// Until when it is cancelled without paying.
        pub free_until: Moment,
        /// What the person calls it.
        pub key: Key,
        /// The cooperatives that have decided to pay, in ascending order.
        pub approved: JointBody,
        /// Where it stands.
        pub status: BookingStatus,
        /// Where its money stands.
        pub payment: BookingPayment,
        /// When it moves by itself. `None` while its money is gathered.
        pub due: Option<Moment>,
    }

    /// What a page about a resource shows.
    pub struct ResourceView {
        /// Its number.
        pub id: ResourceId,
        /// The resource.
        pub resource: Resource,
    }

    /// What a page about a booking shows.
    pub struct BookingView {
        /// Its number.
        pub id: BookingId,
        /// The booking.
        pub booking: Booking,
        /// What a decision to pay names beside the number.
        pub content_hash: Hash,
    }

    /// For what is searched.
    pub struct ResourceQuery {
        /// Of this kind.
        pub kind: Option<ResourceKind>,
        /// Of this owner.
        pub owner: Option<CooperativeId>,
        /// At a place that begins so.
        pub place: Option<Place>,
        /// That can be used and isn't booked throughout this time.
        pub free: Option<Span>,
        /// That members of this cooperative may use.
        pub usable_by: Option<CooperativeId>,
    }
}

/// What a search found.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo)]
pub struct ResourcePage {
    /// The resources.
    pub found: Vec<ResourceView>,
    /// After which one to go on; `None`: there is nothing more.
    pub next: Option<ResourceId>,
}

impl Window {
    /// All of the week.
    pub const ALWAYS: Self = Self { from: 0, to: WEEK };
}

impl Span {
    /// From `start` on, so many minutes.
    pub fn of(start: Minute, minutes: u32) -> Self {
        Self { start, end: start.saturating_add(minutes) }
    }

    /// How many minutes; none if it ends before it begins.
    pub fn minutes(&self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether a minute is in both.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// When it begins.
    pub fn begins_at(&self) -> Moment {
        Moment::from(self.start).saturating_mul(MINUTE)
    }

    /// When it is over.
    pub fn ends_at(&self) -> Moment {
        Moment::from(self.end).saturating_mul(MINUTE)
    }
}

/// The minute of its week.
fn of_week(minute: Minute) -> u16 {
    // The epoch's first day was a Thursday.
    const THURSDAY: u64 = 3 * 24 * 60;
    (u64::from(minute).saturating_add(THURSDAY) % u64::from(WEEK)) as u16
}

/// Whether windows stand in order, apart and within a week.
pub fn windows_are_valid(windows: &[Window]) -> bool {
    let each = windows.iter().all(|window| window.from < window.to && window.to <= WEEK);
    let order = windows.iter().zip(windows.iter().skip(1));
    each && order.into_iter().all(|(one, next)| one.to <= next.from)
}

/// Whether every minute of `span` is in one of `windows`. Looks at no more windows than there are in
/// as many weeks as it lasts.
pub fn windows_cover(windows: &[Window], span: &Span) -> bool {
    let mut minute = span.start;
    while minute < span.end {
        let now = of_week(minute);
        let Some(window) = windows.iter().find(|window| window.from <= now && now < window.to)
        else {
            return false;
        };
        minute = minute.saturating_add(u32::from(window.to.saturating_sub(now)));
    }
    true
}

/// Whether a place is written as places are.
pub fn place_is_valid(place: &[u8]) -> bool {
    place.iter().all(|byte| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'/' | b'-')
    })
}

impl Access {
    /// Whether members of `cooperative` may use what `owner` has.
    pub fn admits(&self, owner: CooperativeId, cooperative: CooperativeId) -> bool {
        match self {
            Self::Owner => cooperative == owner,
            Self::Cooperatives(named) => cooperative == owner || named.contains(&cooperative),
            Self::Federation => true,
        }
    }
}

/// What `minutes` cost at this price for an hour, rounded up to a smallest unit; `None` if that is
/// more than one hold may keep.
pub fn cost_of(price: Balance, minutes: u32) -> Option<Balance> {
    let sixtieths = price.checked_mul(Balance::from(minutes))?;
    // Neither is negative.
    let cost = sixtieths.checked_add(59)?.checked_div(60)?;
    (0..=MAX_AMOUNT).contains(&cost).then_some(cost)
}

/// Whether shares are in order, of something each, and everything in all.
pub fn shares_are_valid(shares: &[Share]) -> bool {
    let order = shares.iter().zip(shares.iter().skip(1));
    let sum: u64 = shares.iter().map(|share| u64::from(share.parts)).sum();
    order.into_iter().all(|(one, next)| one.cooperative < next.cooperative)
        && shares.iter().all(|share| share.parts > 0)
        && sum == u64::from(ALL_PARTS)
}

/// Splits `total` by valid shares, to the last unit: each gets its part rounded down, and what is
/// left goes by one unit to those who lost the most by that, the first ones among equals.
///
/// `None` if `total` is not an amount, or the shares aren't valid.
pub fn split(total: Balance, shares: &[Share]) -> Option<Vec<(CooperativeId, Balance)>> {
    if !(0..=MAX_AMOUNT).contains(&total) || !shares_are_valid(shares) {
        return None;
    }
    let whole = Balance::from(ALL_PARTS);
    let mut split = Vec::with_capacity(shares.len());
    let mut left = total;
    for (place, share) in shares.iter().enumerate() {
        let parts = total.checked_mul(share.parts.into())?;
        let (amount, rest) = (parts.checked_div(whole)?, parts.checked_rem(whole)?);
        left = left.checked_sub(amount)?;
        split.push((share.cooperative, amount, rest, place));
    }
    split.sort_by(|one, other| (other.2, one.3).cmp(&(one.2, other.3)));
    for (_, amount, ..) in split.iter_mut().take(usize::try_from(left).ok()?) {
        *amount = amount.checked_add(1)?;
    }
    split.sort_by_key(|(.., place)| *place);
    Some(split.into_iter().map(|(cooperative, amount, ..)| (cooperative, amount)).collect())
}

impl BookingStatus {
    /// Whether it stays there.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled | Self::Declined | Self::Lapsed)
    }

    /// Whether the time is, or was, the booking's.
    pub fn takes_time(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Declined | Self::Lapsed)
    }
}

impl BookingPayment {
    /// Whether the ledger has still to do something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Held | Self::Paying | Self::Returning)
    }
}

impl PaidBy {
    /// The cooperatives that pay.
    pub fn cooperatives(&self) -> impl Iterator<Item = CooperativeId> + '_ {
        let shares: &[Share] = match self {
            Self::Person => &[],
            Self::Cooperatives(shares) => shares,
        };
        shares.iter().map(|share| share.cooperative)
    }
}

impl Booking {
    /// What is decided: Blake2-256 of the SCALE encoding of a text, the resource and its owner, who
    /// booked it for which cooperative under which key, when, what it costs, who pays, and until
    /// when it is cancelled without paying.
    pub fn content_hash(&self) -> Hash {
        let Self { resource, owner, person, cooperative, key, span, cost, paid_by, .. } = self;
        let who = (resource, owner, person, cooperative, key);
        blake2_256(&("icn booking 1", who, span, cost, paid_by, self.free_until).encode()).into()
    }

    /// Whether each cooperative that pays has decided so.
    pub fn is_decided(&self) -> bool {
        self.paid_by.cooperatives().all(|cooperative| self.approved.contains(&cooperative))
    }
}

/// Evidence of a booking that is over: Blake2-256 of the SCALE encoding of a text, the shard, the
/// number and the content's hash.
pub fn evidence(shard: ShardId, id: BookingId, content: Hash) -> Hash {
    blake2_256(&("icn booking done 1", shard, id, content).encode()).into()
}

polkadot_sdk::sp_api::decl_runtime_apis! {
    /// Shared resources. Every list is paged: at most `limit` entries and at most
    /// [`MAX_PAGE`](crate::apis::MAX_PAGE).
    pub trait ResourcesApi {
        /// One resource.
        fn resource(id: ResourceId) -> Option<ResourceView>;
        /// Resources that aren't retired, by number or, where a place is named and neither kind nor
        /// owner, by place; after `after`. Looks at [`MAX_SEARCHED`] at most.
        fn search_resources(query: ResourceQuery, after: Option<ResourceId>, limit: u32) -> ResourcePage;
        /// A cooperative's resources, retired ones included, after `after`.
        fn resources_of(owner: CooperativeId, after: Option<ResourceId>, limit: u32) -> Vec<ResourceView>;
        /// Whether a resource can be used and isn't booked throughout this time.
        fn is_free(id: ResourceId, span: Span) -> bool;
        /// One booking.
        fn booking(id: BookingId) -> Option<BookingView>;
        /// The bookings of a resource that end after minute `from`, in the order of time, without
        /// those that came to nothing.
        fn bookings_in(resource: ResourceId, from: Minute, limit: u32) -> Vec<BookingView>;
        /// Somebody's bookings, after `after`.
        fn bookings_of(person: Did, after: Option<BookingId>, limit: u32) -> Vec<BookingView>;
        /// Bookings that a cooperative pays or is to pay, after `after`.
        fn bookings_paid_by(cooperative: CooperativeId, after: Option<BookingId>, limit: u32) -> Vec<BookingView>;
        /// What somebody has booked under this key.
        fn booking_by_key(person: Did, key: Key) -> Option<BookingId>;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use proptest::prelude::*;

    fn share(cooperative: u32, parts: u32) -> Share {
        Share { cooperative: CooperativeId(cooperative), parts }
    }

    fn amounts(total: Balance, parts: &[u32]) -> Vec<Balance> {
        let shares: Vec<_> =
            parts.iter().enumerate().map(|(id, parts)| share(id as u32, *parts)).collect();
        split(total, &shares).unwrap().into_iter().map(|(_, amount)| amount).collect()
    }

    #[test]
    fn a_cost_is_split_to_the_last_unit() {
        assert_eq!(amounts(100, &[500_000, 300_000, 200_000]), [50, 30, 20]);
        assert_eq!(amounts(10, &[333_333, 333_333, 333_334]), [3, 3, 4]);
        assert_eq!(amounts(1, &[500_000, 500_000]), [1, 0]);
        assert_eq!(amounts(0, &[500_000, 500_000]), [0, 0]);
        assert_eq!(amounts(MAX_AMOUNT, &[1, 999_999])[0], MAX_AMOUNT / 1_000_000);
        assert_eq!(split(MAX_AMOUNT + 1, &[share(0, ALL_PARTS)]), None);
        assert_eq!(split(-1, &[share(0, ALL_PARTS)]), None);
    }

    #[test]
    fn shares_are_of_all_and_in_order() {
        assert!(shares_are_valid(&[share(1, 1), share(2, 999_999)]));
        for bad in [
            vec![],
            vec![share(1, 999_999)],
            vec![share(1, 0), share(2, ALL_PARTS)],
            vec![share(2, 500_000), share(1, 500_000)],
            vec![share(1, 500_000), share(1, 500_000)],
            vec![share(1, u32::MAX), share(2, 1_000_001)],
        ] {
            assert!(!shares_are_valid(&bad), "{bad:?}");
            assert_eq!(split(5, &bad), None);
        }
    }

    #[test]
    fn weeks_begin_on_monday() {
        // Monday, 5 January 1970, 0:00 UTC.
        let monday = 4 * 24 * 60;
        assert_eq!(of_week(monday), 0);
        assert_eq!(of_week(monday - 1), WEEK - 1);
        assert_eq!(of_week(0), 3 * 24 * 60);
    }

    #[test]
    fn a_time_is_in_windows_that_touch_and_over_the_end_of_the_week() {
        let monday = 4 * 24 * 60;
        let window = |from, to| Window { from, to };
        let week = [window(0, 60), window(60, 120), window(WEEK - 60, WEEK)];
        assert!(windows_are_valid(&week));
        assert!(windows_cover(&week, &Span::of(monday, 120)));
        assert!(windows_cover(&week, &Span::of(monday - 60, 180)));
        assert!(!windows_cover(&week, &Span::of(monday, 121)));
        assert!(!windows_cover(&week, &Span::of(monday - 61, 61)));
        assert!(!windows_cover(&[], &Span::of(monday, 1)));
        assert!(windows_cover(&[Window::ALWAYS], &Span::of(monday, 5 * u32::from(WEEK))));
        for bad in [
            vec![window(60, 60)],
            vec![window(0, WEEK + 1)],
            vec![window(0, 60), window(59, 120)],
            vec![window(60, 120), window(0, 60)],
        ] {
            assert!(!windows_are_valid(&bad), "{bad:?}");
        }
    }

    #[test]
    fn a_part_of_an_hour_costs_a_part_of_its_price_rounded_up() {
        assert_eq!(cost_of(100, 60), Some(100));
        assert_eq!(cost_of(100, 15), Some(25));
        assert_eq!(cost_of(1, 1), Some(1));
        assert_eq!(cost_of(0, 90), Some(0));
        assert_eq!(cost_of(MAX_AMOUNT, 61), None);
        assert_eq!(cost_of(Balance::MAX, 2), None);
    }

    #[test]
    fn places_are_small_letters_digits_and_lines() {
        assert!(place_is_valid(b"de/berlin-mitte/7"));
        assert!(place_is_valid(b""));
        for bad in [&b"DE"[..], b"de berlin", "köln".as_bytes(), b"de\0"] {
            assert!(!place_is_valid(bad));
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_gained_by_splitting(
            total in prop_oneof![0..1_000i128, 0..=MAX_AMOUNT],
            cuts in prop::collection::btree_set(1..ALL_PARTS, 0..7),
        ) {
            let ends: Vec<u32> = cuts.into_iter().chain([ALL_PARTS]).collect();
            let starts = [0].into_iter().chain(ends.iter().copied());
            let parts: Vec<u32> = starts.zip(&ends).map(|(start, end)| end - start).collect();
            let amounts = amounts(total, &parts);
            prop_assert_eq!(amounts.iter().sum::<Balance>(), total);
            for (amount, parts) in amounts.iter().zip(&parts) {
                let exact = total * Balance::from(*parts);
                let millionths = amount * Balance::from(ALL_PARTS);
                prop_assert!((exact - millionths).abs() < Balance::from(ALL_PARTS));
            }
        }

        #[test]
        fn windows_cover_what_every_minute_says(
            starts in prop::collection::btree_set(0..WEEK, 0..8),
            lengths in prop::collection::vec(1..2_000u16, 8),
            start in 0..40_000u32,
            minutes in 1..3_000u32,
        ) {
            let starts: Vec<u16> = starts.into_iter().collect();
            let windows: Vec<Window> = starts.iter().enumerate().map(|(place, from)| {
                let end = starts.get(place + 1).copied().unwrap_or(WEEK);
                Window { from: *from, to: from.saturating_add(lengths[place]).min(end) }
            }).collect();
            prop_assert!(windows_are_valid(&windows));
            let span = Span::of(start, minutes);
            let naive = (span.start..span.end).all(|minute| {
                windows.iter().any(|window| (window.from..window.to).contains(&of_week(minute)))
            });
            prop_assert_eq!(windows_cover(&windows, &span), naive);
        }
    }
}
