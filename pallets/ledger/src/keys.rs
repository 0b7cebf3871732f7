//! Idempotency keys: whoever isn't sure whether an act was done asks for it again, and it is done
//! once (S000 §4).
//!
//! A key belongs to its actor. It is remembered for at least
//! [`key_retention`](crate::LedgerParameters::key_retention) after its act, and after the end of
//! the hold that the act placed. [`KeyLog`] has one entry for each, in the order in which they come
//! due. Each new key forgets up to two whose time has passed, so there are never many more than
//! were used within that time; blocks with room forget more.

use codec::Encode;
use icn_primitives::{
    ledger::{Actor, HoldId, Key, KeyRecord, Outcome},
    Moment,
};
use polkadot_sdk::{
    polkadot_sdk_frame::{prelude::*, traits::Time},
    sp_io::hashing::blake2_256,
};

use crate::{
    Config, Error, Event, KeyLog, KeyLogEnds, Keys, KeysOf, Pallet, Parameters, WeightInfo,
};

/// How many keys each new one forgets, if their time has passed: more than one, so that they can't
/// pile up.
const FORGOTTEN_PER_KEY: u32 = 2;
/// Most keys that a block's spare time forgets.
const FORGOTTEN_PER_BLOCK: u32 = 200;

/// What came of an act with a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Done {
    /// What became of it, this time or before.
    pub outcome: Outcome,
    /// Whether it was done before, so that nothing changed.
    pub replayed: bool,
}

impl<T: Config> Pallet<T> {
    /// Does `act`, unless `actor` has done the same under this key before; then nothing changes,
    /// and [`Event::Replayed`] says so.
    ///
    /// Errors: [`Error::KeyReused`] if something else was done under the key;
    /// [`Error::KeysExceeded`]; those of `act`.
    pub(crate) fn once(
        actor: Actor,
        key: Key,
        request: impl Encode,
        act: impl FnOnce() -> Result<Outcome, DispatchError>,
    ) -> Result<Done, DispatchError> {
        let request = request.using_encoded(blake2_256).into();
        if let Some(record) = Keys::<T>::get(actor, key) {
            ensure!(record.request == request, Error::<T>::KeyReused);
            return Ok(Self::replayed(actor, key, record.outcome));
        }
        Self::forget_keys(FORGOTTEN_PER_KEY);
        Self::count_key(&actor)?;
        let outcome = act()?;
        let at = T::Time::now();
        Keys::<T>::insert(actor, key, KeyRecord { request, outcome, at });
        Self::log_key(actor, key, at)?;
        Ok(Done { outcome, replayed: false })
    }

    /// Says that an act was done before.
    pub(crate) fn replayed(actor: Actor, key: Key, outcome: Outcome) -> Done {
        Self::deposit_event(Event::Replayed { actor, key, outcome });
        Done { outcome, replayed: true }
    }

    /// Notes how the hold ended that was placed under this key.
    pub(crate) fn note_end(actor: Actor, key: Key, outcome: Outcome) {
        Keys::<T>::mutate(actor, key, |record| {
            if let Some(record) = record {
                record.outcome = outcome;
                record.at = T::Time::now();
            }
        });
    }

    /// The hold that `actor` placed under `key`; what became of it if it has ended.
    pub(crate) fn hold_of_key(actor: Actor, key: Key) -> Result<Result<HoldId, Outcome>, Error<T>> {
        match Keys::<T>::get(actor, key).map(|record| record.outcome) {
            Some(Outcome::Held(hold)) => Ok(Ok(hold)),
            Some(
                ended @ (Outcome::Captured { .. } | Outcome::Released(_) | Outcome::Expired(_)),
            ) => Ok(Err(ended)),
            Some(Outcome::Recorded { .. }) | None => Err(Error::NotFound),
        }
    }

    /// One key more of a person, who may have so many. Decisions, shards and pallets are few, and
    /// bounded by what brings them.
    fn count_key(actor: &Actor) -> DispatchResult {
        if !matches!(actor, Actor::Person(_)) {
            return Ok(());
        }
        KeysOf::<T>::try_mutate(actor, |count| {
            ensure!(*count < Parameters::<T>::get().max_keys, Error::<T>::KeysExceeded);
            *count = count.checked_add(1).ok_or(ArithmeticError::Overflow)?;
            Ok(())
        })
    }

    fn log_key(actor: Actor, key: Key, now: Moment) -> DispatchResult {
        let due = now.saturating_add(Parameters::<T>::get().key_retention);
        KeyLogEnds::<T>::try_mutate(|(_, end)| {
            KeyLog::<T>::insert(*end, (actor, key, due));
            *end = end.checked_add(1).ok_or(ArithmeticError::Overflow)?;
            Ok(())
        })
    }

    /// Forgets up to `limit` keys whose time has passed, and says how many were looked at.
    pub(crate) fn forget_keys(limit: u32) -> u32 {
        let now = T::Time::now();
        let retention = Parameters::<T>::get().key_retention;
        let (mut first, mut end) = KeyLogEnds::<T>::get();
        let mut looked = 0u32;
        while looked < limit && first < end {
            let Some((actor, key, due)) = KeyLog::<T>::get(first) else { break };
            if due > now {
                break;
            }
            let record = Keys::<T>::get(actor, key);
            let still_needed = record.is_some_and(|record| {
                matches!(record.outcome, Outcome::Held(_))
                    || record.at.saturating_add(retention) > now
            });
            KeyLog::<T>::remove(first);
            first = first.saturating_add(1);
            looked = looked.saturating_add(1);
            if still_needed {
                // Its hold is there, or ended not long ago.
                KeyLog::<T>::insert(end, (actor, key, now.saturating_add(retention)));
                end = end.saturating_add(1);
            } else {
                Keys::<T>::remove(actor, key);
                KeysOf::<T>::mutate_exists(actor, |count| {
                    *count = count.map(|count| count.saturating_sub(1)).filter(|count| *count > 0);
                });
            }
        }
        if looked > 0 {
            KeyLogEnds::<T>::put((first, end));
        }
        looked
    }

    /// Forgets keys in what is left of a block.
    pub(crate) fn forget_in_spare_time(spare: Weight) -> Weight {
        let idle = T::WeightInfo::forget(0);
        let each = T::WeightInfo::forget(1).saturating_sub(idle);
        if spare.checked_sub(&T::WeightInfo::forget(1)).is_none() {
            return Weight::zero();
        }
        let room = spare.saturating_sub(idle).checked_div_per_component(&each);
        let room = room.unwrap_or_default().min(FORGOTTEN_PER_BLOCK.into()) as u32;
        T::WeightInfo::forget(Self::forget_keys(room))
    }
}
