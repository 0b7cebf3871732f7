//! From a transaction's submission to its finality, on an unloaded federation.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use icn_primitives::{CooperativeId, Hash};
use icn_tests::{federation::Federation, people::hex};
use jsonrpsee::{
    core::client::{ClientT, SubscriptionClientT},
    rpc_params,
};
use serde_json::Value;

use crate::{
    measure::{self, Watch},
    signing::{Measured, Member},
    throughput,
};

/// What came out, of as many transactions as were sent one after another.
pub struct Outcome {
    /// From submission to inclusion in a block.
    pub inclusion: Vec<Duration>,
    /// From submission to finality.
    pub finality: Vec<Duration>,
    /// From a block's import to its finality.
    pub lags: Vec<Duration>,
}

/// Sends `transactions` one after another through the first of `validators` nodes.
pub async fn run(validators: usize, transactions: u32) -> Result<Outcome> {
    let federation = Federation::start_as(throughput::plan(validators)).await?;
    let first = federation.nodes.first().context("no node")?;
    first.finalizes(3, Duration::from_secs(120)).await?;
    let client = measure::connect(first.rpc_port).await?;
    let genesis: Hash = client.request("chain_getBlockHash", rpc_params![0]).await?;
    let steward = federation.cooperatives.first().context("no cooperative")?.steward.clone();
    let mut member = Member::known(steward, CooperativeId(0));
    let watch = Watch::start(first.rpc_port).await?;
    let mut outcome = Outcome { inclusion: vec![], finality: vec![], lags: vec![] };
    for number in 0..transactions {
        let transaction = hex(&member.sign_next(Measured::Did, genesis));
        let start = Instant::now();
        let mut status = client
            .subscribe::<Value, _>(
                "author_submitAndWatchExtrinsic",
                rpc_params![transaction],
                "author_unwatchExtrinsic",
            )
            .await?;
        loop {
            let update = status.next().await.context("the subscription ended")??;
            if update.get("inBlock").is_some() {
                outcome.inclusion.push(start.elapsed());
            } else if update.get("finalized").is_some() {
                outcome.finality.push(start.elapsed());
                break;
            }
        }
        tokio::time::sleep(measure::pause(number)).await;
    }
    outcome.lags = watch.seen(|seen| seen.lags(1..=u32::MAX));
    federation.stop().await?;
    Ok(outcome)
}
