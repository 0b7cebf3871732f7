//! Who sets a seat's session keys.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::{AccountId, CooperativeId};
use polkadot_sdk::{
    pallet_session::{ExternallySetKeys, NextKeys},
    polkadot_sdk_frame::prelude::*,
};
use scale_info::TypeInfo;

use crate::{
    Config, EnsureSteward, Error, Event, OnSeatChange, OperatorOf, Pallet, SeatOfValidator, Seats,
};

/// The seat that an account operates, with its name: pallet-session allows one read for it.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Operated {
    /// Whose seat.
    pub cooperative: CooperativeId,
    /// The seat's name.
    pub validator: AccountId,
}

impl<T: Config> Pallet<T> {
    /// Refuses everybody but the cooperative's stewards.
    pub(crate) fn ensure_steward(
        cooperative: CooperativeId,
        who: &AccountId,
    ) -> Result<(), Error<T>> {
        ensure!(T::Stewards::is_steward(cooperative, who), Error::<T>::NotAuthorized);
        Ok(())
    }

    /// The cooperative whose seat this account operates.
    pub fn operator_cooperative(account: &AccountId) -> Option<CooperativeId> {
        OperatorOf::<T>::get(account).map(|operated| operated.cooperative)
    }

    /// Gives the seat that `account` operates back to the account that names it. Without one,
    /// nothing happens.
    pub(crate) fn hand_back(account: &AccountId) -> DispatchResult {
        let Some(Operated { cooperative, validator }) = OperatorOf::<T>::get(account) else {
            return Ok(());
        };
        Self::do_set_operator(cooperative, &validator)?;
        Self::deposit_event(Event::OperatorSet { cooperative, operator: validator });
        Ok(())
    }

    /// Makes `operator` the seat's operator; the session keys stay.
    pub(crate) fn do_set_operator(
        cooperative: CooperativeId,
        operator: &AccountId,
    ) -> DispatchResult {
        let mut seat = Seats::<T>::get(cooperative).ok_or(Error::<T>::NotFound)?;
        let free = !OperatorOf::<T>::contains_key(operator)
            && SeatOfValidator::<T>::get(operator).is_none_or(|named| named == cooperative);
        ensure!(free, Error::<T>::AlreadyExists);

        Self::provide_for(operator);
        OperatorOf::<T>::remove(&seat.operator);
        let operated = Operated { cooperative, validator: seat.validator.clone() };
        OperatorOf::<T>::insert(operator, operated);
        if NextKeys::<T>::contains_key(&seat.validator) {
            Self::hand_over_keys(&seat.operator, operator);
        }
        seat.operator = operator.clone();
        Seats::<T>::insert(cooperative, seat);
        T::OnChange::seat_changed(cooperative);
        Ok(())
    }

    /// Moves what pallet-session holds of the old operator for the keys that are set: one consumer
    /// reference, or the note that it holds none. `purge_keys` gives it back to the new one.
    fn hand_over_keys(old: &AccountId, new: &AccountId) {
        if ExternallySetKeys::<T>::take(old).is_some() {
            ExternallySetKeys::<T>::insert(new, ());
        } else if frame_system::Pallet::<T>::consumers(old) > 0 {
            frame_system::Pallet::<T>::dec_consumers(old);
            // Fails without a provider alone, and the new operator has one.
            let _ = frame_system::Pallet::<T>::inc_consumers_without_limit(new);
        }
    }
}
