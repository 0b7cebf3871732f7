//! What the shards tell each other: who belongs here, what the federation has decided, and which
//! keys count.

use std::time::Duration;

use anyhow::{ensure, Context, Result};
use icn_primitives::{
    reputation::Score,
    seat::{SeatStatus, SeatView, SuspensionReason},
    shard::{MessageError, MessageNonce, Outcome, ShardView},
    AccountId, CooperativeId, Refusal, ShardId,
};
use icn_tests::{
    chain::{Call, Chain},
    federation::{Federation, Plan, FEDERATION, OTHER_SHARDS},
    node::{Node, SessionKeys},
    people::Person,
    rpc::{BlockNumber, Rpc},
    wait,
};

use crate::admission::refused;

/// Generous: what takes seconds on a quiet machine may take minutes on a busy one.
const LIMIT: Duration = Duration::from_secs(180);
/// As short as sessions may be.
const SESSION: u32 = 5;
/// What blocks, missed turns and equivocations give and take, as the end of the seats' parameters.
pub const POINTS: [Score; 3] = [Score::ZERO; 3];
const HUB: ShardId = ShardId(0);
const MARKETPLACE: ShardId = ShardId(1);
const STORAGE: ShardId = ShardId(2);
const HOME: CooperativeId = CooperativeId(0);

#[tokio::test]
async fn what_the_hub_knows_and_decides_holds_on_every_shard() -> Result<()> {
    let plan = Plan { cooperatives: 4, ..Plan::default() };
    let federation = Federation::start_as(plan.on_all_shards()).await?;
    for name in OTHER_SHARDS {
        federation.nodes[0].finalizes_on(name, 2, LIMIT).await?;
    }
    a_member_of_the_hub_writes_everywhere_until_suspended(&federation).await?;
    decisions_are_carried_out_elsewhere_and_answered(&federation).await
}

async fn a_member_of_the_hub_writes_everywhere_until_suspended(
    federation: &Federation,
) -> Result<()> {
    let node = &federation.nodes[0];
    let (hub, ada) = (node.chain().await?, Person::named("ada")?);
    federation.enrol(&hub, HOME, &ada, &["baking"]).await?;
    for shard in OTHER_SHARDS {
        writes(node, shard, &ada).await?;
    }

    let suspend = Call::new("Cooperatives", "suspend_member", (HOME, ada.did()));
    let suspended = hub.send(&federation.cooperatives[0].steward, &suspend).await?.block;
    for shard in OTHER_SHARDS {
        let (rpc, chain) = (node.rpc_of(shard)?, node.chain_of(shard).await?);
        is_admitted(&rpc, &ada, false).await?;
        refused(&rpc, &chain, &ada, &nothing(), Refusal::MemberSuspended).await?;

        // Whoever asks there is told how fresh that is: by which block of the hub, and its age.
        let view = rpc.ask("icn_shards", &[]).await?;
        let hub = &view["others"][0];
        ensure!(hub["id"] == 0 && hub["known"]["number"].as_u64() >= Some(suspended), "{view}");
        ensure!(hub["ageBlocks"].is_u64() && hub["ageMs"].is_u64(), "{view}");
    }
    Ok(())
}

async fn decisions_are_carried_out_elsewhere_and_answered(federation: &Federation) -> Result<()> {
    let node = &federation.nodes[0];
    let (hub, market) = (node.chain().await?, node.chain_of(OTHER_SHARDS[0]).await?);
    let turns = |limit: u32| Call::new("Seats", "set_parameters", (SESSION, limit, POINTS));
    let impossible = Call::new("Seats", "restore_seat", CooperativeId(99));
    let over = passes_unseen(node, MARKETPLACE, OTHER_SHARDS[0]).await?;
    let decisions = Call::batch(vec![
        turns(301).as_decision_on(MARKETPLACE, None),
        impossible.as_decision_on(MARKETPLACE, None),
        turns(302).as_decision_on(MARKETPLACE, Some(over)),
        turns(303).as_decision_on(MARKETPLACE, None),
    ]);
    let sent = hub.send(federation.authority()?, &decisions).await?.block;

    let outcomes = answers(&hub, sent, 4).await?;
    let there = outcomes.iter().all(|(shard, ..)| *shard == MARKETPLACE);
    ensure!(there, "{outcomes:?}");
    let became: Vec<_> = outcomes.into_iter().map(|(.., outcome)| outcome).collect();
    let failed = Outcome::Failed(MessageError::refused("NotFound"));
    ensure!(
        became == [Outcome::Delivered, failed, Outcome::Expired, Outcome::Delivered],
        "{became:?}"
    );

    // The shard itself says the same: two were carried out, the last of them holds.
    let blocks = 1..=market.finalized().await?;
    let taken: Vec<(ShardId, MessageNonce, Outcome)> =
        market.deposited("Shards.MessageTaken", blocks.clone()).await?;
    let taken: Vec<_> = taken.into_iter().map(|(.., outcome)| outcome).collect();
    ensure!(taken.ends_with(&became), "{taken:?}");
    let received = market.carried_out(blocks).await?;
    ensure!(received.len() == 2, "{received:?}");
    let parameters: (u32, u32, [Score; 3]) = market.stored("Seats", "Parameters").await?;
    ensure!(parameters == (SESSION, 303, POINTS), "{parameters:?}");
    Ok(())
}

