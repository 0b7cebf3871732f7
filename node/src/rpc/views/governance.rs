//! Proposals, votes, rules, texts and polls.

use std::collections::BTreeMap;

use icn_primitives::{
    governance::{
        Ballot, Body, Choice, DecisionKind, Delegation, Fallback, GovernanceMetrics,
        GovernanceParameters, GovernanceRules, Model, Poll, PollId, Proposal, ProposalId,
        ProposalView, Reason, Records, RuleMaker, Stage, Tally, Terms, TextName, TextVersion,
        VotingPower, ONE_VOTE,
    },
    reputation::Millionths,
    CooperativeId, Did, Hash, Moment,
};
use pallet_governance::{
    counting::{outcome, verdict, Verdict},
    transitions::Happening,
};
use polkadot_sdk::{sp_core::Bytes, sp_runtime::Permill};
use serde::Serialize;

use super::{
    super::{metadata::Names, names::Named},
    next, text,
};

/// A share of a whole, as a decimal.
fn share(part: Permill) -> Millionths {
    Millionths(part.deconstruct())
}

/// `part` of `whole` as a share; `None` of nothing.
fn part_of(part: u128, whole: u128) -> Option<Millionths> {
    let parts = part.saturating_mul(1_000_000).checked_div(whole)?;
    Some(Millionths(u32::try_from(parts).unwrap_or(u32::MAX)))
}

/// The least count that is at least this share of `whole`.
fn at_least(part: Permill, whole: u32) -> u32 {
    let parts = u64::from(part.deconstruct()).saturating_mul(whole.into());
    u32::try_from(parts.div_ceil(1_000_000)).unwrap_or(u32::MAX)
}

/// What votes weigh, in votes of one member each.
fn votes(weight: u128) -> String {
    let one = u128::from(ONE_VOTE);
    let (whole, rest) = (weight / one, weight % one);
    let decimal = format!("{whole}.{rest:09}");
    decimal.trim_end_matches('0').trim_end_matches('.').into()
}

/// Who decides.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum BodyView {
    Cooperative(CooperativeId),
    Joint(Vec<CooperativeId>),
    Federation,
}

impl From<Body> for BodyView {
    fn from(body: Body) -> Self {
        match body {
            Body::Cooperative(id) => Self::Cooperative(id),
            Body::Joint(list) => Self::Joint(list.into_inner()),
            Body::Federation => Self::Federation,
        }
    }
}

/// A proposal as lists show it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProposalSummary {
    id: ProposalId,
    title: String,
    body: BodyView,
    kind: DecisionKind,
    stage: Stage,
    proposer: Did,
    /// As a member of which cooperative.
    sponsor: CooperativeId,
    created: Moment,
    /// When voting began.
    opened: Option<Moment>,
    /// When the chain takes it further.
    due: Option<Moment>,
    /// Whether who voted how is no longer kept, or not all of it; the tallies stay.
    pruned: bool,
    /// Which call it carries out, by pallet and name.
    call_name: Option<String>,
}

impl ProposalSummary {
    pub fn new(at: Hash, view: ProposalView, names: &dyn Names) -> Self {
        Self::of(view.id, view.proposal, names.call(at, &view.call))
    }

    fn of(id: ProposalId, proposal: Proposal, call_name: Option<String>) -> Self {
        Self {
            id,
            title: text(&proposal.title),
            body: proposal.body.into(),
            kind: proposal.kind,
            stage: proposal.stage,
            proposer: proposal.proposer,
            sponsor: proposal.sponsor,
            created: proposal.created,
            opened: proposal.opened,
            due: proposal.due,
            pruned: matches!(proposal.records, Records::Going(_) | Records::Gone),
            call_name,
        }
    }
}

/// Result of `icn_proposals`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ProposalPage {
    pub proposals: Vec<ProposalSummary>,
    /// The number with which the next page begins.
    pub next: Option<u32>,
}

impl ProposalPage {
    /// `asked`: as many numbers as the page has, and the last of them.
    pub fn new(
        proposals: Vec<ProposalSummary>,
        last: Option<ProposalId>,
        found: usize,
        limit: u32,
    ) -> Self {
        let next = next(last.and_then(|id| id.0.checked_add(1)), found, limit);
        Self { proposals, next }
    }
}

