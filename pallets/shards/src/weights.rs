//! Weights of this pallet's calls.

use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet's calls cost.
pub trait WeightInfo {
    /// [`register_shard`](crate::Pallet::register_shard), with as many shards as there can be.
    fn register_shard() -> Weight;
    /// [`set_authorities`](crate::Pallet::set_authorities), with as many shards as there can be.
    fn set_authorities() -> Weight;
    /// [`submit_finality`](crate::Pallet::submit_finality), with `v` votes and `a` headers between
    /// them and the one that they finalize.
    fn submit_finality(v: u32, a: u32) -> Weight;
    /// [`deliver`](crate::Pallet::deliver), with `n` messages and a proof of `k` KiB; without what
    /// the messages do.
    fn deliver(n: u32, k: u32) -> Weight;
    /// [`confirm`](crate::Pallet::confirm), with `n` answers and a proof of `k` KiB; without what
    /// the answers do.
    fn confirm(n: u32, k: u32) -> Weight;
}

/// Upper bounds by the storage that is touched, the signatures that are checked and the bytes that
/// are hashed.
impl WeightInfo for () {
    fn register_shard() -> Weight {
        // The keys of 64 shards with 100 seats each.
        Weight::from_parts(1_500_000_000, 300_000)
            .saturating_add(RocksDbWeight::get().reads_writes(68, 3))
    }

    fn set_authorities() -> Weight {
        Self::register_shard()
    }

    fn submit_finality(v: u32, a: u32) -> Weight {
        let vote = Weight::from_parts(80_000_000, 0);
        let ancestor = Weight::from_parts(10_000_000, 0);
        Weight::from_parts(150_000_000, 20_000)
            .saturating_add(vote.saturating_mul(v.into()))
            .saturating_add(ancestor.saturating_mul(a.into()))
            .saturating_add(RocksDbWeight::get().reads_writes(5, 4))
    }

    fn deliver(n: u32, k: u32) -> Weight {
        let message = Weight::from_parts(40_000_000, 0);
        let kibibyte = Weight::from_parts(15_000_000, 0);
        Weight::from_parts(150_000_000, 40_000)
            .saturating_add(message.saturating_mul(n.into()))
            .saturating_add(kibibyte.saturating_mul(k.into()))
            .saturating_add(RocksDbWeight::get().reads_writes(8, 4))
    }

    fn confirm(n: u32, k: u32) -> Weight {
        let answer = Weight::from_parts(40_000_000, 17_000)
            .saturating_add(RocksDbWeight::get().reads_writes(2, 2));
        let kibibyte = Weight::from_parts(15_000_000, 0);
        Weight::from_parts(150_000_000, 40_000)
            .saturating_add(answer.saturating_mul(n.into()))
            .saturating_add(kibibyte.saturating_mul(k.into()))
            .saturating_add(RocksDbWeight::get().reads_writes(6, 2))
    }
}
