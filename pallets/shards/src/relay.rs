//! Updates: what of them is taken, decided in one place before any of it takes effect.

use alloc::{boxed::Box, vec::Vec};
use core::ops::RangeInclusive;
use icn_primitives::{shard::MessageNonce, Hash, Header, ShardId};
use polkadot_sdk::{
    bp_header_chain::justification::GrandpaJustification, bp_runtime::RawStorageProof,
    polkadot_sdk_frame::prelude::*, sp_consensus_grandpa::SetId,
};

use crate::{
    effects::Budget,
    finality::NewHeader,
    inbound::Delivery,
    outbound::{Answer, OpenPage},
    proofs::ProvenState,
    Call, Config, Error, Finality, InboundLanes, Nonces, OutboundLanes, Pallet, Shard, Update,
};

/// What of an update is taken.
pub(crate) struct Plan {
    pub(crate) shard: Shard,
    pub(crate) header: Option<NewHeader>,
    pub(crate) answers: Vec<Answer>,
    pub(crate) messages: Option<Delivery>,
    /// The weight of their effects.
    pub(crate) effects: Weight,
}

impl Plan {
    /// How many messages are taken.
    pub(crate) fn messages(&self) -> u32 {
        self.messages.as_ref().map_or(0, |delivery| delivery.arrivals.len()).saturated_into()
    }

    /// How many answers are handed over.
    pub(crate) fn answers(&self) -> u32 {
        self.answers.len().saturated_into()
    }
}

impl<T: Config> Pallet<T> {
    /// Takes what is new in an update, and returns what that was.
    pub(crate) fn do_relay(source: ShardId, update: &Update) -> Result<Plan, Error<T>> {
        let plan = Self::plan(source, update, Self::room_in_block())?;
        if let Some(header) = &plan.header {
            Self::accept_header(source, &plan.shard, header);
        }
        for answer in &plan.answers {
            Self::hand_over(source, answer);
        }
        if let Some(delivery) = &plan.messages {
            Self::take_messages(source, delivery);
        }
        Ok(plan)
    }

    /// Decides what of an update is taken, with room for so many messages. Changes nothing. What is
    /// cheap to check comes first.
    pub(crate) fn plan(source: ShardId, update: &Update, room: u32) -> Result<Plan, Error<T>> {
        let shard = Self::ensure_registered(source)?;
        let Update { ref finality, at, ref proof, messages, answers, effects } = *update;
        ensure!(effects.all_lte(T::EffectsPerUpdate::get()), Error::<T>::EffectsExceeded);
        let messages = Self::news(messages, InboundLanes::<T>::get(source).taken)?;
        let answers = Self::news(answers, OutboundLanes::<T>::get(source).confirmed)?;
        let header = match finality {
            Some(finality) => Self::new_header(source, &shard, finality)?,
            None => None,
        };
        let header_is_wanted = header.as_ref().is_some_and(|header| header.is_wanted);
        let proof_is_wanted = messages.is_some() || answers.is_some();
        ensure!(header_is_wanted || proof_is_wanted, Error::<T>::NothingNew);
        ensure!(proof_is_wanted || proof.is_empty(), Error::<T>::RedundantProof);
        ensure!(messages.is_none() || room > 0, Error::<T>::BlockMessagesExceeded);
        if let (Some(header), Some(finality)) = (&header, finality) {
            Self::ensure_justified(source, &shard, &header.header, &finality.justification)?;
        }

        let mut budget = Budget::new(effects);
        let mut plan =
            Plan { shard, header, answers: Vec::new(), messages: None, effects: Weight::zero() };
        if proof_is_wanted {
            let mut state = Self::prove(source, &plan.header, at, proof.clone())?;
            // Answers first: they make room for what waits on the way out.
            if let Some(nonces) = answers {
                plan.answers = Self::plan_answers(source, nonces, &mut state, &mut budget)?;
            }
            if let Some(nonces) = messages {
                plan.messages = Self::plan_messages(source, nonces, room, &mut state, &mut budget)?;
            }
        }
        plan.effects = budget.used;
        let takes = header_is_wanted || plan.messages() > 0 || plan.answers() > 0;
        ensure!(takes, Error::<T>::EffectsExceeded);
        Ok(plan)
    }

