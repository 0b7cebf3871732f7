//! Holds whose time has passed.
//!
//! Each hold waits under the moment of its expiry. The keys of [`Expiring`] are in the order of
//! these moments, so the first one tells whether any is due, however many wait and however long the
//! chain stood still. What is due goes back to its payer at the beginning of a block, as much as
//! one block takes. From its expiry on a hold can't be captured, also while it waits for that.

use icn_primitives::due::Due;
use polkadot_sdk::{
    frame_support::storage::with_storage_layer,
    polkadot_sdk_frame::{prelude::*, traits::Time},
};

use crate::{holds::Returned, Config, Event, Expiring, Pallet, WeightInfo};

impl<T: Config> Pallet<T> {
    /// Returns holds whose time has passed: at most [`Config::ExpiriesPerBlock`].
    pub(crate) fn expire_holds() -> Weight {
        let now = T::Time::now();
        let due: alloc::vec::Vec<Due> = Expiring::<T>::iter_keys()
            .take_while(|due| due.moment() <= now)
            .take(T::ExpiriesPerBlock::get() as usize)
            .collect();
        for one in &due {
            Self::expire(*one);
        }
        T::WeightInfo::on_initialize(due.len() as u32)
    }

    /// Returns a hold whose time has passed. If that fails, nobody waits for it any more: the payer
    /// can still release it.
    fn expire(due: Due) {
        let hold = due.number();
        if let Err(error) = with_storage_layer(|| Self::do_return(hold, Returned::Expired)) {
            Expiring::<T>::remove(due);
            Self::deposit_event(Event::HoldNotExpired { hold, error });
        }
    }
}
