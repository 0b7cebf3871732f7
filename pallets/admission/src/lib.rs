//! # Who may write, and how much
//!
//! This chain has no fees: what keeps it free is that a transaction is admitted only from somebody
//! who belongs here, for calls of their role, within a quota that refills with time.
//!
//! ## Terms
//!
//! - **Signer**: what an account is to the chain: a member, a steward, a cooperative's own DID, the
//!   operator of a validator's seat, or whoever brings the federation's decisions. The runtime's
//!   [`SignerSource`] tells.
//! - **Policy**: which calls each kind of signer may send, and which calls are wrappers that hold
//!   others. The runtime's [`CallPolicy`] tells.
//! - **Holder**: whose own quota a transaction uses. A person is one holder, with however many
//!   keys.
//! - **Bucket**: a quota of weight and of bytes. A transaction takes its cost out, and the bucket
//!   refills at a steady rate, by the chain's clock and not by its blocks ([`quota`]).
//! - **Cost**: the weight that a block counts for the transaction, and the transaction's length.
//!   There must be room for what is counted before it runs; what is taken is what is counted after
//!   that.
//! - **Refusal**: why a transaction is not admitted, as a number
//!   ([`Refusal`](icn_primitives::Refusal)).
//!
//! ## Scenarios
//!
//! A member writes:
//! 1. Ada's transaction reaches a node, which asks [`Admit`] about it. Ada's account belongs to a
//!    DID that is an active member of an active cooperative, her role may send the call, and her
//!    own bucket has room: the transaction enters the pool, with the higher priority the less Ada
//!    and her cooperative have used.
//! 2. A block's author takes it. Its cost is taken out of Ada's bucket and her cooperative's.
//!    Her next one in the same block costs less: what the block has read of her already is
//!    [warm](Warmth).
//! 3. Both refill: the cooperative's within a block's time, Ada's within half a minute.
//!
//! A cooperative sends more than its share:
//! 1. With N active cooperatives, each has a bucket of one Nth of a block that refills in the time
//!    of one block.
//! 2. When the cooperative's bucket is empty the author leaves its further transactions in the pool
//!    and takes the others'. Nothing is lost, and nobody else's share is touched.
//!
//! A member sends more than their own bucket holds:
//! 1. Further transactions are refused with the number of
//!    [`MemberQuotaExceeded`](icn_primitives::Refusal::MemberQuotaExceeded) until it has refilled.
//! 2. Those that are in the pool already leave it when the pool looks at them again.
//!
//! A call holds calls:
//! 1. A batch is walked through: each call in it must be allowed to the signer.
//! 2. A call through a proxy must be allowed to the account that it runs as, and that account must
//!    be admitted itself. The quota used is that of whoever signed.
//! 3. A call through a multisig runs as an account that nobody owns: it must be allowed to the
//!    signer.
//! 4. The walk goes `MaxDepth` deep and through `MaxCalls` calls. A call that holds more is refused
//!    whole.
//!
//! The federation changes the quotas:
//! 1. A decision calls [`set_parameters`](Pallet::set_parameters).
//! 2. The new parameters hold from the next transaction on. What is in use stays in use.
//!
//! ## What may fail, and what then holds
//!
//! - A refused transaction changes nothing: it isn't in any block, and no nonce or quota is used.
//! - A transaction that is admitted and then fails has used its cost.
//! - When blocks pause and the clock goes on, buckets refill meanwhile.
//! - When a cooperative is admitted or leaves, the others' shares change at once. A bucket that
//!   becomes smaller than what is in use of it is empty until enough of that has come back.
//! - No parameters can shut everybody out: every bucket holds an ordinary transaction, and the
//!   federation's has no cooperative's beside it.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod admit;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod buckets;
mod policy;
pub mod quota;
#[cfg(any(test, feature = "try-runtime"))]
mod try_state;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

use polkadot_sdk::{frame_system, polkadot_sdk_frame as frame};

pub use admit::{Admit, Val};
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use buckets::{cost, Buckets, Charge, Warmth};
pub use pallet::*;
pub use policy::{ensure_allowed, CallPolicy, Contents, Nested, SignerSource};
pub use quota::{OwnUse, QuotaParameters, Usage};
pub use weights::WeightInfo;

/// A runtime's calls.
pub type RuntimeCallOf<T> = <T as frame_system::Config>::RuntimeCall;

