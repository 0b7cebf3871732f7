//! The states of a seat, and every way from one to another.
//!
//! ```text
//!             missed turns ┌───────────────────────────┐ equivocation, decision
//!          ┌──────────────►│ Suspended for MissedTurns ├──────────────┐
//!          │               └────────────┬──────────────┘              ▼
//!     ┌────┴──┐◄────────────────────────┘             ┌──────────────────────────┐
//!     │ Ready │              restored                 │ Suspended for            │
//!     └────┬──┘◄──────────────────────────────────────┤ Equivocation or Decision │
//!          └─────────────────────────────────────────►└──────────────────────────┘
//!                     equivocation, decision
//! ```
//!
//! Whether the cooperative is active stands beside it ([`Inactive`](crate::Inactive)): its
//! suspension pauses a seat and changes nothing else about it.

use icn_primitives::{
    seat::{SeatStatus, SuspensionReason},
    BlockNumber,
};

/// What a seat becomes when it is suspended for `reason`; `None` if it already is, for a reason
/// as grave. A seat suspended for a graver reason is suspended since the first.
pub(crate) fn suspended(
    status: &SeatStatus,
    reason: SuspensionReason,
    now: BlockNumber,
) -> Option<SeatStatus> {
    use SuspensionReason::*;
    match (status, reason) {
        (SeatStatus::Ready, _) => Some(SeatStatus::Suspended { reason, since: now }),
        (SeatStatus::Suspended { reason: MissedTurns, since }, Equivocation | Decision) => {
            Some(SeatStatus::Suspended { reason, since: *since })
        }
        _ => None,
    }
}

/// What a seat becomes when it is restored; `None` if it isn't suspended.
pub(crate) fn restored(status: &SeatStatus) -> Option<SeatStatus> {
    match status {
        SeatStatus::Suspended { .. } => Some(SeatStatus::Ready),
        SeatStatus::Ready => None,
    }
}
