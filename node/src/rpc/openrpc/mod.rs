//! The table of our own methods, and the OpenRPC document that is made from it.
//!
//! A test holds the table against the methods that are registered, calls every example in it, and
//! compares it with docs/rpc.md.

mod blobs;
mod cooperatives;
mod exchange;
mod governance;
mod identity;
mod ledger;
mod marketplace;
mod node;
mod reputation;
mod resources;
mod schema;
mod storage;

use icn_primitives::shard::ShardRole;
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use serde_json::{json, Map, Value};

use super::errors::{
    BLOB_BUSY, BLOB_DAMAGED, BLOB_FALSE, BLOB_NOT_HERE, BLOB_NOT_PERMITTED, BLOB_NO_ROOM, DISK,
    NO_BLOBS, RUNTIME, UNKNOWN_BLOCK, WRONG_SHARD,
};

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
const COOPERATIVE: Param = param("id", "Name", "0", "The cooperative's number or domain.");
const ACCOUNT: Param =
    param("account", "Account", EXAMPLE_ACCOUNT, "SS58 address, or 0x and 64 hexadecimal digits.");
const LIMIT: Param =
    optional("limit", "Limit", "10", "How many entries to return; 50 if left out.");

const BODY: Param = optional(
    "body",
    "Name",
    "\"federation\"",
    "A cooperative's number or domain, or \"federation\"; the federation if left out.",
);
const ACCOUNT_OF: Param = param(
    "account",
    "Name",
    EXAMPLE_DID,
    "A person's DID; for a treasury its cooperative's number or domain, or \"federation\".",
);

/// A part of the table.
struct Part {
    methods: &'static [Method],
    schemas: fn() -> Vec<(&'static str, Value)>,
    /// The role of the shards that answer, if only they do.
    role: Option<ShardRole>,
}

impl Part {
    const fn everywhere(
        methods: &'static [Method],
        schemas: fn() -> Vec<(&'static str, Value)>,
    ) -> Self {
        Self { methods, schemas, role: None }
    }

    const fn of(self, role: ShardRole) -> Self {
        Self { role: Some(role), ..self }
    }
}

/// Everything, in the documentation's order.
const PARTS: [Part; 11] = [
    Part::everywhere(identity::METHODS, identity::schemas),
    Part::everywhere(cooperatives::METHODS, cooperatives::schemas),
    Part::everywhere(governance::METHODS, governance::schemas),
    Part::everywhere(reputation::METHODS, reputation::schemas),
    Part::everywhere(ledger::METHODS, ledger::schemas),
    Part::everywhere(marketplace::METHODS, marketplace::schemas).of(ShardRole::Marketplace),
    Part::everywhere(exchange::METHODS, exchange::schemas).of(ShardRole::Marketplace),
    Part::everywhere(resources::METHODS, resources::schemas).of(ShardRole::Marketplace),
    Part::everywhere(storage::METHODS, storage::schemas).of(ShardRole::Storage),
    // Any node may keep files; one that doesn't says so itself.
    Part::everywhere(blobs::METHODS, blobs::schemas),
    Part::everywhere(node::METHODS, node::schemas),
];

/// Every method of ours, in the documentation's order, with the role of the shards that answer it
/// where only they do.
fn methods_and_roles() -> impl Iterator<Item = (&'static Method, Option<ShardRole>)> {
    PARTS.iter().flat_map(|part| part.methods.iter().map(|method| (method, part.role)))
}

/// Every method of ours, in the documentation's order.
#[cfg(test)]
pub fn methods() -> impl Iterator<Item = &'static Method> {
    methods_and_roles().map(|(method, _)| method)
}

/// The role of the shards that alone answer a method.
#[cfg(test)]
pub fn role_of(method: &str) -> Option<ShardRole> {
    methods_and_roles().find(|(known, _)| known.name == method).and_then(|(_, role)| role)
}

/// The schemas that the table names.
fn schemas() -> Map<String, Value> {
    let parts = PARTS.iter().flat_map(|part| (part.schemas)());
    schema::schemas()
        .into_iter()
        .chain(parts)
        .map(|(name, schema)| (name.to_string(), schema))
        .collect()
}

/// What an error's code means.
fn meaning(code: i32) -> &'static str {
    match code {
        UNKNOWN_BLOCK => "Unknown block",
        RUNTIME => "The runtime couldn't answer",
        NO_BLOBS => "This node keeps no blobs",
        BLOB_NOT_HERE => "The blob, the upload, or so much of it isn't here",
        BLOB_NOT_PERMITTED => "The permit doesn't allow the upload",
        BLOB_NO_ROOM => "No room",
        BLOB_BUSY => "Not now",
        BLOB_DAMAGED => "The blob is damaged on this node's disk",
        BLOB_FALSE => "What was sent isn't what was declared",
        DISK => "The disk fails",
        WRONG_SHARD => "Shards of another role have what is asked for",
        _ => "Invalid params",
    }
}

/// The OpenRPC document.
pub fn document() -> Value {
    let methods: Vec<Value> = methods_and_roles()
        .map(|(method, role)| {
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
                .chain(role.map(|_| &WRONG_SHARD))
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
                "x-shardRole": role,
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
        for (method, role) in methods_and_roles() {
            let only = match role {
                None => "",
                Some(ShardRole::Federation) => " Federation shard.",
                Some(ShardRole::Marketplace) => " Marketplaces.",
                Some(ShardRole::Storage) => " Storage shards.",
            };
            let params: Vec<_> = method
                .params
                .iter()
                .map(|param| format!("`{}`{}", param.name, if param.optional { "?" } else { "" }))
                .collect();
            table += &format!(
                "| `{}` | {} | {} | {}{only} |\n",
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
    fn no_schema_is_defined_twice() {
        let parts = PARTS.iter().flat_map(|part| (part.schemas)());
        let mut names: Vec<_> =
            schema::schemas().into_iter().chain(parts).map(|(name, _)| name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn optional_parameters_come_last() {
        for method in methods() {
            let optional: Vec<_> = method.params.iter().map(|param| param.optional).collect();
            assert!(optional.is_sorted(), "{}", method.name);
        }
    }
}
