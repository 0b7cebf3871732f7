//! A shard that joins: what the file may say, what is read from the hub, and what is written.

use codec::Encode;
use icn_primitives::{
    membership::{Cooperative, CooperativeStatus},
    seat::{Seat, SeatStatus, SeatView, SuspensionReason},
    shard::ShardRole,
    CooperativeId, Did, Hash, Header, ShardId,
};
use jsonrpsee::RpcModule;
use polkadot_sdk::{
    bp_test_utils::{authority_list, make_default_justification, test_header, TEST_GRANDPA_SET_ID},
    sc_consensus_grandpa::FinalityProof,
    sp_core::{storage::well_known_keys, Bytes},
};
use serde_json::{json, Value};
use std::{collections::BTreeSet, fs, sync::Arc};

use super::{
    check::check,
    hub::{Hub, Member},
    *,
};
use crate::federation::{
    check as founders,
    genesis::tests::{runtime, wasm},
    problem::Severity,
    settle::{settle as settle_founders, Settled as Founders},
    tests::LOCAL,
};

/// Four validators on this machine, with keys that are made.
const SHARD: &str = r#"
name = "market-2"
number = 3
role = "marketplace"

[[validator]]
cooperative = "food.example"
address = "127.0.0.1"
port = 30633
rpc_port = 10244
prometheus_port = 9700
session = "make"

[[validator]]
cooperative = "care.example"
address = "127.0.0.1"
port = 30634
rpc_port = 10245
prometheus_port = 9701
hub_rpc = "ws://127.0.0.1:9945"
session = "make"

[[validator]]
cooperative = "energy.example"
address = "10.0.0.1"
session = "make"

[[validator]]
cooperative = "housing.example"
address = "10.0.0.2"
session = "make"
"#;

fn local() -> Founders {
    let domains = ["food.example", "care.example", "energy.example", "housing.example"];
    let settled = settle_founders(founders::check(LOCAL).plan.unwrap()).unwrap().settled;
    let have: Vec<_> = settled.founders.iter().map(|founder| founder.domain.as_str()).collect();
    assert_eq!(have, domains);
    settled
}

/// The federation of the founders file, as its hub tells it.
fn hub() -> Hub {
    let founders = local().founders;
    let members = (0..).zip(&founders).map(|(id, founder)| {
        let cooperative = Cooperative {
            did: Did::from_key(founder.key),
            legal_name: founder.legal_name.as_bytes().to_vec().try_into().unwrap(),
            domain: founder.domain.as_bytes().to_vec().try_into().unwrap(),
            status: CooperativeStatus::Active,
            rules: founder.rules.clone(),
            members: 1,
            stewards: 1,
            created: 0,
        };
        let seat = SeatView {
            cooperative: CooperativeId(id),
            seat: Seat {
                validator: founder.key.account(),
                operator: founder.operator.clone(),
                status: SeatStatus::Ready,
                missed_turns: 0,
                blocks: 7,
            },
            active: true,
            has_keys: true,
            node_keys: vec![founder.peer_id.to_bytes().try_into().unwrap()],
            keys_hash: None,
        };
        (founder.domain.clone(), Member { id: CooperativeId(id), cooperative, seat: Some(seat) })
    });
    let sessions = founders.iter().flat_map(|founder| &founder.sessions);
    let used = sessions.flat_map(|session| [session.aura.key.0, session.grandpa.key.0]);
    Hub {
        name: "Local Federation".into(),
        development: true,
        genesis: Hash::repeat_byte(9),
        block: 77,
        set_id: 5,
        authorities: founders
            .iter()
            .map(|founder| (founder.sessions[0].grandpa.key.into(), 1))
            .collect(),
        shards: [ShardId(1), ShardId(2)].into(),
        cooperatives: members.collect(),
        used_keys: used.map(|key| key.to_vec()).collect(),
        seat_parameters: json!({ "session_length": 5, "missed_turns_limit": 9 }),
        quota_parameters: json!({ "cooperativeBlocks": 3 }),
        runtime: wasm().to_vec(),
    }
}

