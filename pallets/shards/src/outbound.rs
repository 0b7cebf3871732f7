//! The sending end of lanes: messages that wait, and the answers to them.

use alloc::vec::Vec;
use core::ops::RangeInclusive;
use icn_primitives::{
    shard::{
        inbound_lane_key, outcome_index, outcomes_key, outcomes_page, InboundLane, Message,
        MessageNonce, OutboundLane, Outcome, Outcomes, OutcomesPage, MAX_UNCONFIRMED,
        MESSAGE_VERSION,
    },
    BlockNumber, ShardId,
};
use polkadot_sdk::{frame_support::storage::with_storage_layer, polkadot_sdk_frame::prelude::*};

use crate::{
    effects::{bearable, Budget},
    proofs::ProvenState,
    Config, Error, Event, OnAnswer, OutboundLanes, Outbox, Pallet, SendMessage, ThisShard,
};

/// An answer that may be handed over.
pub(crate) struct Answer {
    nonce: MessageNonce,
    outcome: Outcome,
}

/// The page of outcomes that was read last.
#[derive(Default)]
pub(crate) struct OpenPage(Option<(OutcomesPage, Outcomes)>);

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
        ensure!(lane.waiting() < u64::from(MAX_UNCONFIRMED), Error::<T>::QueueExceeded);
        lane.sent = lane.sent.checked_add(1).ok_or(Error::<T>::QueueExceeded)?;
        let message = Message {
            version: MESSAGE_VERSION,
            nonce: lane.sent,
            sent_at: Self::block_number(),
            expires_at,
            payload,
        };
        let weight = T::OnAnswer::weight(destination, &message);
        ensure!(bearable::<T>(weight).is_some(), Error::<T>::AnswerTooHeavy);
        Outbox::<T>::insert(destination, lane.sent, &message);
        OutboundLanes::<T>::insert(destination, lane);
        Ok(message)
    }

    /// Those of the answers that there is weight for in the budget.
    pub(crate) fn plan_answers(
        destination: ShardId,
        nonces: RangeInclusive<MessageNonce>,
        state: &mut ProvenState<T>,
        budget: &mut Budget,
    ) -> Result<Vec<Answer>, Error<T>> {
        let there = Self::receiving_end(&OutboundLanes::<T>::get(destination), state)?;
        ensure!(*nonces.end() <= there.taken, Error::<T>::MessageNotTaken);
        let (mut answers, mut page) = (Vec::new(), OpenPage::default());
        for nonce in nonces {
            match Self::answer_to(destination, nonce, state, &mut page, budget) {
                Err(Error::<T>::EffectsExceeded) => break,
                answer => answers.push(answer?),
            }
        }
        Ok(answers)
    }

    /// The destination's end of the lane from this shard.
    pub(crate) fn receiving_end(
        lane: &OutboundLane,
        state: &mut ProvenState<T>,
    ) -> Result<InboundLane, Error<T>> {
        let there: InboundLane = state
            .read_record(&inbound_lane_key(ThisShard::<T>::get()))?
            .ok_or(Error::<T>::MessageNotTaken)?;
        let consistent = there.taken <= lane.sent && there.confirmed <= lane.confirmed;
        ensure!(consistent, Error::<T>::LaneMismatch);
        Ok(there)
    }

    /// The answer to a message in the proof, if its effect is within the budget.
    pub(crate) fn answer_to(
        destination: ShardId,
        nonce: MessageNonce,
        state: &mut ProvenState<T>,
        page: &mut OpenPage,
        budget: &mut Budget,
    ) -> Result<Answer, Error<T>> {
        let outcomes = Self::turn_to(outcomes_page(nonce), page, state)?;
        let outcome =
            outcomes.get(outcome_index(nonce)).cloned().ok_or(Error::<T>::LaneMismatch)?;
        let message = Outbox::<T>::get(destination, nonce).ok_or(Error::<T>::LaneMismatch)?;
        let weight = bearable::<T>(T::OnAnswer::weight(destination, &message));
        budget.use_up(weight.unwrap_or_default())?;
        Ok(Answer { nonce, outcome })
    }

    fn turn_to<'a>(
        number: OutcomesPage,
        page: &'a mut OpenPage,
        state: &mut ProvenState<T>,
    ) -> Result<&'a Outcomes, Error<T>> {
        let open = match page.0.take() {
            Some(open) if open.0 == number => open,
            _ => {
                let key = outcomes_key(ThisShard::<T>::get(), number);
                (number, state.read_record(&key)?.ok_or(Error::<T>::LaneMismatch)?)
            }
        };
        Ok(&page.0.insert(open).1)
    }

    /// Takes a message out of the outbox and tells its sender what became of it.
    pub(crate) fn hand_over(destination: ShardId, answer: &Answer) {
        let Answer { nonce, ref outcome } = *answer;
        // Before the handler runs, which may send on this lane.
        OutboundLanes::<T>::mutate(destination, |lane| lane.confirmed = nonce);
        let Some(message) = Outbox::<T>::take(destination, nonce) else { return };
        let handled = match bearable::<T>(T::OnAnswer::weight(destination, &message)) {
            Some(_) => {
                with_storage_layer(|| T::OnAnswer::on_answer(destination, &message, outcome))
            }
            // It was bearable when it was sent, to another runtime.
            None => Err(Error::<T>::AnswerTooHeavy.into()),
        };
        let outcome = outcome.clone();
        Self::deposit_event(Event::MessageAnswered { destination, nonce, outcome });
        if let Err(error) = handled {
            Self::deposit_event(Event::AnswerFailed { destination, nonce, error });
        }
    }
}
