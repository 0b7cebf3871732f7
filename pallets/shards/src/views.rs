//! What clients read.

use alloc::vec::Vec;
use icn_primitives::{
    shard::{ShardRole, ShardView, MAX_UNCONFIRMED},
    ShardId,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{Config, InboundLanes, OutboundLanes, Pallet, Shard, Shards, ThisRole, ThisShard};

impl<T: Config> Pallet<T> {
    /// The number of this shard.
    pub fn this_shard() -> ShardId {
        ThisShard::<T>::get()
    }

    /// What this shard is for.
    pub fn this_role() -> ShardRole {
        ThisRole::<T>::get()
    }

    /// The shards that messages can be sent to, in the order of their numbers: all that this one
    /// follows, [`MAX_SHARDS`](icn_primitives::shard::MAX_SHARDS) at most.
    pub fn destinations() -> Vec<ShardId> {
        let mut shards: Vec<_> = Shards::<T>::iter_keys().collect();
        shards.sort_unstable();
        shards
    }

    /// How many more messages can be sent there now.
    pub fn room(destination: ShardId) -> u32 {
        if !Shards::<T>::contains_key(destination) {
            return 0;
        }
        let waiting = OutboundLanes::<T>::get(destination).waiting();
        MAX_UNCONFIRMED.saturating_sub(waiting.saturated_into())
    }

    pub(crate) fn view_shard(id: ShardId) -> Option<ShardView> {
        Shards::<T>::get(id).map(|shard| Self::view_of(id, shard))
    }

    pub(crate) fn view_shards() -> Vec<ShardView> {
        let mut views: Vec<_> =
            Shards::<T>::iter().map(|(id, shard)| Self::view_of(id, shard)).collect();
        views.sort_unstable_by_key(|view| view.id);
        views
    }

    fn view_of(id: ShardId, shard: Shard) -> ShardView {
        let Shard { role, genesis, set_id, best, learned } = shard;
        ShardView {
            id,
            role,
            genesis,
            set_id,
            best,
            age_blocks: Self::block_number().saturating_sub(learned.block),
            age: Self::now().saturating_sub(learned.time),
            outbound: OutboundLanes::<T>::get(id),
            inbound: InboundLanes::<T>::get(id),
            room: T::MessagesPerUpdate::get(),
        }
    }
}
