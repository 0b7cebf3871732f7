//! Texts and files that the chain knows by a hash alone.

use std::{fs, path::PathBuf};

use icn_primitives::Hash;
use polkadot_sdk::sp_io::hashing::sha2_256;

use crate::{
    failure::{Failure, Result},
    parse,
};

/// A hash, or the file of which it is taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// The hash.
    Hash(Hash),
    /// The file, of which the SHA-256 hash is taken. It isn't sent anywhere.
    File(PathBuf),
}

/// A hash, or a file's name. A file whose name begins with `0x` is named with its directory.
pub fn content(text: &str) -> std::result::Result<Content, String> {
    if text.starts_with("0x") {
        return parse::hash(text).map(Content::Hash);
    }
    Ok(Content::File(text.into()))
}

impl Content {
    /// The hash.
    pub fn hash(&self) -> Result<Hash> {
        match self {
            Self::Hash(hash) => Ok(*hash),
            Self::File(file) => read(file).map(|content| Hash::from(sha2_256(&content))),
        }
    }
}

/// What is in `file`.
pub fn read(file: &std::path::Path) -> Result<Vec<u8>> {
    fs::read(file).map_err(|why| Failure::usage(format!("{} can't be read: {why}", file.display())))
}

/// What an actor calls an act: 32 bytes as `0x…`, or any other text, of which the SHA-256 hash is
/// taken.
pub fn act_key(text: &str) -> std::result::Result<Hash, String> {
    if text.starts_with("0x") {
        return parse::hash(text);
    }
    Ok(Hash::from(sha2_256(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_or_a_file_is_taken() {
        let hash = Hash::repeat_byte(7);
        assert_eq!(content(&format!("{hash:?}")), Ok(Content::Hash(hash)));
        assert!(content("0x12").is_err());
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("text");
        fs::write(&file, "abc").unwrap();
        let found = content(file.to_str().unwrap()).unwrap().hash().unwrap();
        let expected = "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(format!("{found:?}"), expected);
        assert!(content("no/such/file").unwrap().hash().is_err());
    }

    #[test]
    fn an_act_is_called_by_32_bytes_or_any_text() {
        assert_eq!(act_key(&format!("0x{}", "01".repeat(32))), Ok(Hash::repeat_byte(1)));
        assert_eq!(act_key("abc").unwrap(), Hash::from(sha2_256(b"abc")));
        assert!(act_key("0xabc").is_err());
    }
}
