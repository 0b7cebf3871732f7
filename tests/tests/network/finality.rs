//! Blocks in turn, finality by two thirds, and what happens when validators fail.

use std::time::Duration;

use anyhow::{ensure, Result};
use icn_primitives::CooperativeId;
use icn_tests::{
    chain::Call,
    federation::{Federation, Plan},
    people::hex,
    rpc::BlockNumber,
    wait,
};

/// Generous: what takes seconds on a quiet machine may take a minute on a busy one.
const LIMIT: Duration = Duration::from_secs(120);
/// Enough for votes that were under way to arrive.
const SETTLE: Duration = Duration::from_secs(6);

#[tokio::test]
async fn four_validators_make_blocks_in_turn_and_agree_on_them() -> Result<()> {
    let federation = Federation::start(4).await?;
    for node in &federation.nodes {
        node.finalizes(8, LIMIT).await?;
        ensure!(node.rpc()?.peers().await? == 3, "{} is connected with all others", node.name);
    }
    let mut hashes = Vec::new();
    for node in &federation.nodes {
        hashes.push(node.rpc()?.hash(8).await?);
    }
    ensure!(hashes.iter().all(|hash| hash.is_some() && *hash == hashes[0]), "{hashes:?}");

    // Everybody made some of them.
    let seats = federation.nodes[0].rpc()?.ask("icn_seats", &[]).await?;
    let made: Vec<_> = seats.as_array().into_iter().flatten().map(|seat| &seat["blocks"]).collect();
    ensure!(made.len() == 4 && made.iter().all(|blocks| blocks.as_u64() > Some(0)), "{seats}");
    Ok(())
}

#[tokio::test]
async fn one_of_four_may_fail_and_catches_up_when_it_is_back() -> Result<()> {
    let mut federation = Federation::start(4).await?;
    let before = federation.nodes[0].finalizes(3, LIMIT).await?;
    federation.nodes[3].kill().await?;

    // Three of four are more than two thirds.
    let finalized = federation.nodes[0].finalizes(before + 6, LIMIT).await?;

    federation.nodes[3].restart().await?;
    let caught_up = federation.nodes[3].finalizes(finalized, LIMIT).await?;
    let hash = federation.nodes[3].rpc()?.hash(caught_up).await?;
    ensure!(hash.is_some() && hash == federation.nodes[0].rpc()?.hash(caught_up).await?);
    Ok(())
}

#[tokio::test]
async fn without_two_of_four_blocks_go_on_and_finality_waits_for_them() -> Result<()> {
    let mut federation = Federation::start(4).await?;
    federation.nodes[0].finalizes(3, LIMIT).await?;
    federation.nodes[2].kill().await?;
    federation.nodes[3].kill().await?;
    tokio::time::sleep(SETTLE).await;

    let rpc = federation.nodes[0].rpc()?;
    let (best, finalized): (BlockNumber, BlockNumber) = (rpc.best().await?, rpc.finalized().await?);
    let grown = federation.nodes[0].best_reaches(best + 4, LIMIT).await?;
    ensure!(rpc.finalized().await? == finalized, "two of four finalize nothing");

    federation.nodes[2].restart().await?;
    federation.nodes[3].restart().await?;
    for node in &federation.nodes {
        node.finalizes(grown, LIMIT).await?;
    }
    Ok(())
}

#[tokio::test]
async fn when_two_of_four_never_come_back_the_federation_lets_finality_go_on() -> Result<()> {
    let plan = Plan { cooperatives: 4, session_length: Some(5), ..Plan::default() };
    let mut federation = Federation::start_as(plan).await?;
    federation.nodes[0].finalizes(3, LIMIT).await?;
    federation.nodes[2].kill().await?;
    federation.nodes[3].kill().await?;
    tokio::time::sleep(SETTLE).await;
    let (rpc, other) = (federation.nodes[0].rpc()?, federation.nodes[1].rpc()?);
    let finalized = rpc.finalized().await?.max(other.finalized().await?);

    // Blocks go on, so decisions do; nothing is final that says so.
    let chain = federation.nodes[0].chain().await?;
    let suspend = |seat| Call::new("Seats", "suspend_seat", CooperativeId(seat)).as_decision();
    let goes_on = Call::new("Seats", "note_stalled", (2u32, finalized)).as_decision();
    let decisions = [suspend(2), suspend(3), goes_on];
    for decision in chain.signed_ahead(federation.authority()?, &decisions).await? {
        rpc.ask("author_submitExtrinsic", &[hex(&decision).into()]).await?;
    }
    let authorities = || rpc.read_at_best::<Vec<[u8; 32]>>("AuraApi_authorities", ());
    wait::until("two seats are left", LIMIT, || async {
        Ok((authorities().await?.len() == 2).then_some(()))
    })
    .await?;
    let best = rpc.best().await?;
    ensure!(best > finalized + 5, "all of it happened on blocks that were not final");
    for node in &federation.nodes[..2] {
        node.finalizes(best + 4, LIMIT).await?;
    }
    Ok(())
}

#[tokio::test]
async fn finality_follows_blocks_within_two_of_them() -> Result<()> {
    let federation = Federation::start(4).await?;
    federation.nodes[0].finalizes(3, LIMIT).await?;
    let rpc = federation.nodes[0].rpc()?;
    wait::stays("finality is at most two blocks behind", Duration::from_secs(15), || async {
        Ok(rpc.best().await?.saturating_sub(rpc.finalized().await?) <= 2)
    })
    .await
}
