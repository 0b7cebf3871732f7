//! A file that a member has kept: by several cooperatives, one of whose disks changes it; that is found
//! out by a challenge, put right, and the file is read whole from everywhere.

use std::{
    fs::{self, File, OpenOptions},
    io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use anyhow::{ensure, Context, Result};
use futures::future::try_join_all;
use icn_primitives::content::CHUNK;
use serde_json::Value;

use super::{
    cast::{Actor, Cast, On, LIMIT},
    file::KeptFile,
    number,
};
use crate::{
    blobs,
    devnet::{
        act::{shows, NO_BLOCK},
        assembly::Motion,
    },
    federation::{Federation, OTHER_SHARDS},
    node::Node,
    people::{hex, Person},
    wait,
};

/// What each provider offers.
const CAPACITY: &str = "1GiB";
/// Where a node keeps the key with which it answers challenges.
const KEY_TYPE: &str = "icns";
/// The storage shard's number.
const SHARD: u32 = 2;
/// Challenges every few blocks, so that one comes while one looks on.
const RULES: [&str; 3] = ["challenge_period=16", "answer_window=8", "misses_to_lose=64"];
/// What a node counts of the chunks that it has found damaged, and of those that it has put right.
const DAMAGED: &str = "icn_blob_damaged_chunks_total";
const REPAIRED: &str = "icn_blob_repaired_chunks_total";

/// Lets the founders' nodes promise by themselves to keep what is to be kept, if they are started after
/// this.
pub fn prepare(federation: &mut Federation) {
    for node in &mut federation.nodes {
        node.argue(&["--blob-commit"]);
    }
}

/// What is proposed to the federation, so that challenges come often.
pub fn motion(cast: &Cast) -> Result<Motion<'_>> {
    let steward = cast.of(cast.cooperatives.first().context("nobody is there")?)?;
    let there = format!("{SHARD}={}", steward.url(On::Storage));
    let mut what = vec!["--on-shard", &there, "storage-parameters"];
    what.extend(RULES.iter().flat_map(|rule| ["--set", rule]));
    let all: Vec<_> = (0..cast.cooperatives.len()).collect();
    let title = "Who keeps files shows it every minute";
    Ok(Motion::new(&steward.person, title, &what).voted(&all, "approve"))
}

/// The file on the disk of whoever has it, and on the chain.
pub struct Kept {
    path: PathBuf,
    /// Its content root.
    root: String,
    /// Its anchor's number.
    anchor: String,
}

/// The cooperatives that offer to keep files: as many as are wanted, so that they are the ones that
/// do. The one whose disk is damaged is among them, the owner's is not.
fn providers<'a>(cast: &'a Cast, file: &KeptFile) -> Result<Vec<&'a Actor>> {
    let (own, damaged) = (cast.of(&file.by)?.cooperative, cast.of(&file.damaged_at)?);
    ensure!(damaged.cooperative != own, "the cooperative of {} keeps it for nobody", file.by);
    let others = cast.cooperatives.iter().enumerate();
    let others = others.filter(|(id, _)| ![own, damaged.cooperative].contains(id));
    let others = others.map(|(_, domain)| cast.of(domain));
    [Ok(damaged)].into_iter().chain(others).take(file.replicas as usize).collect()
}

/// As many cooperatives as are wanted offer to keep files.
pub async fn offer(cast: &Cast, federation: &Federation, file: &KeptFile) -> Result<()> {
    let providers = providers(cast, file)?;
    try_join_all(providers.iter().map(|provider| offers(provider, federation))).await?;
    Ok(())
}

