//! Errors of our own methods. Each message says what was wrong and what would be right.

use icn_primitives::{apis::MAX_PAGE, Hash, OpaqueBlock as Block};
use jsonrpsee::types::{error::INVALID_PARAMS_CODE, ErrorObjectOwned};
use polkadot_sdk::{sp_api::ApiError, sp_blockchain::HeaderBackend};

/// What was given can't be read, or is more than is allowed (JSON-RPC 2.0's own code).
pub const INVALID_PARAMS: i32 = INVALID_PARAMS_CODE;
/// This node doesn't know the block that was named.
pub const UNKNOWN_BLOCK: i32 = 9001;
/// The runtime couldn't answer, for instance because the block's state has been deleted here.
pub const RUNTIME: i32 = 9002;

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
