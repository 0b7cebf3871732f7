//! The development network, as `scripts/devnet --check --only federation` runs it: each kind of
//! signed action, through the `icn` command line.

use anyhow::Result;
use icn_tests::devnet::{self, Part, Stay};

#[tokio::test]
async fn does_all_that_it_shows() -> Result<()> {
    devnet::run(Stay::No, Some(Part::Federation)).await
}
