//! `icn_blob*`: the bytes of anchored files, at a node that runs a storage shard.
//!
//! Whoever reaches this node's JSON-RPC may read what it keeps, as with the chain itself. To upload
//! takes a permit that an active member has signed; once an upload is open, each chunk speaks for
//! itself by its hash.

use base64::{prelude::BASE64_STANDARD, Engine};
use icn_blobs::{
    wire::{HashPage, MAX_ORDER},
    Content, Permit, CHUNK,
};
use icn_primitives::{
    admission::Standing,
    apis::{AdmissionApi, SeatsApi},
    content::MAX_PATH,
    CooperativeId, Hash, Moment, OpaqueBlock as Block, Refusal,
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc, types::ErrorObjectOwned};
use polkadot_sdk::{
    sc_network::PeerId, sp_api::ProvideRuntimeApi, sp_blockchain::HeaderBackend, sp_core::Bytes,
};
use serde::Deserialize;
use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use super::{
    did::{multi_signature, parse_account},
    errors,
    views::blobs::{BlobPage, ChunkView, HashesView, UploadState, UsageView},
};
use crate::blobs::{metrics::Way, Blobs as Kept};

#[cfg(test)]
mod tests;

/// Most ranges of missing chunks that one answer names.
const RANGES: usize = 200;

/// A client whose runtime says who is a member, and whose node this is.
pub trait MemberReader:
    ProvideRuntimeApi<Block, Api: AdmissionApi<Block> + SeatsApi<Block>>
    + HeaderBackend<Block>
    + Send
    + Sync
    + 'static
{
}
impl<C> MemberReader for C where
    C: ProvideRuntimeApi<Block, Api: AdmissionApi<Block> + SeatsApi<Block>>
        + HeaderBackend<Block>
        + Send
        + Sync
        + 'static
{
}

/// The bytes of anchored files.
#[rpc(server)]
pub trait BlobRpc {
    /// Shows what this node keeps and may keep.
    #[method(name = "icn_blobUsage", blocking)]
    fn usage(&self) -> RpcResult<UsageView>;

    /// Lists the blobs that this node keeps.
    #[method(name = "icn_blobs", blocking)]
    fn list(&self, after: Option<Hash>, limit: Option<u32>) -> RpcResult<BlobPage>;

    /// Says what a blob is.
    #[method(name = "icn_blob", blocking)]
    fn blob(&self, root: Hash) -> RpcResult<Option<Content>>;

    /// Gives the hashes of a page of a blob's chunks.
    #[method(name = "icn_blobHashes", blocking)]
    fn hashes(&self, root: Hash, order: u8, page: u32) -> RpcResult<HashesView>;

    /// Gives the bytes of a chunk.
    #[method(name = "icn_blobChunk", blocking)]
    fn chunk(&self, root: Hash, index: u32) -> RpcResult<ChunkView>;

    /// Begins an upload, or goes on with it.
    #[method(name = "icn_blobUpload", blocking)]
    fn upload(&self, content: Content, permit: PermitParam) -> RpcResult<UploadState>;

    /// Says how far an upload is.
    #[method(name = "icn_blobUploadState", blocking)]
    fn upload_state(&self, root: Hash, from: Option<u32>) -> RpcResult<UploadState>;

    /// Takes the hashes of a page of an upload's chunks.
    #[method(name = "icn_blobPutHashes", blocking)]
    fn put_hashes(
        &self,
        root: Hash,
        order: u8,
        page: u32,
        hashes: String,
        path: Vec<Hash>,
    ) -> RpcResult<bool>;

    /// Takes a chunk of an upload.
    #[method(name = "icn_blobPutChunk", blocking)]
    fn put_chunk(&self, root: Hash, index: u32, bytes: String) -> RpcResult<bool>;

    /// Ends an upload.
    #[method(name = "icn_blobFinish", blocking)]
    fn finish(&self, root: Hash) -> RpcResult<Content>;
}

