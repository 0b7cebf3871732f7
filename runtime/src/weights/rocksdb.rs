//! What one access to the database costs with RocksDB, the default.

use polkadot_sdk::frame_support::weights::{constants::WEIGHT_REF_TIME_PER_NANOS, RuntimeDbWeight};

/// Reading and writing one value, in picoseconds.
pub const WEIGHT: RuntimeDbWeight = RuntimeDbWeight {
    read: 5_000 * WEIGHT_REF_TIME_PER_NANOS,
    write: 10_000 * WEIGHT_REF_TIME_PER_NANOS,
};
