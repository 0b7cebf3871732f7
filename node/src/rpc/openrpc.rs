//! The table of our own methods, and the OpenRPC document that is made from it.
//!
//! A test holds the table against the methods that are registered, calls every example in it, and
//! compares it with docs/rpc.md.

use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use serde_json::{json, Map, Value};

use super::errors::{INVALID_PARAMS, RUNTIME, UNKNOWN_BLOCK};

/// A method of ours.
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// Its parameters, the optional ones last.
    pub params: &'static [Param],
    /// The schema of what it returns.
    pub result: Shape,
    /// Codes of the errors it may return.
    pub errors: &'static [i32],
}

/// A parameter of a method.
pub struct Param {
    /// Its name, for calls by name; by position they come in the table's order.
    pub name: &'static str,
    /// What it is.
    pub summary: &'static str,
    /// Its schema.
    pub shape: Shape,
    /// Whether it may be left out.
    pub optional: bool,
    /// A value that can be read, as JSON.
    pub example: &'static str,
}

/// A schema: one of [`schemas`], perhaps in a list or null.
#[derive(Clone, Copy)]
pub enum Shape {
    /// This one.
    One(&'static str),
    /// This one or null.
    Maybe(&'static str),
    /// A list of these.
    List(&'static str),
}

impl Shape {
    fn name(self) -> &'static str {
        match self {
            Self::One(name) | Self::Maybe(name) | Self::List(name) => name,
        }
    }

    fn schema(self) -> Value {
        let reference = json!({ "$ref": format!("#/components/schemas/{}", self.name()) });
        match self {
            Self::One(_) => reference,
            Self::Maybe(_) => json!({ "oneOf": [reference, { "type": "null" }] }),
            Self::List(_) => json!({ "type": "array", "items": reference }),
        }
    }

    /// As docs/rpc.md writes it.
    #[cfg(test)]
    fn text(self) -> String {
        match self {
            Self::One(name) => name.into(),
            Self::Maybe(name) => format!("{name} or null"),
            Self::List(name) => format!("[{name}]"),
        }
    }
}

const EXAMPLE_DID: &str = "\"did:icn:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK\"";
const EXAMPLE_ACCOUNT: &str = "\"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY\"";
const EXAMPLE_HASH: &str = "\"0x0000000000000000000000000000000000000000000000000000000000000000\"";
const EXAMPLE_SIGNATURE: &str = "\"0x0100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\"";

const fn param(
    name: &'static str,
    shape: &'static str,
    example: &'static str,
    summary: &'static str,
) -> Param {
    Param { name, summary, shape: Shape::One(shape), optional: false, example }
}

const fn optional(
    name: &'static str,
    shape: &'static str,
    example: &'static str,
    summary: &'static str,
) -> Param {
    Param { name, summary, shape: Shape::One(shape), optional: true, example }
}

const DID: Param = param("did", "Did", EXAMPLE_DID, "The DID.");
const AT: Param = optional(
    "at",
    "Hash",
    EXAMPLE_HASH,
    "Hash of the block to read at; the best block if left out.",
);
const COOPERATIVE: Param =
    param("id", "CooperativeName", "0", "The cooperative's number or domain.");
const ACCOUNT: Param =
    param("account", "Account", EXAMPLE_ACCOUNT, "SS58 address, or 0x and 64 hexadecimal digits.");
const LIMIT: Param =
    optional("limit", "Limit", "10", "How many entries to return; 50 if left out.");

/// Every method of ours, in the documentation's order.
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
    Method {
        name: "icn_cooperatives",
        summary: "Lists cooperatives by number.",
        params: &[
            optional("from", "Number", "0", "The number to begin with; 0 if left out."),
            LIMIT,
        ],
        result: Shape::One("CooperativePage"),
        errors: &[INVALID_PARAMS, RUNTIME],
    },
    Method {
        name: "icn_cooperative",
        summary: "Shows a cooperative.",
        params: &[COOPERATIVE],
        result: Shape::Maybe("Cooperative"),
        errors: &[INVALID_PARAMS, RUNTIME],
    },
    Method {
        name: "icn_members",
        summary: "Lists a cooperative's members, also those who left, in the order of their DIDs' bytes.",
        params: &[
            COOPERATIVE,
            optional("after", "Did", EXAMPLE_DID, "The last member of the page before."),
            LIMIT,
        ],
        result: Shape::One("MemberPage"),
        errors: &[INVALID_PARAMS, RUNTIME],
    },
    Method {
        name: "icn_memberships",
        summary: "Lists a person's current memberships, the home first.",
        params: &[DID],
        result: Shape::List("Membership"),
        errors: &[INVALID_PARAMS, RUNTIME],
    },
    Method {
        name: "icn_credential",
        summary: "Shows what the chain knows of a credential, and whether it holds.",
        params: &[param("hash", "Hash", EXAMPLE_HASH, "The credential's hash.")],
        result: Shape::Maybe("Credential"),
        errors: &[INVALID_PARAMS, RUNTIME],
    },
    Method {
        name: "icn_credentials",
        summary: "Lists the credentials about somebody.",
        params: &[
            param("subject", "Did", EXAMPLE_DID, "Whom they are about."),
            optional("after", "Hash", EXAMPLE_HASH, "The last credential of the page before."),
            LIMIT,
        ],
        result: Shape::One("CredentialPage"),
        errors: &[INVALID_PARAMS, RUNTIME],
    },
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

/// The schemas that the table names.
fn schemas() -> Map<String, Value> {
    let number = || json!({ "type": "integer", "minimum": 0 });
    let text = || json!({ "type": "string" });
    let flag = || json!({ "type": "boolean" });
    let or_null = |schema: Value| json!({ "oneOf": [schema, { "type": "null" }] });
    let one = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let list = |schema: Value| json!({ "type": "array", "items": schema });
    let choice = |of: &[&str]| json!({ "type": "string", "enum": of });
    let object = |fields: Vec<(&str, Value)>| {
        let required: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
        let properties: Map<String, Value> =
            fields.iter().map(|(name, schema)| (name.to_string(), schema.clone())).collect();
        json!({ "type": "object", "required": required, "properties": properties })
    };
    let partly = |required: &[&str], mut schema: Value| {
        schema["required"] = json!(required);
        schema
    };
    let membership = || {
        vec![
            ("status", choice(&["Active", "Suspended", "Left", "Expelled"])),
            ("roles", list(choice(&["Member", "Steward", "Treasurer", "Auditor"]))),
            ("skills", list(text())),
            ("term", number()),
            ("joined", one("Moment")),
        ]
    };
    let with = |first: Vec<(&'static str, Value)>, then: Vec<(&'static str, Value)>| {
        object(first.into_iter().chain(then).collect())
    };
    let amount = || object(vec![("weight", number()), ("bytes", number())]);
    let bucket = || object(vec![("left", amount()), ("full", amount()), ("refillMs", number())]);
    let block = || object(vec![("number", number()), ("hash", one("Hash"))]);

    let all = [
        ("Number", json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })),
        (
            "Limit",
            json!({ "type": "integer", "minimum": 1, "maximum": icn_primitives::apis::MAX_PAGE }),
        ),
        ("Bytes", json!({ "type": "string", "pattern": "^0x([0-9a-fA-F]{2})*$" })),
        ("Hash", json!({ "type": "string", "pattern": "^0x[0-9a-fA-F]{64}$" })),
        (
            "Moment",
            json!({ "type": "integer", "minimum": 0, "description": "Milliseconds since the Unix epoch." }),
        ),
        (
            "Did",
            json!({ "type": "string", "maxLength": icn_primitives::did::MAX_DID_LENGTH, "pattern": "^did:" }),
        ),
        ("Account", text()),
        (
            "CooperativeName",
            json!({ "oneOf": [one("Number"), { "type": "string", "maxLength": 253 }] }),
        ),
        (
            "Relationship",
            choice(&icn_primitives::document::Relationships::ALL.map(|(_, name)| name)),
        ),
        (
            "DidResolutionResult",
            object(vec![
                ("didDocument", or_null(json!({ "type": "object" }))),
                ("didDocumentMetadata", json!({ "type": "object" })),
                ("didResolutionMetadata", json!({ "type": "object" })),
            ]),
        ),
        ("Verified", object(vec![("verified", flag()), ("method", or_null(text()))])),
        (
            "Cooperative",
            object(vec![
                ("id", number()),
                ("did", one("Did")),
                ("legalName", text()),
                ("domain", text()),
                ("status", choice(&["Applicant", "Active", "Suspended", "Withdrawn", "Expelled"])),
                (
                    "rules",
                    object(vec![("recoveryStewards", number()), ("recoveryDelayMs", number())]),
                ),
                ("members", number()),
                ("stewards", number()),
                ("created", number()),
            ]),
        ),
        (
            "CooperativePage",
            object(vec![("cooperatives", list(one("Cooperative"))), ("next", or_null(number()))]),
        ),
        ("Member", with(vec![("did", one("Did"))], membership())),
        (
            "MemberPage",
            object(vec![("members", list(one("Member"))), ("next", or_null(one("Did")))]),
        ),
        ("Membership", with(vec![("cooperative", number()), ("home", flag())], membership())),
        (
            "Credential",
            object(vec![
                ("hash", one("Hash")),
                ("schema", one("Hash")),
                ("issuer", one("Did")),
                ("subject", one("Did")),
                ("issued", one("Moment")),
                ("expires", or_null(one("Moment"))),
                (
                    "revoked",
                    or_null(object(vec![("at", one("Moment")), ("reason", or_null(one("Hash")))])),
                ),
                ("status", choice(&["Valid", "Expired", "Revoked", "IssuerDeactivated"])),
            ]),
        ),
        (
            "CredentialPage",
            object(vec![("credentials", list(one("Credential"))), ("next", or_null(one("Hash")))]),
        ),
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
    ];
    all.into_iter().map(|(name, schema)| (name.to_string(), schema)).collect()
}

