//! Clients that we did not write, each a small program in `tests/clients/`: they work unchanged,
//! with nothing but what the node tells them.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{ensure, Context, Result};
use codec::Encode;
use icn_primitives::{document::Service, CooperativeId};
use icn_tests::{
    chain::Call,
    federation::Federation,
    people::{hex, Person},
    ports, process,
};
use serde_json::json;

const LIMIT: Duration = Duration::from_secs(120);
/// Installing may have to fetch; running has to wait for finality several times.
const CLIENT: Duration = Duration::from_secs(300);

#[tokio::test]
async fn polkadot_api_works_unchanged() -> Result<()> {
    over_rpc("papi").await
}

#[tokio::test]
async fn polkadot_js_works_unchanged() -> Result<()> {
    over_rpc("polkadot-js").await
}

#[tokio::test]
async fn smoldot_checks_finality_and_reads_state_through_a_gateway() -> Result<()> {
    let place = installed("smoldot").await?;
    let federation = Federation::start(4).await?;
    federation.nodes[0].finalizes(2, LIMIT).await?;
    let (rpc, chain) = (federation.nodes[0].rpc()?, federation.nodes[0].chain().await?);

    let web_socket = ports::free()?;
    let listen = format!("/ip4/127.0.0.1/tcp/{web_socket}/ws");
    let founders = federation.addresses().await?;
    let arguments = ["--gateway", "--listen-addr", &listen];
    let mut gateway = federation.further_node("gateway", &founders, &arguments).await?;
    federation.list_node(&chain, CooperativeId(0), &gateway.peer_id).await?;
    gateway.node.restart().await?;

    let ada = Person::named("ada")?;
    let enrolled = federation.enrol(&chain, CooperativeId(0), &ada, &[]).await?;
    gateway.node.finalizes(enrolled.block as u32, LIMIT).await?;
    let did = hex(&ada.did().encode());
    let document = rpc.ask("state_call", &[json!("DidApi_did_document"), json!(did)]).await?;
    let call = put_service(&ada)?;
    let variables = [
        ("ICN_SPEC", federation.spec.display().to_string()),
        ("ICN_GATEWAY", format!("{listen}/p2p/{}", gateway.peer_id)),
        ("ICN_STATE_CALL", did),
        ("ICN_STATE_ANSWER", document.as_str().context("no document")?.into()),
        ("ICN_SIGNED", hex(&chain.signed(&ada, &call).await?)),
        ("ICN_REFUSED", hex(&chain.signed(&Person::named("outsider")?, &call).await?)),
    ];
    run(&place, &variables).await
}

/// A client that talks to a node's JSON-RPC.
async fn over_rpc(name: &str) -> Result<()> {
    let place = installed(name).await?;
    let federation = Federation::start(4).await?;
    federation.nodes[0].finalizes(2, LIMIT).await?;
    let chain = federation.nodes[0].chain().await?;
    let ada = Person::named("ada")?;
    federation.enrol(&chain, CooperativeId(0), &ada, &["baking"]).await?;
    let variables = [
        ("ICN_URL", federation.nodes[0].url()),
        ("ICN_MEMBER", ada.uri.clone()),
        ("ICN_MEMBER_DID", ada.did().to_string()),
        ("ICN_OUTSIDER", Person::named("outsider")?.uri),
    ];
    run(&place, &variables).await
}

/// The client's folder, with the packages that its lock file names.
async fn installed(name: &str) -> Result<PathBuf> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join(name);
    let lock = std::fs::read_to_string(place.join("package-lock.json"))?;
    ensure!(!lock.contains("\"resolved\""), "{name}'s lock file names a registry's host");
    let folder = place.to_str().context("a path that is no text")?;
    let install = ["ci", "--prefix", folder, "--prefer-offline", "--no-progress"];
    process::output(Path::new("npm"), &install.map(String::from), &[], CLIENT).await?;
    Ok(place)
}

async fn run(place: &Path, variables: &[(&str, String)]) -> Result<()> {
    let program = place.join("client.mjs").display().to_string();
    let said = process::output(Path::new("node"), &[program], variables, CLIENT).await?;
    print!("{said}");
    Ok(())
}

fn put_service(who: &Person) -> Result<Call> {
    let service = Service {
        id: b"light".to_vec().try_into().ok().context("a long id")?,
        kind: b"LinkedDomains".to_vec().try_into().ok().context("a long type")?,
        endpoint: b"https://light.example".to_vec().try_into().ok().context("a long endpoint")?,
    };
    Ok(Call::new("Did", "put_service", (who.did(), 1u32, service)))
}
