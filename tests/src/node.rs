//! One node of a federation.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result};
use codec::Encode;
use serde::Deserialize;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    chain::Chain,
    people::{hex, unhex, Person},
    process::{self, Process},
    rpc::{BlockNumber, Rpc},
    sides, wait,
};

/// How long a node may take until it answers.
const START: Duration = Duration::from_secs(480);

/// Where nodes are, unless they are elsewhere.
const HERE: &str = "127.0.0.1";

/// A shard that a node runs, and where it is reached there.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Shard {
    /// The shard's name.
    pub name: String,
    /// Its port for other nodes.
    pub port: u16,
    /// Its port for clients.
    pub rpc_port: u16,
}

/// Session keys that a node has made for one of its shards.
#[derive(Clone, Debug)]
pub struct SessionKeys {
    /// The public keys, one after the other.
    pub keys: [u8; 64],
    /// Shows to their owner's chain that the node holds them.
    pub proof: Vec<u8>,
}

impl SessionKeys {
    /// The first of them, with which blocks are made.
    pub fn aura(&self) -> [u8; 32] {
        std::array::from_fn(|i| self.keys[i])
    }
}

/// A node: how it is started, and its process while it runs.
pub struct Node {
    /// What people call it.
    pub name: String,
    /// Where clients reach it.
    pub host: String,
    /// The shards that it runs.
    pub shards: Vec<Shard>,
    /// Its first shard's port for other nodes.
    pub port: u16,
    /// Its first shard's port for clients.
    pub rpc_port: u16,
    /// Its port for metrics.
    pub prometheus_port: u16,
    /// Where it writes what it does.
    pub log: PathBuf,
    program: PathBuf,
    arguments: Vec<String>,
    variables: Vec<(String, String)>,
    process: Option<Process>,
}

impl Node {
    /// A node that doesn't run yet.
    pub fn new(
        name: &str,
        shards: Vec<Shard>,
        prometheus_port: u16,
        program: &Path,
        arguments: Vec<String>,
        log: PathBuf,
    ) -> Self {
        let (port, rpc_port) = shards.first().map_or((0, 0), |shard| (shard.port, shard.rpc_port));
        Self {
            name: name.into(),
            host: HERE.into(),
            shards,
            port,
            rpc_port,
            prometheus_port,
            log,
            program: program.into(),
            arguments,
            variables: Vec::new(),
            process: None,
        }
    }

    /// Moves it to the far side of the wire, from where it answers this side's clients.
    pub fn move_to_far_side(&mut self) {
        self.host = sides::WATCHED.into();
        let program = std::mem::replace(&mut self.program, "ip".into());
        let own = std::mem::take(&mut self.arguments);
        self.arguments = ["netns", "exec", sides::FAR_SIDE].map(String::from).into();
        self.arguments.push(program.display().to_string());
        self.arguments.extend(own);
        self.arguments.extend(["--unsafe-rpc-external", "--rpc-cors", "all"].map(String::from));
    }

    /// Gives its program further arguments.
    pub fn argue(&mut self, arguments: &[&str]) {
        self.arguments.extend(arguments.iter().map(|argument| argument.to_string()));
    }

