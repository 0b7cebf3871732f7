//! The sending end of lanes: messages that wait, and the answers to them.

use alloc::vec::Vec;
use icn_primitives::{
    shard::{
        inbound_lane_key, InboundLane, Message, MessageNonce, Outcome, MAX_UNCONFIRMED,
        MESSAGE_VERSION,
    },
    BlockNumber, Hash, ShardId,
};
use polkadot_sdk::{
    bp_runtime::RawStorageProof, frame_support::storage::with_storage_layer,
    polkadot_sdk_frame::prelude::*,
};

use crate::{
    Config, Error, Event, InHandler, OnAnswer, OutboundLanes, Outbox, Pallet, SendMessage,
    ThisShard,
};

impl<T: Config> SendMessage for Pallet<T> {
    fn send(
        destination: ShardId,
        payload: Vec<u8>,
        expires_at: Option<BlockNumber>,
    ) -> Result<MessageNonce, DispatchError> {
        let message = Self::do_send(destination, payload, expires_at)?;
        let nonce = message.nonce;
        Self::deposit_event(Event::MessageSent { destination, message });
        Ok(nonce)
    }
}

impl<T: Config> Pallet<T> {
    fn do_send(
        destination: ShardId,
        payload: Vec<u8>,
        expires_at: Option<BlockNumber>,
    ) -> Result<Message, Error<T>> {
        let shard = Self::ensure_registered(destination)?;
        let height = shard.best.map_or(0, |best| best.number);
        ensure!(expires_at.is_none_or(|last| last > height), Error::<T>::ExpiryPassed);
        let payload = payload.try_into().map_err(|_| Error::<T>::PayloadExceeded)?;
        let mut lane = OutboundLanes::<T>::get(destination);
        let waiting = lane.sent.saturating_sub(lane.confirmed);
        ensure!(waiting < u64::from(MAX_UNCONFIRMED), Error::<T>::QueueExceeded);
        lane.sent = lane.sent.checked_add(1).ok_or(Error::<T>::QueueExceeded)?;
        let message = Message {
            version: MESSAGE_VERSION,
            nonce: lane.sent,
            sent_at: Self::block_number(),
            expires_at,
            payload,
        };
        Outbox::<T>::insert(destination, lane.sent, &message);
        OutboundLanes::<T>::insert(destination, lane);
        Ok(message)
    }

    /// Hands over the answers that this proof holds, and returns how many they were.
    pub(crate) fn do_confirm(
        destination: ShardId,
        at: Hash,
        proof: RawStorageProof,
    ) -> Result<u32, Error<T>> {
        ensure!(!InHandler::<T>::exists(), Error::<T>::InHandler);
        Self::ensure_registered(destination)?;
        let lane = OutboundLanes::<T>::get(destination);
        ensure!(lane.confirmed < lane.sent, Error::<T>::NothingNew);
        let mut state = Self::prove(destination, at, proof)?;
        let there: InboundLane = state
            .read_record(&inbound_lane_key(ThisShard::<T>::get()))?
            .ok_or(Error::<T>::NothingNew)?;
        ensure!(there.taken > lane.confirmed, Error::<T>::NothingNew);
        let consistent = there.taken <= lane.sent && there.is_consistent();
        ensure!(consistent, Error::<T>::LaneMismatch);
        let known = lane
            .confirmed
            .checked_sub(there.confirmed)
            .and_then(|known| usize::try_from(known).ok())
            .ok_or(Error::<T>::LaneMismatch)?;

        let news = there.outcomes.into_iter().skip(known);
        let nonces = lane.confirmed.saturating_add(1)..=there.taken;
        let mut answered = 0u32;
        InHandler::<T>::put(true);
        for (nonce, outcome) in nonces.zip(news).take(T::MessagesPerCall::get() as usize) {
            Self::answer(destination, nonce, outcome);
            answered.saturating_inc();
        }
        InHandler::<T>::kill();
        Ok(answered)
    }

    /// Takes a message out of the outbox and tells its sender what became of it.
    fn answer(destination: ShardId, nonce: MessageNonce, outcome: Outcome) {
        // Before the handler runs, which may send on this lane.
        OutboundLanes::<T>::mutate(destination, |lane| lane.confirmed = nonce);
        let Some(message) = Outbox::<T>::take(destination, nonce) else { return };
        let handled =
            with_storage_layer(|| T::OnAnswer::on_answer(destination, &message, &outcome));
        Self::deposit_event(Event::MessageAnswered { destination, nonce, outcome });
        if let Err(error) = handled {
            Self::deposit_event(Event::AnswerFailed { destination, nonce, error });
        }
    }
}
