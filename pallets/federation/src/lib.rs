//! # The origin of federation decisions
//!
//! Other pallets ask for a decision of the federation where no single cooperative may decide:
//! to admit a cooperative, to suspend a seat, to change a parameter. They ask for it as an origin,
//! [`Origin::Federation`], and check it with [`EnsureDecision`]. On other shards than the hub they
//! ask for decisions of cooperatives in the same way, with [`EnsureCooperatives`]. This pallet is
//! the one place where these origins are made.
//!
//! ## Terms
//!
//! - **Decision**: a call of another pallet that runs with this pallet's [`Origin`], which says who
//!   has decided it: the federation, or one or more cooperatives.
//! - **Decision on a shard**: a call that travels to another shard and runs there with that origin.
//!   It is encoded as that shard's runtime has it. Cooperatives decide on the hub, so elsewhere
//!   this message is the proof that they did: no caller can assert it.
//! - **Body**: whoever decides here, told by [`Config::DecisionOrigin`]. It gives its own origin to
//!   calls itself; this pallet takes its decisions to the other shards.
//! - **Authority**: an account that stands in for the body. It is named at genesis by the
//!   development preset alone; every other chain has none, and there is no call that sets one
//!   (domain §1: no superuser outside the development preset).
//!
//! ## Scenarios
//!
//! During development, a decision is carried out:
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
//! A decision for another shard:
//! 1. The body decides [`decide_on`](Pallet::decide_on) with the shard and the encoded call. It
//!    goes to the end of the lane there ([`Event::DecisionSent`]).
//! 2. The shard takes it, in the order of its lane, and runs it with the [`Origin`] that says who
//!    decided ([`Pallet::on_message`]): its effects start there and then
//!    ([`Event::DecisionReceived`]).
//! 3. The answer comes back and says whether it took effect ([`Event::DecisionAnswered`]).
//!
//! The runtime is upgraded, here and on each shard that gets the same decision:
//! 1. The body decides [`authorize_upgrade`](Pallet::authorize_upgrade) with the code's hash.
//! 2. Whoever has the code brings it (`System::apply_authorized_upgrade`). It runs from the next
//!    block on.
//!
//! ## What may fail, and what then holds
//!
//! - Without an authority nobody can sign decisions: every `decide` is refused with
//!   [`Error::NotAuthorized`].
//! - A decision for another shard that can't be read there, that fails or comes after its last
//!   block changes nothing there; its answer says why. It is not sent again: whoever decides does.
//! - The decision's origin is not signed by anybody: a decided call can't decide again, nor act
//!   for an account, and it is not root.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod decision;
mod lanes;
mod origin;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

use polkadot_sdk::polkadot_sdk_frame as frame;

pub use lanes::{SendDecision, MAX_DECISION};
pub use origin::{EnsureCooperatives, EnsureDecision};
pub use pallet::*;
pub use weights::WeightInfo;

/// The pallet: see the crate's page.
#[frame::pallet]
pub mod pallet {
    use super::*;
    use alloc::boxed::Box;
    use frame::prelude::*;
    use icn_primitives::{
        governance::{JointBody, ProposalId},
        shard::{MessageNonce, Outcome},
        BlockNumber, ShardId,
    };

    /// What the runtime gives this pallet.
    #[pallet::config]
    pub trait Config:
        polkadot_sdk::frame_system::Config<
        RuntimeEvent: From<Event<Self>>,
        RuntimeCall: Dispatchable<PostInfo = PostDispatchInfo>,
        RuntimeOrigin: From<Origin> + Into<Result<Origin, OriginFor<Self>>>,
    >
    {
        /// The bodies that decide on this shard: the federation, and cooperatives.
        type DecisionOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Origin>;
        /// The way to other shards.
        type Lanes: SendDecision;
        /// Weights of this pallet's calls.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// Who stands behind a call that no account signed.
    #[pallet::origin]
    #[derive(
        Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
    )]
    pub enum Origin {
        /// The federation decided so.
        Federation,
        /// Cooperatives decided so.
        Cooperatives {
            /// Who: one or more, in ascending order. Each of them has.
            cooperatives: JointBody,
            /// The proposal on the hub.
            proposal: ProposalId,
        },
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
        /// A decision is on its way to another shard.
        DecisionSent {
            /// Which shard.
            shard: ShardId,
            /// The message's number on the lane there.
            nonce: MessageNonce,
            /// Hash of the encoded call.
            call_hash: T::Hash,
        },
        /// A decision that came from the hub was carried out as a whole.
        DecisionReceived {
            /// Who decided it.
            by: Origin,
            /// Hash of the encoded call.
            call_hash: T::Hash,
        },
        /// The answer to a decision that was sent.
        DecisionAnswered {
            /// By which shard.
            shard: ShardId,
            /// The message's number on the lane there.
            nonce: MessageNonce,
            /// What became of it.
            outcome: Outcome,
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

        /// Sends `call` to `shard`, to be carried out there as a decision of the body that decides
        /// this (design: What travels).
        ///
        /// By the body or the authority. `call` is encoded as the runtime of that shard has it;
        /// nobody here reads it. `expires_at` is the last block of that shard in which it may take
        /// effect; without one it may at any time.
        ///
        /// Errors: [`Error::NotAuthorized`], `BadOrigin`, and those of the lane.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::decide_on(call.len() as u32))]
        pub fn decide_on(
            origin: OriginFor<T>,
            shard: ShardId,
            call: BoundedVec<u8, ConstU32<MAX_DECISION>>,
            expires_at: Option<BlockNumber>,
        ) -> DispatchResult {
            let by = Self::ensure_body(origin)?;
            let (nonce, call_hash) = Self::do_send(by, shard, call, expires_at)?;
            Self::deposit_event(Event::DecisionSent { shard, nonce, call_hash });
            Ok(())
        }

        /// Lets whoever has the code with this hash upgrade the runtime of this shard (design:
        /// Upgrades). A later decision replaces it.
        ///
        /// By a decision of the federation, or one that came from the hub. The code's version is checked when it is
        /// brought.
        ///
        /// Errors: `BadOrigin`.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::authorize_upgrade())]
        pub fn authorize_upgrade(origin: OriginFor<T>, code_hash: T::Hash) -> DispatchResult {
            if let Err(origin) = EnsureDecision::<T>::try_origin(origin) {
                let by = T::DecisionOrigin::ensure_origin(origin)?;
                ensure!(by == Origin::Federation, DispatchError::BadOrigin);
            }
            // Tells it by an event of its own.
            frame_system::Pallet::<T>::do_authorize_upgrade(code_hash, true);
            Ok(())
        }
    }
}
