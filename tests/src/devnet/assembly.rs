//! Proposals, the members' votes on them, and what comes of them, through the `icn` command line.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use anyhow::{ensure, Context, Result};
use futures::future::{join_all, try_join_all};
use serde_json::Value;
use tokio::{sync::Mutex, time::sleep};

use super::{
    act::{Stage, LOOK},
    members::Member,
};
use crate::{federation::Cooperative, people::Person, wait};

/// How long a vote and what follows from it may take.
const DECIDING: &str = "10min";
/// How long what was sent may take until it is seen.
const SEEN: Duration = Duration::from_secs(120);
/// How long is waited for votes to be counted before those that aren't are sent again.
const ROUND: Duration = Duration::from_secs(12);
/// How many proposals are read at once.
const PAGE: usize = 100;

/// Where a proposal stands that is voted on.
const VOTING: &str = "Voting";
/// Where a proposal stands that waits for its timelock.
pub const APPROVED: &str = "Approved";
/// Where one stands that took effect.
pub const EXECUTED: &str = "Executed";
/// Where one stands that did not pass.
pub const REJECTED: &str = "Rejected";

/// What an objection's reason follows.
const OBJECTION: &str = "object: ";

/// Something that is proposed, and how the votes go.
pub struct Motion<'a> {
    /// A steward who proposes it.
    by: &'a Person,
    /// What it is called; no two are called the same.
    title: String,
    /// What it does: the rest of `icn propose`.
    what: Vec<String>,
    /// What the members of each cooperative that votes choose.
    choices: Vec<(usize, &'a str)>,
    /// Who chooses something else.
    but: Option<(&'a str, &'a str)>,
    /// Where it ends.
    ends: &'a str,
}

impl<'a> Motion<'a> {
    /// A motion that takes effect. Nobody votes on it yet.
    pub fn new(by: &'a Person, title: &str, what: &[&str]) -> Self {
        let what = what.iter().map(|word| word.to_string()).collect();
        Self { by, title: title.into(), what, choices: Vec::new(), but: None, ends: EXECUTED }
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

/// Motions on which all have voted, with their numbers.
pub struct Sitting<'a> {
    motions: Vec<Motion<'a>>,
    /// The numbers of its proposals, in the order of the motions.
    pub numbers: Vec<String>,
}

/// One vote of one member.
struct Vote<'a> {
    proposal: String,
    cooperative: String,
    choice: &'a str,
}

impl Assembly {
    /// Of each cooperative its first steward, and the members whose home it is.
    pub fn of(cooperatives: &[Cooperative], members: &[Member]) -> Result<Self> {
        let mut all = Vec::new();
        for cooperative in cooperatives {
            let name = format!("{}'s steward", cooperative.name);
            let mut voters = vec![Voter { name, person: cooperative.steward.clone() }];
            for member in members.iter().filter(|one| one.cooperative == cooperative.domain) {
                voters.push(Voter { name: member.name.clone(), person: member.person()? });
            }
            all.push(voters);
        }
        Ok(Self(all))
    }

    /// Makes the proposals, lets the members vote, and waits until each of them has ended as it must.
    /// Gives their numbers.
    pub async fn decide(&self, stage: &Stage, motions: Vec<Motion<'_>>) -> Result<Vec<String>> {
        let sitting = self.open(stage, motions).await?;
        sitting.close(stage).await?;
        Ok(sitting.numbers)
    }

