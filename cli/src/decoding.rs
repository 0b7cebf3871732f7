//! What the chain gives as JSON, by the metadata's types: every struct is an object with the
//! runtime's own field names, and these types are written as people know them:
//!
//! | type | JSON |
//! |---|---|
//! | `Did` | `"did:icn:z…"` |
//! | `PublicKey`, `SigningKey` | multibase, `"z…"` |
//! | `AccountId32` | SS58 |
//! | `H256`, other fixed bytes, signatures | `"0x…"` |
//! | `Relationships`, `Roles`, `Categories` | lists of names |
//! | `Category` | its name in texts, `"budget_management"` |
//! | `ByCategory` | an object by these names |
//! | `Score`, `Millionths`, what a vote weighs by reputation | decimals in quotes |
//! | `CurrencyCode` | `"HOURS"` |
//! | a peer id | base58 |
//! | bounded bytes | text if they are printable UTF-8, else `"0x…"` |
//! | `Option` | the value or `null` |
//! | variants without fields | `"Name"`, others `{"Name": …}` |
//! | a newtype | what it holds |
//! | integers | numbers; strings above 2^64 |
//! | moments | milliseconds since 1970, as numbers |

use icn_primitives::{
    document::Relationships,
    ledger::CurrencyCode,
    membership::{Role, Roles},
    reputation::{Categories, Category, Millionths, Score, VotingPower},
    AccountId, PublicKey,
};
use scale_info::{form::PortableForm, PortableRegistry, Type, TypeDef};
use serde_json::{Map, Value as Json};
use subxt::{
    dynamic,
    ext::{
        scale_encode::EncodeAsType,
        scale_value::{scale::decode_as_type, Composite, Primitive, Value, ValueDef, Variant},
    },
};

use crate::parse::to_hex;

/// How a binary peer id of an Ed25519 key begins: an identity multihash of 36 bytes, in which a
/// protobuf says "Ed25519, 32 bytes".
const PEER_ID_PREFIX: [u8; 6] = [0x00, 0x24, 0x08, 0x01, 0x12, 0x20];

/// Decodes one value of type `id` from the front of `bytes`.
pub fn decode(bytes: &mut &[u8], id: u32, types: &PortableRegistry) -> Result<Json, String> {
    let value = decode_as_type(bytes, id, types).map_err(|why| why.to_string())?;
    Ok(json(&value, types))
}

/// An encoded call as a value from which the same bytes are made.
pub fn decoded_call(metadata: &subxt::Metadata, bytes: &[u8]) -> Result<dynamic::Value, String> {
    let (id, types) = (metadata.outer_enums().call_enum_ty(), metadata.types());
    let wrong = || "this is no call of this chain's runtime".to_string();
    let mut rest = bytes;
    let value = decode_as_type(&mut rest, id, types).map_err(|_| wrong())?.remove_context();
    let again = value.encode_as_type(id, types).map_err(|_| wrong())?;
    if rest.is_empty() && again == bytes {
        Ok(value)
    } else {
        Err(wrong())
    }
}

/// The name of `ty` without its module.
fn ident(ty: Option<&Type<PortableForm>>) -> Option<String> {
    ty?.path.ident().map(|name| name.to_string())
}

fn json(value: &Value<u32>, types: &PortableRegistry) -> Json {
    let ty = types.resolve(value.context);
    let name = ident(ty);
    let name = name.as_deref().unwrap_or_default();
    if let Some(object) = by_category(name, value, types) {
        return object;
    }
    known(name, value).unwrap_or_else(|| match &value.value {
        ValueDef::Primitive(primitive) => plain(primitive),
        ValueDef::BitSequence(bits) => bits.iter().map(|bit| Json::from(Some(bit))).collect(),
        ValueDef::Variant(variant) => of_variant(variant, types),
        ValueDef::Composite(composite) => match byte_string(value) {
            Some(bytes) if is_of_bytes(ty, types) => byte_text(&bytes, is_array(ty)),
            _ => of_composite(composite, ty, types),
        },
    })
}

