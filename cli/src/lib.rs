//! `icn`, the members' and stewards' command line.
//!
//! | module | what it does |
//! |---|---|
//! | [`args`] | the options that every command knows, and the commands |
//! | [`commands`] | one file per group of commands |
//! | [`chain`] | reads from a node, through the metadata that it serves |
//! | [`submission`] | signs, sends and follows transactions |
//! | [`encoding`], [`decoding`] | our types as the chain takes them, and what it gives as JSON |
//! | [`body`] | who decides, and which kind of decision each call takes |
//! | [`money`], [`time`], [`content`], [`hashing`], [`settings`], [`parse`] | arguments as people write them |
//! | [`kept`] | what is changed in part, and stays as it is for the rest |
//! | [`role`], [`known`] | what each shard is for, and who is who where the hub isn't |
//! | [`keys`], [`keystore`], [`password`] | keys, their encrypted files, and what opens those |
//! | [`signing`] | statements that people sign outside a transaction, as files |
//! | [`failure`] | what went wrong, and the exit code for it |
//! | [`report`] | answers, for people and for programs |
//!
//! Nothing here is generated from a runtime: calls and answers are encoded and decoded with the
//! metadata of the node at hand, so that one `icn` follows every runtime whose calls have the
//! names that it knows.

pub mod args;
pub mod body;
pub mod chain;
pub mod commands;
pub mod content;
pub mod context;
pub mod decoding;
pub mod encoding;
pub mod failure;
pub mod hashing;
pub mod kept;
pub mod keys;
pub mod keystore;
pub mod known;
pub mod money;
pub mod parse;
pub mod password;
pub mod report;
pub mod role;
#[cfg(test)]
mod runtime_calls;
pub mod settings;
pub mod signing;
pub mod submission;
pub mod time;

use std::process::ExitCode;

use clap::Parser;

use crate::{args::Cli, context::Context, failure::Failure};

/// Runs the command line of this process.
pub async fn main() -> ExitCode {
    let cli = Cli::parse();
    let json = cli.options.json;
    match commands::run(cli.command, &Context::new(cli.options)).await {
        Ok(report) => {
            report.print(json);
            match report.failure {
                None => ExitCode::SUCCESS,
                Some(failure) => {
                    eprintln!("icn: {failure}");
                    failure.kind.exit_code()
                }
            }
        }
        Err(failure) => {
            print_failure(&failure, json);
            failure.kind.exit_code()
        }
    }
}

/// The sentence on stderr; with `--json` the same as an object on stdout too.
fn print_failure(failure: &Failure, json: bool) {
    if json {
        report::print_line(&failure.to_json().to_string());
    }
    eprintln!("icn: {failure}");
}
