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

/// One direction between two shards.
pub struct Route {
    pub submissions: Submissions,
    pub relayed: Relayed,
}

impl Route {
    /// What part of the submissions came into no block.
    pub fn wasted(&self) -> f64 {
        let all = self.submissions.all();
        all.saturating_sub(self.relayed.updates) as f64 / all.max(1) as f64
    }
}

/// Both directions.
pub struct BothWays {
    /// From the hub.
    pub there: Route,
    /// To the hub.
    pub back: Route,
}

/// Counts what relays do from its start to its end, in the two directions between two shards. At
/// both times nothing should be under way.
pub struct Tally<'a> {
    nodes: &'a [Node],
    there: Counted<'a>,
    back: Counted<'a>,
}

impl<'a> Tally<'a> {
    pub async fn start(nodes: &'a [Node], hub: &'a Shard, spoke: &'a Shard) -> Result<Self> {
        let before = submissions(nodes).await?;
        Ok(Self {
            nodes,
            there: Counted::start(hub, spoke, &before).await?,
            back: Counted::start(spoke, hub, &before).await?,
        })
    }

    pub async fn end(self) -> Result<BothWays> {
        let after = submissions(self.nodes).await?;
        Ok(BothWays { there: self.there.end(&after).await?, back: self.back.end(&after).await? })
    }
}

/// One direction that is being counted.
struct Counted<'a> {
    from: &'a Shard,
    to: &'a Shard,
    /// What was handed in before.
    before: Submissions,
    /// The destination's last block before.
    block: u32,
}

impl<'a> Counted<'a> {
    async fn start(from: &'a Shard, to: &'a Shard, before: &ByLabels) -> Result<Self> {
        let (block, _) = to.finalized().await?;
        Ok(Self { from, to, before: of(before, from, to), block })
    }

    async fn end(self, after: &ByLabels) -> Result<Route> {
        let Self { from, to, before, block } = self;
        let mut relayed = Relayed::default();
        for number in block + 1..=to.finalized().await?.0 {
            let block = StoredBlock::read(&to.client, number).await?;
            for (_, update) in block.relayed().iter().filter(|(source, _)| *source == from.id) {
                relayed.updates += 1;
                relayed.messages += update.messages.map_or(0, |nonces| nonces.count());
                relayed.answers += update.answers.map_or(0, |nonces| nonces.count());
                relayed.proofs += update.proof.encoded_size() as u64;
            }
        }
        Ok(Route { submissions: of(after, from, to).since(&before), relayed })
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
