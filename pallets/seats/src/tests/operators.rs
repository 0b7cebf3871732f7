//! Who operates a seat.

use polkadot_sdk::{
    pallet_session::{self, ExternallySetKeys},
    polkadot_sdk_frame::testing_prelude::*,
};

use crate::{mock::*, Error, Event, OperatorOf};

fn set_operator(who: u32, number: u32, operator: AccountIdOf) -> DispatchResult {
    Seats::set_operator(RuntimeOrigin::signed(steward(who)), cooperative(number), operator)
}

type AccountIdOf = icn_primitives::AccountId;

#[test]
fn a_steward_names_another_operator_and_the_seat_misses_no_turn() {
    federation(4, || {
        assert_ok!(set_operator(2, 2, stranger(0)));
        let event = Event::OperatorSet { cooperative: cooperative(2), operator: stranger(0) };
        assert_eq!(events(), [event]);
        assert_eq!(Seats::operator_cooperative(&stranger(0)), Some(cooperative(2)));
        assert_eq!(Seats::operator_cooperative(&operator(2)), None);
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 2, 3], "the keys of before are still good");

        assert_ok!(set_keys(2, 1));
        let proof = proof(2, 2, &operator(2));
        assert_noop!(
            Session::set_keys(RuntimeOrigin::signed(operator(2)), keys(2, 2), proof),
            pallet_session::Error::<Test>::NoAssociatedValidatorId
        );
    });
}

#[test]
fn keys_must_be_proven_and_belong_to_one_seat() {
    federation(4, || {
        let signed = RuntimeOrigin::signed(operator(2));
        let others = proof(2, 1, &operator(1));
        assert_noop!(
            Session::set_keys(signed.clone(), keys(2, 1), others),
            pallet_session::Error::<Test>::InvalidProof
        );
        let taken = proof(1, 0, &operator(2));
        assert_noop!(
            Session::set_keys(signed, keys(1, 0), taken),
            pallet_session::Error::<Test>::DuplicatedKey
        );
    });
}

#[test]
fn only_the_cooperatives_own_stewards_name_its_operator() {
    federation(4, || {
        assert_noop!(set_operator(1, 2, stranger(0)), Error::<Test>::NotAuthorized);
        assert_noop!(
            Seats::set_operator(RuntimeOrigin::root(), cooperative(2), stranger(0)),
            BadOrigin
        );
        assert_noop!(set_operator(9, 9, stranger(0)), Error::<Test>::NotFound);
    });
}

#[test]
fn an_account_operates_one_seat_and_none_that_another_is_named_by() {
    federation(4, || {
        for taken in [operator(1), operator(2), organisation(1)] {
            assert_noop!(set_operator(2, 2, taken), Error::<Test>::AlreadyExists);
        }
        // Its own name is free to go back to.
        assert_ok!(set_operator(2, 2, organisation(2)));
    });
}

#[test]
fn an_operator_can_send_transactions_and_keeps_its_nonce_for_ever() {
    federation(4, || {
        assert_eq!(System::providers(&stranger(0)), 0);
        assert_ok!(set_operator(2, 2, stranger(0)));
        assert_ok!(set_operator(2, 2, stranger(1)));
        assert_ok!(set_operator(2, 2, stranger(0)));
        assert_eq!((System::providers(&stranger(0)), System::providers(&stranger(1))), (1, 1));
    });
}

#[test]
fn what_the_session_pallet_holds_of_the_old_operator_goes_to_the_new_one() {
    federation(4, || {
        let consumers = |who| System::consumers(&who);
        // Genesis doesn't count a reference for every operator; setting keys anew does.
        assert_ok!(Session::purge_keys(RuntimeOrigin::signed(operator(2))));
        assert_ok!(set_keys(2, 0));
        assert_eq!(consumers(operator(2)), 1);
        assert_ok!(set_operator(2, 2, stranger(0)));
        assert_eq!((consumers(operator(2)), consumers(stranger(0))), (0, 1));
        assert_ok!(Session::purge_keys(RuntimeOrigin::signed(stranger(0))));
        assert_eq!(consumers(stranger(0)), 0);
    });
}

#[test]
fn keys_that_were_put_back_are_handed_over_as_such() {
    federation(1, || {
        assert_ok!(Session::purge_keys(RuntimeOrigin::signed(operator(0))));
        end_session();
        assert!(ExternallySetKeys::<Test>::contains_key(operator(0)));
        assert_ok!(set_operator(0, 0, stranger(0)));
        assert!(!ExternallySetKeys::<Test>::contains_key(operator(0)));
        assert!(ExternallySetKeys::<Test>::contains_key(stranger(0)));
        assert_ok!(set_keys(0, 1));
        assert_eq!(System::consumers(&stranger(0)), 1);
    });
}

#[test]
fn nobody_keeps_a_name_from_its_cooperative_by_operating_with_it() {
    federation(4, || {
        // Cooperative 2 takes an account that will be the name of cooperative 7's seat.
        assert_ok!(set_operator(2, 2, organisation(7)));
        System::reset_events();
        assert_ok!(Seats::open_seat(cooperative(7), organisation(7)));
        let given_back =
            Event::OperatorSet { cooperative: cooperative(2), operator: organisation(2) };
        let opened = Event::SeatOpened { cooperative: cooperative(7), validator: organisation(7) };
        assert_eq!(events(), [given_back, opened]);
        let operated = OperatorOf::<Test>::get(organisation(7)).unwrap();
        assert_eq!(operated.cooperative, cooperative(7));
    });
}
