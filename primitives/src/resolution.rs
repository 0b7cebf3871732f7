//! DID resolution results as W3C JSON: DID Core 1.0 §7.1, with the envelope and the further error
//! of DID Resolution 0.3.
//!
//! A result has four members. `didResolutionMetadata.error` says why there is no document:
//!
//! | error | meaning |
//! |---|---|
//! | `invalidDid` | the text is no DID, or not one that this method can give out |
//! | `methodNotSupported` | a DID, but neither `did:icn` nor `did:key` |
//! | `notFound` | a well-written `did:icn` that nobody has |
//!
//! A deactivated DID resolves: DID Core 1.0 knows no error for it, and §7.1 wants a map whose `id`
//! is the DID in every successful resolution. So its document holds `id` alone, no key and no
//! service, and `didDocumentMetadata` has `"deactivated": true`.

pub mod conformance;
mod datetime;

use serde_json::{json, Map, Value};

use crate::{
    did::{Did, InvalidDid, PublicKey, DID_KEY_PREFIX, MAX_DID_LENGTH, PREFIX},
    document::{DidDocument, Relationships, Service, VerificationMethod},
    uri,
};

pub use datetime::xml_datetime;

/// JSON-LD context of the envelope.
pub const RESULT_CONTEXT: &str = "https://w3id.org/did-resolution/v1";
/// JSON-LD context of DID documents.
pub const DID_CONTEXT: &str = "https://www.w3.org/ns/did/v1";
/// JSON-LD context of the verification methods' type.
pub const MULTIKEY_CONTEXT: &str = "https://w3id.org/security/multikey/v1";
/// Type of every verification method here.
pub const MULTIKEY: &str = "Multikey";

/// Why there is no document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ResolutionError {
    /// The text is no DID, or its identifier is no key of a kind that names somebody.
    InvalidDid,
    /// There is no such DID.
    NotFound,
    /// A DID of a method that isn't known here.
    MethodNotSupported,
}

impl ResolutionError {
    /// The keyword that stands in `didResolutionMetadata.error`.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::InvalidDid => "invalidDid",
            Self::NotFound => "notFound",
            Self::MethodNotSupported => "methodNotSupported",
        }
    }
}

/// Resolves `did_text` to a W3C DID Resolution result.
///
/// `lookup` gives the chain's document of a `did:icn`, also when it is deactivated; it is called at
/// most once, and not at all for `did:key` or a text that is no DID. Never fails: what is wrong
/// stands in the result.
pub fn resolve(did_text: &str, lookup: impl FnOnce(&Did) -> Option<DidDocument>) -> Value {
    match try_resolve(did_text, lookup) {
        Ok((document, metadata)) => result(document, metadata, Map::new()),
        Err((error, message)) => {
            let mut about = Map::new();
            about.insert("error".into(), error.keyword().into());
            about.insert("errorMessage".into(), message.into());
            result(Value::Null, Map::new(), about)
        }
    }
}

type Resolved = (Value, Map<String, Value>);

fn try_resolve(
    text: &str,
    lookup: impl FnOnce(&Did) -> Option<DidDocument>,
) -> Result<Resolved, (ResolutionError, String)> {
    let invalid = |why: InvalidDid| (ResolutionError::InvalidDid, why.to_string());
    if text.starts_with(PREFIX) {
        let did: Did = text.parse().map_err(invalid)?;
        let document = lookup(&did)
            .ok_or_else(|| (ResolutionError::NotFound, "nobody has this DID".to_string()))?;
        Ok(chain_document(&did, &document))
    } else if let Some(id) = text.strip_prefix(DID_KEY_PREFIX) {
        let key = PublicKey::from_multibase(id).map_err(|why| {
            // The sentence for this case speaks of names on this chain.
            let message = match why {
                InvalidDid::KeyKind => {
                    "this did:key is not of an Ed25519, Sr25519 or X25519 key".to_string()
                }
                other => other.to_string().replace(PREFIX, DID_KEY_PREFIX),
            };
            (ResolutionError::InvalidDid, message)
        })?;
        Ok((key_document(text, &key), Map::new()))
    } else if text.len() <= MAX_DID_LENGTH && is_did(text) {
        let message = "this chain knows the methods \"icn\" and \"key\"".to_string();
        Err((ResolutionError::MethodNotSupported, message))
    } else {
        let message = "a DID is written \"did:\", a method in lower case, \":\" and an identifier"
            .to_string();
        Err((ResolutionError::InvalidDid, message))
    }
}

/// The envelope.
fn result(
    document: Value,
    document_metadata: Map<String, Value>,
    resolution_metadata: Map<String, Value>,
) -> Value {
    json!({
        "@context": RESULT_CONTEXT,
        "didDocument": document,
        "didDocumentMetadata": document_metadata,
        "didResolutionMetadata": resolution_metadata,
    })
}

/// The W3C document and metadata of what the chain keeps for `did`.
fn chain_document(did: &Did, document: &DidDocument) -> Resolved {
    let name = did.to_string();
    let written = if document.deactivated {
        w3c_document(&name, None, &[], &[])
    } else {
        w3c_document(&name, document.controller, &document.methods, &document.services)
    };
    let mut metadata = Map::new();
    metadata.insert("created".into(), xml_datetime(document.created).into());
    // "omitted if an Update operation has never been performed" (§7.1.3).
    if document.version > 1 {
        metadata.insert("updated".into(), xml_datetime(document.updated).into());
    }
    metadata.insert("versionId".into(), document.version.to_string().into());
    if document.deactivated {
        metadata.insert("deactivated".into(), true.into());
    }
    (written, metadata)
}

