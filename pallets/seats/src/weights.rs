//! Weights of this pallet's calls and hooks.

use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet's calls and hooks cost.
pub trait WeightInfo {
    /// [`set_operator`](crate::Pallet::set_operator).
    fn set_operator() -> Weight;
    /// [`list_node`](crate::Pallet::list_node).
    fn list_node() -> Weight;
    /// [`unlist_node`](crate::Pallet::unlist_node).
    fn unlist_node() -> Weight;
    /// [`suspend_seat`](crate::Pallet::suspend_seat), with as many seats as there can be.
    fn suspend_seat() -> Weight;
    /// [`restore_seat`](crate::Pallet::restore_seat).
    fn restore_seat() -> Weight;
    /// [`set_parameters`](crate::Pallet::set_parameters).
    fn set_parameters() -> Weight;
    /// [`note_stalled`](crate::Pallet::note_stalled).
    fn note_stalled() -> Weight;
    /// [`set_keys`](crate::Pallet::set_keys) for `k` shards.
    fn set_keys(k: u32) -> Weight;
    /// [`follow_seat`](crate::Pallet::follow_seat), with as many seats as there can be.
    fn follow_seat() -> Weight;
    /// [`note_equivocation`](crate::Pallet::note_equivocation), with as many seats as there can be.
    fn note_equivocation() -> Weight;
    /// [`report_equivocation`](crate::Pallet::report_equivocation), with as many seats as there can be.
    fn report_equivocation() -> Weight;
    /// Authorizing the same.
    fn authorize_report_equivocation() -> Weight;
    /// The end of a session in which `s` seats had turns, and some were missed of each; as many
    /// equivocations are forgotten. With the awards.
    fn end_session(s: u32) -> Weight;
    /// The beginning of a block in which `s` seats are charged with missed turns.
    fn on_initialize(s: u32) -> Weight;
    /// Counting a block for its maker.
    fn note_author() -> Weight;
}

/// Upper bounds by the storage that is touched.
impl WeightInfo for () {
    fn set_operator() -> Weight {
        Weight::from_parts(80_000_000, 20_000)
            .saturating_add(RocksDbWeight::get().reads_writes(12, 6))
    }

    fn list_node() -> Weight {
        Weight::from_parts(40_000_000, 6_000)
            .saturating_add(RocksDbWeight::get().reads_writes(3, 2))
    }

    fn unlist_node() -> Weight {
        Weight::from_parts(40_000_000, 6_000)
            .saturating_add(RocksDbWeight::get().reads_writes(2, 2))
    }

    fn suspend_seat() -> Weight {
        // Three reads for each of a hundred seats.
        Weight::from_parts(800_000_000, 300_000)
            .saturating_add(RocksDbWeight::get().reads_writes(302, 1))
    }

    fn restore_seat() -> Weight {
        Weight::from_parts(30_000_000, 4_000)
            .saturating_add(RocksDbWeight::get().reads_writes(1, 1))
    }

    fn set_parameters() -> Weight {
        Weight::from_parts(15_000_000, 0).saturating_add(RocksDbWeight::get().writes(1))
    }

    fn note_stalled() -> Weight {
        Weight::from_parts(20_000_000, 0).saturating_add(RocksDbWeight::get().reads_writes(1, 1))
    }

    fn set_keys(k: u32) -> Weight {
        // Two proofs; two uses of keys, the shard, the keys for it.
        let each = Weight::from_parts(250_000_000, 16_000)
            .saturating_add(RocksDbWeight::get().reads_writes(4, 3));
        // What this shard's own keys take in pallet-session.
        Weight::from_parts(80_000_000, 30_000)
            .saturating_add(RocksDbWeight::get().reads_writes(10, 8))
            .saturating_add(each.saturating_mul(k.into()))
    }

    fn follow_seat() -> Weight {
        // Everything is different: operators of two seats, four nodes, keys, suspension.
        Self::set_operator()
            .saturating_mul(2)
            .saturating_add(Self::list_node().saturating_mul(4))
            .saturating_add(Self::unlist_node().saturating_mul(8))
            .saturating_add(Self::set_keys(0))
            .saturating_add(Self::restore_seat())
            .saturating_add(Self::suspend_seat())
            .saturating_add(RocksDbWeight::get().reads_writes(4, 5))
    }

    fn note_equivocation() -> Weight {
        // What is noted, shard, parameters, the cooperative's DID.
        Self::suspend_seat()
            .saturating_add(award())
            .saturating_add(Weight::from_parts(30_000_000, 10_000))
            .saturating_add(RocksDbWeight::get().reads_writes(4, 1))
    }

    fn report_equivocation() -> Weight {
        Self::authorize_report_equivocation()
            .saturating_add(Self::note_equivocation())
            .saturating_add(RocksDbWeight::get().reads_writes(3, 3))
    }

    fn authorize_report_equivocation() -> Weight {
        // Two signatures, and a trie of a hundred seats with two keys each.
        Weight::from_parts(5_000_000_000, 300_000).saturating_add(RocksDbWeight::get().reads(204))
    }

    fn end_session(s: u32) -> Weight {
        // What was counted, the cooperative's DID, an equivocation.
        let each = award()
            .saturating_mul(2)
            .saturating_add(Weight::from_parts(40_000_000, 12_000))
            .saturating_add(RocksDbWeight::get().reads_writes(3, 2));
        // Shard, parameters, the ends of what is gone through.
        Weight::from_parts(20_000_000, 8_000)
            .saturating_add(RocksDbWeight::get().reads(4))
            .saturating_add(each.saturating_mul(s.into()))
    }

    fn on_initialize(s: u32) -> Weight {
        let each = Weight::from_parts(25_000_000, 7_000)
            .saturating_add(RocksDbWeight::get().reads_writes(4, 2));
        let idle = Weight::from_parts(20_000_000, 8_000)
            .saturating_add(RocksDbWeight::get().reads_writes(4, 1));
        // If anybody is charged, all seats may be read to see who may be suspended.
        let all = if s == 0 { Weight::zero() } else { Self::suspend_seat().saturating_mul(2) };
        idle.saturating_add(all).saturating_add(each.saturating_mul(s.into()))
    }

    fn note_author() -> Weight {
        Weight::from_parts(25_000_000, 7_000)
            .saturating_add(RocksDbWeight::get().reads_writes(3, 2))
    }
}

/// What pallet-reputation takes for an award, and finding out whether this shard keeps any.
fn award() -> Weight {
    Weight::from_parts(160_000_000, 26_000).saturating_add(RocksDbWeight::get().reads_writes(9, 3))
}
