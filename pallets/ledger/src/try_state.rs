//! What holds before and after every block.

use alloc::collections::{BTreeMap, BTreeSet};
use icn_primitives::ledger::{
    Account, Actor, Balance, CurrencyId, CurrencyStatus, LedgerAccount, Outcome, MAX_AMOUNT,
    MAX_DECIMALS,
};
use polkadot_sdk::{
    polkadot_sdk_frame::prelude::*,
    sp_runtime::{traits::CheckedAdd, TryRuntimeError},
};

use crate::{
    books::position, Accounts, Config, Currencies, CurrenciesOf, CurrencyCount, Expiring, Holds,
    HoldsOf, KeyLog, KeyLogEnds, Keys, KeysOf, NextHold, Pallet, Parameters, Totals,
};

/// Adds to a sum, which must stay a number.
fn add<N: CheckedAdd>(sum: &mut N, number: N) -> Result<(), TryRuntimeError> {
    *sum = sum.checked_add(&number).ok_or("a sum overflows")?;
    Ok(())
}

/// What accounts of a currency add up to.
#[derive(Default)]
struct Sums {
    all: Balance,
    positive: Balance,
    held: Balance,
    holds: u32,
    accounts: u32,
}

impl<T: Config> Pallet<T> {
    /// Checks all invariants of this pallet.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        ensure!(Parameters::<T>::get().are_valid(), "the parameters are out of their bounds");
        Self::try_currencies()?;
        Self::try_accounts()?;
        Self::try_holds()?;
        Self::try_expiries()?;
        Self::try_keys()
    }

    /// Currencies follow the rules, and are counted.
    fn try_currencies() -> Result<(), TryRuntimeError> {
        let mut open = BTreeMap::<_, u32>::new();
        for (issuer, code, currency) in Currencies::<T>::iter() {
            ensure!(code.is_valid(), "a currency's code isn't one");
            ensure!(currency.decimals <= MAX_DECIMALS, "a currency has too many decimals");
            let limit = (0..=MAX_AMOUNT).contains(&currency.default_limit);
            ensure!(limit, "a currency's limit can't be");
            if currency.status != CurrencyStatus::Closed {
                add(open.entry(issuer).or_default(), 1)?;
            }
        }
        for (issuer, count) in CurrencyCount::<T>::iter() {
            let found = open.remove(&issuer).unwrap_or_default();
            ensure!(found == count, "a cooperative's currencies are miscounted");
        }
        ensure!(open.is_empty(), "a cooperative's currencies aren't counted");
        Ok(())
    }

    /// Each currency sums to zero, no account is below its floor, and totals are right.
    fn try_accounts() -> Result<(), TryRuntimeError> {
        let mut sums = BTreeMap::<CurrencyId, Sums>::new();
        for (currency, holder, account) in Accounts::<T>::iter() {
            let listed = CurrenciesOf::<T>::contains_key(holder, currency);
            ensure!(listed, "an account isn't in its holder's list");
            Self::try_account(&account)?;
            let sum = sums.entry(currency).or_default();
            add(&mut sum.all, account.balance)?;
            add(&mut sum.positive, account.balance.max(0))?;
            add(&mut sum.held, account.held)?;
            add(&mut sum.holds, account.holds)?;
            add(&mut sum.accounts, 1)?;
        }
        let listed = CurrenciesOf::<T>::iter_keys().count();
        let accounts = Accounts::<T>::iter_keys().count();
        ensure!(listed == accounts, "a list names an account that isn't there");
        for (id, totals) in Totals::<T>::iter() {
            let sum = sums.remove(&id).unwrap_or_default();
            let currency = Currencies::<T>::get(id.issuer, id.code)
                .filter(|currency| currency.decimals == id.decimals)
                .ok_or("there are books of no currency")?;
            ensure!(sum.all == 0, "the balances of a currency don't add up to zero");
            let right = totals.positive == sum.positive
                && totals.held == sum.held
                && totals.holds == sum.holds
                && totals.accounts == sum.accounts;
            ensure!(right, "the totals of a currency are wrong");
            let empty = totals.positive == 0 && totals.holds == 0;
            let closed = currency.status == CurrencyStatus::Closed;
            ensure!(!closed || empty, "a closed currency isn't settled");
            let chained = (totals.entries == 0) == totals.head.is_zero();
            ensure!(chained, "the chain of entries has no beginning or no entries");
        }
        ensure!(sums.is_empty(), "accounts stand in no books");
        Ok(())
    }

    fn try_account(account: &Account) -> Result<(), TryRuntimeError> {
        let position = position(account)?;
        ensure!(position >= account.floor, "an account is below its limit");
        ensure!(account.floor <= 0, "a limit forbids to have nothing");
        ensure!(account.held >= 0, "less than nothing is held");
        ensure!((account.held == 0) == (account.holds == 0), "holds keep nothing, or nobody keeps");
        let limit = (0..=MAX_AMOUNT).contains(&account.limit.unwrap_or_default());
        ensure!(limit, "an account's limit can't be");
        let needed = account.balance != 0 || account.holds != 0 || account.limit.is_some();
        ensure!(needed, "an empty account is kept");
        Ok(())
    }

    /// What is held on accounts is what their holds keep; each hold is found by both parties, by its
    /// key and by its expiry.
    fn try_holds() -> Result<(), TryRuntimeError> {
        let mut kept = BTreeMap::<(CurrencyId, LedgerAccount), (Balance, u32)>::new();
        let (mut listed, mut count) = (0u32, 0u32);
        for (id, hold) in Holds::<T>::iter() {
            ensure!(id < NextHold::<T>::get(), "a hold has a number that wasn't given out");
            let amount = hold.money.amount;
            ensure!((1..=MAX_AMOUNT).contains(&amount), "a hold keeps nothing, or too much");
            let (sum, number) = kept.entry((hold.money.currency, hold.payer)).or_default();
            add(sum, amount)?;
            add(number, 1)?;
            add(&mut count, 1)?;
            ensure!(Some(hold.payer) != hold.payee, "a hold is for its payer");
            for party in [Some(hold.payer), hold.payee].into_iter().flatten() {
                ensure!(HoldsOf::<T>::contains_key(party, id), "a party doesn't find its hold");
                add(&mut listed, 1)?;
            }
            let record = Keys::<T>::get(hold.actor, hold.key);
            let found = record.is_some_and(|record| record.outcome == Outcome::Held(id));
            ensure!(found, "a hold isn't found by its key");
        }
        let lists = HoldsOf::<T>::iter_keys().count();
        ensure!(lists == listed as usize, "a list names a hold that isn't there");
        for (currency, holder, account) in Accounts::<T>::iter() {
            let found = kept.remove(&(currency, holder)).unwrap_or_default();
            let same = found == (account.held, account.holds);
            ensure!(same, "what is held isn't the sum of the holds");
        }
        ensure!(kept.is_empty(), "a hold keeps money of no account");
        let held =
            Keys::<T>::iter_values().filter(|record| matches!(record.outcome, Outcome::Held(_)));
        ensure!(held.count() == count as usize, "a key names a hold that isn't there");
        Ok(())
    }

    /// Each hold waits for its expiry, and nothing else does.
    fn try_expiries() -> Result<(), TryRuntimeError> {
        let mut waiting = 0usize;
        for expiry in Expiring::<T>::iter_keys() {
            let hold = Holds::<T>::get(expiry.number()).ok_or("what expires isn't there")?;
            ensure!(hold.expires_at == expiry.moment(), "a hold expires at another moment");
            waiting = waiting.saturating_add(1);
        }
        ensure!(Holds::<T>::iter_keys().count() == waiting, "a hold never expires");
        Ok(())
    }

    /// Each key has one entry in the log, and a person's keys are counted.
    fn try_keys() -> Result<(), TryRuntimeError> {
        let (first, end) = KeyLogEnds::<T>::get();
        let mut keys = BTreeSet::new();
        for (number, (actor, key, _)) in KeyLog::<T>::iter() {
            ensure!((first..end).contains(&number), "the log of keys is longer than it says");
            ensure!(Keys::<T>::contains_key(actor, key), "the log names a key that isn't there");
            ensure!(keys.insert((actor, key)), "a key is in the log twice");
        }
        let length = end.checked_sub(first).ok_or("the log of keys ends before it begins")?;
        ensure!(length == keys.len() as u64, "the log of keys has a gap");
        let mut counts = BTreeMap::<Actor, u32>::new();
        for (actor, key) in Keys::<T>::iter_keys() {
            ensure!(keys.contains(&(actor, key)), "a key isn't in the log");
            if matches!(actor, Actor::Person(_)) {
                add(counts.entry(actor).or_default(), 1)?;
            }
        }
        ensure!(counts == KeysOf::<T>::iter().collect(), "somebody's keys are miscounted");
        Ok(())
    }
}
