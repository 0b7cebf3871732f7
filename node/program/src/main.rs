//! `icn-node`. All that it does stands in the library; only the program knows the commit it was built
//! from, so that a commit compiles nothing else anew, and has the runtime, which is built beside the
//! library.

use std::process::ExitCode;

fn main() -> ExitCode {
    match icn_node::run(env!("SUBSTRATE_CLI_IMPL_VERSION"), icn_runtime_wasm::WASM_BINARY) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Error: {error}");
            ExitCode::FAILURE
        }
    }
}
