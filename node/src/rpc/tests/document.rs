//! Every method: as its document says, by name and by position.

use super::{call, module, BEST, DID, KEY};
use crate::rpc::openrpc;
use icn_primitives::{shard::ShardRole, Hash, PublicKey};
use serde_json::{json, Value};

#[test]
fn the_table_and_the_registered_methods_agree() {
    let mut registered: Vec<_> = module(ShardRole::Federation).method_names().collect();
    let mut listed: Vec<_> = openrpc::methods().map(|method| method.name).collect();
    registered.sort_unstable();
    listed.sort_unstable();
    assert_eq!(registered, listed);
}

#[tokio::test]
async fn every_method_can_be_called_by_name_and_by_position_as_the_table_says() {
    for method in openrpc::methods().filter(|method| !is_about_blobs(method.name)) {
        let examples = method.params.iter().map(|param| {
            let example: Value = serde_json::from_str(param.example).unwrap();
            (param.name.to_string(), example)
        });
        let by_name: serde_json::Map<_, _> = examples.clone().collect();
        let by_position: Vec<_> = examples.map(|(_, example)| example).collect();
        let named = call(method.name, by_name.into()).await;
        let placed = call(method.name, by_position.into()).await;
        assert!(named.is_ok(), "{}: {named:?}", method.name);
        // These show keys that are made anew each time.
        if !["icn_status", "icn_seats", "icn_cooperativeOverview"].contains(&method.name) {
            assert_eq!(named, placed, "{}", method.name);
        }
        let required: Vec<Value> = method
            .params
            .iter()
            .filter(|param| !param.optional)
            .map(|param| serde_json::from_str(param.example).unwrap())
            .collect();
        assert!(call(method.name, required.into()).await.is_ok(), "{}", method.name);
    }
}

