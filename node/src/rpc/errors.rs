//! Errors of our own methods. Each message says what was wrong and what would be right.

use icn_blobs::Error as BlobError;
use icn_primitives::{apis::MAX_PAGE, Hash, OpaqueBlock as Block};
use jsonrpsee::types::{error::INVALID_PARAMS_CODE, ErrorObjectOwned};
use polkadot_sdk::{sp_api::ApiError, sp_blockchain::HeaderBackend};

/// What was given can't be read, or is more than is allowed (JSON-RPC 2.0's own code).
pub const INVALID_PARAMS: i32 = INVALID_PARAMS_CODE;
/// This node doesn't know the block that was named.
pub const UNKNOWN_BLOCK: i32 = 9001;
/// The runtime couldn't answer, for instance because the block's state has been deleted here.
pub const RUNTIME: i32 = 9002;

/// This node keeps no blobs.
pub const NO_BLOBS: i32 = 9003;
/// The blob, the upload, or so much of it isn't here.
pub const BLOB_NOT_HERE: i32 = 9004;
/// The permit doesn't allow the upload.
pub const BLOB_NOT_PERMITTED: i32 = 9005;
/// The capacity or the disk has no room.
pub const BLOB_NO_ROOM: i32 = 9006;
/// Not now: ask again in a moment.
pub const BLOB_BUSY: i32 = 9007;
/// The blob is damaged on this node's disk.
pub const BLOB_DAMAGED: i32 = 9008;
/// What was sent isn't what was declared.
pub const BLOB_FALSE: i32 = 9009;
/// The disk fails.
pub const DISK: i32 = 9010;

/// Entries of a page when the caller names no limit.
const DEFAULT_PAGE: u32 = 50;

/// An error about the caller's parameters.
pub fn invalid(why: impl std::fmt::Display) -> ErrorObjectOwned {
    ErrorObjectOwned::owned(INVALID_PARAMS, why.to_string(), None::<()>)
}

/// An error of a call into the runtime.
pub fn runtime(error: ApiError) -> ErrorObjectOwned {
    let message = "the runtime couldn't answer: this node may have deleted the block's state, ask \
                   one that keeps it (a gateway, or one with --state-pruning archive-canonical)";
    ErrorObjectOwned::owned(RUNTIME, message, Some(error.to_string()))
}

/// The error of a node that keeps no blobs.
pub fn no_blobs() -> ErrorObjectOwned {
    let message = "this node keeps no blobs: ask the JSON-RPC of a storage shard, at a node that \
                   wasn't started with --blob-capacity 0";
    ErrorObjectOwned::owned(NO_BLOBS, message, None::<()>)
}

/// The error of a permit that doesn't allow the upload; its data is the reason's name.
pub fn not_permitted(name: &str, why: &str) -> ErrorObjectOwned {
    ErrorObjectOwned::owned(BLOB_NOT_PERMITTED, why, Some(name))
}

/// An error of the store; its data is the error's name.
pub fn blob(error: BlobError) -> ErrorObjectOwned {
    use BlobError::*;
    let (code, name) = match &error {
        NotFound => (BLOB_NOT_HERE, "NotFound"),
        OutOfRange => (BLOB_NOT_HERE, "OutOfRange"),
        CapacityReached { .. } => (BLOB_NO_ROOM, "CapacityReached"),
        DiskFull => (BLOB_NO_ROOM, "DiskFull"),
        Busy => (BLOB_BUSY, "Busy"),
        Damaged { .. } => (BLOB_DAMAGED, "Damaged"),
        DamagedTree { .. } => (BLOB_DAMAGED, "DamagedTree"),
        NotWellFormed => (BLOB_FALSE, "NotWellFormed"),
        TooLong => (BLOB_FALSE, "TooLong"),
        DeclaredOtherwise(_) => (BLOB_FALSE, "DeclaredOtherwise"),
        ContentMismatch(_) => (BLOB_FALSE, "ContentMismatch"),
        Incomplete { .. } => (BLOB_FALSE, "Incomplete"),
        UnknownHash => (BLOB_FALSE, "UnknownHash"),
        WrongProof => (BLOB_FALSE, "WrongProof"),
        WrongChunk => (BLOB_FALSE, "WrongChunk"),
        AlreadyStored => (BLOB_FALSE, "AlreadyStored"),
        Locked | NotAStore | OtherFormat | Io(_) => (DISK, "Io"),
    };
    ErrorObjectOwned::owned(code, error.to_string(), Some(name))
}

/// The block to read at: the one named, if it is known, otherwise the best one.
pub fn block<C: HeaderBackend<Block>>(
    client: &C,
    at: Option<Hash>,
) -> Result<Hash, ErrorObjectOwned> {
    let Some(hash) = at else { return Ok(client.info().best_hash) };
    match client.number(hash) {
        Ok(Some(_)) => Ok(hash),
        Ok(None) => Err(ErrorObjectOwned::owned(
            UNKNOWN_BLOCK,
            format!("this node knows no block {hash:?}"),
            None::<()>,
        )),
        Err(error) => Err(ErrorObjectOwned::owned(UNKNOWN_BLOCK, error.to_string(), None::<()>)),
    }
}

/// How many entries to return.
pub fn page(limit: Option<u32>) -> Result<u32, ErrorObjectOwned> {
    match limit.unwrap_or(DEFAULT_PAGE) {
        limit @ 1..=MAX_PAGE => Ok(limit),
        limit => Err(invalid(format!("limit is {limit}, and has to be 1 to {MAX_PAGE}"))),
    }
}
