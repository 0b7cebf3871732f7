//! What the runtime connects: the way to the ledger, and the pallets that have something paid.

use alloc::vec::Vec;
use icn_primitives::{ledger::EscrowRequest, Hash, Moment};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{Leg, Progress, Purpose};

/// The way to the ledger.
pub trait AskLedger {
    /// Sends the ledger a request. Its answer comes by
    /// [`Pallet::on_answer`](crate::Pallet::on_answer), exactly once and never within this call.
    /// Fails if it can't be sent now.
    fn ask(request: EscrowRequest) -> DispatchResult;

    /// Makes sure that requests can be sent.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_lane() {}
}

/// What a settlement is to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SettlementTerms {
    /// The payments: one to [`MAX_LEGS`](crate::MAX_LEGS).
    pub legs: Vec<Leg>,
    /// If not everything is held by then, it fails.
    pub hold_by: Moment,
    /// If it isn't captured by then, it fails.
    pub capture_by: Moment,
    /// Hash of what is paid for.
    pub reference: Hash,
    /// Whether it is refused while much else waits to be asked of the ledger. Not so what bodies
    /// have decided.
    pub may_wait: bool,
}

/// What settles payments: all or none.
pub trait Settle {
    /// Has the money of all payments held. [`OnSettlement`] hears what becomes of it, never within
    /// this call.
    fn begin(purpose: Purpose, terms: SettlementTerms) -> DispatchResult;

    /// Pays all that is held. Only where everything is.
    fn capture(purpose: Purpose) -> DispatchResult;

    /// Gives back all that is held, or comes to be. Only what isn't being paid.
    fn release(purpose: Purpose) -> DispatchResult;

    /// The most that each of these takes.
    fn call_weight() -> Weight;

    /// Leaves this settlement as it is when everything is held.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_held(purpose: Purpose);
}

/// Nothing can be settled.
impl Settle for () {
    fn begin(_: Purpose, _: SettlementTerms) -> DispatchResult {
        Err(DispatchError::Unavailable)
    }

    fn capture(_: Purpose) -> DispatchResult {
        Err(DispatchError::Unavailable)
    }

    fn release(_: Purpose) -> DispatchResult {
        Err(DispatchError::Unavailable)
    }

    fn call_weight() -> Weight {
        Weight::zero()
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_held(_: Purpose) {}
}

/// Who pays for something, and hears how it goes. It can't fail: it records.
pub trait OnSettlement {
    /// What became of it. What is for another purpose is none of one's business.
    fn on_settlement(purpose: Purpose, progress: Progress);

    /// The most that this takes.
    fn weight() -> Weight;
}

impl OnSettlement for () {
    fn on_settlement(_: Purpose, _: Progress) {}

    fn weight() -> Weight {
        Weight::zero()
    }
}

impl<A: OnSettlement, B: OnSettlement> OnSettlement for (A, B) {
    fn on_settlement(purpose: Purpose, progress: Progress) {
        A::on_settlement(purpose, progress);
        B::on_settlement(purpose, progress);
    }

    fn weight() -> Weight {
        A::weight().saturating_add(B::weight())
    }
}
