//! Seats open and close.

use icn_primitives::seat::{SeatStatus, MAX_SEATS};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;

use crate::{mock::*, Error, Event, GenesisConfig, NodeKeyOwner, SeatOfValidator, SeatParameters};

#[test]
fn a_new_seat_is_operated_by_the_account_that_names_it() {
    federation(1, || {
        assert_ok!(Seats::open_seat(cooperative(5), organisation(5)));
        let opened = seat(5);
        assert_eq!((&opened.operator, &opened.validator), (&organisation(5), &organisation(5)));
        assert_eq!((opened.status, opened.blocks), (SeatStatus::Ready, 0));
        assert_eq!(System::providers(&organisation(5)), 1);
    });
}

#[test]
fn a_cooperative_has_one_seat_and_a_name_names_one() {
    federation(2, || {
        assert_noop!(
            Seats::open_seat(cooperative(1), organisation(5)),
            Error::<Test>::AlreadyExists
        );
        assert_noop!(
            Seats::open_seat(cooperative(5), organisation(1)),
            Error::<Test>::AlreadyExists
        );
    });
}

#[test]
fn there_are_only_so_many_seats() {
    federation(1, || {
        for i in 1..MAX_SEATS {
            assert_ok!(Seats::open_seat(cooperative(i), organisation(i)));
        }
        let next = || Seats::open_seat(cooperative(MAX_SEATS), organisation(MAX_SEATS));
        assert_noop!(next(), Error::<Test>::SeatsExceeded);
        Seats::close_seat(cooperative(3));
        assert_ok!(next());
    });
}

#[test]
fn a_closed_seat_leaves_at_the_session_after_next_and_its_nodes_at_once() {
    federation(4, || {
        assert_ok!(Seats::list_node(RuntimeOrigin::root(), cooperative(2), peer(1)));
        System::reset_events();
        Seats::close_seat(cooperative(2));
        assert_eq!(events(), [Event::SeatClosed { cooperative: cooperative(2) }]);
        assert!(Seats::node_keys().is_empty());
        assert_eq!(NodeKeyOwner::<Test>::iter().count(), 0);
        assert_eq!(Seats::operator_cooperative(&operator(2)), None);
        // While it is in the set, it makes blocks as before.
        next_block_of(&[2]);
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 3]);

        // Its name is known for ever, and opens no other seat.
        assert_eq!(SeatOfValidator::<Test>::get(organisation(2)), Some(cooperative(2)));
        assert_noop!(
            Seats::open_seat(cooperative(2), organisation(2)),
            Error::<Test>::AlreadyExists
        );
    });
}

#[test]
fn closing_or_pausing_what_is_not_there_changes_nothing() {
    federation(2, || {
        assert_storage_noop!(Seats::close_seat(cooperative(5)));
        assert_storage_noop!(Seats::set_cooperative_active(cooperative(5), false));
        assert_storage_noop!(Seats::set_cooperative_active(cooperative(1), true));
    });
}

#[test]
fn genesis_gives_founders_their_operators_and_nodes_also_where_the_seat_is_open() {
    TestState::default().execute_with(|| {
        assert_ok!(Seats::open_seat(cooperative(0), organisation(0)));
        GenesisConfig::<Test> {
            seats: vec![
                (cooperative(0), organisation(0), operator(0), vec![peer(0).into_inner()]),
                (cooperative(1), organisation(1), organisation(1), vec![]),
            ],
            parameters: SeatParameters::default(),
            keys: vec![],
        }
        .build();
        assert_eq!(seat(0).operator, operator(0));
        assert_eq!(seat(1).operator, organisation(1));
        assert_eq!(Seats::node_keys(), [peer(0)]);
        check();
    });
}

#[test]
#[should_panic(expected = "the seats at genesis must follow the rules of seats")]
fn a_chain_with_a_wrong_genesis_does_not_start() {
    TestState::default().execute_with(|| {
        GenesisConfig::<Test> {
            seats: vec![(cooperative(0), organisation(0), operator(0), vec![vec![1, 2, 3]])],
            parameters: SeatParameters::default(),
            keys: vec![],
        }
        .build();
    });
}
