//! Files on their way between a member and a node, of which either is gone in the middle; and who
//! may not send any.

use std::{path::Path, time::Duration};

use anyhow::{ensure, Context, Result};
use icn_primitives::{
    content::{Content, CHUNK},
    CooperativeId,
};
use icn_tests::{
    chain::Call,
    cli::Cli,
    federation::{Federation, Plan, FEDERATION, OTHER_SHARDS},
    people::Person,
    process,
    rpc::Rpc,
    wait,
};
use serde_json::json;

use crate::{shards::is_admitted, storage::text};

/// Generous: what takes seconds on a quiet machine may take minutes on a busy one.
const LIMIT: Duration = Duration::from_secs(240);
const STORAGE: &str = OTHER_SHARDS[1];
const HOME: CooperativeId = CooperativeId(0);
const ELSEWHERE: usize = 1;
/// Chunks of the file: so many that nobody is done with them before it is seen that they have begun.
const CHUNKS: u32 = 192;
/// The last one has not much.
const LENGTH: usize = (CHUNKS as usize - 1) * CHUNK as usize + 4_321;
/// Chunks that are there before somebody is killed, or so many more.
const SOME: u32 = 16;
/// Chunks that a command has on their way at a time.
const IN_FLIGHT: u64 = 4;

#[tokio::test]
async fn a_transfer_goes_on_where_it_was_whoever_was_killed() -> Result<()> {
    let shards = [FEDERATION, STORAGE].map(String::from).into();
    let plan = Plan { cooperatives: 4, shards, ..Plan::default() };
    let mut federation = Federation::start_as(plan).await?;
    federation.nodes[0].finalizes_on(STORAGE, 2, LIMIT).await?;
    let [ada, bo] = [Person::named("ada")?, Person::named("bo")?];
    let hub = federation.nodes[0].chain().await?;
    for who in [&ada, &bo] {
        federation.enrol(&hub, HOME, who, &[]).await?;
    }
    let rpc = federation.nodes[0].rpc_of(STORAGE)?;
    for who in [&ada, &bo] {
        is_admitted(&rpc, who, true).await?;
    }
    let file = federation.directory().join("recordings");
    std::fs::write(&file, bytes())?;

    others_are_refused_by_name(&federation, &ada, &bo, &file).await?;
    let content = has_the_prototypes_hash(&file).await?;
    an_upload_goes_on(&mut federation, &ada, &file, &content).await?;
    a_download_goes_on(&mut federation, &content).await
}

/// Chunks that differ from each other.
fn bytes() -> Vec<u8> {
    (0..LENGTH).map(|at| ((at >> 20) * 31 + at % 251) as u8).collect()
}

/// Who belongs to another cooperative, who is suspended, and who belongs to nobody.
async fn others_are_refused_by_name(
    federation: &Federation,
    ada: &Person,
    bo: &Person,
    file: &Path,
) -> Result<()> {
    let node = |number: usize| Cli::new(&federation.nodes[number].url_of(STORAGE)?);
    let put = ["storage", "put", text(file)?, "--no-anchor"];
    let hub = federation.nodes[0].chain().await?;
    let suspend = Call::new("Cooperatives", "suspend_member", (HOME, bo.did()));
    hub.send(&federation.cooperative(HOME)?.steward, &suspend).await?;
    is_admitted(&federation.nodes[0].rpc_of(STORAGE)?, bo, false).await?;

    let stranger = Person::named("eve")?;
    for (who, number, name) in [
        (ada, ELSEWHERE, "Blob.OtherCooperative"),
        (bo, 0, "Refusal.MemberSuspended"),
        (&stranger, 0, "Refusal.UnknownAccount"),
    ] {
        let refused = node(number)?.refusal(who, &put).await?;
        ensure!(refused.name == name, "{refused:?} instead of {name}");
    }
    Ok(())
}

/// The hash that the prototype gives a file, as any shell works it out.
async fn has_the_prototypes_hash(file: &Path) -> Result<Content> {
    let (shell, path) = (Path::new("/bin/sh"), text(file)?);
    let command = "split --bytes=1M --filter=sha256sum \"$0\" \
                   | cut -c1-64 | tr -d '\\n' | sha256sum | cut -c1-64";
    let arguments = ["-c", command, path].map(String::from);
    let expected = process::output(shell, &arguments, &[], LIMIT).await?;

    // No node is asked: any address will do.
    let said = Cli::new("ws://127.0.0.1:1")?.run(None, &["storage", "hash", path]).await?;
    ensure!(said["s003_hash"] == format!("0x{}", expected.trim()), "{said}, not {expected}");
    let content = Content::of(&std::fs::read(file)?)?;
    ensure!(said["content_root"] == json!(content.content_root), "{said}");
    Ok(content)
}

