//! What lies where in a store's directory, and what makes a change of it last.
//!
//! ```text
//! lock                    held by the process that has the store
//! format                  which version made it
//! blobs/3f/3f…/data       the bytes of a blob, as they are
//! blobs/3f/3f…/tree       its hashes
//! incoming/3f…/…          an upload, in the same two files
//! incoming/new-7/…        something that is being put; removed when the store is opened
//! trash/8/…               something that is being deleted; removed when the store is opened
//! ```
//!
//! A blob or an upload is a directory, so one rename makes it, and one deletes it. Directories have
//! the names of hashes and numbers, and nothing that comes from outside is ever part of a path.

use std::{
    ffi::OsStr,
    fs::{self, File, TryLockError},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    str::FromStr,
};

use icn_primitives::{
    content::{Content, ContentRoot},
    Hash,
};

use crate::{tree, Error, Result};

/// What the file `format` says.
const FORMAT: &str = "icn-blobs 1\n";
/// Bytes that a file system gives at once: what is counted for a blob is a multiple of it.
const BLOCK: u64 = 4096;

/// The file with a blob's bytes.
pub const DATA: &str = "data";
/// The file with its hashes.
pub const TREE: &str = "tree";

/// A store's directory.
#[derive(Debug)]
pub struct Layout {
    directory: PathBuf,
}

impl Layout {
    /// Takes a directory, which becomes a store if it is empty or isn't there yet. It is this
    /// process' as long as the file lives.
    pub fn take(directory: &Path) -> Result<(Self, File)> {
        // Nobody else's business: what members store is not always for all eyes.
        fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        let layout = Self { directory: directory.to_owned() };
        let format = directory.join("format");
        let known = match fs::read(&format) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        match &known {
            Some(text) if text == FORMAT.as_bytes() => (),
            Some(_) => return Err(Error::OtherFormat),
            None if layout.is_fresh()? => (),
            None => return Err(Error::NotAStore),
        }
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(directory.join("lock"))?;
        match lock.try_lock() {
            Ok(()) => (),
            Err(TryLockError::WouldBlock) => return Err(Error::Locked),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        for part in ["blobs", "incoming", "trash"] {
            fs::create_dir_all(directory.join(part))?;
        }
        if known.is_none() {
            // The last thing that makes a directory a store.
            crate::step();
            let new = directory.join("format.new");
            fs::write(&new, FORMAT)?;
            File::open(&new)?.sync_all()?;
            fs::rename(&new, &format)?;
        }
        sync_directory(directory)?;
        Ok((layout, lock))
    }

    /// Whether nothing is in it but what an interrupted beginning leaves.
    fn is_fresh(&self) -> Result<bool> {
        let ours = ["lock", "format.new", "blobs", "incoming", "trash"].map(OsStr::new);
        for entry in fs::read_dir(&self.directory)? {
            let entry = entry?;
            let empty = || Ok::<_, io::Error>(fs::read_dir(entry.path())?.next().is_none());
            if !ours.contains(&entry.file_name().as_os_str())
                || (entry.file_type()?.is_dir() && !empty()?)
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// All blobs' directories.
    pub fn blobs(&self) -> PathBuf {
        self.directory.join("blobs")
    }

    /// All uploads' directories, and those of what is being put.
    pub fn incoming(&self) -> PathBuf {
        self.directory.join("incoming")
    }

    /// What is being deleted.
    pub fn trash(&self) -> PathBuf {
        self.directory.join("trash")
    }

    /// A blob's directory.
    pub fn blob(&self, root: &ContentRoot) -> PathBuf {
        let name = name(root);
        self.blobs().join(name.get(..2).unwrap_or_default()).join(name)
    }

    /// An upload's directory.
    pub fn upload(&self, root: &ContentRoot) -> PathBuf {
        self.incoming().join(name(root))
    }

    /// A directory for something that is being put.
    pub fn new_blob(&self, number: u64) -> PathBuf {
        self.incoming().join(format!("new-{number}"))
    }

    /// A blob's directory gets its place: the moment from which the blob is there.
    pub fn place(&self, from: &Path, root: &ContentRoot) -> Result<()> {
        let to = self.blob(root);
        if let Some(parent) = to.parent().filter(|parent| !parent.exists()) {
            fs::create_dir_all(parent)?;
            sync_directory(&self.blobs())?;
        }
        crate::step();
        fs::rename(from, &to)?;
        crate::step();
        Ok(())
    }

    /// Makes it last that a blob got its place.
    pub fn settle(&self, root: &ContentRoot) -> Result<()> {
        if let Some(parent) = self.blob(root).parent() {
            sync_directory(parent)?;
        }
        sync_directory(&self.incoming())
    }

    /// A directory counts no more, and lies where [`remove`] takes it from.
    pub fn discard(&self, from: &Path, number: u64) -> Result<PathBuf> {
        let to = self.trash().join(number.to_string());
        crate::step();
        fs::rename(from, &to)?;
        Ok(to)
    }
}

/// Removes what was discarded from `from` to `trash`. What isn't removed is when the store is
/// opened.
pub fn remove(from: &Path, trash: &Path) -> Result<()> {
    crate::step();
    if let Some(parent) = from.parent() {
        sync_directory(parent)?;
    }
    crate::step();
    fs::remove_dir_all(trash)?;
    Ok(())
}

/// A root as the name of a directory: 64 lower-case hexadecimal digits.
pub fn name(root: &ContentRoot) -> String {
    format!("{root:x}")
}

/// The root that has this name; `None` if it isn't written as names are.
pub fn root_of(file_name: &OsStr) -> Option<ContentRoot> {
    let text = file_name.to_str()?;
    Hash::from_str(text).ok().filter(|root| name(root) == text)
}

/// Whether a directory in `incoming` or `trash` has a name that the store gives.
pub fn is_ours(directory: &Path) -> bool {
    let Some(name) = directory.file_name() else { return false };
    let number = name.to_str().map(|name| name.strip_prefix("new-").unwrap_or(name));
    root_of(name).is_some() || number.is_some_and(|number| number.parse::<u64>().is_ok())
}

/// The directories in `directory` by name.
pub fn directories(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// Makes what was created, renamed or removed in a directory last.
pub fn sync_directory(directory: &Path) -> Result<()> {
    Ok(File::open(directory)?.sync_all()?)
}

/// Bytes that are counted for a blob: its two files in whole blocks, and a block for their
/// directory.
pub fn counted(content: &Content) -> u64 {
    counted_files(content.length, tree::length(content.chunks))
}

/// Bytes that are counted for a blob whose files are so long.
pub fn counted_files(data: u64, tree: u64) -> u64 {
    let blocks = |length: u64| length.div_ceil(BLOCK).saturating_mul(BLOCK);
    blocks(data).saturating_add(blocks(tree)).saturating_add(BLOCK)
}
