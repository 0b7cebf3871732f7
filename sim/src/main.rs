//! # Trying rules out: `scripts/sim`
//!
//! What a federation would decide, and how often it couldn't, if its members behaved so. Votes are
//! held by pallet-governance itself, on a chain of its own for each: what the pallet refuses,
//! counts, closes and carries out here is what it does on any chain.
//!
//! ## Terms
//!
//! - **Run**: an electorate drawn from the seed, which votes once by each model: majority,
//!   supermajority, consensus minus one, consensus, consent. All models see the same members with
//!   the same opinions, so that what differs is the models' doing.
//! - **Approved**, **rejected**: the answer that the model gives on the merits. What was approved
//!   also took effect.
//! - **Deadlock**: a vote that ended without an answer on the merits. That is one of:
//!   - **no quorum**: too few took part;
//!   - **no answer**: enough took part, and nobody was for or against it;
//!   - **fallback**: under consent, objections stood when their window closed, so that the fallback
//!     decided, *for* the proposal or *against* it;
//!   - **blocked**: under consensus, with or without minus one, approval was what the decision's
//!     kind takes, and the few who said no stopped it. Had most been against it, it would be
//!     rejected.
//! - **Took part**: by heads, those included for whom a delegate voted.
//!
//! ## Behaviour
//!
//! Each member is, by the shares that are set,
//! - *apathetic*: neither votes nor delegates;
//! - or *colluding*: always votes, as the whole bloc does, objects if that stops it, never yields;
//! - or *delegating*: lets a random member vote who isn't apathetic, and votes alone if the chain
//!   refuses all who were asked (circles, long ways, crowds);
//! - or comes to vote by *turnout*, each time anew.
//!
//! Who comes is neutral, for it or against it. Who is against it votes so. Where single voices stop
//! a proposal (consensus, consensus minus one, consent) only some insist; the others stand aside
//! and abstain. In the window for objections some who objected are convinced. From vote to vote
//! turnout and support differ by *spread*: proposals aren't equally popular. Turnout does so in each
//! cooperative by itself.
//!
//! ## Scenarios
//!
//! A cooperative of 25 asks whether it could decide by consensus:
//! `scripts/sim governance --members 25 --turnout 80 --objection 20`.
//!
//! A federation of nine asks what a bloc could stop:
//! `scripts/sim governance --cooperatives 9 --collusion 10 --bloc against`.
//!
//! ## What it doesn't say
//!
//! Votes are independent but for what is said here: nobody learns from an earlier vote, follows a
//! neighbour or votes late. Every vote weighs the same, nobody vetoes, nobody joins or leaves.
//! Figures of an invented cooperative compare rules with each other; they foretell nothing.

mod behaviour;
mod chain;
mod electorate;
mod ending;
mod plot;
mod report;
mod rules;
mod share;
#[cfg(test)]
mod tests;
mod trial;

use std::{fs::File, io::Write, path::PathBuf};

use anyhow::{Context, Result};
use clap::{error::ErrorKind, CommandFactory, Parser, Subcommand};

use crate::trial::Trial;

/// Tries out how a federation would decide.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Holds many votes by each model, and tells how they ended. Shares are in per cent.
    #[command(allow_negative_numbers = true)]
    Governance {
        #[command(flatten)]
        trial: Trial,
        /// Prints counts as JSON, not tables
        #[arg(long)]
        json: bool,
        /// Draws a picture into this file as well
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
    },
}

fn main() -> Result<()> {
    let What::Governance { trial, json, svg } = Arguments::parse().what;
    if let Err(reason) = trial.rules.check() {
        Arguments::command().error(ErrorKind::ValueValidation, reason).exit();
    }
    // Before the votes, which take their time: whether there can be a file.
    let create = |file: &PathBuf| {
        File::create(file).with_context(|| format!("{} can't be written", file.display()))
    };
    let picture = svg.as_ref().map(create).transpose()?;
    let findings = trial.run()?;
    if json {
        println!("{}", serde_json::to_string_pretty(&findings)?);
    } else {
        print!("{}", report::text(&findings));
    }
    if let Some(mut file) = picture {
        file.write_all(plot::svg(&findings)?.as_bytes())?;
    }
    Ok(())
}
