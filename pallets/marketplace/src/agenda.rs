//! What the chain does by itself, by time, a bounded number of things in a block.
//!
//! In each [`Rank`] keys begin with the moment, so the first one tells whether anything is due,
//! however much waits and however long the chain stood still. A block takes so many of each rank as
//! [`Config::TasksPerBlock`] says, in the order of their moments, and the next block goes on: so old
//! records hold up no order. Nobody gains by a task that comes late: what is due counts as such from
//! its moment on.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::{
    due::Due,
    marketplace::{ListingId, Order, OrderId},
    Moment,
};
use polkadot_sdk::{
    frame_support::storage::with_storage_layer,
    polkadot_sdk_frame::{prelude::*, traits::Time},
};
use scale_info::TypeInfo;

use crate::{Agenda, Config, Listings, Pallet, WeightInfo};

/// Kinds of tasks.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Rank {
    /// A wait of an order ends, or the ledger is asked again.
    Orders,
    /// A listing expires.
    Listings,
    /// An order that is over is forgotten.
    OldOrders,
    /// A listing that has ended is forgotten.
    OldListings,
}

impl Rank {
    /// Every rank.
    pub const ALL: [Self; 4] = [Self::Orders, Self::Listings, Self::OldOrders, Self::OldListings];
}

/// Something that is to be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Task {
    pub(crate) rank: Rank,
    pub(crate) due: Due,
}

impl Task {
    /// A listing's time passes.
    pub(crate) fn expiry(id: ListingId, at: Moment) -> Self {
        Self { rank: Rank::Listings, due: Due::new(at, id.0) }
    }

    /// A listing that has ended may be forgotten.
    pub(crate) fn old_listing(id: ListingId, at: Moment) -> Self {
        Self { rank: Rank::OldListings, due: Due::new(at, id.0) }
    }

    /// What comes next of an order, if that isn't an answer of the ledger.
    pub(crate) fn of_order(id: OrderId, order: &Order) -> Option<Self> {
        let rank = if order.is_over() { Rank::OldOrders } else { Rank::Orders };
        order.due.map(|at| Self { rank, due: Due::new(at, id.0) })
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn schedule(task: Task) {
        Agenda::<T>::insert(task.rank, task.due, ());
    }

    pub(crate) fn unschedule(task: Task) {
        Agenda::<T>::remove(task.rank, task.due);
    }

    pub(crate) fn reschedule(before: Task, after: Task) {
        if before != after {
            Self::unschedule(before);
            Self::schedule(after);
        }
    }

    /// Does what is due, as much as a block takes of each rank. Gives what it may have weighed.
    pub(crate) fn run_agenda() -> Weight {
        let now = T::Time::now();
        let mut weight = T::WeightInfo::look();
        for rank in Rank::ALL {
            let due: alloc::vec::Vec<Due> = Agenda::<T>::iter_key_prefix(rank)
                .take_while(|due| due.moment() <= now)
                .take(T::TasksPerBlock::get() as usize)
                .collect();
            for due in &due {
                Self::perform(Task { rank, due: *due }, now);
            }
            weight.saturating_accrue(Self::weight_of(rank).saturating_mul(due.len() as u64));
        }
        weight
    }

    fn weight_of(rank: Rank) -> Weight {
        match rank {
            Rank::Orders => T::WeightInfo::time_out(),
            Rank::Listings => T::WeightInfo::expire_listing(),
            Rank::OldOrders => T::WeightInfo::forget_order(),
            Rank::OldListings => T::WeightInfo::forget_listing(),
        }
    }

    /// Does a task, and nobody waits for it any more.
    fn perform(task: Task, now: Moment) {
        Self::unschedule(task);
        let number = task.due.number();
        match task.rank {
            Rank::Orders => {
                let id = OrderId(number);
                let done = with_storage_layer(|| Self::do_next(id, now));
                defensive_assert!(done.is_ok(), "what is due can be done");
            }
            Rank::Listings => Self::expire_listing(ListingId(number)),
            Rank::OldOrders => Self::forget_order(OrderId(number), now),
            Rank::OldListings => {
                let id = ListingId(number);
                if let Some(listing) = Listings::<T>::get(id) {
                    // With orders that are kept, the last of them takes it along.
                    Self::forget_listing(id, &listing, now);
                }
            }
        }
    }
}
