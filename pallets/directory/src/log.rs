//! The change log: which subjects changed, the one that changed last at the end.

use icn_primitives::directory::Subject;
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{Awake, ChangeOf, Changes, Config, LastChange, Pallet};

impl<T: Config> Pallet<T> {
    /// Notes that the record of `subject` may have changed. On the hub; elsewhere nothing happens.
    ///
    /// Costs four reads and five writes, whatever the log holds.
    pub fn touch(subject: Subject) {
        if !T::IsHub::get() {
            return;
        }
        // A number for each change lasts for ever: there are 2^64.
        let change = LastChange::<T>::get().saturating_add(1);
        if let Some(before) = ChangeOf::<T>::get(subject) {
            Changes::<T>::remove(before.to_be_bytes());
        }
        Changes::<T>::insert(change.to_be_bytes(), subject);
        ChangeOf::<T>::insert(subject, change);
        LastChange::<T>::put(change);
        Awake::<T>::put(true);
    }

    /// The subjects that changed after the change of this number, in the order of their changes.
    /// Reads two entries for each that is taken.
    pub(crate) fn changes_after(change: u64) -> impl Iterator<Item = (u64, Subject)> {
        Changes::<T>::iter_from(Changes::<T>::hashed_key_for(change.to_be_bytes()))
            .map(|(key, subject)| (u64::from_be_bytes(key), subject))
    }
}
