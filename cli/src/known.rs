//! Who is who on shards that learn it from the hub: what the directory there says.

use clap::Args;
use icn_primitives::{
    ledger::{LedgerAccount, Treasury},
    CooperativeId, Did,
};
use serde_json::Value as Json;

use crate::{
    chain::Chain,
    commands::coop,
    context::Context,
    encoding,
    failure::{Failure, Result},
    money,
};

/// Somebody who trades or keeps files: a person, or a cooperative by its own DID.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Party {
    /// Whoever has this DID.
    Did(Did),
    /// The cooperative with this number.
    Cooperative(CooperativeId),
}

/// For whom somebody acts.
#[derive(Args, Clone, Debug, Default)]
pub struct Acting {
    /// As a member of which cooperative; of your home if it isn't given.
    #[arg(long = "in", value_name = "NUMBER", value_parser = coop::id)]
    member_of: Option<CooperativeId>,
    /// For this cooperative itself, as its steward.
    #[arg(
        long,
        value_name = "NUMBER",
        value_parser = coop::id,
        conflicts_with = "member_of"
    )]
    on_behalf_of: Option<CooperativeId>,
}

impl Acting {
    /// Who acts then, and in which cooperative.
    pub async fn party(&self, context: &Context, chain: &Chain) -> Result<(Did, CooperativeId)> {
        match self.on_behalf_of {
            Some(id) => Ok((organisation(chain, id).await?, id)),
            None => Ok((
                person(context, chain).await?,
                member_of(context, chain, self.member_of, None).await?,
            )),
        }
    }
}

/// A party: a DID, or `coop:N` for a cooperative itself.
pub fn party(text: &str) -> std::result::Result<Party, String> {
    match money::account(text) {
        Ok(LedgerAccount::Person(did)) => Ok(Party::Did(did)),
        Ok(LedgerAccount::Treasury(Treasury::Cooperative(id))) => Ok(Party::Cooperative(id)),
        _ => Err("this is a DID, or coop:N for a cooperative itself".into()),
    }
}

impl Party {
    /// Its DID.
    pub async fn did(self, chain: &Chain) -> Result<Did> {
        match self {
            Self::Did(did) => Ok(did),
            Self::Cooperative(id) => organisation(chain, id).await,
        }
    }

    /// The DID of `named`, or of whoever signs.
    pub async fn or_signer(named: Option<Self>, context: &Context, chain: &Chain) -> Result<Did> {
        match named {
            Some(party) => party.did(chain).await,
            None => person(context, chain).await,
        }
    }
}

/// The DID of whoever signs, as this shard knows it; the one that the key gives if it doesn't.
pub async fn person(context: &Context, chain: &Chain) -> Result<Did> {
    let signer = context.signer()?;
    let keys = vec![encoding::account(&signer.account())];
    match chain.storage("Directory", "AccountOwner", keys).await? {
        Some(known) => did_in(&known),
        None => Ok(signer.did()),
    }
}

/// The DID of a cooperative.
pub async fn organisation(chain: &Chain, id: CooperativeId) -> Result<Did> {
    let keys = vec![encoding::cooperative(id)];
    let known = chain.storage("Directory", "Cooperatives", keys).await?;
    let known = known.ok_or_else(|| {
        Failure::refused(format!(
            "this shard knows no cooperative {id}: the hub tells it of new ones within minutes"
        ))
    })?;
    did_in(&known["did"])
}

fn did_in(json: &Json) -> Result<Did> {
    let text = json.as_str().unwrap_or_default();
    text.parse().map_err(|why| Failure::refused(format!("the chain says \"{text}\": {why}")))
}

/// The cooperatives of which `did` is an active member; the first is the home.
pub async fn memberships(chain: &Chain, did: &Did) -> Result<Vec<CooperativeId>> {
    let person = chain.storage("Directory", "People", vec![encoding::did(did)]).await?;
    Ok(person.as_ref().map(active_in).unwrap_or_default())
}

fn active_in(person: &Json) -> Vec<CooperativeId> {
    let all = person["memberships"].as_array().into_iter().flatten();
    let active = all.filter(|one| one["status"] == "Active");
    active
        .filter_map(|one| Some(CooperativeId(one["cooperative"].as_u64()?.try_into().ok()?)))
        .collect()
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
    let did = person(context, chain).await?;
    let mut all = memberships(chain, &did).await?.into_iter();
    all.find(|id| body.is_none_or(|body| body.contains(id))).ok_or_else(|| {
        Failure::refused(format!(
            "this shard knows of no cooperative of which {did} is an active member and that takes part in this: name one with --in"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_party_is_a_did_or_a_cooperative() {
        let did = "did:icn:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
        assert_eq!(party(did), Ok(Party::Did(did.parse().unwrap())));
        assert_eq!(party("coop:3"), Ok(Party::Cooperative(CooperativeId(3))));
        for bad in ["federation", "3", "coop:"] {
            assert!(party(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_active_memberships_count() {
        let person = json!({ "memberships": [
            { "cooperative": 3, "status": "Suspended" },
            { "cooperative": 1, "status": "Active" },
        ] });
        assert_eq!(active_in(&person), [CooperativeId(1)]);
        assert!(active_in(&json!(null)).is_empty());
    }
}
