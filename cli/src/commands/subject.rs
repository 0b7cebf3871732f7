//! Whom a command is about, when it isn't said.

use icn_primitives::Did;

use crate::{chain::Chain, context::Context, failure::Result};

/// `named`, or the DID of whoever signs: the one that the chain knows the key of, else the one
/// that the key gives.
pub async fn subject(context: &Context, chain: &Chain, named: Option<Did>) -> Result<Did> {
    match named {
        Some(did) => Ok(did),
        None => {
            let signer = context.signer()?;
            Ok(chain.did_of(&signer.account()).await?.unwrap_or_else(|| signer.did()))
        }
    }
}
