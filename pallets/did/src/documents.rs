//! How documents come to be and change. Every change goes through [`Pallet::store`], the one place
//! that keeps the account index in step with the documents.

use alloc::{collections::BTreeSet, vec::Vec};

use crate::{
    frame, AccountOwner, Config, Documents, Error, Event, Guardians, OnDidChange, Pallet,
    Recoveries,
};
use frame::{prelude::*, traits::Time};
use icn_primitives::{
    document::{DidDocument, Relationships, Service, VerificationMethod, MAX_AUTHENTICATION},
    statement::{Signed, Statement},
    AccountId, Did, PublicKey, SigningKey,
};

impl<T: Config> Pallet<T> {
    /// Makes the DID that `key` names, at version 1, with `key` as its only method.
    ///
    /// The caller has made sure that whoever holds the key wants this. Deposits
    /// [`Event::DidCreated`] itself, because other pallets make DIDs too. `AlreadyExists` if there
    /// ever was this DID or the key acts for another; the errors of
    /// [`set_controller`](Pallet::set_controller) for the controller.
    pub fn do_create(key: SigningKey, controller: Option<Did>) -> Result<Did, DispatchError> {
        let did = Did::from_key(key);
        ensure!(!Documents::<T>::contains_key(did), Error::<T>::AlreadyExists);
        if let Some(controller) = controller {
            Self::ensure_controller(&did, &controller)?;
        }
        let now = T::Time::now();
        let mut document = DidDocument {
            controller,
            methods: BoundedVec::new(),
            services: BoundedVec::new(),
            created: now,
            updated: now,
            version: 0,
            deactivated: false,
        };
        push_method::<T>(&mut document, key.into(), Relationships::SIGNING)?;
        Self::store(&did, document, &BTreeSet::new())?;
        Self::deposit_event(Event::DidCreated { did, controller });
        Ok(did)
    }

    /// [`Self::do_create`] for `who`, whose DID becomes the controller, with the proof that
    /// somebody holds `key`.
    pub(crate) fn do_create_controlled(
        who: &AccountId,
        key: SigningKey,
        proof: &Signed,
    ) -> Result<Did, DispatchError> {
        let controller = Self::did_of(who).ok_or(Error::<T>::NotAuthorized)?;
        let did = Did::from_key(key);
        Self::ensure_statement(proof, &Statement::AddKey { did, key, version: 0 }, &key)?;
        Self::do_create(key, Some(controller))
    }

    /// Adds a key; see [`add_method`](Pallet::add_method).
    pub(crate) fn do_add_method(
        who: &AccountId,
        did: &Did,
        expected_version: u32,
        key: PublicKey,
        relationships: Relationships,
        proof: Option<Signed>,
    ) -> Result<u32, DispatchError> {
        Self::change(who, did, expected_version, |document| {
            ensure!(relationships.suit(&key), Error::<T>::InvalidRelationships);
            ensure!(position(document, &key).is_none(), Error::<T>::AlreadyExists);
            if relationships.contains(Relationships::AUTHENTICATION) {
                Self::ensure_held(did, &key, expected_version, proof.as_ref())?;
            }
            push_method::<T>(document, key, relationships)
        })
    }

    /// Removes a key; see [`remove_method`](Pallet::remove_method).
    pub(crate) fn do_remove_method(
        who: &AccountId,
        did: &Did,
        expected_version: u32,
        key: PublicKey,
    ) -> Result<u32, DispatchError> {
        Self::change(who, did, expected_version, |document| {
            let at = position(document, &key).ok_or(Error::<T>::NotFound)?;
            document.methods.remove(at);
            Ok(())
        })
    }

    /// Replaces what a key may be used for; see [`set_relationships`](Pallet::set_relationships).
    pub(crate) fn do_set_relationships(
        who: &AccountId,
        did: &Did,
        expected_version: u32,
        key: PublicKey,
        relationships: Relationships,
        proof: Option<Signed>,
    ) -> Result<u32, DispatchError> {
        Self::change(who, did, expected_version, |document| {
            let mut methods = document.methods.iter_mut();
            let method = methods.find(|method| method.key == key).ok_or(Error::<T>::NotFound)?;
            ensure!(relationships.suit(&key), Error::<T>::InvalidRelationships);
            let acts = |relationships: Relationships| {
                relationships.contains(Relationships::AUTHENTICATION)
            };
            if acts(relationships) && !acts(method.relationships) {
                Self::ensure_held(did, &key, expected_version, proof.as_ref())?;
            }
            method.relationships = relationships;
            Ok(())
        })
    }

