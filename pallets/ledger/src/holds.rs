//! Holds: placed once, and ended once: captured, released or expired.
//!
//! ```text
//! (nothing) ── hold ──▶ Held ── capture, before its time has passed ──▶ Captured
//!                        │ ├──── release ─────────────────────────────▶ Released
//!                        │ └──── its time has passed ─────────────────▶ Expired
//! ```
//!
//! A capture pays a part or all of it to the payee and gives the rest back to the payer, and with
//! that the hold has ended. This is the one place where holds begin and end.

use icn_primitives::{
    due::Due,
    ledger::{
        Action, Actor, Balance, Entry, EntryNumber, Hold, HoldId, LedgerAccount, Money, Outcome,
        Treasury,
    },
    Did,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    books::Books, keys::Done, parties::takes_part, Config, Error, Event, Expiring, Holds, HoldsOf,
    NextHold, Pallet, Parameters, Parties,
};

/// How a hold ends without being captured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Returned {
    /// By whoever may release it.
    Released,
    /// By itself.
    Expired,
}

impl<T: Config> Pallet<T> {
    /// Keeps money of the payer.
    ///
    /// A person's is kept by itself, a shard or a pallet; a treasury's by its body's decision.
    pub(crate) fn do_hold(hold: Hold) -> Result<Done, DispatchError> {
        Self::once(hold.actor, hold.key, hold, || {
            match (hold.payer, hold.actor) {
                (LedgerAccount::Person(payer), Actor::Shard(_) | Actor::Pallet(_)) => {
                    Self::ensure_may_spend(&payer)?;
                }
                (LedgerAccount::Person(payer), Actor::Person(actor)) if payer == actor => {
                    Self::ensure_may_spend(&payer)?;
                }
                (LedgerAccount::Treasury(treasury), Actor::Decision(by)) if treasury == by => {}
                _ => return Err(Error::<T>::NotAuthorized.into()),
            }
            Ok(Outcome::Held(Self::place(hold)?))
        })
    }

    /// Keeps money that a shard asks for: of a person, or of a cooperative's treasury.
    ///
    /// The shard has seen the cooperative's decision, which went there from here. So its word is
    /// enough, as it is for persons; but not for what the federation has, which decides here, nor
    /// for a cooperative that takes no part.
    pub(crate) fn do_hold_for_shard(hold: Hold) -> Result<Done, DispatchError> {
        let LedgerAccount::Treasury(treasury) = hold.payer else { return Self::do_hold(hold) };
        Self::once(hold.actor, hold.key, hold, || {
            let Treasury::Cooperative(cooperative) = treasury else {
                return Err(Error::<T>::NotAuthorized.into());
            };
            ensure!(takes_part::<T>(cooperative), Error::<T>::PayerNotActive);
            Ok(Outcome::Held(Self::place(hold)?))
        })
    }

    /// Makes a hold.
    fn place(hold: Hold) -> Result<HoldId, DispatchError> {
        let Hold { payer, payee, money: Money { currency, amount }, expires_at, .. } = hold;
        Self::ensure_amount(amount)?;
        let parameters = Parameters::<T>::get();
        let now = T::Time::now();
        let latest = now.saturating_add(parameters.max_hold_life);
        ensure!(expires_at > now && expires_at <= latest, Error::<T>::InvalidExpiry);
        let mut books = Books::<T>::open(currency)?;
        if let Some(payee) = payee {
            ensure!(payee != payer, Error::<T>::SameAccount);
            Self::ensure_payee(&payee, &books.account(&payee), amount)?;
        }
        books.keep(&hold, parameters.max_holds)?;
        books.close();
        let id = NextHold::<T>::get();
        NextHold::<T>::put(id.checked_add(1).ok_or(ArithmeticError::Overflow)?);
        Holds::<T>::insert(id, hold);
        for party in [Some(payer), payee].into_iter().flatten() {
            HoldsOf::<T>::insert(party, id, ());
        }
        Expiring::<T>::insert(Due::new(expires_at, id), ());
        Self::deposit_event(Event::HoldPlaced { hold: id, terms: hold });
        Ok(id)
    }

    /// The hold `id`, while it is there.
    pub(crate) fn ensure_hold(id: HoldId) -> Result<Hold, DispatchError> {
        let ended = id < NextHold::<T>::get();
        let missing = if ended { Error::<T>::HoldEnded } else { Error::<T>::NotFound };
        Ok(Holds::<T>::get(id).ok_or(missing)?)
    }

