//! What the ledger answers, and who hears of it.

use icn_primitives::{
    ledger::EscrowRequest,
    shard::{ErrorName, MessageError, Outcome},
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{
    asking::key_of,
    stages::{answered, Stages, Step, Turn},
    Config, Event, LegOfKey, LegStage, OnSettlement, Pallet, Progress, Purpose, Settlement,
    SettlementStage, Settlements, WeightInfo,
};

/// What was asked.
fn step_of(request: &EscrowRequest) -> Step {
    match request {
        EscrowRequest::HoldV1 { .. } | EscrowRequest::HoldV2 { .. } => Step::Hold,
        EscrowRequest::CaptureV1 { .. } => Step::Capture,
        EscrowRequest::ReleaseV1 { .. } => Step::Release,
    }
}

/// The name of the error with which the ledger refused, if it did.
fn refusal(outcome: &Outcome) -> Option<ErrorName> {
    let name = match outcome {
        Outcome::Delivered => return None,
        Outcome::Failed(MessageError::Refused(name)) => return Some(name.clone()),
        Outcome::Failed(MessageError::UnknownVersion) => "UnknownVersion",
        Outcome::Failed(MessageError::UnknownPayload) => "UnknownPayload",
        Outcome::Failed(MessageError::TooHeavy) => "TooHeavy",
        Outcome::Expired => "Expired",
    };
    Some(ErrorName::truncate_from(name.as_bytes().to_vec()))
}

impl<T: Config> Pallet<T> {
    /// The ledger's answer to a request; says whether it was one of this pallet's. An answer that
    /// isn't waited for changes nothing.
    pub fn on_answer(request: &EscrowRequest, outcome: &Outcome) -> bool {
        let Some((purpose, index)) = LegOfKey::<T>::get(request.key()) else { return false };
        let Some(mut settlement) = Settlements::<T>::get(purpose) else { return true };
        let Some((_, leg)) = settlement.legs.get_mut(usize::from(index)) else { return true };
        let Some(stage) = answered(*leg, step_of(request), outcome) else { return true };
        *leg = stage;
        Self::deposit_leg(purpose, index, stage, refusal(outcome));
        Self::take_turn(purpose, settlement);
        true
    }

    /// The most that an answer takes, what others do with it included.
    pub fn answer_weight() -> Weight {
        T::WeightInfo::answer().saturating_add(T::OnSettlement::weight())
    }

    /// Moves a settlement to where its legs bring it, and tells whom it concerns.
    pub(crate) fn take_turn(purpose: Purpose, mut settlement: Settlement) {
        match settlement.turn() {
            None => Self::keep(purpose, settlement),
            Some(Turn::Held) => {
                settlement.stage = SettlementStage::Held;
                Self::deposit_event(Event::Moved { purpose, stage: settlement.stage });
                Self::keep(purpose, settlement);
                T::OnSettlement::on_settlement(purpose, Progress::Held);
            }
            Some(Turn::Failed) => Self::fail(purpose, settlement),
            Some(Turn::Ended(outcome)) => {
                Self::unqueue(purpose, &mut settlement);
                for index in 0..settlement.legs.len() as u8 {
                    LegOfKey::<T>::remove(key_of(settlement.number, index));
                }
                Settlements::<T>::remove(purpose);
                Self::deposit_event(Event::Ended { purpose, outcome });
                T::OnSettlement::on_settlement(purpose, Progress::Ended(outcome));
            }
        }
    }

    /// Gives up what can't be, or took too long.
    pub(crate) fn fail(purpose: Purpose, mut settlement: Settlement) {
        Self::let_go(purpose, &mut settlement);
        // Who hears of it finds it as it is now.
        Self::keep(purpose, settlement);
        T::OnSettlement::on_settlement(purpose, Progress::Failed);
    }

    /// What isn't paid is given back from here on.
    pub(crate) fn let_go(purpose: Purpose, settlement: &mut Settlement) {
        let waiting = |(index, (_, leg)): (usize, &(_, LegStage))| {
            (*leg == LegStage::Waiting).then_some(index as u8)
        };
        let unasked: alloc::vec::Vec<u8> =
            settlement.legs.iter().enumerate().filter_map(waiting).collect();
        settlement.give_up();
        Self::deposit_event(Event::Moved { purpose, stage: settlement.stage });
        for index in unasked {
            Self::deposit_leg(purpose, index, LegStage::Released, None);
        }
    }

    pub(crate) fn deposit_leg(
        purpose: Purpose,
        leg: u8,
        stage: LegStage,
        refused: Option<ErrorName>,
    ) {
        Self::deposit_event(Event::LegMoved { purpose, leg, stage, refused });
    }
}