/// The types that are written as people know them.
fn known(name: &str, value: &Value<u32>) -> Option<Json> {
    match name {
        "Did" => Some(format!("did:icn:{}", key(value)?).into()),
        "PublicKey" | "SigningKey" => Some(key(value)?.to_string().into()),
        "AccountId32" => {
            let bytes: [u8; 32] = byte_string(value)?.try_into().ok()?;
            Some(AccountId::new(bytes).to_string().into())
        }
        "H256" => Some(to_hex(&byte_string(value)?).into()),
        "Relationships" => {
            let set = Relationships(inner_number(value)?.try_into().ok()?);
            let names = Relationships::ALL.iter().filter(|(one, _)| set.contains(*one));
            Some(names.map(|(_, name)| Json::from(*name)).collect())
        }
        "Roles" => {
            let set = Roles(inner_number(value)?.try_into().ok()?);
            Some(
                Role::ALL.iter().filter(|role| set.has(**role)).map(|r| format!("{r:?}")).collect(),
            )
        }
        "Categories" => {
            let set = Categories(inner_number(value)?.try_into().ok()?);
            Some(set.iter().map(|category| Json::from(category.name())).collect())
        }
        "Category" => {
            let ValueDef::Variant(variant) = &value.value else { return None };
            let found = Category::ALL.into_iter().find(|one| format!("{one:?}") == variant.name);
            Some(found?.name().into())
        }
        "Score" => Some(Score(inner_signed(value)?).to_string().into()),
        "Millionths" => Some(Millionths(inner_number(value)?.try_into().ok()?).to_string().into()),
        // Governance has an enum of this name too.
        "VotingPower" => Some(VotingPower(inner_number(value)?).to_string().into()),
        "CurrencyCode" => {
            Some(CurrencyCode(byte_string(value)?.try_into().ok()?).to_string().into())
        }
        _ => None,
    }
}

/// Something for each category, by the categories' names.
fn by_category(name: &str, value: &Value<u32>, types: &PortableRegistry) -> Option<Json> {
    let ValueDef::Composite(outer) = &value.value else { return None };
    let inner = match (name, outer.len()) {
        ("ByCategory", 1) => &outer.values().next()?.value,
        _ => return None,
    };
    let ValueDef::Composite(each) = inner else { return None };
    let named = Category::ALL.into_iter().zip(each.values());
    Some(named.map(|(category, one)| (category.name().to_string(), json(one, types))).collect())
}

/// What a newtype holds, however deeply.
fn innermost(value: &Value<u32>) -> &Value<u32> {
    match &value.value {
        ValueDef::Composite(composite) if composite.len() == 1 => {
            composite.values().next().map_or(value, innermost)
        }
        _ => value,
    }
}

fn inner_number(value: &Value<u32>) -> Option<u128> {
    match innermost(value).value {
        ValueDef::Primitive(Primitive::U128(number)) => Some(number),
        _ => None,
    }
}

fn inner_signed(value: &Value<u32>) -> Option<i128> {
    match innermost(value).value {
        ValueDef::Primitive(Primitive::I128(number)) => Some(number),
        _ => None,
    }
}

fn key(value: &Value<u32>) -> Option<PublicKey> {
    let ValueDef::Variant(variant) = &innermost(value).value else { return None };
    let bytes: [u8; 32] = byte_string(variant.values.values().next()?)?.try_into().ok()?;
    match variant.name.as_str() {
        "Ed25519" => Some(PublicKey::Ed25519(bytes)),
        "Sr25519" => Some(PublicKey::Sr25519(bytes)),
        "X25519" => Some(PublicKey::X25519(bytes)),
        _ => None,
    }
}

/// The bytes of a list of numbers up to 255, inside of newtypes as well.
fn byte_string(value: &Value<u32>) -> Option<Vec<u8>> {
    let ValueDef::Composite(composite) = &value.value else { return None };
    let number = |value: &Value<u32>| match value.value {
        ValueDef::Primitive(Primitive::U128(number)) => u8::try_from(number).ok(),
        _ => None,
    };
    if let Some(bytes) = composite.values().map(number).collect() {
        return Some(bytes);
    }
    match composite.len() {
        1 => composite.values().next().and_then(byte_string),
        _ => None,
    }
}

