//! What the federation decides about seats.

use icn_primitives::{seat::SuspensionReason, BlockNumber, CooperativeId};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{states, Config, Error, NoteStalled, Pallet, Parameters, SeatParameters, Seats};

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
        Ok(())
    }

    /// Ends a seat's suspension.
    pub(crate) fn do_restore_seat(cooperative: CooperativeId) -> DispatchResult {
        Seats::<T>::try_mutate(cooperative, |seat| {
            let seat = seat.as_mut().ok_or(Error::<T>::NotFound)?;
            seat.status = states::restored(&seat.status).ok_or(Error::<T>::InvalidStatus)?;
            seat.missed_turns = 0;
            Ok(())
        })
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