/// Result of `icn_proposal`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProposalReport {
    #[serde(flatten)]
    summary: ProposalSummary,
    /// Hash of what is written about it elsewhere.
    content: Hash,
    terms: TermsView,
    /// Who signed it beside its proposer.
    cosigners: Vec<Did>,
    tallies: Vec<TallyReport>,
    /// What the vote comes to by these tallies; null before it begins.
    count: Option<CountReport>,
    vetoes: Vec<VetoView>,
    call: Option<CallView>,
    /// Why it could not be carried out.
    error: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct CallView {
    hash: Hash,
    bytes: Bytes,
}

#[derive(Clone, Debug, Serialize)]
struct VetoView {
    cooperative: CooperativeId,
    did: Did,
}

/// The rules of a proposal, as they were when it was made.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TermsView {
    threshold: Millionths,
    supermajority: Millionths,
    members_quorum: Millionths,
    cooperatives_quorum: Millionths,
    cooperatives_model: Model,
    cosigners: u8,
    vetoes: u8,
    deliberation_ms: Moment,
    voting_ms: Moment,
    resolution_ms: Moment,
    timelock_ms: Moment,
}

impl From<Terms> for TermsView {
    fn from(terms: Terms) -> Self {
        Self {
            threshold: share(terms.threshold),
            supermajority: share(terms.supermajority),
            members_quorum: share(terms.members_quorum),
            cooperatives_quorum: share(terms.cooperatives_quorum),
            cooperatives_model: terms.cooperatives_model,
            cosigners: terms.cosigners,
            vetoes: terms.vetoes,
            deliberation_ms: terms.deliberation,
            voting_ms: terms.voting,
            resolution_ms: terms.resolution,
            timelock_ms: terms.timelock,
        }
    }
}

/// The votes of one cooperative's members: what is there, and what is needed.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TallyReport {
    cooperative: CooperativeId,
    /// Whether the cooperative still takes part; where it doesn't, its votes count for nothing.
    takes_part: bool,
    model: Model,
    fallback: Fallback,
    power: VotingPower,
    delegation: bool,
    electorate: u32,
    approving: u32,
    rejecting: u32,
    abstaining: u32,
    objections: u32,
    /// What the votes weigh.
    approve: String,
    reject: String,
    abstain: String,
    /// How many votes there are, by heads; what part of the electorate; how many have to be.
    voted: u32,
    participation: Option<Millionths>,
    quorum: Millionths,
    quorum_heads: u32,
    quorate: bool,
    /// What part of the weight for and against it is for it, and what part has to be.
    approval: Option<Millionths>,
    approval_needed: Millionths,
    verdict: VerdictName,
}

/// What a cooperative's tally says.
#[derive(Clone, Copy, Debug, Serialize)]
enum VerdictName {
    For,
    Against,
    Neither,
    Absent,
    Objected,
}

impl From<Verdict> for VerdictName {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::For => Self::For,
            Verdict::Against => Self::Against,
            Verdict::Neither => Self::Neither,
            Verdict::Absent => Self::Absent,
            Verdict::Objected => Self::Objected,
        }
    }
}

impl TallyReport {
    fn new(
        cooperative: CooperativeId,
        tally: &Tally,
        terms: &Terms,
        resolved: bool,
        takes_part: bool,
    ) -> Self {
        let voted = tally.heads();
        let verdict = verdict(tally, terms, resolved);
        let model_needs = match (tally.model, tally.fallback) {
            (Model::Supermajority, _) => terms.supermajority,
            // What the fallback asks for, where it decides.
            (Model::Consent, Fallback::Supermajority) if resolved && tally.objections > 0 => {
                terms.supermajority
            }
            _ => Permill::zero(),
        };
        Self {
            cooperative,
            takes_part,
            model: tally.model,
            fallback: tally.fallback,
            power: tally.power,
            delegation: tally.delegation,
            electorate: tally.electorate,
            approving: tally.approving,
            rejecting: tally.rejecting,
            abstaining: tally.abstaining,
            objections: tally.objections,
            approve: votes(tally.approve),
            reject: votes(tally.reject),
            abstain: votes(tally.abstain),
            voted,
            participation: part_of(voted.into(), tally.electorate.into()),
            quorum: share(tally.quorum),
            // Without any vote there is no quorum, however small.
            quorum_heads: at_least(tally.quorum, tally.electorate).max(1),
            quorate: verdict != Verdict::Absent,
            approval: part_of(tally.approve, tally.approve.saturating_add(tally.reject)),
            approval_needed: share(terms.threshold.max(model_needs)),
            verdict: verdict.into(),
        }
    }
}

