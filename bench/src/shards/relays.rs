//! What the relays handed in, and what of that was needed.

use std::collections::BTreeMap;

use anyhow::{ensure, Result};
use codec::Encode;
use icn_tests::node::Node;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::lanes::Shard;
use crate::measure::StoredBlock;

/// The metric that counts what relays hand in.
const METRIC: &str = "icn_relay_submissions_total";

/// How often the nodes' relays handed something in, by what became of it.
#[derive(Clone, Copy, Default)]
pub struct Submissions {
    pub taken: u64,
    pub redundant: u64,
    pub refused: u64,
}

impl Submissions {
    pub fn all(&self) -> u64 {
        self.taken + self.redundant + self.refused
    }

    fn since(&self, before: &Self) -> Self {
        Self {
            taken: self.taken - before.taken,
            redundant: self.redundant - before.redundant,
            refused: self.refused - before.refused,
        }
    }
}

/// Updates that are in blocks.
#[derive(Default)]
pub struct Relayed {
    pub updates: u64,
    pub messages: u64,
    pub answers: u64,
    /// Bytes of their proofs.
    pub proofs: u64,
}

/// One direction.
pub struct Route {
    pub submissions: Submissions,
    pub relayed: Relayed,
}

/// Counts what relays do from its start to its end, in the two directions between two shards. At
/// both times nothing should be under way.
pub struct Tally<'a> {
    nodes: &'a [Node],
    /// From where, to where, what was handed in before, and the last block before.
    routes: Vec<(&'a Shard, &'a Shard, Submissions, u32)>,
}

impl<'a> Tally<'a> {
    pub async fn start(nodes: &'a [Node], hub: &'a Shard, spoke: &'a Shard) -> Result<Self> {
        let before = submissions(nodes).await?;
        let mut routes = Vec::new();
        for (from, to) in [(hub, spoke), (spoke, hub)] {
            let (block, _) = to.finalized().await?;
            routes.push((from, to, of(&before, from, to), block));
        }
        Ok(Self { nodes, routes })
    }

    /// Hub to spoke, and back.
    pub async fn end(self) -> Result<Vec<Route>> {
        let after = submissions(self.nodes).await?;
        let mut routes = Vec::new();
        for (from, to, before, block) in self.routes {
            let mut relayed = Relayed::default();
            for number in block + 1..=to.finalized().await?.0 {
                let block = StoredBlock::read(&to.client, number).await?;
                for (_, update) in
                    block.relayed().iter().filter(|(source, _)| *source == from.id)
                {
                    relayed.updates += 1;
                    relayed.messages += update.messages.map_or(0, |nonces| nonces.count());
                    relayed.answers += update.answers.map_or(0, |nonces| nonces.count());
                    relayed.proofs += update.proof.encoded_size() as u64;
                }
            }
            let submissions = of(&after, from, to).since(&before);
            routes.push(Route { submissions, relayed });
        }
        Ok(routes)
    }
}

type ByLabels = BTreeMap<(String, String), Submissions>;

fn of(all: &ByLabels, from: &Shard, to: &Shard) -> Submissions {
    all.get(&(from.id.0.to_string(), to.id.0.to_string())).copied().unwrap_or_default()
}

/// The sums over all nodes, by the numbers of the two shards.
async fn submissions(nodes: &[Node]) -> Result<ByLabels> {
    let mut sums = ByLabels::new();
    for node in nodes {
        for line in metrics(node.prometheus_port).await?.lines() {
            let Some(sample) = line.strip_prefix(METRIC).and_then(|rest| rest.strip_prefix('{'))
            else {
                continue;
            };
            let Some((labels, value)) = sample.rsplit_once("} ") else { continue };
            let label = |name: &str| {
                labels
                    .split(',')
                    .filter_map(|label| label.split_once('='))
                    .find(|(have, _)| *have == name)
                    .map(|(_, value)| value.trim_matches('"').to_owned())
                    .unwrap_or_default()
            };
            let sum = sums.entry((label("from"), label("to"))).or_default();
            let value = value.trim().parse::<f64>()? as u64;
            match label("result").as_str() {
                "taken" => sum.taken += value,
                "redundant" => sum.redundant += value,
                _ => sum.refused += value,
            }
        }
    }
    Ok(sums)
}

/// All that a node tells at its port for metrics.
async fn metrics(port: u16) -> Result<String> {
    let mut connection = TcpStream::connect(("127.0.0.1", port)).await?;
    // Of this version, so that the answer comes in one piece and the connection ends with it.
    connection.write_all(b"GET /metrics HTTP/1.0\r\n\r\n").await?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await?;
    ensure!(answer.contains(" 200 OK"), "no metrics at port {port}: {answer:.100}");
    Ok(answer)
}
