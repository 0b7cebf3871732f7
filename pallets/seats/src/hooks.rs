//! What the pallet tells others.

use icn_primitives::CooperativeId;

/// Hears of changed seats, to pass them on.
pub trait OnSeatChange {
    /// What other shards are to know of this seat changed
    /// ([`directory_seat`](crate::Pallet::directory_seat)), and is stored. Also told of the
    /// genesis. Must cost little, and records at most: a change stands.
    fn seat_changed(cooperative: CooperativeId);
}

impl OnSeatChange for () {
    fn seat_changed(_cooperative: CooperativeId) {}
}
