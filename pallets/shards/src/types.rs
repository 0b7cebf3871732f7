//! What is kept of a shard.

use codec::{Decode, Encode, MaxEncodedLen};
use icn_primitives::{
    seat::MAX_SEATS,
    shard::{FinalizedHeader, ShardRole},
    BlockNumber, Hash, Moment,
};
use polkadot_sdk::{
    polkadot_sdk_frame::{prelude::BoundedVec, traits::ConstU32},
    sp_consensus_grandpa::{AuthorityId, SetId},
};
use scale_info::TypeInfo;

/// The finality authorities of a shard: one for each seat at most, and all of the same weight.
pub type Authorities = BoundedVec<AuthorityId, ConstU32<MAX_SEATS>>;

/// When something was learned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Learned {
    /// In which block of this shard.
    pub block: BlockNumber,
    /// At what time.
    pub time: Moment,
}

/// What is known of another shard.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Shard {
    /// What it is for.
    pub role: ShardRole,
    /// The hash of its genesis block, where it is known.
    pub genesis: Option<Hash>,
    /// The number of the set whose votes the next header needs.
    pub set_id: SetId,
    /// Its best finalized header; `None` before the first.
    pub best: Option<FinalizedHeader>,
    /// When that came, or when the shard was registered.
    pub learned: Learned,
}
