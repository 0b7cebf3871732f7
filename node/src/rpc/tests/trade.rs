//! What is traded, shared, agreed on and kept, and which shard is asked for it.

use super::{call, call_on, BEST, DID};
use crate::rpc::openrpc;
use icn_primitives::shard::ShardRole;
use serde_json::{json, Value};

const ROLES: [ShardRole; 3] = [ShardRole::Federation, ShardRole::Marketplace, ShardRole::Storage];

#[tokio::test]
async fn a_shard_of_another_role_says_whom_to_ask() {
    let mut asked = 0;
    for method in openrpc::methods() {
        let Some(right) = openrpc::role_of(method.name) else { continue };
        let params: Vec<Value> =
            method.params.iter().map(|p| serde_json::from_str(p.example).unwrap()).collect();
        for wrong in ROLES.into_iter().filter(|role| *role != right) {
            let answer = call_on(wrong, method.name, params.clone().into()).await;
            let (code, message) = answer.unwrap_err();
            assert_eq!(code, 9011, "{}: {message}", method.name);
            assert!(message.contains(&format!("role is {wrong:?}")), "{message}");
            assert!(message.contains(&format!("role is {right:?}")), "{message}");
            asked += 1;
        }
    }
    assert!(asked > 30);
    // The one that the asked shard follows, by its number.
    let (_, message) = call_on(ShardRole::Federation, "icn_order", json!([0])).await.unwrap_err();
    assert!(message.starts_with("this is shard 0, "), "{message}");
    assert!(message.contains("which is shard 1:"), "{message}");
}

#[tokio::test]
async fn what_every_shard_answers_needs_no_role() {
    for role in ROLES {
        assert!(call_on(role, "icn_quota", json!([super::KEY.account()])).await.is_ok());
        assert!(call_on(role, "icn_member", json!([DID.to_string()])).await.is_ok());
    }
}

#[tokio::test]
async fn a_listing_of_one_cooperative_is_shown_to_its_members() {
    assert_eq!(call("icn_listing", json!([0])).await.unwrap(), Value::Null);
    assert_eq!(call("icn_listing", json!([0, [0, 2]])).await.unwrap(), Value::Null);
    let listing = call("icn_listing", json!([0, [1]])).await.unwrap();
    assert_eq!(
        (&listing["title"], &listing["kind"]),
        (&json!("Brötchen, 10 Stück"), &json!("offer"))
    );
    assert_eq!(listing["price"]["amount"], "300");
    assert_eq!((&listing["status"], &listing["availability"]), (&json!("open"), &json!("soldOut")));
    assert_eq!(listing["rating"], json!({ "stars": 9, "count": 2 }));
}

#[tokio::test]
async fn a_search_goes_on_from_where_a_page_ends() {
    let page = call("icn_listings", json!([{ "text": "brö", "category": "Bread" }])).await.unwrap();
    assert_eq!(page["listings"].as_array().unwrap().len(), 1);
    let params = json!({ "query": { "text": "brö" }, "after": page["next"] });
    let last = call("icn_listings", params).await.unwrap();
    assert_eq!(last, json!({ "listings": [], "next": null }));
}

#[tokio::test]
async fn an_order_says_where_it_stands_and_where_its_money_is() {
    let page = call("icn_order", json!([0])).await.unwrap();
    assert_eq!(
        (&page["order"]["stage"], &page["order"]["reason"]),
        (&json!("accepted"), &Value::Null)
    );
    assert_eq!(page["order"]["hold"]["state"], "held");
    assert_eq!(page["order"]["payee"], 1);
    assert_eq!(page["order"]["ratingOfSeller"]["stars"], 5);
    // It is for members of one of both cooperatives alone, and they see it.
    assert_eq!(page["listing"]["id"], 0);

    let decided = call("icn_order", json!([1])).await.unwrap();
    let order = &decided["order"];
    assert_eq!((&order["stage"], &order["resolvedToSeller"]), (&json!("resolved"), &json!("250")));
    assert_eq!(
        (&order["hold"]["state"], &order["hold"]["toSeller"]),
        (&json!("ending"), &json!("250"))
    );
    assert_eq!(order["dispute"]["by"], "buyer");

    let refused = call("icn_order", json!([2])).await.unwrap();
    assert_eq!(refused["order"]["reason"], "fundsRefused");
    assert_eq!(refused["order"]["hold"]["error"], "LimitExceeded");
    assert_eq!(call("icn_order", json!([3])).await.unwrap(), Value::Null);
}

