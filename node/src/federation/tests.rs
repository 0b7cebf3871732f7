//! Founding from end to end: what the three commands do with files.

use std::os::unix::fs::PermissionsExt;

use clap::Parser;
use polkadot_sdk::{
    sc_cli::CliConfiguration,
    sc_keystore::LocalKeystore,
    sc_network::config::{NodeKeyConfig, Secret},
    sc_network_types::PeerId,
    sp_core::crypto::key_types,
    sp_keystore::Keystore,
};
use tempfile::TempDir;

use icn_primitives::governance::{Fallback, Model};

use super::{check::check, init::init, problem::Problem, settle::settle, *};

/// The development federation of four.
pub const LOCAL: &str = include_str!("../../../chain-specs/local.toml");
/// A federation for real use, with public keys only.
const EXAMPLE: &str = include_str!("../../../chain-specs/example.toml");

#[derive(clap::Parser)]
struct Cli {
    #[command(flatten)]
    command: FederationCmd,
}

/// Runs `icn-node federation …`.
fn run(arguments: &[&str]) -> Result<()> {
    Cli::try_parse_from([&["federation"], arguments].concat())?
        .command
        .run(icn_runtime_wasm::WASM_BINARY)
}

fn path(directory: &TempDir, name: &str) -> String {
    directory.path().join(name).display().to_string()
}

