//! Whom a command is about, when it isn't said.

use icn_primitives::{CooperativeId, Did};
use serde_json::Value as Json;

use crate::{
    chain::Chain,
    context::Context,
    encoding,
    failure::{Failure, Result},
};

/// `named`, or the DID of whoever signs: the one that the chain knows the key of, else the one
/// that the key gives.
pub async fn subject(context: &Context, chain: &Chain, named: Option<Did>) -> Result<Did> {
    match named {
        Some(did) => Ok(did),
        None => {
            let signer = context.signer()?;
            Ok(chain.did_of(&signer.account()).await?.unwrap_or_else(|| signer.did()))
        }
    }
}

/// The cooperatives of which `did` is a member now; the first is the home.
pub async fn memberships(chain: &Chain, did: &Did) -> Result<Vec<CooperativeId>> {
    let answer = chain.api("CooperativesApi", "memberships", vec![encoding::did(did)]).await?;
    Ok(answer.as_array().into_iter().flatten().filter_map(|one| number(&one[0])).collect())
}

fn number(json: &Json) -> Option<CooperativeId> {
    json.as_u64().and_then(|id| id.try_into().ok()).map(CooperativeId)
}

/// `named`, or the home of whoever signs.
pub async fn sponsor(
    context: &Context,
    chain: &Chain,
    named: Option<CooperativeId>,
) -> Result<CooperativeId> {
    member_of(context, chain, named, None).await
}

/// `named`, or the first cooperative of whoever signs that is among `body`; all are if it is
/// `None`.
pub async fn member_of(
    context: &Context,
    chain: &Chain,
    named: Option<CooperativeId>,
    body: Option<&[CooperativeId]>,
) -> Result<CooperativeId> {
    if let Some(named) = named {
        return Ok(named);
    }
    let did = subject(context, chain, None).await?;
    let memberships = memberships(chain, &did).await?;
    let among = |id: &CooperativeId| body.is_none_or(|body| body.contains(id));
    memberships.iter().copied().find(among).ok_or_else(|| match memberships.is_empty() {
        true => Failure::refused(format!("{did} is in no cooperative")),
        false => Failure::refused(format!(
            "{did} is in no cooperative that takes part in this: name one with --in"
        )),
    })
}

/// The cooperatives that a body names, as it is decoded; `None`: all that take part.
pub fn cooperatives_of(body: &Json) -> Option<Vec<CooperativeId>> {
    let one = number(&body["Cooperative"]).map(|id| vec![id]);
    one.or_else(|| Some(body["Joint"].as_array()?.iter().filter_map(number).collect()))
}
