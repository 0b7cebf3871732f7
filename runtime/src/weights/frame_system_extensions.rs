//! What `frame_system_extensions` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 16 steps, 8 repeats, AMD EPYC.

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
        // Minimum execution time: 2_103_000 picoseconds.
        Weight::from_parts(2_384_000, 0)
    }
    fn check_mortality_mortal_transaction() -> Weight {
        // Minimum execution time: 4_367_000 picoseconds.
        Weight::from_parts(4_797_000, 0)
    }
    fn check_mortality_immortal_transaction() -> Weight {
        // Minimum execution time: 4_377_000 picoseconds.
        Weight::from_parts(4_807_000, 0)
    }
    fn check_non_zero_sender() -> Weight {
        // Minimum execution time: 721_000 picoseconds.
        Weight::from_parts(852_000, 0)
    }
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    fn check_nonce() -> Weight {
        // Minimum execution time: 7_711_000 picoseconds.
        Weight::from_parts(8_243_000, 3529)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn check_spec_version() -> Weight {
        // Minimum execution time: 520_000 picoseconds.
        Weight::from_parts(621_000, 0)
    }
    fn check_tx_version() -> Weight {
        // Minimum execution time: 501_000 picoseconds.
        Weight::from_parts(611_000, 0)
    }
    fn check_weight() -> Weight {
        // Minimum execution time: 4_357_000 picoseconds.
        Weight::from_parts(4_737_000, 0)
    }
    fn weight_reclaim() -> Weight {
        // Minimum execution time: 2_434_000 picoseconds.
        Weight::from_parts(2_744_000, 0)
    }
}