/// First the command is killed, then the node; the third attempt sends what is missing.
async fn an_upload_goes_on(
    federation: &mut Federation,
    ada: &Person,
    file: &Path,
    content: &Content,
) -> Result<()> {
    let cli = Cli::new(&federation.nodes[0].url_of(STORAGE)?)?;
    let rpc = federation.nodes[0].rpc_of(STORAGE)?;
    let put = ["storage", "put", text(file)?, "--no-anchor"];

    let mut sending = cli.start(Some(ada), &put)?;
    are_there(&rpc, content, SOME).await?;
    sending.kill().await?;
    let first = are_there(&rpc, content, SOME).await?;
    ensure!(first < CHUNKS, "all {CHUNKS} chunks are there");

    let sending = cli.start(Some(ada), &put)?;
    let more = are_there(&rpc, content, first + SOME).await?;
    federation.nodes[0].kill().await?;
    let failed = sending.wait_with_output().await?;
    ensure!(failed.status.code() == Some(3), "{failed:?}");
    ensure!(more < CHUNKS, "all {CHUNKS} chunks are there");

    federation.nodes[0].restart().await?;
    let sent = cli.run(Some(ada), &put).await?["chunksSent"].as_u64().context("how many?")?;
    let missing = u64::from(CHUNKS - more);
    ensure!((1..=missing).contains(&sent), "{sent} chunks were sent, and {missing} were missing");
    let there = rpc.ask("icn_blob", &[json!(content.content_root)]).await?;
    ensure!(there == json!(content), "{there}");
    Ok(())
}

/// Waits until so many chunks of an upload are at the node; how many there are.
async fn are_there(rpc: &Rpc, content: &Content, wanted: u32) -> Result<u32> {
    let root = [json!(content.content_root)];
    wait::closely("chunks are at the node", LIMIT, || async {
        // Refused as long as the upload isn't open: first the node reads what it has of it.
        let state = rpc.ask("icn_blobUploadState", &root).await?;
        let present = state["present"].as_u64().with_context(|| state.to_string())?;
        Ok(Some(present.try_into()?).filter(|present| *present >= wanted))
    })
    .await
}

/// The same with a download.
async fn a_download_goes_on(federation: &mut Federation, content: &Content) -> Result<()> {
    let cli = Cli::new(&federation.nodes[0].url_of(STORAGE)?)?;
    let out = federation.directory().join("received");
    let part = federation.directory().join("received.part");
    let root = format!("{:?}", content.content_root);
    let get = ["storage", "get", &root, "--out", text(&out)?];

    let mut receiving = cli.start(None, &get)?;
    are_here(&part, SOME).await?;
    receiving.kill().await?;
    let first = are_here(&part, SOME).await?;
    ensure!(first < CHUNKS && !out.exists(), "all {CHUNKS} chunks are here");

    let receiving = cli.start(None, &get)?;
    let more = are_here(&part, first + SOME).await?;
    federation.nodes[0].kill().await?;
    let failed = receiving.wait_with_output().await?;
    ensure!(failed.status.code() == Some(3), "{failed:?}");
    ensure!(more < CHUNKS && !out.exists(), "all {CHUNKS} chunks are here");

    federation.nodes[0].restart().await?;
    let received = cli.run(None, &get).await?["chunksReceived"].as_u64().context("how many?")?;
    // What is on its way at a time may be written in another order.
    let missing = u64::from(CHUNKS - more) + IN_FLIGHT;
    ensure!((1..=missing).contains(&received), "{received} chunks of {missing} missing ones came");
    ensure!(std::fs::read(&out)? == bytes(), "it isn't the file");
    Ok(())
}

/// Waits until so many chunks of a download are here, gaps among them included; how many there are.
async fn are_here(part: &Path, wanted: u32) -> Result<u32> {
    wait::closely("chunks are here", LIMIT, || async {
        let chunks = std::fs::metadata(part)?.len() / u64::from(CHUNK);
        Ok(Some(chunks.try_into()?).filter(|here| *here >= wanted))
    })
    .await
}
