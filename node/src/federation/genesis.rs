//! The genesis of each of a federation's shards: the runtime's own genesis builder makes it from a
//! patch to its defaults.
//!
//! The shards' trust in each other begins here, without a circle: the other shards' genesis holds
//! the authorities of the federation shard, and the federation shard's holds the authorities and
//! the genesis hash of every other. So the federation shard's is made last.

use anyhow::{anyhow, Context, Result};
use codec::{DecodeAll, Encode};
use icn_primitives::{shard::ShardRole, AccountId, Hash, OpaqueBlock, ShardId};
use polkadot_sdk::{
    sc_chain_spec::{
        construct_genesis_block, json_merge, resolve_state_version_from_wasm, ChainSpec, ChainType,
        GenericChainSpec, Properties,
    },
    sc_network::config::MultiaddrWithPeerId,
    sp_core::{
        storage::{well_known_keys, Storage},
        traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
    },
    sp_genesis_builder::{self, PresetId},
    sp_io::hashing::sha2_256,
    sp_runtime::traits::{BlakeTwo256, Block, Hash as _},
    sp_state_machine::BasicExternalities,
};
use serde_json::{json, Map, Value};

use super::{
    keys::ss58,
    plan::{Parameters, Shard},
    settle::{multibase, Session, Settled, SettledFounder},
};
use crate::executor::Executor;

/// SS58 prefix of addresses (the generic one).
const SS58_PREFIX: u16 = 42;
/// How this chain's protocols begin on the wire, beside the genesis hash.
const PROTOCOL_ID: &str = "icn";
/// How the name of a chain ends that is for development only.
pub const DEVELOPMENT: &str = " (development)";

/// The chain specification of one shard in both its forms, and what it is compared by.
pub struct Specification {
    /// What it is for.
    pub shard: Shard,
    /// What machines call it.
    pub id: String,
    /// For people: the genesis as configuration.
    pub plain: String,
    /// For nodes: the genesis as storage.
    pub raw: String,
    /// SHA-256 of the raw form, as `sha256sum` shows it.
    pub raw_sha256: String,
    /// Hash of the genesis block: the chain's name in everything that is signed.
    pub genesis: Hash,
}

/// The specifications of all shards of `federation` with this runtime, in the order of their
/// numbers. The same federation and runtime give the same bytes.
pub fn specifications(federation: &Settled, runtime: &Runtime) -> Result<Vec<Specification>> {
    let make = |number: u32, shard: &Shard, others: &[Hash]| {
        let patch = patch(federation, number, shard, others);
        let spec = chain_spec(federation, number, shard, patch.clone(), runtime.wasm)?;
        Specification::new(shard, spec, patch, runtime)
    };
    let mut others = Vec::new();
    for (number, shard) in federation.numbered().skip(1) {
        others.push(make(number, shard, &[])?);
    }
    let hashes: Vec<Hash> = others.iter().map(|spec| spec.genesis).collect();
    let first = federation.shards.first().context("a federation has its own shard")?;
    let mut all = vec![make(0, first, &hashes)?];
    all.append(&mut others);
    Ok(all)
}

/// The runtime that a federation begins with. Compiling it takes longer than all that it does here,
/// so one executor does it all: the SDK's own caller of the genesis builder has another.
pub struct Runtime<'w> {
    wasm: &'w [u8],
    executor: Executor,
}

impl<'w> Runtime<'w> {
    /// The runtime in this file, to be executed so.
    pub fn new(wasm: &'w [u8], executor: Executor) -> Self {
        Self { wasm, executor }
    }

    /// The file.
    pub fn wasm(&self) -> &[u8] {
        self.wasm
    }

    /// The default genesis.
    fn default_genesis(&self) -> Result<Value> {
        let mut nothing = BasicExternalities::new_empty();
        let preset = self.call(&mut nothing, "GenesisBuilder_get_preset", None::<PresetId>)?;
        let preset = Option::<Vec<u8>>::decode_all(&mut &preset[..])?;
        Ok(serde_json::from_slice(&preset.context("it has no default genesis")?)?)
    }

