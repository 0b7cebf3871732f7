//! Amounts, scores, and how accounts are named.

use super::{call, BEST, DID};
use serde_json::{json, Value};

#[tokio::test]
async fn amounts_and_scores_are_text_and_accounts_are_named_as_they_are_asked_for() {
    let hours = json!({ "issuer": 0, "code": "HOURS", "decimals": 2 });
    let account = call("icn_ledgerAccount", json!([DID.to_string(), hours])).await.unwrap();
    assert_eq!(account["balance"], "-250");
    assert_eq!(account["limit"], "10000000000000000000000000000000");
    let holders = call("icn_currencyAccounts", json!([hours, null, 3])).await.unwrap();
    let named: Vec<_> =
        holders["accounts"].as_array().unwrap().iter().map(|a| &a["account"]).collect();
    assert_eq!(named, [&json!(DID.to_string()), &json!(1), &json!("federation")]);
    assert_eq!(holders["next"], "federation");
    for account in [json!(DID.to_string()), json!(1), json!("brot.coop"), json!("federation")] {
        let page = call("icn_ledgerAccounts", json!([account])).await.unwrap();
        assert_eq!(page["accounts"][0]["currency"], hours, "{account}");
    }
    assert_eq!(call("icn_treasury", json!(["nobody.coop"])).await.unwrap(), Value::Null);

    // Whoever acted is named in a question as in an answer.
    let holds = call("icn_holds", json!(["federation"])).await.unwrap();
    for hold in holds["holds"].as_array().unwrap() {
        assert!(call("icn_ledgerAct", json!([hold["actor"], BEST])).await.is_ok(), "{hold}");
    }
    let act = call("icn_ledgerAct", json!([{ "shard": 1 }, BEST])).await.unwrap();
    assert_eq!(act["outcome"]["captured"]["amount"], "-1");
    let act = call("icn_ledgerAct", json!([{ "pallet": "market" }, BEST])).await.unwrap();
    assert_eq!(act["outcome"], json!({ "held": { "hold": 3 } }));

    let reputation = call("icn_reputation", json!([DID.to_string()])).await.unwrap();
    let voting = &reputation["categories"][1];
    assert_eq!(*voting, json!({ "category": "voting", "score": "1.5", "events": 2 }));
    assert_eq!((&reputation["total"], &reputation["votingPower"]), (&json!("1.8"), &json!("1")));
    let history = call("icn_reputationHistory", json!([DID.to_string()])).await.unwrap();
    assert_eq!(history["days"][0]["began"], 2 * 86_400_000);
    assert_eq!(history["days"][0]["sources"][0]["source"], json!({ "act": "vote_cast" }));
}