    /// Puts one key in the place of another; see [`rotate_key`](Pallet::rotate_key).
    pub(crate) fn do_rotate_key(
        who: &AccountId,
        did: &Did,
        expected_version: u32,
        old: PublicKey,
        new: PublicKey,
        proof: Option<Signed>,
    ) -> Result<u32, DispatchError> {
        Self::change(who, did, expected_version, |document| {
            let at = position(document, &old).ok_or(Error::<T>::NotFound)?;
            ensure!(position(document, &new).is_none(), Error::<T>::AlreadyExists);
            let relationships = document.methods.remove(at).relationships;
            ensure!(relationships.suit(&new), Error::<T>::InvalidRelationships);
            if relationships.contains(Relationships::AUTHENTICATION) {
                Self::ensure_held(did, &new, expected_version, proof.as_ref())?;
            }
            // At the end: methods stand in the order of their age.
            push_method::<T>(document, new, relationships)
        })
    }

    /// Adds or replaces a service; see [`put_service`](Pallet::put_service). Gives the new version,
    /// and how large the document is now.
    pub(crate) fn do_put_service(
        who: &AccountId,
        did: &Did,
        expected_version: u32,
        service: Service,
    ) -> Result<(u32, Size), DispatchError> {
        let mut size = Size::default();
        let version = Self::change(who, did, expected_version, |document| {
            ensure!(service.is_well_formed(), Error::<T>::InvalidService);
            match document.services.iter_mut().find(|present| present.id == service.id) {
                Some(present) => *present = service,
                None => {
                    document.services.try_push(service).map_err(|_| Error::<T>::ServicesExceeded)?
                }
            }
            size = Size::of(document);
            Ok(())
        })?;
        Ok((version, size))
    }

    /// Removes a service; see [`remove_service`](Pallet::remove_service). Gives the new version, and
    /// how large the document was before.
    pub(crate) fn do_remove_service(
        who: &AccountId,
        did: &Did,
        expected_version: u32,
        id: &[u8],
    ) -> Result<(u32, Size), DispatchError> {
        let mut size = Size::default();
        let version = Self::change(who, did, expected_version, |document| {
            size = Size::of(document);
            let at = document
                .services
                .iter()
                .position(|service| service.id.as_slice() == id)
                .ok_or(Error::<T>::NotFound)?;
            document.services.remove(at);
            Ok(())
        })?;
        Ok((version, size))
    }

    /// Replaces the controller; see [`set_controller`](Pallet::set_controller).
    pub(crate) fn do_set_controller(
        who: &AccountId,
        did: &Did,
        expected_version: u32,
        controller: Option<Did>,
    ) -> Result<u32, DispatchError> {
        Self::change(who, did, expected_version, |document| {
            if let Some(controller) = &controller {
                Self::ensure_controller(did, controller)?;
            }
            document.controller = controller;
            Ok(())
        })
    }

    /// Ends a DID; see [`deactivate`](Pallet::deactivate).
    pub(crate) fn do_deactivate(
        who: &AccountId,
        did: &Did,
        expected_version: u32,
    ) -> Result<u32, DispatchError> {
        let version = Self::change(who, did, expected_version, |document| {
            document.controller = None;
            document.methods = BoundedVec::new();
            document.services = BoundedVec::new();
            document.deactivated = true;
            Ok(())
        })?;
        Guardians::<T>::remove(did);
        Recoveries::<T>::remove(did);
        Ok(version)
    }

