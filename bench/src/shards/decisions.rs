//! What is sent over the lane: decisions that do nothing.

use icn_primitives::ShardId;
use icn_runtime::{limits::block_amount, RuntimeCall};
use pallet_admission::QuotaParameters;
use polkadot_sdk::{frame_system, pallet_utility, sp_runtime::BoundedVec};

use codec::Encode;

/// Calls that one transaction may hold, as admission counts them.
pub const CALLS: u32 = 128;
/// How many blocks the federation may fill at once, while a lane is measured.
const BLOCKS: u64 = 20;

/// A message: a decision on another shard, told from others by its number.
pub fn remark(destination: ShardId, number: u32) -> RuntimeCall {
    let remark = frame_system::Call::remark { remark: number.to_le_bytes().to_vec() };
    RuntimeCall::Federation(pallet_federation::Call::decide_on {
        shard: destination,
        call: BoundedVec::truncate_from(RuntimeCall::System(remark).encode()),
        expires_at: None,
    })
}

/// So many messages, in batches as large as admission lets them be.
pub fn remarks(destination: ShardId, messages: u32) -> Vec<RuntimeCall> {
    let numbers: Vec<_> = (0..messages).collect();
    let batch = |numbers: &[u32]| {
        let calls = numbers.iter().map(|number| remark(destination, *number)).collect();
        RuntimeCall::Utility(pallet_utility::Call::batch { calls })
    };
    numbers.chunks(CALLS as usize).map(batch).collect()
}

/// Gives the federation so large a quota that it is never what keeps messages waiting.
pub fn raise_quota() -> RuntimeCall {
    let mut parameters = QuotaParameters::for_block(block_amount());
    parameters.federation.weight *= BLOCKS;
    parameters.federation.bytes *= BLOCKS;
    let call = RuntimeCall::Admission(pallet_admission::Call::set_parameters { parameters });
    RuntimeCall::Federation(pallet_federation::Call::decide { call: Box::new(call) })
}
