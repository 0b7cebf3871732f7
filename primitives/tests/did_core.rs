//! Resolution results conform to DID Core 1.0, and the checks of that would notice if they didn't.

use std::{collections::BTreeSet, fs, path::PathBuf};

use icn_primitives::{
    document::{DidDocument, Relationships, Service, VerificationMethod},
    resolution::{
        conformance::{violations, Resolution, STATEMENTS},
        resolve,
    },
    Did, PublicKey, SigningKey,
};
use polkadot_sdk::sp_runtime::BoundedVec;
use proptest::prelude::*;
use serde_json::{json, Value};

const ADA: Did = Did(SigningKey::Sr25519([1; 32]));
const COOPERATIVE: Did = Did(SigningKey::Ed25519([2; 32]));

fn service(id: &str, kind: &str, endpoint: &str) -> Service {
    let bytes = |text: &str| text.as_bytes().to_vec();
    Service {
        id: BoundedVec::truncate_from(bytes(id)),
        kind: BoundedVec::truncate_from(bytes(kind)),
        endpoint: BoundedVec::truncate_from(bytes(endpoint)),
    }
}

fn method(key: PublicKey, relationships: Relationships) -> VerificationMethod {
    VerificationMethod { key, relationships }
}

/// Ada's document, with something of everything.
fn full() -> DidDocument {
    DidDocument {
        controller: Some(COOPERATIVE),
        methods: BoundedVec::truncate_from(vec![
            method(PublicKey::Sr25519([1; 32]), Relationships::SIGNING),
            method(PublicKey::Ed25519([3; 32]), Relationships::AUTHENTICATION),
            method(PublicKey::X25519([4; 32]), Relationships::KEY_AGREEMENT),
        ]),
        services: BoundedVec::truncate_from(vec![
            service("didcomm", "DIDCommMessaging", "HTTPS://Food.Coop:443"),
            service("mail", "Mail", "mailto:ada@food.coop"),
        ]),
        created: 1_608_491_867_123,
        updated: 1_608_491_999_999,
        version: 7,
        deactivated: false,
    }
}

/// A document that was just made, and has nothing but its key.
fn fresh() -> DidDocument {
    DidDocument {
        controller: None,
        methods: BoundedVec::truncate_from(vec![method(ADA.0.into(), Relationships::SIGNING)]),
        services: Default::default(),
        created: 5_000,
        updated: 5_000,
        version: 1,
        deactivated: false,
    }
}

fn assert_conforms(input: &str, deactivated: bool, result: &Value) {
    let found = violations(&Resolution { input, deactivated, result });
    assert!(found.is_empty(), "{input}\n{result:#}\n{found:#?}");
}

fn resolved(document: DidDocument) -> Value {
    resolve(&ADA.to_string(), |did| (*did == ADA).then_some(document))
}

#[test]
fn a_full_document_is_written_as_w3c_has_it() {
    let name = ADA.to_string();
    let result = resolved(full());
    assert_conforms(&name, false, &result);
    let key = |key: PublicKey| format!("{name}#{key}");
    let (first, second, third) = (
        key(PublicKey::Sr25519([1; 32])),
        key(PublicKey::Ed25519([3; 32])),
        key(PublicKey::X25519([4; 32])),
    );
    let written = |id: &str| {
        json!({
            "id": id,
            "type": "Multikey",
            "controller": name,
            "publicKeyMultibase": id.split_once('#').unwrap().1,
        })
    };
    assert_eq!(
        result,
        json!({
            "@context": "https://w3id.org/did-resolution/v1",
            "didDocument": {
                "@context": [
                    "https://www.w3.org/ns/did/v1",
                    "https://w3id.org/security/multikey/v1",
                ],
                "id": name,
                "controller": COOPERATIVE.to_string(),
                "verificationMethod": [written(&first), written(&second), written(&third)],
                "authentication": [first, second],
                "assertionMethod": [first],
                "keyAgreement": [third],
                "capabilityInvocation": [first],
                "capabilityDelegation": [first],
                "service": [
                    {
                        "id": format!("{name}#didcomm"),
                        "type": "DIDCommMessaging",
                        "serviceEndpoint": "https://food.coop/",
                    },
                    {
                        "id": format!("{name}#mail"),
                        "type": "Mail",
                        "serviceEndpoint": "mailto:ada@food.coop",
                    },
                ],
            },
            "didDocumentMetadata": {
                "created": "2020-12-20T19:17:47Z",
                "updated": "2020-12-20T19:19:59Z",
                "versionId": "7",
            },
            "didResolutionMetadata": {},
        })
    );
}

