//! When changes take effect, and what a session is made of.

use polkadot_sdk::{
    frame_support::traits::EstimateNextSessionRotation,
    pallet_session::{self, historical::HistoricalSessions},
    polkadot_sdk_frame::testing_prelude::*,
    sp_runtime::{DigestItem, Permill},
};

use crate::{mock::*, Seats as AllSeats, SessionStart};

#[test]
fn the_founders_make_blocks_in_turn_from_the_first() {
    federation(4, || {
        assert_eq!(makers(), [0, 1, 2, 3]);
        for _ in 0..7 {
            make_block(slot() + 1);
        }
        // Slots 1 to 8: two rounds.
        assert_eq!((0..4).map(|i| seat(i).blocks).collect::<Vec<_>>(), [2; 4]);
    });
}

#[test]
fn a_new_seat_takes_part_from_the_session_after_next() {
    federation(4, || {
        Seats::open_seat(cooperative(4), organisation(4)).unwrap();
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 2, 3], "without keys a seat takes no part");

        assert_ok!(set_keys(4, 0));
        end_session();
        assert_eq!(makers(), [0, 1, 2, 3]);
        end_session();
        assert_eq!(makers(), [0, 1, 2, 3, 4]);
        next_block_of(&[4]);
        assert_eq!(seat(4).blocks, 1);
    });
}

#[test]
fn seats_stand_in_the_order_of_their_cooperatives_and_turns_in_the_order_of_seats() {
    federation(3, || {
        for number in [9, 4, 7] {
            Seats::open_seat(cooperative(number), organisation(number)).unwrap();
            assert_ok!(set_keys(number, 0));
        }
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 2, 4, 7, 9]);
        let expected: Vec<_> = makers().into_iter().map(|i| keys(i, 0).aura).collect();
        assert_eq!(polkadot_sdk::pallet_aura::Authorities::<Test>::get().to_vec(), expected);
    });
}

#[test]
fn new_keys_take_effect_at_the_session_after_next_and_the_seat_misses_no_turn() {
    federation(4, || {
        let authority = || polkadot_sdk::pallet_aura::Authorities::<Test>::get()[2].clone();
        assert_ok!(set_keys(2, 1));
        end_session();
        assert_eq!(authority(), keys(2, 0).aura);
        end_session();
        assert_eq!(authority(), keys(2, 1).aura);
        assert_eq!(makers(), [0, 1, 2, 3]);
    });
}

#[test]
fn a_session_in_which_nothing_changes_keeps_the_set() {
    federation(4, || {
        for _ in 0..3 {
            end_session();
            assert!(!pallet_session::QueuedChanged::<Test>::get());
            let told =
                System::digest().logs.iter().any(|log| matches!(log, DigestItem::Consensus(..)));
            assert!(!told, "light clients learn of no new set");
        }
        // Equivocations in such a session can be proven as in any other.
        let index = Session::current_index();
        let root = HistoricalSessions::<Test>::get(index);
        assert!(root.is_some());
        assert_eq!(root, HistoricalSessions::<Test>::get(index - 1));
    });
}

#[test]
fn a_paused_seat_leaves_and_comes_back_as_it_was() {
    federation(4, || {
        let before = seat(2);
        Seats::set_cooperative_active(cooperative(2), false);
        Seats::set_cooperative_active(cooperative(2), false);
        assert_eq!(events(), [crate::Event::SeatPaused { cooperative: cooperative(2) }]);
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 3]);

        Seats::set_cooperative_active(cooperative(2), true);
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 2, 3]);
        assert_eq!(seat(2).operator, before.operator);
    });
}

#[test]
fn a_session_is_as_long_as_the_rules_say() {
    federation(4, || {
        end_session();
        let first = System::block_number();
        assert_eq!(first, SESSION);
        assert_eq!(SessionStart::<Test>::get(), first);
        assert_eq!(Seats::average_session_length(), SESSION);
        assert_eq!(Seats::estimate_next_session_rotation(first).0, Some(first + SESSION));
        let progress = Seats::estimate_current_session_progress(first + 4).0;
        assert_eq!(progress, Some(Permill::from_percent(50)));

        make_block(slot() + 1);
        let parameters = rules(5, LIMIT);
        assert_ok!(Seats::set_parameters(RuntimeOrigin::root(), parameters));
        end_session();
        assert_eq!(System::block_number(), first + 5, "the present session is shorter at once");
    });
}

