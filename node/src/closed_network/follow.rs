//! Keeping the network's list equal to the chain's.

use icn_primitives::{apis::SeatsApi, OpaqueBlock as Block};
use polkadot_sdk::{
    sc_consensus_aura::{standalone::find_pre_digest, SlotDuration},
    sc_network::service::traits::NetworkService,
    sc_network_sync::SyncingService,
    sp_api::ProvideRuntimeApi,
    sp_blockchain::HeaderBackend,
    sp_consensus_aura::sr25519::AuthoritySignature,
    sp_timestamp::Timestamp,
};
use std::{sync::Arc, time::Duration};

use super::{peers::peer_ids, reserved::reserve, ClosedNetwork};

/// How soon a change on chain shows in the network. Reading the list costs one runtime call for
/// each best block; reading it at each imported one would slow a node that catches up.
const INTERVAL: Duration = Duration::from_secs(1);
/// A node whose best block is older than this may know an old list only. Ten minutes are 200
/// blocks: long enough for a chain that stands still for a moment, short enough to catch up fast.
const BEHIND: Duration = Duration::from_secs(10 * 60);

/// Reads the list at the best block into `network`.
///
/// A list that can't be read changes nothing: the last one stays.
pub fn refresh<C>(network: &ClosedNetwork, client: &C, slot_duration: SlotDuration)
where
    C: HeaderBackend<Block> + ProvideRuntimeApi<Block>,
    C::Api: SeatsApi<Block>,
{
    let best = client.info().best_hash;
    match client.runtime_api().node_keys(best) {
        Ok(node_keys) => network.set_listed(peer_ids(&node_keys)),
        Err(error) => {
            log::error!(target: "icn::network", "can't read the node keys at {best}: {error}")
        }
    }
    if let Ok(Some(header)) = client.header(best) {
        let made = find_pre_digest::<Block, AuthoritySignature>(&header)
            .ok()
            .and_then(|slot| slot.timestamp(slot_duration))
            .unwrap_or_default();
        let age = Timestamp::current().as_millis().saturating_sub(made.as_millis());
        network.set_behind(u128::from(age) > BEHIND.as_millis());
    }
}

/// Follows the chain's list for ever: whom this node calls, whom it lets in, whom it lets go.
pub async fn follow<C>(
    network: ClosedNetwork,
    client: Arc<C>,
    slot_duration: SlotDuration,
    service: Arc<dyn NetworkService>,
    sync: Arc<SyncingService<Block>>,
) where
    C: HeaderBackend<Block> + ProvideRuntimeApi<Block>,
    C::Api: SeatsApi<Block>,
{
    let local = service.local_peer_id();
    let mut known = None;
    let mut interval = tokio::time::interval(INTERVAL);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        interval.tick().await;
        refresh(&network, &*client, slot_duration);
        let wanted = network.wanted(&local);
        if known.as_ref() != Some(&wanted) {
            log::info!(target: "icn::network", "🔒 {} other peers may take part", wanted.len());
            // Whoever changes sides connects anew: a guest who is listed now was a light client to
            // this node, and the other way round.
            let changed = &known.unwrap_or_default() ^ &wanted;
            reserve(&network, &*service, changed);
            sync.set_no_slot_peers(wanted.clone());
            known = Some(wanted);
        }
    }
}
