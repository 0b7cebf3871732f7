//! What one access to the database costs with RocksDB, the default.
//!
//! Measured by `scripts/bench database --values 100000`: 19 of 20 accesses to a state of 100,000
//! values, the size of a federation with some ten thousand members, take no longer when the node has
//! read its state into memory. With a million values they take two to three times as long.

use polkadot_sdk::frame_support::weights::{constants::WEIGHT_REF_TIME_PER_NANOS, RuntimeDbWeight};

/// Reading and writing one value, in picoseconds.
pub const WEIGHT: RuntimeDbWeight = RuntimeDbWeight {
    read: 10_000 * WEIGHT_REF_TIME_PER_NANOS,
    write: 25_000 * WEIGHT_REF_TIME_PER_NANOS,
};
