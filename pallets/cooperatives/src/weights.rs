//! What the calls of this pallet cost.
//!
//! Estimates on the safe side, for tests and for a chain that has not measured its own.

use frame::weights_prelude::*;
use polkadot_sdk::polkadot_sdk_frame as frame;

/// Weights of the calls.
pub trait WeightInfo {
    /// [`put_forward`](crate::Pallet::put_forward) with `n` stewards who have no DID yet.
    fn put_forward(n: u32) -> Weight;
    /// [`put_forward`](crate::Pallet::put_forward) with `n` stewards who have as many memberships
    /// as still lets them join.
    fn put_forward_known(n: u32) -> Weight;
    /// [`admit`](crate::Pallet::admit).
    fn admit() -> Weight;
    /// [`decline`](crate::Pallet::decline).
    fn decline() -> Weight;
    /// [`suspend`](crate::Pallet::suspend).
    fn suspend() -> Weight;
    /// [`restore`](crate::Pallet::restore).
    fn restore() -> Weight;
    /// [`expel`](crate::Pallet::expel).
    fn expel() -> Weight;
    /// [`withdraw`](crate::Pallet::withdraw).
    fn withdraw() -> Weight;
    /// [`enroll`](crate::Pallet::enroll) of a person who has no DID yet.
    fn enroll() -> Weight;
    /// [`enroll`](crate::Pallet::enroll) of a person who has as many memberships as still lets
    /// them join.
    fn enroll_known() -> Weight;
    /// [`grant_role`](crate::Pallet::grant_role).
    fn grant_role() -> Weight;
    /// [`revoke_role`](crate::Pallet::revoke_role).
    fn revoke_role() -> Weight;
    /// [`set_skills`](crate::Pallet::set_skills) to `s` tags.
    fn set_skills(s: u32) -> Weight;
    /// [`suspend_member`](crate::Pallet::suspend_member).
    fn suspend_member() -> Weight;
    /// [`restore_member`](crate::Pallet::restore_member).
    fn restore_member() -> Weight;
    /// [`expel_member`](crate::Pallet::expel_member).
    fn expel_member() -> Weight;
    /// [`leave`](crate::Pallet::leave).
    fn leave() -> Weight;
    /// [`set_rules`](crate::Pallet::set_rules).
    fn set_rules() -> Weight;
    /// [`set_profile`](crate::Pallet::set_profile).
    fn set_profile() -> Weight;
    /// [`grant_federation_role`](crate::Pallet::grant_federation_role).
    fn grant_federation_role() -> Weight;
    /// [`revoke_federation_role`](crate::Pallet::revoke_federation_role).
    fn revoke_federation_role() -> Weight;
}

/// Picoseconds of a call without its storage and signatures.
const CALL: u64 = 60_000_000;
/// Picoseconds of a signature, tried on the plain and on the wrapped sentence.
const PROOF: u64 = 160_000_000;
/// Bytes of one item in a storage proof, with its trie nodes.
const ITEM: u64 = 8_000;

/// `time` picoseconds, a proof of what is read, and RocksDB's reads and writes.
fn estimate(time: u64, reads: u64, writes: u64) -> Weight {
    Weight::from_parts(time, reads.saturating_mul(ITEM))
        .saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

/// One decision about a status, with those who hear of it.
fn decision() -> Weight {
    estimate(CALL, 12, 12)
}

/// One steward's call about a member.
fn about_member() -> Weight {
    estimate(CALL, 6, 3)
}

/// The beginning of one membership, of a person who has no DID.
fn beginning() -> Weight {
    estimate(CALL + PROOF, 8, 8)
}

/// The beginning of one membership, of a person who has others.
fn further_beginning() -> Weight {
    estimate(CALL + PROOF, 24, 6)
}

/// The end of one membership, of a person who has others.
fn end() -> Weight {
    estimate(CALL, 40, 6)
}

impl WeightInfo for () {
    fn put_forward(n: u32) -> Weight {
        estimate(CALL + PROOF, 20, 16).saturating_add(beginning().saturating_mul(n.into()))
    }

    fn put_forward_known(n: u32) -> Weight {
        estimate(CALL + PROOF, 20, 16).saturating_add(further_beginning().saturating_mul(n.into()))
    }

    fn admit() -> Weight {
        decision()
    }

    fn decline() -> Weight {
        decision().saturating_add(end().saturating_mul(crate::MAX_FOUNDING_STEWARDS.into()))
    }

    fn suspend() -> Weight {
        decision()
    }

    fn restore() -> Weight {
        decision()
    }

    fn expel() -> Weight {
        decision()
    }

    fn withdraw() -> Weight {
        decision()
    }

    fn enroll() -> Weight {
        about_member().saturating_add(beginning())
    }

    fn enroll_known() -> Weight {
        about_member().saturating_add(further_beginning())
    }

    fn grant_role() -> Weight {
        about_member()
    }

    fn revoke_role() -> Weight {
        about_member()
    }

    fn set_skills(_s: u32) -> Weight {
        about_member()
    }

    fn suspend_member() -> Weight {
        about_member()
    }

    fn restore_member() -> Weight {
        about_member()
    }

    fn expel_member() -> Weight {
        about_member().saturating_add(end())
    }

    fn leave() -> Weight {
        about_member().saturating_add(end())
    }

    fn set_rules() -> Weight {
        estimate(CALL, 1, 1)
    }

    fn set_profile() -> Weight {
        estimate(CALL, 2, 3)
    }

    fn grant_federation_role() -> Weight {
        estimate(CALL, 2, 1)
    }

    fn revoke_federation_role() -> Weight {
        estimate(CALL, 1, 1)
    }
}
