//! # Storage
//!
//! Files are kept by cooperatives, and the chain knows which, by whom and until when, and finds out
//! who keeps them no longer (domain §8; S003 storage). The bytes are never on the chain.
//!
//! ## Terms
//!
//! - **File**: chunks of 1 MiB and segments of 1 KiB; [`icn_primitives::content`] says what its three
//!   hashes are. The **content root** is its name, the **segment root** what proofs lead to.
//! - **Anchor**: an owner's wish that a file be kept, until the end of its **retention**, in so many
//!   **replicas**. Who acts for the owner is the person itself, or a steward of the cooperative. One
//!   owner has one anchor of one content; somebody else may have another.
//! - **Provider**: a cooperative that offers **capacity**. Its node answers with the **provider
//!   key**; the key of one provider is no other's.
//! - **Commitment**: a provider's promise to keep one replica of an anchor. Those of providers that
//!   aren't leaving **stand**.
//! - **Challenge**: the request to show some segments of a file, the **samples**, within a
//!   **window** of blocks. It is answered or **missed**.
//! - **Tombstone**: what stays of an anchor for ever: what it was, when it was removed, and by whom.
//!
//! ## Scenarios
//!
//! A file is kept:
//! 1. Ada's program cuts a file, and she [`anchor_content`](Pallet::anchor_content)s it, until next
//!    year, in three replicas. The same content again is [`Error::AlreadyExists`]: she has it.
//! 2. Nodes see that it is wanting, fetch the bytes from hers, and check that all three hashes belong
//!    to them. A wrong segment root is seen there, and such a file finds no provider.
//! 3. Three cooperatives [`commit`](Pallet::commit), by a steward or by the node itself. A fourth is
//!    refused while they stand.
//! 4. She [`extend_retention`](Pallet::extend_retention)s, or lets it end: then the anchor is removed
//!    by itself, as if she had called [`remove_anchor`](Pallet::remove_anchor). Commitments end, a
//!    tombstone stays. She may anchor the same file again, with a new number.
//!
//! A provider keeps it:
//! 1. Once in a [`challenge_period`](StorageParameters::challenge_period), at a block that nobody
//!    knows long before, a commitment is challenged.
//! 2. The node asks [`Pallet::due_challenges`] with its key, proves the segments from its bytes,
//!    signs, and sends the transaction that [`Pallet::answer_call`] makes. That is a task of the
//!    node, like the relay between shards; the runtime has no off-chain worker, which would need
//!    functions of the host to reach the bytes.
//! 3. The answer is in the commitment's record ([`Availability`]) and the provider's, and the
//!    cooperative's DID gets reputation for it.
//!
//! A provider has lost it, or is away:
//! 1. The window passes. The miss is recorded and takes reputation.
//! 2. After [`misses_to_lose`](StorageParameters::misses_to_lose) in a row the commitment has ended
//!    as lost ([`Event::CommitmentEnded`]). The anchor is wanting again, and others may commit; the
//!    same provider too, when it has the bytes again.
//!
//! A provider leaves: a steward [`withdraw`](Pallet::withdraw)s, and another may commit at once. Until
//! its notice has passed it is challenged as before. A challenge that is open then is waited for, so
//! that leaving escapes none.
//!
//! A cooperative stops providing: with no commitments left, a steward
//! [`close_provider`](Pallet::close_provider)s. One that is suspended or has left the federation can't
//! commit; what it keeps it is challenged for as before, until it misses too much.
//!
//! ## When effects start
//!
//! With the transaction that makes them. What the chain does by itself it does at the beginning of a
//! block, as far as [`Config::AgendaWeight`] goes: what doesn't fit is done in the next ones, in
//! order. Challenges, closed windows and terms that have passed take turns in coming first. An answer
//! counts up to and with the block of its deadline, whatever waits. New rules hold from then on; a
//! challenge that is open, a notice that runs and a retention that was granted stay as they are.
//!
//! ## What may fail, and what then holds
//!
//! - A wrong answer is none: it isn't admitted, costs nobody anything, and a right one counts until
//!   the deadline.
//! - When the chain pauses, windows pause: they are counted in blocks.
//! - What a provider gets and loses is added up for an
//!   [`award_period`](StorageParameters::award_period) and awarded at once, within
//!   [`award_bound`](StorageParameters::award_bound). If the award can't be made, because the hub is
//!   away and its lane full, it is tried again a period later ([`Event::AwardDeferred`]).
//! - What a cooperative or one of its members has anchored doesn't count for its own reputation.
//!
//! ## What challenges find
//!
//! Samples are drawn one by one, each segment as likely as any other. A provider that has lost a
//! fraction f of a file is found out within n challenges of s samples with probability
//! 1 − (1 − f)^(n·s); that is what tests of this pallet measure too. With 8 samples a day:
//!
//! | lost | in a day | a week | a month | a year |
//! |---|---|---|---|---|
//! | 1 in 1000 | 0.8 % | 5.4 % | 21.3 % | 94.6 % |
//! | 1 in 100 | 7.7 % | 43.0 % | 91.0 % | 100 % |
//! | 1 in 10 | 57.0 % | 99.7 % | 100 % | 100 % |
//! | half | 99.6 % | 100 % | 100 % | 100 % |
//!
//! A challenge shows that the provider can get at the segments within the window. It doesn't show
//! that the bytes lie on its own disk: two providers who share one disk answer both.
//!
//! **Where the samples come from.** Sample i is drawn from the hash of the block i + 1 before the one
//! of the challenge, with the commitment's and the challenge's number, beginning again after
//! [`ENTROPY_BLOCKS`]. The block of the challenge was fixed before any of those was made.
//!
//! Whoever makes a block can make several and publish the one that it likes best; no hash of blocks is
//! safe from that, and mixing many into one doesn't help, because whoever comes last chooses for all.
//! Here an author chooses the samples of *its own* block alone: others make the other blocks, and the
//! samples drawn from those are as they come. Where c of the turns belong to those who collude, s
//! counts as (1 − c)·s. A provider that is one of seven validators and makes its own blocks so loses
//! a seventh of the samples: its file's table is that of 6.9 samples a day instead of 8. It doesn't
//! pay: who has lost a tenth is still found out within a week with 99.4 %, and who has lost nothing has
//! nothing to hide. For one commitment with a tenth left it takes ten blocks within one slot, for two
//! of which samples fall on its block a hundred, and so on; a turn that it lets pass instead is a
//! missed turn, which costs its seat; two blocks of one slot that get about are an equivocation.
//!
//! The block of the next challenge is drawn when one is issued, from the hash of the block before. A
//! provider can't choose it by when it answers. An author that colludes can make it late, one and a
//! half periods instead of one, where the block before was its own: the mean period becomes 1 + c/2 of
//! what it ought to be.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod agenda;
mod anchors;
mod awards;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod challenges;
mod commitments;
#[cfg(test)]
mod mock;
mod parties;
mod providers;
mod reads;
mod sampling;
#[cfg(test)]
mod tests;
#[cfg(any(test, feature = "try-runtime"))]
mod try_state;
mod validity;
pub mod weights;

