//! Seats on shards that follow the hub: what the hub says of a seat, and how it comes to be here.

use codec::{DecodeAll, Encode};
use icn_primitives::{
    directory::DirectorySeat,
    seat::{PeerId, Seat, SeatStatus, SuspensionReason},
    AccountId, CooperativeId, ShardId,
};
use polkadot_sdk::{
    pallet_session::{self, NextKeys, SessionInterface},
    polkadot_sdk_frame::prelude::*,
};

use crate::{
    Config, Error, Event, FollowedSuspension, NodeKeyOwner, NodeKeys, Pallet, Seats, ShardKeys,
};

/// Why a seat is suspended, if it is.
fn suspension(seat: &Seat) -> Option<SuspensionReason> {
    match seat.status {
        SeatStatus::Ready => None,
        SeatStatus::Suspended { reason, .. } => Some(reason),
    }
}

impl<T: Config> Pallet<T> {
    /// What `shard` is to know of a seat; `None`: there is no such seat.
    pub fn directory_seat(cooperative: CooperativeId, shard: ShardId) -> Option<DirectorySeat> {
        let seat = Seats::<T>::get(cooperative)?;
        let suspended = suspension(&seat).filter(|reason| *reason != SuspensionReason::MissedTurns);
        let keys = if shard == T::ThisShard::get() {
            NextKeys::<T>::get(&seat.validator).and_then(|keys| Self::encode_keys(&keys))
        } else {
            ShardKeys::<T>::get(shard, cooperative)
        };
        Some(DirectorySeat {
            validator: seat.validator,
            operator: seat.operator,
            active: Self::is_cooperative_active(cooperative),
            suspended,
            keys,
            node_keys: NodeKeys::<T>::get(cooperative),
        })
    }

    /// Makes the seat what the hub says, `None` closing it. On shards other than the hub.
    ///
    /// Never fails: what can't be as the hub says stays as it is, told of with
    /// [`Event::SeatNotFollowed`] or [`Event::SeatKept`]. Records may come in any order: an
    /// account or a node key that another seat has here goes to the seat of which the hub says so
    /// last.
    pub fn follow_seat(cooperative: CooperativeId, record: Option<DirectorySeat>) {
        let Some(record) = record else {
            FollowedSuspension::<T>::remove(cooperative);
            return Self::close_seat(cooperative);
        };
        if !Seats::<T>::contains_key(cooperative) {
            let opened = Self::open_seat(cooperative, record.validator);
            if opened.is_err() {
                return Self::note_followed(cooperative, opened);
            }
        }
        Self::note_followed(cooperative, Self::follow_operator(cooperative, &record.operator));
        Self::set_cooperative_active(cooperative, record.active);
        Self::note_followed(cooperative, Self::follow_nodes(cooperative, &record.node_keys));
        if let Some(keys) = record.keys {
            Self::note_followed(cooperative, Self::follow_keys(cooperative, &keys));
        }
        Self::follow_suspension(cooperative, record.suspended);
    }

    fn note_followed(cooperative: CooperativeId, result: DispatchResult) {
        if let Err(error) = result {
            Self::deposit_event(Event::SeatNotFollowed { cooperative, error });
        }
    }

    fn follow_operator(cooperative: CooperativeId, operator: &AccountId) -> DispatchResult {
        let seat = Seats::<T>::get(cooperative).ok_or(Error::<T>::NotFound)?;
        if seat.operator == *operator {
            return Ok(());
        }
        Self::hand_back(operator)?;
        Self::do_set_operator(cooperative, operator)?;
        let operator = operator.clone();
        Self::deposit_event(Event::OperatorSet { cooperative, operator });
        Ok(())
    }

    fn follow_nodes(cooperative: CooperativeId, listed: &[PeerId]) -> DispatchResult {
        let present = NodeKeys::<T>::get(cooperative);
        for peer in present.iter().filter(|peer| !listed.contains(peer)) {
            Self::unlist(peer)?;
        }
        for peer in listed.iter().filter(|peer| !present.contains(peer)) {
            if NodeKeyOwner::<T>::contains_key(peer) {
                Self::unlist(peer)?;
            }
            Self::do_list_node(cooperative, peer)?;
            Self::deposit_event(Event::NodeListed { cooperative, peer: peer.clone() });
        }
        Ok(())
    }

    fn unlist(peer: &PeerId) -> DispatchResult {
        let cooperative = Self::do_unlist_node(peer)?;
        Self::deposit_event(Event::NodeUnlisted { cooperative, peer: peer.clone() });
        Ok(())
    }

    fn follow_keys(cooperative: CooperativeId, encoded: &[u8]) -> DispatchResult {
        let seat = Seats::<T>::get(cooperative).ok_or(Error::<T>::NotFound)?;
        let present = NextKeys::<T>::get(&seat.validator);
        if present.is_some_and(|present| present.encode() == encoded) {
            return Ok(());
        }
        let keys = T::Keys::decode_all(&mut &*encoded).map_err(|_| Error::<T>::InvalidKeys)?;
        <pallet_session::Pallet<T> as SessionInterface>::set_keys(&seat.operator, keys.clone())?;
        let shard = T::ThisShard::get();
        Self::deposit_event(Event::KeysSet { cooperative, shard, keys });
        Ok(())
    }

    /// Ends the suspension that the hub has ended, and begins the one that it has begun. This
    /// shard's own, for another reason, stays.
    fn follow_suspension(cooperative: CooperativeId, suspended: Option<SuspensionReason>) {
        let before = FollowedSuspension::<T>::get(cooperative);
        let present = Seats::<T>::get(cooperative).and_then(|seat| suspension(&seat));
        let ends = before.is_some() && before != suspended && before == present;
        if ends && Self::do_restore_seat(cooperative).is_ok() {
            Self::deposit_event(Event::SeatRestored { cooperative });
        }
        FollowedSuspension::<T>::set(cooperative, suspended);
        if let Some(reason) = suspended {
            Self::suspend_or_keep(cooperative, reason);
        }
    }
}
