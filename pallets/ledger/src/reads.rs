//! What other pallets and clients read.

use alloc::vec::Vec;
use icn_primitives::{
    apis::MAX_PAGE,
    ledger::{
        Account, AccountView, Actor, CurrencyCode, CurrencyId, CurrencyView, Hold, HoldId, Key,
        KeyRecord, LedgerAccount,
    },
    CooperativeId,
};

use crate::{
    books::{position, Books},
    Accounts, Config, Currencies, CurrenciesOf, Holds, HoldsOf, Keys, Pallet,
};

/// How many entries a page may have.
fn page(limit: u32) -> usize {
    limit.min(MAX_PAGE) as usize
}

impl<T: Config> Pallet<T> {
    /// One account in one currency; all zero if it has none; `None` without such a currency.
    pub fn account(holder: &LedgerAccount, currency: CurrencyId) -> Option<AccountView> {
        let books = Books::<T>::look(currency)?;
        Some(Self::view(&books, holder, &books.account(holder)))
    }

    fn view(books: &Books<T>, holder: &LedgerAccount, account: &Account) -> AccountView {
        let limit = books.limit(holder, account);
        let available = position(account).unwrap_or_default().saturating_add(limit).max(0);
        AccountView {
            balance: account.balance,
            limit,
            held: account.held,
            available,
            own_limit: account.limit.is_some(),
            holds: account.holds,
        }
    }

    /// What a person or a treasury has, in each currency after `after` in the order of storage; at
    /// most `limit` and at most [`MAX_PAGE`].
    pub fn accounts_of(
        holder: &LedgerAccount,
        after: Option<CurrencyId>,
        limit: u32,
    ) -> Vec<(CurrencyId, AccountView)> {
        let currencies: Vec<CurrencyId> = match after {
            Some(after) => {
                let from = CurrenciesOf::<T>::hashed_key_for(holder, after);
                CurrenciesOf::<T>::iter_key_prefix_from(holder, from).take(page(limit)).collect()
            }
            None => CurrenciesOf::<T>::iter_key_prefix(holder).take(page(limit)).collect(),
        };
        let accounts = currencies.into_iter();
        accounts.filter_map(|currency| Some((currency, Self::account(holder, currency)?))).collect()
    }

    /// The accounts of a currency after `after` in the order of storage; at most `limit` and at
    /// most [`MAX_PAGE`].
    pub fn accounts_in(
        currency: CurrencyId,
        after: Option<LedgerAccount>,
        limit: u32,
    ) -> Vec<(LedgerAccount, AccountView)> {
        let Some(books) = Books::<T>::look(currency) else { return Vec::new() };
        let view = |(holder, account)| (holder, Self::view(&books, &holder, &account));
        match after {
            Some(after) => {
                let from = Accounts::<T>::hashed_key_for(currency, after);
                let accounts = Accounts::<T>::iter_prefix_from(currency, from);
                accounts.take(page(limit)).map(view).collect()
            }
            None => Accounts::<T>::iter_prefix(currency).take(page(limit)).map(view).collect(),
        }
    }

    /// One currency and what its books add up to.
    pub fn currency(id: CurrencyId) -> Option<CurrencyView> {
        let books = Books::<T>::look(id)?;
        Some(CurrencyView {
            id,
            status: books.currency.status,
            default_limit: books.currency.default_limit,
            gives_credit: books.gives_credit(),
            totals: *books.totals(),
        })
    }

    /// The currencies of `issuer` after `after` in the order of storage, closed ones included; at
    /// most `limit` and at most [`MAX_PAGE`].
    pub fn currencies(
        issuer: CooperativeId,
        after: Option<CurrencyCode>,
        limit: u32,
    ) -> Vec<CurrencyView> {
        let found: Vec<_> = match after {
            Some(after) => {
                let from = Currencies::<T>::hashed_key_for(issuer, after);
                Currencies::<T>::iter_prefix_from(issuer, from).take(page(limit)).collect()
            }
            None => Currencies::<T>::iter_prefix(issuer).take(page(limit)).collect(),
        };
        found
            .into_iter()
            .map(|(code, currency)| CurrencyId { issuer, code, decimals: currency.decimals })
            .filter_map(Self::currency)
            .collect()
    }

    /// One hold, while it is there.
    pub fn hold_by_id(id: HoldId) -> Option<Hold> {
        Holds::<T>::get(id)
    }

    /// The holds of which `party` is payer or payee, after `after` in the order of storage; at most
    /// `limit` and at most [`MAX_PAGE`].
    pub fn holds(party: &LedgerAccount, after: Option<HoldId>, limit: u32) -> Vec<(HoldId, Hold)> {
        let ids: Vec<HoldId> = match after {
            Some(after) => {
                let from = HoldsOf::<T>::hashed_key_for(party, after);
                HoldsOf::<T>::iter_key_prefix_from(party, from).take(page(limit)).collect()
            }
            None => HoldsOf::<T>::iter_key_prefix(party).take(page(limit)).collect(),
        };
        ids.into_iter().filter_map(|id| Some((id, Holds::<T>::get(id)?))).collect()
    }

    /// What is remembered of an act.
    pub fn act(actor: Actor, key: Key) -> Option<KeyRecord> {
        Keys::<T>::get(actor, key)
    }
}
