//! Checks of resolution results against the normative statements (MUST) of DID Core 1.0.
//!
//! Each check is named after the statement that it enforces and quotes it; [`STATEMENTS`] lists
//! them. They read the JSON alone and share nothing with the code that makes it but the syntax of
//! DIDs and URIs, so that they hold for results of other methods and resolvers as well.
//!
//! ```
//! use icn_primitives::resolution::{conformance, resolve};
//!
//! let name = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
//! let result = resolve(name, |_| None);
//! let resolution = conformance::Resolution { input: name, deactivated: false, result: &result };
//! assert!(conformance::violations(&resolution).is_empty());
//! ```

use serde_json::{Map, Value};

use super::{is_did, is_did_url, DID_CONTEXT};
use crate::{uri, PublicKey};

/// What is checked: a result, and what its reader knows besides.
#[derive(Clone, Copy, Debug)]
pub struct Resolution<'a> {
    /// The text that was resolved.
    pub input: &'a str,
    /// Whether the DID is deactivated.
    pub deactivated: bool,
    /// What the resolver answered.
    pub result: &'a Value,
}

/// A check's verdict; the error says what is wrong, and where.
type Verdict = Result<(), String>;

/// A normative statement and the check that enforces it.
pub struct Statement {
    /// The check's name.
    pub name: &'static str,
    /// Section of DID Core 1.0.
    pub section: &'static str,
    /// What stands there.
    pub text: &'static str,
    /// Enforces it.
    pub check: fn(&Resolution) -> Verdict,
}

/// Every statement that `resolution` breaks, as `name: what is wrong`.
pub fn violations(resolution: &Resolution) -> Vec<String> {
    STATEMENTS
        .iter()
        .filter_map(|statement| {
            let wrong = (statement.check)(resolution).err()?;
            Some(format!("{}: {wrong}", statement.name))
        })
        .collect()
}

macro_rules! statements {
    ($($section:literal $name:ident: $text:literal;)*) => {
        /// Every statement that is enforced, in the order of the specification.
        pub const STATEMENTS: &[Statement] = &[
            $(Statement { name: stringify!($name), section: $section, text: $text, check: $name },)*
        ];
    };
}