/// What a vote comes to by its tallies.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CountReport {
    /// `Passed`, `Refused`, `TooFew` or `Objected`; while the vote is open: if it ended now.
    result: &'static str,
    quorate: bool,
    participation: Millionths,
    /// Cooperatives that are for it, against it, neither, absent, or have an objection.
    r#for: u32,
    against: u32,
    neither: u32,
    absent: u32,
    objected: u32,
    /// How many cooperatives have to be there.
    quorum_cooperatives: u32,
}

impl CountReport {
    fn new(proposal: &Proposal, present: &[Tally], gone: u32) -> Self {
        let resolved = is_resolved(proposal.stage);
        let outcome = outcome(&proposal.body, present, gone, &proposal.terms, resolved);
        let count = |wanted: Verdict| {
            let verdicts = present.iter().map(|tally| verdict(tally, &proposal.terms, resolved));
            u32::try_from(verdicts.filter(|verdict| *verdict == wanted).count()).unwrap_or(u32::MAX)
        };
        let all = u32::try_from(present.len()).unwrap_or(u32::MAX);
        Self {
            result: match outcome.happening {
                Happening::Passed => "Passed",
                Happening::Refused => "Refused",
                Happening::Objected => "Objected",
                _ => "TooFew",
            },
            quorate: outcome.quorate,
            participation: share(outcome.participation),
            r#for: count(Verdict::For),
            against: count(Verdict::Against),
            neither: count(Verdict::Neither),
            absent: count(Verdict::Absent),
            objected: count(Verdict::Objected),
            quorum_cooperatives: match proposal.body {
                Body::Federation => at_least(proposal.terms.cooperatives_quorum, all).max(1),
                Body::Cooperative(_) | Body::Joint(_) => all.saturating_add(gone),
            },
        }
    }
}

/// Whether objections that stand have had their time.
fn is_resolved(stage: Stage) -> bool {
    stage != Stage::Voting
}

impl ProposalReport {
    /// As it is at the block `at`; `takes_part` tells which cooperatives still do.
    pub fn new(
        at: Hash,
        view: ProposalView,
        names: &dyn Names,
        takes_part: impl Fn(CooperativeId) -> bool,
    ) -> Self {
        let ProposalView { id, proposal, tallies, cosigners, call, vetoes, error } = view;
        let tallies: Vec<_> =
            tallies.into_iter().map(|(id, tally)| (id, tally, takes_part(id))).collect();
        let resolved = is_resolved(proposal.stage);
        let report = |(id, tally, takes_part): &(CooperativeId, Tally, bool)| {
            TallyReport::new(*id, tally, &proposal.terms, resolved, *takes_part)
        };
        let present: Vec<Tally> =
            tallies.iter().filter(|(.., present)| *present).map(|(_, tally, _)| *tally).collect();
        let gone = tallies.len().saturating_sub(present.len());
        let gone = u32::try_from(gone).unwrap_or(u32::MAX);
        let count = proposal.opened.is_some().then(|| CountReport::new(&proposal, &present, gone));
        Self {
            content: proposal.content,
            terms: proposal.terms.into(),
            cosigners,
            tallies: tallies.iter().map(report).collect(),
            count,
            vetoes: vetoes
                .into_iter()
                .map(|(cooperative, did)| VetoView { cooperative, did })
                .collect(),
            error: error.map(|error| names.error(at, error)),
            summary: {
                let name = names.call(at, &call);
                ProposalSummary::of(id, proposal.clone(), name)
            },
            call: proposal.call.map(|hash| CallView { hash, bytes: call.into() }),
        }
    }
}

/// One member's ballot, with the objection if it is one.
#[derive(Clone, Debug, Serialize)]
pub struct BallotView {
    did: Did,
    choice: Choice,
    /// What it weighs.
    power: String,
    /// Who cast it for the member.
    via: Option<Did>,
    objection: Option<String>,
}

impl BallotView {
    pub fn new(did: Did, ballot: Ballot, objection: Option<Reason>) -> Self {
        Self {
            did,
            choice: ballot.choice,
            power: votes(ballot.power.into()),
            via: ballot.via,
            objection: objection.map(|reason| text(&reason)),
        }
    }
}

/// Result of `icn_ballots`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BallotPage {
    ballots: Vec<BallotView>,
    /// After whose ballot the next page begins.
    next: Option<Did>,
}

