//! Entries: transfers of persons, payments of treasuries, settlements with those who have left.

use icn_primitives::{
    ledger::{Action, Actor, CurrencyId, Entry, Key, LedgerAccount, Money, Outcome, Treasury},
    Did, Hash,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{
    books::{position, Books},
    keys::Done,
    Config, Error, Pallet, Parties, PersonStanding,
};

impl<T: Config> Pallet<T> {
    /// A person pays. Gives also how many memberships were looked at.
    pub(crate) fn do_transfer(
        payer: Did,
        payee: LedgerAccount,
        money: Money,
        key: Key,
        reference: Option<Hash>,
    ) -> Result<(Done, u32), DispatchError> {
        let (from, actor) = (LedgerAccount::Person(payer), Actor::Person(payer));
        let action = Action::Transfer;
        let entry = Entry { from, to: payee, money, actor, action, key, reference };
        let mut memberships = 0u32;
        let done = Self::once(actor, key, entry, || {
            let of_payer = Self::ensure_may_spend(&payer)?;
            let (outcome, of_payee) = Self::pay(entry)?;
            memberships = of_payer.saturating_add(of_payee);
            Ok(outcome)
        })?;
        Ok((done, memberships))
    }

    /// A decision pays from a treasury.
    pub(crate) fn do_pay_from_treasury(
        actor: Actor,
        treasury: Treasury,
        payee: LedgerAccount,
        money: Money,
        key: Key,
        reference: Option<Hash>,
    ) -> Result<Done, DispatchError> {
        let action = Action::TreasuryPayment;
        let from = LedgerAccount::Treasury(treasury);
        let entry = Entry { from, to: payee, money, actor, action, key, reference };
        Self::once(actor, key, entry, || Self::pay(entry).map(|(outcome, _)| outcome))
    }

    /// Makes an entry for which the payer's limit and the payee's standing count. Gives also how
    /// many memberships of the payee were looked at.
    pub(crate) fn pay(entry: Entry) -> Result<(Outcome, u32), DispatchError> {
        let Money { currency, amount } = entry.money;
        Self::ensure_amount(amount)?;
        let mut books = Books::<T>::open(currency)?;
        let memberships = Self::ensure_payee(&entry.to, &books.account(&entry.to), amount)?;
        let number = books.pay(entry)?;
        books.close();
        Ok((Outcome::Recorded { currency, entry: number }, memberships))
    }

    /// What somebody who has left still has goes to the issuer's treasury.
    pub(crate) fn do_settle(
        actor: Actor,
        currency: CurrencyId,
        person: Did,
        key: Key,
        reference: Option<Hash>,
    ) -> Result<Done, DispatchError> {
        Self::once(actor, key, ("settle", currency, person, reference), || {
            let (standing, _) = T::Parties::standing(&person);
            ensure!(standing == PersonStanding::Ended, Error::<T>::PersonNotEnded);
            let from = LedgerAccount::Person(person);
            let mut books = Books::<T>::open(currency)?;
            let amount = position(&books.account(&from))?;
            ensure!(amount > 0, Error::<T>::NothingToSettle);
            let number = books.pay(Entry {
                from,
                to: LedgerAccount::cooperative(currency.issuer),
                money: Money { currency, amount },
                actor,
                action: Action::Settlement,
                key,
                reference,
            })?;
            books.close();
            Ok(Outcome::Recorded { currency, entry: number })
        })
    }
}