/// The errors in `text`, with their lines.
fn errors_in(text: &str, hub: &Hub) -> Vec<(usize, String)> {
    let Checked { problems, plan } = check(text, hub);
    let errors: Vec<_> =
        super::super::errors(&problems).map(|p| (p.line, p.sentence.clone())).collect();
    assert_eq!(plan.is_none(), !errors.is_empty(), "{errors:?}");
    errors
}

/// Replaces the first `from` by `to`, and expects one error: in that line, about `part`.
#[track_caller]
fn one_error(from: &str, to: &str, part: &str) {
    one_error_at(&hub(), SHARD, from, to, part);
}

#[track_caller]
fn one_error_at(hub: &Hub, file: &str, from: &str, to: &str, part: &str) {
    let at = file.find(from).unwrap_or_else(|| panic!("no {from:?} in the file"));
    let line = file[..at].matches('\n').count() + 1;
    let errors = errors_in(&file.replacen(from, to, 1), hub);
    let [(found, sentence)] = errors.as_slice() else { panic!("{part}: {errors:#?}") };
    assert!(sentence.contains(part), "{part:?} is not in {sentence:?}");
    assert_eq!(*found, line, "{sentence}");
}

#[test]
fn a_file_that_is_right_says_all_that_is_needed() {
    let checked = check(SHARD, &hub());
    assert_eq!(checked.problems, []);
    let plan = checked.plan.unwrap();
    assert_eq!((plan.number, plan.shard.name.as_str()), (3, "market-2"));
    let hubs: Vec<_> = plan.validators.iter().map(|one| one.hub_rpc.as_str()).collect();
    assert_eq!(hubs[..2], ["ws://127.0.0.1:9944", "ws://127.0.0.1:9945"]);
    // What isn't said is what the shard's number gives.
    let place = &plan.validators[2].place;
    let ports = (place.ports.port, place.ports.rpc_port, place.prometheus_port);
    assert_eq!(ports, (30_633, 10_244, 9_618));
    let (three, _) = SHARD.rsplit_once("[[validator]]").unwrap();
    let warned = check(three, &hub());
    assert!(warned.plan.is_some());
    assert_eq!(warned.problems[0].severity, Severity::Warning);
    assert!(warned.problems[0].sentence.starts_with("3 of the 4 validators"));
}

#[test]
fn name_number_and_role_are_ones_that_a_new_shard_can_have() {
    one_error("\"market-2\"", "\"Market 2\"", "lower-case letters, digits and inner hyphens");
    one_error("\"market-2\"", "\"federation\"", "the name of shard 0");
    one_error("number = 3", "number = 2", "a shard 2 already; the first number that is free is 3");
    one_error("number = 3", "number = 0", "number is 0; it must be 1 to 9999");
    one_error("number = 3", "number = \"3\"", "must be a whole number");
    one_error("role = \"marketplace\"", "role = \"federation\"", "\"marketplace\" or \"storage\"");
    let missing = errors_in(&SHARD.replacen("number = 3", "", 1), &hub());
    assert_eq!(missing, [(1, "the file has no \"number\"".to_owned())]);
    one_error("number = 3", "nubmer = 3\nnumber = 3", "did you mean \"number\"?");
    let (head, _) = SHARD.split_once("[[validator]]").unwrap();
    assert!(errors_in(head, &hub())[0].1.contains("there is no [[validator]]"));
    assert!(errors_in("name = ", &hub())[0].1.starts_with("this is not TOML"));
}

