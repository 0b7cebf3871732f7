//! What the chain does by itself: exchanges expire, and are forgotten.
//!
//! Each exchange that moves by itself has one place in [`Agenda`], whose keys are in the order of
//! the moments: the first one tells whether any is due, however many wait.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::{
    exchange::{Exchange, ExchangeId},
    Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};
use scale_info::TypeInfo;

use crate::{
    transitions::Happening, Agenda, Config, Event, Exchanges, Keys, OfCooperative, OfPerson,
    Pallet, WeightInfo,
};

/// When, and which exchange: both big-endian, so that the order of the bytes is that of the moments.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Due {
    moment: [u8; 8],
    exchange: [u8; 8],
}

impl Due {
    /// Of this exchange, at this moment.
    pub fn new(moment: Moment, id: ExchangeId) -> Self {
        Self { moment: moment.to_be_bytes(), exchange: id.0.to_be_bytes() }
    }

    /// When.
    pub fn moment(&self) -> Moment {
        Moment::from_be_bytes(self.moment)
    }

    /// Which.
    pub fn exchange(&self) -> ExchangeId {
        ExchangeId(u64::from_be_bytes(self.exchange))
    }
}

impl<T: Config> Pallet<T> {
    /// Lets an exchange move by itself at `due`, and at no other moment.
    pub(crate) fn schedule(id: ExchangeId, exchange: &mut Exchange, due: Option<Moment>) {
        if let Some(before) = exchange.due {
            Agenda::<T>::remove(Due::new(before, id));
        }
        if let Some(due) = due {
            Agenda::<T>::insert(Due::new(due, id), ());
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
        let id = due.exchange();
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
            Agenda::<T>::remove(Due::new(due, id));
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
