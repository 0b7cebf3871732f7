//! Reads from a node.

use std::{str::FromStr, sync::Arc, time::Duration};

use icn_primitives::{CooperativeId, Did, Hash, Moment};
use jsonrpsee::ws_client::WsClientBuilder;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use subxt::{
    backend::LegacyBackend,
    client::{ClientAtBlock, OnlineClientAtBlockImpl},
    config::SubstrateConfig,
    dynamic::{self, Value},
    ext::scale_value::scale::decode_as_type,
    rpcs::client::{RpcClient, RpcParams},
    utils::H256,
    OnlineClient,
};

use crate::{
    decoding::{decode, decoded_call},
    encoding,
    failure::{Failure, Result},
    parse,
    submission::Call,
};

/// How often the newest block is looked for anew, because the one that was found has been replaced.
const REPLACED: u32 = 5;
/// How long a node may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// How long it may take to answer. It answers nobody while it compiles a new runtime, which takes a
/// busy machine more than a minute.
const ANSWER: Duration = Duration::from_secs(300);
/// How much of what a subscription says may wait to be read, as subxt has it.
const UNREAD: usize = 4096;

/// The chain at one block.
pub type Block = ClientAtBlock<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>;

/// Which block is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum At {
    /// The newest one, which may still be replaced.
    #[default]
    Best,
    /// The newest one that can't be.
    Finalized,
    /// The one with this hash.
    Hash(Hash),
}

impl FromStr for At {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text {
            "best" => Ok(Self::Best),
            "finalized" => Ok(Self::Finalized),
            hash => parse::hash(hash).map(Self::Hash).map_err(|_| {
                "a block is \"best\", \"finalized\", or its hash: \"0x\" and 64 digits".into()
            }),
        }
    }
}

/// A connection to a node, and the block that is read.
pub struct Chain {
    rpc: RpcClient,
    client: OnlineClient<SubstrateConfig>,
    block: Block,
    /// Why it is this block.
    at: At,
}

impl Chain {
    /// Connects to the node at `url`.
    pub async fn connect(url: &str, at: At) -> Result<Self> {
        let unreachable = |why: &dyn std::fmt::Display| {
            // The causes' kinds say nothing to people.
            let why = why.to_string().replace("RPC error: ", "").replace("client error: ", "");
            Failure::unreachable(format!("no node answers at {url}: {why}"))
        };
        // Whether a plain `ws://` may be used is for whoever names it to say.
        let client = WsClientBuilder::new()
            .request_timeout(ANSWER)
            .max_buffer_capacity_per_subscription(UNREAD);
        let client = tokio::time::timeout(CONNECT, client.build(url))
            .await
            .map_err(|_| unreachable(&"it took too long"))?
            .map_err(|why| unreachable(&why))?;
        let rpc = RpcClient::new(client);
        let backend = LegacyBackend::builder().build(rpc.clone());
        let client = OnlineClient::from_backend(Arc::new(backend)).await?;
        let block = Self::find(&rpc, &client, at).await?;
        Ok(Self { rpc, client, block, at })
    }

    async fn find(
        rpc: &RpcClient,
        client: &OnlineClient<SubstrateConfig>,
        at: At,
    ) -> Result<Block> {
        Ok(match at {
            At::Finalized => client.at_current_block().await?,
            At::Best => {
                while_replaced(async || {
                    let hash: H256 = rpc.request("chain_getBlockHash", RpcParams::new()).await?;
                    Ok(client.at_block(hash).await?)
                })
                .await?
            }
            At::Hash(hash) => client.at_block(H256::from(hash.0)).await?,
        })
    }

    /// The block that is read.
    pub fn block(&self) -> &Block {
        &self.block
    }

    /// Reads `at` from now on.
    pub async fn go_to(&mut self, at: At) -> Result<()> {
        self.block = self.at(at).await?;
        self.at = at;
        Ok(())
    }

    /// Another block.
    pub async fn at(&self, at: At) -> Result<Block> {
        Self::find(&self.rpc, &self.client, at).await
    }

    /// What `read` finds in the newest block.
    pub async fn newest<T>(&self, read: impl AsyncFn(&Block) -> Result<T>) -> Result<T> {
        while_replaced(async || read(&self.at(At::Best).await?).await).await
    }

    /// What `read` finds in the block that is read. If that was the newest one, and was replaced since,
    /// what is newest now is read instead, by the same runtime.
    async fn read<T>(&self, read: impl AsyncFn(&Block) -> Result<T>) -> Result<T> {
        match read(&self.block).await {
            Err(why) if self.at == At::Best && why.is_discarded() => self.newest(read).await,
            found => found,
        }
    }

