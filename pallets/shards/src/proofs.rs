//! Reading the state of another shard from a proof.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use icn_primitives::{Hash, ShardId};
use polkadot_sdk::{
    bp_runtime::{RawStorageProof, StorageProofChecker},
    polkadot_sdk_frame::prelude::*,
    sp_runtime::traits::BlakeTwo256,
};

use crate::{finality::NewHeader, Config, Error, Pallet};

/// A part of another shard's state, as it was after a block that is final there.
pub(crate) struct ProvenState<T> {
    checker: StorageProofChecker<BlakeTwo256>,
    _runtime: PhantomData<T>,
}

impl<T: Config> ProvenState<T> {
    /// The value of this key, or the proof that there is none.
    pub(crate) fn read(&mut self, key: &[u8]) -> Result<Option<Vec<u8>>, Error<T>> {
        self.checker.read_value(key).map_err(|_| Error::<T>::InvalidProof)
    }

    /// The record under this key. Fields that a newer runtime has put behind it are left out.
    pub(crate) fn read_record<R: Decode>(&mut self, key: &[u8]) -> Result<Option<R>, Error<T>> {
        let value = self.read(key)?;
        value
            .map(|bytes| R::decode(&mut bytes.as_slice()).map_err(|_| Error::<T>::LaneMismatch))
            .transpose()
    }
}

impl<T: Config> Pallet<T> {
    /// Opens a proof of the state of shard `id` after its block `at`: that of the new header, or
    /// one that is known.
    pub(crate) fn prove(
        id: ShardId,
        new: &Option<NewHeader>,
        at: Hash,
        proof: RawStorageProof,
    ) -> Result<ProvenState<T>, Error<T>> {
        let size = proof.encoded_size();
        ensure!(size <= T::ProofSize::get() as usize, Error::<T>::ProofSizeExceeded);
        let header = new
            .as_ref()
            .map(|new| new.header)
            .filter(|header| header.hash == at)
            .or_else(|| Self::finalized_header(id, at))
            .ok_or(Error::<T>::UnknownHeader)?;
        let checker = StorageProofChecker::new(header.state_root, proof)
            .map_err(|_| Error::<T>::InvalidProof)?;
        Ok(ProvenState { checker, _runtime: PhantomData })
    }
}
