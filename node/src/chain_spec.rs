//! Which chain a node runs.
//!
//! A real federation's chain comes from a file. The two chains made here, for development, take
//! their genesis from the presets that the runtime itself carries: there is no second place that
//! knows what a genesis holds.

use polkadot_sdk::{
    sc_chain_spec::{ChainType, GenericChainSpec, Properties},
    sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET},
};
use std::path::{Path, PathBuf};

use crate::shards::FEDERATION;

/// A chain's name, genesis and boot nodes.
pub type ChainSpec = GenericChainSpec;

/// SS58 prefix of addresses (the generic one: accounts are the same on every chain).
const SS58_PREFIX: u16 = 42;

/// The chain that `--chain` names: `dev`, `local`, or the path of a spec file. The first two begin with
/// `runtime`.
pub fn load(name: &str, runtime: Option<&'static [u8]>) -> Result<ChainSpec, String> {
    match name {
        // The SDK asks for a chain also where it matters to nobody, as for `key generate-node-key`.
        // A node is not started without one: that is checked where it is started.
        "" | "dev" => from_preset(
            "ICN Development",
            "icn_dev",
            ChainType::Development,
            DEV_RUNTIME_PRESET,
            runtime,
        ),
        "local" => from_preset(
            "ICN Local Federation",
            "icn_local",
            ChainType::Local,
            LOCAL_TESTNET_RUNTIME_PRESET,
            runtime,
        ),
        path if Path::new(path).is_dir() => Err(format!(
            "{path} is a directory with a specification for each shard, and this needs one of \
             them: name its file, such as {}",
            Path::new(path).join(format!("{FEDERATION}.json")).display()
        )),
        path => ChainSpec::from_json_file(PathBuf::from(path))
            .map_err(|error| format!("{path}: {error}")),
    }
}

/// A chain whose genesis is one of the runtime's presets.
fn from_preset(
    name: &str,
    id: &str,
    chain_type: ChainType,
    preset: &str,
    runtime: Option<&'static [u8]>,
) -> Result<ChainSpec, String> {
    if !icn_runtime::presets::preset_names().iter().any(|known| *known == preset) {
        return Err(format!(
            "this runtime carries no genesis \"{preset}\": make a federation's chain with \
             `icn-node federation init`, and give its file to --chain"
        ));
    }
    let wasm = runtime.ok_or(
        "this node was built without the runtime's WASM: unset SKIP_WASM_BUILD and rebuild",
    )?;
    let properties = Properties::from_iter([("ss58Format".to_string(), SS58_PREFIX.into())]);
    Ok(ChainSpec::builder(wasm, None)
        .with_name(name)
        .with_id(id)
        // Part of the old names of its protocols: two chains must not share it.
        .with_protocol_id(id)
        .with_chain_type(chain_type)
        .with_properties(properties)
        .with_genesis_config_preset_name(preset)
        .build())
}

#[cfg(test)]
mod tests {
    use super::*;
    use polkadot_sdk::sp_runtime::BuildStorage;

    #[test]
    fn every_genesis_that_the_runtime_carries_can_be_built() {
        let names = [(DEV_RUNTIME_PRESET, "dev"), (LOCAL_TESTNET_RUNTIME_PRESET, "local")];
        for (preset, name) in names {
            let known = icn_runtime::presets::preset_names().iter().any(|id| *id == preset);
            let storage =
                load(name, icn_runtime_wasm::WASM_BINARY).and_then(|spec| spec.build_storage());
            assert_eq!(storage.is_ok_and(|storage| !storage.top.is_empty()), known, "{name}");
        }
    }

    #[test]
    fn a_chain_that_is_not_there_is_named_in_the_error() {
        assert!(load("no/such/spec.json", None).err().unwrap().starts_with("no/such/spec.json"));
        let directory = tempfile::tempdir().unwrap();
        let error = load(&directory.path().display().to_string(), None).err().unwrap();
        assert!(error.ends_with("/federation.json"), "{error}");
    }
}
