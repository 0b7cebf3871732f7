//! Reputation: categories, scores, who gives them, and what pages about them show (S003).
//!
//! Scores and weights are fixed point and never floats, so that every node computes the same. In
//! JSON they are decimals in quotes: JSON's own numbers lose digits.

use alloc::{string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{
    fmt,
    ops::{Index, IndexMut},
    str::FromStr,
};
use polkadot_sdk::sp_runtime::{DispatchResult, Weight};
use scale_info::TypeInfo;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{shard::ShardRole, Did, Hash};

/// Number of categories.
pub const CATEGORIES: usize = 13;
/// Most attestors at a time.
pub const MAX_ATTESTORS: u32 = 64;
/// For how many days, today included, the history of a subject is kept.
pub const HISTORY_DAYS: u32 = 90;
/// How many subjects the statistics name.
pub const TOP_SUBJECTS: u32 = 10;

/// What somebody is known for.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Making and finalizing blocks.
    #[codec(index = 0)]
    Validation,
    /// Voting.
    #[codec(index = 1)]
    Voting,
    /// Proposals that were accepted.
    #[codec(index = 2)]
    ProposalCreation,
    /// Building what the federation uses.
    #[codec(index = 3)]
    Development,
    /// Keeping budgets.
    #[codec(index = 4)]
    BudgetManagement,
    /// Bringing people together.
    #[codec(index = 5)]
    CommunityBuilding,
    /// Sharing resources.
    #[codec(index = 6)]
    ResourceSharing,
    /// Helping cooperatives to grow.
    #[codec(index = 7)]
    CooperativeGrowth,
    /// Settling conflicts.
    #[codec(index = 8)]
    ConflictResolution,
    /// Lasting ways to do things.
    #[codec(index = 9)]
    Sustainability,
    /// Doing anything at all: each act in another category adds to it.
    #[codec(index = 10)]
    Participation,
    /// New ways to do things.
    #[codec(index = 11)]
    Innovation,
    /// Buying and selling. Never counts towards voting power.
    #[codec(index = 12)]
    Marketplace,
}

impl Category {
    /// Every category, in the order of their numbers.
    pub const ALL: [Self; CATEGORIES] = [
        Self::Validation,
        Self::Voting,
        Self::ProposalCreation,
        Self::Development,
        Self::BudgetManagement,
        Self::CommunityBuilding,
        Self::ResourceSharing,
        Self::CooperativeGrowth,
        Self::ConflictResolution,
        Self::Sustainability,
        Self::Participation,
        Self::Innovation,
        Self::Marketplace,
    ];

    /// Whether it counts towards voting power: buying must not buy votes.
    pub fn counts_for_voting(self) -> bool {
        self != Self::Marketplace
    }

    /// Whether its events add to [`Category::Participation`]: those of participation itself don't,
    /// and those of the marketplace would otherwise buy votes by a detour.
    pub fn adds_to_participation(self) -> bool {
        !matches!(self, Self::Participation | Self::Marketplace)
    }

    /// The name that it has in texts, as S003 writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Validation => "validation",
            Self::Voting => "voting",
            Self::ProposalCreation => "proposal_creation",
            Self::Development => "development",
            Self::BudgetManagement => "budget_management",
            Self::CommunityBuilding => "community_building",
            Self::ResourceSharing => "resource_sharing",
            Self::CooperativeGrowth => "cooperative_growth",
            Self::ConflictResolution => "conflict_resolution",
            Self::Sustainability => "sustainability",
            Self::Participation => "participation",
            Self::Innovation => "innovation",
            Self::Marketplace => "marketplace",
        }
    }

    /// The category that has this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.name() == name)
    }

    /// This category's bit in [`Categories`].
    fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Something for each category, in the order of their numbers.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct ByCategory<V>(pub [V; CATEGORIES]);

impl<V> ByCategory<V> {
    /// What `of` gives for each category.
    pub fn new(of: impl FnMut(Category) -> V) -> Self {
        Self(Category::ALL.map(of))
    }

    /// Each category with what it has.
    pub fn iter(&self) -> impl Iterator<Item = (Category, &V)> {
        Category::ALL.into_iter().zip(&self.0)
    }
}

// A category's number is always below the number of categories.
impl<V> Index<Category> for ByCategory<V> {
    type Output = V;

    fn index(&self, category: Category) -> &V {
        &self.0[category as usize]
    }
}

