//! What other pallets give to lanes, and get from them.

use alloc::vec::Vec;
use icn_primitives::{
    shard::{Message, MessageError, MessageNonce, Outcome},
    BlockNumber, ShardId,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

/// Sends messages to other shards.
pub trait SendMessage {
    /// Puts a message at the end of the lane to `destination`, and returns its number there. The
    /// answer comes through [`OnAnswer`], once.
    ///
    /// `expires_at` is the last block of the destination in which it may take effect; its present
    /// height is known only as well as the view of it is fresh.
    ///
    /// Errors: [`NotFound`](crate::Error::NotFound) for a shard that isn't registered;
    /// [`QueueExceeded`](crate::Error::QueueExceeded) when too many messages wait: try again
    /// later; [`PayloadExceeded`](crate::Error::PayloadExceeded);
    /// [`ExpiryPassed`](crate::Error::ExpiryPassed); [`AnswerTooHeavy`](crate::Error::AnswerTooHeavy).
    fn send(
        destination: ShardId,
        payload: Vec<u8>,
        expires_at: Option<BlockNumber>,
    ) -> Result<MessageNonce, DispatchError>;
}

/// Lets messages from other shards take effect.
pub trait OnMessage {
    /// The most that the effect of this payload may weigh. Cheap to say, and the same for as long
    /// as a block lasts.
    ///
    /// A payload whose effect would be heavier than [`Config::MaxEffect`](crate::Config::MaxEffect)
    /// has none: its outcome is [`TooHeavy`](MessageError::TooHeavy).
    fn weight(source: ShardId, payload: &[u8]) -> Weight;

    /// Called once for each message, in the order in which they were sent. What fails changes
    /// nothing: its storage is put back.
    fn on_message(source: ShardId, payload: &[u8]) -> Result<(), MessageError>;
}

/// Refuses every message.
impl OnMessage for () {
    fn weight(_source: ShardId, _payload: &[u8]) -> Weight {
        Weight::zero()
    }

    fn on_message(_source: ShardId, _payload: &[u8]) -> Result<(), MessageError> {
        Err(MessageError::UnknownPayload)
    }
}

/// Learns what became of messages that were sent.
pub trait OnAnswer {
    /// The most that the effect of any answer to this message may weigh. Cheap to say, and the same
    /// for as long as a block lasts.
    ///
    /// A message whose answer would be heavier than [`Config::MaxEffect`](crate::Config::MaxEffect)
    /// isn't sent.
    fn weight(destination: ShardId, message: &Message) -> Weight;

    /// Called once for each message, in the order in which they were sent. What fails changes
    /// nothing, and is told of with [`AnswerFailed`](crate::Event::AnswerFailed); the answer does
    /// not come again.
    fn on_answer(destination: ShardId, message: &Message, outcome: &Outcome) -> DispatchResult;
}

/// Nobody asks.
impl OnAnswer for () {
    fn weight(_destination: ShardId, _message: &Message) -> Weight {
        Weight::zero()
    }

    fn on_answer(_destination: ShardId, _message: &Message, _outcome: &Outcome) -> DispatchResult {
        Ok(())
    }
}