#[tokio::test]
async fn orders_are_paged_from_the_newest_one_on() {
    let ids = |page: &Value| -> Vec<u64> {
        page["orders"].as_array().unwrap().iter().map(|o| o["id"].as_u64().unwrap()).collect()
    };
    let did = DID.to_string();
    let all = call("icn_orders", json!([did])).await.unwrap();
    assert_eq!((ids(&all), &all["next"]), (vec![2, 1, 0], &Value::Null));
    let older = call("icn_orders", json!([did, 1, 1])).await.unwrap();
    assert_eq!((ids(&older), &older["next"]), (vec![0], &json!(0)));
    assert_eq!(ids(&call("icn_disputes", json!([])).await.unwrap()), [1]);
}

#[tokio::test]
async fn an_exchange_shows_who_has_yet_to_decide_and_what_is_paid() {
    let page = call("icn_exchange", json!([0])).await.unwrap();
    let exchange = &page["exchange"];
    assert_eq!((&exchange["kind"], &exchange["status"]), (&json!("resources"), &json!("proposed")));
    assert_eq!((&exchange["approved"], &exchange["undecided"]), (&json!([1]), &json!([0])));
    assert_eq!(exchange["transfers"][0]["payee"], "federation");
    let payments = &page["settlement"]["payments"];
    assert_eq!((&payments[0]["stage"], &payments[1]["stage"]), (&json!("held"), &json!("asked")));
    assert_eq!((&payments[0]["payer"], &payments[0]["amount"]), (&json!(0), &json!("40")));
    let labour = call("icn_exchange", json!([1])).await.unwrap();
    assert_eq!(labour["exchange"]["minutes"], 90);
}

#[tokio::test]
async fn exchanges_are_listed_by_kind_and_by_who_takes_part() {
    for (params, expected) in [
        (json!([]), &[0, 1, 2][..]),
        (json!([null, 0]), &[1, 2]),
        (json!(["aid"]), &[2]),
        (json!(["investment"]), &[]),
        (json!([0]), &[1]),
        (json!([DID.to_string()]), &[2]),
    ] {
        let page = call("icn_exchanges", params.clone()).await.unwrap();
        let found = page["exchanges"].as_array().unwrap().iter();
        let ids: Vec<u64> = found.map(|one| one["id"].as_u64().unwrap()).collect();
        assert_eq!(ids, expected, "{params}");
    }
    let page = call("icn_exchanges", json!([null, null, 2])).await.unwrap();
    assert_eq!(page["next"], 1);
}

#[tokio::test]
async fn a_resource_shows_when_it_can_be_used_and_when_it_is_booked() {
    let page = call("icn_resource", json!([0])).await.unwrap();
    let resource = &page["resource"];
    assert_eq!((&resource["name"], &resource["kind"]), (&json!("Tractor"), &json!("machine")));
    assert_eq!(resource["access"], json!({ "cooperatives": [1] }));
    assert_eq!(resource["cost"]["cancellationMs"], 30 * 60_000);
    assert_eq!(resource["windows"], json!([{ "from": 480, "to": 960 }]));
    assert_eq!(resource["closures"], json!([{ "from": 600_000, "to": 1_200_000 }]));
    assert_eq!(page["bookings"]["bookings"].as_array().unwrap().len(), 2);

    // Page by page, by time.
    let first = call("icn_resourceBookings", json!([0, null, 1])).await.unwrap();
    assert_eq!((&first["bookings"][0]["id"], &first["next"]), (&json!(0), &json!(160 * 60_000)));
    let second = call("icn_resourceBookings", json!([0, first["next"], 2])).await.unwrap();
    assert_eq!((&second["bookings"][0]["id"], &second["next"]), (&json!(1), &Value::Null));
}