#[test]
fn validators_are_seats_that_take_part() {
    one_error("\"food.example\"", "\"fod.example\"", "did you mean \"food.example\"?");
    one_error("\"food.example\"", "\"nobody.org\"", "there are care.example, energy.example");
    let again = "the cooperative food.example stands in line 7 already";
    one_error("\"care.example\"", "\"food.example\"", again);
    let with = |change: &dyn Fn(&mut Member)| {
        let mut hub = hub();
        change(hub.cooperatives.get_mut("care.example").unwrap());
        hub
    };
    let seat = |member: &mut Member, change: &dyn Fn(&mut SeatView)| {
        change(member.seat.as_mut().unwrap());
    };
    let (line, part) = ("cooperative = \"care.example\"", "care.example");
    for (hub, sentence) in [
        (
            with(&|care| care.cooperative.status = CooperativeStatus::Expelled),
            "takes no part in the federation: it is Expelled",
        ),
        (with(&|care| care.seat = None), "has no seat among the validators"),
        (
            with(&|care| {
                seat(care, &|view| {
                    let reason = SuspensionReason::Decision;
                    view.seat.status = SeatStatus::Suspended { reason, since: 1 };
                })
            }),
            "seat is suspended (Decision)",
        ),
    ] {
        one_error_at(&hub, SHARD, line, line, sentence);
        assert!(errors_in(SHARD, &hub)[0].1.contains(part));
    }
    let (food, care) = (local().founders[0].peer_id, local().founders[1].peer_id);
    let named = |peer: &str| format!("peer_id = \"{peer}\"\naddress = \"127.0.0.1\"");
    let address = "address = \"127.0.0.1\"";
    assert_eq!(errors_in(&SHARD.replacen(address, &named(&food.to_base58()), 1), &hub()), []);
    one_error(address, &named(&care.to_base58()), "is not one that the federation has listed");
    one_error(address, &named("Qm"), "is no peer id");
    let none = with(&|care| seat(care, &|view| view.node_keys.clear()));
    assert!(errors_in(SHARD, &none)[0].1.contains("has listed no node of care.example"));
    let two =
        with(&|care| seat(care, &|view| view.node_keys.push(food.to_bytes().try_into().unwrap())));
    assert!(errors_in(SHARD, &two)[0].1.contains("care.example has several nodes"));
}

#[test]
fn places_are_reached_and_ports_are_free() {
    one_error("\"10.0.0.1\"", "\"0.0.0.0\"", "no place that others can reach");
    one_error(
        "port = 30634",
        "port = 30633",
        "is taken: 30633 of 127.0.0.1 is food.example's port",
    );
    one_error("rpc_port = 10244", "rpc_port = 0", "food.example's rpc_port is 0");
    one_error("\"ws://127.0.0.1:9945\"", "\"http://a\"", "it must begin with ws:// or wss://");
    let far = SHARD.replacen("number = 3", "number = 600", 1);
    let errors = errors_in(&far, &hub());
    assert!(
        errors[0].1.contains("energy.example's port of a shard with this number"),
        "{errors:?}"
    );
    let boot = |address: &str| format!("number = 3\nboot = [\"{address}\"]");
    let listed = local().founders[0].peer_id;
    let address = |peer: &str| boot(&format!("/dns/a.example/tcp/1/p2p/{peer}"));
    let right = SHARD.replacen("number = 3", &address(&listed.to_base58()), 1);
    assert_eq!(errors_in(&right, &hub()), []);
    let wrong = |to: &str, part: &str| {
        let errors = errors_in(&SHARD.replacen("number = 3", to, 1), &hub());
        assert!(errors[0].1.contains(part) && errors[0].0 == 4, "{errors:?}");
    };
    wrong(&boot("/dns/a.example/tcp/1"), "must be a multiaddress that ends with a peer id");
    let stranger = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
    wrong(&address(stranger), "a node that the federation hasn't listed");
}

