//! The bytes of anchored files on nodes' disks. docs/storage.md says what lies where.

use std::path::PathBuf;

use anyhow::{ensure, Context, Result};

use crate::federation::{Federation, OTHER_SHARDS};

/// The storage shard's name.
const STORAGE: &str = OTHER_SHARDS[1];

/// Where the node of the founder `domain` keeps the file with this content root, which is in
/// hexadecimal.
pub fn path_of(federation: &Federation, domain: &str, root: &str) -> Result<PathBuf> {
    let root = root.trim_start_matches("0x");
    let first = root.get(..2).context("a content root has 64 digits")?;
    let store = federation.directory().join("made/data").join(domain).join("blobs").join(STORAGE);
    let path = store.join("blobs").join(first).join(root).join("data");
    ensure!(path.is_file(), "{domain} keeps no {root}: there is no {}", path.display());
    Ok(path)
}
