//! How credentials are anchored and revoked, by calls and by other pallets.

use crate::{
    frame, Config, Credentials, CredentialsBySubject, Error, Event, IssuerAuthority, Pallet,
};
use frame::{prelude::*, traits::Time};
use icn_primitives::{
    credential::{Credential, Revocation},
    Did, Hash, Moment,
};

impl<T: Config> Pallet<T> {
    /// Anchors a credential. The caller has made sure that `issuer` wants this.
    ///
    /// Deposits [`Event::CredentialAnchored`] itself, because other pallets issue too.
    /// `AlreadyExists` if the hash was ever anchored, `InvalidIssuer`, `InvalidExpiry`.
    pub fn do_anchor(
        issuer: Did,
        hash: Hash,
        schema: Hash,
        subject: Did,
        expires: Option<Moment>,
    ) -> DispatchResult {
        ensure!(T::Authority::is_active(&issuer), Error::<T>::InvalidIssuer);
        ensure!(!Credentials::<T>::contains_key(hash), Error::<T>::AlreadyExists);
        let issued = T::Time::now();
        ensure!(expires.is_none_or(|at| at > issued), Error::<T>::InvalidExpiry);
        Credentials::<T>::insert(
            hash,
            Credential { schema, issuer, subject, issued, expires, revoked: None },
        );
        CredentialsBySubject::<T>::insert(subject, hash, ());
        Self::deposit_event(Event::CredentialAnchored { hash, schema, issuer, subject, expires });
        Ok(())
    }

    /// Revokes a credential. The caller has made sure that its issuer wants this.
    ///
    /// Deposits [`Event::CredentialRevoked`] itself. `NotFound`, `AlreadyRevoked`.
    pub fn do_revoke(hash: Hash, reason: Option<Hash>) -> DispatchResult {
        let mut credential = Credentials::<T>::get(hash).ok_or(Error::<T>::NotFound)?;
        ensure!(credential.revoked.is_none(), Error::<T>::AlreadyRevoked);
        let Credential { issuer, subject, .. } = credential;
        credential.revoked = Some(Revocation { at: T::Time::now(), reason });
        Credentials::<T>::insert(hash, credential);
        Self::deposit_event(Event::CredentialRevoked { hash, issuer, subject, reason });
        Ok(())
    }
}
