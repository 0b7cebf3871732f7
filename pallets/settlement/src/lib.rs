//! # Settlement
//!
//! Several payments, all of which are made or none, over holds on the ledger of another shard
//! (domain §6: cost sharing settled through the ledger). For the pallets of this shard that have
//! something to be paid: exchange and resources.
//!
//! ## Terms
//!
//! - **Purpose**: what is paid for, and so which pallet hears how it goes. There is one settlement
//!   for each at a time.
//! - **Leg**: one payment of a settlement: payer, payee, amount. The payer is a person who has
//!   signed, or a cooperative whose decision that pallet has seen. This pallet asks for neither.
//! - **Hold**: money on the ledger that nobody spends until it is captured (paid), released (given
//!   back) or has expired.
//! - **Asking**: sending the ledger a message ([`AskLedger`]). Its **answer** comes exactly once,
//!   and nobody knows when.
//!
//! ## Scenarios
//!
//! Three cooperatives share a cost:
//! 1. A pallet [`begin`](Settle::begin)s a settlement of three legs. In the next block the ledger is
//!    asked for three holds, by three messages or by none.
//! 2. The answers come, in whatever order. When the third hold stands, the pallet hears
//!    [`Progress::Held`], and [`capture`](Settle::capture)s: at once, or when the van is fetched.
//! 3. The ledger is asked to pay the three, and when it has, the pallet hears [`Settled::Captured`].
//!
//! One of them can't pay: its hold is refused. The pallet hears [`Progress::Failed`] at once; what
//! the others have held is released, also the hold whose answer is still on its way. When nothing
//! is held any more, it hears [`Settled::Released`]. The same happens when not everything is held
//! by [`hold_by`](Settlement::hold_by), when what is held isn't captured by
//! [`capture_by`](Settlement::capture_by), and, without [`Progress::Failed`], when the pallet
//! [`release`](Settle::release)s.
//!
//! ## When effects start
//!
//! The ledger is asked at the beginning of the next block that has room ([`Config::LegsPerBlock`]).
//! If the lane is full, it is asked again after [`SettlementParameters::retry_delay`], one
//! settlement in each block, until there is room. What has a time is looked at in the block after
//! it has passed, or, if more are due than [`Config::DuePerBlock`], in one of those after it.
//!
//! ## What may fail, and what then holds
//!
//! - All messages of one step of a settlement are sent, or none. Each hold is captured once or
//!   released once, whatever order the answers come in; an answer that isn't waited for changes
//!   nothing.
//! - The ledger is away for long: its holds expire by themselves, so nobody's money is kept for
//!   longer than [`expires_at`](Settlement::expires_at). Settlements wait for their answers.
//! - A capture that reaches the ledger after the hold has expired can't be made good: that leg is
//!   not paid, the others are ([`Settled::Partly`]). So holds last for
//!   [`SettlementParameters::capture_time`] beyond the last moment at which a capture may begin:
//!   only a ledger that hears nothing for so long makes it happen. Its events name the legs.
//! - While more than [`SettlementParameters::max_waiting`] settlements wait to be asked for, what
//!   persons begin is refused ([`Error::Busy`]); what bodies have decided is not.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod answers;
mod asking;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod hooks;
mod invariants;
#[cfg(test)]
mod mock;
mod parameters;
mod reads;
mod stages;
#[cfg(feature = "std")]
pub mod testing;
#[cfg(test)]
mod tests;
mod time;
pub mod weights;

use polkadot_sdk::polkadot_sdk_frame as frame;

pub use hooks::{AskLedger, OnSettlement, Settle, SettlementTerms};
pub use icn_primitives::exchange::settlement::{
    Leg, LegStage, Progress, Purpose, Settled, Settlement, SettlementStage, MAX_LEGS,
};
pub use pallet::*;
pub use parameters::SettlementParameters;
pub use weights::WeightInfo;

/// The pallet: see the crate's page.
#[frame::pallet]
pub mod pallet {
    use super::*;
    use frame::{prelude::*, traits::Time};
    use icn_primitives::{due::Due, ledger::Key, shard::ErrorName, Moment};

    /// The format of this pallet's storage.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// What the runtime gives this pallet.
    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// The chain's clock, in milliseconds.
        type Time: Time<Moment = Moment>;
        /// The way to the ledger.
        type Ledger: AskLedger;
        /// Who hears how settlements go.
        type OnSettlement: OnSettlement;
        /// A decision of the federation.
        type FederationOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// Most legs for which the ledger is asked in one block; at least [`MAX_LEGS`].
        #[pallet::constant]
        type LegsPerBlock: Get<u32>;
        /// Most settlements whose time has passed that one block looks at.
        #[pallet::constant]
        type DuePerBlock: Get<u32>;
        /// Weights of this pallet's calls and hooks.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The rules of settlements.
    #[pallet::storage]
    pub type Parameters<T: Config> = StorageValue<_, SettlementParameters, ValueQuery>;

