//! Cooperatives, members and credentials.

use icn_primitives::{
    credential::{Credential, CredentialStatus},
    membership::{Cooperative, CooperativeStatus, MemberStatus, Membership, Role, Rules},
    BlockNumber, CooperativeId, Did, Hash, Moment,
};
use serde::Serialize;

use super::{
    governance::{BodyReport, DelegationsReport, ProposalSummary},
    ledger::{AccountPage, HoldPage, TreasuryReport},
    next,
    reputation::ReputationReport,
    text, SeatReport,
};

/// A cooperative.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CooperativeView {
    id: CooperativeId,
    did: Did,
    legal_name: String,
    domain: String,
    status: CooperativeStatus,
    rules: RulesView,
    members: u32,
    stewards: u32,
    created: BlockNumber,
}

/// A cooperative's rules.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct RulesView {
    recovery_stewards: u8,
    recovery_delay_ms: Moment,
}

impl From<Rules> for RulesView {
    fn from(rules: Rules) -> Self {
        Self { recovery_stewards: rules.recovery_stewards, recovery_delay_ms: rules.recovery_delay }
    }
}

impl CooperativeView {
    pub fn new(id: CooperativeId, cooperative: Cooperative) -> Self {
        Self {
            id,
            did: cooperative.did,
            legal_name: text(&cooperative.legal_name),
            domain: text(&cooperative.domain),
            status: cooperative.status,
            rules: cooperative.rules.into(),
            members: cooperative.members,
            stewards: cooperative.stewards,
            created: cooperative.created,
        }
    }
}

/// Result of `icn_cooperatives`.
#[derive(Clone, Debug, Serialize)]
pub struct CooperativePage {
    cooperatives: Vec<CooperativeView>,
    /// Where the next page begins.
    next: Option<u32>,
}

impl CooperativePage {
    pub fn new(found: Vec<(CooperativeId, Cooperative)>, limit: u32) -> Self {
        let last = found.last().and_then(|(id, _)| id.0.checked_add(1));
        let next = next(last, found.len(), limit);
        let cooperatives = found.into_iter().map(|(id, one)| CooperativeView::new(id, one));
        Self { cooperatives: cooperatives.collect(), next }
    }
}

/// A membership, without saying whose.
#[derive(Clone, Debug, Serialize)]
pub struct MemberView {
    status: MemberStatus,
    roles: Vec<Role>,
    skills: Vec<String>,
    term: u32,
    joined: Moment,
}

impl From<Membership> for MemberView {
    fn from(membership: Membership) -> Self {
        Self {
            status: membership.status,
            roles: membership.roles.iter().collect(),
            skills: membership.skills.iter().map(|skill| text(skill)).collect(),
            term: membership.term,
            joined: membership.joined,
        }
    }
}

/// One of a person's memberships.
#[derive(Clone, Debug, Serialize)]
pub struct MembershipView {
    /// Of which cooperative.
    pub cooperative: CooperativeId,
    /// Whether it is the person's home.
    pub home: bool,
    /// The membership.
    #[serde(flatten)]
    pub membership: MemberView,
}

/// One of a cooperative's members.
#[derive(Clone, Debug, Serialize)]
struct Member {
    did: Did,
    #[serde(flatten)]
    membership: MemberView,
}

/// Result of `icn_members`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MemberPage {
    members: Vec<Member>,
    /// After whom the next page begins.
    next: Option<Did>,
}

impl MemberPage {
    pub fn new(found: Vec<(Did, Membership)>, limit: u32) -> Self {
        let next = next(found.last().map(|(did, _)| *did), found.len(), limit);
        let members = found
            .into_iter()
            .map(|(did, membership)| Member { did, membership: membership.into() });
        Self { members: members.collect(), next }
    }
}

/// A credential's anchor.
#[derive(Clone, Debug, Serialize)]
pub struct CredentialView {
    hash: Hash,
    schema: Hash,
    issuer: Did,
    subject: Did,
    issued: Moment,
    expires: Option<Moment>,
    revoked: Option<RevocationView>,
    status: CredentialStatus,
}

#[derive(Clone, Debug, Serialize)]
struct RevocationView {
    at: Moment,
    reason: Option<Hash>,
}

impl CredentialView {
    pub fn new(hash: Hash, credential: Credential, status: CredentialStatus) -> Self {
        let revoked =
            credential.revoked.map(|one| RevocationView { at: one.at, reason: one.reason });
        Self {
            hash,
            schema: credential.schema,
            issuer: credential.issuer,
            subject: credential.subject,
            issued: credential.issued,
            expires: credential.expires,
            revoked,
            status,
        }
    }
}

/// Result of `icn_credentials`.
#[derive(Clone, Debug, Serialize)]
pub struct CredentialPage {
    credentials: Vec<CredentialView>,
    /// After which hash the next page begins.
    next: Option<Hash>,
}

impl CredentialPage {
    pub fn new(found: Vec<(Hash, Credential, CredentialStatus)>, limit: u32) -> Self {
        let next = next(found.last().map(|(hash, ..)| *hash), found.len(), limit);
        let credentials = found
            .into_iter()
            .map(|(hash, credential, status)| CredentialView::new(hash, credential, status));
        Self { credentials: credentials.collect(), next }
    }
}

/// Result of `icn_member`: all that a page about a person or an organisation shows.
#[derive(Clone, Debug, Serialize)]
pub struct MemberReport {
    pub did: Did,
    /// Whether the DID has ended.
    pub deactivated: bool,
    pub memberships: Vec<MembershipView>,
    pub reputation: Option<ReputationReport>,
    pub accounts: AccountPage,
    pub holds: HoldPage,
    pub delegations: Vec<DelegationsReport>,
    pub credentials: CredentialPage,
}

/// Result of `icn_cooperativeOverview`: all that a page about a cooperative shows.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CooperativeOverview {
    pub cooperative: CooperativeView,
    pub seat: Option<SeatReport>,
    pub treasury: TreasuryReport,
    pub governance: BodyReport,
    /// On which its members vote, or will.
    pub open_proposals: Vec<ProposalSummary>,
    /// Where further open proposals may be found: the number to begin with.
    pub next_proposal: Option<u32>,
}
