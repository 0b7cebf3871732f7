//! The receiving end of lanes: messages that are taken, and what became of them.

use alloc::vec::Vec;
use codec::DecodeAll;
use icn_primitives::{
    shard::{
        outbound_lane_key, outbox_key, InboundLane, Message, MessageError, MessageNonce,
        OutboundLane, Outcome, MAX_UNCONFIRMED, MESSAGE_VERSION,
    },
    Hash, ShardId,
};
use polkadot_sdk::{
    bp_runtime::RawStorageProof, frame_support::storage::with_storage_layer,
    polkadot_sdk_frame::prelude::*,
};

use crate::{
    Config, Error, Event, InHandler, InboundLanes, OnMessage, Pallet, TakenInBlock, ThisShard,
};

impl<T: Config> Pallet<T> {
    /// Takes the messages `first` to `last` that are new and that there is room for, and returns
    /// how many they were. All is checked before the first takes effect.
    pub(crate) fn do_deliver(
        source: ShardId,
        at: Hash,
        proof: RawStorageProof,
        first: MessageNonce,
        last: MessageNonce,
    ) -> Result<u32, Error<T>> {
        ensure!(!InHandler::<T>::exists(), Error::<T>::InHandler);
        Self::ensure_registered(source)?;
        let mut lane = InboundLanes::<T>::get(source);
        let next = Self::ensure_next(&lane, first, last)?;
        let mut room = Self::ensure_room_in_block()?;
        let mut state = Self::prove(source, at, proof)?;
        let this = ThisShard::<T>::get();
        let there: OutboundLane =
            state.read_record(&outbound_lane_key(this))?.ok_or(Error::<T>::MessageNotSent)?;
        ensure!(last <= there.sent, Error::<T>::MessageNotSent);
        Self::forget_confirmed(source, &mut lane, there.confirmed)?;
        room = room.min(MAX_UNCONFIRMED.saturating_sub(lane.outcomes.len() as u32));
        ensure!(room > 0, Error::<T>::OutcomesExceeded);

        let mut messages = Vec::new();
        for nonce in (next..=last).take(room as usize) {
            let value = state.read(&outbox_key(this, nonce))?.ok_or(Error::<T>::LaneMismatch)?;
            messages.push((nonce, value));
        }

        InHandler::<T>::put(true);
        let mut taken = 0u32;
        for (nonce, value) in messages {
            let outcome = Self::outcome_of(source, nonce, &value);
            lane.taken = nonce;
            // No more messages were read than there is room for.
            let _ = lane.outcomes.try_push(outcome.clone());
            Self::deposit_event(Event::MessageTaken { source, nonce, outcome });
            taken.saturating_inc();
        }
        InHandler::<T>::kill();
        InboundLanes::<T>::insert(source, lane);
        let count = Self::taken_in_block().saturating_add(taken);
        TakenInBlock::<T>::put((Self::block_number(), count));
        Ok(taken)
    }

    /// The first of these messages that is new. A message can't be taken before the one in front
    /// of it.
    fn ensure_next(
        lane: &InboundLane,
        first: MessageNonce,
        last: MessageNonce,
    ) -> Result<MessageNonce, Error<T>> {
        ensure!(first <= last && last > lane.taken, Error::<T>::NothingNew);
        let most = u64::from(T::MessagesPerCall::get());
        ensure!(last.saturating_sub(first) < most, Error::<T>::MessagesExceeded);
        let next = lane.taken.checked_add(1).ok_or(Error::<T>::NothingNew)?;
        ensure!(first <= next, Error::<T>::OutOfOrder);
        Ok(next)
    }

    /// How many more messages this block may take.
    fn ensure_room_in_block() -> Result<u32, Error<T>> {
        let room = T::MessagesPerBlock::get().saturating_sub(Self::taken_in_block());
        ensure!(room > 0, Error::<T>::BlockMessagesExceeded);
        Ok(room)
    }

    /// How many messages this block has taken.
    fn taken_in_block() -> u32 {
        let (block, count) = TakenInBlock::<T>::get();
        if block == Self::block_number() {
            count
        } else {
            0
        }
    }

    /// Drops the outcomes that the source has, by its own proven word.
    fn forget_confirmed(
        source: ShardId,
        lane: &mut InboundLane,
        confirmed: MessageNonce,
    ) -> Result<(), Error<T>> {
        ensure!(confirmed <= lane.taken, Error::<T>::LaneMismatch);
        // An older header may know less than was proven before.
        let Some(surplus) = confirmed.checked_sub(lane.confirmed).filter(|more| *more > 0) else {
            return Ok(());
        };
        let surplus = usize::try_from(surplus).map_err(|_| Error::<T>::LaneMismatch)?;
        let kept = lane.outcomes.iter().skip(surplus).cloned().collect();
        lane.outcomes = BoundedVec::truncate_from(kept);
        lane.confirmed = confirmed;
        Self::deposit_event(Event::OutcomesForgotten { source, confirmed });
        Ok(())
    }

    /// Lets a message take effect, if it can.
    fn outcome_of(source: ShardId, nonce: MessageNonce, value: &[u8]) -> Outcome {
        let message = match Self::read_message(nonce, value) {
            Ok(message) => message,
            Err(error) => return Outcome::Failed(error),
        };
        if message.expires_at.is_some_and(|last| last < Self::block_number()) {
            return Outcome::Expired;
        }
        match with_storage_layer(|| T::OnMessage::on_message(source, &message.payload)) {
            Ok(()) => Outcome::Delivered,
            Err(error) => Outcome::Failed(error),
        }
    }

    /// A message that can't be read must not block the ones behind it.
    fn read_message(nonce: MessageNonce, mut value: &[u8]) -> Result<Message, MessageError> {
        Message::decode_all(&mut value)
            .ok()
            .filter(|message| message.version == MESSAGE_VERSION && message.nonce == nonce)
            .ok_or(MessageError::UnknownVersion)
    }
}
