//! What cooperatives offer, and the keys of their nodes.

use crate::{frame, mock::*, ProviderOf};
use frame::testing_prelude::*;
use icn_primitives::storage::{key_payload, ProviderActor};
use polkadot_sdk::sp_core::Pair;

#[test]
fn a_cooperative_offers_capacity() {
    scenario(|| {
        assert_ok!(MILL.offers(5_000));
        let (key, by) = (MILL.key(0), MILL.steward().did());
        let registered =
            Event::ProviderRegistered { provider: MILL.id(), capacity: 5_000, key, by };
        assert_eq!(events(), [registered]);
        assert_eq!(Keep::provider_of(&key.account()), Some(MILL.id()));
        assert_noop!(MILL.offers(5_000), Error::AlreadyExists);
        assert_noop!(BREWERY.offers(0), Error::InvalidCapacity);
    });
}

#[test]
fn the_nodes_key_has_an_account_from_which_it_can_commit() {
    scenario(|| {
        let accounts = [MILL.key(0), MILL.key(1)].map(|key| key.account());
        let there = || accounts.clone().map(|account| System::providers(&account));
        assert_eq!(there(), [0, 0]);
        MILL.offers(5_000).unwrap();
        assert_eq!(there(), [1, 0]);
        let (provider, key, proof) = (MILL.id(), MILL.key(1), MILL.claim(1));
        let call = Call::set_provider_key { provider, key, proof };
        assert_ok!(send(MILL.steward().origin(), call));
        // The old one keeps its nonce, so that nothing that it has sent counts a second time.
        assert_eq!(there(), [1, 1]);
    });
}

#[test]
fn only_stewards_act_for_it() {
    scenario(|| {
        MILL.offers(5_000).unwrap();
        let provider = MILL.id();
        let (key, proof) = (MILL.key(1), MILL.claim(1));
        // Ada isn't even a member, Bob is one, the node is no steward.
        for origin in [ADA.origin(), BOB.origin(), MILL.node(), BREWERY.steward().origin()] {
            for call in [
                Call::set_capacity { provider, capacity: 1 },
                Call::set_provider_key { provider, key, proof: proof.clone() },
                Call::close_provider { provider },
            ] {
                assert_noop!(send(origin.clone(), call), Error::NotAuthorized);
            }
        }
        MILL.takes_part(false);
        let call = Call::set_capacity { provider, capacity: 1 };
        assert_noop!(send(MILL.steward().origin(), call), Error::NotAuthorized);
    });
}

#[test]
fn capacity_covers_what_is_kept() {
    scenario(|| {
        let (_, _) = kept(File(2));
        let set = |capacity| {
            send(MILL.steward().origin(), Call::set_capacity { provider: MILL.id(), capacity })
        };
        let length = File(2).length();
        assert_noop!(set(length - 1), Error::CapacityInUse);
        assert_noop!(set(0), Error::InvalidCapacity);
        assert_ok!(set(length));
        let more = ADA.anchors(File(0), 1).unwrap();
        assert_noop!(MILL.keeps(more), Error::CapacityExceeded);
        assert_ok!(set(length + File(0).length()));
        assert_ok!(MILL.keeps(more));
    });
}

#[test]
fn a_key_is_claimed_by_who_holds_it() {
    scenario(|| {
        let register = |key, proof| {
            let call = Call::register_provider { provider: MILL.id(), capacity: 1, key, proof };
            send(MILL.steward().origin(), call)
        };
        // Another key's claim, the claim for another cooperative, a claim for another chain.
        assert_noop!(register(MILL.key(1), MILL.claim(0)), Error::InvalidSignature);
        assert_noop!(register(BREWERY.key(0), BREWERY.claim(0)), Error::InvalidSignature);
        let foreign = key_payload(&icn_primitives::Hash::zero(), MILL.id(), &MILL.key(0));
        let foreign = MILL.pair(0).sign(&foreign).into();
        assert_noop!(register(MILL.key(0), foreign), Error::InvalidSignature);
        assert_ok!(register(MILL.key(0), MILL.claim(0)));
        // Whose it is once it is no other's.
        let pair = MILL.pair(0);
        let claim = key_payload(&Keep::genesis_hash(), BREWERY.id(), &MILL.key(0));
        let call = Call::register_provider {
            provider: BREWERY.id(),
            capacity: 1,
            key: MILL.key(0),
            proof: pair.sign(&claim).into(),
        };
        assert_noop!(send(BREWERY.steward().origin(), call), Error::KeyInUse);
    });
}

#[test]
fn a_new_key_answers_also_what_is_open() {
    scenario(|| {
        let (_, id) = kept(File(3));
        let asked = until_challenged(id);
        let call =
            Call::set_provider_key { provider: MILL.id(), key: MILL.key(1), proof: MILL.claim(1) };
        assert_ok!(send(MILL.steward().origin(), call));
        assert_eq!(ProviderOf::<Test>::get(MILL.key(0).account()), None);
        assert!(answers(id).is_err());
        let proofs = proofs(id);
        let signature = sign(&MILL.pair(1), id, asked.number, &proofs);
        let number = asked.number;
        assert_ok!(bring(Call::answer_challenge { commitment: id, number, proofs, signature }));
    });
}

#[test]
fn a_provider_stops_when_it_keeps_nothing() {
    scenario(|| {
        let (anchor, _) = kept(File(3));
        let close = || send(MILL.steward().origin(), Call::close_provider { provider: MILL.id() });
        assert_noop!(close(), Error::CommitmentsLeft);
        assert_ok!(ADA.removes(anchor));
        assert_ok!(close());
        assert_noop!(close(), Error::NotFound);
        assert_eq!(Keep::provider_of(&MILL.key(0).account()), None);
        // And begins anew.
        assert_ok!(MILL.offers(1));
    });
}

#[test]
fn a_node_commits_by_itself() {
    scenario(|| {
        let anchor = ADA.anchors(File(3), 2).unwrap();
        MILL.offers(1 << 20).unwrap();
        BREWERY.offers(1 << 20).unwrap();
        let commit = |provider: Coop| Call::commit { provider: provider.id(), anchor };
        assert_noop!(send(MILL.node(), commit(BREWERY)), Error::NotAuthorized);
        assert_noop!(send(ADA.origin(), commit(MILL)), Error::NotAuthorized);
        events();
        assert_ok!(send(MILL.node(), commit(MILL)));
        assert!(matches!(events()[..], [Event::CommitmentMade { by: ProviderActor::Key, .. }]));
        // Not while the cooperative takes no part.
        BREWERY.takes_part(false);
        assert_noop!(send(BREWERY.node(), commit(BREWERY)), Error::ProviderNotActive);
    });
}