/// All files below `directory`: name relative to it, mode, content.
fn files(directory: &Path) -> Vec<(String, u32, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(next) = open.pop() {
        assert_eq!(next.metadata().unwrap().permissions().mode() & 0o7777, 0o700);
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let mode = path.metadata().unwrap().permissions().mode() & 0o7777;
            let name = path.strip_prefix(directory).unwrap().display().to_string();
            found.push((name, mode, fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

/// The errors in `text`, with their lines.
fn errors_in(text: &str) -> Vec<(usize, String)> {
    let Checked { problems, plan } = check(text);
    let errors: Vec<_> = errors(&problems).map(|p| (p.line, p.sentence.clone())).collect();
    assert_eq!(plan.is_none(), !errors.is_empty(), "{errors:?}");
    errors
}

/// Replaces the first `from` in `file` by `to`, and expects one error: in that line, about `part`.
#[track_caller]
fn one_error(file: &str, from: &str, to: &str, part: &str) {
    let at = file.find(from).unwrap_or_else(|| panic!("no {from:?} in the file"));
    let line = file[..at].matches('\n').count() + 1;
    let errors = errors_in(&file.replacen(from, to, 1));
    let [(found, sentence)] = errors.as_slice() else { panic!("{part}: {errors:#?}") };
    assert_eq!(*found, line, "{sentence}");
    assert!(sentence.contains(part), "{part:?} is not in {sentence:?}");
}

/// The line of `file` that has the first `part`.
fn line(file: &str, part: &str) -> usize {
    file.lines().position(|line| line.contains(part)).unwrap() + 1
}

/// The value of the first `field` in `file`.
fn value<'f>(file: &'f str, field: &str) -> &'f str {
    let start = format!("{field} = \"");
    let line = file.lines().find(|line| line.starts_with(&start)).unwrap();
    line[start.len()..].trim_end_matches('"')
}

#[test]
fn both_examples_are_valid() {
    let local = check(LOCAL);
    assert_eq!(local.plan.unwrap().founders.len(), 4);
    let said: Vec<_> = local.problems.iter().map(|p| (p.severity, p.line)).collect();
    assert_eq!(said, [(Severity::Warning, line(LOCAL, "development_seed ="))]);
    let example = check(EXAMPLE);
    assert_eq!(example.problems, []);
    let plan = example.plan.unwrap();
    assert_eq!(plan.founders.len(), 4);
    assert!(!plan.makes_keys());
}

#[test]
fn names_and_domains_are_as_the_chain_has_them_and_each_is_there_once() {
    let (domain, name) = ("\"food.example\"", "\"Food Cooperative\"");
    one_error(LOCAL, domain, "\"Food.example\"", "domain \"Food.example\" must be lower-case");
    one_error(LOCAL, domain, "\"Food.example\"", "write \"food.example\"");
    one_error(LOCAL, domain, "\"food\"", "at least two labels");
    one_error(LOCAL, name, "\" \"", "legal_name \" \" must have 1 to 128 bytes");
    one_error(LOCAL, name, "\"a\\u0007\"", "no control characters");
    one_error(LOCAL, name, &format!("\"{}\"", "F".repeat(129)), "must have 1 to 128 bytes");
    let before = format!("another cooperative's, in line {}", line(LOCAL, domain));
    one_error(LOCAL, "\"care.example\"", domain, &before);
    let before = format!("another cooperative's, in line {}", line(LOCAL, name));
    one_error(LOCAL, "\"Care Cooperative\"", name, &before);
    one_error(LOCAL, "\"icn-local\"", "\"../x\"", "id \"../x\" must be 1 to 32 lower-case");
    one_error(LOCAL, "\"Local Federation\"", "\"\"", "name \"\" must have 1 to 64 bytes");
}

#[test]
fn fields_are_all_known_and_there_and_of_their_type() {
    one_error(LOCAL, "[parameters]", "[parameter]", "did you mean \"parameters\"?");
    one_error(LOCAL, "session_length", "sesion_length", "[parameters] has no field");
    let colour = "colour = \"red\"\nkey = \"make\"";
    one_error(LOCAL, "key = \"make\"", colour, "it may have attestor, currency, domain");
    one_error(LOCAL, "port = 30333", "port = \"30333\"", "must be a whole number");
    one_error(LOCAL, "\"food.example\"", "7", "\"domain\" must be a text in quotation marks");
    one_error(LOCAL, "[\"make\", \"make\"]", "\"make\"", "\"stewards\" must be a list of texts");
    one_error(LOCAL, "[\"make\", \"make\"]", "[\"make\", 1]", "must be a list of texts");
    one_error(LOCAL, "[parameters]\nsession_length = 20 # a minute", "parameters = 1", "a table");
    // What is missing is missing from a table, so the line is the table's.
    for (from, part) in [
        ("[[cooperative]]\nlegal_name = \"Food Cooperative\"", "no \"legal_name\""),
        ("[cooperative.validator]\noperator = \"make\"", "no \"operator\""),
    ] {
        let header = from.lines().next().unwrap();
        one_error(LOCAL, from, header, part);
    }
    let no_id = errors_in(&LOCAL.replacen("id = \"icn-local\"", "", 1));
    assert_eq!(no_id, [(1, "the file has no \"id\"".to_owned())]);
    let not_toml = errors_in(&LOCAL.replacen("name = \"Local Federation\"", "name = Local", 1));
    assert_eq!(not_toml[0].0, line(LOCAL, "name = \"Local"));
    assert!(not_toml[0].1.starts_with("this is not TOML"), "{not_toml:?}");
}

#[test]
fn everything_wrong_is_said_at_once_and_in_the_order_of_the_lines() {
    let text = LOCAL
        .replacen("session_length = 20", "session_length = 4", 1)
        .replacen("\"care.example\"", "\"Care.example\"", 1)
        .replacen("rpc_port = 9947", "rpc_port = 0", 1);
    let lines: Vec<_> = errors_in(&text).into_iter().map(|(line, _)| line).collect();
    let expected =
        ["session_length", "\"care.example\"", "rpc_port = 9947"].map(|part| line(LOCAL, part));
    assert_eq!(lines, expected);
}

#[test]
fn a_federation_has_one_to_a_hundred_founders_and_survives_a_failure_from_four_on() {
    let (head, _) = LOCAL.split_once("[[cooperative]]").unwrap();
    let no_founder = errors_in(head);
    assert_eq!(no_founder[0].0, 1);
    assert!(no_founder[0].1.contains("at least one founder"));

    let founders: Vec<&str> = LOCAL.split("[[cooperative]]").skip(1).collect();
    let three = format!("{head}[[cooperative]]{}", founders[..3].join("[[cooperative]]"));
    let warnings: Vec<Problem> = check(&three).problems;
    assert!(warnings.iter().any(|warning| warning.severity == Severity::Warning
        && warning.sentence.starts_with("3 of the 4 cooperatives")));
    assert!(check(&three).plan.is_some());

    let many = |count: usize| {
        let founders = (0..count).map(|n| {
            format!("[[cooperative]]{}", founders[1])
                .replace("Care", &format!("Care {n}"))
                .replace("care", &format!("care-{n}"))
                .replace("127.0.0.1", &format!("10.0.0.{n}"))
                .replace("10.0.0.0\"", "10.0.1.0\"")
        });
        format!("{head}{}", founders.collect::<String>())
    };
    assert_eq!(errors_in(&many(100)), []);
    let (_, sentence) = errors_in(&many(101)).remove(0);
    assert_eq!(sentence, "101 cooperatives; a federation has at most 100");
}

#[test]
fn parameters_rules_and_ports_have_bounds() {
    one_error(LOCAL, "session_length = 20", "session_length = 4", "session_length is 4; it must");
    one_error(LOCAL, "recovery_stewards = 1", "recovery_stewards = 0", "must be 1 to 16 stewards");
    one_error(LOCAL, "= 24", "= 2161", "recovery_delay_hours is 2161; it must be 1 to 2160 hours");
    one_error(LOCAL, "session_length = 20", "quota.own_share_percent = 101", "1 to 100 per cent");
    one_error(LOCAL, "port = 30333", "port = 65536", "food.example's port is 65536; it must be 1");
    one_error(
        LOCAL,
        "port = 30333",
        "port = 65400",
        "for the shard storage would be more than 65535",
    );
    let used = format!("food.example's rpc_port, in line {}", line(LOCAL, "rpc_port = 9944"));
    one_error(LOCAL, "prometheus_port = 9616", "prometheus_port = 9944", &used);
    let none = "food.example has 0 stewards; a founder has 1 to 8";
    one_error(LOCAL, "[\"make\", \"make\"]", "[]", none);
    // A port that comes from another one is taken all the same.
    let used =
        format!("food.example's port for the shard storage, in line {}", line(LOCAL, "= 30333"));
    one_error(LOCAL, "rpc_port = 9945", "rpc_port = 30533", &used);
    // On another machine the same port is free.
    let elsewhere = LOCAL.replacen("127.0.0.1", "10.0.0.1", 1).replacen("9616", "9615", 1);
    assert_eq!(errors_in(&elsewhere), []);
}

#[test]
fn a_federation_decides_by_rules_that_can_be() {
    let (majority, quorum) = ("model = \"majority\"\nquorum", "quorum_percent = 40");
    let model = |name: &str| format!("model = \"{name}\"\nquorum");
    one_error(LOCAL, majority, &model("majorty"), "did you mean \"majority\"?");
    one_error(
        LOCAL,
        majority,
        &model("dice"),
        "[governance] model can't be \"dice\"; it is one of",
    );
    one_error(LOCAL, majority, &model("consent"), "cooperatives vote in federation decisions");
    for wrong in [0, 101] {
        let sentence =
            format!("[governance] quorum_percent is {wrong}; it must be 1 to 100 per cent");
        one_error(LOCAL, quorum, &format!("quorum_percent = {wrong}"), &sentence);
    }
    one_error(LOCAL, quorum, "power = \"money\"", "it is one of equal, reputation");
    one_error(LOCAL, quorum, "delegation = \"yes\"", "must be true or false");
    one_error(LOCAL, quorum, "fallback = \"reject\"", "has no field \"fallback\"");
    one_error(LOCAL, "cosigners = 1", "cosigners = 33", "must be 1 to 32 members");
    one_error(LOCAL, "cosigners = 1", "vetoes = 17", "vetoes is 17; it must be 0 to 16 vetoes");
    one_error(LOCAL, "cosigners = 1", "vetoes = 1", "need a timelock of 10 seconds at least");

    let short = "[governance] voting_seconds is 9; it must be 10 to 7776000 seconds";
    one_error(LOCAL, "voting_seconds = 90", "voting_seconds = 9", short);
    let long = "resolution_hours is 2161; it must be 1 to 2160 hours";
    one_error(LOCAL, "resolution_seconds = 20", "resolution_hours = 2161", long);
    let both = "timelock_hours = 1, timelock_seconds = 0".replace(", ", "\n");
    let errors = errors_in(&LOCAL.replacen("timelock_seconds = 0", &both, 1));
    assert!(errors[0].1.contains("in hours and in seconds"), "{errors:?}");

    // A cooperative has the same rules, and consent with its fallback.
    let fallback = "fallback = \"supermajority\"";
    one_error(LOCAL, fallback, "fallback = \"consent\"", "care.example's governance: fallback");
    one_error(LOCAL, fallback, "parameters = {}", "[cooperative.governance] has no field");
}

#[test]
fn weightier_decisions_take_as_much_approval_at_least() {
    let evolution = "evolution_timelock_seconds = 600";
    let less = "bylaw_percent is 59, less than budget_percent, which is 60";
    one_error(LOCAL, evolution, "bylaw_percent = 59", less);
    one_error(LOCAL, evolution, "standard_percent = 49", "must be 50 to 100 per cent");
    one_error(LOCAL, evolution, "supermajority_percent = 101", "must be 50 to 100 per cent");
    one_error(
        LOCAL,
        evolution,
        "quorum_percent = 0",
        "[governance.parameters] quorum_percent is 0",
    );
    one_error(LOCAL, evolution, "draft_seconds = 3599", "it must be 3600 to 7776000 seconds");
    one_error(LOCAL, evolution, "evolution_vetoes = 0", "it must be 1 to 16 vetoes");
    one_error(LOCAL, evolution, "evolution_timelock_seconds = 9", "it must be 10 to");
    one_error(LOCAL, evolution, "kept_hours = 23", "it must be 24 to 87600 hours");
    one_error(LOCAL, evolution, "vote_points = 101", "it must be 0 to 100 points");
    one_error(LOCAL, evolution, "accepted_points = -1", "it must be 0 to 100 points");
    one_error(
        LOCAL,
        evolution,
        "constitution_percents = 75",
        "did you mean \"constitution_percent\"?",
    );
}

#[test]
fn attestors_are_somebody_and_give_in_known_categories() {
    let categories = "categories = [\"development\"]";
    one_error(
        LOCAL,
        categories,
        "categories = [\"developement\"]",
        "did you mean \"development\"?",
    );
    one_error(LOCAL, categories, "categories = []", "an attestor has no category");
    one_error(LOCAL, "[\"development\"]", "[\"voting\", \"voting\"]", "is there already");
    one_error(LOCAL, "steward = 1", "steward = 3", "must be 1 to 2 of its stewards");
    one_error(LOCAL, "steward = 1", "did = \"did:icn:z6Mk\"\nsteward = 1", "has no field \"did\"");
    let header = "[[cooperative.attestor]]";
    one_error(LOCAL, &format!("{header}\nsteward = 1"), header, "has no \"steward\"");
    let twice = format!("{header}\nsteward = 1\n{categories}\n\n{header}");
    let errors = errors_in(&LOCAL.replacen(header, &twice, 1));
    assert!(errors[0].1.contains("attesting steward 1 stands in line"), "{errors:?}");
    let own = format!("[[attestor]]\ndid = \"did:icn:z6Mk\"\n{categories}\n\n[[cooperative]]");
    let errors = errors_in(&LOCAL.replacen("[[cooperative]]", &own, 1));
    assert!(errors[0].1.contains("no place for somebody's own keys"), "{errors:?}");

    // Where people bring their own keys, by their DIDs; and nobody in two ways.
    let did = icn_primitives::Did(keys::signing_key(value(EXAMPLE, "key")).unwrap().0);
    let (head, rest) = EXAMPLE.split_once("\n[[cooperative]]\n").unwrap();
    let with = |attestor: &str| {
        format!("{head}\n[[attestor]]\n{attestor}\n{categories}\n\n[[cooperative]]\n{rest}")
    };
    let by_did = with(&format!("did = \"{did}\""));
    let settled = settle(check(&by_did).plan.unwrap()).unwrap().settled;
    assert_eq!(settled.attestors[0].0, did);
    one_error(&by_did, &format!("\"{did}\""), "\"did:icn:z6Mk\"", "attestor \"did:icn:z6Mk\":");
    let many = |count: u8| {
        let others = (0..count).map(|n| {
            let other = icn_primitives::Did(icn_primitives::SigningKey::Ed25519([n; 32]));
            format!("[[attestor]]\ndid = \"{other}\"\n{categories}\n\n")
        });
        format!("{head}\n{}[[cooperative]]\n{rest}", others.collect::<String>())
    };
    assert_eq!(errors_in(&many(64)), []);
    assert_eq!(errors_in(&many(65))[0].1, "65 attestors; a federation has at most 64");
    let steward = settled.founders[0].stewards[0];
    let both = format!("did = \"{}\"", icn_primitives::Did(steward));
    let own = format!("{header}\nsteward = 1\n{categories}\n\n[cooperative.validator]");
    let both = with(&both).replacen("[cooperative.validator]", &own, 1);
    let error = settle(check(&both).plan.unwrap()).err().unwrap();
    assert!(error.to_string().contains("is an attestor twice"), "{error}");
}

#[test]
fn currencies_have_codes_of_their_own() {
    let code = "code = \"HOURS\"";
    one_error(LOCAL, code, "code = \"hours\"", "2 to 8 capital letters and digits");
    one_error(LOCAL, "decimals = 2", "decimals = 19", "it must be 0 to 18 digits");
    one_error(LOCAL, "= 10000", "= -1", "food.example's currency \"HOURS\": default_limit is -1");
    one_error(LOCAL, "decimals = 2", "digits = 2\ndecimals = 2", "[[cooperative.currency]] has no");
    let currency = |code: &str| {
        format!("[[cooperative.currency]]\ncode = \"{code}\"\ndecimals = 0\ndefault_limit = 0\n\n")
    };
    let with = |more: &str| {
        LOCAL.replacen("[[cooperative.currency]]", &format!("{more}[[cooperative.currency]]"), 1)
    };
    let twice = errors_in(&with(&currency("HOURS")));
    assert!(twice[0].1.contains("\"HOURS\" stands in line"), "{twice:?}");
    let many = |count: usize| (1..count).map(|n| currency(&format!("C{n}"))).collect::<String>();
    assert_eq!(errors_in(&with(&many(8))), []);
    let sentence = &errors_in(&with(&many(9)))[0].1;
    assert!(sentence.contains("9 currencies; a founder has at most 8"), "{sentence}");
    // The runtime takes as many.
    let settled = settle(check(&with(&many(8))).plan.unwrap()).unwrap().settled;
    genesis::specifications(&settled, genesis::tests::runtime()).unwrap();
}

#[test]
fn the_public_file_says_how_is_decided_and_which_currencies_there_are() {
    let settled = settle(check(LOCAL).plan.unwrap()).unwrap().settled;
    let [food, care, energy, _] = settled.founders.as_slice() else { panic!("not four") };
    assert_eq!(food.currencies[0].code.to_string(), "HOURS");
    let rules = care.governance.unwrap();
    assert_eq!((rules.model, rules.fallback), (Model::Consent, Fallback::Supermajority));
    assert_eq!(energy.governance.unwrap().timelock, 10_000);
    assert_eq!(settled.attestors[0].0, icn_primitives::Did(food.stewards[0]));
    // With public keys it is no federation for development, and all else is the same.
    let again = check(&settled.to_toml());
    let again = settle(again.plan.unwrap_or_else(|| panic!("{:#?}", again.problems))).unwrap();
    assert_eq!(again.settled, settle::Settled { development: false, ..settled });
}

#[test]
fn keys_are_keys_and_each_has_one_use() {
    let steward = value(EXAMPLE, "key");
    one_error(EXAMPLE, steward, "z6Mk", "food.example's own key \"z6Mk\" is no multibase key");
    one_error(EXAMPLE, steward, "alice", "neither a multibase key");
    let peer_id = value(EXAMPLE, "peer_id");
    one_error(EXAMPLE, peer_id, "Qm", "is no peer id");

    // The same key as organisation's and as steward's.
    let stewards = EXAMPLE.lines().find(|line| line.starts_with("stewards")).unwrap();
    let again = format!("stewards = [\"{steward}\"]");
    let used = format!("same key as food.example's own key, in line {}", line(EXAMPLE, steward));
    one_error(EXAMPLE, stewards, &again, &used);
    // An address tells a key, not its kind.
    let key: icn_primitives::SigningKey = keys::signing_key(steward).unwrap().0;
    let address = EXAMPLE.replacen(steward, &keys::ss58(&key.account()), 1);
    let noted = check(&address).problems;
    assert_eq!((noted[0].severity, noted[0].line), (Severity::Note, line(EXAMPLE, steward)));
    assert!(noted[0].sentence.contains("taken as Sr25519"));
}

#[test]
fn a_session_key_counts_with_its_proof_only() {
    let proof = value(EXAMPLE, "aura_proof");
    let grandpa_proof = value(EXAMPLE, "grandpa_proof");
    one_error(
        EXAMPLE,
        proof,
        grandpa_proof,
        "is not the signature of its aura key on \"icn founder",
    );
    one_error(EXAMPLE, grandpa_proof, "0x", "grandpa_proof for the shard federation is not");
    let header = "[cooperative.validator.session.federation]\n";
    let aura = value(EXAMPLE, "aura");
    let with_proof = format!("{header}aura = \"{aura}\"\naura_proof = \"{proof}\"\n");
    let without = format!("{header}aura = \"{aura}\"\n");
    one_error(EXAMPLE, &with_proof, &without, "food.example has no aura_proof");
    // A proof names domain and operator: with others, none of the six holds.
    let errors = errors_in(&EXAMPLE.replacen("domain = \"food", "domain = \"feed", 1));
    assert_eq!(errors.len(), 6, "{errors:?}");
    let operator = format!("operator = \"{}\"", value(EXAMPLE, "operator"));
    let errors = errors_in(&EXAMPLE.replacen(&operator, "operator = \"make\"", 1));
    assert!(errors[0].1.contains("can't be \"make\""), "{errors:?}");
    // And it names its shard.
    let (_, storage) = EXAMPLE.split_once("session.storage]").unwrap();
    let wrong = "for the shard federation is not the signature of its aura key";
    one_error(EXAMPLE, proof, value(storage, "aura_proof"), wrong);
    let useless = format!("aura = \"make\"\naura_proof = \"{proof}\"");
    let errors = errors_in(&EXAMPLE.replacen(
        &format!("aura = \"{aura}\"\naura_proof = \"{proof}\""),
        &useless,
        1,
    ));
    assert!(errors[0].1.contains("yet to be made"), "{errors:?}");
}

#[test]
fn every_shard_has_session_keys_of_its_own() {
    // The same key on another shard: both lines and both shards are named.
    let aura = value(EXAMPLE, "aura");
    let (head, storage) = EXAMPLE.split_once("[cooperative.validator.session.storage]").unwrap();
    let other = value(storage, "aura");
    let at = line(EXAMPLE, other);
    let reused = format!(
        "food.example's aura key of the shard storage is the same key as food.example's aura key \
         of the shard federation, in line {}",
        line(EXAMPLE, aura)
    );
    let errors = errors_in(&EXAMPLE.replacen(other, aura, 1));
    assert_eq!(errors[0], (at, format!("{reused}; each key has one use")));
    assert!(head.contains("[cooperative.validator.session.marketplace]"));

    // A shard without keys, keys without a shard, and a shard in a name that isn't one.
    let session = "session = \"make\"";
    let table = |shard: &str| {
        format!("[cooperative.validator.session.{shard}]\naura = \"make\"\ngrandpa = \"make\"\n")
    };
    let three = ["federation", "marketplace", "storage"].map(table).concat();
    assert_eq!(errors_in(&LOCAL.replacen(session, &three, 1)), []);
    let two = ["federation", "storage"].map(table).concat();
    one_error(LOCAL, session, &two, "no session keys for the shard marketplace: add [cooperative");
    let errors = errors_in(&LOCAL.replacen(session, &three.replace("storage", "store"), 1));
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(errors.iter().any(|(_, error)| error
        == "food.example's session: there is no shard \"store\"; did you mean \"storage\"?"));
    one_error(
        LOCAL,
        session,
        "session = \"none\"",
        "session \"none\" must be \"make\", or a table",
    );
    let errors = errors_in(&LOCAL.replacen(session, "", 1));
    let none = "[cooperative.validator] has no \"session\"".to_owned();
    assert_eq!(errors, [(line(LOCAL, "[cooperative.validator]"), none)]);
    let old = "session = { aura = \"make\" }";
    let errors = errors_in(&LOCAL.replacen(session, old, 1));
    let [(_, error)] = errors.as_slice() else { panic!("{errors:#?}") };
    assert!(error.contains("must be a table, [cooperative.validator.session.<shard>]"));
    let half = format!("{three}[cooperative.validator.session.storage]\naura = \"make\"\n");
    let half = half.replacen(&table("storage"), "", 1);
    assert!(errors_in(&LOCAL.replacen(session, &half, 1))[0].1.contains("has no \"grandpa\""));
}

#[test]
fn shards_have_names_and_roles_and_ports_of_their_own() {
    let with = |shards: &str| LOCAL.replacen("[rules]", &format!("{shards}\n[rules]"), 1);
    let shard = |name: &str, role: &str| format!("[[shard]]\nname = {name:?}\nrole = {role:?}\n");
    let one = with(&shard("goods", "marketplace"));
    let plan = check(&one).plan.unwrap();
    let names: Vec<_> = plan.shards.iter().map(|s| (s.name.as_str(), s.role_name())).collect();
    assert_eq!(names, [("federation", "federation"), ("goods", "marketplace")]);
    assert_eq!(plan.founders[3].validator.sessions.len(), 2);

    one_error(&one, "\"goods\"", "\"Goods\"", "name \"Goods\" must be 1 to 32 lower-case");
    one_error(&one, "\"goods\"", "\"a.b\"", "inner hyphens");
    one_error(&one, "\"goods\"", "\"federation\"", "the shard that every federation has");
    one_error(&one, "\"marketplace\"", "\"bank\"", "role \"bank\" must be \"marketplace\" or");
    let two = with(&[shard("goods", "storage"), shard("bads", "storage")].concat());
    let before = format!("another shard's, in line {}", line(&two, "\"goods\""));
    one_error(&two, "\"bads\"", "\"goods\"", &before);
    let many = |count: usize| {
        let shards: String = (0..count).map(|n| shard(&format!("s{n}"), "storage")).collect();
        // So many shards' ports on one machine would meet.
        (0..3).fold(with(&shards), |file, n| {
            file.replacen("\"127.0.0.1\"", &format!("\"10.0.0.{n}\""), 1)
        })
    };
    assert_eq!(errors_in(&many(16)), []);
    assert_eq!(errors_in(&many(17))[0].1, "17 shards; a founders file has at most 16");

    // Ports that are given, and ports that follow from them.
    let ports = |table: &str| {
        let own = format!("session = \"make\"\n[cooperative.validator.ports.{table}\n");
        LOCAL.replacen("session = \"make\"", &own, 1)
    };
    let place = |file: &str| check(file).plan.unwrap().founders[0].validator.place.clone();
    let given = place(&ports("marketplace]\nport = 7\nrpc_port = 8"));
    let both: Vec<_> = given.ports.iter().map(|p| (p.port, p.rpc_port)).collect();
    assert_eq!(both, [(30_333, 9_944), (7, 8), (30_533, 10_144)]);
    let half = place(&ports("marketplace]\nport = 7"));
    assert_eq!((half.ports[1].port, half.ports[1].rpc_port), (7, 10_044));
    let error = &errors_in(&ports("market]\nport = 7"))[0].1;
    assert!(error.contains("no shard \"market\"; there are federation, marketplace"), "{error}");
    let error = &errors_in(&ports("federation]\nport = 7"))[0].1;
    assert!(error.contains("the validator's own port and rpc_port"), "{error}");
    let error = &errors_in(&ports("storage]\nport = 30333"))[0].1;
    assert!(error.contains("is taken: 30333 of 127.0.0.1 is food.example's port, in"), "{error}");
}

#[test]
fn a_development_federation_has_nobodys_own_keys_and_is_not_in_the_internet() {
    let operator = value(EXAMPLE, "operator");
    let own = format!("operator = \"{operator}\"");
    one_error(LOCAL, "operator = \"make\"", &own, "no place for somebody's own keys");
    one_error(LOCAL, "\"127.0.0.1\"", "\"203.0.113.1\"", "is in the Internet");
    one_error(LOCAL, "\"127.0.0.1\"", "\"0.0.0.0\"", "no place that others can reach");
    one_error(LOCAL, "seed = \"local\"", "seed = \"A/b\"", "development_seed \"A/b\" must be 1 to");
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("local.toml"), LOCAL).unwrap();
    let (file, out) = (path(&directory, "local.toml"), path(&directory, "out"));
    let error = run(&["init", &file, "--out", &out, "--public-only"]).unwrap_err();
    assert!(error.to_string().contains("--public-only"), "{error}");
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn check_ends_with_an_error_if_there_is_one() {
    let directory = tempfile::tempdir().unwrap();
    let file = path(&directory, "founders.toml");
    fs::write(&file, LOCAL).unwrap();
    run(&["check", &file]).unwrap();
    run(&["check", &file, "--json"]).unwrap();
    fs::write(&file, LOCAL.replace("\"127.0.0.1\"", "\"1:2\"")).unwrap();
    for arguments in [&["check", &file][..], &["check", &file, "--json"]] {
        assert!(run(arguments).unwrap_err().to_string().ends_with("founders.toml has 4 errors"));
    }
    assert!(run(&["check", &path(&directory, "none")]).is_err());
}

#[test]
fn init_writes_keys_that_a_node_reads_and_that_nobody_else_can() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("local");
    let founding = settle(check(LOCAL).plan.unwrap()).unwrap();
    let settled = founding.settled.clone();
    let made = init(founding, genesis::tests::runtime(), &out).unwrap();
    let summary = init::summary(&made, &out);
    assert!(summary.contains("FOR DEVELOPMENT ONLY"));
    for founder in &settled.founders {
        assert!(
            summary.contains(&founder.domain) && summary.contains(&founder.peer_id.to_base58())
        );
        let keys = out.join("keys").join(&founder.domain);
        let node = NodeKeyConfig::Ed25519(Secret::File(keys.join("node.key")));
        let public = node.into_keypair().unwrap().public().to_bytes();
        assert_eq!(PeerId::from_ed25519(&public), Some(founder.peer_id));
        for (shard, session) in settled.shards.iter().zip(&founder.sessions) {
            let (aura, grandpa) = (session.aura.key, session.grandpa.key);
            let keystore = keys.join("keystore").join(&shard.name);
            let keystore = LocalKeystore::open(keystore, None).unwrap();
            assert_eq!(keystore.sr25519_public_keys(key_types::AURA), [aura]);
            assert_eq!(keystore.ed25519_public_keys(key_types::GRANDPA), [grandpa]);
            // The keystore reads the secret part and finds that it belongs to the public part.
            assert!(keystore.sr25519_sign(key_types::AURA, &aura, b"").unwrap().is_some());
            let signed = keystore.ed25519_sign(key_types::GRANDPA, &grandpa, b"");
            assert!(signed.unwrap().is_some());
        }
    }
    for (name, mode, content) in files(&out) {
        let expected = match name.split('/').next().unwrap() {
            "keys" => 0o600,
            "start" => 0o755,
            _ => 0o644,
        };
        assert_eq!(mode, expected, "{name}");
        assert!(!content.is_empty(), "{name}");
    }
    let script = fs::read_to_string(out.join("start/food.example.sh")).unwrap();
    assert!(script.contains("/ip4/127.0.0.1/tcp/30333 ") && script.contains("--rpc-port 9944 "));
    assert!(!script.contains("--shard-"), "{script}");
    // The others' addresses stand in the specifications.
    for (number, shard) in settled.shards.iter().enumerate() {
        let spec = out.join("chain").join(format!("{}.json", shard.name));
        let spec = fs::read_to_string(spec).unwrap();
        for founder in &settled.founders {
            assert!(spec.contains(&founder.multiaddress(&founder.place.ports[number])));
        }
    }
}

#[test]
fn the_session_keys_of_the_federation_shard_are_where_they_always_were() {
    use polkadot_sdk::sp_core::{crypto::Pair, sr25519};
    let founding = settle(check(LOCAL).plan.unwrap()).unwrap();
    let aura = |uri: &str| sr25519::Pair::from_string(uri, None).unwrap().public();
    let sessions = &founding.settled.founders[0].sessions;
    assert_eq!(sessions[0].aura.key, aura("//local//food.example//aura"));
    assert_eq!(sessions[1].aura.key, aura("//local//food.example//marketplace//aura"));
}

#[test]
fn ports_that_are_not_the_usual_ones_stand_in_the_start_lines_and_in_the_public_file() {
    let own = "session = \"make\"\n[cooperative.validator.ports.storage]\nport = 7\nrpc_port = 8\n";
    let file = LOCAL.replacen("session = \"make\"", own, 1);
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("out");
    let founding = settle(check(&file).plan.unwrap()).unwrap();
    let settled = founding.settled.clone();
    init(founding, genesis::tests::runtime(), &out).unwrap();
    let script = fs::read_to_string(out.join("start/food.example.sh")).unwrap();
    for option in ["--shard-port storage=7 ", "--shard-rpc-port storage=8 "] {
        assert!(script.contains(option), "{script}");
    }
    assert!(!script.contains("marketplace="), "{script}");
    let again = check(&settled.to_toml()).plan.unwrap();
    let places = |founder: usize| again.founders[founder].validator.place.ports.clone();
    assert_eq!(
        [places(0), places(1)],
        [0, 1].map(|n: usize| settled.founders[n].place.ports.clone())
    );
}

#[test]
fn a_node_understands_its_start_lines() {
    for founders in [LOCAL, EXAMPLE] {
        let directory = tempfile::tempdir().unwrap();
        let out = directory.path().join("out");
        let founding = settle(check(founders).plan.unwrap()).unwrap();
        init(founding, genesis::tests::runtime(), &out).unwrap();
        for script in fs::read_dir(out.join("start")).unwrap() {
            // The script hands its arguments to the program: here, to one that shows them.
            let shown = std::process::Command::new(script.unwrap().path())
                .args(["--database", "paritydb"])
                .env("ICN_NODE", "echo")
                .env("ICN_KEYS", keys_of_somebody(&directory))
                .output()
                .unwrap();
            assert!(shown.status.success(), "{shown:?}");
            let shown = String::from_utf8(shown.stdout).unwrap();
            let arguments = ["icn-node"].into_iter().chain(shown.split_whitespace());
            let cli = crate::cli::Cli::try_parse_from(arguments).unwrap();
            assert!(cli.run.validator);
            cli.run.node_name().unwrap();
            let chains = crate::shards::chains(&cli).unwrap();
            let names: Vec<_> = chains.iter().map(|(shard, _)| shard.name.as_str()).collect();
            assert_eq!(names, ["federation", "marketplace", "storage"]);
            for (_, run) in chains {
                let chain = run.shared_params.chain.unwrap();
                assert_eq!(crate::chain_spec::load(&chain, None).unwrap().boot_nodes().len(), 4);
            }
        }
    }
}

/// A directory like the one that `federation keys` makes.
fn keys_of_somebody(directory: &TempDir) -> String {
    let keys = directory.path().join("keys");
    fs::create_dir_all(keys.join("keystore")).unwrap();
    fs::write(keys.join("node.key"), "").unwrap();
    keys.display().to_string()
}

#[test]
fn a_development_federation_is_the_same_everywhere_and_nothing_is_overwritten() {
    let directory = tempfile::tempdir().unwrap();
    let file = path(&directory, "local.toml");
    fs::write(&file, LOCAL).unwrap();
    let [one, two] = ["one", "two"].map(|name| path(&directory, name));
    run(&["init", &file, "--out", &one]).unwrap();
    run(&["init", &file, "--out", &two]).unwrap();
    let made = files(Path::new(&one));
    assert!(made == files(Path::new(&two)), "the same founders file gives the same files");
    let error = run(&["init", &file, "--out", &one]).unwrap_err();
    assert!(error.to_string().contains("exists already"), "{error}");
    assert!(made == files(Path::new(&one)));
}

#[test]
fn four_founders_make_one_federation_without_seeing_each_others_keys() {
    let directory = tempfile::tempdir().unwrap();
    let mut founders = "name = \"Example\"\nid = \"example\"\n".to_owned();
    for (number, domain) in ["a.example", "b.example", "c.example", "d.example"].iter().enumerate()
    {
        let out = path(&directory, domain);
        let address = format!("203.0.113.{number}");
        run(&["keys", "--domain", domain, "--address", &address, "--out", &out]).unwrap();
        founders += &fs::read_to_string(Path::new(&out).join("founder.toml")).unwrap();
        for (name, mode, _) in files(Path::new(&out)) {
            let public = name == "founder.toml";
            assert_eq!(mode, if public { 0o644 } else { 0o600 }, "{name}");
        }
    }
    let file = path(&directory, "founders.toml");
    fs::write(&file, &founders).unwrap();
    assert_eq!(check(&founders).problems, []);
    let [one, two, three] = ["one", "two", "three"].map(|name| path(&directory, name));
    run(&["init", &file, "--public-only", "--out", &one]).unwrap();
    run(&["init", &file, "--public-only", "--out", &two]).unwrap();
    let made = files(Path::new(&one));
    assert!(made == files(Path::new(&two)));
    assert!(made.iter().all(|(name, ..)| !name.starts_with("keys")));
    // The founders file that comes with it makes it again.
    let again = Path::new(&one).join("founders.toml").display().to_string();
    run(&["init", &again, "--public-only", "--out", &three]).unwrap();
    assert!(made == files(Path::new(&three)));
}

#[test]
fn a_founder_can_bring_its_own_keys_and_hears_what_is_wrong_with_them() {
    let directory = tempfile::tempdir().unwrap();
    let out = path(&directory, "keys");
    let error = run(&["keys", "--domain", "Food.example", "--out", &out]).unwrap_err().to_string();
    assert!(error.contains("domain \"Food.example\" must be lower-case"), "{error}");
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
    let own = value(EXAMPLE, "key");
    run(&["keys", "--domain", "food.example", "--steward", own, "--out", &out]).unwrap();
    let fragment = fs::read_to_string(Path::new(&out).join("founder.toml")).unwrap();
    assert!(fragment.contains(&format!("stewards = [\"{own}\"]")));
    assert!(!Path::new(&out).join("secrets/steward-1").exists());
    assert!(Path::new(&out).join("secrets/operator").exists());
    // Session keys for each shard, of the usual ones and of those that are named.
    let keystore = |keys: &str| {
        let shards = fs::read_dir(Path::new(keys).join("keystore")).unwrap();
        let mut names: Vec<_> = shards.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(keystore(&out), ["federation", "marketplace", "storage"]);
    let other = path(&directory, "other");
    let shards = ["--shard", "goods", "--shard", "files"];
    run(&[&["keys", "--domain", "food.example", "--out", &other], &shards[..]].concat()).unwrap();
    assert_eq!(keystore(&other), ["federation", "files", "goods"]);
    let error = run(&["keys", "--domain", "food.example", "--shard", "a.b", "--out", &other]);
    assert!(error.unwrap_err().to_string().contains("a shard's name \"a.b\" must be"));
    // Nothing is overwritten here either.
    assert!(run(&["keys", "--domain", "food.example", "--out", &out]).is_err());
    assert_eq!(fs::read_to_string(Path::new(&out).join("founder.toml")).unwrap(), fragment);
}

#[test]
fn a_failure_leaves_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let file = path(&directory, "local.toml");
    fs::write(&file, LOCAL).unwrap();
    let runtime = path(&directory, "runtime.wasm");
    fs::write(&runtime, "no runtime").unwrap();
    let out = path(&directory, "out");
    assert!(run(&["init", &file, "--runtime", &runtime, "--out", &out]).is_err());
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 2);
}

#[test]
fn nobody_decides_alone_where_keys_are_secret() {
    let with = |file: &str| format!("development_authority = true\n{file}");
    assert!(settle(check(&with(LOCAL)).plan.unwrap()).unwrap().authority.is_some());
    assert!(settle(check(LOCAL).plan.unwrap()).unwrap().authority.is_none());
    let checked = check(&with(EXAMPLE));
    assert!(checked.plan.is_none());
    assert!(checked.problems.iter().any(|problem| problem.sentence.contains("members' votes")));
}
