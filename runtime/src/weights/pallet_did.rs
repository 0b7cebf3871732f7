//! What `pallet_did` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 16 steps, 8 repeats, AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens)]

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    *,
};

/// Weights of `pallet_did` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_did::WeightInfo for WeightInfo<T> {
    /// Storage: `Did::AccountOwner` (r:2 w:1)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:5 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:1)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn create() -> Weight {
        // Minimum execution time: 146_488_000 picoseconds.
        Weight::from_parts(160_018_000, 32215)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    /// Storage: `Did::Documents` (r:1 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:2 w:1)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn add_method() -> Weight {
        // Minimum execution time: 149_021_000 picoseconds.
        Weight::from_parts(159_347_000, 7235)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    /// Storage: `Did::Documents` (r:1 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:1 w:1)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn remove_method() -> Weight {
        // Minimum execution time: 42_694_000 picoseconds.
        Weight::from_parts(45_187_000, 7235)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    /// Storage: `Did::Documents` (r:1 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:2 w:1)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn set_relationships() -> Weight {
        // Minimum execution time: 148_451_000 picoseconds.
        Weight::from_parts(158_525_000, 7235)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    /// Storage: `Did::Documents` (r:1 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:2 w:2)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn rotate_key() -> Weight {
        // Minimum execution time: 153_088_000 picoseconds.
        Weight::from_parts(168_911_000, 7235)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    /// Storage: `Did::Documents` (r:1 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    fn put_service(_m: u32, _s: u32, ) -> Weight {
        // Minimum execution time: 32_418_000 picoseconds.
        Weight::from_parts(35_272_000, 7235)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Did::Documents` (r:1 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    fn remove_service(_m: u32, _s: u32, ) -> Weight {
        // Minimum execution time: 30_145_000 picoseconds.
        Weight::from_parts(32_168_000, 7235)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Did::Documents` (r:5 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    fn set_controller() -> Weight {
        // Minimum execution time: 46_029_000 picoseconds.
        Weight::from_parts(49_012_000, 32215)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Did::Documents` (r:1 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:1 w:8)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Did::Guardians` (r:0 w:1)
    /// Proof: `Did::Guardians` (`max_values`: None, `max_size`: Some(315), added: 2790, mode: `MaxEncodedLen`)
    /// Storage: `Did::Recoveries` (r:0 w:1)
    /// Proof: `Did::Recoveries` (`max_values`: None, `max_size`: Some(9330), added: 11805, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn deactivate() -> Weight {
        // Minimum execution time: 60_170_000 picoseconds.
        Weight::from_parts(64_606_000, 7235)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(15))
    }
    /// Storage: `Did::Documents` (r:9 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Did::Recoveries` (r:1 w:1)
    /// Proof: `Did::Recoveries` (`max_values`: None, `max_size`: Some(9330), added: 11805, mode: `MaxEncodedLen`)
    /// Storage: `Did::Guardians` (r:0 w:1)
    /// Proof: `Did::Guardians` (`max_values`: None, `max_size`: Some(315), added: 2790, mode: `MaxEncodedLen`)
    fn set_guardians() -> Weight {
        // Minimum execution time: 125_677_000 picoseconds.
        Weight::from_parts(131_795_000, 57195)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Did::AccountOwner` (r:2 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:2 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::Guardians` (r:1 w:0)
    /// Proof: `Did::Guardians` (`max_values`: None, `max_size`: Some(315), added: 2790, mode: `MaxEncodedLen`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `Did::Recoveries` (r:1 w:1)
    /// Proof: `Did::Recoveries` (`max_values`: None, `max_size`: Some(9330), added: 11805, mode: `MaxEncodedLen`)
    fn start_recovery() -> Weight {
        // Minimum execution time: 157_474_000 picoseconds.
        Weight::from_parts(188_701_000, 13480)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Did::Recoveries` (r:1 w:1)
    /// Proof: `Did::Recoveries` (`max_values`: None, `max_size`: Some(9330), added: 11805, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:8 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::Guardians` (r:1 w:0)
    /// Proof: `Did::Guardians` (`max_values`: None, `max_size`: Some(315), added: 2790, mode: `MaxEncodedLen`)
    fn approve_recovery() -> Weight {
        // Minimum execution time: 133_489_000 picoseconds.
        Weight::from_parts(143_223_000, 50950)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Did::Documents` (r:1 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Did::Recoveries` (r:1 w:1)
    /// Proof: `Did::Recoveries` (`max_values`: None, `max_size`: Some(9330), added: 11805, mode: `MaxEncodedLen`)
    fn cancel_recovery() -> Weight {
        // Minimum execution time: 43_785_000 picoseconds.
        Weight::from_parts(48_351_000, 12795)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Did::Recoveries` (r:1 w:1)
    /// Proof: `Did::Recoveries` (`max_values`: None, `max_size`: Some(9330), added: 11805, mode: `MaxEncodedLen`)
    /// Storage: `Did::Guardians` (r:1 w:0)
    /// Proof: `Did::Guardians` (`max_values`: None, `max_size`: Some(315), added: 2790, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:9 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:1 w:9)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn finish_recovery() -> Weight {
        // Minimum execution time: 184_184_000 picoseconds.
        Weight::from_parts(193_397_000, 57195)
            .saturating_add(T::DbWeight::get().reads(15))
            .saturating_add(T::DbWeight::get().writes(16))
    }
}
