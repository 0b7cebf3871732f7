//! How long blocks wait for their finality, measured on this node: from a block's import to the
//! moment at which it was found final.

use futures::{future::Either, stream, StreamExt};
use icn_primitives::{Hash, OpaqueBlock as Block};
use polkadot_sdk::{
    sc_client_api::BlockchainEvents,
    substrate_prometheus_endpoint::{
        register, Histogram, HistogramOpts, PrometheusError, Registry,
    },
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Blocks whose import is remembered. When finality stands still for longer than it takes to make
/// so many, the oldest still tells for how long.
const WAITING: usize = 1024;
/// Upper ends of the histogram's buckets, in seconds.
const BUCKETS: [f64; 10] = [0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 6.0, 30.0];

/// Measures finality's lag. Clones share what they have measured.
#[derive(Clone, Default)]
pub struct FinalityLag(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// When each block was imported that isn't final yet.
    waiting: HashMap<Hash, Instant>,
    /// What the last final block took.
    last: Option<Duration>,
}

impl FinalityLag {
    /// What the last final block took, or how long the oldest one has been waiting, if that is
    /// longer. `None` until a block was imported.
    pub fn now(&self) -> Option<Duration> {
        let state = self.state();
        let oldest = state.waiting.values().min().map(Instant::elapsed);
        state.last.into_iter().chain(oldest).max()
    }

    fn imported(&self, hash: Hash) {
        let mut state = self.state();
        if state.waiting.len() < WAITING {
            state.waiting.insert(hash, Instant::now());
        }
    }

    /// The lags of `blocks`, of which the last is the highest; those below it on other branches
    /// will never be final, so all that was imported before it is forgotten.
    fn finalized(&self, blocks: impl Iterator<Item = Hash>) -> Vec<Duration> {
        let mut state = self.state();
        let since: Vec<Instant> = blocks.filter_map(|hash| state.waiting.remove(&hash)).collect();
        if let Some(head) = since.last().copied() {
            state.last = Some(head.elapsed());
            state.waiting.retain(|_, imported| *imported > head);
        }
        since.iter().map(Instant::elapsed).collect()
    }

    /// Nothing here panics while it holds the lock.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A task that measures for as long as `client` lives, into `registry` too, if there is one.
    pub fn measure<C: BlockchainEvents<Block>>(
        &self,
        client: &C,
        registry: Option<&Registry>,
    ) -> Result<impl std::future::Future<Output = ()> + use<C>, PrometheusError> {
        let histogram = registry
            .map(|registry| {
                let options = HistogramOpts::new(
                    "icn_finality_lag_seconds",
                    "Time from a block's import to its finality on this node",
                );
                register(Histogram::with_opts(options.buckets(BUCKETS.to_vec()))?, registry)
            })
            .transpose()?;
        let imports = client.import_notification_stream().map(|block| Either::Left(block.hash));
        let finals = client.finality_notification_stream().map(|block| {
            Either::Right(block.tree_route.iter().copied().chain([block.hash]).collect::<Vec<_>>())
        });
        let mut events = stream::select(imports, finals);
        let lag = self.clone();
        Ok(async move {
            while let Some(event) = events.next().await {
                match event {
                    Either::Left(hash) => lag.imported(hash),
                    Either::Right(hashes) => {
                        for took in lag.finalized(hashes.into_iter()) {
                            if let Some(histogram) = &histogram {
                                histogram.observe(took.as_secs_f64());
                            }
                        }
                    }
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(of: usize) -> Hash {
        Hash::from_low_u64_be(of as u64)
    }

    #[test]
    fn a_final_block_tells_how_long_it_took_and_ends_the_wait_of_other_branches() {
        let lag = FinalityLag::default();
        assert_eq!(lag.now(), None);
        lag.imported(hash(1));
        lag.imported(hash(11));
        lag.imported(hash(2));
        let took = lag.finalized([hash(1), hash(2)].into_iter());
        assert_eq!(took.len(), 2);
        assert!(lag.state().waiting.is_empty());
        assert!(lag.now().is_some());
    }

    #[test]
    fn while_finality_stands_still_the_lag_grows_and_memory_does_not() {
        let lag = FinalityLag::default();
        (0..WAITING * 2).for_each(|number| lag.imported(hash(number)));
        assert_eq!(lag.state().waiting.len(), WAITING);
        let before = lag.now().unwrap();
        std::thread::sleep(Duration::from_millis(5));
        assert!(lag.now().unwrap() > before);
    }

    #[test]
    fn a_final_block_that_was_never_seen_imported_changes_nothing() {
        let lag = FinalityLag::default();
        assert!(lag.finalized([hash(1)].into_iter()).is_empty());
        assert_eq!(lag.now(), None);
    }
}
