//! # Reputation
//!
//! What people and organisations of the federation are known for, in thirteen categories (S003,
//! domain §3). What they do and what others confirm adds to a score, and time takes from it again.
//!
//! ## Terms
//!
//! - **Subject**: a person or an organisation, by its DID. Never an account: several keys are one
//!   subject.
//! - **Event**: points in one category that a subject got, or lost, with the hash of its evidence.
//! - **Source**: where an event comes from: an **act** that a pallet records (a vote, a block, an
//!   order), or an **attestor**, a DID that the federation named for certain categories.
//! - **Score**: Σ scoreᵢ · e^(−λ · ageᵢ in days) over a category's events, within the category's
//!   minimum and maximum. The limits hold when it is read; what lies beyond them is kept.
//! - **Participation**: the category that grows with every event in the others, by a tenth of its
//!   size, whether it gives or takes. Its own events don't add to it, nor do the marketplace's.
//! - **Total**: Σ weight · score over all categories.
//! - **Voting power**: √max(1, mean of the twelve scores). **Marketplace**, the thirteenth, is not
//!   among them, and leads to none of them: buying must not buy votes.
//! - **Day**: a day of UTC. A source has a bound for what it gives one subject on one day.
//!
//! ## Scenarios
//!
//! Somebody votes:
//! 1. pallet-governance awards the voter a point for voting
//!    ([`GiveReputation::award`](icn_primitives::reputation::GiveReputation::award)), the proposal's
//!    hash as evidence.
//! 2. Voting is at 1, participation at 0.1 ([`Event::Awarded`]).
//! 3. Two weeks later half of the point for voting is left, with λ = 0.05.
//!
//! Work that no pallet sees:
//! 1. The federation names a member as attestor for development with
//!    [`set_attestor`](Pallet::set_attestor).
//! 2. The attestor sends [`attest`](Pallet::attest) with the subject, the points, and the hash of
//!    what shows the work.
//! 3. The subject's development has grown. In the same day the same attestor can give the same
//!    subject what is left of its bound, and other subjects theirs.
//!
//! Somebody attests to themselves: from another key, from a working group that they control, or by
//! a group of which they are the controller. Whoever can act for both gives nothing
//! ([`Error::SelfAwarded`]).
//!
//! A seat equivocates: the pallet that hears of it takes validation with a negative award. The sum
//! may fall below zero. What is read is the minimum until enough was given, or time has passed.
//!
//! The federation changes how fast a category decays with [`set_category`](Pallet::set_category):
//! every score stays what it is at that moment, and decays by the new λ from then on.
//!
//! A DID ends: it is a subject no longer ([`Pallet::subject_changed`]), and never will be again.
//!
//! ## When effects start
//!
//! In the block that includes them. Weights, limits and bounds hold for all that is read or given
//! from then on; what was given before a bound was lowered stays.
//!
//! ## What may fail, and what then holds
//!
//! - A refused award changes nothing. Pallets that can't fail use
//!   [`award_or_note`](icn_primitives::reputation::GiveReputation::award_or_note), and the chain
//!   tells what was refused ([`Event::NotAwarded`]).
//! - A score of zero changes nothing, and isn't told of.
//! - An award that goes beyond the source's bound for the day is refused as a whole.
//! - A source other than an attestor is a pallet of this runtime, and believed; but an act gives in
//!   no category than its own ([`Act::gives_in`](icn_primitives::reputation::Act::gives_in)).
//!
//! ## How it is kept
//!
//! A subject has one entry with a sum for each category ([`accumulator`]), so that giving and
//! reading cost the same however long the history is. Each of its last
//! [`HISTORY_DAYS`](icn_primitives::reputation::HISTORY_DAYS) days has an entry in a ring
//! ([`history`]). Nothing is cleaned up, nothing runs by itself. Evidence and single events are told
//! as events, from which all this can be rebuilt.
//!
//! Rankings and statistics are made when they are asked for, off chain, in one pass over the
//! subjects: categories decay at different speeds, so no order of totals that was stored would
//! hold for long. A pass keeps no more than a page in memory.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod accumulator;
mod awards;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
pub mod exponential;
pub mod history;
mod hooks;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
#[cfg(test)]
mod mock;
mod reads;
mod rules;
#[cfg(test)]
mod tests;
pub mod weights;

