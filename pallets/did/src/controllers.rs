//! Controllers: who else may change a document, without going in circles.

use crate::{frame, Config, Documents, Error, Pallet};
use frame::prelude::*;
use icn_primitives::Did;

/// Most controllers one above the other, counted from the DID that is controlled. Enough for a
/// team in a working group in a cooperative in a federation.
pub const MAX_CONTROLLER_DEPTH: u32 = 4;

impl<T: Config> Pallet<T> {
    /// Whether whoever acts for `actor` can act for `did` as well: because it is the same, or
    /// stands somewhere above it. Reads [`MAX_CONTROLLER_DEPTH`] documents at most.
    pub fn acts_for(actor: &Did, did: &Did) -> bool {
        let mut current = *did;
        for _ in 0..MAX_CONTROLLER_DEPTH {
            if current == *actor {
                return true;
            }
            let Some(document) = Documents::<T>::get(current) else { return false };
            let Some(above) = document.controller else { return false };
            current = above;
        }
        current == *actor
    }

    /// Whether `controller` may become the controller of `did`: it is active, and `did` is not
    /// among those who stand above it. A circle would leave a group of DIDs without keys to
    /// nobody, or to each of its members.
    pub(crate) fn ensure_controller(did: &Did, controller: &Did) -> DispatchResult {
        ensure!(did != controller, Error::<T>::InvalidController);
        let mut above = Self::active_document(controller)?.controller;
        for _ in 1..MAX_CONTROLLER_DEPTH {
            let Some(current) = above else { return Ok(()) };
            ensure!(current != *did, Error::<T>::InvalidController);
            above = Documents::<T>::get(current).and_then(|document| document.controller);
        }
        ensure!(above.is_none(), Error::<T>::ControllerDepthExceeded);
        Ok(())
    }
}
