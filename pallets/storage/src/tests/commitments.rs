//! Who keeps what, from the promise to its end.

use crate::{frame, mock::*, Wanting};
use frame::testing_prelude::*;
use icn_primitives::{
    storage::{AnchorId, Availability, CommitmentId, EndReason, MAX_KEPT},
    HOUR,
};

fn ended() -> Vec<(CommitmentId, EndReason)> {
    let ended = events().into_iter().filter_map(|event| match event {
        Event::CommitmentEnded { commitment, reason, .. } => Some((commitment, reason)),
        _ => None,
    });
    ended.collect()
}

#[test]
fn as_many_as_are_wanted_keep_a_file() {
    scenario(|| {
        let (id, _) = kept(File(2));
        assert!(Wanting::<Test>::contains_key(id));
        for coop in [BREWERY, SCHOOL] {
            coop.offers(1 << 20).unwrap();
        }
        assert_noop!(MILL.keeps(id), Error::AlreadyExists);
        assert_ok!(BREWERY.keeps(id));
        assert!(!Wanting::<Test>::contains_key(id));
        assert_noop!(SCHOOL.keeps(id), Error::ReplicasExceeded);
        assert_eq!((anchor(id).standing, anchor(id).kept), (2, 2));
        assert_noop!(SCHOOL.keeps(AnchorId(99)), Error::NotFound);
        assert_noop!(BAKERY.keeps(id), Error::NotFound);
    });
}

#[test]
fn a_provider_has_so_many_commitments() {
    scenario(|| {
        MILL.offers(1 << 30).unwrap();
        let most = rules().max_commitments as u8;
        for file in 0..most {
            let id = ADA.anchors(File(file), 1).unwrap();
            assert_ok!(MILL.keeps(id));
        }
        let more = BOB.anchors(File(0), 1).unwrap();
        assert_noop!(MILL.keeps(more), Error::CommitmentsExceeded);
    });
}

#[test]
fn a_provider_leaves_after_its_notice() {
    scenario(|| {
        let (id, commitment_id) = kept(File(2));
        BREWERY.offers(1 << 20).unwrap();
        SCHOOL.offers(1 << 20).unwrap();
        BREWERY.keeps(id).unwrap();
        assert_noop!(
            send(BOB.origin(), Call::withdraw { commitment: commitment_id }),
            Error::NotAuthorized
        );
        assert_noop!(
            send(MILL.node(), Call::withdraw { commitment: commitment_id }),
            Error::NotAuthorized
        );
        events();
        assert_ok!(MILL.withdraws(commitment_id));
        let (ends_at, by) = (now() + HOUR, MILL.steward().did());
        let announced = Event::WithdrawalAnnounced { commitment: commitment_id, ends_at, by };
        assert_eq!(events(), [announced]);
        assert_noop!(MILL.withdraws(commitment_id), Error::AlreadyLeaving);
        // Another may commit at once, and the one who leaves can't twice.
        assert_eq!((anchor(id).standing, anchor(id).kept), (1, 2));
        assert_noop!(MILL.keeps(id), Error::AlreadyExists);
        assert_ok!(SCHOOL.keeps(id));
        // It is challenged as before.
        until_challenged(commitment_id);
        assert_ok!(answers(commitment_id));
        pass(HOUR);
        assert_eq!(ended(), [(commitment_id, EndReason::Withdrawn)]);
        assert_eq!((anchor(id).standing, anchor(id).kept), (2, 2));
        assert_eq!(MILL.provider().used, 0);
        assert_noop!(MILL.withdraws(commitment_id), Error::NotFound);
    });
}

#[test]
fn leaving_escapes_no_open_challenge() {
    scenario(|| {
        let (_, first) = kept(File(2));
        let (_, second) = kept(File(3));
        assert_ok!(MILL.withdraws(first));
        assert_ok!(MILL.withdraws(second));
        let last = due(first).max(due(second));
        with_rules(|rules| (rules.answer_window, rules.challenge_period) = (200, 400));
        go_to(last);
        challenge(first);
        challenge(second);
        pass(2 * HOUR);
        Keep::do_try_state().unwrap();
        events();
        assert_ok!(answers(first));
        assert_eq!(ended(), [(first, EndReason::Withdrawn)]);
        until_missed(second);
        let all = events();
        assert!(all.contains(&Event::ChallengeMissed { commitment: second, number: 1 }));
        assert_eq!(Keep::commitment_by_id(second), None);
        assert_eq!((MILL.provider().record.asked, MILL.provider().record.answered), (2, 1));
    });
}

#[test]
fn a_commitment_is_lost_when_too_much_is_missed() {
    scenario(|| {
        let (id, commitment_id) = kept(File(2));
        // A miss, an answer, and then as many misses in a row as lose it.
        until_challenged(commitment_id);
        until_missed(commitment_id);
        until_challenged(commitment_id);
        assert_ok!(answers(commitment_id));
        for _ in 0..2 {
            until_challenged(commitment_id);
            until_missed(commitment_id);
        }
        let record = commitment(commitment_id).record;
        let expected = Availability { asked: 4, answered: 1, missed_in_row: 2, last: 0b0100 };
        assert_eq!(record, expected);
        until_challenged(commitment_id);
        events();
        until_missed(commitment_id);
        let record = record.with(false);
        let lost = Event::CommitmentEnded {
            commitment: commitment_id,
            provider: MILL.id(),
            anchor: id,
            reason: EndReason::Lost,
            record,
            standing: 0,
            wanted: 2,
        };
        assert_eq!(events().last(), Some(&lost));
        assert_eq!(MILL.provider().record.lost, 1);
        assert!(Wanting::<Test>::contains_key(id));
        // When it has the bytes again, it may promise again.
        assert_ok!(MILL.keeps(id));
    });
}

#[test]
fn who_leaves_makes_room_up_to_a_bound() {
    scenario(|| {
        let (id, _) = kept(File(2));
        // As if as many were leaving as may.
        crate::Anchors::<Test>::mutate_extant(id, |anchor| anchor.kept = MAX_KEPT);
        BREWERY.offers(1 << 20).unwrap();
        assert_noop!(BREWERY.keeps(id), Error::ReplicasExceeded);
        crate::Anchors::<Test>::mutate_extant(id, |anchor| anchor.kept = 1);
    });
}

#[test]
fn a_cooperative_that_takes_no_part_is_challenged_as_before() {
    scenario(|| {
        let (_, commitment_id) = kept(File(2));
        MILL.takes_part(false);
        until_challenged(commitment_id);
        assert_ok!(answers(commitment_id));
        assert_eq!(commitment(commitment_id).record.answered, 1);
    });
}
