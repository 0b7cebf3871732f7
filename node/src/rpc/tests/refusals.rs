//! What is refused, and what is said then.

use super::{call, BEST, DID, KEY};
use icn_primitives::{Hash, Refusal};
use serde_json::json;

/// A transaction whose one byte is the number of its refusal; 0 is admitted.
fn transaction(code: u8) -> String {
    format!("0x04{code:02x}")
}

#[tokio::test]
async fn a_refused_transaction_is_told_why_in_a_sentence() {
    assert_eq!(
        call("icn_checkTransaction", json!([transaction(0)])).await.unwrap(),
        json!({ "admitted": true })
    );
    for refusal in Refusal::ALL {
        let checked = call("icn_checkTransaction", json!([transaction(refusal.code())])).await;
        let expected = json!({
            "admitted": false,
            "refusal": refusal.code(),
            "name": refusal,
            "sentence": refusal.sentence(),
        });
        assert_eq!(checked.unwrap(), expected);
        let told = call("icn_refusal", json!([refusal.code()])).await.unwrap();
        assert_eq!(told["sentence"], refusal.sentence());
    }
    let checked = call("icn_checkTransaction", json!([transaction(255)])).await.unwrap();
    assert_eq!(checked["admitted"], false);
    assert_eq!(checked.get("refusal"), None);
    assert!(checked["sentence"].as_str().unwrap().contains("signature"));
    let checked = call("icn_checkTransaction", json!([transaction(200)])).await.unwrap();
    assert!(checked["sentence"].as_str().unwrap().contains("200"));
}

#[tokio::test]
async fn an_account_that_may_send_nothing_is_told_why() {
    let quota = call("icn_quota", json!([KEY.account().to_string()])).await.unwrap();
    assert_eq!(quota["admitted"], false);
    assert_eq!(quota["refusal"]["sentence"], Refusal::NotMember.sentence());
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_what_would_be_right() {
    let did = DID.to_string();
    let long = format!("0x{}", "00".repeat((1 << 20) + 1));
    let signature = format!("0x01{}", "00".repeat(64));
    for (method, params, code, hint) in [
        ("icn_members", json!([0, "did:key:z6Mk"]), -32602, "did:icn:"),
        ("icn_members", json!([0, null, 0]), -32602, "1 to 200"),
        ("icn_cooperatives", json!([0, 201]), -32602, "1 to 200"),
        ("icn_cooperative", json!(["a".repeat(254)]), -32602, "253"),
        ("icn_quota", json!(["0x00"]), -32602, "SS58"),
        ("icn_refusal", json!([99]), -32602, "from 1 to"),
        ("icn_checkTransaction", json!(["0x"]), -32602, "no transaction"),
        ("did_verify", json!([did, "0x00", "0x0100"]), -32602, "64 bytes"),
        ("did_verify", json!([did, long, signature]), -32602, "1 MiB"),
        ("did_verify", json!([did, "0x00", signature, "friend"]), -32602, "keyAgreement"),
        ("did_resolve", json!([did, Hash::repeat_byte(1)]), 9001, "knows no block"),
        ("icn_proposal", json!([0, Hash::repeat_byte(1)]), 9001, "knows no block"),
        ("icn_reputationRanking", json!(["karma"]), -32602, ""),
        ("icn_currency", json!([{ "issuer": 0, "code": "eur", "decimals": 2 }]), -32602, ""),
        ("icn_ledgerAct", json!([{ "pallet": "marketplace" }, BEST]), -32602, "8 bytes"),
        ("icn_textVersions", json!(["federation", "a".repeat(65)]), -32602, "64 bytes"),
        ("icn_ledgerAccounts", json!(["did:key:z6Mk"]), -32602, "did:icn:"),
    ] {
        let (got, message) = call(method, params.clone()).await.unwrap_err();
        assert_eq!(got, code, "{method} {message}");
        assert!(message.contains(hint), "{method}: {message}");
    }
}
