//! What the marketplace and the storage shard of the tests know.

use super::{records::hours, BEST, DID};
use icn_primitives::{
    content::Content as File,
    exchange::{
        settlement::{Leg, LegStage, Settlement, SettlementStage},
        AgreementKind, Content, Exchange, ExchangeId, ExchangeStatus, ExchangeView, Offer,
        Transfer,
    },
    governance::JointBody,
    ledger::{LedgerAccount, Money, Treasury},
    marketplace::{
        Availability, Dispute, HoldEnd, HoldState, Listing, ListingId, ListingKind, ListingStatus,
        ListingTerms, ListingView, Order, OrderId, OrderTimeouts, Rating, RatingSum, Reason, Side,
        Stage, Visibility,
    },
    membership::Role,
    resources::{
        Access, Bearer, Booking, BookingId, BookingPayment, BookingStatus, BookingView, Cost,
        PaidBy, Requirements, Resource, ResourceId, ResourceKind, ResourceTerms, ResourceView,
        Share, Span, Window, ALL_PARTS,
    },
    storage::{
        Anchor, AnchorId, Availability as Record, Challenge, Commitment, CommitmentId, Provider,
        ProviderRecord, Removal, Stage as CommitmentStage, Tally, Tombstone,
    },
    CooperativeId,
};

fn money(amount: i128) -> Money {
    Money { currency: hours(), amount }
}

fn joint(ids: &[u32]) -> JointBody {
    JointBody::truncate_from(ids.iter().copied().map(CooperativeId).collect())
}

pub fn listing(id: ListingId) -> ListingView {
    let terms = ListingTerms {
        title: "Brötchen, 10 Stück".as_bytes().to_vec().try_into().unwrap(),
        description: BEST,
        category: b"bread".to_vec().try_into().unwrap(),
        price: money(300),
        visibility: Visibility::Cooperative,
        expires_at: 9_000,
    };
    let listing = Listing {
        owner: DID,
        cooperative: CooperativeId(1),
        kind: ListingKind::Offer,
        terms,
        version: 1,
        status: ListingStatus::Open,
        available: 0,
        reserved: 2,
        traded: 5,
        orders: 3,
        created_at: 1_000,
        due: 9_000,
        key: [9; 32],
    };
    let rating = RatingSum { stars: 9, count: 2 };
    ListingView { id, listing, availability: Availability::SoldOut, owner_active: true, rating }
}

/// One that goes on, one that was decided, one whose money was refused.
pub fn order(id: OrderId) -> Option<Order> {
    let accepted = Order {
        listing: ListingId(0),
        version: 1,
        kind: ListingKind::Offer,
        buyer: DID,
        buyer_cooperative: CooperativeId(0),
        seller: DID,
        seller_cooperative: CooperativeId(1),
        payee: LedgerAccount::cooperative(CooperativeId(1)),
        quantity: 2,
        total: money(600),
        key: [9; 32],
        placed_at: 2_000,
        timeouts: OrderTimeouts {
            consent: 1,
            funding: 2,
            acceptance: 3,
            delivery: 4,
            confirmation: 5,
            dispute: 6,
        },
        stage: Stage::Accepted,
        hold: HoldState::Held,
        hold_expires_at: Some(8_000),
        due: Some(7_000),
        reserved: true,
        accepted: true,
        delivered: false,
        dispute: None,
        rating_of_seller: Some(Rating { stars: 5, comment: None }),
        rating_of_buyer: None,
    };
    Some(match id.0 {
        0 => accepted,
        1 => Order {
            stage: Stage::Resolved { to_seller: 250 },
            hold: HoldState::Ending { end: HoldEnd::Capture(250), asked: true, failures: 1 },
            dispute: Some(Dispute { by: Side::Buyer, reasons: BEST }),
            ..accepted
        },
        2 => Order {
            stage: Stage::Cancelled(Reason::FundsRefused),
            hold: HoldState::Refused(b"LimitExceeded".to_vec().try_into().unwrap()),
            ..accepted
        },
        _ => return None,
    })
}

pub fn settlement() -> Settlement {
    let leg = Leg {
        payer: LedgerAccount::cooperative(CooperativeId(0)),
        payee: LedgerAccount::Treasury(Treasury::Federation),
        money: money(40),
    };
    Settlement {
        number: 3,
        legs: vec![(leg, LegStage::Held), (leg, LegStage::Asked)].try_into().unwrap(),
        stage: SettlementStage::Holding,
        hold_by: 5_000,
        capture_by: 6_000,
        expires_at: 7_000,
        reference: BEST,
        due: None,
        ask_at: None,
    }
}

