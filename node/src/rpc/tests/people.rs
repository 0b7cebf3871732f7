//! Members, cooperatives, accounts.

use super::{call, DID, EXAMPLE_DID, KEY};
use serde_json::{json, Value};

#[tokio::test]
async fn a_members_page_has_all_about_the_member() {
    let member = call("icn_member", json!([DID.to_string()])).await.unwrap();
    assert_eq!(member["memberships"][0]["home"], true);
    assert_eq!(member["delegations"][0]["cooperative"], 1);
    assert_eq!(member["delegations"][0]["given"][0]["kind"], "Budget");
    assert_eq!(member["delegations"][0]["delegators"]["Bylaw"], 3);
    assert_eq!(member["accounts"]["accounts"][0]["balance"], "-250");
    assert_eq!(member["holds"]["holds"].as_array().unwrap().len(), 5);
    assert_eq!(member["credentials"]["credentials"][0]["status"], "Valid");
    assert_eq!(call("icn_member", json!([EXAMPLE_DID])).await.unwrap(), Value::Null);
}

#[tokio::test]
async fn a_name_in_utf_8_comes_out_as_it_went_in() {
    let cooperative = call("icn_cooperative", json!(["brot.coop"])).await.unwrap();
    assert_eq!(cooperative["legalName"], "Bäckerei eG");
    assert_eq!(call("icn_cooperative", json!(["nobody.coop"])).await.unwrap(), Value::Null);
}

#[tokio::test]
async fn an_account_is_its_address_or_its_bytes() {
    let account = KEY.account();
    let bytes = format!("0x{}", "07".repeat(32));
    for account in [account.to_string(), bytes] {
        let did = call("did_ofAccount", json!([account])).await;
        assert_eq!(did.unwrap(), json!(DID.to_string()));
    }
}
