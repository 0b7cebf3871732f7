//! Benchmarks of this pallet's calls and of what it does by itself.

use alloc::{boxed::Box, vec, vec::Vec};
use codec::Encode;
use icn_primitives::{
    governance::{
        AdoptedText, Ballot, Body, Choice, DecisionKind, EncodedCall, GovernanceParameters,
        GovernanceRules, Model, Poll, PollId, PollOptions, Proposal, ProposalId, Reason, Records,
        RuleMaker, Stage, TextName, Title, VotingPower, MAX_CALL, MAX_COSIGNERS, MAX_JOINT,
        MAX_OPTION, MAX_OPTIONS, MAX_REASON, MAX_TEXT, MAX_TEXT_NAME, MAX_TITLE, MAX_VETOES,
    },
    CooperativeId, Did, Hash as ContentHash, Moment, SigningKey, HOUR,
};
use polkadot_sdk::{
    polkadot_sdk_frame::{benchmarking::prelude::*, traits::Time},
    sp_runtime::Permill,
};

use crate::{agenda::Task, *};

const FIRST: CooperativeId = CooperativeId(0);
const KIND: DecisionKind = DecisionKind::Standard;

/// So many people, of whom nobody knows.
fn dids(count: u32) -> Vec<Did> {
    (0..count)
        .map(|number| {
            let mut key = [0; 32];
            key[..4].copy_from_slice(&number.to_be_bytes());
            Did::from_key(SigningKey::Sr25519(key))
        })
        .collect()
}

/// A line as long as it may be.
fn line<S: Get<u32>>(length: u32) -> BoundedVec<u8, S> {
    BoundedVec::truncate_from(vec![b'a'; length as usize])
}

/// Members of [`FIRST`], the first of them a steward.
fn members<T: Config>(count: u32) -> Vec<(T::AccountId, Did)> {
    (0..count).map(|number| T::Members::make_member(FIRST, number, number == 0)).collect()
}

/// The longest body of which [`FIRST`] is, whose cooperatives are looked up one by one.
fn largest_body<T: Config>() -> Body {
    let ids: Vec<_> = (0..MAX_JOINT.min(T::MaxCooperatives::get())).map(CooperativeId).collect();
    for id in &ids {
        T::Members::make_member(*id, 0, true);
    }
    Body::Joint(BoundedVec::truncate_from(ids))
}

/// Counts what decisions of a cooperative count beside: those of several don't.
fn count_internal<T: Config>() {
    Metrics::<T>::mutate(Some(FIRST), |metrics| metrics.closed.saturating_inc());
}

/// The call that takes most to read, of so many bytes: each is an entry of its own.
fn thicket<T: Config>(bytes: u32) -> EncodedCall {
    let keys = vec![vec![]; bytes.saturating_sub(6) as usize];
    let call: RuntimeCallFor<T> = frame_system::Call::<T>::kill_storage { keys }.into();
    EncodedCall::try_from(call.encode()).expect("it is not too long")
}

/// Has a proposal carry out an encoded call.
fn carrying<T: Config>(id: ProposalId, call: EncodedCall) {
    Calls::<T>::insert(id, (Pallet::<T>::transaction_version(), call));
}

/// A draft of the first member, with the others' terms.
fn draft<T: Config>(body: Body, call: Option<RuntimeCallFor<T>>) -> ProposalId {
    let (_, proposer) = T::Members::make_member(FIRST, 0, true);
    let id = NextProposal::<T>::get();
    let draft = proposing::Draft {
        body,
        kind: KIND,
        proposer,
        sponsor: FIRST,
        title: line(MAX_TITLE),
        content: ContentHash::repeat_byte(1),
    };
    Pallet::<T>::do_propose(draft, call).expect("a steward proposes");
    id
}

/// Changes a proposal as if it had always been so.
fn alter<T: Config>(id: ProposalId, change: impl FnOnce(&mut Proposal)) {
    Proposals::<T>::mutate(id, |proposal| change(proposal.as_mut().expect("it was made")));
}

/// A proposal on which votes are taken.
fn voting<T: Config>(body: Body) -> ProposalId {
    let id = draft::<T>(body, None);
    let proposal = Proposals::<T>::get(id).expect("it was made");
    Pallet::<T>::open_vote(id, proposal).expect("it is deliberated");
    // Whoever was made for this was there before.
    alter::<T>(id, |proposal| {
        proposal.opened = Some(T::Time::now().saturating_add(1));
        proposal.due = Some(T::Time::now().saturating_add(HOUR));
    });
    id
}

