//! The chain and the node.

use clap::Args;
use serde_json::{json, Value as Json};

use crate::{
    chain::{At, Block, Chain},
    context::Context,
    failure::Result,
    parse::to_hex,
    report::{fields, moment, word, Report},
};

/// The chain and the node.
#[derive(Args, Debug)]
pub struct Command {}

/// Runs `command`.
pub async fn run(_: Command, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    let name: String = chain.request("system_chain", &[]).await?;
    let version: String = chain.request("system_version", &[]).await?;
    let health: Json = chain.request("system_health", &[]).await?;
    let best = chain.at(At::Best).await?;
    let finalized = chain.at(At::Finalized).await?;
    let (best_time, final_time) = (time(&chain, &best).await?, time(&chain, &finalized).await?);
    let lag = best_time.zip(final_time).map(|(best, finalized)| best.saturating_sub(finalized));
    let seats = chain.api("SeatsApi", "seats", Vec::new()).await?;
    let seats = seats.as_array().cloned().unwrap_or_default();
    let active = seats.iter().filter(|seat| seat["active"] == true).count();
    let lag_blocks = best.block_number().saturating_sub(finalized.block_number());
    let json = json!({
        "chain": name,
        "genesis": format!("{:?}", chain.genesis()),
        "specVersion": best.spec_version(),
        "nodeVersion": version,
        "best": block_json(&best, best_time),
        "finalized": block_json(&finalized, final_time),
        "lag": { "blocks": lag_blocks, "milliseconds": lag },
        "peers": health["peers"],
        "syncing": health["isSyncing"],
        "seats": { "total": seats.len(), "active": active },
    });
    let block = |name: &str| {
        let block = &json[name];
        format!("{}  {}  {}", block["number"], moment(&block["time"]), word(&block["hash"]))
    };
    let lag = lag.map_or_else(|| "–".into(), |lag| format!("{lag} ms"));
    let text = fields(&[
        ("chain", format!("{name} ({})", word(&json["genesis"]))),
        ("runtime", format!("icn {}", best.spec_version())),
        ("node", version),
        ("best", block("best")),
        ("finalized", block("finalized")),
        ("lag", format!("{lag_blocks} blocks, {lag}")),
        ("peers", word(&json["peers"])),
        ("syncing", word(&json["syncing"])),
        ("seats", format!("{active} of {} take part", seats.len())),
    ]);
    Ok(Report::new(json, text))
}

/// The chain's time in `block`; the genesis block has none.
async fn time(chain: &Chain, block: &Block) -> Result<Option<u64>> {
    let now = chain.storage_at(block, "Timestamp", "Now", Vec::new()).await?;
    Ok(now.as_ref().and_then(Json::as_u64).filter(|now| *now > 0))
}

fn block_json(block: &Block, time: Option<u64>) -> Json {
    json!({
        "number": block.block_number(),
        "hash": to_hex(block.block_hash().as_ref()),
        "time": time,
    })
}