#[test]
fn a_document_that_was_never_changed_has_no_date_of_change() {
    let result = resolved(fresh());
    assert_conforms(&ADA.to_string(), false, &result);
    assert_eq!(
        result["didDocumentMetadata"],
        json!({ "created": "1970-01-01T00:00:05Z", "versionId": "1" })
    );
}

#[test]
fn a_deactivated_did_has_a_document_of_its_id_alone() {
    let name = ADA.to_string();
    let result = resolved(DidDocument { deactivated: true, ..full() });
    assert_conforms(&name, true, &result);
    assert_eq!(result["didDocumentMetadata"]["deactivated"], true);
    let properties: Vec<&String> = result["didDocument"].as_object().unwrap().keys().collect();
    assert_eq!(properties, ["@context", "id"]);
}

#[test]
fn what_does_not_resolve_conforms_too() {
    let nobody = COOPERATIVE.to_string();
    for text in ["", "x", "did:icn:", "did:key:z6Mk", "did:web:food.coop", &nobody] {
        assert_conforms(text, false, &resolve(text, |_| None));
    }
}

fn key() -> impl Strategy<Value = PublicKey> {
    (0..3u8, any::<[u8; 32]>()).prop_map(|(kind, bytes)| match kind {
        0 => PublicKey::Ed25519(bytes),
        1 => PublicKey::Sr25519(bytes),
        _ => PublicKey::X25519(bytes),
    })
}

fn any_method() -> impl Strategy<Value = VerificationMethod> {
    (key(), any::<u8>()).prop_map(|(key, bits)| {
        let relationships = match key {
            PublicKey::X25519(_) => Relationships::KEY_AGREEMENT,
            _ => Relationships(bits & Relationships::SIGNING.0),
        };
        assert!(relationships.suit(&key));
        method(key, relationships)
    })
}

fn any_service() -> impl Strategy<Value = Service> {
    let endpoint = "[a-zA-Z]{1,5}:(//)?[a-zA-Z0-9@:/?#.%_~!-]{1,60}";
    ("[a-zA-Z0-9._-]{1,64}", "[!-~]{1,64}", endpoint)
        .prop_map(|(id, kind, endpoint)| service(&id, &kind, &endpoint))
        .prop_filter("the chain refuses it", Service::is_well_formed)
}

/// Any document that the chain can hold.
fn any_document() -> impl Strategy<Value = DidDocument> {
    (
        proptest::option::of(any::<[u8; 32]>()),
        proptest::collection::vec(any_method(), 0..16),
        proptest::collection::vec(any_service(), 0..4),
        any::<[u64; 2]>(),
        1..u32::MAX,
        any::<bool>(),
    )
        .prop_map(|(controller, mut methods, mut services, moments, version, deactivated)| {
            let (mut keys, mut ids) = (BTreeSet::new(), BTreeSet::new());
            methods.retain(|method| keys.insert(method.key));
            services.retain(|service| ids.insert(service.id.clone()));
            DidDocument {
                controller: controller.map(|bytes| Did(SigningKey::Ed25519(bytes))),
                methods: BoundedVec::truncate_from(methods),
                services: BoundedVec::truncate_from(services),
                created: moments[0].min(moments[1]),
                updated: moments[0].max(moments[1]),
                version,
                deactivated,
            }
        })
}

proptest! {
    #[test]
    fn every_document_that_the_chain_can_hold_conforms(document in any_document()) {
        let deactivated = document.deactivated;
        assert_conforms(&ADA.to_string(), deactivated, &resolved(document));
    }

    #[test]
    fn every_text_gives_a_conforming_result(text in "(did:)?(icn:|key:|web:)?[ -~]{0,60}|.{0,40}") {
        assert_conforms(&text, false, &resolve(&text, |_| None));
    }

    #[test]
    fn every_key_gives_a_conforming_did_key(key in key()) {
        let text = format!("did:key:{key}");
        assert_conforms(&text, false, &resolve(&text, |_| panic!("looked up")));
    }
}

/// A result that breaks the statement: Ada's full one with `value` put at `pointer`, or without
/// what stands there.
struct Counterexample {
    statement: &'static str,
    pointer: &'static str,
    value: Option<Value>,
}

