//! Idempotency keys: whoever isn't sure whether a listing was created or an order placed asks for
//! it again, and it is done once (S000 §4).
//!
//! A key belongs to the party that acts. It is remembered as long as what was made under it is
//! stored, and goes with it.

use codec::Encode;
use icn_primitives::{
    ledger::Key,
    marketplace::{KeyRecord, Made},
    Did, Hash,
};
use polkadot_sdk::{polkadot_sdk_frame::prelude::*, sp_io::hashing::blake2_256};

use crate::{Config, Error, Event, Keys, Pallet};

impl<T: Config> Pallet<T> {
    /// What a request is remembered as.
    pub(crate) fn request_hash(request: impl Encode) -> Hash {
        request.using_encoded(blake2_256).into()
    }

    /// Whether the party has done the same under this key; then [`Event::Replayed`] says so.
    pub(crate) fn is_replay(party: Did, key: Key, request: Hash) -> Result<bool, DispatchError> {
        let Some(record) = Keys::<T>::get(party, key) else { return Ok(false) };
        ensure!(record.request == request, Error::<T>::KeyReused);
        Self::deposit_event(Event::Replayed { party, key, made: record.made });
        Ok(true)
    }

    /// Remembers what was made under a key.
    pub(crate) fn remember(party: Did, key: Key, request: Hash, made: Made) {
        Keys::<T>::insert(party, key, KeyRecord { request, made });
    }
}
