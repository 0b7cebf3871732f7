//! A marketplace of this file's own, which knows nothing of the pallet's: as the documentation says,
//! without messages, agenda or lists; and what is done in the stories about both.

use crate::mock::*;
use icn_primitives::{
    ledger::Balance,
    marketplace::{OrderTimeouts, Quantity},
    CooperativeId, Moment, HOUR, MINUTE,
};
use proptest::prelude::*;

pub const PEOPLE: [Person; 4] = [ADA, BOB, MILLER, EVE];
pub const HOMES: [CooperativeId; 4] = [BAKERY, BAKERY, MILL, MILL];

/// What the hub does with a message.
#[derive(Clone, Copy, Debug)]
pub enum Treatment {
    /// What the ledger does.
    Properly,
    /// It refuses for a reason that says nothing of the hold, and changes nothing.
    Refuses,
    /// The message comes too late, and nobody looks at it.
    Expires,
    /// It is too heavy.
    TooHeavy,
}

/// Who acts: mostly somebody who may.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    Buyer,
    Seller,
    Any(usize),
}

#[derive(Clone, Debug)]
pub enum Act {
    List {
        by: usize,
        want: bool,
        price: Balance,
        quantity: Quantity,
    },
    Withdraw {
        by: usize,
        listing: u64,
    },
    Place {
        by: usize,
        listing: u64,
        quantity: Quantity,
    },
    Consent {
        by: Who,
        order: u64,
    },
    Accept {
        by: Who,
        order: u64,
    },
    Deliver {
        by: Who,
        order: u64,
    },
    Complete {
        by: Who,
        order: u64,
    },
    Cancel {
        by: Who,
        order: u64,
    },
    Dispute {
        by: Who,
        order: u64,
    },
    Rate {
        by: Who,
        order: u64,
        stars: u8,
    },
    Resolve {
        order: u64,
        quarters: Balance,
        by: u8,
    },
    /// Whoever should does what comes next; in a dispute, the federation decides so.
    Next {
        order: u64,
        quarters: Balance,
    },
    /// The hub takes so many messages.
    HubTakes {
        count: usize,
        how: Treatment,
    },
    /// So many answers come back.
    Answers {
        count: usize,
    },
    /// The lane takes so many messages from now on.
    Room {
        room: u32,
    },
    /// The hub gives a hold back before its time.
    HubForgets {
        order: u64,
    },
    Member {
        of: usize,
        is: bool,
    },
    Block {
        time: Moment,
    },
}

pub fn act() -> impl Strategy<Value = Act> {
    let by = || 0..4usize;
    let seller = || prop_oneof![5 => Just(Who::Seller), 1 => (0..4usize).prop_map(Who::Any)];
    let buyer = || prop_oneof![5 => Just(Who::Buyer), 1 => (0..4usize).prop_map(Who::Any)];
    let side = || prop_oneof![Just(Who::Buyer), Just(Who::Seller), (0..4usize).prop_map(Who::Any)];
    // Counted from the last one.
    let order = || prop_oneof![4 => Just(0u64), 3 => 1..4u64, 1 => 4..20u64];
    let listing = || prop_oneof![4 => 0..3u64, 1 => 3..9u64];
    let how = prop_oneof![
        12 => Just(Treatment::Properly),
        2 => Just(Treatment::Refuses),
        1 => Just(Treatment::Expires),
        1 => Just(Treatment::TooHeavy),
    ];
    prop_oneof![
        3 => (by(), any::<bool>(), 1..LIMIT / 3, 1..6u64)
            .prop_map(|(by, want, price, quantity)| Act::List { by, want, price, quantity }),
        1 => (by(), listing()).prop_map(|(by, listing)| Act::Withdraw { by, listing }),
        14 => (by(), listing(), 0..3u64)
            .prop_map(|(by, listing, quantity)| Act::Place { by, listing, quantity }),
        10 => (buyer(), order()).prop_map(|(by, order)| Act::Consent { by, order }),
        14 => (seller(), order()).prop_map(|(by, order)| Act::Accept { by, order }),
        12 => (seller(), order()).prop_map(|(by, order)| Act::Deliver { by, order }),
        6 => (buyer(), order()).prop_map(|(by, order)| Act::Complete { by, order }),
        3 => (side(), order()).prop_map(|(by, order)| Act::Cancel { by, order }),
        10 => (side(), order()).prop_map(|(by, order)| Act::Dispute { by, order }),
        3 => (side(), order(), 0..7u8).prop_map(|(by, order, stars)| Act::Rate { by, order, stars }),
        6 => (order(), -1..6 as Balance, 0..4u8)
            .prop_map(|(order, quarters, by)| Act::Resolve { order, quarters, by }),
        40 => (order(), 0..5 as Balance)
            .prop_map(|(order, quarters)| Act::Next { order, quarters }),
        16 => (1..4usize, how).prop_map(|(count, how)| Act::HubTakes { count, how }),
        16 => (1..4usize).prop_map(|count| Act::Answers { count }),
        3 => prop_oneof![1 => Just(0), 1 => Just(1), 4 => Just(50)].prop_map(|room| Act::Room { room }),
        6 => order().prop_map(|order| Act::HubForgets { order }),
        2 => (by(), prop_oneof![1 => Just(false), 5 => Just(true)])
            .prop_map(|(of, is)| Act::Member { of, is }),
        9 => prop_oneof![
            8 => Just(3_000),
            4 => MINUTE..20 * MINUTE,
            1 => HOUR..3 * HOUR,
        ].prop_map(|time| Act::Block { time }),
    ]
}

