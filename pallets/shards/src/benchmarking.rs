//! Benchmarks of this pallet's calls.

use alloc::{boxed::Box, vec, vec::Vec};
use codec::{Decode, Encode};
use icn_primitives::{
    seat::MAX_SEATS,
    shard::{
        inbound_lane_key, outbound_lane_key, outbox_key, FinalizedHeader, InboundLane, Message,
        MessageError, MessageNonce, OutboundLane, Outcome, ShardRole, MAX_PAYLOAD, MAX_SHARDS,
        MESSAGE_VERSION,
    },
    Hash, Header,
};
use polkadot_sdk::{
    bp_runtime::{record_all_trie_keys, RawStorageProof},
    bp_test_utils::{accounts, make_justification_for_header, JustificationGeneratorParams},
    polkadot_sdk_frame::benchmarking::prelude::*,
    sp_consensus_grandpa::{AuthorityId, ConsensusLog, ScheduledChange, SetId, GRANDPA_ENGINE_ID},
    sp_io::hashing::blake2_256,
    sp_runtime::{
        traits::{BlakeTwo256, Header as _, TrailingZeroInput},
        Digest, DigestItem,
    },
    sp_trie::{trie_types::TrieDBMutBuilderV1, LayoutV1, MemoryDB, TrieMut},
};

use crate::*;

/// Beyond the shards that genesis may hold.
const SHARD: ShardId = ShardId(1_000_000);
const KIBIBYTE: usize = 1024;

/// A value of 32 bytes that differs for every `kind` and `number`.
fn sample<D: Decode>(kind: u8, number: u32) -> D {
    let seed = [&[kind], number.to_be_bytes().as_slice()].concat();
    let hash = blake2_256(&seed);
    D::decode(&mut TrailingZeroInput::new(&hash)).expect("any bytes decode as it")
}

fn authorities(first: u32) -> Authorities {
    let keys: Vec<AuthorityId> = (0..MAX_SEATS).map(|key| sample(0, first + key)).collect();
    keys.try_into().expect("there are as many as there can be")
}

/// Registers shards until there is room for one more.
fn register_all_but_one<T: Config>() {
    for number in Shards::<T>::count().saturating_add(1)..MAX_SHARDS {
        register::<T>(ShardId(SHARD.0 + number), authorities(number * MAX_SEATS));
    }
}

fn register<T: Config>(shard: ShardId, authorities: Authorities) {
    Pallet::<T>::do_register_shard(shard, ShardRole::Storage, None, authorities, 0)
        .expect("it can be registered");
}

fn decision<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
    T::FederationOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// Registers the shard with a state that holds these values, under the last of as many headers as
/// are kept. Returns that header's hash and a proof of all of it, filled up to `size` KiB.
fn with_state<T: Config>(values: Vec<(Vec<u8>, Vec<u8>)>, size: u32) -> (Hash, RawStorageProof) {
    let mut db = MemoryDB::<BlakeTwo256>::default();
    let mut state_root = Hash::default();
    {
        let mut trie = TrieDBMutBuilderV1::<BlakeTwo256>::new(&mut db, &mut state_root).build();
        for (key, value) in values {
            assert!(trie.insert(&key, &value).is_ok(), "the trie is in memory");
        }
    }
    let Ok(mut proof) = record_all_trie_keys::<LayoutV1<BlakeTwo256>, _>(&db, &state_root) else {
        panic!("the trie is in memory")
    };
    let missing = (size as usize * KIBIBYTE).saturating_sub(proof.encoded_size() + 8);
    if missing > 0 {
        proof.push(vec![0xff; missing]);
    }

    register::<T>(SHARD, authorities(0));
    let headers: Vec<_> = (1..=T::KeptHeaders::get())
        .map(|number| FinalizedHeader { number, hash: sample(1, number), state_root })
        .collect();
    let best = *headers.last().expect("at least one header is kept");
    RecentHeaders::<T>::insert(SHARD, BoundedVec::truncate_from(headers));
    Shards::<T>::mutate(SHARD, |shard| {
        if let Some(shard) = shard {
            shard.best = Some(best);
        }
    });
    (best.hash, proof)
}