statements! {
    "3.1" dids_conform_to_the_syntax:
        "All DIDs MUST conform to the DID Syntax ABNF Rules.";
    "3.2" did_urls_conform_to_the_syntax:
        "All DID URLs MUST conform to the DID URL Syntax ABNF Rules.";
    "4.1" sets_hold_nothing_twice:
        "Set: a finite ordered sequence of data values that does not contain the same value twice.";
    "5.1.1" the_id_is_a_did_in_the_root_map:
        "The value of id MUST be a string that conforms to the rules in § 3.1 DID Syntax and MUST exist in the root map of the data model for the DID document.";
    "5.1.2" the_controller_is_a_did_or_a_set_of_dids:
        "If present, the value MUST be a string or a set of strings that conform to the rules in § 3.1 DID Syntax.";
    "5.1.3" also_known_as_is_a_set_of_uris:
        "If present, the value MUST be a set where each item in the set is a URI conforming to RFC 3986.";
    "5.2" verification_methods_are_a_set_of_maps:
        "If present, the value MUST be a set of verification methods, where each verification method is expressed using a map.";
    "5.2" a_verification_method_has_id_type_controller_and_material:
        "The verification method map MUST include the id, type, controller, and specific verification material properties that are determined by the value of type.";
    "5.2" the_id_of_a_verification_method_is_a_did_url:
        "The value of the id property for a verification method MUST be a string that conforms to the rules in § 3.2 DID URL Syntax.";
    "5.2" the_type_of_a_verification_method_is_one_string:
        "The value of the type property MUST be a string that references exactly one verification method type.";
    "5.2" the_controller_of_a_verification_method_is_a_did:
        "The value of the controller property MUST be a string that conforms to the rules in § 3.1 DID Syntax.";
    "5.2.1" a_public_key_jwk_is_a_map_without_private_members:
        "If present, the value MUST be a map representing a JSON Web Key that conforms to RFC 7517. The map MUST NOT contain \"d\", or any other members of the private information class.";
    "5.2.1" a_public_key_multibase_is_multibase:
        "If present, the value MUST be a string representation of a MULTIBASE encoded public key.";
    "5.2.1" key_material_stands_once:
        "A verification method MUST NOT contain multiple verification material properties for the same material.";
    "5.3.1" authentication_is_a_set_of_one_or_more_methods:
        "If present, the associated value MUST be a set of one or more verification methods.";
    "5.3.2" assertion_method_is_a_set_of_one_or_more_methods:
        "If present, the associated value MUST be a set of one or more verification methods.";
    "5.3.3" key_agreement_is_a_set_of_one_or_more_methods:
        "If present, the associated value MUST be a set of one or more verification methods.";
    "5.3.4" capability_invocation_is_a_set_of_one_or_more_methods:
        "If present, the associated value MUST be a set of one or more verification methods.";
    "5.3.5" capability_delegation_is_a_set_of_one_or_more_methods:
        "If present, the associated value MUST be a set of one or more verification methods.";
    "5.4" services_are_a_set_of_maps:
        "If present, the associated value MUST be a set of services, where each service is described by a map.";
    "5.4" a_service_has_id_type_and_endpoint:
        "Each service map MUST contain id, type, and serviceEndpoint properties.";
    "5.4" the_id_of_a_service_is_a_uri:
        "The value of the id property MUST be a URI conforming to RFC 3986.";
    "5.4" no_two_services_have_the_same_id:
        "A conforming producer MUST NOT produce multiple service entries with the same id.";
    "5.4" the_type_of_a_service_is_a_string_or_a_set_of_strings:
        "The value of the type property MUST be a string or a set of strings.";
    "5.4" a_service_endpoint_is_a_string_a_map_or_a_set_of_them:
        "The value of the serviceEndpoint property MUST be a string, a map, or a set composed of one or more strings and/or maps.";
    "5.4" the_strings_of_a_service_endpoint_are_normal_uris:
        "All string values MUST be valid URIs conforming to RFC 3986 and normalized according to the Normalization and Comparison rules in RFC 3986 and to any normalization rules in its applicable URI scheme specification.";
    "6.2.1" the_entries_are_in_the_root_object:
        "All entries of a DID document MUST be included in the root JSON Object.";
    "6.3.1" the_document_has_a_context:
        "JSON-LD production MUST include the representation-specific @context entry.";
    "6.3.1" the_context_begins_with_that_of_did_core:
        "The serialized value of @context MUST be the JSON String https://www.w3.org/ns/did/v1, or a JSON Array where the first item is the JSON String https://www.w3.org/ns/did/v1.";
    "7.1" only_a_conformant_did_is_resolved:
        "This is the DID to resolve. This input is REQUIRED and the value MUST be a conformant DID as defined in § 3.1 DID Syntax.";
    "7.1" there_is_resolution_metadata_and_on_error_it_is_not_empty:
        "This structure is REQUIRED, and in the case of an error in the resolution process, this MUST NOT be empty.";
    "7.1" a_failure_has_an_error:
        "If the resolution is not successful, this structure MUST contain an error property describing the error.";
    "7.1" a_success_has_a_document:
        "If the resolution is successful, and if the resolve function was called, this MUST be a DID document abstract data model (a map).";
    "7.1" the_id_is_the_did_that_was_resolved:
        "The value of id in the resolved DID document MUST match the DID that was resolved.";
    "7.1" a_failure_has_no_document:
        "If the resolution is unsuccessful, this value MUST be empty.";
    "7.1" a_success_has_document_metadata:
        "If the resolution is successful, this MUST be a metadata structure.";
    "7.1" a_failure_has_empty_document_metadata:
        "If the resolution is unsuccessful, this output MUST be an empty metadata structure.";
    "7.1.2" there_is_no_content_type:
        "This property MUST NOT be present if the resolve function was called.";
    "7.1.2" the_error_is_one_ascii_keyword:
        "The value of this property MUST be a single keyword ASCII string.";
    "7.1.3" created_is_an_xml_datetime_in_utc:
        "The value of the property MUST be a string formatted as an XML Datetime normalized to UTC 00:00:00 and without sub-second decimal precision.";
    "7.1.3" updated_is_an_xml_datetime_in_utc:
        "The value of the property MUST follow the same formatting rules as the created property.";
    "7.1.3" a_deactivated_did_is_said_to_be:
        "If a DID has been deactivated, DID document metadata MUST include this property with the boolean value true.";
    "7.1.3" no_other_did_is_said_to_be_deactivated:
        "If a DID has not been deactivated, this property is OPTIONAL, but if included, MUST have the boolean value false.";
    "7.1.3" next_update_is_an_xml_datetime_in_utc:
        "The value of the property MUST follow the same formatting rules as the created property.";
    "7.1.3" the_version_id_is_an_ascii_string:
        "The value of the property MUST be an ASCII string.";
    "7.1.3" the_next_version_id_is_an_ascii_string:
        "The value of the property MUST be an ASCII string.";
    "7.1.3" equivalent_ids_are_a_set_of_dids_of_the_same_method:
        "If present, the value MUST be a set where each item is a string that conforms to the rules in § 3.1 DID Syntax. Each equivalentId DID value MUST be produced by, and a form of, the same DID method as the id property value.";
    "7.1.3" the_canonical_id_is_a_did_of_the_same_method:
        "If present, the value MUST be a string that conforms to the rules in § 3.1 DID Syntax. A canonicalId value MUST be produced by, and a form of, the same DID method as the id property value.";
    "7.3" metadata_are_maps_of_the_types_that_they_may_hold:
        "The structure used to communicate this metadata MUST be a map of properties. Each property value MUST be a string, map, list, set, boolean, or null. The values within any complex data structures such as maps and lists MUST be one of these data types as well.";
}

