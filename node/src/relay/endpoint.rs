//! A shard's JSON-RPC, in this process or elsewhere, and what the relay asks of it.
//!
//! In this process the very same methods are called in memory, so that there is one way to relay.

use anyhow::{anyhow, Context, Result};
use codec::{Decode, DecodeAll, Encode};
use futures::{stream::BoxStream, StreamExt};
use icn_primitives::{BlockNumber, Hash, Header};
use jsonrpsee::{
    core::{
        client::{ClientT, SubscriptionClientT},
        params::ArrayParams,
    },
    rpc_params,
    ws_client::{WsClient, WsClientBuilder},
    RpcModule,
};
use polkadot_sdk::{
    bp_header_chain::justification::GrandpaJustification, sc_consensus_grandpa::FinalityProof,
    sc_rpc_api::state::ReadProof, sp_core::Bytes,
};
use serde::de::DeserializeOwned;
use std::{sync::Arc, time::Duration};
use tokio::sync::Mutex;

/// The longest answer that is read, in bytes: a proof of many long messages, in hexadecimal.
const MAX_ANSWER: u32 = 128 * 1024 * 1024;
/// How long a shard elsewhere may take for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The votes that make a block final.
pub type Justification = GrandpaJustification<Header>;

/// Where a shard's JSON-RPC is.
#[derive(Clone)]
pub enum Endpoint {
    /// In this process.
    Local(Arc<RpcModule<()>>),
    /// At a WebSocket address.
    Remote(Arc<Remote>),
}

/// A connection that is made when it is needed, and anew when it broke.
pub struct Remote {
    url: String,
    client: Mutex<Option<Arc<WsClient>>>,
}

impl Remote {
    async fn client(&self) -> Result<Arc<WsClient>> {
        let mut client = self.client.lock().await;
        if let Some(connected) = client.as_ref().filter(|client| client.is_connected()) {
            return Ok(connected.clone());
        }
        let connected = WsClientBuilder::new()
            .max_response_size(MAX_ANSWER)
            .max_request_size(MAX_ANSWER)
            .request_timeout(PATIENCE)
            .build(&self.url)
            .await
            .with_context(|| format!("no connection to {}", self.url))?;
        Ok(client.insert(Arc::new(connected)).clone())
    }
}

impl Endpoint {
    /// The shard whose RPC listens at `url`.
    pub fn remote(url: String) -> Self {
        Self::Remote(Arc::new(Remote { url, client: Mutex::new(None) }))
    }

    /// Calls a method of its JSON-RPC.
    pub async fn request<T: DeserializeOwned + Clone>(
        &self,
        method: &str,
        params: ArrayParams,
    ) -> Result<T, RpcError> {
        match self {
            Self::Local(module) => Ok(module.call(method, params).await?),
            Self::Remote(remote) => Ok(remote.client().await?.request(method, params).await?),
        }
    }

