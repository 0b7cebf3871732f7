//! Our types as values that the metadata's types are encoded from, by name.

use icn_primitives::{
    statement::Signed, AccountId, CooperativeId, Did, Hash, Moment, PublicKey, Signature,
    SigningKey,
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

fn signature(signature: &Signature) -> Value {
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

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;
    use icn_primitives::{document::Service, membership::Rules};
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
        let secret = crate::keys::Secret::from_uri(Default::default(), "//Ada").unwrap();
        let statement = Signed { signature: secret.sign(b"x"), expires_at: 7 };
        assert_encodes(&signed(&statement), &statement);
        assert_encodes(
            &list([list([signing_key(&key), signed(&statement)])]),
            &vec![(key, statement)],
        );
    }
}
