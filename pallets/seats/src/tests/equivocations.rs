//! Reports of two blocks in one slot: what is taken, what isn't, and what then happens.

use codec::{Decode, Encode};
use icn_primitives::{reputation::Act, seat::SuspensionReason};
use polkadot_sdk::{
    frame_support::traits::Authorize,
    pallet_offences,
    polkadot_sdk_frame::{runtime::prelude::*, testing_prelude::*},
    sp_consensus_slots::Slot,
    sp_runtime::{
        traits::Header as _,
        transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
        Digest, DigestItem,
    },
    sp_session::MembershipProof,
};
use proptest::prelude::*;

use crate::{mock::*, BlockEquivocation, Call, Error, Event, MAX_REPORT};

type Report = (BlockEquivocation<Test>, MembershipProof);

/// What proves in this session whose key it is.
fn proven(equivocation: BlockEquivocation<Test>) -> Report {
    let ownership = Seats::prove_ownership(&equivocation.offender).expect("a validator's key");
    (equivocation, ownership)
}

/// What a pool would say.
fn admits((equivocation, ownership): Report) -> Result<(), TransactionValidityError> {
    let call = Call::<Test>::report_equivocation { equivocation: equivocation.into(), ownership };
    let authorized = call.authorize(TransactionSource::External);
    authorized.expect("it is a call that is authorized").map(|_| ())
}

fn report((equivocation, ownership): Report) -> DispatchResult {
    let origin = frame_system::RawOrigin::Authorized.into();
    Seats::report_equivocation(origin, equivocation.into(), ownership)
}

/// A report that neither the pool nor a block takes, for this reason.
fn assert_refused(report: Report, reason: Error<Test>, said: InvalidTransaction) {
    assert_eq!(admits(report.clone()), Err(said.into()));
    assert_noop!(self::report(report), reason);
}

#[test]
fn whoever_makes_two_blocks_in_a_slot_is_suspended() {
    federation(4, || {
        let two = proven(two_blocks(2, 7));
        assert_ok!(admits(two.clone()));
        assert_ok!(report(two));
        assert!(equivocated(2));
        let reason = SuspensionReason::Equivocation;
        let suspended = Event::SeatSuspended { cooperative: cooperative(2), reason };
        assert!(events().contains(&suspended));
        // What an indexer is told of the offence itself.
        let slot = Slot::from(7).encode();
        let told = pallet_offences::Event::Offence { kind: *b"aura:equivocatio", slot };
        System::assert_last_event(told.into());
        end_two_sessions();
        assert_eq!(makers(), [0, 1, 3]);
    });
}

#[test]
fn the_same_is_reported_once_and_costs_points_once_a_session() {
    federation(4, || {
        let two = proven(two_blocks(2, 7));
        assert_ok!(report(two.clone()));
        assert_refused(two.clone(), Error::AlreadyReported, InvalidTransaction::Stale);
        // Nor with two other blocks of the same slot, or in another order.
        let (mut others, ownership) = two;
        others.second_header = header(2, 0, 7, 3);
        assert_refused(
            (others.clone(), ownership.clone()),
            Error::AlreadyReported,
            InvalidTransaction::Stale,
        );
        core::mem::swap(&mut others.first_header, &mut others.second_header);
        assert_refused((others, ownership), Error::AlreadyReported, InvalidTransaction::Stale);

        let taken = awarded(Act::Equivocated, 2);
        assert_ok!(report(proven(two_blocks(2, 11))));
        assert_eq!(awarded(Act::Equivocated, 2), taken, "it is the same session");
    });
}

#[test]
fn it_can_be_reported_later_though_the_key_was_changed() {
    federation(4, || {
        let two = proven(two_blocks(2, 7));
        let late = proven(two_blocks(1, 6));
        assert_ok!(set_keys(2, 1));
        for _ in 0..PROVABLE {
            end_session();
        }
        assert_ok!(report(two));
        assert!(equivocated(2));
        end_session();
        assert_refused(late, Error::InvalidProof, InvalidTransaction::BadProof);
        assert!(!equivocated(1));
    });
}

