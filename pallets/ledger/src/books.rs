//! The books of a currency: the one place where balances, holds on accounts and totals change.
//!
//! An account's *position* is its balance less what its holds keep. A payment and a new hold lower
//! it, and may do so down to the credit limit; everything else leaves it or raises it. The *floor*
//! is what the position may be at the lowest. Whenever an account is written the floor becomes
//!
//! ```text
//! min(−limit, max(floor before, position))
//! ```
//!
//! which is −limit, unless the limit was lowered past what the account owed already: then it stays
//! at what is owed and rises with every payment in, until it has reached the limit. A position
//! below it is therefore always a fault, whatever limits did meanwhile.

use core::marker::PhantomData;
use icn_primitives::ledger::{
    Account, Balance, Currency, CurrencyId, CurrencyStatus, CurrencyTotals, Entry, EntryNumber,
    Hold, LedgerAccount, MAX_AMOUNT,
};
use polkadot_sdk::{polkadot_sdk_frame::prelude::*, sp_io::hashing::blake2_256};

use crate::{
    parties::takes_part, Accounts, Config, Currencies, CurrenciesOf, Error, Event, Pallet, Parties,
    Totals,
};

/// What an account could spend with no credit at all.
pub(crate) fn position(account: &Account) -> Result<Balance, ArithmeticError> {
    account.balance.checked_sub(account.held).ok_or(ArithmeticError::Overflow)
}

/// The floor of an account whose position is this now (see the module's page).
fn floor_of(
    before: Balance,
    position: Balance,
    limit: Balance,
) -> Result<Balance, ArithmeticError> {
    let lowest = limit.checked_neg().ok_or(ArithmeticError::Overflow)?;
    Ok(lowest.min(before.max(position)))
}

/// That an account with this limit can let go of `amount`.
fn ensure_within_limit<T: Config>(
    account: &Account,
    limit: Balance,
    amount: Balance,
) -> DispatchResult {
    let after = position(account)?.checked_sub(amount).ok_or(ArithmeticError::Overflow)?;
    let lowest = limit.checked_neg().ok_or(ArithmeticError::Overflow)?;
    ensure!(after >= lowest, Error::<T>::CreditLimitExceeded);
    Ok(())
}

/// Adds a difference to a number.
fn add(number: Balance, difference: Balance) -> Result<Balance, ArithmeticError> {
    number.checked_add(difference).ok_or(ArithmeticError::Overflow)
}

/// Takes a difference from a number.
fn sub(number: Balance, difference: Balance) -> Result<Balance, ArithmeticError> {
    number.checked_sub(difference).ok_or(ArithmeticError::Overflow)
}

/// One currency's books, open to be written in. [`Self::close`] keeps what was written.
#[must_use = "totals are kept when the books are closed"]
pub(crate) struct Books<T> {
    id: CurrencyId,
    pub currency: Currency,
    gives_credit: bool,
    totals: CurrencyTotals,
    _config: PhantomData<T>,
}

impl<T: Config> Books<T> {
    /// Opens the books of a currency that isn't closed.
    pub fn open(id: CurrencyId) -> Result<Self, DispatchError> {
        let books = Self::look(id).ok_or(Error::<T>::NotFound)?;
        ensure!(books.currency.status != CurrencyStatus::Closed, Error::<T>::CurrencyClosed);
        Ok(books)
    }

    /// The books of a currency, to look into.
    pub fn look(id: CurrencyId) -> Option<Self> {
        let currency = Currencies::<T>::get(id.issuer, id.code)
            .filter(|currency| currency.decimals == id.decimals)?;
        let gives_credit = currency.status == CurrencyStatus::Open && takes_part::<T>(id.issuer);
        let totals = Totals::<T>::get(id);
        Some(Self { id, currency, gives_credit, totals, _config: PhantomData })
    }

    /// Whether debts may grow.
    pub fn gives_credit(&self) -> bool {
        self.gives_credit
    }

    /// What the books add up to.
    pub fn totals(&self) -> &CurrencyTotals {
        &self.totals
    }

    /// How much may be owed on an account now.
    pub fn limit(&self, holder: &LedgerAccount, account: &Account) -> Balance {
        if !self.gives_credit {
            return 0;
        }
        account.limit.unwrap_or_else(|| match holder {
            LedgerAccount::Person(person)
                if self.currency.default_limit > 0
                    && T::Parties::is_member(self.id.issuer, person) =>
            {
                self.currency.default_limit
            }
            _ => 0,
        })
    }

    /// The account of `holder`; all zero if there is none.
    pub fn account(&self, holder: &LedgerAccount) -> Account {
        Accounts::<T>::get(self.id, holder).unwrap_or_default()
    }

