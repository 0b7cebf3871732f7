//! The hub's end: what changed goes to each follower, as fast as its lane takes it.

use alloc::collections::VecDeque;
use codec::Encode;
use icn_primitives::{
    directory::{DirectoryEntry, DirectoryUpdate, Record, Subject, MAX_RECORDS},
    message::ShardMessage,
    shard::{Outcome, MAX_PAYLOAD},
    ShardId,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{
    Awake, Config, Event, Lanes, LastChange, Pallet, RecordSource, RetryAt, SentTo, WeightInfo,
};

/// After how many blocks the followers are looked at although nothing changed and nobody answered:
/// a shard may have been registered, or have waited long enough.
pub const LOOK_EVERY: u32 = 20;
/// Longest update, in bytes: what a message holds, but for what says that it is an update.
const MAX_UPDATE: usize = MAX_PAYLOAD as usize - 16;

/// A follower that can be sent something.
pub(crate) struct Behind {
    shard: ShardId,
    /// Its cursor.
    sent: u64,
    /// How many updates its lane takes.
    room: u32,
}

impl<T: Config> Pallet<T> {
    /// Sends to each follower that is behind and whose lane has room what comes after its cursor,
    /// [`Config::RecordsPerBlock`] records in all. Gives what that cost.
    pub(crate) fn send_changes(now: BlockNumberFor<T>) -> Weight {
        let looks = (now % LOOK_EVERY.into()).is_zero();
        if !(Awake::<T>::get() || looks) || !T::IsHub::get() {
            return T::WeightInfo::idle();
        }
        let last = LastChange::<T>::get();
        let mut destinations = T::Lanes::destinations();
        let mut weight = T::WeightInfo::look(destinations.len() as u32);
        // Another one is the first in each block.
        let first = now.checked_rem(&(destinations.len() as u32).into());
        destinations.rotate_left(first.map_or(0, |first| first.saturated_into()));
        let mut queue: VecDeque<_> = destinations
            .into_iter()
            .filter_map(|shard| Self::ensure_behind(shard, last, now))
            .collect();
        let mut left = T::RecordsPerBlock::get();
        while left > 0 {
            let Some(follower) = queue.pop_front() else { break };
            let limit = left.min(T::RecordsPerMessage::get());
            let (records, behind) = Self::send_next(follower, last, limit);
            left = left.saturating_sub(records);
            weight.saturating_accrue(T::WeightInfo::send(records));
            queue.extend(behind);
        }
        // Whoever has no room wakes us with an answer, if not with a block in which we look.
        Awake::<T>::put(!queue.is_empty());
        weight
    }

    /// The follower, if it is behind the change of number `last`, its lane has room, and it needn't
    /// wait any longer.
    fn ensure_behind(shard: ShardId, last: u64, now: BlockNumberFor<T>) -> Option<Behind> {
        let sent = SentTo::<T>::get(shard);
        let room = T::Lanes::room(shard);
        if sent >= last || room == 0 || RetryAt::<T>::get(shard).is_some_and(|at| at > now) {
            return None;
        }
        RetryAt::<T>::remove(shard);
        Some(Behind { shard, sent, room })
    }

    /// Sends at most `limit` records. Gives how many they were, and the follower if it is behind
    /// still and has room.
    fn send_next(mut to: Behind, last: u64, limit: u32) -> (u32, Option<Behind>) {
        let (update, through) = Self::next_update(to.shard, to.sent, limit);
        let records = update.entries().len() as u32;
        if records == 0 {
            return (0, None);
        }
        let destination = to.shard;
        match T::Lanes::send(destination, ShardMessage::Directory(update).encode()) {
            Ok(nonce) => {
                SentTo::<T>::insert(destination, through);
                Self::deposit_event(Event::UpdateSent { destination, nonce, records, through });
                to.sent = through;
                to.room = to.room.saturating_sub(1);
                (records, (to.sent < last && to.room > 0).then_some(to))
            }
            Err(error) => {
                Self::deposit_event(Event::UpdateNotSent { destination, error });
                (records, None)
            }
        }
    }

    /// The records after the change of number `sent`, as many as fit and at most `limit`, and the
    /// number of the last change among them.
    fn next_update(shard: ShardId, sent: u64, limit: u32) -> (DirectoryUpdate, u64) {
        let mut entries = BoundedVec::<DirectoryEntry, ConstU32<MAX_RECORDS>>::new();
        let mut through = sent;
        let mut size = 0usize;
        for (change, subject) in Self::changes_after(sent).take(limit as usize) {
            let entry = (subject, Self::record_of(subject, shard));
            size = size.saturating_add(entry.encoded_size());
            if size > MAX_UPDATE || entries.try_push(entry).is_err() {
                break;
            }
            through = change;
        }
        (DirectoryUpdate::V1(entries), through)
    }

    /// What `shard` is to know of `subject`.
    fn record_of(subject: Subject, shard: ShardId) -> Option<Record> {
        match subject {
            Subject::Person(did) => T::Source::person(&did).map(Record::Person),
            Subject::Cooperative(id) => T::Source::cooperative(id).map(Record::Cooperative),
            Subject::Seat(id) => T::Source::seat(id, shard).map(Record::Seat),
        }
    }

    /// Takes the answer to an update that was sent: if it wasn't applied, its subjects are sent
    /// again when [`Config::RetryDelay`] has passed.
    pub fn on_answer(destination: ShardId, update: &DirectoryUpdate, outcome: &Outcome) {
        if *outcome == Outcome::Delivered {
            // There is room on that lane now.
            if SentTo::<T>::get(destination) < LastChange::<T>::get() {
                Awake::<T>::put(true);
            }
            return;
        }
        for (subject, _) in update.entries() {
            Self::touch(*subject);
        }
        let now = frame_system::Pallet::<T>::block_number();
        RetryAt::<T>::insert(destination, now.saturating_add(T::RetryDelay::get()));
        Self::deposit_event(Event::UpdateFailed {
            destination,
            records: update.entries().len() as u32,
            outcome: outcome.clone(),
        });
    }

    /// What [`Self::on_answer`] may cost.
    pub fn max_answer_weight() -> Weight {
        T::WeightInfo::answer(T::RecordsPerMessage::get())
    }

    #[cfg(feature = "runtime-benchmarks")]
    pub(crate) fn send_to(shard: ShardId, limit: u32) -> u32 {
        let follower = Behind { shard, sent: SentTo::<T>::get(shard), room: 1 };
        Self::send_next(follower, LastChange::<T>::get(), limit).0
    }
}
