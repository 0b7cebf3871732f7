//! What the runtime gives this pallet.

use alloc::vec::Vec;
use icn_primitives::{
    governance::{Body, DecisionKind, ProposalId},
    reputation::{Score, VotingPower},
    CooperativeId, Did, Hash, Moment,
};

/// Who takes part in what. Each of these reads a bounded number of entries, however many members
/// there are.
pub trait Members<AccountId> {
    /// The person for whom `account` may act.
    fn person(account: &AccountId) -> Option<Did>;

    /// Whether `did` is an active member of `cooperative`, which takes part.
    fn is_member(cooperative: CooperativeId, did: &Did) -> bool;

    /// Whether `did` is, and was at `moment` as well. Whoever became one in the very block wasn't.
    fn was_member(cooperative: CooperativeId, did: &Did, moment: Moment) -> bool;

    /// Whether `did` is an active steward of `cooperative`, which takes part.
    fn is_steward(cooperative: CooperativeId, did: &Did) -> bool;

    /// Number of active members of `cooperative`.
    fn active_members(cooperative: CooperativeId) -> u32;

    /// Whether `cooperative` takes part.
    fn takes_part(cooperative: CooperativeId) -> bool;

    /// Number of cooperatives that take part.
    fn active_cooperatives() -> u32;

    /// The cooperatives that take part, each once; at most
    /// [`Config::MaxCooperatives`](crate::Config::MaxCooperatives).
    fn cooperatives() -> Vec<CooperativeId>;

    /// Makes an active member of `cooperative`, another one for each number, who is a steward if
    /// asked for; the cooperative takes part.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_member(cooperative: CooperativeId, number: u32, steward: bool) -> (AccountId, Did);
}

/// What people did.
pub trait Reputation {
    /// What a vote of `did` weighs where reputation counts.
    fn voting_power(did: &Did) -> VotingPower;

    /// The score of `did` in `proposal_creation`.
    fn proposal_creation(did: &Did) -> Score;

    /// `voter` voted on `proposal` for the first time. Records and doesn't fail.
    fn voted(voter: &Did, proposal: ProposalId);

    /// What `proposer` put forward has passed. Records and doesn't fail.
    fn passed(proposer: &Did, proposal: ProposalId);
}

/// Which calls may be decided.
pub trait DecidableCalls<Call> {
    /// Whether `body` may decide `call` by a decision of this kind. This pallet's own calls are
    /// checked beside it.
    fn may_decide(body: &Body, kind: DecisionKind, call: &Call) -> bool;
}

/// Everything may be decided: origins say what then works.
impl<Call> DecidableCalls<Call> for () {
    fn may_decide(_body: &Body, _kind: DecisionKind, _call: &Call) -> bool {
        true
    }
}

/// Whether the tests of software were attested.
pub trait Attestations {
    /// Whether `evidence` is the hash of a credential that holds now, about `artefact`, issued by
    /// one of the federation's attestors.
    fn is_attested(artefact: &Hash, evidence: &Hash) -> bool;

    /// Makes an artefact with evidence that holds.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_attested() -> [Hash; 2];
}
