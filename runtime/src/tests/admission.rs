//! Who is admitted, through wrappers too.

use icn_primitives::{membership::Skills, CooperativeId, Refusal};
use polkadot_sdk::{
    pallet_multisig, pallet_proxy, pallet_utility,
    sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError},
};

use super::{
    chain::{chain, next_block, refused, Person},
    members::{enrol, suspend},
};
use crate::{wrappers::ProxyType, RuntimeCall, System};

const HOME: CooperativeId = CooperativeId(0);

fn skills() -> RuntimeCall {
    RuntimeCall::Cooperatives(pallet_cooperatives::Call::set_skills {
        cooperative: HOME,
        skills: Skills::default(),
    })
}

fn restore(who: &Person) -> RuntimeCall {
    RuntimeCall::Cooperatives(pallet_cooperatives::Call::restore_member {
        cooperative: HOME,
        did: who.did(),
    })
}

fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
    RuntimeCall::Utility(pallet_utility::Call::batch { calls })
}

fn as_proxy_of(real: &Person, call: RuntimeCall) -> RuntimeCall {
    RuntimeCall::Proxy(pallet_proxy::Call::proxy {
        real: real.account().into(),
        force_proxy_type: None,
        call: Box::new(call),
    })
}

#[test]
fn an_outsider_hears_the_reason_and_not_the_nonce_s() {
    chain().execute_with(|| {
        let eve = Person::named("eve");
        assert_eq!(eve.offer(skills()).map(drop), Err(refused(Refusal::UnknownAccount)));
        assert_eq!(eve.send(skills()), Err(refused(Refusal::UnknownAccount)));
        assert_eq!(System::providers(&eve.account()), 0);
    });
}

#[test]
fn a_suspended_member_is_refused_even_through_somebody_else() {
    chain().execute_with(|| {
        let (ada, bob) = (Person::named("ada"), Person::named("bob"));
        enrol(&ada, 0);
        enrol(&bob, 0);
        next_block();
        let named = pallet_proxy::Call::add_proxy {
            delegate: bob.account().into(),
            proxy_type: ProxyType::Any,
            delay: 0,
        };
        ada.dispatch(RuntimeCall::Proxy(named)).unwrap();
        bob.dispatch(as_proxy_of(&ada, skills())).unwrap();
        suspend(&ada);
        assert_eq!(ada.send(skills()), Err(refused(Refusal::MemberSuspended)));
        assert_eq!(
            bob.send(as_proxy_of(&ada, skills())),
            Err(refused(Refusal::ProxiedNotAdmitted))
        );
    });
}

#[test]
fn a_call_of_another_role_is_found_inside_wrappers() {
    chain().execute_with(|| {
        let ada = Person::named("ada");
        enrol(&ada, 0);
        next_block();
        let wrapped = [
            restore(&ada),
            batch(vec![skills(), restore(&ada)]),
            batch(vec![batch(vec![restore(&ada)])]),
            RuntimeCall::Multisig(pallet_multisig::Call::as_multi_threshold_1 {
                other_signatories: vec![Person::steward().account()],
                call: Box::new(restore(&ada)),
            }),
        ];
        for call in wrapped {
            assert_eq!(ada.send(call.clone()), Err(refused(Refusal::CallNotAllowed)), "{call:?}");
        }
        let deep = (0..6).fold(skills(), |call, _| batch(vec![call]));
        assert_eq!(ada.send(deep), Err(refused(Refusal::NestingExceeded)));
        // A proxy may do what the one it acts for may do.
        let named = pallet_proxy::Call::add_proxy {
            delegate: ada.account().into(),
            proxy_type: ProxyType::Membership,
            delay: 0,
        };
        Person::steward().dispatch(RuntimeCall::Proxy(named)).unwrap();
        ada.send(as_proxy_of(&Person::steward(), restore(&ada))).expect("it is admitted").unwrap();
    });
}

#[test]
fn only_the_authority_brings_decisions_and_they_are_whole_or_nothing() {
    chain().execute_with(|| {
        let decide = |call: RuntimeCall| {
            RuntimeCall::Federation(pallet_federation::Call::decide { call: Box::new(call) })
        };
        let suspend = RuntimeCall::Cooperatives(pallet_cooperatives::Call::suspend { id: HOME });
        assert_eq!(
            Person::steward().send(decide(suspend.clone())),
            Err(refused(Refusal::CallNotAllowed))
        );
        // The last active cooperative can't be suspended.
        let root = polkadot_sdk::sp_io::storage::root(Default::default());
        assert!(Person::authority().dispatch(decide(suspend)).is_err());
        assert_ne!(
            root,
            polkadot_sdk::sp_io::storage::root(Default::default()),
            "the nonce counts"
        );
        let parameters = pallet_seats::SeatParameters { session_length: 10, ..Default::default() };
        let set = RuntimeCall::Seats(pallet_seats::Call::set_parameters { parameters });
        Person::authority().dispatch(decide(set)).unwrap();
    });
}

#[test]
fn a_flood_is_refused_with_its_reason_until_the_quota_refills() {
    chain().execute_with(|| {
        let (ada, bob) = (Person::named("ada"), Person::named("bob"));
        enrol(&ada, 0);
        enrol(&bob, 0);
        next_block();
        let exhausted: TransactionValidityError = InvalidTransaction::ExhaustsResources.into();
        let sent = (0..5_000).take_while(|_| ada.send(skills()) != Err(exhausted)).count();
        assert!((10..5_000).contains(&sent), "{sent}");
        assert_eq!(ada.offer(skills()).map(drop), Err(refused(Refusal::MemberQuotaExceeded)));
        bob.dispatch(skills()).expect("another member's quota is untouched");
        for _ in 0..12 {
            next_block();
        }
        ada.dispatch(skills()).expect("it has refilled");
    });
}
