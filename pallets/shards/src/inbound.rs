//! The receiving end of lanes: messages that are taken, and what became of them.

use alloc::vec::Vec;
use codec::DecodeAll;
use core::ops::RangeInclusive;
use icn_primitives::{
    shard::{
        outbound_lane_key, outbox_key, outcomes_page, InboundLane, Message, MessageError,
        MessageNonce, OutboundLane, Outcome, Payload, MAX_UNCONFIRMED, MESSAGE_VERSION,
    },
    ShardId,
};
use polkadot_sdk::{frame_support::storage::with_storage_layer, polkadot_sdk_frame::prelude::*};

use crate::{
    effects::{bearable, Budget},
    proofs::ProvenState,
    Config, Error, Event, InboundLanes, OnMessage, Outcomes, Pallet, TakenInBlock, ThisShard,
};

/// Messages that may be taken together.
pub(crate) struct Delivery {
    /// The last of which the source has the answer, by its own proven word.
    pub(crate) confirmed: MessageNonce,
    /// Never none.
    pub(crate) arrivals: Vec<Arrival>,
}

/// A message that may be taken.
pub(crate) struct Arrival {
    nonce: MessageNonce,
    /// What its handler gets, or what becomes of it without one.
    content: Result<Payload, Outcome>,
}

impl<T: Config> Pallet<T> {
    /// Those of the messages that there is room for, and weight in the budget.
    pub(crate) fn plan_messages(
        source: ShardId,
        nonces: RangeInclusive<MessageNonce>,
        room: u32,
        state: &mut ProvenState<T>,
        budget: &mut Budget,
    ) -> Result<Option<Delivery>, Error<T>> {
        let lane = InboundLanes::<T>::get(source);
        let there = Self::sending_end(&lane, state)?;
        ensure!(*nonces.end() <= there.sent, Error::<T>::MessageNotSent);
        // An older header may know less than was proven before.
        let confirmed = there.confirmed.max(lane.confirmed);
        let unconfirmed = lane.taken.saturating_sub(confirmed);
        let room = u64::from(MAX_UNCONFIRMED).saturating_sub(unconfirmed).min(room.into());
        ensure!(room > 0, Error::<T>::OutcomesExceeded);

        let mut arrivals = Vec::new();
        for nonce in nonces.take(room.saturated_into()) {
            match Self::arrival(source, nonce, state, budget) {
                Err(Error::<T>::EffectsExceeded) => break,
                arrival => arrivals.push(arrival?),
            }
        }
        Ok((!arrivals.is_empty()).then_some(Delivery { confirmed, arrivals }))
    }

    /// The source's end of its lane to this shard.
    pub(crate) fn sending_end(
        lane: &InboundLane,
        state: &mut ProvenState<T>,
    ) -> Result<OutboundLane, Error<T>> {
        let there: OutboundLane = state
            .read_record(&outbound_lane_key(ThisShard::<T>::get()))?
            .ok_or(Error::<T>::MessageNotSent)?;
        ensure!(there.confirmed <= lane.taken, Error::<T>::LaneMismatch);
        Ok(there)
    }

    /// A message in the proof, if its effect is within the budget.
    pub(crate) fn arrival(
        source: ShardId,
        nonce: MessageNonce,
        state: &mut ProvenState<T>,
        budget: &mut Budget,
    ) -> Result<Arrival, Error<T>> {
        let key = outbox_key(ThisShard::<T>::get(), nonce);
        let value = state.read(&key)?.ok_or(Error::<T>::LaneMismatch)?;
        let content = match Self::content_of(source, nonce, &value) {
            Ok((payload, weight)) => {
                budget.use_up(weight)?;
                Ok(payload)
            }
            Err(outcome) => Err(outcome),
        };
        Ok(Arrival { nonce, content })
    }

    /// What the handler of a message gets, and what that weighs; or the outcome without a handler.
    /// A message that can't be handled must not block the ones behind it.
    fn content_of(
        source: ShardId,
        nonce: MessageNonce,
        mut value: &[u8],
    ) -> Result<(Payload, Weight), Outcome> {
        let message = Message::decode_all(&mut value)
            .ok()
            .filter(|message| message.version == MESSAGE_VERSION && message.nonce == nonce)
            .ok_or(Outcome::Failed(MessageError::UnknownVersion))?;
        if message.expires_at.is_some_and(|last| last < Self::block_number()) {
            return Err(Outcome::Expired);
        }
        let weight = bearable::<T>(T::OnMessage::weight(source, &message.payload))
            .ok_or(Outcome::Failed(MessageError::TooHeavy))?;
        Ok((message.payload, weight))
    }

    /// Lets messages take effect, in order.
    pub(crate) fn take_messages(source: ShardId, delivery: &Delivery) {
        let mut lane = InboundLanes::<T>::get(source);
        Self::forget_outcomes(source, &mut lane, delivery.confirmed);
        let mut page = outcomes_page(lane.taken.saturating_add(1));
        let mut outcomes = Outcomes::<T>::get(source, page);
        for Arrival { nonce, content } in &delivery.arrivals {
            let (source, nonce) = (source, *nonce);
            let outcome = match content {
                Ok(payload) => Self::outcome_of(source, payload),
                Err(outcome) => outcome.clone(),
            };
            if outcomes_page(nonce) != page {
                Outcomes::<T>::insert(source, page, core::mem::take(&mut outcomes));
                page = outcomes_page(nonce);
            }
            // A page is full when the next begins.
            let _ = outcomes.try_push(outcome.clone());
            lane.taken = nonce;
            Self::deposit_event(Event::MessageTaken { source, nonce, outcome });
        }
        Outcomes::<T>::insert(source, page, outcomes);
        InboundLanes::<T>::insert(source, lane);
        let taken = Self::taken_in_block().saturating_add(delivery.arrivals.len() as u32);
        TakenInBlock::<T>::put((Self::block_number(), taken));
    }

    fn outcome_of(source: ShardId, payload: &Payload) -> Outcome {
        match with_storage_layer(|| T::OnMessage::on_message(source, payload)) {
            Ok(()) => Outcome::Delivered,
            Err(error) => Outcome::Failed(error),
        }
    }

    /// Deletes the pages of which the source has every outcome.
    fn forget_outcomes(source: ShardId, lane: &mut InboundLane, confirmed: MessageNonce) {
        if confirmed <= lane.confirmed {
            return;
        }
        // No more than hold what a lane may have unconfirmed.
        let first_unconfirmed =
            |confirmed: MessageNonce| outcomes_page(confirmed.saturating_add(1));
        for page in first_unconfirmed(lane.confirmed)..first_unconfirmed(confirmed) {
            Outcomes::<T>::remove(source, page);
        }
        lane.confirmed = confirmed;
        Self::deposit_event(Event::OutcomesForgotten { source, confirmed });
    }

    /// How many more messages this block may take.
    pub(crate) fn room_in_block() -> u32 {
        T::MessagesPerBlock::get().saturating_sub(Self::taken_in_block())
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
}
