//! Scenarios.

use codec::Encode;
use icn_primitives::{
    governance::{JointBody, MAX_JOINT},
    message::{CooperativesDecision, ShardMessage},
    shard::{MessageError, Outcome},
    ShardId,
};
use polkadot_sdk::{
    frame_system,
    polkadot_sdk_frame::{prelude::*, testing_prelude::*, traits::EnsureOrigin},
};
use proptest::prelude::*;

use crate::{mock::*, Authority, EnsureDecision, Error, Event, Origin, WeightInfo};

fn write(entry: u32) -> RuntimeCall {
    register::Call::write { entry }.into()
}

fn decide(who: u64, call: RuntimeCall) -> DispatchResultWithPostInfo {
    Federation::decide(RuntimeOrigin::signed(who), Box::new(call))
}

fn entry() -> Option<u32> {
    register::Entry::<Test>::get()
}

#[test]
fn a_decision_takes_effect_and_says_which_call_it_was() {
    federation().execute_with(|| {
        let call = write(7);
        assert_ok!(decide(AUTHORITY, call.clone()));
        assert_eq!(entry(), Some(7));
        let call = BlakeTwo256::hash_of(&call);
        System::assert_last_event(Event::Decided { authority: AUTHORITY, call }.into());
    });
}

#[test]
fn only_the_authority_brings_decisions() {
    federation().execute_with(|| {
        assert_noop!(decide(OTHER, write(7)), Error::<Test>::NotAuthorized);
        for origin in
            [RuntimeOrigin::root(), RuntimeOrigin::none(), RuntimeOrigin::from(Origin::Federation)]
        {
            assert_noop!(Federation::decide(origin, Box::new(write(7))), BadOrigin);
        }
    });
}

#[test]
fn a_chain_without_an_authority_lets_nobody_decide() {
    with_authority(None).execute_with(|| {
        assert_eq!(Authority::<Test>::get(), None);
        assert_noop!(decide(AUTHORITY, write(7)), Error::<Test>::NotAuthorized);
    });
}

#[test]
fn the_authority_is_an_account_that_can_send_transactions() {
    federation().execute_with(|| assert_eq!(System::providers(&AUTHORITY), 1));
}

#[test]
fn a_decision_that_fails_leaves_nothing_behind() {
    federation().execute_with(|| {
        let spoil = RuntimeCall::from(register::Call::spoil { entry: 7 });
        let failed = decide(AUTHORITY, spoil.clone()).unwrap_err();
        assert_eq!(failed.error, register::Error::<Test>::Spoiled.into());
        // Also where no transaction of its own surrounds it.
        assert!(Federation::do_decide(spoil).is_err());
        assert_eq!(entry(), None);
        assert!(System::events().is_empty());
    });
}

#[test]
fn a_decided_call_acts_for_no_account_and_is_not_root() {
    federation().execute_with(|| {
        let again = crate::Call::decide { call: Box::new(write(7)) }.into();
        assert_eq!(decide(AUTHORITY, again).unwrap_err().error, BadOrigin.into());
        let root_only = frame_system::Call::set_heap_pages { pages: 64 }.into();
        assert_eq!(decide(AUTHORITY, root_only).unwrap_err().error, BadOrigin.into());
    });
}

#[test]
fn the_decisions_origin_is_told_from_all_others() {
    federation().execute_with(|| {
        assert_ok!(EnsureDecision::<Test>::ensure_origin(Origin::Federation.into()));
        for other in [
            RuntimeOrigin::root(),
            RuntimeOrigin::none(),
            RuntimeOrigin::signed(AUTHORITY),
            RuntimeOrigin::signed(OTHER),
        ] {
            assert!(EnsureDecision::<Test>::ensure_origin(other).is_err());
        }
        assert_noop!(Register::write(RuntimeOrigin::signed(AUTHORITY), 7), BadOrigin);
    });
}

