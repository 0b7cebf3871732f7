//! Which answers are admitted as transactions. They need no account: the provider key's signature
//! and what they prove are enough.

use icn_primitives::{
    content::SegmentProof,
    storage::{answer_payload, AnswerRefusal, CommitmentId, Proofs},
    Signature,
};
use polkadot_sdk::frame_support::pallet_prelude::*;

use crate::{Call, Config, Error, Pallet};

/// Above anything that a member sends, and below what relays bring: an answer is late when its
/// window has passed, and nobody has more of them than there are challenges.
const PRIORITY: TransactionPriority = TransactionPriority::MAX / 4;

impl<T: Config> Pallet<T> {
    /// Does all that the call does, but for writing it down. Two answers to one challenge exclude
    /// each other.
    pub(crate) fn authorize_answer(
        commitment: CommitmentId,
        number: u32,
        proofs: &Proofs,
        signature: &Signature,
    ) -> TransactionValidityWithRefund {
        let challenge =
            Self::check_answer(commitment, number, proofs, signature).map_err(invalid::<T>)?;
        let left = challenge.deadline.saturating_sub(Self::block()).saturating_add(1);
        ValidTransaction::with_tag_prefix("Storage")
            .priority(PRIORITY)
            .longevity(left.into())
            .and_provides((commitment, number))
            .propagate(true)
            .build()
            .map(|valid| (valid, Weight::zero()))
    }

    /// What the provider's key has to sign to answer.
    pub fn payload(
        commitment: CommitmentId,
        number: u32,
        proofs: &[SegmentProof],
    ) -> alloc::vec::Vec<u8> {
        answer_payload(&Self::genesis_hash(), commitment, number, proofs)
    }

    /// Makes the call that answers a challenge. For the node's side; nothing is changed.
    ///
    /// Errors: whatever the chain would say to the call.
    pub fn answer_call(
        commitment: CommitmentId,
        number: u32,
        proofs: Proofs,
        signature: Signature,
    ) -> Result<Call<T>, Error<T>> {
        Self::check_answer(commitment, number, &proofs, &signature)?;
        Ok(Call::answer_challenge { commitment, number, proofs, signature })
    }
}

/// What the transaction pool is told instead of an error.
fn invalid<T: Config>(error: Error<T>) -> TransactionValidityError {
    let refusal = match error {
        // It was answered, or nobody answered in time.
        Error::NoChallenge | Error::WindowPassed => return InvalidTransaction::Stale.into(),
        Error::FutureChallenge => return InvalidTransaction::Future.into(),
        Error::WrongSegments => AnswerRefusal::WrongSegments,
        Error::InvalidSignature => AnswerRefusal::InvalidSignature,
        Error::InvalidProof => AnswerRefusal::InvalidProof,
        _ => AnswerRefusal::Unexpected,
    };
    InvalidTransaction::Custom(refusal as u8).into()
}
