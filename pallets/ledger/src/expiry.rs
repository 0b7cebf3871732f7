//! Holds whose time has passed.
//!
//! Each hold waits under the moment of its expiry. The keys of [`Expiring`] are in the order of
//! these moments, so the first one tells whether any is due, however many wait and however long the
//! chain stood still. What is due goes back to its payer at the beginning of a block, as much as
//! one block takes. From its expiry on a hold can't be captured, also while it waits for that.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::{ledger::HoldId, Moment};
use polkadot_sdk::{
    frame_support::storage::with_storage_layer,
    polkadot_sdk_frame::{prelude::*, traits::Time},
};
use scale_info::TypeInfo;

use crate::{holds::Returned, Config, Event, Expiring, Pallet, WeightInfo};

/// When a hold expires, and which: both big-endian, so that the order of the bytes is that of the
/// moments.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Expiry {
    moment: [u8; 8],
    hold: [u8; 8],
}

impl Expiry {
    /// Of this hold, at this moment.
    pub fn new(moment: Moment, hold: HoldId) -> Self {
        Self { moment: moment.to_be_bytes(), hold: hold.to_be_bytes() }
    }

    /// When.
    pub fn moment(&self) -> Moment {
        Moment::from_be_bytes(self.moment)
    }

    /// Which.
    pub fn hold(&self) -> HoldId {
        HoldId::from_be_bytes(self.hold)
    }
}

impl<T: Config> Pallet<T> {
    /// Returns holds whose time has passed: at most [`Config::ExpiriesPerBlock`].
    pub(crate) fn expire_holds() -> Weight {
        let now = T::Time::now();
        let due: alloc::vec::Vec<Expiry> = Expiring::<T>::iter_keys()
            .take_while(|expiry| expiry.moment() <= now)
            .take(T::ExpiriesPerBlock::get() as usize)
            .collect();
        for expiry in &due {
            Self::expire(*expiry);
        }
        T::WeightInfo::on_initialize(due.len() as u32)
    }

    /// Returns a hold whose time has passed. If that fails, nobody waits for it any more: the payer
    /// can still release it.
    fn expire(expiry: Expiry) {
        let hold = expiry.hold();
        if let Err(error) = with_storage_layer(|| Self::do_return(hold, Returned::Expired)) {
            Expiring::<T>::remove(expiry);
            Self::deposit_event(Event::HoldNotExpired { hold, error });
        }
    }
}
