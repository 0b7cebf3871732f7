//! Reputation: categories, scores, who gives them, and what pages about them show (S003).
//!
//! Scores and weights are fixed point and never floats, so that every node computes the same. In
//! JSON they are decimals in quotes: JSON's own numbers lose digits.

mod acts;
mod category;
mod numbers;

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::sp_runtime::{DispatchResult, Weight};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

pub use acts::{Act, Report, Source, MAX_REPORTS};
pub use category::{ByCategory, Categories, Category, CATEGORIES};
pub use numbers::{InvalidDecimal, Millionths, Score, VotingPower};

use crate::{Did, Hash};

/// Most attestors at a time.
pub const MAX_ATTESTORS: u32 = 64;
/// For how many days, today included, the history of a subject is kept.
pub const HISTORY_DAYS: u32 = 90;
/// How many subjects the statistics name.
pub const TOP_SUBJECTS: u32 = 10;

/// How a category counts.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct CategoryRules {
    /// What a point of it counts in the total; at most [`Self::MAX_WEIGHT`].
    pub weight: Millionths,
    /// λ: scores shrink by e^(−λ) in a day; at most [`Self::MAX_DECAY`].
    pub decay_per_day: Millionths,
    /// The least that is read.
    pub minimum: Score,
    /// The most that is read, if there is a limit.
    pub maximum: Option<Score>,
}

impl CategoryRules {
    /// Largest weight: 100.
    pub const MAX_WEIGHT: Millionths = Millionths(100_000_000);
    /// Fastest decay: λ = 1.
    pub const MAX_DECAY: Millionths = Millionths::ONE;
    /// Farthest from zero that minimum and maximum can be.
    pub const MAX_THRESHOLD: Score = Score::points(1_000_000_000_000);

    /// Whether they are within their bounds.
    pub fn are_valid(&self) -> bool {
        let maximum = self.maximum.unwrap_or(Self::MAX_THRESHOLD);
        self.weight <= Self::MAX_WEIGHT
            && self.decay_per_day <= Self::MAX_DECAY
            && self.minimum >= Score(-Self::MAX_THRESHOLD.0)
            && self.minimum <= maximum
            && maximum <= Self::MAX_THRESHOLD
    }

    /// A score as it is read.
    pub fn clamp(&self, score: Score) -> Score {
        let score = self.maximum.map_or(score, |maximum| score.min(maximum));
        score.max(self.minimum)
    }

    /// S003's weights and decays, scores from 0 on (domain §3).
    pub fn of_s003(category: Category) -> Self {
        let (weight, decay) = match category {
            Category::Validation => (1_000_000, 100_000),
            Category::Voting => (1_200_000, 50_000),
            Category::ProposalCreation => (1_500_000, 30_000),
            Category::Development => (2_000_000, 20_000),
            Category::BudgetManagement => (1_800_000, 80_000),
            Category::CommunityBuilding => (1_300_000, 40_000),
            Category::ResourceSharing => (1_400_000, 60_000),
            Category::CooperativeGrowth => (1_600_000, 30_000),
            Category::ConflictResolution => (1_700_000, 50_000),
            Category::Sustainability => (1_500_000, 40_000),
            Category::Participation => (1_100_000, 70_000),
            Category::Innovation => (1_900_000, 20_000),
            Category::Marketplace => (1_000_000, 40_000),
        };
        Self {
            weight: Millionths(weight),
            decay_per_day: Millionths(decay),
            minimum: Score::ZERO,
            maximum: None,
        }
    }
}

/// What is not a category's own.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct ReputationParameters {
    /// Most that all events of one act give and take one subject in one day (UTC), in all
    /// categories, each by its size.
    pub act_bound: Score,
    /// The same for one attestor.
    pub attestor_bound: Score,
    /// What each event outside participation adds there, as a part of its size.
    pub participation: Millionths,
}

impl ReputationParameters {
    /// Highest bound of a day.
    pub const MAX_BOUND: Score = Score::points(1_000_000);

    /// Whether they are within their bounds: no bound is negative or above [`Self::MAX_BOUND`], and
    /// participation grows by an event's whole size at most.
    pub fn are_valid(&self) -> bool {
        let bounds = Score::ZERO..=Self::MAX_BOUND;
        bounds.contains(&self.act_bound)
            && bounds.contains(&self.attestor_bound)
            && self.participation <= Millionths::ONE
    }

