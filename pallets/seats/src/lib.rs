//! # Validator seats
//!
//! Each active cooperative has one seat among the validators, and every seat weighs the same
//! (domain §9). This pallet says which seats take part in a session, counts the turns that they
//! miss, and suspends a seat that stays away or signs two things of which it could sign one.
//!
//! ## Terms
//!
//! - **Seat**: a cooperative's place among the validators. Its name there is the account of the
//!   cooperative's DID; the name stays whoever runs the machine.
//! - **Operator**: the account that sets the seat's session keys. A new seat's operator is the
//!   account that names it; the cooperative's stewards may choose another.
//! - **Taking part**: a seat takes part when it is not suspended, its cooperative is active, and
//!   its operator has set session keys.
//! - **Session**: a number of blocks in which the set of validators and their keys stay the same.
//! - **Turn**: a slot in which one validator, and no other, may make a block.
//! - **Points**: of validation reputation, which a cooperative's DID has. What pallet-reputation
//!   makes of them is told there.
//! - **Node key**: a libp2p peer id that may connect to validators' nodes.
//! - **Hub**: the shard whose seats the others follow. A seat has session keys of its own on each
//!   shard, and none of them ever serves a second time: neither what Aura nor what GRANDPA signs
//!   says for which chain it is.
//!
//! ## Scenarios
//!
//! A cooperative gets its seat:
//! 1. The federation admits it; the runtime calls [`Pallet::open_seat`].
//! 2. A steward names the operator with [`set_operator`](Pallet::set_operator), and the federation
//!    lists its node with [`list_node`](Pallet::list_node).
//! 3. The operator starts a node, makes keys there for each shard, and sends them all with
//!    [`set_keys`](Pallet::set_keys).
//! 4. The seat is planned at the next change of session, and makes and finalizes blocks from the
//!    change after that one.
//!
//! The other shards follow:
//! 1. Whatever they are to know of a seat changes on the hub; [`Config::OnChange`] hears of it.
//! 2. The hub tells each shard what that one is to know, its own session keys among it
//!    ([`Pallet::directory_seat`]).
//! 3. The shard makes its seat the same ([`Pallet::follow_seat`]). Turns are each shard's own:
//!    who misses too many here is suspended here.
//!
//! A node makes its blocks:
//! 1. Each of them is counted for its seat, with nothing else done ([`SessionTurns`]).
//! 2. When the session ends, the cooperative's DID gets [`SeatParameters::block_reputation`] points
//!    for each, in one award. For turns that it missed it loses
//!    [`SeatParameters::missed_turn_reputation`] each, in another.
//!
//! A node stays away:
//! 1. Slots pass in which it was its turn. With the next block of another seat each of them is
//!    counted, with [`Event::TurnsMissed`].
//! 2. It comes back and makes a block: its row of missed turns ends, and counts from nothing.
//! 3. Or the row reaches [`SeatParameters::missed_turns_limit`]: the seat is suspended
//!    ([`Event::SeatSuspended`]). It leaves at the session after next, so that the others need
//!    wait for it no longer.
//! 4. The federation brings it back with [`restore_seat`](Pallet::restore_seat).
//!
//! A node equivocates:
//! 1. Somebody reports the two signatures; the report proves whose key made them, for up to
//!    [`Config::ProvableSessions`] sessions. Two votes are reported to GRANDPA's pallet, two blocks
//!    of one slot to this one ([`report_equivocation`](Pallet::report_equivocation)). Nobody signs
//!    either: what it proves is enough.
//! 2. The seat is suspended at once, and leaves at the session after next. Until then it still has
//!    its turns, and its blocks are as good as any: no block is refused for who made it, and each
//!    gives its points.
//! 3. The cooperative's DID loses [`SeatParameters::equivocation_reputation`] points at once; and
//!    no more for the same session, however many equivocations of it are reported.
//! 4. The federation brings it back, when the cause has been found.
//!
//! A cooperative is suspended or leaves: [`Pallet::set_cooperative_active`] and
//! [`Pallet::close_seat`] take its seat out at the session after next; the first can be undone.
//!
//! More than a third of the seats is gone at once: blocks go on, finality waits. When they can't
//! come back, a decision of the federation suspends them and
//! [notes the stall](Pallet::note_stalled): from the session after next, GRANDPA goes on with the
//! seats that are there.
//!
//! ## When effects start
//!
//! Whatever changes who takes part, or with which keys, is planned at the next change of session
//! and takes effect at the one after. A session in which nothing changes keeps the set as it is,
//! and light clients learn of no new one. A shorter or longer session counts from the present one.
//!
//! ## What may fail, and what then holds
//!
//! - The set of validators is never empty: the last seat that takes part can't be suspended, and
//!   if none is left in another way (all keys withdrawn, say) the present set stays, its keys put
//!   back.
//! - Absence never takes out more than [`suspensions_for_absence`] seats: less than a third, so that
//!   a part of the network that was cut off can't vote the rest out.
//! - When all seats were away together, nobody is charged: after more than two rounds without a
//!   block the chain as a whole stood still.
//! - A shard on which a seat can't be as the hub says keeps it as it is and tells of it with
//!   [`Event::SeatNotFollowed`], or with [`Event::SeatKept`] if it is the last.
//! - Points that pallet-reputation refuses, because the day's bound is reached or the cooperative's
//!   DID has ended, are lost. It tells of them, and nothing else changes.
//! - A seat that the rules keep although it ought to be suspended is told of with
//!   [`Event::SeatKept`].
//!
//! ## Where it stands in the runtime
//!
//! After pallet-aura, because it reads the slot that pallet-aura has found; before pallet-session,
//! because turns are charged to the set that had them, and because the first session's set is made
//! from the seats that genesis opens.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod decisions;
mod equivocations;
mod following;
mod hooks;
mod identities;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod lifecycle;
mod no_currency;
mod nodes;
mod offences;
mod operators;
mod parameters;
mod reputation;
mod sessions;
mod shard_keys;
mod states;
mod turns;
mod views;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