/// A permit as it is written in JSON.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PermitParam {
    /// Whose signature it is.
    account: String,
    /// With its kind before it.
    signature: Bytes,
    /// Until when it holds.
    expires_at: Moment,
}

/// Answers from this node's blobs.
pub struct Blobs<C> {
    client: Arc<C>,
    /// `None`: this node keeps none.
    kept: Option<Kept>,
    /// This node's name in the network, from which its cooperative is known.
    local_peer: PeerId,
}

impl<C: MemberReader> Blobs<C> {
    pub fn new(client: Arc<C>, kept: Option<Kept>, local_peer: PeerId) -> Self {
        Self { client, kept, local_peer }
    }

    fn kept(&self) -> Result<&Kept, ErrorObjectOwned> {
        self.kept.as_ref().ok_or_else(errors::no_blobs)
    }

    /// Does work that needs the disk, if not too much of it is being done already.
    fn work<T>(
        &self,
        work: impl FnOnce(&Kept) -> icn_blobs::Result<T>,
    ) -> Result<T, ErrorObjectOwned> {
        let kept = self.kept()?;
        let _place = kept.place().map_err(errors::blob)?;
        work(kept).map_err(errors::blob)
    }

    /// Refuses whoever isn't an active member: of this node's own cooperative, if it is known.
    fn ensure_may_upload(&self, content: &Content, permit: Permit) -> Result<(), ErrorObjectOwned> {
        let info = self.client.info();
        let refuse = |name: &str, why: &str| Err(errors::not_permitted(name, why));
        if let Err(why) = permit.check(content, &info.genesis_hash, now()) {
            return refuse(&format!("Permit{why:?}"), &why.to_string());
        }
        let (at, api) = (info.best_hash, self.client.runtime_api());
        let signer = match api.quota(at, permit.account).map_err(errors::runtime)? {
            Ok(quota) => quota.signer,
            Err(code) => {
                return match Refusal::from_code(code) {
                    Some(refusal) => refuse(&format!("{refusal:?}"), refusal.sentence()),
                    None => refuse(&code.to_string(), "the chain doesn't admit this account"),
                }
            }
        };
        if !matches!(signer.standing, Standing::Member | Standing::Steward | Standing::Organisation)
        {
            let why = "only members upload, and this account is no member's";
            return refuse("NotMember", why);
        }
        match self.own_cooperative(at)? {
            Some(own) if signer.cooperative != Some(own) => refuse(
                "OtherCooperative",
                &format!(
                    "this node is of cooperative {}, and takes the uploads of its members: ask a \
                     node of your own cooperative",
                    own.0
                ),
            ),
            _ => Ok(()),
        }
    }

    /// The cooperative whose seat lists this node.
    fn own_cooperative(&self, at: Hash) -> Result<Option<CooperativeId>, ErrorObjectOwned> {
        let local = self.local_peer.to_bytes();
        let seats = self.client.runtime_api().seats(at).map_err(errors::runtime)?;
        let own = seats.iter().find(|seat| seat.node_keys.iter().any(|key| key[..] == local[..]));
        Ok(own.map(|seat| seat.cooperative))
    }
}

impl<C: MemberReader> BlobRpcServer for Blobs<C> {
    fn usage(&self) -> RpcResult<UsageView> {
        Ok(self.kept()?.store.usage().into())
    }

    fn list(&self, after: Option<Hash>, limit: Option<u32>) -> RpcResult<BlobPage> {
        let limit = errors::page(limit)?;
        let listed = self.kept()?.store.list(after.as_ref(), limit as usize);
        Ok(BlobPage::new(listed, limit))
    }

    fn blob(&self, root: Hash) -> RpcResult<Option<Content>> {
        match self.kept()?.store.content(&root) {
            Ok(content) => Ok(Some(content)),
            Err(icn_blobs::Error::NotFound) => Ok(None),
            Err(error) => Err(errors::blob(error)),
        }
    }

