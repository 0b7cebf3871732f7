//! What the relay tells its operator.

use polkadot_sdk::substrate_prometheus_endpoint::{
    register, CounterVec, Gauge, GaugeVec, Opts, PrometheusError, Registry, U64,
};

/// The relay's metrics of one process' shard, by route.
#[derive(Clone)]
pub struct Metrics {
    lag: GaugeVec<U64>,
    waiting: GaugeVec<U64>,
    submissions: CounterVec<U64>,
    errors: CounterVec<U64>,
}

/// How a submission went.
#[derive(Clone, Copy)]
pub enum Submission {
    /// The pool took it.
    Taken,
    /// Another relay was faster.
    Redundant,
    /// The pool refused it.
    Refused,
}

impl Metrics {
    /// Registers the metrics with `registry`.
    pub fn register(registry: &Registry) -> Result<Self, PrometheusError> {
        let route = ["from", "to"];
        let gauge = |name: &str, help: &str| {
            register(GaugeVec::new(Opts::new(name, help), &route)?, registry)
        };
        let counter = |name: &str, help: &str, labels: &[&str]| {
            register(CounterVec::new(Opts::new(name, help), labels)?, registry)
        };
        Ok(Self {
            lag: gauge(
                "icn_relay_lag_blocks",
                "Final blocks of a shard that the other has not seen a header of or after",
            )?,
            waiting: gauge(
                "icn_relay_waiting_messages",
                "Messages and answers that wait for their way to the other shard",
            )?,
            submissions: counter(
                "icn_relay_submissions_total",
                "Transactions handed to a shard's pool, by what became of them",
                &["from", "to", "result"],
            )?,
            errors: counter(
                "icn_relay_errors_total",
                "Tries that failed because a shard could not be asked",
                &route,
            )?,
        })
    }
}

/// The metrics of one route; none without a registry.
#[derive(Clone)]
pub struct RouteMetrics {
    /// Everything, for its labels.
    pub metrics: Option<Metrics>,
    /// The shard that is told of.
    pub from: String,
    /// The shard that is told.
    pub to: String,
}

impl RouteMetrics {
    fn set(&self, pick: impl Fn(&Metrics) -> &GaugeVec<U64>, value: u64) {
        if let Some(metrics) = &self.metrics {
            let gauge: Gauge<U64> = pick(metrics).with_label_values(&[&self.from, &self.to]);
            gauge.set(value);
        }
    }

    /// Notes how far the other shard is behind.
    pub fn behind(&self, blocks: u64, waiting: u64) {
        self.set(|metrics| &metrics.lag, blocks);
        self.set(|metrics| &metrics.waiting, waiting);
    }

    /// Notes a submission.
    pub fn submitted(&self, how: Submission) {
        if let Some(metrics) = &self.metrics {
            let result = match how {
                Submission::Taken => "taken",
                Submission::Redundant => "redundant",
                Submission::Refused => "refused",
            };
            metrics.submissions.with_label_values(&[&self.from, &self.to, result]).inc();
        }
    }

    /// Notes that a shard couldn't be asked.
    pub fn failed(&self) {
        if let Some(metrics) = &self.metrics {
            metrics.errors.with_label_values(&[&self.from, &self.to]).inc();
        }
    }
}
