//! Keys in encrypted files, one each, readable by their owner only.
//!
//! A file is JSON: what anybody may know of the key (name, kind, DID), and its secret URI
//! encrypted with AES-256-GCM under a key that Argon2id makes of the password and a random salt. What is open is
//! authenticated along with the secret, so that nobody can put another DID before it.

use std::{
    fs,
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use aes_gcm::{
    aead::{Aead, OsRng, Payload},
    AeadCore, Aes256Gcm, KeyInit, Nonce,
};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use icn_primitives::Did;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    failure::{Failure, Result},
    keys::{KeyKind, Secret},
    parse::{hex_bytes, to_hex},
};

/// The version of the files' form.
const VERSION: u32 = 1;
/// Argon2id's memory cost as a power of two of KiB: 64 MiB, some tenths of a second (RFC 9106 §4).
const COST: u8 = 16;
/// The highest cost that a file may ask of its reader.
const MAX_COST: u8 = 20;
/// Argon2id's passes and parallelism (RFC 9106 §4).
const PASSES: u32 = 3;
const PARALLELISM: u32 = 1;
/// Longest name of a key.
const MAX_NAME: usize = 64;

/// A directory of keys.
#[derive(Clone, Debug)]
pub struct Keystore {
    directory: PathBuf,
    cost: u8,
}

/// What a key's file holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct StoredKey {
    version: u32,
    /// What its owner calls it.
    pub name: String,
    /// Its kind.
    pub kind: KeyKind,
    /// The DID that it gives as a first key.
    pub did: Did,
    argon2_cost: u8,
    salt: String,
    nonce: String,
    secret: String,
}

impl StoredKey {
    /// What is open, in one text.
    fn open_part(&self) -> String {
        format!(
            "icn key {}\n{}\n{}\n{}\n{}",
            self.version, self.name, self.kind, self.did, self.argon2_cost
        )
    }

    /// The secret URI.
    pub fn open(&self, password: &str) -> Result<Zeroizing<String>> {
        let broken = || Failure::usage(format!("the file of key {} is damaged", self.name));
        if self.version != VERSION {
            return Err(Failure::usage(format!(
                "the file of key {} is of version {}, which this program doesn't know",
                self.name, self.version
            )));
        }
        let bytes = |text: &str| hex_bytes(text).map_err(|_| broken());
        let nonce: [u8; 12] = bytes(&self.nonce)?.try_into().map_err(|_| broken())?;
        let key = stretched(password, &bytes(&self.salt)?, self.argon2_cost).ok_or_else(broken)?;
        let cipher = Aes256Gcm::new(key.as_slice().into());
        let secret = bytes(&self.secret)?;
        let open = self.open_part();
        let payload = Payload { msg: &secret, aad: open.as_bytes() };
        let uri = cipher
            .decrypt(&Nonce::from(nonce), payload)
            .map_err(|_| Failure::usage(format!("the password of key {} is wrong", self.name)))?;
        String::from_utf8(uri).map(Zeroizing::new).map_err(|_| broken())
    }
}

/// The encryption key that Argon2id makes of `password`.
fn stretched(password: &str, salt: &[u8], cost: u8) -> Option<Zeroizing<[u8; 32]>> {
    if cost > MAX_COST {
        return None;
    }
    let mut key = Zeroizing::new([0; 32]);
    let parameters = Params::new(1 << cost, PASSES, PARALLELISM, Some(key.len())).ok()?;
    let mut memory = vec![Block::new(); parameters.block_count()];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
        .hash_password_into_with_memory(password.as_bytes(), salt, key.as_mut_slice(), &mut memory)
        .ok()?;
    Some(key)
}