/// The verification relationships.
const RELATIONSHIPS: [&str; 5] = [
    "authentication",
    "assertionMethod",
    "keyAgreement",
    "capabilityInvocation",
    "capabilityDelegation",
];
/// Members of a JSON Web Key that tell a secret (RFC 7518 §6, IANA "JSON Web Key Parameters").
const PRIVATE_JWK_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
/// Properties that hold key material.
const MATERIAL: [&str; 5] =
    ["publicKeyMultibase", "publicKeyJwk", "publicKeyBase58", "publicKeyHex", "publicKeyPem"];

impl<'a> Resolution<'a> {
    fn document(&self) -> Option<&'a Map<String, Value>> {
        self.result.get("didDocument")?.as_object()
    }

    fn property(&self, name: &str) -> Option<&'a Value> {
        self.document()?.get(name)
    }

    fn document_metadata(&self, name: &str) -> Option<&'a Value> {
        self.result.get("didDocumentMetadata")?.get(name)
    }

    fn resolution_metadata(&self) -> Option<&'a Map<String, Value>> {
        self.result.get("didResolutionMetadata")?.as_object()
    }

    fn error(&self) -> Option<&'a Value> {
        self.resolution_metadata()?.get("error")
    }

    /// Whether the result claims to be one of a successful resolution: it names no error, or it
    /// has a document.
    fn claims_success(&self) -> bool {
        self.error().is_none()
    }

    /// The maps of all verification methods, those embedded in relationships included.
    fn methods(&self) -> impl Iterator<Item = &'a Map<String, Value>> + '_ {
        ["verificationMethod"]
            .iter()
            .chain(&RELATIONSHIPS)
            .flat_map(|name| items(self.property(name)))
            .filter_map(Value::as_object)
    }

    fn services(&self) -> impl Iterator<Item = &'a Map<String, Value>> + '_ {
        items(self.property("service")).filter_map(Value::as_object)
    }
}

