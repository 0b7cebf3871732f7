//! What the operator sees of blobs.

use icn_blobs::Usage;
use icn_primitives::storage::ProviderRecord;
use polkadot_sdk::substrate_prometheus_endpoint::{
    register, Counter, CounterVec, Gauge, GaugeVec, Opts, PrometheusError, Registry, U64,
};

/// Which way bytes went.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    /// From clients to this node.
    Uploaded,
    /// From this node to clients.
    Downloaded,
    /// From other nodes to this one.
    Fetched,
    /// From this node to other nodes.
    Served,
}

/// The metrics of one shard's blobs; without a registry they go nowhere.
#[derive(Clone, Default)]
pub struct Metrics(Option<Registered>);

#[derive(Clone)]
struct Registered {
    bytes: GaugeVec<U64>,
    blobs: Gauge<U64>,
    uploads: Gauge<U64>,
    challenges: GaugeVec<U64>,
    transferred: CounterVec<U64>,
    damaged: Counter<U64>,
    repaired: Counter<U64>,
    lost: Gauge<U64>,
}

impl Metrics {
    /// Registers them with `registry`.
    pub fn register(registry: Option<&Registry>) -> Result<Self, PrometheusError> {
        let Some(registry) = registry else { return Ok(Self(None)) };
        let gauge = |name: &str, help: &str| register(Gauge::new(name, help)?, registry);
        let counter = |name: &str, help: &str| register(Counter::new(name, help)?, registry);
        let gauges = |name: &str, help: &str, label| {
            register(GaugeVec::new(Opts::new(name, help), &[label])?, registry)
        };
        let transferred = Opts::new(
            "icn_blob_transferred_bytes_total",
            "Bytes of chunks that were uploaded and downloaded by clients, or fetched from and \
             served to other nodes",
        );
        Ok(Self(Some(Registered {
            bytes: gauges(
                "icn_blob_bytes",
                "Bytes that this node's blobs take, and may take",
                "which",
            )?,
            blobs: gauge("icn_blobs", "Blobs that this node keeps")?,
            uploads: gauge("icn_blob_uploads", "Uploads and fetches that aren't finished")?,
            challenges: gauges(
                "icn_blob_challenges",
                "Challenges of this node's provider, as the chain has recorded them",
                "result",
            )?,
            transferred: register(CounterVec::new(transferred, &["way"])?, registry)?,
            damaged: counter("icn_blob_damaged_chunks_total", "Chunks that were found damaged")?,
            repaired: counter("icn_blob_repaired_chunks_total", "Chunks that were put right")?,
            lost: gauge(
                "icn_blob_commitments_lost",
                "Commitments of this node's provider that were lost by missed challenges",
            )?,
        })))
    }

    /// Notes what the store has.
    pub fn usage(&self, usage: &Usage) {
        if let Some(all) = &self.0 {
            all.bytes.with_label_values(&["used"]).set(usage.used);
            all.bytes.with_label_values(&["capacity"]).set(usage.capacity);
            all.blobs.set(usage.blobs as u64);
            all.uploads.set(usage.uploads as u64);
        }
    }

    /// Notes what the chain has recorded of the provider.
    pub fn record(&self, record: &ProviderRecord) {
        if let Some(all) = &self.0 {
            all.challenges.with_label_values(&["answered"]).set(record.answered);
            let missed = record.asked.saturating_sub(record.answered);
            all.challenges.with_label_values(&["missed"]).set(missed);
            all.lost.set(record.lost);
        }
    }

    /// Notes bytes that have travelled.
    pub fn transferred(&self, way: Way, bytes: usize) {
        if let Some(all) = &self.0 {
            let way = match way {
                Way::Uploaded => "uploaded",
                Way::Downloaded => "downloaded",
                Way::Fetched => "fetched",
                Way::Served => "served",
            };
            all.transferred.with_label_values(&[way]).inc_by(bytes as u64);
        }
    }

    /// Notes chunks that were found damaged.
    pub fn damaged(&self, chunks: usize) {
        if let Some(all) = &self.0 {
            all.damaged.inc_by(chunks as u64);
        }
    }

    /// Notes a chunk that was put right.
    pub fn repaired(&self) {
        if let Some(all) = &self.0 {
            all.repaired.inc();
        }
    }
}
