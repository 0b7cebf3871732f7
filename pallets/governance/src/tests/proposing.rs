//! Who proposes what, who signs, and who takes it back.

use codec::Encode;
use icn_primitives::{
    governance::{Body, DecisionKind::*, GovernanceParameters, GovernanceRules, ProposalId, Stage},
    CooperativeId, DAY,
};
use polkadot_sdk::{
    polkadot_sdk_frame::testing_prelude::*,
    sp_runtime::{FixedI128, FixedPointNumber},
};

use crate::mock::*;

const OURS: Body = Body::Cooperative(HARVEST);

/// A draft of member 2, who can't propose alone.
fn draft() -> ProposalId {
    let id = crate::NextProposal::<Test>::get();
    assert_ok!(send(2, proposing(HARVEST, OURS, Standard, None)));
    assert_eq!(stage(id), Stage::Draft);
    id
}

#[test]
fn a_steward_and_whoever_has_the_score_propose_alone() {
    scenario(|| {
        propose(OURS, Standard, None);
        let score = |tenths: i64| {
            let score = FixedI128::saturating_from_rational(tenths, 10);
            Scores::insert(did(2), (FixedI128::default(), score));
        };
        score(99);
        draft();
        score(100);
        let id = crate::NextProposal::<Test>::get();
        assert_ok!(send(2, proposing(HARVEST, OURS, Standard, None)));
        assert_eq!(stage(id), Stage::Deliberation);
    });
}

#[test]
fn everybody_else_needs_cosigners() {
    scenario(|| {
        let id = draft();
        let cosign = |who| Governance::cosign(by(who), id);
        assert_noop!(cosign(2), Error::AlreadySigned);
        assert_noop!(cosign(11), Error::NotMember);
        assert_ok!(cosign(3));
        assert_noop!(cosign(3), Error::AlreadySigned);
        assert_eq!(stage(id), Stage::Draft);
        assert_ok!(cosign(4));
        assert_eq!(stage(id), Stage::Deliberation);
        assert_eq!(Governance::proposal(id).unwrap().cosigners, [did(3), did(4)]);
        pass();
        assert_noop!(cosign(5), Error::InvalidStage);
    });
}

#[test]
fn a_draft_that_too_few_sign_lapses() {
    scenario(|| {
        let id = draft();
        assert_ok!(Governance::cosign(by(3), id));
        block_after(30 * DAY - 1);
        assert_eq!(stage(id), Stage::Draft);
        Now::mutate(|now| *now += 1);
        assert_noop!(Governance::cosign(by(4), id), Error::InvalidStage);
        block_after(0);
        assert_eq!(stage(id), Stage::Cancelled);
    });
}

#[test]
fn whoever_proposed_it_takes_it_back_before_the_vote() {
    scenario(|| {
        let (first, second) = (draft(), propose(OURS, Standard, None));
        assert_noop!(Governance::cancel(by(1), first), Error::NotAuthorized);
        assert_ok!(Governance::cancel(by(2), first));
        assert_ok!(Governance::cancel(by(1), second));
        assert_eq!((stage(first), stage(second)), (Stage::Cancelled, Stage::Cancelled));
        assert_noop!(Governance::cancel(by(2), first), Error::InvalidStage);
        let third = internal();
        assert_noop!(Governance::cancel(by(1), third), Error::InvalidStage);
        // None of its steps is left on the agenda.
        let steps = crate::Agenda::<Test>::iter_key_prefix(crate::Rank::Votes);
        assert_eq!(steps.count(), 1);
    });
}

#[test]
fn cosigners_take_their_signatures_back_before_the_vote() {
    scenario(|| {
        let id = draft();
        let withdraw = |who| Governance::withdraw_signature(by(who), id);
        assert_ok!(Governance::cosign(by(3), id));
        assert_ok!(withdraw(3));
        assert_noop!(withdraw(3), Error::NotAuthorized);
        assert_ok!(Governance::cosign(by(3), id));
        assert_ok!(Governance::cosign(by(4), id));
        assert_eq!(stage(id), Stage::Deliberation);
        assert_ok!(withdraw(3));
        assert_eq!(stage(id), Stage::Cancelled);
        assert_noop!(withdraw(4), Error::InvalidStage);
    });
}