/// The items of a list; none if it is no list.
fn items(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

fn ensure(holds: bool, wrong: impl FnOnce() -> String) -> Verdict {
    holds.then_some(()).ok_or_else(wrong)
}

/// That `holds` for each of `values`.
fn ensure_all<'a, V: std::fmt::Debug + 'a>(
    mut values: impl Iterator<Item = V>,
    wrong: &str,
    holds: impl Fn(&V) -> bool,
) -> Verdict {
    match values.find(|value| !holds(value)) {
        Some(value) => Err(format!("{wrong}: {value:?}")),
        None => Ok(()),
    }
}

/// That `value`, if there is one, holds.
fn ensure_if_present(
    value: Option<&Value>,
    wrong: &str,
    holds: impl Fn(&Value) -> bool,
) -> Verdict {
    ensure_all(value.into_iter(), wrong, |value| holds(value))
}

/// Whether `value` is a list in which nothing stands twice.
fn is_set(value: &Value) -> bool {
    value.as_array().is_some_and(|items| {
        items.iter().enumerate().all(|(place, item)| !items[..place].contains(item))
    })
}

fn is_set_of(value: &Value, holds: impl Fn(&Value) -> bool) -> bool {
    is_set(value) && items(Some(value)).all(holds)
}

fn is_did_value(value: &Value) -> bool {
    value.as_str().is_some_and(is_did)
}

fn is_did_url_value(value: &Value) -> bool {
    value.as_str().is_some_and(is_did_url)
}

fn is_ascii_string(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.is_ascii() && !text.is_empty())
}

/// `YYYY-MM-DDThh:mm:ssZ`, years of more digits included.
fn is_utc_datetime(value: &Value) -> bool {
    let Some(text) = value.as_str().and_then(|text| text.strip_suffix('Z')) else { return false };
    let Some((date, time)) = text.split_once('T') else { return false };
    let numbers = |text: &str, separator: char| -> Option<Vec<u32>> {
        text.split(separator)
            .map(|part| {
                let digits = part.len() >= 2 && part.bytes().all(|c| c.is_ascii_digit());
                digits.then(|| part.parse().ok()).flatten()
            })
            .collect()
    };
    let (Some(date), Some(time)) = (numbers(date, '-'), numbers(time, ':')) else { return false };
    matches!((date.as_slice(), text.len() >= 19), ([_, 1..=12, 1..=31], true))
        && matches!(time.as_slice(), [0..=23, 0..=59, 0..=59])
}

fn is_metadata_value(value: &Value) -> bool {
    match value {
        Value::Number(_) => false,
        Value::Array(items) => items.iter().all(is_metadata_value),
        Value::Object(members) => members.values().all(is_metadata_value),
        Value::String(_) | Value::Bool(_) | Value::Null => true,
    }
}

/// The method of the DID `text`.
fn method_of(text: &str) -> Option<&str> {
    is_did(text).then(|| text.split(':').nth(1)).flatten()
}

fn dids_conform_to_the_syntax(resolution: &Resolution) -> Verdict {
    let controllers = resolution.property("controller").into_iter().flat_map(|value| {
        value.as_array().map(Vec::as_slice).unwrap_or(std::slice::from_ref(value))
    });
    let dids = resolution
        .property("id")
        .into_iter()
        .chain(controllers)
        .chain(resolution.methods().filter_map(|method| method.get("controller")));
    ensure_all(dids, "no DID", |value| is_did_value(value))
}

fn did_urls_conform_to_the_syntax(resolution: &Resolution) -> Verdict {
    let references = RELATIONSHIPS.iter().flat_map(|name| items(resolution.property(name)));
    let urls = references
        .filter(|item| item.is_string())
        .chain(resolution.methods().filter_map(|method| method.get("id")))
        .chain(resolution.services().filter_map(|service| service.get("id")))
        .filter_map(Value::as_str)
        .filter(|text| text.starts_with("did:"));
    ensure_all(urls, "no DID URL", |text| is_did_url(text))
}

fn sets_hold_nothing_twice(resolution: &Resolution) -> Verdict {
    let sets = ["controller", "alsoKnownAs", "verificationMethod", "service"]
        .iter()
        .chain(&RELATIONSHIPS)
        .filter_map(|name| resolution.property(name))
        .filter(|value| value.is_array());
    ensure_all(sets, "the same value stands twice", |value| is_set(value))
}

fn the_id_is_a_did_in_the_root_map(resolution: &Resolution) -> Verdict {
    let Some(document) = resolution.document() else { return Ok(()) };
    ensure(document.get("id").is_some_and(is_did_value), || {
        format!("the document's id: {:?}", document.get("id"))
    })
}

fn the_controller_is_a_did_or_a_set_of_dids(resolution: &Resolution) -> Verdict {
    ensure_if_present(resolution.property("controller"), "controller", |value| {
        is_did_value(value) || is_set_of(value, is_did_value)
    })
}