/// Whether `ty` is bytes: a list or an array of them, or a newtype of one.
fn is_of_bytes(ty: Option<&Type<PortableForm>>, types: &PortableRegistry) -> bool {
    let is_byte = |id: u32| {
        matches!(
            types.resolve(id).map(|ty| &ty.type_def),
            Some(TypeDef::Primitive(scale_info::TypeDefPrimitive::U8))
        )
    };
    match ty.map(|ty| &ty.type_def) {
        Some(TypeDef::Sequence(list)) => is_byte(list.type_param.id),
        Some(TypeDef::Array(array)) => is_byte(array.type_param.id),
        Some(TypeDef::Composite(composite)) if composite.fields.len() == 1 => {
            is_of_bytes(types.resolve(composite.fields[0].ty.id), types)
        }
        _ => false,
    }
}

fn is_array(ty: Option<&Type<PortableForm>>) -> bool {
    matches!(ty.map(|ty| &ty.type_def), Some(TypeDef::Array(_)))
}

fn byte_text(bytes: &[u8], fixed: bool) -> Json {
    if bytes.starts_with(&PEER_ID_PREFIX) {
        return bs58::encode(bytes).into_string().into();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !fixed && !text.chars().any(char::is_control) => text.into(),
        _ => to_hex(bytes).into(),
    }
}

fn plain(primitive: &Primitive) -> Json {
    match primitive {
        Primitive::Bool(bit) => (*bit).into(),
        Primitive::Char(c) => c.to_string().into(),
        Primitive::String(text) => text.as_str().into(),
        Primitive::U128(number) => match u64::try_from(*number) {
            Ok(number) => number.into(),
            Err(_) => number.to_string().into(),
        },
        Primitive::I128(number) => match i64::try_from(*number) {
            Ok(number) => number.into(),
            Err(_) => number.to_string().into(),
        },
        Primitive::U256(bytes) | Primitive::I256(bytes) => to_hex(bytes).into(),
    }
}

fn of_variant(variant: &Variant<u32>, types: &PortableRegistry) -> Json {
    match (variant.name.as_str(), variant.values.len()) {
        ("None", 0) => Json::Null,
        (name, 0) => name.into(),
        ("Some", 1) => {
            variant.values.values().next().map_or(Json::Null, |value| json(value, types))
        }
        (name, _) => {
            let mut object = Map::new();
            object.insert(name.into(), members(&variant.values, types));
            object.into()
        }
    }
}

fn of_composite(
    composite: &Composite<u32>,
    ty: Option<&Type<PortableForm>>,
    types: &PortableRegistry,
) -> Json {
    match ty.map(|ty| &ty.type_def) {
        Some(TypeDef::Sequence(_) | TypeDef::Array(_)) => {
            composite.values().map(|value| json(value, types)).collect()
        }
        _ => members(composite, types),
    }
}