    /// Gives its program a variable.
    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.into(), value.into()));
    }

    /// Starts it, or starts it again, without waiting for it.
    pub fn launch(&mut self) -> Result<()> {
        self.process =
            Some(Process::start(&self.program, &self.arguments, &self.variables, &self.log)?);
        Ok(())
    }

    /// Waits until it answers for every shard that it runs.
    pub async fn answers(&mut self) -> Result<()> {
        let start = std::time::Instant::now();
        for shard in &self.shards {
            let rpc = Rpc::at(&self.host, shard.rpc_port)?;
            let what = format!("{} answers for the shard {}", self.name, shard.name);
            let process = self.process.as_mut().with_context(|| format!("not started: {what}"))?;
            // Not a condition that may become true later: a node that ended stays so.
            while rpc.best().await.is_err() && start.elapsed() < START {
                process.ensure_running().with_context(|| format!("in vain: {what}"))?;
                tokio::time::sleep(Duration::from_millis(250)).await;
            }
            rpc.best().await.map(drop).with_context(|| self.log_tail())?;
        }
        Ok(())
    }

    /// Ends it as a power cut would.
    pub async fn kill(&mut self) -> Result<()> {
        match self.process.take() {
            Some(process) => process.kill().await,
            None => Ok(()),
        }
    }

    /// Ends it in good order.
    pub async fn stop(&mut self) -> Result<()> {
        match self.process.take() {
            Some(process) => process.stop().await,
            None => Ok(()),
        }
    }

    /// Starts it again, and waits until it answers.
    pub async fn restart(&mut self) -> Result<()> {
        self.launch()?;
        self.answers().await
    }

    /// Fails if it was started and has ended by itself.
    pub fn ensure_running(&mut self) -> Result<()> {
        match &mut self.process {
            Some(process) => process.ensure_running().with_context(|| self.name.clone()),
            None => Ok(()),
        }
    }

    /// The number of its process, while it runs.
    pub fn process_id(&self) -> Option<u32> {
        self.process.as_ref().and_then(Process::id)
    }

    /// Where this shard is reached, if the node runs it.
    pub fn shard(&self, name: &str) -> Result<&Shard> {
        let found = self.shards.iter().find(|shard| shard.name == name);
        found.with_context(|| format!("{} doesn't run the shard {name}", self.name))
    }

    /// The JSON-RPC of one of its shards.
    pub fn rpc_of(&self, shard: &str) -> Result<Rpc> {
        Rpc::at(&self.host, self.shard(shard)?.rpc_port)
    }

    /// A shard's chain through this node.
    pub async fn chain_of(&self, shard: &str) -> Result<Chain> {
        Chain::connect(&self.url_of(shard)?).await
    }

    /// Where clients reach one of its shards.
    pub fn url_of(&self, shard: &str) -> Result<String> {
        Ok(format!("ws://{}:{}", self.host, self.shard(shard)?.rpc_port))
    }

    /// Lets it make new session keys for one of its shards, for the seat that `operator` operates.
    pub async fn new_session_keys(&self, shard: &str, operator: &Person) -> Result<SessionKeys> {
        let owner: Value = hex(&operator.account().encode()).into();
        let made = self.rpc_of(shard)?.ask("author_rotateKeysWithOwner", &[owner]).await?;
        let part = |name: &str| unhex(made[name].as_str().with_context(|| format!("no {name}"))?);
        let keys = part("keys")?.try_into().ok().context("session keys of another length")?;
        Ok(SessionKeys { keys, proof: part("proof")? })
    }

    /// Its first shard's JSON-RPC.
    pub fn rpc(&self) -> Result<Rpc> {
        Rpc::at(&self.host, self.rpc_port)
    }

    /// Its first shard's chain through this node.
    pub async fn chain(&self) -> Result<Chain> {
        Chain::connect(&self.url()).await
    }

    /// What it counts, as Prometheus reads it.
    pub async fn metrics(&self) -> Result<String> {
        let what = || format!("the metrics of {}", self.name);
        let place = (self.host.as_str(), self.prometheus_port);
        let mut stream = TcpStream::connect(place).await.with_context(what)?;
        let request = format!("GET /metrics HTTP/1.0\r\nHost: {}\r\n\r\n", self.host);
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.with_context(what)?;
        Ok(answer)
    }

    /// Where clients reach its first shard.
    pub fn url(&self) -> String {
        format!("ws://{}:{}", self.host, self.rpc_port)
    }

    /// Where other nodes reach its first shard, as a multiaddress.
    pub async fn address(&self) -> Result<String> {
        Ok(format!("/ip4/127.0.0.1/tcp/{}/p2p/{}", self.port, self.rpc()?.peer_id().await?))
    }

    /// Waits until its best block is at least this one.
    pub async fn best_reaches(&self, block: BlockNumber, limit: Duration) -> Result<BlockNumber> {
        let rpc = self.rpc()?;
        wait::until(&format!("{} has block {block}", self.name), limit, || async {
            Ok(Some(rpc.best().await?).filter(|best| *best >= block))
        })
        .await
        .with_context(|| self.log_tail())
    }

    /// Waits until it knows that at least this block of its first shard is final.
    pub async fn finalizes(&self, block: BlockNumber, limit: Duration) -> Result<BlockNumber> {
        let first = self.shards.first().context("it runs no shard")?;
        self.finalizes_on(&first.name, block, limit).await
    }

    /// Waits until it knows that at least this block of a shard is final.
    pub async fn finalizes_on(
        &self,
        shard: &str,
        block: BlockNumber,
        limit: Duration,
    ) -> Result<BlockNumber> {
        let rpc = self.rpc_of(shard)?;
        let what = format!("{} knows block {block} of the shard {shard} to be final", self.name);
        wait::until(&what, limit, || async {
            Ok(Some(rpc.finalized().await?).filter(|finalized| *finalized >= block))
        })
        .await
        .with_context(|| self.log_tail())
    }

    /// The last lines of its log.
    pub fn log_tail(&self) -> String {
        format!("the end of {}:\n{}", self.log.display(), process::tail(&self.log))
    }
}
