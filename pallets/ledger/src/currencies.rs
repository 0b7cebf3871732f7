//! Currencies, their limits, and where they stand.
//!
//! ```text
//! (nothing) ── issue ──▶ Open ── wind down ──▶ WindingDown ── close, all is settled ──▶ Closed
//!                          ▲                        │
//!                          └───────── reopen ───────┘
//! ```

use icn_primitives::{
    ledger::{Balance, Currency, CurrencyId, CurrencyStatus, LedgerAccount},
    CooperativeId,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{
    books::Books, parties::takes_part, Config, Currencies, CurrencyCount, Error, Pallet, Parameters,
};

impl<T: Config> Pallet<T> {
    /// Makes a new currency.
    pub(crate) fn do_issue(id: CurrencyId, default_limit: Balance) -> DispatchResult {
        Self::ensure_issuable(&id)?;
        Self::ensure_limit(default_limit)?;
        let known = Currencies::<T>::contains_key(id.issuer, id.code);
        ensure!(!known, Error::<T>::AlreadyExists);
        let (decimals, status) = (id.decimals, CurrencyStatus::Open);
        Self::count_currency(id.issuer)?;
        Currencies::<T>::insert(id.issuer, id.code, Currency { decimals, status, default_limit });
        Ok(())
    }

    /// One currency more that isn't closed, if there is room.
    fn count_currency(issuer: CooperativeId) -> DispatchResult {
        CurrencyCount::<T>::try_mutate(issuer, |count| {
            ensure!(*count < Parameters::<T>::get().max_currencies, Error::<T>::CurrenciesExceeded);
            *count = count.checked_add(1).ok_or(ArithmeticError::Overflow)?;
            Ok(())
        })
    }

    /// Sets what members of the issuer may owe, for whom nothing else is set.
    pub(crate) fn do_set_default_limit(id: CurrencyId, limit: Balance) -> DispatchResult {
        Self::ensure_limit(limit)?;
        let mut currency = Books::<T>::open(id)?.currency;
        currency.default_limit = limit;
        Currencies::<T>::insert(id.issuer, id.code, currency);
        Ok(())
    }

    /// Sets what one account may owe; `None`: what the currency allows by itself.
    pub(crate) fn do_set_credit_limit(
        id: CurrencyId,
        account: &LedgerAccount,
        limit: Option<Balance>,
    ) -> DispatchResult {
        Self::ensure_limit(limit.unwrap_or_default())?;
        // Of whoever has left a limit can still be lowered, and taken away.
        Self::has_left(account)?;
        let mut books = Books::<T>::open(id)?;
        books.set_limit(account, limit)?;
        books.close();
        Ok(())
    }

    /// Lets debts grow no longer.
    pub(crate) fn do_wind_down(id: CurrencyId) -> DispatchResult {
        Self::move_currency(id, CurrencyStatus::Open, CurrencyStatus::WindingDown)
    }

    /// Lets debts grow again.
    pub(crate) fn do_reopen(id: CurrencyId) -> DispatchResult {
        ensure!(takes_part::<T>(id.issuer), Error::<T>::IssuerNotActive);
        Self::move_currency(id, CurrencyStatus::WindingDown, CurrencyStatus::Open)
    }

    /// Ends a currency in which nobody owes and nothing is held.
    pub(crate) fn do_close(id: CurrencyId) -> DispatchResult {
        Self::move_currency(id, CurrencyStatus::WindingDown, CurrencyStatus::Closed)?;
        CurrencyCount::<T>::mutate(id.issuer, |count| count.saturating_dec());
        Ok(())
    }

    /// From one status to the next, if it stands at the first.
    fn move_currency(id: CurrencyId, from: CurrencyStatus, to: CurrencyStatus) -> DispatchResult {
        let books = Books::<T>::open(id)?;
        ensure!(books.currency.status == from, Error::<T>::InvalidTransition);
        if to == CurrencyStatus::Closed {
            // All balances add up to zero: without one above it there is none below.
            let settled = books.totals().positive == 0 && books.totals().holds == 0;
            ensure!(settled, Error::<T>::NotSettled);
        }
        Currencies::<T>::insert(id.issuer, id.code, Currency { status: to, ..books.currency });
        Ok(())
    }
}
