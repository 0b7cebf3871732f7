//! Identity: `did_*`.

use serde_json::{json, Value};

use crate::rpc::errors::{INVALID_PARAMS, RUNTIME, UNKNOWN_BLOCK};

use super::{optional, param, schema::*, Method, Shape, ACCOUNT, AT, DID, EXAMPLE_SIGNATURE};

/// The methods, in the documentation's order.
pub const METHODS: &[Method] = &[
    Method {
        name: "did_resolve",
        summary: "Resolves a did:icn or did:key to a W3C DID Resolution result.",
        params: &[DID, AT],
        result: Shape::One("DidResolutionResult"),
        errors: &[UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "did_verify",
        summary: "Verifies a signature on a message against the keys that a DID has at a block.",
        params: &[
            DID,
            param("message", "Bytes", "\"0x68690a\"", "What was signed; at most 1 MiB."),
            param(
                "signature",
                "Bytes",
                EXAMPLE_SIGNATURE,
                "00 (Ed25519) or 01 (Sr25519) and the 64 bytes of the signature.",
            ),
            optional(
                "relationship",
                "Relationship",
                "\"authentication\"",
                "What the key has to be for; authentication if left out.",
            ),
            AT,
        ],
        result: Shape::One("Verified"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "did_ofAccount",
        summary: "Finds the DID that an account acts for.",
        params: &[ACCOUNT, AT],
        result: Shape::Maybe("Did"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
];

/// The schemas that they name.
pub fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        (
            "Relationship",
            choice(&icn_primitives::document::Relationships::ALL.map(|(_, name)| name)),
        ),
        (
            "DidResolutionResult",
            object(vec![
                ("@context", text()),
                ("didDocument", or_null(json!({ "type": "object" }))),
                ("didDocumentMetadata", json!({ "type": "object" })),
                ("didResolutionMetadata", json!({ "type": "object" })),
            ]),
        ),
        ("Verified", object(vec![("verified", flag()), ("method", or_null(text()))])),
    ]
}
