//! Weights of this pallet's calls and of what it does by itself.

use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet's calls and hooks cost.
pub trait WeightInfo {
    /// [`propose`](crate::Pallet::propose) with a call of `l` bytes.
    fn propose(l: u32) -> Weight;
    /// [`cosign`](crate::Pallet::cosign), the last signature.
    fn cosign() -> Weight;
    /// [`withdraw_signature`](crate::Pallet::withdraw_signature) of the one that was needed.
    fn withdraw_signature() -> Weight;
    /// [`cancel`](crate::Pallet::cancel).
    fn cancel() -> Weight;
    /// [`cast_vote`](crate::Pallet::cast_vote) for oneself and `d` delegators.
    fn cast_vote(d: u32) -> Weight;
    /// [`object`](crate::Pallet::object) for oneself and `d` delegators.
    fn object(d: u32) -> Weight;
    /// [`delegate`](crate::Pallet::delegate) `k` kinds of decisions.
    fn delegate(k: u32) -> Weight;
    /// [`revoke_delegation`](crate::Pallet::revoke_delegation) of `k` kinds of decisions.
    fn revoke_delegation(k: u32) -> Weight;
    /// [`count_delegated`](crate::Pallet::count_delegated).
    fn count_delegated() -> Weight;
    /// [`veto`](crate::Pallet::veto), the last one.
    fn veto() -> Weight;
    /// [`set_rules`](crate::Pallet::set_rules).
    fn set_rules() -> Weight;
    /// [`set_parameters`](crate::Pallet::set_parameters).
    fn set_parameters() -> Weight;
    /// [`adopt_text`](crate::Pallet::adopt_text) of `l` bytes.
    fn adopt_text(l: u32) -> Weight;
    /// [`record_evolution`](crate::Pallet::record_evolution).
    fn record_evolution() -> Weight;
    /// [`open_poll`](crate::Pallet::open_poll).
    fn open_poll() -> Weight;
    /// [`answer_poll`](crate::Pallet::answer_poll).
    fn answer_poll() -> Weight;
    /// Looking at the agenda, and at the first task that stands there.
    fn peek() -> Weight;
    /// A step that reads no tallies: a draft lapses, a poll or a delegation ends.
    fn step() -> Weight;
    /// Removing `n` entries of the records of what is over, the last of them.
    fn prune(n: u32) -> Weight;
    /// Opening the vote of `c` cooperatives.
    fn open_vote(c: u32) -> Weight;
    /// Closing the vote of `c` cooperatives.
    fn close_vote(c: u32) -> Weight;
    /// Carrying out a decision with a call of `l` bytes, without the call.
    fn execute(l: u32) -> Weight;
}

fn storage(computation: u64, reads: u64, writes: u64) -> Weight {
    Weight::from_parts(computation, reads.saturating_add(1).saturating_mul(4_000))
        .saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

/// Upper bounds by the storage that is touched and the bytes that are read, hashed and stored.
impl WeightInfo for () {
    fn propose(l: u32) -> Weight {
        // A joint body has 16 cooperatives that are looked up.
        storage(80_000_000, 36, 14)
            .saturating_add(Weight::from_parts(10_000, 0).saturating_mul(l.into()))
    }

    fn cosign() -> Weight {
        storage(50_000_000, 10, 7)
    }

    fn withdraw_signature() -> Weight {
        storage(50_000_000, 11, 9)
    }

    fn cancel() -> Weight {
        storage(50_000_000, 10, 9)
    }

    fn cast_vote(d: u32) -> Weight {
        // The voter: account, proposal, tally, cooperative, membership, ballot, objection, scores,
        // whether it is the first, and what the reputation writes.
        storage(80_000_000, 16, 8)
            .saturating_add(storage(30_000_000, 8, 1).saturating_mul(d.into()))
    }

    fn object(d: u32) -> Weight {
        Self::cast_vote(d).saturating_add(storage(10_000_000, 1, 1))
    }

    fn delegate(k: u32) -> Weight {
        // Two lists of those who stand behind, each as long as it may be.
        storage(50_000_000, 8, 1)
            .saturating_add(storage(300_000_000, 215, 6).saturating_mul(k.into()))
    }

    fn revoke_delegation(k: u32) -> Weight {
        storage(20_000_000, 3, 0).saturating_add(storage(30_000_000, 3, 3).saturating_mul(k.into()))
    }

    fn count_delegated() -> Weight {
        storage(100_000_000, 32, 3)
    }

    fn veto() -> Weight {
        storage(60_000_000, 13, 10)
    }

    fn set_rules() -> Weight {
        storage(15_000_000, 0, 1)
    }

    fn set_parameters() -> Weight {
        storage(15_000_000, 0, 1)
    }

    fn adopt_text(l: u32) -> Weight {
        storage(40_000_000, 2, 2)
            .saturating_add(Weight::from_parts(20_000, 0).saturating_mul(l.into()))
    }

    fn record_evolution() -> Weight {
        storage(50_000_000, 6, 1)
    }

    fn open_poll() -> Weight {
        storage(60_000_000, 30, 6)
    }

    fn answer_poll() -> Weight {
        storage(50_000_000, 6, 2)
    }

    fn peek() -> Weight {
        storage(15_000_000, 4, 0)
    }

    fn step() -> Weight {
        storage(50_000_000, 9, 10)
    }

    fn prune(n: u32) -> Weight {
        storage(60_000_000, 6, 5).saturating_add(storage(5_000_000, 1, 1).saturating_mul(n.into()))
    }

    fn open_vote(c: u32) -> Weight {
        storage(60_000_000, 6, 6).saturating_add(storage(20_000_000, 4, 1).saturating_mul(c.into()))
    }

    fn close_vote(c: u32) -> Weight {
        storage(80_000_000, 13, 13)
            .saturating_add(storage(15_000_000, 3, 0).saturating_mul(c.into()))
    }

    fn execute(l: u32) -> Weight {
        storage(90_000_000, 27, 12)
            .saturating_add(Weight::from_parts(30_000, 0).saturating_mul(l.into()))
    }
}