#[test]
fn a_decision_weighs_what_its_call_weighs_and_a_little_more() {
    federation().execute_with(|| {
        let own = <() as WeightInfo>::decide();
        let outer = RuntimeCall::from(crate::Call::decide { call: Box::new(write(7)) });
        assert_eq!(outer.get_dispatch_info().call_weight, own + register::WRITE);
        let post = decide(AUTHORITY, write(7)).unwrap();
        assert_eq!(post.actual_weight, Some(own + register::USED));
        let failed =
            decide(AUTHORITY, register::Call::spoil { entry: 7 }.into()).unwrap_err().post_info;
        assert_eq!(failed.actual_weight, Some(own + register::WRITE));
    });
}

fn decide_on(who: u64, shard: ShardId, call: Vec<u8>) -> DispatchResult {
    let call = call.try_into().unwrap();
    Federation::decide_on(RuntimeOrigin::signed(who), shard, call, Some(99))
}

#[test]
fn a_decision_travels_to_another_shard_and_takes_effect_there() {
    let call = write(7);
    let call_hash = BlakeTwo256::hash_of(&call);
    let (shard, nonce) = (MARKET, 1);
    let sent = federation().execute_with(|| {
        assert_ok!(decide_on(AUTHORITY, MARKET, call.encode()));
        let event = Event::DecisionSent { shard, nonce, call_hash };
        System::assert_last_event(event.into());
        assert_eq!(entry(), None);
        Sent::get()
    });
    let [(MARKET, payload, Some(99))] = sent.as_slice() else { panic!("one message") };
    let Ok(ShardMessage::Decision { call }) = ShardMessage::from_payload(payload) else {
        panic!("it is a decision")
    };
    // A shard on which nobody can decide.
    with_authority(None).execute_with(|| {
        assert_eq!(Federation::on_message(Origin::Federation, &call), Ok(()));
        assert_eq!(entry(), Some(7));
        System::assert_last_event(
            Event::DecisionReceived { by: Origin::Federation, call_hash }.into(),
        );
    });
    federation().execute_with(|| {
        let outcome = Outcome::Delivered;
        Federation::on_answer(shard, nonce, &outcome);
        System::assert_last_event(Event::DecisionAnswered { shard, nonce, outcome }.into());
    });
}

#[test]
fn cooperatives_decide_elsewhere_for_themselves_and_for_nobody_else() {
    let count = RuntimeCall::from(register::Call::count {}).encode();
    let sent = with_authority(None).execute_with(|| {
        assert_ok!(decide_on(COOPERATIVES, MARKET, count.clone()));
        Sent::get()
    });
    let [(MARKET, payload, Some(99))] = sent.as_slice() else { panic!("one message") };
    let Ok(ShardMessage::CooperativesDecision(CooperativesDecision::V1 {
        cooperatives,
        proposal,
        call,
    })) = ShardMessage::from_payload(payload)
    else {
        panic!("it is a decision of cooperatives")
    };
    let by = Origin::Cooperatives { cooperatives, proposal };
    assert_eq!(by, joint());
    with_authority(None).execute_with(|| {
        assert_eq!(Federation::on_message(by.clone(), &call), Ok(()));
        assert_eq!(entry(), Some(2));
        let call_hash = BlakeTwo256::hash(&call);
        System::assert_last_event(Event::DecisionReceived { by: by.clone(), call_hash }.into());
        // Neither decides for the other.
        let refused = Err(DispatchError::BadOrigin.into());
        assert_eq!(Federation::on_message(by, &write(7).encode()), refused);
        assert_eq!(Federation::on_message(Origin::Federation, &call), refused);
        assert_noop!(Register::count(RuntimeOrigin::signed(COOPERATIVES)), BadOrigin);
    });
}

#[test]
fn only_the_body_and_the_authority_send_decisions_and_only_where_a_lane_leads() {
    with_authority(None).execute_with(|| {
        assert_ok!(decide_on(BODY, MARKET, vec![]));
        assert_noop!(decide_on(AUTHORITY, MARKET, vec![]), Error::<Test>::NotAuthorized);
    });
    federation().execute_with(|| {
        assert_noop!(decide_on(OTHER, MARKET, vec![]), Error::<Test>::NotAuthorized);
        let nowhere = DispatchError::Other("no such shard");
        assert_noop!(decide_on(AUTHORITY, ShardId(9), vec![]), nowhere);
        let call = BoundedVec::default();
        for origin in [RuntimeOrigin::root(), RuntimeOrigin::none(), Origin::Federation.into()] {
            assert_noop!(Federation::decide_on(origin, MARKET, call.clone(), None), BadOrigin);
        }
    });
}

