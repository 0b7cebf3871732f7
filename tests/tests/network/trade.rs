//! What members trade, share and keep, as `scripts/devnet --check --only trade` runs it: through the
//! `icn` command line alone, from a file that says what happens and how it ends.

use anyhow::Result;
use icn_tests::devnet::{self, Part, Stay};

#[tokio::test]
async fn members_of_four_cooperatives_trade_share_and_keep() -> Result<()> {
    devnet::run(Stay::No, Some(Part::Trade)).await
}
