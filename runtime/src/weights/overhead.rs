//! What a block and a transaction cost before they do anything.

use polkadot_sdk::{
    frame_support::weights::constants::WEIGHT_REF_TIME_PER_NANOS,
    frame_support::{parameter_types, weights::Weight},
};

parameter_types! {
    /// An empty block: its header, inherents and hooks.
    pub const BlockExecutionWeight: Weight =
        Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul(400_000), 0);
    /// A transaction's decoding and the verification of its signature. What its extensions cost
    /// comes on top: all in all an empty batch takes 100 µs (`scripts/bench throughput --calls
    /// nothing`), and counts for more.
    pub const ExtrinsicBaseWeight: Weight =
        Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul(65_000), 0);
}