/// The owner puts the file, and as many keep it as are wanted. Who promises that is first challenged
/// when the rules say that stand then.
pub async fn keep(cast: &Cast, federation: &Federation, file: &KeptFile) -> Result<Kept> {
    let owner = cast.of(&file.by)?;
    let path = federation.directory().join(&file.name);
    let bytes = file.megabytes.saturating_mul(1_000_000);
    make(&path, bytes).with_context(|| path.display().to_string())?;
    let text = path.to_str().context("a path that is no text")?;
    let replicas = file.replicas.to_string();
    let put = ["storage", "put", text, "--replicas", &replicas];
    let action = format!("{} has {} kept, {} MB", owner.name, file.name, file.megabytes);
    let answer = owner.act_finally(On::Storage, &action, &put).await?;
    let outcome = format!("{} chunks sent", answer["chunksSent"]);
    owner.stage(On::Storage).has_happened(NO_BLOCK, &action, &outcome);
    let root = answer["content"]["content_root"].as_str().context("no content root")?.to_owned();
    let kept = Kept { path, root, anchor: answer["anchor"].to_string() };

    let what = format!("{replicas} cooperatives keep {}", file.name);
    let view = kept.shows(owner, &what, |view| {
        view["replicas"].as_array().is_some_and(|all| all.len() >= file.replicas as usize)
    });
    let view = view.await?;
    let by: Vec<_> = replicas_of(&view).map(|one| one["provider"].to_string()).collect();
    let outcome = format!("cooperatives {}", by.join(", "));
    owner.stage(On::Storage).has_happened(NO_BLOCK, &what, &outcome);
    Ok(kept)
}

/// A cooperative's node gets a key to answer challenges with, and its steward offers room.
async fn offers(provider: &Actor, federation: &Federation) -> Result<()> {
    let node = federation.nodes.get(provider.cooperative).context("it has no node")?;
    let key = Person::from_uri(&format!("//devnet//{}//storage", provider.name))?;
    let public = hex(key.account().as_ref());
    let insert = [KEY_TYPE.into(), key.uri.clone().into(), public.into()];
    node.rpc_of(OTHER_SHARDS[1])?.ask("author_insertKey", &insert).await?;
    let stage = provider.stage(On::Storage);
    let secret = stage.file(&format!("storage-key-{}", provider.name), &key.uri)?;
    let offer = ["storage", "provider", "register", "--capacity", CAPACITY];
    let offer = [&offer[..], &["--node-key-file", &secret]].concat();
    let action = format!("{} offers to keep files", provider.name);
    shows(&provider.act(On::Storage, &action, &offer).await?, &action);
    Ok(())
}

/// Makes a file of so many bytes, no two MiB of it the same.
fn make(path: &Path, bytes: u64) -> Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    // A generator of Lehmer's: quick, and nothing depends on how random it is.
    let mut state: u64 = 88_172_645_463_325_252;
    for _ in 0..bytes.div_ceil(8) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        out.write_all(&state.to_le_bytes())?;
    }
    out.flush()?;
    out.get_ref().set_len(bytes)?;
    Ok(())
}

fn replicas_of(view: &Value) -> impl Iterator<Item = &Value> {
    view["replicas"].as_array().into_iter().flatten()
}

/// How often a provider was asked about the file and has answered.
fn record(view: &Value, provider: &Actor) -> Option<(i128, i128)> {
    let mut all = replicas_of(view);
    let own = all.find(|one| one["provider"] == provider.cooperative)?;
    Some((number(&own["record"]["asked"])?, number(&own["record"]["answered"])?))
}

impl Kept {
    /// Waits until its anchor and replicas are as `condition` says.
    async fn shows(
        &self,
        who: &Actor,
        what: &str,
        condition: impl Fn(&Value) -> bool,
    ) -> Result<Value> {
        who.read_until(On::Storage, what, &["storage", "show", &self.anchor], condition).await
    }

    /// Waits until this provider has answered more challenges about it than it has until now.
    async fn is_answered_for(&self, provider: &Actor) -> Result<()> {
        let what = format!("{} keeps it", provider.name);
        let before = self.shows(provider, &what, |view| record(view, provider).is_some()).await?;
        let (_, before) = record(&before, provider).context("no record")?;
        let what = format!("{} answers a challenge", provider.name);
        let view = self
            .shows(provider, &what, |view| {
                record(view, provider).is_some_and(|(_, answered)| answered > before)
            })
            .await?;
        let (asked, answered) = record(&view, provider).context("no record")?;
        let outcome = format!("{answered} of {asked}");
        provider.stage(On::Storage).has_happened(NO_BLOCK, &what, &outcome);
        Ok(())
    }

    /// Waits until everybody who keeps it has answered a challenge.
    pub async fn is_challenged(&self, cast: &Cast, file: &KeptFile) -> Result<()> {
        let all = providers(cast, file)?;
        try_join_all(all.iter().map(|provider| self.is_answered_for(provider))).await?;
        Ok(())
    }