#[test]
fn keys_are_proven_and_none_serves_twice() {
    let founders = local();
    let operator = &founders.founders[0].operator;
    let shard = Shard::new("market-2", ShardRole::Marketplace);
    let make = || keys_of("food.example", operator, &shard, SessionKeys::MAKE).unwrap();
    let (session, secrets, ownership) = make();
    let given = |session: &Session| {
        SHARD.replacen(
            "session = \"make\"",
            &format!("[validator.session]\n{}", session.to_toml()),
            1,
        )
    };
    let file = given(&session);
    let plan = check(&file, &hub()).plan.unwrap();
    assert!(plan.validators[0].session.aura != keys::Wanted::Make);
    // The hub takes the proof of the same keys.
    let keys = icn_runtime::SessionKeys {
        aura: session.aura.key.into(),
        grandpa: session.grandpa.key.into(),
    };
    use polkadot_sdk::sp_runtime::traits::OpaqueKeys;
    assert!(keys.ownership_proof_is_valid(&operator.encode(), &ownership.unwrap()));
    assert_eq!(secrets.session.len(), 2);

    one_error("session = \"make\"", "session = \"mine\"", "must be \"make\", or a table");
    let proof = format!("aura_proof = \"{}\"", session.aura.proof);
    one_error_at(&hub(), &file, &proof, "aura_proof = \"0x00\"", "is not the signature");
    let none = errors_in(&file.replacen(&proof, "", 1), &hub());
    assert!(none[0].1.contains("\"icn-node federation shard-keys\" makes both"), "{none:?}");
    // A proof names the shard.
    let renamed = errors_in(&file.replacen("market-2", "market-3", 1), &hub());
    assert!(renamed[0].1.contains("icn founder food.example"), "{renamed:?}");
    // Keys that are used on another shard, or by another validator of this one.
    let mut used = hub();
    used.used_keys.insert(session.grandpa.key.0.to_vec());
    let line = file.lines().position(|line| line.starts_with("grandpa =")).unwrap() + 1;
    let errors = errors_in(&file, &used);
    assert_eq!(errors[0].0, line);
    assert!(errors[0].1.contains("grandpa key is used in the federation already"), "{errors:?}");
    let twice = file.replacen(
        "session = \"make\"",
        &format!("[validator.session]\n{}", session.to_toml()),
        1,
    );
    let errors = errors_in(&twice, &hub());
    assert!(errors[0].1.contains("is the same key as food.example's aura key"), "{errors:?}");
}

#[test]
fn what_is_made_is_all_that_the_shard_needs() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("new");
    let hub = hub();
    let plan = check(SHARD, &hub).plan.unwrap();
    let said = add(&plan, &hub, runtime(), &out).unwrap();
    assert!(said.contains("set 5 of 4 authorities") && said.contains("register-shard"), "{said}");

    // A node finds the shard in the directory, and begins with the federation as it is now.
    let script = fs::read_to_string(out.join("start/care.example.sh")).unwrap();
    let keys = out.join("keys/care.example");
    fs::write(keys.join("node.key"), "").unwrap();
    let shown = std::process::Command::new(out.join("start/care.example.sh"))
        .env("ICN_NODE", "echo")
        .output()
        .unwrap();
    assert!(shown.status.success(), "{script}: {shown:?}");
    let shown = String::from_utf8(shown.stdout).unwrap();
    let arguments = ["icn-node"].into_iter().chain(shown.split_whitespace());
    let cli = <crate::cli::Cli as clap::Parser>::try_parse_from(arguments).unwrap();
    assert_eq!(cli.hub_rpc.as_deref(), Some("ws://127.0.0.1:9945"));
    let chains = crate::shards::chains(&cli).unwrap();
    let [(shard, run)] = chains.as_slice() else { panic!("{}", chains.len()) };
    assert_eq!((shard.number, shard.name.as_str()), (3, "market-2"));
    assert_eq!(run.rpc_params.rpc_port, Some(10_245));
    let listens = run.network_params.listen_addr[0].to_string();
    assert_eq!(listens, "/ip4/127.0.0.1/tcp/30634");
    assert_eq!(run.network_params.public_addr[0].to_string(), listens);
    assert!(run.keystore_params.keystore_path.as_ref().unwrap().ends_with("market-2"));
    let spec = crate::chain_spec::load(run.shared_params.chain.as_ref().unwrap(), None).unwrap();
    assert_eq!(spec.boot_nodes().len(), 4);
    assert_eq!(spec.name(), "Local Federation market-2 (development)");
    assert_eq!(spec.id(), "local-federation-market-2");

    let read = |name: &str| -> Value {
        serde_json::from_str(&fs::read_to_string(out.join(name)).unwrap()).unwrap()
    };
    let plain = read("chain/market-2.plain.json");
    let patch = &plain["genesis"]["runtimeGenesis"]["patch"];
    let known = &patch["shards"]["shards"];
    assert_eq!((&known[0]["setId"], &known[0]["id"]), (&json!(5), &json!(0)));
    assert_eq!(known[0]["authorities"].as_array().unwrap().len(), 4);
    assert_eq!(known[0]["genesis"], json!(hub.genesis));
    assert_eq!(patch["seats"]["parameters"]["session_length"], 5);
    assert_eq!(patch["seats"]["seats"].as_array().unwrap().len(), 4);
    let registration = read("registration.json");
    assert_eq!((&registration["shard"], &registration["role"]), (&json!(3), &json!("Marketplace")));
    let first: Vec<_> = patch["session"]["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|keys| keys[2]["grandpa"].clone())
        .collect();
    assert_eq!(registration["authorities"], json!(first));
    assert_eq!(read("set-keys/food.example.json")["shard"], 3);
    let keystore = out.join("keys/food.example/keystore/market-2");
    use std::os::unix::fs::PermissionsExt;
    let modes: Vec<_> = fs::read_dir(keystore)
        .unwrap()
        .map(|key| key.unwrap().metadata().unwrap().permissions().mode() & 0o777)
        .collect();
    assert_eq!(modes, [0o600, 0o600]);
    assert!(add(&plan, &hub, runtime(), &out).unwrap_err().to_string().contains("exists already"));
}

