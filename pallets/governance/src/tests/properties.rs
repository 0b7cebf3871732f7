//! What holds whatever happens: the pallet and the reference agree after every step.

use icn_primitives::{
    governance::{
        Choice, DecisionKind, Fallback, GovernanceRules, Model, ProposalId, Stage, VotingPower,
        MIN_KEPT, ONE_VOTE,
    },
    CooperativeId, Did, HOUR, MINUTE,
};
use polkadot_sdk::{
    polkadot_sdk_frame::testing_prelude::*,
    sp_runtime::{FixedI128, FixedPointNumber, Permill, StateVersion},
};
use proptest::prelude::*;

use super::{
    rebuilt::Observer,
    reference::{Coop, Deciders, Motion, Person, Reference, Ways},
};
use crate::mock::*;

const COOPS: u32 = 3;
const PEOPLE: u64 = 8;

/// Something that happens.
#[derive(Clone, Debug)]
enum Act {
    /// Somebody proposes something to one cooperative, to two, or to all.
    Propose(u8, Coop, Coop, DecisionKind),
    /// Somebody votes on one of the last proposals, with a reason or without.
    Vote {
        back: usize,
        coop: Coop,
        person: Person,
        choice: Choice,
        reason: bool,
    },
    /// The same, in a way that the cooperative takes.
    ProperVote {
        back: usize,
        coop: Coop,
        person: Person,
        choice: Choice,
    },
    /// Everybody in one cooperative votes who wants to.
    Rally {
        back: usize,
        coop: Coop,
        choices: Vec<Option<Choice>>,
    },
    Recount {
        back: usize,
        coop: Coop,
        person: Person,
    },
    Delegate {
        coop: Coop,
        kind: Option<DecisionKind>,
        from: Person,
        to: Person,
        hours: u64,
    },
    Revoke {
        coop: Coop,
        kind: Option<DecisionKind>,
        from: Person,
    },
    Join(Coop, Person),
    Leave(Coop, Person),
    /// A cooperative is suspended, or restored.
    Status(Coop, bool),
    Score(Person, i64),
    Pass(u64),
}

fn kind() -> impl Strategy<Value = DecisionKind> {
    prop::sample::select(DecisionKind::ALL.to_vec())
}

fn choice() -> impl Strategy<Value = Choice> {
    use Choice::*;
    prop::sample::select(vec![Approve, Approve, Approve, Approve, Reject, Abstain])
}

/// What happens crowds in the first cooperative, so that quorums are met.
fn near() -> impl Strategy<Value = Coop> {
    prop_oneof![3 => Just(0), 2 => 0..COOPS]
}

fn act() -> impl Strategy<Value = Act> {
    let coop = || 0..COOPS;
    let person = || 1..=PEOPLE;
    let back = || prop_oneof![3 => Just(0usize), 1 => 0..4usize];
    let some_kind = || prop::option::of(kind());
    prop_oneof![
        1 => (0u8..5, near(), coop(), kind()).prop_map(|(b, c, d, k)| Act::Propose(b, c, d, k)),
        3 => (back(), near(), person(), choice(), any::<bool>()).prop_map(
            |(back, coop, person, choice, reason)| Act::Vote { back, coop, person, choice, reason }
        ),
        14 => (back(), near(), prop::collection::vec(prop::option::weighted(0.4, choice()), 8))
            .prop_map(|(back, coop, choices)| Act::Rally { back, coop, choices }),
        12 => (back(), near(), person(), choice())
            .prop_map(|(back, coop, person, choice)| Act::ProperVote { back, coop, person, choice }),
        6 => (back(), near(), person())
            .prop_map(|(back, coop, person)| Act::Recount { back, coop, person }),
        10 => (near(), some_kind(), person(), person(), 1u64..30).prop_map(
            |(coop, kind, from, to, hours)| Act::Delegate { coop, kind, from, to, hours }
        ),
        4 => (near(), some_kind(), person())
            .prop_map(|(coop, kind, from)| Act::Revoke { coop, kind, from }),
        1 => (coop(), person()).prop_map(|(c, p)| Act::Join(c, p)),
        1 => (coop(), person()).prop_map(|(c, p)| Act::Leave(c, p)),
        1 => (coop(), any::<bool>()).prop_map(|(c, on)| Act::Status(c, on)),
        2 => (person(), prop::sample::select(vec![-7i64, 0, 1, 4, 9, 100]))
            .prop_map(|(p, mean)| Act::Score(p, mean)),
        3 => prop::sample::select(vec![1u64, 20, 60]).prop_map(Act::Pass),
    ]
}