    /// One byte of each chunk changes on a provider's disk: the next challenge hits it, wherever it
    /// asks. The provider's node finds it out and puts it right with what the others have; the file is
    /// read whole all the time.
    pub async fn is_damaged(
        &self,
        cast: &Cast,
        federation: &Federation,
        file: &KeptFile,
    ) -> Result<()> {
        let provider = cast.of(&file.damaged_at)?;
        let node = federation.nodes.get(provider.cooperative).context("it has no node")?;
        let stage = provider.stage(On::Storage);
        let copy = blobs::path_of(federation, &provider.name, &self.root)?;
        let before = counted(node, DAMAGED).await?;
        let damaged = damage(&copy)?;
        let action = format!("the disk of {} changes {}", provider.name, file.name);
        stage.has_happened(NO_BLOCK, &action, &format!("{damaged} chunks damaged"));
        self.is_read(cast.of(&self.another(cast, file, provider)?)?).await?;

        let (what, damaged) = (format!("{} finds it out", provider.name), damaged as f64);
        let found = wait::until(&what, LIMIT, || async {
            let found = counted(node, DAMAGED).await? - before;
            Ok((found >= damaged).then_some(found))
        })
        .await?;
        stage.has_happened(NO_BLOCK, &what, &format!("{found} chunks, by a challenge"));
        let (what, original) = ("and puts it right with what the others keep", &self.path);
        wait::until(what, LIMIT, || async { Ok(same(original, &copy)?.then_some(())) }).await?;
        let repaired = format!("{} chunks", counted(node, REPAIRED).await?);
        stage.has_happened(NO_BLOCK, what, &repaired);
        self.is_answered_for(provider).await
    }

    /// Another provider than this one.
    fn another(&self, cast: &Cast, file: &KeptFile, than: &Actor) -> Result<String> {
        let all = providers(cast, file)?;
        let other = all.into_iter().find(|provider| provider.name != than.name);
        Ok(other.context("nobody else keeps it")?.name.clone())
    }

    /// Everybody gets it whole, from any provider.
    pub async fn is_read_everywhere(&self, cast: &Cast, file: &KeptFile) -> Result<()> {
        let all = providers(cast, file)?;
        for provider in all {
            self.is_read(provider).await?;
        }
        Ok(())
    }

    /// It is fetched from this provider's node, and every byte is right.
    async fn is_read(&self, provider: &Actor) -> Result<()> {
        let out = self.path.with_extension(&provider.name);
        let text = out.to_str().context("a path that is no text")?;
        provider.read(On::Storage, &["storage", "get", &self.root, "--out", text]).await?;
        ensure!(same(&self.path, &out)?, "{} gives something else", provider.name);
        fs::remove_file(&out)?;
        let action = format!("it is read from {}", provider.name);
        provider.stage(On::Storage).has_happened(NO_BLOCK, &action, "whole");
        Ok(())
    }
}

/// Changes a byte of every chunk; how many those are.
fn damage(copy: &Path) -> Result<u64> {
    let mut file = OpenOptions::new().read(true).write(true).open(copy)?;
    let chunks = file.metadata()?.len().div_ceil(CHUNK.into());
    for chunk in 0..chunks {
        let place = SeekFrom::Start(chunk * u64::from(CHUNK));
        let mut byte = [0];
        file.seek(place)?;
        file.read_exact(&mut byte)?;
        file.seek(place)?;
        file.write_all(&[byte[0] ^ 1])?;
    }
    Ok(chunks)
}

/// Whether two files have the same bytes.
fn same(one: &Path, other: &Path) -> Result<bool> {
    let mut files = [BufReader::new(File::open(one)?), BufReader::new(File::open(other)?)];
    let mut parts = [vec![0; CHUNK as usize], vec![0; CHUNK as usize]];
    if fs::metadata(one)?.len() != fs::metadata(other)?.len() {
        return Ok(false);
    }
    let mut left = fs::metadata(one)?.len();
    while left > 0 {
        let length = usize::try_from(left.min(CHUNK.into()))?;
        for (file, part) in files.iter_mut().zip(&mut parts) {
            file.read_exact(&mut part[..length])?;
        }
        if parts[0][..length] != parts[1][..length] {
            return Ok(false);
        }
        left -= length as u64;
    }
    Ok(true)
}

/// What a node has counted by this name since its start.
async fn counted(node: &Node, name: &str) -> Result<f64> {
    let metrics = node.metrics().await?;
    let values = metrics.lines().filter(|line| line.starts_with(name));
    let values = values.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok());
    Ok(values.sum())
}
