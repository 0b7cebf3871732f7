//! # Blobs on a provider's disk
//!
//! The bytes of the files whose anchors are on the storage shard: written, read, proven and passed
//! on (domain §8, S003 storage, S001 §4 `BlobService`). Nothing here asks the chain or the
//! network; the node brings both together.
//!
//! ## Terms
//!
//! - **Blob**: a file by its bytes alone. Its name is its content root
//!   ([`icn_primitives::content`]); it never changes.
//! - **Store**: a directory that one process has at a time, with a capacity in bytes ([`Store`]).
//! - **Tree**: the file beside a blob's bytes with the hashes of its chunks and the levels of both
//!   Merkle trees above the chunks, so that a proof reads one chunk and a hash a level.
//! - **Upload**: a blob that isn't complete yet ([`Upload`]). Its chunks come in any order.
//! - **Fetch**: an upload whose chunks come from other providers ([`Fetch`]).
//!
//! ## Scenarios
//!
//! Somebody has a file and stores it: [`Store::put`] reads it once and gives its [`Content`], which
//! goes into the anchor.
//!
//! Somebody sends a file in pieces:
//! 1. The client hashes it ([`hash`]) and declares what comes ([`Store::upload`]).
//! 2. It says the chunks' hashes, all at once, by page or one by one with a proof. What doesn't
//!    lead to the declared root isn't taken.
//! 3. It sends chunks in any order. One that hasn't its hash isn't taken.
//! 4. The connection breaks, or the machine. [`Upload::missing`] says what to send still.
//! 5. [`Upload::finish`] checks all three hashes, and from then on the blob is there.
//!
//! A provider has committed to a replica: a [`Fetch`] asks the providers that have it, several at
//! once, and none again that sent something false.
//!
//! A challenge asks for segments: [`Blob::prove`] makes the proofs that the chain checks.
//!
//! A disk decays: [`Store::scrub`] reads everything and says which chunks of which blobs are
//! damaged; [`Store::repair`] takes the right bytes from elsewhere.
//!
//! ## When effects start
//!
//! A blob is there when [`Store::put`] or [`Upload::finish`] returns, and then survives a power
//! failure: its bytes and hashes are on the disk before the one rename that gives it its name. It is
//! gone when [`Store::delete`] returns.
//!
//! ## What may fail, and what then holds
//!
//! - The process dies, or the power fails: each blob is there completely or not at all. Uploads go
//!   on with the chunks that are really there; each of them is read and hashed again first.
//! - The disk is full, or the capacity is reached: [`Error::DiskFull`], [`Error::CapacityReached`].
//!   What was there stays, and an upload goes on when there is room.
//! - Bytes on the disk have changed: no read gives a chunk that hasn't its hash, whatever the tree
//!   says: each chunk's hash is followed up to the root that is the blob's name.
//! - A peer sends garbage: it is found out with the answer in which it does, and asked no more.
//!
//! Unix only: reads and writes at a position, and a directory that can be synced.

mod blob;
mod digest;
mod error;
mod fetch;
mod layout;
mod permit;
mod repair;
mod serve;
mod store;
#[cfg(test)]
mod tests;
mod tree;
mod upload;
pub mod wire;
mod writer;

pub use blob::Blob;
pub use digest::hash;
pub use error::{Error, Result};
pub use fetch::{Ask, Failure, Fetch, Misdeed, Parameters, PeerView, Progress, RequestId, Taken};
pub use permit::{permit_text, NotPermitted, Permit, LONGEST};
pub use repair::{Health, Rebuilt};
pub use serve::{answer, serve};
pub use store::{Listed, Store, Usage};
pub use upload::Upload;
pub use writer::Writer;

pub use icn_primitives::{
    content::{ChunkProof, Content, ContentRoot, SegmentProof, CHUNK, SEGMENT},
    Hash,
};

/// A place where a test lets the process die. Nothing at all elsewhere.
#[inline(always)]
fn step() {
    #[cfg(test)]
    tests::kill::step();
}
