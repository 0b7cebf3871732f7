//! Providers: what cooperatives offer, and the keys of their nodes.

use icn_primitives::{
    storage::{key_payload, Provider, ProviderRecord, Tally},
    CooperativeId, Hash, Signature, SigningKey,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{Config, Error, Pallet, ProviderOf, Providers, Rank, Task};

impl<T: Config> Pallet<T> {
    /// Makes a cooperative a provider.
    pub(crate) fn do_register(
        id: CooperativeId,
        capacity: u64,
        key: SigningKey,
        proof: &Signature,
    ) -> DispatchResult {
        ensure!(!Providers::<T>::contains_key(id), Error::<T>::AlreadyExists);
        ensure!(capacity > 0, Error::<T>::InvalidCapacity);
        Self::claim_key(id, &key, proof)?;
        let (record, tally) = (ProviderRecord::default(), Tally::default());
        let provider = Provider { capacity, used: 0, commitments: 0, key, record, tally };
        Providers::<T>::insert(id, provider);
        Ok(())
    }

    /// Makes a key a provider's, whose holder has signed that.
    fn claim_key(id: CooperativeId, key: &SigningKey, proof: &Signature) -> DispatchResult {
        let account = key.account();
        ensure!(!ProviderOf::<T>::contains_key(&account), Error::<T>::KeyInUse);
        let payload = key_payload(&Self::genesis_hash(), id, key);
        ensure!(key.verify(&payload, proof), Error::<T>::InvalidSignature);
        // Never taken back, so that the account's nonce is kept: the key sends commitments.
        if frame_system::Pallet::<T>::providers(&account) == 0 {
            frame_system::Pallet::<T>::inc_providers(&account);
        }
        ProviderOf::<T>::insert(account, id);
        Ok(())
    }

    /// Sets how many bytes a provider offers.
    pub(crate) fn do_set_capacity(id: CooperativeId, capacity: u64) -> DispatchResult {
        let mut provider = Providers::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        ensure!(capacity > 0, Error::<T>::InvalidCapacity);
        ensure!(provider.used <= capacity, Error::<T>::CapacityInUse);
        provider.capacity = capacity;
        Providers::<T>::insert(id, provider);
        Ok(())
    }

    /// Sets with which key a provider's node answers.
    pub(crate) fn do_set_key(
        id: CooperativeId,
        key: SigningKey,
        proof: &Signature,
    ) -> DispatchResult {
        let mut provider = Providers::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        Self::claim_key(id, &key, proof)?;
        ProviderOf::<T>::remove(provider.key.account());
        provider.key = key;
        Providers::<T>::insert(id, provider);
        Ok(())
    }

    /// Ends that a cooperative is a provider.
    pub(crate) fn do_close(id: CooperativeId) -> DispatchResult {
        let mut provider = Providers::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        ensure!(provider.commitments == 0, Error::<T>::CommitmentsLeft);
        if let Some(due) = provider.tally.due {
            Self::award_tally(id, &mut provider.tally, due);
            ensure!(provider.tally.is_empty(), Error::<T>::AwardPending);
            Self::unschedule(Rank::Terms, due, Task::Award(id));
        }
        ProviderOf::<T>::remove(provider.key.account());
        Providers::<T>::remove(id);
        Ok(())
    }

    /// The hash of the first block, by which what keys sign names the chain. frame-system keeps it
    /// when it forgets the hashes of other old blocks.
    pub fn genesis_hash() -> Hash {
        frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
    }
}
