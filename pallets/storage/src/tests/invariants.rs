//! Every invariant is one: what breaks it is seen.

use crate::{
    frame, mock::*, Agenda, AnchorCount, AnchorOf, Anchors, Commitments, CommitmentsOf, NextAnchor,
    NextCommitment, OpenChallenges, OwnersOf, Parameters, ProviderOf, Providers, Rank, Replicas,
    Task, Tombstones, TombstonesOf, Wanting,
};
use frame::testing_prelude::*;
use icn_primitives::storage::{AnchorId, CommitmentId, Stage};

/// An anchor that is kept and challenged, one that is kept by a provider that leaves, one removed.
fn stage() -> (AnchorId, CommitmentId) {
    let (first, commitment) = kept(File(3));
    let (_, leaving) = kept(File(4));
    let (third, _) = kept(File(5));
    until_challenged(commitment);
    answers(commitment).unwrap();
    MILL.withdraws(leaving).unwrap();
    ADA.removes(third).unwrap();
    until_challenged(commitment);
    (first, commitment)
}

fn broken(by: impl FnOnce(AnchorId, CommitmentId), expected: &str) {
    new_test_ext().execute_with(|| {
        let (anchor, commitment) = stage();
        assert_ok!(Keep::do_try_state());
        by(anchor, commitment);
        let error = Keep::do_try_state().expect_err(expected);
        assert_eq!(format!("{error:?}"), format!("Other(\"{expected}\")"));
    });
}

#[test]
fn rules_out_of_bounds_are_seen() {
    broken(
        |_, _| Parameters::<Test>::mutate(|rules| rules.samples = 0),
        "the rules are out of their bounds",
    );
}

#[test]
fn anchors_are_found_and_counted() {
    let change = |change: fn(&mut icn_primitives::storage::Anchor), expected: &str| {
        broken(move |id, _| Anchors::<Test>::mutate_extant(id, change), expected)
    };
    change(|anchor| anchor.content.chunks = 9, "an anchor is of no file");
    change(|anchor| anchor.wanted = 17, "replicas are wanted beyond the bounds");
    change(|anchor| anchor.retain_until = anchor.anchored_at, "an anchor ends before it begins");
    change(|anchor| anchor.kept = 7, "an anchor miscounts its commitments");
    change(|anchor| anchor.standing = 0, "an anchor miscounts its commitments");
    change(|anchor| anchor.wanted = 1, "it isn't known whether replicas are wanting");
    let root = File(3).content().content_root;
    broken(
        move |_, _| AnchorOf::<Test>::remove(ADA.did(), root),
        "an owner doesn't find its anchor",
    );
    broken(
        move |_, _| OwnersOf::<Test>::remove(root, ADA.did()),
        "a content doesn't find its anchor",
    );
    broken(|_, _| AnchorCount::<Test>::insert(ADA.did(), 7), "somebody's anchors are miscounted");
    broken(
        move |id, _| OwnersOf::<Test>::insert(root, BOB.did(), id),
        "a content finds what isn't there",
    );
    broken(
        |_, _| Wanting::<Test>::insert(AnchorId(99), ()),
        "replicas are wanting of what isn't there",
    );
    broken(
        |_, _| NextAnchor::<Test>::put(AnchorId(0)),
        "an anchor has a number that wasn't given out",
    );
}

#[test]
fn tombstones_stay() {
    broken(
        |_, _| {
            let id = Tombstones::<Test>::iter_keys().next().unwrap();
            let root = Tombstones::<Test>::take(id).unwrap().content.content_root;
            TombstonesOf::<Test>::remove(root, id);
        },
        "an anchor has vanished without a tombstone",
    );
    broken(
        |id, _| TombstonesOf::<Test>::insert(File(3).content().content_root, id, ()),
        "a tombstone is found twice",
    );
}

#[test]
fn commitments_are_found_and_their_challenges_are_as_they_may_be() {
    let change = |change: fn(&mut icn_primitives::storage::Commitment), expected: &str| {
        broken(move |_, id| Commitments::<Test>::mutate_extant(id, change), expected)
    };
    change(|commitment| commitment.record.answered = 9, "more was answered than was asked");
    change(
        |commitment| commitment.record.missed_in_row = 1,
        "more was missed in a row than at all",
    );
    change(
        |commitment| commitment.record.last = 0,
        "the last challenges don't end with the row of misses",
    );
    change(
        |commitment| {
            let Stage::Challenged(challenge) = &mut commitment.stage else { panic!() };
            challenge.number += 1;
        },
        "a challenge has another's number",
    );
    change(
        |commitment| {
            let Stage::Challenged(challenge) = &mut commitment.stage else { panic!() };
            challenge.segments = vec![4].try_into().unwrap();
        },
        "a file has no such segment",
    );
    change(
        |commitment| {
            let Stage::Challenged(challenge) = &mut commitment.stage else { panic!() };
            challenge.segments = vec![1, 1].try_into().unwrap();
        },
        "segments are not in order",
    );
    broken(|_, id| OpenChallenges::<Test>::remove(MILL.id(), id), "a challenge isn't listed");
    broken(
        |_, _| OpenChallenges::<Test>::insert(MILL.id(), CommitmentId(77), ()),
        "what isn't open is listed",
    );
    broken(|id, _| Replicas::<Test>::remove(id, MILL.id()), "a commitment isn't in its lists");
    broken(
        |_, _| CommitmentsOf::<Test>::insert(MILL.id(), CommitmentId(9), ()),
        "a provider keeps nothing",
    );
    broken(
        |_, _| NextCommitment::<Test>::put(CommitmentId(0)),
        "a commitment has a number that wasn't given out",
    );
}

#[test]
fn providers_count_what_they_keep() {
    let change = |change: fn(&mut icn_primitives::storage::Provider), expected: &str| {
        broken(move |_, _| Providers::<Test>::mutate_extant(MILL.id(), change), expected)
    };
    change(|provider| provider.used += 1, "a provider miscounts what it keeps");
    change(|provider| provider.commitments += 1, "a provider miscounts what it keeps");
    change(|provider| provider.capacity = 1, "a provider keeps more than it offers");
    change(|provider| provider.key = BREWERY.key(0), "a provider isn't found by its key");
    change(|provider| provider.tally.due = None, "a tally waits for nothing, or for ever");
    broken(
        |_, _| ProviderOf::<Test>::insert(BREWERY.key(0).account(), MILL.id()),
        "a key is nobody's",
    );
}

#[test]
fn the_agenda_holds_what_has_to_come() {
    broken(
        |_, id| {
            let at = Keep::closes_at(&challenge(id));
            Keep::unschedule(Rank::Deadlines, at, Task::Close(id));
        },
        "what has to come isn't in the agenda",
    );
    broken(
        |id, _| Keep::schedule(Rank::Terms, 9, Task::Expire(id)),
        "what can't come is in the agenda",
    );
    broken(
        |_, _| {
            let (at, task) = Agenda::<Test>::iter_key_prefix(Rank::Terms)
                .find(|(_, task)| matches!(task, Task::Leave(_)))
                .unwrap();
            Agenda::<Test>::remove(Rank::Terms, (at, task));
        },
        "a provider leaves and never goes",
    );
}
