//! What is stored.
//!
//! A part of the pallet's module, which imports it: names are those that are used there.

use polkadot_sdk::polkadot_sdk_frame::pallet_macros::pallet_section;

#[pallet_section]
mod storage {
    /// What holds for all bodies.
    #[pallet::storage]
    pub type Parameters<T: Config> = StorageValue<_, GovernanceParameters, ValueQuery>;

    /// Rules that were set; [`Pallet::rules`] has them all.
    #[pallet::storage]
    pub type Rules<T: Config> =
        StorageMap<_, Twox64Concat, RuleMaker, GovernanceRules, OptionQuery>;

    /// The number that the next proposal gets.
    #[pallet::storage]
    pub type NextProposal<T: Config> = StorageValue<_, ProposalId, ValueQuery>;

    /// Every proposal that was ever made.
    #[pallet::storage]
    pub type Proposals<T: Config> = StorageMap<_, Twox64Concat, ProposalId, Proposal, OptionQuery>;

    /// What a proposal carries out, and the version of transactions in which it is encoded. While
    /// its records are kept.
    #[pallet::storage]
    pub type Calls<T: Config> =
        StorageMap<_, Twox64Concat, ProposalId, (u32, EncodedCall), OptionQuery>;

    /// Who signed a proposal beside its proposer. While its records are kept.
    #[pallet::storage]
    pub type Cosigners<T: Config> = StorageMap<
        _,
        Twox64Concat,
        ProposalId,
        BoundedVec<Did, ConstU32<MAX_COSIGNERS>>,
        ValueQuery,
    >;

    /// Whose veto a proposal has: stewards with their cooperatives. While its records are kept.
    #[pallet::storage]
    pub type Vetoes<T: Config> = StorageMap<
        _,
        Twox64Concat,
        ProposalId,
        BoundedVec<(CooperativeId, Did), ConstU32<MAX_VETOES>>,
        ValueQuery,
    >;

    /// Why an approved proposal could not be carried out.
    #[pallet::storage]
    pub type ExecutionErrors<T: Config> =
        StorageMap<_, Twox64Concat, ProposalId, DispatchError, OptionQuery>;

    /// The tallies of a proposal, one for each cooperative that votes on it.
    #[pallet::storage]
    pub type Tallies<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        ProposalId,
        Twox64Concat,
        CooperativeId,
        Tally,
        OptionQuery,
    >;

    /// The ballots. While the proposal's records are kept, as objections and voters are.
    #[pallet::storage]
    pub type Ballots<T: Config> = StorageNMap<
        _,
        (
            NMapKey<Twox64Concat, ProposalId>,
            NMapKey<Twox64Concat, CooperativeId>,
            NMapKey<Blake2_128Concat, Did>,
        ),
        Ballot,
        OptionQuery,
    >;

    /// The objections that stand.
    #[pallet::storage]
    pub type Objections<T: Config> = StorageNMap<
        _,
        (
            NMapKey<Twox64Concat, ProposalId>,
            NMapKey<Twox64Concat, CooperativeId>,
            NMapKey<Blake2_128Concat, Did>,
        ),
        Reason,
        OptionQuery,
    >;

    /// Who has voted directly on a proposal, in whichever cooperative.
    #[pallet::storage]
    pub type Voters<T: Config> =
        StorageDoubleMap<_, Twox64Concat, ProposalId, Blake2_128Concat, Did, (), OptionQuery>;

    /// The proposals that aren't final. The key is the number, the highest byte first, so that the
    /// trie has them in order.
    #[pallet::storage]
    pub type OpenProposals<T: Config> = StorageMap<_, Identity, [u8; 4], (), OptionQuery>;

    /// Every proposal by whose rules hold for it, in order.
    #[pallet::storage]
    pub type ProposalsOf<T: Config> =
        StorageDoubleMap<_, Twox64Concat, RuleMaker, Identity, [u8; 4], (), OptionQuery>;

    /// How many proposals of a person aren't final.
    #[pallet::storage]
    pub type OpenOfPerson<T: Config> = StorageMap<_, Blake2_128Concat, Did, u32, ValueQuery>;

    /// How many proposals of a cooperative's members aren't final.
    #[pallet::storage]
    pub type OpenOfCooperative<T: Config> =
        StorageMap<_, Twox64Concat, CooperativeId, u32, ValueQuery>;

    /// How many proposals went which way: of one cooperative's internal matters, or of all.
    #[pallet::storage]
    pub type Metrics<T: Config> =
        StorageMap<_, Twox64Concat, Option<CooperativeId>, GovernanceMetrics, ValueQuery>;

    /// What the chain will do by itself, by time. The moment's highest byte comes first, so that
    /// the trie has them in order.
    #[pallet::storage]
    pub type Agenda<T: Config> =
        StorageDoubleMap<_, Identity, Rank, Identity, ([u8; 8], Task), (), OptionQuery>;

    /// Whom a member lets vote, in one cooperative, on one kind of decisions.
    #[pallet::storage]
    pub type Delegations<T: Config> = StorageNMap<
        _,
        (
            NMapKey<Twox64Concat, CooperativeId>,
            NMapKey<Twox64Concat, DecisionKind>,
            NMapKey<Blake2_128Concat, Did>,
        ),
        Delegation,
        OptionQuery,
    >;

    /// Who lets a member vote, the same graph from the other side.
    #[pallet::storage]
    pub type Delegators<T: Config> = StorageNMap<
        _,
        (
            NMapKey<Twox64Concat, CooperativeId>,
            NMapKey<Twox64Concat, DecisionKind>,
            NMapKey<Blake2_128Concat, Did>,
        ),
        BoundedVec<Did, T::MaxDelegators>,
        ValueQuery,
    >;

    /// How often a text was adopted.
    #[pallet::storage]
    pub type TextVersions<T: Config> =
        StorageDoubleMap<_, Twox64Concat, RuleMaker, Blake2_128Concat, TextName, u32, ValueQuery>;

    /// Bylaws and constitutions, every version; the first is 1.
    #[pallet::storage]
    pub type Texts<T: Config> = StorageNMap<
        _,
        (
            NMapKey<Twox64Concat, RuleMaker>,
            NMapKey<Blake2_128Concat, TextName>,
            NMapKey<Twox64Concat, u32>,
        ),
        TextVersion,
        OptionQuery,
    >;

    /// The evolutions of software that were decided, by artefact.
    #[pallet::storage]
    pub type Evolutions<T: Config> =
        StorageMap<_, Blake2_128Concat, ContentHash, Evolution, OptionQuery>;

    /// The number that the next poll gets.
    #[pallet::storage]
    pub type NextPoll<T: Config> = StorageValue<_, PollId, ValueQuery>;

    /// Every poll that was ever opened.
    #[pallet::storage]
    pub type Polls<T: Config> = StorageMap<_, Twox64Concat, PollId, Poll, OptionQuery>;

    /// What each answered. While the poll's records are kept.
    #[pallet::storage]
    pub type Answers<T: Config> =
        StorageDoubleMap<_, Twox64Concat, PollId, Blake2_128Concat, Did, u8, OptionQuery>;

    /// How many polls of a person are open.
    #[pallet::storage]
    pub type OpenPollsOfPerson<T: Config> = StorageMap<_, Blake2_128Concat, Did, u32, ValueQuery>;

    /// How many polls of a cooperative's members are open.
    #[pallet::storage]
    pub type OpenPolls<T: Config> = StorageMap<_, Twox64Concat, CooperativeId, u32, ValueQuery>;
}
