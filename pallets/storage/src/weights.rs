//! Weights of this pallet's calls and of what it does by itself.

use icn_primitives::storage::ENTROPY_BLOCKS;
use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet's calls and hooks cost.
pub trait WeightInfo {
    /// [`anchor_content`](crate::Pallet::anchor_content).
    fn anchor_content() -> Weight;
    /// [`extend_retention`](crate::Pallet::extend_retention).
    fn extend_retention() -> Weight;
    /// [`set_wanted_replicas`](crate::Pallet::set_wanted_replicas).
    fn set_wanted_replicas() -> Weight;
    /// [`remove_anchor`](crate::Pallet::remove_anchor) with `c` commitments; also the end of a
    /// retention.
    fn remove_anchor(c: u32) -> Weight;
    /// [`register_provider`](crate::Pallet::register_provider).
    fn register_provider() -> Weight;
    /// [`set_capacity`](crate::Pallet::set_capacity).
    fn set_capacity() -> Weight;
    /// [`set_provider_key`](crate::Pallet::set_provider_key).
    fn set_provider_key() -> Weight;
    /// [`close_provider`](crate::Pallet::close_provider), without what the award itself costs.
    fn close_provider() -> Weight;
    /// [`commit`](crate::Pallet::commit).
    fn commit() -> Weight;
    /// [`withdraw`](crate::Pallet::withdraw).
    fn withdraw() -> Weight;
    /// [`answer_challenge`](crate::Pallet::answer_challenge) with `s` segments.
    fn answer_challenge(s: u32) -> Weight;
    /// Authorizing that: one signature, and `s` proofs of the longest path.
    fn authorize_answer(s: u32) -> Weight;
    /// [`set_parameters`](crate::Pallet::set_parameters).
    fn set_parameters() -> Weight;
    /// Looking at a rank of the agenda, and at the first task that stands there.
    fn peek() -> Weight;
    /// Issuing a challenge with `s` samples.
    fn issue_challenge(s: u32) -> Weight;
    /// Recording a miss with which the commitment is lost.
    fn close_challenge() -> Weight;
    /// Ending a commitment whose notice has passed.
    fn leave() -> Weight;
    /// Awarding what was counted in a period, without what the award itself costs.
    fn award() -> Weight;
}

fn storage(computation: u64, reads: u64, writes: u64) -> Weight {
    Weight::from_parts(computation, reads.saturating_add(1).saturating_mul(4_000))
        .saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

/// Who signs, and whether a steward or owner: the account, the DID, memberships, the cooperative.
fn party() -> Weight {
    storage(15_000_000, 6, 0)
}

/// Checking a signature with Sr25519, the slower of the two.
fn signature() -> Weight {
    Weight::from_parts(80_000_000, 0)
}

/// The hashes of blocks.
fn entropy() -> Weight {
    storage(5_000_000, ENTROPY_BLOCKS.into(), 0)
}

/// A commitment is removed from the records, the lists and the agenda, its provider changed.
fn end() -> Weight {
    storage(40_000_000, 4, 9)
}

/// Upper bounds by the storage that is touched and the bytes that are hashed.
impl WeightInfo for () {
    fn anchor_content() -> Weight {
        party().saturating_add(storage(50_000_000, 5, 7))
    }

    fn extend_retention() -> Weight {
        party().saturating_add(storage(25_000_000, 2, 3))
    }

    fn set_wanted_replicas() -> Weight {
        party().saturating_add(storage(20_000_000, 1, 2))
    }

    fn remove_anchor(c: u32) -> Weight {
        party()
            .saturating_add(storage(60_000_000, 4, 8))
            .saturating_add(end().saturating_mul(c.into()))
    }

    fn register_provider() -> Weight {
        party().saturating_add(signature()).saturating_add(storage(20_000_000, 3, 2))
    }

    fn set_capacity() -> Weight {
        party().saturating_add(storage(15_000_000, 1, 1))
    }

    fn set_provider_key() -> Weight {
        party().saturating_add(signature()).saturating_add(storage(20_000_000, 3, 3))
    }

    fn close_provider() -> Weight {
        party().saturating_add(storage(40_000_000, 4, 3))
    }

    fn commit() -> Weight {
        // Whose node it is, and whether the owner is one of the cooperative's own.
        party()
            .saturating_mul(2)
            .saturating_add(entropy())
            .saturating_add(storage(60_000_000, 6, 8))
    }

    fn withdraw() -> Weight {
        party().saturating_add(storage(30_000_000, 3, 4))
    }

    fn answer_challenge(s: u32) -> Weight {
        // The commitment may end with it. The proofs are decoded: a segment and a path each.
        storage(50_000_000, 5, 6)
            .saturating_add(entropy())
            .saturating_add(end())
            .saturating_add(Weight::from_parts(4_000_000, 0).saturating_mul(s.into()))
    }

    fn authorize_answer(s: u32) -> Weight {
        // Blake2 over 2 KiB, SHA-256 over 1 KiB and thirty nodes.
        storage(30_000_000, 4, 0)
            .saturating_add(signature())
            .saturating_add(Weight::from_parts(60_000_000, 0).saturating_mul(s.into()))
    }

    fn set_parameters() -> Weight {
        storage(15_000_000, 0, 1)
    }

    fn peek() -> Weight {
        storage(8_000_000, 3, 0)
    }

    fn issue_challenge(s: u32) -> Weight {
        storage(40_000_000, 3, 5)
            .saturating_add(entropy())
            .saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(s.into()))
    }

    fn close_challenge() -> Weight {
        storage(50_000_000, 5, 6).saturating_add(entropy()).saturating_add(end())
    }

    fn leave() -> Weight {
        storage(20_000_000, 2, 3).saturating_add(end())
    }

    fn award() -> Weight {
        storage(40_000_000, 5, 3)
    }
}
