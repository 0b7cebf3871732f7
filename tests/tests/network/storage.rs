//! The bytes of anchored files: uploaded by a member, kept by three cooperatives, damaged on one disk
//! and put right, and read whole.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{ensure, Context, Result};
use icn_primitives::{
    content::{Content, CHUNK},
    storage::{AnchorId, Commitment, CommitmentId, StorageParameters},
    CooperativeId, ShardId,
};
use icn_tests::{
    blobs,
    chain::Call,
    cli::Cli,
    federation::{Federation, Plan, OTHER_SHARDS},
    people::Person,
    wait,
};
use serde_json::json;

use crate::shards::is_admitted;

/// Generous: what takes seconds on a quiet machine may take minutes on a busy one.
const LIMIT: Duration = Duration::from_secs(240);
const STORAGE: &str = OTHER_SHARDS[1];
const STORAGE_SHARD: ShardId = ShardId(2);
const HOME: CooperativeId = CooperativeId(0);
/// Who keeps replicas: all but the member's own cooperative.
const PROVIDERS: [u32; 3] = [1, 2, 3];
/// The bytes of the file: some chunks, and a part of one.
const LENGTH: usize = 5 * CHUNK as usize + 1_234;
/// What each of them offers.
const CAPACITY: &str = "1GiB";

#[tokio::test]
async fn a_file_has_three_replicas_answers_for_them_and_survives_a_damaged_disk() -> Result<()> {
    let plan = Plan { cooperatives: 4, ..Plan::default() };
    let mut federation = Federation::make(plan.on_all_shards()).await?;
    for number in PROVIDERS {
        federation.nodes[number as usize].argue(&["--blob-commit"]);
    }
    federation.launch().await?;
    federation.nodes[0].finalizes_on(STORAGE, 2, LIMIT).await?;
    challenges_come_often(&federation).await?;
    let ada = Person::named("ada")?;
    let hub = federation.nodes[0].chain().await?;
    federation.enrol(&hub, HOME, &ada, &["baking"]).await?;
    for number in PROVIDERS {
        becomes_provider(&federation, CooperativeId(number)).await?;
    }

    let anchor = is_uploaded(&federation, &ada).await?;
    has_replicas(&federation, anchor).await?;
    challenges_are_answered(&federation, anchor, 1).await?;
    everybody_sees_it(&federation, &ada, anchor).await?;

    a_damaged_disk_is_put_right(&mut federation).await?;
    challenges_are_answered(&federation, anchor, 1).await?;
    is_read_from_anywhere(&federation).await
}

/// The file.
fn file() -> Vec<u8> {
    (0..LENGTH).map(|at| (at / 1_000 * 31 % 251) as u8).collect()
}

/// Where its bytes are, at a node.
fn data(federation: &Federation, content: &Content, number: usize) -> Result<PathBuf> {
    let domain = &federation.cooperatives[number].domain;
    blobs::path_of(federation, domain, &format!("{:x}", content.content_root))
}

/// Challenges come every few blocks, by a decision of the federation.
async fn challenges_come_often(federation: &Federation) -> Result<()> {
    let node = &federation.nodes[0];
    let parameters = StorageParameters {
        challenge_period: 16,
        answer_window: 8,
        misses_to_lose: 64,
        ..StorageParameters::default()
    };
    let call = Call::new("Storage", "set_parameters", parameters);
    let hub = node.chain().await?;
    hub.send(federation.authority()?, &call.as_decision_on(STORAGE_SHARD, None)).await?;
    let rpc = node.rpc_of(STORAGE)?;
    wait::until("the storage shard has the federation's rules", LIMIT, || async {
        let rules: StorageParameters = rpc.read("StorageApi_storage_parameters", ()).await?;
        Ok((rules == parameters).then_some(()))
    })
    .await
}

/// A steward registers the cooperative, whose node gets the key.
async fn becomes_provider(federation: &Federation, provider: CooperativeId) -> Result<()> {
    let (number, cooperative) = (provider.0 as usize, federation.cooperative(provider)?);
    let (key, node) = (Person::named(&format!("provider {number}"))?, &federation.nodes[number]);
    let rpc = node.rpc_of(STORAGE)?;
    let public = icn_tests::people::hex(key.account().as_ref());
    rpc.ask("author_insertKey", &["icns".into(), key.uri.clone().into(), public.into()]).await?;

    let file = federation.directory().join(format!("provider-{number}"));
    std::fs::write(&file, &key.uri)?;
    is_admitted(&rpc, &cooperative.steward, true).await?;
    let register = ["storage", "provider", "register", "--capacity", CAPACITY];
    let with = [&register[..], &["--node-key-file", text(&file)?]].concat();
    Cli::new(&node.url_of(STORAGE)?)?.run(Some(&cooperative.steward), &with).await.map(drop)
}

