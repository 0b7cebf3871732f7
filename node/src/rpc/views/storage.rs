//! Anchors of files, and who keeps them.

use icn_primitives::{
    content::{Content, ContentRoot},
    storage::{
        Anchor, AnchorId, Availability, Challenge, Commitment, CommitmentId, Provider,
        ProviderRecord, Removal, Stage, Tally, Tombstone, REMEMBERED,
    },
    BlockNumber, CooperativeId, Did, Hash, Moment, SigningKey,
};
use serde::Serialize;

use super::next;

/// A file that is to be kept.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnchorReport {
    id: AnchorId,
    owner: Did,
    content: Content,
    /// Hash of the media type.
    media_type: Hash,
    anchored: Moment,
    retain_until: Moment,
    /// Replicas that its owner wants.
    wanted: u32,
    /// Providers that keep one and aren't leaving.
    standing: u32,
    /// Commitments, those of providers that are leaving included.
    kept: u32,
}

impl From<(AnchorId, Anchor)> for AnchorReport {
    fn from((id, anchor): (AnchorId, Anchor)) -> Self {
        let Anchor { owner, content, media_type, wanted, standing, kept, .. } = anchor;
        Self {
            id,
            owner,
            content,
            media_type,
            anchored: anchor.anchored_at,
            retain_until: anchor.retain_until,
            wanted,
            standing,
            kept,
        }
    }
}

/// What stays of an anchor that was removed.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TombstoneReport {
    owner: Did,
    content: Content,
    media_type: Hash,
    anchored: Moment,
    removed: Moment,
    by: RemovalView,
}

/// Who removed an anchor.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum RemovalView {
    /// Its owner, for whom this person acted.
    Owner(Did),
    Decision,
    Expiry,
}

impl From<Tombstone> for TombstoneReport {
    fn from(tombstone: Tombstone) -> Self {
        let by = match tombstone.by {
            Removal::Owner(did) => RemovalView::Owner(did),
            Removal::Decision => RemovalView::Decision,
            Removal::Expiry => RemovalView::Expiry,
        };
        Self {
            owner: tombstone.owner,
            content: tombstone.content,
            media_type: tombstone.media_type,
            anchored: tombstone.anchored_at,
            removed: tombstone.removed_at,
            by,
        }
    }
}

/// Result of `icn_anchor`: what a page about an anchor shows.
#[derive(Clone, Debug, Serialize)]
pub struct AnchorOverview {
    /// `None` once it is removed.
    pub anchor: Option<AnchorReport>,
    /// What stays of it then.
    pub tombstone: Option<TombstoneReport>,
    /// Who keeps it.
    pub replicas: Vec<CommitmentReport>,
}

/// Result of `icn_anchors`.
#[derive(Clone, Debug, Serialize)]
pub struct AnchorPage {
    anchors: Vec<AnchorReport>,
    /// After which content the next page begins.
    next: Option<ContentRoot>,
}

impl AnchorPage {
    pub fn new(found: Vec<(AnchorId, Anchor)>, limit: u32) -> Self {
        let last = found.last().map(|(_, anchor)| anchor.content.content_root);
        let next = next(last, found.len(), limit);
        Self { anchors: found.into_iter().map(AnchorReport::from).collect(), next }
    }
}

/// A promise to keep a replica.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CommitmentReport {
    id: CommitmentId,
    provider: CooperativeId,
    anchor: AnchorId,
    committed: Moment,
    /// Whether it counts for the provider's reputation.
    counts: bool,
    /// When it ends, if the provider is leaving.
    ends: Option<Moment>,
    record: AvailabilityView,
    /// The block of the next challenge, while none is to be answered.
    due: Option<BlockNumber>,
    challenge: Option<ChallengeView>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct AvailabilityView {
    asked: u32,
    answered: u32,
    missed_in_row: u32,
    /// The last challenges, the newest first: 1 if it was answered, 0 if it was missed.
    last: String,
}

