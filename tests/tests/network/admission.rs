//! Who may write, seen from outside: what a refused transaction gets to hear, and that it changes
//! nothing.

use std::time::Duration;

use anyhow::{ensure, Context, Result};
use icn_primitives::{CooperativeId, Refusal};
use icn_tests::{
    chain::{Call, Chain},
    federation::Federation,
    people::{hex, Person},
    rpc::Rpc,
};
use serde_json::json;

const LIMIT: Duration = Duration::from_secs(120);
const HOME: CooperativeId = CooperativeId(0);

#[tokio::test]
async fn an_outsider_is_refused_with_a_number_and_a_sentence() -> Result<()> {
    let federation = Federation::start(4).await?;
    federation.nodes[0].finalizes(2, LIMIT).await?;
    let (rpc, chain) = (federation.nodes[0].rpc()?, federation.nodes[0].chain().await?);
    let outsider = Person::named("outsider")?;

    is_refused(&rpc, &chain, &outsider, Refusal::UnknownAccount).await?;

    // Nothing has changed: no document, and the account has still sent nothing.
    let resolved = rpc.ask("did_resolve", &[outsider.did().to_string().into()]).await?;
    ensure!(resolved["didResolutionMetadata"]["error"] == "notFound", "{resolved}");
    let next = rpc.ask("system_accountNextIndex", &[outsider.address().into()]).await?;
    ensure!(next == 0, "the outsider's next transaction has number {next}");
    Ok(())
}

#[tokio::test]
async fn a_suspended_member_is_refused_until_a_steward_restores_them() -> Result<()> {
    let federation = Federation::start(4).await?;
    federation.nodes[0].finalizes(2, LIMIT).await?;
    let (rpc, chain) = (federation.nodes[0].rpc()?, federation.nodes[0].chain().await?);
    let steward = &federation.cooperatives[0].steward;
    let ada = Person::named("ada")?;
    federation.enrol(&chain, HOME, &ada, &["baking"]).await?;
    chain
        .send(&ada, &Call::new("Cooperatives", "set_skills", (HOME, skills(&["milling"])?)))
        .await?;

    chain.send(steward, &Call::new("Cooperatives", "suspend_member", (HOME, ada.did()))).await?;
    is_refused(&rpc, &chain, &ada, Refusal::MemberSuspended).await?;

    chain.send(steward, &Call::new("Cooperatives", "restore_member", (HOME, ada.did()))).await?;
    chain
        .send(&ada, &Call::new("Cooperatives", "set_skills", (HOME, skills(&["baking"])?)))
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_member_may_not_do_what_is_a_stewards() -> Result<()> {
    let federation = Federation::start(4).await?;
    federation.nodes[0].finalizes(2, LIMIT).await?;
    let (rpc, chain) = (federation.nodes[0].rpc()?, federation.nodes[0].chain().await?);
    let ada = Person::named("ada")?;
    federation.enrol(&chain, HOME, &ada, &[]).await?;

    let call = Call::new("Cooperatives", "suspend_member", (HOME, ada.did()));
    refused(&rpc, &chain, &ada, &call, Refusal::CallNotAllowed).await
}

/// Whether a change of one's own skills is refused for this reason.
async fn is_refused(rpc: &Rpc, chain: &Chain, who: &Person, reason: Refusal) -> Result<()> {
    let call = Call::new("Cooperatives", "set_skills", (HOME, skills(&["baking"])?));
    refused(rpc, chain, who, &call, reason).await
}

/// Whether this call is refused for this reason: with its number by the standard method, with its
/// sentence by the node's own.
pub async fn refused(
    rpc: &Rpc,
    chain: &Chain,
    who: &Person,
    call: &Call,
    reason: Refusal,
) -> Result<()> {
    let transaction = json!(hex(&chain.signed(who, call).await?));
    let standard = rpc
        .refusal("author_submitExtrinsic", std::slice::from_ref(&transaction))
        .await?
        .context("the transaction was taken")?;
    ensure!(standard.code == 1010, "{standard:?}");
    ensure!(standard.message.contains(&format!("Custom error: {}", reason.code())), "{standard:?}");
    let checked = rpc.ask("icn_checkTransaction", &[transaction]).await?;
    ensure!(checked["admitted"] == false, "{checked}");
    ensure!(checked["sentence"] == reason.sentence(), "{checked}");
    Ok(())
}

fn skills(tags: &[&str]) -> Result<icn_primitives::membership::Skills> {
    icn_tests::federation::skills(tags)
}