    /// The bound for `source`.
    pub fn bound(&self, source: &Source) -> Score {
        match source {
            Source::Act(_) => self.act_bound,
            Source::Attestor(_) => self.attestor_bound,
        }
    }
}

/// S003's tenth for participation; a day of many votes, and less than two accepted proposals' worth
/// from one attestor.
impl Default for ReputationParameters {
    fn default() -> Self {
        Self {
            act_bound: Score::points(100),
            attestor_bound: Score::points(20),
            participation: Millionths(100_000),
        }
    }
}

/// What pallets give reputation with.
pub trait GiveReputation {
    /// Gives `score` to `subject`, or takes it if it is negative. `evidence` is the hash of what
    /// shows why. All or nothing: an error leaves everything as it was.
    fn award(
        source: Source,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
    ) -> DispatchResult;

    /// The same for those who can't fail: what is refused is recorded, and nothing else happens.
    fn award_or_note(
        source: Source,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
    );

    /// The most that either costs.
    fn award_weight() -> Weight;
}

/// Nobody has a reputation.
impl GiveReputation for () {
    fn award(_: Source, _: &Did, _: Category, _: Score, _: Hash) -> DispatchResult {
        Ok(())
    }

    fn award_or_note(_: Source, _: &Did, _: Category, _: Score, _: Hash) {}

    fn award_weight() -> Weight {
        Weight::zero()
    }
}

/// What pallets read of somebody's reputation, as it is in this block.
pub trait ReadReputation {
    /// The score in one category.
    fn score(subject: &Did, category: Category) -> Score;

    /// √max(1, mean of the twelve scores that count for voting).
    fn voting_power(subject: &Did) -> VotingPower;

    /// The most that either costs.
    fn read_weight() -> Weight;
}

/// Nobody has a reputation, and all votes weigh the same.
impl ReadReputation for () {
    fn score(_: &Did, _: Category) -> Score {
        Score::ZERO
    }

    fn voting_power(_: &Did) -> VotingPower {
        VotingPower::ONE
    }

    fn read_weight() -> Weight {
        Weight::zero()
    }
}

/// Somebody's reputation at a moment.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ReputationView {
    /// The score in each category, within its limits.
    pub scores: ByCategory<Score>,
    /// How many events each category had.
    pub events: ByCategory<u32>,
    /// Σ weight · score.
    pub total: Score,
    /// What a vote weighs where reputation counts.
    pub voting_power: VotingPower,
}

/// A place in a ranking.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct Ranked {
    /// Who.
    pub subject: Did,
    /// The score in the category, or the total.
    pub score: Score,
}

/// A page of a ranking: the highest score first, among equal ones by DID.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct RankingPage {
    /// How many subjects the whole ranking has.
    pub subjects: u32,
    /// The place of the first entry; the best has place 1.
    pub first_place: u32,
    /// The entries.
    pub entries: Vec<Ranked>,
}

/// A day of somebody's history.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct HistoryDay {
    /// Days since the Unix epoch (UTC).
    pub day: u32,
    /// By category.
    pub categories: Vec<HistoryEntry>,
    /// How much each source gave and took, by size, without what participation got by itself.
    pub sources: Vec<(Source, Score)>,
}

/// What happened in one category on one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct HistoryEntry {
    /// Which.
    pub category: Category,
    /// What was given.
    pub given: Score,
    /// What was taken, by size.
    pub taken: Score,
    /// In how many events.
    pub events: u32,
    /// What is left of both now: the part of these events in the score, before its limits.
    pub value: Score,
}

/// The federation's reputation as a whole.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ReputationStatistics {
    /// How many subjects there are.
    pub subjects: u32,
    /// How many events they had, those included by which participation grew by itself.
    pub events: u64,
    /// By category.
    pub categories: ByCategory<CategoryStatistics>,
    /// The highest totals, at most [`TOP_SUBJECTS`].
    pub top: Vec<Ranked>,
}

/// One category as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo)]
pub struct CategoryStatistics {
    /// How many events it had.
    pub events: u64,
    /// The mean of all subjects' scores.
    pub average: Score,
}
