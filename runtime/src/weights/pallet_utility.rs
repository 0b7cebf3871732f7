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
        // Minimum execution time: 4_016_000 picoseconds.
        Weight::from_parts(2_230_043, 0)
            // Standard Error: 1_216
            .saturating_add(Weight::from_parts(3_096_615, 0).saturating_mul(c.into()))
    }
    fn as_derivative() -> Weight {
        // Minimum execution time: 4_387_000 picoseconds.
        Weight::from_parts(4_848_000, 0)
    }
    /// The range of component `c` is `[0, 1000]`.
    fn batch_all(c: u32, ) -> Weight {
        // Minimum execution time: 3_956_000 picoseconds.
        Weight::from_parts(4_904_431, 0)
            // Standard Error: 1_318
            .saturating_add(Weight::from_parts(3_436_918, 0).saturating_mul(c.into()))
    }
    fn dispatch_as() -> Weight {
        // Minimum execution time: 5_969_000 picoseconds.
        Weight::from_parts(6_630_000, 0)
    }
    /// The range of component `c` is `[0, 1000]`.
    fn force_batch(c: u32, ) -> Weight {
        // Minimum execution time: 4_056_000 picoseconds.
        Weight::from_parts(682_436, 0)
            // Standard Error: 1_291
            .saturating_add(Weight::from_parts(3_096_063, 0).saturating_mul(c.into()))
    }
    fn dispatch_as_fallible() -> Weight {
        // Minimum execution time: 5_939_000 picoseconds.
        Weight::from_parts(6_609_000, 0)
    }
    fn if_else() -> Weight {
        // Minimum execution time: 7_431_000 picoseconds.
        Weight::from_parts(8_132_000, 0)
    }
}