    /// The genesis block's hash: the chain's name in statements.
    pub fn genesis(&self) -> Hash {
        Hash::from(self.client.genesis_hash().0)
    }

    /// Calls a method of the node.
    pub async fn request<T: DeserializeOwned>(&self, method: &str, params: &[Json]) -> Result<T> {
        let mut all = RpcParams::new();
        for param in params {
            all.push(param)?;
        }
        Ok(self.rpc.request(method, all).await?)
    }

    /// Calls a runtime API.
    pub async fn api(&self, api: &str, method: &str, args: Vec<Value>) -> Result<Json> {
        let (bytes, returned) = self.api_bytes(api, method, args).await?;
        decode(&mut bytes.as_slice(), returned, self.block.metadata_ref().types()).map_err(|why| {
            Failure::refused(format!("the answer of {api}.{method} can't be read: {why}"))
        })
    }

    /// Calls a runtime API for something of which parts are to be sent back as they are: with the
    /// answer as it can be encoded again.
    pub async fn api_value(
        &self,
        api: &str,
        method: &str,
        args: Vec<Value>,
    ) -> Result<(Json, Value)> {
        let (bytes, returned) = self.api_bytes(api, method, args).await?;
        let types = self.block.metadata_ref().types();
        let unread = |why: &dyn std::fmt::Display| {
            Failure::refused(format!("the answer of {api}.{method} can't be read: {why}"))
        };
        let json = decode(&mut bytes.as_slice(), returned, types).map_err(|why| unread(&why))?;
        let value = decode_as_type(&mut bytes.as_slice(), returned, types);
        Ok((json, value.map_err(|why| unread(&why))?.remove_context()))
    }

    /// What a runtime API answers, and the type of that.
    async fn api_bytes(&self, api: &str, method: &str, args: Vec<Value>) -> Result<(Vec<u8>, u32)> {
        let payload = dynamic::runtime_api_call::<_, Value>(api, method, args);
        self.read(async |block| {
            let apis = block.runtime_apis();
            let metadata = block.metadata_ref();
            let returned = metadata
                .runtime_api_trait_by_name(api)
                .and_then(|api| Some(api.method_by_name(method)?.output_ty()))
                .ok_or_else(|| {
                    Failure::refused(format!(
                        "this chain doesn't offer {api}.{method}: is it an ICN chain?"
                    ))
                })?;
            let name = apis.encode_name(&payload);
            let args = apis.encode_args(&payload)?;
            Ok((apis.call_raw(&name, Some(&args)).await?, returned))
        })
        .await
    }

    /// The bytes of `call`.
    pub fn encode(&self, call: Call) -> Result<Vec<u8>> {
        Ok(self.block.transactions().call_data(&call.into_payload())?)
    }

    /// A call that was encoded, as an argument of another. It has to be one that is encoded just so.
    pub fn decoded_call(&self, bytes: &[u8]) -> Result<Value> {
        decoded_call(self.block.metadata_ref(), bytes).map_err(Failure::usage)
    }

    /// What an encoded call says; `None` if this runtime has no such call.
    pub fn call_json(&self, bytes: &[u8]) -> Option<Json> {
        let metadata = self.block.metadata_ref();
        let mut rest = bytes;
        let call = decode(&mut rest, metadata.outer_enums().call_enum_ty(), metadata.types());
        call.ok().filter(|_| rest.is_empty())
    }

    /// The error of a call that was carried out by the chain itself, as it is decoded.
    pub fn dispatch_failure(&self, error: &Json) -> Failure {
        let module = &error["Module"];
        let number = |value: &Json| value.as_u64().and_then(|number| u8::try_from(number).ok());
        // The error's own number comes first of its bytes.
        let own = module["error"].as_str().and_then(|text| parse::hex_bytes(text).ok());
        let named = || {
            let metadata = self.block.metadata_ref();
            let pallet = metadata.pallet_by_error_index(number(&module["index"])?)?;
            let variant = pallet.error_variant_by_index(*own?.first()?)?;
            let docs = variant.docs.iter().map(String::as_str);
            Some(Failure::module(pallet.name(), &variant.name, docs))
        };
        named().unwrap_or_else(|| Failure::refused(crate::report::word(error)))
    }

    /// A value in storage, or what holds while none is stored.
    pub async fn setting(&self, pallet: &str, entry: &str) -> Result<Json> {
        self.read(async |block| {
            let storage = block.storage();
            let value = storage.fetch((pallet, entry), Vec::<Value>::new()).await?;
            let types = block.metadata_ref().types();
            decode(&mut value.bytes(), value.type_id(), types)
                .map_err(|why| Failure::refused(format!("{pallet}.{entry} can't be read: {why}")))
        })
        .await
    }

