//! # Reports: what acts on this shard give, on its way to the federation shard
//!
//! Reputation is kept on the federation shard alone (the hub). Pallets elsewhere award it all the
//! same, through this one: it keeps what was given in a queue and sends it to the hub, where the
//! reputation pallet takes it as if it had happened there.
//!
//! ## Terms
//!
//! - **Report**: one award: act, subject, category, score and evidence.
//! - **Queue**: reports that wait for a message, in the order in which they were made. At most
//!   [`Config::MaxWaiting`].
//!
//! ## Scenarios
//!
//! An order is completed on the marketplace:
//! 1. The marketplace awards both sides. Two reports stand in the queue ([`Event::Reported`]).
//! 2. Within [`Config::Interval`] blocks, or as soon as a message is full, one message takes what
//!    waits to the hub ([`Event::ReportsSent`]).
//! 3. The hub gives what it takes, and tells what it refuses and why, by events of its own. A report
//!    is there exactly once, as messages are.
//!
//! The lane to the hub is full, or the hub far away: reports wait, and go when there is room.
//!
//! The queue is full: an award that may fail fails with [`Error::QueueFull`], and whatever asked for
//! it with it. What can't fail is dropped, with [`Event::ReportDropped`].
//!
//! ## When effects start
//!
//! What is in the queue when a block begins may leave with that block. The score changes when the
//! hub takes the message; daily bounds count there, by the day of its arrival.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
#[cfg(test)]
mod mock;
mod queue;
#[cfg(test)]
mod tests;
pub mod weights;

use polkadot_sdk::polkadot_sdk_frame as frame;

pub use pallet::*;
pub use queue::SendReports;
pub use weights::WeightInfo;

/// The pallet: see the crate's page.
#[frame::pallet]
pub mod pallet {
    use super::*;
    use frame::prelude::*;
    use icn_primitives::{
        reputation::{Report, MAX_REPORTS},
        shard::MessageNonce,
        BlockNumber,
    };

    /// What the runtime gives this pallet.
    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// The way to the hub.
        type Hub: SendReports;
        /// Most reports that wait.
        #[pallet::constant]
        type MaxWaiting: Get<u32>;
        /// After how many blocks at the latest what waits is sent; at least 1.
        #[pallet::constant]
        type Interval: Get<BlockNumber>;
        /// Weights of this pallet's hooks.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// Reports that wait, by their place in the queue. Places are given out once and count up.
    #[pallet::storage]
    pub type Waiting<T: Config> = StorageMap<_, Twox64Concat, u64, Report>;

    /// The place of the first report that waits, and that of the next to come.
    #[pallet::storage]
    pub type Ends<T: Config> = StorageValue<_, (u64, u64), ValueQuery>;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// An act gives or takes reputation, when the hub has heard of it.
        Reported {
            /// What was done, by whom, and what it gives.
            report: Report,
        },
        /// Reports left for the hub.
        ReportsSent {
            /// The message's number on the lane there.
            nonce: MessageNonce,
            /// How many.
            reports: u32,
        },
        /// There was no room for a report. It is lost.
        ReportDropped {
            /// What would have been told.
            report: Report,
        },
    }

    /// Why an award is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// As many reports as can wait do so: the federation shard must hear of them first.
        QueueFull,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T>
    where
        BlockNumberFor<T>: Into<u64>,
    {
        fn on_initialize(now: BlockNumberFor<T>) -> Weight {
            Self::send_due(now.into())
        }

        fn integrity_test() {
            assert!(T::Interval::get() > 0, "the interval is a number of blocks");
            assert!(T::MaxWaiting::get() >= MAX_REPORTS, "the queue holds a message's reports");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(
            _now: BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            Self::ensure_invariants()
        }
    }
}
