//! Keys: how they are written, what shows that they are held, and how they are made.

use anyhow::{anyhow, Result};
use icn_primitives::{AccountId, PublicKey, SigningKey};
use polkadot_sdk::{
    sc_network_types::{ed25519::PublicKey as NodePublicKey, PeerId},
    sp_core::{
        bytes,
        crypto::{DeriveJunction, Pair, SecretString, Ss58AddressFormatRegistry, Ss58Codec},
        ed25519,
        hexdisplay::HexDisplay,
        sr25519, ByteArray,
    },
};

/// What stands in a founders file where a key shall be made.
pub const MAKE: &str = "make";

/// A key that is given, or the wish to have it made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted<Key> {
    /// This one; whoever holds its secret part keeps it.
    Given(Key),
    /// A new one.
    Make,
}

impl<Key> Wanted<Key> {
    /// Whether a key is to be made.
    pub fn is_make(&self) -> bool {
        matches!(self, Self::Make)
    }
}

/// In which of the two forms a public key was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spelling {
    /// `z6Mk…`: says the key's kind, has no checksum.
    Multibase,
    /// `5Grw…`: has a checksum, doesn't say the key's kind.
    Ss58,
}

/// A key that signs for a person or an organisation. SS58 addresses count as Sr25519 keys, which is
/// what wallets make.
pub fn signing_key(text: &str) -> Result<(SigningKey, Spelling), String> {
    let (key, spelling) = match multibase(text) {
        Some(key) => (key?, Spelling::Multibase),
        None => (SigningKey::Sr25519(*address(text)?.as_ref()), Spelling::Ss58),
    };
    ensure_possible(key)?;
    Ok((key, spelling))
}

/// An account that signs, or that several others sign for. By SS58, its kind is left open.
pub fn account(text: &str) -> Result<AccountId, String> {
    match multibase(text) {
        Some(key) => key.and_then(ensure_possible).map(|key| key.account()),
        None => address(text),
    }
}

/// A session key that makes blocks.
pub fn aura(text: &str) -> Result<sr25519::Public, String> {
    let key = match multibase(text) {
        Some(key) => key?,
        None => SigningKey::Sr25519(*address(text)?.as_ref()),
    };
    match ensure_possible(key)? {
        SigningKey::Sr25519(bytes) => Ok(sr25519::Public::from_raw(bytes)),
        SigningKey::Ed25519(_) => {
            Err("is an Ed25519 key; blocks are made with an Sr25519 key".into())
        }
    }
}

/// A session key that finalizes blocks.
pub fn grandpa(text: &str) -> Result<ed25519::Public, String> {
    let key = match multibase(text) {
        Some(key) => key?,
        None => SigningKey::Ed25519(*address(text)?.as_ref()),
    };
    match ensure_possible(key)? {
        SigningKey::Ed25519(bytes) => Ok(ed25519::Public::from_raw(bytes)),
        SigningKey::Sr25519(_) => {
            Err("is an Sr25519 key; blocks are finalized with an Ed25519 key".into())
        }
    }
}

/// A node's name in the network, which holds its public key.
pub fn peer_id(text: &str) -> Result<PeerId, String> {
    let peer_id: PeerId = text
        .parse()
        .map_err(|_| "is no peer id; one begins with \"12D3KooW\" and has 52 characters")?;
    if peer_id.into_ed25519().is_none() {
        return Err("is the peer id of a key that isn't Ed25519; nodes here have Ed25519".into());
    }
    Ok(peer_id)
}

/// `Some` if `text` means to be multibase: SS58 addresses of this chain begin with `5`.
fn multibase(text: &str) -> Option<Result<SigningKey, String>> {
    text.starts_with('z').then(|| {
        PublicKey::from_multibase(text)
            .map_err(|why| format!("is no multibase key: {why}"))?
            .signing()
            .ok_or_else(|| "is an X25519 key, which can't sign".into())
    })
}

/// An SS58 address with the prefix of this chain.
fn address(text: &str) -> Result<AccountId, String> {
    let (account, prefix) = AccountId::from_ss58check_with_version(text).map_err(|_| {
        "is neither a multibase key (\"z6Mk…\", \"z6QN…\") nor an SS58 address (\"5Grw…\"), or has \
         a slip in it"
            .to_owned()
    })?;
    if prefix != Ss58AddressFormatRegistry::SubstrateAccount.into() {
        return Err(format!(
            "is an address of another chain (SS58 prefix {}); here the same key is written {}",
            u16::from(prefix),
            ss58(&account)
        ));
    }
    Ok(account)
}

