//! What is checked of every state, and with what a chain may begin.

use icn_primitives::governance::{
    Body, Choice::*, DecisionKind, GovernanceParameters, GovernanceRules, Model, Records, RuleMaker,
};
use polkadot_sdk::{
    polkadot_sdk_frame::{deps::frame_support::storage::with_transaction, testing_prelude::*},
    sp_runtime::{Permill, TransactionOutcome},
};

use crate::{
    agenda::{Rank, Task},
    mock::*,
    Agenda, Ballots, Calls, Delegators, GenesisConfig, Metrics, Objections, OpenOfPerson,
    OpenProposals, Tallies, Vetoes,
};

/// That a change of the state is noticed.
fn noticed(what: &str, change: impl FnOnce()) {
    assert_ok!(Governance::ensure_invariants());
    let checked = with_transaction(|| {
        change();
        let checked = Governance::ensure_invariants();
        TransactionOutcome::Rollback(Ok::<_, DispatchError>(checked.is_err()))
    });
    assert_eq!(checked, Ok(true), "{what}");
}

#[test]
fn a_state_that_cannot_be_is_noticed() {
    scenario(|| {
        let until = Now::get() + 100 * icn_primitives::HOUR;
        let call = Call::delegate { cooperative: HARVEST, kind: None, delegate: did(1), until };
        assert_ok!(send(2, call));
        let id = internal();
        assert_ok!(Governance::cast_vote(by(1), id, HARVEST, Approve, 1));
        let key = (id, HARVEST, did(1));
        let due = proposal(id).due.unwrap().to_be_bytes();

        noticed("a vote that nobody counted", || {
            Tallies::<Test>::mutate(id, HARVEST, |tally| tally.as_mut().unwrap().approve += 1)
        });
        noticed("a ballot that is gone", || Ballots::<Test>::remove(key));
        noticed("an objection out of nowhere", || {
            Objections::<Test>::insert(key, reason("So it is"))
        });
        noticed("a step that never comes", || {
            Agenda::<Test>::remove(Rank::Votes, (due, Task::Proposal(id)))
        });
        noticed("a step too many", || {
            Agenda::<Test>::insert(Rank::Votes, ([0; 8], Task::Proposal(id)), ())
        });
        noticed("a call that was swapped", || {
            Calls::<Test>::mutate(id, |call| call.as_mut().unwrap().1[0] ^= 1)
        });
        noticed("a count of stages", || {
            Metrics::<Test>::mutate(None::<icn_primitives::CooperativeId>, |all| all.stages[0] += 1)
        });
        noticed("a count of open proposals", || OpenOfPerson::<Test>::remove(did(1)));
        noticed("a delegation with one side", || {
            Delegators::<Test>::remove((HARVEST, DecisionKind::Budget, did(1)))
        });
        noticed("a proposal that isn't listed", || {
            OpenProposals::<Test>::remove(id.0.to_be_bytes())
        });
        noticed("records that are to go while votes are taken", || {
            crate::Proposals::<Test>::mutate(id, |it| it.as_mut().unwrap().records = Records::Gone)
        });
        noticed("a veto that stopped nothing", || {
            Vetoes::<Test>::insert(id, BoundedVec::truncate_from(vec![(HARVEST, did(1))]))
        });
    });
}

#[test]
fn a_record_that_is_left_over_is_noticed() {
    scenario(|| {
        let id = internal();
        vote(1, id, HARVEST, Approve);
        let ballot = ballot(id, HARVEST, 1).unwrap();
        pass();
        let due = Now::get() + 30 * icn_primitives::DAY;
        noticed("records that never go", || {
            Agenda::<Test>::remove(Rank::Records, (due.to_be_bytes(), Task::Records(id)))
        });
        Now::put(due);
        block();
        noticed("a ballot after its time", || {
            Ballots::<Test>::insert((id, HARVEST, did(1)), ballot)
        });
        noticed("a call after its time", || {
            Calls::<Test>::insert(id, (0, BoundedVec::truncate_from(vec![0])))
        });
    });
}

/// That no chain begins with this.
fn refused(genesis: GenesisConfig<Test>) {
    let build = || genesis.build_storage();
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(build)).is_err());
}

#[test]
fn a_chain_begins_with_rules_that_can_be() {
    let parameters = |change: fn(&mut GovernanceParameters)| {
        let mut parameters = GovernanceParameters::default();
        change(&mut parameters);
        refused(GenesisConfig { parameters, ..Default::default() });
    };
    parameters(|p| p.standard = Permill::from_percent(49));
    parameters(|p| p.budget = Permill::from_percent(90));
    parameters(|p| p.quorum = Permill::zero());
    parameters(|p| p.evolution_vetoes = 0);
    parameters(|p| p.kept = icn_primitives::governance::MIN_KEPT - 1);
    parameters(|p| p.kept = icn_primitives::governance::MAX_KEPT + 1);
    let rules = |change: fn(&mut GovernanceRules)| {
        let mut rules = GovernanceRules::for_cooperative();
        change(&mut rules);
        let cooperatives = vec![(HARVEST, rules)];
        refused(GenesisConfig { cooperatives, ..Default::default() });
    };
    rules(|r| r.quorum = Permill::zero());
    rules(|r| r.voting = 0);
    rules(|r| r.resolution = 0);
    rules(|r| r.cosigners = 0);
    rules(|r| r.timelock = icn_primitives::governance::MAX_PERIOD + 1);
    rules(|r| (r.vetoes, r.timelock) = (1, 0));
    let federation =
        Some(GovernanceRules { model: Model::Consent, ..GovernanceRules::for_federation() });
    refused(GenesisConfig { federation, ..Default::default() });
}

#[test]
fn one_call_has_what_a_page_about_a_proposal_shows() {
    scenario(|| {
        let id = voting(Body::Federation, DecisionKind::Standard, Some(write(1)));
        vote(1, id, HARVEST, Approve);
        let view = Governance::proposal(id).unwrap();
        let tallies: Vec<_> =
            view.tallies.iter().map(|(cooperative, tally)| (*cooperative, tally.heads())).collect();
        assert_eq!(tallies, [(HARVEST, 1), (MILL, 0), (BAKERY, 0)]);
        assert_eq!(view.call, codec::Encode::encode(&write(1)));
        assert_eq!(Governance::proposals(id, 10), [view]);
        assert_eq!(Governance::proposals_of(RuleMaker::Federation, id, 10), [id]);
        let own = RuleMaker::Cooperative(HARVEST);
        assert!(Governance::proposals_of(own, id, 10).is_empty());
        let ballots = Governance::ballots(id, HARVEST, None, 10);
        assert_eq!(ballots.iter().map(|(did, _)| *did).collect::<Vec<_>>(), [did(1)]);
        assert!(Governance::ballots(id, HARVEST, Some(did(1)), 10).is_empty());
        assert!(Governance::ballot(id, HARVEST, did(2)).is_none());
    });
}
