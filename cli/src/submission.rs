//! Signs, sends and follows transactions.

use std::time::Duration;

use clap::ValueEnum;
use serde_json::{json, Map, Value as Json};
use subxt::{
    client::OnlineClientAtBlockImpl,
    config::{DefaultExtrinsicParamsBuilder, SubstrateConfig},
    dynamic,
    ext::scale_value::{Composite, ValueDef},
    extrinsics::ExtrinsicEvents,
    transactions::DynamicPayload,
    tx::{
        SubmittableTransaction, TransactionInBlock, TransactionInvalid, TransactionStatus,
        ValidationResult,
    },
};

use crate::{
    chain::{At, Chain},
    context::Context,
    decoding::decode,
    encoding::Fields,
    failure::{Failure, Result},
    keys::Secret,
    parse::to_hex,
    report::{word, Report},
};

/// How many blocks a transaction holds for before it must be in one.
const MORTALITY: u64 = 64;
/// How often a transaction is sent again that the runtime takes and the node's pool doesn't. For
/// some blocks after its node has synced, a pool works through older blocks and judges by them.
const REPEATS: u32 = 5;
/// How long to wait before that: longer than the pool refuses what it called invalid.
const REPEAT_AFTER: Duration = Duration::from_secs(6);

/// A signed transaction, to be judged by one block's state.
type Transaction =
    SubmittableTransaction<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>;

/// What a command waits for after it has sent a transaction.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum Wait {
    /// That it is in a block, which may still be replaced.
    Inclusion,
    /// That it is in a block that can't be replaced.
    #[default]
    Finality,
}

/// A call to send.
pub struct Call {
    pallet: String,
    name: String,
    fields: Composite<()>,
}

impl Call {
    /// The call `pallet.name` with named arguments.
    pub fn new(pallet: &str, name: &str, fields: Fields) -> Self {
        Self { pallet: pallet.into(), name: name.into(), fields: Composite::named(fields) }
    }

    /// A call with arguments in any form.
    pub fn with(pallet: &str, name: &str, fields: Composite<()>) -> Self {
        Self { pallet: pallet.into(), name: name.into(), fields }
    }

    /// A call that was decoded: a variant of its pallet in one of the runtime's.
    pub fn from_value(value: dynamic::Value) -> Result<Self> {
        let wrong = || Failure::usage("this is no call");
        let ValueDef::Variant(outer) = value.value else { return Err(wrong()) };
        let inner = outer.values.into_values().next().ok_or_else(wrong)?;
        let ValueDef::Variant(call) = inner.value else { return Err(wrong()) };
        Ok(Self { pallet: outer.name, name: call.name, fields: call.values })
    }

    /// The names of pallet and call.
    pub fn names(&self) -> (&str, &str) {
        (&self.pallet, &self.name)
    }

    /// This call as the argument of another.
    pub fn into_value(self) -> dynamic::Value {
        self.into_payload().into_value()
    }

    /// This call, to be encoded by a chain's metadata.
    pub fn into_payload(self) -> DynamicPayload<Composite<()>> {
        dynamic::transaction(self.pallet, self.name, self.fields)
    }
}

/// Sends `call`, signed by the key that the options name, and reports what came of it.
pub async fn send(context: &Context, chain: &Chain, call: Call) -> Result<Report> {
    let signer = context.signer()?;
    send_as(context, chain, signer, call).await
}

/// Sends `call`, signed by `signer`.
pub async fn send_as(
    context: &Context,
    chain: &Chain,
    signer: &Secret,
    call: Call,
) -> Result<Report> {
    let options = &context.options;
    let payload = call.into_payload();
    let account = signer.account().to_string();
    let nonce: u64 = chain.request("system_accountNextIndex", &[account.into()]).await?;

    // Its birth is a finalized block: a replaced one would make it invalid.
    let birth = chain.at(At::Finalized).await?;
    let params =
        DefaultExtrinsicParamsBuilder::<SubstrateConfig>::new().mortal(MORTALITY).nonce(nonce);
    let signer_account = subxt::tx::Signer::<SubstrateConfig>::account_id(signer);
    let transactions = birth.transactions();
    let mut signable =
        transactions.create_signable(&payload, &signer_account, params.build()).await?;
    let encoded = signable.sign(signer)?.into_encoded();

    let hash = to_hex(transactions.from_bytes(encoded.clone()).hash().as_ref());
    if options.no_wait {
        ensure_valid(chain, &encoded).await?.submit().await?;
        let json = json!({ "transaction": hash, "status": "sent" });
        return Ok(Report::new(json, format!("sent {hash}")));
    }
    let followed = async {
        for _ in 0..REPEATS {
            if let Followed::Outcome(report) = follow(context, chain, &encoded).await? {
                return Ok(report);
            }
            context.progress("the node judged it by an older block: it is sent again");
            tokio::time::sleep(REPEAT_AFTER).await;
        }
        match follow(context, chain, &encoded).await? {
            Followed::Outcome(report) => Ok(report),
            Followed::Invalid(message) => Err(Failure::from_node(&message)),
        }
    };
    let longest = Duration::from_secs(options.timeout);
    tokio::time::timeout(longest, followed).await.unwrap_or_else(|_| {
        Err(Failure::unreachable(format!(
            "the transaction {hash} was sent, and nothing was heard of it for {} s: it may still take effect",
            options.timeout
        )))
    })
}

