//! What clients read.

use alloc::vec::Vec;
use icn_primitives::{shard::ShardView, ShardId};

use crate::{Config, InboundLanes, OutboundLanes, Pallet, Shard, Shards};

impl<T: Config> Pallet<T> {
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
        let Shard { role, genesis, set_id, best, updated } = shard;
        ShardView {
            id,
            role,
            genesis,
            set_id,
            best,
            age_blocks: Self::block_number().saturating_sub(updated.block),
            age: Self::now().saturating_sub(updated.time),
            outbound: OutboundLanes::<T>::get(id),
            taken: InboundLanes::<T>::get(id).taken,
        }
    }
}
