//! Which updates are admitted as transactions. They need no account: what they prove is enough.

use icn_primitives::{shard::RelayRefusal, ShardId};
use polkadot_sdk::frame_support::pallet_prelude::*;

use crate::{Config, Error, InboundLanes, OutboundLanes, Pallet, Update};

/// Blocks for which an update that was admitted is good, if nobody is faster. Others may be, and
/// the header of its proof isn't kept for ever.
const LONGEVITY: TransactionLongevity = 8;
/// Above anything that a member sends: an update does the work of many transactions of members,
/// and of those that would do the same only one is taken.
const PRIORITY: TransactionPriority = TransactionPriority::MAX / 2;
/// What a message or an answer adds to the priority, so that a fuller update takes the place of a
/// poorer one; and of two with the same, a shorter one that of a longer one.
const PRIORITY_OF_ONE: TransactionPriority = 1024;

impl<T: Config> Pallet<T> {
    /// Does all that the call does, but for writing it down. Its tags stand for what it changes
    /// from how it is now, so that updates that do the same exclude each other.
    pub(crate) fn authorize_relay(
        source: ShardId,
        update: &Update,
    ) -> TransactionValidityWithRefund {
        let plan = Self::plan(source, update, Self::room_in_block()).map_err(invalid)?;
        let taken = u64::from(plan.messages()).saturating_add(plan.answers().into());
        let shortness = PRIORITY_OF_ONE.saturating_sub(update.kibibytes().into());
        let priority = PRIORITY
            .saturating_add(taken.saturating_mul(PRIORITY_OF_ONE))
            .saturating_add(shortness);
        let mut validity = ValidTransaction::with_tag_prefix("Shards")
            .priority(priority)
            .longevity(LONGEVITY)
            .propagate(true);
        if plan.header.is_some() {
            let best = plan.shard.best.map(|best| best.number);
            validity = validity.and_provides(("header", source, best));
        }
        if plan.messages.is_some() {
            let taken = InboundLanes::<T>::get(source).taken;
            validity = validity.and_provides(("messages", source, taken));
        }
        if !plan.answers.is_empty() {
            let confirmed = OutboundLanes::<T>::get(source).confirmed;
            validity = validity.and_provides(("answers", source, confirmed));
        }
        validity.build().map(|valid| (valid, Weight::zero()))
    }
}

/// What the transaction pool is told instead of an error.
fn invalid<T>(error: Error<T>) -> TransactionValidityError {
    use RelayRefusal as Refusal;
    let refusal = match error {
        // Another relay was faster, or the update waited too long.
        Error::NothingNew | Error::RedundantProof | Error::StaleHeader | Error::StaleSet => {
            return InvalidTransaction::Stale.into()
        }
        // Something before it has to come first.
        Error::OutOfOrder | Error::FutureSet => return InvalidTransaction::Future.into(),
        // Good again in the next block.
        Error::BlockMessagesExceeded => return InvalidTransaction::ExhaustsResources.into(),
        Error::NotFound => Refusal::NotFound,
        Error::HeaderSizeExceeded => Refusal::HeaderSizeExceeded,
        Error::WrongGenesis => Refusal::WrongGenesis,
        Error::ForcedChange => Refusal::ForcedChange,
        Error::DelayedChange => Refusal::DelayedChange,
        Error::InvalidAuthorities => Refusal::InvalidAuthorities,
        Error::JustificationSizeExceeded => Refusal::JustificationSizeExceeded,
        Error::WrongTarget => Refusal::WrongTarget,
        Error::QuorumNotMet => Refusal::QuorumNotMet,
        Error::InvalidSignature => Refusal::InvalidSignature,
        Error::UnknownVoter => Refusal::UnknownVoter,
        Error::DuplicateVote => Refusal::DuplicateVote,
        Error::RedundantVote => Refusal::RedundantVote,
        Error::UnrelatedVote => Refusal::UnrelatedVote,
        Error::DuplicateAncestry => Refusal::DuplicateAncestry,
        Error::RedundantAncestry => Refusal::RedundantAncestry,
        Error::UnknownHeader => Refusal::UnknownHeader,
        Error::ProofSizeExceeded => Refusal::ProofSizeExceeded,
        Error::InvalidProof => Refusal::InvalidProof,
        Error::MessagesExceeded => Refusal::MessagesExceeded,
        Error::OutcomesExceeded => Refusal::OutcomesExceeded,
        Error::EffectsExceeded => Refusal::EffectsExceeded,
        Error::MessageNotSent => Refusal::MessageNotSent,
        Error::MessageNotTaken => Refusal::MessageNotTaken,
        Error::LaneMismatch => Refusal::LaneMismatch,
        _ => Refusal::Unexpected,
    };
    InvalidTransaction::Custom(refusal as u8).into()
}
