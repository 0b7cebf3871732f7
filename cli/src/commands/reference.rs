//! The reference of all commands, for docs/cli.md.

use clap::{Args, CommandFactory};
use serde_json::json;

use crate::{args::Cli, failure::Result, report::Report};

/// The reference of all commands.
#[derive(Args, Debug)]
pub struct Command {}

/// Runs `command`.
pub fn run(_: Command) -> Result<Report> {
    let page = page();
    Ok(Report::new(json!({ "markdown": page }), page))
}

/// The page: its written head, then every command's help.
pub fn page() -> String {
    let mut page = include_str!("reference_head.md").to_string();
    let mut root = Cli::command();
    root.build();
    add_command(&mut page, &mut root, "icn", &[]);
    page
}

/// `told`: the options that were told of with a command above.
fn add_command(page: &mut String, command: &mut clap::Command, path: &str, told: &[clap::Id]) {
    let is_help = |argument: &clap::Arg| argument.get_id() == "help" && !told.is_empty();
    let command = &mut command.clone().mut_args(|argument| {
        let known = told.contains(argument.get_id()) || is_help(&argument);
        argument.hide(known)
    });
    let help = command.clone().term_width(100).render_long_help().to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    page.push_str(&format!("\n### {path}\n\n```text\n{}\n```\n", help.join("\n").trim_end()));
    let below = command.get_arguments().filter(|argument| argument.is_global_set());
    let below: Vec<clap::Id> = below.map(|argument| argument.get_id().clone()).collect();
    for sub in command.get_subcommands_mut() {
        let name = sub.get_name().to_string();
        if name != "help" && !sub.is_hide_set() {
            add_command(page, sub, &format!("{path} {name}"), &below);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    #[test]
    fn the_page_is_current() {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/cli.md");
        let page = super::page();
        if std::env::var_os("ICN_WRITE_DOCS").is_some() {
            fs::write(&path, &page).unwrap();
        }
        assert!(
            fs::read_to_string(&path).unwrap().trim_end() == page.trim_end(),
            "docs/cli.md is stale: icn reference > docs/cli.md"
        );
    }
}
