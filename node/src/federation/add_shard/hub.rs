//! What a new shard's genesis needs to know of the running federation, as a node of the federation
//! shard (the hub) tells it, all of it as it stands in one final block.

use anyhow::{bail, ensure, Context, Result};
use codec::{Decode, DecodeAll};
use futures::StreamExt;
use icn_primitives::{
    apis::MAX_PAGE,
    membership::Cooperative,
    seat::SeatView,
    shard::{ShardRole, ShardView},
    BlockNumber, CooperativeId, Hash, Header, ShardId,
};
use icn_runtime::RuntimeGenesisConfig;
use jsonrpsee::rpc_params;
use polkadot_sdk::{
    bp_header_chain::{
        justification::{verify_and_optimize_justification, JustificationVerificationContext},
        AuthoritySet, GrandpaConsensusLogReader,
    },
    sc_chain_spec::ChainType,
    sp_consensus_grandpa::AuthorityList,
    sp_core::{storage::well_known_keys, Bytes},
    sp_io::hashing::twox_128,
};
use serde_json::{json, Value};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};
use tokio::time::timeout;

use crate::{
    federation::genesis::DEVELOPMENT,
    relay::{Endpoint, Justification},
};

/// Most keys that a node gives out in one page.
const MAX_KEYS: u32 = 1_000;
/// How long the hub may take to make its next block final.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes of `Blake2_128` before the key itself in keys of a map.
const BLAKE2_128: usize = 16;

/// The federation as it stands in one final block of the hub.
#[derive(Clone, Debug)]
pub struct Hub {
    /// What people call the federation.
    pub name: String,
    /// Whether it is for development only.
    pub development: bool,
    /// The hub's genesis block.
    pub genesis: Hash,
    /// The number of the block in which all this stands.
    pub block: BlockNumber,
    /// The number of the set that makes the blocks after it final.
    pub set_id: u64,
    /// That set.
    pub authorities: AuthorityList,
    /// The shards that the hub follows.
    pub shards: BTreeSet<ShardId>,
    /// Every cooperative, by domain.
    pub cooperatives: BTreeMap<String, Member>,
    /// Every session key that was ever used on any shard.
    pub used_keys: BTreeSet<Vec<u8>>,
    /// The rules of sessions and turns, as a genesis has them.
    pub seat_parameters: Value,
    /// What quotas are made of, as a genesis has it.
    pub quota_parameters: Value,
    /// The runtime that the hub runs, as WASM.
    pub runtime: Vec<u8>,
}

/// A cooperative of the federation.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its number.
    pub id: CooperativeId,
    /// What the federation knows of it.
    pub cooperative: Cooperative,
    /// Its seat, if it has one.
    pub seat: Option<SeatView>,
}

impl Hub {
    /// Reads it from the node at `endpoint`, which is called `name` in errors, as it stands in final
    /// block `block`; in the last one, if none is given.
    pub async fn read(endpoint: &Endpoint, name: &str, block: Option<BlockNumber>) -> Result<Self> {
        let last = endpoint
            .finalized()
            .await
            .with_context(|| format!("the hub can't be asked: {name} doesn't answer as a node"))?;
        let at = match block {
            None => last,
            Some(block) => final_block(endpoint, block, last.number).await?,
        };
        let hub = At { endpoint, block: at.hash() };
        ensure_hub(&hub, name).await?;
        let (set_id, authorities) = verified_set(&hub, &at).await?;

        let chain: String = endpoint.request("system_chain", rpc_params![]).await?;
        let chain_type: ChainType = endpoint.request("system_chainType", rpc_params![]).await?;
        let shards: Vec<ShardView> = hub.api("ShardsApi_shards", &()).await?;
        // The types of the parameters are those of the fields that they are put into.
        let mut genesis = RuntimeGenesisConfig::default();
        genesis.seats.parameters = hub.stored("Seats", "Parameters").await?;
        genesis.admission.parameters = hub.stored("Admission", "Parameters").await?;
        let runtime = hub.value(well_known_keys::CODE).await?;
        Ok(Self {
            name: chain.strip_suffix(DEVELOPMENT).unwrap_or(&chain).to_owned(),
            development: chain_type == ChainType::Development,
            genesis: block_hash(endpoint, 0).await?,
            block: at.number,
            set_id,
            authorities,
            shards: shards.into_iter().map(|shard| shard.id).collect(),
            cooperatives: cooperatives(&hub).await?,
            used_keys: used_keys(&hub).await?,
            seat_parameters: json!(genesis.seats.parameters),
            quota_parameters: json!(genesis.admission.parameters),
            runtime: runtime.context("the hub's state holds no runtime")?,
        })
    }
}