fn also_known_as_is_a_set_of_uris(resolution: &Resolution) -> Verdict {
    ensure_if_present(resolution.property("alsoKnownAs"), "alsoKnownAs", |value| {
        is_set_of(value, |item| item.as_str().is_some_and(uri::is_uri))
    })
}

fn verification_methods_are_a_set_of_maps(resolution: &Resolution) -> Verdict {
    ensure_if_present(resolution.property("verificationMethod"), "verificationMethod", |value| {
        is_set_of(value, Value::is_object)
    })
}

fn a_verification_method_has_id_type_controller_and_material(resolution: &Resolution) -> Verdict {
    ensure_all(resolution.methods(), "incomplete", |method| {
        let material = match method.get("type").and_then(Value::as_str) {
            Some("Multikey") => method.contains_key("publicKeyMultibase"),
            Some("JsonWebKey" | "JsonWebKey2020") => method.contains_key("publicKeyJwk"),
            _ => MATERIAL.iter().any(|name| method.contains_key(*name)),
        };
        material && ["id", "type", "controller"].iter().all(|name| method.contains_key(*name))
    })
}

fn the_id_of_a_verification_method_is_a_did_url(resolution: &Resolution) -> Verdict {
    let ids = resolution.methods().filter_map(|method| method.get("id"));
    ensure_all(ids, "no DID URL", |value| is_did_url_value(value))
}

fn the_type_of_a_verification_method_is_one_string(resolution: &Resolution) -> Verdict {
    let types = resolution.methods().filter_map(|method| method.get("type"));
    ensure_all(types, "no type", |value| value.as_str().is_some_and(|text| !text.is_empty()))
}

fn the_controller_of_a_verification_method_is_a_did(resolution: &Resolution) -> Verdict {
    let controllers = resolution.methods().filter_map(|method| method.get("controller"));
    ensure_all(controllers, "no DID", |value| is_did_value(value))
}

fn a_public_key_jwk_is_a_map_without_private_members(resolution: &Resolution) -> Verdict {
    let keys = resolution.methods().filter_map(|method| method.get("publicKeyJwk"));
    ensure_all(keys, "no public JSON Web Key", |value| {
        value.as_object().is_some_and(|key| {
            key.get("kty").is_some_and(Value::is_string)
                && !PRIVATE_JWK_MEMBERS.iter().any(|name| key.contains_key(*name))
        })
    })
}

fn a_public_key_multibase_is_multibase(resolution: &Resolution) -> Verdict {
    let keys = resolution.methods().filter_map(|method| method.get("publicKeyMultibase"));
    ensure_all(keys, "no multibase key of a kind that is used here", |value| {
        value.as_str().is_some_and(|text| PublicKey::from_multibase(text).is_ok())
    })
}

fn key_material_stands_once(resolution: &Resolution) -> Verdict {
    ensure_all(resolution.methods(), "material stands more than once", |method| {
        MATERIAL.iter().filter(|name| method.contains_key(**name)).count() <= 1
    })
}

fn is_relationship(resolution: &Resolution, name: &str) -> Verdict {
    ensure_if_present(resolution.property(name), name, |value| {
        items(Some(value)).next().is_some()
            && is_set_of(value, |item| item.is_object() || is_did_url_value(item))
    })
}

fn authentication_is_a_set_of_one_or_more_methods(resolution: &Resolution) -> Verdict {
    is_relationship(resolution, "authentication")
}

fn assertion_method_is_a_set_of_one_or_more_methods(resolution: &Resolution) -> Verdict {
    is_relationship(resolution, "assertionMethod")
}

fn key_agreement_is_a_set_of_one_or_more_methods(resolution: &Resolution) -> Verdict {
    is_relationship(resolution, "keyAgreement")
}

fn capability_invocation_is_a_set_of_one_or_more_methods(resolution: &Resolution) -> Verdict {
    is_relationship(resolution, "capabilityInvocation")
}

fn capability_delegation_is_a_set_of_one_or_more_methods(resolution: &Resolution) -> Verdict {
    is_relationship(resolution, "capabilityDelegation")
}

fn services_are_a_set_of_maps(resolution: &Resolution) -> Verdict {
    ensure_if_present(resolution.property("service"), "service", |value| {
        is_set_of(value, Value::is_object)
    })
}

