//! Which status of a booking comes after which. A transition that doesn't stand here can't happen.
//!
//! ```text
//! (booked) ── cooperatives pay ──▶ Proposed ── all have decided ─────────▶ Reserved
//! (booked) ── the person pays ──────────────────────────────────────────▶ Reserved
//! (booked) ── it costs nothing ─────────────────────────────────────────▶ Confirmed
//!
//! Proposed ── all have decided, and the owner pays itself ──────────────▶ Confirmed
//! Reserved ── the money is held ────────────────────────────────────────▶ Confirmed
//! Confirmed ── it begins ──▶ Running ── it ends ────────────────────────▶ Completed
//!
//! Proposed ── a cooperative decides against it ─────────────────────────▶ Declined
//! Proposed, Reserved, Confirmed ── not decided, held or captured in time ▶ Lapsed
//! Proposed, Reserved, Confirmed ── cancelled ───────────────────────────▶ Cancelled
//! ```

use icn_primitives::resources::BookingStatus;

/// What happens to a booking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Happening {
    /// Each cooperative has decided to pay, and something is to be paid.
    AllDecided,
    /// The money is held, or each has decided and nothing is to be paid.
    Secured,
    /// A cooperative has decided not to pay.
    Declined,
    /// The decisions or the money didn't come in time, or the money is gone.
    Lapsed,
    /// Whoever may has cancelled it.
    Cancelled,
    /// Its time has come.
    Begun,
    /// Its time is over.
    Ended,
}

impl Happening {
    /// Every one.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 7] = [
        Self::AllDecided,
        Self::Secured,
        Self::Declined,
        Self::Lapsed,
        Self::Cancelled,
        Self::Begun,
        Self::Ended,
    ];

    /// Where a booking is when this has happened to it; `None` if it can't.
    pub(crate) fn after(self, status: BookingStatus) -> Option<BookingStatus> {
        use BookingStatus::*;
        Some(match (status, self) {
            (Proposed, Self::AllDecided) => Reserved,
            (Proposed | Reserved, Self::Secured) => Confirmed,
            (Proposed, Self::Declined) => Declined,
            (Proposed | Reserved | Confirmed, Self::Lapsed) => Lapsed,
            (Proposed | Reserved | Confirmed, Self::Cancelled) => Cancelled,
            (Confirmed, Self::Begun) => Running,
            (Running, Self::Ended) => Completed,
            _ => return None,
        })
    }
}