fn counterexamples() -> Vec<Counterexample> {
    let put = |statement, pointer, value| Counterexample { statement, pointer, value: Some(value) };
    let drop = |statement, pointer| Counterexample { statement, pointer, value: None };
    vec![
        put("dids_conform_to_the_syntax", "/didDocument/controller", json!(["did:icn"])),
        put("did_urls_conform_to_the_syntax", "/didDocument/service/0/id", json!("did:a:b#c d")),
        put(
            "sets_hold_nothing_twice",
            "/didDocument/authentication",
            json!(["did:a:b", "did:a:b"]),
        ),
        drop("the_id_is_a_did_in_the_root_map", "/didDocument/id"),
        put("the_controller_is_a_did_or_a_set_of_dids", "/didDocument/controller", json!({})),
        put("also_known_as_is_a_set_of_uris", "/didDocument/alsoKnownAs", json!(["ada"])),
        put(
            "verification_methods_are_a_set_of_maps",
            "/didDocument/verificationMethod",
            json!(["x"]),
        ),
        drop(
            "a_verification_method_has_id_type_controller_and_material",
            "/didDocument/verificationMethod/0/publicKeyMultibase",
        ),
        drop(
            "a_verification_method_has_id_type_controller_and_material",
            "/didDocument/verificationMethod/0/controller",
        ),
        put(
            "the_id_of_a_verification_method_is_a_did_url",
            "/didDocument/verificationMethod/0/id",
            json!("#key"),
        ),
        put(
            "the_type_of_a_verification_method_is_one_string",
            "/didDocument/verificationMethod/0/type",
            json!(["Multikey", "JsonWebKey"]),
        ),
        put(
            "the_controller_of_a_verification_method_is_a_did",
            "/didDocument/verificationMethod/0/controller",
            json!("ada"),
        ),
        put(
            "a_public_key_jwk_is_a_map_without_private_members",
            "/didDocument/verificationMethod/0/publicKeyJwk",
            json!({ "kty": "OKP", "crv": "Ed25519", "x": "AA", "d": "AA" }),
        ),
        put(
            "a_public_key_multibase_is_multibase",
            "/didDocument/verificationMethod/0/publicKeyMultibase",
            json!("6Mk"),
        ),
        put(
            "key_material_stands_once",
            "/didDocument/verificationMethod/0/publicKeyJwk",
            json!({ "kty": "OKP" }),
        ),
        put(
            "authentication_is_a_set_of_one_or_more_methods",
            "/didDocument/authentication",
            json!([]),
        ),
        put(
            "assertion_method_is_a_set_of_one_or_more_methods",
            "/didDocument/assertionMethod",
            json!("x"),
        ),
        put(
            "key_agreement_is_a_set_of_one_or_more_methods",
            "/didDocument/keyAgreement",
            json!([1]),
        ),
        put(
            "capability_invocation_is_a_set_of_one_or_more_methods",
            "/didDocument/capabilityInvocation",
            json!([]),
        ),
        put(
            "capability_delegation_is_a_set_of_one_or_more_methods",
            "/didDocument/capabilityDelegation",
            json!([]),
        ),
        put("services_are_a_set_of_maps", "/didDocument/service", json!({ "id": "x" })),
        drop("a_service_has_id_type_and_endpoint", "/didDocument/service/0/type"),
        put("the_id_of_a_service_is_a_uri", "/didDocument/service/0/id", json!("didcomm")),
        put(
            "no_two_services_have_the_same_id",
            "/didDocument/service/0/id",
            json!(format!("{ADA}#mail")),
        ),
        put(
            "the_type_of_a_service_is_a_string_or_a_set_of_strings",
            "/didDocument/service/0/type",
            json!([1]),
        ),
        put(
            "a_service_endpoint_is_a_string_a_map_or_a_set_of_them",
            "/didDocument/service/0/serviceEndpoint",
            json!([]),
        ),
        put(
            "the_strings_of_a_service_endpoint_are_normal_uris",
            "/didDocument/service/0/serviceEndpoint",
            json!(["HTTPS://food.coop/"]),
        ),
        put("the_entries_are_in_the_root_object", "/didDocument", json!([{ "id": "did:a:b" }])),
        drop("the_document_has_a_context", "/didDocument/@context"),
        put(
            "the_context_begins_with_that_of_did_core",
            "/didDocument/@context",
            json!(["https://w3id.org/security/multikey/v1", "https://www.w3.org/ns/did/v1"]),
        ),
        put(
            "there_is_resolution_metadata_and_on_error_it_is_not_empty",
            "/didDocument",
            json!(null),
        ),
        put("a_failure_has_an_error", "/didDocument", json!(null)),
        put("a_success_has_a_document", "/didDocument", json!(null)),
        put("the_id_is_the_did_that_was_resolved", "/didDocument/id", json!("did:icn:other")),
        put("a_failure_has_no_document", "/didResolutionMetadata", json!({ "error": "notFound" })),
        put("a_success_has_document_metadata", "/didDocumentMetadata", json!(null)),
        put(
            "a_failure_has_empty_document_metadata",
            "/didResolutionMetadata",
            json!({ "error": "notFound" }),
        ),
        put(
            "there_is_no_content_type",
            "/didResolutionMetadata/contentType",
            json!("application/did+ld+json"),
        ),
        put("the_error_is_one_ascii_keyword", "/didResolutionMetadata/error", json!("not found")),
        put(
            "created_is_an_xml_datetime_in_utc",
            "/didDocumentMetadata/created",
            json!("2020-12-20T19:17:47.123Z"),
        ),
        put(
            "updated_is_an_xml_datetime_in_utc",
            "/didDocumentMetadata/updated",
            json!("2020-12-20T19:17:47+01:00"),
        ),
        put(
            "no_other_did_is_said_to_be_deactivated",
            "/didDocumentMetadata/deactivated",
            json!(true),
        ),
        put(
            "next_update_is_an_xml_datetime_in_utc",
            "/didDocumentMetadata/nextUpdate",
            json!("soon"),
        ),
        put("the_version_id_is_an_ascii_string", "/didDocumentMetadata/versionId", json!(7)),
        put(
            "the_next_version_id_is_an_ascii_string",
            "/didDocumentMetadata/nextVersionId",
            json!("é"),
        ),
        put(
            "equivalent_ids_are_a_set_of_dids_of_the_same_method",
            "/didDocumentMetadata/equivalentId",
            json!(["did:web:food.coop"]),
        ),
        put(
            "the_canonical_id_is_a_did_of_the_same_method",
            "/didDocumentMetadata/canonicalId",
            json!("did:web:food.coop"),
        ),
        put(
            "metadata_are_maps_of_the_types_that_they_may_hold",
            "/didDocumentMetadata/versionId",
            json!(7),
        ),
    ]
}

