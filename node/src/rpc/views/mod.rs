//! What our own methods return, as JSON: names in camelCase, DIDs and domains as text, hashes and
//! bytes in hexadecimal after `0x`, times in milliseconds since the Unix epoch; amounts of money,
//! scores and shares as decimal text, since JSON's own numbers lose digits.

pub mod blobs;
pub mod cooperatives;
pub mod exchange;
pub mod governance;
pub mod ledger;
pub mod marketplace;
pub mod reputation;
pub mod resources;
pub mod storage;

use icn_primitives::{
    admission::{Amount, QuotaHolder, QuotaView, Standing},
    ledger::{CurrencyId, Money},
    seat::{SeatStatus, SeatView, SuspensionReason},
    shard::{ShardId, ShardRole, ShardView},
    AccountId, BlockNumber, CooperativeId, Did, Hash, Moment, PublicKey, Refusal,
};
use polkadot_sdk::sc_network::PeerId;
use serde::Serialize;

/// UTF-8 text of the chain. The pallets accept nothing else, so nothing is lost here.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Whether there may be more after a page that is as long as it may be, and after which entry.
fn next<K>(last: Option<K>, entries: usize, limit: u32) -> Option<K> {
    last.filter(|_| entries >= limit as usize)
}

/// An amount of a currency.
#[derive(Clone, Debug, Serialize)]
pub struct MoneyView {
    currency: CurrencyId,
    /// In its smallest units.
    amount: String,
}

impl From<Money> for MoneyView {
    fn from(money: Money) -> Self {
        Self { currency: money.currency, amount: money.amount.to_string() }
    }
}

/// Result of `did_verify`.
#[derive(Clone, Debug, Serialize)]
pub struct Verified {
    /// Whether a key of the DID made the signature.
    pub verified: bool,
    /// Which one: its id in the document.
    pub method: Option<String>,
}

impl Verified {
    pub fn new(did: &Did, key: Option<PublicKey>) -> Self {
        let method = key.map(|key| format!("{did}#{}", key.to_multibase()));
        Self { verified: method.is_some(), method }
    }
}

/// A validator seat.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SeatReport {
    pub cooperative: CooperativeId,
    validator: AccountId,
    operator: AccountId,
    suspended: Option<SuspensionView>,
    active: bool,
    has_keys: bool,
    keys_hash: Option<Hash>,
    missed_turns: u32,
    blocks: u64,
    node_keys: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
struct SuspensionView {
    reason: SuspensionReason,
    since: BlockNumber,
}

impl From<SeatView> for SeatReport {
    fn from(view: SeatView) -> Self {
        let suspended = match view.seat.status {
            SeatStatus::Ready => None,
            SeatStatus::Suspended { reason, since } => Some(SuspensionView { reason, since }),
        };
        // What is no peer id can't be a node's, and has no other spelling.
        let node_keys = view.node_keys.iter().filter_map(|key| PeerId::from_bytes(key).ok());
        Self {
            cooperative: view.cooperative,
            validator: view.seat.validator,
            operator: view.seat.operator,
            suspended,
            active: view.active,
            has_keys: view.has_keys,
            keys_hash: view.keys_hash,
            missed_turns: view.seat.missed_turns,
            blocks: view.seat.blocks,
            node_keys: node_keys.map(|peer| peer.to_base58()).collect(),
        }
    }
}

/// Result of `icn_shards`.
#[derive(Clone, Debug, Serialize)]
pub struct ShardsReport {
    id: ShardId,
    role: ShardRole,
    others: Vec<ShardReport>,
}

impl ShardsReport {
    pub fn new((id, role): (ShardId, ShardRole), others: Vec<ShardView>) -> Self {
        Self { id, role, others: others.into_iter().map(ShardReport::from).collect() }
    }
}

/// What a shard knows of another.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ShardReport {
    id: ShardId,
    role: ShardRole,
    genesis: Option<Hash>,
    set_id: u64,
    /// Its best known final block.
    known: Option<BlockView>,
    /// Blocks of this shard since that came.
    age_blocks: BlockNumber,
    age_ms: Moment,
    /// Messages that were sent to it.
    sent: u64,
    /// Those of them whose answer has come.
    answered: u64,
    /// Messages taken from it.
    taken: u64,
}

