//! Mutual aid: asked for, offered, given.

use icn_primitives::{
    exchange::{Content, Exchange, ExchangeId, Offer},
    ledger::Key,
    parties::Parties,
    CooperativeId, Did, Hash, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{transitions::Happening, Config, Error, Event, OfPerson, Pallet};

impl<T: Config> Pallet<T> {
    /// Somebody asks for help.
    pub(crate) fn do_request_aid(
        person: Did,
        cooperative: Option<CooperativeId>,
        terms: Hash,
        deadline: Moment,
        key: Key,
    ) -> DispatchResult {
        let content = Content::Aid { cooperative };
        if Self::is_replay(&person, &key, &content, terms, deadline)? {
            return Ok(());
        }
        let member = match cooperative {
            Some(cooperative) => T::Parties::is_member(cooperative, &person),
            None => T::Parties::is_active(&person),
        };
        ensure!(member, Error::<T>::NotMember);
        Self::record(person, content, terms, deadline, key)
    }

    /// Somebody offers it.
    pub(crate) fn do_offer_aid(helper: Did, id: ExchangeId, terms: Hash) -> DispatchResult {
        let mut exchange = Self::ensure_open(id, Happening::Offered)?;
        ensure!(exchange.proposer != helper, Error::<T>::SelfDealing);
        ensure!(T::Parties::is_active(&helper), Error::<T>::NotMember);
        Self::count_open(&helper)?;
        OfPerson::<T>::insert(helper, id.0.to_be_bytes(), ());
        let offer = Offer { helper, terms };
        exchange.offer = Some(offer);
        Self::deposit_event(Event::AidOffered { id, offer });
        Self::take_on(id, exchange, Happening::Offered, Some(helper))
    }

    /// One of both doesn't want it any more.
    pub(crate) fn do_end_offer(person: Did, id: ExchangeId) -> DispatchResult {
        let mut exchange = Self::ensure_exchange(id)?;
        let offer = exchange.offer.ok_or(Error::<T>::InvalidTransition)?;
        let open = Happening::OfferEnded.after(exchange.status).is_some();
        ensure!(open, Error::<T>::InvalidTransition);
        let may = person == offer.helper || Self::has_asked(&exchange, &person);
        ensure!(may, Error::<T>::NotAuthorized);
        Self::uncount_open(&offer.helper);
        OfPerson::<T>::remove(offer.helper, id.0.to_be_bytes());
        exchange.offer = None;
        Self::deposit_event(Event::OfferEnded { id, by: person });
        Self::take_on(id, exchange, Happening::OfferEnded, Some(person))
    }

    /// Who has asked for it says that it was given.
    pub(crate) fn do_confirm_aid(person: Did, id: ExchangeId, helper: Did) -> DispatchResult {
        let exchange = Self::ensure_open(id, Happening::Fulfilled)?;
        let named = exchange.offer.is_some_and(|offer| offer.helper == helper);
        ensure!(named, Error::<T>::OfferMismatch);
        ensure!(person != helper, Error::<T>::SelfDealing);
        ensure!(Self::has_asked(&exchange, &person), Error::<T>::NotAuthorized);
        Self::take_on(id, exchange.clone(), Happening::Fulfilled, Some(person))?;
        Self::reward_aid(id, &exchange, &helper);
        Ok(())
    }

    /// Whether it was this person who has asked for help, or it speaks for the cooperative that has.
    fn has_asked(exchange: &Exchange, person: &Did) -> bool {
        exchange.proposer == *person
            || matches!(exchange.content, Content::Aid { cooperative: Some(cooperative) }
                if T::Parties::is_steward(cooperative, person))
    }
}
