//! How pallet-session finds a seat: by its operator, and by its name.

use core::marker::PhantomData;
use icn_primitives::{AccountId, CooperativeId};
use polkadot_sdk::sp_runtime::traits::Convert;

use crate::{Config, OperatorOf, SeatOfValidator};

/// The name of the seat that an account operates: pallet-session's `ValidatorIdOf`. Nobody but an
/// operator can set session keys.
pub struct OperatorToValidator<T>(PhantomData<T>);

impl<T: Config> Convert<AccountId, Option<AccountId>> for OperatorToValidator<T> {
    fn convert(operator: AccountId) -> Option<AccountId> {
        OperatorOf::<T>::get(operator).map(|operated| operated.validator)
    }
}

/// The cooperative whose seat has this name: `FullIdentificationOf` of pallet-session's history.
pub struct SeatToCooperative<T>(PhantomData<T>);

impl<T: Config> Convert<AccountId, Option<CooperativeId>> for SeatToCooperative<T> {
    fn convert(validator: AccountId) -> Option<CooperativeId> {
        SeatOfValidator::<T>::get(validator)
    }
}