/// Named members as an object, a single unnamed one as itself, others as a list.
fn members(composite: &Composite<u32>, types: &PortableRegistry) -> Json {
    match composite {
        Composite::Named(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), json(value, types)));
            Json::Object(fields.collect())
        }
        Composite::Unnamed(values) => match values.as_slice() {
            [one] => json(one, types),
            values => values.iter().map(|value| json(value, types)).collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;
    use icn_primitives::{
        credential::CredentialStatus,
        document::{DidDocument, Service, VerificationMethod},
        membership::{MemberStatus, Membership},
        seat::{SeatStatus, SuspensionReason},
        Did, Hash, SigningKey,
    };
    use scale_info::{MetaType, Registry, TypeInfo};
    use serde_json::json;

    fn decoded<T: Encode + TypeInfo + 'static>(value: &T) -> Json {
        let mut registry = Registry::new();
        let id = registry.register_type(&MetaType::new::<T>()).id;
        let bytes = value.encode();
        let mut rest = bytes.as_slice();
        let json = decode(&mut rest, id, &registry.into()).unwrap();
        assert!(rest.is_empty());
        json
    }

    #[test]
    fn a_document_is_written_with_the_runtimes_names() {
        let key = SigningKey::Sr25519([1; 32]);
        let text = |text: &str| text.as_bytes().to_vec();
        let document = DidDocument {
            controller: Some(Did(key)),
            methods: vec![VerificationMethod {
                key: key.into(),
                relationships: Relationships::AUTHENTICATION,
            }]
            .try_into()
            .unwrap(),
            services: vec![Service {
                id: text("mail").try_into().unwrap(),
                kind: text("Mail").try_into().unwrap(),
                endpoint: text("mailto:a@b.c").try_into().unwrap(),
            }]
            .try_into()
            .unwrap(),
            created: 1,
            updated: 2,
            version: 3,
            deactivated: false,
        };
        let name = Did(key).to_string();
        assert_eq!(
            decoded(&document),
            json!({
                "controller": name,
                "methods": [{
                    "key": PublicKey::from(key).to_string(),
                    "relationships": ["authentication"],
                }],
                "services": [{ "id": "mail", "kind": "Mail", "endpoint": "mailto:a@b.c" }],
                "created": 1,
                "updated": 2,
                "version": 3,
                "deactivated": false,
            })
        );
    }

    #[test]
    fn small_types_are_written_as_people_know_them() {
        let key = SigningKey::Ed25519([2; 32]);
        assert_eq!(decoded(&Hash::repeat_byte(1)), format!("0x{}", "01".repeat(32)));
        assert_eq!(decoded(&key.account()), key.account().to_string());
        assert_eq!(decoded(&None::<Did>), Json::Null);
        assert_eq!(decoded(&Some(7u32)), 7);
        assert_eq!(decoded(&CredentialStatus::Valid), "Valid");
        assert_eq!(decoded(&vec![1u32, 2]), json!([1, 2]));
        assert_eq!(decoded(&vec![9u32]), json!([9]), "a list of one is still a list");
        assert_eq!(decoded(&vec![0u8, 1]), "0x0001");
        assert_eq!(decoded(&u128::MAX), u128::MAX.to_string());
        assert_eq!(
            decoded(&SeatStatus::Suspended { reason: SuspensionReason::MissedTurns, since: 4 }),
            json!({ "Suspended": { "reason": "MissedTurns", "since": 4 } })
        );
        assert_eq!(decoded(&Err::<u32, u8>(7)), json!({ "Err": 7 }));
        let membership = Membership {
            status: MemberStatus::Active,
            roles: Roles::member().with(Role::Steward),
            skills: vec![b"baking".to_vec().try_into().unwrap()].try_into().unwrap(),
            term: 0,
            joined: 5,
            suspension: None,
        };
        assert_eq!(
            decoded(&vec![(Did(key), membership)]),
            json!([[
                Did(key).to_string(),
                {
                    "status": "Active",
                    "roles": ["Member", "Steward"],
                    "skills": ["baking"],
                    "term": 0,
                    "joined": 5,
                    "suspension": null,
                },
            ]])
        );
    }

    #[test]
    fn money_and_reputation_are_written_as_people_know_them() {
        use icn_primitives::{
            governance,
            ledger::{CurrencyId, LedgerAccount, Money, MAX_AMOUNT},
            reputation::ByCategory,
            CooperativeId,
        };
        let code = "HOURS".parse().unwrap();
        let currency = CurrencyId { issuer: CooperativeId(3), code, decimals: 2 };
        assert_eq!(
            decoded(&Money { currency, amount: -MAX_AMOUNT }),
            json!({
                "currency": { "issuer": 3, "code": "HOURS", "decimals": 2 },
                "amount": (-MAX_AMOUNT).to_string(),
            })
        );
        let account = LedgerAccount::cooperative(CooperativeId(3));
        assert_eq!(decoded(&account), json!({ "Treasury": { "Cooperative": 3 } }));
        assert_eq!(decoded(&Category::BudgetManagement), "budget_management");
        let some: Categories = [Category::Voting, Category::Innovation].into_iter().collect();
        assert_eq!(decoded(&some), json!(["voting", "innovation"]));
        assert_eq!(decoded(&Score(-Score::UNITS / 2)), "-0.5");
        assert_eq!(decoded(&Millionths(50_000)), "0.05");
        assert_eq!(decoded(&VotingPower::ONE), "1");
        assert_eq!(decoded(&governance::VotingPower::Equal), "Equal");
        let numbers = decoded(&ByCategory::new(|category| category as u32));
        assert_eq!(numbers["marketplace"], 12);
        assert_eq!(numbers.as_object().unwrap().len(), 13);
    }

    #[test]
    fn a_peer_id_is_written_as_nodes_print_it() {
        let text = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
        let id: icn_primitives::seat::PeerId =
            crate::parse::peer_id(text).unwrap().try_into().unwrap();
        assert_eq!(decoded(&id), text);
        assert_eq!(decoded(&vec![id]), json!([text]));
    }
}
