//! Scripts that complete commands in a shell.

use clap::{Args, CommandFactory};
use clap_complete::Shell;
use serde_json::json;

use crate::{
    args::Cli,
    failure::{Failure, Result},
    report::Report,
};

/// A script that completes commands.
#[derive(Args, Debug)]
pub struct Command {
    /// The shell.
    shell: Shell,
}

/// Runs `command`.
pub fn run(command: Command) -> Result<Report> {
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut Cli::command(), "icn", &mut script);
    let script = String::from_utf8(script)
        .map_err(|why| Failure::usage(format!("the script is no text: {why}")))?;
    Ok(Report::new(json!({ "shell": command.shell.to_string(), "script": script }), script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_gets_its_script() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            assert!(run(Command { shell }).unwrap().text.contains("recover"), "{shell}");
        }
    }
}
