//! The queue, and how it empties.

use alloc::vec::Vec;
use codec::Encode;
use icn_primitives::{
    message::{ReputationReports, ShardMessage},
    reputation::{Category, GiveReputation, Report, Score, Source, MAX_REPORTS},
    shard::MessageNonce,
    Did, Hash,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{Config, Ends, Error, Event, Pallet, Waiting, WeightInfo};

/// The lane to the hub.
pub trait SendReports {
    /// How many messages may be put on it now. Less than the lane holds, where others must find
    /// room as well.
    fn room() -> u32;

    /// Puts a message at its end, and gives its number.
    ///
    /// Errors: those of the lane.
    fn send(payload: Vec<u8>) -> Result<MessageNonce, DispatchError>;

    /// Makes room on the lane.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_room();
}

impl<T: Config> Pallet<T> {
    /// How many reports wait.
    pub fn waiting() -> u64 {
        let (first, next) = Ends::<T>::get();
        next.saturating_sub(first)
    }

    /// Puts `report` at the end of the queue.
    fn enqueue(report: Report) -> Result<(), Error<T>> {
        let (first, next) = Ends::<T>::get();
        let room = next.saturating_sub(first) < u64::from(T::MaxWaiting::get());
        let after = next.checked_add(1).filter(|_| room).ok_or(Error::<T>::QueueFull)?;
        Waiting::<T>::insert(next, report);
        Ends::<T>::put((first, after));
        Self::deposit_event(Event::Reported { report });
        Ok(())
    }

    /// Sends one message, if it is full or the time has come, and there is room on the lane. Gives
    /// what that cost.
    pub(crate) fn send_due(now: u64) -> Weight {
        let (first, next) = Ends::<T>::get();
        let waiting = next.saturating_sub(first);
        let full = waiting >= u64::from(MAX_REPORTS);
        let in_time = now.checked_rem(T::Interval::get().into()) == Some(0);
        if waiting == 0 || !(full || in_time) || T::Hub::room() == 0 {
            return T::WeightInfo::idle();
        }
        let last = next.min(first.saturating_add(MAX_REPORTS.into()));
        let reports: Vec<_> = (first..last).filter_map(Waiting::<T>::get).collect();
        let count = reports.len() as u32;
        let message = ShardMessage::Reputation(ReputationReports::V1 { reports });
        // It was refused although there is room: the next time, then.
        if let Ok(nonce) = T::Hub::send(message.encode()) {
            (first..last).for_each(Waiting::<T>::remove);
            Ends::<T>::put((last, next));
            Self::deposit_event(Event::ReportsSent { nonce, reports: count });
        }
        T::WeightInfo::send(count)
    }
}

/// The report of an award; none if it gives nothing, or its source is no act: attestors give on the
/// hub.
fn report_of(
    source: Source,
    subject: &Did,
    category: Category,
    score: Score,
    evidence: Hash,
) -> Option<Report> {
    let Source::Act(act) = source else { return None };
    let report = Report { act, subject: *subject, category, score, evidence };
    (score != Score::ZERO).then_some(report)
}

impl<T: Config> GiveReputation for Pallet<T> {
    fn award(
        source: Source,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
    ) -> DispatchResult {
        match report_of(source, subject, category, score, evidence) {
            Some(report) => Ok(Self::enqueue(report)?),
            None => Ok(()),
        }
    }

    fn award_or_note(
        source: Source,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
    ) {
        let Some(report) = report_of(source, subject, category, score, evidence) else { return };
        if Self::enqueue(report).is_err() {
            Self::deposit_event(Event::ReportDropped { report });
        }
    }

    fn award_weight() -> Weight {
        T::WeightInfo::report()
    }
}
