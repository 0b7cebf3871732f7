//! # Shards
//!
//! What this shard knows of the others, and the messages between them. Nothing here is believed:
//! a header of another shard enters with the votes of its authorities, and a message with the
//! proof that it stands in the state under such a header.
//!
//! ## Terms
//!
//! - **Shard**: a chain of its own, with its own blocks, state and authorities, named by a
//!   [`ShardId`]. Shards are registered at genesis or by the federation.
//! - **Authorities**: the keys that finalize a shard's blocks, all of the same weight. Their *set*
//!   has a number, which grows by one with every change.
//! - **Justification**: the votes of more than two thirds of a set for one block.
//! - **Mandatory header**: one in which a change of the set is written. It is the last that the old
//!   set finalizes.
//! - **View**: the best finalized header that is known of a shard, and how long ago it came.
//! - **Lane**: the messages from one shard to another, numbered from 1 by their *nonce*.
//! - **Outcome**: what became of a message: it was delivered, it failed with a named error, or it
//!   expired. Where it was sent it arrives as the **answer**.
//! - **Update**: what a relay brings from a shard in one transaction: a header, and what the state
//!   under it proves of messages and answers.
//! - **Relay**: whoever carries updates. It needs no trust, no permission and no account; several
//!   at once do no harm.
//! - **Effect**: what the handler of a message or of an answer does. Its weight is known in advance.
//!
//! ## Scenarios
//!
//! A message is sent from A to B and answered:
//! 1. A pallet on A calls [`SendMessage::send`]. The message waits in A's [`Outbox`].
//! 2. A relay takes a finalized header of A and a proof of the messages under it, lets B's
//!    [`relay_call`](Pallet::relay_call) make the call of them, and sends that to B as a
//!    transaction. [`relay`](Pallet::relay) is authorized by what it proves.
//! 3. B takes the messages strictly in order, each exactly once, and hands each to
//!    [`Config::OnMessage`]. It writes what became of them into pages of [`Outcomes`].
//! 4. In the same way a relay brings A a finalized header of B with a proof of those outcomes; and,
//!    in the same update, of the messages from B to A.
//! 5. A hands each answer to [`Config::OnAnswer`] and takes the message out of its outbox.
//! 6. With the next messages B sees proven which answers A has, and forgets their outcomes.
//!
//! A view is kept fresh: an update may bring a header and nothing else, if it is
//! [`Config::RefreshInterval`] blocks or more above the best known one, the first, or mandatory. So
//! nobody can fill blocks with headers. The votes are checked against the set that is known of the
//! shard. Proofs against the header are taken until [`Config::KeptHeaders`] newer ones have come.
//!
//! The authorities of A change: the header that says so is mandatory. The next one needs the votes
//! of the new set, so it can't be skipped: what comes after it is signed by another set, with
//! another number.
//!
//! A message fails: whatever its handler wrote is put back, the outcome says why, and the next one
//! is taken.
//!
//! A message expires: B is past the block that the message names, counted in *B's own* blocks. The
//! handler doesn't see it, and the outcome says so. Before its answer has come the source can't
//! know whether a message expired; a relay that waits can make one expire, and do no more.
//!
//! A message would weigh more than [`Config::MaxEffect`]: what one weighs at its destination the
//! source can't know, so it travels, the handler doesn't see it, and the outcome says so. What an
//! answer weighs is known where it goes, and a message whose answer would be too heavy isn't sent.
//!
//! Two relays bring the same: both transactions carry the same tags, so a pool keeps one of them,
//! the fuller one; and the second in a block is refused as stale. Where they overlap, what is known
//! is passed over: a header that came meanwhile, messages and answers that were taken.
//!
//! More is brought than has room: messages are taken in order, up to [`Config::MessagesPerBlock`]
//! in a block and while their effects fit into the weight that the update paid for. The rest is
//! left for the next update.
//!
//! A shard's finality stalls, and its federation forces another set: a light client can't follow
//! that. The federation tells the others with [`set_authorities`](Pallet::set_authorities). Headers
//! and lanes stay.
//!
//! ## When effects start
//!
//! At once: a header can be proven against in the very update that brings it, and a new set counts
//! from the next update on.
//!
//! ## What may fail, and what then holds
//!
//! - An update is taken or refused as a whole, and refused before it is in a block. Of the errors,
//!   a pool is told that an update is late, early, or the number that
//!   [`RelayRefusal`](icn_primitives::shard::RelayRefusal) gives it.
//! - Without a relay messages wait, and after
//!   [`MAX_UNCONFIRMED`](icn_primitives::shard::MAX_UNCONFIRMED) of them the sender is refused with
//!   [`Error::QueueExceeded`]. None is lost.
//! - A lane is never blocked by what a message holds: one that can't be read, that is refused, too
//!   heavy or expired gets an outcome like any other.
//! - More than two thirds of a shard's authorities together can finalize what they like, here as on
//!   their own shard.
//! - Keys that two shards share would let the header of one pass for a header of the other. They
//!   are refused where sets are registered, also if this shard itself uses them. In a header's
//!   change they are told of with [`Event::KeyReuseSeen`] and followed: it is what that shard's
//!   own authorities made final, and to stop there would stop its lanes.
//! - Lanes of two shards that contradict each other, because one of them was reset, say, stand
//!   still with [`Error::LaneMismatch`].
//!
//! ## What is fixed for all shards
//!
//! The pallet is called `Shards` everywhere, and the keys in
//! [`icn_primitives::shard`] stay as they are: other shards' proofs are about them.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod effects;
mod finality;
mod handlers;
mod inbound;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod outbound;
mod proofs;
mod registry;
mod relay;
mod types;
mod update;
mod validity;
mod views;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

