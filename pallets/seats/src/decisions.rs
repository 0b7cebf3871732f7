//! What the federation decides about seats.

use codec::{Decode, Encode, MaxEncodedLen};
use icn_primitives::{seat::SuspensionReason, BlockNumber, CooperativeId};
use polkadot_sdk::{pallet_session, polkadot_sdk_frame::prelude::*, sp_staking::SessionIndex};
use scale_info::TypeInfo;

use crate::{
    states, Config, Error, Event, NotedStall, OnSeatChange, Pallet, Parameters, SeatParameters,
    Seats,
};

/// That finality waits for seats which won't come back, and what is to follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Stall {
    /// The session whose set takes over.
    pub session: SessionIndex,
    /// Blocks between the beginning of that session and its set's first vote.
    pub delay: BlockNumber,
    /// The block on top of which that set votes.
    pub best_finalized: BlockNumber,
}

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

    /// Notes that finality is to go on with the set of the session after next: the first one without
    /// the seats that are suspended now.
    pub(crate) fn do_note_stalled(delay: BlockNumber, best_finalized: BlockNumber) {
        let session = pallet_session::CurrentIndex::<T>::get().saturating_add(2);
        NotedStall::<T>::put(Stall { session, delay, best_finalized });
    }
}
