//! What may go wrong.

use std::{fmt, io};

use icn_primitives::content::{Content, ContentRoot, TooLong};

/// What a store's functions give.
pub type Result<T> = std::result::Result<T, Error>;

/// Why something was not done. What was there before is there still.
#[derive(Debug)]
pub enum Error {
    /// There is no such blob, or no such upload.
    NotFound,
    /// The blob is there already.
    AlreadyStored,
    /// Somebody else is working on this upload.
    Busy,
    /// Another process has this directory.
    Locked,
    /// The directory has something else in it: a store begins in an empty one.
    NotAStore,
    /// The directory was made by another version of this program.
    OtherFormat,
    /// The store would have more bytes than it may.
    CapacityReached {
        /// Bytes that would be needed, what surrounds the blob included.
        needed: u64,
        /// Bytes that are left.
        free: u64,
    },
    /// The disk, or the quota on it, has no more room.
    DiskFull,
    /// The file is longer than can be anchored.
    TooLong,
    /// What was declared can't be the content of any file.
    NotWellFormed,
    /// An upload of this root was declared otherwise before.
    DeclaredOtherwise(Box<Content>),
    /// The bytes have the declared content root and not the rest: what was declared is false.
    ContentMismatch(Box<Content>),
    /// Chunks are missing yet.
    Incomplete {
        /// How many.
        missing: u32,
    },
    /// The blob has no such chunk or segment, or not so many bytes.
    OutOfRange,
    /// The chunk's hash must be known before its bytes.
    UnknownHash,
    /// The hashes or the proof don't lead to the root.
    WrongProof,
    /// The bytes haven't the hash that this chunk has.
    WrongChunk,
    /// A chunk's bytes have changed on the disk.
    Damaged {
        /// Of which blob.
        root: ContentRoot,
        /// Which chunk; the first is 0.
        chunk: u32,
    },
    /// The hashes beside a blob have changed on the disk.
    DamagedTree {
        /// Of which blob.
        root: ContentRoot,
    },
    /// Something else that the system says.
    Io(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("it is not in this store"),
            Self::AlreadyStored => f.write_str("it is in this store already"),
            Self::Busy => f.write_str("this upload is being worked on"),
            Self::Locked => f.write_str("another process has this store open"),
            Self::NotAStore => {
                f.write_str("the directory is not a store, and not empty to become one")
            }
            Self::OtherFormat => f.write_str("another version made this store"),
            Self::CapacityReached { needed, free } => {
                write!(f, "{needed} bytes are needed, and {free} are left of the store's capacity")
            }
            Self::DiskFull => f.write_str("the disk has no more room"),
            Self::TooLong => TooLong.fmt(f),
            Self::NotWellFormed => f.write_str("no file can have the declared content"),
            Self::DeclaredOtherwise(_) => {
                f.write_str("an upload with this content root was declared otherwise before")
            }
            Self::ContentMismatch(_) => {
                f.write_str("the bytes have another segment root or S003 hash than was declared")
            }
            Self::Incomplete { missing } => write!(f, "{missing} chunks are missing"),
            Self::OutOfRange => f.write_str("the blob ends before that"),
            Self::UnknownHash => f.write_str("the chunk came before its hash"),
            Self::WrongProof => f.write_str("these hashes do not lead to the content root"),
            Self::WrongChunk => f.write_str("the bytes have another hash than the chunk"),
            Self::Damaged { root, chunk } => write!(f, "chunk {chunk} of {root:x} is damaged"),
            Self::DamagedTree { root } => write!(f, "the hashes beside {root:x} are damaged"),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io(error),
        }
    }
}

impl From<TooLong> for Error {
    fn from(_: TooLong) -> Self {
        Self::TooLong
    }
}
