//! Validator seats: keys that change, and a cooperative that joins.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{ensure, Context, Result};
use futures::FutureExt;
use icn_primitives::{
    membership::{Domain, LegalName, Rules},
    seat::{SeatStatus, SeatView, SuspensionReason},
    statement::Signed,
    CooperativeId, Header, ShardId, SigningKey, HOUR,
};
use icn_tests::{
    chain::{Call, Chain},
    cli::Cli,
    federation::{Federation, Plan, FEDERATION},
    node::{Node, SessionKeys},
    people::{hex, Person},
    wait,
};
use jsonrpsee::{
    core::client::{Subscription, SubscriptionClientT},
    rpc_params,
    ws_client::{WsClient, WsClientBuilder},
};
use polkadot_sdk::sp_runtime::traits::Header as _;

const LIMIT: Duration = Duration::from_secs(180);
/// As short as sessions may be.
const SESSION: i64 = 5;

#[tokio::test]
async fn rotated_session_keys_hold_from_the_session_after_next() -> Result<()> {
    let plan = Plan { cooperatives: 4, session_length: Some(SESSION), ..Plan::default() };
    let federation = Federation::start_as(plan).await?;
    federation.nodes[1].finalizes(2, LIMIT).await?;
    let chain = federation.nodes[1].chain().await?;
    let before = authorities(&chain).await?;

    let operator = &federation.cooperatives[1].operator;
    let keys = set_keys(&federation, &chain, &federation.nodes[1], operator).await?;
    ensure!(!before.contains(&keys.aura()), "the new key is new");
    let after = wait::until("the new key makes blocks", LIMIT, || async {
        let now = authorities(&chain).await?;
        Ok(now.contains(&keys.aura()).then_some(now))
    })
    .await?;
    ensure!(after.len() == 4 && after.iter().filter(|key| !before.contains(key)).count() == 1);

    // Blocks go on with it, everybody's in turn: a whole session and its finality.
    let made = seat(&chain, CooperativeId(1)).await?.seat.blocks;
    wait::until("the seat makes blocks with its new keys", LIMIT, || async {
        Ok((seat(&chain, CooperativeId(1)).await?.seat.blocks > made + 1).then_some(()))
    })
    .await?;
    let best = federation.nodes[0].rpc()?.best().await?;
    federation.nodes[0].finalizes(best + SESSION as u32, LIMIT).await?;
    Ok(())
}

#[tokio::test]
async fn a_fifth_cooperative_joins_and_makes_blocks() -> Result<()> {
    let plan = Plan { cooperatives: 4, session_length: Some(SESSION), ..Plan::default() };
    let federation = Federation::start_as(plan).await?;
    federation.nodes[0].finalizes(2, LIMIT).await?;
    let chain = federation.nodes[0].chain().await?;
    let fifth = CooperativeId(4);
    let (organisation, steward) = (Person::named("fifth")?, Person::named("fifth's steward")?);

    put_forward(&federation, &chain, fifth, &organisation, &steward).await?;
    federation.decide(&chain, Call::new("Cooperatives", "admit", fifth)).await?;

    let addresses = federation.addresses().await?;
    let mut joining = federation.further_node("fifth", &addresses, &["--validator"]).await?;
    federation.list_node(&chain, fifth, &joining.peer_id).await?;
    joining.node.restart().await?;
    let here = federation.nodes[0].rpc()?.finalized().await?;
    joining.node.finalizes(here, LIMIT).await?;

    set_keys(&federation, &chain, &joining.node, &organisation).await?;
    wait::until("the fifth seat makes blocks", LIMIT, || async {
        let seat = seat(&chain, fifth).await?;
        Ok((seat.active && seat.seat.blocks > 0).then_some(()))
    })
    .await?;
    ensure!(authorities(&chain).await?.len() == 5);
    let best = joining.node.rpc()?.best().await?;
    joining.node.finalizes(best + 2, LIMIT).await?;
    Ok(())
}

#[tokio::test]
async fn a_seat_whose_keys_run_twice_is_suspended_and_the_others_go_on() -> Result<()> {
    suspended_for_its_twin(|keystore| Ok(keystore.to_owned())).await
}

/// Only blocks are made twice then: finality doesn't say so.
#[tokio::test]
async fn a_seat_that_makes_two_blocks_in_a_slot_is_suspended() -> Result<()> {
    let place = tempfile::tempdir()?;
    suspended_for_its_twin(|keystore| {
        let (from, to) = (keystore.join(FEDERATION), place.path().join(FEDERATION));
        fs::create_dir(&to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            // Files bear their key's type first, in hexadecimal digits.
            if entry.file_name().to_string_lossy().starts_with(&hex(b"aura")[2..]) {
                fs::copy(entry.path(), to.join(entry.file_name()))?;
            }
        }
        Ok(place.path().to_owned())
    })
    .await
}