#[tokio::test]
async fn results_have_the_fields_that_the_document_requires() {
    let document = openrpc::document();
    let required = |schema: &str| {
        let pointer = format!("/components/schemas/{schema}/required");
        let mut names: Vec<String> =
            serde_json::from_value(document.pointer(&pointer).unwrap().clone()).unwrap();
        names.sort();
        names
    };
    let fields = |value: &Value| {
        let mut names: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    let did = DID.to_string();
    let cooperatives = call("icn_cooperatives", json!([0, 1])).await.unwrap();
    assert_eq!(fields(&cooperatives), required("CooperativePage"));
    assert_eq!(fields(&cooperatives["cooperatives"][0]), required("Cooperative"));
    assert_eq!(cooperatives["next"], 1);
    let members = call("icn_members", json!(["brot.coop"])).await.unwrap();
    assert_eq!(fields(&members["members"][0]), required("Member"));
    assert_eq!(members["members"][0]["roles"], json!(["Member", "Steward"]));
    let memberships = call("icn_memberships", json!([did])).await.unwrap();
    assert_eq!(fields(&memberships[0]), required("Membership"));
    assert_eq!((&memberships[0]["home"], &memberships[1]["home"]), (&json!(true), &json!(false)));
    let credential = call("icn_credential", json!([BEST])).await.unwrap();
    assert_eq!(fields(&credential), required("Credential"));
    let seats = call("icn_seats", json!([])).await.unwrap();
    assert_eq!(fields(&seats[0]), required("Seat"));
    assert_eq!(seats[0]["suspended"]["reason"], "MissedTurns");
    let shards = call("icn_shards", json!([])).await.unwrap();
    assert_eq!(fields(&shards), required("Shards"));
    assert_eq!(fields(&shards["others"][0]), required("Shard"));
    let status = call("icn_status", json!([])).await.unwrap();
    assert_eq!(fields(&status), required("Status"));
    assert_eq!((&status["best"]["number"], &status["peers"]), (&json!(12), &json!(4)));
    let resolved = call("did_resolve", json!([did])).await.unwrap();
    assert_eq!(resolved["didDocument"]["id"], did);
    let verified =
        call("did_verify", json!([did, "0x00", format!("0x01{}", "00".repeat(64))])).await;
    let method = format!("{did}#{}", PublicKey::from(KEY).to_multibase());
    assert_eq!(verified.unwrap(), json!({ "verified": true, "method": method }));
}

/// These have tests of their own, with a store.
fn is_about_blobs(method: &str) -> bool {
    method.starts_with("icn_blob")
}

#[tokio::test]
async fn a_node_without_blobs_says_so() {
    for method in openrpc::methods().filter(|method| is_about_blobs(method.name)) {
        let examples = method.params.iter().map(|param| {
            (param.name.to_string(), serde_json::from_str::<Value>(param.example).unwrap())
        });
        let by_name: serde_json::Map<_, _> = examples.collect();
        let (code, message) = call(method.name, by_name.into()).await.unwrap_err();
        assert_eq!(code, 9003, "{}: {message}", method.name);
    }
}

/// What in `value` isn't as its schema has it. Looks at types, fields and where a schema leads.
pub fn misfits(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return misfits(document, document.pointer(&reference[1..]).unwrap(), value, at);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fits = choices.iter().any(|one| misfits(document, one, value, at).is_empty());
        return if fits { vec![] } else { vec![format!("{at}: {value} is none of its choices")] };
    }
    if let Some(words) = schema["enum"].as_array() {
        let known = words.contains(value);
        return if known { vec![] } else { vec![format!("{at}: {value} is no word")] };
    }
    let (kind, fits) = match schema["type"].as_str().unwrap() {
        kind @ "object" => (kind, value.is_object()),
        kind @ "array" => (kind, value.is_array()),
        kind @ "string" => (kind, value.is_string()),
        kind @ "integer" => (kind, value.is_u64()),
        kind @ "boolean" => (kind, value.is_boolean()),
        kind @ "null" => (kind, value.is_null()),
        other => panic!("{other}"),
    };
    if !fits {
        return vec![format!("{at}: {value} is no {kind}")];
    }
    let mut found = vec![];
    if let (Some(fields), Some(known)) = (value.as_object(), schema["properties"].as_object()) {
        for required in schema["required"].as_array().unwrap() {
            if !fields.contains_key(required.as_str().unwrap()) {
                found.push(format!("{at} lacks {required}"));
            }
        }
        for (name, value) in fields {
            match known.get(name) {
                Some(schema) => {
                    found.extend(misfits(document, schema, value, &format!("{at}.{name}")));
                }
                None => found.push(format!("{at}.{name} isn't in the schema")),
            }
        }
    }
    for item in value.as_array().into_iter().flatten() {
        found.extend(misfits(document, &schema["items"], item, &format!("{at}[]")));
    }
    found
}

#[tokio::test]
async fn every_result_is_as_the_document_says() {
    let document = openrpc::document();
    let (did, zero) = (DID.to_string(), format!("{:?}", Hash::zero()));
    for method in document["methods"].as_array().unwrap() {
        let name = method["name"].as_str().unwrap();
        if is_about_blobs(name) {
            continue;
        }
        let examples = method["examples"][0]["params"].as_array().unwrap();
        // With the subject that this chain knows, and the beginning of each list.
        let params: serde_json::Map<_, _> = examples
            .iter()
            .filter(|param| !["after", "from", "at"].contains(&param["name"].as_str().unwrap()))
            .map(|param| {
                let value = match &param["value"] {
                    Value::String(text) if text.starts_with("did:") => json!(did),
                    Value::String(text) if *text == zero => json!(BEST),
                    value => value.clone(),
                };
                (param["name"].as_str().unwrap().to_string(), value)
            })
            .collect();
        let result = call(name, params.into()).await.unwrap();
        let schema = &method["result"]["schema"];
        assert_eq!(misfits(&document, schema, &result, name), Vec::<String>::new());
        let shown = !result.is_null() && result != json!([]);
        assert!(shown || name == "did_ofAccount", "{name} shows nothing here");
    }
}
