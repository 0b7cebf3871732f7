//! What must always hold.

use alloc::collections::BTreeSet;

use crate::{frame, AccountOwner, Config, Documents, Guardians, Pallet, Recoveries};
use frame::prelude::*;
use icn_primitives::{
    document::{DidDocument, MAX_AUTHENTICATION},
    Did,
};
use polkadot_sdk::sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// Checks every invariant of this pallet.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        let mut accounts = 0usize;
        for (did, document) in Documents::<T>::iter() {
            check_document(&did, &document)?;
            accounts = accounts.saturating_add(document.accounts().count());
            for account in document.accounts() {
                ensure!(
                    AccountOwner::<T>::get(&account) == Some(did),
                    "an account of a document is missing in the index"
                );
                ensure!(
                    frame_system::Pallet::<T>::providers(&account) > 0,
                    "an account of a document has no provider"
                );
            }
            Self::check_controllers(&did, &document)?;
        }
        // Each account of each document is in the index for it alone, so equal numbers mean that
        // nothing else is.
        ensure!(
            AccountOwner::<T>::iter_keys().count() == accounts,
            "the index holds an account that belongs to no document"
        );
        Self::check_guardians()?;
        Self::check_recoveries()
    }

    /// No circle above `did`, and every controller exists.
    fn check_controllers(did: &Did, document: &DidDocument) -> Result<(), TryRuntimeError> {
        let mut seen = BTreeSet::from([*did]);
        let mut above = document.controller;
        while let Some(controller) = above {
            ensure!(seen.insert(controller), "controllers go in a circle");
            above = Documents::<T>::get(controller).ok_or("a controller doesn't exist")?.controller;
        }
        Ok(())
    }

    fn check_guardians() -> Result<(), TryRuntimeError> {
        for (did, set) in Guardians::<T>::iter() {
            ensure!(Self::is_active(&did), "a DID that isn't active has guardians");
            let distinct: BTreeSet<&Did> = set.guardians.iter().collect();
            ensure!(
                distinct.len() == set.guardians.len() && !distinct.contains(&did),
                "guardians are not distinct others"
            );
            ensure!(
                set.guardians.iter().all(Documents::<T>::contains_key),
                "a guardian doesn't exist"
            );
            ensure!(
                (1..=set.guardians.len()).contains(&usize::from(set.threshold)),
                "a threshold of guardians can't be met"
            );
        }
        Ok(())
    }

    fn check_recoveries() -> Result<(), TryRuntimeError> {
        for (did, recoveries) in Recoveries::<T>::iter() {
            ensure!(Self::is_active(&did), "a DID that isn't active is being recovered");
            ensure!(!recoveries.is_empty(), "an empty list of recoveries is stored");
            let keys: BTreeSet<_> = recoveries.iter().map(|recovery| recovery.key).collect();
            ensure!(keys.len() == recoveries.len(), "two recoveries are for one key");
            let mut approvers = BTreeSet::new();
            for recovery in &recoveries {
                ensure!(!recovery.approvals.is_empty(), "nobody stands behind a recovery");
                ensure!(
                    recovery.approvals.iter().all(|by| *by != did && approvers.insert(*by)),
                    "somebody stands behind two recoveries, or behind their own"
                );
                ensure!(
                    recovery.ready_at.is_none_or(|at| at >= recovery.started),
                    "a recovery is ready before it started"
                );
            }
        }
        Ok(())
    }
}

/// What must hold for a document by itself.
fn check_document(did: &Did, document: &DidDocument) -> Result<(), &'static str> {
    ensure!(document.version > 0, "the first version is 1");
    ensure!(document.updated >= document.created, "it was changed before it was made");
    if document.deactivated {
        ensure!(
            document.methods.is_empty()
                && document.services.is_empty()
                && document.controller.is_none(),
            "it has ended and is not empty"
        );
        return Ok(());
    }
    ensure!(document.controller != Some(*did), "it is its own controller");
    let keys: BTreeSet<_> = document.methods.iter().map(|method| method.key).collect();
    ensure!(keys.len() == document.methods.len(), "a key stands twice");
    ensure!(
        document.methods.iter().all(|method| method.relationships.suit(&method.key)),
        "a key is used for what its kind can't do"
    );
    let services: BTreeSet<_> = document.services.iter().map(|service| &service.id).collect();
    ensure!(services.len() == document.services.len(), "a service id stands twice");
    ensure!(
        document.services.iter().all(|service| service.is_well_formed()),
        "a service is not well formed"
    );
    let accounts = document.accounts().count();
    ensure!(accounts <= MAX_AUTHENTICATION as usize, "too many accounts");
    ensure!(accounts > 0 || document.controller.is_some(), "nobody can act for it");
    Ok(())
}
