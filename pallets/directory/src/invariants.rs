//! What holds before and after every block.

use icn_primitives::membership::CooperativeStatus;
use polkadot_sdk::{polkadot_sdk_frame::prelude::*, sp_runtime::TryRuntimeError};

use crate::{
    AccountOwner, ActiveCooperatives, ChangeOf, Changes, Config, CooperativeOfDid, Cooperatives,
    LastChange, Pallet, People, SentTo,
};

impl<T: Config> Pallet<T> {
    /// Checks all invariants of this pallet.
    pub(crate) fn ensure_invariants() -> Result<(), TryRuntimeError> {
        Self::ensure_log_is_compact()?;
        Self::ensure_accounts_are_found()?;
        Self::ensure_cooperatives_are_counted()
    }

    /// Each subject has one entry in the log, the last change stands at its end, and nobody was
    /// sent more than there is.
    fn ensure_log_is_compact() -> Result<(), TryRuntimeError> {
        let last = LastChange::<T>::get();
        let mut end = 0u64;
        let mut entries = 0usize;
        for (change, subject) in Self::changes_after(0) {
            entries = entries.saturating_add(1);
            ensure!(change > end, "changes are out of order");
            ensure!(ChangeOf::<T>::get(subject) == Some(change), "a subject has two entries");
            end = change;
        }
        ensure!(end == last, "the last change isn't at the end of the log");
        ensure!(
            Changes::<T>::iter_keys().count() == entries
                && ChangeOf::<T>::iter_keys().count() == entries,
            "a change has no entry in the log"
        );
        ensure!(SentTo::<T>::iter_values().all(|sent| sent <= last), "a cursor is past the end");
        Ok(())
    }

    /// Every account that acts for somebody is theirs, and can send transactions.
    fn ensure_accounts_are_found() -> Result<(), TryRuntimeError> {
        for (account, did) in AccountOwner::<T>::iter() {
            let person = People::<T>::get(did).ok_or("an account acts for nobody")?;
            ensure!(
                person.accounts().any(|own| own == account),
                "an account acts for somebody whose it isn't"
            );
            ensure!(
                frame_system::Pallet::<T>::providers(&account) > 0,
                "an account could send nothing"
            );
        }
        Ok(())
    }

    /// Each cooperative is found by its DID, and those that take part are counted.
    fn ensure_cooperatives_are_counted() -> Result<(), TryRuntimeError> {
        let (mut all, mut active) = (0usize, 0u32);
        for (id, cooperative) in Cooperatives::<T>::iter() {
            all = all.saturating_add(1);
            if cooperative.status == CooperativeStatus::Active {
                active.saturating_inc();
            }
            ensure!(
                CooperativeOfDid::<T>::get(cooperative.did) == Some(id),
                "a cooperative isn't found by its DID"
            );
        }
        ensure!(
            CooperativeOfDid::<T>::iter_keys().count() == all,
            "a DID belongs to a cooperative that has another"
        );
        ensure!(active == ActiveCooperatives::<T>::get(), "active cooperatives are miscounted");
        Ok(())
    }
}