#[test]
fn a_body_is_one_to_which_its_proposer_belongs() {
    scenario(|| {
        let refuse = |sponsor, body, error: Error| {
            assert_noop!(send(1, proposing(sponsor, body, Standard, None)), error);
        };
        refuse(HARVEST, Body::Cooperative(MILL), Error::NotInBody);
        refuse(HARVEST, joint(&[MILL, BAKERY]), Error::NotInBody);
        refuse(MILL, Body::Cooperative(MILL), Error::NotMember);
        refuse(HARVEST, joint(&[HARVEST]), Error::InvalidBody);
        refuse(HARVEST, joint(&[MILL, HARVEST]), Error::InvalidBody);
        refuse(HARVEST, joint(&[HARVEST, HARVEST]), Error::InvalidBody);
        refuse(HARVEST, joint(&[HARVEST, CooperativeId(9)]), Error::InvalidBody);
        assert_noop!(send(0, proposing(HARVEST, OURS, Standard, None)), Error::NotAuthorized);
    });
}

#[test]
fn a_title_is_a_line_that_people_can_read() {
    scenario(|| {
        for bad in ["", " a", "a\n"] {
            let mut call = proposing(HARVEST, OURS, Standard, None);
            if let Call::propose { title, .. } = &mut call {
                *title = line(bad);
            }
            assert_noop!(send(1, call), Error::InvalidText);
        }
    });
}

#[test]
fn a_call_that_is_not_for_this_body_and_kind_is_refused_when_it_is_proposed() {
    scenario(|| {
        let refuse = |body: &Body, kind, call: RuntimeCall| {
            let call = proposing(HARVEST, body.clone(), kind, Some(call));
            assert_noop!(send(1, call), Error::CallNotAllowed);
        };
        let set: RuntimeCall = Call::set_rules { rules: rules() }.into();
        refuse(&OURS, Bylaw, set.clone());
        refuse(&joint(&[HARVEST, MILL]), Constitution, set.clone());
        let parameters = GovernanceParameters::default();
        let parameters: RuntimeCall = Call::set_parameters { parameters }.into();
        refuse(&OURS, Constitution, parameters.clone());
        refuse(&Body::Federation, Bylaw, parameters);
        refuse(&OURS, Standard, Call::cosign { proposal: ProposalId(0) }.into());
        refuse(&OURS, Standard, RuntimeCall::Register(register::Call::forbidden {}));
        propose(OURS, Constitution, Some(set));
    });
}

#[test]
fn a_call_too_heavy_for_a_block_or_too_long_is_refused_when_it_is_proposed() {
    scenario(|| {
        let toil = |weight| RuntimeCall::Register(register::Call::toil { weight });
        let whole = AgendaWeight::get();
        let call = proposing(HARVEST, OURS, Standard, Some(toil(whole)));
        assert_noop!(send(1, call), Error::CallTooHeavy);
        let call = proposing(HARVEST, OURS, Standard, Some(too_long()));
        assert_noop!(send(1, call), Error::CallTooLong);

        // One that just fits is carried out, also beside others.
        let own = {
            use crate::WeightInfo;
            let length = toil(whole).encoded_size() as u32;
            <() as WeightInfo>::execute(length)
                .saturating_add(<() as WeightInfo>::peek().saturating_mul(4))
        };
        let most = whole.saturating_sub(own);
        let more = most.saturating_add(Weight::from_parts(1, 0));
        let call = proposing(HARVEST, OURS, Standard, Some(toil(more)));
        assert_noop!(send(1, call), Error::CallTooHeavy);
        let ids: Vec<_> = (0..3).map(|_| propose(OURS, Standard, Some(toil(most)))).collect();
        pass();
        ids.iter().for_each(|id| votes(*id, HARVEST, [5, 0, 0]));
        pass();
        pass();
        block();
        block();
        block();
        assert!(ids.iter().all(|id| stage(*id) == Stage::Executed));
    });
}

