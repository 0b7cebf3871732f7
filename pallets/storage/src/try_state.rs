//! What holds before and after every block.

use alloc::collections::{BTreeMap, BTreeSet};
use icn_primitives::{
    storage::{
        Anchor, AnchorId, Commitment, CommitmentId, Stage, ENTROPY_BLOCKS, MAX_KEPT, MAX_WANTED,
        REMEMBERED,
    },
    CooperativeId, Did,
};
use polkadot_sdk::{
    polkadot_sdk_frame::{prelude::*, traits::Time},
    sp_runtime::TryRuntimeError,
};

use crate::{
    Agenda, AnchorCount, AnchorOf, Anchors, Commitments, CommitmentsOf, Config, NextAnchor,
    NextCommitment, OpenChallenges, OwnersOf, Pallet, Parameters, ProviderOf, Providers, Rank,
    Replicas, Task, Tombstones, TombstonesOf, Wanting,
};

/// What commitments add up to: how many, and of how many bytes.
type Sums<K> = BTreeMap<K, (u32, u64)>;

impl<T: Config> Pallet<T> {
    /// Checks all invariants of this pallet.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        ensure!(Parameters::<T>::get().are_valid(), "the rules are out of their bounds");
        let commitments: BTreeMap<CommitmentId, Commitment> = Commitments::<T>::iter().collect();
        let anchors: BTreeMap<AnchorId, Anchor> = Anchors::<T>::iter().collect();
        Self::try_anchors(&anchors, &commitments)?;
        Self::try_tombstones(&anchors)?;
        Self::try_commitments(&anchors, &commitments)?;
        Self::try_providers(&anchors, &commitments)?;
        Self::try_agenda(&anchors, &commitments)
    }

    /// Anchors are found by owner and by content, and count what is kept of them.
    fn try_anchors(
        anchors: &BTreeMap<AnchorId, Anchor>,
        commitments: &BTreeMap<CommitmentId, Commitment>,
    ) -> Result<(), TryRuntimeError> {
        let (mut standing, mut kept) = (BTreeMap::new(), BTreeMap::new());
        for commitment in commitments.values() {
            add(&mut kept, commitment.anchor)?;
            if commitment.ends_at.is_none() {
                add(&mut standing, commitment.anchor)?;
            }
        }
        let mut owned = BTreeMap::<Did, u32>::new();
        for (id, anchor) in anchors {
            let Anchor { owner, content, wanted, .. } = anchor;
            ensure!(*id < NextAnchor::<T>::get(), "an anchor has a number that wasn't given out");
            ensure!(content.is_well_formed(), "an anchor is of no file");
            ensure!(content.length > 0, "an anchor is of nothing");
            ensure!((1..=MAX_WANTED).contains(wanted), "replicas are wanted beyond the bounds");
            ensure!(anchor.anchored_at < anchor.retain_until, "an anchor ends before it begins");
            let root = content.content_root;
            ensure!(
                AnchorOf::<T>::get(owner, root) == Some(*id),
                "an owner doesn't find its anchor"
            );
            ensure!(
                OwnersOf::<T>::get(root, owner) == Some(*id),
                "a content doesn't find its anchor"
            );
            let right = standing.remove(id).unwrap_or(0) == anchor.standing
                && kept.remove(id).unwrap_or(0) == anchor.kept;
            ensure!(right, "an anchor miscounts its commitments");
            ensure!(anchor.standing <= MAX_WANTED, "more replicas stand than can be wanted");
            ensure!(anchor.kept <= MAX_KEPT, "an anchor has more commitments than it may");
            let listed = Wanting::<T>::contains_key(id);
            ensure!(listed == anchor.is_wanting(), "it isn't known whether replicas are wanting");
            add(&mut owned, *owner)?;
        }
        ensure!(kept.is_empty() && standing.is_empty(), "a commitment is for no anchor");
        ensure!(owned == AnchorCount::<T>::iter().collect(), "somebody's anchors are miscounted");
        let count = anchors.len();
        ensure!(AnchorOf::<T>::iter_keys().count() == count, "an owner finds what isn't there");
        ensure!(OwnersOf::<T>::iter_keys().count() == count, "a content finds what isn't there");
        let wanting = Wanting::<T>::iter_keys().filter(|id| !anchors.contains_key(id)).count();
        ensure!(wanting == 0, "replicas are wanting of what isn't there");
        Ok(())
    }

    /// Each number that was given out is an anchor's or a tombstone's.
    fn try_tombstones(anchors: &BTreeMap<AnchorId, Anchor>) -> Result<(), TryRuntimeError> {
        let mut count = 0usize;
        for (id, tombstone) in Tombstones::<T>::iter() {
            ensure!(!anchors.contains_key(&id), "what was removed is there");
            let listed = TombstonesOf::<T>::contains_key(tombstone.content.content_root, id);
            ensure!(listed, "a content doesn't find its tombstone");
            ensure!(tombstone.anchored_at <= tombstone.removed_at, "it was removed before it was");
            count = count.saturating_add(1);
        }
        ensure!(TombstonesOf::<T>::iter_keys().count() == count, "a tombstone is found twice");
        let all = count.saturating_add(anchors.len()) as u64;
        ensure!(NextAnchor::<T>::get().0 == all, "an anchor has vanished without a tombstone");
        Ok(())
    }

    /// Commitments are found by anchor and by provider, their challenges are as they may be.
    fn try_commitments(
        anchors: &BTreeMap<AnchorId, Anchor>,
        commitments: &BTreeMap<CommitmentId, Commitment>,
    ) -> Result<(), TryRuntimeError> {
        let mut open = 0usize;
        for (id, commitment) in commitments {
            let Commitment { provider, anchor, record, .. } = commitment;
            let given = *id < NextCommitment::<T>::get();
            ensure!(given, "a commitment has a number that wasn't given out");
            let listed = Replicas::<T>::get(anchor, provider) == Some(*id)
                && CommitmentsOf::<T>::contains_key(provider, id);
            ensure!(listed, "a commitment isn't in its lists");
            let missed = record.asked.checked_sub(record.answered);
            let missed = missed.ok_or("more was answered than was asked")?;
            ensure!(record.missed_in_row <= missed, "more was missed in a row than at all");
            let silent = record.asked.min(REMEMBERED).min(record.missed_in_row);
            let row = record.last.trailing_zeros().min(record.asked.min(REMEMBERED));
            ensure!(silent == row, "the last challenges don't end with the row of misses");
            if let Stage::Challenged(challenge) = &commitment.stage {
                let segments = anchors.get(anchor).map_or(0, |anchor| anchor.content.segments());
                let next = record.asked.saturating_add(1);
                ensure!(challenge.number == next, "a challenge has another's number");
                let (of, first) = (&challenge.segments, challenge.segments.first());
                ensure!(first.is_some(), "a challenge asks for nothing");
                ensure!(
                    of.iter().zip(of.iter().skip(1)).all(|(one, next)| one < next),
                    "segments are not in order"
                );
                ensure!(of.iter().all(|index| *index < segments), "a file has no such segment");
                let window = challenge.deadline.checked_sub(challenge.issued_at);
                ensure!(window >= Some(ENTROPY_BLOCKS), "a window is shorter than it may be");
                let later = challenge.deadline < challenge.next;
                ensure!(later, "a challenge comes while the one before is open");
                ensure!(
                    OpenChallenges::<T>::contains_key(provider, id),
                    "a challenge isn't listed"
                );
                open = open.saturating_add(1);
            }
        }
        let count = commitments.len();
        ensure!(Replicas::<T>::iter_keys().count() == count, "an anchor is kept by nobody");
        ensure!(CommitmentsOf::<T>::iter_keys().count() == count, "a provider keeps nothing");
        ensure!(OpenChallenges::<T>::iter_keys().count() == open, "what isn't open is listed");
        Ok(())
    }

    /// Providers count what they keep, and are found by their keys.
    fn try_providers(
        anchors: &BTreeMap<AnchorId, Anchor>,
        commitments: &BTreeMap<CommitmentId, Commitment>,
    ) -> Result<(), TryRuntimeError> {
        let mut sums = Sums::<CooperativeId>::new();
        for commitment in commitments.values() {
            let anchor = anchors.get(&commitment.anchor).ok_or("a commitment is for no anchor")?;
            let (count, used) = sums.entry(commitment.provider).or_default();
            *count = count.checked_add(1).ok_or("a count overflows")?;
            *used = used.checked_add(anchor.content.length).ok_or("a sum overflows")?;
        }
        let mut providers = 0usize;
        for (id, provider) in Providers::<T>::iter() {
            let kept = sums.remove(&id).unwrap_or_default();
            let right = kept == (provider.commitments, provider.used);
            ensure!(right, "a provider miscounts what it keeps");
            ensure!(provider.used <= provider.capacity, "a provider keeps more than it offers");
            let found = ProviderOf::<T>::get(provider.key.account()) == Some(id);
            ensure!(found, "a provider isn't found by its key");
            let record = provider.record;
            ensure!(record.answered <= record.asked, "more was answered than was asked");
            let waits = provider.tally.due.is_some();
            ensure!(waits != provider.tally.is_empty(), "a tally waits for nothing, or for ever");
            providers = providers.saturating_add(1);
        }
        ensure!(sums.is_empty(), "somebody keeps something and is no provider");
        ensure!(ProviderOf::<T>::iter_keys().count() == providers, "a key is nobody's");
        Ok(())
    }

    /// The agenda holds what has to come, and nothing else.
    fn try_agenda(
        anchors: &BTreeMap<AnchorId, Anchor>,
        commitments: &BTreeMap<CommitmentId, Commitment>,
    ) -> Result<(), TryRuntimeError> {
        let mut expected = BTreeSet::new();
        let mut expect = |rank: Rank, at: u64, task: Task| {
            expected.insert((rank, at.to_be_bytes(), task));
        };
        for (id, anchor) in anchors {
            expect(Rank::Terms, anchor.retain_until, Task::Expire(*id));
        }
        for (id, commitment) in commitments {
            let open = match &commitment.stage {
                Stage::Waiting { due } => {
                    expect(Rank::Challenges, (*due).into(), Task::Challenge(*id));
                    false
                }
                Stage::Challenged(challenge) => {
                    expect(Rank::Deadlines, Self::closes_at(challenge), Task::Close(*id));
                    true
                }
            };
            if let Some(ends_at) = commitment.ends_at {
                let (at, task) = (ends_at.to_be_bytes(), Task::Leave(*id));
                let waits = Agenda::<T>::contains_key(Rank::Terms, (at, task));
                let passed = open && ends_at <= T::Time::now();
                ensure!(waits || passed, "a provider leaves and never goes");
                if waits {
                    expect(Rank::Terms, ends_at, task);
                }
            }
        }
        for (id, provider) in Providers::<T>::iter() {
            if let Some(due) = provider.tally.due {
                expect(Rank::Terms, due, Task::Award(id));
            }
        }
        let agenda: BTreeSet<_> =
            Agenda::<T>::iter_keys().map(|(rank, (at, task))| (rank, at, task)).collect();
        ensure!(expected.is_subset(&agenda), "what has to come isn't in the agenda");
        ensure!(agenda.is_subset(&expected), "what can't come is in the agenda");
        Ok(())
    }
}

/// Counts one more.
fn add<K: Ord>(counts: &mut BTreeMap<K, u32>, key: K) -> Result<(), TryRuntimeError> {
    let count = counts.entry(key).or_default();
    *count = count.checked_add(1).ok_or("a count overflows")?;
    Ok(())
}