#[test]
fn a_decision_from_elsewhere_that_fails_or_is_no_call_changes_nothing() {
    federation().execute_with(|| {
        let spoil = RuntimeCall::from(register::Call::spoil { entry: 7 }).encode();
        assert_noop!(
            Federation::on_message(Origin::Federation, &spoil),
            MessageError::refused("Spoiled")
        );
        let mut long = write(7).encode();
        long.push(0);
        for unknown in [vec![], vec![99; 40], long] {
            assert_noop!(
                Federation::on_message(Origin::Federation, &unknown),
                MessageError::UnknownPayload
            );
        }
        // It acts for no account, and can't go on to other shards.
        let onwards =
            crate::Call::decide_on { shard: MARKET, call: BoundedVec::default(), expires_at: None };
        let refused =
            Federation::on_message(Origin::Federation, &RuntimeCall::from(onwards).encode());
        assert_eq!(refused, Err(DispatchError::BadOrigin.into()));
    });
}

#[test]
fn an_upgrade_is_authorized_by_a_decision_of_either_kind_and_by_nobody_else() {
    federation().execute_with(|| {
        let authorized = || System::authorized_upgrade().map(|upgrade| *upgrade.code_hash());
        let [first, second] = [b"1", b"2"].map(|code| BlakeTwo256::hash(code));
        for origin in [AUTHORITY, COOPERATIVES].map(RuntimeOrigin::signed).into_iter().chain([
            RuntimeOrigin::root(),
            RuntimeOrigin::none(),
            joint().into(),
        ]) {
            assert_noop!(Federation::authorize_upgrade(origin, first), BadOrigin);
        }
        assert_ok!(Federation::authorize_upgrade(RuntimeOrigin::signed(BODY), first));
        assert_eq!(authorized(), Some(first));
        assert_ok!(Federation::authorize_upgrade(Origin::Federation.into(), second));
        assert_eq!(authorized(), Some(second));
    });
}

#[test]
fn a_decision_from_elsewhere_weighs_what_its_call_weighs_and_what_reading_it_takes() {
    let call = write(7).encode();
    let reading = <() as WeightInfo>::on_message(call.len() as u32);
    assert_eq!(Federation::weight_of(&call), reading + register::WRITE);
    let unknown = vec![99; call.len()];
    assert_eq!(Federation::weight_of(&unknown), reading);
}

#[test]
fn the_longest_decision_fits_into_a_message() {
    let cooperatives = vec![Default::default(); MAX_JOINT as usize];
    let message = ShardMessage::CooperativesDecision(CooperativesDecision::V1 {
        cooperatives: JointBody::truncate_from(cooperatives),
        proposal: Default::default(),
        call: vec![0; crate::MAX_DECISION as usize],
    });
    assert!(message.encode().len() <= icn_primitives::shard::MAX_PAYLOAD as usize);
}

proptest! {
    /// Whoever sends whatever: the register changes when the authority decided so, and only then.
    #[test]
    fn only_decisions_of_the_authority_ever_change_anything(
        attempts in prop::collection::vec((0u64..5, any::<bool>(), any::<u32>()), 0..20),
    ) {
        federation().execute_with(|| {
            let mut expected = None;
            for (who, spoil, value) in attempts {
                let call = if spoil {
                    register::Call::spoil { entry: value }.into()
                } else {
                    write(value)
                };
                let decided = decide(who, call).is_ok();
                prop_assert_eq!(decided, who == AUTHORITY && !spoil);
                if decided {
                    expected = Some(value);
                }
                prop_assert_eq!(entry(), expected);
            }
            Ok(())
        })?;
    }
}
