//! A federation's genesis: the runtime's own genesis builder makes it from a patch to its defaults.

use anyhow::{anyhow, Context, Result};
use icn_primitives::{Hash, OpaqueBlock};
use polkadot_sdk::{
    sc_chain_spec::{
        construct_genesis_block, resolve_state_version_from_wasm, ChainType, GenericChainSpec,
        Properties,
    },
    sc_executor::WasmExecutor,
    sc_network::config::MultiaddrWithPeerId,
    sp_io::{hashing::sha2_256, SubstrateHostFunctions},
    sp_runtime::{
        traits::{BlakeTwo256, Block, Hash as _},
        BuildStorage,
    },
};
use serde_json::{json, Map, Value};

use super::{
    keys::ss58,
    plan::Parameters,
    settle::{multibase, Settled},
};

/// SS58 prefix of addresses (the generic one).
const SS58_PREFIX: u16 = 42;
/// How this chain's protocols begin on the wire, beside the genesis hash.
const PROTOCOL_ID: &str = "icn";

/// A federation's chain specification in both its forms, and what it is compared by.
pub struct Specification {
    /// For people: the genesis as configuration.
    pub plain: String,
    /// For nodes: the genesis as storage.
    pub raw: String,
    /// SHA-256 of the raw form, as `sha256sum` shows it.
    pub raw_sha256: String,
    /// Hash of the genesis block: the chain's name in everything that is signed.
    pub genesis: Hash,
}

impl Specification {
    /// The specification of `federation` with the runtime `wasm`. The same federation and runtime
    /// give the same bytes.
    pub fn new(federation: &Settled, wasm: &[u8]) -> Result<Self> {
        let spec = chain_spec(federation, wasm)?;
        let json = |raw| {
            spec.as_json(raw).map_err(|error| {
                anyhow!("the runtime makes no genesis from these founders: {error}")
            })
        };
        let (plain, raw) = (json(false)? + "\n", json(true)? + "\n");
        let genesis = genesis_hash(&raw)?;
        let sha256 = sha2_256(raw.as_bytes());
        let raw_sha256 = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { plain, raw, raw_sha256, genesis })
    }
}

/// The chain specification of `federation` with the runtime `wasm`.
fn chain_spec(federation: &Settled, wasm: &[u8]) -> Result<GenericChainSpec> {
    let boot_nodes = federation
        .founders
        .iter()
        .map(|founder| {
            let address = founder.multiaddress();
            address
                .parse::<MultiaddrWithPeerId>()
                .with_context(|| format!("{address} is no multiaddress"))
        })
        .collect::<Result<_>>()?;
    // Clients show the name, so the name says what this is not for.
    let (name, chain_type) = match federation.authority {
        Some(_) => (format!("{} (development)", federation.name), ChainType::Development),
        None => (federation.name.clone(), ChainType::Live),
    };
    let properties = Properties::from_iter([("ss58Format".to_string(), SS58_PREFIX.into())]);
    Ok(GenericChainSpec::builder(wasm, None)
        .with_name(&name)
        .with_id(&federation.id)
        .with_chain_type(chain_type)
        .with_protocol_id(PROTOCOL_ID)
        .with_properties(properties)
        .with_boot_nodes(boot_nodes)
        .with_genesis_config_patch(patch(federation))
        .build())
}

/// What differs from the runtime's default genesis. Aura and GRANDPA get their authorities from the
/// session keys.
fn patch(federation: &Settled) -> Value {
    let founders = &federation.founders;
    let cooperatives: Vec<Value> = founders
        .iter()
        .map(|founder| {
            json!({
                "legalName": founder.legal_name,
                "domain": founder.domain,
                "key": multibase(founder.key),
                "stewards": founder.stewards.iter().map(|key| multibase(*key)).collect::<Vec<_>>(),
                "rules": founder.rules,
            })
        })
        .collect();
    // A seat's name among the validators is the account of its cooperative's own key.
    let seats: Vec<Value> = founders
        .iter()
        .enumerate()
        .map(|(id, founder)| {
            let (validator, operator) = (ss58(&founder.key.account()), ss58(&founder.operator));
            json!([id, validator, operator, [founder.peer_id.to_bytes()]])
        })
        .collect();
    let session: Vec<Value> = founders
        .iter()
        .map(|founder| {
            let (validator, operator) = (ss58(&founder.key.account()), ss58(&founder.operator));
            let aura = ss58(&founder.aura.key.0.into());
            let grandpa = ss58(&founder.grandpa.key.0.into());
            json!([operator, validator, { "aura": aura, "grandpa": grandpa }])
        })
        .collect();
    let (seat_parameters, quota_parameters) = parameters(&federation.parameters);
    let mut patch = json!({
        "cooperatives": { "cooperatives": cooperatives },
        "seats": { "seats": seats, "parameters": seat_parameters },
        "session": { "keys": session },
        "admission": { "parameters": quota_parameters },
    });
    if let Some(authority) = &federation.authority {
        patch["federation"] = json!({ "authority": ss58(authority) });
    }
    patch
}

/// The parameters that aren't the runtime's defaults: the seats', and the quotas'.
fn parameters(parameters: &Parameters) -> (Value, Value) {
    let given = |fields: Vec<(&str, Option<Value>)>| -> Value {
        let given = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Value::Object(given.collect::<Map<_, _>>())
    };
    // Parts in a million are what the runtime counts in.
    let own_share = parameters.own_share_percent.map(|percent| percent.saturating_mul(10_000));
    let seats = given(vec![
        ("session_length", parameters.session_length.map(Value::from)),
        ("missed_turns_limit", parameters.missed_turns_limit.map(Value::from)),
    ]);
    let quotas = given(vec![
        ("cooperativeBlocks", parameters.cooperative_blocks.map(Value::from)),
        ("ownShare", own_share.map(Value::from)),
        ("ownRefill", parameters.own_refill.map(Value::from)),
    ]);
    (seats, quotas)
}