#[test]
fn given_keys_make_the_same_specification_everywhere() {
    let founders = local();
    let directory = tempfile::tempdir().unwrap();
    let (head, _) = SHARD.split_once("[[validator]]").unwrap();
    let mut file = head.to_owned();
    for founder in &founders.founders {
        let out = directory.path().join(&founder.domain);
        let command = ShardKeysCmd {
            shard: "market-2".into(),
            number: 3,
            domain: founder.domain.clone(),
            operator: founder.operator.clone(),
            address: None,
            out: out.clone(),
        };
        file += &command.make().unwrap();
        assert!(out.join("set-keys.json").exists());
        assert_eq!(fs::read_dir(out.join("keystore/market-2")).unwrap().count(), 2);
    }
    let plan = check(&file, &hub()).plan.unwrap();
    let genesis = |name: &str| {
        let out = directory.path().join(name);
        add(&plan, &hub(), runtime(), &out).unwrap();
        assert!(!out.join("keys").exists() && !out.join("set-keys").exists());
        fs::read(out.join("chain/market-2.json")).unwrap()
    };
    assert!(genesis("one") == genesis("two"));
    let wrong = ShardKeysCmd {
        shard: "a.b".into(),
        number: 3,
        domain: "food.example".into(),
        operator: founders.founders[0].operator.clone(),
        address: None,
        out: directory.path().join("wrong"),
    };
    assert!(wrong.make().unwrap_err().to_string().contains("a shard's name \"a.b\" must be"));
}

/// A node of the federation shard, as far as it is asked; what it says of itself can be changed.
#[derive(Clone)]
struct FakeHub {
    this: (ShardId, ShardRole),
    set_id: u64,
    answers_apis: bool,
}

impl FakeHub {
    const TRUE: Self = Self {
        this: (ShardId(0), ShardRole::Federation),
        set_id: TEST_GRANDPA_SET_ID,
        answers_apis: true,
    };

    /// The header that is final.
    fn header() -> Header {
        test_header(2)
    }

    fn api(&self, method: &str) -> Option<Vec<u8>> {
        if !self.answers_apis {
            return None;
        }
        Some(match method {
            "ShardsApi_this_shard" => self.this.encode(),
            "ShardsApi_shards" => Vec::<icn_primitives::shard::ShardView>::new().encode(),
            "GrandpaApi_current_set_id" => self.set_id.encode(),
            "GrandpaApi_grandpa_authorities" => authority_list().encode(),
            "SeatsApi_seats" => Vec::<SeatView>::new().encode(),
            "CooperativesApi_cooperatives" => Vec::<(CooperativeId, Cooperative)>::new().encode(),
            _ => return None,
        })
    }

