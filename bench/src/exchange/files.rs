//! Files put and got through a member's own node with the `icn` command line, beside plain copies
//! and `sha256sum` of the same file, and what is held in memory for it.

use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{ensure, Context, Result};
use icn_primitives::{
    storage::{key_payload, AnchorId, Commitment, CommitmentId},
    CooperativeId,
};
use icn_runtime::RuntimeCall;
use icn_tests::{
    federation::cli_program,
    people::{hex, Person},
    wait,
};
use serde_json::Value;
use tokio::process::Command;

use super::{
    challenges::{Noise, MB},
    market::Market,
};
use crate::{measure, signing::Member, table};

/// How long replicas may take.
const PATIENCE: Duration = Duration::from_secs(600);
/// How often a program's memory is looked at.
const LOOK: Duration = Duration::from_millis(20);
/// Validators: the member's own cooperative, and three that keep replicas.
const VALIDATORS: usize = 4;
/// Members of each cooperative; one puts the file.
const MEMBERS: u32 = 2;
/// Bytes that each provider offers.
const CAPACITY: u64 = 1 << 36;

/// What was done with the file.
struct Row {
    name: String,
    took: Duration,
    /// The most that the program had in memory, in bytes.
    program: Option<u64>,
    /// The most that the node had which it spoke to, since that began.
    node: Option<u64>,
}

/// Measures and prints it.
pub async fn run(megabytes: u64) -> Result<()> {
    let length = megabytes * MB;
    let market = Market::start_with(VALIDATORS, MEMBERS, |federation| {
        // All but the first keep replicas of what is anchored.
        for node in federation.nodes.iter_mut().skip(1) {
            node.argue(&["--blob-commit"]);
        }
    });
    let market = market.await?;
    for number in 1..VALIDATORS {
        becomes_provider(&market, CooperativeId(u32::try_from(number)?)).await?;
    }
    let place = tempfile::tempdir()?;
    let file = place.path().join("file");
    std::io::copy(&mut Noise::of(length), &mut std::fs::File::create(&file)?)?;

    let mut rows = Vec::new();
    for round in 0..2 {
        // The first finds the file where it was written, the second as all that follows does.
        let plain = plain(&file, place.path()).await?;
        if round == 1 {
            rows.extend(plain);
        }
    }
    rows.extend(put_and_get(&market, &file, place.path()).await?);
    println!("\nA file of {megabytes} MB through a node of {VALIDATORS}, on one disk\n");
    let rows: Vec<_> = rows.iter().map(|row| row.cells(length)).collect();
    table::print(&["", "took", "MB/s", "program, peak MB", "node, peak MB"], &rows);
    Ok(())
}

impl Row {
    fn cells(&self, length: u64) -> Vec<String> {
        let megabytes =
            |bytes: Option<u64>| bytes.map_or_else(|| "–".into(), |bytes| (bytes / MB).to_string());
        vec![
            self.name.clone(),
            format!("{:.2} s", self.took.as_secs_f64()),
            format!("{:.0}", length as f64 / MB as f64 / self.took.as_secs_f64()),
            megabytes(self.program),
            megabytes(self.node),
        ]
    }
}

/// What programs take that do nothing but copy the file, or hash it.
async fn plain(file: &Path, place: &Path) -> Result<Vec<Row>> {
    let (from, copy) = (text(file)?, place.join("copy"));
    let to = text(&copy)?;
    let (input, output) = (format!("if={from}"), format!("of={to}"));
    let mut rows = Vec::new();
    for (name, program, arguments) in [
        ("cp", "cp", vec![from, to]),
        ("cp, until it is on the disk", "dd", vec![&input, &output, "bs=1M", "conv=fsync"]),
        ("sha256sum", "sha256sum", vec![from]),
    ] {
        let (took, peak, _) = timed(Command::new(program).args(arguments)).await?;
        rows.push(Row { name: name.into(), took, program: Some(peak), node: None });
    }
    std::fs::remove_file(copy)?;
    Ok(rows)
}

/// A steward registers the cooperative as a provider, whose node gets the key.
async fn becomes_provider(market: &Market, provider: CooperativeId) -> Result<()> {
    let shard = &market.storage;
    let node = market.nodes().get(provider.0 as usize).context("no such node")?;
    let key = Person::named(&format!("provider {}", provider.0))?;
    let rpc = node.rpc_of(&shard.name)?;
    let public = hex(key.account().as_ref());
    rpc.ask("author_insertKey", &["icns".into(), key.uri.clone().into(), public.into()]).await?;
    let proof = key.sign(&key_payload(&shard.genesis, provider, &key.key()));
    let (capacity, key) = (CAPACITY, key.key());
    let register = pallet_storage::Call::register_provider { provider, capacity, key, proof };
    let mut steward = market.steward(provider)?;
    let transaction = steward.sign(RuntimeCall::Storage(register), shard.genesis);
    shard.send(&transaction).await.map(drop)
}

