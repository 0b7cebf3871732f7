//! Removing records of what is over: who did what in a decision or a poll, when the time is over
//! for which people can look at it. Tallies, counts and results stay.
//!
//! A step removes a bounded number of entries. What is left keeps its place in the agenda, so that
//! the next block goes on with it.

use alloc::vec::Vec;
use icn_primitives::governance::{PollId, ProposalId, Records};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    Agenda, Answers, Ballots, Calls, Config, Cosigners, Event, Objections, Pallet, Parameters,
    Polls, Proposals, Rank, Task, Vetoes, Voters, WeightInfo,
};

/// Most entries that a step removes.
pub(crate) const MAX_PRUNED: u32 = 1_000;

/// Removes what `keys` name, as far as there is `room`, which shrinks.
fn sweep<K>(keys: impl Iterator<Item = K>, room: &mut u32, remove: impl Fn(K)) {
    let found: Vec<K> = keys.take(*room as usize).collect();
    *room = room.saturating_sub(found.len() as u32);
    found.into_iter().for_each(remove);
}

impl<T: Config> Pallet<T> {
    /// From now on what `task` removes is kept as long as the parameters say.
    pub(crate) fn keep_records(task: Task) -> Records {
        let until = T::Time::now().saturating_add(Parameters::<T>::get().kept);
        Self::schedule(Rank::Records, until, task);
        Records::Until(until)
    }

    /// How many entries a step of this weight removes; `None`: not even one.
    fn removable(weight: Weight) -> Option<u32> {
        let step = T::WeightInfo::prune(0);
        let entry = T::WeightInfo::prune(1).saturating_sub(step);
        let entries = weight.checked_sub(&step)?.checked_div_per_component(&entry);
        let entries = entries.unwrap_or(u64::MAX).min(MAX_PRUNED.into()) as u32;
        (entries > 0).then_some(entries)
    }

    /// Removes records as far as `weight` goes; gives what it took. `None`: it didn't fit.
    pub(crate) fn prune(at: [u8; 8], task: Task, weight: Weight) -> Option<Weight> {
        let most = Self::removable(weight)?;
        let left = match task {
            Task::Records(id) => Self::prune_proposal(id, most),
            Task::Answers(id) => Self::prune_poll(id, most),
            Task::Proposal(_) | Task::Poll(_) | Task::Delegation(..) => None,
        };
        // With room left, nothing else is.
        if left.is_none_or(|left| left > 0) {
            Agenda::<T>::remove(Rank::Records, (at, task));
        }
        Some(T::WeightInfo::prune(most.saturating_sub(left.unwrap_or_default())))
    }

    /// Removes at most `most` entries of a proposal's records; gives how many more could have been.
    fn prune_proposal(id: ProposalId, most: u32) -> Option<u32> {
        let mut proposal = Proposals::<T>::get(id)?;
        let mut room = most;
        sweep(Ballots::<T>::iter_key_prefix((id,)), &mut room, |(cooperative, member)| {
            Ballots::<T>::remove((id, cooperative, member));
        });
        sweep(Objections::<T>::iter_key_prefix((id,)), &mut room, |(cooperative, member)| {
            Objections::<T>::remove((id, cooperative, member));
        });
        sweep(Voters::<T>::iter_key_prefix(id), &mut room, |voter| Voters::<T>::remove(id, voter));
        let records = next(proposal.records, room);
        if records == Records::Gone {
            Calls::<T>::remove(id);
            Cosigners::<T>::remove(id);
            Vetoes::<T>::remove(id);
            Self::deposit_event(Event::ProposalPruned { proposal: id });
        }
        if records != proposal.records {
            proposal.records = records;
            Proposals::<T>::insert(id, proposal);
        }
        Some(room)
    }

    /// The same for the answers to a poll.
    fn prune_poll(id: PollId, most: u32) -> Option<u32> {
        let mut poll = Polls::<T>::get(id)?;
        let mut room = most;
        sweep(Answers::<T>::iter_key_prefix(id), &mut room, |voter| {
            Answers::<T>::remove(id, voter)
        });
        let records = next(poll.records, room);
        if records == Records::Gone {
            Self::deposit_event(Event::PollPruned { poll: id });
        }
        if records != poll.records {
            poll.records = records;
            Polls::<T>::insert(id, poll);
        }
        Some(room)
    }
}

/// What is kept after a step that could have removed so many entries more.
fn next(records: Records, room: u32) -> Records {
    match records {
        _ if room > 0 => Records::Gone,
        Records::Until(since) => Records::Going(since),
        other => other,
    }
}