/// A day: some delegate, some propose, and after an hour it begins.
fn acts() -> impl Strategy<Value = Vec<Act>> {
    let delegation = || {
        let (coop, some_kind) = (near(), prop::option::weighted(0.3, kind()));
        (coop, some_kind, 1..=PEOPLE, 1..=PEOPLE, 4u64..40)
            .prop_map(|(coop, kind, from, to, hours)| Act::Delegate { coop, kind, from, to, hours })
    };
    let motion =
        || (0u8..5, 0..COOPS, 0..COOPS, kind()).prop_map(|(b, c, d, k)| Act::Propose(b, c, d, k));
    (
        prop::collection::vec(delegation(), 4..16),
        prop::collection::vec(motion(), 1..4),
        prop::collection::vec(act(), 10..80),
    )
        .prop_map(|(delegations, motions, acts)| {
            let hour = vec![Act::Pass(60)];
            [delegations, motions, hour, acts].concat()
        })
}

fn ways() -> impl Strategy<Value = Ways> {
    use prop::sample::select;
    use Model::*;
    (
        select(vec![Majority, Supermajority, Consensus, ConsensusMinusOne, Consent, Consent]),
        select(vec![
            Fallback::Reject,
            Fallback::Majority,
            Fallback::Supermajority,
            Fallback::ConsensusMinusOne,
        ]),
        select(vec![10u64, 20, 30, 50]),
        select(vec![VotingPower::Equal, VotingPower::Reputation]),
        prop::bool::weighted(0.9),
    )
        .prop_map(|(model, fallback, quorum, power, delegation)| Ways {
            model,
            fallback,
            quorum,
            power,
            delegation,
        })
}

/// Who of all is a member of which.
fn memberships() -> impl Strategy<Value = Vec<bool>> {
    prop::collection::vec(prop::bool::weighted(0.9), COOPS as usize * PEOPLE as usize)
}

fn id(coop: Coop) -> CooperativeId {
    CooperativeId(coop)
}

fn root() -> Vec<u8> {
    polkadot_sdk::sp_io::storage::root(StateVersion::V1)
}

/// Sends a call; if it fails, checks now and then that it changes nothing. Says whether it worked.
fn try_send(who: u64, call: Call) -> bool {
    let worked = send(who, call.clone()).is_ok();
    if !worked && System::block_number().is_multiple_of(4) {
        let before = root();
        assert!(send(who, call).is_err());
        assert!(root() == before, "a call that failed changed something");
    }
    worked
}

/// The chain and the reference, with the same beginning.
struct Both {
    reference: Reference,
    observer: Observer,
}

impl Both {
    fn new(all_ways: &[Ways], members: &[bool]) -> Self {
        let mut reference = Reference { now: START, ..Default::default() };
        Now::put(START);
        System::set_block_number(1);
        MaxOpenPerPerson::set(1_000);
        crate::Parameters::<Test>::mutate(|parameters| parameters.kept = MIN_KEPT);
        for (coop, ways) in (0..COOPS).zip(all_ways) {
            reference.taking_part.insert(coop);
            reference.ways.insert(coop, *ways);
            Active::append(id(coop));
            let rules = GovernanceRules {
                model: ways.model,
                fallback: ways.fallback,
                quorum: Permill::from_percent(ways.quorum as u32),
                power: ways.power,
                delegation: ways.delegation,
                ..rules()
            };
            change_rules(id(coop), |present| *present = rules);
            // The one who proposes; others are as it happens.
            reference.members.insert((coop, 100 + Person::from(coop)), 0);
            enroll_since(id(coop), 100 + u64::from(coop), true, 0);
        }
        let places = (0..COOPS).flat_map(|coop| (1..=PEOPLE).map(move |person| (coop, person)));
        for ((coop, person), _) in places.zip(members).filter(|(_, member)| **member) {
            reference.members.insert((coop, person), 0);
            enroll_since(id(coop), person, false, 0);
        }
        Self { reference, observer: Observer::default() }
    }

    /// One of the last proposals: mostly of those on which votes are taken.
    fn last(&self, back: usize) -> Option<usize> {
        let motions = &self.reference.motions;
        let open = |number: &usize| motions[*number].stage.takes_votes();
        let open: Vec<_> = (0..motions.len()).rev().filter(open).collect();
        open.get(back).copied().or(motions.len().checked_sub(back + 1))
    }

    /// One of the cooperatives that vote on it.
    fn polled(&self, back: usize, coop: Coop) -> Coop {
        let polled = self.last(back).map(|number| &self.reference.motions[number].polled);
        let named = polled.filter(|polled| !polled.is_empty());
        named
            .and_then(|polled| polled.keys().nth(coop as usize % polled.len()))
            .copied()
            .unwrap_or(coop)
    }