    /// Changes the account of `holder`, and the totals with it.
    fn change(
        &mut self,
        holder: &LedgerAccount,
        change: impl FnOnce(&mut Account, Balance) -> DispatchResult,
    ) -> DispatchResult {
        let found = Accounts::<T>::get(self.id, holder);
        let before = found.unwrap_or_default();
        let mut after = before;
        change(&mut after, self.limit(holder, &before))?;
        // The limit itself may be what changed.
        after.floor = floor_of(before.floor, position(&after)?, self.limit(holder, &after))?;

        let totals = &mut self.totals;
        totals.positive = sub(add(totals.positive, after.balance.max(0))?, before.balance.max(0))?;
        totals.held = sub(add(totals.held, after.held)?, before.held)?;
        totals.holds = totals
            .holds
            .checked_add(after.holds)
            .and_then(|holds| holds.checked_sub(before.holds))
            .ok_or(ArithmeticError::Overflow)?;
        let needed = after.balance != 0 || after.holds != 0 || after.limit.is_some();
        if needed {
            Accounts::<T>::insert(self.id, holder, after);
        }
        match (found.is_some(), needed) {
            (false, true) => {
                totals.accounts =
                    totals.accounts.checked_add(1).ok_or(ArithmeticError::Overflow)?;
                CurrenciesOf::<T>::insert(holder, self.id, ());
            }
            (true, false) => {
                totals.accounts =
                    totals.accounts.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
                Accounts::<T>::remove(self.id, holder);
                CurrenciesOf::<T>::remove(holder, self.id);
            }
            _ => {}
        }
        Ok(())
    }

    /// Sets what treasurers allow on an account; `None`: what the currency allows by itself.
    pub fn set_limit(&mut self, holder: &LedgerAccount, limit: Option<Balance>) -> DispatchResult {
        self.change(holder, |account, _| {
            account.limit = limit;
            Ok(())
        })
    }

    /// Keeps money of the payer, within its limit and the number of holds that it may have.
    pub fn keep(&mut self, hold: &Hold, max_holds: u32) -> DispatchResult {
        let amount = hold.money.amount;
        self.change(&hold.payer, |account, limit| {
            ensure_within_limit::<T>(account, limit, amount)?;
            ensure!(account.holds < max_holds, Error::<T>::HoldsExceeded);
            account.held = add(account.held, amount)?;
            account.holds = account.holds.checked_add(1).ok_or(ArithmeticError::Overflow)?;
            Ok(())
        })
    }

    /// Sets free what a hold keeps.
    pub fn set_free(&mut self, hold: &Hold) -> DispatchResult {
        self.change(&hold.payer, |account, _| {
            account.held = sub(account.held, hold.money.amount)?;
            account.holds = account.holds.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
            Ok(())
        })
    }

    /// Makes an entry, within the payer's limit.
    pub fn pay(&mut self, entry: Entry) -> Result<EntryNumber, DispatchError> {
        let amount = entry.money.amount;
        self.record(entry, |account, limit| {
            ensure_within_limit::<T>(account, limit, amount)?;
            account.balance = sub(account.balance, amount)?;
            Ok(())
        })
    }

    /// Makes the entry that pays out of a hold, and sets the rest of it free. The payer's limit
    /// counted when the hold was placed.
    pub fn pay_out(&mut self, entry: Entry, hold: &Hold) -> Result<EntryNumber, DispatchError> {
        let amount = entry.money.amount;
        self.record(entry, |account, _| {
            account.held = sub(account.held, hold.money.amount)?;
            account.holds = account.holds.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
            account.balance = sub(account.balance, amount)?;
            Ok(())
        })
    }

    /// Both sides of an entry, its number, and its place in the chain of entries.
    fn record(
        &mut self,
        entry: Entry,
        debit: impl FnOnce(&mut Account, Balance) -> DispatchResult,
    ) -> Result<EntryNumber, DispatchError> {
        let amount = entry.money.amount;
        ensure!(entry.from != entry.to, Error::<T>::SameAccount);
        self.change(&entry.from, debit)?;
        self.change(&entry.to, |account, _| {
            account.balance = add(account.balance, amount)?;
            Ok(())
        })?;
        let number = self.totals.entries;
        self.totals.entries = number.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        self.totals.head = (self.totals.head, entry).using_encoded(blake2_256).into();
        Pallet::<T>::deposit_event(Event::EntryRecorded { number, entry });
        Ok(number)
    }

    /// Keeps the totals.
    pub fn close(self) {
        Totals::<T>::insert(self.id, self.totals);
    }
}

impl<T: Config> Pallet<T> {
    /// That an amount can be moved or kept: more than nothing, at most [`MAX_AMOUNT`].
    pub(crate) fn ensure_amount(amount: Balance) -> DispatchResult {
        ensure!((1..=MAX_AMOUNT).contains(&amount), Error::<T>::InvalidAmount);
        Ok(())
    }

    /// That this can be a limit: nothing or more, at most [`MAX_AMOUNT`].
    pub(crate) fn ensure_limit(limit: Balance) -> DispatchResult {
        ensure!((0..=MAX_AMOUNT).contains(&limit), Error::<T>::InvalidLimit);
        Ok(())
    }
}