/// Refuses bytes that are no public key at all: about half of all slips.
fn ensure_possible(key: SigningKey) -> Result<SigningKey, String> {
    let possible = match key {
        SigningKey::Ed25519(bytes) => NodePublicKey::try_from_bytes(&bytes).is_ok(),
        // An empty path derives the key itself, if it is one.
        SigningKey::Sr25519(bytes) => {
            use polkadot_sdk::sp_core::crypto::Derive;
            sr25519::Public::from_raw(bytes).derive(std::iter::empty::<DeriveJunction>()).is_some()
        }
    };
    possible.then_some(key).ok_or_else(|| "is no public key: there is a slip in it".into())
}

/// `account` as this chain's clients show it.
pub fn ss58(account: &AccountId) -> String {
    account.to_ss58check_with_version(Ss58AddressFormatRegistry::SubstrateAccount.into())
}

/// What a founder's session keys sign, to show that their owner holds them and means them for this
/// cooperative's seat on this shard.
pub fn proof_text(domain: &str, operator: &AccountId, shard: &str) -> String {
    format!("icn founder {domain} {} {shard}", ss58(operator))
}

/// Whether `proof` (hexadecimal, `0x…`) is the signature of `key` on `text`.
pub fn is_proof<P: Pair>(proof: &str, text: &str, key: &P::Public) -> bool
where
    P::Signature: ByteArray,
{
    bytes::from_hex(proof)
        .ok()
        .and_then(|bytes| P::Signature::from_slice(&bytes).ok())
        .is_some_and(|signature| P::verify(&signature, text, key))
}

/// The signature of `pair` on `text`, as [`is_proof`] reads it.
pub fn proof<P: Pair>(pair: &P, text: &str) -> String
where
    P::Signature: ByteArray,
{
    bytes::to_hex(pair.sign(text.as_bytes()).as_slice(), false)
}

/// A key that was made here.
pub struct Made<P> {
    /// Both its parts.
    pub pair: P,
    /// What it can be made from again: words, a derivation from well-known words, or `0x…`.
    pub secret: SecretString,
    /// The 32 bytes that it grows from.
    pub seed: [u8; 32],
}

/// Where new keys come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Maker {
    /// The operating system's random numbers.
    Random,
    /// A word that everybody knows, so that everybody gets the same keys.
    Development(String),
}

impl Maker {
    /// A key that a person keeps: its secret is twelve words, which fit on paper.
    pub fn for_person(&self, owner: &str, role: &str) -> Result<Made<sr25519::Pair>> {
        match self {
            Self::Random => {
                let (pair, words, seed) = sr25519::Pair::generate_with_phrase(None);
                Ok(Made { pair, secret: SecretString::from(words), seed })
            }
            Self::Development(word) => derived(word, owner, role),
        }
    }

    /// A key that a machine keeps: its secret is its seed, for a keystore reads the file for each
    /// signature, and would derive the key from words each time.
    pub fn for_machine<P: Pair<Seed = [u8; 32]>>(
        &self,
        owner: &str,
        role: &str,
    ) -> Result<Made<P>> {
        let (pair, seed) = match self {
            Self::Random => P::generate(),
            Self::Development(word) => {
                let made = derived(word, owner, role)?;
                (made.pair, made.seed)
            }
        };
        let secret = SecretString::from(format!("0x{}", HexDisplay::from(&seed)));
        Ok(Made { pair, secret, seed })
    }
}

