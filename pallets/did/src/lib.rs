//! # Identity
//!
//! People and organisations of the federation as W3C decentralised identifiers (DID Core 1.0,
//! S001 §2): their documents, the accounts that may act for them, and the way back to somebody
//! whose keys are lost.
//!
//! ## Terms
//!
//! - **DID**: the name of a person or an organisation, `did:icn:` and its first public key. The
//!   name certifies itself, stays when that key is replaced, and is never given out twice.
//! - **Document**: the DID's keys with the relationships that they stand in, its services and its
//!   controller. Every change counts the version up, and names the version that it expects.
//! - **Account**: an Ed25519 or Sr25519 key in `authentication`. It may act for the DID on this
//!   chain. A DID has at most eight of them; one account belongs to at most one DID.
//! - **Controller**: another DID that may change the document. A working group has a cooperative
//!   as its controller, for example.
//! - **Actor**: the DID as which an account changes a document, the document's own or its
//!   controller's.
//! - **Proof**: a sentence signed by a key that shows that somebody holds the key
//!   ([`icn_primitives::statement`]). Nobody's key enters a document without it.
//! - **Guardians**: DIDs that the subject named to bring back its access; **home stewards** are the
//!   stewards of the cooperative that is the subject's home ([`RecoveryStewards`]).
//!
//! ## Scenarios
//!
//! *A person.* 1. A new member signs the consent to join with a fresh key. 2. A steward enrols the
//! member; pallet-cooperatives calls [`Pallet::do_create`] with the key. 3. The key is the
//! document's only method, in every relationship of a signing key, and the account of the key may
//! act for the DID from the same block on.
//!
//! *An organisation.* 1. A member makes a key for a working group and signs with it that it may act
//! for the new DID. 2. The member [`create`](Pallet::create)s the DID and is its controller.
//!
//! *A second phone.* 1. The phone makes a key and signs that it may act for the DID at version `n`.
//! 2. The old phone sends [`add_method`](Pallet::add_method) with that proof. 3. Both act for the
//! same person: one membership, one vote, one quota. 4. If anything else has changed the document
//! meanwhile, the call is refused as stale and nothing happens.
//!
//! *A key that may have leaked.* 1. The owner sends [`rotate_key`](Pallet::rotate_key) with the new
//! key's proof. 2. From the same block on the old key acts for nobody. Its account keeps its nonce
//! for ever, so none of its old transactions can be sent again.
//!
//! *Every key is lost.* 1. The subject makes a new key, signs the request, and gives it to a
//! guardian, or to a steward of the home cooperative. 2. That person
//! [`start_recovery`](Pallet::start_recovery)s and thereby gives the first approval. 3. Others
//! [`approve_recovery`](Pallet::approve_recovery), naming the key that they mean. 4. When the
//! threshold is reached, a delay begins, in which any key that the subject still has can
//! [`cancel_recovery`](Pallet::cancel_recovery). 5. After it anybody may
//! [`finish_recovery`](Pallet::finish_recovery): every key of the document is removed and the new
//! one is its only key.
//!
//! *Somebody starts a false recovery.* 1. A guardian starts a recovery for a key of its own. 2. It
//! holds up nobody: several recoveries run side by side, one for each new key, and a person stands
//! behind one of them at a time. 3. The false one never reaches the threshold; cancelling or
//! finishing any ends them all.
//!
//! *The end.* 1. The owner or the controller [`deactivate`](Pallet::deactivate)s the DID. 2. The
//! document is emptied but for its dates and version, the accounts act for nobody. This is final.
//!
//! ## When changes take effect
//!
//! In the block that includes them. A recovery takes effect when it is finished, at the earliest
//! its route's delay after the threshold was reached.
//!
//! ## What may fail, and what then holds
//!
//! - A refused call changes nothing.
//! - The last account of a DID without an active controller can't be removed ([`Error::LastKey`]).
//! - A DID without keys of its own whose controller is deactivated later can only be brought back
//!   by its guardians: deactivating looks at no other document.
//! - An approval counts as long as whoever gave it may give it: when a guardian is replaced, or a
//!   steward loses the role, during the delay, the recovery can't be finished until others approve,
//!   and then waits anew.
//! - No account is ever reaped: the provider reference that makes it an account stays when the key
//!   is removed. Whether it may write is the admission's business.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use polkadot_sdk::polkadot_sdk_frame as frame;

mod authority;
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
pub mod controllers;
mod documents;
mod hooks;
#[cfg(test)]
mod mock;
mod recovery;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
pub mod weights;