    /// Pays `amount` of a hold to its payee and gives the rest back to the payer.
    pub(crate) fn do_capture(
        id: HoldId,
        actor: Actor,
        payee: Option<LedgerAccount>,
        amount: Balance,
    ) -> Result<Outcome, DispatchError> {
        let hold = Self::ensure_hold(id)?;
        ensure!(T::Time::now() < hold.expires_at, Error::<T>::HoldExpired);
        let part = (1..=hold.money.amount).contains(&amount);
        ensure!(part, Error::<T>::InvalidAmount);
        let to = match (hold.payee, payee) {
            (Some(named), None) => named,
            (Some(named), Some(payee)) if named == payee => named,
            (None, Some(payee)) => {
                // Who leaves between a delivery and its payment is paid.
                Self::has_left(&payee)?;
                payee
            }
            _ => return Err(Error::<T>::InvalidPayee.into()),
        };
        let Hold { payer, key, reference, money: Money { currency, .. }, .. } = hold;
        let mut books = Books::<T>::open(currency)?;
        let money = Money { currency, amount };
        let action = Action::Capture(id);
        let entry = Entry { from: payer, to, money, actor, action, key, reference };
        let number = books.pay_out(entry, &hold)?;
        books.close();
        let outcome = Outcome::Captured { hold: id, entry: number, payee: to, amount };
        Self::end(id, &hold, outcome);
        Self::deposit_captured(id, number, &hold, amount);
        Ok(outcome)
    }

    fn deposit_captured(id: HoldId, entry: EntryNumber, hold: &Hold, captured: Balance) {
        let returned = hold.money.amount.saturating_sub(captured);
        Self::deposit_event(Event::HoldCaptured { hold: id, entry, captured, returned });
    }

    /// Gives all of a hold back to the payer.
    pub(crate) fn do_return(id: HoldId, how: Returned) -> Result<Outcome, DispatchError> {
        let hold = Self::ensure_hold(id)?;
        let mut books = Books::<T>::open(hold.money.currency)?;
        books.set_free(&hold)?;
        books.close();
        let (outcome, event) = match how {
            Returned::Released => (Outcome::Released(id), Event::HoldReleased { hold: id }),
            Returned::Expired => (Outcome::Expired(id), Event::HoldExpired { hold: id }),
        };
        Self::end(id, &hold, outcome);
        Self::deposit_event(event);
        Ok(outcome)
    }

    /// Takes a hold out of everything that lists it, and notes what became of it.
    fn end(id: HoldId, hold: &Hold, outcome: Outcome) {
        Holds::<T>::remove(id);
        for party in [Some(hold.payer), hold.payee].into_iter().flatten() {
            HoldsOf::<T>::remove(party, id);
        }
        Expiring::<T>::remove(Due::new(hold.expires_at, id));
        Self::note_end(hold.actor, hold.key, outcome);
    }

    /// That `person` may capture a hold by a call: it has placed it, and may spend.
    pub(crate) fn ensure_may_capture(person: &Did, id: HoldId) -> DispatchResult {
        let hold = Self::ensure_hold(id)?;
        ensure!(hold.actor == Actor::Person(*person), Error::<T>::NotAuthorized);
        Self::ensure_may_spend(person)?;
        Ok(())
    }

    /// That `person` may release a hold by a call.
    ///
    /// A hold that a person has placed is security for its payee, who may give it up: the payee
    /// itself, or a treasurer of the cooperative. Without a payee nobody relies on it but the
    /// payer. When its time has passed, the payer need not wait for it to expire by itself.
    pub(crate) fn ensure_may_release(person: &Did, id: HoldId) -> DispatchResult {
        let hold = Self::ensure_hold(id)?;
        let payer = hold.payer == LedgerAccount::Person(*person);
        let may = if payer && T::Time::now() >= hold.expires_at {
            true
        } else {
            matches!(hold.actor, Actor::Person(_))
                && match hold.payee {
                    None => payer,
                    Some(LedgerAccount::Person(payee)) => payee == *person,
                    Some(LedgerAccount::Treasury(Treasury::Cooperative(id))) => {
                        T::Parties::is_treasurer(id, person)
                    }
                    Some(LedgerAccount::Treasury(Treasury::Federation)) => false,
                }
        };
        ensure!(may, Error::<T>::NotAuthorized);
        Ok(())
    }
}
