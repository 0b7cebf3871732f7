//! A running federation through its nodes.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result};
use icn_primitives::{governance::GovernanceRules, Hash};
use icn_tests::{federation::Federation, node::Node, people::hex};
use jsonrpsee::{core::client::ClientT, rpc_params, ws_client::WsClient};

use super::beginning;
use crate::{measure, signing::Member, throughput};

/// How long nodes may take until blocks are final.
const START: Duration = Duration::from_secs(180);

/// A federation whose members can vote from the first block on.
pub struct Network {
    /// Its nodes, one for each cooperative.
    pub federation: Federation,
    /// A client of each node.
    pub clients: Vec<Arc<WsClient>>,
    /// The chain's name.
    pub genesis: Hash,
}

impl Network {
    /// Starts a federation with a cooperative for each group of `members`, and these rules.
    pub async fn start(rules: GovernanceRules, members: &[Vec<Member>]) -> Result<Self> {
        let each = members.first().map_or(0, Vec::len);
        eprintln!("starting {} validator(s), cooperatives of {each} members …", members.len());
        let mut federation = Federation::make(throughput::plan(members.len())).await?;
        beginning::write(&federation, rules, members)?;
        federation.launch().await?;
        let mut network = Self { federation, clients: Vec::new(), genesis: Hash::zero() };
        network.connect().await?;
        network.genesis = network.client()?.request("chain_getBlockHash", rpc_params![0]).await?;
        Ok(network)
    }

    /// Connects to all nodes when blocks become final.
    async fn connect(&mut self) -> Result<()> {
        let first = self.federation.nodes.first().context("no node")?;
        let best = first.rpc()?.best().await?;
        first.finalizes(best + 3, START).await?;
        self.clients.clear();
        for node in &self.federation.nodes {
            self.clients.push(Arc::new(measure::connect(node.rpc_port).await?));
        }
        Ok(())
    }

    /// Stands still for `pause`: no node runs.
    pub async fn pause(&mut self, pause: Duration) -> Result<()> {
        self.clients.clear();
        for node in &mut self.federation.nodes {
            node.stop().await?;
        }
        tokio::time::sleep(pause).await;
        self.federation.launch().await?;
        self.connect().await
    }

    /// Its nodes.
    pub fn nodes(&self) -> &[Node] {
        &self.federation.nodes
    }

    /// The client of the first node.
    pub fn client(&self) -> Result<&Arc<WsClient>> {
        self.clients.first().context("no client")
    }

    /// Hands a member's transaction in through the member's own node. What is there already, or
    /// in a block, is refused: that is no error here.
    pub async fn offer(&self, cooperative: usize, transaction: &[u8]) -> Result<()> {
        let client = self.clients.get(cooperative).context("no such cooperative")?;
        let sent: Result<String, _> =
            client.request("author_submitExtrinsic", rpc_params![hex(transaction)]).await;
        drop(sent);
        Ok(())
    }

    /// Waits until every node has what the first one has.
    pub async fn agree(&self) -> Result<()> {
        let best = self.nodes().first().context("no node")?.rpc()?.best().await?;
        for node in self.nodes() {
            node.finalizes(best, START).await?;
        }
        Ok(())
    }
}
