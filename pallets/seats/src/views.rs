//! What clients read.

use alloc::vec::Vec;
use icn_primitives::seat::{PeerId, SeatView};
use polkadot_sdk::{
    pallet_session::{NextKeys, Validators},
    sp_runtime::traits::Hash as _,
};

use crate::{Config, NodeKeys, Pallet, Seats};

impl<T: Config> Pallet<T> {
    /// Every seat, by cooperative.
    pub fn seats() -> Vec<SeatView> {
        let present = Validators::<T>::get();
        let mut seats: Vec<_> = Seats::<T>::iter()
            .map(|(cooperative, seat)| {
                let keys = NextKeys::<T>::get(&seat.validator);
                SeatView {
                    cooperative,
                    active: present.contains(&seat.validator),
                    has_keys: keys.is_some(),
                    node_keys: NodeKeys::<T>::get(cooperative).into_inner(),
                    keys_hash: keys.map(|keys| T::Hashing::hash_of(&keys)),
                    seat,
                }
            })
            .collect();
        seats.sort_unstable_by_key(|view| view.cooperative);
        seats
    }

    /// The peer ids that may connect to validators' nodes, by cooperative.
    pub fn node_keys() -> Vec<PeerId> {
        let mut keys: Vec<_> = NodeKeys::<T>::iter().collect();
        keys.sort_unstable_by_key(|(cooperative, _)| *cooperative);
        keys.into_iter().flat_map(|(_, keys)| keys).collect()
    }
}