fn a_service_has_id_type_and_endpoint(resolution: &Resolution) -> Verdict {
    ensure_all(resolution.services(), "incomplete", |service| {
        ["id", "type", "serviceEndpoint"].iter().all(|name| service.contains_key(*name))
    })
}

fn the_id_of_a_service_is_a_uri(resolution: &Resolution) -> Verdict {
    let ids = resolution.services().filter_map(|service| service.get("id"));
    ensure_all(ids, "no URI", |value| value.as_str().is_some_and(uri::is_uri))
}

fn no_two_services_have_the_same_id(resolution: &Resolution) -> Verdict {
    let ids: Vec<&Value> = resolution.services().filter_map(|service| service.get("id")).collect();
    ensure_all(ids.iter().enumerate(), "twice", |(place, id)| !ids[..*place].contains(id))
}

fn the_type_of_a_service_is_a_string_or_a_set_of_strings(resolution: &Resolution) -> Verdict {
    let types = resolution.services().filter_map(|service| service.get("type"));
    ensure_all(types, "no type", |value| value.is_string() || is_set_of(value, Value::is_string))
}

fn endpoints<'a>(resolution: &'a Resolution<'a>) -> impl Iterator<Item = &'a Value> {
    resolution.services().filter_map(|service| service.get("serviceEndpoint"))
}

fn a_service_endpoint_is_a_string_a_map_or_a_set_of_them(resolution: &Resolution) -> Verdict {
    let one = |value: &Value| value.is_string() || value.is_object();
    ensure_all(endpoints(resolution), "no endpoint", |value| {
        one(value) || (is_set_of(value, one) && items(Some(value)).next().is_some())
    })
}

fn the_strings_of_a_service_endpoint_are_normal_uris(resolution: &Resolution) -> Verdict {
    let strings = endpoints(resolution)
        .flat_map(|value| std::iter::once(value).chain(items(Some(value))))
        .filter_map(Value::as_str);
    ensure_all(strings, "no URI in its normal form", |text| {
        uri::is_uri(text) && uri::normal(text) == *text
    })
}

fn the_entries_are_in_the_root_object(resolution: &Resolution) -> Verdict {
    let document = resolution.result.get("didDocument").unwrap_or(&Value::Null);
    ensure(document.is_object() || document.is_null(), || format!("no JSON object: {document}"))
}

fn the_document_has_a_context(resolution: &Resolution) -> Verdict {
    let Some(document) = resolution.document() else { return Ok(()) };
    ensure(document.contains_key("@context"), || "there is no @context".into())
}

fn the_context_begins_with_that_of_did_core(resolution: &Resolution) -> Verdict {
    ensure_if_present(resolution.property("@context"), "@context", |value| {
        let is_context = |value: &Value| value.is_string() || value.is_object();
        value == DID_CONTEXT
            || (value.get(0).is_some_and(|first| first == DID_CONTEXT)
                && is_set_of(value, is_context))
    })
}

fn only_a_conformant_did_is_resolved(resolution: &Resolution) -> Verdict {
    ensure(resolution.document().is_none() || is_did(resolution.input), || {
        format!("{:?} is no DID and has a document", resolution.input)
    })
}

fn there_is_resolution_metadata_and_on_error_it_is_not_empty(resolution: &Resolution) -> Verdict {
    match resolution.resolution_metadata() {
        None => Err("there is none".into()),
        Some(metadata) => ensure(resolution.document().is_some() || !metadata.is_empty(), || {
            "there is no document, and nothing says why".into()
        }),
    }
}

fn a_failure_has_an_error(resolution: &Resolution) -> Verdict {
    ensure(resolution.document().is_some() || resolution.error().is_some(), || {
        "there is no document and no error".into()
    })
}

fn a_success_has_a_document(resolution: &Resolution) -> Verdict {
    ensure(!resolution.claims_success() || resolution.document().is_some(), || {
        "there is no error and no document".into()
    })
}

fn the_id_is_the_did_that_was_resolved(resolution: &Resolution) -> Verdict {
    let Some(document) = resolution.document() else { return Ok(()) };
    ensure(document.get("id").is_some_and(|id| id == resolution.input), || {
        format!("{:?} was asked for, {:?} was given", resolution.input, document.get("id"))
    })
}

