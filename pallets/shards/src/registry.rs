//! Which shards this one follows, and where its trust in them begins.

use alloc::{collections::BTreeSet, vec::Vec};
use icn_primitives::{
    shard::{ShardRole, MAX_SHARDS},
    BlockNumber, Hash, Moment, ShardId,
};
use polkadot_sdk::{
    frame_support::traits::Time,
    polkadot_sdk_frame::prelude::*,
    sp_consensus_grandpa::{AuthorityId, SetId},
};
use serde::{Deserialize, Serialize};

use crate::{
    Authorities, AuthoritySets, Config, Error, Learned, Pallet, Shard, Shards, ThisRole, ThisShard,
};

/// A shard that genesis registers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisShard {
    /// Its number.
    pub id: ShardId,
    /// What it is for.
    pub role: ShardRole,
    /// The hash of its genesis block, where it is known.
    pub genesis: Option<Hash>,
    /// Its finality authorities.
    pub authorities: Vec<AuthorityId>,
    /// The number of their set.
    pub set_id: SetId,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn build_genesis(
        this: ShardId,
        role: ShardRole,
        shards: &[GenesisShard],
    ) -> DispatchResult {
        ThisShard::<T>::put(this);
        ThisRole::<T>::put(role);
        for shard in shards {
            let GenesisShard { id, role, genesis, ref authorities, set_id } = *shard;
            let authorities = Self::ensure_authorities(authorities.clone())?;
            Self::do_register_shard(id, role, genesis, authorities, set_id)?;
        }
        Ok(())
    }

    pub(crate) fn do_register_shard(
        id: ShardId,
        role: ShardRole,
        genesis: Option<Hash>,
        authorities: Authorities,
        set_id: SetId,
    ) -> DispatchResult {
        ensure!(id != ThisShard::<T>::get(), Error::<T>::ThisShard);
        ensure!(!Shards::<T>::contains_key(id), Error::<T>::AlreadyExists);
        ensure!(Shards::<T>::count() < MAX_SHARDS, Error::<T>::ShardsExceeded);
        let authorities = Self::ensure_authorities(authorities.into_inner())?;
        Self::ensure_keys_unused(id, &authorities)?;
        let shard = Shard { role, genesis, set_id, best: None, learned: Self::present() };
        Shards::<T>::insert(id, shard);
        AuthoritySets::<T>::insert(id, authorities);
        Ok(())
    }

    pub(crate) fn do_set_authorities(
        id: ShardId,
        authorities: Authorities,
        set_id: SetId,
    ) -> DispatchResult {
        let mut shard = Self::ensure_registered(id)?;
        // An older set must not come back; but before the first header nothing was believed yet.
        ensure!(shard.best.is_none() || set_id > shard.set_id, Error::<T>::StaleSet);
        let authorities = Self::ensure_authorities(authorities.into_inner())?;
        Self::ensure_keys_unused(id, &authorities)?;
        shard.set_id = set_id;
        Shards::<T>::insert(id, shard);
        AuthoritySets::<T>::insert(id, authorities);
        Ok(())
    }

    pub(crate) fn ensure_registered(id: ShardId) -> Result<Shard, Error<T>> {
        Shards::<T>::get(id).ok_or(Error::<T>::NotFound)
    }

    /// At least one and at most [`MAX_SEATS`](icn_primitives::seat::MAX_SEATS), each only once.
    pub(crate) fn ensure_authorities(
        authorities: Vec<AuthorityId>,
    ) -> Result<Authorities, Error<T>> {
        let distinct: BTreeSet<_> = authorities.iter().collect();
        let valid = !authorities.is_empty() && distinct.len() == authorities.len();
        ensure!(valid, Error::<T>::InvalidAuthorities);
        authorities.try_into().map_err(|_| Error::<T>::InvalidAuthorities)
    }

    /// GRANDPA's votes don't name their chain: with one key on two shards, a header of one could
    /// pass for a header of the other, and a vote on one for an equivocation on the other.
    ///
    /// A change in a header isn't refused for that. It is what the shard's own authorities made
    /// final, and nothing worse than what they could make final anyway; but the view of the shard
    /// would end there, and with it its lanes. So it is followed, and the event
    /// [`KeyReuseSeen`](crate::Event::KeyReuseSeen) calls for the federation. Where keys are set,
    /// each shard refuses those that others use.
    pub(crate) fn ensure_keys_unused(
        id: ShardId,
        authorities: &Authorities,
    ) -> Result<(), Error<T>> {
        let keys: BTreeSet<_> = authorities.iter().collect();
        let own = T::OwnAuthorities::get().iter().any(|key| keys.contains(key));
        let reused = own
            || AuthoritySets::<T>::iter()
                .any(|(other, used)| other != id && used.iter().any(|key| keys.contains(key)));
        ensure!(!reused, Error::<T>::KeyReused);
        Ok(())
    }

    /// This block and its time.
    pub(crate) fn present() -> Learned {
        Learned { block: Self::block_number(), time: Self::now() }
    }

    pub(crate) fn block_number() -> BlockNumber {
        frame_system::Pallet::<T>::block_number().saturated_into()
    }

    pub(crate) fn now() -> Moment {
        T::Time::now()
    }
}