    fn hashes(&self, root: Hash, order: u8, page: u32) -> RpcResult<HashesView> {
        ensure_order(order)?;
        self.work(|kept| kept.store.blob(&root)?.hashes(order, page)).map(HashesView::from)
    }

    fn chunk(&self, root: Hash, index: u32) -> RpcResult<ChunkView> {
        self.work(|kept| {
            let (blob, mut bytes) = (kept.store.blob(&root)?, Vec::new());
            blob.read_chunk(index, &mut bytes)?;
            kept.metrics.transferred(Way::Downloaded, bytes.len());
            Ok(ChunkView::new(blob.chunk_proof(index)?, &bytes))
        })
    }

    fn upload(&self, content: Content, permit: PermitParam) -> RpcResult<UploadState> {
        self.kept()?;
        let permit = Permit {
            account: parse_account(&permit.account)?,
            signature: multi_signature(&permit.signature)?,
            expires_at: permit.expires_at,
        };
        self.ensure_may_upload(&content, permit)?;
        self.work(|kept| kept.uploads.begin(content, RANGES)).map(UploadState::from)
    }

    fn upload_state(&self, root: Hash, from: Option<u32>) -> RpcResult<UploadState> {
        self.work(|kept| kept.uploads.state(&root, from.unwrap_or_default(), RANGES))
            .map(UploadState::from)
    }

    fn put_hashes(
        &self,
        root: Hash,
        order: u8,
        page: u32,
        hashes: String,
        path: Vec<Hash>,
    ) -> RpcResult<bool> {
        ensure_order(order)?;
        if path.len() > MAX_PATH as usize {
            return Err(errors::invalid(format!("a path has at most {MAX_PATH} hashes")));
        }
        let bytes = decoded("hashes", &hashes, 32 << order)?;
        if bytes.is_empty() || bytes.len() % 32 != 0 {
            return Err(errors::invalid("hashes are 32 bytes each, one after the other"));
        }
        let hashes = bytes.chunks_exact(32).map(Hash::from_slice).collect();
        let page = HashPage { order, page, hashes, path };
        self.work(|kept| kept.uploads.put_hashes(&root, &page)).map(|()| true)
    }

    fn put_chunk(&self, root: Hash, index: u32, bytes: String) -> RpcResult<bool> {
        let bytes = decoded("bytes", &bytes, CHUNK as usize)?;
        self.work(|kept| {
            kept.uploads.put_chunk(&root, index, &bytes)?;
            kept.metrics.transferred(Way::Uploaded, bytes.len());
            Ok(true)
        })
    }

    fn finish(&self, root: Hash) -> RpcResult<Content> {
        self.work(|kept| {
            let content = kept.uploads.finish(&root)?;
            kept.metrics.usage(&kept.store.usage());
            Ok(content)
        })
    }
}

fn ensure_order(order: u8) -> Result<(), ErrorObjectOwned> {
    if order > MAX_ORDER {
        return Err(errors::invalid(format!(
            "a page has the hashes of 2^order chunks, and order is at most {MAX_ORDER}"
        )));
    }
    Ok(())
}

/// Bytes in base64, at most `longest` of them.
fn decoded(what: &str, text: &str, longest: usize) -> Result<Vec<u8>, ErrorObjectOwned> {
    // Four characters for three bytes.
    if text.len() > longest.div_ceil(3).saturating_mul(4) {
        return Err(errors::invalid(format!("{what} has at most {longest} bytes")));
    }
    let bytes = BASE64_STANDARD.decode(text).map_err(|error| {
        errors::invalid(format!("{what} is no base64 (RFC 4648 §4, with padding): {error}"))
    })?;
    if bytes.len() > longest {
        return Err(errors::invalid(format!("{what} has at most {longest} bytes")));
    }
    Ok(bytes)
}

/// This machine's time, in milliseconds since the Unix epoch.
fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_millis().try_into().unwrap_or(Moment::MAX)
}