impl Keystore {
    /// The keystore in `directory`, which is made when the first key is put there.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into(), cost: COST }
    }

    /// Where it is.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Puts the key that `uri` gives there. A key that exists is never overwritten.
    pub fn put(&self, name: &str, kind: KeyKind, uri: &str, password: &str) -> Result<StoredKey> {
        let path = self.path(name)?;
        if path.exists() {
            return Err(Failure::usage(format!("there is a key {name} already")));
        }
        let secret = Secret::from_uri(kind, uri)?;
        let random = Aes256Gcm::generate_key(&mut OsRng);
        let salt = to_hex(random.as_slice());
        let nonce = Aes256Gcm::generate_nonce(&mut OsRng);
        let mut key = StoredKey {
            version: VERSION,
            name: name.to_string(),
            kind,
            did: secret.did(),
            argon2_cost: self.cost,
            salt: salt.clone(),
            nonce: to_hex(&nonce),
            secret: String::new(),
        };
        let failed = || Failure::usage("the key can't be encrypted");
        let salt = hex_bytes(&salt).map_err(|_| failed())?;
        let stretched = stretched(password, &salt, self.cost).ok_or_else(failed)?;
        let cipher = Aes256Gcm::new(stretched.as_slice().into());
        let open = key.open_part();
        let payload = Payload { msg: uri.trim().as_bytes(), aad: open.as_bytes() };
        key.secret = to_hex(&cipher.encrypt(&nonce, payload).map_err(|_| failed())?);
        self.write(&path, &key)?;
        Ok(key)
    }

    fn write(&self, path: &Path, key: &StoredKey) -> Result<()> {
        let failed = |why: std::io::Error| {
            Failure::usage(format!("{} can't be written: {why}", path.display()))
        };
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.directory)
            .map_err(failed)?;
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(failed)?;
        let text = serde_json::to_string_pretty(key)
            .map_err(|why| Failure::usage(format!("the key can't be written: {why}")))?;
        writeln!(file, "{text}").and_then(|()| file.sync_all()).map_err(failed)
    }

    /// The key with this name.
    pub fn get(&self, name: &str) -> Result<StoredKey> {
        let path = self.path(name)?;
        let text = fs::read_to_string(&path).map_err(|why| match why.kind() {
            std::io::ErrorKind::NotFound => Failure::usage(format!(
                "there is no key {name} in {}: \"icn key list\" shows what there is",
                self.directory.display()
            )),
            _ => Failure::usage(format!("{} can't be read: {why}", path.display())),
        })?;
        let key: StoredKey = serde_json::from_str(&text)
            .map_err(|why| Failure::usage(format!("{} is damaged: {why}", path.display())))?;
        if key.name != name {
            return Err(Failure::usage(format!(
                "{} holds a key of another name, {}: it was renamed by hand",
                path.display(),
                key.name
            )));
        }
        Ok(key)
    }

    /// Every key, by name.
    pub fn list(&self) -> Result<Vec<StoredKey>> {
        let entries = match fs::read_dir(&self.directory) {
            Ok(entries) => entries,
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(why) => {
                let directory = self.directory.display();
                return Err(Failure::usage(format!("{directory} can't be read: {why}")));
            }
        };
        let names = entries.filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            name.strip_suffix(".json").map(str::to_string)
        });
        let mut names: Vec<String> = names.collect();
        names.sort();
        names.iter().map(|name| self.get(name)).collect()
    }

    fn path(&self, name: &str) -> Result<PathBuf> {
        let good = (1..=MAX_NAME).contains(&name.len())
            && !name.starts_with(['.', '-'])
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        if !good {
            return Err(Failure::usage(
                "a key's name has at most 64 letters, digits, hyphens, underscores and dots, and begins with a letter or digit",
            ));
        }
        Ok(self.directory.join(format!("{name}.json")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// A keystore that opens quickly.
    fn keystore() -> (tempfile::TempDir, Keystore) {
        let directory = tempfile::tempdir().unwrap();
        let keystore = Keystore { directory: directory.path().join("keys"), cost: 4 };
        (directory, keystore)
    }

    #[test]
    fn a_key_comes_back_with_its_password_and_with_no_other() {
        let (_directory, keystore) = keystore();
        for (name, kind) in [("ada", KeyKind::Sr25519), ("ada.ed", KeyKind::Ed25519)] {
            keystore.put(name, kind, "//Ada\n", "right").unwrap();
            let stored = keystore.get(name).unwrap();
            assert_eq!(*stored.open("right").unwrap(), "//Ada");
            assert_eq!(stored.did, Secret::from_uri(kind, "//Ada").unwrap().did());
            let failure = stored.open("wrong").unwrap_err();
            assert_eq!(failure.message, format!("the password of key {name} is wrong"));
        }
    }

    #[test]
    fn files_are_their_owners_alone_and_hold_no_secret() {
        let (_directory, keystore) = keystore();
        let phrase = Secret::new_phrase();
        keystore.put("ada", KeyKind::Sr25519, &phrase, "right").unwrap();
        let path = keystore.directory().join("ada.json");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(keystore.directory()), 0o700);
        let text = fs::read_to_string(path).unwrap();
        assert!(phrase.split(' ').all(|word| !text.contains(&format!(" {word} "))));
        assert!(!text.contains("right"));
    }

    #[test]
    fn two_files_of_one_key_have_nothing_in_common() {
        let (_directory, keystore) = keystore();
        let one = keystore.put("one", KeyKind::Sr25519, "//Ada", "right").unwrap();
        let two = keystore.put("two", KeyKind::Sr25519, "//Ada", "right").unwrap();
        assert_eq!(one.did, two.did);
        assert_ne!((&one.salt, &one.nonce, &one.secret), (&two.salt, &two.nonce, &two.secret));
    }

    #[test]
    fn a_key_is_never_overwritten() {
        let (_directory, keystore) = keystore();
        keystore.put("ada", KeyKind::Sr25519, "//Ada", "right").unwrap();
        assert!(keystore.put("ada", KeyKind::Sr25519, "//Eve", "right").is_err());
        assert_eq!(*keystore.get("ada").unwrap().open("right").unwrap(), "//Ada");
    }

    #[test]
    fn nothing_in_a_file_can_be_changed_unnoticed() {
        let (_directory, keystore) = keystore();
        let key = keystore.put("ada", KeyKind::Sr25519, "//Ada", "right").unwrap();
        let eve = Secret::from_uri(KeyKind::Sr25519, "//Eve").unwrap().did();
        let flipped = |text: &str| {
            let last = if text.ends_with('0') { "1" } else { "0" };
            format!("{}{last}", &text[..text.len() - 1])
        };
        for changed in [
            StoredKey { did: eve, ..key.clone() },
            StoredKey { name: "eve".into(), ..key.clone() },
            StoredKey { kind: KeyKind::Ed25519, ..key.clone() },
            StoredKey { argon2_cost: 5, ..key.clone() },
            StoredKey { salt: flipped(&key.salt), ..key.clone() },
            StoredKey { nonce: flipped(&key.nonce), ..key.clone() },
            StoredKey { secret: flipped(&key.secret), ..key.clone() },
            StoredKey { secret: "0x".into(), ..key.clone() },
        ] {
            assert!(changed.open("right").is_err(), "{changed:?}");
        }
        let greedy = StoredKey { argon2_cost: 40, ..key.clone() };
        assert_eq!(greedy.open("right").unwrap_err().message, "the file of key ada is damaged");
        assert!(StoredKey { version: 2, ..key }.open("right").is_err());
    }

    #[test]
    fn names_stay_inside_the_directory() {
        let (_directory, keystore) = keystore();
        for bad in ["", ".", "..", "../ada", "a/b", "-a", "ä", &"a".repeat(65)] {
            assert!(keystore.put(bad, KeyKind::Sr25519, "//Ada", "right").is_err(), "{bad}");
            assert!(keystore.get(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_list_is_ordered_and_empty_before_the_first_key() {
        let (_directory, keystore) = keystore();
        assert!(keystore.list().unwrap().is_empty());
        for name in ["eve", "ada"] {
            keystore.put(name, KeyKind::Sr25519, "//Ada", "right").unwrap();
        }
        let names: Vec<String> = keystore.list().unwrap().into_iter().map(|key| key.name).collect();
        assert_eq!(names, ["ada", "eve"]);
    }

    #[test]
    fn a_file_that_somebody_renamed_is_noticed() {
        let (_directory, keystore) = keystore();
        keystore.put("ada", KeyKind::Sr25519, "//Ada", "right").unwrap();
        let directory = keystore.directory();
        fs::rename(directory.join("ada.json"), directory.join("eve.json")).unwrap();
        assert!(keystore.get("eve").unwrap_err().message.contains("another name"));
    }
}