    /// The state of a genesis that differs from the default by `patch`.
    fn storage(&self, patch: Value) -> Result<Storage> {
        let mut genesis = self.default_genesis()?;
        json_merge(&mut genesis, patch);
        let mut state = BasicExternalities::new_empty();
        let built =
            self.call(&mut state, "GenesisBuilder_build_state", serde_json::to_vec(&genesis)?)?;
        let built = sp_genesis_builder::Result::decode_all(&mut &built[..])?;
        built.map_err(|refusal| anyhow!("{refusal}"))?;
        let mut storage = state.into_storages();
        storage.top.insert(well_known_keys::CODE.to_vec(), self.wasm.to_vec());
        Ok(storage)
    }

    fn call(
        &self,
        state: &mut BasicExternalities,
        function: &str,
        argument: impl Encode,
    ) -> Result<Vec<u8>> {
        let code = RuntimeCode {
            code_fetcher: &WrappedRuntimeCode(self.wasm.into()),
            heap_pages: None,
            hash: BlakeTwo256::hash(self.wasm).encode(),
        };
        let context = CallContext::Offchain;
        let (answer, _) = self.executor.call(state, &code, function, &argument.encode(), context);
        Ok(answer?)
    }
}

impl Specification {
    /// Of `shard`, from a specification with that patch.
    pub fn new(
        shard: &Shard,
        mut spec: GenericChainSpec,
        patch: Value,
        runtime: &Runtime,
    ) -> Result<Self> {
        let refused = || format!("the runtime makes no genesis of the shard {}", shard.name);
        let written = |error: String| anyhow!(error).context(refused());
        let plain = spec.as_json(false).map_err(written)? + "\n";
        let storage = runtime.storage(patch).with_context(refused)?;
        let genesis = genesis_hash(&storage, &runtime.executor)?;
        spec.set_storage(storage);
        let raw = spec.as_json(true).map_err(written)? + "\n";
        let sha256 = sha2_256(raw.as_bytes());
        let raw_sha256 = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { shard: shard.clone(), id: spec.id().into(), plain, raw, raw_sha256, genesis })
    }
}

/// The chain specification of one shard with the runtime `wasm` and this patch to its genesis.
fn chain_spec(
    federation: &Settled,
    number: u32,
    shard: &Shard,
    patch: Value,
    wasm: &[u8],
) -> Result<GenericChainSpec> {
    let boot_nodes = federation
        .founders
        .iter()
        .filter_map(|founder| Some((founder, of(&founder.place.ports, number)?)))
        .map(|(founder, ports)| boot_node(&founder.multiaddress(ports)))
        .collect::<Result<_>>()?;
    let (mut name, mut id) = (federation.name.clone(), federation.id.clone());
    if shard.role != ShardRole::Federation {
        name = format!("{name} {}", shard.name);
        id = format!("{id}-{}", shard.name);
    }
    let development = federation.development;
    Ok(chain_spec_of(Names { name, id, development }, boot_nodes, patch, wasm))
}

/// What a chain is called.
pub struct Names {
    /// By people.
    pub name: String,
    /// By machines.
    pub id: String,
    /// Whether everybody knows its keys.
    pub development: bool,
}

/// The chain specification with these names, with the runtime `wasm` and this patch to its genesis.
pub fn chain_spec_of(
    Names { name, id, development }: Names,
    boot_nodes: Vec<MultiaddrWithPeerId>,
    patch: Value,
    wasm: &[u8],
) -> GenericChainSpec {
    // Clients show the name, so the name says what this is not for.
    let (name, chain_type) = match development {
        true => (format!("{name}{DEVELOPMENT}"), ChainType::Development),
        false => (name, ChainType::Live),
    };
    let properties = Properties::from_iter([("ss58Format".to_string(), SS58_PREFIX.into())]);
    GenericChainSpec::builder(wasm, None)
        .with_name(&name)
        .with_id(&id)
        .with_chain_type(chain_type)
        .with_protocol_id(PROTOCOL_ID)
        .with_properties(properties)
        .with_boot_nodes(boot_nodes)
        .with_genesis_config_patch(patch)
        .build()
}

/// An address at which a node is found by others.
pub fn boot_node(address: &str) -> Result<MultiaddrWithPeerId> {
    address.parse().with_context(|| format!("{address} is no multiaddress"))
}

