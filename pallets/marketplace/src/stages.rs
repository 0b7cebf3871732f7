//! Where an order goes from where it stands. A transition that isn't written here can't happen.
//!
//! ```text
//! (a want) Proposed ─ consent ─▶ Placed ─ hold granted ─▶ Funded ─ accept ─▶ Accepted
//! (an offer) ───────────────────▶ │                        │                   │  │
//!                                 │ refused, time-out      │ time-out          │  └ deliver ─▶ Delivered
//!             Cancelled ◀─────────┴────────────────────────┴── time-out ───────┤                │   │
//!                 ▲                                                            │ dispute        │   │ complete,
//!                 ├── time-out, the seller gives in ── Disputed ◀──────────────┴────── dispute ─┘   │ time-out
//!                 │                                     │   └── the buyer gives in ───▶ Completed ◀─┘
//!          either side cancels                          └── decision ─▶ Resolved          │
//!                                                                          └── the hold had ended
//!                                                                              before ─▶ Unpaid
//! ```
//!
//! The buyer cancels before the seller has accepted, the seller before having delivered.

use icn_primitives::{
    ledger::Balance,
    marketplace::{OrderTimeouts, Reason, Side, Stage},
    Moment,
};

/// What happens to an order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Happening {
    /// Whoever wants takes the seller who has answered.
    Consented,
    /// The ledger keeps the money.
    Funded,
    /// The ledger doesn't.
    Refused,
    /// The seller will deliver.
    Accepted,
    /// The seller says that it is delivered.
    Delivered,
    /// The buyer is content.
    Confirmed,
    /// One side isn't.
    Disputed,
    /// It is decided what the seller gets.
    Resolved(Balance),
    /// One side steps back.
    Cancelled(Side),
    /// A wait has ended.
    TimedOut,
    /// The ledger had given the money back before the seller was paid.
    Lapsed,
}

/// Where an order stands after this; `None` if it can't happen there.
pub fn after(stage: Stage, happening: Happening) -> Option<Stage> {
    use Happening as H;
    use Stage::*;
    Some(match (stage, happening) {
        (Proposed, H::Consented) => Placed,
        (Placed, H::Funded) => Funded,
        (Funded, H::Accepted) => Accepted,
        (Accepted, H::Delivered) => Delivered,
        (Delivered, H::Confirmed) => Completed,

        (Proposed | Placed | Funded, H::Cancelled(Side::Buyer)) => Cancelled(Reason::ByBuyer),
        (Proposed | Placed | Funded | Accepted, H::Cancelled(Side::Seller)) => {
            Cancelled(Reason::BySeller)
        }
        (Placed, H::Refused) => Cancelled(Reason::FundsRefused),

        (Accepted | Delivered, H::Disputed) => Disputed,
        (Disputed, H::Resolved(to_seller)) => Resolved { to_seller },
        // Each may give in, and so nobody needs to decide.
        (Disputed, H::Confirmed) => Completed,
        (Disputed, H::Cancelled(Side::Seller)) => Cancelled(Reason::BySeller),

        (Proposed, H::TimedOut) => Cancelled(Reason::NotConsented),
        (Placed, H::TimedOut) => Cancelled(Reason::NotFunded),
        (Funded, H::TimedOut) => Cancelled(Reason::NotAccepted),
        (Accepted, H::TimedOut) => Cancelled(Reason::NotDelivered),
        // Who has delivered isn't kept waiting by silence: a dispute would have stopped this.
        (Delivered, H::TimedOut) => Completed,
        (Disputed, H::TimedOut) => Cancelled(Reason::Undecided),

        (Completed | Resolved { .. }, H::Lapsed) => Unpaid,
        _ => return None,
    })
}

/// How long an order waits in this stage, if it waits.
pub fn wait(stage: Stage, timeouts: &OrderTimeouts) -> Option<Moment> {
    match stage {
        Stage::Proposed => Some(timeouts.consent),
        Stage::Placed => Some(timeouts.funding),
        Stage::Funded => Some(timeouts.acceptance),
        Stage::Accepted => Some(timeouts.delivery),
        Stage::Delivered => Some(timeouts.confirmation),
        Stage::Disputed => Some(timeouts.dispute),
        Stage::Completed | Stage::Cancelled(_) | Stage::Resolved { .. } | Stage::Unpaid => None,
    }
}
