//! What members do with a proposal.

use clap::{Args, ValueEnum};
use icn_primitives::governance::{Choice, Model};
use serde::Serialize;

use crate::share::Share;

/// How members behave, in per cent.
#[derive(Args, Clone, Debug, Serialize)]
pub struct Behaviour {
    /// How many vote, of those who decide anew each time
    #[arg(long, value_name = "PERCENT", default_value = "65")]
    pub turnout: Share,
    /// How many neither vote nor delegate, ever
    #[arg(long, value_name = "PERCENT", default_value = "15")]
    pub apathy: Share,
    /// How many of the others collude: they always vote, all alike, and never give way
    #[arg(long, value_name = "PERCENT", default_value = "5")]
    pub collusion: Share,
    /// What those who collude want
    #[arg(long, value_enum, default_value_t = Bloc::Either)]
    pub bloc: Bloc,
    /// How many of those left let another member vote; nobody asks somebody apathetic
    #[arg(long, value_name = "PERCENT", default_value = "15")]
    pub delegation: Share,
    /// How many are for a proposal, of those who aren't neutral
    #[arg(long, value_name = "PERCENT", default_value = "70")]
    pub support: Share,
    /// How many are neutral, and abstain
    #[arg(long, value_name = "PERCENT", default_value = "5")]
    pub abstention: Share,
    /// How many of those against it say no where one voice can stop it; the others stand aside
    #[arg(long, value_name = "PERCENT", default_value = "10")]
    pub objection: Share,
    /// How many objections are resolved in their window: whoever objected is then for it
    #[arg(long, value_name = "PERCENT", default_value = "50")]
    pub resolution: Share,
    /// By how many points turnout and support differ from vote to vote (standard deviation at 50 %)
    #[arg(long, value_name = "POINTS", default_value = "10")]
    pub spread: Share,
}

/// What those who collude want.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bloc {
    /// Every proposal stopped
    Against,
    /// Every proposal through
    For,
    /// One or the other, each time, as likely as any member
    Either,
}

/// What a member thinks of a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opinion {
    For,
    Against,
    Neutral,
}

/// A vote, as the chain takes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Vote {
    Cast(Choice),
    Objection,
}

/// Whether a few voices can stop a proposal, whatever the others want.
pub fn single_voices_count(model: Model) -> bool {
    match model {
        Model::Majority | Model::Supermajority => false,
        Model::Consensus | Model::ConsensusMinusOne | Model::Consent => true,
    }
}

impl Opinion {
    /// How somebody votes who thinks so, and says no to the end (`insists`) or stands aside.
    pub fn vote(self, model: Model, insists: bool) -> Vote {
        match self {
            Self::For => Vote::Cast(Choice::Approve),
            Self::Neutral => Vote::Cast(Choice::Abstain),
            Self::Against if single_voices_count(model) && !insists => Vote::Cast(Choice::Abstain),
            Self::Against if model == Model::Consent => Vote::Objection,
            Self::Against => Vote::Cast(Choice::Reject),
        }
    }
}
