//! Which answers are admitted.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{
    content::SegmentProof,
    storage::{answer_payload, AnswerRefusal, CommitmentId, Proofs},
    Hash, Signature,
};
use polkadot_sdk::{
    frame_support::dispatch::DispatchInfo,
    frame_system::AuthorizeCall,
    sp_core::Pair,
    sp_runtime::{
        traits::DispatchTransaction,
        transaction_validity::{TransactionSource, TransactionValidityError},
    },
};

fn call(id: CommitmentId, number: u32, proofs: Proofs, signature: Signature) -> Call {
    Call::answer_challenge { commitment: id, number, proofs, signature }
}

fn custom(refusal: AnswerRefusal) -> TransactionValidityError {
    InvalidTransaction::Custom(refusal as u8).into()
}

/// A commitment of the mill that is challenged for several segments of a file.
fn asked() -> CommitmentId {
    let (_, id) = kept(File(11));
    while until_challenged(id).segments.len() < 2 {
        answers(id).unwrap();
    }
    id
}

#[test]
fn the_provider_answers_and_nobody_else() {
    scenario(|| {
        let id = asked();
        BREWERY.offers(1 << 20).unwrap();
        let (number, proofs) = (challenge(id).number, proofs(id));
        // Whoever has the bytes has the proofs, and not the key.
        let foreign = sign(&BREWERY.pair(0), id, number, &proofs);
        let refused = authorize(&call(id, number, proofs.clone(), foreign));
        assert_eq!(refused, Err(custom(AnswerRefusal::InvalidSignature)));
        // Another kind of signature by a key of the same bytes is none.
        let other = polkadot_sdk::sp_core::ed25519::Pair::from_seed(&[1; 32]);
        let other = other.sign(&Keep::payload(id, number, &proofs)).into();
        let refused = authorize(&call(id, number, proofs.clone(), other));
        assert_eq!(refused, Err(custom(AnswerRefusal::InvalidSignature)));
        let own = sign(&MILL.pair(0), id, number, &proofs);
        assert_ok!(authorize(&call(id, number, proofs, own)));
    });
}

#[test]
fn an_answer_is_for_one_challenge_of_one_chain() {
    scenario(|| {
        let id = asked();
        let (number, proofs) = (challenge(id).number, proofs(id));
        let payloads = [
            answer_payload(&Hash::zero(), id, number, &proofs),
            answer_payload(&Keep::genesis_hash(), CommitmentId(id.0 + 1), number, &proofs),
            answer_payload(&Keep::genesis_hash(), id, number + 1, &proofs),
            answer_payload(&Keep::genesis_hash(), id, number, &proofs[1..]),
        ];
        for payload in payloads {
            let signature = MILL.pair(0).sign(&payload).into();
            let refused = authorize(&call(id, number, proofs.clone(), signature));
            assert_eq!(refused, Err(custom(AnswerRefusal::InvalidSignature)));
        }
        // What was an answer is none a second time.
        let good = answer(id);
        assert_ok!(bring(good.clone()));
        assert_eq!(authorize(&good), Err(InvalidTransaction::Stale.into()));
        assert_noop!(send(frame_system::RawOrigin::Authorized.into(), good), Error::NoChallenge);
    });
}

#[test]
fn the_segments_are_those_that_were_asked_for() {
    scenario(|| {
        let id = asked();
        let (number, good) = (challenge(id).number, proofs(id));
        let with = |proofs: Proofs| {
            let signature = sign(&MILL.pair(0), id, number, &proofs);
            authorize(&call(id, number, proofs, signature))
        };
        let mut fewer = good.clone();
        fewer.pop();
        let mut twice = good.clone();
        twice[1] = twice[0].clone();
        let mut reversed = good.to_vec();
        reversed.reverse();
        let mut more = good.clone();
        more.try_push(good[0].clone()).unwrap();
        for wrong in [fewer, twice, reversed.try_into().unwrap(), more, Proofs::default()] {
            assert_eq!(with(wrong), Err(custom(AnswerRefusal::WrongSegments)));
        }
        assert_ok!(with(good));
    });
}

#[test]
fn a_proof_leads_to_the_segment_root() {
    scenario(|| {
        let id = asked();
        let (number, good) = (challenge(id).number, proofs(id));
        let with = |change: &dyn Fn(&mut SegmentProof)| {
            let mut proofs = good.clone();
            change(&mut proofs[1]);
            let signature = sign(&MILL.pair(0), id, number, &proofs);
            authorize(&call(id, number, proofs, signature))
        };
        let wrong: [&dyn Fn(&mut SegmentProof); 5] = [
            &|proof| proof.segment[0] ^= 1,
            &|proof| {
                proof.segment.pop();
            },
            &|proof| proof.path[0] = Hash::zero(),
            &|proof| {
                proof.path.pop();
            },
            &|proof| proof.path.try_push(Hash::zero()).unwrap(),
        ];
        for change in wrong {
            assert_eq!(with(change), Err(custom(AnswerRefusal::InvalidProof)));
        }
        // Of another file with as many segments.
        let index = good[1].index;
        let other: Vec<u8> = File(11).bytes().iter().map(|byte| !byte).collect();
        let other = SegmentProof::of(&other, index).unwrap();
        assert_eq!(with(&|proof| *proof = other.clone()), Err(custom(AnswerRefusal::InvalidProof)));
        // A wrong answer is none: the right one counts still.
        assert_ok!(answers(id));
    });
}