fn broken(example: &Counterexample) -> Value {
    let mut result = resolved(full());
    let (parent, last) = example.pointer.rsplit_once('/').unwrap();
    let parent = result.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match &example.value {
        Some(value) => parent.insert(last.into(), value.clone()),
        None => Some(parent.remove(last).expect("there is something to take away")),
    };
    result
}

/// The names of the statements that `result` breaks.
fn broken_names(input: &str, deactivated: bool, result: &Value) -> Vec<&'static str> {
    let resolution = Resolution { input, deactivated, result };
    let fails = STATEMENTS.iter().filter(|statement| (statement.check)(&resolution).is_err());
    fails.map(|statement| statement.name).collect()
}

#[test]
fn each_check_notices_when_its_statement_is_broken() {
    let name = ADA.to_string();
    let mut noticed = BTreeSet::new();
    for example in counterexamples() {
        let found = broken_names(&name, false, &broken(&example));
        assert!(found.contains(&example.statement), "{}: {found:?}", example.statement);
        noticed.insert(example.statement);
    }
    let found = broken_names(&name, true, &resolved(full()));
    assert_eq!(found, ["a_deactivated_did_is_said_to_be"]);
    noticed.extend(found);
    let url = format!("{name}?x");
    let mut result = resolved(full());
    result["didDocument"]["id"] = url.clone().into();
    assert!(broken_names(&url, false, &result).contains(&"only_a_conformant_did_is_resolved"));
    noticed.insert("only_a_conformant_did_is_resolved");

    let all: BTreeSet<&str> = STATEMENTS.iter().map(|statement| statement.name).collect();
    assert_eq!(all.len(), STATEMENTS.len(), "two checks have one name");
    assert_eq!(noticed, all, "a check without a counterexample");
}

/// What docs/did-conformance.md must hold.
fn page() -> String {
    let mut page = String::from(include_str!("did_conformance_head.md"));
    for statement in STATEMENTS {
        let anchor = statement.section;
        page.push_str(&format!("| {anchor} | {} | `{}` |\n", statement.text, statement.name));
    }
    page
}

#[test]
fn the_page_lists_every_statement_with_its_check() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/did-conformance.md");
    if std::env::var_os("ICN_WRITE_DOCS").is_some() {
        fs::write(&path, page()).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        page(),
        "docs/did-conformance.md is stale: ICN_WRITE_DOCS=1 cargo test -p icn-primitives --test did_core"
    );
}