fn a_failure_has_no_document(resolution: &Resolution) -> Verdict {
    ensure(resolution.claims_success() || resolution.document().is_none(), || {
        "there is an error and a document".into()
    })
}

fn a_success_has_document_metadata(resolution: &Resolution) -> Verdict {
    let metadata = resolution.result.get("didDocumentMetadata");
    ensure(!resolution.claims_success() || metadata.is_some_and(Value::is_object), || {
        format!("no structure: {metadata:?}")
    })
}

fn a_failure_has_empty_document_metadata(resolution: &Resolution) -> Verdict {
    let metadata = resolution.result.get("didDocumentMetadata").and_then(Value::as_object);
    ensure(resolution.claims_success() || metadata.is_some_and(Map::is_empty), || {
        format!("not an empty structure: {metadata:?}")
    })
}

fn there_is_no_content_type(resolution: &Resolution) -> Verdict {
    let content_type =
        resolution.resolution_metadata().and_then(|metadata| metadata.get("contentType"));
    ensure(content_type.is_none(), || format!("there is one: {content_type:?}"))
}

fn the_error_is_one_ascii_keyword(resolution: &Resolution) -> Verdict {
    ensure_if_present(resolution.error(), "no keyword", |value| {
        value
            .as_str()
            .is_some_and(|text| !text.is_empty() && text.bytes().all(|c| c.is_ascii_graphic()))
    })
}

fn created_is_an_xml_datetime_in_utc(resolution: &Resolution) -> Verdict {
    ensure_if_present(resolution.document_metadata("created"), "created", is_utc_datetime)
}

fn updated_is_an_xml_datetime_in_utc(resolution: &Resolution) -> Verdict {
    ensure_if_present(resolution.document_metadata("updated"), "updated", is_utc_datetime)
}

fn a_deactivated_did_is_said_to_be(resolution: &Resolution) -> Verdict {
    let said = resolution.document_metadata("deactivated") == Some(&Value::Bool(true));
    ensure(!resolution.deactivated || resolution.document().is_none() || said, || {
        "it is deactivated, and the metadata does not say so".into()
    })
}

fn no_other_did_is_said_to_be_deactivated(resolution: &Resolution) -> Verdict {
    let said = resolution.document_metadata("deactivated");
    ensure(resolution.deactivated || said.is_none_or(|value| *value == Value::Bool(false)), || {
        format!("it is not deactivated, and the metadata says {said:?}")
    })
}

fn next_update_is_an_xml_datetime_in_utc(resolution: &Resolution) -> Verdict {
    ensure_if_present(resolution.document_metadata("nextUpdate"), "nextUpdate", is_utc_datetime)
}

fn the_version_id_is_an_ascii_string(resolution: &Resolution) -> Verdict {
    ensure_if_present(resolution.document_metadata("versionId"), "versionId", is_ascii_string)
}

fn the_next_version_id_is_an_ascii_string(resolution: &Resolution) -> Verdict {
    let version = resolution.document_metadata("nextVersionId");
    ensure_if_present(version, "nextVersionId", is_ascii_string)
}

fn equivalent_ids_are_a_set_of_dids_of_the_same_method(resolution: &Resolution) -> Verdict {
    let method = method_of(resolution.input);
    ensure_if_present(resolution.document_metadata("equivalentId"), "equivalentId", |value| {
        is_set_of(value, |item| {
            item.as_str().is_some_and(|text| is_did(text) && method_of(text) == method)
        })
    })
}

fn the_canonical_id_is_a_did_of_the_same_method(resolution: &Resolution) -> Verdict {
    let method = method_of(resolution.input);
    ensure_if_present(resolution.document_metadata("canonicalId"), "canonicalId", |value| {
        value.as_str().is_some_and(|text| is_did(text) && method_of(text) == method)
    })
}

fn metadata_are_maps_of_the_types_that_they_may_hold(resolution: &Resolution) -> Verdict {
    let structures = ["didDocumentMetadata", "didResolutionMetadata"];
    ensure_all(structures.iter(), "not such a map", |name| {
        resolution
            .result
            .get(**name)
            .is_some_and(|structure| structure.is_object() && is_metadata_value(structure))
    })
}
