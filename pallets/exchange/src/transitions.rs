//! Which status comes after which. A transition that doesn't stand here can't happen.
//!
//! ```text
//! agreement:  Proposed ── all have decided ──▶ Approved ── all is paid ──────▶ Executed
//!                │ │ └─ withdrawn ▶ Withdrawn     │ └───── some is paid ─────▶ PartlyExecuted
//!                │ └─── declined ─▶ Declined      └─────── nothing is paid ──▶ Failed
//!                └───── deadline ─▶ Expired
//!
//! labour:     Recorded ── confirmed ▶ Confirmed      (or Declined, Withdrawn, Expired)
//!
//! aid:        Requested ── offered ─────▶ Offered ── confirmed ▶ Fulfilled
//!                  ▲ └── withdrawn, deadline ──┘ │   (or Withdrawn, Expired)
//!                  └────── offer ended ──────────┘
//! ```

use icn_primitives::exchange::ExchangeStatus;

/// What happens to an exchange.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Happening {
    /// Each cooperative has decided for it.
    AllDecided,
    /// A cooperative has decided against it.
    Declined,
    /// Whoever proposed it doesn't want it any more.
    Withdrawn,
    /// Its deadline has passed.
    Expired,
    /// All was paid, or there is nothing to pay.
    Paid,
    /// Some was paid.
    PaidInPart,
    /// Nothing was, and won't be.
    NotPaid,
    /// The labour was done.
    Confirmed,
    /// Somebody offers help.
    Offered,
    /// The offer stands no longer.
    OfferEnded,
    /// The help was given.
    Fulfilled,
}

impl Happening {
    /// Every one.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 11] = [
        Self::AllDecided,
        Self::Declined,
        Self::Withdrawn,
        Self::Expired,
        Self::Paid,
        Self::PaidInPart,
        Self::NotPaid,
        Self::Confirmed,
        Self::Offered,
        Self::OfferEnded,
        Self::Fulfilled,
    ];

    /// Where an exchange is when this has happened to it; `None` if it can't.
    pub(crate) fn after(self, status: ExchangeStatus) -> Option<ExchangeStatus> {
        use ExchangeStatus::*;
        Some(match (status, self) {
            (Proposed, Self::AllDecided) => Approved,
            (Proposed | Recorded, Self::Declined) => Declined,
            (Proposed | Recorded | Requested | Offered, Self::Withdrawn) => Withdrawn,
            (Proposed | Recorded | Requested | Offered, Self::Expired) => Expired,
            (Approved, Self::Paid) => Executed,
            (Approved, Self::PaidInPart) => PartlyExecuted,
            (Approved, Self::NotPaid) => Failed,
            (Recorded, Self::Confirmed) => Confirmed,
            (Requested, Self::Offered) => Offered,
            (Offered, Self::OfferEnded) => Requested,
            (Offered, Self::Fulfilled) => Fulfilled,
            _ => return None,
        })
    }
}