    /// Which shard this is.
    pub async fn this_shard(&self) -> Result<u32> {
        let this = self.api("ShardsApi", "this_shard", Vec::new()).await?;
        this[0]
            .as_u64()
            .and_then(|id| id.try_into().ok())
            .ok_or_else(|| Failure::refused("the chain doesn't say which shard it is"))
    }

    /// A value in storage; `None` if there is none.
    pub async fn storage(
        &self,
        pallet: &str,
        entry: &str,
        keys: Vec<Value>,
    ) -> Result<Option<Json>> {
        self.read(async |block| self.storage_at(block, pallet, entry, keys.clone()).await).await
    }

    /// A value in storage at `block`.
    pub async fn storage_at(
        &self,
        block: &Block,
        pallet: &str,
        entry: &str,
        keys: Vec<Value>,
    ) -> Result<Option<Json>> {
        let storage = block.storage();
        let Some(value) = storage.try_fetch((pallet, entry), keys).await? else {
            return Ok(None);
        };
        let types = block.metadata_ref().types();
        decode(&mut value.bytes(), value.type_id(), types)
            .map(Some)
            .map_err(|why| Failure::refused(format!("{pallet}.{entry} can't be read: {why}")))
    }

    /// The chain's own time.
    pub async fn now(&self) -> Result<Moment> {
        let now = self.storage("Timestamp", "Now", Vec::new()).await?;
        now.as_ref()
            .and_then(Json::as_u64)
            .filter(|now| *now > 0)
            .ok_or_else(|| Failure::refused("the chain has no time yet: it has made no block"))
    }

    /// The document of `did`.
    pub async fn document(&self, did: &Did) -> Result<Json> {
        match self.api("DidApi", "did_document", vec![encoding::did(did)]).await? {
            Json::Null => Err(Failure::refused(format!("there is no {did} on this chain"))),
            document => Ok(document),
        }
    }

    /// The version of `did`'s document.
    pub async fn version(&self, did: &Did) -> Result<u32> {
        let document = self.document(did).await?;
        document["version"]
            .as_u64()
            .and_then(|version| version.try_into().ok())
            .ok_or_else(|| Failure::refused("the document has no version"))
    }

    /// The DID for which `account` may act.
    pub async fn did_of(&self, account: &icn_primitives::AccountId) -> Result<Option<Did>> {
        let did = self.api("DidApi", "did_of", vec![encoding::account(account)]).await?;
        did.as_str()
            .map(|did| did.parse().map_err(|why| Failure::refused(format!("{did}: {why}"))))
            .transpose()
    }

    /// The cooperative with this number.
    pub async fn cooperative(&self, id: CooperativeId) -> Result<Json> {
        let answer =
            self.api("CooperativesApi", "cooperative", vec![encoding::cooperative(id)]).await?;
        match answer {
            Json::Null => Err(Failure::refused(format!("there is no cooperative {id}"))),
            cooperative => Ok(cooperative),
        }
    }
}

/// What `look` finds, which takes the newest blocks there are. A node keeps no state of blocks that
/// can't become final any more, so that one may be gone when it is looked into.
pub async fn while_replaced<T>(look: impl AsyncFn() -> Result<T>) -> Result<T> {
    for _ in 0..REPLACED {
        match look().await {
            Err(why) if why.is_discarded() => {}
            found => return found,
        }
    }
    look().await
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// What comes of looking when the first `times` blocks are gone; and how often was looked.
    async fn looked(times: u32, then: Result<u32>) -> (Result<u32>, u32) {
        let count = Cell::new(0);
        let found = while_replaced(async || {
            count.set(count.get() + 1);
            if count.get() > times {
                then.clone()
            } else {
                Err(Failure::discarded())
            }
        })
        .await;
        (found, count.get())
    }

    #[tokio::test]
    async fn a_block_that_was_replaced_gives_way_to_the_newest() {
        assert_eq!(looked(0, Ok(7)).await, (Ok(7), 1));
        assert_eq!(looked(3, Ok(7)).await, (Ok(7), 4));
        assert_eq!(looked(REPLACED, Ok(7)).await, (Ok(7), REPLACED + 1));
    }

    #[tokio::test]
    async fn what_else_goes_wrong_is_said_at_once_and_nothing_goes_on_for_ever() {
        let other = Failure::refused("no such block");
        assert_eq!(looked(2, Err(other.clone())).await, (Err(other), 3));
        let gone = Err(Failure::discarded());
        assert_eq!(looked(u32::MAX, Ok(7)).await, (gone, REPLACED + 1));
    }
}
