//! How votes end, and what counts as a deadlock.

use icn_primitives::governance::{Model, Proposal, Stage, Tally};
use pallet_governance::{counting::outcome, transitions::Happening};
use serde::Serialize;

/// How a vote ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// It passed by the model, and took effect.
    Approved,
    /// It did not pass by the model.
    Rejected,
    /// Objections stood when their window closed; the fallback passed it.
    FallbackApproved,
    /// Objections stood when their window closed; the fallback refused it.
    FallbackRejected,
    /// Approval was what its kind takes, and the few stopped it from whom consensus lets it depend.
    Blocked,
    /// Too few took part.
    NoQuorum,
    /// Enough took part, and nobody was for or against it.
    NoAnswer,
}

impl Ending {
    /// Every ending, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Approved,
        Self::Rejected,
        Self::FallbackApproved,
        Self::FallbackRejected,
        Self::Blocked,
        Self::NoQuorum,
        Self::NoAnswer,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::FallbackApproved => "fallback: for",
            Self::FallbackRejected => "fallback: against",
            Self::Blocked => "blocked",
            Self::NoQuorum => "no quorum",
            Self::NoAnswer => "no answer",
        }
    }

    /// How `proposal` ended, which is final; `quorate` says the chain. `None`: it wasn't voted on
    /// to the end.
    pub fn of(proposal: &Proposal, tallies: &[Tally], quorate: bool) -> Option<Self> {
        // The chain's own count, of these tallies by these terms, before the window for objections
        // and after it.
        let (body, terms) = (&proposal.body, &proposal.terms);
        let objected = outcome(body, tallies, 0, terms, false).happening == Happening::Objected;
        let by_majority = {
            let mut terms = *terms;
            terms.cooperatives_model = Model::Majority;
            let tallies: Vec<Tally> =
                tallies.iter().map(|tally| Tally { model: Model::Majority, ..*tally }).collect();
            outcome(body, &tallies, 0, &terms, true).happening
        };
        let unanimous = tallies
            .iter()
            .all(|tally| matches!(tally.model, Model::Consensus | Model::ConsensusMinusOne));
        match proposal.stage {
            Stage::Executed if objected => Some(Self::FallbackApproved),
            Stage::Executed => Some(Self::Approved),
            Stage::Rejected if objected => Some(Self::FallbackRejected),
            Stage::Rejected if unanimous && by_majority == Happening::Passed => Some(Self::Blocked),
            Stage::Rejected => Some(Self::Rejected),
            Stage::Failed if quorate => Some(Self::NoAnswer),
            Stage::Failed => Some(Self::NoQuorum),
            _ => None,
        }
    }

    /// Whether the vote ended without an answer on the merits.
    pub fn is_deadlock(self) -> bool {
        !matches!(self, Self::Approved | Self::Rejected)
    }
}

/// How many votes ended how.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Endings {
    pub approved: u32,
    pub rejected: u32,
    pub fallback_approved: u32,
    pub fallback_rejected: u32,
    pub blocked: u32,
    pub no_quorum: u32,
    pub no_answer: u32,
    /// Those who took part, in millionths of the electorate, added up.
    #[serde(skip)]
    participation: u64,
}

impl Endings {
    /// Adds a vote.
    pub fn add(&mut self, ending: Ending, participation: u64) {
        *self.of_mut(ending) += 1;
        self.participation += participation;
    }

    /// Adds other votes.
    pub fn join(&mut self, other: &Self) {
        for ending in Ending::ALL {
            *self.of_mut(ending) += other.of(ending);
        }
        self.participation += other.participation;
    }

    fn of_mut(&mut self, ending: Ending) -> &mut u32 {
        match ending {
            Ending::Approved => &mut self.approved,
            Ending::Rejected => &mut self.rejected,
            Ending::FallbackApproved => &mut self.fallback_approved,
            Ending::FallbackRejected => &mut self.fallback_rejected,
            Ending::Blocked => &mut self.blocked,
            Ending::NoQuorum => &mut self.no_quorum,
            Ending::NoAnswer => &mut self.no_answer,
        }
    }

    /// How many ended so.
    pub fn of(&self, ending: Ending) -> u32 {
        let mut copy = *self;
        *copy.of_mut(ending)
    }

    /// How many votes there were.
    pub fn total(&self) -> u32 {
        Ending::ALL.into_iter().map(|ending| self.of(ending)).sum()
    }

    /// How many ended without an answer on the merits.
    pub fn deadlocks(&self) -> u32 {
        let deadlocks = Ending::ALL.into_iter().filter(|ending| ending.is_deadlock());
        deadlocks.map(|ending| self.of(ending)).sum()
    }

    /// The part of 1 that `count` is of all.
    pub fn part(&self, count: u32) -> f64 {
        f64::from(count) / f64::from(self.total().max(1))
    }

    /// The mean part of the electorate that took part.
    pub fn participation(&self) -> f64 {
        self.participation as f64 / 1e6 / f64::from(self.total().max(1))
    }
}
