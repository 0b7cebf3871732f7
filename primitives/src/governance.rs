//! Governance: bodies that decide, their rules, proposals, votes and polls (domain §4).

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use polkadot_sdk::sp_runtime::{traits::ConstU32, BoundedVec, DispatchError, Permill};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{CooperativeId, Did, Hash, Moment, DAY, HOUR, SECOND};

/// Most cooperatives that decide jointly.
pub const MAX_JOINT: u32 = 16;
/// Longest title of a proposal, a poll or a text, in bytes of UTF-8.
pub const MAX_TITLE: u32 = 128;
/// Longest reason of an objection, in bytes of UTF-8.
pub const MAX_REASON: u32 = 512;
/// Longest call that a decision carries out, in bytes.
pub const MAX_CALL: u32 = 20 * 1024;
/// Longest text that a decision adopts, in bytes of UTF-8. It fits into a call.
pub const MAX_TEXT: u32 = 16 * 1024;
/// Longest name of an adopted text, in bytes.
pub const MAX_TEXT_NAME: u32 = 64;
/// Most co-signers that rules may ask for.
pub const MAX_COSIGNERS: u32 = 32;
/// Most vetoes that rules may ask for.
pub const MAX_VETOES: u32 = 16;
/// Most options of a poll.
pub const MAX_OPTIONS: u32 = 16;
/// Longest option of a poll, in bytes of UTF-8.
pub const MAX_OPTION: u32 = 64;
/// Longest way from a member to the one whose vote counts for the member.
pub const MAX_DELEGATION_DEPTH: u32 = 3;

/// The shortest time for which a vote, an objection's window or a poll is open.
pub const MIN_WINDOW: Moment = 10 * SECOND;
/// The longest deliberation, vote, window of an objection, timelock or poll.
pub const MAX_PERIOD: Moment = 90 * DAY;
/// The longest delegation.
pub const MAX_DELEGATION: Moment = 730 * DAY;

/// The shortest time for which the records of a decision or a poll are kept when it is over.
pub const MIN_KEPT: Moment = DAY;
/// The longest.
pub const MAX_KEPT: Moment = 3_650 * DAY;

/// Most points of reputation that one act in a decision gives: what one act may give in a day.
pub const MAX_POINTS: u32 = 100;

/// One vote of one member, where each has one: votes are counted in this fraction.
pub const ONE_VOTE: u64 = 1_000_000_000;

