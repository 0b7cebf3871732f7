//! Measures what a runtime's calls, hooks and extensions cost: `scripts/weights` runs it.
//!
//! It is what frame-omni-bencher is, the SDK's measurement of pallets. Built here, it has the node's
//! dependencies, profile and allocator: what runtimes call takes what it takes in a node, and what has
//! been compiled for nodes isn't compiled once more.

use clap::Parser;
use polkadot_sdk::{frame_benchmarking_cli::PalletCmd, sc_cli, sp_runtime::traits::BlakeTwo256};

fn main() -> sc_cli::Result<()> {
    sc_cli::LoggerBuilder::new("warn").init()?;
    PalletCmd::parse().run_with_spec::<BlakeTwo256, ()>(None)
}
