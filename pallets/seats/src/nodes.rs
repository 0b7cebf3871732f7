//! The nodes that may connect to validators' nodes.

use icn_primitives::{seat::PeerId, CooperativeId};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{Config, Error, NodeKeyOwner, NodeKeys, OnSeatChange, Pallet, Seats};

/// Multihash code of a hash that is the content itself: how short public keys become peer ids.
const IDENTITY: u8 = 0x00;
/// Multihash code of SHA-256: how long public keys become peer ids.
const SHA2_256: u8 = 0x12;

/// Whether these bytes are a peer id: a multihash of one of the two kinds that libp2p uses.
fn is_peer_id(bytes: &[u8]) -> bool {
    match bytes {
        [SHA2_256, length, digest @ ..] => *length == 32 && digest.len() == 32,
        [IDENTITY, length, key @ ..] => !key.is_empty() && usize::from(*length) == key.len(),
        _ => false,
    }
}

impl<T: Config> Pallet<T> {
    /// Lists a node of a cooperative that has a seat.
    pub(crate) fn do_list_node(cooperative: CooperativeId, peer: &PeerId) -> DispatchResult {
        ensure!(Seats::<T>::contains_key(cooperative), Error::<T>::NotFound);
        ensure!(is_peer_id(peer), Error::<T>::InvalidPeerId);
        ensure!(!NodeKeyOwner::<T>::contains_key(peer), Error::<T>::AlreadyExists);
        NodeKeys::<T>::try_mutate(cooperative, |keys| keys.try_push(peer.clone()))
            .map_err(|_| Error::<T>::NodeKeysExceeded)?;
        NodeKeyOwner::<T>::insert(peer, cooperative);
        T::OnChange::seat_changed(cooperative);
        Ok(())
    }

    /// Takes a node off the list; gives whose it was.
    pub(crate) fn do_unlist_node(peer: &PeerId) -> Result<CooperativeId, DispatchError> {
        let cooperative = NodeKeyOwner::<T>::take(peer).ok_or(Error::<T>::NotFound)?;
        NodeKeys::<T>::mutate_exists(cooperative, |listed| {
            if let Some(keys) = listed {
                keys.retain(|key| key != peer);
                if keys.is_empty() {
                    *listed = None;
                }
            }
        });
        T::OnChange::seat_changed(cooperative);
        Ok(cooperative)
    }
}