/// What belongs to the shard with this number.
fn of<T>(each: &[T], number: u32) -> Option<&T> {
    each.get(usize::try_from(number).ok()?)
}

/// What differs from the runtime's default genesis. Aura and GRANDPA get their authorities from the
/// session keys.
fn patch(federation: &Settled, number: u32, shard: &Shard, others: &[Hash]) -> Value {
    let founders = &federation.founders;
    let (seat_parameters, quota_parameters) = parameters(&federation.parameters);
    let is_federation = shard.role == ShardRole::Federation;
    // The federation shard knows the session keys of every shard, so that none is used twice.
    let known = federation.numbered().filter(|(other, _)| is_federation || *other == number);
    let keys: Vec<Value> = known
        .flat_map(|(shard, _)| {
            (0..).zip(founders).filter_map(move |(id, founder): (u32, _)| {
                Some(json!([shard, id, session_keys(of(&founder.sessions, shard)?)]))
            })
        })
        .collect();
    let mut patch = json!({
        "seats": { "seats": seats(founders), "parameters": seat_parameters, "keys": keys },
        "session": { "keys": session(founders, number) },
        "admission": { "parameters": quota_parameters },
        "shards": shards(federation, number, shard, others),
    });
    // The other shards learn the rest from the federation shard.
    if is_federation {
        patch["cooperatives"] = json!({ "cooperatives": cooperatives(founders) });
        for (pallet, genesis) in federation.constitution() {
            patch[pallet] = genesis;
        }
        if let Some(authority) = &federation.authority {
            patch["federation"] = json!({ "authority": ss58(authority) });
        }
    }
    patch
}

/// What a shard knows of the others: the federation shard of all, every other of it alone.
fn shards(federation: &Settled, number: u32, shard: &Shard, others: &[Hash]) -> Value {
    let is_federation = shard.role == ShardRole::Federation;
    let known: Vec<Value> = federation
        .numbered()
        .filter(|(_, other)| is_federation != (other.role == ShardRole::Federation))
        .map(|(id, other)| {
            let sessions =
                federation.founders.iter().filter_map(|founder| of(&founder.sessions, id));
            let genesis = id.checked_sub(1).and_then(|place| of(others, place)).copied();
            followed(ShardId(id), other.role, genesis, &authorities(sessions), 0)
        })
        .collect();
    json!({ "thisShard": ShardId(number), "thisRole": shard.role, "shards": known })
}

/// A shard that another follows from its genesis on: headers with the votes of these authorities,
/// which are the set with this number.
pub fn followed(
    id: ShardId,
    role: ShardRole,
    genesis: Option<Hash>,
    authorities: &[String],
    set_id: u64,
) -> Value {
    json!({
        "id": id,
        "role": role,
        "genesis": genesis,
        "authorities": authorities,
        "setId": set_id,
    })
}

/// The keys that finalize blocks, in the order of the seats.
pub fn authorities<'s>(sessions: impl Iterator<Item = &'s Session>) -> Vec<String> {
    sessions.map(|session| ss58(&session.grandpa.key.0.into())).collect()
}

fn cooperatives(founders: &[SettledFounder]) -> Vec<Value> {
    founders
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
        .collect()
}

/// A seat's name among the validators is the account of its cooperative's own key.
fn seats(founders: &[SettledFounder]) -> Vec<Value> {
    (0..)
        .zip(founders)
        .map(|(id, founder)| {
            let nodes = vec![founder.peer_id.to_bytes()];
            seat(id, &founder.key.account(), &founder.operator, nodes)
        })
        .collect()
}

/// A seat as a genesis has it: whose it is, its name, its operator, its nodes' peer ids in binary
/// form.
pub fn seat(
    cooperative: u32,
    validator: &AccountId,
    operator: &AccountId,
    nodes: Vec<Vec<u8>>,
) -> Value {
    json!([cooperative, ss58(validator), ss58(operator), nodes])
}

/// The session keys with which the shard begins.
fn session(founders: &[SettledFounder], shard: u32) -> Vec<Value> {
    founders
        .iter()
        .filter_map(|founder| {
            let session = of(&founder.sessions, shard)?;
            Some(first_session_keys(&founder.key.account(), &founder.operator, session))
        })
        .collect()
}