/// The hub's node, and the block whose state counts.
struct At<'e> {
    endpoint: &'e Endpoint,
    block: Hash,
}

impl At<'_> {
    async fn api<R: Decode>(&self, method: &str, arguments: &impl codec::Encode) -> Result<R> {
        self.endpoint.runtime(method, arguments, Some(self.block)).await
    }

    async fn value(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let key = Bytes(key.to_vec());
        let value: Option<Bytes> =
            self.endpoint.request("state_getStorage", rpc_params![key, self.block]).await?;
        Ok(value.map(|value| value.0))
    }

    /// A value that stands alone in a pallet's storage.
    async fn stored<R: Decode>(&self, pallet: &str, item: &str) -> Result<R> {
        let value = self.value(&prefix(pallet, item)).await?;
        let value = value.with_context(|| format!("the hub's state has no {pallet}.{item}"))?;
        R::decode_all(&mut &value[..])
            .with_context(|| format!("the hub has {pallet}.{item} in another format"))
    }
}

/// Where a pallet keeps something.
pub fn prefix(pallet: &str, item: &str) -> Vec<u8> {
    [twox_128(pallet.as_bytes()), twox_128(item.as_bytes())].concat()
}

async fn block_hash(hub: &Endpoint, block: BlockNumber) -> Result<Hash> {
    let hash: Option<Hash> = hub.request("chain_getBlockHash", rpc_params![block]).await?;
    hash.with_context(|| format!("the hub has no block {block}"))
}

async fn final_block(hub: &Endpoint, block: BlockNumber, last: BlockNumber) -> Result<Header> {
    ensure!(block <= last, "block {block} of the hub isn't final: {last} is the last one that is");
    hub.header(Some(block_hash(hub, block).await?)).await
}

async fn ensure_hub(hub: &At<'_>, name: &str) -> Result<()> {
    let (shard, role): (ShardId, ShardRole) =
        hub.api("ShardsApi_this_shard", &()).await.with_context(|| {
            format!("{name} is no node of a federation: its chain doesn't know of shards")
        })?;
    if role != ShardRole::Federation {
        bail!(
            "{name} is a node of shard {}, whose role is {role:?}; --hub must name the JSON-RPC of \
             the federation shard",
            shard.0
        );
    }
    Ok(())
}

/// The set that makes the blocks after `at` final.
///
/// The votes for `at`, or for a later block of the same set, are checked against the set that the
/// state says was due, and a change of the set against the header, which those votes made final.
async fn verified_set(hub: &At<'_>, at: &Header) -> Result<(u64, AuthorityList)> {
    ensure!(at.number > 0, "the hub has made no block final yet: wait for its first");
    let before = set_after(hub.endpoint, at.parent_hash).await?;
    let after = set_after(hub.endpoint, hub.block).await?;
    let mut votes = votes(hub.endpoint, at.number).await?;
    let target = (votes.commit.target_hash, votes.commit.target_number);
    let set = AuthoritySet::new(before.1.clone(), before.0);
    let context = JustificationVerificationContext::try_from(set)
        .map_err(|error| anyhow::anyhow!("the hub's authorities can't be a set: {error:?}"))?;
    verify_and_optimize_justification(target, &context, &mut votes).map_err(|error| {
        anyhow::anyhow!(
            "the votes for the hub's block {} aren't those of the set {} that its node names: \
             {error:?}",
            target.1,
            before.0,
        )
    })?;
    ensure!(
        target.1 >= at.number && block_hash(hub.endpoint, target.1).await? == target.0,
        "the votes that the hub's node gives for block {} are for another chain",
        at.number
    );
    let named = match GrandpaConsensusLogReader::<BlockNumber>::find_scheduled_change(&at.digest) {
        Some(change) => (before.0.saturating_add(1), change.next_authorities),
        None => before,
    };
    ensure!(
        named == after,
        "after block {} the hub's state names another set than its final headers do",
        at.number
    );
    Ok(after)
}

