//! What holds before and after every block.
#![cfg(any(test, feature = "try-runtime"))]

use alloc::collections::BTreeMap;
use icn_primitives::{due::Due, Did};
use polkadot_sdk::{polkadot_sdk_frame::prelude::*, sp_runtime::TryRuntimeError};

use crate::{
    Agenda, Config, Content, Exchange, ExchangeStatus, Exchanges, Keys, NextExchange,
    OfCooperative, OfPerson, Open, OpenOf, Pallet, Parameters,
};

/// How long each list is.
#[derive(Default, PartialEq, Debug)]
struct Lengths {
    keys: usize,
    open: usize,
    of_cooperatives: usize,
    of_persons: usize,
    agenda: usize,
}

impl<T: Config> Pallet<T> {
    /// Checks all invariants of this pallet.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        ensure!(Parameters::<T>::get().are_valid(), "the parameters are out of their bounds");
        let mut lengths = Lengths::default();
        let mut open = BTreeMap::<Did, u32>::new();
        for (id, exchange) in Exchanges::<T>::iter() {
            ensure!(id < NextExchange::<T>::get(), "a number wasn't given out");
            Self::try_status(&exchange)?;
            let number = id.0.to_be_bytes();
            let key = Keys::<T>::get(exchange.proposer, exchange.key);
            ensure!(key == Some(id), "an exchange isn't found by its key");
            lengths.keys += 1;
            for cooperative in exchange.content.cooperatives() {
                let listed = OfCooperative::<T>::contains_key(cooperative, number);
                ensure!(listed, "a cooperative doesn't find its exchange");
                lengths.of_cooperatives += 1;
            }
            let helper = exchange.offer.map(|offer| offer.helper);
            for person in [Some(exchange.proposer), helper].into_iter().flatten() {
                let listed = OfPerson::<T>::contains_key(person, number);
                ensure!(listed, "a person doesn't find its exchange");
                lengths.of_persons += 1;
                if !exchange.status.is_final() {
                    let count = open.entry(person).or_default();
                    *count = count.saturating_add(1);
                }
            }
            let listed = Open::<T>::contains_key(exchange.content.kind(), number);
            ensure!(listed != exchange.status.is_final(), "what is open is listed wrongly");
            lengths.open += usize::from(listed);
            let paid = exchange.status == ExchangeStatus::Approved;
            ensure!(exchange.due.is_none() == paid, "an exchange never moves, or moves too early");
            if let Some(due) = exchange.due {
                let early = !exchange.status.is_final() && due != exchange.deadline;
                ensure!(!early, "an exchange expires at another moment than its deadline");
                ensure!(
                    Agenda::<T>::contains_key(Due::new(due, id.0)),
                    "nothing moves an exchange"
                );
                lengths.agenda += 1;
            }
        }
        let found = Lengths {
            keys: Keys::<T>::iter_keys().count(),
            open: Open::<T>::iter_keys().count(),
            of_cooperatives: OfCooperative::<T>::iter_keys().count(),
            of_persons: OfPerson::<T>::iter_keys().count(),
            agenda: Agenda::<T>::iter_keys().count(),
        };
        ensure!(lengths == found, "a list names what isn't there");
        ensure!(open == OpenOf::<T>::iter().collect(), "somebody's exchanges are miscounted");
        Ok(())
    }

    /// Nothing is approved or carried out without each cooperative's decision; each kind stands
    /// where it can.
    fn try_status(exchange: &Exchange) -> Result<(), TryRuntimeError> {
        use ExchangeStatus::*;
        let fits = match &exchange.content {
            Content::Agreement { cooperatives, .. } => {
                let all = exchange.approved == *cooperatives;
                let some = exchange.approved.iter().all(|id| cooperatives.contains(id));
                ensure!(some, "a cooperative has decided that isn't concerned");
                match exchange.status {
                    Approved | Executed | PartlyExecuted | Failed => all,
                    Proposed | Declined | Withdrawn | Expired => !all,
                    _ => false,
                }
            }
            Content::Labour { .. } => {
                matches!(exchange.status, Recorded | Confirmed | Declined | Withdrawn | Expired)
            }
            Content::Aid { .. } => match exchange.status {
                Requested => exchange.offer.is_none(),
                Offered | Fulfilled => exchange.offer.is_some(),
                Withdrawn | Expired => true,
                _ => false,
            },
        };
        ensure!(fits, "an exchange stands where it can't");
        let agreed = matches!(exchange.content, Content::Agreement { .. });
        ensure!(agreed || exchange.approved.is_empty(), "cooperatives decided what needs none");
        let aid = matches!(exchange.content, Content::Aid { .. });
        ensure!(aid || exchange.offer.is_none(), "help is offered that nobody needs");
        Ok(())
    }
}
