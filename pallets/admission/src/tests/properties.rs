//! What holds whatever is sent.

use icn_primitives::{AccountId, Refusal};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;
use proptest::prelude::*;

use super::{later, refused};
use crate::{
    mock::*, quota::MAX_PRIORITY, CooperativeUsage, OwnUsage, OwnUse, Pallet, SignerSource, Usage,
};

/// Calls of all kinds, in wrappers of all kinds.
fn any_call() -> impl Strategy<Value = RuntimeCall> {
    let leaf = prop_oneof![
        (any::<u32>(), 0..60 * MS).prop_map(|(note, weight)| write(note, weight)),
        Just(board::Call::wipe {}.into()),
        Just(board::Call::operate {}.into()),
        Just(board::Call::decree {}.into()),
        Just(board::Call::spoil {}.into()),
        any_account().prop_map(|delegate| {
            polkadot_sdk::pallet_proxy::Call::add_proxy { delegate, proxy_type: (), delay: 0 }
                .into()
        }),
        Just(
            crate::Call::set_parameters {
                parameters: crate::QuotaParameters::for_block(Default::default())
            }
            .into()
        ),
    ];
    leaf.prop_recursive(6, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(batch),
            (any_account(), inner.clone()).prop_map(|(real, call)| proxied(real, call)),
            (any_account(), inner).prop_map(|(other, call)| shared(other, call)),
        ]
    })
}

fn any_account() -> impl Strategy<Value = AccountId> {
    (1..=10u8).prop_map(account)
}

fn any_calls() -> impl Strategy<Value = Vec<RuntimeCall>> {
    prop::collection::vec(any_call(), 1..12)
}

/// Lets everybody act for everybody through a proxy: only admission stands in the way.
fn trust_everybody() {
    for real in [ada(), ben(), stella(), cleo(), frida()] {
        for delegate in [mallory(), sven(), ada()] {
            if real != delegate {
                assert_ok!(Proxy::add_proxy(RuntimeOrigin::signed(real.clone()), delegate, (), 0));
            }
        }
    }
}