use icn_primitives::{AccountId, BlockNumber, CooperativeId};
use polkadot_sdk::polkadot_sdk_frame as frame;

pub use decisions::Stall;
pub use equivocations::{BlockEquivocation, EquivocationOffence, MAX_REPORT};
pub use hooks::OnSeatChange;
pub use identities::{OperatorToValidator, SeatToCooperative};
pub use lifecycle::GenesisSeat;
pub use no_currency::NoCurrency;
pub use operators::Operated;
pub use pallet::*;
pub use parameters::{
    SeatParameters, MAX_EQUIVOCATION_REPUTATION, MAX_TURN_REPUTATION, MIN_SESSION_LENGTH,
};
pub use reputation::{equivocation_evidence, turns_evidence, Turns};
pub use shard_keys::{KeysForShard, UsedKey, MAX_KEY, MAX_KEYED_SHARDS, MAX_KEYS_PROOF};
pub use turns::suspensions_for_absence;
pub use weights::WeightInfo;

/// Who may speak for a cooperative.
pub trait EnsureSteward {
    /// Whether `account` belongs to an active steward of `cooperative`, which is active.
    fn is_steward(cooperative: CooperativeId, account: &AccountId) -> bool;

    /// Makes `account` a steward of `cooperative`, which becomes active.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_steward(cooperative: CooperativeId, account: &AccountId);
}

/// What benchmarks need of the runtime.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<Keys> {
    /// Makes a shard known, another one for each number.
    fn make_shard(number: u32) -> icn_primitives::ShardId;

    /// Session keys of which none stands in those of another number, with the proof that `owner`
    /// holds them.
    fn make_keys(owner: &AccountId, number: u32) -> (Keys, alloc::vec::Vec<u8>);
}

/// What finalizes blocks.
pub trait NoteStalled {
    /// Notes that finality can't go on with the present set: that of the session that is beginning
    /// takes over `delay` blocks later, on top of block `best_finalized`.
    fn note_stalled(delay: BlockNumber, best_finalized: BlockNumber);
}

impl NoteStalled for () {
    fn note_stalled(_delay: BlockNumber, _best_finalized: BlockNumber) {}
}

/// The pallet: see the crate's page.
#[frame::pallet]
pub mod pallet {
    use super::*;
    use alloc::{boxed::Box, vec::Vec};
    use frame::{prelude::*, traits::Contains};
    use icn_primitives::{
        directory::EncodedKeys,
        reputation::GiveReputation,
        seat::{PeerId, Seat, SuspensionReason, MAX_NODE_KEYS},
        Did, Hash, ShardId,
    };
    use polkadot_sdk::{
        pallet_aura,
        pallet_session::{self, historical::IdentificationTuple},
        sp_runtime::traits::Convert,
        sp_session::MembershipProof,
        sp_staking::{offence::ReportOffence, SessionIndex},
    };

