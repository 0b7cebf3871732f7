//! What `pallet_utility` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 16 steps, 8 repeats, AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens)]

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    *,
};

/// Weights of `pallet_utility` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_utility::WeightInfo for WeightInfo<T> {
    /// The range of component `c` is `[0, 1000]`.
    fn batch(c: u32, ) -> Weight {
        // Minimum execution time: 5_077_000 picoseconds.
        Weight::from_parts(3_795_272, 0)
            // Standard Error: 883
            .saturating_add(Weight::from_parts(3_374_143, 0).saturating_mul(c.into()))
    }
    fn as_derivative() -> Weight {
        // Minimum execution time: 4_797_000 picoseconds.
        Weight::from_parts(5_298_000, 0)
    }
    /// The range of component `c` is `[0, 1000]`.
    fn batch_all(c: u32, ) -> Weight {
        // Minimum execution time: 5_107_000 picoseconds.
        Weight::from_parts(7_661_068, 0)
            // Standard Error: 1_222
            .saturating_add(Weight::from_parts(3_793_281, 0).saturating_mul(c.into()))
    }
    fn dispatch_as() -> Weight {
        // Minimum execution time: 7_030_000 picoseconds.
        Weight::from_parts(7_751_000, 0)
    }
    /// The range of component `c` is `[0, 1000]`.
    fn force_batch(c: u32, ) -> Weight {
        // Minimum execution time: 5_108_000 picoseconds.
        Weight::from_parts(5_814_634, 0)
            // Standard Error: 1_285
            .saturating_add(Weight::from_parts(3_414_084, 0).saturating_mul(c.into()))
    }
    fn dispatch_as_fallible() -> Weight {
        // Minimum execution time: 7_040_000 picoseconds.
        Weight::from_parts(7_791_000, 0)
    }
    fn if_else() -> Weight {
        // Minimum execution time: 8_733_000 picoseconds.
        Weight::from_parts(9_534_000, 0)
    }
}
