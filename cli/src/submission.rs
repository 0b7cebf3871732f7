//! Signs, sends and follows transactions.

use std::time::Duration;

use clap::ValueEnum;
use serde_json::{json, Map, Value as Json};
use subxt::{
    client::OnlineClientAtBlockImpl,
    config::{DefaultExtrinsicParamsBuilder, SubstrateConfig},
    dynamic,
    error::DispatchError,
    ext::scale_value::{Composite, ValueDef},
    extrinsics::ExtrinsicEvents,
    transactions::DynamicPayload,
    tx::{
        SubmittableTransaction, TransactionInvalid, TransactionProgress, TransactionStatus,
        ValidationResult,
    },
    utils::H256,
};

use crate::{
    chain::{while_replaced, At, Block, Chain},
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
/// How often a transaction is signed anew, or sent again that the runtime takes and the node's pool
/// doesn't. For some blocks after its node has synced, a pool works through older blocks and judges by
/// them.
const REPEATS: u32 = 5;
/// How long to wait before that: longer than the pool refuses what it called invalid.
const REPEAT_AFTER: Duration = Duration::from_secs(6);
/// How long to wait before the chain is looked at again.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// A signed transaction, to be judged by one block's state.
type Transaction =
    SubmittableTransaction<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>;

/// What becomes of a transaction that was sent.
type Progress = TransactionProgress<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>;

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
    let Taken { encoded, birth, progress } =
        submit(context, chain, signer, &call.into_payload()).await?;
    let transaction = progress.extrinsic_hash();
    let hash = to_hex(transaction.as_ref());
    if options.no_wait {
        let json = json!({ "transaction": hash, "status": "sent" });
        return Ok(Report::new(json, format!("sent {hash}")));
    }
    context.progress(&format!("sent {hash}"));
    let ended = async {
        let mut followed = follow(context, progress).await;
        for _ in 0..REPEATS {
            if !matches!(followed, Ok(Followed::Invalid(_))) {
                break;
            }
            context.progress("the node judged it by an older block: it is sent again");
            tokio::time::sleep(REPEAT_AFTER).await;
            followed = match hand_in(chain, &encoded).await {
                Ok(progress) => follow(context, progress).await,
                Err(why) => Err(why),
            };
            // Other nodes heard of it before this one's pool called it invalid.
            if let Err(why) = followed {
                let found = async || found(context, chain, transaction, birth).await;
                return while_replaced(found).await?.ok_or(why);
            }
        }
        match followed? {
            Followed::Outcome(report) => Ok(report),
            Followed::Invalid(message) => Err(Failure::from_node(&message)),
        }
    };
    let longest = Duration::from_secs(options.timeout);
    tokio::time::timeout(longest, ended).await.unwrap_or_else(|_| {
        Err(Failure::unreachable(format!(
            "the transaction {hash} was sent, and nothing was heard of it for {} s: it may still take effect",
            options.timeout
        )))
    })
}

/// A transaction that the node's pool has taken.
struct Taken {
    encoded: Vec<u8>,
    /// The block that it can't be before.
    birth: u64,
    progress: Progress,
}

/// Signs `payload` as the next transaction of the account of `signer`, and sends it. If another one of
/// the account gets its nonce meanwhile, in a block or in the pool, this is signed anew. It was not
/// taken, so it can't take effect twice.
async fn submit(
    context: &Context,
    chain: &Chain,
    signer: &Secret,
    payload: &DynamicPayload<Composite<()>>,
) -> Result<Taken> {
    let mut repeats = 0;
    loop {
        let (encoded, birth) = sign(chain, signer, payload).await?;
        match hand_in(chain, &encoded).await {
            Ok(progress) => return Ok(Taken { encoded, birth, progress }),
            Err(why) if why.is_outpaced() && repeats < REPEATS => repeats += 1,
            Err(why) => return Err(why),
        }
        context.progress("another transaction of this account was faster: it is signed anew");
        tokio::time::sleep(LOOK_AGAIN_AFTER).await;
    }
}

/// Sends a transaction, and hears what becomes of it.
async fn hand_in(chain: &Chain, encoded: &[u8]) -> Result<Progress> {
    Ok(ensure_valid(chain, encoded).await?.submit_and_watch().await?)
}