#[test]
fn what_proves_no_two_blocks_changes_nothing() {
    federation(4, || {
        let right = proven(two_blocks(2, 7));
        let wrong = |change: &dyn Fn(&mut BlockEquivocation<Test>)| {
            let (mut equivocation, ownership) = right.clone();
            change(&mut equivocation);
            let report = (equivocation, ownership);
            assert_refused(report, Error::InvalidEquivocation, InvalidTransaction::BadProof);
        };
        // One block twice.
        wrong(&|two| two.second_header = two.first_header.clone());
        // Of two slots.
        wrong(&|two| two.second_header = header(2, 0, 8, 2));
        // Of another slot than is said.
        wrong(&|two| two.slot = 8.into());
        // One of them made by somebody else, or with another key of the same seat.
        wrong(&|two| two.second_header = header(1, 0, 7, 2));
        wrong(&|two| two.second_header = header(2, 1, 7, 2));
        // Somebody else is named.
        wrong(&|two| two.offender = keys(1, 0).aura);
        // Without a seal, without a turn, and with something behind the seal.
        wrong(&|two| drop(two.first_header.digest_mut().pop()));
        wrong(&|two| drop(two.first_header.digest_mut().logs.remove(0)));
        wrong(&|two| two.first_header.digest_mut().push(DigestItem::Other(vec![])));
        assert!(!equivocated(2));
    });
}

#[test]
fn a_report_is_as_long_as_it_may_be_and_no_longer() {
    federation(4, || {
        let with = |length: usize| {
            let (mut two, ownership) = proven(two_blocks(2, 7));
            let Digest { logs } = two.first_header.digest_mut();
            logs.pop();
            logs.push(DigestItem::Other(vec![0; length]));
            two.first_header = sealed(two.first_header, 2, 0);
            (two, ownership)
        };
        let some = 1 << 14;
        let room = MAX_REPORT as usize - with(some).encoded_size() + some;
        assert_ok!(admits(with(room)));
        let (reason, said) = (Error::InvalidEquivocation, InvalidTransaction::BadProof);
        assert_refused(with(room + 1), reason, said);
        assert_ok!(report(with(room)));
    });
}

#[test]
fn a_key_counts_for_its_owner_alone() {
    federation(4, || {
        let (two, _) = proven(two_blocks(2, 7));
        let (_, others) = proven(two_blocks(1, 7));
        assert_refused((two, others.clone()), Error::InvalidProof, InvalidTransaction::BadProof);
        // A key that never was a seat's.
        let mut strange = two_blocks(2, 7);
        strange.offender = keys(2, 9).aura;
        strange.first_header = header(2, 9, 7, 1);
        strange.second_header = header(2, 9, 7, 2);
        assert_eq!(Seats::prove_ownership(&strange.offender), None);
        assert_refused((strange, others), Error::InvalidProof, InvalidTransaction::BadProof);
    });
}

#[test]
fn nobody_reports_with_a_signature() {
    federation(4, || {
        let (two, ownership) = proven(two_blocks(2, 7));
        for origin in [RuntimeOrigin::signed(steward(0)), RuntimeOrigin::root()] {
            assert_noop!(
                Seats::report_equivocation(origin, two.clone().into(), ownership.clone()),
                DispatchError::BadOrigin
            );
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Whatever bit of a report is otherwise, it is no report.
    #[test]
    fn no_bit_of_a_report_can_be_changed(at in any::<prop::sample::Index>(), bit in 0..8u32) {
        federation(4, || {
            let right = proven(two_blocks(2, 7));
            let mut bytes = right.encode();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            if let Ok(changed) = Report::decode(&mut &bytes[..]) {
                if changed != right {
                    assert!(admits(changed).is_err(), "bit {bit} of byte {at}");
                }
            }
            assert_ok!(admits(right));
        });
    }
}
