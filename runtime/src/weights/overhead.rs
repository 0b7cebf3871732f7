//! What a block and a transaction cost before they do anything.

use polkadot_sdk::{
    frame_support::weights::constants::WEIGHT_REF_TIME_PER_NANOS,
    frame_support::{parameter_types, weights::Weight},
};

parameter_types! {
    /// An empty block: its header, inherents and hooks.
    pub const BlockExecutionWeight: Weight =
        Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul(400_000), 0);
    /// A transaction's decoding and the verification of its signature, of which an Sr25519
    /// signature takes 50 µs on an AMD EPYC and 75 µs on an older Intel Xeon, and a third more while
    /// that core's other half is busy. The rest makes up for DIDs' calls, which took up to 265 µs of
    /// computing where they weighed 253; in slower minutes still they take more. What its extensions
    /// cost comes on top: `scripts/bench throughput --calls nothing` says what an empty batch takes in
    /// all, and what it weighs.
    pub const ExtrinsicBaseWeight: Weight =
        Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul(150_000), 0);
}
