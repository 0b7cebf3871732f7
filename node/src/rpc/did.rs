//! `did_*`: identity.

use codec::DecodeAll;
use icn_primitives::{
    apis::DidApi, document::Relationships, resolution, AccountId, Did, Hash, Signature,
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc, types::ErrorObjectOwned};
use polkadot_sdk::sp_core::{crypto::Ss58Codec, Bytes};
use serde_json::Value;
use std::sync::Arc;

use super::{errors, views::Verified, ChainReader};

/// Longest message that is verified, in bytes: what is longer is signed by its hash.
const MAX_MESSAGE: usize = 1 << 20;

/// Identity.
#[rpc(server)]
pub trait DidRpc {
    /// Resolves a DID.
    #[method(name = "did_resolve", blocking)]
    fn resolve(&self, did: String, at: Option<Hash>) -> RpcResult<Value>;

    /// Verifies a signature against a DID.
    #[method(name = "did_verify", blocking)]
    fn verify(
        &self,
        did: String,
        message: Bytes,
        signature: Bytes,
        relationship: Option<String>,
        at: Option<Hash>,
    ) -> RpcResult<Verified>;

    /// Finds the DID that an account acts for.
    #[method(name = "did_ofAccount", blocking)]
    fn of_account(&self, account: String, at: Option<Hash>) -> RpcResult<Option<Did>>;
}

/// Answers `did_*` from the chain.
pub struct Dids<C> {
    client: Arc<C>,
}

impl<C> Dids<C> {
    pub fn new(client: Arc<C>) -> Self {
        Self { client }
    }
}

impl<C: ChainReader> DidRpcServer for Dids<C> {
    fn resolve(&self, did: String, at: Option<Hash>) -> RpcResult<Value> {
        let at = errors::block(&*self.client, at)?;
        let mut failed = None;
        let result = resolution::resolve(&did, |did| {
            self.client.runtime_api().did_document(at, *did).unwrap_or_else(|error| {
                failed = Some(error);
                None
            })
        });
        match failed {
            None => Ok(result),
            // "Not found" would be a lie: the chain wasn't asked.
            Some(error) => Err(errors::runtime(error)),
        }
    }

    fn verify(
        &self,
        did: String,
        message: Bytes,
        signature: Bytes,
        relationship: Option<String>,
        at: Option<Hash>,
    ) -> RpcResult<Verified> {
        if message.len() > MAX_MESSAGE {
            return Err(errors::invalid("the message is longer than 1 MiB: sign its hash instead"));
        }
        let did = parse(&did)?;
        let signature = multi_signature(&signature)?;
        let relationship = relationships(relationship.as_deref())?;
        let at = errors::block(&*self.client, at)?;
        let key = self
            .client
            .runtime_api()
            .verify_signature(at, did, relationship, message.0, signature)
            .map_err(errors::runtime)?;
        Ok(Verified::new(&did, key))
    }

    fn of_account(&self, account: String, at: Option<Hash>) -> RpcResult<Option<Did>> {
        let account = parse_account(&account)?;
        let at = errors::block(&*self.client, at)?;
        self.client.runtime_api().did_of(at, account).map_err(errors::runtime)
    }
}

/// Reads a DID of this chain.
pub fn parse(text: &str) -> Result<Did, ErrorObjectOwned> {
    text.parse().map_err(errors::invalid)
}

/// Reads an account: its address, or its 32 bytes in hexadecimal.
pub fn parse_account(text: &str) -> Result<AccountId, ErrorObjectOwned> {
    let bytes = text
        .strip_prefix("0x")
        .and_then(|_| serde_json::from_value::<Hash>(text.into()).ok())
        .map(|bytes| AccountId::new(bytes.0));
    bytes.or_else(|| AccountId::from_ss58check(text).ok()).ok_or_else(|| {
        errors::invalid("an account is an SS58 address, or 0x and 64 hexadecimal digits")
    })
}

/// Reads a signature with its kind before it, as in a transaction.
pub fn multi_signature(bytes: &[u8]) -> Result<Signature, ErrorObjectOwned> {
    match Signature::decode_all(&mut &bytes[..]) {
        Ok(signature @ (Signature::Ed25519(_) | Signature::Sr25519(_))) => Ok(signature),
        _ => Err(errors::invalid(
            "a signature is 00 (Ed25519) or 01 (Sr25519) and its 64 bytes, in hexadecimal after 0x",
        )),
    }
}

/// Reads a relationship's W3C name; `authentication` if there is none.
fn relationships(name: Option<&str>) -> Result<Relationships, ErrorObjectOwned> {
    let Some(name) = name else { return Ok(Relationships::AUTHENTICATION) };
    let known = Relationships::ALL.into_iter().find(|(_, known)| *known == name);
    known.map(|(relationships, _)| relationships).ok_or_else(|| {
        let names = Relationships::ALL.map(|(_, name)| name).join(", ");
        errors::invalid(format!("a relationship is one of {names}"))
    })
}
