//! What the federation decides about seats.

use icn_primitives::{seat::SuspensionReason, BlockNumber, CooperativeId};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{
    states, Config, Error, Event, NoteStalled, OnSeatChange, Pallet, Parameters, SeatParameters,
    Seats,
};

impl<T: Config> Pallet<T> {
    /// Suspends a seat that isn't the last to take part.
    pub(crate) fn do_suspend_seat(
        cooperative: CooperativeId,
        reason: SuspensionReason,
    ) -> DispatchResult {
        let mut seat = Seats::<T>::get(cooperative).ok_or(Error::<T>::NotFound)?;
        let now = frame_system::Pallet::<T>::block_number().saturated_into();
        seat.status =
            states::suspended(&seat.status, reason, now).ok_or(Error::<T>::InvalidStatus)?;
        Self::ensure_not_last(cooperative)?;
        Seats::<T>::insert(cooperative, seat);
        T::OnChange::seat_changed(cooperative);
        Ok(())
    }

    /// Ends a seat's suspension.
    pub(crate) fn do_restore_seat(cooperative: CooperativeId) -> DispatchResult {
        let mut seat = Seats::<T>::get(cooperative).ok_or(Error::<T>::NotFound)?;
        seat.status = states::restored(&seat.status).ok_or(Error::<T>::InvalidStatus)?;
        seat.missed_turns = 0;
        Seats::<T>::insert(cooperative, seat);
        T::OnChange::seat_changed(cooperative);
        Ok(())
    }

    /// Suspends a seat and tells of it. Never fails: a seat that is closed or suspended as gravely
    /// stays so, and the last one stays in.
    pub(crate) fn suspend_or_keep(cooperative: CooperativeId, reason: SuspensionReason) {
        match Self::do_suspend_seat(cooperative, reason) {
            Ok(()) => Self::deposit_event(Event::SeatSuspended { cooperative, reason }),
            Err(error) if error == Error::<T>::LastSeat.into() => {
                Self::deposit_event(Event::SeatKept { cooperative, reason })
            }
            Err(_) => {}
        }
    }

    /// Sets parameters that are within their bounds.
    pub(crate) fn do_set_parameters(parameters: SeatParameters) -> DispatchResult {
        ensure!(parameters.are_valid(), Error::<T>::InvalidParameters);
        Parameters::<T>::put(parameters);
        Ok(())
    }

    /// Tells what finalizes blocks to go on with another set.
    pub(crate) fn do_note_stalled(delay: BlockNumber, best_finalized: BlockNumber) {
        T::Finality::note_stalled(delay, best_finalized);
    }
}
