//! What the chain does by itself: asking what waits, and ending what took too long.
//!
//! The keys of both queues are in the order of their moments, so the first one tells whether
//! anything is due, however much waits.

use alloc::vec::Vec;
use icn_primitives::{due::Due, Moment};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    stages::{Stages, Turn},
    Config, Deadlines, Error, Event, OnSettlement, Pallet, Parameters, Purpose, Settlement,
    SettlementStage, Settlements, ToAsk, Waiting, WeightInfo,
};

impl<T: Config> Pallet<T> {
    /// Keeps a settlement as it is now, and both queues with it. The one place where that is done;
    /// whatever is asked next is asked from now on.
    pub(crate) fn keep(purpose: Purpose, mut settlement: Settlement) {
        let due = match settlement.stage {
            SettlementStage::Holding => Some(settlement.hold_by),
            SettlementStage::Held => Some(settlement.capture_by),
            SettlementStage::Capturing | SettlementStage::Releasing => None,
        };
        Self::schedule(purpose, &mut settlement, due);
        // What is over is told from the same queue: never to who is just acting on it.
        let over = matches!(settlement.turn(), Some(Turn::Ended(_)));
        let ask_at = (over || settlement.needs_asking()).then(T::Time::now);
        Self::queue(purpose, &mut settlement, ask_at);
        Settlements::<T>::insert(purpose, settlement);
    }

    /// Takes an ended settlement out of both queues.
    pub(crate) fn unqueue(purpose: Purpose, settlement: &mut Settlement) {
        Self::schedule(purpose, settlement, None);
        Self::queue(purpose, settlement, None);
    }

    fn schedule(purpose: Purpose, settlement: &mut Settlement, due: Option<Moment>) {
        if settlement.due == due {
            return;
        }
        if let Some(before) = settlement.due {
            Deadlines::<T>::remove(Due::new(before, settlement.number));
        }
        if let Some(due) = due {
            Deadlines::<T>::insert(Due::new(due, settlement.number), purpose);
        }
        settlement.due = due;
    }

    fn queue(purpose: Purpose, settlement: &mut Settlement, ask_at: Option<Moment>) {
        if settlement.ask_at.is_some() && ask_at.is_some() && settlement.ask_at <= ask_at {
            // It waits already, and not for longer.
            return;
        }
        if let Some(before) = settlement.ask_at {
            ToAsk::<T>::remove(Due::new(before, settlement.number));
            Waiting::<T>::mutate(|waiting| *waiting = waiting.saturating_sub(1));
        }
        if let Some(moment) = ask_at {
            ToAsk::<T>::insert(Due::new(moment, settlement.number), purpose);
            Waiting::<T>::mutate(|waiting| *waiting = waiting.saturating_add(1));
        }
        settlement.ask_at = ask_at;
    }

    /// Fails what took too long: at most [`Config::DuePerBlock`].
    pub(crate) fn look_at_due() -> Weight {
        let now = T::Time::now();
        let due: Vec<(Due, Purpose)> = Deadlines::<T>::iter()
            .take_while(|(due, _)| due.moment() <= now)
            .take(T::DuePerBlock::get() as usize)
            .collect();
        for (due, purpose) in &due {
            match Settlements::<T>::get(purpose) {
                Some(settlement) => Self::fail(*purpose, settlement),
                None => {
                    defensive!("what is due isn't there");
                    Deadlines::<T>::remove(due);
                }
            }
        }
        let told = T::OnSettlement::weight().saturating_mul(due.len() as u64);
        T::WeightInfo::look_at_due(due.len() as u32).saturating_add(told)
    }

    /// Asks the ledger for what waits: for [`Config::LegsPerBlock`] legs at most. If it can't be
    /// asked, what comes after waits as well: the lane is full for all.
    pub(crate) fn ask_what_waits() -> Weight {
        let now = T::Time::now();
        let (mut legs, mut settlements, mut over) = (0u32, 0u32, 0u32);
        while let Some((due, purpose)) = ToAsk::<T>::iter().next() {
            if due.moment() > now {
                break;
            }
            let Some(settlement) = Settlements::<T>::get(purpose) else {
                defensive!("what waits isn't there");
                ToAsk::<T>::remove(due);
                continue;
            };
            // What is over counts as one.
            let all = legs.saturating_add(settlement.to_ask().max(1));
            if all > T::LegsPerBlock::get() {
                break;
            }
            (legs, settlements) = (all, settlements.saturating_add(1));
            if matches!(settlement.turn(), Some(Turn::Ended(_))) {
                over = over.saturating_add(1);
                Self::take_turn(purpose, settlement);
            } else if let Err(error) = Self::ask(purpose, settlement.clone()) {
                Self::ask_later(purpose, settlement, error);
                break;
            }
        }
        let told = T::OnSettlement::weight().saturating_mul(over.into());
        T::WeightInfo::ask(settlements, legs).saturating_add(told)
    }

    fn ask_later(purpose: Purpose, mut settlement: Settlement, error: DispatchError) {
        let again_at = T::Time::now().saturating_add(Parameters::<T>::get().retry_delay);
        Self::queue(purpose, &mut settlement, None);
        Self::queue(purpose, &mut settlement, Some(again_at));
        Settlements::<T>::insert(purpose, settlement);
        Self::deposit_event(Event::NotAsked { purpose, again_at, error });
    }

    /// The settlement for this.
    pub(crate) fn ensure_settlement(purpose: Purpose) -> Result<Settlement, Error<T>> {
        Settlements::<T>::get(purpose).ok_or(Error::NotFound)
    }
}