#[tokio::test]
async fn a_booking_shows_who_pays_how_much_of_it() {
    let own = call("icn_bookings", json!([DID.to_string()])).await.unwrap();
    assert_eq!(own["bookings"][0]["shares"], json!([]));
    let page = call("icn_booking", json!([1])).await.unwrap();
    let shares =
        json!([{ "cooperative": 0, "share": "0.25" }, { "cooperative": 1, "share": "0.75" }]);
    assert_eq!(page["booking"]["shares"], shares);
    assert_eq!(
        (&page["booking"]["approved"], &page["booking"]["payment"]),
        (&json!([0]), &json!("paidInPart"))
    );
    assert_eq!(page["resource"]["place"], "de/berlin");
    assert_eq!(page["settlement"]["number"], 3);
    let paid = call("icn_bookings", json!([0])).await.unwrap();
    assert_eq!(paid["bookings"][0]["id"], 1);
}

#[tokio::test]
async fn an_anchor_shows_its_replicas_and_when_it_is_removed_what_is_left() {
    let page = call("icn_anchor", json!([0])).await.unwrap();
    assert_eq!((&page["anchor"]["wanted"], &page["tombstone"]), (&json!(3), &Value::Null));
    assert_eq!(page["anchor"]["content"]["length"], 5);
    let replicas = &page["replicas"];
    assert_eq!((&replicas[0]["due"], &replicas[0]["challenge"]), (&json!(200), &Value::Null));
    assert_eq!(replicas[0]["record"]["last"], "11011");
    assert_eq!(
        (&replicas[1]["due"], &replicas[1]["challenge"]["deadline"]),
        (&Value::Null, &json!(120))
    );
    let removed = call("icn_anchor", json!([1])).await.unwrap();
    assert_eq!((&removed["anchor"], &removed["replicas"]), (&Value::Null, &json!([])));
    assert_eq!(removed["tombstone"]["by"], json!({ "owner": DID }));
    assert_eq!(call("icn_anchor", json!([2])).await.unwrap(), Value::Null);
}

#[tokio::test]
async fn a_provider_shows_what_it_keeps() {
    let page = call("icn_provider", json!([0])).await.unwrap();
    assert_eq!(page["provider"]["capacity"], 1_u64 << 40);
    assert_eq!(page["provider"]["unawarded"]["answered"], 1);
    assert_eq!(page["keeps"]["commitments"].as_array().unwrap().len(), 2);
    let first = call("icn_commitments", json!([0, null, 1])).await.unwrap();
    assert_eq!((&first["commitments"][0]["id"], &first["next"]), (&json!(0), &json!(0)));
}

#[tokio::test]
async fn what_cannot_be_searched_for_is_refused_with_what_would_be_right() {
    let price =
        json!({ "currency": { "issuer": 0, "code": "HOURS", "decimals": 2 }, "min": "2.50" });
    let many: Vec<u32> = (0..65).collect();
    for (method, params, hint) in [
        ("icn_listings", json!([{ "colour": "red" }]), ""),
        ("icn_listings", json!([{ "category": "bread!" }]), "letters, digits"),
        ("icn_listings", json!([{ "text": "a b c d e f g h i j k l m" }]), "12 words"),
        ("icn_listings", json!([{ "price": price }]), "smallest units"),
        ("icn_listings", json!([null, null, "0xff"]), "next"),
        ("icn_listings", json!([null, many]), "64"),
        ("icn_orders", json!(["did:key:z6Mk"]), "did:icn:"),
        ("icn_exchanges", json!(["brot.coop"]), "its number"),
        ("icn_resources", json!([{ "place": "DE" }]), "small letters"),
        ("icn_resources", json!([{ "free": { "from": 1, "to": 60_000 } }]), "whole minutes"),
        ("icn_resources", json!([{ "free": { "from": 60_000, "to": 60_000 } }]), "after it begins"),
        ("icn_bookings", json!(["brot.coop"]), "its number"),
        ("icn_anchors", json!([BEST]), "did:icn:"),
        ("icn_commitments", json!([0, null, 201]), "1 to 200"),
    ] {
        let (code, message) = call(method, params.clone()).await.unwrap_err();
        assert_eq!(code, -32602, "{method} {message}");
        assert!(message.contains(hint), "{method}: {message}");
    }
}
