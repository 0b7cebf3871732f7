//! What cooperatives decide by votes takes effect, and nothing else does it for them.

use codec::Encode;
use icn_primitives::{
    credential::attestation_schema,
    governance::{
        Body, Choice, DecisionKind, Fallback, GovernanceRules, JointBody, Model, ProposalId, Stage,
    },
    ledger::{CurrencyCode, CurrencyId, LedgerAccount, Money, Treasury},
    membership::CooperativeStatus,
    message::ShardMessage,
    reputation::{Category, ReadReputation},
    shard::MessageError,
    CooperativeId, Hash, Refusal, SECOND,
};
use pallet_shards::OnMessage;
use polkadot_sdk::{
    frame_support::assert_ok,
    frame_system, pallet_utility,
    sp_runtime::{traits::Dispatchable, DispatchError},
};

use super::{
    chain::{next_block, refused, Person},
    founders::{
        all, decided, enrol, federation, propose, quick, steward, vote, CARE, FOOD, HOUSING, MARKET,
    },
};
use crate::{
    decisions::decision_for, shards::Messages, Cooperatives, Governance, Ledger, Reputation,
    Runtime, RuntimeCall, RuntimeOrigin, System,
};

fn federation_decides(kind: DecisionKind, call: impl Into<RuntimeCall>) {
    let stage = decided(FOOD, Body::Federation, kind, Some(call.into()), &all());
    assert_eq!(stage, Stage::Executed);
}

fn pay(from: CooperativeId, currency: CurrencyId, amount: i128, key: u8) -> RuntimeCall {
    RuntimeCall::Ledger(pallet_ledger::Call::pay_from_treasury {
        treasury: Treasury::Cooperative(from),
        payee: LedgerAccount::Person(steward(CARE).did()),
        money: Money { currency, amount },
        key: [key; 32],
        reference: None,
    })
}

#[test]
fn a_federation_decides_about_cooperatives_by_votes() {
    federation().execute_with(|| {
        federation_decides(
            DecisionKind::Bylaw,
            RuntimeCall::Cooperatives(pallet_cooperatives::Call::suspend { id: HOUSING }),
        );
        assert_eq!(Cooperatives::status(HOUSING), Some(CooperativeStatus::Suspended));
        let skills = RuntimeCall::Utility(pallet_utility::Call::batch { calls: vec![] });
        assert_eq!(steward(HOUSING).send(skills), Err(refused(Refusal::CooperativeNotActive)));

        let restore = RuntimeCall::Cooperatives(pallet_cooperatives::Call::restore { id: HOUSING });
        let three = &all()[..3];
        let kind = DecisionKind::Standard;
        assert_eq!(decided(CARE, Body::Federation, kind, Some(restore), three), Stage::Executed);
        assert_eq!(Cooperatives::status(HOUSING), Some(CooperativeStatus::Active));
    });
}

#[test]
fn nobody_decides_alone_where_no_authority_is_named() {
    federation().execute_with(|| {
        let suspend = RuntimeCall::Cooperatives(pallet_cooperatives::Call::suspend { id: HOUSING });
        let decide = RuntimeCall::Federation(pallet_federation::Call::decide {
            call: Box::new(suspend.clone()),
        });
        let refusal = Err(refused(Refusal::UnknownAccount));
        assert_eq!(Person::authority().send(decide.clone()), refusal);
        for call in [decide, suspend.clone()] {
            assert_eq!(steward(FOOD).send(call), Err(refused(Refusal::CallNotAllowed)));
        }
        // Nor does a cooperative for the federation.
        let own = Body::Cooperative(FOOD);
        let proposed = propose(FOOD, own, DecisionKind::Constitution, Some(suspend));
        let not_allowed: DispatchError = pallet_governance::Error::<Runtime>::CallNotAllowed.into();
        assert_eq!(proposed, Err(not_allowed));
    });
}

