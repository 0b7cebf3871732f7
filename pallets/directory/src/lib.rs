//! # The directory
//!
//! A member who was registered on the hub can act on every shard without doing anything else, and
//! a suspension on the hub reaches every shard. For that the hub tells each shard what it has to
//! know of persons, cooperatives and validator seats (design: What travels), and each shard keeps
//! it where admission and the seats look it up. One pallet holds both ends: what [`Config::IsHub`]
//! says decides which of them works.
//!
//! ## Terms
//!
//! - **Hub**: the shard on which identity, cooperatives and seats are kept. **Followers**: the
//!   others.
//! - **Subject**: a person, a cooperative or a seat. **Record**: what followers know of it, as a
//!   whole, as it was when it was sent; none means that it is there no longer.
//! - **Change log**: on the hub, one entry for each subject that ever changed, in the order of
//!   their last changes (a *compacted* log). Changing again moves the entry to the end. So the log
//!   grows with the number of subjects, never with that of changes.
//! - **Cursor**: for each follower, the last change of which it was sent the record. A shard that
//!   is registered later has none, and is sent everything.
//! - **Update**: some records in one message.
//!
//! ## Scenarios
//!
//! A member is enrolled:
//! 1. pallet-did and pallet-cooperatives tell of it; the runtime [`touch`](Pallet::touch)es the
//!    person, which is the log's last entry from then on.
//! 2. At the beginning of the next block each follower is sent the records after its cursor
//!    ([`Event::UpdateSent`]).
//! 3. The follower takes the message and keeps the record ([`Pallet::apply`]). The person's
//!    accounts exist there from that block on, and
//!    [`membership_for_admission`](Pallet::membership_for_admission) lets them write.
//!
//! A member is suspended, a key is lost, a cooperative leaves: the same, and what the follower
//! knew is replaced.
//!
//! A shard is down for weeks:
//! 1. Its lane fills, and [`Lanes::room`] says that there is none. Its cursor stays; everybody
//!    else goes on, and no change on the hub is refused for it.
//! 2. It comes back and answers. There is room again, and it is sent the present record of each
//!    subject that changed meanwhile, once.
//!
//! A shard is added years later: it has no cursor, and is sent the record of every subject.
//!
//! A shard can't apply an update, because its runtime is too old for it, say:
//! 1. The answer says so ([`Event::UpdateFailed`]). The subjects move to the log's end, and
//!    nothing is sent to that shard for [`Config::RetryDelay`].
//! 2. After that it is sent what is behind its cursor, those subjects included.
//!
//! ## When effects start
//!
//! A change leaves the hub at the beginning of the block after it, if no more than
//! [`Config::RecordsPerBlock`] records wait, and takes effect on a follower with the message: a
//! few blocks later, when both shards are well. Every follower gets the same share of the records
//! of a block, one message after the other, and another one is the first in each block. A shard
//! that is registered is noticed within [`LOOK_EVERY`] blocks.
//!
//! ## What may fail, and what then holds
//!
//! - A follower is behind the hub, and never ahead. What was decided on the hub a moment ago may
//!   not be known elsewhere.
//! - Messages of a lane come in order and once, and records are composed when they are sent: a
//!   later record is never older. An account that moved from one person to another acts, on each
//!   follower, for the one whose record came last; when all have come, for the right one.
//! - Accounts that got their provider reference keep it for ever, and so their nonces.
//! - An update in which a subject and its record are of different kinds is refused as a whole.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod following;
mod hooks;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod log;
#[cfg(test)]
mod mock;
mod reads;
mod sending;
#[cfg(test)]
mod tests;
pub mod weights;

use polkadot_sdk::polkadot_sdk_frame as frame;

pub use hooks::{Lanes, OnSeat, RecordSource};
pub use pallet::*;
pub use sending::LOOK_EVERY;
pub use weights::WeightInfo;

/// The pallet: see the crate's page.
#[frame::pallet]
pub mod pallet {
    use super::*;
    use frame::prelude::*;
    use icn_primitives::{
        directory::{DirectoryCooperative, Person, Subject, MAX_RECORDS},
        shard::{MessageNonce, Outcome},
        AccountId, CooperativeId, Did, ShardId,
    };

