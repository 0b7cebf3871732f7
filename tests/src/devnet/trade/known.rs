//! What people and cooperatives are known for afterwards.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use futures::future::try_join_all;

use super::{
    cast::{Cast, LIMIT},
    file::{Agreed, AgreementKind, OrderEnd, Trade},
};
use crate::devnet::act::{Stage, NO_BLOCK};

/// How much of a score is shown: it has many digits behind the point.
const DIGITS: usize = 6;

/// Waits until everybody has got, on the federation shard, reputation for each kind of what they did.
pub async fn are_known(cast: &Cast, trade: &Trade, stage: &Stage) -> Result<()> {
    let mut expected: BTreeSet<(&str, &str)> = BTreeSet::new();
    for order in trade.order.iter().filter(|order| order.ends == OrderEnd::Completed) {
        let owner = &trade.listing(&order.listing)?.by;
        expected.extend([&order.by, owner].map(|name| (name.as_str(), "marketplace")));
    }
    for agreement in &trade.agreement {
        let category = match agreement.kind {
            AgreementKind::Resources => "resource_sharing",
            AgreementKind::Investment => "cooperative_growth",
        };
        if matches!(agreement.agreed, Agreed::Jointly | Agreed::Each) {
            expected.extend(agreement.between.iter().map(|name| (name.as_str(), category)));
        }
    }
    let worked = trade.labour.iter().filter(|labour| !labour.declined);
    expected.extend(worked.map(|labour| (labour.by.as_str(), "cooperative_growth")));
    let helped = trade.aid.iter().filter_map(|aid| aid.helper.as_deref());
    expected.extend(helped.map(|helper| (helper, "community_building")));

    try_join_all(expected.iter().map(|(name, category)| async move {
        let did = did(cast, stage, name).await?;
        let what = format!("{name} is known for {category}");
        let show = ["reputation", "show", &did];
        let view = stage
            .read_until(&what, LIMIT, &show, |view| {
                view["events"][*category].as_u64().is_some_and(|events| events > 0)
            })
            .await?;
        if *category == "marketplace" {
            let score = view["scores"][*category].to_string();
            let score: String = score.trim_matches('"').chars().take(DIGITS).collect();
            stage.has_happened(NO_BLOCK, &what, &format!("score {score}"));
        }
        anyhow::Ok(())
    }))
    .await?;
    let outcome = format!("{} scores", expected.len());
    stage.has_happened(
        NO_BLOCK,
        "who has traded, shared, worked or helped is known for it",
        &outcome,
    );
    Ok(())
}

/// The DID of a member or a cooperative.
async fn did(cast: &Cast, stage: &Stage, name: &str) -> Result<String> {
    let actor = cast.of(name)?;
    if !actor.is_cooperative {
        return Ok(actor.party.clone());
    }
    let view = stage.read(&["coop", "show", &actor.cooperative.to_string()]).await?;
    let did = view["did"].as_str().or_else(|| view["cooperative"]["did"].as_str());
    Ok(did.with_context(|| format!("{name} has no DID: {view}"))?.to_owned())
}
