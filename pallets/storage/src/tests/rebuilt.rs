//! Whoever follows the events from the genesis on knows all that the chain stores.

use crate::{frame, mock::*, Anchors, Commitments, Providers, Tombstones};
use frame::testing_prelude::*;
use icn_primitives::{
    storage::{
        Anchor, AnchorId, Availability, Commitment, CommitmentId, EndReason, Provider, Stage,
        Tombstone,
    },
    CooperativeId, Moment, HOUR,
};
use std::collections::BTreeMap;

/// What is kept, from events alone. Counts that others can make of it are left out, as is the tally.
#[derive(Default, Debug, PartialEq)]
pub struct Rebuilt {
    pub anchors: BTreeMap<AnchorId, Anchor>,
    pub tombstones: BTreeMap<AnchorId, Tombstone>,
    pub providers: BTreeMap<CooperativeId, (u64, icn_primitives::SigningKey, u64, u64, u64)>,
    pub commitments: BTreeMap<CommitmentId, Commitment>,
}

/// What of a provider can be rebuilt without counting: capacity, key, asked, answered, lost.
fn told(provider: &Provider) -> (u64, icn_primitives::SigningKey, u64, u64, u64) {
    let record = provider.record;
    (provider.capacity, provider.key, record.asked, record.answered, record.lost)
}

impl Rebuilt {
    /// What is stored.
    pub fn stored() -> Self {
        Self {
            anchors: Anchors::<Test>::iter().collect(),
            tombstones: Tombstones::<Test>::iter().collect(),
            providers: Providers::<Test>::iter().map(|(id, found)| (id, told(&found))).collect(),
            commitments: Commitments::<Test>::iter().collect(),
        }
    }

    /// Follows an event of a block that was made then.
    pub fn apply(&mut self, event: &Event, at: Moment) {
        match event.clone() {
            Event::ContentAnchored {
                anchor,
                owner,
                content,
                media_type,
                retain_until,
                wanted,
                ..
            } => {
                let (anchored_at, standing, kept) = (at, 0, 0);
                let made = Anchor {
                    owner,
                    content,
                    media_type,
                    anchored_at,
                    retain_until,
                    wanted,
                    standing,
                    kept,
                };
                assert_eq!(self.anchors.insert(anchor, made), None);
            }
            Event::RetentionExtended { anchor, retain_until, .. } => {
                self.anchors.get_mut(&anchor).unwrap().retain_until = retain_until;
            }
            Event::ReplicasWanted { anchor, wanted, .. } => {
                self.anchors.get_mut(&anchor).unwrap().wanted = wanted;
            }
            Event::AnchorRemoved { anchor, by } => {
                let Anchor { owner, content, media_type, anchored_at, standing, kept, .. } =
                    self.anchors.remove(&anchor).unwrap();
                assert_eq!((standing, kept), (0, 0));
                let removed_at = at;
                let stone = Tombstone { owner, content, media_type, anchored_at, removed_at, by };
                assert_eq!(self.tombstones.insert(anchor, stone), None);
            }
            Event::ProviderRegistered { provider, capacity, key, .. } => {
                assert_eq!(self.providers.insert(provider, (capacity, key, 0, 0, 0)), None);
            }
            Event::CapacitySet { provider, capacity, .. } => {
                self.providers.get_mut(&provider).unwrap().0 = capacity;
            }
            Event::ProviderKeySet { provider, key, .. } => {
                self.providers.get_mut(&provider).unwrap().1 = key;
            }
            Event::ProviderClosed { provider, .. } => {
                self.providers.remove(&provider).unwrap();
            }
            Event::CommitmentMade { commitment, provider, anchor, counts, due, .. } => {
                let of = self.anchors.get_mut(&anchor).unwrap();
                of.standing += 1;
                of.kept += 1;
                let made = Commitment {
                    provider,
                    anchor,
                    committed_at: at,
                    counts,
                    ends_at: None,
                    record: Availability::default(),
                    stage: Stage::Waiting { due },
                };
                assert_eq!(self.commitments.insert(commitment, made), None);
            }
            Event::WithdrawalAnnounced { commitment, ends_at, .. } => {
                let leaving = self.commitments.get_mut(&commitment).unwrap();
                leaving.ends_at = Some(ends_at);
                self.anchors.get_mut(&leaving.anchor).unwrap().standing -= 1;
            }
            Event::ChallengeIssued { commitment, challenge } => {
                self.commitments.get_mut(&commitment).unwrap().stage = Stage::Challenged(challenge);
            }
            Event::ChallengeAnswered { commitment, .. } => self.close(commitment, true),
            Event::ChallengeMissed { commitment, .. } => self.close(commitment, false),
            Event::CommitmentEnded {
                commitment,
                provider,
                anchor,
                reason,
                record,
                standing,
                wanted,
            } => {
                let ended = self.commitments.remove(&commitment).unwrap();
                assert_eq!((ended.provider, ended.anchor), (provider, anchor));
                assert_eq!(ended.record, record);
                let of = self.anchors.get_mut(&anchor).unwrap();
                of.kept -= 1;
                if ended.ends_at.is_none() {
                    of.standing -= 1;
                }
                assert_eq!((of.standing, of.wanted), (standing, wanted));
                if reason == EndReason::Lost {
                    self.providers.get_mut(&provider).unwrap().4 += 1;
                }
            }
            Event::Awarded { .. } | Event::AwardDeferred { .. } | Event::ParametersSet { .. } => {}
            other => panic!("an event that nobody follows: {other:?}"),
        }
    }

