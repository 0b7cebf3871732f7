//! # Governance: how cooperatives decide
//!
//! ## Terms
//!
//! - **Body**: who decides. One cooperative; several jointly, where a proposal passes when it
//!   passes in each; or the federation, where each cooperative's own tally makes its one vote.
//! - **Proposal**: what is decided, of a **kind** (constitution, bylaw, budget, standard) that says
//!   how much approval it takes. It may carry a **call**, which runs with an [`Origin`] that names
//!   body, kind and proposal.
//! - **Rules**: a cooperative's own, or the federation's, which hold for joint decisions too: the
//!   model, the quorum, what votes weigh, and how long each stage lasts.
//! - **Electorate**: the members of a cooperative who were active when voting began. Who joins
//!   later doesn't vote. A person with several memberships votes once in each cooperative.
//! - **Ballot**: a member's vote as it counts, cast by the member (*direct*) or, by delegation, by
//!   another. **Tally**: what the ballots of one cooperative on one proposal add up to.
//! - **Agenda**: what the chain does by itself, by time.
//!
//! ## Scenarios
//!
//! A cooperative changes its rules:
//! 1. A steward, or a member who has earned it, sends [`propose`](Pallet::propose) with
//!    [`set_rules`](Pallet::set_rules) as the call, of the kind constitution. Somebody else needs
//!    co-signers first ([`cosign`](Pallet::cosign)).
//! 2. It is deliberated; whoever made it may still [`cancel`](Pallet::cancel) it.
//! 3. Voting opens by itself. Members [`cast_vote`](Pallet::cast_vote), and change their minds.
//! 4. Voting closes by itself. By the tally it is approved, rejected, or has failed.
//! 5. After the timelock the call runs, by itself ([`Event::ProposalExecuted`]).
//!
//! Someone objects, where a cooperative decides by consent:
//! 1. A member sends [`object`](Pallet::object) with the reason. That is the only way to vote
//!    against a proposal there.
//! 2. The vote ends and the objection stands: a window opens, once, in which votes go on. Whoever
//!    objected takes it back by voting otherwise.
//! 3. The window closes. If an objection stands still, the rules' fallback decides.
//!
//! A member lets another vote:
//! 1. Ada sends [`delegate`](Pallet::delegate) for budgets, to Ben. Everybody can see it.
//! 2. Ben votes on a budget, and says for how many others he does. Ada's ballot counts with his
//!    choice and her weight.
//! 3. Ada votes herself: her own vote replaces it, whatever Ben does then.
//!
//! Several decide jointly, or all: the same, with a tally for each cooperative.
//!
//! A poll: [`open_poll`](Pallet::open_poll) asks, [`answer_poll`](Pallet::answer_poll) answers,
//! nothing follows from it.
//!
//! ## When effects start
//!
//! Each step of the agenda is taken in the first block whose time has reached it, before that
//! block's transactions, as far as [`Config::AgendaWeight`] goes; the next block goes on with what
//! doesn't fit. Votes, decisions of the federation and decisions of cooperatives take turns in
//! coming first ([`Rank`]). [`advance`](Pallet::advance) takes a step that is due at once. Votes end by
//! the clock, whether or not the step was taken. Rules hold for proposals that are made after they
//! changed, and for votes that open after it.
//!
//! ## How long what is kept
//!
//! Proposals, tallies, metrics, texts, evolutions and polls with their counts stay. Who did what
//! is kept for a time ([`GovernanceParameters::kept`](icn_primitives::governance::GovernanceParameters::kept))
//! after it is
//! over, and then removed a bounded number of entries a block, with what the agenda's other tasks
//! leave of its weight: ballots, objections, signatures, vetoes, calls, answers. Until
//! [`Event::ProposalPruned`] and [`Event::PollPruned`] some of it may be there still; the proposal
//! and the poll say so (`records`). How long is fixed when it is over.
//!
//! Delegations are removed at their time, two years after they were made at most, also those of
//! people who left: who comes back, or is restored, has them. They count for nothing meanwhile,
//! and whoever made them may end them without being a member.
//!
//! ## Delegation, and why it is so
//!
//! Ballots are counted when they are cast: the delegate's transaction counts those who stand behind
//! the delegate, and pays for each. At most [`Config::MaxDelegators`] stand behind anybody, on
//! three levels, so that is bounded; and the tally is at every block what the ballots add up to.
//! Counting at the close instead would grow with the electorate. Therefore:
//! - Who delegates after the delegate has voted is counted with the delegate's next vote, or when
//!   anybody sends [`count_delegated`](Pallet::count_delegated).
//! - Who ends a delegation keeps the ballot that was counted, until voting directly, or until
//!   somebody sends `count_delegated`, which takes it out.
//! - A vote counts for the members from whom no way leads over a nearer direct vote.
//!
//! ## What may fail, and what then holds
//!
//! - A call that fails changes nothing. A decision's call that fails leaves nothing but
//!   [`Event::ProposalExecutionFailed`] with its error.
//! - A call that could never fit into a block's agenda is refused when it is proposed. If an
//!   upgrade of the runtime makes it so, or changes how calls are encoded, it fails.
//! - A decision of cooperatives of which one takes part no longer when its time comes fails.
//! - A constitution decision can't be vetoed, so that a body can always take a veto away; an
//!   evolution of software always can.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod agenda;
mod balloting;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod checks;
pub mod counting;
mod delegating;
mod documents;
mod errors;
mod events;
mod execution;
mod genesis;
mod hooks;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
#[cfg(test)]
mod mock;
mod origin;
mod polls;
mod proposing;
mod pruning;
mod reads;
mod stages;
mod storage;
#[cfg(test)]
mod tests;
pub mod transitions;
pub mod weights;

