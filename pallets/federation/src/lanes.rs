//! Decisions that are carried out on other shards.

use codec::{DecodeLimit, Encode};
use icn_primitives::{
    governance::MAX_JOINT,
    message::{CooperativesDecision, ShardMessage},
    shard::{MessageError, MessageNonce, Outcome, MAX_PAYLOAD},
    BlockNumber, ShardId,
};
use polkadot_sdk::{frame_support::MAX_EXTRINSIC_DEPTH, polkadot_sdk_frame::prelude::*};

use crate::{Config, Event, Origin, Pallet, WeightInfo};

/// Longest call that is sent to another shard, in bytes: what a message holds, but for what says
/// that it is a decision, and whose.
pub const MAX_DECISION: u32 = MAX_PAYLOAD - 64 - 4 * MAX_JOINT;

/// Sends decisions to other shards.
pub trait SendDecision {
    /// Puts `payload` at the end of the lane to `destination`, and gives its number there.
    /// `expires_at` is the last block of the destination in which it may take effect.
    ///
    /// Errors: those of the lane.
    fn send(
        destination: ShardId,
        payload: alloc::vec::Vec<u8>,
        expires_at: Option<BlockNumber>,
    ) -> Result<MessageNonce, DispatchError>;

    /// Makes a shard to which a decision can be sent.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_destination() -> ShardId;
}

/// There are no other shards.
impl SendDecision for () {
    fn send(
        _destination: ShardId,
        _payload: alloc::vec::Vec<u8>,
        _expires_at: Option<BlockNumber>,
    ) -> Result<MessageNonce, DispatchError> {
        Err(DispatchError::Unavailable)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_destination() -> ShardId {
        ShardId::default()
    }
}

impl<T: Config> Pallet<T> {
    /// Sends `call` to `shard`; gives the message's number and the hash of the encoded call.
    pub(crate) fn do_send(
        by: Origin,
        shard: ShardId,
        call: BoundedVec<u8, ConstU32<MAX_DECISION>>,
        expires_at: Option<BlockNumber>,
    ) -> Result<(MessageNonce, T::Hash), DispatchError> {
        let call_hash = T::Hashing::hash(&call);
        let call = call.into_inner();
        let message = match by {
            Origin::Federation => ShardMessage::Decision { call },
            Origin::Cooperatives { cooperatives, proposal } => {
                ShardMessage::CooperativesDecision(CooperativesDecision::V1 {
                    cooperatives,
                    proposal,
                    call,
                })
            }
        };
        Ok((T::Lanes::send(shard, message.encode(), expires_at)?, call_hash))
    }

    /// Carries out a decision of `by` that came from the hub: all of it or nothing. For the runtime, which
    /// lets no other shard decide.
    ///
    /// Errors: [`MessageError::UnknownPayload`] if `call` is no call of this runtime; the call's
    /// own error.
    pub fn on_message(by: Origin, call: &[u8]) -> Result<(), MessageError> {
        let call = Self::decode_call(call).ok_or(MessageError::UnknownPayload)?;
        let (call_hash, _) = Self::do_decide_by(by.clone(), call).map_err(|failed| failed.error)?;
        Self::deposit_event(Event::DecisionReceived { by, call_hash });
        Ok(())
    }

    /// What [`Self::on_message`] may cost with this call; little, if it is none.
    pub fn weight_of(call: &[u8]) -> Weight {
        let inner = Self::decode_call(call)
            .map_or(Weight::zero(), |call| call.get_dispatch_info().call_weight);
        T::WeightInfo::on_message(call.len() as u32).saturating_add(inner)
    }

    /// Tells what became of a decision that was sent.
    pub fn on_answer(shard: ShardId, nonce: MessageNonce, outcome: &Outcome) {
        Self::deposit_event(Event::DecisionAnswered { shard, nonce, outcome: outcome.clone() });
    }

    /// What [`Self::on_answer`] costs.
    pub fn answer_weight() -> Weight {
        T::WeightInfo::on_answer()
    }

    fn decode_call(call: &[u8]) -> Option<RuntimeCallFor<T>> {
        RuntimeCallFor::<T>::decode_all_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut &*call).ok()
    }
}
