//! Labour that persons contribute to cooperatives.

use icn_primitives::{
    exchange::{Content, ExchangeId, MAX_LABOUR},
    ledger::Key,
    parties::Parties,
    CooperativeId, Did, Hash, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{transitions::Happening, Config, Error, Pallet};

impl<T: Config> Pallet<T> {
    /// Somebody says that it has worked.
    pub(crate) fn do_record_labour(
        person: Did,
        cooperative: CooperativeId,
        minutes: u32,
        terms: Hash,
        deadline: Moment,
        key: Key,
    ) -> DispatchResult {
        let content = Content::Labour { cooperative, minutes };
        if Self::is_replay(&person, &key, &content, terms, deadline)? {
            return Ok(());
        }
        ensure!((1..=MAX_LABOUR).contains(&minutes), Error::<T>::InvalidLabour);
        ensure!(T::Parties::is_active(&person), Error::<T>::NotMember);
        ensure!(T::Parties::takes_part(cooperative), Error::<T>::CooperativeNotActive);
        Self::record(person, content, terms, deadline, key)
    }

    /// The cooperative says whether it has.
    pub(crate) fn do_confirm_labour(person: Did, id: ExchangeId, confirm: bool) -> DispatchResult {
        let exchange = Self::ensure_open(id, Happening::Confirmed)?;
        let Content::Labour { cooperative, .. } = exchange.content else {
            return Err(Error::<T>::InvalidTransition.into());
        };
        ensure!(exchange.proposer != person, Error::<T>::SelfDealing);
        ensure!(T::Parties::is_steward(cooperative, &person), Error::<T>::NotAuthorized);
        if !confirm {
            return Self::take_on(id, exchange, Happening::Declined, Some(person));
        }
        Self::take_on(id, exchange.clone(), Happening::Confirmed, Some(person))?;
        Self::reward_labour(id, &exchange);
        Ok(())
    }
}