use polkadot_sdk::polkadot_sdk_frame::{self as frame, pallet_macros::import_section};

pub use agenda::{Rank, Task};
pub use hooks::{Attestations, DecidableCalls, Members, Reputation};
pub use origin::{EnsureCooperative, EnsureFederation, EnsureJoint};
pub use pallet::*;
pub use weights::WeightInfo;

/// The pallet: see the crate's page.
#[import_section(errors::errors)]
#[import_section(events::events)]
#[import_section(storage::storage)]
#[frame::pallet]
pub mod pallet {
    use super::*;
    use crate::agenda::{Rank, Task};
    use alloc::{boxed::Box, vec::Vec};
    use frame::{prelude::*, traits::Time};
    use icn_primitives::{
        governance::{
            AdoptedText, Ballot, Body, Choice, DecisionKind, Delegation, EncodedCall, Evolution,
            GovernanceMetrics, GovernanceParameters, GovernanceRules, JointBody, Poll, PollId,
            PollOptions, Proposal, ProposalId, ProposalView, Reason, RuleMaker, Tally, TextName,
            TextVersion, Title, MAX_COSIGNERS, MAX_VETOES,
        },
        CooperativeId, Did, Hash as ContentHash, Moment,
    };
    use polkadot_sdk::{
        frame_support::weights::WeightMeter,
        sp_runtime::{traits::SaturatedConversion, Permill},
    };

    /// What the runtime gives this pallet.
    #[pallet::config]
    pub trait Config:
        polkadot_sdk::frame_system::Config<
        RuntimeEvent: From<Event<Self>>,
        RuntimeCall: Dispatchable<PostInfo = PostDispatchInfo> + IsSubType<Call<Self>>,
        RuntimeOrigin: From<Origin> + Into<Result<Origin, OriginFor<Self>>>,
    >
    {
        /// The chain's clock, in milliseconds.
        type Time: Time<Moment = Moment>;
        /// Who takes part in what.
        type Members: Members<Self::AccountId>;
        /// What people did.
        type Reputation: Reputation;
        /// Which calls may be decided.
        type Calls: DecidableCalls<RuntimeCallFor<Self>>;
        /// Whether the tests of software were attested.
        type Attestations: Attestations;
        /// What the agenda may take of a block; no decision's call may take more.
        #[pallet::constant]
        type AgendaWeight: Get<Weight>;
        /// Most cooperatives that take part at a time.
        #[pallet::constant]
        type MaxCooperatives: Get<u32>;
        /// Most members who stand behind a delegate, on all levels, for one kind of decisions.
        #[pallet::constant]
        type MaxDelegators: Get<u32>;
        /// Most proposals of one person that aren't final; of polls that are open as many.
        #[pallet::constant]
        type MaxOpenPerPerson: Get<u32>;
        /// Most proposals of the members of one cooperative that aren't final; of polls as many.
        /// Drafts that need co-signers are begun while half of it is free.
        #[pallet::constant]
        type MaxOpenPerCooperative: Get<u32>;
        /// Weights of this pallet's calls and hooks.
        type WeightInfo: WeightInfo;
    }