/// Implements what every type here needs; the last group is added.
macro_rules! governance_types {
    ($($(#[$meta:meta])* $vis:vis $kind:ident $name:ident $body:tt)*) => {
        $(
            #[derive(
                Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen,
                TypeInfo,
            )]
            $(#[$meta])*
            $vis $kind $name $body
        )*
    };
}

/// Number of a proposal, given in order; the first is 0.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub struct ProposalId(pub u32);

impl fmt::Display for ProposalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Number of a poll, given in order; the first is 0.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub struct PollId(pub u32);

/// Cooperatives that decide jointly: two or more, in ascending order.
pub type JointBody = BoundedVec<CooperativeId, ConstU32<MAX_JOINT>>;
/// A title, in UTF-8.
pub type Title = BoundedVec<u8, ConstU32<MAX_TITLE>>;
/// Why somebody objects, in UTF-8.
pub type Reason = BoundedVec<u8, ConstU32<MAX_REASON>>;
/// An encoded call.
pub type EncodedCall = BoundedVec<u8, ConstU32<MAX_CALL>>;
/// The name of an adopted text.
pub type TextName = BoundedVec<u8, ConstU32<MAX_TEXT_NAME>>;
/// A text that was adopted, in UTF-8.
pub type AdoptedText = BoundedVec<u8, ConstU32<MAX_TEXT>>;
/// One of a poll's options, in UTF-8.
pub type PollOption = BoundedVec<u8, ConstU32<MAX_OPTION>>;
/// A poll's options.
pub type PollOptions = BoundedVec<PollOption, ConstU32<MAX_OPTIONS>>;

governance_types! {
    /// Who decides.
    pub enum Body {
        /// The members of one cooperative.
        Cooperative(CooperativeId),
        /// The members of several cooperatives; it passes when it passes in each of them.
        Joint(JointBody),
        /// All cooperatives that take part, one vote each.
        Federation,
    }

    /// Who has rules and adopted texts of its own.
    #[derive(Copy, PartialOrd, Ord)]
    pub enum RuleMaker {
        /// One cooperative, for its internal matters and its own tally.
        Cooperative(CooperativeId),
        /// The federation, for its own decisions and joint ones.
        Federation,
    }

    /// What a decision is about, in the order of what it takes.
    #[derive(Copy, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    pub enum DecisionKind {
        /// Anything else.
        Standard,
        /// Spends money.
        Budget,
        /// Changes bylaws.
        Bylaw,
        /// Changes the constitution: rules and parameters of governance too.
        Constitution,
    }

    /// How a body decides.
    #[derive(Copy, Serialize, Deserialize)]
    pub enum Model {
        /// The decision's kind alone says how much approval it takes.
        Majority,
        /// Approval by [`GovernanceParameters::supermajority`] at least.
        Supermajority,
        /// Nobody rejects.
        Consensus,
        /// One at most rejects.
        ConsensusMinusOne,
        /// No reasoned objection stands. Who rejects must say why.
        Consent,
    }

    /// How objections end that stand when their window closes.
    #[derive(Copy, Serialize, Deserialize)]
    pub enum Fallback {
        /// The proposal is rejected.
        Reject,
        /// The votes count, as by [`Model::Majority`].
        Majority,
        /// The votes count, as by [`Model::Supermajority`].
        Supermajority,
        /// The votes count, as by [`Model::ConsensusMinusOne`].
        ConsensusMinusOne,
    }

    /// What a member's vote weighs.
    #[derive(Copy, Serialize, Deserialize)]
    pub enum VotingPower {
        /// The same for everybody.
        Equal,
        /// The square root of the mean of the member's scores, and 1 at least (S003).
        Reputation,
    }

    /// The rules by which a cooperative, or the federation, decides.
    #[derive(Copy, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct GovernanceRules {
        /// How.
        pub model: Model,
        /// How objections end; only [`Model::Consent`] asks.
        pub fallback: Fallback,
        /// What part of the members takes part in an internal matter; for the federation: what
        /// part of the cooperatives in its decisions.
        pub quorum: Permill,
        /// What votes weigh.
        pub power: VotingPower,
        /// Whether members may let others vote for them.
        pub delegation: bool,
        /// How many members sign a proposal of somebody who couldn't make one alone.
        pub cosigners: u8,
        /// How many vetoes stop a decision during its timelock: of stewards in a cooperative, of
        /// cooperatives in joint and federation decisions. With 0 nobody has one.
        pub vetoes: u8,
        /// How long a proposal is deliberated before the vote, in milliseconds.
        pub deliberation: Moment,
        /// How long the vote is open, in milliseconds.
        pub voting: Moment,
        /// How long objections may be resolved after the vote, in milliseconds.
        pub resolution: Moment,
        /// How long a decision waits before it takes effect, in milliseconds.
        pub timelock: Moment,
    }

    /// What holds for all bodies. The federation sets it.
    #[derive(Copy, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct GovernanceParameters {
        /// Approval that a constitution decision takes.
        pub constitution: Permill,
        /// Approval that a bylaw decision takes.
        pub bylaw: Permill,
        /// Approval that a budget decision takes.
        pub budget: Permill,
        /// Approval that any other decision takes.
        pub standard: Permill,
        /// Approval that [`Model::Supermajority`] takes.
        pub supermajority: Permill,
        /// What part of a cooperative's members takes part in a joint or federation decision.
        pub quorum: Permill,
        /// Score in `proposal_creation` with which a member proposes alone.
        pub proposal_reputation: u32,
        /// How long a proposal waits for its co-signers, in milliseconds.
        pub draft: Moment,
        /// How many cooperatives' vetoes stop an evolution of software; 1 at least (S002).
        pub evolution_vetoes: u8,
        /// The shortest timelock of an evolution, in milliseconds.
        pub evolution_timelock: Moment,
        /// How long the records of a decision or a poll are kept when it is over, in milliseconds.
        pub kept: Moment,
        /// Points in `voting` for a member's first vote on a proposal (S003); [`MAX_POINTS`] at most.
        pub vote_points: u32,
        /// Points in `proposal_creation` for whoever made a proposal that passed (S003);
        /// [`MAX_POINTS`] at most.
        pub accepted_points: u32,
    }

    /// What is kept of who did what in a decision or a poll: ballots and objections, signatures
    /// and vetoes, the encoded call; answers. Tallies, counts and results are no part of it: they
    /// stay.
    #[derive(Copy)]
    pub enum Records {
        /// Everything: it isn't over.
        Open,
        /// Everything, until this moment.
        Until(Moment),
        /// What of it was not removed yet, since this moment.
        Going(Moment),
        /// Nothing.
        Gone,
    }

    /// Where a proposal stands.
    #[derive(Copy, PartialOrd, Ord, Serialize, Deserialize)]
    pub enum Stage {
        /// Waits for co-signers.
        Draft,
        /// Is talked about.
        Deliberation,
        /// Is voted on.
        Voting,
        /// The vote goes on, so that those who object and the others find an answer.
        Resolution,
        /// Passed; waits for its timelock.
        Approved,
        /// Did not pass.
        Rejected,
        /// Too few took part.
        Failed,
        /// Taken back before the vote, or not signed by enough.
        Cancelled,
        /// Passed, and was stopped during its timelock.
        Vetoed,
        /// Took effect.
        Executed,
        /// Passed, but what it was to do failed. Nothing of it stayed.
        ExecutionFailed,
    }

    /// What a member votes.
    #[derive(Copy, PartialOrd, Ord, Serialize, Deserialize)]
    pub enum Choice {
        /// For it.
        Approve,
        /// Against it.
        Reject,
        /// Neither: counts for the quorum alone.
        Abstain,
    }

    /// The rules of a proposal, as they were when it was made.
    #[derive(Copy)]
    pub struct Terms {
        /// Approval that it takes.
        pub threshold: Permill,
        /// What [`Model::Supermajority`] takes.
        pub supermajority: Permill,
        /// In joint and federation decisions: what part of each cooperative's members takes part.
        pub members_quorum: Permill,
        /// In federation decisions: what part of the cooperatives takes part.
        pub cooperatives_quorum: Permill,
        /// In federation decisions: how the cooperatives' votes are counted.
        pub cooperatives_model: Model,
        /// How many sign it.
        pub cosigners: u8,
        /// How many vetoes stop it; 0: none do.
        pub vetoes: u8,
        /// How long it is deliberated.
        pub deliberation: Moment,
        /// How long it is voted on.
        pub voting: Moment,
        /// How long objections may be resolved.
        pub resolution: Moment,
        /// How long it waits.
        pub timelock: Moment,
    }

    /// A proposal.
    pub struct Proposal {
        /// Who decides.
        pub body: Body,
        /// What it is about.
        pub kind: DecisionKind,
        /// Who made it.
        pub proposer: Did,
        /// As a member of which cooperative.
        pub sponsor: CooperativeId,
        /// What it is called.
        pub title: Title,
        /// Hash of what is written about it elsewhere.
        pub content: Hash,
        /// Hash of the encoded call that it carries out; `None`: it says something and does
        /// nothing.
        pub call: Option<Hash>,
        /// When it was made.
        pub created: Moment,
        /// The rules that hold for it.
        pub terms: Terms,
        /// When voting began.
        pub opened: Option<Moment>,
        /// How many cooperatives vote on it.
        pub cooperatives: u32,
        /// Where it stands.
        pub stage: Stage,
        /// When the chain takes it further; `None`: it is where it stays.
        pub due: Option<Moment>,
        /// What is kept of who did what.
        pub records: Records,
    }

    /// The votes of one cooperative's members on one proposal, and the rules for them, as they
    /// were when voting began.
    #[derive(Copy)]
    pub struct Tally {
        /// How the cooperative decides.
        pub model: Model,
        /// How objections end.
        pub fallback: Fallback,
        /// What part of the members takes part.
        pub quorum: Permill,
        /// What votes weigh.
        pub power: VotingPower,
        /// Whether members may let others vote for them.
        pub delegation: bool,
        /// How many may vote.
        pub electorate: u32,
        /// How many approve.
        pub approving: u32,
        /// How many reject.
        pub rejecting: u32,
        /// How many abstain.
        pub abstaining: u32,
        /// What those who approve weigh, in [`ONE_VOTE`]s.
        pub approve: u128,
        /// What those who reject weigh.
        pub reject: u128,
        /// What those who abstain weigh.
        pub abstain: u128,
        /// How many objections stand.
        pub objections: u32,
    }

    /// One member's vote, as it counts.
    #[derive(Copy)]
    pub struct Ballot {
        /// What it says.
        pub choice: Choice,
        /// What it weighs, since it was first counted, in [`ONE_VOTE`]s.
        pub power: u64,
        /// Who cast it for the member; `None`: the member.
        pub via: Option<Did>,
    }

    /// Whom a member lets vote.
    #[derive(Copy)]
    pub struct Delegation {
        /// Whom.
        pub delegate: Did,
        /// Until when.
        pub until: Moment,
    }

    /// How many proposals went which way.
    #[derive(Copy, Default)]
    pub struct GovernanceMetrics {
        /// How many stand where, in the order of [`Stage`].
        pub stages: [u32; 11],
        /// How many were voted on, to the end.
        pub closed: u32,
        /// How many of those were quorate.
        pub quorate: u32,
        /// How many of those were rejected.
        pub rejected: u32,
        /// The participation in each of them, in millionths of its electorate, added up.
        pub participation: u64,
    }

    /// A text that a decision adopted.
    pub struct TextVersion {
        /// The decision.
        pub proposal: ProposalId,
        /// Of which kind it was.
        pub kind: DecisionKind,
        /// When.
        pub adopted: Moment,
        /// SHA-256 of the text.
        pub hash: Hash,
        /// What it says now.
        pub text: AdoptedText,
    }

    /// A change of software that was made by a machine and decided by people (S002).
    #[derive(Copy)]
    pub struct Evolution {
        /// The decision.
        pub proposal: ProposalId,
        /// Hash of the software.
        pub artefact: Hash,
        /// How risky it is, in millionths.
        pub risk: Permill,
        /// Hash of the credential that attests its tests.
        pub evidence: Hash,
        /// When it was recorded.
        pub recorded: Moment,
    }

    /// A question that binds nobody.
    pub struct Poll {
        /// Who is asked.
        pub body: Body,
        /// Who asks.
        pub opener: Did,
        /// As a member of which cooperative.
        pub sponsor: CooperativeId,
        /// The question.
        pub title: Title,
        /// The answers.
        pub options: PollOptions,
        /// How many members chose each.
        pub counts: BoundedVec<u32, ConstU32<MAX_OPTIONS>>,
        /// When it was asked.
        pub opened: Moment,
        /// When it ends.
        pub until: Moment,
        /// Whether it has ended.
        pub closed: bool,
        /// What is kept of who answered what.
        pub records: Records,
    }
}

