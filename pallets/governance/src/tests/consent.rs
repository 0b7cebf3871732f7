//! Where a cooperative decides by consent (S000 §5, §17).

use icn_primitives::governance::{
    Body, Choice::*, DecisionKind, Fallback, Model, ProposalId, Stage,
};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;

use crate::{mock::*, Objections};

fn by_consent(fallback: Fallback) {
    change_rules(HARVEST, |rules| {
        rules.model = Model::Consent;
        rules.fallback = fallback;
    });
}

fn object(who: u64, id: ProposalId) {
    assert_ok!(Governance::object(by(who), id, HARVEST, reason("It floods the field"), 0));
}

#[test]
fn it_passes_when_no_objection_stands() {
    scenario(|| {
        by_consent(Fallback::Reject);
        let id = internal();
        votes(id, HARVEST, [3, 0, 2]);
        pass();
        assert_eq!(stage(id), Stage::Approved);
    });
}

#[test]
fn it_takes_a_quorum_all_the_same() {
    scenario(|| {
        by_consent(Fallback::Reject);
        let id = internal();
        votes(id, HARVEST, [4, 0, 0]);
        pass();
        assert_eq!(stage(id), Stage::Failed);
    });
}

#[test]
fn who_rejects_says_why() {
    scenario(|| {
        let id = internal();
        assert_noop!(
            Governance::object(by(2), id, HARVEST, reason("No"), 0),
            Error::ObjectionsNotTaken
        );
        by_consent(Fallback::Reject);
        let id = internal();
        assert_noop!(Governance::cast_vote(by(2), id, HARVEST, Reject, 0), Error::ReasonNeeded);
        for empty in ["", "  ", "a\nb"] {
            assert_noop!(
                Governance::object(by(2), id, HARVEST, reason(empty), 0),
                Error::InvalidText
            );
        }
        object(2, id);
        assert_eq!(tally(id, HARVEST).objections, 1);
        let text = Governance::objections(id, HARVEST, None, 10);
        assert_eq!(text, [(did(2), reason("It floods the field"))]);
        object(2, id);
        assert_eq!(tally(id, HARVEST).objections, 1);
    });
}

#[test]
fn an_objection_opens_a_window_once_and_can_be_resolved_in_it() {
    scenario(|| {
        by_consent(Fallback::Reject);
        let id = internal();
        votes(id, HARVEST, [6, 0, 0]);
        object(7, id);
        pass();
        assert_eq!(stage(id), Stage::Resolution);
        assert_eq!(Governance::metrics(None).closed, 0);
        vote(8, id, HARVEST, Approve);
        vote(7, id, HARVEST, Abstain);
        assert_eq!(Objections::<Test>::iter().count(), 0);
        pass();
        assert_eq!(stage(id), Stage::Approved);
        assert_eq!(Governance::metrics(None).closed, 1);
    });
}

#[test]
fn the_fallback_decides_over_what_still_stands() {
    use Fallback::*;
    let ends = |fallback, approve, objecting| {
        let mut end = Stage::Draft;
        scenario(|| {
            by_consent(fallback);
            let id = internal();
            votes(id, HARVEST, [approve, 0, 0]);
            (approve + 1..=approve + objecting).for_each(|who| object(who, id));
            pass();
            assert_eq!(stage(id), Stage::Resolution);
            pass();
            end = stage(id);
        });
        end
    };
    assert_eq!(ends(Reject, 9, 1), Stage::Rejected);
    assert_eq!(ends(Majority, 6, 4), Stage::Approved);
    assert_eq!(ends(Majority, 5, 5), Stage::Rejected);
    assert_eq!(ends(Supermajority, 6, 4), Stage::Rejected);
    assert_eq!(ends(Supermajority, 7, 3), Stage::Approved);
    assert_eq!(ends(ConsensusMinusOne, 9, 1), Stage::Approved);
    assert_eq!(ends(ConsensusMinusOne, 8, 2), Stage::Rejected);
}

#[test]
fn an_objection_in_one_cooperative_opens_the_window_for_all() {
    scenario(|| {
        by_consent(Fallback::Reject);
        let id = voting(joint(&[HARVEST, MILL]), DecisionKind::Standard, None);
        votes(id, HARVEST, [6, 0, 0]);
        object(7, id);
        votes(id, MILL, [3, 0, 0]);
        pass();
        assert_eq!(stage(id), Stage::Resolution);
        vote(14, id, MILL, Approve);
        vote(7, id, HARVEST, Approve);
        pass();
        assert_eq!(stage(id), Stage::Approved);

        let id = voting(Body::Federation, DecisionKind::Standard, None);
        votes(id, HARVEST, [6, 0, 0]);
        object(7, id);
        votes(id, MILL, [10, 0, 0]);
        votes(id, BAKERY, [10, 0, 0]);
        pass();
        pass();
        // That cooperative is against it, the two others for it.
        assert_eq!(stage(id), Stage::Approved);
    });
}