fn message(nonce: MessageNonce, length: usize) -> Message {
    let payload = BoundedVec::truncate_from(vec![0xff; length]);
    Message { version: MESSAGE_VERSION, nonce, sent_at: 1, expires_at: None, payload }
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn register_shard() -> Result<(), BenchmarkError> {
        let origin = decision::<T>()?;
        register_all_but_one::<T>();

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, SHARD, ShardRole::Storage, None, authorities(0), 0);

        assert!(Shards::<T>::contains_key(SHARD));
        Ok(())
    }

    #[benchmark]
    fn set_authorities() -> Result<(), BenchmarkError> {
        let origin = decision::<T>()?;
        register_all_but_one::<T>();
        register::<T>(SHARD, authorities(0));
        let new = authorities(1_000_000);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, SHARD, new.clone(), 1);

        assert_eq!(AuthoritySets::<T>::get(SHARD), new);
        Ok(())
    }

    /// A mandatory header with the largest set, whose votes are for a descendant.
    #[benchmark]
    fn submit_finality(v: Linear<1, 67>, a: Linear<0, 64>) {
        let voters = accounts(((3 * v - 1) / 2) as u16);
        let keys: Vec<AuthorityId> = voters.iter().map(|voter| (*voter).into()).collect();
        register::<T>(SHARD, keys.try_into().expect("there are a hundred at most"));
        let next_authorities = authorities(0).into_iter().map(|key| (key, 1)).collect();
        let change =
            ConsensusLog::ScheduledChange(ScheduledChange { next_authorities, delay: 0u32 });
        let logs = vec![DigestItem::Consensus(GRANDPA_ENGINE_ID, change.encode())];
        let root = Hash::default();
        let header = Header::new(2, root, root, root, Digest { logs });
        let justification = make_justification_for_header(JustificationGeneratorParams {
            header: header.clone(),
            round: 1,
            set_id: 0,
            authorities: voters.into_iter().take(v as usize).map(|voter| (voter, 1)).collect(),
            ancestors: a,
            forks: 1,
        });
        let (relay, set_id): (T::AccountId, SetId) = (whitelisted_caller(), 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(relay), SHARD, Box::new(header), Box::new(justification), set_id);

        assert_eq!(Shards::<T>::get(SHARD).map(|shard| shard.set_id), Some(1));
    }

    /// `n` messages in a proof of `k` KiB. A runtime lets a call bring as many.
    #[benchmark]
    fn deliver(n: Linear<1, 16>, k: Linear<20, 60>) {
        let last = MessageNonce::from(n);
        let this = ThisShard::<T>::get();
        let lane = OutboundLane { sent: last, confirmed: 0 };
        let length = 16 * KIBIBYTE / n as usize;
        let messages =
            (1..=last).map(|nonce| (outbox_key(this, nonce), message(nonce, length).encode()));
        let values = [(outbound_lane_key(this), lane.encode())].into_iter().chain(messages);
        let (at, proof) = with_state::<T>(values.collect(), k);
        let relay: T::AccountId = whitelisted_caller();

        #[extrinsic_call]
        _(RawOrigin::Signed(relay), SHARD, at, proof, 1, last);

        assert_eq!(InboundLanes::<T>::get(SHARD).taken, last);
    }

    /// `n` answers, of the longest kind and to the longest messages, in a proof of `k` KiB. A
    /// runtime lets a call bring as many.
    #[benchmark]
    fn confirm(n: Linear<1, 16>, k: Linear<2, 60>) {
        let last = MessageNonce::from(n);
        let longest = Outcome::Failed(MessageError::refused(&"x".repeat(32)));
        let outcomes = BoundedVec::truncate_from(vec![longest; n as usize]);
        let lane = InboundLane { taken: last, confirmed: 0, outcomes };
        let key = inbound_lane_key(ThisShard::<T>::get());
        let (at, proof) = with_state::<T>(vec![(key, lane.encode())], k);
        OutboundLanes::<T>::insert(SHARD, OutboundLane { sent: last, confirmed: 0 });
        for nonce in 1..=last {
            Outbox::<T>::insert(SHARD, nonce, message(nonce, MAX_PAYLOAD as usize));
        }
        let relay: T::AccountId = whitelisted_caller();

        #[extrinsic_call]
        _(RawOrigin::Signed(relay), SHARD, at, proof);

        assert_eq!(OutboundLanes::<T>::get(SHARD).confirmed, last);
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::alone(), crate::mock::Test);
}
