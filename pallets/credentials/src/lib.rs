//! # Credentials
//!
//! Anchors of verifiable credentials (W3C VC, S001 §2): the chain holds a credential's hash, schema,
//! issuer, subject, expiry and revocation; its contents stay off the chain, with whoever they are
//! about.
//!
//! ## Terms
//!
//! - **Credential**: a document in which an issuer says something about a subject. What is kept
//!   here is its hash, which is its name.
//! - **Issuer**, **subject**: DIDs. A cooperative issues its members' memberships, for example.
//! - **Schema**: the hash of the description of the credential's form.
//! - **Revocation**: the issuer takes the credential back, before its time and for ever.
//!
//! ## Scenarios
//!
//! *Issuing.* 1. A steward writes a credential and signs it in the cooperative's name, off the
//! chain. 2. The steward [`anchor`](Pallet::anchor)s its hash with the cooperative's DID as issuer.
//! 3. The subject keeps the contents and shows them to whom it pleases.
//!
//! *Checking.* 1. Somebody is shown a credential, hashes it and asks [`Pallet::status`]. 2. Unknown:
//! nobody here issued it. Otherwise it is valid, expired, revoked, or its issuer has ended.
//!
//! *Taking back.* 1. Whoever may issue in the issuer's name [`revoke`](Pallet::revoke)s the hash,
//! with the hash of the reason if there is one to be shown. 2. It can't be anchored again.
//!
//! *Memberships.* Other pallets issue and revoke with [`Pallet::do_anchor`] and
//! [`Pallet::do_revoke`].
//!
//! ## When changes take effect
//!
//! In the block that includes them. A credential expires by itself when the chain's clock reaches
//! its expiry.
//!
//! ## What may fail, and what then holds
//!
//! - A refused call changes nothing.
//! - An issuer's DID that ends leaves its credentials anchored; their status says so.
//! - The subject isn't asked, and need not be a DID of this chain's documents: a credential says
//!   what its issuer says.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use polkadot_sdk::polkadot_sdk_frame as frame;

mod anchors;
mod authority;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
mod status;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
pub mod weights;

pub use authority::IssuerAuthority;
pub use pallet::*;
pub use weights::WeightInfo;

#[frame::pallet]
pub mod pallet {
    use super::*;
    use frame::{prelude::*, traits::Time};
    use icn_primitives::{credential::Credential, AccountId, Did, Hash, Moment};

    /// What the runtime decides for this pallet.
    #[pallet::config]
    pub trait Config:
        polkadot_sdk::frame_system::Config<AccountId = AccountId, RuntimeEvent: From<Event<Self>>>
    {
        /// The chain's clock, in milliseconds.
        type Time: Time<Moment = Moment>;

        /// Who issues in whose name.
        type Authority: IssuerAuthority;

        /// What the calls cost.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// Credentials by their hash, for ever.
    #[pallet::storage]
    pub type Credentials<T: Config> = StorageMap<_, Blake2_128Concat, Hash, Credential>;

    /// The credentials about a subject.
    #[pallet::storage]
    pub type CredentialsBySubject<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Did, Blake2_128Concat, Hash, ()>;

    /// What happened. With the block's time, the credentials can be rebuilt from these.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A credential was anchored.
        CredentialAnchored {
            /// Its hash.
            hash: Hash,
            /// Hash of its schema.
            schema: Hash,
            /// Who issued it.
            issuer: Did,
            /// Whom it is about.
            subject: Did,
            /// When it ends by itself, in milliseconds of the chain's timestamp.
            expires: Option<Moment>,
        },
        /// A credential was taken back.
        CredentialRevoked {
            /// Its hash.
            hash: Hash,
            /// Who took it back: its issuer.
            issuer: Did,
            /// Whom it was about.
            subject: Did,
            /// Hash of the reason.
            reason: Option<Hash>,
        },
    }

    /// Why a call is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// No credential has this hash.
        NotFound,
        /// A credential has, or had, this hash.
        AlreadyExists,
        /// The account may not issue in the issuer's name.
        NotAuthorized,
        /// The issuer's DID doesn't exist or has ended.
        InvalidIssuer,
        /// The expiry is not in the future.
        InvalidExpiry,
        /// The credential was taken back before.
        AlreadyRevoked,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Anchors the credential `hash`, in which `issuer` says something about `subject` in the
        /// form of `schema`, until `expires` (milliseconds of the chain's timestamp) or until it is
        /// revoked.
        ///
        /// For whoever may issue in the name of `issuer`. Refused with `NotAuthorized`,
        /// `InvalidIssuer`, `AlreadyExists`, `InvalidExpiry`.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::anchor())]
        pub fn anchor(
            origin: OriginFor<T>,
            issuer: Did,
            hash: Hash,
            schema: Hash,
            subject: Did,
            expires: Option<Moment>,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::ensure_may_issue_as(&who, &issuer)?;
            Self::do_anchor(issuer, hash, schema, subject, expires)
        }

        /// Takes the credential `hash` back for ever; `reason` is the hash of a text that says why.
        ///
        /// For whoever may issue in the name of its issuer, also when it has expired. Refused with
        /// `NotFound`, `NotAuthorized`, `AlreadyRevoked`.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::revoke())]
        pub fn revoke(origin: OriginFor<T>, hash: Hash, reason: Option<Hash>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::ensure_may_revoke(&who, hash)?;
            Self::do_revoke(hash, reason)
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
