//! The relay: carries finalized headers, messages and answers between the federation shard and a
//! shard of this process.
//!
//! It is trusted with nothing. What it brings is checked by the shard that it brings it to, so it
//! has no key and no account, and whoever likes may run another. The shards' own runtimes say what
//! is missing, how much of it one transaction may hold, and make that transaction
//! (`ShardsApi`): the relay knows the formats of neither.
//!
//! | module | what it knows |
//! |---|---|
//! | [`endpoint`] | how a shard is asked, in this process or elsewhere |
//! | [`route`] | what one shard has to tell another, and when |
//! | [`turn`] | whose turn it is among the validators |
//! | [`metrics`] | what the operator sees |

mod endpoint;
mod metrics;
mod route;
mod turn;

use log::warn;
use polkadot_sdk::{
    sc_service::SpawnTaskHandle,
    sp_keystore::KeystorePtr,
    substrate_prometheus_endpoint::{PrometheusError, Registry},
};

pub use endpoint::{Endpoint, Justification};
use icn_primitives::shard::ShardId;
use metrics::{Metrics, RouteMetrics};
use route::Route;
use turn::Turn;

/// The federation shard, which follows every other and is followed by them.
pub const HUB: ShardId = ShardId(0);

/// A shard of this process.
#[derive(Clone)]
pub struct LocalShard {
    /// Its number.
    pub id: ShardId,
    /// Its JSON-RPC in memory.
    pub endpoint: Endpoint,
    /// This node's keys for it.
    pub keystore: KeystorePtr,
    /// Where its metrics go.
    pub registry: Option<Registry>,
    /// Where its tasks run.
    pub tasks: SpawnTaskHandle,
}

/// Starts the relay between the federation shard and each other one of this process. `hub` is where
/// the federation shard is, if not here.
pub fn start(shards: &[LocalShard], hub: Option<&str>) -> Result<(), PrometheusError> {
    let here = shards.iter().find(|shard| shard.id == HUB).map(|shard| shard.endpoint.clone());
    let hub = here.or_else(|| hub.map(|url| Endpoint::remote(url.to_owned())));
    for spoke in shards.iter().filter(|shard| shard.id != HUB) {
        let Some(hub) = &hub else {
            warn!(
                "this node relays nothing to and from shard {}: the federation shard doesn't run \
                 here, and no --hub-rpc says where it does",
                spoke.id.0
            );
            continue;
        };
        let metrics = spoke.registry.as_ref().map(Metrics::register).transpose()?;
        let turn = Turn { shard: spoke.endpoint.clone(), keystore: spoke.keystore.clone() };
        let hub = (hub.clone(), HUB);
        let spoke_end = (spoke.endpoint.clone(), spoke.id);
        for ((from, from_id), (to, to_id)) in
            [(hub.clone(), spoke_end.clone()), (spoke_end.clone(), hub.clone())]
        {
            let metrics = RouteMetrics {
                metrics: metrics.clone(),
                from: from_id.0.to_string(),
                to: to_id.0.to_string(),
            };
            let route = Route { from, from_id, to, to_id, turn: turn.clone(), metrics };
            spoke.tasks.spawn("relay", None, route.run());
        }
    }
    Ok(())
}