#[test]
fn a_decision_takes_the_kind_that_its_call_does() {
    federation().execute_with(|| {
        let suspend = RuntimeCall::Cooperatives(pallet_cooperatives::Call::suspend { id: HOUSING });
        let not_allowed: DispatchError = pallet_governance::Error::<Runtime>::CallNotAllowed.into();
        for call in [
            suspend.clone(),
            RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![suspend.clone()] }),
            on_market(suspend.encode()),
        ] {
            assert_eq!(decision_for(&Body::Federation, &call), Some(DecisionKind::Bylaw));
            let lower = propose(FOOD, Body::Federation, DecisionKind::Budget, Some(call));
            assert_eq!(lower, Err(not_allowed));
        }
        // Where not all of it takes effect, and what has rules of its own.
        let evolution = RuntimeCall::Governance(pallet_governance::Call::record_evolution {
            artefact: Hash::zero(),
            risk: Default::default(),
            evidence: Hash::zero(),
        });
        for call in [
            RuntimeCall::Utility(pallet_utility::Call::batch { calls: vec![suspend] }),
            RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![evolution] }),
        ] {
            assert_eq!(decision_for(&Body::Federation, &call), None);
        }
        // What the hub can't read takes most.
        let constitution = Some(DecisionKind::Constitution);
        assert_eq!(decision_for(&Body::Federation, &on_market(vec![255; 3])), constitution);
    });
}

/// The decision that has what may be a call carried out on the marketplace.
fn on_market(call: Vec<u8>) -> RuntimeCall {
    let call = call.try_into().unwrap();
    RuntimeCall::Federation(pallet_federation::Call::decide_on {
        shard: MARKET,
        call,
        expires_at: None,
    })
}

#[test]
fn a_decision_that_goes_elsewhere_goes_no_further() {
    let stalled =
        RuntimeCall::Seats(pallet_seats::Call::note_stalled { delay: 1, best_finalized: 1 });
    let of = |call: &RuntimeCall| decision_for(&Body::Federation, call);
    assert_eq!(of(&on_market(stalled.encode())), Some(DecisionKind::Standard));

    // However deep: what is inside isn't read, so that reading is bounded.
    let mut nested = on_market(stalled.encode());
    for depth in 0..1_000 {
        nested = on_market(nested.encode());
        assert_eq!(of(&nested), Some(DecisionKind::Constitution), "{depth} deep");
    }
    let batch = RuntimeCall::Utility(pallet_utility::Call::batch_all {
        calls: vec![on_market(stalled.encode())],
    });
    assert_eq!(of(&on_market(batch.encode())), Some(DecisionKind::Constitution));
}

#[test]
fn a_budget_is_paid_from_a_treasury_by_its_members_decision() {
    federation().execute_with(|| {
        let currency =
            CurrencyId { issuer: FOOD, code: CurrencyCode(*b"HOURS\0\0\0"), decimals: 2 };
        let treasury = LedgerAccount::Treasury(Treasury::Cooperative(FOOD));
        let calls = vec![
            pallet_ledger::Call::issue_currency { currency, default_limit: 0 }.into(),
            pallet_ledger::Call::set_credit_limit { currency, account: treasury, limit: Some(100) }
                .into(),
            pay(FOOD, currency, 60, 1),
        ];
        let budget = RuntimeCall::Utility(pallet_utility::Call::batch_all { calls });
        let own = Body::Cooperative(FOOD);
        let for_it = [(FOOD, Choice::Approve)];
        let kind = DecisionKind::Budget;
        assert_eq!(decided(FOOD, own.clone(), kind, Some(budget), &for_it), Stage::Executed);
        let payee = LedgerAccount::Person(steward(CARE).did());
        let balance = |account| Ledger::account(&account, currency).unwrap().balance;
        assert_eq!((balance(treasury), balance(payee)), (-60, 60));

        // Beyond its limit it fails, and nothing of it stays.
        let call = Some(pay(FOOD, currency, 60, 2));
        assert_eq!(decided(FOOD, own, kind, call, &for_it), Stage::ExecutionFailed);
        // Nobody pays from another's treasury.
        let call = Some(pay(FOOD, currency, 10, 3));
        let stage = decided(CARE, Body::Cooperative(CARE), kind, call, &[(CARE, Choice::Approve)]);
        assert_eq!(stage, Stage::ExecutionFailed);
        assert_eq!((balance(treasury), balance(payee)), (-60, 60));
        // A joint decision is one of each of them.
        let both = JointBody::truncate_from(vec![FOOD, CARE]);
        let call = Some(pay(FOOD, currency, 10, 4));
        let one = [(FOOD, Choice::Approve), (CARE, Choice::Reject)];
        let joint = Body::Joint(both);
        assert_eq!(decided(FOOD, joint.clone(), kind, call.clone(), &one), Stage::Rejected);
        assert_eq!(balance(treasury), -60);
        let two = [(FOOD, Choice::Approve), (CARE, Choice::Approve)];
        assert_eq!(decided(CARE, joint, kind, call, &two), Stage::Executed);
        assert_eq!((balance(treasury), balance(payee)), (-70, 70));
    });
}