/// The key `//word//owner//role` under Substrate's well-known development words: any client that
/// takes secret URIs can be given this one.
fn derived<P: Pair<Seed = [u8; 32]>>(word: &str, owner: &str, role: &str) -> Result<Made<P>> {
    let uri = format!("//{word}//{owner}//{role}");
    let (pair, seed) = P::from_string_with_seed(&uri, None)
        .map_err(|error| anyhow!("the development key {uri} can't be made: {error:?}"))?;
    let seed = seed.ok_or_else(|| anyhow!("the development key {uri} has no seed"))?;
    Ok(Made { pair, secret: SecretString::from(uri), seed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use polkadot_sdk::sp_core::crypto::ExposeSecret;

    /// Alice of Substrate's development keys, in both spellings.
    const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    fn alice() -> SigningKey {
        signing_key(ALICE).unwrap().0
    }

    #[test]
    fn a_key_is_read_in_both_spellings() {
        let multibase = PublicKey::from(alice()).to_multibase();
        assert_eq!(signing_key(ALICE), Ok((alice(), Spelling::Ss58)));
        assert_eq!(signing_key(&multibase), Ok((alice(), Spelling::Multibase)));
        assert_eq!(account(ALICE), Ok(alice().account()));
        assert_eq!(account(&multibase), Ok(alice().account()));
        assert_eq!(aura(ALICE), aura(&multibase));
    }

    #[test]
    fn what_is_no_key_says_why() {
        let says = |text: &str, part: &str| {
            let why = signing_key(text).unwrap_err();
            assert!(why.contains(part), "{text}: {why}");
        };
        says("", "neither a multibase key");
        says(&ALICE.replace('G', "H"), "slip");
        says("zO", "base58btc doesn't know");
        says(&PublicKey::X25519([7; 32]).to_multibase(), "can't sign");
        // Alice on Polkadot.
        let foreign = "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5";
        says(foreign, ALICE);
        for kind in [PublicKey::Sr25519, PublicKey::Ed25519] {
            let keys = (0..=u8::MAX).map(|byte| signing_key(&kind([byte; 32]).to_multibase()));
            let refused: Vec<_> = keys.filter_map(Result::err).collect();
            assert!(refused.len() > 64, "{} of 256 are no keys", refused.len());
            assert!(refused.iter().all(|why| why.contains("no public key")));
        }
    }

    #[test]
    fn session_keys_are_of_their_own_kind() {
        let ed = ed25519::Pair::from_seed(&[1; 32]).public();
        let multibase = PublicKey::Ed25519(ed.0).to_multibase();
        assert_eq!(grandpa(&multibase), Ok(ed));
        assert_eq!(grandpa(&ss58(&ed.0.into())), Ok(ed));
        assert!(aura(&multibase).unwrap_err().contains("Ed25519"));
        let sr = PublicKey::from(alice()).to_multibase();
        assert!(grandpa(&sr).unwrap_err().contains("Sr25519"));
    }

    #[test]
    fn peer_ids_name_ed25519_keys() {
        let key = ed25519::Pair::from_seed(&[1; 32]).public();
        let name = PeerId::from_ed25519(&key.0).unwrap();
        assert_eq!(peer_id(&name.to_base58()), Ok(name));
        assert!(peer_id("12D3KooW").is_err());
        // The peer id of an RSA key: the hash of it.
        assert!(peer_id("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N").is_err());
    }

    #[test]
    fn a_proof_holds_for_its_key_domain_operator_and_shard() {
        let pair = sr25519::Pair::from_seed(&[1; 32]);
        let other = sr25519::Pair::from_seed(&[2; 32]).public();
        let text = proof_text("food.coop", &alice().account(), "federation");
        assert_eq!(text, format!("icn founder food.coop {ALICE} federation"));
        let signed = proof(&pair, &text);
        assert!(is_proof::<sr25519::Pair>(&signed, &text, &pair.public()));
        assert!(!is_proof::<sr25519::Pair>(&signed, &text, &other));
        for elsewhere in [
            proof_text("care.coop", &alice().account(), "federation"),
            proof_text("food.coop", &alice().account(), "storage"),
        ] {
            assert!(!is_proof::<sr25519::Pair>(&signed, &elsewhere, &pair.public()));
        }
        assert!(!is_proof::<sr25519::Pair>("0x00", &text, &pair.public()));
        assert!(!is_proof::<sr25519::Pair>("signature", &text, &pair.public()));
    }

    #[test]
    fn random_keys_differ_and_development_keys_do_not() {
        let make = |maker: &Maker| maker.for_person("food.coop", "operator").unwrap();
        assert_ne!(make(&Maker::Random).seed, make(&Maker::Random).seed);
        let local = Maker::Development("local".into());
        assert_eq!(make(&local).seed, make(&local).seed);
        assert_ne!(make(&local).seed, make(&Maker::Development("other".into())).seed);
        assert_eq!(make(&local).secret.expose_secret(), "//local//food.coop//operator");
    }

    #[test]
    fn a_made_key_can_be_made_again_from_its_secret() {
        for maker in [Maker::Random, Maker::Development("local".into())] {
            let person = maker.for_person("food.coop", "steward-1").unwrap();
            let again = sr25519::Pair::from_string(person.secret.expose_secret(), None).unwrap();
            assert_eq!(again.public(), person.pair.public());
            let machine: Made<ed25519::Pair> = maker.for_machine("food.coop", "grandpa").unwrap();
            let again = ed25519::Pair::from_string(machine.secret.expose_secret(), None).unwrap();
            assert_eq!(again.public(), machine.pair.public());
            assert_eq!(ed25519::Pair::from_seed(&machine.seed).public(), again.public());
            let machine: Made<sr25519::Pair> = maker.for_machine("food.coop", "aura").unwrap();
            let secret = machine.secret.expose_secret();
            assert!(secret.starts_with("0x"), "each signature would derive the key from words");
            let again = sr25519::Pair::from_string(secret, None).unwrap();
            assert_eq!(again.public(), machine.pair.public());
        }
    }
}