impl From<ShardView> for ShardReport {
    fn from(view: ShardView) -> Self {
        Self {
            id: view.id,
            role: view.role,
            genesis: view.genesis,
            set_id: view.set_id,
            known: view.best.map(|best| (best.number, best.hash).into()),
            age_blocks: view.age_blocks,
            age_ms: view.age,
            sent: view.outbound.sent,
            answered: view.outbound.confirmed,
            taken: view.inbound.taken,
        }
    }
}

/// Result of `icn_quota`: what may still be sent, or why nothing may.
#[derive(Clone, Debug, Serialize)]
pub struct QuotaReport {
    admitted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<RefusalView>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    quota: Option<Quotas>,
}

#[derive(Clone, Debug, Serialize)]
struct Quotas {
    standing: Standing,
    holder: Holder,
    cooperative: Option<CooperativeId>,
    own: Bucket,
    shared: Bucket,
}

/// Whose own quota it is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum Holder {
    Did(Did),
    Operator(CooperativeId),
    Federation,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Bucket {
    left: Amount,
    full: Amount,
    refill_ms: Moment,
}

impl From<Result<QuotaView, u8>> for QuotaReport {
    fn from(found: Result<QuotaView, u8>) -> Self {
        match found {
            Err(code) => {
                Self { admitted: false, refusal: Some(RefusalView::of_code(code)), quota: None }
            }
            Ok(view) => Self {
                admitted: true,
                refusal: None,
                quota: Some(Quotas {
                    standing: view.signer.standing,
                    holder: match view.signer.holder {
                        QuotaHolder::Did(did) => Holder::Did(did),
                        QuotaHolder::Operator(cooperative) => Holder::Operator(cooperative),
                        QuotaHolder::Federation => Holder::Federation,
                    },
                    cooperative: view.signer.cooperative,
                    own: Bucket {
                        left: view.own_left,
                        full: view.own_full,
                        refill_ms: view.own_refill,
                    },
                    shared: Bucket {
                        left: view.cooperative_left,
                        full: view.cooperative_full,
                        refill_ms: view.cooperative_refill,
                    },
                }),
            },
        }
    }
}

/// A refusal's number, name and sentence.
#[derive(Clone, Debug, Serialize)]
pub struct RefusalView {
    code: u8,
    name: Option<Refusal>,
    sentence: String,
}

impl RefusalView {
    fn of_code(code: u8) -> Self {
        Refusal::from_code(code).map(Self::from).unwrap_or_else(|| Self {
            code,
            name: None,
            sentence: "this node doesn't know the number: it may be older than the runtime".into(),
        })
    }
}

impl From<Refusal> for RefusalView {
    fn from(refusal: Refusal) -> Self {
        Self { code: refusal.code(), name: Some(refusal), sentence: refusal.sentence().into() }
    }
}

/// Result of `icn_checkTransaction`.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    admitted: bool,
    /// The number of admission's reason; left out when something else is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Refusal>,
    /// What is wrong, and what would be right.
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<String>,
}

impl Checked {
    pub fn admitted() -> Self {
        Self { admitted: true, refusal: None, name: None, sentence: None }
    }

    pub fn refused(refusal: Refusal) -> Self {
        Self {
            admitted: false,
            refusal: Some(refusal.code()),
            name: Some(refusal),
            sentence: Some(refusal.sentence().into()),
        }
    }

    pub fn invalid(sentence: impl Into<String>) -> Self {
        Self { admitted: false, refusal: None, name: None, sentence: Some(sentence.into()) }
    }
}

/// A block by its number and hash.
#[derive(Clone, Debug, Serialize)]
pub struct BlockView {
    number: BlockNumber,
    hash: Hash,
}

impl From<(BlockNumber, Hash)> for BlockView {
    fn from((number, hash): (BlockNumber, Hash)) -> Self {
        Self { number, hash }
    }
}

/// Result of `icn_status`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// The chain's name.
    pub chain: String,
    /// The best block.
    pub best: BlockView,
    /// The last final block.
    pub finalized: BlockView,
    /// Connected peers.
    pub peers: usize,
    /// What the last final block took from import to finality, or how long the oldest one has been
    /// waiting, if that is longer; null until a block was imported.
    pub finality_lag_ms: Option<u64>,
    /// This node's own peer id.
    pub peer_id: String,
    /// Whether the chain lists it.
    pub listed: bool,
    /// Whether it serves peers that nobody has listed.
    pub gateway: bool,
}
