//! Anchors of files, and who keeps them.

use serde_json::{json, Value};

use crate::rpc::errors::{INVALID_PARAMS, RUNTIME, UNKNOWN_BLOCK};

use super::{optional, param, schema::*, Method, Param, Shape, AT, DID, EXAMPLE_HASH, LIMIT};

const PROVIDER: Param = param("id", "Number", "0", "The provider's number as a cooperative.");

/// The methods, in the documentation's order.
pub const METHODS: &[Method] = &[
    Method {
        name: "icn_anchor",
        summary: "Shows all that a page about an anchor does: file, terms, replicas and how available they were; or its tombstone.",
        params: &[param("id", "Number", "0", "The anchor's number."), AT],
        result: Shape::Maybe("AnchorOverview"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_anchors",
        summary: "Lists what somebody has anchored, by content root.",
        params: &[
            Param { name: "owner", ..DID },
            optional("after", "Hash", EXAMPLE_HASH, "The last content root of the page before."),
            LIMIT,
            AT,
        ],
        result: Shape::One("AnchorPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_provider",
        summary: "Shows all that a page about a provider does: room, challenges, what it keeps.",
        params: &[PROVIDER, AT],
        result: Shape::Maybe("ProviderOverview"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_providers",
        summary: "Lists the providers by number.",
        params: &[
            optional("after", "Number", "0", "The last provider of the page before."),
            LIMIT,
            AT,
        ],
        result: Shape::One("ProviderPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_commitments",
        summary: "Lists what a provider keeps, by the commitments' numbers.",
        params: &[
            Param { name: "provider", ..PROVIDER },
            optional("after", "Number", "0", "The last commitment of the page before."),
            LIMIT,
            AT,
        ],
        result: Shape::One("CommitmentPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
];

/// The schemas that they name.
pub fn schemas() -> Vec<(&'static str, Value)> {
    let file = || {
        vec![
            ("owner", one("Did")),
            ("content", one("Content")),
            ("mediaType", one("Hash")),
            ("anchored", one("Moment")),
        ]
    };
    let anchor = vec![
        ("id", number()),
        ("retainUntil", one("Moment")),
        ("wanted", number()),
        ("standing", number()),
        ("kept", number()),
    ];
    let by = json!({ "oneOf": [
        object(vec![("owner", one("Did"))]),
        choice(&["decision", "expiry"]),
    ] });
    let page = |entries: &'static str, entry: &str, next: Value| {
        object(vec![(entries, list(one(entry))), ("next", or_null(next))])
    };
    vec![
        ("Anchor", object([file(), anchor].concat())),
        ("Tombstone", object([file(), vec![("removed", one("Moment")), ("by", by)]].concat())),
        (
            "AnchorOverview",
            object(vec![
                ("anchor", or_null(one("Anchor"))),
                ("tombstone", or_null(one("Tombstone"))),
                ("replicas", list(one("Commitment"))),
            ]),
        ),
        ("AnchorPage", page("anchors", "Anchor", one("Hash"))),
        ("Commitment", commitment()),
        ("CommitmentPage", page("commitments", "Commitment", number())),
        ("Provider", provider()),
        (
            "ProviderOverview",
            object(vec![("provider", one("Provider")), ("keeps", one("CommitmentPage"))]),
        ),
        ("ProviderPage", page("providers", "Provider", number())),
    ]
}

fn commitment() -> Value {
    let challenge = object(vec![
        ("number", number()),
        ("issued", number()),
        ("deadline", number()),
        ("next", number()),
        ("segments", list(number())),
    ]);
    let record = object(vec![
        ("asked", number()),
        ("answered", number()),
        ("missedInRow", number()),
        (
            "last",
            json!({
                "type": "string",
                "pattern": "^[01]*$",
                "description": "The last challenges, the newest first: 1 if it was answered.",
            }),
        ),
    ]);
    object(vec![
        ("id", number()),
        ("provider", number()),
        ("anchor", number()),
        ("committed", one("Moment")),
        ("counts", flag()),
        ("ends", or_null(one("Moment"))),
        ("record", record),
        ("due", or_null(number())),
        ("challenge", or_null(challenge)),
    ])
}

fn provider() -> Value {
    object(vec![
        ("id", number()),
        ("capacity", number()),
        ("used", number()),
        ("commitments", number()),
        ("key", text()),
        ("record", object(vec![("asked", number()), ("answered", number()), ("lost", number())])),
        (
            "unawarded",
            object(vec![
                ("answered", number()),
                ("missed", number()),
                ("due", or_null(one("Moment"))),
            ]),
        ),
    ])
}
