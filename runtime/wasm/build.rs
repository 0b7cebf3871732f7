//! Has `scripts/wasm` build the runtime, and `WASM_BINARY` hold what it has built.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What goes into the runtime, seen from the repository's root.
const SOURCES: [&str; 7] = [
    "Cargo.lock",
    "Cargo.toml",
    "pallets",
    "primitives",
    "runtime/Cargo.toml",
    "runtime/src",
    "scripts/wasm",
];

/// Set to anything, there is no runtime: for checks that never execute it.
const SKIP: &str = "SKIP_WASM_BUILD";

fn main() {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("this is runtime/wasm");
    for source in SOURCES {
        println!("cargo:rerun-if-changed={}", root.join(source).display());
    }
    println!("cargo:rerun-if-env-changed={SKIP}");

    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets it"));
    let binary = if env::var_os(SKIP).is_some() {
        "None".to_string()
    } else {
        // A copy, for the next build writes to where it was built.
        let copy = out.join("runtime.wasm");
        fs::copy(build(root, &out), &copy).expect("the build directory can be written to");
        format!("Some(include_bytes!({copy:?}))")
    };
    fs::write(out.join("binary.rs"), binary).expect("the build directory can be written to");
}

/// Builds the runtime within Cargo's target directory, and returns the path of what was built.
fn build(root: &Path, out: &Path) -> PathBuf {
    // OUT_DIR is <target directory>/<profile>/build/<this package>/out.
    let target = out.ancestors().nth(4).expect("Cargo's layout of its target directory");
    let script = root.join("scripts/wasm");
    let output = Command::new(&script)
        .env("CARGO_TARGET_DIR", target)
        .stderr(Stdio::inherit())
        .output()
        .unwrap_or_else(|error| panic!("{} can't be run: {error}", script.display()));
    assert!(output.status.success(), "{} failed: see above", script.display());
    PathBuf::from(String::from_utf8(output.stdout).expect("a path of UTF-8").trim_end())
}