use polkadot_sdk::polkadot_sdk_frame as frame;

pub use agenda::{Rank, Task};
pub use awards::award_evidence;
pub use icn_primitives::storage::{Availability, StorageParameters, ENTROPY_BLOCKS};
pub use pallet::*;
pub use sampling::Entropy;
pub use weights::WeightInfo;

/// The pallet: see the crate's page.
#[frame::pallet]
pub mod pallet {
    use super::{Task, *};
    use frame::{prelude::*, traits::Time};
    use icn_primitives::{
        content::{Content, ContentRoot, MAX_LENGTH, MAX_PATH, SEGMENT},
        parties::Parties,
        reputation::{Act, GiveReputation, Score},
        storage::{
            Anchor, AnchorId, Challenge, Commitment, CommitmentId, EndReason, Proofs, Provider,
            ProviderActor, Removal, Tombstone, MAX_KEPT, MAX_SAMPLES,
        },
        AccountId, BlockNumber, CooperativeId, Did, Hash, Moment, ShardId, Signature, SigningKey,
    };
    use polkadot_sdk::frame_support::weights::WeightMeter;

    /// The format of this pallet's storage.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// What the runtime gives this pallet.
    #[pallet::config]
    pub trait Config:
        polkadot_sdk::frame_system::Config<
        AccountId = AccountId,
        Hash = Hash,
        RuntimeEvent: From<Event<Self>>,
    >
    {
        /// The chain's clock, in milliseconds.
        type Time: Time<Moment = Moment>;
        /// Who is who.
        type Parties: Parties;
        /// A decision of the federation.
        type FederationOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// Who gives and takes reputation. An error of [`GiveReputation::award`] means that it is
        /// tried again later.
        type Reputation: GiveReputation;
        /// Which shard this is.
        type ThisShard: Get<ShardId>;
        /// What the chain's own acts may take of a block.
        #[pallet::constant]
        type AgendaWeight: Get<Weight>;
        /// Weights of this pallet's calls and of what it does by itself.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The rules of storage.
    #[pallet::storage]
    pub type Parameters<T: Config> = StorageValue<_, StorageParameters, ValueQuery>;

    /// The number that the next anchor gets.
    #[pallet::storage]
    pub type NextAnchor<T: Config> = StorageValue<_, AnchorId, ValueQuery>;

    /// Every anchor that is there.
    #[pallet::storage]
    pub type Anchors<T: Config> = StorageMap<_, Twox64Concat, AnchorId, Anchor>;

    /// The anchors of each owner, by content.
    #[pallet::storage]
    pub type AnchorOf<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Did, Blake2_128Concat, ContentRoot, AnchorId>;

    /// How many they are.
    #[pallet::storage]
    pub type AnchorCount<T: Config> = StorageMap<_, Blake2_128Concat, Did, u32, ValueQuery>;

    /// The anchors of each content, by owner.
    #[pallet::storage]
    pub type OwnersOf<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, ContentRoot, Blake2_128Concat, Did, AnchorId>;

    /// The anchors of which more replicas are wanted than are kept.
    #[pallet::storage]
    pub type Wanting<T: Config> = StorageMap<_, Twox64Concat, AnchorId, ()>;

    /// What stays of each anchor that was removed, for ever. Grows with the acts of owners, which
    /// their quotas bound.
    #[pallet::storage]
    pub type Tombstones<T: Config> = StorageMap<_, Twox64Concat, AnchorId, Tombstone>;

    /// The same, by content.
    #[pallet::storage]
    pub type TombstonesOf<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, ContentRoot, Twox64Concat, AnchorId, ()>;

    /// Every provider; at most one for each cooperative.
    #[pallet::storage]
    pub type Providers<T: Config> = StorageMap<_, Twox64Concat, CooperativeId, Provider>;

    /// Whose key this is.
    #[pallet::storage]
    pub type ProviderOf<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, CooperativeId>;

    /// The number that the next commitment gets.
    #[pallet::storage]
    pub type NextCommitment<T: Config> = StorageValue<_, CommitmentId, ValueQuery>;

    /// Every commitment that hasn't ended.
    #[pallet::storage]
    pub type Commitments<T: Config> = StorageMap<_, Twox64Concat, CommitmentId, Commitment>;

    /// Who keeps each anchor; at most [`MAX_KEPT`].
    #[pallet::storage]
    pub type Replicas<T: Config> =
        StorageDoubleMap<_, Twox64Concat, AnchorId, Twox64Concat, CooperativeId, CommitmentId>;

    /// What each provider keeps.
    #[pallet::storage]
    pub type CommitmentsOf<T: Config> =
        StorageDoubleMap<_, Twox64Concat, CooperativeId, Twox64Concat, CommitmentId, ()>;

    /// Which of a provider's commitments have a challenge that isn't closed.
    #[pallet::storage]
    pub type OpenChallenges<T: Config> =
        StorageDoubleMap<_, Twox64Concat, CooperativeId, Twox64Concat, CommitmentId, ()>;

    /// What the chain does by itself, in the order in which it is due. The keys are of at most 17
    /// bytes, so the trie is shallow however they are chosen.
    #[pallet::storage]
    pub type Agenda<T: Config> =
        StorageDoubleMap<_, Twox64Concat, Rank, Identity, ([u8; 8], Task), ()>;

    /// The state at genesis.
    #[pallet::genesis_config]
    #[derive(frame::derive::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The rules of storage.
        pub parameters: StorageParameters,
        #[serde(skip)]
        #[doc(hidden)]
        pub _config: PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            // A chain with a wrong genesis must not start, and there is nobody to give an error to.
            if let Err(error) = Pallet::<T>::do_set_parameters(self.parameters) {
                panic!("the genesis can't have these rules of storage: {error:?}");
            }
        }
    }

    /// What happened. All but the agenda's order can be rebuilt from genesis and these.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A file is to be kept.
        ContentAnchored {
            /// The anchor's number.
            anchor: AnchorId,
            /// Whose it is.
            owner: Did,
            /// What is known of the file.
            content: Content,
            /// Hash of its media type.
            media_type: Hash,
            /// Until when.
            retain_until: Moment,
            /// In how many replicas.
            wanted: u32,
            /// Who acted for the owner.
            by: Did,
        },
        /// An anchor is kept for longer.
        RetentionExtended {
            /// Which.
            anchor: AnchorId,
            /// Until when.
            retain_until: Moment,
            /// Who acted for the owner.
            by: Did,
        },
        /// The owner wants another number of replicas.
        ReplicasWanted {
            /// Of which anchor.
            anchor: AnchorId,
            /// How many.
            wanted: u32,
            /// Who acted for the owner.
            by: Did,
        },
        /// An anchor is there no longer; its commitments have ended before this. A tombstone stays.
        AnchorRemoved {
            /// Which.
            anchor: AnchorId,
            /// By whom.
            by: Removal,
        },
        /// A cooperative offers capacity.
        ProviderRegistered {
            /// Which.
            provider: CooperativeId,
            /// Bytes.
            capacity: u64,
            /// The key with which its node answers.
            key: SigningKey,
            /// The steward.
            by: Did,
        },
        /// A provider offers more or less.
        CapacitySet {
            /// Which.
            provider: CooperativeId,
            /// Bytes.
            capacity: u64,
            /// The steward.
            by: Did,
        },
        /// A provider's node answers with another key.
        ProviderKeySet {
            /// Which provider.
            provider: CooperativeId,
            /// The new key.
            key: SigningKey,
            /// The steward.
            by: Did,
        },
        /// A cooperative is a provider no longer.
        ProviderClosed {
            /// Which.
            provider: CooperativeId,
            /// The steward.
            by: Did,
        },
        /// A provider keeps a replica.
        CommitmentMade {
            /// The commitment's number.
            commitment: CommitmentId,
            /// Who keeps it.
            provider: CooperativeId,
            /// Of what.
            anchor: AnchorId,
            /// Whether it counts for reputation.
            counts: bool,
            /// The block in which it is challenged first.
            due: BlockNumber,
            /// Who acted for the provider.
            by: ProviderActor,
        },
        /// A provider leaves.
        WithdrawalAnnounced {
            /// Which commitment.
            commitment: CommitmentId,
            /// When it ends.
            ends_at: Moment,
            /// The steward.
            by: Did,
        },
        /// A provider has to show segments. When that is closed, and the commitment hasn't ended with
        /// it, it waits for the next challenge.
        ChallengeIssued {
            /// Of which commitment.
            commitment: CommitmentId,
            /// Which ones, and until when.
            challenge: Challenge,
        },
        /// A provider has shown them.
        ChallengeAnswered {
            /// Of which commitment.
            commitment: CommitmentId,
            /// The challenge's number.
            number: u32,
        },
        /// A provider hasn't shown them in time.
        ChallengeMissed {
            /// Of which commitment.
            commitment: CommitmentId,
            /// The challenge's number.
            number: u32,
        },
        /// A replica is promised no longer.
        CommitmentEnded {
            /// Which.
            commitment: CommitmentId,
            /// Who kept it.
            provider: CooperativeId,
            /// Of what.
            anchor: AnchorId,
            /// Why.
            reason: EndReason,
            /// What became of its challenges.
            record: Availability,
            /// How many replicas of the anchor stand now.
            standing: u32,
            /// How many are wanted.
            wanted: u32,
        },
        /// A provider has got or lost points for challenges.
        Awarded {
            /// Which.
            provider: CooperativeId,
            /// For answers or for misses.
            act: Act,
            /// For how many.
            challenges: u32,
            /// How many points.
            score: Score,
        },
        /// Points couldn't be given or taken. They are kept, and it is tried again a period later.
        AwardDeferred {
            /// To or from which provider.
            provider: CooperativeId,
            /// For answers or for misses.
            act: Act,
            /// Why not.
            error: DispatchError,
        },
        /// The rules of storage are new.
        ParametersSet {
            /// All of them.
            parameters: StorageParameters,
        },
    }

    /// Why a call is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no such anchor, provider or commitment.
        NotFound,
        /// The owner has an anchor of this content, the cooperative is a provider already, or the
        /// provider keeps this anchor already.
        AlreadyExists,
        /// The signer doesn't act for the owner, is no steward of the cooperative, or its node has
        /// another key.
        NotAuthorized,
        /// The file has no bytes, or not as many chunks as its length needs.
        InvalidContent,
        /// The file is longer than files may be.
        LengthExceeded,
        /// The end of the retention has passed, is not after the present one, or too far ahead.
        InvalidRetention,
        /// An owner wants 1 to 16 replicas.
        InvalidReplicas,
        /// The owner has as many anchors as it may.
        AnchorsExceeded,
        /// The retention has ended; the anchor is about to be removed.
        RetentionEnded,
        /// Capacity is more than nothing.
        InvalidCapacity,
        /// The provider keeps more than that.
        CapacityInUse,
        /// The provider keeps something, and can't stop.
        CommitmentsLeft,
        /// The key is that of a provider already.
        KeyInUse,
        /// The signature is not the key's on what it had to sign.
        InvalidSignature,
        /// The cooperative takes no part in the federation.
        ProviderNotActive,
        /// As many replicas are kept as are wanted.
        ReplicasExceeded,
        /// The provider has as many commitments as it may.
        CommitmentsExceeded,
        /// The provider's capacity is less than that.
        CapacityExceeded,
        /// The provider is leaving already.
        AlreadyLeaving,
        /// There is no such challenge, or it is closed.
        NoChallenge,
        /// There is no such challenge yet.
        FutureChallenge,
        /// The window of the challenge has passed.
        WindowPassed,
        /// The proofs are not those of the segments that were asked for, in their order.
        WrongSegments,
        /// A proof doesn't lead to the anchor's segment root.
        InvalidProof,
        /// What the provider is still to get and to lose can't be awarded now.
        AwardPending,
        /// The rules are out of their bounds.
        InvalidParameters,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_poll(_now: BlockNumberFor<T>, meter: &mut WeightMeter) {
            Self::run_agenda(meter);
        }

        fn integrity_test() {
            assert!(StorageParameters::default().are_valid(), "the rules must be within bounds");
            assert!(
                MAX_LENGTH.div_ceil(SEGMENT.into()) <= 1 << MAX_PATH,
                "a proof must reach the root over the longest file"
            );
            let kept = <T as frame_system::Config>::BlockHashCount::get();
            assert!(
                kept.saturated_into::<u32>() > ENTROPY_BLOCKS,
                "samples need the hashes of some blocks"
            );
            assert!(Self::fits_agenda(Self::heaviest_task()), "a block must hold every task");
            let weight = T::WeightInfo::answer_challenge(MAX_SAMPLES)
                .saturating_add(T::WeightInfo::authorize_answer(MAX_SAMPLES));
            let most = T::BlockWeights::get().get(DispatchClass::Normal).max_extrinsic;
            assert!(
                most.is_none_or(|most| weight.all_lte(most)),
                "an answer must fit into a block"
            );
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
        /// Wants a file kept until `retain_until`, in `wanted` replicas.
        ///
        /// Signed by the owner, or a steward of the cooperative that it is. `media_type` is the
        /// SHA-256 of the media type in lower case. Whether the hashes belong to one file is seen by
        /// providers, not here.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::InvalidContent`], [`Error::LengthExceeded`],
        /// [`Error::AlreadyExists`], [`Error::InvalidRetention`], [`Error::InvalidReplicas`],
        /// [`Error::AnchorsExceeded`].
        #[pallet::call_index(0)]
        pub fn anchor_content(
            origin: OriginFor<T>,
            owner: Did,
            content: Content,
            media_type: Hash,
            retain_until: Moment,
            wanted: u32,
        ) -> DispatchResult {
            let by = Self::ensure_acts_for(origin, &owner)?;
            let anchor = Self::do_anchor(owner, content, media_type, retain_until, wanted)?;
            Self::deposit_event(Event::ContentAnchored {
                anchor,
                owner,
                content,
                media_type,
                retain_until,
                wanted,
                by,
            });
            Ok(())
        }

        /// Wants a file kept for longer: until `retain_until`.
        ///
        /// Signed by the owner, or a steward of the cooperative that it is.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::RetentionEnded`],
        /// [`Error::InvalidRetention`].
        #[pallet::call_index(1)]
        pub fn extend_retention(
            origin: OriginFor<T>,
            anchor: AnchorId,
            retain_until: Moment,
        ) -> DispatchResult {
            let by = Self::ensure_owner(origin, anchor)?;
            Self::do_extend_retention(anchor, retain_until)?;
            Self::deposit_event(Event::RetentionExtended { anchor, retain_until, by });
            Ok(())
        }

        /// Wants another number of replicas. Who keeps one already goes on, also if they are more.
        ///
        /// Signed by the owner, or a steward of the cooperative that it is.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::InvalidReplicas`].
        #[pallet::call_index(2)]
        pub fn set_wanted_replicas(
            origin: OriginFor<T>,
            anchor: AnchorId,
            wanted: u32,
        ) -> DispatchResult {
            let by = Self::ensure_owner(origin, anchor)?;
            Self::do_set_wanted(anchor, wanted)?;
            Self::deposit_event(Event::ReplicasWanted { anchor, wanted, by });
            Ok(())
        }

        /// Removes an anchor with its commitments; a tombstone stays.
        ///
        /// Signed by the owner, or a steward of the cooperative that it is; or a decision of the
        /// federation, for what must not be kept.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`].
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::remove_anchor(MAX_KEPT))]
        pub fn remove_anchor(origin: OriginFor<T>, anchor: AnchorId) -> DispatchResultWithPostInfo {
            let by = Self::ensure_may_remove(origin, anchor)?;
            let commitments = Self::do_remove(anchor, by)?;
            Self::deposit_event(Event::AnchorRemoved { anchor, by });
            Ok(Some(T::WeightInfo::remove_anchor(commitments)).into())
        }

        /// Offers `capacity` bytes. The node of the cooperative answers with `key`; `proof` is the
        /// key's signature on [`key_payload`](icn_primitives::storage::key_payload).
        ///
        /// Signed by a steward of the cooperative.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::AlreadyExists`], [`Error::InvalidCapacity`],
        /// [`Error::KeyInUse`], [`Error::InvalidSignature`].
        #[pallet::call_index(4)]
        pub fn register_provider(
            origin: OriginFor<T>,
            provider: CooperativeId,
            capacity: u64,
            key: SigningKey,
            proof: Signature,
        ) -> DispatchResult {
            let by = Self::ensure_steward(origin, provider)?;
            Self::do_register(provider, capacity, key, &proof)?;
            Self::deposit_event(Event::ProviderRegistered { provider, capacity, key, by });
            Ok(())
        }

        /// Offers more or less, but no less than what the provider keeps.
        ///
        /// Signed by a steward of the cooperative.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::NotFound`], [`Error::InvalidCapacity`],
        /// [`Error::CapacityInUse`].
        #[pallet::call_index(5)]
        pub fn set_capacity(
            origin: OriginFor<T>,
            provider: CooperativeId,
            capacity: u64,
        ) -> DispatchResult {
            let by = Self::ensure_steward(origin, provider)?;
            Self::do_set_capacity(provider, capacity)?;
            Self::deposit_event(Event::CapacitySet { provider, capacity, by });
            Ok(())
        }

        /// Lets the provider's node answer with another key, from now on also what is open. The old
        /// one is free again.
        ///
        /// Signed by a steward of the cooperative.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::NotFound`], [`Error::KeyInUse`],
        /// [`Error::InvalidSignature`].
        #[pallet::call_index(6)]
        pub fn set_provider_key(
            origin: OriginFor<T>,
            provider: CooperativeId,
            key: SigningKey,
            proof: Signature,
        ) -> DispatchResult {
            let by = Self::ensure_steward(origin, provider)?;
            Self::do_set_key(provider, key, &proof)?;
            Self::deposit_event(Event::ProviderKeySet { provider, key, by });
            Ok(())
        }

        /// Ends that a cooperative is a provider. It keeps nothing any more; what it is still to get
        /// and to lose is awarded first.
        ///
        /// Signed by a steward of the cooperative.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::NotFound`], [`Error::CommitmentsLeft`],
        /// [`Error::AwardPending`].
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::close_provider().saturating_add(Pallet::<T>::weight_of_awards()))]
        pub fn close_provider(origin: OriginFor<T>, provider: CooperativeId) -> DispatchResult {
            let by = Self::ensure_steward(origin, provider)?;
            Self::do_close(provider)?;
            Self::deposit_event(Event::ProviderClosed { provider, by });
            Ok(())
        }

        /// Keeps a replica of an anchor. Who commits has the bytes and has checked them.
        ///
        /// Signed by a steward of the cooperative, or by its provider key.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::NotFound`], [`Error::ProviderNotActive`],
        /// [`Error::RetentionEnded`], [`Error::AlreadyExists`], [`Error::ReplicasExceeded`],
        /// [`Error::CommitmentsExceeded`], [`Error::CapacityExceeded`].
        #[pallet::call_index(8)]
        pub fn commit(
            origin: OriginFor<T>,
            provider: CooperativeId,
            anchor: AnchorId,
        ) -> DispatchResult {
            let by = Self::ensure_provider(origin, provider)?;
            let (commitment, counts, due) = Self::do_commit(provider, anchor)?;
            Self::deposit_event(Event::CommitmentMade {
                commitment,
                provider,
                anchor,
                counts,
                due,
                by,
            });
            Ok(())
        }

        /// Keeps a replica no longer, when the notice has passed. Others may commit from now on.
        ///
        /// Signed by a steward of the cooperative: the machine alone can't give up what the
        /// cooperative has promised.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::AlreadyLeaving`].
        #[pallet::call_index(9)]
        pub fn withdraw(origin: OriginFor<T>, commitment: CommitmentId) -> DispatchResult {
            let by = Self::ensure_committed(origin, commitment)?;
            let ends_at = Self::do_withdraw(commitment)?;
            Self::deposit_event(Event::WithdrawalAnnounced { commitment, ends_at, by });
            Ok(())
        }

        /// Shows the segments that a challenge asks for.
        ///
        /// Authorized by `signature`, the provider key's on
        /// [`answer_payload`](icn_primitives::storage::answer_payload), and by the proofs; who sends
        /// it needs no account. [`answer_call`](Pallet::answer_call) makes it.
        ///
        /// Errors, which the transaction pool is told as
        /// [`AnswerRefusal`](icn_primitives::storage::AnswerRefusal): [`Error::NoChallenge`],
        /// [`Error::FutureChallenge`], [`Error::WindowPassed`], [`Error::WrongSegments`],
        /// [`Error::InvalidSignature`], [`Error::InvalidProof`].
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::answer_challenge(proofs.len() as u32))]
        #[pallet::authorize(|_from, commitment, number, proofs, signature| {
            Pallet::<T>::authorize_answer(*commitment, *number, proofs, signature)
        })]
        #[pallet::weight_of_authorize(T::WeightInfo::authorize_answer(proofs.len() as u32))]
        pub fn answer_challenge(
            origin: OriginFor<T>,
            commitment: CommitmentId,
            number: u32,
            proofs: Proofs,
            signature: Signature,
        ) -> DispatchResult {
            ensure_authorized(origin)?;
            // They were checked for that.
            let (_, _) = (proofs, signature);
            Self::do_answer(commitment, number)
        }

        /// Sets the rules of storage.
        ///
        /// A decision of the federation.
        ///
        /// Errors: [`Error::InvalidParameters`].
        #[pallet::call_index(11)]
        pub fn set_parameters(
            origin: OriginFor<T>,
            parameters: StorageParameters,
        ) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_set_parameters(parameters)?;
            Self::deposit_event(Event::ParametersSet { parameters });
            Ok(())
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// One anchor, while it is there.
        pub fn anchor(id: AnchorId) -> Option<Anchor> {
            Self::anchor_by_id(id)
        }

        /// What stayed of an anchor that was removed.
        pub fn tombstone(id: AnchorId) -> Option<Tombstone> {
            Self::tombstone_by_id(id)
        }

        /// One provider.
        pub fn provider(id: CooperativeId) -> Option<Provider> {
            Self::provider_by_id(id)
        }

        /// One commitment, while it is there.
        pub fn commitment(id: CommitmentId) -> Option<Commitment> {
            Self::commitment_by_id(id)
        }

        /// The rules of storage.
        pub fn parameters() -> StorageParameters {
            Self::rules()
        }
    }
}
