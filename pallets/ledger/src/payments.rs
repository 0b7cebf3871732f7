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
    /// A person pays.
    pub(crate) fn do_transfer(
        payer: Did,
        payee: LedgerAccount,
        money: Money,
        key: Key,
        reference: Option<Hash>,
    ) -> Result<Done, DispatchError> {
        let (from, actor) = (LedgerAccount::Person(payer), Actor::Person(payer));
        let entry =
            Entry { from, to: payee, money, actor, action: Action::Transfer, key, reference };
        Self::once(actor, key, entry, || {
            Self::ensure_may_spend(&payer)?;
            Self::pay(entry)
        })
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
        Self::once(actor, key, entry, || Self::pay(entry))
    }

    /// Makes an entry for which the payer's limit and the payee's standing count.
    pub(crate) fn pay(entry: Entry) -> Result<Outcome, DispatchError> {
        Self::ensure_amount(entry.money.amount)?;
        let currency = entry.money.currency;
        let mut books = Books::<T>::open(currency)?;
        Self::ensure_payee(&entry.to, &books.account(&entry.to), entry.money.amount)?;
        let number = books.pay(entry)?;
        books.close();
        Ok(Outcome::Recorded { currency, entry: number })
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
            let ended = T::Parties::standing(&person) == PersonStanding::Ended;
            ensure!(ended, Error::<T>::PersonNotEnded);
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
