//! What somebody is known for.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{
    fmt,
    ops::{Index, IndexMut},
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Number of categories.
pub const CATEGORIES: usize = 13;

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

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

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
}
