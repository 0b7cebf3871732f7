//! How long records are kept, and how they are removed.

use icn_primitives::{
    governance::{
        Body, Choice::*, DecisionKind::*, Model, PollId, ProposalId, Records, Stage, MAX_KEPT,
        MIN_KEPT,
    },
    Moment, DAY, HOUR,
};
use polkadot_sdk::{
    frame_support::weights::WeightMeter, polkadot_sdk_frame::testing_prelude::*,
    sp_runtime::Permill,
};

use crate::{
    mock::*, Answers, Ballots, Calls, Cosigners, Objections, Parameters, Polls, Vetoes, Voters,
    WeightInfo,
};

const OURS: Body = Body::Cooperative(HARVEST);
const POLL: PollId = PollId(0);

/// How much is stored of a proposal's records.
fn stored(id: ProposalId) -> [usize; 6] {
    [
        Ballots::<Test>::iter_key_prefix((id,)).count(),
        Objections::<Test>::iter_key_prefix((id,)).count(),
        Voters::<Test>::iter_key_prefix(id).count(),
        Cosigners::<Test>::get(id).len(),
        Vetoes::<Test>::get(id).len(),
        Calls::<Test>::get(id).into_iter().count(),
    ]
}

fn records(id: ProposalId) -> Records {
    proposal(id).records
}

/// Makes a block with so much of an agenda that `entries` are removed in it.
fn block_with_room_for(entries: u32) {
    let limit = <() as WeightInfo>::prune(entries)
        .saturating_add(<() as WeightInfo>::peek().saturating_mul(6));
    let number = System::block_number() + 1;
    System::set_block_number(number);
    let mut meter = WeightMeter::with_limit(limit);
    <Governance as Hooks<u32>>::on_poll(number, &mut meter);
    assert!(meter.consumed().all_lte(limit));
}

#[test]
fn records_are_kept_until_their_time_and_then_gone() {
    scenario(|| {
        change_rules(HARVEST, |rules| {
            rules.model = Model::Consent;
            rules.fallback = icn_primitives::governance::Fallback::Majority;
            rules.vetoes = 1;
        });
        let id = ProposalId(0);
        assert_ok!(send(4, proposing(HARVEST, OURS, Standard, Some(write(1)))));
        assert_ok!(Governance::cosign(by(2), id));
        assert_ok!(Governance::cosign(by(3), id));
        pass();
        votes(id, HARVEST, [8, 0, 0]);
        assert_ok!(Governance::object(by(9), id, HARVEST, reason("Too dear"), 0));
        pass();
        pass();
        assert_eq!(stage(id), Stage::Approved);
        assert_eq!(records(id), Records::Open);
        assert_ok!(Governance::veto(by(1), id, HARVEST));
        let until = Now::get() + 30 * DAY;
        assert_eq!(records(id), Records::Until(until));

        block_after(30 * DAY - 1);
        assert_eq!(stored(id), [9, 1, 9, 2, 1, 1]);
        assert_ok!(Governance::ensure_invariants());
        let before = Governance::proposal(id).unwrap();
        let metrics = Governance::metrics(None);

        block_after(1);
        assert_told(Event::ProposalPruned { proposal: id });
        assert_eq!(stored(id), [0; 6]);
        let view = Governance::proposal(id).unwrap();
        assert_eq!(view.proposal.records, Records::Gone);
        // What was decided, and by how many, stays; and which call it was, by its hash.
        assert_eq!(view.tallies, before.tallies);
        assert_eq!(view.proposal.call, before.proposal.call);
        assert_eq!((view.proposal.stage, view.tallies[0].1.heads()), (Stage::Vetoed, 9));
        assert_eq!(Governance::metrics(None), metrics);
        assert!(view.call.is_empty() && view.cosigners.is_empty() && view.vetoes.is_empty());
        assert_eq!(Governance::ballot(id, HARVEST, did(1)), None);
        assert!(Governance::ballots(id, HARVEST, None, 10).is_empty());
        assert!(Governance::objections(id, HARVEST, None, 10).is_empty());
        // Nothing comes back, and nothing follows.
        assert_noop!(Governance::cast_vote(by(1), id, HARVEST, Approve, 0), Error::InvalidStage);
        assert_noop!(Governance::cosign(by(5), id), Error::InvalidStage);
        assert_noop!(Governance::advance(by(99), id, AgendaWeight::get()), Error::NotDue);
        System::reset_events();
        block_after(30 * DAY);
        assert!(events().is_empty());
    });
}

