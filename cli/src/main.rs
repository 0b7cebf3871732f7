//! `icn`: see the library's documentation.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    icn_cli::main().await
}
