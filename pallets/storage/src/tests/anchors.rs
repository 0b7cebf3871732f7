//! What is to be kept, until when, and what stays of it.

use crate::{frame, mock::*, AnchorCount, Wanting};
use frame::testing_prelude::*;
use icn_primitives::{
    content::{Content, MAX_LENGTH},
    storage::{AnchorId, EndReason, Removal, MAX_WANTED},
    Hash, DAY,
};

#[test]
fn ada_anchors_a_file() {
    scenario(|| {
        let content = File(3).content();
        let until = now() + 10 * DAY;
        let media_type = Hash::repeat_byte(0xaa);
        let id = ADA.anchors(File(3), 2).unwrap();
        let kept = anchor(id);
        assert_eq!((kept.owner, kept.content, kept.media_type), (ADA.did(), content, media_type));
        assert_eq!((kept.anchored_at, kept.retain_until), (now(), until));
        assert_eq!((kept.wanted, kept.standing, kept.kept), (2, 0, 0));
        assert!(Wanting::<Test>::contains_key(id));
        let expected = Event::ContentAnchored {
            anchor: id,
            owner: ADA.did(),
            content,
            media_type,
            retain_until: until,
            wanted: 2,
            by: ADA.did(),
        };
        assert_eq!(events(), [expected]);
    });
}

#[test]
fn the_same_content_of_one_owner_is_one_anchor() {
    scenario(|| {
        let first = ADA.anchors(File(1), 1).unwrap();
        assert_noop!(ADA.anchors(File(1), 2), Error::AlreadyExists);
        // Somebody else's is another.
        let second = BOB.anchors(File(1), 1).unwrap();
        let owners = Keep::owners_of(File(1).content().content_root, None, 10);
        assert_eq!(owners.len(), 2);
        assert!(owners.contains(&(ADA.did(), first)) && owners.contains(&(BOB.did(), second)));
    });
}

#[test]
fn a_steward_anchors_for_the_cooperative() {
    scenario(|| {
        let steward = BAKERY.steward();
        let id = steward.anchors_for(BAKERY.did(), File(2), 1).unwrap();
        assert_eq!(anchor(id).owner, BAKERY.did());
        let refused = [(ADA, BAKERY.did()), (steward, MILL.did()), (ADA, BOB.did())];
        for (person, owner) in refused {
            assert_noop!(person.anchors_for(owner, File(2), 1), Error::NotAuthorized);
        }
        assert_noop!(STRANGER.anchors(File(2), 1), Error::NotAuthorized);
        assert_noop!(ADA.removes(id), Error::NotAuthorized);
        // While the cooperative is suspended nobody acts for it.
        BAKERY.takes_part(false);
        assert_noop!(steward.removes(id), Error::NotAuthorized);
        BAKERY.takes_part(true);
        assert_ok!(steward.removes(id));
    });
}

#[test]
fn what_cannot_be_a_file_is_refused() {
    scenario(|| {
        let content = File(3).content();
        let until = now() + DAY;
        let try_with =
            |content: Content| send(ADA.origin(), anchor_call(ADA.did(), content, until, 1));
        let nothing = Content::of(&[]).unwrap();
        for wrong in [nothing, Content { chunks: 2, ..content }, Content { chunks: 0, ..content }] {
            assert_noop!(try_with(wrong), Error::InvalidContent);
        }
        let most = rules().max_length;
        assert_noop!(try_with(Content { length: most + 1, ..content }), Error::LengthExceeded);
        assert_noop!(
            try_with(Content { length: MAX_LENGTH + 1, ..content }),
            Error::InvalidContent
        );
        assert_ok!(try_with(Content { length: most, ..content }));
    });
}

#[test]
fn retention_and_replicas_have_bounds() {
    scenario(|| {
        let longest = now() + rules().max_retention;
        let call = |until, wanted| {
            send(ADA.origin(), anchor_call(ADA.did(), File(0).content(), until, wanted))
        };
        assert_noop!(call(now(), 1), Error::InvalidRetention);
        assert_noop!(call(longest + 1, 1), Error::InvalidRetention);
        assert_noop!(call(longest, 0), Error::InvalidReplicas);
        assert_noop!(call(longest, MAX_WANTED + 1), Error::InvalidReplicas);
        assert_ok!(call(longest, MAX_WANTED));
    });
}

#[test]
fn an_owner_has_so_many_anchors_at_a_time() {
    scenario(|| {
        let most = rules().max_anchors as u8;
        let own: Vec<_> = (0..most).map(|file| ADA.anchors(File(file), 1).unwrap()).collect();
        assert_noop!(ADA.anchors(File(most), 1), Error::AnchorsExceeded);
        assert_ok!(BOB.anchors(File(most), 1));
        assert_ok!(ADA.removes(own[0]));
        assert_ok!(ADA.anchors(File(most), 1));
        assert_eq!(AnchorCount::<Test>::get(ADA.did()), rules().max_anchors);
    });
}

