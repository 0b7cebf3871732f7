//! What `pallet_credentials` costs: measured by `scripts/bench weights`, not written by hand.
//!
//! On 2026-11-21, with frame-omni-bencher 64.0.0, 16 steps, 8 repeats, AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens)]

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    *,
};

/// Weights of `pallet_credentials` on this chain.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_credentials::WeightInfo for WeightInfo<T> {
    /// Storage: `Did::Documents` (r:1 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::CooperativeOfDid` (r:1 w:0)
    /// Proof: `Cooperatives::CooperativeOfDid` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:0)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:1 w:0)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    /// Storage: `Credentials::Credentials` (r:1 w:1)
    /// Proof: `Credentials::Credentials` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
    /// Storage: `Credentials::CredentialsBySubject` (r:0 w:1)
    /// Proof: `Credentials::CredentialsBySubject` (`max_values`: None, `max_size`: Some(97), added: 2572, mode: `MaxEncodedLen`)
    fn anchor() -> Weight {
        // Minimum execution time: 45_978_000 picoseconds.
        Weight::from_parts(48_793_000, 7235)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    /// Storage: `Credentials::Credentials` (r:1 w:1)
    /// Proof: `Credentials::Credentials` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
    /// Storage: `Did::Documents` (r:1 w:0)
    /// Proof: `Did::Documents` (`max_values`: None, `max_size`: Some(3770), added: 6245, mode: `MaxEncodedLen`)
    /// Storage: `Did::AccountOwner` (r:1 w:0)
    /// Proof: `Did::AccountOwner` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::CooperativeOfDid` (r:1 w:0)
    /// Proof: `Cooperatives::CooperativeOfDid` (`max_values`: None, `max_size`: Some(53), added: 2528, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Cooperatives` (r:1 w:0)
    /// Proof: `Cooperatives::Cooperatives` (`max_values`: None, `max_size`: Some(452), added: 2927, mode: `MaxEncodedLen`)
    /// Storage: `Cooperatives::Memberships` (r:1 w:0)
    /// Proof: `Cooperatives::Memberships` (`max_values`: None, `max_size`: Some(604), added: 3079, mode: `MaxEncodedLen`)
    fn revoke() -> Weight {
        // Minimum execution time: 44_125_000 picoseconds.
        Weight::from_parts(47_090_000, 7235)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
