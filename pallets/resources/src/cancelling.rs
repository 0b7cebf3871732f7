//! Bookings that aren't to be.

use icn_primitives::{
    resources::{BookingId, BookingStatus},
    Did,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{transitions::Happening, Bookings, Config, Error, Pallet};

impl<T: Config> Pallet<T> {
    /// Cancels a booking. Who has booked what is confirmed, and cancels late, pays nevertheless,
    /// also as a steward of the owner: the time was kept for it. Another steward gives it back.
    pub(crate) fn do_cancel(by: Did, id: BookingId) -> DispatchResult {
        let mut booking = Bookings::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        let own = booking.person == by;
        ensure!(own || Self::is_steward(booking.owner, &by), Error::<T>::NotAuthorized);
        let possible = Happening::Cancelled.after(booking.status).is_some();
        ensure!(possible, Error::<T>::InvalidTransition);
        let now = T::Time::now();
        ensure!(now < booking.span.begins_at(), Error::<T>::AlreadyBegun);
        let confirmed = booking.status == BookingStatus::Confirmed;
        if own && confirmed && now >= booking.free_until {
            Self::pay(id, &mut booking)?;
        } else {
            Self::give_back(id, &mut booking)?;
        }
        Self::take_on(id, booking, Happening::Cancelled, Some(by))
    }
}
