//! What holds before and after every block.

use alloc::{collections::BTreeSet, vec::Vec};
use icn_primitives::shard::{
    outcomes_page, InboundLane, MAX_SHARDS, MAX_UNCONFIRMED, MESSAGE_VERSION, OUTCOMES_PER_PAGE,
};
use polkadot_sdk::{polkadot_sdk_frame::prelude::*, sp_runtime::TryRuntimeError};

use crate::{
    AuthoritySets, Config, InboundLanes, OutboundLanes, Outbox, Outcomes, Pallet, RecentHeaders,
    Shards, TakenInBlock, ThisShard,
};

impl<T: Config> Pallet<T> {
    /// Checks all invariants of this pallet.
    pub(crate) fn ensure_invariants() -> Result<(), TryRuntimeError> {
        Self::ensure_clients_are_consistent()?;
        Self::ensure_outbound_is_consistent()?;
        Self::ensure_inbound_is_consistent()
    }

    /// Each shard has authorities, and its headers lead up to the best.
    fn ensure_clients_are_consistent() -> Result<(), TryRuntimeError> {
        let shards: Vec<_> = Shards::<T>::iter().collect();
        ensure!(shards.len() <= MAX_SHARDS as usize, "there are more shards than there can be");
        ensure!(Shards::<T>::count() as usize == shards.len(), "the number of shards is wrong");
        ensure!(!Shards::<T>::contains_key(ThisShard::<T>::get()), "a shard follows itself");
        for (id, shard) in &shards {
            let authorities = AuthoritySets::<T>::get(id);
            let distinct: BTreeSet<_> = authorities.iter().collect();
            ensure!(!authorities.is_empty(), "a shard has no authorities");
            ensure!(distinct.len() == authorities.len(), "an authority is there twice");
            let recent = RecentHeaders::<T>::get(id);
            ensure!(recent.last().copied() == shard.best, "the best header isn't the last");
            ensure!(
                recent.windows(2).all(|pair| pair[0].number < pair[1].number),
                "headers aren't in order"
            );
        }
        ensure!(
            AuthoritySets::<T>::iter_keys().count() == shards.len()
                && RecentHeaders::<T>::iter_keys().all(Shards::<T>::contains_key),
            "something is known of a shard that isn't registered"
        );
        Ok(())
    }

    /// The outbox holds the messages that wait for their answers, and nothing else.
    fn ensure_outbound_is_consistent() -> Result<(), TryRuntimeError> {
        let mut waiting = 0u64;
        for (destination, lane) in OutboundLanes::<T>::iter() {
            ensure!(Shards::<T>::contains_key(destination), "a lane leads nowhere");
            let depth = lane.sent.checked_sub(lane.confirmed);
            let depth = depth.ok_or("an answer came before its message")?;
            ensure!(depth <= u64::from(MAX_UNCONFIRMED), "too many messages wait");
            waiting = waiting.saturating_add(depth);
            for nonce in lane.confirmed.saturating_add(1)..=lane.sent {
                let message = Outbox::<T>::get(destination, nonce).ok_or("a message is lost")?;
                ensure!(
                    message.nonce == nonce && message.version == MESSAGE_VERSION,
                    "a message isn't what its key says"
                );
            }
        }
        ensure!(Outbox::<T>::iter_keys().count() as u64 == waiting, "answered messages are kept");
        Ok(())
    }

    /// The pages hold an outcome for each message that was taken, from the page of the first that
    /// isn't confirmed on.
    fn ensure_inbound_is_consistent() -> Result<(), TryRuntimeError> {
        let mut pages = 0u64;
        for (source, lane) in InboundLanes::<T>::iter() {
            ensure!(Shards::<T>::contains_key(source), "a lane comes from nowhere");
            let InboundLane { taken, confirmed } = lane;
            ensure!(confirmed <= taken, "an outcome was confirmed before its message was taken");
            ensure!(
                lane.unconfirmed() <= u64::from(MAX_UNCONFIRMED),
                "there are too many outcomes"
            );
            let size = u64::from(OUTCOMES_PER_PAGE);
            let begins = |page: &u64| page.saturating_mul(size);
            let first = outcomes_page(confirmed.saturating_add(1));
            for page in (first..).take_while(|page| begins(page) < taken) {
                let expected = taken.saturating_sub(begins(&page)).min(size);
                let outcomes = Outcomes::<T>::get(source, page).len() as u64;
                ensure!(outcomes == expected, "outcomes don't match the messages taken");
                pages = pages.saturating_add(1);
            }
        }
        ensure!(Outcomes::<T>::iter_keys().count() as u64 == pages, "confirmed pages are kept");
        let (_, taken) = TakenInBlock::<T>::get();
        ensure!(taken <= T::MessagesPerBlock::get(), "a block took too many messages");
        Ok(())
    }
}
