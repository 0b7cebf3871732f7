//! What the calls of this pallet cost.
//!
//! Estimates on the safe side, for tests and for a chain that has not measured its own: a change
//! decodes, checks and encodes a document of up to 5 kB, and a proof is one check of a signature.

use crate::frame;
use frame::weights_prelude::*;

/// Weights of the calls.
pub trait WeightInfo {
    /// [`create`](crate::Pallet::create).
    fn create() -> Weight;
    /// [`add_method`](crate::Pallet::add_method).
    fn add_method() -> Weight;
    /// [`remove_method`](crate::Pallet::remove_method).
    fn remove_method() -> Weight;
    /// [`set_relationships`](crate::Pallet::set_relationships).
    fn set_relationships() -> Weight;
    /// [`rotate_key`](crate::Pallet::rotate_key).
    fn rotate_key() -> Weight;
    /// [`put_service`](crate::Pallet::put_service), of a document with so many methods and, after
    /// it, services.
    fn put_service(methods: u32, services: u32) -> Weight;
    /// [`remove_service`](crate::Pallet::remove_service), of a document with so many methods and,
    /// before it, services.
    fn remove_service(methods: u32, services: u32) -> Weight;
    /// [`set_controller`](crate::Pallet::set_controller).
    fn set_controller() -> Weight;
    /// [`deactivate`](crate::Pallet::deactivate).
    fn deactivate() -> Weight;
    /// [`set_guardians`](crate::Pallet::set_guardians).
    fn set_guardians() -> Weight;
    /// [`start_recovery`](crate::Pallet::start_recovery).
    fn start_recovery() -> Weight;
    /// [`approve_recovery`](crate::Pallet::approve_recovery).
    fn approve_recovery() -> Weight;
    /// [`cancel_recovery`](crate::Pallet::cancel_recovery).
    fn cancel_recovery() -> Weight;
    /// [`finish_recovery`](crate::Pallet::finish_recovery).
    fn finish_recovery() -> Weight;
}

/// Picoseconds of a change without a proof, without its storage.
const CHANGE: u64 = 50_000_000;
/// Picoseconds of a method or service in a document that is changed.
const ENTRY: u64 = 1_000_000;
/// Picoseconds of a proof.
const PROOF: u64 = 80_000_000;
/// Bytes of one document in a storage proof, with its trie nodes.
const DOCUMENT: u64 = 8_000;

/// `time` picoseconds, `documents` of them in the proof, and RocksDB's reads and writes.
fn estimate(time: u64, documents: u64, reads: u64, writes: u64) -> Weight {
    Weight::from_parts(time, documents.saturating_mul(DOCUMENT))
        .saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

impl WeightInfo for () {
    fn create() -> Weight {
        estimate(CHANGE + PROOF, 6, 9, 3)
    }

    fn add_method() -> Weight {
        estimate(CHANGE + PROOF, 2, 7, 3)
    }

    fn remove_method() -> Weight {
        estimate(CHANGE, 2, 4, 2)
    }

    fn set_relationships() -> Weight {
        estimate(CHANGE + PROOF, 2, 7, 3)
    }

    fn rotate_key() -> Weight {
        estimate(CHANGE + PROOF, 2, 7, 4)
    }

    fn put_service(methods: u32, services: u32) -> Weight {
        let entries = u64::from(methods).saturating_add(services.into());
        estimate(CHANGE.saturating_add(ENTRY.saturating_mul(entries)), 2, 3, 1)
    }

    fn remove_service(methods: u32, services: u32) -> Weight {
        Self::put_service(methods, services)
    }

    fn set_controller() -> Weight {
        estimate(CHANGE, 6, 7, 1)
    }

    fn deactivate() -> Weight {
        estimate(CHANGE, 2, 3, 11)
    }

    fn set_guardians() -> Weight {
        estimate(CHANGE, 10, 12, 2)
    }

    fn start_recovery() -> Weight {
        estimate(CHANGE + PROOF, 4, 8, 1)
    }

    fn approve_recovery() -> Weight {
        estimate(CHANGE, 20, 36, 1)
    }

    fn cancel_recovery() -> Weight {
        estimate(CHANGE, 3, 5, 2)
    }

    fn finish_recovery() -> Weight {
        estimate(CHANGE, 20, 37, 12)
    }
}
