//! Genesis for development: one cooperative, one validator, well-known keys.
//!
//! A federation of several is made from a founders' file (`icn-node federation init`), which writes
//! the same configuration with its own keys.

use alloc::{string::ToString, vec, vec::Vec};
use icn_primitives::{did::PublicKey, SigningKey, DAY};
use polkadot_sdk::{
    sp_core::crypto::Ss58Codec,
    sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET},
    sp_keyring::{Ed25519Keyring, Sr25519Keyring},
};
use serde_json::{json, Value};

/// The cooperative's own key, which operates its seat as well.
const ORGANISATION: Sr25519Keyring = Sr25519Keyring::AliceStash;
/// The cooperative's steward.
const STEWARD: Sr25519Keyring = Sr25519Keyring::Alice;
/// Whoever stands in for the federation's decisions. In no other genesis is there such a key.
const AUTHORITY: Sr25519Keyring = Sr25519Keyring::Ferdie;

/// The genesis configuration with this name, as JSON.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
    let patch = match id.as_ref() {
        DEV_RUNTIME_PRESET => development(),
        _ => return None,
    };
    Some(patch.to_string().into_bytes())
}

/// The names of all genesis configurations.
pub fn preset_names() -> Vec<PresetId> {
    vec![PresetId::from(DEV_RUNTIME_PRESET)]
}

fn development() -> Value {
    let multibase =
        |key: Sr25519Keyring| PublicKey::from(SigningKey::from(key.public())).to_multibase();
    let organisation = ORGANISATION.to_account_id().to_ss58check();
    json!({
        "cooperatives": { "cooperatives": [{
            "legalName": "Development Cooperative",
            "domain": "development.example",
            "key": multibase(ORGANISATION),
            "stewards": [multibase(STEWARD)],
            "rules": { "recovery_stewards": 1, "recovery_delay": DAY },
        }] },
        "seats": { "seats": [[0, organisation, organisation, []]] },
        "session": { "keys": [[organisation, organisation, {
            "aura": STEWARD.public().to_ss58check(),
            "grandpa": Ed25519Keyring::Alice.public().to_ss58check(),
        }]] },
        "federation": { "authority": AUTHORITY.to_account_id().to_ss58check() },
    })
}