/// A transaction that the newest block takes. A node's own refusal is hard to read, so the runtime
/// is asked first.
async fn ensure_valid(chain: &Chain, encoded: &[u8]) -> Result<Transaction> {
    let best = chain.at(At::Best).await?;
    let transaction = best.transactions().from_bytes(encoded.to_vec());
    match transaction.validate().await? {
        // It may have to wait in the pool, for an earlier one of this account or for room in a
        // block.
        ValidationResult::Valid(_)
        | ValidationResult::Invalid(
            TransactionInvalid::Future | TransactionInvalid::ExhaustsResources,
        ) => Ok(transaction),
        ValidationResult::Invalid(why) => Err(Failure::invalid(&why)),
        ValidationResult::Unknown(why) => Err(Failure::unknown(&why)),
    }
}

/// What became of a transaction that was sent.
enum Followed {
    /// It is where it was waited for.
    Outcome(Report),
    /// The node's pool calls it invalid.
    Invalid(String),
}

/// Sends a transaction and follows it.
async fn follow(context: &Context, chain: &Chain, encoded: &[u8]) -> Result<Followed> {
    let transaction = ensure_valid(chain, encoded).await?;
    let hash = to_hex(transaction.hash().as_ref());
    let mut progress = transaction.submit_and_watch().await?;
    context.progress(&format!("sent {hash}"));
    while let Some(status) = progress.next().await {
        match status? {
            TransactionStatus::InBestBlock(block) => {
                context.progress(&format!("in block {}", to_hex(block.block_hash().as_ref())));
                if context.options.wait == Wait::Inclusion {
                    return outcome(&hash, &block, "included").await.map(Followed::Outcome);
                }
            }
            TransactionStatus::InFinalizedBlock(block) => {
                context.progress("finalized");
                return outcome(&hash, &block, "finalized").await.map(Followed::Outcome);
            }
            TransactionStatus::NoLongerInBestBlock => {
                context.progress("its block was replaced: it waits for another");
            }
            TransactionStatus::Invalid { message } => return Ok(Followed::Invalid(message)),
            TransactionStatus::Error { message } | TransactionStatus::Dropped { message } => {
                return Err(Failure::from_node(&message));
            }
            TransactionStatus::Validated | TransactionStatus::Broadcasted => {}
        }
    }
    Err(Failure::unreachable("the node stopped following the transaction"))
}

/// What happened in `block`.
async fn outcome<C>(
    hash: &str,
    block: &TransactionInBlock<SubstrateConfig, C>,
    status: &str,
) -> Result<Report>
where
    C: subxt::client::OnlineClientAtBlockT<SubstrateConfig>,
{
    let events = block.wait_for_success().await?;
    let at = block.at().await?;
    let events = events_json(&events, at.metadata_ref())?;
    let lines = events.iter().map(|event| {
        let fields = event["fields"].as_object().cloned().unwrap_or_default();
        let words = fields.iter().map(|(name, value)| format!(" {name}={}", word(value)));
        format!("{}{}", word(&event["event"]), words.collect::<String>())
    });
    let text = lines.chain([format!("{status} in block {}", at.block_number())]);
    Ok(Report::new(
        json!({
            "transaction": hash,
            "status": status,
            "block": to_hex(block.block_hash().as_ref()),
            "number": at.block_number(),
            "events": events,
        }),
        text.collect::<Vec<_>>().join("\n"),
    ))
}

/// The events of our transaction but for the ones that say nothing more than that it is there.
fn events_json(
    events: &ExtrinsicEvents<SubstrateConfig>,
    metadata: &subxt::Metadata,
) -> Result<Vec<Json>> {
    let mut all = Vec::new();
    for event in events.iter() {
        let event = event?;
        let (pallet, name) = (event.pallet_name(), event.event_name());
        if pallet == "System" && name == "ExtrinsicSuccess" {
            continue;
        }
        let variant = metadata
            .pallet_by_name(pallet)
            .and_then(|pallet| pallet.event_variant_by_index(event.event_index()));
        let mut fields = Map::new();
        let mut bytes = event.field_bytes();
        for (place, field) in variant.iter().flat_map(|variant| &variant.fields).enumerate() {
            let value = decode(&mut bytes, field.ty.id, metadata.types()).map_err(|why| {
                Failure::refused(format!("the event {pallet}.{name} can't be read: {why}"))
            })?;
            fields.insert(field.name.clone().unwrap_or_else(|| place.to_string()), value);
        }
        all.push(json!({ "event": format!("{pallet}.{name}"), "fields": fields }));
    }
    Ok(all)
}
