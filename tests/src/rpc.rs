//! A node's JSON-RPC, asked one question at a time, so that a node may come and go in between.

use std::time::Duration;

use anyhow::{Context, Result};
use codec::{Decode, Encode};
use jsonrpsee::{
    core::{
        client::{ClientT, Error},
        params::ArrayParams,
    },
    http_client::{HttpClient, HttpClientBuilder},
};
use serde_json::Value;

use crate::people::{hex, unhex};

/// How long a node may take to answer: it answers nobody while it compiles a new runtime.
const ANSWER: Duration = Duration::from_secs(120);

/// A block's number.
pub type BlockNumber = u32;

/// A node's JSON-RPC.
#[derive(Clone)]
pub struct Rpc {
    client: HttpClient,
}

/// An error that a node answered with.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// The number of the kind of error.
    pub code: i32,
    /// Its text, and its data if there are any.
    pub message: String,
}

impl Rpc {
    /// For the node at `port` of `host`.
    pub fn at(host: &str, port: u16) -> Result<Self> {
        Self::to(&format!("ws://{host}:{port}"))
    }

    /// For the node with this WebSocket address, where it answers single questions as well.
    pub fn to(url: &str) -> Result<Self> {
        let client = HttpClientBuilder::default()
            .request_timeout(ANSWER)
            .build(url.replacen("ws://", "http://", 1))?;
        Ok(Self { client })
    }

    /// Asks `method` with positional `parameters`.
    pub async fn ask(&self, method: &str, parameters: &[Value]) -> Result<Value> {
        self.client
            .request(method, array(parameters)?)
            .await
            .with_context(|| format!("{method} was not answered"))
    }

    /// Asks for something that has to be refused; how it was refused, or `None` if it wasn't.
    pub async fn refusal(&self, method: &str, parameters: &[Value]) -> Result<Option<Refused>> {
        match self.client.request::<Value, _>(method, array(parameters)?).await {
            Ok(_) => Ok(None),
            Err(Error::Call(error)) => Ok(Some(Refused {
                code: error.code(),
                message: match error.data() {
                    Some(data) => format!("{}: {}", error.message(), data.get()),
                    None => error.message().into(),
                },
            })),
            Err(error) => Err(error).with_context(|| format!("{method} was not answered")),
        }
    }

    /// Number of the best block.
    pub async fn best(&self) -> Result<BlockNumber> {
        number(&self.ask("chain_getHeader", &[]).await?)
    }

    /// Number of the last final block.
    pub async fn finalized(&self) -> Result<BlockNumber> {
        let hash = self.ask("chain_getFinalizedHead", &[]).await?;
        number(&self.ask("chain_getHeader", &[hash]).await?)
    }

    /// Hash of the block with this number on the best chain; `None` if there is none yet.
    pub async fn hash(&self, block: BlockNumber) -> Result<Option<String>> {
        let hash = self.ask("chain_getBlockHash", &[block.into()]).await?;
        Ok(hash.as_str().map(Into::into))
    }

    /// Calls a function of the runtime at the last final block.
    pub async fn read<R: Decode>(&self, function: &str, arguments: impl Encode) -> Result<R> {
        let block = self.ask("chain_getFinalizedHead", &[]).await?;
        self.call(function, arguments, block).await
    }

    /// Calls a function of the runtime at the best block.
    pub async fn read_at_best<R: Decode>(
        &self,
        function: &str,
        arguments: impl Encode,
    ) -> Result<R> {
        self.call(function, arguments, Value::Null).await
    }

    async fn call<R: Decode>(
        &self,
        function: &str,
        arguments: impl Encode,
        block: Value,
    ) -> Result<R> {
        let arguments = hex(&arguments.encode()).into();
        let answer = self.ask("state_call", &[function.into(), arguments, block]).await?;
        let answer = unhex(answer.as_str().with_context(|| format!("{function}: no bytes"))?)?;
        R::decode(&mut &answer[..]).with_context(|| format!("{function} answers something else"))
    }

    /// How many peers it is connected with.
    pub async fn peers(&self) -> Result<u64> {
        let health = self.ask("system_health", &[]).await?;
        health["peers"].as_u64().context("no number of peers in system_health")
    }

    /// The node's own peer id.
    pub async fn peer_id(&self) -> Result<String> {
        let id = self.ask("system_localPeerId", &[]).await?;
        Ok(id.as_str().context("no peer id")?.into())
    }

    /// The state root of the block with this hash.
    pub async fn state_root(&self, block: &str) -> Result<String> {
        let header = self.ask("chain_getHeader", &[block.into()]).await?;
        Ok(header["stateRoot"].as_str().context("no state root in a header")?.into())
    }
}

fn array(parameters: &[Value]) -> Result<ArrayParams> {
    let mut array = ArrayParams::new();
    for parameter in parameters {
        array.insert(parameter)?;
    }
    Ok(array)
}

fn number(header: &Value) -> Result<BlockNumber> {
    let number = header["number"].as_str().context("no number in a header")?;
    Ok(BlockNumber::from_str_radix(number.trim_start_matches("0x"), 16)?)
}
