//! Identity over JSON-RPC and through a client library: resolving, changing, verifying, ending.

use std::time::Duration;

use anyhow::{ensure, Result};
use codec::Encode;
use futures::future::try_join_all;
use icn_primitives::{
    document::{Relationships, Service},
    CooperativeId, Did, PublicKey,
};
use icn_tests::{
    chain::Call,
    cli::Cli,
    federation::Federation,
    people::{hex, Person},
    rpc::Rpc,
};
use serde_json::{json, Value};

const LIMIT: Duration = Duration::from_secs(120);
const HOME: CooperativeId = CooperativeId(0);

#[tokio::test]
async fn a_did_is_made_by_enrolling_changed_by_its_owner_and_ended_for_good() -> Result<()> {
    let federation = Federation::start(4).await?;
    federation.nodes[0].finalizes(2, LIMIT).await?;
    let (rpc, chain) = (federation.nodes[0].rpc()?, federation.nodes[0].chain().await?);
    let (ada, did) = (Person::named("ada")?, Person::named("ada")?.did());

    ensure!(error(&resolve(&rpc, did).await?) == "notFound");
    federation.enrol(&chain, HOME, &ada, &["baking"]).await?;
    let result = resolve(&rpc, did).await?;
    ensure!(result["didDocument"]["id"] == did.to_string(), "{result}");
    ensure!(version(&result) == "1", "{result}");

    // A service of her own, as every node knows once it is final.
    let service = Service {
        id: b"shop".to_vec().try_into().unwrap_or_default(),
        kind: b"LinkedDomains".to_vec().try_into().unwrap_or_default(),
        endpoint: b"https://ada.example/shop".to_vec().try_into().unwrap_or_default(),
    };
    let sent = chain.send(&ada, &Call::new("Did", "put_service", (did, 1u32, service))).await?;
    ensure!(sent.has("Did.ServicePut"), "{:?}", sent.events);
    for node in &federation.nodes {
        node.finalizes(sent.block as u32, LIMIT).await?;
        let result = resolve(&node.rpc()?, did).await?;
        ensure!(
            result["didDocument"]["service"][0]["serviceEndpoint"] == "https://ada.example/shop"
        );
    }

    // Another key takes the place of the first; the name stays.
    let phone = Person::named("ada's phone")?;
    let proof = phone.proof(did, 2, &chain.genesis())?;
    let (old, new) = (PublicKey::from(ada.key()), PublicKey::from(phone.key()));
    chain.send(&ada, &Call::new("Did", "rotate_key", (did, 2u32, old, new, Some(proof)))).await?;
    let result = resolve(&rpc, did).await?;
    ensure!(version(&result) == "3" && result["didDocument"]["id"] == did.to_string(), "{result}");

    let message = b"bread for all";
    ensure!(verifies(&rpc, did, &phone, message).await?);
    ensure!(!verifies(&rpc, did, &ada, message).await?, "the old key counts no more");

    chain.send(&phone, &Call::new("Did", "deactivate", (did, 3u32))).await?;
    let result = resolve(&rpc, did).await?;
    ensure!(result["didDocumentMetadata"]["deactivated"] == true, "{result}");
    ensure!(!verifies(&rpc, did, &phone, message).await?);
    Ok(())
}

#[tokio::test]
async fn a_key_may_be_added_by_whoever_holds_it_alone() -> Result<()> {
    let federation = Federation::start(4).await?;
    federation.nodes[0].finalizes(2, LIMIT).await?;
    let (rpc, chain) = (federation.nodes[0].rpc()?, federation.nodes[0].chain().await?);
    let (ada, phone, mallory) =
        (Person::named("ada")?, Person::named("phone")?, Person::named("mallory")?);
    federation.enrol(&chain, HOME, &ada, &[]).await?;
    let add = |proof| {
        let (key, may) = (PublicKey::from(phone.key()), Relationships::AUTHENTICATION);
        Call::new("Did", "add_method", (ada.did(), 1u32, key, may, Some(proof)))
    };

    let forged = mallory.proof(ada.did(), 1, &chain.genesis())?;
    ensure!(chain.send(&ada, &add(forged)).await.is_err(), "another key's proof was taken");
    chain.send(&ada, &add(phone.proof(ada.did(), 1, &chain.genesis())?)).await?;

    // The phone acts for her now.
    let skills = icn_tests::federation::skills(&["milling"])?;
    chain.send(&phone, &Call::new("Cooperatives", "set_skills", (HOME, skills))).await?;
    ensure!(version(&resolve(&rpc, ada.did()).await?) == "2");
    Ok(())
}

/// They learn the same nonce from the node, and only one of them can have it.
#[tokio::test]
async fn what_one_account_sends_from_several_places_at_once_all_arrives() -> Result<()> {
    let federation = Federation::start(1).await?;
    federation.nodes[0].finalizes(2, LIMIT).await?;
    let (rpc, chain) = (federation.nodes[0].rpc()?, federation.nodes[0].chain().await?);
    let ada = Person::named("ada")?;
    federation.enrol(&chain, HOME, &ada, &[]).await?;

    let icn = Cli::new(&federation.nodes[0].url())?;
    let groups = ["bakers", "millers", "growers"].map(Person::named);
    let groups = groups.into_iter().collect::<Result<Vec<_>>>()?;
    try_join_all(groups.iter().map(|group| async {
        icn.run(Some(&ada), &["did", "create", "--new-seed", &group.uri]).await
    }))
    .await?;
    for group in groups {
        let result = resolve(&rpc, group.did()).await?;
        ensure!(version(&result) == "1", "{result}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_no_did_and_what_needs_no_chain() -> Result<()> {
    let federation = Federation::start(4).await?;
    let rpc = federation.nodes[0].rpc()?;
    let result = rpc.ask("did_resolve", &[json!("did:icn:nonsense")]).await?;
    ensure!(error(&result) == "invalidDid", "{result}");

    let name = format!("did:key:{}", PublicKey::from(Person::named("ada")?.key()));
    let result = rpc.ask("did_resolve", &[json!(name)]).await?;
    ensure!(result["didDocument"]["id"] == name, "{result}");
    Ok(())
}

async fn resolve(rpc: &Rpc, did: Did) -> Result<Value> {
    rpc.ask("did_resolve", &[json!(did.to_string())]).await
}

/// Whether the node says that `message` bears a signature for `did`.
async fn verifies(rpc: &Rpc, did: Did, signer: &Person, message: &[u8]) -> Result<bool> {
    let signature = hex(&signer.sign(message).encode());
    let asked = [json!(did.to_string()), json!(hex(message)), json!(signature)];
    Ok(rpc.ask("did_verify", &asked).await?["verified"] == true)
}

fn error(result: &Value) -> &Value {
    &result["didResolutionMetadata"]["error"]
}

fn version(result: &Value) -> &Value {
    &result["didDocumentMetadata"]["versionId"]
}