    fn cast(&mut self, back: usize, coop: Coop, person: Person, choice: Choice, reasoned: bool) {
        let Some(number) = self.last(back) else { return };
        let (proposal, cooperative, delegators) = (ProposalId(number as u32), id(coop), 100);
        let call = if reasoned {
            let reason = reason("So it is");
            Call::object { proposal, cooperative, reason, delegators }
        } else {
            Call::cast_vote { proposal, cooperative, choice, delegators }
        };
        let choice = if reasoned { Choice::Reject } else { choice };
        let taken = self.reference.vote(number, coop, person, choice, reasoned);
        assert_eq!(try_send(person, call), taken);
    }

    /// Votes with a reason where it takes one.
    fn cast_properly(&mut self, back: usize, coop: Coop, person: Person, choice: Choice) {
        let reason = self.last(back).is_some_and(|number| {
            let polled = self.reference.motions[number].polled.get(&coop);
            choice == Choice::Reject && polled.is_some_and(|(ways, _)| ways.model == Model::Consent)
        });
        self.cast(back, coop, person, choice, reason)
    }

    fn recount(&mut self, back: usize, coop: Coop, person: Person) {
        let Some(number) = self.last(back) else { return };
        let done = self.reference.recount(number, coop, person);
        let (proposal, member) = (ProposalId(number as u32), did(person));
        let call = Call::count_delegated { proposal, cooperative: id(coop), member };
        assert_eq!(try_send(99, call), done);
    }

    fn run(&mut self, act: &Act) {
        match *act {
            Act::Propose(body, coop, other, kind) => {
                let deciders = match body {
                    0..=2 => Deciders::One(coop),
                    3 if coop != other => Deciders::Several(vec![coop.min(other), coop.max(other)]),
                    _ => Deciders::All,
                };
                let body = match &deciders {
                    Deciders::One(coop) => icn_primitives::governance::Body::Cooperative(id(*coop)),
                    Deciders::Several(list) => {
                        joint(&list.iter().map(|coop| id(*coop)).collect::<Vec<_>>())
                    }
                    Deciders::All => icn_primitives::governance::Body::Federation,
                };
                let named = match &deciders {
                    Deciders::One(coop) => vec![*coop],
                    Deciders::Several(list) => list.clone(),
                    Deciders::All => vec![coop],
                };
                let works = named.iter().all(|coop| self.reference.taking_part.contains(coop));
                let call = proposing(id(coop), body, kind, None);
                assert_eq!(try_send(100 + u64::from(coop), call), works);
                if works {
                    self.reference.motions.push(Motion {
                        deciders,
                        kind,
                        stage: Stage::Deliberation,
                        next: self.reference.now + HOUR,
                        opened: 0,
                        polled: Default::default(),
                        counted: Default::default(),
                        objecting: Default::default(),
                    });
                }
            }
            Act::Vote { back, coop, person, choice, reason } => {
                self.cast(back, coop, person, choice, reason)
            }
            Act::ProperVote { back, coop, person, choice } => {
                self.cast_properly(back, self.polled(back, coop), person, choice)
            }
            Act::Rally { back, coop, ref choices } => {
                let coop = self.polled(back, coop);
                for (person, choice) in (1..).zip(choices) {
                    if let Some(choice) = choice {
                        self.cast_properly(back, coop, person, *choice);
                    }
                }
            }
            Act::Recount { back, coop, person } => {
                self.recount(back, self.polled(back, coop), person)
            }
            Act::Delegate { coop, kind, from, to, hours } => {
                let until = self.reference.now + hours * HOUR / 2;
                let done = self.reference.delegate(coop, kind, from, to, until);
                let (cooperative, delegate) = (id(coop), did(to));
                let call = Call::delegate { cooperative, kind, delegate, until };
                assert_eq!(try_send(from, call), done);
            }
            Act::Revoke { coop, kind, from } => {
                let done = self.reference.revoke(coop, kind, from);
                let call = Call::revoke_delegation { cooperative: id(coop), kind };
                assert_eq!(try_send(from, call), done);
                // Whoever takes a delegation back may want it to hold at once.
                self.recount(0, coop, from);
            }
            Act::Join(coop, person) => {
                let now = self.reference.now;
                if self.reference.members.insert((coop, person), now).is_none() {
                    enroll(id(coop), person);
                } else {
                    enroll_since(id(coop), person, false, now);
                }
            }
            Act::Leave(coop, person) => {
                self.reference.members.remove(&(coop, person));
                leave(id(coop), person);
            }
            Act::Status(coop, on) => {
                self.reference.taking_part.remove(&coop);
                suspend(id(coop));
                if on {
                    self.reference.taking_part.insert(coop);
                    Active::append(id(coop));
                }
            }
            Act::Score(person, mean) => {
                self.reference.mean.insert(person, mean);
                let mean = FixedI128::saturating_from_integer(mean);
                Scores::insert(did(person), (mean, FixedI128::default()));
            }
            Act::Pass(minutes) => {
                self.reference.pass(minutes * MINUTE);
                block_after(minutes * MINUTE);
            }
        }
    }

