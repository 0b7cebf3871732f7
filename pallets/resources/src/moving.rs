//! How bookings move. This is the one place where that is stored.

use icn_primitives::{
    resources::{Booking, BookingId, BookingStatus},
    Did, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    transitions::Happening, Bookings, Config, Error, Event, Pallet, Parameters, Resources,
};

impl<T: Config> Pallet<T> {
    /// When a booking moves by itself from where it stands.
    pub(crate) fn due_of(booking: &Booking) -> Option<Moment> {
        let parameters = Parameters::<T>::get();
        let now = T::Time::now();
        match booking.status {
            BookingStatus::Proposed => {
                let decided_by = now.saturating_add(parameters.decision_time);
                Some(decided_by.min(booking.span.begins_at()))
            }
            // The settlement says how it goes on.
            BookingStatus::Reserved => None,
            BookingStatus::Confirmed => Some(booking.span.begins_at()),
            BookingStatus::Running => Some(booking.span.ends_at()),
            _ => Some(now.saturating_add(parameters.retention)),
        }
    }

    /// Moves a booking to where this brings it, keeps it, and tells.
    pub(crate) fn take_on(
        id: BookingId,
        mut booking: Booking,
        happening: Happening,
        by: Option<Did>,
    ) -> DispatchResult {
        let before = booking.status;
        booking.status = happening.after(before).ok_or(Error::<T>::InvalidTransition)?;
        let due = Self::due_of(&booking);
        Self::schedule_booking(id, &mut booking, due);
        if booking.status.is_final() {
            Self::uncount_open(&booking.person);
            Resources::<T>::mutate(booking.resource, |resource| {
                if let Some(resource) = resource {
                    resource.bookings = resource.bookings.saturating_sub(1);
                }
            });
        }
        if !booking.status.takes_time() {
            Self::free_slot(&booking);
        }
        Self::keep(id, booking, by);
        Ok(())
    }

    /// Keeps a booking, and tells where it and its money stand.
    pub(crate) fn keep(id: BookingId, booking: Booking, by: Option<Did>) {
        let Booking { status, payment, due, .. } = booking;
        Bookings::<T>::insert(id, booking);
        Self::deposit_event(Event::BookingMoved { id, status, payment, by, due });
    }
}
