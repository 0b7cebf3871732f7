//! Equivocations, from the proof to the way back.

use icn_primitives::{
    seat::{SeatStatus, SuspensionReason},
    AccountId, CooperativeId,
};
use polkadot_sdk::{
    frame_support::traits::KeyOwnerProofSystem,
    polkadot_sdk_frame::{deps::sp_core::crypto::ByteArray, testing_prelude::*},
    sp_consensus_aura::sr25519::AuthorityId as AuraId,
    sp_runtime::{KeyTypeId, Perbill, RuntimeAppPublic},
    sp_session::MembershipProof,
    sp_staking::offence::{OffenceDetails, OnOffenceHandler},
};

use crate::{mock::*, Event};

const AURA: KeyTypeId = AuraId::ID;

/// What somebody who saw the equivocation of this key can prove in its session.
fn prove(key: &AuraId) -> MembershipProof {
    Historical::prove((AURA, key.as_slice())).unwrap()
}

/// Whose key it is, by that proof.
fn owner(key: &AuraId, proof: MembershipProof) -> Option<(AccountId, CooperativeId)> {
    Historical::check_proof((AURA, key.as_slice()), proof)
}

fn report(offender: (AccountId, CooperativeId)) {
    let offence = OffenceDetails { offender, reporters: vec![] };
    <Seats as OnOffenceHandler<_, _, _>>::on_offence(
        &[offence],
        &[Perbill::one()],
        Session::current_index(),
    );
}

#[test]
fn whoever_equivocates_is_suspended_and_makes_its_blocks_until_the_set_changes() {
    federation(4, || {
        let key = keys(2, 0).aura;
        let offender = owner(&key, prove(&key)).unwrap();
        assert_eq!(offender, (organisation(2), cooperative(2)));
        report(offender);
        assert!(equivocated(2));
        let reason = SuspensionReason::Equivocation;
        assert_eq!(
            events().last(),
            Some(&Event::SeatSuspended { cooperative: cooperative(2), reason })
        );
        // Nobody is disabled: a block of the offender is a block, and no turn is lost before the
        // set changes.
        assert!(Session::disabled_validators().is_empty());
        next_block_of(&[2]);
        assert_eq!(seat(2).blocks, 1);
        assert!(equivocated(2));

        end_two_sessions();
        assert_eq!(makers(), [0, 1, 3]);
        assert_ok!(Seats::restore_seat(RuntimeOrigin::root(), cooperative(2)));
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 2, 3]);
    });
}

#[test]
fn an_equivocation_can_be_proven_later_though_keys_and_operator_changed() {
    federation(4, || {
        let key = keys(2, 0).aura;
        let proof = prove(&key);
        assert_ok!(set_keys(2, 1));
        assert_ok!(Seats::set_operator(
            RuntimeOrigin::signed(steward(2)),
            cooperative(2),
            stranger(2)
        ));
        for _ in 0..PROVABLE {
            end_session();
        }
        assert_eq!(owner(&key, proof.clone()), Some((organisation(2), cooperative(2))));
        end_session();
        assert_eq!(owner(&key, proof), None, "it is too long ago");
    });
}

#[test]
fn an_equivocation_of_a_closed_seat_can_still_be_proven_and_changes_no_seat() {
    federation(4, || {
        Seats::close_seat(cooperative(2));
        let key = keys(2, 0).aura;
        let offender = owner(&key, prove(&key)).unwrap();
        System::reset_events();
        report(offender);
        assert!(events().is_empty());
    });
}

#[test]
fn the_last_seat_is_kept_though_it_equivocated() {
    federation(1, || {
        report((organisation(0), cooperative(0)));
        assert_eq!(seat(0).status, SeatStatus::Ready);
        let reason = SuspensionReason::Equivocation;
        assert_eq!(events(), [Event::SeatKept { cooperative: cooperative(0), reason }]);
    });
}

#[test]
fn equivocations_of_all_suspend_all_but_one() {
    federation(4, || {
        for i in 0..4 {
            report((organisation(i), cooperative(i)));
        }
        assert_eq!((0..4).filter(|i| equivocated(*i)).collect::<Vec<_>>(), [0, 1, 2]);
        end_two_sessions();
        assert_eq!(makers(), [3]);
    });
}

#[test]
fn the_graver_reason_stands() {
    federation(4, || {
        while seat(2).status == SeatStatus::Ready {
            next_block_of(&[0, 1, 3]);
        }
        let SeatStatus::Suspended { since, .. } = seat(2).status else { unreachable!() };
        make_block(slot() + 1);
        report((organisation(2), cooperative(2)));
        let reason = SuspensionReason::Equivocation;
        assert_eq!(seat(2).status, SeatStatus::Suspended { reason, since });
        System::reset_events();
        report((organisation(2), cooperative(2)));
        assert!(events().is_empty(), "once is enough");
    });
}
