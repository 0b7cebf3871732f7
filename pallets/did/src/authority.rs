//! Who acts for whom: from accounts to DIDs, and from signatures to keys.

use crate::{frame, AccountOwner, Config, Documents, Error, Pallet};
use frame::{prelude::*, traits::Time};
use icn_primitives::{
    document::{DidDocument, Relationships},
    statement::{NotAccepted, Signed, Statement},
    AccountId, Did, Hash, PublicKey, Signature, SigningKey,
};

impl<T: Config> Pallet<T> {
    /// The DID for which `account` may act; `None` too when that DID is deactivated.
    pub fn did_of(account: &AccountId) -> Option<Did> {
        AccountOwner::<T>::get(account)
    }

    /// The document of `did`, also when it is deactivated.
    pub fn document(did: &Did) -> Option<DidDocument> {
        Documents::<T>::get(did)
    }

    /// Whether `did` exists and has not ended.
    pub fn is_active(did: &Did) -> bool {
        Documents::<T>::get(did).is_some_and(|document| !document.deactivated)
    }

    /// The document of `did`; `NotFound` or `Deactivated` if it has none that can be changed.
    pub fn active_document(did: &Did) -> Result<DidDocument, DispatchError> {
        let document = Documents::<T>::get(did).ok_or(Error::<T>::NotFound)?;
        ensure!(!document.deactivated, Error::<T>::Deactivated);
        Ok(document)
    }

    /// The DID as which `account` may change the document of `did`: `did` itself, or its
    /// controller. `NotFound`, `Deactivated` or `NotAuthorized` otherwise.
    pub fn ensure_actor(account: &AccountId, did: &Did) -> Result<Did, DispatchError> {
        Self::actor_on(account, did, &Self::active_document(did)?)
    }

    /// [`Self::ensure_actor`] for whoever has read the document already.
    pub(crate) fn actor_on(
        account: &AccountId,
        did: &Did,
        document: &DidDocument,
    ) -> Result<Did, DispatchError> {
        // An account in the index belongs to an active DID, so the controller is active as well.
        let actor = Self::did_of(account).ok_or(Error::<T>::NotAuthorized)?;
        ensure!(actor == *did || document.controller == Some(actor), Error::<T>::NotAuthorized);
        Ok(actor)
    }

    /// The key of `did` in `authentication` whose account is `account`.
    pub fn authentication_key(did: &Did, account: &AccountId) -> Option<SigningKey> {
        let document = Documents::<T>::get(did).filter(|document| !document.deactivated)?;
        let key = document.authentication().find(|key| key.account() == *account);
        key
    }

    /// The key of `did`, in at least one of `relationships`, that made `signature` on `message`;
    /// `None` if none did, or the DID doesn't exist or has ended.
    pub fn verify(
        did: &Did,
        relationships: Relationships,
        message: &[u8],
        signature: &Signature,
    ) -> Option<PublicKey> {
        let document = Documents::<T>::get(did).filter(|document| !document.deactivated)?;
        document
            .methods
            .iter()
            .filter(|method| method.relationships.0 & relationships.0 != 0)
            .find(|method| method.key.signing().is_some_and(|key| key.verify(message, signature)))
            .map(|method| method.key)
    }

    /// Whether `key` signed `statement` for this chain and the signature holds now; `InvalidProof`,
    /// `ProofExpired` or `ProofLifeExceeded` otherwise.
    pub fn ensure_statement(
        signed: &Signed,
        statement: &Statement,
        key: &SigningKey,
    ) -> DispatchResult {
        let longest = T::MaxStatementLife::get();
        signed.verify(statement, key, &Self::genesis_hash(), T::Time::now(), longest).map_err(
            |reason| {
                match reason {
                    NotAccepted::Expired => Error::<T>::ProofExpired,
                    NotAccepted::TooLong => Error::<T>::ProofLifeExceeded,
                    NotAccepted::BadSignature => Error::<T>::InvalidProof,
                }
                .into()
            },
        )
    }

    /// The hash of the first block, by which statements name the chain. frame-system keeps it when
    /// it forgets the hashes of other old blocks.
    pub fn genesis_hash() -> Hash {
        frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
    }
}