/// Hash of the genesis block that nodes make from the raw specification `raw`.
fn genesis_hash(raw: &str) -> Result<Hash> {
    let spec: GenericChainSpec = GenericChainSpec::from_json_bytes(raw.as_bytes().to_vec())
        .map_err(|error| anyhow!("the specification doesn't read back: {error}"))?;
    let storage = spec.build_storage().map_err(|error| anyhow!("no genesis storage: {error}"))?;
    let executor = WasmExecutor::<SubstrateHostFunctions>::builder().build();
    let version = resolve_state_version_from_wasm::<_, BlakeTwo256>(&storage, &executor)
        .context("the runtime doesn't tell its version")?;
    let children = storage.children_default.values().map(|child| {
        let root = BlakeTwo256::trie_root(child.data.clone().into_iter().collect(), version);
        (child.child_info.prefixed_storage_key().into_inner(), root.0.to_vec())
    });
    let entries = storage.top.clone().into_iter().chain(children).collect();
    let root = BlakeTwo256::trie_root(entries, version);
    Ok(construct_genesis_block::<OpaqueBlock>(root, version).header().hash())
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::federation::{check::check, settle::settle, tests::LOCAL};
    use polkadot_sdk::sc_chain_spec::GenesisConfigBuilderRuntimeCaller;

    /// The runtime, if this test program was built with it.
    pub fn wasm() -> &'static [u8] {
        icn_runtime::WASM_BINARY.expect("tests need the runtime's WASM")
    }

    fn settled(founders: &str) -> Settled {
        settle(check(founders).plan.unwrap()).unwrap().settled
    }

    #[test]
    fn the_same_founders_give_the_same_specification() {
        let one = Specification::new(&settled(LOCAL), wasm()).unwrap();
        let two = Specification::new(&settled(LOCAL), wasm()).unwrap();
        assert_eq!((&one.raw, &one.plain), (&two.raw, &two.plain));
        assert_eq!(one.genesis, two.genesis);
        let other = LOCAL.replace("food.example", "feed.example");
        let other = Specification::new(&settled(&other), wasm()).unwrap();
        assert_ne!(one.raw_sha256, other.raw_sha256);
        assert_ne!(one.genesis, other.genesis);
    }

    #[test]
    fn only_a_development_seed_names_an_authority() {
        let development = settled(LOCAL);
        assert!(patch(&development)["federation"]["authority"].is_string());
        let real = Settled { authority: None, ..development };
        assert!(patch(&real).get("federation").is_none());
        let spec = chain_spec(&real, wasm()).unwrap();
        assert_eq!((spec.name(), spec.id()), (real.name.as_str(), real.id.as_str()));
    }

    /// The names in `patch` that aren't in `default`: the runtime would pass over them in silence.
    fn unknown(patch: &Value, default: &Value, at: &str) -> Vec<String> {
        let Some(fields) = patch.as_object() else { return Vec::new() };
        let below = fields.iter().map(|(name, value)| match default.get(name) {
            Some(default) => unknown(value, default, &format!("{at}.{name}")),
            None => vec![format!("{at}.{name}")],
        });
        below.flatten().collect()
    }

    #[test]
    fn the_runtime_knows_every_name_and_takes_every_parameter() {
        let parameters = Parameters {
            session_length: Some(77),
            missed_turns_limit: Some(77),
            cooperative_blocks: Some(77),
            own_share_percent: Some(77),
            own_refill: Some(77_000),
        };
        let federation = Settled { parameters, ..settled(LOCAL) };
        let caller = GenesisConfigBuilderRuntimeCaller::<SubstrateHostFunctions>::new(wasm());
        let default = caller.get_default_config().unwrap();
        assert_eq!(unknown(&patch(&federation), &default, "genesis"), Vec::<String>::new());
        caller.get_storage_for_patch(patch(&federation)).unwrap();
    }

    #[test]
    fn parameters_that_are_not_given_are_left_to_the_runtime() {
        assert_eq!(parameters(&Parameters::default()), (json!({}), json!({})));
        let given = Parameters {
            session_length: Some(20),
            own_share_percent: Some(25),
            own_refill: Some(60_000),
            ..Parameters::default()
        };
        let quotas = json!({ "ownShare": 250_000, "ownRefill": 60_000 });
        assert_eq!(parameters(&given), (json!({ "session_length": 20 }), quotas));
    }

    #[test]
    fn the_genesis_hash_is_the_one_that_a_node_has() {
        use polkadot_sdk::{
            sc_chain_spec::{BuildGenesisBlock, GenesisBlockBuilder},
            sc_client_api::in_mem::Backend,
        };
        use std::sync::Arc;
        let spec = Specification::new(&settled(LOCAL), wasm()).unwrap();
        let file: GenericChainSpec =
            GenericChainSpec::from_json_bytes(spec.raw.into_bytes()).unwrap();
        let executor = WasmExecutor::<SubstrateHostFunctions>::builder().build();
        let backend = Arc::new(Backend::<OpaqueBlock>::new());
        let (block, _) = GenesisBlockBuilder::new(&file, false, backend, executor)
            .unwrap()
            .build_genesis_block()
            .unwrap();
        assert_eq!(block.header().hash(), spec.genesis);
    }
}
