//! What a block and a transaction cost before they do anything.

use polkadot_sdk::{
    frame_support::weights::constants::WEIGHT_REF_TIME_PER_NANOS,
    frame_support::{parameter_types, weights::Weight},
};

/// The slowest core that the chain is for verifies an Sr25519 signature in this time, in nanoseconds:
/// weights bound what such a core takes. A node compares its own with it when it starts.
pub const SIGNATURE_NANOS: u64 = 75_000;

parameter_types! {
    /// An empty block: its header, inherents and hooks.
    pub const BlockExecutionWeight: Weight =
        Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul(400_000), 0);
    /// A transaction's decoding, the verification of its signature, and what nothing else counts. What its
    /// extensions cost comes on top: `scripts/bench throughput --calls nothing` says what an empty
    /// batch takes in all, and what it weighs.
    pub const ExtrinsicBaseWeight: Weight = Weight::from_parts(
        WEIGHT_REF_TIME_PER_NANOS.saturating_mul(SIGNATURE_NANOS.saturating_add(90_000)),
        0,
    );
}