    // Genesis, events and calls say `AccountId`: rustdoc 1.95 panics at a type that has both
    // `T::AccountId` and `T::Keys`.

    /// What the runtime gives this pallet.
    #[pallet::config]
    pub trait Config:
        polkadot_sdk::frame_system::Config<
            AccountId = AccountId,
            Hash = Hash,
            RuntimeEvent: From<Event<Self>>,
        > + pallet_aura::Config
        + pallet_session::Config<ValidatorId = AccountId>
        + pallet_session::historical::Config<FullIdentification = CooperativeId>
    {
        /// A decision of the federation.
        type FederationOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// Who the stewards are.
        type Stewards: EnsureSteward;
        /// What finalizes blocks.
        type Finality: NoteStalled;
        /// For how many sessions after its own an equivocation can be proven. The same as
        /// GRANDPA's `MaxSetIdSessionEntries`; what is older is forgotten.
        #[pallet::constant]
        type ProvableSessions: Get<SessionIndex>;
        /// Who is told of offences, and tells this pallet of each once.
        type Offences: ReportOffence<
            AccountId,
            IdentificationTuple<Self>,
            EquivocationOffence<IdentificationTuple<Self>>,
        >;
        /// Which shard this is.
        type ThisShard: Get<ShardId>;
        /// The other shards, for which keys can be set.
        type KnownShards: Contains<ShardId>;
        /// Who hears of changed seats.
        type OnChange: OnSeatChange;
        /// The DID of a cooperative, also of one that has left.
        type CooperativeDid: Convert<CooperativeId, Option<Did>>;
        /// Who gives and takes reputation. Does nothing where none is kept.
        type Reputation: GiveReputation;
        /// Weights of this pallet's calls and hooks.
        type WeightInfo: WeightInfo;
        /// What benchmarks need.
        #[cfg(feature = "runtime-benchmarks")]
        type BenchmarkHelper: BenchmarkHelper<Self::Keys>;
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// Every seat, also of cooperatives that are suspended; at most
    /// [`MAX_SEATS`](icn_primitives::seat::MAX_SEATS).
    #[pallet::storage]
    pub type Seats<T: Config> = CountedStorageMap<_, Twox64Concat, CooperativeId, Seat>;

    /// Whose seat this name is. Stays when the seat is closed: reports about earlier sessions
    /// name it.
    #[pallet::storage]
    pub type SeatOfValidator<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, CooperativeId>;

    /// Which seat this account operates.
    #[pallet::storage]
    pub type OperatorOf<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Operated>;

    /// Seats that take no part because their cooperative is not active. Each has its seat.
    #[pallet::storage]
    pub type Inactive<T: Config> = StorageMap<_, Twox64Concat, CooperativeId, ()>;

    /// The node keys that the federation has listed, by cooperative. None is empty.
    #[pallet::storage]
    pub type NodeKeys<T: Config> = StorageMap<
        _,
        Twox64Concat,
        CooperativeId,
        BoundedVec<PeerId, ConstU32<MAX_NODE_KEYS>>,
        ValueQuery,
    >;

    /// Whose node this is: the other way round of [`NodeKeys`].
    #[pallet::storage]
    pub type NodeKeyOwner<T: Config> = StorageMap<_, Blake2_128Concat, PeerId, CooperativeId>;

    /// Session keys of seats on other shards, as those decode them. They stay when a seat is
    /// closed. Those of this shard are pallet-session's.
    #[pallet::storage]
    pub type ShardKeys<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        ShardId,
        Twox64Concat,
        CooperativeId,
        EncodedKeys,
        OptionQuery,
    >;

    /// Which seat uses or has used a key, and on which shard: for ever, so that no key serves a
    /// second time and a vote of the past stays one of that shard. Grows by one entry for each key
    /// that is set, which its operator's quota pays.
    #[pallet::storage]
    pub type KeyUse<T: Config> =
        StorageMap<_, Blake2_128Concat, UsedKey, (ShardId, CooperativeId), OptionQuery>;

    /// Why the hub has suspended a seat, on shards that follow it.
    #[pallet::storage]
    pub type FollowedSuspension<T: Config> =
        StorageMap<_, Twox64Concat, CooperativeId, SuspensionReason, OptionQuery>;

    /// What became of each seat's turns in the present session, for the award at its end. Of its
    /// validators alone; none is empty.
    #[pallet::storage]
    pub type SessionTurns<T: Config> =
        StorageMap<_, Twox64Concat, CooperativeId, Turns, ValueQuery>;

    /// For the equivocations of which session a cooperative has lost its points already. Kept as
    /// long as they can be proven.
    #[pallet::storage]
    pub type EquivocationsTaken<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        SessionIndex,
        Twox64Concat,
        CooperativeId,
        (),
        OptionQuery,
    >;

    /// The rules of sessions and turns.
    #[pallet::storage]
    pub type Parameters<T: Config> = StorageValue<_, SeatParameters, ValueQuery>;

    /// The slot of the last block in which turns were counted; `None` before the first.
    #[pallet::storage]
    pub type LastSlot<T: Config> = StorageValue<_, u64>;

    /// That finality is to go on with another set, until that set's session has come.
    #[pallet::storage]
    pub type NotedStall<T: Config> = StorageValue<_, Stall>;

    /// The block in which the present session began.
    #[pallet::storage]
    pub type SessionStart<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

    /// The state at genesis.
    #[pallet::genesis_config]
    #[derive(frame::derive::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The founders' seats. One that is there already (because the cooperative's own genesis
        /// opened it) gets operator and node keys.
        pub seats: Vec<GenesisSeat<AccountId>>,
        /// The founders' session keys on every shard, this one included, where pallet-session's
        /// genesis sets them: so that none is there twice.
        pub keys: Vec<(ShardId, CooperativeId, T::Keys)>,
        /// The rules of sessions and turns.
        pub parameters: SeatParameters,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            // A chain with a wrong genesis must not start, and there is nobody to give an error to.
            Pallet::<T>::build_genesis(&self.seats, self.parameters)
                .expect("the seats at genesis must follow the rules of seats");
            Pallet::<T>::build_genesis_keys(&self.keys);
        }
    }

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A cooperative got its seat. Its operator is the account that names it.
        SeatOpened {
            /// Whose seat.
            cooperative: CooperativeId,
            /// The seat's name.
            validator: AccountId,
        },
        /// A seat is gone for good, and its node keys with it.
        SeatClosed {
            /// Whose seat it was.
            cooperative: CooperativeId,
        },
        /// A seat takes no part for now, because its cooperative is not active.
        SeatPaused {
            /// Whose seat.
            cooperative: CooperativeId,
        },
        /// A seat may take part again, because its cooperative is active again.
        SeatResumed {
            /// Whose seat.
            cooperative: CooperativeId,
        },
        /// Another account sets the seat's session keys from now on.
        OperatorSet {
            /// Whose seat.
            cooperative: CooperativeId,
            /// The new operator.
            operator: AccountId,
        },
        /// A seat has these session keys on this shard, from the session after next there.
        KeysSet {
            /// Whose seat.
            cooperative: CooperativeId,
            /// On which shard.
            shard: ShardId,
            /// The keys.
            keys: T::Keys,
        },
        /// Something of a seat can't be as the hub says, and stays as it is.
        SeatNotFollowed {
            /// Whose seat.
            cooperative: CooperativeId,
            /// Why.
            error: DispatchError,
        },
        /// A node may connect.
        NodeListed {
            /// Whose node.
            cooperative: CooperativeId,
            /// The node's peer id.
            peer: PeerId,
        },
        /// A node may connect no longer.
        NodeUnlisted {
            /// Whose node it was.
            cooperative: CooperativeId,
            /// The node's peer id.
            peer: PeerId,
        },
        /// Turns passed without a block.
        TurnsMissed {
            /// Whose seat missed them.
            cooperative: CooperativeId,
            /// How many between the last block and this one.
            missed: u32,
            /// How many since its last block.
            in_a_row: u32,
        },
        /// A seat is suspended, or for a graver reason than before.
        SeatSuspended {
            /// Whose seat.
            cooperative: CooperativeId,
            /// Why.
            reason: SuspensionReason,
        },
        /// A seat ought to be suspended, but the rules keep it: it is the last, or too many are
        /// suspended for absence.
        SeatKept {
            /// Whose seat.
            cooperative: CooperativeId,
            /// Why it ought to be suspended.
            reason: SuspensionReason,
        },
        /// A seat is suspended no longer, and its row of missed turns ends.
        SeatRestored {
            /// Whose seat.
            cooperative: CooperativeId,
        },
        /// The rules of sessions and turns are new.
        ParametersSet {
            /// All of them.
            parameters: SeatParameters,
        },
        /// Finality is to go on with the set of the session after next.
        StallNoted {
            /// Blocks between that session's beginning and the new set's first vote.
            delay: BlockNumber,
            /// The block on top of which the new set votes.
            best_finalized: BlockNumber,
        },
    }

    /// Why a call is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no such seat, or no such node key.
        NotFound,
        /// The seat is there already, or the account or node key belongs to a seat.
        AlreadyExists,
        /// The account is no steward of the cooperative, or operates no seat.
        NotAuthorized,
        /// The seat isn't in a state for this: it is suspended already, or it isn't suspended.
        InvalidStatus,
        /// The bytes are no peer id.
        InvalidPeerId,
        /// The parameters are out of their bounds.
        InvalidParameters,
        /// No seat would be left to take part.
        LastSeat,
        /// There are as many seats as there can be.
        SeatsExceeded,
        /// The cooperative has as many node keys as it may.
        NodeKeysExceeded,
        /// The signatures don't prove that the operator holds the keys, or nothing proves whose key
        /// it was.
        InvalidProof,
        /// A key serves or has served another seat, or another shard.
        KeyReused,
        /// A key is longer than keys may be.
        KeyLengthExceeded,
        /// The bytes are no session keys of this runtime.
        InvalidKeys,
        /// The shard isn't known here.
        UnknownShard,
        /// The shard is named twice.
        DuplicateShard,
        /// The headers are no two blocks of one slot sealed with that key, or more than
        /// [`MAX_REPORT`] bytes long.
        InvalidEquivocation,
        /// What this seat did in this slot was reported before.
        AlreadyReported,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_now: BlockNumberFor<T>) -> Weight {
            <T as Config>::WeightInfo::on_initialize(Self::charge_missed_turns())
        }

        fn integrity_test() {
            let index = Self::index();
            assert!(
                pallet_aura::Pallet::<T>::index() < index
                    && index < pallet_session::Pallet::<T>::index(),
                "pallet-seats stands after pallet-aura and before pallet-session",
            );
            assert!(T::ProvableSessions::get() > 0, "equivocations must be provable");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(
            _now: BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            Self::ensure_invariants()
        }
    }

    #[pallet::call(weight(<T as Config>::WeightInfo))]
    impl<T: Config> Pallet<T> {
        /// Makes `operator` the account that sets the session keys of the cooperative's seat.
        ///
        /// Signed by a steward of the cooperative. The keys that are set stay until the new
        /// operator sets others, so that the seat misses no turn.
        ///
        /// Errors: [`Error::NotAuthorized`]; [`Error::NotFound`] without a seat;
        /// [`Error::AlreadyExists`] when the account operates a seat or names another one.
        #[pallet::call_index(0)]
        pub fn set_operator(
            origin: OriginFor<T>,
            cooperative: CooperativeId,
            operator: AccountId,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::ensure_steward(cooperative, &who)?;
            Self::do_set_operator(cooperative, &operator)?;
            Self::deposit_event(Event::OperatorSet { cooperative, operator });
            Ok(())
        }

        /// Lets the node with this peer id connect to validators' nodes.
        ///
        /// A decision of the federation. `peer` is the binary form: a SHA-256 or identity
        /// multihash. Nodes follow the list as soon as they see the block.
        ///
        /// Errors: [`Error::NotFound`] without a seat; [`Error::InvalidPeerId`];
        /// [`Error::AlreadyExists`] when it is listed; [`Error::NodeKeysExceeded`].
        #[pallet::call_index(1)]
        pub fn list_node(
            origin: OriginFor<T>,
            cooperative: CooperativeId,
            peer: PeerId,
        ) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_list_node(cooperative, &peer)?;
            Self::deposit_event(Event::NodeListed { cooperative, peer });
            Ok(())
        }

        /// Lets the node with this peer id connect no longer.
        ///
        /// A decision of the federation.
        ///
        /// Errors: [`Error::NotFound`] when it isn't listed.
        #[pallet::call_index(2)]
        pub fn unlist_node(origin: OriginFor<T>, peer: PeerId) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            let cooperative = Self::do_unlist_node(&peer)?;
            Self::deposit_event(Event::NodeUnlisted { cooperative, peer });
            Ok(())
        }

        /// Suspends a seat: it takes no part from the session after next until it is restored.
        ///
        /// A decision of the federation. A seat that is suspended for missed turns can be
        /// suspended by decision as well.
        ///
        /// Errors: [`Error::NotFound`]; [`Error::InvalidStatus`] when it is suspended for a reason
        /// as grave; [`Error::LastSeat`].
        #[pallet::call_index(3)]
        pub fn suspend_seat(origin: OriginFor<T>, cooperative: CooperativeId) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            let reason = SuspensionReason::Decision;
            Self::do_suspend_seat(cooperative, reason)?;
            Self::deposit_event(Event::SeatSuspended { cooperative, reason });
            Ok(())
        }

        /// Ends a seat's suspension, whatever its reason, and its row of missed turns.
        ///
        /// A decision of the federation. The seat takes part from the session after next.
        ///
        /// Errors: [`Error::NotFound`]; [`Error::InvalidStatus`] when it isn't suspended.
        #[pallet::call_index(4)]
        pub fn restore_seat(origin: OriginFor<T>, cooperative: CooperativeId) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_restore_seat(cooperative)?;
            Self::deposit_event(Event::SeatRestored { cooperative });
            Ok(())
        }

        /// Sets the rules of sessions and turns.
        ///
        /// A decision of the federation. A new session length counts from the present session's
        /// beginning, a new limit with the next missed turn. New points count for all turns of the
        /// present session.
        ///
        /// Errors: [`Error::InvalidParameters`].
        #[pallet::call_index(5)]
        pub fn set_parameters(origin: OriginFor<T>, parameters: SeatParameters) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_set_parameters(parameters)?;
            Self::deposit_event(Event::ParametersSet { parameters });
            Ok(())
        }

        /// Lets finality go on with another set, when more than a third of the present one is gone
        /// for good (design: Consensus).
        ///
        /// A decision of the federation, to be made only when the seats that are left agree on
        /// `best_finalized`, the highest block that any of them has seen finalized. It takes effect
        /// with the session after next, as the suspension of a seat does, so that one decision can
        /// hold both: that session's set votes from `delay` blocks after its beginning; choose
        /// `delay` so long that no fork reaches back over it. What was noted before and has not
        /// taken effect yet is replaced.
        #[pallet::call_index(6)]
        pub fn note_stalled(
            origin: OriginFor<T>,
            delay: BlockNumber,
            best_finalized: BlockNumber,
        ) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_note_stalled(delay, best_finalized);
            Self::deposit_event(Event::StallNoted { delay, best_finalized });
            Ok(())
        }

        /// Sets the session keys of a seat on all shards that are named, in one act.
        ///
        /// Signed by the seat's operator, on the hub. All keys differ from each other and from
        /// every key that any seat has ever had on any other shard. They take effect at the
        /// session after next of each shard, once it has heard of them; shards that aren't named
        /// keep theirs.
        ///
        /// Errors: [`Error::NotAuthorized`] if the account operates no seat;
        /// [`Error::UnknownShard`], [`Error::DuplicateShard`], [`Error::InvalidProof`],
        /// [`Error::KeyReused`].
        #[pallet::call_index(7)]
        #[pallet::weight(<T as Config>::WeightInfo::set_keys(keys.len() as u32))]
        pub fn set_keys(
            origin: OriginFor<T>,
            keys: BoundedVec<KeysForShard<T::Keys>, ConstU32<MAX_KEYED_SHARDS>>,
        ) -> DispatchResult {
            let operator = ensure_signed(origin)?;
            let cooperative = Self::do_set_keys(&operator, &keys)?;
            for KeysForShard { shard, keys, .. } in keys {
                Self::deposit_event(Event::KeysSet { cooperative, shard, keys });
            }
            Ok(())
        }

        /// Reports that a seat made two blocks in one slot: it is suspended for it (design:
        /// Consensus).
        ///
        /// Authorized by what it proves, so that nobody signs it and it costs no quota: the headers
        /// with their seals, and that the key made blocks in the session that `ownership` names.
        ///
        /// Errors: [`Error::InvalidEquivocation`]; [`Error::InvalidProof`] if the key isn't proven
        /// to be a seat's, or the session is longer ago than [`Config::ProvableSessions`];
        /// [`Error::AlreadyReported`].
        #[pallet::call_index(8)]
        #[pallet::weight(<T as Config>::WeightInfo::report_equivocation())]
        #[pallet::authorize(|_from, equivocation, ownership| {
            Pallet::<T>::authorize_report_equivocation(equivocation, ownership)
        })]
        #[pallet::weight_of_authorize(<T as Config>::WeightInfo::authorize_report_equivocation())]
        pub fn report_equivocation(
            origin: OriginFor<T>,
            equivocation: Box<BlockEquivocation<T>>,
            ownership: MembershipProof,
        ) -> DispatchResult {
            ensure_authorized(origin)?;
            Self::do_report(&equivocation, &ownership)
        }
    }
}