/// What an operator must never do: a seat's keys, as `taken` gives them, on a second machine.
async fn suspended_for_its_twin(taken: impl Fn(&Path) -> Result<PathBuf>) -> Result<()> {
    let plan = Plan { cooperatives: 4, session_length: Some(SESSION), ..Plan::default() };
    let federation = Federation::start_as(plan).await?;
    federation.nodes[0].finalizes(2, LIMIT).await?;
    let chain = federation.nodes[0].chain().await?;
    let twice = CooperativeId(3);

    let keystore = taken(&federation.keystore(twice)?)?;
    let keystore = keystore.to_str().context("a path that is no text")?;
    let arguments = ["--validator", "--keystore-path", keystore];
    let addresses = federation.addresses().await?;
    let mut twin = federation.further_node("twin", &addresses, &arguments).await?;
    federation.list_node(&chain, twice, &twin.peer_id).await?;
    let mut imports = Vec::new();
    for node in &federation.nodes[..3] {
        imports.push((node, Imports::of(node).await?));
    }
    twin.node.restart().await?;

    let reason = SuspensionReason::Equivocation;
    wait::until("the seat is suspended for it", LIMIT, || async {
        let status = seat(&chain, twice).await?.seat.status;
        let it_is = matches!(status, SeatStatus::Suspended { reason: r, .. } if r == reason);
        Ok(it_is.then_some(()))
    })
    .await?;
    wait::until("the seat has left", LIMIT, || async {
        Ok((authorities(&chain).await?.len() == 3).then_some(()))
    })
    .await?;
    let best = federation.nodes[0].rpc()?.best().await?;
    let mut forks = 0;
    for (node, imports) in &mut imports {
        node.finalizes(best + 2, LIMIT).await?;
        forks += imports.forks_kept(node, best).await?;
    }
    ensure!(forks > 0, "two blocks in a slot are a fork, and no node imported one");
    Ok(())
}

/// The blocks that a node imports, on whichever fork.
struct Imports {
    heads: Subscription<Header>,
    _client: WsClient,
}

impl Imports {
    async fn of(node: &Node) -> Result<Self> {
        let client = WsClientBuilder::default().build(node.url()).await?;
        let (heads, end) = ("chain_subscribeAllHeads", "chain_unsubscribeAllHeads");
        let heads = client.subscribe(heads, rpc_params![], end).await?;
        Ok(Self { heads, _client: client })
    }

    /// How many of them, up to the final block `last`, stand beside the chain. The node still has
    /// each with its transactions, which the pool takes back from there when the chain moves. What held
    /// there is gone soon, which `icn` says.
    async fn forks_kept(&mut self, node: &Node, last: u32) -> Result<usize> {
        let (rpc, icn, mut forks) = (node.rpc()?, Cli::new(&node.url())?, 0);
        while let Some(Some(head)) = self.heads.next().now_or_never() {
            let head = head?;
            let hash = hex(head.hash().as_bytes());
            if *head.number() > last || rpc.hash(*head.number()).await?.as_ref() == Some(&hash) {
                continue;
            }
            let answer = icn.answer_of(None, &["--at", &hash, "coop", "list"]).await?;
            let gone = answer["error"]["name"] == "Block.StateDiscarded";
            let kept = answer["cooperatives"].is_array();
            ensure!(gone || kept, "block {} of a fork answers {answer}", head.number());
            let block = rpc.ask("chain_getBlock", &[hash.into()]).await?;
            let transactions = block["block"]["extrinsics"].as_array().map_or(0, Vec::len);
            ensure!(transactions > 0, "block {} of a fork has lost its body", head.number());
            forks += 1;
        }
        Ok(forks)
    }
}

/// The first founder's steward puts a new cooperative forward.
async fn put_forward(
    federation: &Federation,
    chain: &Chain,
    id: CooperativeId,
    organisation: &Person,
    steward: &Person,
) -> Result<()> {
    let legal_name: LegalName =
        b"Fifth Cooperative".to_vec().try_into().ok().context("a long name")?;
    let domain: Domain = b"fifth.example".to_vec().try_into().ok().context("a long domain")?;
    let proof = organisation.proof(organisation.did(), 0, &chain.genesis())?;
    let stewards: Vec<(SigningKey, Signed)> =
        vec![(steward.key(), steward.consent(id, &chain.genesis())?)];
    let rules = Rules { recovery_stewards: 1, recovery_delay: 24 * HOUR };
    let arguments =
        (CooperativeId(0), legal_name, domain, organisation.key(), proof, stewards, rules);
    let call = Call::new("Cooperatives", "put_forward", arguments);
    let sent = chain.send(&federation.cooperatives[0].steward, &call).await?;
    ensure!(sent.has("Cooperatives.CooperativePutForward"), "{:?}", sent.events);
    Ok(())
}

/// The node makes new session keys, and the operator names them to the chain.
async fn set_keys(
    federation: &Federation,
    chain: &Chain,
    node: &Node,
    operator: &Person,
) -> Result<SessionKeys> {
    let keys = node.new_session_keys(FEDERATION, operator).await?;
    federation.set_keys(chain, operator, &[(ShardId(0), keys.clone())]).await?;
    Ok(keys)
}

async fn authorities(chain: &Chain) -> Result<Vec<[u8; 32]>> {
    chain.read("AuraApi_authorities", ()).await
}

async fn seat(chain: &Chain, cooperative: CooperativeId) -> Result<SeatView> {
    let seats: Vec<SeatView> = chain.read("SeatsApi_seats", ()).await?;
    seats.into_iter().find(|seat| seat.cooperative == cooperative).context("no such seat")
}
