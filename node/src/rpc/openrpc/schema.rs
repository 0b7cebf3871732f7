//! Pieces of JSON Schema, and the schemas that every part names.

use serde_json::{json, Map, Value};

pub fn number() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

pub fn text() -> Value {
    json!({ "type": "string" })
}

pub fn flag() -> Value {
    json!({ "type": "boolean" })
}

/// This or null.
pub fn or_null(schema: Value) -> Value {
    json!({ "oneOf": [schema, { "type": "null" }] })
}

/// The schema with this name.
pub fn one(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A list of these.
pub fn list(schema: Value) -> Value {
    json!({ "type": "array", "items": schema })
}

/// One of these words.
pub fn choice(of: &[&str]) -> Value {
    json!({ "type": "string", "enum": of })
}

/// An object that has all these fields.
pub fn object(fields: Vec<(&str, Value)>) -> Value {
    let required: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        fields.iter().map(|(name, schema)| (name.to_string(), schema.clone())).collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

/// An object of which only these fields are always there.
pub fn partly(required: &[&str], mut schema: Value) -> Value {
    schema["required"] = json!(required);
    schema
}

/// The schemas that every part names.
pub fn schemas() -> Vec<(&'static str, Value)> {
    vec![
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
        ("Name", json!({ "oneOf": [one("Number"), { "type": "string", "maxLength": 253 }] })),
        (
            "Amount",
            json!({
                "type": "string",
                "pattern": "^-?[0-9]+$",
                "description": "Smallest units of a currency; its decimals say where the point is.",
            }),
        ),
        ("Money", object(vec![("currency", one("CurrencyId")), ("amount", one("Amount"))])),
        ("Decimal", json!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$" })),
        (
            "Share",
            json!({
                "type": "string",
                "pattern": "^[0-9]+(\\.[0-9]+)?$",
                "description": "A part of a whole, which is 1.",
            }),
        ),
    ]
}
