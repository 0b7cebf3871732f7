//! What a decision has carried out on another shard, for those who decide it.

use serde_json::Value as Json;

use crate::parse;

/// Puts what is carried out on other shards into `says` as `read` reads it: all shards run the same
/// runtime.
pub fn unseal(says: &mut Json, read: &impl Fn(&[u8]) -> Option<Json>) {
    match says {
        Json::Object(fields) => {
            for (name, field) in fields {
                let sealed = match name.as_str() {
                    "decide_on" => field.get_mut("call"),
                    _ => None,
                };
                match sealed {
                    Some(call) => {
                        let text = call.as_str().unwrap_or_default();
                        // These bytes could be text as well.
                        let bytes = parse::hex_bytes(text).unwrap_or_else(|_| text.into());
                        if let Some(read) = read(&bytes) {
                            *call = read;
                        }
                    }
                    None => unseal(field, read),
                }
            }
        }
        Json::Array(parts) => parts.iter_mut().for_each(|part| unseal(part, read)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_decision_for_another_shard_says_what_happens_there() {
        let read = |call: &[u8]| (call != b"?").then(|| json!({ "Exchange": call.len() }));
        let on = |call: &str| json!({ "decide_on": { "shard": 1, "call": call } });
        let mut says = json!({ "Utility": { "batch_all": { "calls": [
            { "Federation": on("0x010203") }, { "Federation": on("ab") }, { "Federation": on("?") },
        ] } } });
        unseal(&mut says, &read);
        let calls = &says["Utility"]["batch_all"]["calls"];
        let there = |at: usize| calls[at]["Federation"]["decide_on"]["call"].clone();
        assert_eq!(there(0), json!({ "Exchange": 3 }));
        assert_eq!(there(1), json!({ "Exchange": 2 }));
        // What can't be read stays as it is.
        assert_eq!(there(2), json!("?"));
    }
}