    async fn subscribe<T: DeserializeOwned + Send + Unpin + 'static>(
        &self,
        method: &'static str,
        unsubscribe: &'static str,
    ) -> Result<BoxStream<'static, T>> {
        match self {
            Self::Local(module) => {
                let subscription = module.subscribe_unbounded(method, rpc_params![]).await?;
                Ok(futures::stream::unfold(subscription, |mut subscription| async {
                    let (item, _) = subscription.next::<T>().await?.ok()?;
                    Some((item, subscription))
                })
                .boxed())
            }
            Self::Remote(remote) => {
                let client = remote.client().await?;
                let subscription =
                    client.subscribe::<T, _>(method, rpc_params![], unsubscribe).await?;
                // The client lives as long as its subscription.
                let items = subscription.take_while(|item| futures::future::ready(item.is_ok()));
                Ok(items
                    .filter_map(move |item| {
                        let _client = client.clone();
                        futures::future::ready(item.ok())
                    })
                    .boxed())
            }
        }
    }

    /// Calls the runtime API `method`, at the best block or at `at`.
    pub async fn runtime<R: Decode>(
        &self,
        method: &str,
        arguments: &impl Encode,
        at: Option<Hash>,
    ) -> Result<R> {
        let arguments = Bytes(arguments.encode());
        let answer: Bytes = self.request("state_call", rpc_params![method, arguments, at]).await?;
        R::decode_all(&mut &answer[..])
            .map_err(|error| anyhow!("{method} answers in another format: {error}"))
    }

    /// The header of block `hash`, or of the best block.
    pub async fn header(&self, hash: Option<Hash>) -> Result<Header> {
        let header: Option<Header> = self.request("chain_getHeader", rpc_params![hash]).await?;
        header.with_context(|| format!("there is no block {hash:?}"))
    }

    /// The header of the last final block.
    pub async fn finalized(&self) -> Result<Header> {
        let hash: Hash = self.request("chain_getFinalizedHead", rpc_params![]).await?;
        self.header(Some(hash)).await
    }

    /// The nodes of the state of block `at` that prove the values of `keys`.
    pub async fn proof(&self, keys: Vec<Vec<u8>>, at: Hash) -> Result<Vec<Vec<u8>>> {
        let keys: Vec<_> = keys.into_iter().map(Bytes).collect();
        let answer: ReadProof<Hash> =
            self.request("state_getReadProof", rpc_params![keys, at]).await?;
        Ok(answer.proof.into_iter().map(|node| node.0).collect())
    }

    /// The last block of the set that finalizes block `number`, with its votes; of the present set,
    /// the last whose votes are kept. `None` if there is none, or the block isn't final.
    pub async fn prove_finality(&self, number: BlockNumber) -> Result<Option<Justification>> {
        let answer: Result<Option<Bytes>, _> =
            self.request("grandpa_proveFinality", rpc_params![number]).await;
        let proof = match answer {
            Ok(Some(proof)) => proof,
            Ok(None) => return Ok(None),
            // Not final yet: the method has no other way to say so.
            Err(RpcError::Refused(..)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let proof = FinalityProof::<Header>::decode(&mut &proof[..])?;
        Ok(Some(Justification::decode(&mut &proof.justification[..])?))
    }

    /// Each justification as it is made.
    pub async fn justifications(&self) -> Result<BoxStream<'static, Justification>> {
        let encoded: BoxStream<'static, Bytes> = self
            .subscribe("grandpa_subscribeJustifications", "grandpa_unsubscribeJustifications")
            .await?;
        Ok(encoded
            .filter_map(|bytes| async move { Justification::decode(&mut &bytes[..]).ok() })
            .boxed())
    }

    /// The number of each new best block.
    pub async fn best_blocks(&self) -> Result<BoxStream<'static, BlockNumber>> {
        let heads: BoxStream<'static, Header> =
            self.subscribe("chain_subscribeNewHeads", "chain_unsubscribeNewHeads").await?;
        Ok(heads.map(|head| head.number).boxed())
    }

    /// Hands a transaction to the shard's pool.
    pub async fn submit(&self, transaction: Vec<u8>) -> Result<Hash, RpcError> {
        self.request("author_submitExtrinsic", rpc_params![Bytes(transaction)]).await
    }
}

/// Why a request had no answer.
#[derive(Debug)]
pub enum RpcError {
    /// The shard's node said no, with this number and sentence.
    Refused(i32, String),
    /// It couldn't be asked.
    Unreachable(anyhow::Error),
}

impl std::fmt::Display for RpcError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(code, sentence) => write!(f, "{sentence} ({code})"),
            Self::Unreachable(error) => write!(f, "{error:#}"),
        }
    }
}

impl std::error::Error for RpcError {}

impl RpcError {
    fn refused(error: &jsonrpsee::types::ErrorObject<'_>) -> Self {
        let data = error.data().map(|data| format!(": {data}")).unwrap_or_default();
        Self::Refused(error.code(), format!("{}{data}", error.message()))
    }
}

impl From<anyhow::Error> for RpcError {
    fn from(error: anyhow::Error) -> Self {
        Self::Unreachable(error)
    }
}

impl From<jsonrpsee::server::MethodsError> for RpcError {
    fn from(error: jsonrpsee::server::MethodsError) -> Self {
        match error {
            jsonrpsee::server::MethodsError::JsonRpc(error) => Self::refused(&error),
            error => Self::Unreachable(error.into()),
        }
    }
}

impl From<jsonrpsee::core::ClientError> for RpcError {
    fn from(error: jsonrpsee::core::ClientError) -> Self {
        match error {
            jsonrpsee::core::ClientError::Call(error) => Self::refused(&error),
            error => Self::Unreachable(error.into()),
        }
    }
}