    /// Makes the proposals, and lets the members vote.
    pub async fn open<'a>(&self, stage: &Stage, motions: Vec<Motion<'a>>) -> Result<Sitting<'a>> {
        let numbers = propose(stage, &motions).await?;
        let sitting = Sitting { motions, numbers };
        wait::every(LOOK, "the votes begin", SEEN, || async {
            let known = proposals(stage).await?;
            let begun = |motion: &Motion| {
                known.get(&motion.title).is_some_and(|view| view["proposal"]["stage"] == VOTING)
            };
            Ok(sitting.motions.iter().all(begun).then_some(()))
        })
        .await?;
        self.vote(stage, &sitting).await?;
        Ok(sitting)
    }

    /// Each member votes on one proposal after the other, until all votes are counted: those that a
    /// node has lost are sent again, as long as there is time to vote. A vote that is cast twice counts
    /// once.
    async fn vote(&self, stage: &Stage, sitting: &Sitting<'_>) -> Result<()> {
        let mut missing: Vec<usize> = (0..sitting.motions.len()).collect();
        let mut again = false;
        while !missing.is_empty() {
            self.cast_all(stage, sitting, &missing, again).await?;
            again = true;
            let start = Instant::now();
            while !missing.is_empty() && start.elapsed() < ROUND {
                sleep(LOOK).await;
                let known = proposals(stage).await?;
                let mut late = Vec::new();
                missing.retain(|index| {
                    let (motion, number) = (&sitting.motions[*index], &sitting.numbers[*index]);
                    let Some(view) = known.get(&motion.title) else { return true };
                    let counted = self.all_cast(motion, view);
                    if counted {
                        let action = format!("the vote on {}", motion.title);
                        stage.has_happened(format!("#{number}"), &action, &self.cast(motion));
                    } else if view["proposal"]["stage"] != VOTING {
                        late.push(&motion.title);
                    }
                    !counted
                });
                ensure!(
                    late.is_empty(),
                    "the votes' time is over, and not all are counted on {late:?}"
                );
            }
        }
        Ok(())
    }

    /// Sends all votes on these motions, or sends them again. Objections were waited for the first
    /// time.
    async fn cast_all(
        &self,
        stage: &Stage,
        sitting: &Sitting<'_>,
        on: &[usize],
        again: bool,
    ) -> Result<()> {
        let mut by_voter: BTreeMap<&str, (&Voter, Vec<Vote>)> = BTreeMap::new();
        for index in on {
            let (motion, number) = (&sitting.motions[*index], &sitting.numbers[*index]);
            for (cooperative, choice) in &motion.choices {
                for voter in &self.0[*cooperative] {
                    let (_, votes) =
                        by_voter.entry(&voter.name).or_insert_with(|| (voter, Vec::new()));
                    let choice = motion.choice_of(voter, choice);
                    if again && choice.starts_with(OBJECTION) {
                        continue;
                    }
                    let cooperative = cooperative.to_string();
                    votes.push(Vote { proposal: number.clone(), cooperative, choice });
                }
            }
        }
        try_join_all(by_voter.into_values().map(|(voter, votes)| async move {
            // Objections are waited for: nothing shall come before them and use up their time.
            let (objections, others): (Vec<_>, Vec<_>) =
                votes.into_iter().partition(|vote| vote.choice.starts_with(OBJECTION));
            for vote in objections.into_iter().chain(others) {
                vote.cast(stage, voter).await?;
            }
            anyhow::Ok(())
        }))
        .await?;
        Ok(())
    }

    /// Whether everybody who votes on `motion` is counted in the proposal that is shown.
    fn all_cast(&self, motion: &Motion<'_>, view: &Value) -> bool {
        let tallies = view["tallies"].as_array();
        motion.choices.iter().all(|(cooperative, _)| {
            let tally = tallies.and_then(|all| all.iter().find(|one| one[0] == *cooperative));
            let of = |name: &str| tally.and_then(|tally| tally[1][name].as_u64()).unwrap_or(0);
            let cast = of("approving") + of("rejecting") + of("abstaining");
            cast >= self.0[*cooperative].len() as u64
        })
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

impl Vote<'_> {
    async fn cast(&self, stage: &Stage, voter: &Voter) -> Result<()> {
        let Self { proposal, cooperative, choice } = self;
        match choice.strip_prefix(OBJECTION) {
            Some(reason) => {
                let action = format!("{} objects to #{proposal}: {reason}", voter.name);
                let object = ["object", proposal, "--reason", reason, "--in", cooperative];
                stage.act_soon(&voter.person, &action, &object).await?;
                Ok(())
            }
            None => {
                let action = format!("{} votes on #{proposal}: {choice}", voter.name);
                let vote = ["vote", proposal, choice, "--in", cooperative];
                stage.act_sent(&voter.person, &action, &vote).await
            }
        }
    }
}

impl Sitting<'_> {
    /// Waits until each proposal has ended as it must.
    pub async fn close(&self, stage: &Stage) -> Result<()> {
        let ends = self.motions.iter().zip(&self.numbers).map(|(motion, number)| async move {
            let until = (motion.ends == APPROVED).then_some("approved");
            let ended = stage.proposal_ends(number, until, DECIDING).await;
            ended.context(motion.title.clone())
        });
        for ((motion, number), ended) in
            self.motions.iter().zip(&self.numbers).zip(join_all(ends).await)
        {
            let (title, ended) = (&motion.title, ended?);
            stage.has_happened(format!("#{number}"), title, &ended);
            ensure!(ended == motion.ends, "{title}: {ended}, not {}", motion.ends);
        }
        Ok(())
    }
}

/// Each proposer makes the proposals one after the other; their numbers, by what they are called.
async fn propose(stage: &Stage, motions: &[Motion<'_>]) -> Result<Vec<String>> {
    let mut by_proposer: BTreeMap<&str, Vec<&Motion<'_>>> = BTreeMap::new();
    for motion in motions {
        by_proposer.entry(&motion.by.uri).or_default().push(motion);
    }
    try_join_all(by_proposer.into_values().map(|motions| async move {
        let turn = Mutex::default();
        try_join_all(motions.iter().map(|Motion { by, title, what, .. }| {
            let turn = &turn;
            async move {
                let what = what.iter().map(String::as_str);
                let propose: Vec<_> =
                    ["propose", "--title", title].into_iter().chain(what).collect();
                let action = format!("proposed: {title}");
                let proposing = stage.act_unseen(by, &action, &propose);
                stage.in_turn(turn, by, proposing).await
            }
        }))
        .await
    }))
    .await?;
    let titles: BTreeSet<&str> = motions.iter().map(|motion| motion.title.as_str()).collect();
    ensure!(titles.len() == motions.len(), "two proposals are called the same: {titles:?}");
    let numbers = wait::every(LOOK, "the proposals are there", SEEN, || async {
        let known = proposals(stage).await?;
        let missing = titles.iter().find(|title| !known.contains_key(**title));
        ensure!(missing.is_none(), "not proposed: {}", missing.copied().unwrap_or_default());
        Ok(Some(known))
    })
    .await?;
    Ok(motions
        .iter()
        .map(|motion| {
            let number = numbers[&motion.title]["id"].to_string();
            stage.has_happened(format!("#{number}"), &format!("proposed: {}", motion.title), "");
            number
        })
        .collect())
}

/// All proposals that there are, by what they are called.
pub async fn proposals(stage: &Stage) -> Result<BTreeMap<String, Value>> {
    let (limit, mut all) = (PAGE.to_string(), BTreeMap::new());
    for page in 0.. {
        let from = (page * PAGE).to_string();
        let list = ["proposal", "list", "--from", &from, "--limit", &limit];
        let answer = stage.read(&list).await?;
        let found = answer["proposals"].as_array().context("no proposals in the list")?;
        for view in found {
            let title = view["proposal"]["title"].as_str().context("a proposal without title")?;
            all.insert(title.to_owned(), view.clone());
        }
        if found.len() < PAGE {
            break;
        }
    }
    Ok(all)
}
