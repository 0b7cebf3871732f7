//! Holds whose time has passed.
//!
//! Holds wait in slots of a minute. When a slot is over, its holds go back to their payers at the
//! beginning of the next blocks, as many as one block takes. From its expiry on a hold can't be
//! captured, also while it waits for that.

use icn_primitives::{ledger::HoldId, Moment, MINUTE};
use polkadot_sdk::{
    frame_support::storage::with_storage_layer,
    polkadot_sdk_frame::{prelude::*, traits::Time},
};

use crate::{holds::Returned, Config, Event, Expiring, ExpirySlot, Pallet, WeightInfo};

/// Length of a slot.
const SLOT: Moment = MINUTE;
/// Most slots that one block looks into: after a long pause the empty ones pass quickly.
pub(crate) const SLOTS_PER_BLOCK: u32 = 32;

/// The slot of a moment.
pub(crate) fn slot_of(moment: Moment) -> u64 {
    moment.checked_div(SLOT).unwrap_or_default()
}

impl<T: Config> Pallet<T> {
    /// Puts a hold where its expiry finds it.
    pub(crate) fn expect_expiry(id: HoldId, expires_at: Moment) {
        // Nothing waits, so nothing is passed over.
        if ExpirySlot::<T>::get().is_none() {
            ExpirySlot::<T>::put(slot_of(T::Time::now()));
        }
        Expiring::<T>::insert(slot_of(expires_at), id, ());
    }

    /// Takes a hold out again.
    pub(crate) fn forget_expiry(id: HoldId, expires_at: Moment) {
        Expiring::<T>::remove(slot_of(expires_at), id);
    }

    /// Returns holds of slots that are over: at most [`Config::ExpiriesPerBlock`].
    pub(crate) fn expire_holds() -> Weight {
        let now = slot_of(T::Time::now());
        let Some(mut slot) = ExpirySlot::<T>::get().filter(|slot| *slot < now) else {
            return T::WeightInfo::on_initialize(0, 0);
        };
        let first = slot;
        let (mut slots, mut holds) = (0u32, 0u32);
        while slot < now && slots < SLOTS_PER_BLOCK && holds < T::ExpiriesPerBlock::get() {
            slots = slots.saturating_add(1);
            let room = T::ExpiriesPerBlock::get().saturating_sub(holds);
            let due: alloc::vec::Vec<HoldId> =
                Expiring::<T>::iter_key_prefix(slot).take(room as usize).collect();
            holds = holds.saturating_add(due.len() as u32);
            let all = (due.len() as u32) < room;
            for hold in due {
                Self::expire(slot, hold);
            }
            if all {
                slot = slot.saturating_add(1);
            }
        }
        if slot != first {
            ExpirySlot::<T>::put(slot);
        }
        T::WeightInfo::on_initialize(slots, holds)
    }

    /// Returns a hold whose time has passed. If that fails, nobody waits for it any more: the payer
    /// can still release it.
    fn expire(slot: u64, hold: HoldId) {
        if let Err(error) = with_storage_layer(|| Self::do_return(hold, Returned::Expired)) {
            Expiring::<T>::remove(slot, hold);
            Self::deposit_event(Event::HoldNotExpired { hold, error });
        }
    }
}