#[test]
fn a_pool_is_told_what_is_early_and_what_is_late() {
    scenario(|| {
        let (_, id) = kept(File(3));
        let (proofs, signature) = (Proofs::default(), MILL.claim(0));
        let told = |id, number| {
            authorize(&call(id, number, proofs.clone(), signature.clone())).unwrap_err()
        };
        assert_eq!(told(id, 1), InvalidTransaction::Future.into());
        until_challenged(id);
        assert_eq!(told(id, 2), InvalidTransaction::Future.into());
        assert_eq!(told(id, 0), InvalidTransaction::Stale.into());
        assert_eq!(told(CommitmentId(9), 1), InvalidTransaction::Stale.into());
        answers(id).unwrap();
        assert_eq!(told(id, 1), InvalidTransaction::Stale.into());
        assert_eq!(
            (AnswerRefusal::WrongSegments as u8, AnswerRefusal::InvalidProof as u8),
            (200, 202)
        );
    });
}

#[test]
fn two_answers_to_one_challenge_exclude_each_other() {
    scenario(|| {
        let id = asked();
        let first = authorize(&answer(id)).unwrap();
        // Signatures of this kind differ each time.
        let second = answer(id);
        assert_ne!(second, answer(id));
        let second = authorize(&second).unwrap();
        assert_eq!(first.provides, second.provides);
        assert_eq!(first.longevity, u64::from(rules().answer_window) + 1);
        assert!(first.propagate);
        let (_, other) = kept(File(2));
        until_challenged(other);
        let other = authorize(&answer(other)).unwrap();
        assert_ne!(first.provides, other.provides);
    });
}

#[test]
fn an_answer_needs_no_account() {
    scenario(|| {
        let id = asked();
        let good = RuntimeCall::from(answer(id));
        let info: DispatchInfo = good.get_dispatch_info();
        let nobody = || RuntimeOrigin::from(frame_system::RawOrigin::None);
        let extension = AuthorizeCall::<Test>::new;
        let pooled =
            extension().validate_only(nobody(), &good, &info, 0, TransactionSource::External, 0);
        assert_eq!(pooled.unwrap().0.provides.len(), 1);
        let applied = extension().dispatch_transaction(nobody(), good.clone(), &info, 0, 0);
        assert_ok!(applied.unwrap());
        let late = extension().dispatch_transaction(nobody(), good.clone(), &info, 0, 0);
        assert_eq!(late.unwrap_err(), InvalidTransaction::Stale.into());
    });
}

#[test]
fn nobody_signs_an_answer_as_a_transaction() {
    scenario(|| {
        let id = asked();
        for origin in [MILL.node(), MILL.steward().origin(), RuntimeOrigin::root()] {
            assert_noop!(send(origin, answer(id)), DispatchError::BadOrigin);
        }
        assert_noop!(send(RuntimeOrigin::none(), answer(id)), DispatchError::BadOrigin);
    });
}

#[test]
fn a_node_makes_its_answer_from_what_it_reads() {
    scenario(|| {
        let id = asked();
        let due = Keep::due_challenges(&MILL.key(0).account(), None, 10);
        assert_eq!(due.len(), 1);
        let due = due[0].clone();
        assert_eq!((due.commitment, due.content), (id, File(11).content()));
        let bytes = File(11).bytes();
        let prove = |index: &u32| SegmentProof::of(&bytes, *index).unwrap();
        let proofs: Vec<_> = due.challenge.segments.iter().map(prove).collect();
        let proofs: Proofs = proofs.try_into().unwrap();
        let number = due.challenge.number;
        let payload = Keep::payload(id, number, &proofs);
        let wrong = MILL.pair(1).sign(&payload).into();
        let refused = Keep::answer_call(id, number, proofs.clone(), wrong);
        assert!(matches!(refused, Err(Error::InvalidSignature)));
        let signature = MILL.pair(0).sign(&payload).into();
        let made = Keep::answer_call(id, number, proofs, signature).unwrap();
        assert_ok!(bring(made));
        assert!(Keep::due_challenges(&MILL.key(0).account(), None, 10).is_empty());
    });
}