impl From<Availability> for AvailabilityView {
    fn from(record: Availability) -> Self {
        let Availability { asked, answered, missed_in_row, last } = record;
        let bit = |place: u32| if last >> place & 1 == 1 { '1' } else { '0' };
        let last = (0..asked.min(REMEMBERED)).map(bit).collect();
        Self { asked, answered, missed_in_row, last }
    }
}

#[derive(Clone, Debug, Serialize)]
struct ChallengeView {
    number: u32,
    issued: BlockNumber,
    deadline: BlockNumber,
    next: BlockNumber,
    segments: Vec<u32>,
}

impl From<Challenge> for ChallengeView {
    fn from(challenge: Challenge) -> Self {
        Self {
            number: challenge.number,
            issued: challenge.issued_at,
            deadline: challenge.deadline,
            next: challenge.next,
            segments: challenge.segments.into_inner(),
        }
    }
}

impl From<(CommitmentId, Commitment)> for CommitmentReport {
    fn from((id, commitment): (CommitmentId, Commitment)) -> Self {
        let (due, challenge) = match commitment.stage {
            Stage::Waiting { due } => (Some(due), None),
            Stage::Challenged(challenge) => (None, Some(challenge.into())),
        };
        Self {
            id,
            provider: commitment.provider,
            anchor: commitment.anchor,
            committed: commitment.committed_at,
            counts: commitment.counts,
            ends: commitment.ends_at,
            record: commitment.record.into(),
            due,
            challenge,
        }
    }
}

/// Result of `icn_commitments`.
#[derive(Clone, Debug, Serialize)]
pub struct CommitmentPage {
    commitments: Vec<CommitmentReport>,
    /// After which one the next page begins.
    next: Option<CommitmentId>,
}

impl CommitmentPage {
    pub fn new(found: Vec<(CommitmentId, Commitment)>, limit: u32) -> Self {
        let next = next(found.last().map(|(id, _)| *id), found.len(), limit);
        Self { commitments: found.into_iter().map(CommitmentReport::from).collect(), next }
    }
}

/// A cooperative that keeps files.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProviderReport {
    id: CooperativeId,
    capacity: u64,
    used: u64,
    commitments: u32,
    key: SigningKey,
    record: RecordView,
    unawarded: TallyView,
}

/// What became of a provider's challenges.
#[derive(Clone, Copy, Debug, Serialize)]
struct RecordView {
    asked: u64,
    answered: u64,
    /// Commitments.
    lost: u64,
}

impl From<ProviderRecord> for RecordView {
    fn from(ProviderRecord { asked, answered, lost }: ProviderRecord) -> Self {
        Self { asked, answered, lost }
    }
}

/// What a provider hasn't got reputation for yet.
#[derive(Clone, Copy, Debug, Serialize)]
struct TallyView {
    answered: u32,
    missed: u32,
    due: Option<Moment>,
}

impl From<Tally> for TallyView {
    fn from(Tally { answered, missed, due }: Tally) -> Self {
        Self { answered, missed, due }
    }
}

impl From<(CooperativeId, Provider)> for ProviderReport {
    fn from((id, provider): (CooperativeId, Provider)) -> Self {
        let Provider { capacity, used, commitments, key, record, tally } = provider;
        Self {
            id,
            capacity,
            used,
            commitments,
            key,
            record: record.into(),
            unawarded: tally.into(),
        }
    }
}

/// Result of `icn_provider`: what a page about a provider shows.
#[derive(Clone, Debug, Serialize)]
pub struct ProviderOverview {
    /// The provider.
    pub provider: ProviderReport,
    /// What it keeps.
    pub keeps: CommitmentPage,
}

/// Result of `icn_providers`.
#[derive(Clone, Debug, Serialize)]
pub struct ProviderPage {
    providers: Vec<ProviderReport>,
    /// After which one the next page begins.
    next: Option<CooperativeId>,
}

impl ProviderPage {
    pub fn new(found: Vec<(CooperativeId, Provider)>, limit: u32) -> Self {
        let next = next(found.last().map(|(id, _)| *id), found.len(), limit);
        Self { providers: found.into_iter().map(ProviderReport::from).collect(), next }
    }
}