#[derive(Clone, Debug)]
pub struct MListing {
    pub owner: usize,
    pub want: bool,
    pub price: Balance,
    pub left: Quantity,
    pub open: bool,
    pub until: Moment,
}

/// Where the model has an order.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum At {
    Proposed,
    Placed,
    Funded,
    Accepted,
    Delivered,
    Disputed,
    /// What the seller is to get, and whether the buyer or silence has said so.
    Ended {
        to_seller: Balance,
        completed: bool,
    },
}

#[derive(Clone, Debug)]
pub struct MOrder {
    pub listing: u64,
    pub buyer: usize,
    pub seller: usize,
    pub quantity: Quantity,
    pub total: Balance,
    pub at: At,
    pub until: Moment,
    pub accepted: bool,
    pub delivered: bool,
    pub rated: [bool; 2],
}

/// The other marketplace: as the documentation says, without messages, agenda or lists.
#[derive(Default, Debug)]
pub struct Model {
    pub listings: Vec<MListing>,
    pub orders: Vec<MOrder>,
    pub away: [bool; 4],
}

impl Model {
    pub fn wait(at: At) -> Moment {
        let OrderTimeouts { consent, funding, acceptance, delivery, confirmation, dispute } =
            rules().timeouts;
        match at {
            At::Proposed => consent,
            At::Placed => funding,
            At::Funded => acceptance,
            At::Accepted => delivery,
            At::Delivered => confirmation,
            At::Disputed => dispute,
            At::Ended { .. } => 0,
        }
    }

    /// Who that is in an order.
    pub fn who(&self, by: Who, order: u64) -> usize {
        match (by, self.orders.get(order as usize)) {
            (Who::Any(by), _) => by,
            (_, None) => 0,
            (Who::Buyer, Some(order)) => order.buyer,
            (Who::Seller, Some(order)) => order.seller,
        }
    }

    pub fn go(&mut self, order: u64, at: At) {
        let order = &mut self.orders[order as usize];
        let reserved = !matches!(order.at, At::Proposed | At::Ended { .. });
        order.at = at;
        order.until = Timestamp::get() + Self::wait(at);
        if matches!(at, At::Ended { .. }) && reserved && !order.delivered {
            self.listings[order.listing as usize].left += order.quantity;
        }
    }

    pub fn back(&mut self, order: u64) {
        self.go(order, At::Ended { to_seller: 0, completed: false });
    }

    /// An order that waits, at one of these places, for `by` on this side: 0 buys, 1 sells.
    pub fn may(&self, order: u64, by: usize, side: Option<usize>, places: &[At]) -> bool {
        self.orders.get(order as usize).is_some_and(|order| {
            let of = match side {
                Some(0) => by == order.buyer,
                Some(_) => by == order.seller,
                None => by == order.buyer || by == order.seller,
            };
            of && places.contains(&order.at) && Timestamp::get() < order.until
        })
    }

    pub fn open(&self, listing: u64) -> bool {
        self.listings
            .get(listing as usize)
            .is_some_and(|listing| listing.open && Timestamp::get() < listing.until)
    }

    /// What ends by itself at `clock`.
    pub fn time_out(&mut self, clock: Moment) {
        for id in 0..self.orders.len() as u64 {
            let MOrder { at, until, total, .. } = self.orders[id as usize];
            match at {
                At::Ended { .. } => {}
                _ if until > clock => {}
                At::Delivered => self.go(id, At::Ended { to_seller: total, completed: true }),
                _ => self.back(id),
            }
        }
        for listing in &mut self.listings {
            listing.open &= listing.until > clock;
        }
    }
}