#[test]
fn open_proposals_are_bounded_by_person() {
    scenario(|| {
        let ids: Vec<_> =
            (0..MaxOpenPerPerson::get()).map(|_| propose(OURS, Standard, None)).collect();
        let another = proposing(HARVEST, OURS, Standard, None);
        assert_noop!(send(1, another.clone()), Error::OpenExceeded);
        assert_eq!(Governance::open_proposals(ProposalId(3), 4), ids[3..7]);
        assert_eq!(Governance::open_proposals(ProposalId(0), 100), ids);
        assert_ok!(Governance::cancel(by(1), ids[4]));
        assert_ok!(send(1, another));
    });
}

#[test]
fn drafts_leave_room_for_those_who_propose_alone() {
    scenario(|| {
        MaxOpenPerCooperative::set(6);
        // Members who agreed to write drafts until nobody else can propose.
        for who in 2..=4 {
            assert_ok!(send(who, proposing(HARVEST, OURS, Standard, None)));
        }
        assert_noop!(send(5, proposing(HARVEST, OURS, Standard, None)), Error::OpenExceeded);
        for _ in 0..3 {
            propose(OURS, Standard, None);
        }
        assert_noop!(send(1, proposing(HARVEST, OURS, Standard, None)), Error::OpenExceeded);
        assert_ok!(Governance::cancel(by(2), ProposalId(0)));
        assert_noop!(send(2, proposing(HARVEST, OURS, Standard, None)), Error::OpenExceeded);
        propose(OURS, Standard, None);
    });
}

#[test]
fn one_cosigner_does_not_end_what_more_than_enough_have_signed() {
    scenario(|| {
        let id = draft();
        assert_ok!(Governance::cosign(by(3), id));
        assert_ok!(Governance::cosign(by(4), id));
        assert_eq!(stage(id), Stage::Deliberation);
        assert_noop!(Governance::cosign(by(4), id), Error::AlreadySigned);
        assert_ok!(Governance::cosign(by(5), id));
        assert_ok!(Governance::withdraw_signature(by(4), id));
        assert_eq!(stage(id), Stage::Deliberation);
        assert_ok!(Governance::withdraw_signature(by(3), id));
        assert_eq!(stage(id), Stage::Cancelled);
        assert_noop!(Governance::cosign(by(3), id), Error::InvalidStage);
        // Who proposes alone needs nobody's.
        let alone = propose(OURS, Standard, None);
        assert_noop!(Governance::cosign(by(3), alone), Error::InvalidStage);
    });
}

#[test]
fn a_body_changes_its_rules_by_a_constitution_decision() {
    scenario(|| {
        let rules = GovernanceRules { vetoes: 3, ..rules() };
        let id = voting(OURS, Constitution, Some(Call::set_rules { rules }.into()));
        votes(id, HARVEST, [8, 2, 0]);
        pass();
        pass();
        assert_eq!(stage(id), Stage::Executed);
        let maker = OURS.rule_maker();
        assert_eq!(Governance::rules(maker), rules);
        assert_told(Event::RulesSet { maker, rules });

        let bad = GovernanceRules { vetoes: 1, timelock: 0, ..rules };
        let id = voting(OURS, Constitution, Some(Call::set_rules { rules: bad }.into()));
        votes(id, HARVEST, [8, 2, 0]);
        pass();
        pass();
        assert_eq!(stage(id), Stage::ExecutionFailed);
        assert_eq!(Governance::rules(maker), rules);
        for origin in [by(1), RuntimeOrigin::root(), RuntimeOrigin::none()] {
            assert_noop!(Governance::set_rules(origin, rules), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn the_federation_changes_the_parameters() {
    scenario(|| {
        let parameters =
            GovernanceParameters { proposal_reputation: 5, ..GovernanceParameters::default() };
        let call = Call::set_parameters { parameters };
        let id = voting(Body::Federation, Constitution, Some(call.into()));
        for cooperative in [HARVEST, MILL, BAKERY] {
            votes(id, cooperative, [10, 0, 0]);
        }
        pass();
        pass();
        assert_eq!(stage(id), Stage::Executed);
        assert_eq!(crate::Parameters::<Test>::get(), parameters);
    });
}
