//! Every tally can be rebuilt from events.

use std::collections::{BTreeMap, BTreeSet};

use icn_primitives::{
    governance::{Ballot, Body, Choice, DecisionKind, Model, ProposalId, Tally},
    CooperativeId, Did, DAY,
};

use crate::{mock::*, Ballots, Delegations, Objections, Tallies};

/// What an observer knows who reads every event and nothing else.
#[derive(Default)]
pub struct Observer {
    tallies: BTreeMap<(ProposalId, CooperativeId), Tally>,
    ballots: BTreeMap<(ProposalId, CooperativeId, Did), (Ballot, bool)>,
    delegates: BTreeMap<(CooperativeId, DecisionKind, Did), Did>,
    /// Of which the chain keeps ballots no longer; an observer does.
    pruned: BTreeSet<ProposalId>,
}

impl Observer {
    /// Reads the events that have come since the last time.
    pub fn read(&mut self) {
        events().into_iter().for_each(|event| self.see(event));
    }

    fn see(&mut self, event: Event) {
        match event {
            Event::TallyOpened { proposal, cooperative, tally } => {
                self.tallies.insert((proposal, cooperative), tally);
            }
            Event::VoteCast { proposal, cooperative, voter, choice, power } => {
                let ballot = Ballot { choice, power, via: None };
                self.ballots.insert((proposal, cooperative, voter), (ballot, false));
            }
            Event::ObjectionRaised { proposal, cooperative, voter, power, .. } => {
                let ballot = Ballot { choice: Choice::Reject, power, via: None };
                self.ballots.insert((proposal, cooperative, voter), (ballot, true));
            }
            Event::DelegatedVoteCounted { proposal, cooperative, member, via, choice, power } => {
                let ballot = Ballot { choice, power, via: Some(via) };
                self.ballots.insert((proposal, cooperative, member), (ballot, false));
            }
            Event::DelegatedVoteDropped { proposal, cooperative, member } => {
                self.ballots.remove(&(proposal, cooperative, member));
            }
            Event::VoteDelegated { cooperative, kind, delegator, delegate, .. } => {
                self.delegates.insert((cooperative, kind, delegator), delegate);
            }
            Event::DelegationEnded { cooperative, kind, delegator } => {
                self.delegates.remove(&(cooperative, kind, delegator));
            }
            Event::ProposalPruned { proposal } => {
                self.pruned.insert(proposal);
            }
            _ => {}
        }
    }

    /// Compares with what the chain stores.
    pub fn assert_equals_storage(&self) {
        let stored: BTreeMap<_, _> = Ballots::<Test>::iter()
            .map(|(key, ballot)| (key, (ballot, Objections::<Test>::contains_key(key))))
            .collect();
        let mut kept = self.ballots.clone();
        kept.retain(|(proposal, ..), _| !self.pruned.contains(proposal));
        assert_eq!(kept, stored);
        let mut tallies = self.tallies.clone();
        for ((proposal, cooperative, _), (ballot, objects)) in &self.ballots {
            let tally = tallies.get_mut(&(*proposal, *cooperative)).expect("it was opened");
            let (heads, weight) = match ballot.choice {
                Choice::Approve => (&mut tally.approving, &mut tally.approve),
                Choice::Reject => (&mut tally.rejecting, &mut tally.reject),
                Choice::Abstain => (&mut tally.abstaining, &mut tally.abstain),
            };
            *heads += 1;
            *weight += u128::from(ballot.power);
            tally.objections += u32::from(*objects);
        }
        let stored: BTreeMap<_, _> = Tallies::<Test>::iter()
            .map(|(proposal, cooperative, tally)| ((proposal, cooperative), tally))
            .collect();
        assert_eq!(tallies, stored);
        let stored: BTreeMap<_, _> =
            Delegations::<Test>::iter().map(|(key, edge)| (key, edge.delegate)).collect();
        assert_eq!(self.delegates, stored);
    }
}

#[test]
fn every_tally_can_be_rebuilt_from_events() {
    scenario(|| {
        let mut observer = Observer::default();
        change_rules(HARVEST, |rules| rules.model = Model::Consent);
        let mut then = || {
            observer.read();
            observer.assert_equals_storage();
        };
        let until = Now::get() + 100 * icn_primitives::HOUR;
        let delegate = |from, to| {
            let call =
                Call::delegate { cooperative: HARVEST, kind: None, delegate: did(to), until };
            send(from, call).unwrap();
        };
        delegate(2, 1);
        delegate(3, 2);
        then();
        let id = voting(Body::Federation, DecisionKind::Budget, None);
        then();
        Governance::cast_vote(by(1), id, HARVEST, Choice::Approve, 2).unwrap();
        then();
        Governance::object(by(2), id, HARVEST, reason("Too dear"), 1).unwrap();
        then();
        vote(12, id, MILL, Choice::Reject);
        then();
        Governance::revoke_delegation(by(3), HARVEST, None).unwrap();
        Governance::count_delegated(by(9), id, HARVEST, did(3)).unwrap();
        then();
        vote(2, id, HARVEST, Choice::Abstain);
        vote(12, id, MILL, Choice::Approve);
        then();
        pass();
        then();
        block_after(30 * DAY);
        then();
        assert_eq!(Ballots::<Test>::iter_keys().count(), 0);
    });
}
