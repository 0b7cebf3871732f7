//! Directories of secrets: made under another name, and given their own only when all is in them.

use anyhow::{bail, Context, Result};
use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io::{ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// What may be done with a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Its owner reads and writes it; nobody else sees it.
    Secret,
    /// Everybody may read it.
    Public,
    /// Everybody may read and run it.
    Program,
}

impl Access {
    fn mode(self) -> u32 {
        match self {
            Self::Secret => 0o600,
            Self::Public => 0o644,
            Self::Program => 0o755,
        }
    }
}

/// Only its owner enters a directory with secrets.
const DIRECTORY_MODE: u32 = 0o700;

/// A directory that is not there yet. What is written goes to a hidden directory beside it, which is
/// renamed by [`Self::finish`] and removed if that doesn't come about.
pub struct NewDirectory {
    /// Where it will be.
    path: PathBuf,
    /// Where it is being filled; `None` once it has been renamed.
    draft: Option<PathBuf>,
}

impl NewDirectory {
    /// Refuses if there is anything at `path`.
    pub fn begin(path: &Path) -> Result<Self> {
        ensure_absent(path)?;
        let name = path.file_name().with_context(|| format!("{} has no name", path.display()))?;
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        if !parent.is_dir() {
            bail!("there is no directory {} to make {} in", parent.display(), path.display());
        }
        let draft = format!(".{}.unfinished-{}", name.to_string_lossy(), std::process::id());
        let draft = parent.join(draft);
        make_directory(&draft)?;
        Ok(Self { path: path.to_owned(), draft: Some(draft) })
    }

    /// Writes a file that is not there yet, with the directories on its way.
    pub fn write(&self, file: impl AsRef<Path>, content: &[u8], access: Access) -> Result<()> {
        let draft = self.draft.as_ref().context("the directory is finished")?;
        let mut directory = draft.clone();
        for part in file.as_ref().parent().into_iter().flat_map(Path::components) {
            directory.push(part);
            if !directory.is_dir() {
                make_directory(&directory)?;
            }
        }
        let path = draft.join(&file);
        write_new(&path, content, access)
            .with_context(|| format!("can't write {}", self.path.join(&file).display()))
    }

    /// Gives the directory its name. From here on it is there as a whole.
    pub fn finish(mut self) -> Result<()> {
        let draft = self.draft.as_ref().context("the directory is finished")?;
        File::open(draft)?.sync_all()?;
        // Making the directory is how its name is claimed: of two that try, one succeeds. An empty
        // directory can be replaced by a rename.
        match DirBuilder::new().mode(DIRECTORY_MODE).create(&self.path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => ensure_absent(&self.path)?,
            claimed => claimed.with_context(|| format!("can't make {}", self.path.display()))?,
        }
        if let Err(error) = fs::rename(draft, &self.path) {
            // Only an empty directory is removed by this, and this one is ours.
            let _ = fs::remove_dir(&self.path);
            return Err(error).with_context(|| format!("can't make {}", self.path.display()));
        }
        self.draft = None;
        Ok(())
    }
}

impl Drop for NewDirectory {
    fn drop(&mut self) {
        if let Some(draft) = &self.draft {
            if let Err(error) = fs::remove_dir_all(draft) {
                eprintln!("{} could not be removed: {error}", draft.display());
            }
        }
    }
}

fn ensure_absent(path: &Path) -> Result<()> {
    // A dangling link counts as something, too.
    if path.symlink_metadata().is_ok() {
        bail!("{} exists already; nothing is overwritten, so choose another place", path.display());
    }
    Ok(())
}

fn make_directory(path: &Path) -> Result<()> {
    DirBuilder::new()
        .mode(DIRECTORY_MODE)
        .create(path)
        .with_context(|| format!("can't make the directory {}", path.display()))
}

fn write_new(path: &Path, content: &[u8], access: Access) -> std::io::Result<()> {
    // Nobody else can open it even before its content is there.
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    // The mode at creation is narrowed by the umask; this one is not.
    file.set_permissions(Permissions::from_mode(access.mode()))?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn a_directory_appears_when_it_is_finished_and_only_its_owner_sees_it() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("new");
        let new = NewDirectory::begin(&path).unwrap();
        new.write("a/b/secret", b"s", Access::Secret).unwrap();
        new.write("public", b"p", Access::Public).unwrap();
        new.write("a/program", b"p", Access::Program).unwrap();
        assert!(!path.exists());
        new.finish().unwrap();
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 1);
        for directory in ["", "a", "a/b"] {
            assert_eq!(mode(&path.join(directory)), 0o700, "{directory}");
        }
        assert_eq!(mode(&path.join("a/b/secret")), 0o600);
        assert_eq!(mode(&path.join("public")), 0o644);
        assert_eq!(mode(&path.join("a/program")), 0o755);
    }

    #[test]
    fn what_is_given_up_leaves_nothing() {
        let parent = tempfile::tempdir().unwrap();
        let new = NewDirectory::begin(&parent.path().join("new")).unwrap();
        new.write("keys/secret", b"s", Access::Secret).unwrap();
        assert!(new.write("keys/secret", b"t", Access::Secret).is_err());
        drop(new);
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0);
    }

    #[test]
    fn nothing_is_overwritten_not_even_what_came_in_between() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("new");
        let new = NewDirectory::begin(&path).unwrap();
        fs::create_dir(&path).unwrap();
        fs::write(path.join("mine"), "mine").unwrap();
        assert!(new.finish().unwrap_err().to_string().contains("exists already"));
        assert!(NewDirectory::begin(&path).is_err());
        assert_eq!(fs::read_to_string(path.join("mine")).unwrap(), "mine");
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 1);
        assert!(NewDirectory::begin(&parent.path().join("not/there")).is_err());
    }
}