#[test]
fn a_retention_is_extended_and_never_shortened() {
    scenario(|| {
        let (id, _) = kept(File(1));
        let until = anchor(id).retain_until;
        let extend =
            |retain_until| send(ADA.origin(), Call::extend_retention { anchor: id, retain_until });
        assert_noop!(extend(until), Error::InvalidRetention);
        assert_noop!(extend(now() + rules().max_retention + 1), Error::InvalidRetention);
        let stranger = Call::extend_retention { anchor: id, retain_until: until + 1 };
        assert_noop!(send(BOB.origin(), stranger), Error::NotAuthorized);
        assert_ok!(extend(until + DAY));
        pass(10 * DAY);
        assert_eq!(anchor(id).retain_until, until + DAY);
        pass(DAY);
        assert_eq!(Keep::anchor_by_id(id), None);
    });
}

#[test]
fn an_anchor_ends_with_its_retention() {
    scenario(|| {
        let (id, commitment) = kept(File(4));
        let content = anchor(id).content;
        let anchored_at = anchor(id).anchored_at;
        events();
        pass(10 * DAY);
        let all = events();
        let removed = Event::AnchorRemoved { anchor: id, by: Removal::Expiry };
        assert_eq!(all.last(), Some(&removed));
        assert!(all.iter().any(|event| matches!(event, Event::CommitmentEnded {
            commitment: ended, reason: EndReason::AnchorRemoved, ..
        } if *ended == commitment)));
        let tombstone = Keep::tombstone_by_id(id).unwrap();
        assert_eq!((tombstone.owner, tombstone.content), (ADA.did(), content));
        assert_eq!((tombstone.anchored_at, tombstone.removed_at), (anchored_at, now()));
        assert_eq!(tombstone.by, Removal::Expiry);
        assert_eq!((MILL.provider().used, MILL.provider().commitments), (0, 0));
    });
}

#[test]
fn what_has_ended_is_not_brought_back_while_it_waits_for_its_removal() {
    scenario(|| {
        let (id, _) = kept(File(1));
        BREWERY.offers(1 << 20).unwrap();
        // The agenda has no room, so that the anchor is still there.
        AgendaWeight::set(Weight::zero());
        pass(10 * DAY);
        let extend = Call::extend_retention { anchor: id, retain_until: now() + DAY };
        assert_noop!(send(ADA.origin(), extend), Error::RetentionEnded);
        assert_noop!(BREWERY.keeps(id), Error::RetentionEnded);
        AgendaWeight::set(Weight::MAX);
        next_block();
        assert_eq!(Keep::anchor_by_id(id), None);
    });
}

#[test]
fn what_was_removed_may_be_anchored_again() {
    scenario(|| {
        let (first, _) = kept(File(5));
        assert_ok!(ADA.removes(first));
        assert_noop!(ADA.removes(first), Error::NotFound);
        let (second, _) = kept(File(5));
        assert_eq!(second, AnchorId(first.0 + 1));
        assert_ok!(ADA.removes(second));
        // Both tombstones stay.
        let stones = Keep::tombstones_of(File(5).content().content_root, None, 10);
        assert_eq!(stones.len(), 2);
        assert!(stones.iter().all(|(_, stone)| stone.by == Removal::Owner(ADA.did())));
    });
}

#[test]
fn the_federation_removes_what_must_not_be_kept() {
    scenario(|| {
        let (id, _) = kept(File(5));
        events();
        assert_ok!(send(RuntimeOrigin::root(), Call::remove_anchor { anchor: id }));
        assert_eq!(Keep::tombstone_by_id(id).unwrap().by, Removal::Decision);
        let removed = Event::AnchorRemoved { anchor: id, by: Removal::Decision };
        assert_eq!(events().last(), Some(&removed));
    });
}

#[test]
fn an_owner_wants_more_replicas_or_fewer() {
    scenario(|| {
        let id = ADA.anchors(File(1), 1).unwrap();
        for coop in [BAKERY, MILL, BREWERY] {
            coop.offers(1 << 20).unwrap();
        }
        let want = |wanted| send(ADA.origin(), Call::set_wanted_replicas { anchor: id, wanted });
        assert_ok!(MILL.keeps(id));
        assert_noop!(BREWERY.keeps(id), Error::ReplicasExceeded);
        assert_noop!(want(0), Error::InvalidReplicas);
        assert_ok!(want(2));
        assert_ok!(BREWERY.keeps(id));
        // Who keeps one goes on.
        assert_ok!(want(1));
        assert_eq!((anchor(id).standing, anchor(id).wanted), (2, 1));
        assert_noop!(BAKERY.keeps(id), Error::ReplicasExceeded);
        let foreign = Call::set_wanted_replicas { anchor: id, wanted: 3 };
        assert_noop!(send(BOB.origin(), foreign), Error::NotAuthorized);
    });
}