    /// Changes the document of `did` as `who` wants it, if `who` may and the document is at
    /// `expected_version`. Gives the new version.
    fn change(
        who: &AccountId,
        did: &Did,
        expected_version: u32,
        edit: impl FnOnce(&mut DidDocument) -> DispatchResult,
    ) -> Result<u32, DispatchError> {
        let mut document = Self::active_document(did)?;
        Self::actor_on(who, did, &document)?;
        ensure!(document.version == expected_version, Error::<T>::StaleVersion);
        let accounts = document.accounts().collect();
        edit(&mut document)?;
        Self::store(did, document, &accounts)
    }

    /// Stores a new or changed `document` and brings the index from `before`, the accounts that
    /// the stored document has, to those that it has now. Gives the new version.
    ///
    /// Checks all that must hold for any active document, whatever the change was, and writes
    /// nothing unless it does. Tells [`Config::OnChange`] if other accounts act for the DID now.
    pub(crate) fn store(
        did: &Did,
        mut document: DidDocument,
        before: &BTreeSet<AccountId>,
    ) -> Result<u32, DispatchError> {
        let accounts: Vec<AccountId> = document.accounts().collect();
        let after: BTreeSet<AccountId> = accounts.iter().cloned().collect();
        ensure!(accounts.len() <= MAX_AUTHENTICATION as usize, Error::<T>::AuthenticationExceeded);
        // An Ed25519 and an Sr25519 key of the same bytes would be one account.
        ensure!(accounts.len() == after.len(), Error::<T>::AlreadyExists);
        ensure!(
            document.deactivated
                || !after.is_empty()
                || document.controller.is_some_and(|controller| Self::is_active(&controller)),
            Error::<T>::LastKey
        );
        for account in after.difference(before) {
            Self::ensure_free(account)?;
        }
        let version = document.version.checked_add(1).ok_or(Error::<T>::VersionExceeded)?;
        document.version = version;
        document.updated = T::Time::now();

        for account in before.difference(&after) {
            AccountOwner::<T>::remove(account);
        }
        for account in after.difference(before) {
            AccountOwner::<T>::insert(account, did);
            // For ever: the account's nonce must outlive its use, lest old transactions can be
            // sent again.
            if frame_system::Pallet::<T>::providers(account) == 0 {
                frame_system::Pallet::<T>::inc_providers(account);
            }
        }
        Documents::<T>::insert(did, document);
        if after != *before {
            T::OnChange::accounts_changed(did);
        }
        Ok(version)
    }

    /// Whether `account` acts for nobody yet; `AlreadyExists` otherwise.
    pub(crate) fn ensure_free(account: &AccountId) -> DispatchResult {
        ensure!(!AccountOwner::<T>::contains_key(account), Error::<T>::AlreadyExists);
        Ok(())
    }

    /// Whether somebody who holds `key` agrees that it acts for `did`, at this version.
    fn ensure_held(
        did: &Did,
        key: &PublicKey,
        version: u32,
        proof: Option<&Signed>,
    ) -> DispatchResult {
        let key = key.signing().ok_or(Error::<T>::InvalidRelationships)?;
        let proof = proof.ok_or(Error::<T>::ProofMissing)?;
        Self::ensure_statement(proof, &Statement::AddKey { did: *did, key, version }, &key)
    }
}

/// How large a document is: what reading, checking and writing it costs.
#[derive(Clone, Copy, Default)]
pub(crate) struct Size {
    /// Its methods, at most [`MAX_METHODS`](icn_primitives::document::MAX_METHODS).
    pub methods: u32,
    /// Its services, at most [`MAX_SERVICES`](icn_primitives::document::MAX_SERVICES).
    pub services: u32,
}

impl Size {
    fn of(document: &DidDocument) -> Self {
        Self { methods: document.methods.len() as u32, services: document.services.len() as u32 }
    }
}

/// Where `key` stands in `document`.
fn position(document: &DidDocument, key: &PublicKey) -> Option<usize> {
    document.methods.iter().position(|method| method.key == *key)
}

/// Adds a method at the end.
pub(crate) fn push_method<T: Config>(
    document: &mut DidDocument,
    key: PublicKey,
    relationships: Relationships,
) -> DispatchResult {
    document
        .methods
        .try_push(VerificationMethod { key, relationships })
        .map_err(|_| Error::<T>::MethodsExceeded.into())
}