/// The document of a `did:key`: its key, in every relationship that suits it.
fn key_document(name: &str, key: &PublicKey) -> Value {
    let relationships = match key {
        PublicKey::X25519(_) => Relationships::KEY_AGREEMENT,
        PublicKey::Ed25519(_) | PublicKey::Sr25519(_) => Relationships::SIGNING,
    };
    w3c_document(name, None, &[VerificationMethod { key: *key, relationships }], &[])
}

fn w3c_document(
    name: &str,
    controller: Option<Did>,
    methods: &[VerificationMethod],
    services: &[Service],
) -> Value {
    let method_id = |method: &VerificationMethod| format!("{name}#{}", method.key);
    let mut document = Map::new();
    document.insert("@context".into(), json!([DID_CONTEXT, MULTIKEY_CONTEXT]));
    document.insert("id".into(), name.into());
    if let Some(controller) = controller {
        document.insert("controller".into(), controller.to_string().into());
    }
    insert_some(
        &mut document,
        "verificationMethod",
        methods.iter().map(|method| {
            json!({
                "id": method_id(method),
                "type": MULTIKEY,
                "controller": name,
                "publicKeyMultibase": method.key.to_multibase(),
            })
        }),
    );
    for (relationship, property) in Relationships::ALL {
        let standing = methods.iter().filter(|method| method.relationships.contains(relationship));
        insert_some(&mut document, property, standing.map(|method| method_id(method).into()));
    }
    insert_some(
        &mut document,
        "service",
        services.iter().map(|service| {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            json!({
                "id": format!("{name}#{}", text(&service.id)),
                "type": text(&service.kind),
                "serviceEndpoint": uri::normal(&text(&service.endpoint)),
            })
        }),
    );
    document.into()
}

/// Puts `items` into `document` if there are any: these properties hold one or more (§5.3).
fn insert_some(
    document: &mut Map<String, Value>,
    property: &str,
    items: impl Iterator<Item = Value>,
) {
    let items: Vec<Value> = items.collect();
    if !items.is_empty() {
        document.insert(property.into(), items.into());
    }
}

/// Whether `text` is a DID of any method (DID Core 1.0 §3.1).
pub fn is_did(text: &str) -> bool {
    let Some((method, id)) = text.strip_prefix("did:").and_then(|rest| rest.split_once(':')) else {
        return false;
    };
    let method_char = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit();
    let id_char = |c: u8| c.is_ascii_alphanumeric() || b".-_:%".contains(&c);
    !method.is_empty()
        && method.bytes().all(method_char)
        && !id.is_empty()
        && !id.ends_with(':')
        && id.bytes().all(id_char)
        && uri::has_whole_escapes(id)
}

/// Whether `text` is a DID URL: a DID with, perhaps, a path, a query and a fragment (§3.2).
pub fn is_did_url(text: &str) -> bool {
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    let (did, rest) = text.split_at(end);
    is_did(did) && (rest.is_empty() || uri::is_uri(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SigningKey;

    fn never(_: &Did) -> Option<DidDocument> {
        panic!("this name must not be looked up")
    }

    fn error_of(text: &str) -> Value {
        resolve(text, never)["didResolutionMetadata"]["error"].clone()
    }

    #[test]
    fn each_text_that_does_not_resolve_says_why() {
        for text in [
            "",
            "did",
            "did:",
            "did:icn",
            "did:icn:",
            "did:ICN:z6Mk",
            "DID:icn:z6Mk",
            "did:web:",
            "did:web:a:",
            "did:web:a%2",
            "did:web:a b",
            "did:key:",
            "did:key:f00",
            "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",
            "did:web:a#key",
        ] {
            assert_eq!(error_of(text), "invalidDid", "{text}");
        }
        let url = format!("{}#x", Did(SigningKey::Ed25519([1; 32])));
        assert_eq!(error_of(&url), "invalidDid", "a DID URL is no DID");
        for text in ["did:web:food.coop", "did:example:a:b", "did:a1:%41"] {
            assert_eq!(error_of(text), "methodNotSupported", "{text}");
        }
        assert_eq!(error_of(&format!("did:web:{}", "a".repeat(200))), "invalidDid");
        let nobody = Did(SigningKey::Ed25519([1; 32])).to_string();
        assert_eq!(resolve(&nobody, |_| None)["didResolutionMetadata"]["error"], "notFound");
    }

    #[test]
    fn a_did_key_resolves_without_the_chain() {
        let id = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
        let name = format!("did:key:{id}");
        let document = &resolve(&name, never)["didDocument"];
        assert_eq!(document["id"], name);
        assert_eq!(document["verificationMethod"][0]["publicKeyMultibase"], id);
        assert_eq!(document["authentication"], json!([format!("{name}#{id}")]));
        assert_eq!(document.get("keyAgreement"), None);

        let agreement = format!("did:key:{}", PublicKey::X25519([7; 32]));
        let document = &resolve(&agreement, never)["didDocument"];
        assert_eq!(document["keyAgreement"].as_array().map(Vec::len), Some(1));
        assert_eq!(document.get("authentication"), None);
    }

    #[test]
    fn did_urls_may_have_a_path_a_query_and_a_fragment() {
        for good in ["did:a:b", "did:a:b/c/d", "did:a:b?x=1#y", "did:a:b#z6Mk"] {
            assert!(is_did_url(good), "{good}");
        }
        for bad in ["#x", "did:a", "did:a:b#c d", "did:a:b#c#d", "did:a:b?%zz", "https://a.b"] {
            assert!(!is_did_url(bad), "{bad}");
        }
    }
}
