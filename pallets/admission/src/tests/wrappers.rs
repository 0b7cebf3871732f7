//! Calls inside calls.

use icn_primitives::{admission::Standing, membership::MAX_MEMBERSHIPS, AccountId, Refusal};
use polkadot_sdk::{
    pallet_proxy, pallet_utility,
    polkadot_sdk_frame::testing_prelude::*,
    sp_runtime::traits::{DispatchTransaction, TransactionExtension},
};

use super::{own_use, refused};
use crate::{cost, mock::*, Admit, Contents, SignerSource, WeightInfo};

fn wipe() -> RuntimeCall {
    board::Call::wipe {}.into()
}

/// `call` in `depth` batches.
fn deep(depth: u32, call: RuntimeCall) -> RuntimeCall {
    (0..depth).fold(call, |call, _| pallet_utility::Call::batch { calls: vec![call] }.into())
}

fn let_act(real: AccountId, delegate: AccountId) {
    let add = pallet_proxy::Call::add_proxy { delegate, proxy_type: (), delay: 0 }.into();
    done(&real, &add);
}

#[test]
fn a_batch_is_admitted_when_each_of_its_calls_is() {
    federation().execute_with(|| {
        done(&ada(), &batch(vec![write(1, MS), write(2, MS)]));
        assert_eq!(notes(), [(ada(), 1), (ada(), 2)]);
        assert_eq!(
            send(&ada(), &batch(vec![note(), wipe()])),
            Err(refused(Refusal::CallNotAllowed)),
        );
    });
}

#[test]
fn no_wrapper_hides_a_call_that_is_not_allowed() {
    federation().execute_with(|| {
        let_act(ben(), ada());
        for call in [
            batch(vec![wipe()]),
            batch(vec![note(), batch(vec![note(), wipe()])]),
            shared(ben(), wipe()),
            proxied(ben(), wipe()),
            batch(vec![proxied(ben(), batch(vec![shared(cleo(), wipe())]))]),
        ] {
            assert_eq!(send(&ada(), &call), Err(refused(Refusal::CallNotAllowed)), "{call:?}");
        }
    });
}

#[test]
fn a_wrapper_that_the_role_may_not_use_is_refused_whatever_it_holds() {
    federation().execute_with(|| {
        let operate: RuntimeCall = board::Call::operate {}.into();
        assert_ok!(look_at(&olga(), &batch(vec![operate.clone()])));
        assert_eq!(
            look_at(&olga(), &shared(ada(), operate)),
            Err(refused(Refusal::CallNotAllowed)),
        );
    });
}

#[test]
fn calls_are_looked_at_four_deep_and_no_deeper() {
    federation().execute_with(|| {
        done(&ada(), &deep(4, note()));
        assert_eq!(notes(), [(ada(), 1)]);
        assert_eq!(send(&ada(), &deep(5, note())), Err(refused(Refusal::NestingExceeded)));
        assert_eq!(send(&ada(), &deep(200, note())), Err(refused(Refusal::NestingExceeded)));
    });
}

#[test]
fn a_call_holds_128_calls_and_no_more() {
    federation().execute_with(|| {
        let many = |count| batch((0..count).map(|note| write(note, 0)).collect());
        assert_ok!(look_at(&ada(), &many(128)));
        assert_eq!(look_at(&ada(), &many(129)), Err(refused(Refusal::NestingExceeded)));
        // All depths count together: two batches and their 63 calls each make 128.
        assert_ok!(look_at(&ada(), &batch(vec![many(63), many(63)])));
        assert_eq!(
            look_at(&ada(), &batch(vec![many(63), many(64)])),
            Err(refused(Refusal::NestingExceeded)),
        );
    });
}

#[test]
fn a_member_acts_for_a_steward_who_said_so() {
    federation().execute_with(|| {
        let_act(stella(), ada());
        done(&ada(), &note());
        done(&ada(), &proxied(stella(), wipe()));
        assert_eq!(notes(), []);
    });
}

#[test]
fn a_proxy_uses_the_quota_of_whoever_signed() {
    federation().execute_with(|| {
        let_act(stella(), cleo());
        let used = |who: &AccountId| own_use(&People::signer(who).unwrap().holder).used;
        let before = used(&stella());
        done(&cleo(), &proxied(stella(), wipe()));
        assert_eq!(used(&stella()), before);
        assert!(used(&cleo()).weight > 0);
    });
}

#[test]
fn a_proxy_for_somebody_who_is_not_admitted_is_refused() {
    federation().execute_with(|| {
        let_act(ben(), ada());
        assert_ok!(look_at(&ada(), &proxied(ben(), note())));
        say(ben(), Err(Refusal::MemberSuspended));
        let why = Err(refused(Refusal::ProxiedNotAdmitted));
        assert_eq!(send(&ada(), &proxied(ben(), note())).map(|_| ()), why);
        assert_eq!(send(&ada(), &proxied(mallory(), note())).map(|_| ()), why);
        assert_eq!(send(&ada(), &batch(vec![proxied(ben(), note())])).map(|_| ()), why);
    });
}