#[test]
fn taking_part_is_remembered_as_reputation() {
    federation().execute_with(|| {
        let own = Body::Cooperative(FOOD);
        let for_it = [(FOOD, Choice::Approve)];
        let stage = decided(FOOD, own, DecisionKind::Standard, None, &for_it);
        assert_eq!(stage, Stage::Executed);
        let score =
            |category| <Reputation as ReadReputation>::score(&steward(FOOD).did(), category).0;
        assert!(score(Category::Voting) > 0);
        assert!(score(Category::ProposalCreation) > 0);
        assert_eq!(score(Category::Development), 0);
    });
}

#[test]
fn members_decide_who_their_stewards_are() {
    federation().execute_with(|| {
        let role = icn_primitives::membership::Role::Treasurer;
        let grant = RuntimeCall::Cooperatives(pallet_cooperatives::Call::grant_role {
            cooperative: FOOD,
            did: steward(FOOD).did(),
            role,
        });
        let for_it = [(FOOD, Choice::Approve)];
        let (own, kind) = (Body::Cooperative(FOOD), DecisionKind::Standard);
        assert_eq!(decided(FOOD, own, kind, Some(grant.clone()), &for_it), Stage::Executed);
        assert!(Cooperatives::membership(FOOD, &steward(FOOD).did()).unwrap().roles.has(role));
        // Not another's.
        let theirs = Body::Cooperative(CARE);
        let stage = decided(CARE, theirs, kind, Some(grant), &[(CARE, Choice::Approve)]);
        assert_eq!(stage, Stage::ExecutionFailed);
    });
}

#[test]
fn who_was_suspended_when_a_vote_began_has_no_part_in_it() {
    federation().execute_with(|| {
        let (ada, ben) = (Person::named("ada"), Person::named("ben"));
        let by_steward = |call: pallet_cooperatives::Call<Runtime>| {
            assert_ok!(steward(FOOD).dispatch(RuntimeCall::Cooperatives(call)));
        };
        for member in [&ada, &ben] {
            enrol(FOOD, member);
        }
        let suspend = |who: &Person| {
            by_steward(pallet_cooperatives::Call::suspend_member {
                cooperative: FOOD,
                did: who.did(),
            })
        };
        let restore = |who: &Person| {
            by_steward(pallet_cooperatives::Call::restore_member {
                cooperative: FOOD,
                did: who.did(),
            })
        };
        next_block();
        suspend(&ada);
        next_block();
        let id = propose(FOOD, Body::Cooperative(FOOD), DecisionKind::Standard, None).unwrap();
        while Governance::proposal(id).unwrap().proposal.stage != Stage::Voting {
            next_block();
        }
        let tally = || Governance::proposal(id).unwrap().tallies[0].1;
        assert_eq!(tally().electorate, 2);

        // Whoever comes back does not vote; whoever was there before, and is back, does.
        next_block();
        suspend(&ben);
        restore(&ada);
        let vote = RuntimeCall::Governance(pallet_governance::Call::cast_vote {
            proposal: id,
            cooperative: FOOD,
            choice: Choice::Approve,
            delegators: 0,
        });
        let votes = |who: &Person| who.dispatch(vote.clone());
        let not_elector = pallet_governance::Error::<Runtime>::NotElector;
        assert_eq!(votes(&ada), Err(not_elector.into()));
        assert_eq!(ben.send(vote.clone()), Err(refused(Refusal::MemberSuspended)));
        restore(&ben);
        assert_ok!(votes(&ben));
    });
}

#[test]
fn an_upgrade_is_authorized_by_a_constitution_decision_of_the_federation() {
    federation().execute_with(|| {
        let code_hash = Hash::repeat_byte(7);
        let upgrade =
            RuntimeCall::Federation(pallet_federation::Call::authorize_upgrade { code_hash });
        assert_eq!(decision_for(&Body::Federation, &upgrade), Some(DecisionKind::Constitution));
        federation_decides(DecisionKind::Constitution, upgrade.clone());
        assert_eq!(*System::authorized_upgrade().unwrap().code_hash(), code_hash);
        // On another shard, where a decision came from the hub.
        let there = Messages::on_message(
            crate::shards::HUB,
            &ShardMessage::Decision { call: upgrade.encode() }.encode(),
        );
        assert_eq!(there, Ok(()));
        let not_hub = Messages::on_message(
            MARKET,
            &ShardMessage::Decision { call: upgrade.encode() }.encode(),
        );
        assert_eq!(not_hub, Err(MessageError::refused("NotAuthorized")));
    });
}

