//! Weights of this pallet's calls.

use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet's calls cost.
pub trait WeightInfo {
    /// [`register_shard`](crate::Pallet::register_shard), with as many shards as there can be.
    fn register_shard() -> Weight;
    /// [`set_authorities`](crate::Pallet::set_authorities), with as many shards as there can be.
    fn set_authorities() -> Weight;
    /// [`relay`](crate::Pallet::relay), with `v` votes and `a` headers between them and the one
    /// that they finalize, `m` messages, `n` answers, and a proof of `k` KiB; without what messages
    /// and answers do. The header changes the authorities, and there are as many shards as there
    /// can be.
    fn relay(v: u32, a: u32, m: u32, n: u32, k: u32) -> Weight;
    /// Authorizing the same.
    fn authorize_relay(v: u32, a: u32, m: u32, n: u32, k: u32) -> Weight;
}

/// Upper bounds by the storage that is touched, the signatures that are checked and the bytes that
/// are hashed.
impl WeightInfo for () {
    fn register_shard() -> Weight {
        // The keys of 128 shards with 100 seats each.
        Weight::from_parts(3_000_000_000, 600_000)
            .saturating_add(RocksDbWeight::get().reads_writes(132, 3))
    }

    fn set_authorities() -> Weight {
        Self::register_shard()
    }

    fn relay(v: u32, a: u32, m: u32, n: u32, k: u32) -> Weight {
        let message = Weight::from_parts(40_000_000, 0);
        let answer = Weight::from_parts(40_000_000, 0)
            .saturating_add(RocksDbWeight::get().reads_writes(1, 2));
        // The keys of all shards, where a header changes those of one; lanes and their pages.
        Weight::from_parts(3_000_000_000, 0)
            .saturating_add(RocksDbWeight::get().reads_writes(140, 45))
            .saturating_add(message.saturating_mul(m.into()))
            .saturating_add(answer.saturating_mul(n.into()))
            .saturating_add(Self::authorize_relay(v, a, m, n, k))
    }

    fn authorize_relay(v: u32, a: u32, m: u32, n: u32, k: u32) -> Weight {
        let vote = Weight::from_parts(80_000_000, 0);
        let ancestor = Weight::from_parts(10_000_000, 0);
        let message = Weight::from_parts(20_000_000, 0);
        let answer =
            Weight::from_parts(20_000_000, 17_000).saturating_add(RocksDbWeight::get().reads(1));
        let kibibyte = Weight::from_parts(15_000_000, 0);
        Weight::from_parts(300_000_000, 60_000)
            .saturating_add(vote.saturating_mul(v.into()))
            .saturating_add(ancestor.saturating_mul(a.into()))
            .saturating_add(message.saturating_mul(m.into()))
            .saturating_add(answer.saturating_mul(n.into()))
            .saturating_add(kibibyte.saturating_mul(k.into()))
            .saturating_add(RocksDbWeight::get().reads(6))
    }
}