#[test]
fn an_announced_call_is_looked_at_like_any_other_through_a_proxy() {
    federation().execute_with(|| {
        let announced = |real, call| -> RuntimeCall {
            pallet_proxy::Call::proxy_announced {
                delegate: ada(),
                real,
                force_proxy_type: None,
                call: Box::new(call),
            }
            .into()
        };
        assert_ok!(look_at(&ada(), &announced(stella(), wipe())));
        assert_eq!(
            look_at(&ada(), &announced(ben(), wipe())),
            Err(refused(Refusal::CallNotAllowed)),
        );
        assert_eq!(
            look_at(&ada(), &announced(sven(), note())),
            Err(refused(Refusal::ProxiedNotAdmitted)),
        );
    });
}

#[test]
fn a_suspended_member_does_not_act_for_others_either() {
    federation().execute_with(|| {
        let_act(ben(), sven());
        assert_eq!(send(&sven(), &proxied(ben(), note())), Err(refused(Refusal::MemberSuspended)),);
    });
}

#[test]
fn a_multisig_sends_what_its_signer_may_send() {
    federation().execute_with(|| {
        done(&ada(), &shared(ben(), note()));
        let notes = notes();
        assert_eq!(notes.len(), 1);
        assert!(notes.iter().all(|(who, _)| *who != ada() && *who != ben()));
    });
}

#[test]
fn what_a_call_holds_is_counted_up_to_the_bounds() {
    federation().execute_with(|| {
        let count = |call: &RuntimeCall| {
            let Contents { calls, proxied } = Contents::of::<Test>(call);
            (calls, proxied)
        };
        assert_eq!(count(&note()), (0, 0));
        assert_eq!(count(&batch(vec![])), (0, 0));
        assert_eq!(count(&batch(vec![note(), note()])), (2, 0));
        assert_eq!(count(&proxied(ben(), note())), (1, 1));
        assert_eq!(count(&batch(vec![note(), proxied(ben(), note())])), (3, 1));
        assert_eq!(count(&shared(ben(), batch(vec![note()]))), (2, 0));
        assert_eq!(count(&deep(4, note())), (4, 0));
        assert_eq!(count(&deep(200, note())), (4, 0));
        assert_eq!(count(&batch(vec![note(); 1_000])), (128, 0));
        let proxies = batch(vec![proxied(ben(), note()); 1_000]);
        assert_eq!(count(&proxies), (128, 64));
    });
}

fn through_ben() -> RuntimeCall {
    proxied(ben(), note())
}

#[test]
fn the_extension_weighs_what_the_call_holds() {
    federation().execute_with(|| {
        let weight = |call: &RuntimeCall| Admit::<Test>::new().weight(call);
        let base = <() as WeightInfo>::admit(MAX_MEMBERSHIPS);
        let calls = |count| {
            <() as WeightInfo>::admit_calls(count)
                .saturating_sub(<() as WeightInfo>::admit_calls(0))
        };
        let proxied = |count| {
            <() as WeightInfo>::admit_proxied(count)
                .saturating_sub(<() as WeightInfo>::admit_proxied(0))
        };
        assert_eq!(weight(&note()), base);
        assert_eq!(weight(&batch(vec![note(); 10])), base + calls(10));
        assert_eq!(weight(&batch(vec![through_ben(); 10])), base + calls(20) + proxied(10),);
        assert_eq!(weight(&batch(vec![note(); 5_000])), base + calls(128));
    });
}

#[test]
fn what_was_counted_for_memberships_that_nobody_has_is_given_back() {
    federation().execute_with(|| {
        let call = note();
        let info = info(&ada(), &call);
        let unspent =
            <() as WeightInfo>::admit(MAX_MEMBERSHIPS).saturating_sub(<() as WeightInfo>::admit(1));
        assert!(unspent.ref_time() > 0);
        let returned = Admit::<Test>::new()
            .test_run(RuntimeOrigin::signed(ada()), &call, &info, LENGTH, 0, |_| Ok(().into()))
            .unwrap()
            .unwrap();
        assert_eq!(returned.calc_unspent(&info), unspent);
        let used = own_use(&People::signer(&ada()).unwrap().holder).used;
        assert_eq!(used, cost::<Test>(&info, unspent, LENGTH));
    });
}

#[test]
fn the_federation_acts_through_a_proxy_that_it_named() {
    federation().execute_with(|| {
        let_act(frida(), stella());
        let decree: RuntimeCall = board::Call::decree {}.into();
        assert_eq!(look_at(&stella(), &decree), Err(refused(Refusal::CallNotAllowed)));
        done(&stella(), &proxied(frida(), decree));
        assert_eq!(People::signer(&frida()).unwrap().standing, Standing::Federation);
    });
}
