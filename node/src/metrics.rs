//! The metrics of all chains of a process, at one endpoint.
//!
//! Every chain has a registry of its own, whose label `shard` tells its samples from the others'.

use polkadot_sdk::substrate_prometheus_endpoint::{
    prometheus::{
        core::{Collector, Desc},
        proto::MetricFamily,
    },
    PrometheusError, Registry,
};

/// The registry of one shard's chain.
pub fn registry(chain: &str, shard: &str) -> Result<Registry, PrometheusError> {
    let labels = [("chain", chain), ("shard", shard)];
    let labels = labels.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Registry::new_custom(None, Some(labels.into()))
}

/// A registry that gathers what these have. What goes by one name becomes one family.
pub fn together(registries: Vec<Registry>) -> Result<Registry, PrometheusError> {
    let all = Registry::new();
    all.register(Box::new(Together(registries)))?;
    Ok(all)
}

struct Together(Vec<Registry>);

impl Collector for Together {
    /// It has no metrics of its own.
    fn desc(&self) -> Vec<&Desc> {
        Vec::new()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        self.0.iter().flat_map(Registry::gather).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polkadot_sdk::substrate_prometheus_endpoint::{
        prometheus::{Encoder, TextEncoder},
        register, Gauge, U64,
    };

    #[test]
    fn one_family_has_the_samples_of_every_shard() {
        let shards = ["federation", "marketplace"];
        let registries = shards.map(|shard| registry(&format!("valley-{shard}"), shard).unwrap());
        let all = together(registries.to_vec()).unwrap();
        // Also what is registered later is seen.
        for (height, registry) in (7..).zip(&registries) {
            let gauge = Gauge::<U64>::new("block_height", "Height").unwrap();
            register(gauge, registry).unwrap().set(height);
        }
        let mut text = Vec::new();
        TextEncoder::new().encode(&all.gather(), &mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert_eq!(text.matches("# TYPE block_height gauge").count(), 1, "{text}");
        for (shard, height) in [("federation", 7), ("marketplace", 8)] {
            let sample = text.lines().find(|line| line.contains(&format!("shard=\"{shard}\"")));
            assert!(sample.unwrap().ends_with(&format!(" {height}")), "{text}");
        }
    }
}
