//! What `frame_system_extensions` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-22, with frame-omni-bencher 64.0.0, 8 steps, 4 repeats, Intel(R) Xeon(R) Processor.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens)]

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    *,
};

/// Weights of `frame_system_extensions` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> frame_system::ExtensionsWeightInfo for WeightInfo<T> {
    fn check_genesis() -> Weight {
        // Minimum execution time: 2_289_000 picoseconds.
        Weight::from_parts(2_903_000, 0)
    }
    fn check_mortality_mortal_transaction() -> Weight {
        // Minimum execution time: 4_331_000 picoseconds.
        Weight::from_parts(5_497_000, 0)
    }
    fn check_mortality_immortal_transaction() -> Weight {
        // Minimum execution time: 4_282_000 picoseconds.
        Weight::from_parts(5_142_000, 0)
    }
    fn check_non_zero_sender() -> Weight {
        // Minimum execution time: 653_000 picoseconds.
        Weight::from_parts(931_000, 0)
    }
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    fn check_nonce() -> Weight {
        // Minimum execution time: 7_806_000 picoseconds.
        Weight::from_parts(9_732_000, 3529)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn check_spec_version() -> Weight {
        // Minimum execution time: 500_000 picoseconds.
        Weight::from_parts(701_000, 0)
    }
    fn check_tx_version() -> Weight {
        // Minimum execution time: 548_000 picoseconds.
        Weight::from_parts(745_000, 0)
    }
    fn check_weight() -> Weight {
        // Minimum execution time: 4_849_000 picoseconds.
        Weight::from_parts(6_691_000, 0)
    }
    fn weight_reclaim() -> Weight {
        // Minimum execution time: 2_490_000 picoseconds.
        Weight::from_parts(3_233_000, 0)
    }
}
