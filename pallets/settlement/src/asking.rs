//! What other pallets have settled, and what the ledger is asked for it.

use codec::Encode;
use icn_primitives::ledger::{EscrowRequest, Key, LedgerAccount, MAX_AMOUNT};
use polkadot_sdk::{
    frame_support::storage::with_storage_layer,
    polkadot_sdk_frame::{prelude::*, traits::Time},
    sp_io::hashing::blake2_256,
};

use crate::{
    hooks::SettlementTerms,
    stages::{asked, next_step, Step},
    AskLedger, Config, Error, Event, Leg, LegOfKey, LegStage, NextNumber, Pallet, Parameters,
    Purpose, Settle, Settlement, SettlementStage, Settlements, Waiting, MAX_LEGS,
};

/// The name that a leg's hold has on the ledger.
pub(crate) fn key_of(number: u64, leg: u8) -> Key {
    blake2_256(&("icn settlement 1", number, leg).encode())
}

/// The requests that ask for a leg's steps.
fn request(settlement: &Settlement, index: u8, leg: &Leg, step: Step) -> EscrowRequest {
    let key = key_of(settlement.number, index);
    let Leg { payer, payee, money } = *leg;
    let (expires_at, reference) = (settlement.expires_at, Some(settlement.reference));
    match (step, payer) {
        (Step::Hold, LedgerAccount::Person(payer)) => {
            let payee = Some(payee);
            EscrowRequest::HoldV1 { payer, payee, money, expires_at, key, reference }
        }
        (Step::Hold, LedgerAccount::Treasury(_)) => {
            let payee = Some(payee);
            EscrowRequest::HoldV2 { payer, payee, money, expires_at, key, reference }
        }
        (Step::Capture, _) => EscrowRequest::CaptureV1 { key, payee: None, amount: money.amount },
        (Step::Release, _) => EscrowRequest::ReleaseV1 { key },
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_begin(purpose: Purpose, terms: SettlementTerms) -> DispatchResult {
        let SettlementTerms { legs, hold_by, capture_by, reference, may_wait } = terms;
        let parameters = Parameters::<T>::get();
        ensure!(!Settlements::<T>::contains_key(purpose), Error::<T>::AlreadyExists);
        let busy = may_wait && Waiting::<T>::get() >= parameters.max_waiting;
        ensure!(!busy, Error::<T>::Busy);
        ensure!((1..=MAX_LEGS as usize).contains(&legs.len()), Error::<T>::LegsExceeded);
        let possible = legs
            .iter()
            .all(|leg| leg.payer != leg.payee && (1..=MAX_AMOUNT).contains(&leg.money.amount));
        ensure!(possible, Error::<T>::InvalidLeg);
        let now = T::Time::now();
        ensure!(now < hold_by && hold_by <= capture_by, Error::<T>::InvalidTime);
        let expires_at =
            capture_by.checked_add(parameters.capture_time).ok_or(ArithmeticError::Overflow)?;

        let number = NextNumber::<T>::get();
        NextNumber::<T>::put(number.checked_add(1).ok_or(ArithmeticError::Overflow)?);
        for index in 0..legs.len() as u8 {
            LegOfKey::<T>::insert(key_of(number, index), (purpose, index));
        }
        let legs = legs.into_iter().map(|leg| (leg, LegStage::Waiting));
        let settlement = Settlement {
            number,
            // As many as were looked at.
            legs: BoundedVec::truncate_from(legs.collect()),
            stage: SettlementStage::Holding,
            hold_by,
            capture_by,
            expires_at,
            reference,
            due: None,
            ask_at: None,
        };
        Self::keep(purpose, settlement);
        if let Some(settlement) = Settlements::<T>::get(purpose) {
            Self::deposit_event(Event::Begun { purpose, settlement });
        }
        Ok(())
    }

    /// Asks the ledger for all that is next in a settlement, or for nothing.
    pub(crate) fn ask(purpose: Purpose, mut settlement: Settlement) -> DispatchResult {
        with_storage_layer(|| {
            let before = settlement.clone();
            for (index, (leg, stage)) in settlement.legs.iter_mut().enumerate() {
                let Some(step) = next_step(before.stage, *stage) else { continue };
                let index = index as u8;
                T::Ledger::ask(request(&before, index, leg, step))?;
                *stage = asked(step);
                Self::deposit_leg(purpose, index, *stage, None);
            }
            Self::keep(purpose, settlement);
            Ok(())
        })
    }

    pub(crate) fn do_capture(purpose: Purpose) -> DispatchResult {
        let mut settlement = Self::ensure_settlement(purpose)?;
        ensure!(settlement.stage == SettlementStage::Held, Error::<T>::InvalidTransition);
        // Later the capture might not reach the ledger in time.
        ensure!(T::Time::now() < settlement.capture_by, Error::<T>::InvalidTime);
        settlement.stage = SettlementStage::Capturing;
        Self::deposit_event(Event::Moved { purpose, stage: settlement.stage });
        Self::keep(purpose, settlement);
        Ok(())
    }

    pub(crate) fn do_release(purpose: Purpose) -> DispatchResult {
        let mut settlement = Self::ensure_settlement(purpose)?;
        let stage = settlement.stage;
        let unpaid = matches!(stage, SettlementStage::Holding | SettlementStage::Held);
        ensure!(unpaid, Error::<T>::InvalidTransition);
        Self::let_go(purpose, &mut settlement);
        Self::keep(purpose, settlement);
        Ok(())
    }
}

impl<T: Config> Settle for Pallet<T> {
    fn begin(purpose: Purpose, terms: SettlementTerms) -> DispatchResult {
        with_storage_layer(|| Self::do_begin(purpose, terms))
    }

    fn capture(purpose: Purpose) -> DispatchResult {
        with_storage_layer(|| Self::do_capture(purpose))
    }

    fn release(purpose: Purpose) -> DispatchResult {
        with_storage_layer(|| Self::do_release(purpose))
    }

    fn call_weight() -> Weight {
        use crate::WeightInfo;
        T::WeightInfo::begin(MAX_LEGS)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_held(purpose: Purpose) {
        Settlements::<T>::mutate(purpose, |settlement| {
            if let Some(settlement) = settlement {
                settlement.stage = SettlementStage::Held;
                for (_, leg) in settlement.legs.iter_mut() {
                    *leg = LegStage::Held;
                }
            }
        });
        if let Some(settlement) = Settlements::<T>::get(purpose) {
            Self::keep(purpose, settlement);
        }
    }
}
