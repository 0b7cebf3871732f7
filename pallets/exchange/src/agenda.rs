//! What the chain does by itself: exchanges expire, and are forgotten.
//!
//! Each exchange that moves by itself has one place in [`Agenda`], whose keys are in the order of
//! the moments: the first one tells whether any is due, however many wait.

use alloc::vec::Vec;
use icn_primitives::{
    due::Due,
    exchange::{Exchange, ExchangeId},
    Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    transitions::Happening, Agenda, Config, Event, Exchanges, Keys, OfCooperative, OfPerson,
    Pallet, WeightInfo,
};

impl<T: Config> Pallet<T> {
    /// Lets an exchange move by itself at `due`, and at no other moment.
    pub(crate) fn schedule(id: ExchangeId, exchange: &mut Exchange, due: Option<Moment>) {
        if let Some(before) = exchange.due {
            Agenda::<T>::remove(Due::new(before, id.0));
        }
        if let Some(due) = due {
            Agenda::<T>::insert(Due::new(due, id.0), ());
        }
        exchange.due = due;
    }

    /// Does what is due: for at most [`Config::TasksPerBlock`] exchanges.
    pub(crate) fn run_agenda() -> Weight {
        let now = T::Time::now();
        let due: Vec<Due> = Agenda::<T>::iter_keys()
            .take_while(|due| due.moment() <= now)
            .take(T::TasksPerBlock::get() as usize)
            .collect();
        for due in &due {
            Self::perform(*due);
        }
        T::WeightInfo::run_agenda(due.len() as u32)
    }

    fn perform(due: Due) {
        let id = ExchangeId(due.number());
        match Exchanges::<T>::get(id) {
            Some(exchange) if exchange.status.is_final() => Self::forget(id, &exchange),
            Some(exchange) => {
                let moved = Self::take_on(id, exchange, Happening::Expired, None);
                defensive_assert!(moved.is_ok(), "what is due can expire");
            }
            None => {
                defensive!("what is due isn't there");
                Agenda::<T>::remove(due);
            }
        }
    }

    /// Removes what is remembered of a final exchange.
    fn forget(id: ExchangeId, exchange: &Exchange) {
        if let Some(due) = exchange.due {
            Agenda::<T>::remove(Due::new(due, id.0));
        }
        let number = id.0.to_be_bytes();
        for cooperative in exchange.content.cooperatives() {
            OfCooperative::<T>::remove(cooperative, number);
        }
        OfPerson::<T>::remove(exchange.proposer, number);
        if let Some(offer) = exchange.offer {
            OfPerson::<T>::remove(offer.helper, number);
        }
        Keys::<T>::remove(exchange.proposer, exchange.key);
        Exchanges::<T>::remove(id);
        Self::deposit_event(Event::Forgotten { id });
    }
}
