//! The money of orders, which the ledger on the federation shard keeps.
//!
//! ```text
//! None ─ ask for a hold ─▶ Asked ─ granted ─▶ Held ─ the order ends ─▶ Ending ─ done ─▶ Captured | Released
//!                            └──── refused ─▶ Refused                    └─ its time has passed ─▶ Lapsed
//! ```
//!
//! There is never more than one request of an order on its way. An order that ends while the ledger
//! hasn't answered waits for the answer, and gives back then what was granted. Where the lane is
//! full, or the ledger couldn't do it, it is asked again after a while
//! ([`retry_after`](icn_primitives::marketplace::MarketplaceParameters::retry_after)), until the
//! hold expires there: from then on the buyer has the money back without being asked for. So each
//! hold that was granted ends once: captured, released, or by itself.

use icn_primitives::{
    ledger::EscrowRequest,
    marketplace::{
        order::{hold_key, order_evidence, order_of_hold},
        HoldEnd, HoldState, Order, OrderId, Stage,
    },
    reputation::GiveReputation,
    shard::{ErrorName, MessageError, Outcome},
};
use polkadot_sdk::{
    frame_support::storage::with_storage_layer,
    polkadot_sdk_frame::{prelude::*, traits::Time},
};

use crate::{stages::Happening, AskLedger, Config, Event, Orders, Pallet, Parameters, WeightInfo};

/// Errors of the ledger that say that there is nothing to end any more.
const HAS_ENDED: [&[u8]; 3] = [b"HoldEnded", b"HoldExpired", b"NotFound"];

/// What the ledger was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Asked {
    Hold,
    End(Ending),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Ending {
    Capture,
    Release,
}

/// Which order a request is about, if it is one of this pallet's.
fn read(request: &EscrowRequest) -> Option<(OrderId, Asked)> {
    let (key, asked) = if let EscrowRequest::HoldV1 { key, .. } = request {
        (key, Asked::Hold)
    } else if let EscrowRequest::CaptureV1 { key, .. } = request {
        (key, Asked::End(Ending::Capture))
    } else if let EscrowRequest::ReleaseV1 { key } = request {
        (key, Asked::End(Ending::Release))
    } else {
        return None;
    };
    Some((order_of_hold(key)?, asked))
}

/// How often the ledger couldn't end an order's hold.
fn failures_of(order: &Order) -> u8 {
    match order.hold {
        HoldState::Ending { failures, .. } => failures,
        _ => 0,
    }
}

/// Why a request had no effect, in a word.
fn name_of(outcome: &Outcome) -> ErrorName {
    let name: &[u8] = match outcome {
        Outcome::Failed(MessageError::Refused(name)) => return name.clone(),
        Outcome::Failed(MessageError::UnknownVersion) => b"UnknownVersion",
        Outcome::Failed(MessageError::UnknownPayload) => b"UnknownPayload",
        Outcome::Failed(MessageError::TooHeavy) => b"TooHeavy",
        Outcome::Expired => b"Expired",
        Outcome::Delivered => b"Delivered",
    };
    ErrorName::truncate_from(name.to_vec())
}

impl<T: Config> Pallet<T> {
    /// Asks the ledger to keep what an order costs, longer than the longest way of the order.
    pub(crate) fn ask_hold(id: OrderId, order: &mut Order) -> DispatchResult {
        let slack = Parameters::<T>::get().hold_slack;
        let life = order.timeouts.longest_hold().and_then(|longest| longest.checked_add(slack));
        let expires_at = life
            .and_then(|life| T::Time::now().checked_add(life))
            .ok_or(ArithmeticError::Overflow)?;
        T::Ledger::ask(EscrowRequest::HoldV1 {
            payer: order.buyer,
            payee: Some(order.payee),
            money: order.total,
            expires_at,
            key: hold_key(id),
            reference: Some(order_evidence(T::ThisShard::get(), id)),
        })?;
        order.hold = HoldState::Asked;
        order.hold_expires_at = Some(expires_at);
        Ok(())
    }

    /// Asks for the end that the order's means for its hold. If that can't be sent now, it is tried
    /// again later.
    pub(crate) fn end_hold(id: OrderId, order: &mut Order) {
        let (end, key) = (Self::end_of(order), hold_key(id));
        let request = match end {
            HoldEnd::Capture(amount) => EscrowRequest::CaptureV1 { key, payee: None, amount },
            HoldEnd::Release => EscrowRequest::ReleaseV1 { key },
        };
        let asked = with_storage_layer(|| T::Ledger::ask(request)).is_ok();
        let failures = failures_of(order);
        order.hold = HoldState::Ending { end, asked, failures };
        order.due = None;
        if !asked {
            Self::set_retry(order);
        }
    }