/// An agreement, labour, and aid.
pub fn exchange(id: ExchangeId) -> Option<ExchangeView> {
    let transfer =
        Transfer { payer: CooperativeId(0), payee: Treasury::Federation, money: money(40) };
    let (content, status) = match id.0 {
        0 => {
            let content = Content::Agreement {
                kind: AgreementKind::Resources,
                cooperatives: joint(&[0, 1]),
                transfers: vec![transfer].try_into().unwrap(),
            };
            (content, ExchangeStatus::Proposed)
        }
        1 => {
            let content = Content::Labour { cooperative: CooperativeId(0), minutes: 90 };
            (content, ExchangeStatus::Recorded)
        }
        2 => (Content::Aid { cooperative: None }, ExchangeStatus::Offered),
        _ => return None,
    };
    let exchange = Exchange {
        proposer: DID,
        key: [9; 32],
        content,
        terms: BEST,
        recorded_at: 1_000,
        deadline: 9_000,
        status,
        approved: joint(&[1]),
        offer: Some(Offer { helper: DID, terms: BEST }),
        due: None,
    };
    let undecided = exchange.undecided();
    Some(ExchangeView { id, content_hash: exchange.content_hash(), undecided, exchange })
}

pub fn resource() -> ResourceView {
    let terms = ResourceTerms {
        kind: ResourceKind::Machine,
        name: b"Tractor".to_vec().try_into().unwrap(),
        description: BEST,
        place: b"de/berlin".to_vec().try_into().unwrap(),
        access: Access::Cooperatives(vec![CooperativeId(1)].try_into().unwrap()),
        cost: Cost::PerHour { price: money(100), bearer: Bearer::Either, cancellation: 30 },
        requirements: Requirements { role: Some(Role::Member), rules: None },
        windows: vec![Window { from: 480, to: 960 }].try_into().unwrap(),
    };
    let resource = Resource {
        owner: CooperativeId(0),
        registrar: DID,
        key: [9; 32],
        terms,
        closures: vec![Span { start: 10, end: 20 }].try_into().unwrap(),
        version: 1,
        bookings: 2,
        due: None,
    };
    ResourceView { id: ResourceId(0), resource }
}

/// One after the other: the first is paid by its person, the second by two cooperatives.
pub fn booking(id: BookingId) -> BookingView {
    let share = |id, parts| Share { cooperative: CooperativeId(id), parts };
    let shares = vec![share(0, ALL_PARTS / 4), share(1, ALL_PARTS / 4 * 3)];
    let start = 100 + 60 * id.0 as u32;
    let booking = Booking {
        resource: ResourceId(0),
        person: DID,
        cooperative: CooperativeId(1),
        span: Span { start, end: start + 60 },
        cost: Some(money(100)),
        owner: CooperativeId(0),
        paid_by: match id.0 {
            0 => PaidBy::Person,
            _ => PaidBy::Cooperatives(shares.try_into().unwrap()),
        },
        free_until: 1_000,
        key: [9; 32],
        approved: joint(&[0]),
        status: BookingStatus::Proposed,
        payment: BookingPayment::PaidInPart,
        due: Some(2_000),
    };
    BookingView { id, content_hash: booking.content_hash(), booking }
}

pub fn anchor() -> Anchor {
    Anchor {
        owner: DID,
        content: File::of(b"bread").unwrap(),
        media_type: BEST,
        anchored_at: 1_000,
        retain_until: 9_000,
        wanted: 3,
        standing: 2,
        kept: 2,
    }
}

pub fn tombstone() -> Tombstone {
    let Anchor { owner, content, media_type, anchored_at, .. } = anchor();
    let by = Removal::Owner(DID);
    Tombstone { owner, content, media_type, anchored_at, removed_at: 2_000, by }
}

/// The first waits for a challenge, the second has one.
pub fn commitment(id: CommitmentId) -> Commitment {
    let challenge = Challenge {
        number: 6,
        issued_at: 90,
        deadline: 120,
        next: 300,
        segments: vec![0].try_into().unwrap(),
    };
    Commitment {
        provider: CooperativeId(id.0 as u32),
        anchor: AnchorId(0),
        committed_at: 1_000,
        counts: true,
        ends_at: None,
        record: Record { asked: 5, answered: 4, missed_in_row: 0, last: 0b11011 },
        stage: match id.0 {
            0 => CommitmentStage::Waiting { due: 200 },
            _ => CommitmentStage::Challenged(challenge),
        },
    }
}

pub fn provider() -> Provider {
    Provider {
        capacity: 1 << 40,
        used: 1 << 20,
        commitments: 2,
        key: super::KEY,
        record: ProviderRecord { asked: 10, answered: 9, lost: 0 },
        tally: Tally { answered: 1, missed: 0, due: Some(3_000) },
    }
}
