//! How exchanges begin and move. This is the one place where either is stored.

use alloc::boxed::Box;
use icn_primitives::{
    exchange::{content_hash, Content, Exchange, ExchangeId, ExchangeStatus},
    governance::JointBody,
    ledger::Key,
    parties::Parties,
    Did, Hash, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    transitions::Happening, Config, Error, Event, Exchanges, Keys, NextExchange, OfCooperative,
    OfPerson, Open, OpenOf, Pallet, Parameters,
};

impl<T: Config> Pallet<T> {
    /// The person for whom a signed origin acts.
    pub(crate) fn ensure_person(origin: OriginFor<T>) -> Result<Did, DispatchError> {
        let account = ensure_signed(origin)?;
        Ok(T::Parties::did_of(&account).ok_or(Error::<T>::NotAuthorized)?)
    }

    /// Whether `person` has done the same under this key before; [`Error::KeyReused`] if it was
    /// something else.
    pub(crate) fn is_replay(
        person: &Did,
        key: &Key,
        content: &Content,
        terms: Hash,
        deadline: Moment,
    ) -> Result<bool, DispatchError> {
        let Some(id) = Keys::<T>::get(person, key) else { return Ok(false) };
        let known = Exchanges::<T>::get(id).map(|exchange| exchange.content_hash());
        let same = known == Some(content_hash(person, key, content, terms, deadline));
        ensure!(same, Error::<T>::KeyReused);
        Self::deposit_event(Event::Replayed { id, by: *person });
        Ok(true)
    }

    /// Begins an exchange, whose content was checked.
    pub(crate) fn record(
        proposer: Did,
        content: Content,
        terms: Hash,
        deadline: Moment,
        key: Key,
    ) -> DispatchResult {
        let now = T::Time::now();
        let latest = now.saturating_add(Parameters::<T>::get().max_life);
        ensure!(now < deadline && deadline <= latest, Error::<T>::InvalidDeadline);
        Self::count_open(&proposer)?;
        let id = NextExchange::<T>::get();
        NextExchange::<T>::put(ExchangeId(id.0.checked_add(1).ok_or(ArithmeticError::Overflow)?));
        let number = id.0.to_be_bytes();
        for cooperative in content.cooperatives() {
            OfCooperative::<T>::insert(cooperative, number, ());
        }
        OfPerson::<T>::insert(proposer, number, ());
        Open::<T>::insert(content.kind(), number, ());
        Keys::<T>::insert(proposer, key, id);
        let mut exchange = Exchange {
            proposer,
            key,
            status: content.first_status(),
            content,
            terms,
            recorded_at: now,
            deadline,
            approved: JointBody::default(),
            offer: None,
            due: None,
        };
        Self::schedule(id, &mut exchange, Some(deadline));
        Exchanges::<T>::insert(id, &exchange);
        Self::deposit_event(Event::Recorded { id, exchange: Box::new(exchange) });
        Ok(())
    }

    /// One open exchange more of a person, who may have so many.
    pub(crate) fn count_open(person: &Did) -> DispatchResult {
        OpenOf::<T>::try_mutate(person, |count| {
            ensure!(*count < Parameters::<T>::get().max_open, Error::<T>::OpenExceeded);
            *count = count.checked_add(1).ok_or(ArithmeticError::Overflow)?;
            Ok(())
        })
    }

    /// One less.
    pub(crate) fn uncount_open(person: &Did) {
        OpenOf::<T>::mutate_exists(person, |count| {
            *count = count.map(|count| count.saturating_sub(1)).filter(|count| *count > 0);
        });
    }

    /// The exchange, while it is remembered.
    pub(crate) fn ensure_exchange(id: ExchangeId) -> Result<Exchange, DispatchError> {
        Ok(Exchanges::<T>::get(id).ok_or(Error::<T>::NotFound)?)
    }

    /// The exchange, if this can happen to it now: before its deadline.
    pub(crate) fn ensure_open(
        id: ExchangeId,
        happening: Happening,
    ) -> Result<Exchange, DispatchError> {
        let exchange = Self::ensure_exchange(id)?;
        ensure!(happening.after(exchange.status).is_some(), Error::<T>::InvalidTransition);
        ensure!(T::Time::now() < exchange.deadline, Error::<T>::InvalidDeadline);
        Ok(exchange)
    }

    /// Moves an exchange to where this brings it, keeps it, and tells.
    pub(crate) fn take_on(
        id: ExchangeId,
        mut exchange: Exchange,
        happening: Happening,
        by: Option<Did>,
    ) -> DispatchResult {
        let status = happening.after(exchange.status).ok_or(Error::<T>::InvalidTransition)?;
        exchange.status = status;
        let due = match status {
            ExchangeStatus::Approved => None,
            status if status.is_final() => {
                Some(T::Time::now().saturating_add(Parameters::<T>::get().retention))
            }
            _ => Some(exchange.deadline),
        };
        if exchange.due != due {
            Self::schedule(id, &mut exchange, due);
        }
        if status.is_final() {
            Open::<T>::remove(exchange.content.kind(), id.0.to_be_bytes());
            Self::uncount_open(&exchange.proposer);
            if let Some(offer) = exchange.offer {
                Self::uncount_open(&offer.helper);
            }
        }
        Exchanges::<T>::insert(id, exchange);
        Self::deposit_event(Event::Moved { id, status, by, due });
        Ok(())
    }

    /// Whoever proposed it doesn't want it any more.
    pub(crate) fn do_withdraw(person: Did, id: ExchangeId) -> DispatchResult {
        let exchange = Self::ensure_exchange(id)?;
        ensure!(exchange.proposer == person, Error::<T>::NotAuthorized);
        Self::take_on(id, exchange, Happening::Withdrawn, Some(person))
    }
}