    /// Settlements that aren't over.
    #[pallet::storage]
    pub type Settlements<T: Config> =
        StorageMap<_, Blake2_128Concat, Purpose, Settlement, OptionQuery>;

    /// The legs by the names of their holds. These are hashes that nobody chooses.
    #[pallet::storage]
    pub type LegOfKey<T: Config> = StorageMap<_, Identity, Key, (Purpose, u8), OptionQuery>;

    /// The number that the next settlement gets.
    #[pallet::storage]
    pub type NextNumber<T: Config> = StorageValue<_, u64, ValueQuery>;

    /// The settlements for which there is something to ask, in the order in which that is done.
    #[pallet::storage]
    pub type ToAsk<T: Config> = StorageMap<_, Identity, Due, Purpose, OptionQuery>;

    /// How many these are.
    #[pallet::storage]
    pub type Waiting<T: Config> = StorageValue<_, u32, ValueQuery>;

    /// The settlements whose time may pass, in the order of these times.
    #[pallet::storage]
    pub type Deadlines<T: Config> = StorageMap<_, Identity, Due, Purpose, OptionQuery>;

    /// What happened. All settlements can be rebuilt from these.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Payments are to be made together.
        Begun {
            /// What for.
            purpose: Purpose,
            /// As it begins.
            settlement: Settlement,
        },
        /// One payment stands elsewhere now.
        LegMoved {
            /// Of which settlement.
            purpose: Purpose,
            /// Which of its payments, from 0.
            leg: u8,
            /// Where.
            stage: LegStage,
            /// Why the ledger refused, if it did.
            refused: Option<ErrorName>,
        },
        /// A settlement stands elsewhere now.
        Moved {
            /// Which.
            purpose: Purpose,
            /// Where.
            stage: SettlementStage,
        },
        /// A settlement is over.
        Ended {
            /// Which.
            purpose: Purpose,
            /// How.
            outcome: Settled,
        },
        /// The ledger couldn't be asked, and will be later.
        NotAsked {
            /// For which settlement.
            purpose: Purpose,
            /// When it is tried again.
            again_at: Moment,
            /// Why not.
            error: DispatchError,
        },
        /// The rules of settlements are these.
        ParametersSet {
            /// Which.
            parameters: SettlementParameters,
        },
    }

    /// Why something is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no settlement for this.
        NotFound,
        /// There is one.
        AlreadyExists,
        /// A settlement is of 1 to 16 payments.
        LegsExceeded,
        /// A payment is of more than nothing, to somebody else, and not more than a hold may keep.
        InvalidLeg,
        /// The times have passed, or are in the wrong order.
        InvalidTime,
        /// The settlement isn't where it would have to be for this.
        InvalidTransition,
        /// Too much waits to be asked of the ledger.
        Busy,
        /// The parameters are out of their bounds.
        InvalidParameters,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_now: BlockNumberFor<T>) -> Weight {
            Self::look_at_due().saturating_add(Self::ask_what_waits())
        }

        fn integrity_test() {
            assert!(T::LegsPerBlock::get() >= MAX_LEGS, "a settlement must fit into a block");
            assert!(T::DuePerBlock::get() > 0, "what is due must be looked at");
            assert!(SettlementParameters::default().are_valid(), "the rules must be valid");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(
            _now: BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call(weight(<T as Config>::WeightInfo))]
    impl<T: Config> Pallet<T> {
        /// Sets the rules of settlements. They count for those that begin, and for what is tried
        /// again, from now on.
        ///
        /// A decision of the federation.
        ///
        /// Errors: [`Error::InvalidParameters`].
        #[pallet::call_index(0)]
        pub fn set_parameters(
            origin: OriginFor<T>,
            parameters: SettlementParameters,
        ) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            ensure!(parameters.are_valid(), Error::<T>::InvalidParameters);
            Parameters::<T>::put(parameters);
            Self::deposit_event(Event::ParametersSet { parameters });
            Ok(())
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// The settlement for `purpose`, while it isn't over.
        pub fn settlement_for(purpose: Purpose) -> Option<Settlement> {
            Self::settlement(purpose)
        }
    }
}