    fn endpoint(self) -> Endpoint {
        use jsonrpsee::types::ErrorObjectOwned;
        let mut module = RpcModule::new(self);
        let header = Self::header();
        let hash = header.hash();
        module.register_method("chain_getFinalizedHead", move |_, _, _| json!(hash)).unwrap();
        module.register_method("chain_getHeader", move |_, _, _| json!(header)).unwrap();
        module.register_method("chain_getBlockHash", move |_, _, _| json!(hash)).unwrap();
        module.register_method("system_chain", |_, _, _| "Valley").unwrap();
        module.register_method("system_chainType", |_, _, _| "Live").unwrap();
        module
            .register_method("grandpa_proveFinality", |_, _, _| {
                let header = Self::header();
                let proof = FinalityProof::<Header> {
                    block: header.hash(),
                    justification: make_default_justification(&header).encode(),
                    unknown_headers: vec![],
                };
                json!(Bytes(proof.encode()))
            })
            .unwrap();
        module
            .register_method("state_call", |parameters, hub, _| {
                let (method, _, _): (String, Bytes, Option<Hash>) = parameters.parse()?;
                let none =
                    || ErrorObjectOwned::owned(4003, format!("{method} is not found"), None::<()>);
                hub.api(&method).map(Bytes).ok_or_else(none)
            })
            .unwrap();
        module
            .register_method("state_getStorage", |parameters, _, _| {
                let (key, _): (Bytes, Hash) = parameters.parse()?;
                let genesis = icn_runtime::RuntimeGenesisConfig::default();
                let value = match () {
                    () if key.0 == well_known_keys::CODE => b"runtime".to_vec(),
                    () if key.0 == hub::prefix("Seats", "Parameters") => {
                        genesis.seats.parameters.encode()
                    }
                    () => genesis.admission.parameters.encode(),
                };
                Ok::<_, ErrorObjectOwned>(Bytes(value))
            })
            .unwrap();
        module
            .register_method("state_getKeysPaged", |parameters, _, _| {
                let (prefix, _, start, _): (Bytes, u32, Option<Bytes>, Hash) =
                    parameters.parse()?;
                let key = (*b"gran", vec![7u8; 32]).encode();
                let key = Bytes([prefix.0, vec![0; 16], key].concat());
                Ok::<_, ErrorObjectOwned>(if start.is_some() { vec![] } else { vec![key] })
            })
            .unwrap();
        let mut untyped = RpcModule::new(());
        untyped.merge(module).unwrap();
        Endpoint::Local(Arc::new(untyped))
    }
}

/// What reading this hub says.
async fn refusal_of(hub: FakeHub) -> String {
    format!("{:#}", Hub::read(&hub.endpoint(), "ws://hub", None).await.err().unwrap())
}

#[tokio::test]
async fn the_hub_is_read_and_its_set_is_checked_by_its_votes() {
    let hub = Hub::read(&FakeHub::TRUE.endpoint(), "ws://hub", None).await.unwrap();
    assert_eq!((hub.name.as_str(), hub.development, hub.block), ("Valley", false, 2));
    assert_eq!((hub.set_id, hub.authorities.len()), (TEST_GRANDPA_SET_ID, authority_list().len()));
    assert_eq!(hub.used_keys, BTreeSet::from([vec![7; 32]]));
    assert_eq!(hub.runtime, b"runtime");

    let lies = FakeHub { set_id: TEST_GRANDPA_SET_ID + 1, ..FakeHub::TRUE };
    let refusal = refusal_of(lies).await;
    assert!(refusal.contains("aren't those of the set"), "{refusal}");
    let later = Hub::read(&FakeHub::TRUE.endpoint(), "ws://hub", Some(3)).await.err().unwrap();
    assert!(later.to_string().contains("block 3 of the hub isn't final: 2 is"), "{later}");
}

#[tokio::test]
async fn what_is_no_hub_is_refused() {
    let spoke = FakeHub { this: (ShardId(1), ShardRole::Marketplace), ..FakeHub::TRUE };
    let refusal = refusal_of(spoke).await;
    assert!(refusal.contains("is a node of shard 1, whose role is Marketplace"), "{refusal}");
    let refusal = refusal_of(FakeHub { answers_apis: false, ..FakeHub::TRUE }).await;
    assert!(refusal.contains("its chain doesn't know of shards"), "{refusal}");
    // Port 1 is nobody's.
    let nobody = Endpoint::remote("ws://127.0.0.1:1".into());
    let error = Hub::read(&nobody, "ws://127.0.0.1:1", None).await.err().unwrap();
    let error = format!("{error:#}");
    assert!(error.contains("ws://127.0.0.1:1 doesn't answer as a node"), "{error}");
}
