//! How much a block holds.
//!
//! A block comes every 3 seconds. Its author has half of the slot to make it and keeps a tenth of
//! that back, and every other validator executes it once more before the next slot; so
//! 1.3 seconds of execution is what a slot can carry without a turn being missed.

use icn_primitives::{admission::Amount, Moment};
use polkadot_sdk::{
    frame_support::{
        dispatch::DispatchClass,
        parameter_types,
        weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, RuntimeDbWeight, Weight},
    },
    frame_system::limits::{BlockLength, BlockWeights},
    sp_runtime::Perbill,
};

use crate::weights::overhead::{BlockExecutionWeight, ExtrinsicBaseWeight};

/// Time between two blocks, in milliseconds.
pub const SLOT: Moment = 3_000;
/// Execution time that a block may hold, in milliseconds.
pub const BLOCK_MILLIS: u64 = 1_300;
/// Length that a block may have, in bytes.
pub const BLOCK_BYTES: u32 = 5 * 1024 * 1024;
/// The part of a block for ordinary transactions; the rest is for what keeps the chain going.
pub const NORMAL: Perbill = Perbill::from_percent(90);

/// The whole of a block's weight. Proof size counts for parachains alone.
const MAXIMUM: Weight = Weight::from_parts(BLOCK_MILLIS * WEIGHT_REF_TIME_PER_MILLIS, u64::MAX);

parameter_types! {
    pub const SlotDuration: Moment = SLOT;
    pub const MinimumPeriod: Moment = SLOT / 2;
    pub const DbWeight: RuntimeDbWeight = crate::weights::rocksdb::WEIGHT;
    pub RuntimeBlockLength: BlockLength =
        BlockLength::builder()
            .max_length(BLOCK_BYTES)
            .modify_max_length_for_class(DispatchClass::Normal, |length| *length = NORMAL * BLOCK_BYTES)
            .build();
    pub RuntimeBlockWeights: BlockWeights = BlockWeights::builder()
        .base_block(BlockExecutionWeight::get())
        .for_class(DispatchClass::all(), |weights| {
            weights.base_extrinsic = ExtrinsicBaseWeight::get();
        })
        .for_class(DispatchClass::Normal, |weights| {
            weights.max_total = Some(NORMAL * MAXIMUM);
        })
        .for_class(DispatchClass::Operational, |weights| {
            weights.max_total = Some(MAXIMUM);
            weights.reserved = Some(MAXIMUM - NORMAL * MAXIMUM);
        })
        .avg_block_initialization(Perbill::from_percent(1))
        .build_or_panic();
}

/// What a block holds of ordinary transactions: what the cooperatives' quotas share out.
pub fn block_amount() -> Amount {
    Amount { weight: (NORMAL * MAXIMUM).ref_time(), bytes: (NORMAL * BLOCK_BYTES).into() }
}