    fn close(&mut self, id: CommitmentId, answered: bool) {
        let commitment = self.commitments.get_mut(&id).unwrap();
        commitment.record = commitment.record.with(answered);
        commitment.stage = Stage::Waiting { due: commitment.challenge().unwrap().next };
        let provider = self.providers.get_mut(&commitment.provider).unwrap();
        provider.2 += 1;
        provider.3 += u64::from(answered);
    }
}

#[test]
fn events_tell_everything() {
    scenario(|| {
        let mut rebuilt = Rebuilt::default();
        let mut follow = || {
            for event in events() {
                rebuilt.apply(&event, now());
            }
            assert_eq!(rebuilt, Rebuilt::stored());
        };
        let (first, one) = kept(File(3));
        let (second, two) = kept(File(4));
        BREWERY.offers(1 << 20).unwrap();
        let three = BREWERY.keeps(first).unwrap();
        follow();
        let call = Call::set_wanted_replicas { anchor: first, wanted: 3 };
        send(ADA.origin(), call).unwrap();
        let retain_until = anchor(second).retain_until + HOUR;
        send(ADA.origin(), Call::extend_retention { anchor: second, retain_until }).unwrap();
        send(
            MILL.steward().origin(),
            Call::set_capacity { provider: MILL.id(), capacity: 1 << 19 },
        )
        .unwrap();
        follow();
        until_challenged(one);
        follow();
        answers(one).unwrap();
        MILL.withdraws(two).unwrap();
        follow();
        // The brewery never answers.
        while Keep::commitment_by_id(three).is_some() {
            next_block();
            follow();
        }
        pass(HOUR);
        follow();
        assert_eq!(Keep::commitment_by_id(two), None);
        let (key, proof) = (BREWERY.key(1), BREWERY.claim(1));
        let steward = || BREWERY.steward().origin();
        let provider = BREWERY.id();
        send(steward(), Call::set_provider_key { provider, key, proof }).unwrap();
        follow();
        send(steward(), Call::close_provider { provider }).unwrap();
        ADA.removes(first).unwrap();
        follow();
        let empty = Rebuilt::default();
        assert!(rebuilt.commitments == empty.commitments && rebuilt.tombstones.len() == 1);
    });
}