/// The pallet: see the crate's page.
#[frame::pallet]
pub mod pallet {
    use super::*;
    use frame::{
        deps::frame_support::dispatch::DispatchInfo,
        prelude::*,
        traits::{AsSystemOriginSigner, Time},
    };
    use icn_primitives::{
        admission::{Amount, QuotaHolder},
        AccountId, CooperativeId, Moment,
    };

    /// What the runtime gives this pallet.
    #[pallet::config]
    pub trait Config:
        // The macro knows it by this path alone.
        polkadot_sdk::frame_system::Config<
            RuntimeEvent: From<Event<Self>>,
            RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
            RuntimeOrigin: AsSystemOriginSigner<AccountId>,
            AccountId = AccountId,
        > + Send
        + Sync
    {
        /// The chain's clock.
        type Time: Time<Moment = Moment>;
        /// Who an account is.
        type Signers: SignerSource;
        /// Which calls each kind of signer may send.
        type Policy: CallPolicy<RuntimeCallOf<Self>>;
        /// Who decides for the federation.
        type FederationOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// How many wrappers may be around a call.
        #[pallet::constant]
        type MaxDepth: Get<u32>;
        /// How many calls one call may hold, at all depths together.
        #[pallet::constant]
        type MaxCalls: Get<u32>;
        /// Weights of this pallet's call and of its extension.
        type WeightInfo: WeightInfo;
        /// Signers and calls for the benchmarks.
        #[cfg(feature = "runtime-benchmarks")]
        type BenchmarkHelper: BenchmarkHelper<RuntimeCallOf<Self>>;
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// The defaults, for the blocks of this runtime.
    #[pallet::type_value]
    pub fn DefaultParameters<T: Config>() -> QuotaParameters {
        let weights = T::BlockWeights::get();
        let weight = weights.get(DispatchClass::Normal).max_total.unwrap_or(weights.max_block);
        let bytes = *T::BlockLength::get().max.get(DispatchClass::Normal);
        QuotaParameters::for_block(Amount { weight: weight.ref_time(), bytes: bytes.into() })
    }

    /// What the quotas are made of.
    #[pallet::storage]
    #[pallet::whitelist_storage]
    pub type Parameters<T: Config> =
        StorageValue<_, QuotaParameters, ValueQuery, DefaultParameters<T>>;

    /// What each holder has in use. One entry for each holder that ever wrote.
    #[pallet::storage]
    pub type OwnUsage<T: Config> = StorageMap<_, Blake2_128Concat, QuotaHolder, OwnUse>;

    /// What each cooperative has in use. One entry for each cooperative that ever wrote.
    #[pallet::storage]
    pub type CooperativeUsage<T: Config> =
        StorageMap<_, Twox64Concat, CooperativeId, Usage, ValueQuery>;

    /// The state at genesis.
    #[pallet::genesis_config]
    pub struct GenesisConfig<T: Config> {
        /// What the quotas are made of; the defaults for this runtime's blocks, if not given.
        pub parameters: QuotaParameters,
        #[serde(skip)]
        #[doc(hidden)]
        pub _runtime: PhantomData<T>,
    }

    impl<T: Config> Default for GenesisConfig<T> {
        fn default() -> Self {
            Self { parameters: DefaultParameters::<T>::get(), _runtime: PhantomData }
        }
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            // No chain runs yet: a wrong chain spec has to be refused where it is made.
            assert!(self.parameters.is_valid(), "the quotas' parameters are out of bounds");
            Parameters::<T>::put(&self.parameters);
        }
    }

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Quotas are made of these parameters from now on.
        ParametersSet {
            /// The parameters.
            parameters: QuotaParameters,
        },
    }

    /// Why a call is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// A parameter is out of its bounds, see [`QuotaParameters`].
        InvalidParameters,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Sets what quotas are made of, from the next transaction on.
        ///
        /// By a decision of the federation. What is in use stays in use.
        ///
        /// Errors: [`Error::InvalidParameters`].
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::set_parameters())]
        pub fn set_parameters(origin: OriginFor<T>, parameters: QuotaParameters) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_set_parameters(&parameters)?;
            Self::deposit_event(Event::ParametersSet { parameters });
            Ok(())
        }
    }

    impl<T: Config> Pallet<T> {
        /// Sets what quotas are made of.
        ///
        /// Errors: [`Error::InvalidParameters`].
        pub fn do_set_parameters(parameters: &QuotaParameters) -> DispatchResult {
            ensure!(parameters.is_valid(), Error::<T>::InvalidParameters);
            Parameters::<T>::put(parameters);
            Ok(())
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        #[cfg(feature = "try-runtime")]
        fn try_state(
            _block: BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }
}
