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
//! - **Relay**: whoever carries headers and proofs. It needs no trust and no permission of this
//!   pallet; several at once do no harm.
//!
//! ## Scenarios
//!
//! A view is kept fresh:
//! 1. A relay takes a header with its justification from shard A, leaves out the votes that the
//!    threshold doesn't need, and sends [`submit_finality`](Pallet::submit_finality) here.
//! 2. The votes are checked against the set that is known of A. The header becomes the best, and
//!    proofs against it are taken until [`Config::KeptHeaders`] newer ones have come.
//! 3. If the header is mandatory, the next header needs the votes of the new set. So it can't be
//!    skipped: what comes after it is signed by another set, with another number.
//!
//! A message is sent from A to B and answered:
//! 1. A pallet on A calls [`SendMessage::send`]. The message waits in A's [`Outbox`].
//! 2. A relay brings a finalized header of A to B, and sends [`deliver`](Pallet::deliver) there
//!    with a proof of the messages under it.
//! 3. B takes them strictly in order, each exactly once, and hands each to [`Config::OnMessage`].
//!    It keeps the outcomes in [`InboundLanes`].
//! 4. A relay brings a finalized header of B to A, and sends [`confirm`](Pallet::confirm) there
//!    with a proof of those outcomes.
//! 5. A hands each answer to [`Config::OnAnswer`] and takes the message out of its outbox.
//! 6. With the next messages B sees proven which answers A has, and forgets their outcomes.
//!
//! A message fails: whatever its handler wrote is put back, the outcome says why, and the next one
//! is taken.
//!
//! A message expires: B is past the block that the message names, counted in *B's own* blocks. The
//! handler doesn't see it, and the outcome says so. Before its answer has come the source can't
//! know whether a message expired; a relay that waits can make one expire, and do no more.
//!
//! Two relays bring the same: what was taken before is skipped, and a call without anything new
//! fails with [`Error::NothingNew`] before a proof is looked at.
//!
//! A shard's finality stalls, and its federation forces another set: a light client can't follow
//! that. The federation tells the others with [`set_authorities`](Pallet::set_authorities). Headers
//! and lanes stay.
//!
//! ## When effects start
//!
//! At once: a header can be proven against, and a new set counts, from the next call on.
//!
//! ## What may fail, and what then holds
//!
//! - Without a relay messages wait, and after
//!   [`MAX_UNCONFIRMED`](icn_primitives::shard::MAX_UNCONFIRMED) of them the sender is refused with
//!   [`Error::QueueExceeded`]. None is lost.
//! - A lane is never blocked by what a message holds: one that can't be read, that is refused or
//!   that expired gets an outcome like any other.
//! - More than two thirds of a shard's authorities together can finalize what they like, here as on
//!   their own shard.
//! - Lanes of two shards that contradict each other, because one of them was reset, say, stand
//!   still with [`Error::LaneMismatch`].
//!
//! ## What is fixed for all shards
//!
//! The pallet is called `Shards` everywhere, and the keys in
//! [`icn_primitives::shard`] stay as they are: other shards' proofs are about them.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod finality;
mod handlers;
mod inbound;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod outbound;
mod proofs;
mod registry;
mod types;
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
pub use types::{Authorities, Shard, Update};
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
    use codec::Encode;
    use frame::prelude::*;
    use icn_primitives::{
        shard::{
            inbound_lane_key, outbound_lane_key, outbox_key, FinalizedHeader, InboundLane, Message,
            MessageNonce, OutboundLane, Outcome, ShardRole, ShardView,
        },
        Hash, Header, Moment,
    };
    use polkadot_sdk::{
        bp_header_chain::justification::GrandpaJustification, bp_runtime::RawStorageProof,
        frame_support::traits::Time, sp_consensus_grandpa::SetId,
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
        /// Longest encoded storage proof, in bytes. Holds at least one longest message.
        #[pallet::constant]
        type ProofSize: Get<u32>;
        /// Most messages that one call delivers, and most answers that one call confirms.
        #[pallet::constant]
        type MessagesPerCall: Get<u32>;
        /// Most messages that are taken in one block.
        #[pallet::constant]
        type MessagesPerBlock: Get<u32>;
        /// Weights of this pallet's calls.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The number of this shard. Set at genesis only.
    #[pallet::storage]
    pub type ThisShard<T: Config> = StorageValue<_, ShardId, ValueQuery>;

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

    /// The last block in which messages were taken, and how many.
    #[pallet::storage]
    pub type TakenInBlock<T: Config> = StorageValue<_, (u32, u32), ValueQuery>;

    /// Whether a message or an answer is taking effect: it can't deliver or confirm others itself.
    #[pallet::storage]
    pub type InHandler<T: Config> = StorageValue<_, bool>;

    /// The state at genesis.
    #[pallet::genesis_config]
    #[derive(frame::derive::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The number of this shard.
        pub this_shard: ShardId,
        /// The shards that it follows.
        pub shards: Vec<GenesisShard>,
        #[serde(skip)]
        pub _config: core::marker::PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            // A chain with a wrong genesis must not start, and there is nobody to give an error to.
            Pallet::<T>::build_genesis(self.this_shard, &self.shards)
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
        /// A key of these authorities is one of another shard's.
        KeyReused,
        /// The set is not the one whose votes count now.
        WrongSet,
        /// The header is the best that is known.
        DuplicateHeader,
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
        /// All of it is known already.
        NothingNew,
        /// A message before these ones has not been taken.
        OutOfOrder,
        /// There are more messages than one call may bring.
        MessagesExceeded,
        /// As many messages were taken in this block as may be.
        BlockMessagesExceeded,
        /// As many outcomes wait for their confirmation as can be kept.
        OutcomesExceeded,
        /// The source had not sent so many messages.
        MessageNotSent,
        /// The ends of the lane contradict each other.
        LaneMismatch,
        /// A message or an answer tried to deliver or confirm others.
        InHandler,
        /// Too many messages wait on this lane: try again when some were answered.
        QueueExceeded,
        /// The payload is too long.
        PayloadExceeded,
        /// The message would have expired already.
        ExpiryPassed,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            assert_eq!(Self::name(), icn_primitives::shard::PALLET_NAME, "proofs need this name");
            let shard = ShardId(7);
            assert_eq!(OutboundLanes::<T>::hashed_key_for(shard), outbound_lane_key(shard));
            assert_eq!(Outbox::<T>::hashed_key_for(shard, 9), outbox_key(shard, 9));
            assert_eq!(InboundLanes::<T>::hashed_key_for(shard), inbound_lane_key(shard));
            assert!(T::KeptHeaders::get() > 0, "there must be a header to prove against");
            let (call, block) = (T::MessagesPerCall::get(), T::MessagesPerBlock::get());
            assert!(call > 0 && call <= block, "a block takes at least what a call brings");
            assert!(
                T::ProofSize::get() >= Message::max_encoded_len().saturating_mul(2) as u32
                    && T::ProofSize::get()
                        >= InboundLane::max_encoded_len().saturating_mul(2) as u32,
                "the longest message and the longest list of outcomes must fit into a proof"
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
        /// Errors: [`Error::NotFound`]; [`Error::WrongSet`]; [`Error::InvalidAuthorities`];
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

        /// Brings a finalized header of a shard.
        ///
        /// Signed by a relay. `set_id` is the set whose votes the justification holds, so that a
        /// late one is refused before a signature is checked. There must be no more votes than
        /// are needed.
        ///
        /// Errors: [`Error::NotFound`]; [`Error::WrongSet`]; [`Error::DuplicateHeader`];
        /// [`Error::StaleHeader`]; [`Error::HeaderSizeExceeded`];
        /// [`Error::JustificationSizeExceeded`]; [`Error::WrongGenesis`];
        /// [`Error::ForcedChange`]; [`Error::DelayedChange`]; [`Error::InvalidAuthorities`] in a
        /// change; and what is wrong with the justification: [`Error::WrongTarget`],
        /// [`Error::QuorumNotMet`], [`Error::InvalidSignature`], [`Error::UnknownVoter`],
        /// [`Error::DuplicateVote`], [`Error::RedundantVote`], [`Error::UnrelatedVote`],
        /// [`Error::DuplicateAncestry`], [`Error::RedundantAncestry`].
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::submit_finality(
            justification.commit.precommits.len() as u32,
            justification.votes_ancestries.len() as u32,
        ))]
        pub fn submit_finality(
            origin: OriginFor<T>,
            shard: ShardId,
            header: Box<Header>,
            justification: Box<GrandpaJustification<Header>>,
            set_id: SetId,
        ) -> DispatchResult {
            ensure_signed(origin)?;
            let finalized = Self::do_submit_finality(shard, &header, &justification, set_id)?;
            Self::deposit_event(Event::HeaderFinalized { shard, header: finalized.header });
            if let Some((set_id, authorities)) = finalized.next {
                Self::deposit_event(Event::AuthoritiesChanged { shard, set_id, authorities });
            }
            Ok(())
        }

        /// Brings the messages `first` to `last` from a shard.
        ///
        /// Signed by a relay. `proof` is of the state of shard `source` after its block `at`: of
        /// its lane to this shard, and of those of the messages that are new here. Messages beyond
        /// what this block may take are left for the next call.
        ///
        /// Errors: [`Error::NothingNew`]; [`Error::OutOfOrder`]; [`Error::MessagesExceeded`];
        /// [`Error::BlockMessagesExceeded`]; [`Error::OutcomesExceeded`]; [`Error::NotFound`];
        /// [`Error::UnknownHeader`]; [`Error::ProofSizeExceeded`]; [`Error::InvalidProof`];
        /// [`Error::MessageNotSent`]; [`Error::LaneMismatch`]; [`Error::InHandler`].
        #[pallet::call_index(3)]
        #[pallet::weight(Pallet::<T>::weight_of_delivery(
            last.saturating_sub(*first).saturating_add(1).saturated_into(),
            proof,
        ))]
        pub fn deliver(
            origin: OriginFor<T>,
            source: ShardId,
            at: Hash,
            proof: RawStorageProof,
            first: MessageNonce,
            last: MessageNonce,
        ) -> DispatchResultWithPostInfo {
            ensure_signed(origin)?;
            let size = kibibytes(&proof);
            let taken = Self::do_deliver(source, at, proof, first, last)?;
            Ok(Some(Self::weight_of_messages(taken, size)).into())
        }

        /// Brings the answers of a shard to the messages that were sent to it.
        ///
        /// Signed by a relay. `proof` is of the state of shard `destination` after its block `at`:
        /// of its lane from this shard. Answers beyond what one call may bring are left for the
        /// next, which may use the same proof.
        ///
        /// Errors: [`Error::NothingNew`]; [`Error::NotFound`]; [`Error::UnknownHeader`];
        /// [`Error::ProofSizeExceeded`]; [`Error::InvalidProof`]; [`Error::LaneMismatch`];
        /// [`Error::InHandler`].
        #[pallet::call_index(4)]
        #[pallet::weight(Pallet::<T>::weight_of_answers(
            T::MessagesPerCall::get(),
            kibibytes(proof),
        ))]
        pub fn confirm(
            origin: OriginFor<T>,
            destination: ShardId,
            at: Hash,
            proof: RawStorageProof,
        ) -> DispatchResultWithPostInfo {
            ensure_signed(origin)?;
            let size = kibibytes(&proof);
            let answered = Self::do_confirm(destination, at, proof)?;
            Ok(Some(Self::weight_of_answers(answered, size)).into())
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

    impl<T: Config> Pallet<T> {
        fn weight_of_delivery(messages: u32, proof: &RawStorageProof) -> Weight {
            Self::weight_of_messages(messages.min(T::MessagesPerCall::get()), kibibytes(proof))
        }

        fn weight_of_messages(messages: u32, size: u32) -> Weight {
            T::WeightInfo::deliver(messages, size)
                .saturating_add(T::OnMessage::max_weight().saturating_mul(messages.into()))
        }

        fn weight_of_answers(answers: u32, size: u32) -> Weight {
            T::WeightInfo::confirm(answers, size)
                .saturating_add(T::OnAnswer::max_weight().saturating_mul(answers.into()))
        }
    }

    /// The size of a proof, rounded up.
    fn kibibytes(proof: &RawStorageProof) -> u32 {
        proof.encoded_size().div_ceil(1024).saturated_into()
    }
}
