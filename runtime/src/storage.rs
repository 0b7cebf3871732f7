//! What is stored, and by whom, on shards with the role of a storage.

use alloc::vec::Vec;
use codec::Encode;
use icn_primitives::{
    shard::ShardRole,
    storage::{CommitmentId, Proofs},
    Signature,
};
use polkadot_sdk::frame_support::{
    parameter_types,
    weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight},
};

use crate::{
    decisions::FederationDecision,
    known::Known,
    limits::BLOCK_MILLIS,
    shards::{unsigned, ThisShard},
    standing::ReputationOfActs,
    weights, Runtime, Shards, Storage, Timestamp,
};

parameter_types! {
    /// An eighth of a block.
    pub const ChallengeWeight: Weight =
        Weight::from_parts(BLOCK_MILLIS * WEIGHT_REF_TIME_PER_MILLIS / 8, u64::MAX / 8);
}

impl pallet_storage::Config for Runtime {
    type Time = Timestamp;
    type Parties = Known;
    type FederationOrigin = FederationDecision;
    type Reputation = ReputationOfActs;
    type ThisShard = ThisShard;
    type AgendaWeight = ChallengeWeight;
    type WeightInfo = weights::pallet_storage::WeightInfo<Runtime>;
}

/// The transaction that answers a challenge; the error's name if the chain would refuse it.
pub fn answer_transaction(
    commitment: CommitmentId,
    number: u32,
    proofs: Proofs,
    signature: Signature,
) -> Result<Vec<u8>, Vec<u8>> {
    let call = Storage::answer_call(commitment, number, proofs, signature)
        .map_err(|error| <&'static str>::from(error).as_bytes().to_vec())?;
    Ok(unsigned(call.into()).encode())
}

/// Whether this is a storage shard.
pub fn is_storage() -> bool {
    Shards::this_role() == ShardRole::Storage
}