    /// Those of the messages that come after the last that is `done`; `None` when all are.
    fn news(
        nonces: Option<Nonces>,
        done: MessageNonce,
    ) -> Result<Option<RangeInclusive<MessageNonce>>, Error<T>> {
        let Some(nonces) = nonces else { return Ok(None) };
        let most = u64::from(T::MessagesPerUpdate::get());
        ensure!(nonces.count() <= most, Error::<T>::MessagesExceeded);
        let next = done.saturating_add(1);
        if nonces.last < next {
            return Ok(None);
        }
        ensure!(nonces.first <= next, Error::<T>::OutOfOrder);
        Ok(Some(next..=nonces.last))
    }

    /// Makes the call that brings what a relay has from shard `source`: a header with its set and
    /// votes, and a proof of the state after block `at`, of which it may be known before. For the
    /// node's side; nothing is changed.
    ///
    /// More votes than are needed are left out. Of the messages and outcomes in the proof, as many
    /// are named as one update may bring and as lie in it without a gap, beginning with the next
    /// one here. A proof of nothing that is new is left out.
    ///
    /// Errors: [`Error::NothingNew`] when there is nothing to bring, or whatever the chain would
    /// say to the call.
    pub fn relay_call(
        source: ShardId,
        finality: Option<(Header, GrandpaJustification<Header>, SetId)>,
        at: Hash,
        proof: RawStorageProof,
    ) -> Result<Call<T>, Error<T>> {
        let shard = Self::ensure_registered(source)?;
        let finality = finality.map(|(header, justification, set_id)| Finality {
            header,
            justification,
            set_id,
        });
        let header = match &finality {
            Some(finality) => Self::new_header(source, &shard, finality)?,
            None => None,
        };
        let finality = match (&header, finality) {
            (Some(header), Some(finality)) => {
                Some(Self::leave_out_votes(source, &shard, header, finality)?)
            }
            _ => None,
        };
        let mut update = Update {
            finality,
            at,
            proof: Vec::new(),
            messages: None,
            answers: None,
            effects: Weight::zero(),
        };
        if !proof.is_empty() {
            let mut state = Self::prove(source, &header, at, proof.clone())?;
            Self::name_what_is_new(source, &mut state, &mut update)?;
            if update.messages.is_some() || update.answers.is_some() {
                update.proof = proof;
            }
        }
        Self::plan(source, &update, T::MessagesPerBlock::get())?;
        Ok(Call::relay { shard: source, update: Box::new(update) })
    }

    /// Names the messages and the answers in this state that one update may bring. While both wait,
    /// answers have half of the weight, so that neither ever waits for the other.
    fn name_what_is_new(
        source: ShardId,
        state: &mut ProvenState<T>,
        update: &mut Update,
    ) -> Result<(), Error<T>> {
        let all = T::EffectsPerUpdate::get();
        let most = u64::from(T::MessagesPerUpdate::get());
        let inbound = InboundLanes::<T>::get(source);
        let sent = Self::unless_left_out(Self::sending_end(&inbound, state))?
            .map_or(inbound.taken, |there| there.sent);
        let outbound = OutboundLanes::<T>::get(source);
        let taken = Self::unless_left_out(Self::receiving_end(&outbound, state))?
            .map_or(outbound.confirmed, |there| there.taken);

        let mut answers = Budget::new(if sent > inbound.taken { all.div(2) } else { all });
        let mut page = OpenPage::default();
        update.answers = following(outbound.confirmed, taken, most, |nonce| {
            Self::answer_to(source, nonce, state, &mut page, &mut answers).is_ok()
        });
        let mut messages = Budget::new(all.saturating_sub(answers.used));
        update.messages = following(inbound.taken, sent, most, |nonce| {
            Self::arrival(source, nonce, state, &mut messages).is_ok()
        });
        update.effects = answers.used.saturating_add(messages.used);
        Ok(())
    }

    /// A lane's end; `None` when the proof doesn't hold it or there is none.
    fn unless_left_out<L>(end: Result<L, Error<T>>) -> Result<Option<L>, Error<T>> {
        match end {
            Ok(end) => Ok(Some(end)),
            Err(
                Error::<T>::InvalidProof | Error::<T>::MessageNotSent | Error::<T>::MessageNotTaken,
            ) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The numbers after `done` and up to `end`, at most so many, as long as each `fits`.
fn following(
    done: MessageNonce,
    end: MessageNonce,
    most: u64,
    mut fits: impl FnMut(MessageNonce) -> bool,
) -> Option<Nonces> {
    let first = done.checked_add(1)?;
    let last = end.min(done.saturating_add(most));
    let last = (first..=last).take_while(|nonce| fits(*nonce)).last()?;
    Some(Nonces { first, last })
}
