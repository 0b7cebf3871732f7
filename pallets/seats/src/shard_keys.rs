//! Session keys of a seat on every shard, none of which serves twice (design: Keys).

use alloc::collections::BTreeSet;
use codec::{Decode, DecodeWithMemTracking, Encode};
use icn_primitives::{
    directory::EncodedKeys, shard::MAX_SHARDS, AccountId, CooperativeId, ShardId,
};
use polkadot_sdk::{
    pallet_session::{self, SessionInterface},
    polkadot_sdk_frame::{prelude::*, traits::Contains},
    sp_runtime::{traits::OpaqueKeys, KeyTypeId},
};
use scale_info::TypeInfo;

use crate::{Config, Error, KeyUse, OnSeatChange, Pallet, Seats, ShardKeys};

/// Most shards for which keys are set in one call: those that this one follows, and itself.
pub const MAX_KEYED_SHARDS: u32 = MAX_SHARDS + 1;
/// Longest proof that somebody holds the keys for a shard, in bytes.
pub const MAX_KEYS_PROOF: u32 = 512;
/// Longest public key, in bytes.
pub const MAX_KEY: u32 = 64;

/// A public session key with its type: what is used once.
pub type UsedKey = ([u8; 4], BoundedVec<u8, ConstU32<MAX_KEY>>);

/// A seat's session keys for one shard.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct KeysForShard<Keys> {
    /// Which shard.
    pub shard: ShardId,
    /// The keys, which no other shard and no other seat has or had.
    pub keys: Keys,
    /// Each key's signature on the operator's account, as `generate_session_keys` gives it.
    pub proof: BoundedVec<u8, ConstU32<MAX_KEYS_PROOF>>,
}

impl<T: Config> Pallet<T> {
    /// Sets the session keys of the seat that `operator` operates; gives whose seat that is.
    pub(crate) fn do_set_keys(
        operator: &AccountId,
        all: &[KeysForShard<T::Keys>],
    ) -> Result<CooperativeId, DispatchError> {
        let cooperative = Self::operator_cooperative(operator).ok_or(Error::<T>::NotAuthorized)?;
        let mut shards = BTreeSet::new();
        for KeysForShard { shard, keys, proof } in all {
            ensure!(shards.insert(*shard), Error::<T>::DuplicateShard);
            Self::ensure_known(*shard)?;
            let held = operator.using_encoded(|owner| keys.ownership_proof_is_valid(owner, proof));
            ensure!(held, Error::<T>::InvalidProof);
            Self::store_keys(*shard, cooperative, keys)?;
            if *shard == T::ThisShard::get() {
                <pallet_session::Pallet<T> as SessionInterface>::set_keys(operator, keys.clone())?;
            }
        }
        T::OnChange::seat_changed(cooperative);
        Ok(cooperative)
    }

    /// Refuses shards that neither are this one nor are known to it.
    fn ensure_known(shard: ShardId) -> Result<(), Error<T>> {
        let known = shard == T::ThisShard::get() || T::KnownShards::contains(&shard);
        ensure!(known, Error::<T>::UnknownShard);
        Ok(())
    }

    /// Takes note that these keys are used by this seat on this shard, and keeps them if that is
    /// another one.
    fn store_keys(
        shard: ShardId,
        cooperative: CooperativeId,
        keys: &T::Keys,
    ) -> Result<(), Error<T>> {
        ensure!(Seats::<T>::contains_key(cooperative), Error::<T>::NotFound);
        for id in T::Keys::key_ids() {
            let key = Self::used_key(*id, keys).ok_or(Error::<T>::KeyLengthExceeded)?;
            match KeyUse::<T>::get(&key) {
                Some(used) => ensure!(used == (shard, cooperative), Error::<T>::KeyReused),
                None => KeyUse::<T>::insert(key, (shard, cooperative)),
            }
        }
        if shard != T::ThisShard::get() {
            let encoded = Self::encode_keys(keys).ok_or(Error::<T>::KeyLengthExceeded)?;
            ShardKeys::<T>::insert(shard, cooperative, encoded);
        }
        Ok(())
    }

    /// The key of this type; `None` if it is longer than a key may be.
    pub(crate) fn used_key(id: KeyTypeId, keys: &T::Keys) -> Option<UsedKey> {
        Some((id.0, keys.get_raw(id).to_vec().try_into().ok()?))
    }

    /// Keys as they travel; `None` if they are longer than keys may be.
    pub(crate) fn encode_keys(keys: &T::Keys) -> Option<EncodedKeys> {
        keys.encode().try_into().ok()
    }

    /// Registers the founders' keys. Those of this shard are set by pallet-session's own genesis.
    ///
    /// # Panics
    ///
    /// If a key serves twice: a chain with such a genesis must not start.
    pub(crate) fn build_genesis_keys(all: &[(ShardId, CooperativeId, T::Keys)]) {
        for (shard, cooperative, keys) in all {
            if let Err(error) = Self::store_keys(*shard, *cooperative, keys) {
                panic!(
                    "cooperative {cooperative} can't have these keys on shard {} at genesis, \
                     because a key serves one seat on one shard: {error:?}",
                    shard.0,
                );
            }
            T::OnChange::seat_changed(*cooperative);
        }
    }
}