/// Takes everything out of Ada's own bucket.
fn exhaust(who: &AccountId) {
    let view = Admission::quota(who.clone()).unwrap();
    let usage = Usage { used: view.own_full, at: Timestamp::get() };
    OwnUsage::<Test>::insert(view.signer.holder, OwnUse { usage, account: who.clone() });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_calls_of_an_outsider_change_the_state(calls in any_calls()) {
        federation().execute_with(|| {
            trust_everybody();
            let before = storage_root();
            for call in calls {
                // Nothing is rolled back here: nothing may have been written.
                let answer = send_unguarded(&mallory(), &call, LENGTH).map(|_| ());
                assert_eq!(answer, Err(refused(Refusal::UnknownAccount)));
            }
            assert_eq!(storage_root(), before);
        });
    }

    #[test]
    fn no_calls_of_a_suspended_member_change_the_state(calls in any_calls()) {
        federation().execute_with(|| {
            trust_everybody();
            let before = storage_root();
            for call in calls {
                let answer = send_unguarded(&sven(), &call, LENGTH).map(|_| ());
                assert_eq!(answer, Err(refused(Refusal::MemberSuspended)));
            }
            assert_eq!(storage_root(), before);
        });
    }

    #[test]
    fn no_calls_of_a_member_without_quota_change_the_state(calls in any_calls()) {
        federation().execute_with(|| {
            trust_everybody();
            exhaust(&ada());
            let before = storage_root();
            for call in calls {
                for key in [ada(), adas_phone()] {
                    assert!(look_at(&key, &call).is_err());
                    assert!(send_unguarded(&key, &call, LENGTH).is_err());
                }
            }
            assert_eq!(storage_root(), before);
        });
    }

    #[test]
    fn no_calls_of_a_cooperative_without_quota_change_the_state(calls in any_calls()) {
        federation().execute_with(|| {
            trust_everybody();
            let used = Admission::quota(ada()).unwrap().cooperative_full;
            let cooperative = People::signer(&ada()).unwrap().cooperative.unwrap();
            CooperativeUsage::<Test>::insert(cooperative, Usage { used, at: Timestamp::get() });
            let before = storage_root();
            for call in calls {
                for key in [ada(), ben(), stella()] {
                    assert!(send_unguarded(&key, &call, LENGTH).is_err());
                }
            }
            assert_eq!(storage_root(), before);
        });
    }

    #[test]
    fn nobody_does_through_wrappers_what_their_standing_forbids(calls in any_calls()) {
        federation().execute_with(|| {
            // Nobody named a proxy: everything runs as the signer, or as nobody.
            for call in calls {
                let _ = send(&olga(), &call);
                let _ = send(&frida(), &call);
            }
            // What members write, neither an operator nor the federation's account can.
            assert!(notes().iter().all(|(_, note)| *note == 0));
            assert_ok!(Pallet::<Test>::do_try_state());
        });
    }

    #[test]
    fn a_flood_by_one_cooperative_leaves_anothers_admission_unaffected(
        sent in prop::collection::vec((0..40u8, 0..50 * MS, 0..100_000usize), 1..200),
    ) {
        federation().execute_with(|| {
            // Forty members of cooperative 0 send all they can.
            let ada_is = People::signer(&ada()).unwrap();
            for n in 0..40 {
                let member = account(100 + n);
                let did = icn_primitives::Did::from_key(
                    icn_primitives::SigningKey::Sr25519([100 + n; 32]),
                );
                say(member, Ok(icn_primitives::admission::Signer {
                    holder: icn_primitives::admission::QuotaHolder::Did(did),
                    ..ada_is
                }));
            }
            let before = look_at(&cleo(), &note()).unwrap();
            let view = Admission::quota(cleo()).unwrap();
            for (n, weight, length) in sent {
                let _ = send_long(&account(100 + n), &write(0, weight), length);
            }
            // In the same block: Cleo's transactions rank as before, and her whole quota is there
            // for her, with room in the block.
            assert_eq!(look_at(&cleo(), &note()).unwrap(), before);
            assert_eq!(before.priority, MAX_PRIORITY);
            assert_eq!(Admission::quota(cleo()).unwrap(), view);
            for note in 0..4 {
                done_long(&cleo(), &write(note, 11 * MS), 20_000);
            }
            assert_ok!(Pallet::<Test>::do_try_state());
        });
    }

    #[test]
    fn each_cooperative_gets_its_share_of_a_block_that_all_of_them_flood(
        order in prop::collection::vec(0..3usize, 300..400),
        weight in 9 * MS..11 * MS,
    ) {
        federation().execute_with(|| {
            // Each cooperative has sixteen members, more than it takes to use up its share.
            let firsts = [ada(), cleo(), dora()].map(|who| People::signer(&who).unwrap());
            let member = |cooperative: usize, n: usize| {
                account(u8::try_from(100 + cooperative * 16 + n).unwrap())
            };
            for (cooperative, first) in firsts.iter().enumerate() {
                for n in 0..16 {
                    let account = member(cooperative, n);
                    let did = icn_primitives::Did::from_key(
                        icn_primitives::SigningKey::Sr25519(*account.as_ref()),
                    );
                    say(account, Ok(icn_primitives::admission::Signer {
                        holder: icn_primitives::admission::QuotaHolder::Did(did),
                        ..*first
                    }));
                }
            }
            let mut tried = [0usize; 3];
            let mut taken = [0u64; 3];
            for cooperative in order {
                let who = member(cooperative, tried[cooperative] % 16);
                tried[cooperative] += 1;
                match send(&who, &write(0, weight)) {
                    Ok(_) => taken[cooperative] += 1,
                    Err(why) => assert_eq!(why, later()),
                }
            }
            // 500 ms each, in pieces of some 9 to 12 ms: whoever tried often enough got that much.
            for (tried, taken) in tried.into_iter().zip(taken) {
                let share = 500 * MS / (weight + 2 * MS);
                assert!(taken >= share.min(tried as u64), "{taken} of {share}");
                assert!(taken * weight <= 500 * MS);
            }
        });
    }
}
