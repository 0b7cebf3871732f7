//! Who is admitted, for what.

use icn_primitives::{admission::Standing, membership::MAX_MEMBERSHIPS, Refusal};
use polkadot_sdk::{
    frame_system,
    polkadot_sdk_frame::testing_prelude::*,
    sp_runtime::{
        traits::TransactionExtension,
        transaction_validity::{InvalidTransaction, TransactionSource},
    },
};

use super::{own_use, refused};
use crate::{mock::*, Admit, Pallet, SignerSource, Val, WeightInfo};

fn wipe() -> RuntimeCall {
    board::Call::wipe {}.into()
}

fn operate() -> RuntimeCall {
    board::Call::operate {}.into()
}

fn decree() -> RuntimeCall {
    board::Call::decree {}.into()
}

#[test]
fn a_member_writes() {
    federation().execute_with(|| {
        assert_ok!(look_at(&ada(), &note()));
        done(&ada(), &note());
        assert_eq!(notes(), [(ada(), 1)]);
        assert_ok!(Pallet::<Test>::do_try_state());
    });
}

#[test]
fn an_account_that_nobody_enrolled_is_told_so() {
    federation().execute_with(|| {
        let why = refused(Refusal::UnknownAccount);
        assert_eq!(look_at(&mallory(), &note()), Err(why));
        assert_eq!(send(&mallory(), &note()), Err(why));
        assert_eq!(notes(), []);
    });
}

#[test]
fn every_reason_of_the_membership_reaches_the_sender() {
    federation().execute_with(|| {
        for refusal in [Refusal::NotMember, Refusal::MemberSuspended, Refusal::CooperativeNotActive]
        {
            say(sven(), Err(refusal));
            assert_eq!(look_at(&sven(), &note()), Err(refused(refusal)));
        }
    });
}

#[test]
fn a_member_who_is_suspended_stops_writing_at_once_and_keeps_the_nonce() {
    federation().execute_with(|| {
        let admitted = People::signer(&ada());
        done(&ada(), &note());
        say(ada(), Err(Refusal::MemberSuspended));
        assert_eq!(send(&ada(), &note()), Err(refused(Refusal::MemberSuspended)));
        say(ada(), admitted);
        done(&ada(), &note());
        assert_eq!(System::account_nonce(ada()), 2);
    });
}

#[test]
fn each_role_sends_its_own_calls_and_no_others() {
    federation().execute_with(|| {
        let calls = [note(), wipe(), operate(), decree()];
        for (who, allowed) in [
            (ada(), [true, false, false, false]),
            (stella(), [true, true, false, false]),
            (olga(), [false, false, true, false]),
            (frida(), [false, false, false, true]),
        ] {
            for (call, allowed) in calls.iter().zip(allowed) {
                match look_at(&who, call) {
                    Ok(_) => assert!(allowed, "{who} may not {call:?}"),
                    Err(why) => {
                        assert!(!allowed, "{who} may {call:?}");
                        assert_eq!(why, refused(Refusal::CallNotAllowed));
                    }
                }
            }
        }
    });
}

#[test]
fn a_call_that_no_policy_names_is_for_nobody() {
    federation().execute_with(|| {
        let call: RuntimeCall = frame_system::Call::set_heap_pages { pages: 1 }.into();
        for who in [ada(), stella(), olga(), frida()] {
            assert_eq!(look_at(&who, &call), Err(refused(Refusal::CallNotAllowed)));
        }
    });
}

#[test]
fn a_cooperatives_own_key_writes_as_an_organisation() {
    federation().execute_with(|| {
        let ben_now = People::signer(&ben()).unwrap();
        say(
            ben(),
            Ok(icn_primitives::admission::Signer { standing: Standing::Organisation, ..ben_now }),
        );
        assert_ok!(look_at(&ben(), &note()));
        assert_eq!(look_at(&ben(), &wipe()), Err(refused(Refusal::CallNotAllowed)));
    });
}

#[test]
fn a_transaction_that_fails_has_used_its_quota_all_the_same() {
    federation().execute_with(|| {
        let spoil: RuntimeCall = board::Call::spoil {}.into();
        assert!(send(&ada(), &spoil).unwrap().is_err());
        let holder = People::signer(&ada()).unwrap().holder;
        assert!(own_use(&holder).used.weight > MS);
    });
}

#[test]
fn the_nonce_is_still_checked() {
    federation().execute_with(|| {
        done(&ada(), &note());
        let extension = (Admit::<Test>::new(), frame_system::CheckNonce::<Test>::from(0));
        let call = note();
        let info = info(&ada(), &call);
        assert_eq!(
            extension
                .validate_only(
                    RuntimeOrigin::signed(ada()),
                    &call,
                    &info,
                    LENGTH,
                    TransactionSource::External,
                    0,
                )
                .map(|_| ()),
            Err(InvalidTransaction::Stale.into()),
        );
    });
}

#[test]
fn what_no_account_signed_passes_through_untouched_and_pays_nothing_for_it() {
    federation().execute_with(|| {
        let call = wipe();
        let info = info(&ada(), &call);
        let state = storage_root();
        for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
            let weight = <() as WeightInfo>::admit(MAX_MEMBERSHIPS);
            let (validity, val, _) = Admit::<Test>::new()
                .validate(
                    origin.clone(),
                    &call,
                    &info,
                    LENGTH,
                    (),
                    &polkadot_sdk::sp_runtime::traits::TxBaseImplication(()),
                    TransactionSource::External,
                )
                .unwrap();
            assert_eq!(validity, Default::default());
            assert_eq!(val, Val { charge: None, unspent: weight });
            let pre = Admit::<Test>::new().prepare(val, &origin, &call, &info, LENGTH).unwrap();
            assert_eq!(
                Admit::<Test>::post_dispatch_details(
                    pre,
                    &info,
                    &Default::default(),
                    LENGTH,
                    &Ok(()),
                ),
                Ok(weight),
            );
        }
        assert_eq!(storage_root(), state);
    });
}
