//! The nodes that may connect.

use icn_primitives::seat::{PeerId, MAX_NODE_KEYS};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;

use crate::{mock::*, Error, Event, NodeKeys};

fn list(number: u32, peer: PeerId) -> DispatchResult {
    Seats::list_node(RuntimeOrigin::root(), cooperative(number), peer)
}

#[test]
fn the_federation_lists_nodes_and_takes_them_off_again() {
    federation(4, || {
        assert_ok!(list(1, peer(1)));
        assert_ok!(list(0, peer(2)));
        assert_eq!(
            events(),
            [
                Event::NodeListed { cooperative: cooperative(1), peer: peer(1) },
                Event::NodeListed { cooperative: cooperative(0), peer: peer(2) },
            ]
        );
        assert_eq!(Seats::node_keys(), [peer(2), peer(1)], "by cooperative");

        System::reset_events();
        assert_ok!(Seats::unlist_node(RuntimeOrigin::root(), peer(1)));
        let unlisted = Event::NodeUnlisted { cooperative: cooperative(1), peer: peer(1) };
        assert_eq!(events(), [unlisted]);
        assert_eq!(Seats::node_keys(), [peer(2)]);
        assert!(!NodeKeys::<Test>::contains_key(cooperative(1)), "no empty list is kept");
    });
}

#[test]
fn nobody_else_lists_nodes() {
    federation(4, || {
        let who = RuntimeOrigin::signed(steward(1));
        assert_noop!(Seats::list_node(who.clone(), cooperative(1), peer(1)), BadOrigin);
        assert_noop!(Seats::unlist_node(who, peer(1)), BadOrigin);
    });
}

#[test]
fn a_node_belongs_to_one_cooperative_with_a_seat() {
    federation(4, || {
        assert_ok!(list(1, peer(1)));
        assert_noop!(list(1, peer(1)), Error::<Test>::AlreadyExists);
        assert_noop!(list(2, peer(1)), Error::<Test>::AlreadyExists);
        assert_noop!(list(9, peer(9)), Error::<Test>::NotFound);
        assert_noop!(Seats::unlist_node(RuntimeOrigin::root(), peer(9)), Error::<Test>::NotFound);
    });
}

#[test]
fn a_cooperative_has_only_so_many_nodes() {
    federation(4, || {
        for i in 0..MAX_NODE_KEYS {
            assert_ok!(list(1, peer(i)));
        }
        assert_noop!(list(1, peer(MAX_NODE_KEYS)), Error::<Test>::NodeKeysExceeded);
        assert_ok!(list(2, peer(MAX_NODE_KEYS)));
    });
}

#[test]
fn only_peer_ids_are_listed() {
    federation(4, || {
        let ed25519: Vec<u8> = [&[0x00, 36, 8, 1, 18, 32], [9; 32].as_slice()].concat();
        assert_ok!(list(1, ed25519.clone().try_into().unwrap()));
        let short = ed25519[..37].to_vec();
        let long = [ed25519.as_slice(), &[0]].concat();
        let other_hash = [&[0x13, 32], [9; 32].as_slice()].concat();
        let short_hash = [&[0x12, 31], [9; 31].as_slice()].concat();
        for wrong in [vec![], vec![0], vec![0, 0], short, long, other_hash, short_hash] {
            assert_noop!(list(1, wrong.try_into().unwrap()), Error::<Test>::InvalidPeerId);
        }
    });
}
