//! The chain as a client sees it: calls made from the shared types, signed by people, sent, and
//! followed until they are final.

use std::time::Duration;

use anyhow::{bail, Context, Result};
use codec::{Decode, Encode};
use icn_primitives::Hash;
use subxt::{
    config::{polkadot::PolkadotConfig, DefaultExtrinsicParamsBuilder},
    OnlineClient,
};
use tokio::time::timeout;

use crate::people::Person;

/// How long a transaction may take until it is final.
const PATIENCE: Duration = Duration::from_secs(90);

/// A call by its names, with its encoded arguments.
#[derive(Clone)]
pub struct Call {
    pallet: &'static str,
    name: &'static str,
    arguments: Arguments,
}

#[derive(Clone)]
enum Arguments {
    Encoded(Vec<u8>),
    /// One call, as the federation's decisions hold it.
    Inner(Box<Call>),
}

impl Call {
    /// `pallet.name(arguments…)`: a tuple of the shared types.
    pub fn new(pallet: &'static str, name: &'static str, arguments: impl Encode) -> Self {
        Self { pallet, name, arguments: Arguments::Encoded(arguments.encode()) }
    }

    /// This call as a decision of the federation.
    pub fn as_decision(self) -> Self {
        Self { pallet: "Federation", name: "decide", arguments: Arguments::Inner(Box::new(self)) }
    }
}

/// A transaction in a final block.
#[derive(Debug)]
pub struct Final {
    /// The block's number.
    pub block: u64,
    /// What it did, as `Pallet.Event`.
    pub events: Vec<String>,
}

impl Final {
    /// Whether it deposited this event.
    pub fn has(&self, event: &str) -> bool {
        self.events.iter().any(|have| have == event)
    }
}

/// A chain through one node.
pub struct Chain {
    client: OnlineClient<PolkadotConfig>,
}

impl Chain {
    /// Through the node with this JSON-RPC port.
    pub async fn connect(port: u16) -> Result<Self> {
        let client = OnlineClient::from_insecure_url(format!("ws://127.0.0.1:{port}")).await?;
        Ok(Self { client })
    }

    /// The chain's genesis hash.
    pub fn genesis(&self) -> Hash {
        Hash::from(self.client.genesis_hash().0)
    }

    /// The transaction with which `who` sends `call`, encoded.
    pub async fn signed(&self, who: &Person, call: &Call) -> Result<Vec<u8>> {
        let mut transactions = self.client.transactions().await?;
        let payload = transactions.from_call_data_bytes(&self.encode(call).await?)?;
        let parameters = DefaultExtrinsicParamsBuilder::new().build();
        Ok(transactions.create_signed(&payload, &who.pair, parameters).await?.into_encoded())
    }

    /// Sends `call` as `who`, and waits until it is final and has succeeded.
    pub async fn send(&self, who: &Person, call: &Call) -> Result<Final> {
        let transaction = self.signed(who, call).await?;
        let what = format!("{}.{}", call.pallet, call.name);
        timeout(PATIENCE, self.follow(transaction))
            .await
            .with_context(|| format!("{what} is not final after {} s", PATIENCE.as_secs()))?
            .with_context(|| format!("{what} did not succeed"))
    }

    /// Calls a function of the runtime at the last final block.
    pub async fn read<R: Decode>(&self, function: &str, arguments: impl Encode) -> Result<R> {
        let at = self.client.at_current_block().await?;
        let answer = at.runtime_apis().call_raw(function, Some(&arguments.encode())).await?;
        Ok(R::decode(&mut &answer[..])?)
    }

    async fn follow(&self, transaction: Vec<u8>) -> Result<Final> {
        let sent = self.client.transactions().await?.from_bytes(transaction);
        let block = sent.submit_and_watch().await?.wait_for_finalized().await?;
        let events = block.wait_for_success().await?;
        let events = events
            .iter()
            .map(|event| {
                let event = event.map_err(anyhow::Error::from)?;
                Ok(format!("{}.{}", event.pallet_name(), event.event_name()))
            })
            .collect::<Result<_>>()?;
        Ok(Final { block: block.at().await?.block_number(), events })
    }

    async fn encode(&self, call: &Call) -> Result<Vec<u8>> {
        let at = self.client.at_current_block().await?;
        encode(at.metadata_ref(), call)
    }
}

fn encode(metadata: &subxt::Metadata, call: &Call) -> Result<Vec<u8>> {
    let Some(pallet) = metadata.pallet_by_name(call.pallet) else {
        bail!("there is no pallet {}", call.pallet);
    };
    let Some(variant) = pallet.call_variant_by_name(call.name) else {
        bail!("there is no call {}.{}", call.pallet, call.name);
    };
    let arguments = match &call.arguments {
        Arguments::Encoded(arguments) => arguments.clone(),
        Arguments::Inner(inner) => encode(metadata, inner)?,
    };
    Ok([&[pallet.call_index(), variant.index], &arguments[..]].concat())
}