/// What an error's code means.
fn meaning(code: i32) -> &'static str {
    match code {
        UNKNOWN_BLOCK => "Unknown block",
        RUNTIME => "The runtime couldn't answer",
        _ => "Invalid params",
    }
}

/// The OpenRPC document.
pub fn document() -> Value {
    let methods: Vec<Value> = METHODS
        .iter()
        .map(|method| {
            let params: Vec<Value> = method
                .params
                .iter()
                .map(|param| {
                    json!({
                        "name": param.name,
                        "summary": param.summary,
                        "required": !param.optional,
                        "schema": param.shape.schema(),
                    })
                })
                .collect();
            let errors: Vec<Value> = method
                .errors
                .iter()
                .map(|code| json!({ "code": code, "message": meaning(*code) }))
                .collect();
            let example: Vec<Value> = method
                .params
                .iter()
                .map(|param| {
                    // A test reads them all; what can't be read would be text here.
                    let value = serde_json::from_str(param.example)
                        .unwrap_or_else(|_| Value::from(param.example));
                    json!({ "name": param.name, "value": value })
                })
                .collect();
            json!({
                "name": method.name,
                "examples": [{ "name": "example", "params": example }],
                "summary": method.summary,
                "paramStructure": "either",
                "params": params,
                "result": { "name": method.result.name(), "schema": method.result.schema() },
                "errors": errors,
            })
        })
        .collect();
    json!({
        "openrpc": "1.3.2",
        "info": {
            "title": "ICN",
            "description": "The ICN chain's own methods. The node also has the usual ones of a \
                            Substrate node, which rpc_methods lists.",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "GPL-3.0-or-later" },
        },
        "methods": methods,
        "components": { "schemas": schemas() },
    })
}

