//! Proposals, the members' votes on them, and what comes of them, through the `icn` command line.

use std::collections::BTreeMap;

use anyhow::{ensure, Context, Result};
use futures::future::try_join_all;

use super::act::Stage;
use crate::people::Person;

/// How long a vote and what follows from it may take.
const DECIDING: &str = "10min";

/// Where a proposal stands that waits for its timelock.
pub const APPROVED: &str = "Approved";

/// What an objection's reason follows.
const OBJECTION: &str = "object: ";

/// Something that is proposed, and how the votes go.
pub struct Motion<'a> {
    /// A steward who proposes it.
    by: &'a Person,
    /// What it is called.
    title: &'a str,
    /// What it does: the rest of `icn propose`.
    what: Vec<&'a str>,
    /// What the members of each cooperative that votes choose.
    choices: Vec<(usize, &'a str)>,
    /// Who chooses something else.
    but: Option<(&'a str, &'a str)>,
    /// Where it ends.
    ends: &'a str,
}

impl<'a> Motion<'a> {
    /// A motion that takes effect. Nobody votes on it yet.
    pub fn new(by: &'a Person, title: &'a str, what: &[&'a str]) -> Self {
        Self { by, title, what: what.to_vec(), choices: Vec::new(), but: None, ends: "Executed" }
    }

    /// The members of these cooperatives choose this.
    pub fn voted(mut self, cooperatives: &[usize], choice: &'a str) -> Self {
        self.choices.extend(cooperatives.iter().map(|id| (*id, choice)));
        self
    }

    /// One of them chooses this instead; "object: …" is an objection with its reason.
    pub fn but(mut self, name: &'a str, choice: &'a str) -> Self {
        self.but = Some((name, choice));
        self
    }

    /// What `voter` chooses, of a cooperative that chooses `choice`.
    fn choice_of(&self, voter: &Voter, choice: &'a str) -> &'a str {
        self.but.filter(|(name, _)| *name == voter.name).map_or(choice, |(_, own)| own)
    }

    /// It ends there instead.
    pub fn ends(mut self, stage: &'a str) -> Self {
        self.ends = stage;
        self
    }
}

/// Somebody who votes.
#[derive(Clone)]
pub struct Voter {
    /// What people call them.
    pub name: String,
    /// Their key.
    pub person: Person,
}

/// The members who vote, by cooperative: enough of each for a quorum.
pub struct Assembly(pub Vec<Vec<Voter>>);

/// One vote of one member.
struct Vote<'a> {
    proposal: String,
    cooperative: String,
    choice: &'a str,
}

impl Assembly {
    /// Makes the proposals, lets the members vote, and waits until each of them has ended as it must.
    /// Gives their numbers.
    pub async fn decide(&self, stage: &Stage, motions: &[Motion<'_>]) -> Result<Vec<String>> {
        let numbers = self.propose(stage, motions).await?;
        self.vote(stage, motions, &numbers).await?;
        for (motion, number) in motions.iter().zip(&numbers) {
            let title = motion.title;
            let until = (motion.ends == APPROVED).then_some("approved");
            let ended = stage.proposal_ends(number, until, DECIDING).await;
            let ended = ended.context(title.to_owned())?;
            stage.has_happened(format!("#{number}"), title, &ended);
            ensure!(ended == motion.ends, "{title}: {ended}, not {}", motion.ends);
        }
        Ok(numbers)
    }

    /// Each proposer makes the proposals one after the other.
    async fn propose(&self, stage: &Stage, motions: &[Motion<'_>]) -> Result<Vec<String>> {
        let mut by_proposer: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, motion) in motions.iter().enumerate() {
            by_proposer.entry(&motion.by.uri).or_default().push(index);
        }
        let made = try_join_all(by_proposer.into_values().map(|indices| async move {
            let mut made = Vec::new();
            for index in indices {
                let Motion { by, title, what, .. } = &motions[index];
                let propose = [&["propose", "--title", title][..], what].concat();
                let action = format!("proposed: {title}");
                let answer = stage.act_soon(by, &action, &propose).await?;
                let number = answer["proposal"].as_u64().context("no number of a proposal")?;
                made.push((index, number.to_string()));
            }
            anyhow::Ok(made)
        }))
        .await?;
        let mut made: Vec<_> = made.into_iter().flatten().collect();
        made.sort();
        Ok(made.into_iter().map(|(_, number)| number).collect())
    }

    /// Each member votes on one proposal after the other.
    async fn vote(&self, stage: &Stage, motions: &[Motion<'_>], numbers: &[String]) -> Result<()> {
        let mut by_voter: BTreeMap<&str, (&Voter, Vec<Vote>)> = BTreeMap::new();
        for (motion, number) in motions.iter().zip(numbers) {
            for (cooperative, choice) in &motion.choices {
                for voter in &self.0[*cooperative] {
                    let (_, votes) =
                        by_voter.entry(&voter.name).or_insert_with(|| (voter, Vec::new()));
                    let choice = motion.choice_of(voter, choice);
                    let cooperative = cooperative.to_string();
                    votes.push(Vote { proposal: number.clone(), cooperative, choice });
                }
            }
        }
        try_join_all(by_voter.into_values().map(|(voter, votes)| async move {
            for Vote { proposal, cooperative, choice } in votes {
                match choice.strip_prefix(OBJECTION) {
                    Some(reason) => {
                        let action = format!("{} objects to #{proposal}: {reason}", voter.name);
                        let object =
                            ["object", &proposal, "--reason", reason, "--in", &cooperative];
                        stage.act_soon(&voter.person, &action, &object).await?;
                    }
                    None => {
                        let action = format!("{} votes on #{proposal}: {choice}", voter.name);
                        let vote = ["vote", &proposal, choice, "--in", &cooperative];
                        stage.act_unseen(&voter.person, &action, &vote).await?;
                    }
                }
            }
            anyhow::Ok(())
        }))
        .await?;
        for (motion, number) in motions.iter().zip(numbers) {
            let action = format!("the vote on {}", motion.title);
            stage.has_happened(format!("#{number}"), &action, &self.cast(motion));
        }
        Ok(())
    }

    /// How many chose what.
    fn cast(&self, motion: &Motion<'_>) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (cooperative, choice) in &motion.choices {
            for voter in &self.0[*cooperative] {
                let choice = motion.choice_of(voter, choice);
                let choice = if choice.starts_with(OBJECTION) { "object" } else { choice };
                *counts.entry(choice).or_default() += 1;
            }
        }
        let counts: Vec<_> =
            counts.into_iter().map(|(choice, count)| format!("{count} {choice}")).collect();
        counts.join(", ")
    }
}
