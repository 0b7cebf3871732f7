//! What `icn` does without a node, seen from outside: output, exit codes, files.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};

use icn_cli::signing::StatementFile;
use icn_primitives::Hash;
use serde_json::Value;

/// A port on which nothing listens: ports below 1024 are for services that are told of.
const NOWHERE: &str = "ws://127.0.0.1:1";
const GENESIS: Hash = Hash::repeat_byte(1);

/// Runs `icn` with a keystore in `directory` and the password "secret".
fn icn(directory: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_icn"))
        .args(arguments)
        .env_clear()
        .env("ICN_KEYS", directory.join("keys"))
        .env("ICN_PASSWORD", "secret")
        .output()
        .expect("the binary is there")
}

fn json(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(text.trim_end().lines().count(), 1, "one line of JSON: {text}");
    serde_json::from_str(&text).expect("it is JSON")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_new_key_is_listed_and_exported_with_its_password() {
    let directory = tempfile::tempdir().unwrap();
    let here = directory.path();
    let made = json(&icn(here, &["--json", "key", "new", "ada", "--kind", "ed25519"]));
    assert!(made["did"].as_str().unwrap().starts_with("did:icn:z6Mk"));

    let listed = json(&icn(here, &["key", "list", "--json"]));
    assert_eq!(listed[0]["did"], made["did"]);
    assert_eq!(listed[0].get("phrase"), None);

    let exported = json(&icn(here, &["key", "export", "ada", "--json"]));
    assert_eq!(exported["uri"], made["phrase"]);

    let wrong = here.join("wrong");
    fs::write(&wrong, "guess\n").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_icn"))
        .args(["key", "export", "ada"])
        .env_clear()
        .env("ICN_KEYS", here.join("keys"))
        .env("ICN_PASSWORD_FILE", wrong)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stderr(&output), "icn: the password of key ada is wrong\n");
    assert!(output.stdout.is_empty());
}

#[test]
fn a_consent_is_made_without_a_node() {
    let directory = tempfile::tempdir().unwrap();
    let here = directory.path();
    let file = here.join("consent.json");
    let genesis = format!("{GENESIS:?}");
    let arguments = ["--seed", "//Ada", "member", "consent", "7", "--term", "2", "--genesis"];
    let mut arguments = arguments.to_vec();
    arguments.extend([genesis.as_str(), "--out", file.to_str().unwrap()]);
    let output = icn(here, &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("I join cooperative 7"));
    let consent = StatementFile::read(&file).unwrap();
    assert!(consent.text.ends_with(&format!("valid until {}", consent.expires_at)));
    assert!(consent.checked(GENESIS, 0).is_ok());
}

#[test]
fn a_key_file_signs_as_the_founders_keys_do() {
    let directory = tempfile::tempdir().unwrap();
    let here = directory.path();
    let file = here.join("steward-1");
    fs::write(&file, "//local//food.coop//steward-1\n").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let genesis = format!("{GENESIS:?}");
    let output = icn(
        here,
        &[
            "--json",
            "--key-file",
            file.to_str().unwrap(),
            "did",
            "prove",
            "add-key",
            "--genesis",
            &genesis,
            "--version",
            "0",
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(json(&output)["statement"], "add-key");
    let proof = here.join("proof.json");
    fs::write(&proof, &output.stdout).unwrap();
    assert!(StatementFile::read(&proof).unwrap().checked(GENESIS, 0).is_ok());
}

#[test]
fn each_way_to_fail_has_its_exit_code() {
    let directory = tempfile::tempdir().unwrap();
    let here = directory.path();
    for (arguments, code) in [
        ("explain 3", 0),
        ("did resolve did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", 0),
        ("explain 200", 1),
        ("did resolve did:key:z", 1),
        ("no-such-command", 2),
        ("key show nobody", 2),
        ("member consent 0", 2),
        ("status", 3),
        ("--seed //Ada member leave 0", 3),
    ] {
        let mut all = vec!["--url", NOWHERE, "--json"];
        all.extend(arguments.split(' '));
        let output = icn(here, &all);
        assert_eq!(output.status.code(), Some(code), "{arguments}: {}", stderr(&output));
        assert_eq!(code == 0, output.stderr.is_empty(), "{arguments}");
    }
}

#[test]
fn a_failure_is_told_to_people_and_to_programs() {
    let directory = tempfile::tempdir().unwrap();
    let here = directory.path();
    let output = icn(here, &["--url", NOWHERE, "status"]);
    assert!(output.stdout.is_empty());
    assert!(stderr(&output).starts_with("icn: no node answers at ws://127.0.0.1:1: "));

    let output = icn(here, &["--url", NOWHERE, "status", "--json"]);
    let error = &json(&output)["error"];
    assert_eq!(error["kind"], "unreachable");
    assert_eq!(error["exitCode"], 3);

    let output = icn(here, &["did", "resolve", "did:key:z", "--json"]);
    assert_eq!(json(&output)["didResolutionMetadata"]["error"], "invalidDid");
}
