//! The `icn` command line, as a program uses it.

use std::{path::PathBuf, process::Stdio, time::Duration};

use anyhow::{bail, Context, Result};
use serde_json::Value;
use tokio::{
    process::{Child, Command},
    time::timeout,
};

use crate::{federation::cli_program, people::Person};

/// How long a command may take: one waits for finality by itself, another sends a large file.
const LIMIT: Duration = Duration::from_secs(600);

/// `icn` at one node.
#[derive(Clone)]
pub struct Cli {
    program: PathBuf,
    url: String,
}

/// What the chain said when it refused something.
#[derive(Debug)]
pub struct Refused {
    /// The chain's name for it, such as `Refusal.NotMember`.
    pub name: String,
    /// A sentence.
    pub sentence: String,
}

impl Cli {
    /// For the node with this address.
    pub fn new(url: &str) -> Result<Self> {
        Ok(Self { program: cli_program()?, url: url.into() })
    }

    /// Runs a command that has to succeed; its answer.
    pub async fn run(&self, signer: Option<&Person>, arguments: &[&str]) -> Result<Value> {
        let (succeeded, answer) = self.answer(signer, arguments).await?;
        if !succeeded {
            bail!("icn {}: {}", arguments.join(" "), answer["error"]);
        }
        Ok(answer)
    }

    /// Runs a command that the chain has to refuse; how it did.
    pub async fn refusal(&self, signer: &Person, arguments: &[&str]) -> Result<Refused> {
        let (succeeded, answer) = self.answer(Some(signer), arguments).await?;
        let error = &answer["error"];
        match (succeeded, error["name"].as_str(), error["message"].as_str()) {
            (false, Some(name), Some(sentence)) => {
                Ok(Refused { name: name.into(), sentence: sentence.into() })
            }
            _ => bail!("icn {}: not refused: {answer}", arguments.join(" ")),
        }
    }

    /// The answer of a command that may also tell of a failure.
    pub async fn answer_of(&self, signer: Option<&Person>, arguments: &[&str]) -> Result<Value> {
        Ok(self.answer(signer, arguments).await?.1)
    }

    /// Starts a command, without waiting for its answer. Dropping it ends it.
    pub fn start(&self, signer: Option<&Person>, arguments: &[&str]) -> Result<Child> {
        let mut command = self.command(signer, arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().with_context(|| format!("can't start {}", self.program.display()))
    }

    fn command(&self, signer: Option<&Person>, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["--json", "--url", &self.url]).args(arguments).stdin(Stdio::null());
        if let Some(signer) = signer {
            command.args(["--seed", &signer.uri]);
        }
        command.kill_on_drop(true);
        command
    }

    /// Whether the command succeeded, and its answer.
    async fn answer(&self, signer: Option<&Person>, arguments: &[&str]) -> Result<(bool, Value)> {
        let what = format!("icn {}", arguments.join(" "));
        let output = timeout(LIMIT, self.command(signer, arguments).output())
            .await
            .with_context(|| format!("{what} took too long"))?
            .with_context(|| format!("can't start {}", self.program.display()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let answer = serde_json::from_str(text.trim()).with_context(|| {
            format!("{what}: {text}{}", String::from_utf8_lossy(&output.stderr))
        })?;
        Ok((output.status.success(), answer))
    }
}
