//! What `pallet_reputation` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 10 steps, 5 repeats, AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens)]

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    *,
};

/// Weights of `pallet_reputation` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_reputation::WeightInfo for WeightInfo<T> {
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Attestors` (r:1 w:0)
    /// Proof: `Reputation::Attestors` (`max_values`: None, `max_size`: Some(51), added: 2526, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:2 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Parameters` (r:1 w:0)
    /// Proof: `Reputation::Parameters` (`max_values`: Some(1), `max_size`: Some(36), added: 531, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Days` (r:1 w:1)
    /// Proof: `Reputation::Days` (`max_values`: None, `max_size`: Some(4550), added: 7025, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Rules` (r:1 w:0)
    /// Proof: `Reputation::Rules` (`max_values`: Some(1), `max_size`: Some(845), added: 1340, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Reputations` (r:1 w:1)
    /// Proof: `Reputation::Reputations` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
    fn attest() -> Weight {
        // Minimum execution time: 67_601_000 picoseconds.
        Weight::from_parts(74_561_000, 13480)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Reputation::Attestors` (r:1 w:1)
    /// Proof: `Reputation::Attestors` (`max_values`: None, `max_size`: Some(51), added: 2526, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:1 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::CounterForAttestors` (r:1 w:1)
    /// Proof: `Reputation::CounterForAttestors` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    fn set_attestor() -> Weight {
        // Minimum execution time: 18_097_000 picoseconds.
        Weight::from_parts(20_901_000, 7235)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Reputation::Rules` (r:1 w:1)
    /// Proof: `Reputation::Rules` (`max_values`: Some(1), `max_size`: Some(845), added: 1340, mode: `MaxEncodedLen`)
    fn set_category() -> Weight {
        // Minimum execution time: 10_746_000 picoseconds.
        Weight::from_parts(13_440_000, 2330)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Reputation::Parameters` (r:0 w:1)
    /// Proof: `Reputation::Parameters` (`max_values`: Some(1), `max_size`: Some(36), added: 531, mode: `MaxEncodedLen`)
    fn set_parameters() -> Weight {
        // Minimum execution time: 4_526_000 picoseconds.
        Weight::from_parts(6_290_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Reputation::Attestors` (r:1 w:0)
    /// Proof: `Reputation::Attestors` (`max_values`: None, `max_size`: Some(51), added: 2526, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:2 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Parameters` (r:1 w:0)
    /// Proof: `Reputation::Parameters` (`max_values`: Some(1), `max_size`: Some(36), added: 531, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Days` (r:1 w:1)
    /// Proof: `Reputation::Days` (`max_values`: None, `max_size`: Some(4550), added: 7025, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Rules` (r:1 w:0)
    /// Proof: `Reputation::Rules` (`max_values`: Some(1), `max_size`: Some(845), added: 1340, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Reputations` (r:1 w:1)
    /// Proof: `Reputation::Reputations` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
    fn award() -> Weight {
        // Minimum execution time: 59_428_000 picoseconds.
        Weight::from_parts(71_787_000, 13480)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Reputation::Rules` (r:1 w:0)
    /// Proof: `Reputation::Rules` (`max_values`: Some(1), `max_size`: Some(845), added: 1340, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Reputations` (r:1 w:0)
    /// Proof: `Reputation::Reputations` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
    fn voting_power() -> Weight {
        // Minimum execution time: 12_759_000 picoseconds.
        Weight::from_parts(14_352_000, 3878)
            .saturating_add(T::DbWeight::get().reads(2))
    }
    /// Storage: `Did::Documents` (r:1 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Reputations` (r:1 w:1)
    /// Proof: `Reputation::Reputations` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::CounterForReputations` (r:1 w:1)
    /// Proof: `Reputation::CounterForReputations` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Days` (r:90 w:90)
    /// Proof: `Reputation::Days` (`max_values`: None, `max_size`: Some(4550), added: 7025, mode: `MaxEncodedLen`)
    fn subject_changed() -> Weight {
        // Minimum execution time: 87_660_000 picoseconds.
        Weight::from_parts(117_615_000, 633240)
            .saturating_add(T::DbWeight::get().reads(93))
            .saturating_add(T::DbWeight::get().writes(92))
    }
}
