//! Benchmarks of this pallet's calls.

use alloc::{boxed::Box, vec, vec::Vec};
use codec::{Decode, Encode};
use icn_primitives::{
    seat::MAX_SEATS,
    shard::{
        inbound_lane_key, outbound_lane_key, outbox_key, outcomes_key, FinalizedHeader,
        InboundLane, Message, MessageError, MessageNonce, OutboundLane, Outcome, ShardRole,
        MAX_PAYLOAD, MAX_SHARDS, MESSAGE_VERSION,
    },
    Hash, Header,
};
use polkadot_sdk::{
    bp_runtime::{record_all_trie_keys, RawStorageProof},
    bp_test_utils::{accounts, make_justification_for_header, JustificationGeneratorParams},
    frame_support::traits::Authorize,
    polkadot_sdk_frame::benchmarking::prelude::*,
    sp_consensus_grandpa::{AuthorityId, ConsensusLog, ScheduledChange, GRANDPA_ENGINE_ID},
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

/// A state that holds these values: its root, and a proof of all of it, filled up to `size` KiB.
fn state(values: Vec<(Vec<u8>, Vec<u8>)>, size: usize) -> (Hash, RawStorageProof) {
    let mut db = MemoryDB::<BlakeTwo256>::new(&[0]);
    let mut root = Hash::default();
    {
        let mut trie = TrieDBMutBuilderV1::<BlakeTwo256>::new(&mut db, &mut root).build();
        for (key, value) in values {
            assert!(trie.insert(&key, &value).is_ok(), "the trie is in memory");
        }
    }
    let Ok(mut proof) = record_all_trie_keys::<LayoutV1<BlakeTwo256>, _>(&db, &root) else {
        panic!("the trie is in memory")
    };
    let missing = size.saturating_mul(KIBIBYTE).saturating_sub(proof.encoded_size() + 8);
    if missing > 0 {
        proof.push(vec![0xff; missing]);
    }
    (root, proof)
}

/// Registers the shard with a full list of headers and as many authorities as `votes` are two
/// thirds of. Returns an update with a mandatory header above those, whose votes are for a
/// descendant; `messages` with payloads that nobody takes; and `answers`, of the longest kind, to
/// the longest messages; in a proof of `size` KiB. A runtime in which an
/// update brings less gets less.
fn update<T: Config>(
    votes: u32,
    ancestries: u32,
    messages: u32,
    answers: u32,
    size: u32,
) -> Update {
    let this = ThisShard::<T>::get();
    let most = T::MessagesPerUpdate::get();
    let last = MessageNonce::from(messages.min(most));
    let answered = MessageNonce::from(answers.min(most));
    let longest = Outcome::Failed(MessageError::refused(&"x".repeat(32)));
    let page: icn_primitives::shard::Outcomes =
        BoundedVec::truncate_from(vec![longest; answered as usize]);
    let values =
        (1..=last).map(|nonce| (outbox_key(this, nonce), message(nonce, 32).encode())).chain([
            (outbound_lane_key(this), OutboundLane { sent: last, confirmed: 0 }.encode()),
            (inbound_lane_key(this), InboundLane { taken: answered, confirmed: 0 }.encode()),
            (outcomes_key(this, 0), page.encode()),
        ]);
    // The proof's own length takes some bytes.
    let longest_proof = T::ProofSize::get() as usize / KIBIBYTE;
    let (state_root, proof) =
        state(values.collect(), (size as usize).min(longest_proof.saturating_sub(1)));
    OutboundLanes::<T>::insert(SHARD, OutboundLane { sent: answered, confirmed: 0 });
    for nonce in 1..=answered {
        Outbox::<T>::insert(SHARD, nonce, message(nonce, MAX_PAYLOAD as usize));
    }

    let voters = accounts(((3 * votes - 1) / 2) as u16);
    let keys: Vec<AuthorityId> = voters.iter().map(|voter| (*voter).into()).collect();
    register::<T>(SHARD, keys.try_into().expect("there are a hundred at most"));
    let known: Vec<_> = (1..=T::KeptHeaders::get())
        .map(|number| FinalizedHeader { number, hash: sample(1, number), state_root })
        .collect();
    let best = *known.last().expect("at least one header is kept");
    RecentHeaders::<T>::insert(SHARD, BoundedVec::truncate_from(known));
    Shards::<T>::mutate(SHARD, |shard| {
        if let Some(shard) = shard {
            shard.best = Some(best);
        }
    });

    let next_authorities = authorities(1_000_000).into_iter().map(|key| (key, 1)).collect();
    let change = ConsensusLog::ScheduledChange(ScheduledChange { next_authorities, delay: 0u32 });
    let logs = vec![DigestItem::Consensus(GRANDPA_ENGINE_ID, change.encode())];
    let none = Hash::default();
    let header = Header::new(best.number + 1, none, state_root, best.hash, Digest { logs });
    let justification = make_justification_for_header(JustificationGeneratorParams {
        header: header.clone(),
        round: 1,
        set_id: 0,
        authorities: voters.into_iter().take(votes as usize).map(|voter| (voter, 1)).collect(),
        ancestors: ancestries,
        forks: 1,
    });
    Update {
        at: header.hash(),
        finality: Some(Finality { header, justification, set_id: 0 }),
        proof,
        messages: (last > 0).then_some(Nonces { first: 1, last }),
        answers: (answered > 0).then_some(Nonces { first: 1, last: answered }),
        effects: T::EffectsPerUpdate::get(),
    }
}

fn last_of(nonces: Option<Nonces>) -> MessageNonce {
    nonces.map_or(0, |nonces| nonces.last)
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

    #[benchmark]
    fn relay(
        v: Linear<1, 67>,
        a: Linear<0, 16>,
        m: Linear<1, 256>,
        n: Linear<1, 256>,
        k: Linear<128, 512>,
    ) -> Result<(), BenchmarkError> {
        register_all_but_one::<T>();
        let update = Box::new(update::<T>(v, a, m, n, k));

        #[extrinsic_call]
        _(RawOrigin::Authorized, SHARD, update.clone());

        assert_eq!(Shards::<T>::get(SHARD).map(|shard| shard.set_id), Some(1));
        assert_eq!(InboundLanes::<T>::get(SHARD).taken, last_of(update.messages));
        assert_eq!(OutboundLanes::<T>::get(SHARD).confirmed, last_of(update.answers));
        Ok(())
    }

    #[benchmark]
    fn authorize_relay(
        v: Linear<1, 67>,
        a: Linear<0, 16>,
        m: Linear<1, 256>,
        n: Linear<1, 256>,
        k: Linear<128, 512>,
    ) -> Result<(), BenchmarkError> {
        register_all_but_one::<T>();
        let update = Box::new(update::<T>(v, a, m, n, k));
        let call = Call::<T>::relay { shard: SHARD, update };

        #[block]
        {
            call.authorize(TransactionSource::External).ok_or("it is authorized so")??;
        }

        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::alone(), crate::mock::Test);
}