impl<V> IndexMut<Category> for ByCategory<V> {
    fn index_mut(&mut self, category: Category) -> &mut V {
        &mut self.0[category as usize]
    }
}

/// A set of categories, as bits: the lowest is validation's.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Categories(pub u16);

impl Categories {
    /// No category.
    pub const NONE: Self = Self(0);

    /// Whether `category` is among these.
    pub fn has(self, category: Category) -> bool {
        self.0 & category.bit() != 0
    }

    /// These and `category`.
    pub fn with(self, category: Category) -> Self {
        Self(self.0 | category.bit())
    }

    /// The categories in this set.
    pub fn iter(self) -> impl Iterator<Item = Category> {
        Category::ALL.into_iter().filter(move |category| self.has(*category))
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// Whether every bit is a category's.
    pub fn is_valid(self) -> bool {
        u32::from(self.0) >> CATEGORIES == 0
    }
}

impl FromIterator<Category> for Categories {
    fn from_iter<I: IntoIterator<Item = Category>>(categories: I) -> Self {
        categories.into_iter().fold(Self::NONE, Self::with)
    }
}

/// Points of reputation, in units of 10⁻¹⁸ of a point. May be negative.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Score(pub i128);

impl Score {
    /// Digits after the decimal point.
    pub const DECIMALS: usize = 18;
    /// Units in a point.
    pub const UNITS: i128 = 1_000_000_000_000_000_000;
    /// No points.
    pub const ZERO: Self = Self(0);

    /// So many points.
    pub const fn points(points: i64) -> Self {
        // Fits: 2⁶³ · 10¹⁸ < 2¹²⁷.
        Self(points as i128 * Self::UNITS)
    }

    /// The same without a minus.
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// Both together; at the ends of what fits, the end.
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// This times a factor, cut after the last digit; at the ends of what fits, the end.
    pub const fn times(self, factor: Millionths) -> Self {
        let factor = factor.0 as i128;
        let one = Millionths::ONE.0 as i128;
        let whole = (self.0 / one).saturating_mul(factor);
        Self(whole.saturating_add((self.0 % one) * factor / one))
    }
}

/// What a vote weighs, in units of 10⁻¹⁸ of the least: √max(1, mean of the twelve scores) (S003).
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct VotingPower(pub u128);

impl VotingPower {
    /// What everybody has.
    pub const ONE: Self = Self(Score::UNITS as u128);
}

/// A factor or a rate that isn't negative, in millionths.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Millionths(pub u32);

impl Millionths {
    /// Digits after the decimal point.
    pub const DECIMALS: usize = 6;
    /// 1.
    pub const ONE: Self = Self(1_000_000);
}

/// Why a text is not a number that the chain can hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvalidDecimal {
    /// It isn't digits with at most one point among them, and a minus before them at most.
    Malformed,
    /// It has more digits after the point than the chain keeps.
    TooPrecise,
    /// It is too large, or negative where that can't be.
    OutOfRange,
}

impl fmt::Display for InvalidDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "a number is digits with at most one point among them",
            Self::TooPrecise => "the number has more digits after the point than the chain keeps",
            Self::OutOfRange => "the number is too large, or negative where that can't be",
        })
    }
}

#[cfg(feature = "std")]
impl std::error::Error for InvalidDecimal {}

/// Writes `units`, of which 10^`decimals` make 1, without zeros at the end.
fn write_decimal(
    f: &mut fmt::Formatter<'_>,
    negative: bool,
    units: u128,
    decimals: usize,
) -> fmt::Result {
    let one = 10u128.pow(decimals as u32);
    let sign = if negative { "-" } else { "" };
    write!(f, "{sign}{}", units / one)?;
    let fraction = alloc::format!("{:0decimals$}", units % one);
    match fraction.trim_end_matches('0') {
        "" => Ok(()),
        digits => write!(f, ".{digits}"),
    }
}

/// Reads what [`write_decimal`] writes: whether it is negative, and the units.
fn read_decimal(text: &str, decimals: usize) -> Result<(bool, u128), InvalidDecimal> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((_, "")) => return Err(InvalidDecimal::Malformed),
        Some(parts) => parts,
        None => (digits, ""),
    };
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
        return Err(InvalidDecimal::Malformed);
    }
    let missing = decimals.checked_sub(fraction.len()).ok_or(InvalidDecimal::TooPrecise)?;
    let digits = whole.bytes().chain(fraction.bytes()).chain((0..missing).map(|_| b'0'));
    let units = digits.into_iter().try_fold(0u128, |units, digit| {
        units.checked_mul(10)?.checked_add(u128::from(digit.wrapping_sub(b'0')))
    });
    Ok((negative, units.ok_or(InvalidDecimal::OutOfRange)?))
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(f, self.0 < 0, self.0.unsigned_abs(), Self::DECIMALS)
    }
}