impl Body {
    /// The only or the named cooperatives; `None`: all that take part.
    pub fn named(&self) -> Option<&[CooperativeId]> {
        match self {
            Self::Cooperative(id) => Some(core::slice::from_ref(id)),
            Self::Joint(list) => Some(list),
            Self::Federation => None,
        }
    }

    /// Whose rules say how long and by whom it is decided.
    pub fn rule_maker(&self) -> RuleMaker {
        match self {
            Self::Cooperative(id) => RuleMaker::Cooperative(*id),
            Self::Joint(_) | Self::Federation => RuleMaker::Federation,
        }
    }

    /// Whether this names cooperatives in ascending order, each once, and two or more jointly.
    pub fn is_valid(&self) -> bool {
        match self {
            Self::Joint(list) => {
                list.len() >= 2
                    && list.iter().zip(list.iter().skip(1)).all(|(before, after)| before < after)
            }
            Self::Cooperative(_) | Self::Federation => true,
        }
    }
}

impl DecisionKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Standard, Self::Budget, Self::Bylaw, Self::Constitution];
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 11] = [
        Self::Draft,
        Self::Deliberation,
        Self::Voting,
        Self::Resolution,
        Self::Approved,
        Self::Rejected,
        Self::Failed,
        Self::Cancelled,
        Self::Vetoed,
        Self::Executed,
        Self::ExecutionFailed,
    ];

    /// Whether nothing leads on from here.
    pub fn is_final(self) -> bool {
        !matches!(
            self,
            Self::Draft | Self::Deliberation | Self::Voting | Self::Resolution | Self::Approved
        )
    }

    /// Whether votes are taken.
    pub fn takes_votes(self) -> bool {
        matches!(self, Self::Voting | Self::Resolution)
    }
}