    /// The version of what is stored.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// Who stands behind a call that was decided.
    #[pallet::origin]
    #[derive(
        Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
    )]
    pub enum Origin {
        /// One cooperative.
        Cooperative {
            /// Which.
            cooperative: CooperativeId,
            /// Of which kind the decision is.
            kind: DecisionKind,
            /// The proposal that was decided.
            proposal: ProposalId,
        },
        /// Several cooperatives, each of them.
        Joint {
            /// Which, in ascending order.
            cooperatives: JointBody,
            /// Of which kind the decision is.
            kind: DecisionKind,
            /// The proposal that was decided.
            proposal: ProposalId,
        },
        /// The federation.
        Federation {
            /// Of which kind the decision is.
            kind: DecisionKind,
            /// The proposal that was decided.
            proposal: ProposalId,
        },
    }

    /// The state at genesis.
    #[pallet::genesis_config]
    #[derive(frame::derive::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// What holds for all bodies.
        pub parameters: GovernanceParameters,
        /// The federation's rules; `None`: [`GovernanceRules::for_federation`].
        pub federation: Option<GovernanceRules>,
        /// Rules of cooperatives that differ from [`GovernanceRules::for_cooperative`].
        pub cooperatives: Vec<(CooperativeId, GovernanceRules)>,
        #[serde(skip)]
        #[doc(hidden)]
        pub _config: PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            Pallet::<T>::build_genesis(self);
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_poll(number: BlockNumberFor<T>, meter: &mut WeightMeter) {
            Self::run_agenda(number.saturated_into(), meter);
        }

        fn integrity_test() {
            let most = T::MaxCooperatives::get();
            let step = T::WeightInfo::open_vote(most).max(T::WeightInfo::close_vote(most));
            let execution = T::WeightInfo::execute(icn_primitives::governance::MAX_CALL);
            assert!(
                Self::fits_agenda(step.max(execution).max(T::WeightInfo::prune(1))),
                "a block's agenda holds the vote of all cooperatives",
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
        /// Proposes something to `body`. By a member of `sponsor`, which is of that body.
        ///
        /// A steward of `sponsor`, and whoever has the score in `proposal_creation` that the
        /// parameters ask for, begins the deliberation with it. Everybody else makes a draft, which
        /// waits for as many co-signers as the rules of `sponsor` say. `content` is the hash of
        /// what is written about it elsewhere; `call` is carried out if it passes.
        ///
        /// Errors: `NotAuthorized`, `NotMember`, `InvalidBody`, `NotInBody`, `InvalidText`,
        /// `CallNotAllowed`, `CallTooLong`, `CallTooHeavy`, `OpenExceeded`. Source: domain §4.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::propose(
            call.as_ref().map_or(0, |call| call.encoded_size() as u32)
        ))]
        pub fn propose(
            origin: OriginFor<T>,
            sponsor: CooperativeId,
            body: Body,
            kind: DecisionKind,
            title: Title,
            content: ContentHash,
            call: Option<Box<RuntimeCallFor<T>>>,
        ) -> DispatchResult {
            let proposer = Self::ensure_person(origin)?;
            let draft = proposing::Draft { body, kind, proposer, sponsor, title, content };
            Self::do_propose(draft, call.map(|call| *call))
        }

        /// Signs a draft of another member of one's cooperative. With the last signature that it
        /// needs its deliberation begins, during which more may sign: so that nobody ends it by
        /// taking one signature back.
        ///
        /// Errors: `NotAuthorized`, `NotFound`, `InvalidStage`, `NotMember`, `AlreadySigned`.
        /// Source: domain §4.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::cosign())]
        pub fn cosign(origin: OriginFor<T>, proposal: ProposalId) -> DispatchResult {
            let cosigner = Self::ensure_person(origin)?;
            Self::do_cosign(proposal, cosigner)
        }

        /// Takes one's signature back, before the vote. A proposal in deliberation that is left
        /// with too few is cancelled.
        ///
        /// Errors: `NotAuthorized`, `NotFound`, `InvalidStage`. Source: domain §4.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::withdraw_signature())]
        pub fn withdraw_signature(origin: OriginFor<T>, proposal: ProposalId) -> DispatchResult {
            let cosigner = Self::ensure_person(origin)?;
            Self::do_withdraw_signature(proposal, cosigner)
        }

        /// Takes one's proposal back, before the vote.
        ///
        /// Errors: `NotAuthorized`, `NotFound`, `InvalidStage`. Source: domain §4.
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::cancel())]
        pub fn cancel(origin: OriginFor<T>, proposal: ProposalId) -> DispatchResult {
            let person = Self::ensure_person(origin)?;
            Self::do_cancel(proposal, person)
        }

        /// Votes in `cooperative` on a proposal, or changes the vote: for oneself, and for those
        /// who delegated and don't vote themselves.
        ///
        /// `delegators` is how many stand behind the voter at most
        /// ([`Pallet::delegators_of`](Pallet::delegators_of)); who has none says 0. Each who does
        /// costs, and the others are given back: who says [`Config::MaxDelegators`] votes whoever
        /// delegates just before.
        ///
        /// Errors: `NotAuthorized`, `NotFound`, `InvalidStage`, `NotInBody`, `NotMember`,
        /// `NotElector`, `ReasonNeeded`, `DelegatorsExceeded`. Source: domain §4.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::cast_vote((*delegators).min(T::MaxDelegators::get())))]
        pub fn cast_vote(
            origin: OriginFor<T>,
            proposal: ProposalId,
            cooperative: CooperativeId,
            choice: Choice,
            delegators: u32,
        ) -> DispatchResultWithPostInfo {
            let voter = Self::ensure_person(origin)?;
            let seen = Self::do_vote(proposal, cooperative, voter, choice, None, delegators)?;
            Ok(Some(T::WeightInfo::cast_vote(seen)).into())
        }

        /// Votes against a proposal, with a reason, where `cooperative` decides by consent. Voting
        /// otherwise takes it back.
        ///
        /// Errors: those of [`cast_vote`](Pallet::cast_vote), `InvalidText`,
        /// `ObjectionsNotTaken`. Source: domain §4.
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::object((*delegators).min(T::MaxDelegators::get())))]
        pub fn object(
            origin: OriginFor<T>,
            proposal: ProposalId,
            cooperative: CooperativeId,
            reason: Reason,
            delegators: u32,
        ) -> DispatchResultWithPostInfo {
            let voter = Self::ensure_person(origin)?;
            let (choice, reason) = (Choice::Reject, Some(reason));
            let seen = Self::do_vote(proposal, cooperative, voter, choice, reason, delegators)?;
            Ok(Some(T::WeightInfo::object(seen)).into())
        }

        /// Lets `delegate` vote in `cooperative` on one kind of decisions, or on all, until a time.
        /// It replaces what one had delegated of these kinds.
        ///
        /// Errors: `NotAuthorized`, `NotMember`, `DelegationNotAllowed`, `InvalidExpiry`,
        /// `DelegationCycle`, `DelegationTooDeep`, `DelegatorsExceeded`. Source: domain §4.
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::delegate(if kind.is_some() { 1 } else { 4 }))]
        pub fn delegate(
            origin: OriginFor<T>,
            cooperative: CooperativeId,
            kind: Option<DecisionKind>,
            delegate: Did,
            until: Moment,
        ) -> DispatchResult {
            let delegator = Self::ensure_person(origin)?;
            Self::do_delegate(cooperative, kind, delegator, delegate, until)
        }

        /// Ends one's delegation of one kind of decisions, or of all.
        ///
        /// Errors: `NotAuthorized`, `NotFound`. Source: domain §4.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::revoke_delegation(if kind.is_some() { 1 } else { 4 }))]
        pub fn revoke_delegation(
            origin: OriginFor<T>,
            cooperative: CooperativeId,
            kind: Option<DecisionKind>,
        ) -> DispatchResult {
            let delegator = Self::ensure_person(origin)?;
            Self::do_revoke(cooperative, kind, delegator)
        }

        /// Counts for `member`, who doesn't vote directly, the vote to which the delegations lead
        /// now; takes out what was counted if they lead to none. By anybody.
        ///
        /// Errors: `NotFound`, `InvalidStage`, `NotInBody`, `NotMember`, `NotElector`,
        /// `NothingToCount`. Source: domain §4.
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::count_delegated())]
        pub fn count_delegated(
            origin: OriginFor<T>,
            proposal: ProposalId,
            cooperative: CooperativeId,
            member: Did,
        ) -> DispatchResult {
            ensure_signed(origin)?;
            Self::do_count_delegated(proposal, cooperative, member)
        }

        /// Lays a veto against an approved proposal, during its timelock. By a steward of
        /// `cooperative`, which is of the body; in joint and federation decisions each cooperative
        /// has one.
        ///
        /// Errors: `NotAuthorized`, `NotFound`, `InvalidStage`, `NoVeto`, `NotInBody`,
        /// `AlreadyVetoed`. Source: S002 §4.3.
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::veto())]
        pub fn veto(
            origin: OriginFor<T>,
            proposal: ProposalId,
            cooperative: CooperativeId,
        ) -> DispatchResult {
            let steward = Self::ensure_person(origin)?;
            Self::do_veto(proposal, cooperative, steward)
        }

        /// Takes a proposal's next step, if it is due. By anybody; the chain does it by itself.
        ///
        /// `max_weight` is what the step may take.
        ///
        /// Errors: `NotFound`, `NotDue`, `WeightExceeded`. Source: domain §4.
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::peek().saturating_add(*max_weight))]
        pub fn advance(
            origin: OriginFor<T>,
            proposal: ProposalId,
            max_weight: Weight,
        ) -> DispatchResultWithPostInfo {
            ensure_signed(origin)?;
            let used = Self::do_advance(proposal, max_weight)?;
            Ok(Some(T::WeightInfo::peek().saturating_add(used)).into())
        }

        /// Sets the rules of the body that decides it: a cooperative's, or the federation's. By a
        /// constitution decision.
        ///
        /// Errors: `CallNotAllowed`, `InvalidRules`. Source: domain §4.
        #[pallet::call_index(11)]
        #[pallet::weight(T::WeightInfo::set_rules())]
        pub fn set_rules(origin: OriginFor<T>, rules: GovernanceRules) -> DispatchResult {
            let decided = Self::ensure_decided(origin)?;
            ensure!(decided.kind() == DecisionKind::Constitution, Error::<T>::CallNotAllowed);
            let maker = decided.rule_maker().ok_or(Error::<T>::CallNotAllowed)?;
            Self::do_set_rules(maker, rules)?;
            Self::deposit_event(Event::RulesSet { maker, rules });
            Ok(())
        }

        /// Sets what holds for all bodies. By a constitution decision of the federation.
        ///
        /// Errors: `CallNotAllowed`, `InvalidParameters`. Source: domain §4.
        #[pallet::call_index(12)]
        #[pallet::weight(T::WeightInfo::set_parameters())]
        pub fn set_parameters(
            origin: OriginFor<T>,
            parameters: GovernanceParameters,
        ) -> DispatchResult {
            let (kind, _) = EnsureFederation::<T>::ensure_origin(origin)?;
            ensure!(kind == DecisionKind::Constitution, Error::<T>::CallNotAllowed);
            ensure!(parameters.are_valid(), Error::<T>::InvalidParameters);
            Parameters::<T>::put(parameters);
            Self::deposit_event(Event::ParametersSet { parameters });
            Ok(())
        }

        /// Adopts the next version of a text of the body that decides it. By a bylaw or a
        /// constitution decision. What a constitution decision adopted, no bylaw changes.
        ///
        /// Errors: `CallNotAllowed`, `InvalidText`. Source: domain §4.
        #[pallet::call_index(13)]
        #[pallet::weight(T::WeightInfo::adopt_text(text.len() as u32))]
        pub fn adopt_text(
            origin: OriginFor<T>,
            name: TextName,
            text: AdoptedText,
        ) -> DispatchResult {
            let decided = Self::ensure_decided(origin)?;
            let maker = decided.rule_maker().ok_or(Error::<T>::CallNotAllowed)?;
            let (version, hash) = Self::do_adopt_text(&decided, maker, &name, text)?;
            Self::deposit_event(Event::TextAdopted { maker, name, version, hash });
            Ok(())
        }

        /// Records that the federation lets this software be used (S002). `evidence` is the hash of
        /// an attestor's credential about its tests. This is all that its decision does: inside of
        /// another call it would escape its vetoes.
        ///
        /// Errors: `CallNotAllowed`, `AlreadyExists`, `NotAttested`. Source: S002 §4.3.
        #[pallet::call_index(14)]
        #[pallet::weight(T::WeightInfo::record_evolution())]
        pub fn record_evolution(
            origin: OriginFor<T>,
            artefact: ContentHash,
            risk: Permill,
            evidence: ContentHash,
        ) -> DispatchResult {
            let (_, proposal) = EnsureFederation::<T>::ensure_origin(origin)?;
            Self::do_record_evolution(proposal, artefact, risk, evidence)?;
            Self::deposit_event(Event::EvolutionRecorded { artefact, risk, evidence });
            Ok(())
        }

        /// Asks the members of `body` something that binds nobody. By a member of `sponsor` who
        /// could propose something alone.
        ///
        /// Errors: `NotAuthorized`, `NotMember`, `InvalidBody`, `NotInBody`, `InvalidText`,
        /// `InvalidOptions`, `InvalidPeriod`, `OpenExceeded`. Source: S003.
        #[pallet::call_index(15)]
        #[pallet::weight(T::WeightInfo::open_poll())]
        pub fn open_poll(
            origin: OriginFor<T>,
            sponsor: CooperativeId,
            body: Body,
            title: Title,
            options: PollOptions,
            period: Moment,
        ) -> DispatchResult {
            let opener = Self::ensure_person(origin)?;
            Self::do_open_poll(opener, sponsor, body, title, options, period)
        }

        /// Answers a poll, or changes the answer, as a member of `cooperative`. A person has one
        /// answer, however many memberships.
        ///
        /// Errors: `NotAuthorized`, `NotFound`, `InvalidStage`, `NotInBody`, `NotMember`,
        /// `InvalidOptions`. Source: S003.
        #[pallet::call_index(16)]
        #[pallet::weight(T::WeightInfo::answer_poll())]
        pub fn answer_poll(
            origin: OriginFor<T>,
            poll: PollId,
            cooperative: CooperativeId,
            option: u8,
        ) -> DispatchResult {
            let voter = Self::ensure_person(origin)?;
            Self::do_answer_poll(poll, cooperative, voter, option)?;
            Self::deposit_event(Event::PollAnswered { poll, voter, option });
            Ok(())
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// All that a page about a proposal shows; `None`: there is none with this number.
        pub fn proposal_of(id: ProposalId) -> Option<ProposalView> {
            Self::proposal(id)
        }

        /// The rules by which a cooperative or the federation decides.
        pub fn rules_of(maker: RuleMaker) -> GovernanceRules {
            Self::rules(maker)
        }

        /// How many proposals went which way: of one cooperative's internal matters, or of all.
        pub fn metrics_of(cooperative: Option<CooperativeId>) -> GovernanceMetrics {
            Self::metrics(cooperative)
        }

        /// One member's ballot, and the objection if it is one; `None`: there is none, or it was
        /// removed (the proposal's `records`).
        pub fn ballot_of(
            id: ProposalId,
            cooperative: CooperativeId,
            did: Did,
        ) -> Option<(Ballot, Option<Reason>)> {
            Self::ballot(id, cooperative, did)
        }
    }
}
