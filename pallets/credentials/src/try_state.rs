//! What must always hold.

use crate::{frame, Config, Credentials, CredentialsBySubject, Pallet};
use frame::prelude::*;
use polkadot_sdk::sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// Checks every invariant of this pallet.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        let mut credentials = 0usize;
        for (hash, credential) in Credentials::<T>::iter() {
            credentials = credentials.saturating_add(1);
            ensure!(
                CredentialsBySubject::<T>::contains_key(credential.subject, hash),
                "a credential is missing in its subject's index"
            );
            ensure!(
                credential.expires.is_none_or(|at| at > credential.issued),
                "a credential expired before it was issued"
            );
            ensure!(
                credential.revoked.is_none_or(|revocation| revocation.at >= credential.issued),
                "a credential was revoked before it was issued"
            );
        }
        // Each credential is in the index, so equal numbers mean that nothing else is.
        ensure!(
            CredentialsBySubject::<T>::iter_keys().count() == credentials,
            "the index holds a credential that doesn't exist, or under another subject"
        );
        Ok(())
    }
}