impl GovernanceRules {
    /// What a cooperative has that sets nothing else.
    pub fn for_cooperative() -> Self {
        Self {
            model: Model::Majority,
            fallback: Fallback::Reject,
            quorum: Permill::from_percent(50),
            power: VotingPower::Equal,
            delegation: false,
            cosigners: 3,
            vetoes: 0,
            deliberation: 2 * DAY,
            voting: 7 * DAY,
            resolution: 3 * DAY,
            timelock: DAY,
        }
    }

    /// What the federation begins with.
    pub fn for_federation() -> Self {
        Self { quorum: Permill::from_percent(40), ..Self::for_cooperative() }
    }

    /// Whether these can be the rules of `maker`: a quorum above nothing, windows between
    /// [`MIN_WINDOW`] and [`MAX_PERIOD`], a time for vetoes where there are any. Cooperatives don't
    /// object, so the federation has a model other than [`Model::Consent`].
    pub fn are_valid(&self, maker: RuleMaker) -> bool {
        !self.quorum.is_zero()
            && (1..=MAX_COSIGNERS).contains(&u32::from(self.cosigners))
            && u32::from(self.vetoes) <= MAX_VETOES
            && self.deliberation <= MAX_PERIOD
            && (MIN_WINDOW..=MAX_PERIOD).contains(&self.voting)
            && (MIN_WINDOW..=MAX_PERIOD).contains(&self.resolution)
            && self.timelock <= MAX_PERIOD
            && (self.vetoes == 0 || self.timelock >= MIN_WINDOW)
            && (maker != RuleMaker::Federation || self.model != Model::Consent)
    }
}

