//! Where settlements and their legs stand, and what comes after what. This is the one place for it.
//!
//! ```text
//! settlement:
//!   (nothing) ── begin ──▶ Holding ── every leg is held ──▶ Held ── capture ──▶ Capturing
//!                             │                              │                     │
//!                refused, late, released              late, released         every leg has ended
//!                             ▼                              ▼                     ▼
//!                          Releasing ── every leg has ended ──────────────▶ (over)
//!
//! leg, by what is asked and answered:
//!   Waiting ─ask─▶ Asked ──────▶ Held ──── capture is asked ──▶ Capturing ──▶ Captured
//!      │             │            │ ▲                           │    │
//!      │          refused      release is asked     not looked at    refused
//!      ▼             ▼            ▼                                  ▼
//!   Released      Refused      Releasing ◀──── release is asked ── Unpaid
//!                                 └──▶ Released, whatever the ledger says
//! ```

use icn_primitives::shard::Outcome;

use crate::{LegStage, Settled, Settlement, SettlementStage};

/// What the ledger is asked to do with a leg.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// Hold the money.
    Hold,
    /// Pay it.
    Capture,
    /// Give it back.
    Release,
}

/// What is asked next for a leg, if anything.
pub(crate) fn next_step(settlement: SettlementStage, leg: LegStage) -> Option<Step> {
    match (settlement, leg) {
        (SettlementStage::Holding, LegStage::Waiting) => Some(Step::Hold),
        (SettlementStage::Capturing, LegStage::Held) => Some(Step::Capture),
        (SettlementStage::Releasing, LegStage::Held) | (_, LegStage::Unpaid) => Some(Step::Release),
        _ => None,
    }
}

/// Where a leg is after it was asked for.
pub(crate) fn asked(step: Step) -> LegStage {
    match step {
        Step::Hold => LegStage::Asked,
        Step::Capture => LegStage::Capturing,
        Step::Release => LegStage::Releasing,
    }
}

/// Where a leg is after an answer; `None` if this answer isn't waited for.
pub(crate) fn answered(leg: LegStage, step: Step, outcome: &Outcome) -> Option<LegStage> {
    Some(match (leg, step, outcome) {
        (LegStage::Asked, Step::Hold, Outcome::Delivered) => LegStage::Held,
        (LegStage::Asked, Step::Hold, _) => LegStage::Refused,
        (LegStage::Capturing, Step::Capture, Outcome::Delivered) => LegStage::Captured,
        // Nobody looked at it: the hold is as it was, and it is asked again.
        (LegStage::Capturing, Step::Capture, Outcome::Expired) => LegStage::Held,
        (LegStage::Capturing, Step::Capture, Outcome::Failed(_)) => LegStage::Unpaid,
        (LegStage::Releasing, Step::Release, Outcome::Expired) => LegStage::Unpaid,
        // Where the ledger refuses, there is no hold, or none that lasts beyond its expiry.
        (LegStage::Releasing, Step::Release, _) => LegStage::Released,
        _ => return None,
    })
}

/// What a settlement has come to with its legs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Turn {
    /// Everything is held now.
    Held,
    /// Something won't be.
    Failed,
    /// Every leg has ended.
    Ended(Settled),
}

/// The extension of [`Settlement`] by what this pallet does with it.
pub(crate) trait Stages {
    /// How many legs there is something to ask for.
    fn to_ask(&self) -> u32;

    /// Whether there is something to ask.
    fn needs_asking(&self) -> bool {
        self.to_ask() > 0
    }

    /// What it has come to.
    fn turn(&self) -> Option<Turn>;

    /// Gives up: what wasn't asked for is over, the rest is given back.
    fn give_up(&mut self);
}

impl Stages for Settlement {
    fn to_ask(&self) -> u32 {
        let open = self.legs.iter().filter(|(_, leg)| next_step(self.stage, *leg).is_some());
        open.count() as u32
    }

    fn turn(&self) -> Option<Turn> {
        let legs = || self.legs.iter().map(|(_, leg)| *leg);
        match self.stage {
            SettlementStage::Holding if legs().any(|leg| leg == LegStage::Refused) => {
                Some(Turn::Failed)
            }
            SettlementStage::Holding if legs().all(|leg| leg == LegStage::Held) => Some(Turn::Held),
            SettlementStage::Capturing | SettlementStage::Releasing
                if legs().all(LegStage::is_final) =>
            {
                let paid = legs().filter(|leg| *leg == LegStage::Captured).count();
                Some(Turn::Ended(match paid {
                    0 => Settled::Released,
                    all if all == self.legs.len() => Settled::Captured,
                    _ => Settled::Partly,
                }))
            }
            _ => None,
        }
    }

    fn give_up(&mut self) {
        self.stage = SettlementStage::Releasing;
        for (_, leg) in self.legs.iter_mut() {
            if *leg == LegStage::Waiting {
                *leg = LegStage::Released;
            }
        }
    }
}