impl FromStr for Score {
    type Err = InvalidDecimal;

    fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
        let (negative, units) = read_decimal(text, Self::DECIMALS)?;
        let units = i128::try_from(units).map_err(|_| InvalidDecimal::OutOfRange)?;
        Ok(Self(if negative { -units } else { units }))
    }
}

impl fmt::Display for VotingPower {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(f, false, self.0, Score::DECIMALS)
    }
}

impl fmt::Display for Millionths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(f, false, self.0.into(), Self::DECIMALS)
    }
}

impl FromStr for Millionths {
    type Err = InvalidDecimal;

    fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
        match read_decimal(text, Self::DECIMALS)? {
            (true, 1..) => Err(InvalidDecimal::OutOfRange),
            (_, units) => units.try_into().map(Self).map_err(|_| InvalidDecimal::OutOfRange),
        }
    }
}

/// Text formats carry these numbers as decimals in quotes.
macro_rules! decimals_in_text_formats {
    ($($number:ty),*) => {$(
        impl Serialize for $number {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $number {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

decimals_in_text_formats!(Score, Millionths);

impl Serialize for VotingPower {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Something that a pallet records and gives or takes reputation for.
///
/// Shards tell each other of these: no number is given out twice.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The first vote on a proposal was cast.
    #[codec(index = 0)]
    VoteCast,
    /// A proposal was accepted.
    #[codec(index = 1)]
    ProposalAccepted,
    /// A block was produced.
    #[codec(index = 2)]
    BlockProduced,
    /// A turn to produce a block was missed.
    #[codec(index = 3)]
    TurnMissed,
    /// Two things were signed of which one could be.
    #[codec(index = 4)]
    Equivocated,
    /// An exchange between cooperatives was carried out.
    #[codec(index = 5)]
    ExchangeFulfilled,
    /// Bytes were shown to be available.
    #[codec(index = 6)]
    BytesKept,
    /// Bytes that were promised were not available.
    #[codec(index = 7)]
    BytesLost,
    /// An order was completed.
    #[codec(index = 8)]
    OrderCompleted,
    /// A dispute about an order was lost.
    #[codec(index = 9)]
    DisputeLost,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 10] = [
        Self::VoteCast,
        Self::ProposalAccepted,
        Self::BlockProduced,
        Self::TurnMissed,
        Self::Equivocated,
        Self::ExchangeFulfilled,
        Self::BytesKept,
        Self::BytesLost,
        Self::OrderCompleted,
        Self::DisputeLost,
    ];

    /// Whether this act can give or take reputation in `category`. So a shard that is not the hub,
    /// or a fault in one pallet, reaches no other category.
    pub fn gives_in(self, category: Category) -> bool {
        use Category::*;
        match self {
            Self::VoteCast => category == Voting,
            Self::ProposalAccepted => {
                !matches!(category, Validation | Voting | Participation | Marketplace)
            }
            Self::BlockProduced | Self::TurnMissed | Self::Equivocated => category == Validation,
            Self::ExchangeFulfilled => {
                matches!(category, ResourceSharing | CommunityBuilding | CooperativeGrowth)
            }
            Self::BytesKept | Self::BytesLost => category == ResourceSharing,
            Self::OrderCompleted | Self::DisputeLost => category == Marketplace,
        }
    }
}

impl Act {
    /// Whether pallets on a shard with this role record such acts.
    pub fn happens_on(self, role: ShardRole) -> bool {
        match self {
            Self::VoteCast | Self::ProposalAccepted => role == ShardRole::Federation,
            Self::BlockProduced | Self::TurnMissed | Self::Equivocated => true,
            Self::ExchangeFulfilled | Self::OrderCompleted | Self::DisputeLost => {
                role == ShardRole::Marketplace
            }
            Self::BytesKept | Self::BytesLost => role == ShardRole::Storage,
        }
    }
}

/// Most reports that one message brings to the hub.
pub const MAX_REPORTS: u32 = 64;

/// What an act on another shard gives or takes there, on its way to the hub.
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
)]
pub struct Report {
    /// What was done.
    pub act: Act,
    /// Who did it.
    pub subject: Did,
    /// In which category it counts.
    pub category: Category,
    /// How much it gives; negative takes.
    pub score: Score,
    /// Hash of what shows it.
    pub evidence: Hash,
}

/// Where reputation comes from.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Source {
    /// A pallet that recorded an act.
    #[codec(index = 0)]
    Act(Act),
    /// An attestor.
    #[codec(index = 1)]
    Attestor(Did),
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use proptest::prelude::*;

    #[test]
    fn categories_have_their_numbers_and_names() {
        for (number, category) in Category::ALL.into_iter().enumerate() {
            assert_eq!(category.encode(), [number as u8]);
            assert_eq!(category as usize, number);
            assert_eq!(Category::from_name(category.name()), Some(category));
            let quoted = alloc::format!("\"{category}\"");
            assert_eq!(serde_json::to_string(&category).unwrap(), quoted);
        }
        assert_eq!(Category::from_name("karma"), None);
    }

    #[test]
    fn a_set_of_categories_gives_back_what_was_put_in() {
        let set: Categories = [Category::Voting, Category::Marketplace].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [Category::Voting, Category::Marketplace]);
        assert!(set.is_valid() && !set.is_empty() && !set.has(Category::Innovation));
        assert!(Categories(0x1fff).is_valid() && !Categories(0x2000).is_valid());
    }

    #[test]
    fn acts_keep_their_numbers() {
        for (number, act) in Act::ALL.into_iter().enumerate() {
            assert_eq!(act.encode(), [number as u8]);
            assert!(Category::ALL.into_iter().any(|category| act.gives_in(category)));
        }
        let elsewhere = |act: Act| Category::ALL.into_iter().filter(move |c| act.gives_in(*c));
        for act in [Act::OrderCompleted, Act::DisputeLost] {
            assert!(elsewhere(act).eq([Category::Marketplace]), "buying buys votes");
        }
    }

    #[test]
    fn scores_are_written_as_decimals() {
        for (units, text) in [
            (0, "0"),
            (1, "0.000000000000000001"),
            (-Score::UNITS / 2, "-0.5"),
            (12 * Score::UNITS, "12"),
            (i128::MAX, "170141183460469231731.687303715884105727"),
        ] {
            assert_eq!(Score(units).to_string(), text);
            assert_eq!(text.parse(), Ok(Score(units)));
        }
        assert_eq!("1.2".parse(), Ok(Millionths(1_200_000)));
        assert_eq!(serde_json::to_string(&Millionths(70_000)).unwrap(), "\"0.07\"");
        for (text, why) in [
            ("", InvalidDecimal::Malformed),
            ("-", InvalidDecimal::Malformed),
            (".5", InvalidDecimal::Malformed),
            ("5.", InvalidDecimal::Malformed),
            ("1.2.3", InvalidDecimal::Malformed),
            ("+1", InvalidDecimal::Malformed),
            ("1e3", InvalidDecimal::Malformed),
            ("0.0000000000000000001", InvalidDecimal::TooPrecise),
            ("170141183460469231732", InvalidDecimal::OutOfRange),
            ("999999999999999999999999999999999999999", InvalidDecimal::OutOfRange),
        ] {
            assert_eq!(text.parse::<Score>(), Err(why), "{text}");
        }
        assert_eq!("-0.1".parse::<Millionths>(), Err(InvalidDecimal::OutOfRange));
        assert_eq!("4295".parse::<Millionths>(), Err(InvalidDecimal::OutOfRange));
    }

    #[test]
    fn a_factor_multiplies_without_overflow() {
        assert_eq!(Score::points(10).times(Millionths(100_000)), Score::points(1));
        assert_eq!(Score(-15).times(Millionths(100_000)), Score(-1));
        assert_eq!(Score(i128::MAX).times(Millionths(u32::MAX)), Score(i128::MAX));
        assert_eq!(Score(i128::MIN).times(Millionths(2_000_000)), Score(i128::MIN));
        assert_eq!(Score(i128::MAX).times(Millionths::ONE), Score(i128::MAX));
    }

    proptest! {
        #[test]
        fn every_score_reads_back(units: i128) {
            prop_assume!(units != i128::MIN);
            prop_assert_eq!(Score(units).to_string().parse(), Ok(Score(units)));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "[-0-9.]{0,60}") {
            let _ = text.parse::<Score>();
            let _ = text.parse::<Millionths>();
        }
    }
}