use polkadot_sdk::polkadot_sdk_frame as frame;

pub use accumulator::Accumulator;
pub use awards::{Tallies, Tally};
pub use history::{Day, DaySum, MAX_SOURCES};
pub use hooks::Identities;
pub use pallet::*;
pub use rules::{CategoryState, DecayClock, OfS003};
pub use weights::WeightInfo;

/// The pallet: see the crate's page.
#[frame::pallet]
pub mod pallet {
    use super::*;
    use alloc::vec::Vec;
    use frame::{prelude::*, traits::Time};
    use icn_primitives::{
        reputation::{
            ByCategory, Categories, Category, CategoryRules, ReputationParameters, ReputationView,
            Score, Source,
        },
        AccountId, Did, Hash, Moment,
    };

    /// The version of what is stored.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// What the runtime gives this pallet.
    #[pallet::config]
    pub trait Config:
        polkadot_sdk::frame_system::Config<AccountId = AccountId, RuntimeEvent: From<Event<Self>>>
    {
        /// The chain's clock, in milliseconds.
        type Time: Time<Moment = Moment>;
        /// Who is who.
        type Identities: Identities;
        /// A decision of the federation.
        type FederationOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// Weights of this pallet's calls.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The sums of every subject.
    #[pallet::storage]
    pub type Reputations<T: Config> =
        CountedStorageMap<_, Blake2_128Concat, Did, Tallies, OptionQuery>;

    /// The last days of every subject on which something happened, by their places in the ring.
    #[pallet::storage]
    pub type Days<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Did, Identity, u8, Day, OptionQuery>;

    /// How every category counts, and what it has decayed.
    #[pallet::storage]
    pub type Rules<T: Config> = StorageValue<_, ByCategory<CategoryState>, ValueQuery, OfS003>;

    /// What is not a category's own.
    #[pallet::storage]
    pub type Parameters<T: Config> = StorageValue<_, ReputationParameters, ValueQuery>;

    /// The attestors with the categories in which they give; at most
    /// [`MAX_ATTESTORS`](icn_primitives::reputation::MAX_ATTESTORS).
    #[pallet::storage]
    pub type Attestors<T: Config> =
        CountedStorageMap<_, Blake2_128Concat, Did, Categories, OptionQuery>;

    /// The state at genesis.
    #[pallet::genesis_config]
    #[derive(frame::derive::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// Categories that count otherwise than S003 has it.
        pub categories: Vec<(Category, CategoryRules)>,
        /// What is not a category's own.
        pub parameters: ReputationParameters,
        /// The first attestors with the categories in which they give.
        pub attestors: Vec<(Did, Vec<Category>)>,
        #[serde(skip)]
        pub _config: PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            Pallet::<T>::build_genesis(&self.categories, self.parameters, &self.attestors);
        }
    }

    /// What happened. With the blocks' times, everything can be rebuilt from these.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A subject got points, or lost some.
        Awarded {
            /// Who.
            subject: Did,
            /// From where.
            source: Source,
            /// In which category.
            category: Category,
            /// How many; negative if they were taken.
            score: Score,
            /// Hash of what shows why.
            evidence: Hash,
            /// What participation grew by itself. Zero: that had no event.
            participation: Score,
        },
        /// Points that a pallet wanted to give or take were refused.
        NotAwarded {
            /// To whom.
            subject: Did,
            /// From where.
            source: Source,
            /// In which category.
            category: Category,
            /// How many.
            score: Score,
            /// Hash of what shows why.
            evidence: Hash,
            /// Why not.
            error: DispatchError,
        },
        /// A DID is a subject from now on, without any event. An award makes one as well.
        SubjectRegistered {
            /// Which.
            subject: Did,
        },
        /// A DID has ended, and is a subject no longer.
        SubjectRemoved {
            /// Which.
            subject: Did,
        },
        /// An attestor gives in these categories from now on, and in no other.
        AttestorSet {
            /// Who.
            attestor: Did,
            /// Where. None: it is an attestor no longer.
            categories: Categories,
        },
        /// A category counts by these rules from now on.
        CategorySet {
            /// Which.
            category: Category,
            /// All of them.
            rules: CategoryRules,
        },
        /// The parameters are new.
        ParametersSet {
            /// All of them.
            parameters: ReputationParameters,
        },
    }

    /// Why a call or an award is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no such active DID, or no such attestor.
        NotFound,
        /// The account acts for no attestor.
        NotAuthorized,
        /// The source gives nothing in this category.
        CategoryNotAllowed,
        /// The attestor can act for the subject, or the subject for the attestor.
        SelfAwarded,
        /// The hash of the evidence is zero.
        EvidenceMissing,
        /// The source would give the subject more today than it may.
        DailyBoundExceeded,
        /// Too many attestors have given the subject something today.
        SourcesExceeded,
        /// There are as many attestors as there can be.
        AttestorsExceeded,
        /// The set names what is no category.
        InvalidCategories,
        /// The category's rules are out of their bounds.
        InvalidRules,
        /// The parameters are out of their bounds.
        InvalidParameters,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        #[cfg(feature = "try-runtime")]
        fn try_state(
            _now: BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            Self::ensure_invariants()
        }
    }

    #[pallet::call(weight(<T as Config>::WeightInfo))]
    impl<T: Config> Pallet<T> {
        /// Gives `score` points to `subject`, or takes them if they are negative.
        ///
        /// Signed by an attestor. `evidence` is the hash of what shows why. No points change
        /// nothing.
        ///
        /// Errors: [`Error::NotAuthorized`]; [`Error::CategoryNotAllowed`];
        /// [`Error::SelfAwarded`]; [`Error::NotFound`] if the subject isn't an active DID;
        /// [`Error::EvidenceMissing`]; [`Error::DailyBoundExceeded`];
        /// [`Error::SourcesExceeded`].
        #[pallet::call_index(0)]
        #[pallet::weight(
            T::WeightInfo::attest().saturating_add(
                T::DbWeight::get().reads(T::Identities::ACTS_FOR_READS.saturating_mul(2))
            )
        )]
        pub fn attest(
            origin: OriginFor<T>,
            subject: Did,
            category: Category,
            score: Score,
            evidence: Hash,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let (source, participation) =
                Self::do_attest(&who, &subject, category, score, evidence)?;
            Self::deposit_awarded(source, &subject, category, score, evidence, participation);
            Ok(())
        }

        /// Lets `attestor` give in `categories`, and in no other. In none: it is an attestor no
        /// longer.
        ///
        /// A decision of the federation.
        ///
        /// Errors: [`Error::NotFound`] if it isn't an active DID, or is no attestor when none is
        /// named; [`Error::InvalidCategories`]; [`Error::AttestorsExceeded`].
        #[pallet::call_index(1)]
        pub fn set_attestor(
            origin: OriginFor<T>,
            attestor: Did,
            categories: Categories,
        ) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_set_attestor(&attestor, categories)?;
            Self::deposit_event(Event::AttestorSet { attestor, categories });
            Ok(())
        }

        /// Makes `category` count by `rules`.
        ///
        /// A decision of the federation. Scores go on from where they are: a new λ changes how they
        /// decay from now on.
        ///
        /// Errors: [`Error::InvalidRules`].
        #[pallet::call_index(2)]
        pub fn set_category(
            origin: OriginFor<T>,
            category: Category,
            rules: CategoryRules,
        ) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_set_category(category, rules)?;
            Self::deposit_event(Event::CategorySet { category, rules });
            Ok(())
        }

        /// Sets what sources may give in a day, and what participation grows by.
        ///
        /// A decision of the federation. Who has given more today than a lowered bound gives
        /// nothing until tomorrow.
        ///
        /// Errors: [`Error::InvalidParameters`].
        #[pallet::call_index(3)]
        pub fn set_parameters(
            origin: OriginFor<T>,
            parameters: ReputationParameters,
        ) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Self::do_set_parameters(parameters)?;
            Self::deposit_event(Event::ParametersSet { parameters });
            Ok(())
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// Somebody's scores; `None` if there is no such subject.
        pub fn reputation_of(subject: Did) -> Option<ReputationView> {
            Self::reputation(&subject)
        }

        /// How each category counts.
        pub fn category_rules() -> Vec<(Category, CategoryRules)> {
            Self::categories()
        }

        /// Every attestor with the categories in which it gives.
        pub fn all_attestors() -> Vec<(Did, Categories)> {
            Self::attestors()
        }
    }
}