/// The session keys with which a seat begins, as a genesis has them.
pub fn first_session_keys(validator: &AccountId, operator: &AccountId, session: &Session) -> Value {
    json!([ss58(operator), ss58(validator), session_keys(session)])
}

/// Session keys as a genesis has them.
pub fn session_keys(session: &Session) -> Value {
    json!({
        "aura": ss58(&session.aura.key.0.into()),
        "grandpa": ss58(&session.grandpa.key.0.into()),
    })
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

/// Hash of the genesis block that nodes make with this state.
fn genesis_hash(storage: &Storage, executor: &Executor) -> Result<Hash> {
    let version = resolve_state_version_from_wasm::<_, BlakeTwo256>(storage, executor)
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
    use std::sync::LazyLock;

    /// The runtime, if this test program was built with it.
    pub fn wasm() -> &'static [u8] {
        icn_runtime_wasm::WASM_BINARY.expect("tests need the runtime's WASM")
    }

    /// It, kept compiled by all these tests together.
    pub fn runtime() -> &'static Runtime<'static> {
        static RUNTIME: LazyLock<Runtime> =
            LazyLock::new(|| Runtime::new(wasm(), Executor::builder().build()));
        &RUNTIME
    }

    fn settled(founders: &str) -> Settled {
        settle(check(founders).plan.unwrap()).unwrap().settled
    }

    /// The patch of the shard with this number, when the others have these genesis hashes.
    fn patch_of(federation: &Settled, number: u32, others: &[Hash]) -> Value {
        patch(federation, number, of(&federation.shards, number).unwrap(), others)
    }

    #[test]
    fn the_same_founders_give_the_same_specifications() {
        let one = specifications(&settled(LOCAL), runtime()).unwrap();
        let two = specifications(&settled(LOCAL), runtime()).unwrap();
        let other = LOCAL.replace("food.example", "feed.example");
        let other = specifications(&settled(&other), runtime()).unwrap();
        let ids: Vec<_> = one.iter().map(|spec| spec.id.as_str()).collect();
        assert_eq!(ids, ["icn-local", "icn-local-marketplace", "icn-local-storage"]);
        for ((one, two), other) in one.iter().zip(two).zip(other) {
            assert_eq!((&one.raw, &one.plain), (&two.raw, &two.plain));
            assert_eq!(one.genesis, two.genesis);
            assert_ne!(one.raw_sha256, other.raw_sha256);
            assert_ne!(one.genesis, other.genesis);
        }
        // What the federation shard believes of the others is what they are.
        let plain: Value = serde_json::from_str(&one[0].plain).unwrap();
        let known = &plain["genesis"]["runtimeGenesis"]["patch"]["shards"]["shards"];
        let known: Vec<_> =
            known.as_array().unwrap().iter().map(|s| s["genesis"].clone()).collect();
        assert_eq!(known, one[1..].iter().map(|spec| json!(spec.genesis)).collect::<Vec<_>>());
    }

    #[test]
    fn trust_goes_from_the_federation_shard_to_the_others_and_back() {
        let federation = settled(LOCAL);
        let hashes = [1, 2].map(Hash::repeat_byte);
        let grandpa = |shard: usize| -> Vec<String> {
            let keys = federation.founders.iter().map(|founder| &founder.sessions[shard].grandpa);
            keys.map(|grandpa| ss58(&grandpa.key.0.into())).collect()
        };
        let hub = patch_of(&federation, 0, &hashes);
        let known = |id, role: &str, genesis: Option<Hash>, shard| {
            let authorities = grandpa(shard);
            json!({ "id": id, "role": role, "genesis": genesis, "authorities": authorities, "setId": 0 })
        };
        let others =
            [known(1, "Marketplace", Some(hashes[0]), 1), known(2, "Storage", Some(hashes[1]), 2)];
        let shards = json!({ "thisShard": 0, "thisRole": "Federation", "shards": others });
        assert_eq!(hub["shards"], shards);
        // The keys of four cooperatives on three shards, and no key twice.
        let keys = hub["seats"]["keys"].as_array().unwrap();
        let distinct: std::collections::BTreeSet<_> = keys
            .iter()
            .flat_map(|key| [key[2]["aura"].to_string(), key[2]["grandpa"].to_string()])
            .collect();
        assert_eq!((keys.len(), distinct.len()), (12, 24));

        let spoke = patch_of(&federation, 2, &[]);
        let hub_alone = [known(0, "Federation", None, 0)];
        let shards = json!({ "thisShard": 2, "thisRole": "Storage", "shards": hub_alone });
        assert_eq!(spoke["shards"], shards);
        let own: Vec<_> = keys.iter().filter(|key| key[0] == 2).cloned().collect();
        assert_eq!(spoke["seats"]["keys"], Value::from(own));
        assert_eq!(spoke["seats"]["seats"], hub["seats"]["seats"]);
        assert_eq!(spoke["session"]["keys"][3][2]["grandpa"], grandpa(2)[3].as_str());
        assert_eq!(hub["session"]["keys"][3][2]["grandpa"], grandpa(0)[3].as_str());
        for absent in ["cooperatives", "governance", "reputation", "ledger"] {
            assert!(hub.get(absent).is_some() && spoke.get(absent).is_none(), "{absent}");
        }
    }

    #[test]
    fn nobody_decides_alone_unless_the_file_says_so() {
        let development = settled(LOCAL);
        assert!(patch_of(&development, 0, &[]).get("federation").is_none());
        let with = settled(&format!("development_authority = true\n{LOCAL}"));
        assert!(patch_of(&with, 0, &[])["federation"]["authority"].is_string());
        let real = Settled { development: false, ..development };
        let spec = chain_spec(&real, 0, &real.shards[0], json!({}), wasm()).unwrap();
        assert_eq!((spec.name(), spec.id()), (real.name.as_str(), real.id.as_str()));
        let spec = chain_spec(&real, 1, &real.shards[1], json!({}), wasm()).unwrap();
        assert_eq!(spec.name(), "Local Federation marketplace");
    }

    /// The names in `patch` that aren't in `default`: the runtime would pass over them in silence.
    fn unknown(patch: &Value, default: &Value, at: &str) -> Vec<String> {
        // What is nothing by default has no names yet; the runtime refuses unknown ones in it.
        let Some(fields) = patch.as_object().filter(|_| !default.is_null()) else {
            return Vec::new();
        };
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
        let default = runtime().default_genesis().unwrap();
        for number in 0..3 {
            let patch = patch_of(&federation, number, &[Hash::zero(); 2]);
            assert_eq!(unknown(&patch, &default, "genesis"), Vec::<String>::new());
            runtime().storage(patch).unwrap();
        }
    }

    #[test]
    fn the_federation_shard_begins_with_the_founders_rules() {
        let federation = settled(LOCAL);
        let hub = patch_of(&federation, 0, &[Hash::zero(); 2]);
        let governance = &hub["governance"];
        assert_eq!(governance["federation"]["voting"], 90_000);
        assert_eq!(governance["cooperatives"][1][1]["model"], "Consent");
        assert_eq!(governance["parameters"]["evolution_timelock"], 600_000);
        assert_eq!(governance["parameters"]["constitution"], 750_000);
        let steward = icn_primitives::Did(federation.founders[0].stewards[0]);
        assert_eq!(hub["reputation"], json!({ "attestors": [[steward, ["development"]]] }));
        let id = json!({ "issuer": 0, "code": "HOURS", "decimals": 2 });
        let currency = json!({ "id": id, "defaultLimit": 10_000 });
        assert_eq!(hub["ledger"], json!({ "currencies": [currency] }));
        let usual = settled(include_str!("../../../chain-specs/example.toml"));
        assert_eq!(usual.constitution(), []);
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
        for spec in specifications(&settled(LOCAL), runtime()).unwrap() {
            let file: GenericChainSpec =
                GenericChainSpec::from_json_bytes(spec.raw.into_bytes()).unwrap();
            let executor = runtime().executor.clone();
            let backend = Arc::new(Backend::<OpaqueBlock>::new());
            let (block, _) = GenesisBlockBuilder::new(&file, false, backend, executor)
                .unwrap()
                .build_genesis_block()
                .unwrap();
            assert_eq!(block.header().hash(), spec.genesis);
        }
    }
}
