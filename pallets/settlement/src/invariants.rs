//! What holds before and after every block.
#![cfg(any(test, feature = "try-runtime"))]

use icn_primitives::due::Due;
use polkadot_sdk::{polkadot_sdk_frame::prelude::*, sp_runtime::TryRuntimeError};

use crate::{
    asking::key_of,
    stages::{Stages, Turn},
    Config, Deadlines, LegOfKey, LegStage, NextNumber, Pallet, Parameters, SettlementStage,
    Settlements, ToAsk, Waiting,
};

impl<T: Config> Pallet<T> {
    /// Checks all invariants of this pallet.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        ensure!(Parameters::<T>::get().are_valid(), "the parameters are out of their bounds");
        let (mut legs, mut due, mut waiting) = (0usize, 0usize, 0usize);
        let mut numbers = alloc::collections::BTreeSet::new();
        for (purpose, settlement) in Settlements::<T>::iter() {
            let number = settlement.number;
            ensure!(number < NextNumber::<T>::get(), "a number wasn't given out");
            ensure!(numbers.insert(number), "a number was given out twice");
            ensure!(!settlement.legs.is_empty(), "a settlement is of nothing");
            for (index, (leg, stage)) in settlement.legs.iter().enumerate() {
                let found = LegOfKey::<T>::get(key_of(number, index as u8));
                ensure!(found == Some((purpose, index as u8)), "a leg isn't found by its key");
                ensure!(leg.money.amount > 0, "a leg pays nothing");
                let fits = match settlement.stage {
                    SettlementStage::Holding => {
                        matches!(stage, LegStage::Waiting | LegStage::Asked | LegStage::Held)
                    }
                    SettlementStage::Held => *stage == LegStage::Held,
                    SettlementStage::Capturing => {
                        !matches!(stage, LegStage::Waiting | LegStage::Asked | LegStage::Refused)
                    }
                    SettlementStage::Releasing => !matches!(
                        stage,
                        LegStage::Waiting | LegStage::Capturing | LegStage::Captured
                    ),
                };
                ensure!(fits, "a leg doesn't stand where its settlement does");
            }
            legs = legs.saturating_add(settlement.legs.len());
            let over = match settlement.turn() {
                None => false,
                Some(Turn::Ended(_)) => true,
                Some(_) => return Err("a settlement stays where it shouldn't".into()),
            };
            ensure!(settlement.hold_by <= settlement.capture_by, "it is paid before it is held");
            ensure!(settlement.capture_by < settlement.expires_at, "holds expire too early");
            let expected = match settlement.stage {
                SettlementStage::Holding => Some(settlement.hold_by),
                SettlementStage::Held => Some(settlement.capture_by),
                SettlementStage::Capturing | SettlementStage::Releasing => None,
            };
            ensure!(settlement.due == expected, "a settlement isn't looked at in time");
            if let Some(moment) = settlement.due {
                let found = Deadlines::<T>::get(Due::new(moment, number));
                ensure!(found == Some(purpose), "a settlement isn't looked at");
                due = due.saturating_add(1);
            }
            let asks = settlement.ask_at.is_some() == (over || settlement.needs_asking());
            ensure!(asks, "nobody asks for what is next, or asks for nothing");
            if let Some(moment) = settlement.ask_at {
                let found = ToAsk::<T>::get(Due::new(moment, number));
                ensure!(found == Some(purpose), "a settlement isn't asked for");
                waiting = waiting.saturating_add(1);
            }
        }
        ensure!(LegOfKey::<T>::iter_keys().count() == legs, "a key names no leg");
        ensure!(Deadlines::<T>::iter_keys().count() == due, "what is due isn't there");
        ensure!(ToAsk::<T>::iter_keys().count() == waiting, "what waits isn't there");
        ensure!(Waiting::<T>::get() as usize == waiting, "what waits is miscounted");
        Ok(())
    }
}