impl BallotPage {
    pub fn new(ballots: Vec<BallotView>, limit: u32) -> Self {
        let next = next(ballots.last().map(|last| last.did), ballots.len(), limit);
        Self { ballots, next }
    }
}

/// Result of `icn_objections`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ObjectionPage {
    objections: Vec<ObjectionView>,
    /// After whose objection the next page begins.
    next: Option<Did>,
}

#[derive(Clone, Debug, Serialize)]
struct ObjectionView {
    did: Did,
    reason: String,
}

impl ObjectionPage {
    pub fn new(found: Vec<(Did, Reason)>, limit: u32) -> Self {
        let next = next(found.last().map(|(did, _)| *did), found.len(), limit);
        let objections =
            found.into_iter().map(|(did, reason)| ObjectionView { did, reason: text(&reason) });
        Self { objections: objections.collect(), next }
    }
}

/// Result of `icn_delegations`: whom a member lets vote, and who stands behind the member.
#[derive(Clone, Debug, Serialize)]
pub struct DelegationsReport {
    cooperative: CooperativeId,
    given: Vec<DelegationView>,
    /// For how many others a vote of the member counts, by kind: what a vote says.
    delegators: BTreeMap<DecisionKind, u32>,
}

#[derive(Clone, Debug, Serialize)]
struct DelegationView {
    kind: DecisionKind,
    delegate: Did,
    until: Moment,
}

impl DelegationsReport {
    pub fn new(
        cooperative: CooperativeId,
        given: Vec<(DecisionKind, Delegation)>,
        delegators: impl IntoIterator<Item = (DecisionKind, u32)>,
    ) -> Self {
        let given = given.into_iter().map(|(kind, delegation)| DelegationView {
            kind,
            delegate: delegation.delegate,
            until: delegation.until,
        });
        Self { cooperative, given: given.collect(), delegators: delegators.into_iter().collect() }
    }
}

/// Result of `icn_governance`: how a cooperative, or the federation, decides.
#[derive(Clone, Debug, Serialize)]
pub struct BodyReport {
    /// A cooperative's number, or "federation".
    body: Named,
    rules: RulesReport,
    parameters: ParametersReport,
    metrics: MetricsReport,
}