use polkadot_sdk::polkadot_sdk_frame as frame;

pub use handlers::{OnAnswer, OnMessage, SendMessage};
pub use icn_primitives::ShardId;
pub use pallet::*;
pub use registry::GenesisShard;
pub use types::{Authorities, Learned, Shard};
pub use update::{Finality, Nonces, Update};
pub use weights::WeightInfo;

/// Longest encoded header, in bytes. A mandatory one with a hundred authorities has about 4 KiB
/// for each list of them.
pub const MAX_HEADER_SIZE: u32 = 16 * 1024;
/// Longest encoded justification, in bytes: a hundred votes are 13 KiB, and the rest are headers.
pub const MAX_JUSTIFICATION_SIZE: u32 = 64 * 1024;
/// Most headers between a justification's votes and the header that they finalize.
pub const MAX_VOTES_ANCESTRIES: u32 = 64;

/// The pallet: see the crate's page.
#[frame::pallet]
pub mod pallet {
    use super::*;
    use alloc::{boxed::Box, vec::Vec};
    use frame::prelude::*;
    use icn_primitives::{
        seat::MAX_SEATS,
        shard::{
            inbound_lane_key, outbound_lane_key, outbox_key, outcomes_key, FinalizedHeader,
            InboundLane, Message, MessageNonce, OutboundLane, Outcome, OutcomesPage, ShardRole,
            ShardView,
        },
        BlockNumber, Hash, Moment,
    };
    use polkadot_sdk::{
        frame_support::traits::Time,
        sp_consensus_grandpa::{AuthorityId, SetId},
    };

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// What the runtime gives this pallet.
    #[pallet::config]
    pub trait Config:
        polkadot_sdk::frame_system::Config<Hash = Hash, RuntimeEvent: From<Event<Self>>>
    {
        /// A decision of the federation.
        type FederationOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// What time it is.
        type Time: Time<Moment = Moment>;
        /// Who lets messages take effect.
        type OnMessage: OnMessage;
        /// Who learns the answers.
        type OnAnswer: OnAnswer;
        /// Headers of each shard against which proofs are taken. May grow, and must not shrink.
        #[pallet::constant]
        type KeptHeaders: Get<u32>;
        /// A header alone is worth an update when it is so many blocks above the best known one.
        #[pallet::constant]
        type RefreshInterval: Get<BlockNumber>;
        /// Longest encoded storage proof, in bytes. Holds at least one longest message.
        #[pallet::constant]
        type ProofSize: Get<u32>;
        /// Most messages that one update brings, and most answers.
        #[pallet::constant]
        type MessagesPerUpdate: Get<u32>;
        /// Most messages that are taken in one block, from all shards.
        #[pallet::constant]
        type MessagesPerBlock: Get<u32>;
        /// Most that the effect of one message or of one answer may weigh.
        #[pallet::constant]
        type MaxEffect: Get<Weight>;
        /// Most that the effects in one update may weigh together. Holds two heaviest ones.
        #[pallet::constant]
        type EffectsPerUpdate: Get<Weight>;
        /// This shard's own finality authorities. None at genesis, if others write them later.
        type OwnAuthorities: Get<Vec<AuthorityId>>;
        /// Weights of this pallet's calls.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The number of this shard. Set at genesis only.
    #[pallet::storage]
    #[pallet::whitelist_storage]
    pub type ThisShard<T: Config> = StorageValue<_, ShardId, ValueQuery>;

    /// What this shard is for. Set at genesis only.
    #[pallet::storage]
    #[pallet::whitelist_storage]
    pub type ThisRole<T: Config> = StorageValue<_, ShardRole, ValueQuery>;

    /// The shards that this one follows.
    #[pallet::storage]
    pub type Shards<T: Config> = CountedStorageMap<_, Twox64Concat, ShardId, Shard>;

    /// The authorities whose votes the next header of a shard needs. None is empty.
    #[pallet::storage]
    pub type AuthoritySets<T: Config> =
        StorageMap<_, Twox64Concat, ShardId, Authorities, ValueQuery>;

    /// The last finalized headers of a shard that came here, by number.
    #[pallet::storage]
    pub type RecentHeaders<T: Config> = StorageMap<
        _,
        Twox64Concat,
        ShardId,
        BoundedVec<FinalizedHeader, T::KeptHeaders>,
        ValueQuery,
    >;

    /// The sending ends of lanes, by destination. Other shards' proofs are about these.
    #[pallet::storage]
    pub type OutboundLanes<T: Config> =
        StorageMap<_, Twox64Concat, ShardId, OutboundLane, ValueQuery>;

    /// The messages that wait for their answers, by destination and nonce. Other shards' proofs
    /// are about these.
    #[pallet::storage]
    pub type Outbox<T: Config> =
        StorageDoubleMap<_, Twox64Concat, ShardId, Twox64Concat, MessageNonce, Message>;

    /// The receiving ends of lanes, by source. Other shards' proofs are about these.
    #[pallet::storage]
    pub type InboundLanes<T: Config> =
        StorageMap<_, Twox64Concat, ShardId, InboundLane, ValueQuery>;

    /// What became of the messages that were taken, by source and page. Other shards' proofs are
    /// about these.
    #[pallet::storage]
    pub type Outcomes<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        ShardId,
        Twox64Concat,
        OutcomesPage,
        icn_primitives::shard::Outcomes,
        ValueQuery,
    >;

    /// The last block in which messages were taken, and how many.
    #[pallet::storage]
    pub type TakenInBlock<T: Config> = StorageValue<_, (u32, u32), ValueQuery>;

    /// The state at genesis.
    #[pallet::genesis_config]
    #[derive(frame::derive::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The number of this shard.
        pub this_shard: ShardId,
        /// What it is for.
        pub this_role: ShardRole,
        /// The shards that it follows.
        pub shards: Vec<GenesisShard>,
        #[serde(skip)]
        pub _config: core::marker::PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            // A chain with a wrong genesis must not start, and there is nobody to give an error to.
            Pallet::<T>::build_genesis(self.this_shard, self.this_role, &self.shards)
                .expect("the shards at genesis must follow the rules of the registry")
        }
    }

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A shard is followed from now on.
        ShardRegistered {
            /// Which shard.
            shard: ShardId,
            /// What it is for.
            role: ShardRole,
            /// The hash of its genesis block, where it is known.
            genesis: Option<Hash>,
            /// The number of its set of authorities.
            set_id: SetId,
            /// Its authorities.
            authorities: Authorities,
        },
        /// The federation replaced a shard's authorities.
        AuthoritiesSet {
            /// Which shard.
            shard: ShardId,
            /// The number of the set.
            set_id: SetId,
            /// The authorities.
            authorities: Authorities,
        },
        /// A header of a shard is final.
        HeaderFinalized {
            /// Which shard.
            shard: ShardId,
            /// Its new best header.
            header: FinalizedHeader,
        },
        /// A shard's authorities changed, as its last header says.
        AuthoritiesChanged {
            /// Which shard.
            shard: ShardId,
            /// The number of the new set.
            set_id: SetId,
            /// The authorities.
            authorities: Authorities,
        },
        /// A key of a shard's new authorities is one of another shard's, or of this one's: its
        /// federation should replace it at once.
        KeyReuseSeen {
            /// Whose authorities changed.
            shard: ShardId,
        },
        /// A message waits to be delivered.
        MessageSent {
            /// Where to.
            destination: ShardId,
            /// All of it.
            message: Message,
        },
        /// A message was taken.
        MessageTaken {
            /// Where it is from.
            source: ShardId,
            /// Its number.
            nonce: MessageNonce,
            /// What became of it.
            outcome: Outcome,
        },
        /// The answer to a message has come, and it waits no longer.
        MessageAnswered {
            /// Where the message went.
            destination: ShardId,
            /// Its number.
            nonce: MessageNonce,
            /// What became of it.
            outcome: Outcome,
        },
        /// Whoever sent a message failed to take the answer.
        AnswerFailed {
            /// Where the message went.
            destination: ShardId,
            /// Its number.
            nonce: MessageNonce,
            /// Why.
            error: DispatchError,
        },
        /// The outcomes up to a message are forgotten: their source has them.
        OutcomesForgotten {
            /// Where the messages were from.
            source: ShardId,
            /// The last of them.
            confirmed: MessageNonce,
        },
    }

    /// Why a call is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no such shard.
        NotFound,
        /// The shard is registered already.
        AlreadyExists,
        /// The number is that of this very shard.
        ThisShard,
        /// There are as many shards as there can be.
        ShardsExceeded,
        /// The authorities are none, too many, not all different or not all of weight 1.
        InvalidAuthorities,
        /// A key of these authorities is one of another shard's, or of this one's.
        KeyReused,
        /// The votes of this set count no longer.
        StaleSet,
        /// The votes of this set don't count yet: the mandatory header before it comes first.
        FutureSet,
        /// A header as high or higher is known.
        StaleHeader,
        /// The header is too long.
        HeaderSizeExceeded,
        /// The block doesn't stand on the shard's genesis block.
        WrongGenesis,
        /// The header forces a change of authorities, which no light client can follow: the
        /// federation sets them.
        ForcedChange,
        /// The header changes the authorities at a later block, which isn't supported.
        DelayedChange,
        /// The justification is too long.
        JustificationSizeExceeded,
        /// The justification is for another header.
        WrongTarget,
        /// The votes are not of more than two thirds of the authorities.
        QuorumNotMet,
        /// A signature is not that of its voter for this vote, round and set.
        InvalidSignature,
        /// A voter is none of the authorities.
        UnknownVoter,
        /// An authority voted twice.
        DuplicateVote,
        /// There are more votes than are needed: leave out the rest.
        RedundantVote,
        /// A vote is not for the header or a descendant of it.
        UnrelatedVote,
        /// A header between is there twice.
        DuplicateAncestry,
        /// A header between leads to no vote.
        RedundantAncestry,
        /// No header of this hash is known, or no longer.
        UnknownHeader,
        /// The proof is too long.
        ProofSizeExceeded,
        /// The proof is not of the state under this header, or incomplete.
        InvalidProof,
        /// Nothing in the proof is new: leave it out.
        RedundantProof,
        /// All of it is known already, or not yet worth an update.
        NothingNew,
        /// A message before these ones has not been taken, or not been answered.
        OutOfOrder,
        /// There are more messages or answers than one update may bring.
        MessagesExceeded,
        /// As many messages were taken in this block as may be.
        BlockMessagesExceeded,
        /// As many outcomes wait for their confirmation as can be kept.
        OutcomesExceeded,
        /// Not even the first effect fits into the weight of the update, or that is more than one
        /// may have.
        EffectsExceeded,
        /// The source had not sent so many messages.
        MessageNotSent,
        /// The destination had not taken so many messages.
        MessageNotTaken,
        /// The ends of the lane contradict each other.
        LaneMismatch,
        /// Too many messages wait on this lane: try again when some were answered.
        QueueExceeded,
        /// The payload is too long.
        PayloadExceeded,
        /// The message would have expired already.
        ExpiryPassed,
        /// The effect of the message's answer would be heavier than one may be.
        AnswerTooHeavy,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            assert_eq!(Self::name(), icn_primitives::shard::PALLET_NAME, "proofs need this name");
            let shard = ShardId(7);
            assert_eq!(OutboundLanes::<T>::hashed_key_for(shard), outbound_lane_key(shard));
            assert_eq!(Outbox::<T>::hashed_key_for(shard, 9), outbox_key(shard, 9));
            assert_eq!(InboundLanes::<T>::hashed_key_for(shard), inbound_lane_key(shard));
            assert_eq!(Outcomes::<T>::hashed_key_for(shard, 9), outcomes_key(shard, 9));
            assert!(T::KeptHeaders::get() > 0, "there must be a header to prove against");
            assert!(T::RefreshInterval::get() > 0, "a header that is no higher isn't new");
            let (update, block) = (T::MessagesPerUpdate::get(), T::MessagesPerBlock::get());
            assert!(update > 0 && update <= block, "a block takes at least what an update brings");
            assert!(
                T::MaxEffect::get().saturating_mul(2).all_lte(T::EffectsPerUpdate::get()),
                "an update brings at least one message and one answer"
            );
            let longest =
                Message::max_encoded_len().max(icn_primitives::shard::Outcomes::max_encoded_len());
            assert!(
                T::ProofSize::get() as usize >= longest.saturating_mul(2),
                "the longest message and the longest page of outcomes must fit into a proof"
            );
            // What never fits into a block would stop its lane.
            let (votes, kibibytes) = (MAX_SEATS, T::ProofSize::get().div_ceil(1024));
            let fullest = [T::WeightInfo::relay, T::WeightInfo::authorize_relay]
                .map(|weight| weight(votes, MAX_VOTES_ANCESTRIES, update, update, kibibytes))
                .into_iter()
                .fold(T::EffectsPerUpdate::get(), |sum, weight| sum.saturating_add(weight));
            let most = T::BlockWeights::get().get(DispatchClass::Normal).max_extrinsic;
            assert!(
                most.is_none_or(|most| fullest.all_lte(most)),
                "the fullest update must fit into a block: {fullest:?}"
            );
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(
            _now: BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            Self::ensure_invariants()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Follows a shard from now on.
        ///
        /// A decision of the federation. `authorities` are those of the set `set_id`, whose votes
        /// the first header needs.
        ///
        /// Errors: [`Error::AlreadyExists`]; [`Error::ThisShard`]; [`Error::ShardsExceeded`];
        /// [`Error::InvalidAuthorities`]; [`Error::KeyReused`].
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::register_shard())]
        pub fn register_shard(
            origin: OriginFor<T>,
            shard: ShardId,
            role: ShardRole,
            genesis: Option<Hash>,
            authorities: Authorities,
            set_id: SetId,
        ) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_register_shard(shard, role, genesis, authorities.clone(), set_id)?;
            Self::deposit_event(Event::ShardRegistered {
                shard,
                role,
                genesis,
                set_id,
                authorities,
            });
            Ok(())
        }

        /// Replaces a shard's authorities, where its own headers can't say so: after a forced
        /// change.
        ///
        /// A decision of the federation. Headers and lanes stay. The set's number must be higher
        /// than the present one, unless no header is known yet.
        ///
        /// Errors: [`Error::NotFound`]; [`Error::StaleSet`]; [`Error::InvalidAuthorities`];
        /// [`Error::KeyReused`].
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::set_authorities())]
        pub fn set_authorities(
            origin: OriginFor<T>,
            shard: ShardId,
            authorities: Authorities,
            set_id: SetId,
        ) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_set_authorities(shard, authorities.clone(), set_id)?;
            Self::deposit_event(Event::AuthoritiesSet { shard, set_id, authorities });
            Ok(())
        }

        /// Brings from a shard a finalized header, messages, and the answers to messages that were
        /// sent there: whatever of them is new.
        ///
        /// Authorized by what it proves; whoever relays needs no account.
        /// [`relay_call`](Pallet::relay_call) makes it.
        ///
        /// Errors: [`Error::NotFound`]; [`Error::NothingNew`]; of the header: [`Error::StaleSet`],
        /// [`Error::FutureSet`], [`Error::StaleHeader`], [`Error::HeaderSizeExceeded`],
        /// [`Error::WrongGenesis`], [`Error::ForcedChange`], [`Error::DelayedChange`],
        /// [`Error::InvalidAuthorities`] in a change; of its votes:
        /// [`Error::JustificationSizeExceeded`], [`Error::WrongTarget`], [`Error::QuorumNotMet`],
        /// [`Error::InvalidSignature`], [`Error::UnknownVoter`], [`Error::DuplicateVote`],
        /// [`Error::RedundantVote`], [`Error::UnrelatedVote`], [`Error::DuplicateAncestry`],
        /// [`Error::RedundantAncestry`]; of the proof: [`Error::UnknownHeader`],
        /// [`Error::ProofSizeExceeded`], [`Error::InvalidProof`], [`Error::RedundantProof`]; of
        /// messages and answers: [`Error::OutOfOrder`], [`Error::MessagesExceeded`],
        /// [`Error::BlockMessagesExceeded`], [`Error::OutcomesExceeded`],
        /// [`Error::EffectsExceeded`], [`Error::MessageNotSent`], [`Error::MessageNotTaken`],
        /// [`Error::LaneMismatch`].
        #[pallet::call_index(2)]
        #[pallet::weight(update.weight(T::WeightInfo::relay).saturating_add(update.effects))]
        #[pallet::authorize(|_from, shard, update| Pallet::<T>::authorize_relay(*shard, update))]
        #[pallet::weight_of_authorize(update.weight(T::WeightInfo::authorize_relay))]
        pub fn relay(
            origin: OriginFor<T>,
            shard: ShardId,
            update: Box<Update>,
        ) -> DispatchResultWithPostInfo {
            ensure_authorized(origin)?;
            let plan = Self::do_relay(shard, &update)?;
            let weight = update.weight_with(plan.messages(), plan.answers(), T::WeightInfo::relay);
            Ok(Some(weight.saturating_add(plan.effects)).into())
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// What is known of a shard, and how old that is.
        pub fn shard(id: ShardId) -> Option<ShardView> {
            Self::view_shard(id)
        }

        /// What is known of every shard, by number.
        pub fn shards() -> Vec<ShardView> {
            Self::view_shards()
        }
    }
}