pub use hooks::OnDidChange;
pub use pallet::*;
pub use recovery::{
    GuardianSet, Recovery, RecoveryStewards, Route, MAX_APPROVALS, MAX_GUARDIANS, MAX_RECOVERIES,
};
pub use weights::WeightInfo;

#[frame::pallet]
pub mod pallet {
    use super::*;
    use alloc::vec::Vec;
    use frame::{prelude::*, traits::Time};
    use icn_primitives::{
        document::{
            DidDocument, Relationships, Service, MAX_METHODS, MAX_SERVICES, MAX_SERVICE_ID,
        },
        statement::Signed,
        AccountId, Did, Moment, PublicKey, SigningKey,
    };

    /// What the runtime decides for this pallet.
    #[pallet::config]
    pub trait Config:
        polkadot_sdk::frame_system::Config<
        AccountId = AccountId,
        Hash = icn_primitives::Hash,
        RuntimeEvent: From<Event<Self>>,
    >
    {
        /// The chain's clock, in milliseconds.
        type Time: Time<Moment = Moment>;

        /// Who may recover a DID besides its guardians.
        type Stewards: RecoveryStewards;

        /// Who hears of changed documents.
        type OnChange: OnDidChange;

        /// How far ahead a signed statement may end, in milliseconds.
        #[pallet::constant]
        type MaxStatementLife: Get<Moment>;

        /// How long a recovery by guardians can be cancelled after its threshold was reached, in
        /// milliseconds.
        #[pallet::constant]
        type GuardianRecoveryDelay: Get<Moment>;

        /// What the calls cost.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// Documents, those of deactivated DIDs included: a name is never given out again.
    #[pallet::storage]
    pub type Documents<T: Config> = StorageMap<_, Blake2_128Concat, Did, DidDocument>;

    /// For which DID an account may act: the accounts of every active document, and no other.
    #[pallet::storage]
    pub type AccountOwner<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, Did>;

    /// The guardians of those DIDs that named some.
    #[pallet::storage]
    pub type Guardians<T: Config> = StorageMap<_, Blake2_128Concat, Did, GuardianSet>;

    /// Running recoveries by the DID that is recovered, each for another new key; never empty.
    #[pallet::storage]
    pub type Recoveries<T: Config> = StorageMap<
        _,
        Blake2_128Concat,
        Did,
        BoundedVec<Recovery, ConstU32<MAX_RECOVERIES>>,
        ValueQuery,
    >;

    /// The DIDs of the first block.
    #[pallet::genesis_config]
    #[derive(frame::derive::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// Each DID with its controller; a controller stands before what it controls.
        pub dids: Vec<(Did, Option<Did>)>,
        #[serde(skip)]
        pub _config: PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            for (did, controller) in &self.dids {
                let created = Pallet::<T>::do_create(did.0, *controller);
                assert!(created.is_ok(), "{did} can't be in the genesis: {created:?}");
            }
        }
    }

    /// What happened. With the block's time, the documents can be rebuilt from these.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A DID was made. Its document is at version 1; the key that names it is its one method,
        /// in [`Relationships::SIGNING`].
        DidCreated {
            /// The DID.
            did: Did,
            /// Who else may change it.
            controller: Option<Did>,
        },
        /// A key was added at the end of the methods, or its relationships were replaced where it
        /// stands.
        MethodPut {
            /// The DID.
            did: Did,
            /// The document's version from now on.
            version: u32,
            /// The key.
            key: PublicKey,
            /// All that the key may be used for.
            relationships: Relationships,
        },
        /// A key was removed.
        MethodRemoved {
            /// The DID.
            did: Did,
            /// The document's version from now on.
            version: u32,
            /// The key.
            key: PublicKey,
        },
        /// A key was replaced: the old one removed, the new one added at the end of the methods in
        /// the same relationships.
        KeyRotated {
            /// The DID.
            did: Did,
            /// The document's version from now on.
            version: u32,
            /// The key that was replaced.
            old: PublicKey,
            /// The key in its place.
            new: PublicKey,
        },
        /// A service was added at the end, or the one with the same id was replaced where it
        /// stands.
        ServicePut {
            /// The DID.
            did: Did,
            /// The document's version from now on.
            version: u32,
            /// The service.
            service: Service,
        },
        /// A service was removed.
        ServiceRemoved {
            /// The DID.
            did: Did,
            /// The document's version from now on.
            version: u32,
            /// Which one.
            id: BoundedVec<u8, ConstU32<MAX_SERVICE_ID>>,
        },
        /// Another DID may change the document, or none.
        ControllerSet {
            /// The DID.
            did: Did,
            /// The document's version from now on.
            version: u32,
            /// Who.
            controller: Option<Did>,
        },
        /// A DID ended; methods, services, controller, guardians and recoveries are gone.
        Deactivated {
            /// The DID.
            did: Did,
            /// The document's last version.
            version: u32,
        },
        /// The guardians were replaced; recoveries by guardians have ended.
        GuardiansSet {
            /// The DID.
            did: Did,
            /// Its guardians; none: it has no guardians any more.
            guardians: BoundedVec<Did, ConstU32<MAX_GUARDIANS>>,
            /// How many of them must approve a recovery.
            threshold: u8,
        },
        /// A recovery began, with its first approval.
        RecoveryStarted {
            /// The DID whose keys are lost.
            did: Did,
            /// The new key.
            key: SigningKey,
            /// Who started it.
            by: Did,
            /// Whose approvals count.
            route: Route,
            /// When it can be finished, if one approval is enough.
            ready_at: Option<Moment>,
        },
        /// A recovery got another approval.
        RecoveryApproved {
            /// The DID whose keys are lost.
            did: Did,
            /// The new key.
            key: SigningKey,
            /// Who approved. An approval that this person had given to another key is withdrawn.
            by: Did,
            /// When it can be finished, if the approvals are enough.
            ready_at: Option<Moment>,
        },
        /// Every recovery of a DID was cancelled by somebody who has a key.
        RecoveryCancelled {
            /// The DID.
            did: Did,
            /// The document's version from now on.
            version: u32,
        },
        /// A DID's methods were replaced by the new key, in [`Relationships::SIGNING`].
        RecoveryFinished {
            /// The DID.
            did: Did,
            /// The document's version from now on.
            version: u32,
            /// The new key, its only one.
            key: SigningKey,
        },
    }

    /// Why a call is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no such DID, key, service or recovery.
        NotFound,
        /// The DID, the key or the recovery exists already, or the key acts for some DID.
        AlreadyExists,
        /// The account acts neither for the DID nor for its controller, or the person is neither a
        /// guardian nor a home steward.
        NotAuthorized,
        /// The document has another version than the caller expects.
        StaleVersion,
        /// The DID has ended.
        Deactivated,
        /// Nobody could act for the DID any more.
        LastKey,
        /// The key must prove that somebody holds it.
        ProofMissing,
        /// The signature is not the key's on the sentence that is needed here.
        InvalidProof,
        /// The sentence's moment has passed.
        ProofExpired,
        /// The sentence holds for longer than sentences may.
        ProofLifeExceeded,
        /// The key is of a kind that can't be used so.
        InvalidRelationships,
        /// The service's id, type or endpoint is not written as it must be.
        InvalidService,
        /// The controller is the DID itself or stands below it.
        InvalidController,
        /// The guardians are not distinct active DIDs other than the subject, or the threshold
        /// doesn't lie between 1 and their number (0 when there are none).
        InvalidGuardians,
        /// The document holds no more methods.
        MethodsExceeded,
        /// The document holds no more keys in `authentication`.
        AuthenticationExceeded,
        /// The document holds no more services.
        ServicesExceeded,
        /// There would be too many controllers one above the other.
        ControllerDepthExceeded,
        /// The document was changed as often as versions can count.
        VersionExceeded,
        /// No more recoveries of this DID can run at a time.
        RecoveriesExceeded,
        /// No more approvals of this recovery can be given.
        ApprovalsExceeded,
        /// The person stands behind this recovery, or behind another one that is decided.
        AlreadyApproved,
        /// The approvals don't suffice, or no longer do.
        ApprovalsMissing,
        /// The delay has not passed.
        TooEarly,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Makes the DID that `key` names, with the caller's DID as its controller. For
        /// organisations and working groups: persons get their DID when they are enrolled.
        ///
        /// `proof` is [`AddKey`](icn_primitives::statement::Statement::AddKey) for the new DID at
        /// version 0, signed by `key`. Refused with `NotAuthorized`, `AlreadyExists`,
        /// `ControllerDepthExceeded` and the errors of proofs.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::create())]
        pub fn create(origin: OriginFor<T>, key: SigningKey, proof: Signed) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_create_controlled(&who, key, &proof)?;
            Ok(())
        }

        /// Adds `key` with `relationships` to the document of `did`, as one of its accounts if
        /// they contain `authentication`: then `proof` is
        /// [`AddKey`](icn_primitives::statement::Statement::AddKey) at `expected_version`, signed
        /// by `key`.
        ///
        /// Refused with `AlreadyExists`, `InvalidRelationships`, `MethodsExceeded`,
        /// `AuthenticationExceeded` and the errors of proofs and changes.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::add_method())]
        pub fn add_method(
            origin: OriginFor<T>,
            did: Did,
            expected_version: u32,
            key: PublicKey,
            relationships: Relationships,
            proof: Option<Signed>,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let version =
                Self::do_add_method(&who, &did, expected_version, key, relationships, proof)?;
            Self::deposit_event(Event::MethodPut { did, version, key, relationships });
            Ok(())
        }

        /// Removes `key` from the document of `did`.
        ///
        /// Refused with `NotFound`, `LastKey` and the errors of changes.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::remove_method())]
        pub fn remove_method(
            origin: OriginFor<T>,
            did: Did,
            expected_version: u32,
            key: PublicKey,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let version = Self::do_remove_method(&who, &did, expected_version, key)?;
            Self::deposit_event(Event::MethodRemoved { did, version, key });
            Ok(())
        }

        /// Replaces the relationships of `key`. A key that comes to `authentication` needs a proof
        /// as in [`add_method`](Self::add_method).
        ///
        /// Refused with `NotFound`, `InvalidRelationships`, `AuthenticationExceeded`, `LastKey`,
        /// `AlreadyExists` (the key acts for another DID) and the errors of proofs and changes.
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::set_relationships())]
        pub fn set_relationships(
            origin: OriginFor<T>,
            did: Did,
            expected_version: u32,
            key: PublicKey,
            relationships: Relationships,
            proof: Option<Signed>,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let version = Self::do_set_relationships(
                &who,
                &did,
                expected_version,
                key,
                relationships,
                proof,
            )?;
            Self::deposit_event(Event::MethodPut { did, version, key, relationships });
            Ok(())
        }

        /// Puts `new` in the place of `old`, in the same relationships, in one step. A new key in
        /// `authentication` needs a proof as in [`add_method`](Self::add_method).
        ///
        /// Refused with `NotFound`, `AlreadyExists`, `InvalidRelationships` and the errors of
        /// proofs and changes.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::rotate_key())]
        pub fn rotate_key(
            origin: OriginFor<T>,
            did: Did,
            expected_version: u32,
            old: PublicKey,
            new: PublicKey,
            proof: Option<Signed>,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let version = Self::do_rotate_key(&who, &did, expected_version, old, new, proof)?;
            Self::deposit_event(Event::KeyRotated { did, version, old, new });
            Ok(())
        }

        /// Adds `service`, or replaces the one with the same id. Weighed by the document's size.
        ///
        /// Refused with `InvalidService`, `ServicesExceeded` and the errors of changes.
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::put_service(MAX_METHODS, MAX_SERVICES))]
        pub fn put_service(
            origin: OriginFor<T>,
            did: Did,
            expected_version: u32,
            service: Service,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            let (version, size) =
                Self::do_put_service(&who, &did, expected_version, service.clone())?;
            Self::deposit_event(Event::ServicePut { did, version, service });
            Ok(Some(T::WeightInfo::put_service(size.methods, size.services)).into())
        }

        /// Removes the service `id`. Weighed by the document's size.
        ///
        /// Refused with `NotFound` and the errors of changes.
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::remove_service(MAX_METHODS, MAX_SERVICES))]
        pub fn remove_service(
            origin: OriginFor<T>,
            did: Did,
            expected_version: u32,
            id: BoundedVec<u8, ConstU32<MAX_SERVICE_ID>>,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            let (version, size) = Self::do_remove_service(&who, &did, expected_version, &id)?;
            Self::deposit_event(Event::ServiceRemoved { did, version, id });
            Ok(Some(T::WeightInfo::remove_service(size.methods, size.services)).into())
        }

        /// Lets `controller` change the document of `did` from now on, beside its own accounts;
        /// `None` lets nobody else.
        ///
        /// Refused with `NotFound` and `Deactivated` (of the controller), `InvalidController`,
        /// `ControllerDepthExceeded`, `LastKey` and the errors of changes.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::set_controller())]
        pub fn set_controller(
            origin: OriginFor<T>,
            did: Did,
            expected_version: u32,
            controller: Option<Did>,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let version = Self::do_set_controller(&who, &did, expected_version, controller)?;
            Self::deposit_event(Event::ControllerSet { did, version, controller });
            Ok(())
        }

        /// Ends `did` for ever. Its accounts act for nobody from now on.
        ///
        /// Refused with the errors of changes.
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::deactivate().saturating_add(T::OnChange::ended_weight()))]
        pub fn deactivate(origin: OriginFor<T>, did: Did, expected_version: u32) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let version = Self::do_deactivate(&who, &did, expected_version)?;
            Self::deposit_event(Event::Deactivated { did, version });
            Ok(())
        }

        /// Names the guardians of `did`, `threshold` of whom may recover it; none, with a threshold
        /// of 0, removes them. Ends recoveries by the guardians so far. The document and its
        /// version stay as they are.
        ///
        /// Refused with `NotFound`, `Deactivated`, `NotAuthorized`, `InvalidGuardians`.
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::set_guardians())]
        pub fn set_guardians(
            origin: OriginFor<T>,
            did: Did,
            guardians: BoundedVec<Did, ConstU32<MAX_GUARDIANS>>,
            threshold: u8,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_set_guardians(&who, &did, guardians.clone(), threshold)?;
            Self::deposit_event(Event::GuardiansSet { did, guardians, threshold });
            Ok(())
        }

        /// Begins to replace the keys of `did` by `key`, and approves it. For guardians, and for
        /// stewards of the home cooperative who are no guardians.
        ///
        /// `proof` is [`Recover`](icn_primitives::statement::Statement::Recover) at the document's
        /// version, signed by `key`. Whoever stood behind an undecided recovery for another key no
        /// longer does. Refused with `NotFound`, `Deactivated`, `NotAuthorized`, `AlreadyExists`,
        /// `AlreadyApproved`, `RecoveriesExceeded` and the errors of proofs.
        #[pallet::call_index(10)]
        #[pallet::weight(
            T::WeightInfo::start_recovery()
                .saturating_add(T::DbWeight::get().reads(recovery::STEWARD_READS))
        )]
        pub fn start_recovery(
            origin: OriginFor<T>,
            did: Did,
            key: SigningKey,
            proof: Signed,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let (by, route, ready_at) = Self::do_start_recovery(&who, &did, key, &proof)?;
            Self::deposit_event(Event::RecoveryStarted { did, key, by, route, ready_at });
            Ok(())
        }

        /// Approves the recovery of `did` that would put `key` in the place of its keys. For those
        /// on whose route it was started.
        ///
        /// Whoever stood behind an undecided recovery for another key no longer does. Refused with
        /// `NotFound`, `NotAuthorized`, `AlreadyApproved`, `ApprovalsExceeded`.
        #[pallet::call_index(11)]
        #[pallet::weight(
            T::WeightInfo::approve_recovery()
                .saturating_add(T::DbWeight::get().reads(recovery::APPROVAL_READS))
        )]
        pub fn approve_recovery(origin: OriginFor<T>, did: Did, key: SigningKey) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let (by, ready_at) = Self::do_approve_recovery(&who, &did, key)?;
            Self::deposit_event(Event::RecoveryApproved { did, key, by, ready_at });
            Ok(())
        }

        /// Ends every running recovery of `did`: its keys are not lost. Counts the version up, so
        /// that what was signed for the cancelled recoveries can't be used again.
        ///
        /// Refused with `NotFound`, `Deactivated`, `NotAuthorized`.
        #[pallet::call_index(12)]
        #[pallet::weight(T::WeightInfo::cancel_recovery())]
        pub fn cancel_recovery(origin: OriginFor<T>, did: Did) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let version = Self::do_cancel_recovery(&who, &did)?;
            Self::deposit_event(Event::RecoveryCancelled { did, version });
            Ok(())
        }

        /// Replaces every key of `did` by `key`, when that recovery is decided and its delay has
        /// passed. For anybody.
        ///
        /// Refused with `NotFound`, `ApprovalsMissing`, `TooEarly`, `AlreadyExists` (the key acts
        /// for another DID by now).
        #[pallet::call_index(13)]
        #[pallet::weight(
            T::WeightInfo::finish_recovery()
                .saturating_add(T::DbWeight::get().reads(recovery::APPROVAL_READS))
        )]
        pub fn finish_recovery(origin: OriginFor<T>, did: Did, key: SigningKey) -> DispatchResult {
            ensure_signed(origin)?;
            let version = Self::do_finish_recovery(&did, key)?;
            Self::deposit_event(Event::RecoveryFinished { did, version, key });
            Ok(())
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        #[cfg(feature = "try-runtime")]
        fn try_state(
            _: BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }
}
