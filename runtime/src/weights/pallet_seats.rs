//! What `pallet_seats` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 16 steps, 8 repeats, AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens)]

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    *,
};

/// Weights of `pallet_seats` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_seats::WeightInfo for WeightInfo<T> {
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:0)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:1 w:0)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Seats` (r:1 w:1)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Seats::OperatorOf` (r:1 w:2)
    /// Proof: `Seats::OperatorOf` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
    /// Storage: `Seats::SeatOfValidator` (r:1 w:0)
    /// Proof: `Seats::SeatOfValidator` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:2 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Session::NextKeys` (r:1 w:0)
    /// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `Session::ExternallySetKeys` (r:1 w:0)
    /// Proof: `Session::ExternallySetKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    fn set_operator() -> Weight {
        // Minimum execution time: 96_693_000 picoseconds.
        Weight::from_parts(102_202_000, 8725)
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// Storage: `Seats::Seats` (r:1 w:0)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Seats::NodeKeyOwner` (r:1 w:1)
    /// Proof: `Seats::NodeKeyOwner` (`max_values`: None, `max_size`: Some(86), added: 2561, mode: `MaxEncodedLen`)
    /// Storage: `Seats::NodeKeys` (r:1 w:1)
    /// Proof: `Seats::NodeKeys` (`max_values`: None, `max_size`: Some(277), added: 2752, mode: `MaxEncodedLen`)
    fn list_node() -> Weight {
        // Minimum execution time: 35_253_000 picoseconds.
        Weight::from_parts(39_729_000, 3742)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Seats::NodeKeyOwner` (r:1 w:1)
    /// Proof: `Seats::NodeKeyOwner` (`max_values`: None, `max_size`: Some(86), added: 2561, mode: `MaxEncodedLen`)
    /// Storage: `Seats::NodeKeys` (r:1 w:1)
    /// Proof: `Seats::NodeKeys` (`max_values`: None, `max_size`: Some(277), added: 2752, mode: `MaxEncodedLen`)
    fn unlist_node() -> Weight {
        // Minimum execution time: 28_733_000 picoseconds.
        Weight::from_parts(31_927_000, 3742)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Seats::Seats` (r:101 w:1)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Inactive` (r:100 w:0)
    /// Proof: `Seats::Inactive` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
    /// Storage: `Session::NextKeys` (r:100 w:0)
    /// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    fn suspend_seat() -> Weight {
        // Minimum execution time: 963_682_000 picoseconds.
        Weight::from_parts(1_066_926_000, 266939)
            .saturating_add(T::DbWeight::get().reads(301))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Seats::Seats` (r:1 w:1)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    fn restore_seat() -> Weight {
        // Minimum execution time: 23_655_000 picoseconds.
        Weight::from_parts(30_455_000, 3559)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Seats::Parameters` (r:0 w:1)
    /// Proof: `Seats::Parameters` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    fn set_parameters() -> Weight {
        // Minimum execution time: 4_957_000 picoseconds.
        Weight::from_parts(5_468_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Grandpa::Stalled` (r:0 w:1)
    /// Proof: `Grandpa::Stalled` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    fn note_stalled() -> Weight {
        // Minimum execution time: 6_640_000 picoseconds.
        Weight::from_parts(7_331_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Aura::CurrentSlot` (r:1 w:0)
    /// Proof: `Aura::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Seats::LastSlot` (r:1 w:1)
    /// Proof: `Seats::LastSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Session::Validators` (r:1 w:0)
    /// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    /// Storage: `Aura::Authorities` (r:1 w:0)
    /// Proof: `Aura::Authorities` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
    /// Storage: `Seats::SeatOfValidator` (r:99 w:0)
    /// Proof: `Seats::SeatOfValidator` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Seats` (r:101 w:99)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Inactive` (r:100 w:0)
    /// Proof: `Seats::Inactive` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Parameters` (r:1 w:0)
    /// Proof: `Seats::Parameters` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Session::NextKeys` (r:100 w:0)
    /// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// The range of component `s` is `[0, 99]`.
    fn on_initialize(s: u32, ) -> Weight {
        // Minimum execution time: 21_442_000 picoseconds.
        Weight::from_parts(982_592_553, 275013)
            // Standard Error: 1_252_525
            .saturating_add(Weight::from_parts(24_334_107, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(238))
            .saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(s.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
            .saturating_add(Weight::from_parts(0, 2527).saturating_mul(s.into()))
    }
    /// Storage: `Seats::SeatOfValidator` (r:1 w:0)
    /// Proof: `Seats::SeatOfValidator` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Seats` (r:1 w:1)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    fn note_author() -> Weight {
        // Minimum execution time: 20_520_000 picoseconds.
        Weight::from_parts(23_395_000, 3559)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// As pallet-seats has it, until it is measured.
    fn set_keys(k: u32, ) -> Weight {
        <() as pallet_seats::WeightInfo>::set_keys(k)
    }
    /// As pallet-seats has it, until it is measured.
    fn follow_seat() -> Weight {
        <() as pallet_seats::WeightInfo>::follow_seat()
    }
}
