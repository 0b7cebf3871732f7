//! What `pallet_did` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-22, with frame-omni-bencher 64.0.0, 8 steps, 4 repeats, Intel(R) Xeon(R) Processor.

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
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:5 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:1 w:1)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Reputations` (r:1 w:1)
    /// Proof: `Reputation::Reputations` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::CounterForReputations` (r:1 w:1)
    /// Proof: `Reputation::CounterForReputations` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:1)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn create() -> Weight {
        // Minimum execution time: 226_565_000 picoseconds.
        Weight::from_parts(294_565_000, 32215)
            .saturating_add(T::DbWeight::get().reads(12))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    /// Storage: `Did::Documents` (r:1 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:1 w:1)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Reputations` (r:1 w:0)
    /// Proof: `Reputation::Reputations` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn add_method() -> Weight {
        // Minimum execution time: 214_286_000 picoseconds.
        Weight::from_parts(271_859_000, 7235)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    /// Storage: `Did::Documents` (r:1 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Reputations` (r:1 w:0)
    /// Proof: `Reputation::Reputations` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:0 w:1)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn remove_method() -> Weight {
        // Minimum execution time: 63_948_000 picoseconds.
        Weight::from_parts(79_255_000, 7235)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    /// Storage: `Did::Documents` (r:1 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:1 w:1)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Reputations` (r:1 w:0)
    /// Proof: `Reputation::Reputations` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn set_relationships() -> Weight {
        // Minimum execution time: 213_102_000 picoseconds.
        Weight::from_parts(264_292_000, 7235)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    /// Storage: `Did::Documents` (r:1 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:1 w:2)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Reputations` (r:1 w:0)
    /// Proof: `Reputation::Reputations` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn rotate_key() -> Weight {
        // Minimum execution time: 219_956_000 picoseconds.
        Weight::from_parts(268_819_000, 7235)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    /// Storage: `Did::Documents` (r:1 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// The range of component `m` is `[1, 16]`.
    /// The range of component `s` is `[1, 8]`.
    fn put_service(m: u32, s: u32, ) -> Weight {
        // Minimum execution time: 27_458_000 picoseconds.
        Weight::from_parts(30_790_616, 7235)
            // Standard Error: 14_013
            .saturating_add(Weight::from_parts(329_800, 0).saturating_mul(m.into()))
            // Standard Error: 30_496
            .saturating_add(Weight::from_parts(1_384_781, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Did::Documents` (r:1 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// The range of component `m` is `[1, 16]`.
    /// The range of component `s` is `[1, 8]`.
    fn remove_service(m: u32, s: u32, ) -> Weight {
        // Minimum execution time: 26_475_000 picoseconds.
        Weight::from_parts(36_816_589, 7235)
            // Standard Error: 13_473
            .saturating_add(Weight::from_parts(387_169, 0).saturating_mul(m.into()))
            // Standard Error: 29_320
            .saturating_add(Weight::from_parts(1_994_105, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Did::Documents` (r:5 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    fn set_controller() -> Weight {
        // Minimum execution time: 53_658_000 picoseconds.
        Weight::from_parts(86_586_000, 32215)
            .saturating_add(T::DbWeight::get().reads(5))
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
    /// Storage: `Reputation::Reputations` (r:1 w:1)
    /// Proof: `Reputation::Reputations` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::CounterForReputations` (r:1 w:1)
    /// Proof: `Reputation::CounterForReputations` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    /// Storage: `Did::Guardians` (r:0 w:1)
    /// Proof: `Did::Guardians` (`max_values`: None, `max_size`: Some(315), added: 2790, mode: `MaxEncodedLen`)
    /// Storage: `Did::Recoveries` (r:0 w:1)
    /// Proof: `Did::Recoveries` (`max_values`: None, `max_size`: Some(9330), added: 11805, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn deactivate() -> Weight {
        // Minimum execution time: 109_283_000 picoseconds.
        Weight::from_parts(140_161_000, 7235)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(17))
    }
    /// Storage: `Did::Documents` (r:9 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::Recoveries` (r:1 w:1)
    /// Proof: `Did::Recoveries` (`max_values`: None, `max_size`: Some(9330), added: 11805, mode: `MaxEncodedLen`)
    /// Storage: `Did::Guardians` (r:0 w:1)
    /// Proof: `Did::Guardians` (`max_values`: None, `max_size`: Some(315), added: 2790, mode: `MaxEncodedLen`)
    fn set_guardians() -> Weight {
        // Minimum execution time: 147_691_000 picoseconds.
        Weight::from_parts(175_938_000, 57195)
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Did::Documents` (r:2 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::Guardians` (r:1 w:0)
    /// Proof: `Did::Guardians` (`max_values`: None, `max_size`: Some(315), added: 2790, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `System::BlockHash` (r:1 w:0)
    /// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    /// Storage: `Did::Recoveries` (r:1 w:1)
    /// Proof: `Did::Recoveries` (`max_values`: None, `max_size`: Some(9330), added: 11805, mode: `MaxEncodedLen`)
    fn start_recovery() -> Weight {
        // Minimum execution time: 212_908_000 picoseconds.
        Weight::from_parts(266_473_000, 13480)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Did::Recoveries` (r:1 w:1)
    /// Proof: `Did::Recoveries` (`max_values`: None, `max_size`: Some(9330), added: 11805, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:8 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::Guardians` (r:1 w:0)
    /// Proof: `Did::Guardians` (`max_values`: None, `max_size`: Some(315), added: 2790, mode: `MaxEncodedLen`)
    fn approve_recovery() -> Weight {
        // Minimum execution time: 147_725_000 picoseconds.
        Weight::from_parts(173_038_000, 50950)
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Did::Documents` (r:1 w:1)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::Recoveries` (r:1 w:1)
    /// Proof: `Did::Recoveries` (`max_values`: None, `max_size`: Some(9330), added: 11805, mode: `MaxEncodedLen`)
    fn cancel_recovery() -> Weight {
        // Minimum execution time: 54_994_000 picoseconds.
        Weight::from_parts(82_393_000, 12795)
            .saturating_add(T::DbWeight::get().reads(2))
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
    /// Storage: `Reputation::Reputations` (r:1 w:0)
    /// Proof: `Reputation::Reputations` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn finish_recovery() -> Weight {
        // Minimum execution time: 253_433_000 picoseconds.
        Weight::from_parts(433_045_000, 57195)
            .saturating_add(T::DbWeight::get().reads(16))
            .saturating_add(T::DbWeight::get().writes(16))
    }
}
