//! All chains of this process: they start together, and end together.

use futures::{
    future::{pending, select_all},
    FutureExt,
};
use polkadot_sdk::{
    sc_service::{Configuration, Error},
    sc_transaction_pool::Options as PoolOptions,
    substrate_prometheus_endpoint::init_prometheus,
};
use std::{net::SocketAddr, time::Duration};

use crate::{
    blobs::options::BlobOptions,
    executor::CompiledRuntimes,
    hardware, metrics, relay,
    service::{start_chain, ChainOptions, Running},
    shards::Shard,
    sockets,
};

/// How long tasks get to end by themselves.
const PATIENCE: Duration = Duration::from_secs(60);

/// How this process runs its chains, beside what their configurations say.
#[derive(Clone, Debug)]
pub struct Options {
    /// Serve peers that nobody has listed.
    pub gateway: bool,
    /// Carry messages between shards.
    pub relay: bool,
    /// Where the federation shard's JSON-RPC is, if it doesn't run here.
    pub hub_rpc: Option<String>,
    /// How the bytes of anchored files are kept.
    pub blobs: BlobOptions,
    /// What a chain's pool of transactions holds.
    pub pool: PoolOptions,
    /// Where compiled runtimes are kept.
    pub compiled: CompiledRuntimes,
}

/// The chains of this process, while they run.
pub struct Node {
    running: Vec<Running>,
}

impl Node {
    /// Starts all chains. If one doesn't start, those that have are ended.
    pub fn start(
        configurations: Vec<(Shard, Configuration)>,
        options: &Options,
    ) -> Result<Self, Error> {
        Ok(Self { running: start_shards(configurations, options)? })
    }

    /// Ends when an essential task of a chain has ended: with that chain's shard.
    pub async fn failure(&mut self) -> Shard {
        let ends = self.running.iter_mut().map(|chain| {
            let shard = chain.shard.clone();
            chain.task_manager.future().map(move |_| shard).boxed()
        });
        select_all(ends.chain([pending().boxed()])).await.0
    }

    /// Ends all chains, and waits for their tasks.
    pub fn stop(self, tokio: tokio::runtime::Runtime) {
        // Every chain is told before the first one is waited for.
        let tasks: Vec<_> = self
            .running
            .into_iter()
            .map(|chain| (chain.shard, chain.task_manager.into_task_registry()))
            .collect();
        tokio.shutdown_timeout(PATIENCE);
        for (shard, registry) in tasks {
            for task in registry.running_tasks().into_keys() {
                log::error!("[{}] the task \"{}\" did not end", shard.name, task.name);
            }
        }
    }
}

/// Starts the chains, the endpoint of their metrics, and the relay between them.
fn start_shards(
    configurations: Vec<(Shard, Configuration)>,
    options: &Options,
) -> Result<Vec<Running>, Error> {
    let several = configurations.len() > 1;
    let Some((_, first)) = configurations.first() else { return Ok(Vec::new()) };
    if first.role.is_authority() {
        // While nothing else runs here.
        hardware::report();
    }
    let executor = options.compiled.executor(first, configurations.len());
    let mut endpoint = None;
    let mut running = Vec::new();
    for (shard, mut config) in configurations {
        if let Some(prometheus) = &mut config.prometheus_config {
            prometheus.registry = metrics::registry(config.chain_spec.id(), &shard.name)?;
            endpoint = Some(prometheus.port);
        }
        let chain = ChainOptions {
            shard,
            gateway: options.gateway,
            metrics_elsewhere: several,
            blobs: options.blobs.clone(),
            pool: options.pool.clone(),
        };
        let name = chain.shard.name.clone();
        let started = start_chain(config, chain, executor.clone());
        running.push(
            started.map_err(|error| {
                Error::Other(format!("the shard {name} doesn't start: {error}"))
            })?,
        );
    }
    if let Some(address) = endpoint.filter(|_| several) {
        serve_metrics(&running, address)?;
    }

    if let Err(error) = sockets::send_at_once() {
        log::info!("answers over WebSocket may take 40 ms longer than they need: {error}");
    }

    if options.relay {
        let shards: Vec<_> = running.iter().map(Running::relayed).collect();
        relay::start(&shards, options.hub_rpc.as_deref())?;
    }
    Ok(running)
}

/// Serves the metrics of all chains at one address, as long as the first one runs.
fn serve_metrics(running: &[Running], address: SocketAddr) -> Result<(), Error> {
    let Some(first) = running.first() else { return Ok(()) };
    let registries = running.iter().filter_map(|chain| chain.registry.clone()).collect();
    let served = init_prometheus(address, metrics::together(registries)?).map(drop);
    first.task_manager.spawn_handle().spawn("prometheus-endpoint", None, served);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use icn_primitives::ShardId;
    use jsonrpsee::RpcModule;
    use polkadot_sdk::{
        sc_keystore::LocalKeystore,
        sc_service::{RpcHandlers, TaskManager},
    };
    use std::sync::{
        atomic::{AtomicUsize, Ordering},
        Arc,
    };

    fn running(number: u32, name: &str, tokio: &tokio::runtime::Runtime) -> Running {
        Running {
            shard: Shard { number, name: name.into() },
            task_manager: TaskManager::new(tokio.handle().clone(), None).unwrap(),
            rpc: RpcHandlers::new(Arc::new(RpcModule::new(())), vec![]),
            registry: None,
            keystore: LocalKeystore::in_memory().into(),
            id: ShardId(number),
        }
    }

    /// Counts when it is dropped: what a task has open is closed then.
    struct Closes(Arc<AtomicUsize>);

    impl Drop for Closes {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn one_shard_that_fails_is_named_and_all_end() {
        let tokio = polkadot_sdk::sc_cli::build_runtime().unwrap();
        let running = [(0, "federation"), (1, "marketplace"), (2, "storage")]
            .map(|(number, name)| running(number, name, &tokio));
        let closed = Arc::new(AtomicUsize::new(0));
        for chain in &running {
            let open = Closes(closed.clone());
            chain.task_manager.spawn_essential_handle().spawn_blocking("works", None, async move {
                let _open = open;
                pending::<()>().await
            });
        }
        // A task that isn't essential may end.
        running[0].task_manager.spawn_handle().spawn("ends", None, async {});
        running[1].task_manager.spawn_essential_handle().spawn("fails", None, async {});
        let mut node = Node { running: running.into() };
        assert_eq!(tokio.block_on(node.failure()).name, "marketplace");
        node.stop(tokio);
        assert_eq!(closed.load(Ordering::Relaxed), 3);
    }
}
