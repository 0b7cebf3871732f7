//! What holds between blocks.

use polkadot_sdk::{polkadot_sdk_frame::prelude::*, sp_runtime::TryRuntimeError};

use crate::{Config, Ends, Pallet, Waiting};

impl<T: Config> Pallet<T> {
    /// The queue's places are its reports, without gaps, and no more than may wait.
    pub(crate) fn ensure_invariants() -> Result<(), TryRuntimeError> {
        let (first, next) = Ends::<T>::get();
        ensure!(first <= next, "the queue ends before it begins");
        ensure!(Self::waiting() <= u64::from(T::MaxWaiting::get()), "more wait than may");
        let places = Waiting::<T>::iter_keys().count() as u64;
        ensure!(places == Self::waiting(), "a report stands outside of the queue");
        ensure!((first..next).all(Waiting::<T>::contains_key), "the queue has a gap");
        Ok(())
    }
}