/// The document about the methods.
#[rpc(server)]
pub trait OpenRpc {
    /// Returns the OpenRPC document.
    #[method(name = "rpc.discover", aliases = ["icn_openrpc"])]
    fn discover(&self) -> RpcResult<Value>;
}

/// Returns the document.
pub struct OpenRpcDocument;

impl OpenRpcServer for OpenRpcDocument {
    fn discover(&self) -> RpcResult<Value> {
        Ok(document())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table as docs/rpc.md shows it.
    fn table() -> String {
        let mut table = String::from("| method | parameters | result | |\n|---|---|---|---|\n");
        for method in METHODS {
            let params: Vec<_> = method
                .params
                .iter()
                .map(|param| format!("`{}`{}", param.name, if param.optional { "?" } else { "" }))
                .collect();
            table += &format!(
                "| `{}` | {} | {} | {} |\n",
                method.name,
                params.join(", "),
                method.result.text(),
                method.summary
            );
        }
        table
    }

    #[test]
    fn the_documentation_shows_the_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/rpc.md");
        let documentation = std::fs::read_to_string(path).unwrap();
        let table = table();
        if !documentation.contains(&table) {
            // Handing the right table over beats describing the difference.
            panic!("docs/rpc.md lacks this table:\n\n{table}");
        }
    }

    #[test]
    fn every_reference_in_the_document_leads_somewhere() {
        fn references(value: &Value, found: &mut Vec<String>) {
            match value {
                Value::Object(fields) => fields.iter().for_each(|(name, value)| {
                    match value.as_str().filter(|_| name == "$ref") {
                        Some(reference) => found.push(reference.into()),
                        None => references(value, found),
                    }
                }),
                Value::Array(values) => values.iter().for_each(|value| references(value, found)),
                _ => {}
            }
        }
        let document = document();
        let mut found = vec![];
        references(&document, &mut found);
        assert!(!found.is_empty());
        for reference in found {
            assert!(document.pointer(&reference[1..]).is_some(), "{reference}");
        }
    }

    #[test]
    fn optional_parameters_come_last() {
        for method in METHODS {
            let optional: Vec<_> = method.params.iter().map(|param| param.optional).collect();
            assert!(optional.is_sorted(), "{}", method.name);
        }
    }
}
