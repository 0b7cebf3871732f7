//! What holds before and after every block.
#![cfg(any(test, feature = "try-runtime"))]

use alloc::{collections::BTreeMap, vec::Vec};
use icn_primitives::{
    resources::{windows_are_valid, Span},
    CooperativeId, Did,
};
use polkadot_sdk::{polkadot_sdk_frame::prelude::*, sp_runtime::TryRuntimeError};

use crate::{
    agenda::{Due, Task},
    indexes::place_key,
    Agenda, AtPlace, Booking, BookingPayment, BookingStatus, Bookings, Config, Keys, Named,
    NextBooking, NextResource, OfKind, OfOwner, OfPerson, OpenOf, PaidByCooperative, Pallet,
    Parameters, ResourceCount, ResourceId, Resources, Slots,
};

/// One more of these.
fn count<K: Ord>(counts: &mut BTreeMap<K, u32>, key: K) {
    let counted = counts.entry(key).or_default();
    *counted = counted.saturating_add(1);
}

impl<T: Config> Pallet<T> {
    /// Checks all invariants of this pallet.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        ensure!(Parameters::<T>::get().are_valid(), "the parameters are out of their bounds");
        let resources = Self::try_resources()?;
        let bookings = Self::try_bookings()?;
        let keys = Keys::<T>::iter_keys().count();
        ensure!(keys == resources.0.saturating_add(bookings.0), "a key names nothing");
        let agenda = Agenda::<T>::iter_keys().count();
        let expected = resources.1.saturating_add(bookings.1);
        ensure!(agenda == expected, "what moves by itself isn't there");
        Self::try_slots()
    }

    /// Resources are in their lists and counted. Gives how many there are, and how many move by
    /// themselves.
    fn try_resources() -> Result<(usize, usize), TryRuntimeError> {
        let (mut all, mut retired) = (0usize, 0usize);
        let mut counts = BTreeMap::<CooperativeId, u32>::new();
        let mut open = BTreeMap::<ResourceId, u32>::new();
        for booking in Bookings::<T>::iter_values().filter(|one| !one.status.is_final()) {
            count(&mut open, booking.resource);
        }
        for (id, resource) in Resources::<T>::iter() {
            ensure!(id < NextResource::<T>::get(), "a number wasn't given out");
            let number = id.0.to_be_bytes();
            let owned = OfOwner::<T>::contains_key(resource.owner, number);
            ensure!(owned, "an owner doesn't find its resource");
            let named = Keys::<T>::get(resource.registrar, resource.key);
            ensure!(named == Some(Named::Resource(id)), "a resource isn't found by its key");
            let terms = &resource.terms;
            ensure!(windows_are_valid(&terms.windows), "windows aren't in order");
            let by_kind = OfKind::<T>::contains_key(terms.kind, number);
            let by_place = AtPlace::<T>::contains_key(place_key(&terms.place), number);
            let used = resource.due.is_none();
            ensure!(by_kind == used && by_place == used, "a resource is listed wrongly");
            if let Some(due) = resource.due {
                let task = Task::Resource(id);
                let found = Agenda::<T>::get(Due::new(due, task));
                ensure!(found == Some(task), "a retired resource is never forgotten");
                retired = retired.saturating_add(1);
            } else {
                count(&mut counts, resource.owner);
            }
            let bookings = open.remove(&id).unwrap_or_default();
            ensure!(resource.bookings == bookings, "a resource's bookings are miscounted");
            all = all.saturating_add(1);
        }
        ensure!(open.is_empty(), "something is booked that isn't there");
        ensure!(counts == ResourceCount::<T>::iter().collect(), "resources are miscounted");
        let used = all.saturating_sub(retired);
        ensure!(OfOwner::<T>::iter_keys().count() == all, "a list names no resource");
        ensure!(OfKind::<T>::iter_keys().count() == used, "a list names no resource");
        ensure!(AtPlace::<T>::iter_keys().count() == used, "a list names no resource");
        Ok((all, retired))
    }

    /// Bookings are in their lists and counted. Gives how many there are, and how many move by
    /// themselves.
    fn try_bookings() -> Result<(usize, usize), TryRuntimeError> {
        let (mut all, mut due, mut paying, mut slots) = (0usize, 0usize, 0usize, 0usize);
        let mut open = BTreeMap::<Did, u32>::new();
        for (id, booking) in Bookings::<T>::iter() {
            ensure!(id < NextBooking::<T>::get(), "a number wasn't given out");
            Self::try_status(&booking)?;
            let number = id.0.to_be_bytes();
            let listed = OfPerson::<T>::contains_key(booking.person, number);
            ensure!(listed, "a person doesn't find its booking");
            for cooperative in booking.paid_by.cooperatives() {
                let listed = PaidByCooperative::<T>::contains_key(cooperative, number);
                ensure!(listed, "a cooperative doesn't find what it is to pay");
                paying = paying.saturating_add(1);
            }
            let named = Keys::<T>::get(booking.person, booking.key);
            ensure!(named == Some(Named::Booking(id)), "a booking isn't found by its key");
            let Span { start, end } = booking.span;
            let slot = Slots::<T>::get(booking.resource, end.to_be_bytes());
            let has = slot == Some((start, id));
            ensure!(has == booking.status.takes_time(), "a booking's time isn't its own");
            slots = slots.saturating_add(usize::from(has));
            let gathered = booking.status == BookingStatus::Reserved;
            ensure!(booking.due.is_none() == gathered, "a booking never moves, or too early");
            if let Some(moment) = booking.due {
                let task = Task::Booking(id);
                let found = Agenda::<T>::get(Due::new(moment, task));
                ensure!(found == Some(task), "nothing moves a booking");
                due = due.saturating_add(1);
            }
            if !booking.status.is_final() {
                count(&mut open, booking.person);
            }
            all = all.saturating_add(1);
        }
        ensure!(open == OpenOf::<T>::iter().collect(), "somebody's bookings are miscounted");
        ensure!(OfPerson::<T>::iter_keys().count() == all, "a list names no booking");
        let listed = PaidByCooperative::<T>::iter_keys().count();
        ensure!(listed == paying, "a list names no booking");
        ensure!(Slots::<T>::iter_keys().count() == slots, "a time is nobody's");
        Ok((all, due))
    }

    /// Nothing is asked of a cooperative that hasn't decided to pay, and nothing takes place that
    /// costs something and isn't held.
    fn try_status(booking: &Booking) -> Result<(), TryRuntimeError> {
        use BookingStatus::*;
        let asked = booking.payment != BookingPayment::None;
        ensure!(!asked || booking.is_decided(), "money is asked of who hasn't decided");
        ensure!(!asked || booking.cost.is_some(), "money is asked for nothing");
        let payers: Vec<_> = booking.paid_by.cooperatives().collect();
        let theirs = booking.approved.iter().all(|id| payers.contains(id));
        ensure!(theirs, "a cooperative has decided that isn't to pay");
        let fits = match booking.status {
            Proposed | Declined => !asked && !booking.is_decided(),
            Reserved => booking.payment == BookingPayment::Asked,
            Confirmed => matches!(booking.payment, BookingPayment::None | BookingPayment::Held),
            Running | Completed => {
                !matches!(booking.payment, BookingPayment::Asked | BookingPayment::Held)
            }
            Cancelled | Lapsed => {
                !matches!(booking.payment, BookingPayment::Asked | BookingPayment::Held)
            }
        };
        ensure!(fits, "a booking stands where its money doesn't");
        Ok(())
    }

    /// No two bookings of a resource have a minute in common.
    fn try_slots() -> Result<(), TryRuntimeError> {
        let mut last: Option<(ResourceId, u32)> = None;
        for (resource, end, (start, _)) in Slots::<T>::iter() {
            let end = u32::from_be_bytes(end);
            ensure!(start < end, "a booking ends before it begins");
            if let Some((before, until)) = last {
                ensure!(before != resource || until <= start, "two bookings overlap");
            }
            last = Some((resource, end));
        }
        Ok(())
    }
}