impl BodyReport {
    pub fn new(
        maker: RuleMaker,
        rules: GovernanceRules,
        parameters: GovernanceParameters,
        metrics: GovernanceMetrics,
    ) -> Self {
        Self {
            body: maker.into(),
            rules: rules.into(),
            parameters: parameters.into(),
            metrics: metrics.into(),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct RulesReport {
    model: Model,
    fallback: Fallback,
    quorum: Millionths,
    power: VotingPower,
    delegation: bool,
    cosigners: u8,
    vetoes: u8,
    deliberation_ms: Moment,
    voting_ms: Moment,
    resolution_ms: Moment,
    timelock_ms: Moment,
}

impl From<GovernanceRules> for RulesReport {
    fn from(rules: GovernanceRules) -> Self {
        Self {
            model: rules.model,
            fallback: rules.fallback,
            quorum: share(rules.quorum),
            power: rules.power,
            delegation: rules.delegation,
            cosigners: rules.cosigners,
            vetoes: rules.vetoes,
            deliberation_ms: rules.deliberation,
            voting_ms: rules.voting,
            resolution_ms: rules.resolution,
            timelock_ms: rules.timelock,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ParametersReport {
    constitution: Millionths,
    bylaw: Millionths,
    budget: Millionths,
    standard: Millionths,
    supermajority: Millionths,
    quorum: Millionths,
    proposal_reputation: u32,
    draft_ms: Moment,
    evolution_vetoes: u8,
    evolution_timelock_ms: Moment,
}

impl From<GovernanceParameters> for ParametersReport {
    fn from(parameters: GovernanceParameters) -> Self {
        Self {
            constitution: share(parameters.constitution),
            bylaw: share(parameters.bylaw),
            budget: share(parameters.budget),
            standard: share(parameters.standard),
            supermajority: share(parameters.supermajority),
            quorum: share(parameters.quorum),
            proposal_reputation: parameters.proposal_reputation,
            draft_ms: parameters.draft,
            evolution_vetoes: parameters.evolution_vetoes,
            evolution_timelock_ms: parameters.evolution_timelock,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MetricsReport {
    total: u32,
    stages: Vec<StageCount>,
    /// How many were voted on, to the end.
    closed: u32,
    quorate: u32,
    rejected: u32,
    average_participation: Millionths,
    quorum_rate: Millionths,
    rejection_rate: Millionths,
}

#[derive(Clone, Debug, Serialize)]
struct StageCount {
    stage: Stage,
    proposals: u32,
}

impl From<GovernanceMetrics> for MetricsReport {
    fn from(metrics: GovernanceMetrics) -> Self {
        let stages = Stage::ALL.into_iter().zip(metrics.stages);
        Self {
            total: metrics.total(),
            stages: stages.map(|(stage, proposals)| StageCount { stage, proposals }).collect(),
            closed: metrics.closed,
            quorate: metrics.quorate,
            rejected: metrics.rejected,
            average_participation: share(metrics.average_participation()),
            quorum_rate: share(metrics.quorum_rate()),
            rejection_rate: share(metrics.rejection_rate()),
        }
    }
}

/// Result of `icn_texts`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TextPage {
    texts: Vec<TextView>,
    /// After which name the next page begins.
    next: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct TextView {
    name: String,
    /// The number of its newest version.
    version: u32,
}

impl TextPage {
    pub fn new(found: Vec<(TextName, u32)>, limit: u32) -> Self {
        let next = next(found.last().map(|(name, _)| text(name)), found.len(), limit);
        let texts =
            found.into_iter().map(|(name, version)| TextView { name: text(&name), version });
        Self { texts: texts.collect(), next }
    }
}

/// Result of `icn_textVersions`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TextVersionPage {
    versions: Vec<TextVersionView>,
    /// The version with which the next page begins.
    next: Option<u32>,
}

#[derive(Clone, Debug, Serialize)]
struct TextVersionView {
    version: u32,
    proposal: ProposalId,
    kind: DecisionKind,
    adopted: Moment,
    /// SHA-256 of the text.
    hash: Hash,
    text: String,
}

impl TextVersionPage {
    pub fn new(found: Vec<(u32, TextVersion)>) -> Self {
        // Versions go down to 1.
        let next =
            found.last().and_then(|(version, _)| version.checked_sub(1)).filter(|next| *next > 0);
        let versions = found.into_iter().map(|(version, of)| TextVersionView {
            version,
            proposal: of.proposal,
            kind: of.kind,
            adopted: of.adopted,
            hash: of.hash,
            text: text(&of.text),
        });
        Self { versions: versions.collect(), next }
    }
}

/// Result of `icn_polls`.
#[derive(Clone, Debug, Serialize)]
pub struct PollPage {
    polls: Vec<PollView>,
    /// The number with which the next page begins.
    next: Option<u32>,
}

#[derive(Clone, Debug, Serialize)]
struct PollView {
    id: PollId,
    title: String,
    body: BodyView,
    opener: Did,
    sponsor: CooperativeId,
    options: Vec<OptionView>,
    opened: Moment,
    until: Moment,
    closed: bool,
}

#[derive(Clone, Debug, Serialize)]
struct OptionView {
    option: String,
    members: u32,
}

impl PollPage {
    pub fn new(found: Vec<(PollId, Poll)>, limit: u32) -> Self {
        let next = next(found.last().and_then(|(id, _)| id.0.checked_add(1)), found.len(), limit);
        let polls = found.into_iter().map(|(id, poll)| PollView {
            id,
            title: text(&poll.title),
            body: poll.body.into(),
            opener: poll.opener,
            sponsor: poll.sponsor,
            options: poll
                .options
                .iter()
                .zip(poll.counts)
                .map(|(option, members)| OptionView { option: text(option), members })
                .collect(),
            opened: poll.opened,
            until: poll.until,
            closed: poll.closed,
        });
        Self { polls: polls.collect(), next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn votes_are_decimals_without_zeros_at_the_end() {
        let one = u128::from(ONE_VOTE);
        for (weight, text) in
            [(0, "0"), (one, "1"), (10 * one, "10"), (one * 3 / 2, "1.5"), (1, "0.000000001")]
        {
            assert_eq!(votes(weight), text);
        }
    }

    #[test]
    fn the_quorum_is_the_least_count_that_reaches_it() {
        for (percent, whole, least) in [(50, 5, 3), (50, 4, 2), (40, 5, 2), (100, 7, 7), (1, 1, 1)]
        {
            assert_eq!(at_least(Permill::from_percent(percent), whole), least);
        }
    }
}