#[test]
fn software_is_recorded_with_evidence_of_an_attestor_and_can_be_stopped_by_people() {
    federation().execute_with(|| {
        let (artefact, evidence) = (Hash::repeat_byte(1), Hash::repeat_byte(2));
        let attestor = steward(CARE);
        federation_decides(
            DecisionKind::Standard,
            RuntimeCall::Reputation(pallet_reputation::Call::set_attestor {
                attestor: attestor.did(),
                categories: [Category::Development].into_iter().collect(),
            }),
        );
        let evolution = RuntimeCall::Governance(pallet_governance::Call::record_evolution {
            artefact,
            risk: polkadot_sdk::sp_runtime::Permill::from_percent(20),
            evidence,
        });
        let kind = DecisionKind::Standard;
        let propose = || propose(FOOD, Body::Federation, kind, Some(evolution.clone()));
        let anchor = |schema| {
            RuntimeCall::Credentials(pallet_credentials::Call::anchor {
                issuer: attestor.did(),
                hash: evidence,
                schema,
                subject: attestor.did(),
                expires: None,
            })
        };
        assert_ok!(attestor.dispatch(anchor(attestation_schema(&artefact))));
        let id = propose().unwrap();
        next_block();
        for (cooperative, choice) in all() {
            vote(id, cooperative, choice);
        }
        while Governance::proposal(id).unwrap().proposal.stage != Stage::Approved {
            next_block();
        }
        // Two days at least; one cooperative's veto stops it.
        let veto = pallet_governance::Call::veto { proposal: id, cooperative: HOUSING };
        assert_ok!(steward(HOUSING).dispatch(RuntimeCall::Governance(veto)));
        assert_eq!(Governance::proposal(id).unwrap().proposal.stage, Stage::Vetoed);
        assert!(pallet_governance::Evolutions::<Runtime>::get(artefact).is_none());
        let attested =
            <crate::decisions::Attestations as pallet_governance::Attestations>::is_attested;
        assert!(attested(&artefact, &evidence));
        assert!(!attested(&evidence, &evidence));
        assert!(!attested(&artefact, &artefact));
    });
}

#[test]
fn a_deadlock_ends_by_the_fallback_of_the_rules() {
    federation().execute_with(|| {
        let rules = GovernanceRules {
            model: Model::Consent,
            fallback: Fallback::Reject,
            resolution: 10 * SECOND,
            ..quick()
        };
        let own = Body::Cooperative(FOOD);
        let call = RuntimeCall::Governance(pallet_governance::Call::set_rules { rules });
        let for_it = [(FOOD, Choice::Approve)];
        let kind = DecisionKind::Constitution;
        assert_eq!(decided(FOOD, own.clone(), kind, Some(call), &for_it), Stage::Executed);

        let id = propose(FOOD, own, DecisionKind::Standard, None).unwrap();
        next_block();
        let object = pallet_governance::Call::object {
            proposal: id,
            cooperative: FOOD,
            reason: b"The roof first".to_vec().try_into().unwrap(),
            delegators: 0,
        };
        assert_ok!(steward(FOOD).dispatch(RuntimeCall::Governance(object)));
        let mut seen = Vec::new();
        let stage = loop {
            next_block();
            let stage = Governance::proposal(id).unwrap().proposal.stage;
            if seen.last() != Some(&stage) {
                seen.push(stage);
            }
            if stage.is_final() {
                break stage;
            }
        };
        assert_eq!(stage, Stage::Rejected);
        assert!(seen.contains(&Stage::Resolution));
    });
}

#[test]
fn a_decision_signs_for_nobody_and_is_not_root() {
    federation().execute_with(|| {
        let decided = pallet_governance::Origin::Federation {
            kind: DecisionKind::Constitution,
            proposal: ProposalId(0),
        };
        for call in [
            RuntimeCall::System(frame_system::Call::set_code { code: vec![] }),
            RuntimeCall::System(frame_system::Call::remark_with_event { remark: vec![] }),
            RuntimeCall::Federation(pallet_federation::Call::decide {
                call: Box::new(RuntimeCall::System(frame_system::Call::remark { remark: vec![] })),
            }),
        ] {
            assert_eq!(decision_for(&Body::Federation, &call), None);
            let origin = RuntimeOrigin::from(decided.clone());
            assert_eq!(call.dispatch(origin).unwrap_err().error, DispatchError::BadOrigin);
        }
    });
}
