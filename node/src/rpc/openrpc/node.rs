//! Seats, shards, quotas, transactions, the node, and the document itself.

use serde_json::{json, Value};

use crate::rpc::errors::{INVALID_PARAMS, RUNTIME};

use super::{param, schema::*, Method, Shape, ACCOUNT};

/// The methods, in the documentation's order.
pub const METHODS: &[Method] = &[
    Method {
        name: "icn_seats",
        summary: "Lists the validator seats.",
        params: &[],
        result: Shape::List("Seat"),
        errors: &[RUNTIME],
    },
    Method {
        name: "icn_shards",
        summary: "Says which shard this is, and how fresh its view of the others is.",
        params: &[],
        result: Shape::One("Shards"),
        errors: &[RUNTIME],
    },
    Method {
        name: "icn_quota",
        summary: "Says what an account may still send now, or why it may send nothing.",
        params: &[ACCOUNT],
        result: Shape::One("Quota"),
        errors: &[INVALID_PARAMS, RUNTIME],
    },
    Method {
        name: "icn_refusal",
        summary: "Explains the number that a refused transaction's error carries.",
        params: &[param("code", "Number", "7", "The number, as in \"Custom error: 7\".")],
        result: Shape::One("Refusal"),
        errors: &[INVALID_PARAMS],
    },
    Method {
        name: "icn_checkTransaction",
        summary: "Says whether a signed transaction would be admitted now, and if not, why; sends nothing.",
        params: &[param(
            "transaction",
            "Bytes",
            "\"0x0400\"",
            "The transaction, as author_submitExtrinsic takes it; at most 5 MiB.",
        )],
        result: Shape::One("Checked"),
        errors: &[INVALID_PARAMS],
    },
    Method {
        name: "icn_status",
        summary: "Shows how this node stands.",
        params: &[],
        result: Shape::One("Status"),
        errors: &[],
    },
    Method {
        name: "rpc.discover",
        summary: "Returns this document.",
        params: &[],
        result: Shape::One("OpenRpc"),
        errors: &[],
    },
    Method {
        name: "icn_openrpc",
        summary: "The same, for clients that can't call a name with a dot.",
        params: &[],
        result: Shape::One("OpenRpc"),
        errors: &[],
    },
];

/// The schemas that they name.
pub fn schemas() -> Vec<(&'static str, Value)> {
    let amount = || object(vec![("weight", number()), ("bytes", number())]);
    let bucket = || object(vec![("left", amount()), ("full", amount()), ("refillMs", number())]);
    let block = || object(vec![("number", number()), ("hash", one("Hash"))]);
    vec![
        (
            "Seat",
            object(vec![
                ("cooperative", number()),
                ("validator", one("Account")),
                ("operator", one("Account")),
                (
                    "suspended",
                    or_null(object(vec![
                        ("reason", choice(&["MissedTurns", "Equivocation", "Decision"])),
                        ("since", number()),
                    ])),
                ),
                ("active", flag()),
                ("hasKeys", flag()),
                ("keysHash", or_null(one("Hash"))),
                ("missedTurns", number()),
                ("blocks", number()),
                ("nodeKeys", list(text())),
            ]),
        ),
        (
            "Shards",
            object(vec![
                ("id", number()),
                ("role", one("ShardRole")),
                ("others", list(one("Shard"))),
            ]),
        ),
        ("ShardRole", choice(&["Federation", "Marketplace", "Storage"])),
        (
            "Shard",
            object(vec![
                ("id", number()),
                ("role", one("ShardRole")),
                ("genesis", or_null(one("Hash"))),
                ("setId", number()),
                ("known", or_null(block())),
                ("ageBlocks", number()),
                ("ageMs", number()),
                ("sent", number()),
                ("answered", number()),
                ("taken", number()),
            ]),
        ),
        (
            "Quota",
            partly(
                &["admitted"],
                object(vec![
                    ("admitted", flag()),
                    ("refusal", one("Refusal")),
                    (
                        "standing",
                        choice(&["Member", "Steward", "Operator", "Organisation", "Federation"]),
                    ),
                    (
                        "holder",
                        json!({ "oneOf": [
                            object(vec![("did", one("Did"))]),
                            object(vec![("operator", number())]),
                            choice(&["federation"]),
                        ] }),
                    ),
                    ("cooperative", or_null(number())),
                    ("own", bucket()),
                    ("shared", bucket()),
                ]),
            ),
        ),
        (
            "Refusal",
            object(vec![("code", number()), ("name", or_null(text())), ("sentence", text())]),
        ),
        (
            "Checked",
            partly(
                &["admitted"],
                object(vec![
                    ("admitted", flag()),
                    ("refusal", number()),
                    ("name", text()),
                    ("sentence", text()),
                ]),
            ),
        ),
        (
            "Status",
            object(vec![
                ("chain", text()),
                ("best", block()),
                ("finalized", block()),
                ("peers", number()),
                ("finalityLagMs", or_null(number())),
                ("peerId", text()),
                ("listed", flag()),
                ("gateway", flag()),
            ]),
        ),
        ("OpenRpc", json!({ "type": "object" })),
    ]
}
