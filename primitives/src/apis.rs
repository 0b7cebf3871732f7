//! Runtime APIs: what clients read in one call, without touching storage.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;

use crate::{
    admission::QuotaView,
    credential::{Credential, CredentialStatus},
    document::{DidDocument, Relationships},
    governance::{
        Ballot, DecisionKind, Delegation, GovernanceMetrics, GovernanceParameters, GovernanceRules,
        Poll, PollId, ProposalId, ProposalView, Reason, RuleMaker, TextName, TextVersion,
    },
    ledger::{
        AccountView, Actor, CurrencyCode, CurrencyId, CurrencyView, Hold, HoldId, Key, KeyRecord,
        LedgerAccount,
    },
    membership::{Cooperative, Membership},
    reputation::{
        Categories, Category, CategoryRules, HistoryDay, RankingPage, ReputationParameters,
        ReputationStatistics, ReputationView,
    },
    seat::{BlockEquivocation, PeerId, SeatView},
    shard::{ShardId, ShardRole, ShardView},
    AccountId, BlockNumber, CooperativeId, Did, Hash, Header, PublicKey, Signature,
};

/// The most entries that a paged call returns, whatever was asked for.
pub const MAX_PAGE: u32 = 200;

/// What a shard takes from a relay at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct RelayLimits {
    /// Messages and answers, of each.
    pub messages: u32,
    /// Bytes of the proof.
    pub proof_size: u32,
    /// A header that brings nothing else is taken when it is so many blocks above the best known.
    pub refresh_interval: BlockNumber,
}