/// Ada puts the file at her cooperative's node, and anchors it.
async fn is_uploaded(federation: &Federation, ada: &Person) -> Result<AnchorId> {
    let node = &federation.nodes[0];
    is_admitted(&node.rpc_of(STORAGE)?, ada, true).await?;
    let path = federation.directory().join("recipes");
    std::fs::write(&path, file())?;
    let path = text(&path)?;
    let cli = Cli::new(&node.url_of(STORAGE)?)?;
    let put = cli.run(Some(ada), &["storage", "put", path, "--replicas", "3"]).await?;
    ensure!(put["chunksSent"] == 6, "{put}");
    // Again, nothing is sent and nothing is anchored.
    let again = cli.run(Some(ada), &["storage", "put", path]).await?;
    ensure!(again["chunksSent"] == 0 && again["anchor"] == put["anchor"], "{again}");
    // Another cooperative's node doesn't take it from her.
    let other = Cli::new(&federation.nodes[1].url_of(STORAGE)?)?;
    let refused = other.refusal(ada, &["storage", "put", path, "--no-anchor"]).await?;
    ensure!(refused.name == "Blob.OtherCooperative", "{refused:?}");
    Ok(AnchorId(put["anchor"].as_u64().context("no anchor's number")?))
}

async fn replicas(
    federation: &Federation,
    anchor: AnchorId,
) -> Result<Vec<(CommitmentId, Commitment)>> {
    federation.nodes[0].rpc_of(STORAGE)?.read("StorageApi_replicas", anchor).await
}

/// Three nodes fetch the file and commit to it by themselves.
async fn has_replicas(federation: &Federation, anchor: AnchorId) -> Result<()> {
    wait::until("three cooperatives keep the file", LIMIT, || async {
        Ok((replicas(federation, anchor).await?.len() == 3).then_some(()))
    })
    .await?;
    let content = Content::of(&file())?;
    for number in PROVIDERS {
        let kept = std::fs::read(data(federation, &content, number as usize)?)?;
        ensure!(kept == file(), "cooperative {number} keeps something else");
    }
    Ok(())
}

/// Each of them answers so many challenges more, and misses none.
async fn challenges_are_answered(
    federation: &Federation,
    anchor: AnchorId,
    more: u32,
) -> Result<()> {
    let before = replicas(federation, anchor).await?;
    wait::until("every provider answers challenges", LIMIT, || async {
        let now = replicas(federation, anchor).await?;
        let answered = now.iter().zip(&before).all(|((_, now), (_, before))| {
            now.record.answered >= before.record.answered.saturating_add(more)
        });
        Ok((answered && now.len() == 3).then_some(()))
    })
    .await
}

/// Whoever asks is told who keeps the file, and how they have answered.
async fn everybody_sees_it(federation: &Federation, ada: &Person, anchor: AnchorId) -> Result<()> {
    let cli = Cli::new(&federation.nodes[3].url_of(STORAGE)?)?;
    let number = anchor.0.to_string();
    let shown = cli.run(None, &["storage", "show", &number]).await?;
    ensure!(shown["replicas"].as_array().map(Vec::len) == Some(3), "{shown}");
    let owner = ada.did().to_string();
    let listed = cli.run(None, &["storage", "list", &owner]).await?;
    ensure!(listed["anchors"][0]["id"] == anchor.0, "{listed}");
    let wanting = cli.run(None, &["storage", "list", "--wanting"]).await?;
    ensure!(wanting["anchors"] == json!([]), "{wanting}");
    let providers = cli.run(None, &["storage", "providers"]).await?;
    for (number, provider) in PROVIDERS.iter().zip(0..) {
        let view = &providers["providers"][provider];
        ensure!(view["cooperative"] == *number && view["used"] == LENGTH, "{providers}");
        let asked = ["storage", "commitments", &number.to_string()];
        let commitments = cli.run(None, &asked).await?;
        let record = &commitments["commitments"][0]["record"];
        ensure!(record["answered"].as_u64() >= Some(1), "{commitments}");
        ensure!(record["missed_in_row"] == 0, "{commitments}");
    }
    Ok(())
}

/// A provider is stopped, its disk changes, and after its start it takes the right bytes from others.
async fn a_damaged_disk_is_put_right(federation: &mut Federation) -> Result<()> {
    let content = Content::of(&file())?;
    let path = data(federation, &content, 2)?;
    federation.nodes[2].stop().await?;
    let mut bytes = std::fs::read(&path)?;
    for at in [17, 3 * CHUNK as usize] {
        bytes[at] ^= 1;
    }
    std::fs::write(&path, bytes)?;
    federation.nodes[2].launch()?;
    federation.nodes[2].answers().await?;
    wait::until("the damage is put right", LIMIT, || async {
        Ok((std::fs::read(&path)? == file()).then_some(()))
    })
    .await
}

/// Anybody gets it whole from any provider's node.
async fn is_read_from_anywhere(federation: &Federation) -> Result<()> {
    let root = format!("{:?}", Content::of(&file())?.content_root);
    for number in PROVIDERS {
        let out = federation.directory().join(format!("read-{number}"));
        let cli = Cli::new(&federation.nodes[number as usize].url_of(STORAGE)?)?;
        cli.run(None, &["storage", "get", &root, "--out", text(&out)?]).await?;
        ensure!(std::fs::read(&out)? == file(), "cooperative {number} gave something else");
    }
    Ok(())
}

/// A path as an argument.
pub fn text(path: &Path) -> Result<&str> {
    path.to_str().context("a path that is no text")
}
