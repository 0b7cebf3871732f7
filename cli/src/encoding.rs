//! Our types as values that the metadata's types are encoded from, by name.

use icn_primitives::{
    governance::{Body, DecisionKind, RuleMaker},
    ledger::{Actor, Balance, CurrencyCode, CurrencyId, LedgerAccount, Money, Treasury},
    reputation::{Category, Score},
    resources::Span,
    statement::Signed,
    AccountId, CooperativeId, Did, Hash, Moment, PublicKey, Signature, SigningKey,
};
use subxt::dynamic::Value;

/// A call's named arguments.
pub type Fields = Vec<(&'static str, Value)>;

/// Bytes of any length.
pub fn bytes(bytes: impl AsRef<[u8]>) -> Value {
    Value::from_bytes(bytes)
}

/// A key that signs.
pub fn signing_key(key: &SigningKey) -> Value {
    public_key(&PublicKey::from(*key))
}

/// A key of a document.
pub fn public_key(key: &PublicKey) -> Value {
    let (kind, bytes) = match key {
        PublicKey::Ed25519(bytes) => ("Ed25519", bytes),
        PublicKey::Sr25519(bytes) => ("Sr25519", bytes),
        PublicKey::X25519(bytes) => ("X25519", bytes),
    };
    Value::unnamed_variant(kind, [Value::from_bytes(bytes)])
}

/// A DID: the newtype of its first key.
pub fn did(did: &Did) -> Value {
    Value::unnamed_composite([signing_key(&did.0)])
}

/// An account.
pub fn account(account: &AccountId) -> Value {
    Value::from_bytes(account)
}

/// A hash.
pub fn hash(hash: &Hash) -> Value {
    Value::from_bytes(hash)
}

/// A cooperative's number.
pub fn cooperative(id: CooperativeId) -> Value {
    Value::u128(id.0.into())
}

/// A shard's number.
pub fn shard(id: u32) -> Value {
    Value::unnamed_composite([Value::u128(id.into())])
}

/// A whole number.
pub fn number(number: impl Into<u128>) -> Value {
    Value::u128(number.into())
}

/// `Some` or `None`.
pub fn option(value: Option<Value>) -> Value {
    match value {
        Some(value) => Value::unnamed_variant("Some", [value]),
        None => Value::unnamed_variant("None", []),
    }
}

/// A variant without fields.
pub fn unit(name: &str) -> Value {
    Value::unnamed_variant(name, [])
}

/// A list.
pub fn list(items: impl IntoIterator<Item = Value>) -> Value {
    Value::unnamed_composite(items)
}

/// A signed statement.
pub fn signed(signed: &Signed) -> Value {
    Value::named_composite([
        ("signature", signature(&signed.signature)),
        ("expires_at", number(signed.expires_at)),
    ])
}

/// A signature.
pub fn signature(signature: &Signature) -> Value {
    let (kind, bytes): (_, &[u8]) = match signature {
        Signature::Ed25519(signature) => ("Ed25519", &signature.0),
        Signature::Sr25519(signature) => ("Sr25519", &signature.0),
        Signature::Ecdsa(signature) => ("Ecdsa", &signature.0),
        Signature::Eth(signature) => ("Eth", &signature.0),
    };
    Value::unnamed_variant(kind, [Value::from_bytes(bytes)])
}

/// A cooperative's rules.
pub fn rules(recovery_stewards: u8, recovery_delay: Moment) -> Value {
    Value::named_composite([
        ("recovery_stewards", number(recovery_stewards)),
        ("recovery_delay", number(recovery_delay)),
    ])
}

/// A whole number that may be negative.
pub fn signed_number(number: i128) -> Value {
    Value::i128(number)
}

/// Who decides.
pub fn body(body: &Body) -> Value {
    match body {
        Body::Cooperative(id) => Value::unnamed_variant("Cooperative", [cooperative(*id)]),
        Body::Joint(joint) => {
            Value::unnamed_variant("Joint", [list(joint.iter().map(|id| cooperative(*id)))])
        }
        Body::Federation => unit("Federation"),
    }
}

/// Whose rules.
pub fn rule_maker(maker: &RuleMaker) -> Value {
    match maker {
        RuleMaker::Cooperative(id) => Value::unnamed_variant("Cooperative", [cooperative(*id)]),
        RuleMaker::Federation => unit("Federation"),
    }
}

/// A kind of decisions.
pub fn decision_kind(kind: DecisionKind) -> Value {
    unit(match kind {
        DecisionKind::Standard => "Standard",
        DecisionKind::Budget => "Budget",
        DecisionKind::Bylaw => "Bylaw",
        DecisionKind::Constitution => "Constitution",
    })
}

/// A currency's code.
pub fn currency_code(code: &CurrencyCode) -> Value {
    Value::from_bytes(code.0)
}

/// A currency.
pub fn currency(currency: &CurrencyId) -> Value {
    Value::named_composite([
        ("issuer", cooperative(currency.issuer)),
        ("code", currency_code(&currency.code)),
        ("decimals", number(currency.decimals)),
    ])
}

/// Smallest units of a currency.
pub fn balance(units: Balance) -> Value {
    signed_number(units)
}

/// An amount of a currency.
pub fn money(money: &Money) -> Value {
    Value::named_composite([
        ("currency", currency(&money.currency)),
        ("amount", balance(money.amount)),
    ])
}

/// A treasury.
pub fn treasury(treasury: &Treasury) -> Value {
    match treasury {
        Treasury::Cooperative(id) => Value::unnamed_variant("Cooperative", [cooperative(*id)]),
        Treasury::Federation => unit("Federation"),
    }
}

/// An account of the ledger.
pub fn ledger_account(account: &LedgerAccount) -> Value {
    match account {
        LedgerAccount::Person(person) => Value::unnamed_variant("Person", [did(person)]),
        LedgerAccount::Treasury(of) => Value::unnamed_variant("Treasury", [treasury(of)]),
    }
}

/// Who acts on the ledger.
pub fn actor(actor: &Actor) -> Value {
    match actor {
        Actor::Person(person) => Value::unnamed_variant("Person", [did(person)]),
        Actor::Decision(of) => Value::unnamed_variant("Decision", [treasury(of)]),
        Actor::Shard(id) => Value::unnamed_variant("Shard", [shard(id.0)]),
        Actor::Pallet(name) => Value::unnamed_variant("Pallet", [Value::from_bytes(name)]),
        Actor::Genesis => unit("Genesis"),
    }
}

/// A time, in minutes since 1970.
pub fn span(span: &Span) -> Value {
    Value::named_composite([("start", number(span.start)), ("end", number(span.end))])
}

/// A category of reputation.
pub fn category(category: Category) -> Value {
    unit(&format!("{category:?}"))
}

/// Points of reputation.
pub fn score(score: Score) -> Value {
    signed_number(score.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;
    use icn_primitives::{document::Service, membership::Rules, ShardId};
    use scale_info::{MetaType, PortableRegistry, Registry, TypeInfo};
    use subxt::ext::scale_encode::EncodeAsType;

    /// That `value` is encoded to what `expected` is, by the metadata of its type.
    fn assert_encodes<T: Encode + TypeInfo + 'static>(value: &Value, expected: &T) {
        let mut registry = Registry::new();
        let id = registry.register_type(&MetaType::new::<T>()).id;
        let types: PortableRegistry = registry.into();
        assert_eq!(value.encode_as_type(id, &types).unwrap(), expected.encode());
    }

    #[test]
    fn values_are_encoded_to_what_the_chain_decodes() {
        let key = SigningKey::Ed25519([7; 32]);
        assert_encodes(&signing_key(&key), &key);
        assert_encodes(&public_key(&PublicKey::X25519([8; 32])), &PublicKey::X25519([8; 32]));
        assert_encodes(&did(&Did(key)), &Did(key));
        assert_encodes(&option(Some(did(&Did(key)))), &Some(Did(key)));
        assert_encodes(&option(None), &None::<Did>);
        assert_encodes(&account(&key.account()), &key.account());
        assert_encodes(&hash(&Hash::repeat_byte(3)), &Hash::repeat_byte(3));
        assert_encodes(&cooperative(CooperativeId(5)), &CooperativeId(5));
        assert_encodes(&number(3u8), &icn_primitives::document::Relationships(3));
        assert_encodes(&unit("Steward"), &icn_primitives::membership::Role::Steward);
        let rules = Rules { recovery_stewards: 2, recovery_delay: 9 };
        assert_encodes(&super::rules(2, 9), &rules);
        let text = |text: &str| text.as_bytes().to_vec();
        let service = Service {
            id: text("a").try_into().unwrap(),
            kind: text("b").try_into().unwrap(),
            endpoint: text("c:d").try_into().unwrap(),
        };
        let value = Value::named_composite([
            ("id", bytes("a")),
            ("kind", bytes("b")),
            ("endpoint", bytes("c:d")),
        ]);
        assert_encodes(&value, &service);
        for kind in DecisionKind::ALL {
            assert_encodes(&decision_kind(kind), &kind);
        }
        let joint = vec![CooperativeId(0), CooperativeId(2)].try_into().unwrap();
        for one in [Body::Cooperative(CooperativeId(3)), Body::Joint(joint), Body::Federation] {
            assert_encodes(&body(&one), &one);
            assert_encodes(&rule_maker(&one.rule_maker()), &one.rule_maker());
        }
        let hours =
            CurrencyId { issuer: CooperativeId(3), code: "HOURS".parse().unwrap(), decimals: 2 };
        for amount in [1250, -1] {
            let sum = Money { currency: hours, amount };
            assert_encodes(&money(&sum), &sum);
        }
        for treasury in [Treasury::Cooperative(CooperativeId(3)), Treasury::Federation] {
            assert_encodes(&super::treasury(&treasury), &treasury);
            let account = LedgerAccount::Treasury(treasury);
            assert_encodes(&ledger_account(&account), &account);
            assert_encodes(&actor(&Actor::Decision(treasury)), &Actor::Decision(treasury));
        }
        let person = LedgerAccount::Person(Did(key));
        assert_encodes(&ledger_account(&person), &person);
        for one in [
            Actor::Person(Did(key)),
            Actor::Shard(ShardId(1)),
            Actor::Pallet(*b"exchange"),
            Actor::Genesis,
        ] {
            assert_encodes(&actor(&one), &one);
        }
        for one in Category::ALL {
            assert_encodes(&category(one), &one);
        }
        assert_encodes(&score(Score(-5)), &Score(-5));
        assert_encodes(&span(&Span { start: 5, end: 9 }), &Span { start: 5, end: 9 });
        let secret = crate::keys::Secret::from_uri(Default::default(), "//Ada").unwrap();
        let statement = Signed { signature: secret.sign(b"x"), expires_at: 7 };
        assert_encodes(&signed(&statement), &statement);
        assert_encodes(
            &list([list([signing_key(&key), signed(&statement)])]),
            &vec![(key, statement)],
        );
    }
}
