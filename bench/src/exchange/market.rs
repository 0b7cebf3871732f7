//! A federation whose members every shard knows, and who have something to pay with.

use std::{sync::Arc, time::Duration};

use anyhow::{anyhow, Context, Result};
use icn_primitives::{
    ledger::{Balance, CurrencyId},
    CooperativeId,
};
use icn_runtime::Runtime;
use icn_tests::{
    federation::{Federation, FEDERATION, OTHER_SHARDS},
    node::Node,
};
use jsonrpsee::ws_client::WsClient;
use pallet_ledger::GenesisCurrency;
use polkadot_sdk::frame_support::traits::BuildGenesisConfig;

use crate::{genesis, measure, shards::lanes::Shard, signing::Member, throughput};

/// How long nodes may take until blocks are final.
const START: Duration = Duration::from_secs(180);
/// What each member may owe, in smallest units of the own cooperative's currency.
const CREDIT: Balance = 1_000_000_000;

/// A running federation with a marketplace and a storage shard. Dropping it ends its nodes.
pub struct Market {
    federation: Federation,
    /// The federation shard, through the first node.
    pub hub: Shard,
    /// The marketplace, likewise.
    pub market: Shard,
    /// The storage shard, likewise.
    pub storage: Shard,
    /// How many members of each cooperative there are.
    members: u32,
}

/// The currency in which members of a cooperative pay.
pub fn currency(issuer: CooperativeId) -> Result<CurrencyId> {
    let code = "BENCH".parse().map_err(|error| anyhow!("{error}"))?;
    Ok(CurrencyId { issuer, code, decimals: 2 })
}

/// In the state of the federation shard's genesis: a currency of each of these cooperatives.
fn issue(cooperatives: &[CooperativeId]) -> Result<()> {
    let currencies = cooperatives.iter().map(|issuer| {
        let id = currency(*issuer)?;
        Ok(GenesisCurrency { id, default_limit: CREDIT, limits: Vec::new(), entries: Vec::new() })
    });
    let currencies = currencies.collect::<Result<_>>()?;
    pallet_ledger::GenesisConfig::<Runtime> { currencies, ..Default::default() }.build();
    Ok(())
}

impl Market {
    /// Starts a federation with so many validators, whose cooperatives have `members` each.
    pub async fn start(validators: usize, members: u32) -> Result<Self> {
        Self::start_with(validators, members, |_| ()).await
    }

    /// The same, where `prepare` may change what isn't started yet.
    pub async fn start_with(
        validators: usize,
        members: u32,
        prepare: impl FnOnce(&mut Federation),
    ) -> Result<Self> {
        eprintln!("starting {validators} validator(s) with 3 shards, {members} members each …");
        let plan = throughput::plan(validators).on_all_shards();
        let mut federation = Federation::make(plan).await?;
        prepare(&mut federation);
        let known = throughput::members(validators, members)?;
        genesis::change(&federation.spec, || {
            throughput::enrol_at_genesis(&federation, &known)?;
            let cooperatives = known.iter().filter_map(|members| members.first());
            issue(&cooperatives.map(Member::cooperative).collect::<Vec<_>>())
        })?;
        federation.launch().await?;
        let first = federation.nodes.first().context("no node")?;
        for shard in &first.shards {
            first.finalizes_on(&shard.name, 3, START).await?;
        }
        let [market, storage] = OTHER_SHARDS;
        let (hub, market, storage) = (
            Shard::of(first, FEDERATION).await?,
            Shard::of(first, market).await?,
            Shard::of(first, storage).await?,
        );
        let made = Self { federation, hub, market, storage, members };
        eprintln!("waiting until every shard knows them …");
        for shard in [&made.market, &made.storage] {
            for client in made.clients(shard).await? {
                for last in known.iter().filter_map(|members| members.last()) {
                    throughput::admitted(last, &client).await?;
                }
            }
            made.hub.is_quiet_with(shard).await?;
        }
        Ok(made)
    }

    /// How many validators it has.
    pub fn validators(&self) -> usize {
        self.nodes().len()
    }

    /// Its nodes, one for each cooperative.
    pub fn nodes(&self) -> &[Node] {
        &self.federation.nodes
    }

    /// The members of each cooperative, who have sent nothing yet.
    pub fn members(&self) -> Result<Vec<Vec<Member>>> {
        throughput::members(self.validators(), self.members)
    }

    /// The first steward of a cooperative, who has sent nothing yet.
    pub fn steward(&self, cooperative: CooperativeId) -> Result<Member> {
        let steward = self.federation.cooperative(cooperative)?.steward.clone();
        Ok(Member::known(steward, cooperative))
    }

    /// A client of each node on this shard.
    pub async fn clients(&self, shard: &Shard) -> Result<Vec<Arc<WsClient>>> {
        let mut clients = Vec::new();
        for node in self.nodes() {
            clients.push(Arc::new(measure::connect(node.shard(&shard.name)?.rpc_port).await?));
        }
        Ok(clients)
    }
}
