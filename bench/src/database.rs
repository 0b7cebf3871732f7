//! What reading and writing one value of the state costs with RocksDB: `runtime/src/weights/rocksdb.rs`
//! has its figures from here.
//!
//! The state has many more values than a block touches, and each measured block touches others,
//! chosen at random. The database is the node's own, with caches of the node's own sizes: first
//! empty, then as the node fills them when it starts.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{anyhow, ensure, Result};
use icn_primitives::{Hash, Header};
use icn_runtime::Block;
use polkadot_sdk::{
    sc_client_api::{Backend as _, BlockImportOperation, NewBlockState, TrieCacheContext},
    sc_client_db::{Backend, BlocksPruning, DatabaseSettings, DatabaseSource, PruningMode},
    sp_core::storage::{StateVersion, Storage},
    sp_runtime::traits::{BlakeTwo256, Hash as _, Header as _},
    sp_state_machine::Backend as StateBackend,
};

/// The node's default caches: the database's in MiB, and the trie's in bytes.
const DATABASE_CACHE: usize = 1024;
const TRIE_CACHE: usize = 1024 * 1024 * 1024;
/// Bytes of a value: a membership, a small document.
const VALUE: usize = 200;
/// Values that one block reads, and that it writes.
const A_BLOCK: u64 = 2_000;

/// What one access took, block by block.
#[derive(Default)]
pub struct Accesses {
    /// Reading one value for the first time.
    pub cold_read: Vec<Duration>,
    /// Reading one value when the cache has been filled.
    pub read: Vec<Duration>,
    /// Writing one value: its part of the new root's computation and of the commit to disk.
    pub write: Vec<Duration>,
}

fn blake2_256(bytes: &[u8]) -> [u8; 32] {
    BlakeTwo256::hash(bytes).0
}

fn key(number: u64) -> Vec<u8> {
    blake2_256(&number.to_le_bytes()).to_vec()
}

fn value(number: u64, version: u64) -> Vec<u8> {
    let mut bytes = vec![0; VALUE];
    bytes[..32].copy_from_slice(&blake2_256(&[number, version].map(u64::to_le_bytes).concat()));
    bytes
}

/// The keys that a block touches, of a state with `values`.
fn chosen(values: u64, block: u64) -> Vec<Vec<u8>> {
    let choose = |step: u64| {
        let hash = blake2_256(&[block, step].map(u64::to_le_bytes).concat());
        hash[..8].iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte)) % values
    };
    (0..A_BLOCK).map(|step| key(choose(step))).collect()
}

/// Reads the values of `keys`: the time that one takes.
fn read(state: &impl StateBackend<BlakeTwo256>, keys: &[Vec<u8>]) -> Result<Duration> {
    let start = Instant::now();
    for key in keys {
        let value = state.storage(key).map_err(|error| anyhow!("{error:?}"))?;
        ensure!(value.is_some(), "a value is missing");
    }
    Ok(start.elapsed() / u32::try_from(keys.len())?)
}

/// Makes a state of `values` in a database at `place`, and measures `blocks` on top of it.
pub fn run(place: &Path, values: u64, blocks: u64) -> Result<Accesses> {
    let backend = Backend::<Block>::new(
        DatabaseSettings {
            trie_cache_maximum_size: Some(TRIE_CACHE),
            state_pruning: Some(PruningMode::blocks_pruning(256)),
            source: DatabaseSource::RocksDb { path: place.into(), cache_size: DATABASE_CACHE },
            blocks_pruning: BlocksPruning::KeepFinalized,
            pruning_filters: Vec::new(),
            metrics_registry: None,
        },
        256,
    )?;

    let mut first = backend.begin_operation()?;
    let top = (0..values).map(|number| (key(number), value(number, 0))).collect();
    let storage = Storage { top, children_default: Default::default() };
    let root = first.set_genesis_state(storage, true, StateVersion::V1)?;
    let mut header = self::header(0, root, Hash::zero());
    let state = NewBlockState::Final;
    first.set_block_data(header.clone(), Some(Vec::new()), None, None, state, true)?;
    backend.commit_operation(first)?;

    let mut accesses = Accesses::default();
    for block in 1..=blocks {
        let keys = chosen(values, blocks + block);
        let state = backend.state_at(header.hash(), TrieCacheContext::Trusted)?;
        accesses.cold_read.push(read(&state, &keys)?);
    }
    let all: Vec<_> = (0..values).map(key).collect();
    for keys in all.chunks(A_BLOCK as usize) {
        read(&backend.state_at(header.hash(), TrieCacheContext::Trusted)?, keys)?;
    }
    for block in 1..=blocks {
        let parent = header.hash();
        let state = backend.state_at(parent, TrieCacheContext::Trusted)?;
        let keys = chosen(values, block);
        accesses.read.push(read(&state, &keys)?);

        let changes: Vec<_> = (0..A_BLOCK).map(|step| value(step, block)).collect();
        let mut operation = backend.begin_operation()?;
        backend.begin_state_operation(&mut operation, parent)?;
        let start = Instant::now();
        let delta = keys.iter().zip(&changes).map(|(key, value)| (&key[..], Some(&value[..])));
        let (root, transaction) = state.storage_root(delta, StateVersion::V1);
        operation.update_db_storage(transaction)?;
        header = self::header(u32::try_from(block)?, root, parent);
        let state = NewBlockState::Best;
        operation.set_block_data(header.clone(), Some(Vec::new()), None, None, state, true)?;
        backend.commit_operation(operation)?;
        accesses.write.push(start.elapsed() / u32::try_from(A_BLOCK)?);
        backend.finalize_block(header.hash(), None)?;
    }
    Ok(accesses)
}

fn header(number: u32, state_root: Hash, parent: Hash) -> Header {
    Header::new(number, Hash::zero(), state_root, parent, Default::default())
}