#[test]
fn why_a_decision_failed_and_what_it_adopted_stay() {
    scenario(|| {
        let call = RuntimeCall::Register(register::Call::spoil { entry: 3 });
        let failed = voting(OURS, Standard, Some(call));
        votes(failed, HARVEST, [5, 0, 0]);
        let (name, text) = (line("Bylaws"), line("We share."));
        let adopt = RuntimeCall::Governance(Call::adopt_text { name, text });
        let adopted = voting(OURS, Bylaw, Some(adopt));
        votes(adopted, HARVEST, [5, 0, 0]);
        pass();
        pass();
        pass();
        block_after(30 * DAY);
        for id in [failed, adopted] {
            assert_eq!(records(id), Records::Gone);
        }
        assert!(Governance::proposal(failed).unwrap().error.is_some());
        let maker = icn_primitives::governance::RuleMaker::Cooperative(HARVEST);
        let versions = Governance::text_versions(maker, line("Bylaws"), None, 10);
        assert_eq!(versions[0].1.proposal, adopted);
        // Who had voted has earned it once and for all.
        assert_eq!(Voted::get().len(), 10);
    });
}

#[test]
fn what_was_taken_back_or_lapsed_goes_too() {
    scenario(|| {
        let (cancelled, lapsed) = (propose(OURS, Standard, Some(write(1))), ProposalId(1));
        assert_ok!(Governance::cancel(by(1), cancelled));
        assert_ok!(send(4, proposing(HARVEST, OURS, Standard, Some(write(1)))));
        assert_ok!(Governance::cosign(by(2), lapsed));
        block_after(30 * DAY);
        assert_eq!((stage(lapsed), stored(lapsed)), (Stage::Cancelled, [0, 0, 0, 1, 0, 1]));
        assert_eq!(stored(cancelled), [0; 6]);
        block_after(30 * DAY);
        assert_eq!(stored(lapsed), [0; 6]);
    });
}

#[test]
fn how_long_is_fixed_when_it_is_over() {
    scenario(|| {
        let kept = |kept| Parameters::<Test>::mutate(|parameters| parameters.kept = kept);
        let long = propose(OURS, Standard, None);
        assert_ok!(Governance::cancel(by(1), long));
        kept(MIN_KEPT);
        let short = propose(OURS, Standard, None);
        assert_ok!(Governance::cancel(by(1), short));
        kept(MAX_KEPT);
        block_after(MIN_KEPT);
        assert_eq!(
            (records(short), records(long)),
            (Records::Gone, Records::Until(START + 30 * DAY))
        );
        block_after(29 * DAY);
        assert_eq!(records(long), Records::Gone);
    });
}

/// A cooperative of so many members, all of whom voted on a proposal that is final now.
fn a_large_vote(members: u64) -> ProposalId {
    Active::append(HARVEST);
    Now::put(START);
    System::set_block_number(1);
    (1..=members).for_each(|who| enroll_since(HARVEST, who, who == 1, 0));
    let id = internal();
    (1..=members).for_each(|who| vote(who, id, HARVEST, Reject));
    pass();
    assert_eq!(stage(id), Stage::Rejected);
    id
}

#[test]
fn three_thousand_ballots_go_over_many_blocks_each_within_its_weight() {
    chain().execute_with(|| {
        let id = a_large_vote(3_000);
        let since = Now::get() + 30 * DAY;
        let before = tally(id, HARVEST);
        Now::put(since);
        // Ballots and voters: 6,000 entries. Some blocks have little room.
        let left = || stored(id).iter().sum::<usize>();
        assert_eq!(left(), 6_001);
        block_with_room_for(0);
        assert_eq!(left(), 6_001);
        assert_eq!(records(id), Records::Until(since));
        block_with_room_for(300);
        let after = left();
        assert!((5_600..5_750).contains(&after), "{after}");
        assert_eq!(records(id), Records::Going(since));
        assert_ok!(Governance::ensure_invariants());

        let mut blocks = 0;
        while records(id) != Records::Gone {
            let before = left();
            // `block_after` checks that no agenda is overweight.
            let used = block();
            assert!(before - left() <= 1_001);
            assert!(used.all_lte(
                <() as WeightInfo>::prune(1_000)
                    .saturating_add(<() as WeightInfo>::peek().saturating_mul(6))
            ));
            assert_ok!(Governance::ensure_invariants());
            blocks += 1;
        }
        println!("5,700 entries went in {blocks} blocks");
        assert!((5..=7).contains(&blocks));
        assert_eq!(stored(id), [0; 6]);
        assert_eq!(tally(id, HARVEST), before);
        let pruned = Event::ProposalPruned { proposal: id };
        assert_eq!(events().into_iter().filter(|event| *event == pruned).count(), 1);
    });
}

#[test]
fn a_vote_closes_and_a_decision_takes_effect_while_another_is_pruned() {
    chain().execute_with(|| {
        let large = a_large_vote(3_000);
        Now::mutate(|now| *now += 30 * DAY - 2 * HOUR);
        change_rules(HARVEST, |rules| rules.quorum = Permill::from_parts(1));
        let id = internal();
        votes(id, HARVEST, [5, 0, 0]);
        Now::mutate(|now| *now += HOUR);
        // Both are due.
        block_with_room_for(100);
        assert_eq!(stage(id), Stage::Approved);
        assert!(matches!(records(large), Records::Going(_)));
        Now::mutate(|now| *now += HOUR);
        block_with_room_for(100);
        assert_eq!(stage(id), Stage::Executed);
        assert!(matches!(records(large), Records::Going(_)));
        assert_eq!(stored(id)[0], 5);
        assert_ok!(Governance::ensure_invariants());
        (0..8).for_each(|_| {
            block();
        });
        assert_eq!((records(large), stored(large)), (Records::Gone, [0; 6]));
        assert_eq!(stored(id)[0], 5);
        block_after(30 * DAY);
        assert_eq!(stored(id), [0; 6]);
    });
}