    /// That both know the same, and that the events tell it.
    fn compare(&mut self) {
        assert_ok!(Governance::ensure_invariants());
        self.observer.read();
        self.observer.assert_equals_storage();
        for (number, motion) in self.reference.motions.iter().enumerate() {
            let proposal = ProposalId(number as u32);
            assert_eq!(stage(proposal), motion.stage, "proposal {number}");
            for (coop, (_, electorate)) in &motion.polled {
                let tally = tally(proposal, id(*coop));
                assert_eq!(u64::from(tally.electorate), *electorate);
                let sum = |choice: Choice| {
                    let votes = motion.counted.iter();
                    let votes = votes.filter(|((of, _), vote)| of == coop && vote.choice == choice);
                    votes.fold((0u32, 0u128), |(heads, weight), (_, vote)| {
                        (heads + 1, weight + u128::from(vote.weight * ONE_VOTE))
                    })
                };
                assert_eq!((tally.approving, tally.approve), sum(Choice::Approve));
                assert_eq!((tally.rejecting, tally.reject), sum(Choice::Reject));
                assert_eq!((tally.abstaining, tally.abstain), sum(Choice::Abstain));
            }
            for ((coop, person), vote) in &motion.counted {
                // It was over an hour before what would have come next.
                if motion.stage.is_final() && motion.next - HOUR + MIN_KEPT <= self.reference.now {
                    assert_eq!(ballot(proposal, id(*coop), *person), None);
                    continue;
                }
                let stored = ballot(proposal, id(*coop), *person).expect("it counts");
                let by: Did = stored.via.unwrap_or(did(*person));
                assert_eq!((stored.choice, by), (vote.choice, did(vote.by)));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever people do, in whatever order: the same votes are taken and refused, the same count
    /// for the same members, and every proposal ends where the domain says.
    #[test]
    fn the_pallet_decides_as_the_reference(
        all_ways in prop::collection::vec(ways(), COOPS as usize),
        members in memberships(),
        acts in acts(),
    ) {
        chain().execute_with(|| {
            let mut both = Both::new(&all_ways, &members);
            for act in &acts {
                both.run(act);
                both.compare();
            }
            for _ in 0..5 {
                both.run(&Act::Pass(60));
                both.compare();
            }
            assert!(both.reference.motions.iter().all(|motion| motion.stage.is_final()));
            both.run(&Act::Pass(MIN_KEPT / MINUTE));
            both.compare();
            assert_eq!(crate::Ballots::<Test>::iter_keys().count(), 0);
            let earned: Vec<_> = Voted::get();
            let distinct = both.reference.earned.len();
            assert_eq!(earned.len(), distinct);
            for (number, person) in &both.reference.earned {
                assert!(earned.contains(&(did(*person), ProposalId(*number as u32))));
            }
        });
    }
}

#[test]
fn random_votes_reach_every_end() {
    // What the property sees is worth something only if it sees enough.
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeMap::<Stage, u32>::new();
    let (mut windows, mut delegated, mut dropped) = (0, 0, 0);
    for _ in 0..60 {
        let strategy = (prop::collection::vec(ways(), COOPS as usize), memberships(), acts());
        let (all_ways, members, acts) = strategy.new_tree(&mut runner).unwrap().current();
        chain().execute_with(|| {
            let mut both = Both::new(&all_ways, &members);
            for act in acts.iter().chain(&[Act::Pass(60), Act::Pass(60), Act::Pass(60)]) {
                both.run(act);
                for event in events() {
                    match event {
                        Event::ResolutionStarted { .. } => windows += 1,
                        Event::DelegatedVoteCounted { .. } => delegated += 1,
                        Event::DelegatedVoteDropped { .. } => dropped += 1,
                        _ => {}
                    }
                }
            }
            for motion in &both.reference.motions {
                *seen.entry(motion.stage).or_default() += 1;
            }
        });
    }
    println!("{seen:?}, {windows} windows, {delegated} delegated votes, {dropped} dropped");
    for stage in [Stage::Executed, Stage::Rejected, Stage::Failed] {
        assert!(seen.get(&stage).is_some_and(|count| *count >= 10), "{seen:?}");
    }
    assert!(windows >= 10 && delegated >= 50);
}
