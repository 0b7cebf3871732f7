//! `icn-node federation`, the program as founders run it.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Four cooperatives, for development.
const LOCAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../chain-specs/local.toml");

fn federation(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_icn-node"));
    command.arg("federation").args(arguments).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// All files below `place`.
fn files(place: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(place).expect("a directory");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn check_passes_a_file_that_is_right() {
    let output = federation(&["check", LOCAL]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("4 founders, no errors"));
}

#[test]
fn check_says_which_line_is_wrong_and_fails() {
    let content = fs::read_to_string(LOCAL).expect("the file");
    let wrong = content.replace("\"care.example\"", "\"food.example\"");
    let line = wrong
        .lines()
        .enumerate()
        .filter(|(_, line)| line.contains("\"food.example\""))
        .nth(1)
        .map(|(index, _)| index + 1)
        .expect("two of the same domain");
    let place = tempfile::tempdir().expect("a directory");
    let file = place.path().join("founders.toml");
    fs::write(&file, wrong).expect("written");
    let name = file.to_str().expect("a path that is text");

    let output = federation(&["check", name]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stdout);
    assert!(said.contains(&format!("{name}:{line}: ")), "{said}");
    assert!(said.contains("food.example"), "{said}");

    let output = federation(&["init", name, "--out", place.path().join("out").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(files(place.path()), [file]);
}

#[test]
fn init_makes_a_federation_once_with_keys_that_their_owner_alone_reads() {
    let place = tempfile::tempdir().expect("a directory");
    let out = place.path().join("local");
    let compiled = place.path().join("compiled");
    let init = [
        "init",
        LOCAL,
        "--out",
        out.to_str().unwrap(),
        "--compiled-runtimes",
        compiled.to_str().unwrap(),
    ];
    let output = federation(&init);
    assert!(output.status.success(), "{}", text(&output.stderr));

    let made = files(&out);
    let keys: Vec<_> = made.iter().filter(|file| file.starts_with(out.join("keys"))).collect();
    // Of each founder: the node's, two session keys on each of three shards, the organisation's,
    // two stewards' and the operator's.
    assert!(keys.len() >= 4 * (1 + 2 * 3 + 4), "{keys:?}");
    for key in keys {
        let mode = fs::metadata(key).expect("a file").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", key.display());
    }
    for domain in ["food", "care", "energy", "housing"] {
        let start = out.join(format!("start/{domain}.example.sh"));
        assert!(made.contains(&start), "no {}", start.display());
    }

    let again = federation(&init);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("exists already"), "{}", text(&again.stderr));
    let mut after = files(&out);
    let mut before = made;
    before.sort();
    after.sort();
    assert_eq!(before, after);
}