/// Rules by which voting takes the most.
fn costly_rules<T: Config>() {
    let rules = GovernanceRules {
        model: Model::Consent,
        power: VotingPower::Reputation,
        delegation: true,
        ..GovernanceRules::for_cooperative()
    };
    Rules::<T>::insert(RuleMaker::Cooperative(FIRST), rules);
}

/// An approved proposal that waits.
fn approved<T: Config>(body: Body, call: Option<RuntimeCallFor<T>>) -> (ProposalId, Proposal) {
    let id = draft::<T>(body, call);
    alter::<T>(id, |proposal| {
        proposal.stage = Stage::Approved;
        proposal.terms.vetoes = 1;
    });
    (id, Proposals::<T>::get(id).expect("it was made"))
}

/// `d` members who let the first one vote, each directly.
fn delegators<T: Config>(d: u32) -> Vec<(T::AccountId, Did)> {
    costly_rules::<T>();
    let members = members::<T>(d.saturating_add(1));
    let until = T::Time::now().saturating_add(HOUR);
    for (_, member) in members.iter().skip(1) {
        Pallet::<T>::do_delegate(FIRST, Some(KIND), *member, members[0].1, until)
            .expect("there is room");
    }
    members
}

#[benchmarks(where RuntimeCallFor<T>: From<Call<T>>)]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn propose(l: Linear<0, { MAX_CALL - 16 }>) {
        let (who, _) = T::Members::make_member(FIRST, 0, true);
        let remark = vec![7; l as usize];
        let call: RuntimeCallFor<T> = frame_system::Call::<T>::remark { remark }.into();
        let title: Title = line(MAX_TITLE);
        let content = ContentHash::repeat_byte(1);
        let body = largest_body::<T>();

        #[extrinsic_call]
        _(RawOrigin::Signed(who), FIRST, body, KIND, title, content, Some(Box::new(call)));

        assert_eq!(NextProposal::<T>::get(), ProposalId(1));
    }

    #[benchmark]
    fn cosign() {
        let members = members::<T>(2);
        let id = draft::<T>(Body::Cooperative(FIRST), None);
        alter::<T>(id, |proposal| {
            proposal.stage = Stage::Draft;
            proposal.terms.cosigners = MAX_COSIGNERS as u8;
        });
        let signed = dids(MAX_COSIGNERS.saturating_sub(1));
        Cosigners::<T>::insert(id, BoundedVec::truncate_from(signed));

        #[extrinsic_call]
        _(RawOrigin::Signed(members[1].0.clone()), id);

        let proposal = Proposals::<T>::get(id).expect("it is there");
        assert_eq!(proposal.stage, Stage::Deliberation);
    }

    #[benchmark]
    fn withdraw_signature() {
        let members = members::<T>(2);
        let id = draft::<T>(Body::Cooperative(FIRST), None);
        alter::<T>(id, |proposal| proposal.terms.cosigners = MAX_COSIGNERS as u8);
        let mut signed = dids(MAX_COSIGNERS.saturating_sub(1));
        signed.push(members[1].1);
        Cosigners::<T>::insert(id, BoundedVec::truncate_from(signed));

        #[extrinsic_call]
        _(RawOrigin::Signed(members[1].0.clone()), id);

        let proposal = Proposals::<T>::get(id).expect("it is there");
        assert_eq!(proposal.stage, Stage::Cancelled);
    }

    #[benchmark]
    fn cancel() {
        let members = members::<T>(1);
        let id = draft::<T>(Body::Cooperative(FIRST), None);

        #[extrinsic_call]
        _(RawOrigin::Signed(members[0].0.clone()), id);

        let proposal = Proposals::<T>::get(id).expect("it is there");
        assert_eq!(proposal.stage, Stage::Cancelled);
    }

    /// A vote that takes an objection back, with `d` ballots that nobody cast before.
    #[benchmark]
    fn cast_vote(d: Linear<0, { T::MaxDelegators::get() }>) {
        costly_rules::<T>();
        let (_, voter) = T::Members::make_member(FIRST, 0, true);
        let id = voting::<T>(Body::Cooperative(FIRST));
        let why = Some(line(MAX_REASON));
        Pallet::<T>::do_vote(id, FIRST, voter, Choice::Reject, why, 0).expect("it is open");
        let members = delegators::<T>(d);
        Voters::<T>::remove(id, members[0].1);

        #[extrinsic_call]
        _(RawOrigin::Signed(members[0].0.clone()), id, FIRST, Choice::Approve, d);

        let tally = Tallies::<T>::get(id, FIRST).expect("it is open");
        assert_eq!((tally.approving, tally.objections), (d + 1, 0));
    }

    /// A first vote, with `d` ballots that nobody cast before.
    #[benchmark]
    fn object(d: Linear<0, { T::MaxDelegators::get() }>) {
        costly_rules::<T>();
        let members = delegators::<T>(d);
        let id = voting::<T>(Body::Cooperative(FIRST));
        let why: Reason = line(MAX_REASON);

        #[extrinsic_call]
        _(RawOrigin::Signed(members[0].0.clone()), id, FIRST, why, d);

        let tally = Tallies::<T>::get(id, FIRST).expect("it is open");
        assert_eq!((tally.rejecting, tally.objections), (d + 1, 1));
    }

    /// `k` kinds in which the delegator, with half of a crowd behind, goes from one to another,
    /// behind whom is the other half.
    #[benchmark]
    fn delegate(k: Linear<1, 4>) {
        costly_rules::<T>();
        let half = T::MaxDelegators::get() / 2;
        let members = members::<T>(half.saturating_mul(2).saturating_add(2));
        let now = T::Time::now();
        let (from, to, last) = (members[0].1, members[1].1, members[2].1);
        let kinds = || DecisionKind::ALL.into_iter().take(k as usize);
        for kind in kinds() {
            let put = |who: Did, whom: Did| {
                Pallet::<T>::do_delegate(FIRST, Some(kind), who, whom, now.saturating_add(HOUR))
                    .expect("there is room");
            };
            for number in 3..half.saturating_add(1) {
                put(members[number as usize].1, from);
            }
            for number in half.saturating_add(1)..half.saturating_mul(2) {
                put(members[number as usize].1, to);
            }
            put(from, last);
        }
        let until = now.saturating_add(HOUR.saturating_mul(2));

        #[block]
        {
            assert_eq!(T::Members::person(&members[0].0), Some(from));
            for kind in kinds() {
                Pallet::<T>::do_delegate(FIRST, Some(kind), from, to, until).expect("it fits");
            }
        }

        for kind in kinds() {
            let delegation = Pallet::<T>::delegation(FIRST, kind, &from);
            assert_eq!(delegation.map(|delegation| delegation.delegate), Some(to));
        }
    }

    #[benchmark]
    fn revoke_delegation(k: Linear<1, 4>) {
        let members = delegators::<T>(T::MaxDelegators::get());
        let until = T::Time::now().saturating_add(HOUR);
        let (who, did) = members.last().expect("there are some").clone();
        for kind in DecisionKind::ALL.into_iter().take(k as usize) {
            Pallet::<T>::do_delegate(FIRST, Some(kind), did, members[0].1, until)
                .expect("there is room");
        }

        #[extrinsic_call]
        _(RawOrigin::Signed(who), FIRST, None);

        assert_eq!(Pallet::<T>::delegations(FIRST, did), vec![]);
    }

    #[benchmark]
    fn count_delegated() {
        costly_rules::<T>();
        let members = members::<T>(4);
        let id = voting::<T>(Body::Cooperative(FIRST));
        let voter = members[0].1;
        Pallet::<T>::do_vote(id, FIRST, voter, Choice::Approve, None, 0).expect("it is open");
        let until = T::Time::now().saturating_add(HOUR);
        for number in 1..4 {
            let (who, whom) = (members[number].1, members[number - 1].1);
            Pallet::<T>::do_delegate(FIRST, None, who, whom, until).expect("there is room");
        }

        #[extrinsic_call]
        _(RawOrigin::Signed(members[0].0.clone()), id, FIRST, members[3].1);

        assert_eq!(Tallies::<T>::get(id, FIRST).expect("it is open").approving, 2);
    }

    #[benchmark]
    fn veto() {
        let members = members::<T>(1);
        let (id, _) = approved::<T>(Body::Cooperative(FIRST), None);
        alter::<T>(id, |proposal| proposal.terms.vetoes = MAX_VETOES as u8);
        let others = dids(MAX_VETOES.saturating_sub(1));
        let laid = others.into_iter().map(|did| (FIRST, did)).collect();
        Vetoes::<T>::insert(id, BoundedVec::truncate_from(laid));

        #[extrinsic_call]
        _(RawOrigin::Signed(members[0].0.clone()), id, FIRST);

        assert_eq!(Proposals::<T>::get(id).expect("it is there").stage, Stage::Vetoed);
    }

    #[benchmark]
    fn set_rules() {
        let origin: T::RuntimeOrigin =
            Origin::of(Body::Cooperative(FIRST), DecisionKind::Constitution, ProposalId::default())
                .into();
        let rules = GovernanceRules::for_cooperative();

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, rules);

        assert_eq!(Rules::<T>::get(RuleMaker::Cooperative(FIRST)), Some(rules));
    }

    #[benchmark]
    fn set_parameters() {
        let kind = DecisionKind::Constitution;
        let origin: T::RuntimeOrigin =
            Origin::of(Body::Federation, kind, ProposalId::default()).into();
        let parameters = GovernanceParameters { draft: HOUR, ..Default::default() };

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, parameters);

        assert_eq!(Parameters::<T>::get(), parameters);
    }

    /// The second version of a text, after one as long as may be.
    #[benchmark]
    fn adopt_text(l: Linear<0, MAX_TEXT>) {
        let maker = RuleMaker::Federation;
        let origin = Origin::of(Body::Federation, DecisionKind::Bylaw, ProposalId::default());
        let name: TextName = line(MAX_TEXT_NAME);
        let before: AdoptedText = line(MAX_TEXT);
        Pallet::<T>::do_adopt_text(&origin, maker, &name, before).expect("it is a text");
        let origin: T::RuntimeOrigin = origin.into();
        let text: AdoptedText = line(l);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, name.clone(), text);

        assert_eq!(TextVersions::<T>::get(maker, name), 2);
    }

    #[benchmark]
    fn record_evolution() {
        let [artefact, evidence] = T::Attestations::make_attested();
        let risk = Permill::one();
        let proposal = ProposalId::default();
        // The decision that it is of.
        let call: RuntimeCallFor<T> =
            Call::<T>::record_evolution { artefact, risk, evidence }.into();
        let call = EncodedCall::truncate_from(call.encode());
        Calls::<T>::insert(proposal, (Pallet::<T>::transaction_version(), call));

        #[block]
        {
            Pallet::<T>::do_record_evolution(proposal, artefact, risk, evidence)
                .expect("it is attested");
        }

        assert!(Evolutions::<T>::contains_key(artefact));
    }

    #[benchmark]
    fn open_poll() {
        let members = members::<T>(1);
        let options = options(MAX_OPTIONS);
        let body = largest_body::<T>();

        #[extrinsic_call]
        _(RawOrigin::Signed(members[0].0.clone()), FIRST, body, line(MAX_TITLE), options, HOUR);

        assert!(Polls::<T>::contains_key(PollId(0)));
    }

    #[benchmark]
    fn answer_poll() {
        let members = members::<T>(1);
        let (who, did) = members[0].clone();
        let body = largest_body::<T>();
        let asked = options(MAX_OPTIONS);
        Pallet::<T>::do_open_poll(did, FIRST, body, line(MAX_TITLE), asked, HOUR)
            .expect("it is a poll");
        Pallet::<T>::do_answer_poll(PollId(0), FIRST, did, 0).expect("it is open");

        #[extrinsic_call]
        _(RawOrigin::Signed(who), PollId(0), FIRST, 15);

        let poll: Option<Poll> = Polls::<T>::get(PollId(0));
        assert_eq!(poll.expect("it is open").counts[15], 1);
    }

    /// A look at a decision whose call is as long as may be, which is not due.
    #[benchmark]
    fn peek() {
        let (id, _) = approved::<T>(largest_body::<T>(), None);
        carrying::<T>(id, thicket::<T>(MAX_CALL));

        let weight;
        #[block]
        {
            let task = Agenda::<T>::iter_key_prefix(Rank::Votes).next();
            weight = Pallet::<T>::weight_of(&task.expect("it stands there").1);
        }

        assert!(weight.all_lte(T::AgendaWeight::get()));
    }

    /// A draft lapses.
    #[benchmark]
    fn step() {
        members::<T>(1);
        let id = draft::<T>(Body::Cooperative(FIRST), None);
        alter::<T>(id, |proposal| proposal.stage = Stage::Draft);

        #[block]
        {
            Pallet::<T>::perform(Task::Proposal(id));
        }

        assert_eq!(Proposals::<T>::get(id).expect("it is there").stage, Stage::Cancelled);
    }

    /// All that is left of a proposal's records: `n` ballots, and the longest of everything else.
    #[benchmark]
    fn prune(n: Linear<0, { pruning::MAX_PRUNED - 1 }>) {
        let id = draft::<T>(Body::Cooperative(FIRST), None);
        let at: Moment = 0;
        alter::<T>(id, |proposal| {
            proposal.stage = Stage::Vetoed;
            proposal.due = None;
            proposal.records = Records::Until(at);
        });
        Calls::<T>::insert(id, (0, line(MAX_CALL)));
        let dids = dids(n.max(MAX_COSIGNERS).max(MAX_VETOES));
        Cosigners::<T>::insert(id, BoundedVec::truncate_from(dids.clone()));
        let vetoes = dids.iter().map(|did| (FIRST, *did)).take(MAX_VETOES as usize).collect();
        Vetoes::<T>::insert(id, BoundedVec::truncate_from(vetoes));
        let via = dids.first().copied();
        for did in dids.iter().take(n as usize) {
            let ballot = Ballot { choice: Choice::Approve, power: 1, via };
            Ballots::<T>::insert((id, FIRST, did), ballot);
        }
        Pallet::<T>::schedule(Rank::Records, at, Task::Records(id));

        let used;
        #[block]
        {
            used = Pallet::<T>::prune(at.to_be_bytes(), Task::Records(id), Weight::MAX);
        }

        assert_eq!(used, Some(T::WeightInfo::prune(n)));
        assert_eq!(Proposals::<T>::get(id).expect("it stays").records, Records::Gone);
    }

    #[benchmark]
    fn open_vote(c: Linear<1, { T::MaxCooperatives::get() }>) {
        for id in (0..c).map(CooperativeId) {
            T::Members::make_member(id, 0, true);
        }
        let id = draft::<T>(Body::Federation, None);

        #[block]
        {
            Pallet::<T>::perform(Task::Proposal(id));
            count_internal::<T>();
        }

        assert_eq!(Proposals::<T>::get(id).expect("it is there").stage, Stage::Voting);
    }

    /// The vote ends the proposal, with its records from now on; and, as if it had passed, its
    /// proposer is rewarded.
    #[benchmark]
    fn close_vote(c: Linear<1, { T::MaxCooperatives::get() }>) {
        for id in (0..c).map(CooperativeId) {
            T::Members::make_member(id, 0, true);
        }
        let id = voting::<T>(Body::Federation);
        for (cooperative, mut tally) in Tallies::<T>::iter_prefix(id).collect::<Vec<_>>() {
            (tally.electorate, tally.rejecting, tally.reject) = (1, 1, 1);
            Tallies::<T>::insert(id, cooperative, tally);
        }
        let proposer = Proposals::<T>::get(id).expect("it was made").proposer;

        #[block]
        {
            Pallet::<T>::perform(Task::Proposal(id));
            T::Reputation::passed(&proposer, id);
            count_internal::<T>();
        }

        assert_eq!(Proposals::<T>::get(id).expect("it is there").stage, Stage::Rejected);
    }

    /// A decision of as many as may be fails, which is the longer way: a remark with this origin.
    /// And a call of as many bytes is read that takes most to read.
    #[benchmark]
    fn execute(l: Linear<16, { MAX_CALL - 16 }>) {
        let remark = vec![7; l as usize];
        let call: RuntimeCallFor<T> = frame_system::Call::<T>::remark { remark }.into();
        let (id, _) = approved::<T>(largest_body::<T>(), Some(call));
        let other = ProposalId(id.0.saturating_add(1));
        carrying::<T>(other, thicket::<T>(l));

        #[block]
        {
            Pallet::<T>::perform(Task::Proposal(id));
            count_internal::<T>();
            assert!(Pallet::<T>::call_of(other).is_ok());
        }

        assert!(Proposals::<T>::get(id).expect("it is there").stage.is_final());
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::chain(), crate::mock::Test);
}

/// So many options, each as long as may be.
fn options(count: u32) -> PollOptions {
    let option = |number: u32| {
        let mut option: BoundedVec<u8, _> = line(MAX_OPTION);
        option[0] = b'a'.saturating_add(number as u8);
        option
    };
    BoundedVec::truncate_from((0..count).map(option).collect())
}
