//! What `pallet_seats` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 10 steps, 5 repeats, AMD EPYC.

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
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn set_operator() -> Weight {
        // Minimum execution time: 96_403_000 picoseconds.
        Weight::from_parts(174_639_000, 9293)
            .saturating_add(T::DbWeight::get().reads(12))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    /// Storage: `Seats::Seats` (r:1 w:0)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Seats::NodeKeyOwner` (r:1 w:1)
    /// Proof: `Seats::NodeKeyOwner` (`max_values`: None, `max_size`: Some(86), added: 2561, mode: `MaxEncodedLen`)
    /// Storage: `Seats::NodeKeys` (r:1 w:1)
    /// Proof: `Seats::NodeKeys` (`max_values`: None, `max_size`: Some(277), added: 2752, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn list_node() -> Weight {
        // Minimum execution time: 48_412_000 picoseconds.
        Weight::from_parts(90_124_000, 3742)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    /// Storage: `Seats::NodeKeyOwner` (r:1 w:1)
    /// Proof: `Seats::NodeKeyOwner` (`max_values`: None, `max_size`: Some(86), added: 2561, mode: `MaxEncodedLen`)
    /// Storage: `Seats::NodeKeys` (r:1 w:1)
    /// Proof: `Seats::NodeKeys` (`max_values`: None, `max_size`: Some(277), added: 2752, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn unlist_node() -> Weight {
        // Minimum execution time: 59_639_000 picoseconds.
        Weight::from_parts(106_979_000, 3742)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    /// Storage: `Seats::Seats` (r:101 w:1)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Inactive` (r:100 w:0)
    /// Proof: `Seats::Inactive` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
    /// Storage: `Session::NextKeys` (r:100 w:0)
    /// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn suspend_seat() -> Weight {
        // Minimum execution time: 830_574_000 picoseconds.
        Weight::from_parts(1_346_901_000, 267695)
            .saturating_add(T::DbWeight::get().reads(303))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    /// Storage: `Seats::Seats` (r:1 w:1)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn restore_seat() -> Weight {
        // Minimum execution time: 60_110_000 picoseconds.
        Weight::from_parts(111_525_000, 3559)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    /// Storage: `Seats::Parameters` (r:0 w:1)
    /// Proof: `Seats::Parameters` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
    fn set_parameters() -> Weight {
        // Minimum execution time: 4_537_000 picoseconds.
        Weight::from_parts(8_593_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Grandpa::Stalled` (r:0 w:1)
    /// Proof: `Grandpa::Stalled` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    fn note_stalled() -> Weight {
        // Minimum execution time: 5_919_000 picoseconds.
        Weight::from_parts(11_176_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// Storage: `Seats::OperatorOf` (r:1 w:0)
    /// Proof: `Seats::OperatorOf` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Seats` (r:1 w:0)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Seats::KeyUse` (r:258 w:258)
    /// Proof: `Seats::KeyUse` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Session::NextKeys` (r:1 w:1)
    /// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `Session::KeyOwner` (r:2 w:4)
    /// Proof: `Session::KeyOwner` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `Session::ExternallySetKeys` (r:1 w:1)
    /// Proof: `Session::ExternallySetKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `System::Account` (r:1 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Shards::Shards` (r:128 w:0)
    /// Proof: `Shards::Shards` (`max_values`: None, `max_size`: Some(135), added: 2610, mode: `MaxEncodedLen`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Seats::ShardKeys` (r:0 w:128)
    /// Proof: `Seats::ShardKeys` (`max_values`: None, `max_size`: Some(282), added: 2757, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    /// The range of component `k` is `[1, 129]`.
    fn set_keys(k: u32, ) -> Weight {
        // Minimum execution time: 286_205_000 picoseconds.
        Weight::from_parts(242_292_270, 37530)
            // Standard Error: 5_693_360
            .saturating_add(Weight::from_parts(120_110_548, 0).saturating_mul(k.into()))
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(k.into())))
            .saturating_add(T::DbWeight::get().writes(10))
            .saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(k.into())))
            .saturating_add(Weight::from_parts(0, 5138).saturating_mul(k.into()))
    }
    /// Storage: `Seats::Seats` (r:101 w:2)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Seats::OperatorOf` (r:2 w:3)
    /// Proof: `Seats::OperatorOf` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
    /// Storage: `Seats::SeatOfValidator` (r:2 w:0)
    /// Proof: `Seats::SeatOfValidator` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    /// Storage: `System::Account` (r:3 w:1)
    /// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    /// Storage: `Session::NextKeys` (r:100 w:1)
    /// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `Session::ExternallySetKeys` (r:2 w:1)
    /// Proof: `Session::ExternallySetKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:5 w:5)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Inactive` (r:100 w:1)
    /// Proof: `Seats::Inactive` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
    /// Storage: `Seats::NodeKeys` (r:5 w:5)
    /// Proof: `Seats::NodeKeys` (`max_values`: None, `max_size`: Some(277), added: 2752, mode: `MaxEncodedLen`)
    /// Storage: `Seats::NodeKeyOwner` (r:8 w:8)
    /// Proof: `Seats::NodeKeyOwner` (`max_values`: None, `max_size`: Some(86), added: 2561, mode: `MaxEncodedLen`)
    /// Storage: `Session::KeyOwner` (r:2 w:4)
    /// Proof: `Session::KeyOwner` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `Seats::FollowedSuspension` (r:1 w:1)
    /// Proof: `Seats::FollowedSuspension` (`max_values`: None, `max_size`: Some(13), added: 2488, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:22)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn follow_seat() -> Weight {
        // Minimum execution time: 1_266_713_000 picoseconds.
        Weight::from_parts(1_529_323_000, 270830)
            .saturating_add(T::DbWeight::get().reads(332))
            .saturating_add(T::DbWeight::get().writes(55))
    }
    /// Storage: `Seats::EquivocationsTaken` (r:1 w:1)
    /// Proof: `Seats::EquivocationsTaken` (`max_values`: None, `max_size`: Some(24), added: 2499, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Parameters` (r:1 w:0)
    /// Proof: `Seats::Parameters` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:0)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:1 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Parameters` (r:1 w:0)
    /// Proof: `Reputation::Parameters` (`max_values`: Some(1), `max_size`: Some(36), added: 531, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Days` (r:1 w:1)
    /// Proof: `Reputation::Days` (`max_values`: None, `max_size`: Some(4550), added: 7025, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Rules` (r:1 w:0)
    /// Proof: `Reputation::Rules` (`max_values`: Some(1), `max_size`: Some(845), added: 1340, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Reputations` (r:1 w:1)
    /// Proof: `Reputation::Reputations` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Seats` (r:101 w:1)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Inactive` (r:100 w:0)
    /// Proof: `Seats::Inactive` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
    /// Storage: `Session::NextKeys` (r:100 w:0)
    /// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// Storage: `Directory::LastChange` (r:1 w:1)
    /// Proof: `Directory::LastChange` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    /// Storage: `Directory::ChangeOf` (r:1 w:1)
    /// Proof: `Directory::ChangeOf` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
    /// Storage: `Directory::Changes` (r:0 w:2)
    /// Proof: `Directory::Changes` (`max_values`: None, `max_size`: Some(42), added: 2517, mode: `MaxEncodedLen`)
    fn note_equivocation() -> Weight {
        // Minimum execution time: 874_590_000 picoseconds.
        Weight::from_parts(1_010_261_000, 269910)
            .saturating_add(T::DbWeight::get().reads(311))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    /// Storage: `Seats::Parameters` (r:1 w:0)
    /// Proof: `Seats::Parameters` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
    /// Storage: `Seats::SessionTurns` (r:101 w:100)
    /// Proof: `Seats::SessionTurns` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:100 w:0)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:100 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Parameters` (r:1 w:0)
    /// Proof: `Reputation::Parameters` (`max_values`: Some(1), `max_size`: Some(36), added: 531, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Days` (r:100 w:100)
    /// Proof: `Reputation::Days` (`max_values`: None, `max_size`: Some(4550), added: 7025, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Rules` (r:1 w:0)
    /// Proof: `Reputation::Rules` (`max_values`: Some(1), `max_size`: Some(845), added: 1340, mode: `MaxEncodedLen`)
    /// Storage: `Reputation::Reputations` (r:100 w:100)
    /// Proof: `Reputation::Reputations` (`max_values`: None, `max_size`: Some(413), added: 2888, mode: `MaxEncodedLen`)
    /// Storage: `Seats::EquivocationsTaken` (r:100 w:100)
    /// Proof: `Seats::EquivocationsTaken` (`max_values`: None, `max_size`: Some(24), added: 2499, mode: `MaxEncodedLen`)
    /// The range of component `s` is `[0, 100]`.
    fn end_session(s: u32, ) -> Weight {
        // Minimum execution time: 21_772_000 picoseconds.
        Weight::from_parts(77_446_590, 3485)
            // Standard Error: 307_510
            .saturating_add(Weight::from_parts(65_429_722, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(s.into())))
            .saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(s.into())))
            .saturating_add(Weight::from_parts(0, 7025).saturating_mul(s.into()))
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
    /// Storage: `Seats::SessionTurns` (r:99 w:99)
    /// Proof: `Seats::SessionTurns` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Parameters` (r:1 w:0)
    /// Proof: `Seats::Parameters` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
    /// Storage: `Session::NextKeys` (r:100 w:0)
    /// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    /// The range of component `s` is `[0, 99]`.
    fn on_initialize(s: u32, ) -> Weight {
        // Minimum execution time: 17_617_000 picoseconds.
        Weight::from_parts(793_087_533, 275266)
            // Standard Error: 844_137
            .saturating_add(Weight::from_parts(30_707_929, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(202))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(s.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(s.into())))
            .saturating_add(Weight::from_parts(0, 2527).saturating_mul(s.into()))
    }
    /// Storage: `Seats::SeatOfValidator` (r:1 w:0)
    /// Proof: `Seats::SeatOfValidator` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    /// Storage: `Seats::SessionTurns` (r:1 w:1)
    /// Proof: `Seats::SessionTurns` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    /// Storage: `Seats::Seats` (r:1 w:1)
    /// Proof: `Seats::Seats` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
    fn note_author() -> Weight {
        // Minimum execution time: 18_908_000 picoseconds.
        Weight::from_parts(33_390_000, 3559)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }
}
