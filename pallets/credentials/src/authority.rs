//! Who issues in whose name.

use crate::{frame, Config, Credentials, Error, Pallet};
use frame::prelude::*;
use icn_primitives::{AccountId, Did, Hash};

/// What this pallet asks about accounts and DIDs. A handful of reads each.
pub trait IssuerAuthority {
    /// Whether `account` may issue and revoke in the name of `issuer`: the issuer's own accounts,
    /// its controller's, the stewards of the cooperative that it is.
    fn may_issue_as(account: &AccountId, issuer: &Did) -> bool;

    /// Whether `did` exists and has not ended.
    fn is_active(did: &Did) -> bool;

    /// An account and an active DID in whose name it may issue, by the longest way that
    /// [`Self::may_issue_as`] takes.
    #[cfg(feature = "runtime-benchmarks")]
    fn prepare() -> (AccountId, Did);
}

impl<T: Config> Pallet<T> {
    /// Whether `who` may issue in the name of `issuer`; `NotAuthorized` otherwise.
    pub fn ensure_may_issue_as(who: &AccountId, issuer: &Did) -> DispatchResult {
        ensure!(T::Authority::may_issue_as(who, issuer), Error::<T>::NotAuthorized);
        Ok(())
    }

    /// Whether `who` may revoke the credential `hash`; `NotFound` or `NotAuthorized` otherwise.
    pub fn ensure_may_revoke(who: &AccountId, hash: Hash) -> DispatchResult {
        let credential = Credentials::<T>::get(hash).ok_or(Error::<T>::NotFound)?;
        Self::ensure_may_issue_as(who, &credential.issuer)
    }
}