    /// What the runtime gives this pallet.
    #[pallet::config]
    pub trait Config:
        polkadot_sdk::frame_system::Config<AccountId = AccountId, RuntimeEvent: From<Event<Self>>>
    {
        /// Whether this is the hub.
        type IsHub: Get<bool>;
        /// On the hub: what there is to tell.
        type Source: RecordSource;
        /// On the hub: the way to the followers.
        type Lanes: Lanes;
        /// On followers: who takes the records of seats.
        type OnSeat: OnSeat;
        /// Most records that are sent in one block, to all followers together.
        #[pallet::constant]
        type RecordsPerBlock: Get<u32>;
        /// Most records in one message; at most [`MAX_RECORDS`].
        #[pallet::constant]
        type RecordsPerMessage: Get<u32>;
        /// How long nothing is sent to a shard that couldn't apply an update, in blocks.
        #[pallet::constant]
        type RetryDelay: Get<BlockNumberFor<Self>>;
        /// Weights of this pallet's hooks.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// On the hub: the change log. The key is the change's number, the highest byte first, so that
    /// the trie has them in order.
    #[pallet::storage]
    pub type Changes<T: Config> = StorageMap<_, Identity, [u8; 8], Subject, OptionQuery>;

    /// On the hub: the number of a subject's last change.
    #[pallet::storage]
    pub type ChangeOf<T: Config> = StorageMap<_, Blake2_128Concat, Subject, u64, OptionQuery>;

    /// On the hub: the number of the last change of all; the first is 1.
    #[pallet::storage]
    pub type LastChange<T: Config> = StorageValue<_, u64, ValueQuery>;

    /// On the hub: the cursors.
    #[pallet::storage]
    pub type SentTo<T: Config> = StorageMap<_, Twox64Concat, ShardId, u64, ValueQuery>;

    /// On the hub: from which block on a shard that couldn't apply an update is sent more.
    #[pallet::storage]
    pub type RetryAt<T: Config> =
        StorageMap<_, Twox64Concat, ShardId, BlockNumberFor<T>, OptionQuery>;

    /// On the hub: whether there may be something to send that can be sent now.
    #[pallet::storage]
    #[pallet::whitelist_storage]
    pub type Awake<T: Config> = StorageValue<_, bool, ValueQuery>;

    /// On followers: whoever has a DID.
    #[pallet::storage]
    pub type People<T: Config> = StorageMap<_, Blake2_128Concat, Did, Person, OptionQuery>;

    /// On followers: for which DID an account acts.
    #[pallet::storage]
    pub type AccountOwner<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, Did, OptionQuery>;

    /// On followers: the cooperatives.
    #[pallet::storage]
    pub type Cooperatives<T: Config> =
        StorageMap<_, Twox64Concat, CooperativeId, DirectoryCooperative, OptionQuery>;

    /// On followers: the cooperative that has this DID.
    #[pallet::storage]
    pub type CooperativeOfDid<T: Config> =
        StorageMap<_, Blake2_128Concat, Did, CooperativeId, OptionQuery>;

    /// On followers: the number of cooperatives that take part.
    #[pallet::storage]
    #[pallet::whitelist_storage]
    pub type ActiveCooperatives<T: Config> = StorageValue<_, u32, ValueQuery>;

    /// What happened. A follower's persons, accounts and cooperatives can be rebuilt from these.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// The hub sent records to a follower.
        UpdateSent {
            /// To which shard.
            destination: ShardId,
            /// The message's number on the lane there.
            nonce: MessageNonce,
            /// How many records.
            records: u32,
            /// The last change that is among them.
            through: u64,
        },
        /// An update could not be sent; the hub tries again.
        UpdateNotSent {
            /// To which shard.
            destination: ShardId,
            /// Why.
            error: DispatchError,
        },
        /// A follower didn't apply an update. Its subjects are sent again, after a while.
        UpdateFailed {
            /// Which shard.
            destination: ShardId,
            /// How many records.
            records: u32,
            /// Why.
            outcome: Outcome,
        },
        /// Somebody is known to this follower as this. Each of the accounts acts for them from now
        /// on, and for nobody else.
        PersonPut {
            /// Whose DID.
            did: Did,
            /// All that is known.
            person: Person,
        },
        /// Somebody is known to this follower no longer.
        PersonRemoved {
            /// Whose DID.
            did: Did,
        },
        /// A cooperative is known to this follower as this.
        CooperativePut {
            /// Which.
            id: CooperativeId,
            /// All that is known.
            cooperative: DirectoryCooperative,
        },
        /// A cooperative is known to this follower no longer.
        CooperativeRemoved {
            /// Which.
            id: CooperativeId,
        },
    }

    /// Why an update is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// This is the hub: it follows nobody.
        NotFollower,
        /// A record is of another kind than its subject.
        RecordMismatch,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(now: BlockNumberFor<T>) -> Weight {
            Self::send_changes(now)
        }

        fn integrity_test() {
            let records = T::RecordsPerMessage::get();
            assert!(
                (1..=MAX_RECORDS).contains(&records) && records <= T::RecordsPerBlock::get(),
                "a message holds between 1 and MAX_RECORDS records, and a block sends one at least",
            );
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(
            _now: BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            Self::ensure_invariants()
        }
    }
}
