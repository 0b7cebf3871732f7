//! What the node doesn't start with. It says so before it reads or makes anything.

use std::process::Command;

/// What it says to these arguments.
fn refusal(arguments: &[&str]) -> String {
    let place = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_icn-node"))
        .args(["--chain".as_ref(), place.path().join("no chain").as_os_str()])
        .args(["--base-path".as_ref(), place.path().as_os_str()])
        .args(arguments)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    assert_eq!(place.path().read_dir().unwrap().count(), 0, "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn what_it_does_not_have() {
    let backend = refusal(&["--network-backend", "libp2p"]);
    assert!(backend.contains("this node has litep2p alone, leave it out"), "{backend}");
    for pool in [&["--pool-type", "fork-aware"][..], &["--pool-best-blocks-only"]] {
        let pool = refusal(pool);
        assert!(pool.contains("leave these out"), "{pool}");
    }
}

#[test]
fn what_contradicts_itself() {
    let both = refusal(&["--validator", "--gateway"]);
    assert!(both.contains("a validator can't be a gateway"), "{both}");
}
