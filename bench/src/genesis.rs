//! What a chain has before its first block, beside what its founders file says. The runtime itself
//! makes it, in the state of the genesis: so what would take thousands of transactions is there in
//! seconds, as they would have made it.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use icn_runtime::Runtime;
use icn_tests::people::{hex, unhex};
use pallet_directory::Lanes;
use polkadot_sdk::{sp_core::storage::Storage, sp_state_machine::BasicExternalities};
use serde_json::{Map, Value};

/// Lets the runtime `begin` in the genesis of this raw chain specification, whose chain doesn't run
/// yet.
///
/// The chain gets another genesis hash by that. Other shards know those of all but the federation
/// shard, so only that one, or a shard that runs alone, can be changed.
pub fn change(spec: &Path, begin: impl FnOnce() -> Result<()>) -> Result<()> {
    let mut chain: Value = serde_json::from_slice(&fs::read(spec)?)?;
    let top = chain["genesis"]["raw"]["top"].as_object_mut().context("no raw specification")?;
    let mut storage = Storage::default();
    for (key, value) in std::mem::take(top) {
        let value = value.as_str().context("a value that is no text")?;
        storage.top.insert(unhex(&key)?, unhex(value)?);
    }
    BasicExternalities::execute_with_storage(&mut storage, begin)?;
    *top = storage
        .top
        .into_iter()
        .map(|(key, value)| (hex(&key), Value::String(hex(&value))))
        .collect::<Map<_, _>>();
    fs::write(spec, chain.to_string())?;
    Ok(())
}

/// In the state of the federation shard: the directory tells the other shards nothing of what is
/// there now, where nobody runs them.
pub fn tell_nobody() {
    let last = pallet_directory::LastChange::<Runtime>::get();
    for shard in <Runtime as pallet_directory::Config>::Lanes::destinations() {
        pallet_directory::SentTo::<Runtime>::insert(shard, last);
    }
}