polkadot_sdk::sp_api::decl_runtime_apis! {
    /// Identity.
    pub trait DidApi {
        /// The document of `did`, also when it is deactivated; `None` if there is no such DID.
        fn did_document(did: Did) -> Option<DidDocument>;
        /// The DID for which `account` may act.
        fn did_of(account: AccountId) -> Option<Did>;
        /// The key of `did` in one of `relationships` that made `signature` on `message`; `None` if
        /// none did, the DID doesn't exist or is deactivated.
        fn verify_signature(
            did: Did,
            relationships: Relationships,
            message: Vec<u8>,
            signature: Signature,
        ) -> Option<PublicKey>;
    }

    /// Cooperatives and members.
    pub trait CooperativesApi {
        /// One cooperative.
        fn cooperative(id: CooperativeId) -> Option<Cooperative>;
        /// Cooperatives by number, from `from` on; at most [`MAX_PAGE`].
        fn cooperatives(from: CooperativeId, limit: u32) -> Vec<(CooperativeId, Cooperative)>;
        /// The cooperative that has this domain.
        fn cooperative_by_domain(domain: Vec<u8>) -> Option<CooperativeId>;
        /// One person's current memberships; the first is the home.
        fn memberships(did: Did) -> Vec<(CooperativeId, Membership)>;
        /// One membership, also when it has ended.
        fn membership(cooperative: CooperativeId, did: Did) -> Option<Membership>;
        /// Memberships of a cooperative after `after`, ended ones included; at most [`MAX_PAGE`].
        fn members(cooperative: CooperativeId, after: Option<Did>, limit: u32) -> Vec<(Did, Membership)>;
    }

    /// Credentials.
    pub trait CredentialsApi {
        /// One credential and whether it holds now.
        fn credential(hash: Hash) -> Option<(Credential, CredentialStatus)>;
        /// Credentials about `subject` after `after`; at most [`MAX_PAGE`].
        fn credentials_of(subject: Did, after: Option<Hash>, limit: u32) -> Vec<(Hash, Credential, CredentialStatus)>;
    }

    /// Decisions. Every list is paged: at most `limit` entries and at most [`MAX_PAGE`].
    pub trait GovernanceApi {
        /// All that a page about a proposal shows.
        fn proposal(id: ProposalId) -> Option<ProposalView>;
        /// Proposals by number, from `from` on.
        fn proposals(from: ProposalId, limit: u32) -> Vec<ProposalView>;
        /// Numbers of the proposals that aren't final, from `from` on.
        fn open_proposals(from: ProposalId, limit: u32) -> Vec<ProposalId>;
        /// Numbers of the proposals for which these rules hold, from `from` on.
        fn proposals_of(maker: RuleMaker, from: ProposalId, limit: u32) -> Vec<ProposalId>;
        /// One member's ballot, and the objection if it is one; `None`: there is none, or it was
        /// removed, as [`Proposal::records`](crate::governance::Proposal::records) says.
        fn ballot(id: ProposalId, cooperative: CooperativeId, did: Did) -> Option<(Ballot, Option<Reason>)>;
        /// Ballots in one cooperative after that of `after`; all of them only while
        /// [`Records::are_complete`](crate::governance::Records::are_complete).
        fn ballots(id: ProposalId, cooperative: CooperativeId, after: Option<Did>, limit: u32) -> Vec<(Did, Ballot)>;
        /// The objections that stand in one cooperative, after that of `after`; kept as ballots are.
        fn objections(id: ProposalId, cooperative: CooperativeId, after: Option<Did>, limit: u32) -> Vec<(Did, Reason)>;
        /// Whom a member lets vote, by kind.
        fn delegations(cooperative: CooperativeId, delegator: Did) -> Vec<(DecisionKind, Delegation)>;
        /// How many stand behind a delegate, on all levels: what a vote says that it counts for.
        fn delegators(cooperative: CooperativeId, kind: DecisionKind, delegate: Did) -> u32;
        /// The rules of a cooperative, or of the federation.
        fn rules(maker: RuleMaker) -> GovernanceRules;
        /// What holds for all bodies.
        fn parameters() -> GovernanceParameters;
        /// How many proposals went which way: of one cooperative's internal matters, or of all.
        fn metrics(cooperative: Option<CooperativeId>) -> GovernanceMetrics;
        /// Names of somebody's texts after `after`, with the numbers of their newest versions.
        fn texts(maker: RuleMaker, after: Option<TextName>, limit: u32) -> Vec<(TextName, u32)>;
        /// Versions of a text, the newest first, from `from` down; at most 16.
        fn text_versions(maker: RuleMaker, name: TextName, from: Option<u32>, limit: u32) -> Vec<(u32, TextVersion)>;
        /// Polls by number, from `from` on.
        fn polls(from: PollId, limit: u32) -> Vec<(PollId, Poll)>;
    }

    /// Validator seats.
    pub trait SeatsApi {
        /// Every seat, by cooperative; at most as many as there can be.
        fn seats() -> Vec<SeatView>;
        /// The peer ids that may connect to validators' nodes.
        fn node_keys() -> Vec<PeerId>;
        /// The transaction that reports that a seat made two blocks in one slot, to be asked of a
        /// block of the session in which it did; `None` if the key makes no blocks in that one.
        fn equivocation_report(equivocation: BlockEquivocation) -> Option<Vec<u8>>;
    }

    /// Reputation, as it is in the block that is asked.
    ///
    /// Rankings and statistics look at every subject once, whatever page is asked for, and keep no
    /// more than a page in memory: pages of one ranking belong to one block.
    pub trait ReputationApi {
        /// Somebody's scores; `None` if there is no such subject.
        fn reputation(subject: Did) -> Option<ReputationView>;
        /// The ranking in `category`, or by the total, after `after`; at most [`MAX_PAGE`]. Empty
        /// if `after` is in no ranking.
        fn reputation_ranking(category: Option<Category>, after: Option<Did>, limit: u32) -> RankingPage;
        /// Somebody's days with events, the oldest first, from `from` on (days since the Unix
        /// epoch), in `category` alone if one is named; at most [`MAX_PAGE`].
        fn reputation_history(
            subject: Did,
            category: Option<Category>,
            from: u32,
            limit: u32,
        ) -> Vec<HistoryDay>;
        /// Weight, decay and limits of each category.
        fn reputation_categories() -> Vec<(Category, CategoryRules)>;
        /// What is not a category's own.
        fn reputation_parameters() -> ReputationParameters;
        /// Every attestor with the categories in which it gives; at most
        /// [`MAX_ATTESTORS`](crate::reputation::MAX_ATTESTORS).
        fn reputation_attestors() -> Vec<(Did, Categories)>;
        /// The federation's reputation as a whole.
        fn reputation_statistics() -> ReputationStatistics;
    }

    /// Admission.
    pub trait AdmissionApi {
        /// What `account` may still send, or the number of the [`Refusal`](crate::Refusal).
        fn quota(account: AccountId) -> Result<QuotaView, u8>;
    }

    /// Money.
    pub trait LedgerApi {
        /// One account in one currency; all zero if it has none.
        fn ledger_account(account: LedgerAccount, currency: CurrencyId) -> Option<AccountView>;
        /// What a person or a treasury has in each currency after `after`; at most [`MAX_PAGE`].
        fn ledger_accounts(
            account: LedgerAccount,
            after: Option<CurrencyId>,
            limit: u32,
        ) -> Vec<(CurrencyId, AccountView)>;
        /// The accounts of a currency after `after`; at most [`MAX_PAGE`].
        fn accounts_in(
            currency: CurrencyId,
            after: Option<LedgerAccount>,
            limit: u32,
        ) -> Vec<(LedgerAccount, AccountView)>;
        /// One currency and what its books add up to.
        fn currency(id: CurrencyId) -> Option<CurrencyView>;
        /// The currencies of a cooperative after `after`, closed ones included; at most
        /// [`MAX_PAGE`].
        fn currencies(
            issuer: CooperativeId,
            after: Option<CurrencyCode>,
            limit: u32,
        ) -> Vec<CurrencyView>;
        /// One hold, while it is there.
        fn hold(id: HoldId) -> Option<Hold>;
        /// The holds of which somebody is payer or payee, after `after`; at most [`MAX_PAGE`].
        fn holds(account: LedgerAccount, after: Option<HoldId>, limit: u32) -> Vec<(HoldId, Hold)>;
        /// What is remembered of an act, by the name that its actor gave it.
        fn ledger_act(actor: Actor, key: Key) -> Option<KeyRecord>;
    }

    /// What this shard knows of the others, and what their relays need.
    pub trait ShardsApi {
        /// Which shard this is, and what for.
        fn this_shard() -> (ShardId, ShardRole);
        /// What is known of another shard; `None` if this one doesn't follow it.
        fn shard(id: ShardId) -> Option<ShardView>;
        /// What is known of every other shard, by number; as many as there are.
        fn shards() -> Vec<ShardView>;
        /// What a relay may bring at once.
        fn relay_limits() -> RelayLimits;
        /// The transaction that brings from `source` what is proven: a header with its votes (a
        /// SCALE-encoded GRANDPA justification) and the number of the set that gave them, and
        /// under block `at` the messages and answers of `proof`. An empty proof brings none.
        ///
        /// Takes as much as may be brought at once, and leaves out votes that aren't needed. Gives
        /// the name of pallet-shards' error if there is nothing to bring.
        fn relay_transaction(
            source: ShardId,
            finality: Option<(Header, Vec<u8>, u64)>,
            at: Hash,
            proof: Vec<Vec<u8>>,
        ) -> Result<Vec<u8>, Vec<u8>>;
    }
}