#[tokio::test]
async fn keys_and_seats_change_on_all_shards_by_one_act_on_the_hub() -> Result<()> {
    let plan = Plan { cooperatives: 4, session_length: Some(SESSION.into()), ..Plan::default() };
    let federation = Federation::start_as(plan.on_all_shards()).await?;
    federation.nodes[0].finalizes(2, LIMIT).await?;
    let hub = federation.nodes[0].chain().await?;

    // One change in each of three sessions, so that one set comes soon after the other.
    let second = new_keys(&federation, &hub, 1).await?;
    a_session_passes(&federation.nodes[0]).await?;
    let third = new_keys(&federation, &hub, 2).await?;
    a_session_passes(&federation.nodes[0]).await?;
    let fourth = CooperativeId(3);
    federation.decide(&hub, Call::new("Seats", "suspend_seat", fourth)).await?;

    for (number, shard) in shards() {
        let rpc = federation.nodes[0].rpc_of(shard)?;
        let wanted = [&second, &third].map(|keys| keys[number].aura());
        wait::until(&format!("the seats on the shard {shard} are as decided"), LIMIT, || async {
            let authorities: Vec<[u8; 32]> = rpc.read("AuraApi_authorities", ()).await?;
            let changed = wanted.iter().all(|key| authorities.contains(key));
            Ok((changed && authorities.len() == 3).then_some(()))
        })
        .await?;
        let seats: Vec<SeatView> = rpc.read("SeatsApi_seats", ()).await?;
        let seat = seats.into_iter().find(|seat| seat.cooperative == fourth);
        let seat = seat.with_context(|| format!("no fourth seat on the shard {shard}"))?;
        let decided = SuspensionReason::Decision;
        ensure!(
            matches!(seat.seat.status, SeatStatus::Suspended { reason, .. } if reason == decided),
            "{seat:?}"
        );
    }

    // Headers that the new sets have signed are believed on both ends: messages go there, and their
    // answers come back.
    let anything = || Call::new("System", "remark", b"after the change".to_vec());
    let both = [MARKETPLACE, STORAGE].map(|shard| anything().as_decision_on(shard, None));
    let sent = hub.send(federation.authority()?, &Call::batch(both.into())).await?.block;
    let outcomes = answers(&hub, sent, 2).await?;
    ensure!(outcomes.iter().all(|(.., outcome)| *outcome == Outcome::Delivered), "{outcomes:?}");
    for (number, shard) in shards().skip(1) {
        let here = federation.nodes[0].rpc_of(shard)?;
        let there = federation.nodes[0].rpc()?;
        let id = ShardId(number as u32);
        for (shard, rpc, of) in [(shard, here, HUB), (FEDERATION, there, id)] {
            let view: Option<ShardView> = rpc.read("ShardsApi_shard", of).await?;
            let set = view.with_context(|| format!("{shard} doesn't know {of:?}"))?.set_id;
            // Changes that reach a shard in one session are one change there.
            ensure!(set >= 2, "{shard} knows set {set} of {of:?}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn shards_in_processes_of_their_own_reach_the_hub_by_its_rpc() -> Result<()> {
    let plan = Plan { cooperatives: 4, apart: true, ..Plan::default() };
    let federation = Federation::start_as(plan.on_all_shards()).await?;
    let (hub, market) = (running(&federation, FEDERATION)?, running(&federation, OTHER_SHARDS[0])?);
    market.finalizes(2, LIMIT).await?;
    let (chain, ada) = (hub.chain().await?, Person::named("ada")?);
    federation.enrol(&chain, HOME, &ada, &["baking"]).await?;

    let remark = Call::new("System", "remark", b"by way of RPC".to_vec());
    let decision = remark.as_decision_on(MARKETPLACE, None);
    let sent = chain.send(federation.authority()?, &decision).await?.block;
    let outcomes = answers(&chain, sent, 1).await?;
    ensure!(outcomes[0].2 == Outcome::Delivered, "{outcomes:?}");
    writes(market, OTHER_SHARDS[0], &ada).await
}

/// All shards with their numbers.
fn shards() -> impl Iterator<Item = (usize, &'static str)> {
    [FEDERATION].into_iter().chain(OTHER_SHARDS).enumerate()
}

/// The first node that runs this shard.
fn running<'a>(federation: &'a Federation, shard: &str) -> Result<&'a Node> {
    let mut nodes = federation.nodes.iter();
    nodes.find(|node| node.shard(shard).is_ok()).context("nobody runs this shard")
}

/// What every member may send on every shard.
fn nothing() -> Call {
    Call::batch(Vec::new())
}

/// Somebody sends something on a shard, as soon as it has heard of them.
pub async fn writes(node: &Node, shard: &str, who: &Person) -> Result<()> {
    is_admitted(&node.rpc_of(shard)?, who, true).await?;
    let sent = node.chain_of(shard).await?.send(who, &nothing()).await?;
    ensure!(sent.has("Utility.BatchCompleted"), "{:?}", sent.events);
    Ok(())
}

/// Waits until a shard admits somebody, or doesn't any longer.
pub async fn is_admitted(rpc: &Rpc, who: &Person, wanted: bool) -> Result<()> {
    let account: AccountId = who.account();
    wait::until("the shard hears of a member", LIMIT, || async {
        let quota: Result<icn_primitives::admission::QuotaView, u8> =
            rpc.read("AdmissionApi_quota", &account).await?;
        Ok((quota.is_ok() == wanted).then_some(()))
    })
    .await
}

/// Waits until so many decisions have been answered after a block; how.
pub async fn answers(
    hub: &Chain,
    since: u64,
    count: usize,
) -> Result<Vec<(ShardId, MessageNonce, Outcome)>> {
    wait::until("other shards' answers", LIMIT, || async {
        let blocks = since..=hub.finalized().await?;
        let answers: Vec<_> = hub.deposited("Federation.DecisionAnswered", blocks).await?;
        Ok((answers.len() >= count).then_some(answers))
    })
    .await
}

/// A block that a shard has already and the hub hasn't heard of, nor will soon: nothing waits on
/// their lanes. What expires with it is sent in good faith and comes too late.
async fn passes_unseen(node: &Node, id: ShardId, shard: &str) -> Result<BlockNumber> {
    let (hub, spoke) = (node.rpc()?, node.rpc_of(shard)?);
    wait::until("a shard is ahead of what the hub knows", LIMIT, || async {
        let view: Option<ShardView> = hub.read_at_best("ShardsApi_shard", id).await?;
        let view = view.context("the hub doesn't know it")?;
        let known = view.best.map_or(0, |best| best.number);
        let best = spoke.best().await?;
        Ok((view.outbound.waiting() == 0 && best > known).then_some(best))
    })
    .await
}

/// A founder's node makes new keys for all its shards, and its operator names them in one act.
async fn new_keys(
    federation: &Federation,
    hub: &Chain,
    founder: usize,
) -> Result<Vec<SessionKeys>> {
    let operator = &federation.cooperatives[founder].operator;
    let mut all = Vec::new();
    for (number, shard) in shards() {
        let keys = federation.nodes[founder].new_session_keys(shard, operator).await?;
        all.push((ShardId(number as u32), keys));
    }
    federation.set_keys(hub, operator, &all).await?;
    Ok(all.into_iter().map(|(_, keys)| keys).collect())
}

async fn a_session_passes(node: &Node) -> Result<()> {
    let best = node.rpc()?.best().await?;
    node.best_reaches(best + SESSION, LIMIT).await.map(drop)
}