#[test]
fn a_session_that_is_made_shorter_than_it_is_already_ends_with_the_next_block() {
    federation(4, || {
        end_session();
        for _ in 0..7 {
            make_block(slot() + 1);
        }
        let parameters = rules(5, LIMIT);
        assert_ok!(Seats::set_parameters(RuntimeOrigin::root(), parameters));
        let (session, block) = (Session::current_index(), System::block_number());
        make_block(slot() + 1);
        assert_eq!(Session::current_index(), session + 1);
        assert_eq!(SessionStart::<Test>::get(), block + 1);
    });
}

#[test]
fn a_seat_whose_keys_are_withdrawn_takes_no_part() {
    federation(4, || {
        assert_ok!(Session::purge_keys(RuntimeOrigin::signed(operator(3))));
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 2]);
    });
}

#[test]
fn if_all_keys_are_withdrawn_the_present_set_stays() {
    for seats in [1, 2, 4] {
        federation(seats, || {
            for i in 0..seats {
                assert_ok!(Session::purge_keys(RuntimeOrigin::signed(operator(i))));
            }
            for _ in 0..4 {
                end_session();
                check();
            }
            assert_eq!(makers(), (0..seats).collect::<Vec<_>>());
            // The operator may still set other keys, and withdraw them.
            assert_ok!(set_keys(0, 1));
            assert_ok!(Session::purge_keys(RuntimeOrigin::signed(operator(0))));
        });
    }
}

#[test]
fn if_every_seat_is_paused_or_closed_the_present_set_stays() {
    federation(3, || {
        Seats::set_cooperative_active(cooperative(0), false);
        Seats::set_cooperative_active(cooperative(1), false);
        Seats::close_seat(cooperative(2));
        for _ in 0..4 {
            end_session();
        }
        assert_eq!(makers(), [0, 1, 2]);
        // Whoever comes back takes over.
        Seats::set_cooperative_active(cooperative(1), true);
        end_two_sessions();
        assert_eq!(makers(), [1]);
    });
}

#[test]
fn a_closed_seat_whose_keys_are_withdrawn_stays_while_nobody_else_is_there() {
    federation(1, || {
        assert_ok!(Session::purge_keys(RuntimeOrigin::signed(operator(0))));
        Seats::close_seat(cooperative(0));
        end_two_sessions();
        check();
        assert_eq!(makers(), [0]);
        Seats::open_seat(cooperative(1), organisation(1)).unwrap();
        assert_ok!(set_keys(1, 0));
        end_two_sessions();
        assert_eq!(makers(), [1]);
    });
}

#[test]
fn withdrawn_keys_that_another_seat_took_dont_end_the_chain() {
    federation(1, || {
        Seats::open_seat(cooperative(1), organisation(1)).unwrap();
        Seats::set_cooperative_active(cooperative(1), false);
        assert_ok!(Session::purge_keys(RuntimeOrigin::signed(operator(0))));
        // Whoever runs both nodes holds these keys and may set them here now.
        let proof = proof(0, 0, &organisation(1));
        assert_ok!(Session::set_keys(RuntimeOrigin::signed(organisation(1)), keys(0, 0), proof));
        for _ in 0..3 {
            end_session();
            assert_eq!(makers(), [0]);
        }
        assert_ok!(set_keys(0, 1));
        end_two_sessions();
        check();
        assert_eq!(makers(), [0]);
    });
}

#[test]
fn sessions_are_forgotten_when_nothing_can_be_proven_about_them_any_more() {
    federation(4, || {
        for _ in 0..PROVABLE + 5 {
            end_session();
        }
        let index = Session::current_index();
        let known = (0..=index + 1).filter(|i| HistoricalSessions::<Test>::contains_key(*i));
        assert_eq!(known.collect::<Vec<_>>(), (index - PROVABLE..=index + 1).collect::<Vec<_>>());
    });
}

#[test]
fn what_clients_read_shows_every_seat() {
    federation(2, || {
        Seats::open_seat(cooperative(7), organisation(7)).unwrap();
        assert_ok!(Seats::list_node(RuntimeOrigin::root(), cooperative(1), peer(1)));
        let views = Seats::seats();
        let of =
            |number| views.iter().find(|view| view.cooperative == cooperative(number)).unwrap();
        assert_eq!(views.len() as u32, AllSeats::<Test>::count());
        assert!(of(0).active && of(0).has_keys && of(0).keys_hash.is_some());
        assert_eq!(of(1).node_keys, [peer(1)]);
        assert!(!of(7).active && !of(7).has_keys && of(7).keys_hash.is_none());
        assert_eq!(of(7).seat, seat(7));

        let before = of(0).keys_hash;
        assert_ok!(set_keys(0, 1));
        assert_ne!(Seats::seats()[0].keys_hash, before);
        assert_eq!(Seats::operator_cooperative(&operator(1)), Some(cooperative(1)));
        assert_eq!(Seats::operator_cooperative(&organisation(1)), None);
    });
}
