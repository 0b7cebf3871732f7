//! One signed action after the other, through the `icn` command line, shown as it happens.

use std::{
    fs,
    future::Future,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{bail, ensure, Context, Result};
use serde_json::Value;
use tokio::{sync::Mutex, time::sleep};

use crate::{cli::Cli, people::Person, rpc::Rpc, wait};

/// How often a command reads again what is waited for: each time it is a process.
pub const LOOK: Duration = Duration::from_secs(2);
/// How often is looked whether a transaction is on its way.
const ON_ITS_WAY: Duration = Duration::from_millis(50);

/// What a stage shows in front of a line that has no block.
pub const NO_BLOCK: &str = "–";

/// Where actions are performed: through one node, with a directory for what people hand over.
#[derive(Clone)]
pub struct Stage {
    cli: Cli,
    rpc: Rpc,
    directory: PathBuf,
}

impl Stage {
    /// At the node with this address.
    pub fn new(url: &str, directory: &Path) -> Result<Self> {
        Ok(Self { cli: Cli::new(url)?, rpc: Rpc::to(url)?, directory: directory.into() })
    }

    /// The same, but through another node.
    pub fn at(&self, url: &str) -> Result<Self> {
        Self::new(url, &self.directory)
    }

    /// The heading of what follows.
    pub fn heading() {
        line("block", "action", "outcome");
    }

    /// `who` sends what `arguments` say, and it succeeds.
    pub async fn act(&self, who: &Person, action: &str, arguments: &[&str]) -> Result<()> {
        let answer = self.act_final(who, action, arguments).await?;
        shows(&answer, action);
        Ok(())
    }

    /// The same, but the block that has it may not be final yet. Gives the answer.
    pub async fn act_soon(&self, who: &Person, action: &str, arguments: &[&str]) -> Result<Value> {
        let answer = self.act_unseen(who, action, arguments).await?;
        shows(&answer, action);
        Ok(answer)
    }

    /// The same, without showing it: it is one of many that are shown together.
    pub async fn act_unseen(
        &self,
        who: &Person,
        action: &str,
        arguments: &[&str],
    ) -> Result<Value> {
        let arguments = [&["--wait", "inclusion"], arguments].concat();
        self.cli.run(Some(who), &arguments).await.context(action.to_owned())
    }

    /// The same, in a block that is final.
    pub async fn act_final(&self, who: &Person, action: &str, arguments: &[&str]) -> Result<Value> {
        self.cli.run(Some(who), arguments).await.context(action.to_owned())
    }

    /// The same, without waiting for a block: its effect is looked for. Many in a row take no time.
    pub async fn act_sent(&self, who: &Person, action: &str, arguments: &[&str]) -> Result<()> {
        let arguments = [&["--no-wait"], arguments].concat();
        self.cli.run(Some(who), &arguments).await.context(action.to_owned())?;
        Ok(())
    }

    /// Does `act`, which sends a transaction of `who`, when the `turn` is theirs; it is somebody else's
    /// as soon as the transaction is on its way. So each of several acts of one person at once gets a
    /// number of its own, and all are waited for together.
    pub async fn in_turn<T>(
        &self,
        turn: &Mutex<()>,
        who: &Person,
        act: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let turn = turn.lock().await;
        let before = self.next_number(who).await?;
        let mut act = std::pin::pin!(act);
        tokio::select! {
            done = &mut act => return done,
            sent = self.has_sent(who, before) => sent?,
        }
        drop(turn);
        act.await
    }

    /// Waits until a transaction of theirs is on its way.
    async fn has_sent(&self, who: &Person, before: u64) -> Result<()> {
        while self.next_number(who).await? <= before {
            sleep(ON_ITS_WAY).await;
        }
        Ok(())
    }

    /// The number of their next transaction, beside those that are on their way.
    async fn next_number(&self, who: &Person) -> Result<u64> {
        let number = self.rpc.ask("system_accountNextIndex", &[who.address().into()]).await?;
        number.as_u64().context("the number of the next transaction")
    }

    /// The stage in which a proposal ends, after so long at most; the stage `until`, if it gets there.
    pub async fn proposal_ends(
        &self,
        proposal: &str,
        until: Option<&str>,
        longest: &str,
    ) -> Result<String> {
        let until = until.into_iter().flat_map(|stage| ["--until", stage]);
        let wait = ["proposal", "wait", proposal, "--for", longest];
        let wait: Vec<_> = wait.into_iter().chain(until).collect();
        let answer = self.cli.answer_of(None, &wait).await?;
        let stage = answer["stage"].as_str().with_context(|| answer.to_string())?;
        Ok(stage.to_owned())
    }

    /// What a command that reads gives.
    pub async fn read(&self, arguments: &[&str]) -> Result<Value> {
        self.cli.run(None, arguments).await
    }

    /// Waits until what a command reads is as `condition` says. Reading has to succeed by then.
    pub async fn read_until(
        &self,
        what: &str,
        limit: Duration,
        arguments: &[&str],
        condition: impl Fn(&Value) -> bool,
    ) -> Result<Value> {
        wait::every(LOOK, what, limit, || async {
            let read = self.read(arguments).await?;
            match condition(&read) {
                true => Ok(Some(read)),
                // So that the error says what it was instead.
                false => bail!("it is {read}"),
            }
        })
        .await
    }

    /// Shows what happened by another way than the command line.
    pub fn has_happened(&self, block: impl ToString, action: &str, outcome: &str) {
        line(&block.to_string(), action, outcome);
    }

    /// `who` tries what `arguments` say, and the chain refuses it for this reason.
    pub async fn is_refused(
        &self,
        who: &Person,
        action: &str,
        arguments: &[&str],
        reason: &str,
    ) -> Result<()> {
        let refused = self.cli.refusal(who, arguments).await.context(action.to_owned())?;
        line(NO_BLOCK, action, &format!("refused, {}: {}", refused.name, refused.sentence));
        ensure!(refused.name == reason, "{action}: refused as {}, not {reason}", refused.name);
        Ok(())
    }

    /// `who` can't do what `arguments` say, and is told so in these words.
    pub async fn is_told(
        &self,
        who: &Person,
        action: &str,
        arguments: &[&str],
        words: &str,
    ) -> Result<()> {
        let answer = self.cli.answer_of(Some(who), arguments).await.context(action.to_owned())?;
        let message = answer["error"]["message"].as_str().unwrap_or_default();
        line(NO_BLOCK, action, &format!("refused: {message}"));
        ensure!(message.contains(words), "{action}: {answer}, not \"{words}\"");
        Ok(())
    }

    /// A file that people hand over, with this text; its path.
    pub fn file(&self, name: &str, text: &str) -> Result<String> {
        let file = self.directory.join(name);
        fs::write(&file, text)?;
        Ok(file.to_str().context("a path that is no text")?.to_owned())
    }

    /// `who` signs that they join this cooperative; the file that they hand over.
    pub async fn consent(&self, who: &Person, cooperative: &str) -> Result<String> {
        let name = who.uri.replace('/', "-");
        let file = self.directory.join(format!("consent{name}-{cooperative}.json"));
        let file = file.to_str().context("a path that is no text")?.to_owned();
        self.cli.run(Some(who), &["member", "consent", cooperative, "--out", &file]).await?;
        Ok(file)
    }
}

/// Shows what a transaction did.
pub fn shows(answer: &Value, action: &str) {
    let events: Vec<&str> = answer["events"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|event| event["event"].as_str())
        .filter_map(|event| event.split('.').next_back())
        .collect();
    // A call may succeed without an event.
    let outcome = if events.is_empty() { "done".into() } else { events.join(", ") };
    line(&answer["number"].to_string(), action, &outcome);
}

fn line(block: &str, action: &str, outcome: &str) {
    println!("  {block:>6}  {action:<58}  {outcome}");
}
