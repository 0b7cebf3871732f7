//! Hashing files of any length, piece by piece.

use std::{
    fs::File,
    io::Read,
    path::Path,
    time::{Duration, Instant},
};

use icn_primitives::content::{Content, ContentHasher, CHUNK};

use crate::{
    context::Context,
    failure::{Failure, Result},
    report::size,
};

/// How often it is told how far it is.
const TELL: Duration = Duration::from_secs(2);

/// The length and hashes of `file`, read chunk by chunk. Says on stderr how far it is, if it takes
/// long.
pub fn content_of(context: &Context, file: &Path) -> Result<Content> {
    let unread = |why: &dyn std::fmt::Display| {
        Failure::usage(format!("{} can't be read: {why}", file.display()))
    };
    let mut opened = File::open(file).map_err(|why| unread(&why))?;
    let length = opened.metadata().map_err(|why| unread(&why))?.len();
    let mut told = Instant::now();
    hash_all(&mut opened, |hashed| {
        if told.elapsed() >= TELL {
            told = Instant::now();
            context.progress(&progress(hashed, length));
        }
    })
    .map_err(|why| unread(&why))
}

/// Hashes what `source` gives; `each` hears how much that is.
fn hash_all(
    source: &mut impl Read,
    mut each: impl FnMut(u64),
) -> std::result::Result<Content, Box<dyn std::error::Error>> {
    let mut hasher = ContentHasher::new();
    let mut buffer = vec![0; CHUNK as usize];
    let mut hashed = 0u64;
    loop {
        let count = match source.read(&mut buffer) {
            Ok(count) => count,
            Err(why) if why.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(why) => return Err(why.into()),
        };
        let Some(read) = buffer.get(..count).filter(|read| !read.is_empty()) else {
            return Ok(hasher.finish());
        };
        hasher.update(read)?;
        hashed = hashed.saturating_add(u64::try_from(count)?);
        each(hashed);
    }
}

/// How far it is: `hashed 512MiB of 4GiB, 12 %`.
fn progress(hashed: u64, length: u64) -> String {
    let percent = (u128::from(hashed) * 100).checked_div(length.into()).unwrap_or(100).min(100);
    format!("hashed {} of {}, {percent} %", size(&hashed.into()), size(&length.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_hashes_of_its_bytes_however_they_come() {
        let bytes: Vec<u8> = (0..3 * CHUNK / 2 + 7).map(|at| (at % 251) as u8).collect();
        // Three bytes at a time.
        struct Slow<'a>(&'a [u8]);
        impl Read for Slow<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                let count = self.0.len().min(buffer.len()).min(40_003);
                buffer[..count].copy_from_slice(&self.0[..count]);
                self.0 = &self.0[count..];
                Ok(count)
            }
        }
        let expected = Content::of(&bytes).unwrap();
        let mut heard = 0;
        let found = hash_all(&mut Slow(&bytes), |hashed| heard = hashed).unwrap();
        assert_eq!(found, expected);
        assert_eq!((heard, found.chunks), (bytes.len() as u64, 2));
        assert_eq!(hash_all(&mut &b""[..], |_| ()).unwrap(), Content::of(b"").unwrap());
    }

    #[test]
    fn what_cant_be_read_to_its_end_has_no_hashes() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::Error::other("the disk is gone"))
            }
        }
        assert!(hash_all(&mut Broken, |_| ()).is_err());
    }

    #[test]
    fn it_is_told_how_far_it_is() {
        assert_eq!(progress(512 << 20, 4 << 30), "hashed 512MiB of 4GiB, 12 %");
        assert_eq!(progress(0, 0), "hashed 0 of 0, 100 %");
    }
}
