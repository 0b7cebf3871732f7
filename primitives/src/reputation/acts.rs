//! What gives reputation: acts that pallets record, and attestors.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use super::{Category, Score};
use crate::{shard::ShardRole, Did, Hash};

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
