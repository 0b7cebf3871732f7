//! One running program: started with its output in a file, and ended with whoever started it.

use std::{
    fs::OpenOptions,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use anyhow::{bail, Context, Result};
use tokio::{
    process::{Child, Command},
    time::timeout,
};

/// How long a program gets to end by itself.
const PATIENCE: Duration = Duration::from_secs(20);
/// What tells nodes where compiled runtimes are kept.
const COMPILED_RUNTIMES: &str = "ICN_COMPILED_RUNTIMES";

/// A running program. Dropping it ends it at once.
pub struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts `program`, appending what it writes to `log`.
    ///
    /// It ends when the thread that started it ends, however that comes about, so that no node is
    /// left behind. It is in a process group of its own: Ctrl-C goes to whoever started it, which
    /// then ends it in good order.
    pub fn start(
        program: &Path,
        arguments: &[String],
        variables: &[(String, String)],
        log: &Path,
    ) -> Result<Self> {
        let output = OpenOptions::new().create(true).append(true).open(log)?;
        let child = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "--"])
            .arg(program)
            .args(arguments)
            .env(COMPILED_RUNTIMES, compiled_runtimes()?)
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("can't start {}", program.display()))?;
        Ok(Self { child, log: log.into() })
    }

    /// The process's number, while it runs.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Fails if it has ended by itself, with the end of its log.
    pub fn ensure_running(&mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("it ended ({status}); the end of {}:\n{}", self.log.display(), tail(&self.log));
        }
        Ok(())
    }

    /// Ends it as a crash or a power cut would (SIGKILL).
    pub async fn kill(mut self) -> Result<()> {
        self.child.kill().await.context("can't end a process")
    }

    /// Asks it to end (SIGTERM), and waits until it has.
    pub async fn stop(mut self) -> Result<()> {
        if let Some(id) = self.child.id() {
            Command::new("kill").arg(id.to_string()).status().await?;
            if timeout(PATIENCE, self.child.wait()).await.is_err() {
                self.child.kill().await?;
                bail!("{} did not end within {} s", self.log.display(), PATIENCE.as_secs());
            }
        }
        Ok(())
    }
}

/// Where all nodes here share what they have compiled: beside this program. To compile the same
/// runtime for each of them would take most of both cores.
fn compiled_runtimes() -> Result<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name("compiled-runtimes"))
}

/// The last lines of a log.
pub fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

/// Runs `program` to its end; what it wrote to standard output. What it wrote to standard error is
/// in the error if it failed.
pub async fn output(
    program: &Path,
    arguments: &[String],
    variables: &[(&str, String)],
    limit: Duration,
) -> Result<String> {
    let run = Command::new(program)
        .args(arguments)
        .env(COMPILED_RUNTIMES, compiled_runtimes()?)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let name = program.display();
    let output = timeout(limit, run)
        .await
        .with_context(|| format!("{name} {} took too long", arguments.join(" ")))?
        .with_context(|| format!("can't start {name}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!(
            "{name} {}: {}\n{text}{}",
            arguments.join(" "),
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_program_that_ended_shows_its_last_words() -> Result<()> {
        let directory = tempfile::tempdir()?;
        let log = directory.path().join("log");
        let words = ["-c".to_string(), "echo farewell; exit 3".to_string()];
        let mut process = Process::start(Path::new("/bin/sh"), &words, &[], &log)?;
        process.child.wait().await?;
        let error = process.ensure_running().expect_err("it has ended").to_string();
        assert!(error.contains("farewell"), "{error}");
        Ok(())
    }

    #[tokio::test]
    async fn a_stopped_program_is_gone() -> Result<()> {
        let directory = tempfile::tempdir()?;
        let mut process = Process::start(
            Path::new("/bin/sleep"),
            &["60".to_string()],
            &[],
            &directory.path().join("log"),
        )?;
        process.ensure_running()?;
        let id = process.id().context("it runs")?;
        process.stop().await?;
        assert!(!Path::new(&format!("/proc/{id}")).exists());
        Ok(())
    }
}