impl GovernanceParameters {
    /// Approval that a decision of this kind takes.
    pub fn threshold(&self, kind: DecisionKind) -> Permill {
        match kind {
            DecisionKind::Constitution => self.constitution,
            DecisionKind::Bylaw => self.bylaw,
            DecisionKind::Budget => self.budget,
            DecisionKind::Standard => self.standard,
        }
    }

    /// Whether these are within their bounds: thresholds of a half at least, each kind's not below
    /// that of the kind before it, periods that people can live with.
    pub fn are_valid(&self) -> bool {
        let thresholds = [self.standard, self.budget, self.bylaw, self.constitution];
        let half = Permill::from_percent(50);
        thresholds.iter().all(|threshold| *threshold >= half)
            && thresholds.iter().zip(&thresholds[1..]).all(|(lower, higher)| lower <= higher)
            && self.supermajority >= half
            && !self.quorum.is_zero()
            && (HOUR..=MAX_PERIOD).contains(&self.draft)
            && (1..=MAX_VETOES).contains(&u32::from(self.evolution_vetoes))
            && (MIN_WINDOW..=MAX_PERIOD).contains(&self.evolution_timelock)
            && (MIN_KEPT..=MAX_KEPT).contains(&self.kept)
            && self.vote_points.max(self.accepted_points) <= MAX_POINTS
    }
}

/// The numbers of domain §4.
impl Default for GovernanceParameters {
    fn default() -> Self {
        Self {
            constitution: Permill::from_percent(75),
            bylaw: Permill::from_percent(66),
            budget: Permill::from_percent(60),
            standard: Permill::from_percent(51),
            supermajority: Permill::from_percent(66),
            quorum: Permill::from_percent(40),
            proposal_reputation: 10,
            draft: 30 * DAY,
            evolution_vetoes: 1,
            evolution_timelock: 2 * DAY,
            kept: 30 * DAY,
            vote_points: 1,
            accepted_points: 5,
        }
    }
}

impl Records {
    /// Whether everything is there.
    pub fn are_complete(self) -> bool {
        matches!(self, Self::Open | Self::Until(_))
    }
}

impl Tally {
    /// How many votes count, by heads.
    pub fn heads(&self) -> u32 {
        self.approving.saturating_add(self.rejecting).saturating_add(self.abstaining)
    }
}

impl GovernanceMetrics {
    /// How many proposals there are.
    pub fn total(&self) -> u32 {
        self.stages.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// The average participation in what was voted on.
    pub fn average_participation(&self) -> Permill {
        let closed = u64::from(self.closed).max(1);
        Permill::from_parts((self.participation / closed).try_into().unwrap_or(u32::MAX))
    }

    /// What part of what was voted on was quorate.
    pub fn quorum_rate(&self) -> Permill {
        Permill::from_rational(self.quorate, self.closed.max(1))
    }

    /// What part of what was voted on was rejected.
    pub fn rejection_rate(&self) -> Permill {
        Permill::from_rational(self.rejected, self.closed.max(1))
    }
}

/// All that a page about a proposal shows.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ProposalView {
    /// Its number.
    pub id: ProposalId,
    /// The proposal.
    pub proposal: Proposal,
    /// The tally of each cooperative that votes on it, by number; empty before voting begins.
    pub tallies: Vec<(CooperativeId, Tally)>,
    /// Who signed it beside its proposer; empty when its records are [`Records::Gone`].
    pub cosigners: Vec<Did>,
    /// What it would do, encoded; empty if it does nothing, and when its records are gone.
    pub call: Vec<u8>,
    /// Whose veto it has: stewards with their cooperatives; empty when its records are gone.
    pub vetoes: Vec<(CooperativeId, Did)>,
    /// Why it could not be carried out.
    pub error: Option<DispatchError>,
}
