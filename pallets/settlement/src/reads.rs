//! What clients read.

use alloc::vec::Vec;
use icn_primitives::apis::MAX_PAGE;

use crate::{Config, Pallet, Purpose, Settlement, Settlements};

impl<T: Config> Pallet<T> {
    /// The settlement for `purpose`, while it isn't over.
    pub fn settlement(purpose: Purpose) -> Option<Settlement> {
        Settlements::<T>::get(purpose)
    }

    /// Settlements that aren't over, after `after` in the order of storage; at most `limit` and at
    /// most [`MAX_PAGE`].
    pub fn settlements(after: Option<Purpose>, limit: u32) -> Vec<(Purpose, Settlement)> {
        let limit = limit.min(MAX_PAGE) as usize;
        match after {
            Some(after) => Settlements::<T>::iter_from_key(after).take(limit).collect(),
            None => Settlements::<T>::iter().take(limit).collect(),
        }
    }
}
