//! # The origin of federation decisions
//!
//! Other pallets ask for a decision of the federation where no single cooperative may decide:
//! to admit a cooperative, to suspend a seat, to change a parameter. They ask for it as an origin,
//! [`Origin::Decision`], and check it with [`EnsureDecision`]. This pallet is the one place where
//! that origin is made.
//!
//! ## Terms
//!
//! - **Decision**: a call of another pallet that runs with [`Origin::Decision`].
//! - **Authority**: the account that may bring decisions to the chain. It is named at genesis by
//!   the development preset alone; every other chain has none, and there is no call that sets one
//!   (domain §1: no superuser outside the development preset).
//!
//! ## Scenarios
//!
//! A decision is carried out:
//! 1. The authority signs [`decide`](Pallet::decide) with the call that was decided.
//! 2. The call runs with [`Origin::Decision`]; its effects start where that call says so.
//! 3. [`Event::Decided`] names the authority and the hash of the call.
//!
//! A decision fails:
//! 1. The authority signs `decide` with a call that fails, say a second admission of one
//!    cooperative.
//! 2. The transaction fails with that call's own error, and nothing of it stays: a decision is
//!    carried out as a whole or not at all.
//!
//! ## What may fail, and what then holds
//!
//! - Without an authority nobody can decide: every `decide` is refused with
//!   [`Error::NotAuthorized`].
//! - The decision's origin is not signed by anybody: a decided call can't decide again, nor act
//!   for an account, and it is not root.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod decision;
mod origin;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

use polkadot_sdk::polkadot_sdk_frame as frame;

pub use origin::EnsureDecision;
pub use pallet::*;
pub use weights::WeightInfo;

/// The pallet: see the crate's page.
#[frame::pallet]
pub mod pallet {
    use super::*;
    use alloc::boxed::Box;
    use frame::prelude::*;

    /// What the runtime gives this pallet.
    #[pallet::config]
    pub trait Config:
        polkadot_sdk::frame_system::Config<
        RuntimeEvent: From<Event<Self>>,
        RuntimeCall: Dispatchable<PostInfo = PostDispatchInfo>,
        RuntimeOrigin: From<Origin> + Into<Result<Origin, OriginFor<Self>>>,
    >
    {
        /// Weights of this pallet's calls.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// Who stands behind a call that no account signed.
    #[pallet::origin]
    #[derive(
        Clone,
        Copy,
        PartialEq,
        Eq,
        Debug,
        Encode,
        Decode,
        DecodeWithMemTracking,
        MaxEncodedLen,
        TypeInfo,
    )]
    pub enum Origin {
        /// The federation decided so.
        Decision,
    }

    /// The account that may bring decisions to the chain; `None` where decisions come from
    /// elsewhere. Set at genesis only.
    #[pallet::storage]
    #[pallet::whitelist_storage]
    pub type Authority<T: Config> = StorageValue<_, T::AccountId, OptionQuery>;

    /// The state at genesis.
    #[pallet::genesis_config]
    #[derive(frame::derive::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The account that may bring decisions to the chain: the development preset names one,
        /// every other chain leaves it out.
        pub authority: Option<T::AccountId>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            if let Some(authority) = &self.authority {
                Pallet::<T>::name_authority(authority);
            }
        }
    }

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A decision was carried out as a whole.
        Decided {
            /// Who brought it to the chain.
            authority: T::AccountId,
            /// Hash of the encoded call.
            call: T::Hash,
        },
    }

    /// Why a call is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The account may not bring decisions to the chain.
        NotAuthorized,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Carries out `call` as a decision of the federation (S000 §5).
        ///
        /// Signed by the authority. All of `call` takes effect or nothing does: its error is this
        /// call's error.
        ///
        /// Errors: [`Error::NotAuthorized`], and whatever `call` refuses with.
        #[pallet::call_index(0)]
        #[pallet::weight({
            let inner = call.get_dispatch_info();
            (T::WeightInfo::decide().saturating_add(inner.call_weight), inner.class)
        })]
        pub fn decide(
            origin: OriginFor<T>,
            call: Box<RuntimeCallFor<T>>,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            Self::ensure_authority(&who)?;
            let (call, used) = Self::do_decide(*call)?;
            Self::deposit_event(Event::Decided { authority: who, call });
            Ok(Some(T::WeightInfo::decide().saturating_add(used)).into())
        }
    }
}
