//! The chain as a client sees it: calls made from the shared types, signed by people, sent, and
//! followed until they are final.

use std::{ops::RangeInclusive, time::Duration};

use anyhow::{bail, ensure, Context, Result};
use codec::{Compact, Decode, Encode};
use icn_primitives::{Hash, ShardId};
use subxt::{
    config::{polkadot::PolkadotConfig, DefaultExtrinsicParamsBuilder},
    dynamic, OnlineClient,
};
use tokio::time::timeout;

use crate::{people::Person, rpc::BlockNumber};

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
    /// One call for another shard, with the last block there in which it may take effect.
    Sealed(ShardId, Box<Call>, Option<BlockNumber>),
    /// Several calls, as batches hold them.
    Several(Vec<Call>),
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

    /// This call as a decision that another shard carries out, in its block `expires_at` at the
    /// latest.
    pub fn as_decision_on(self, shard: ShardId, expires_at: Option<BlockNumber>) -> Self {
        let arguments = Arguments::Sealed(shard, Box::new(self), expires_at);
        Self { pallet: "Federation", name: "decide_on", arguments }
    }

    /// These calls one after the other: all of them or none.
    pub fn batch(calls: Vec<Self>) -> Self {
        Self { pallet: "Utility", name: "batch_all", arguments: Arguments::Several(calls) }
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
    /// Through the node with this address.
    pub async fn connect(url: &str) -> Result<Self> {
        let client = OnlineClient::from_insecure_url(url).await?;
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

    /// The transactions with which `who` sends these calls next, one after the other. They hold for
    /// ever, so that the same ones can be handed in again and again.
    pub async fn signed_ahead(&self, who: &Person, calls: &[Call]) -> Result<Vec<Vec<u8>>> {
        let at = self.client.at_current_block().await?;
        let transactions = self.client.transactions().await?;
        let account = who.pair.public_key().to_account_id();
        let first = transactions.account_nonce(&account).await?;
        let sign = |(nonce, call)| {
            let payload = transactions.from_call_data_bytes(&encode(at.metadata_ref(), call)?)?;
            let parameters = DefaultExtrinsicParamsBuilder::new().immortal().nonce(nonce).build();
            let mut signable = transactions.create_signable_offline(&payload, parameters)?;
            Ok(signable.sign(&who.pair)?.into_encoded())
        };
        (first..).zip(calls).map(sign).collect()
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

    /// A value that stands alone in the state of the last final block.
    pub async fn stored<R: Decode>(&self, pallet: &str, name: &str) -> Result<R> {
        let at = self.client.at_current_block().await?;
        let place = dynamic::storage::<(), dynamic::Value>(pallet, name);
        let value = at.storage().fetch(place, ()).await?;
        Ok(R::decode(&mut value.bytes())?)
    }

    /// The number of the last final block.
    pub async fn finalized(&self) -> Result<u64> {
        Ok(self.client.at_current_block().await?.block_number())
    }

    /// The calls, by their hashes, that these blocks carried out as decisions of the federation,
    /// which came from the hub; in order.
    pub async fn carried_out(&self, blocks: RangeInclusive<u64>) -> Result<Vec<Hash>> {
        // Who has decided stands first: the federation is the first of these, and has no parts.
        let received: Vec<(u8, Hash)> =
            self.deposited("Federation.DecisionReceived", blocks).await?;
        ensure!(received.iter().all(|(by, _)| *by == 0), "others decided as well: {received:?}");
        Ok(received.into_iter().map(|(_, call)| call).collect())
    }

    /// What stands in the events of this name (`Pallet.Event`) that these blocks deposited, in
    /// order: a tuple of the shared types.
    pub async fn deposited<E: Decode>(
        &self,
        name: &str,
        blocks: RangeInclusive<u64>,
    ) -> Result<Vec<E>> {
        let mut found = Vec::new();
        for block in blocks {
            let events = self.client.at_block(block).await?.events().fetch().await?;
            for event in events.iter() {
                let event = event?;
                if name == format!("{}.{}", event.pallet_name(), event.event_name()) {
                    found.push(E::decode(&mut event.field_bytes())?);
                }
            }
        }
        Ok(found)
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
        Arguments::Sealed(shard, call, expires_at) => {
            (shard, encode(metadata, call)?, expires_at).encode()
        }
        Arguments::Several(calls) => {
            let calls: Vec<_> =
                calls.iter().map(|call| encode(metadata, call)).collect::<Result<_>>()?;
            [Compact(calls.len() as u32).encode(), calls.concat()].concat()
        }
    };
    Ok([&[pallet.call_index(), variant.index], &arguments[..]].concat())
}
