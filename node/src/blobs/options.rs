//! What the command line says of blobs.

use std::path::{Path, PathBuf};

/// How a node keeps the bytes of anchored files.
#[derive(Clone, Debug, clap::Args)]
pub struct BlobOptions {
    /// Where the bytes of files are kept; in `blobs` below `--base-path`, if not given.
    ///
    /// Each shard with the role of a storage has a directory with its name in it.
    #[arg(long, value_name = "DIR")]
    pub blobs: Option<PathBuf>,

    /// How much of them is kept at most, for each storage shard: a number of bytes, KiB, MiB, GiB or
    /// TiB. With 0 this node keeps none, and serves none.
    #[arg(long, value_name = "SIZE", default_value = "10GiB", value_parser = size)]
    pub blob_capacity: u64,

    /// Commit by itself to anchors that want replicas, as far as the provider's capacity goes.
    ///
    /// Only a node does so whose keystore holds the key of a registered provider (key type
    /// "icns").
    #[arg(long)]
    pub blob_commit: bool,
}

impl BlobOptions {
    /// Where the blobs of the shard `shard` are, of a node whose files are in `base`.
    pub fn directory(&self, base: &Path, shard: &str) -> PathBuf {
        let all = self.blobs.clone().unwrap_or_else(|| base.join("blobs"));
        all.join(shard)
    }
}

/// A number of bytes, as people write it.
fn size(text: &str) -> Result<u64, String> {
    const UNITS: [(&str, u32); 5] = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10), ("B", 0)];
    let known = UNITS.into_iter().find_map(|(unit, bits)| Some((text.strip_suffix(unit)?, bits)));
    let (number, bits) = known.unwrap_or((text, 0));
    let number: u64 = number.trim().parse().map_err(|_| {
        format!("{text:?} is no size: write a whole number and B, KiB, MiB, GiB or TiB, as 10GiB")
    })?;
    number.checked_mul(1 << bits).ok_or_else(|| format!("{text} is more than any disk holds"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        blobs: BlobOptions,
    }

    #[test]
    fn sizes_have_units() {
        for (text, bytes) in [
            ("0", 0),
            ("17", 17),
            ("17B", 17),
            ("2KiB", 2 << 10),
            ("3 MiB", 3 << 20),
            ("10GiB", 10 << 30),
            ("16TiB", 16 << 40),
        ] {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
        for wrong in ["", "GiB", "1.5GiB", "-1", "10GB", "10 G", "99999999999TiB"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn each_shard_has_a_directory_of_its_own() {
        let parse = |arguments: &[&str]| Line::parse_from([&["x"], arguments].concat()).blobs;
        let usual = parse(&[]);
        assert_eq!(usual.blob_capacity, 10 << 30);
        assert_eq!(
            usual.directory(Path::new("/base"), "storage"),
            Path::new("/base/blobs/storage")
        );
        let elsewhere = parse(&["--blobs", "/disk", "--blob-capacity", "0"]);
        assert_eq!(
            elsewhere.directory(Path::new("/base"), "storage-2"),
            Path::new("/disk/storage-2")
        );
        assert_eq!(elsewhere.blob_capacity, 0);
    }

    #[test]
    fn the_key_type_in_the_help_is_the_one_that_is_looked_for() {
        assert_eq!(icn_primitives::storage::PROVIDER_KEY.0, *b"icns");
    }
}
