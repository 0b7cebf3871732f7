//! What verifiers and explorers read.

use alloc::vec::Vec;

use crate::{frame, Config, Credentials, CredentialsBySubject, IssuerAuthority, Pallet};
use frame::traits::Time;
use icn_primitives::{
    apis::MAX_PAGE,
    credential::{Credential, CredentialStatus},
    Did, Hash,
};

impl<T: Config> Pallet<T> {
    /// Whether the credential `hash` holds now; `None` if nobody anchored it.
    pub fn status(hash: Hash) -> Option<CredentialStatus> {
        Self::credential(hash).map(|(_, status)| status)
    }

    /// The credential `hash` and whether it holds now.
    pub fn credential(hash: Hash) -> Option<(Credential, CredentialStatus)> {
        let credential = Credentials::<T>::get(hash)?;
        let status = Self::status_of(&credential);
        Some((credential, status))
    }

    /// Credentials about `subject`, in the order of storage, from the one after `after` on; at most
    /// `limit`, and at most [`MAX_PAGE`].
    ///
    /// The hash of the last one is the next page's `after`.
    pub fn credentials_of(
        subject: &Did,
        after: Option<Hash>,
        limit: u32,
    ) -> Vec<(Hash, Credential, CredentialStatus)> {
        let hashes = match after {
            Some(hash) => CredentialsBySubject::<T>::iter_key_prefix_from(
                subject,
                CredentialsBySubject::<T>::hashed_key_for(subject, hash),
            ),
            None => CredentialsBySubject::<T>::iter_key_prefix(subject),
        };
        hashes
            .take(limit.min(MAX_PAGE) as usize)
            .filter_map(|hash| {
                Self::credential(hash).map(|(credential, status)| (hash, credential, status))
            })
            .collect()
    }

    /// Why a credential doesn't hold, the most lasting reason first: it stays revoked whatever
    /// comes, and without its issuer whatever its time.
    fn status_of(credential: &Credential) -> CredentialStatus {
        if credential.revoked.is_some() {
            CredentialStatus::Revoked
        } else if !T::Authority::is_active(&credential.issuer) {
            CredentialStatus::IssuerDeactivated
        } else if credential.expires.is_some_and(|at| at <= T::Time::now()) {
            CredentialStatus::Expired
        } else {
            CredentialStatus::Valid
        }
    }
}