/// `payload` signed by `signer`, with the nonce that the node says is next, and the number of the
/// block that it can't be before.
async fn sign(
    chain: &Chain,
    signer: &Secret,
    payload: &DynamicPayload<Composite<()>>,
) -> Result<(Vec<u8>, u64)> {
    let account = signer.account().to_string();
    let nonce: u64 = chain.request("system_accountNextIndex", &[account.into()]).await?;
    // Its birth is a finalized block: a replaced one would make it invalid.
    let birth = chain.at(At::Finalized).await?;
    let params =
        DefaultExtrinsicParamsBuilder::<SubstrateConfig>::new().mortal(MORTALITY).nonce(nonce);
    let account = subxt::tx::Signer::<SubstrateConfig>::account_id(signer);
    let mut signable =
        birth.transactions().create_signable(payload, &account, params.build()).await?;
    Ok((signable.sign(signer)?.into_encoded(), birth.block_number()))
}

/// A transaction that the newest block takes. A node's own refusal is hard to read, so the runtime
/// is asked first.
async fn ensure_valid(chain: &Chain, encoded: &[u8]) -> Result<Transaction> {
    let judged = chain.newest(async |best| {
        let transaction = best.transactions().from_bytes(encoded.to_vec());
        Ok((transaction.validate().await?, transaction))
    });
    let (verdict, transaction) = judged.await?;
    match verdict {
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

/// Follows a transaction that was sent.
async fn follow(context: &Context, mut progress: Progress) -> Result<Followed> {
    let hash = progress.extrinsic_hash();
    while let Some(status) = progress.next().await {
        match status? {
            TransactionStatus::InBestBlock(block) => {
                context.progress(&format!("in block {}", to_hex(block.block_hash().as_ref())));
                if context.options.wait == Wait::Inclusion {
                    let included = async { outcome(hash, &block.at().await?, "included").await };
                    match included.await {
                        // It was replaced: the next one that the transaction is in will be told.
                        Err(why) if why.is_discarded() => {}
                        included => return included.map(Followed::Outcome),
                    }
                }
            }
            TransactionStatus::InFinalizedBlock(block) => {
                context.progress("finalized");
                return outcome(hash, &block.at().await?, "finalized").await.map(Followed::Outcome);
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

/// What came of a transaction that is in a block after `birth`, once it is where it is waited for;
/// `None` if it is in none.
async fn found(
    context: &Context,
    chain: &Chain,
    transaction: H256,
    birth: u64,
) -> Result<Option<Report>> {
    while let Some(block) = block_with(chain, transaction, birth).await? {
        if context.options.wait == Wait::Inclusion {
            return outcome(transaction, &block, "included").await.map(Some);
        }
        if block.block_number() <= chain.at(At::Finalized).await?.block_number() {
            return outcome(transaction, &block, "finalized").await.map(Some);
        }
        tokio::time::sleep(LOOK_AGAIN_AFTER).await;
    }
    Ok(None)
}

/// The block after `birth` that `transaction` is in, on the best chain.
async fn block_with(chain: &Chain, transaction: H256, birth: u64) -> Result<Option<Block>> {
    let best = chain.at(At::Best).await?.block_number();
    for number in birth + 1..=best {
        // None if the best chain has become shorter.
        let hash: Option<H256> = chain.request("chain_getBlockHash", &[number.into()]).await?;
        let Some(hash) = hash else { break };
        let block = chain.at(At::Hash(hash.0.into())).await?;
        let extrinsics = block.extrinsics().fetch().await?;
        if extrinsics.iter().any(|one| one.is_ok_and(|one| one.hash() == transaction)) {
            return Ok(Some(block));
        }
    }
    Ok(None)
}

/// What `transaction` did in `block`.
async fn outcome(transaction: H256, block: &Block, status: &str) -> Result<Report> {
    let gone = || Failure::unreachable("the node lost the block that the transaction was in");
    let extrinsics = block.extrinsics().fetch().await?;
    let ours = extrinsics.iter().find_map(|one| one.ok().filter(|one| one.hash() == transaction));
    let events = ours.ok_or_else(gone)?.events().await?;
    for event in events.iter() {
        let event = event?;
        if (event.pallet_name(), event.event_name()) == ("System", "ExtrinsicFailed") {
            let error = DispatchError::decode_from(event.field_bytes(), block.metadata())
                .map_err(subxt::Error::from)?;
            return Err(Failure::dispatch(&error));
        }
    }
    let events = events_json(&events, block.metadata_ref())?;
    let lines = events.iter().map(|event| {
        let fields = event["fields"].as_object().cloned().unwrap_or_default();
        let words = fields.iter().map(|(name, value)| format!(" {name}={}", word(value)));
        format!("{}{}", word(&event["event"]), words.collect::<String>())
    });
    let text = lines.chain([format!("{status} in block {}", block.block_number())]);
    Ok(Report::new(
        json!({
            "transaction": to_hex(transaction.as_ref()),
            "status": status,
            "block": to_hex(block.block_hash().as_ref()),
            "number": block.block_number(),
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