    /// The ledger is asked again, but not after the hold has expired there.
    fn set_retry(order: &mut Order) {
        let failures = failures_of(order);
        let pause = Parameters::<T>::get().retry_after(failures);
        let retry = T::Time::now().saturating_add(pause);
        order.due = Some(order.hold_expires_at.map_or(retry, |expires_at| retry.min(expires_at)));
    }

    /// What is left to ask is asked again; when the hold has expired on the ledger, nothing is.
    pub(crate) fn ask_again(id: OrderId, order: &mut Order) {
        let expired = order.hold_expires_at.is_some_and(|at| at <= T::Time::now());
        match order.hold {
            HoldState::Ending { asked: false, .. } if expired => Self::note_lapse(id, order),
            HoldState::Ending { asked: false, .. } => Self::end_hold(id, order),
            _ => order.due = None,
        }
        Self::set_retention(order);
    }

    /// The ledger gave the money back by itself. Whoever was to be paid isn't.
    fn note_lapse(id: OrderId, order: &mut Order) {
        order.hold = HoldState::Lapsed;
        order.due = None;
        if let Some(stage) = crate::stages::after(order.stage, Happening::Lapsed) {
            // A release that came too late has what it wanted.
            if Self::end_of(order) != HoldEnd::Release {
                order.stage = stage;
                Self::deposit_event(Event::OrderMoved { order: id, stage, due: None, by: None });
            }
        }
    }

    /// Takes the ledger's answer to a request of this shard, once for each; whether it was one of
    /// this pallet's. Never fails.
    pub fn on_answer(request: &EscrowRequest, outcome: &Outcome) -> bool {
        let Some((id, asked)) = read(request) else { return false };
        let Some(before) = Orders::<T>::get(id) else { return true };
        let mut order = before.clone();
        match (asked, &before.hold) {
            (Asked::Hold, HoldState::Asked) => Self::on_hold_answer(id, &before, order, outcome),
            (Asked::End(ending), HoldState::Ending { end, asked: true, failures })
                if (ending == Ending::Capture) == matches!(end, HoldEnd::Capture(_)) =>
            {
                Self::on_end_answer(id, &mut order, (*end, *failures), outcome);
                Self::set_retention(&mut order);
                Self::put(id, Some(&before), &order);
            }
            // Nothing waits for it.
            _ => {}
        }
        true
    }

    /// The most that an answer costs.
    pub fn answer_weight() -> Weight {
        // An order that is completed gives both sides reputation.
        let awards = T::Reputation::award_weight().saturating_mul(2);
        T::WeightInfo::on_answer().saturating_add(awards)
    }

    fn on_hold_answer(id: OrderId, before: &Order, mut order: Order, outcome: &Outcome) {
        let granted = *outcome == Outcome::Delivered;
        order.hold = if granted { HoldState::Held } else { HoldState::Refused(name_of(outcome)) };
        if order.stage == Stage::Placed {
            let happening = match granted {
                // The wait has ended, though nobody was told yet.
                true if Self::is_late(&order) => Happening::TimedOut,
                true => Happening::Funded,
                false => Happening::Refused,
            };
            let done = Self::step(id, before, order, happening, None);
            defensive_assert!(done.is_ok(), "each of these can happen to a placed order");
            return;
        }
        // It ended while the ledger was asked.
        if granted {
            Self::end_hold(id, &mut order);
        }
        Self::set_retention(&mut order);
        Self::put(id, Some(before), &order);
    }

    fn on_end_answer(
        id: OrderId,
        order: &mut Order,
        (end, failures): (HoldEnd, u8),
        outcome: &Outcome,
    ) {
        match outcome {
            Outcome::Delivered => {
                order.hold = match end {
                    HoldEnd::Capture(amount) => HoldState::Captured(amount),
                    HoldEnd::Release => HoldState::Released,
                };
                if order.stage == Stage::Completed {
                    Self::award_completion(id, order);
                }
            }
            Outcome::Failed(MessageError::Refused(name)) if HAS_ENDED.contains(&&name[..]) => {
                Self::note_lapse(id, order);
            }
            Outcome::Failed(_) | Outcome::Expired => {
                let failures = failures.saturating_add(1);
                order.hold = HoldState::Ending { end, asked: false, failures };
                Self::set_retry(order);
                Self::deposit_event(Event::LedgerRefused { order: id, error: name_of(outcome) });
            }
        }
    }
}