/// The file goes to the member's node, to three others, and back.
async fn put_and_get(market: &Market, file: &Path, place: &Path) -> Result<Vec<Row>> {
    let members = market.members()?;
    let member = members.first().and_then(|members| members.first()).context("no member")?;
    let path = text(file)?;
    let mut rows = Vec::new();
    let put = ["storage", "put", path, "--no-anchor"];
    let (row, sent) = icn(market, 0, Some(member), "icn storage put", &put).await?;
    let root = sent["content"]["content_root"].as_str().context("no content root")?.to_owned();
    rows.push(row);

    let anchor = ["storage", "put", path, "--replicas", "3"];
    let name = "again: hashed, nothing to send, anchored";
    let (row, anchored) = icn(market, 0, Some(member), name, &anchor).await?;
    ensure!(anchored["chunksSent"] == 0, "it was sent again: {anchored}");
    let anchor = AnchorId(anchored["anchor"].as_u64().context("no anchor")?);
    rows.push(row);
    rows.push(replicated(market, anchor).await?);

    let out = place.join("out");
    for (node, name) in [(0, "icn storage get"), (1, "icn storage get, from another's node")] {
        let get = ["storage", "get", &root, "--out", text(&out)?];
        let (row, _) = icn(market, node, None, name, &get).await?;
        rows.push(row);
        timed(Command::new("cmp").args([file, &out])).await.context("another file came back")?;
        std::fs::remove_file(&out)?;
    }
    Ok(rows)
}

/// Waits until three providers have fetched the file from others, checked it, and committed.
async fn replicated(market: &Market, anchor: AnchorId) -> Result<Row> {
    let others = market.nodes().get(1..).unwrap_or_default();
    let processes: Vec<u32> = others.iter().filter_map(|node| node.process_id()).collect();
    for process in &processes {
        measure::forget_peak(*process)?;
    }
    let (client, start) = (&market.storage.client, Instant::now());
    wait::until("three providers keep it", PATIENCE, || async {
        let kept: Vec<(CommitmentId, Commitment)> =
            measure::runtime(client, "StorageApi_replicas", &anchor, None).await?;
        Ok((kept.len() == processes.len()).then_some(()))
    })
    .await?;
    let peaks = processes.iter().map(|process| measure::peak_memory(*process));
    let peaks = peaks.collect::<Result<Vec<_>>>()?;
    Ok(Row {
        name: "three replicas, fetched and committed".into(),
        took: start.elapsed(),
        program: None,
        node: peaks.into_iter().max(),
    })
}

/// Runs `icn` at a node of the storage shard: how it went, and its answer.
async fn icn(
    market: &Market,
    node: usize,
    signer: Option<&Member>,
    name: &str,
    arguments: &[&str],
) -> Result<(Row, Value)> {
    let node = market.nodes().get(node).context("no such node")?;
    let process = node.process_id().context("not running")?;
    let mut command = Command::new(cli_program()?);
    command.args(["--json", "--url", &node.url_of(&market.storage.name)?]).args(arguments);
    if let Some(signer) = signer {
        command.args(["--seed", &signer.person().uri]);
    }
    measure::forget_peak(process)?;
    let (took, peak, answer) = timed(&mut command).await?;
    let node = Some(measure::peak_memory(process)?);
    let row = Row { name: name.into(), took, program: Some(peak), node };
    Ok((row, serde_json::from_str(answer.trim())?))
}

/// Runs a program that has to succeed: how long it took, the most that it had in memory, and what it
/// said.
async fn timed(command: &mut Command) -> Result<(Duration, u64, String)> {
    let start = Instant::now();
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = child.kill_on_drop(true).spawn()?;
    let process = child.id().context("it ended at once")?;
    let output = child.wait_with_output();
    tokio::pin!(output);
    let mut peak = 0;
    let output = loop {
        tokio::select! {
            output = &mut output => break output?,
            _ = tokio::time::sleep(LOOK) => {
                // It may have ended meanwhile.
                peak = measure::peak_memory(process).unwrap_or_default().max(peak);
            }
        }
    };
    let took = start.elapsed();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let failed = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?}: {said}{failed}");
    Ok((took, peak, said))
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().context("a path that is no text")
}