#[test]
fn many_records_whose_time_ends_at_once_go_in_order() {
    scenario(|| {
        MaxOpenPerPerson::set(200);
        let ids: Vec<_> = (0..200).map(|_| propose(OURS, Standard, Some(write(1)))).collect();
        pass();
        ids.iter().for_each(|id| votes(*id, HARVEST, [1, 0, 0]));
        pass();
        Now::mutate(|now| *now += 30 * DAY);
        let gone = || ids.iter().filter(|id| records(**id) == Records::Gone).count();
        block_with_room_for(10);
        let first = gone();
        assert!((1..20).contains(&first), "{first}");
        assert!(ids[..first].iter().all(|id| records(*id) == Records::Gone));
        let mut blocks = 0;
        while gone() < 200 {
            block();
            blocks += 1;
        }
        assert!(blocks <= 2, "{blocks}");
    });
}

#[test]
fn answers_to_a_poll_go_as_ballots_do() {
    chain().execute_with(|| {
        Active::append(HARVEST);
        Now::put(START);
        System::set_block_number(1);
        (1..=1_500).for_each(|who| enroll_since(HARVEST, who, who == 1, 0));
        let options = vec![line("yes"), line("no")].try_into().unwrap();
        let (title, body, period) = (line("Which?"), OURS, HOUR);
        assert_ok!(send(1, Call::open_poll { sponsor: HARVEST, body, title, options, period }));
        for who in 1..=1_500 {
            assert_ok!(Governance::answer_poll(by(who), POLL, HARVEST, (who % 2) as u8));
        }
        pass();
        let poll = || Polls::<Test>::get(POLL).unwrap();
        let until: Moment = Now::get() + 30 * DAY;
        assert_eq!(poll().records, Records::Until(until));
        block_after(30 * DAY - 1);
        assert_eq!(Answers::<Test>::iter_keys().count(), 1_500);
        block_after(1);
        assert_eq!(poll().records, Records::Going(until));
        assert_eq!(Answers::<Test>::iter_keys().count(), 500);
        assert_ok!(Governance::ensure_invariants());
        block();
        assert_told(Event::PollPruned { poll: POLL });
        assert_eq!(poll().records, Records::Gone);
        assert_eq!(poll().counts.to_vec(), [750, 750]);
        assert_eq!(Answers::<Test>::iter_keys().count(), 0);
        assert_ok!(Governance::ensure_invariants());
    });
}

#[test]
fn the_federation_sets_how_long_within_bounds() {
    scenario(|| {
        let set = |kept| {
            let mut parameters = Parameters::<Test>::get();
            parameters.kept = kept;
            let call = RuntimeCall::Governance(Call::set_parameters { parameters });
            let id = voting(Body::Federation, Constitution, Some(call));
            for cooperative in [HARVEST, MILL, BAKERY] {
                votes(id, cooperative, [4, 0, 0]);
            }
            pass();
            pass();
            stage(id)
        };
        assert_eq!(set(MIN_KEPT - 1), Stage::ExecutionFailed);
        assert_eq!(set(MAX_KEPT + 1), Stage::ExecutionFailed);
        assert_eq!(set(90 * DAY), Stage::Executed);
        assert_eq!(Parameters::<Test>::get().kept, 90 * DAY);
        // This decision took effect before it was over itself.
        assert_eq!(records(ProposalId(1)), Records::Until(Now::get() - 3 * HOUR + 30 * DAY));
        assert_eq!(records(ProposalId(2)), Records::Until(Now::get() + 90 * DAY));
    });
}

#[test]
fn a_delegation_of_somebody_who_left_goes_at_its_time_or_before() {
    scenario(|| {
        let until = Now::get() + 100 * HOUR;
        let call =
            |cooperative| Call::delegate { cooperative, kind: None, delegate: did(1), until };
        assert_ok!(send(2, call(HARVEST)));
        assert_ok!(send(3, call(HARVEST)));
        [2, 3].into_iter().for_each(|who| leave(HARVEST, who));
        // It needs no membership to end what one delegated.
        assert_ok!(Governance::revoke_delegation(by(2), HARVEST, None));
        assert_eq!(Governance::delegators_of(HARVEST, Standard, &did(1)), 1);
        block_after(100 * HOUR);
        assert_eq!(crate::Delegations::<Test>::iter_keys().count(), 0);
        assert_eq!(crate::Delegators::<Test>::iter_keys().count(), 0);
    });
}
