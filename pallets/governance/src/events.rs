//! What is told.
//!
//! A part of the pallet's module, which imports it: names are those that are used there.

use polkadot_sdk::polkadot_sdk_frame::pallet_macros::pallet_section;

#[pallet_section]
mod events {
    /// What happened. Every tally can be rebuilt from these.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Somebody proposed something.
        ProposalCreated {
            /// Its number.
            proposal: ProposalId,
            /// Who decides.
            body: Body,
            /// What it is about.
            kind: DecisionKind,
            /// Who made it.
            proposer: Did,
            /// As a member of which cooperative.
            sponsor: CooperativeId,
            /// What it is called.
            title: Title,
            /// Hash of what is written about it elsewhere.
            content: ContentHash,
            /// Hash of the encoded call.
            call: Option<ContentHash>,
        },
        /// A member signed a draft.
        ProposalCosigned {
            /// Which.
            proposal: ProposalId,
            /// Who.
            cosigner: Did,
        },
        /// A member took a signature back.
        SignatureWithdrawn {
            /// From which proposal.
            proposal: ProposalId,
            /// Whose.
            cosigner: Did,
        },
        /// A proposal is deliberated.
        DeliberationStarted {
            /// Which.
            proposal: ProposalId,
            /// Until when.
            until: Moment,
        },
        /// A cooperative votes on a proposal, by these rules.
        TallyOpened {
            /// Which proposal.
            proposal: ProposalId,
            /// Which cooperative.
            cooperative: CooperativeId,
            /// The empty tally, with the electorate and the rules.
            tally: Tally,
        },
        /// A proposal is voted on.
        VotingStarted {
            /// Which.
            proposal: ProposalId,
            /// Until when.
            until: Moment,
        },
        /// A member voted, or changed the vote. It replaces the member's ballot, whoever cast
        /// that, and takes back the member's objection.
        VoteCast {
            /// On which proposal.
            proposal: ProposalId,
            /// In which cooperative.
            cooperative: CooperativeId,
            /// Who.
            voter: Did,
            /// What.
            choice: Choice,
            /// What it weighs.
            power: u64,
        },
        /// A vote was counted for a member who had delegated. It replaces the member's ballot.
        DelegatedVoteCounted {
            /// On which proposal.
            proposal: ProposalId,
            /// In which cooperative.
            cooperative: CooperativeId,
            /// For whom.
            member: Did,
            /// Whose vote.
            via: Did,
            /// What it says.
            choice: Choice,
            /// What it weighs.
            power: u64,
        },
        /// A vote that was counted for a member counts no longer: no delegation leads there.
        DelegatedVoteDropped {
            /// On which proposal.
            proposal: ProposalId,
            /// In which cooperative.
            cooperative: CooperativeId,
            /// For whom.
            member: Did,
        },
        /// A member voted against a proposal, for a reason. It replaces the member's ballot.
        ObjectionRaised {
            /// To which proposal.
            proposal: ProposalId,
            /// In which cooperative.
            cooperative: CooperativeId,
            /// Who.
            voter: Did,
            /// What the vote weighs.
            power: u64,
            /// Why.
            reason: Reason,
        },
        /// The vote is over and objections stand: it goes on, to resolve them.
        ResolutionStarted {
            /// Of which proposal.
            proposal: ProposalId,
            /// Until when.
            until: Moment,
        },
        /// A vote is over.
        VotingClosed {
            /// On which proposal.
            proposal: ProposalId,
            /// Whether enough took part.
            quorate: bool,
            /// What part of the members.
            participation: Permill,
        },
        /// A proposal passed.
        ProposalApproved {
            /// Which.
            proposal: ProposalId,
            /// When it takes effect.
            until: Moment,
        },
        /// A proposal did not pass.
        ProposalRejected {
            /// Which.
            proposal: ProposalId,
        },
        /// Too few took part.
        ProposalFailed {
            /// In the vote on which proposal.
            proposal: ProposalId,
        },
        /// A proposal was taken back, or signed by too few.
        ProposalCancelled {
            /// Which.
            proposal: ProposalId,
        },
        /// A veto was laid against an approved proposal.
        VetoLaid {
            /// Which.
            proposal: ProposalId,
            /// By which cooperative.
            cooperative: CooperativeId,
            /// By which of its stewards.
            steward: Did,
        },
        /// An approved proposal was stopped.
        ProposalVetoed {
            /// Which.
            proposal: ProposalId,
        },
        /// An approved proposal took effect.
        ProposalExecuted {
            /// Which.
            proposal: ProposalId,
        },
        /// What an approved proposal was to do failed; nothing of it stayed.
        ProposalExecutionFailed {
            /// Which.
            proposal: ProposalId,
            /// Why.
            error: DispatchError,
        },
        /// A member lets another vote.
        VoteDelegated {
            /// In which cooperative.
            cooperative: CooperativeId,
            /// On which kind of decisions.
            kind: DecisionKind,
            /// Who.
            delegator: Did,
            /// Whom.
            delegate: Did,
            /// Until when.
            until: Moment,
        },
        /// A delegation is over: by its time, by its delegator, or by another that replaces it.
        DelegationEnded {
            /// In which cooperative.
            cooperative: CooperativeId,
            /// On which kind of decisions.
            kind: DecisionKind,
            /// Whose.
            delegator: Did,
        },
        /// These rules hold.
        RulesSet {
            /// Whose.
            maker: RuleMaker,
            /// All of them.
            rules: GovernanceRules,
        },
        /// These parameters hold.
        ParametersSet {
            /// All of them.
            parameters: GovernanceParameters,
        },
        /// A text was adopted.
        TextAdopted {
            /// Whose.
            maker: RuleMaker,
            /// Which.
            name: TextName,
            /// Its version; the first is 1.
            version: u32,
            /// SHA-256 of the text.
            hash: ContentHash,
        },
        /// An evolution of software was decided.
        EvolutionRecorded {
            /// Hash of the software.
            artefact: ContentHash,
            /// How risky it is.
            risk: Permill,
            /// Hash of the credential that attests its tests.
            evidence: ContentHash,
        },
        /// A poll was opened.
        PollOpened {
            /// Its number.
            poll: PollId,
            /// Who is asked.
            body: Body,
            /// Who asks.
            opener: Did,
            /// What.
            title: Title,
            /// The answers.
            options: PollOptions,
            /// Until when.
            until: Moment,
        },
        /// Somebody answered a poll, or changed the answer.
        PollAnswered {
            /// Which.
            poll: PollId,
            /// Who.
            voter: Did,
            /// The option's number; the first is 0.
            option: u8,
        },
        /// A poll is over.
        PollClosed {
            /// Which.
            poll: PollId,
        },
        /// The records of a decision that is over were removed: its ballots and objections, who
        /// signed it and laid vetoes, and its call.
        ProposalPruned {
            /// Which.
            proposal: ProposalId,
        },
        /// The answers to a poll that is over were removed.
        PollPruned {
            /// Which.
            poll: PollId,
        },
    }
}
