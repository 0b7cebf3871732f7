//! What challenges give a provider and take from it.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{
    reputation::{Act, Score},
    storage::{CommitmentId, Tally},
    DAY,
};

fn answer_next(id: CommitmentId) {
    until_challenged(id);
    answers(id).unwrap();
}

fn miss_next(id: CommitmentId) {
    until_challenged(id);
    until_missed(id);
}

#[test]
fn a_period_is_awarded_at_once() {
    scenario(|| {
        let (_, id) = kept(File(3));
        answer_next(id);
        answer_next(id);
        miss_next(id);
        let tally = MILL.provider().tally;
        assert_eq!((tally.answered, tally.missed), (2, 1));
        assert!(Awards::get().is_empty());
        events();
        pass(DAY);
        let did = MILL.did();
        let (kept, lost) = (Score::points(2), Score::points(-3));
        let expected = [(Act::BytesKept, did, kept), (Act::BytesLost, did, lost)];
        assert_eq!(Awards::given(), expected);
        let awarded =
            Event::Awarded { provider: MILL.id(), act: Act::BytesKept, challenges: 2, score: kept };
        assert!(events().contains(&awarded));
        assert_eq!(MILL.provider().tally, Tally::default());
        // The next that counts begins another.
        answer_next(id);
        assert_eq!(MILL.provider().tally.due, Some(now() + DAY));
    });
}

#[test]
fn a_period_gives_and_takes_so_much() {
    scenario(|| {
        let (_, id) = kept(File(3));
        for _ in 0..7 {
            answer_next(id);
        }
        miss_next(id);
        miss_next(id);
        pass(DAY);
        let scores: Vec<_> = Awards::get().into_iter().map(|award| award.score).collect();
        assert_eq!(scores, [Score::points(5), Score::points(-5)]);
    });
}

#[test]
fn what_cannot_be_awarded_waits() {
    scenario(|| {
        let (anchor, id) = kept(File(3));
        answer_next(id);
        Awards::refuse(true);
        events();
        pass(DAY);
        let deferred = events().into_iter().find_map(|event| match event {
            Event::AwardDeferred { provider, act, error } => Some((provider, act, error)),
            _ => None,
        });
        let error = DispatchError::Exhausted;
        assert_eq!(deferred, Some((MILL.id(), Act::BytesKept, error)));
        let waiting = MILL.provider().tally;
        assert_eq!((waiting.answered, waiting.due), (1, Some(now() + DAY)));
        // It can't stop providing before.
        ADA.removes(anchor).unwrap();
        let close = || send(MILL.steward().origin(), Call::close_provider { provider: MILL.id() });
        assert_noop!(close(), Error::AwardPending);
        Awards::refuse(false);
        pass(DAY);
        assert_eq!(Awards::given(), [(Act::BytesKept, MILL.did(), Score::points(1))]);
        assert_ok!(close());
    });
}

#[test]
fn who_stops_is_awarded_first() {
    scenario(|| {
        let (anchor, id) = kept(File(3));
        miss_next(id);
        ADA.removes(anchor).unwrap();
        assert_ok!(send(MILL.steward().origin(), Call::close_provider { provider: MILL.id() }));
        assert_eq!(Awards::given(), [(Act::BytesLost, MILL.did(), Score::points(-3))]);
    });
}

#[test]
fn nobody_gives_itself_reputation() {
    scenario(|| {
        MILL.offers(1 << 20).unwrap();
        let own = MILL.steward().anchors_for(MILL.did(), File(1), 1).unwrap();
        let members = BOB.anchors(File(2), 1).unwrap();
        for anchor in [own, members] {
            let id = MILL.keeps(anchor).unwrap();
            assert!(!commitment(id).counts);
            answer_next(id);
            miss_next(id);
        }
        let provider = MILL.provider();
        assert!(provider.record.asked >= 4);
        assert_eq!(provider.tally, Tally::default());
        pass(DAY);
        assert!(Awards::get().is_empty());
    });
}

#[test]
fn a_federation_may_give_nothing() {
    scenario(|| {
        with_rules(|rules| {
            (rules.answer_reputation, rules.miss_reputation) = (Score::ZERO, Score::ZERO)
        });
        let (_, id) = kept(File(3));
        answer_next(id);
        pass(DAY);
        assert!(Awards::get().is_empty());
        assert_eq!(MILL.provider().tally, Tally::default());
    });
}
