//! Seats open and close, pause and resume with their cooperatives.

use alloc::vec::Vec;
use icn_primitives::{
    seat::{Seat, SeatStatus, MAX_SEATS},
    AccountId, CooperativeId,
};
use polkadot_sdk::{pallet_session::NextKeys, polkadot_sdk_frame::prelude::*};

use crate::{
    Config, Error, Event, Inactive, NodeKeyOwner, NodeKeys, OnSeatChange, Operated, OperatorOf,
    Pallet, Parameters, SeatOfValidator, SeatParameters, Seats,
};

/// A founder's seat: cooperative, the account that names it, operator, node keys in binary form.
pub type GenesisSeat<AccountId> = (CooperativeId, AccountId, AccountId, Vec<Vec<u8>>);

impl<T: Config> Pallet<T> {
    /// Opens the seat of a cooperative that became active. `validator`, the account of its DID,
    /// names the seat for good and operates it at first.
    ///
    /// If another seat is operated by that account, it goes back to the account that names it: an
    /// account that names a seat can't be taken by another.
    ///
    /// Errors: [`Error::AlreadyExists`] if the cooperative has or had a seat;
    /// [`Error::SeatsExceeded`].
    pub fn open_seat(cooperative: CooperativeId, validator: AccountId) -> DispatchResult {
        ensure!(
            !Seats::<T>::contains_key(cooperative)
                && !SeatOfValidator::<T>::contains_key(&validator),
            Error::<T>::AlreadyExists
        );
        ensure!(Seats::<T>::count() < MAX_SEATS, Error::<T>::SeatsExceeded);
        Self::hand_back(&validator)?;
        Self::provide_for(&validator);
        let seat = Seat {
            validator: validator.clone(),
            operator: validator.clone(),
            status: SeatStatus::Ready,
            missed_turns: 0,
            blocks: 0,
        };
        Seats::<T>::insert(cooperative, seat);
        SeatOfValidator::<T>::insert(&validator, cooperative);
        let operated = Operated { cooperative, validator: validator.clone() };
        OperatorOf::<T>::insert(&validator, operated);
        T::OnChange::seat_changed(cooperative);
        Self::deposit_event(Event::SeatOpened { cooperative, validator });
        Ok(())
    }

    /// Closes the seat of a cooperative that left or was expelled, for good. Without a seat
    /// nothing happens.
    pub fn close_seat(cooperative: CooperativeId) {
        let Some(seat) = Seats::<T>::take(cooperative) else { return };
        OperatorOf::<T>::remove(&seat.operator);
        Inactive::<T>::remove(cooperative);
        for peer in NodeKeys::<T>::take(cooperative) {
            NodeKeyOwner::<T>::remove(&peer);
        }
        // The session keys stay with the name: while the seat is in the present session's set,
        // its equivocations must be provable.
        T::OnChange::seat_changed(cooperative);
        Self::deposit_event(Event::SeatClosed { cooperative });
    }

    /// Pauses the seat of a cooperative that is not active, or resumes it. Without a seat, or when
    /// it is so already, nothing happens.
    pub fn set_cooperative_active(cooperative: CooperativeId, active: bool) {
        if !Seats::<T>::contains_key(cooperative)
            || Self::is_cooperative_active(cooperative) == active
        {
            return;
        }
        if active {
            Inactive::<T>::remove(cooperative);
            Self::deposit_event(Event::SeatResumed { cooperative });
        } else {
            Inactive::<T>::insert(cooperative, ());
            Self::deposit_event(Event::SeatPaused { cooperative });
        }
        T::OnChange::seat_changed(cooperative);
    }

    /// Whether the cooperative of this seat is active.
    pub(crate) fn is_cooperative_active(cooperative: CooperativeId) -> bool {
        !Inactive::<T>::contains_key(cooperative)
    }

    /// Gives an account the reference without which it could send nothing. It is never taken
    /// back, so that the account's nonce is kept.
    pub(crate) fn provide_for(account: &AccountId) {
        if frame_system::Pallet::<T>::providers(account) == 0 {
            frame_system::Pallet::<T>::inc_providers(account);
        }
    }

    /// The seats that take part in the session that is planned next, by cooperative.
    pub(crate) fn participating() -> Vec<(CooperativeId, AccountId)> {
        let mut seats: Vec<_> = Seats::<T>::iter()
            .filter(|(cooperative, seat)| Self::takes_part(*cooperative, seat))
            .map(|(cooperative, seat)| (cooperative, seat.validator))
            .collect();
        seats.sort_unstable_by_key(|(cooperative, _)| *cooperative);
        seats
    }

    /// Whether a seat takes part in the session that is planned next.
    pub(crate) fn takes_part(cooperative: CooperativeId, seat: &Seat) -> bool {
        seat.status == SeatStatus::Ready
            && Self::is_cooperative_active(cooperative)
            && NextKeys::<T>::contains_key(&seat.validator)
    }

    /// Refuses to take out the last seat that takes part.
    pub(crate) fn ensure_not_last(cooperative: CooperativeId) -> Result<(), Error<T>> {
        let seats = Self::participating();
        let last = seats.len() == 1 && seats.iter().any(|(id, _)| *id == cooperative);
        ensure!(!last, Error::<T>::LastSeat);
        Ok(())
    }

    /// Opens the founders' seats.
    pub(crate) fn build_genesis(
        seats: &[GenesisSeat<AccountId>],
        parameters: SeatParameters,
    ) -> DispatchResult {
        ensure!(parameters.are_valid(), Error::<T>::InvalidParameters);
        Parameters::<T>::put(parameters);
        for (cooperative, validator, operator, peers) in seats {
            if SeatOfValidator::<T>::get(validator) != Some(*cooperative) {
                Self::open_seat(*cooperative, validator.clone())?;
            }
            if operator != validator {
                Self::do_set_operator(*cooperative, operator)?;
            }
            for peer in peers {
                let peer = peer.clone().try_into().map_err(|_| Error::<T>::InvalidPeerId)?;
                Self::do_list_node(*cooperative, &peer)?;
            }
        }
        Ok(())
    }
}