/// The set that the state of a block says comes after it.
async fn set_after(hub: &Endpoint, block: Hash) -> Result<(u64, AuthorityList)> {
    let gone = || "the hub's node keeps no state of that block: take a newer one, or a gateway";
    let id = hub.runtime("GrandpaApi_current_set_id", &(), Some(block)).await.with_context(gone)?;
    let authorities =
        hub.runtime("GrandpaApi_grandpa_authorities", &(), Some(block)).await.with_context(gone)?;
    Ok((id, authorities))
}

/// Votes for a block at `number` or after it, by the set that made it final.
///
/// A node keeps the votes for the last block of each set, and few others: where `number` is of the
/// present set, the next votes that are counted are as good.
async fn votes(hub: &Endpoint, number: BlockNumber) -> Result<Justification> {
    if let Some(kept) = kept_votes(hub, number).await? {
        return Ok(kept);
    }
    let mut counted = hub.justifications().await?;
    let next = timeout(PATIENCE, async {
        while let Some(votes) = counted.next().await {
            if votes.commit.target_number >= number {
                return Some(votes);
            }
        }
        None
    });
    let next = next.await.ok().flatten().with_context(|| {
        format!(
            "the hub has made no block final for {} s: \"add-shard\" checks who does",
            PATIENCE.as_secs()
        )
    })?;
    // By now another set may have begun, and then the last votes of the one before are kept.
    Ok(kept_votes(hub, number).await?.unwrap_or(next))
}

async fn kept_votes(hub: &Endpoint, number: BlockNumber) -> Result<Option<Justification>> {
    let kept = hub.prove_finality(number).await?;
    Ok(kept.filter(|votes| votes.commit.target_number >= number))
}

async fn cooperatives(hub: &At<'_>) -> Result<BTreeMap<String, Member>> {
    let seats: Vec<SeatView> = hub.api("SeatsApi_seats", &()).await?;
    let mut found = BTreeMap::new();
    let mut from = CooperativeId(0);
    loop {
        let page: Vec<(CooperativeId, Cooperative)> =
            hub.api("CooperativesApi_cooperatives", &(from, MAX_PAGE)).await?;
        let Some((last, _)) = page.last() else { return Ok(found) };
        from = CooperativeId(last.0.saturating_add(1));
        for (id, cooperative) in page {
            let domain = String::from_utf8_lossy(&cooperative.domain).into_owned();
            let seat = seats.iter().find(|seat| seat.cooperative == id).cloned();
            found.insert(domain, Member { id, cooperative, seat });
        }
    }
}

/// The keys of `Seats.KeyUse`, where each key of any shard stands for ever.
async fn used_keys(hub: &At<'_>) -> Result<BTreeSet<Vec<u8>>> {
    let prefix = prefix("Seats", "KeyUse");
    let mut used = BTreeSet::new();
    let mut start: Option<Bytes> = None;
    loop {
        let parameters = rpc_params![Bytes(prefix.clone()), MAX_KEYS, start, hub.block];
        let page: Vec<Bytes> = hub.endpoint.request("state_getKeysPaged", parameters).await?;
        let Some(last) = page.last() else { return Ok(used) };
        start = Some(last.clone());
        for key in page {
            let key = key.get(prefix.len().saturating_add(BLAKE2_128)..).unwrap_or_default();
            let (_kind, key) = <([u8; 4], Vec<u8>)>::decode_all(&mut &key[..])
                .context("the hub has Seats.KeyUse in another format")?;
            used.insert(key);
        }
    }
}
