//! What is sent over the lane: decisions that do nothing.

use codec::Encode;
use icn_primitives::ShardId;
use icn_runtime::{limits::block_amount, RuntimeCall};
use pallet_admission::QuotaParameters;
use polkadot_sdk::{
    frame_system, pallet_utility,
    sp_runtime::{BoundedVec, Permill},
};

use crate::throughput::{OWN_REFILL_SECONDS, OWN_SHARE_PERCENT};

/// Calls that one transaction may hold, as admission counts them.
pub const CALLS: u32 = 128;
/// How many blocks the federation may fill at once, while a lane is measured.
const BLOCKS: u64 = 20;

/// A message: a decision on another shard, told from others by its number.
pub fn remark(destination: ShardId, number: u32) -> RuntimeCall {
    RuntimeCall::Federation(pallet_federation::Call::decide_on {
        shard: destination,
        call: BoundedVec::truncate_from(nothing(number)),
        expires_at: None,
    })
}

/// A call that does nothing, encoded.
pub fn nothing(number: u32) -> Vec<u8> {
    let remark = frame_system::Call::remark { remark: number.to_le_bytes().to_vec() };
    RuntimeCall::System(remark).encode()
}

/// So many messages, in batches as large as admission lets them be, each with its size.
pub fn remarks(destination: ShardId, messages: u32) -> Vec<(u64, RuntimeCall)> {
    let numbers: Vec<_> = (0..messages).collect();
    let batch = |numbers: &[u32]| {
        let calls = numbers.iter().map(|number| remark(destination, *number)).collect();
        (numbers.len() as u64, RuntimeCall::Utility(pallet_utility::Call::batch { calls }))
    };
    numbers.chunks(CALLS as usize).map(batch).collect()
}

/// Gives the federation so large a quota that it is never what keeps messages waiting.
pub fn raise_quota() -> RuntimeCall {
    let mut parameters = QuotaParameters {
        own_share: Permill::from_percent(OWN_SHARE_PERCENT),
        own_refill: u64::from(OWN_REFILL_SECONDS) * 1000,
        ..QuotaParameters::for_block(block_amount())
    };
    parameters.federation.weight *= BLOCKS;
    parameters.federation.bytes *= BLOCKS;
    let call = RuntimeCall::Admission(pallet_admission::Call::set_parameters { parameters });
    RuntimeCall::Federation(pallet_federation::Call::decide { call: Box::new(call) })
}
