//! Currencies that are there from the first block on.

use alloc::vec::Vec;
use icn_primitives::{
    ledger::{Action, Actor, Balance, CurrencyId, Entry, EntryNumber, Key, LedgerAccount, Money},
    CooperativeId,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{books::Books, Config, LedgerParameters, Pallet, Parameters};

/// A currency at genesis.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisCurrency {
    /// Which; a founder's.
    pub id: CurrencyId,
    /// How much the issuer's members may owe, for whom nothing else is set.
    pub default_limit: Balance,
    /// How much single accounts may owe.
    #[serde(default)]
    pub limits: Vec<(LedgerAccount, Balance)>,
    /// With what its books begin: from, to, and how much.
    #[serde(default)]
    pub entries: Vec<(LedgerAccount, LedgerAccount, Balance)>,
}

impl<T: Config> Pallet<T> {
    /// Issues the founders' currencies and makes their first entries, by the rules that hold later.
    pub(crate) fn build_genesis(
        currencies: &[GenesisCurrency],
        parameters: LedgerParameters,
    ) -> DispatchResult {
        Self::do_set_parameters(parameters)?;
        for GenesisCurrency { id, default_limit, limits, entries } in currencies {
            Self::do_issue(*id, *default_limit)?;
            for (account, limit) in limits {
                Self::do_set_credit_limit(*id, account, Some(*limit))?;
            }
            for (from, to, amount) in entries {
                Self::open_with(*id, *from, *to, *amount)?;
            }
        }
        Ok(())
    }

    fn open_with(
        currency: CurrencyId,
        from: LedgerAccount,
        to: LedgerAccount,
        amount: Balance,
    ) -> DispatchResult {
        let number = Books::<T>::open(currency)?.totals().entries;
        let (actor, action) = (Actor::Genesis, Action::Opening);
        let (money, key) = (Money { currency, amount }, genesis_key(currency.issuer, number));
        Self::pay(Entry { from, to, money, actor, action, key, reference: None })?;
        Ok(())
    }

    /// Sets the rules of the ledger.
    pub(crate) fn do_set_parameters(parameters: LedgerParameters) -> DispatchResult {
        ensure!(parameters.are_valid(), crate::Error::<T>::InvalidParameters);
        Parameters::<T>::put(parameters);
        Ok(())
    }
}

/// A name for an entry at genesis: issuer and number, big-endian, at the end of zeros.
fn genesis_key(issuer: CooperativeId, number: EntryNumber) -> Key {
    let mut key = [0; 32];
    let name = [&issuer.0.to_be_bytes()[..], &number.to_be_bytes()[..]].concat();
    for (place, byte) in key.iter_mut().rev().zip(name.iter().rev()) {
        *place = *byte;
    }
    key
}
