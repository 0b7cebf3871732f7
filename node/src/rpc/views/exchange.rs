//! What cooperatives exchange, and payments that are made together.

use icn_primitives::{
    exchange::{
        settlement::{LegStage, Settlement, SettlementStage},
        Content, ExchangeId, ExchangeKind, ExchangeStatus, ExchangeView, Offer, Transfer,
    },
    CooperativeId, Did, Hash, Moment,
};
use serde::{Deserialize, Serialize};

use super::{super::names::Named, next, MoneyView};

/// Names of [`ExchangeKind`].
#[derive(Serialize, Deserialize)]
#[serde(remote = "ExchangeKind", rename_all = "camelCase")]
enum KindName {
    Resources,
    Investment,
    Labour,
    Aid,
}

/// Names of [`ExchangeStatus`].
#[derive(Serialize)]
#[serde(remote = "ExchangeStatus", rename_all = "camelCase")]
enum StatusName {
    Proposed,
    Approved,
    Executed,
    PartlyExecuted,
    Failed,
    Recorded,
    Confirmed,
    Requested,
    Offered,
    Fulfilled,
    Declined,
    Withdrawn,
    Expired,
}

/// Names of [`SettlementStage`].
#[derive(Serialize)]
#[serde(remote = "SettlementStage", rename_all = "camelCase")]
enum SettlementName {
    Holding,
    Held,
    Capturing,
    Releasing,
}

/// Names of [`LegStage`].
#[derive(Serialize)]
#[serde(remote = "LegStage", rename_all = "camelCase")]
enum LegName {
    Waiting,
    Asked,
    Held,
    Refused,
    Capturing,
    Captured,
    Unpaid,
    Releasing,
    Released,
}

/// A kind of exchange as callers name it.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct KindParam(#[serde(with = "KindName")] pub ExchangeKind);

/// Something that is exchanged.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeReport {
    id: ExchangeId,
    #[serde(with = "KindName")]
    kind: ExchangeKind,
    proposer: Did,
    key: Hash,
    /// The cooperatives that it touches.
    cooperatives: Vec<CooperativeId>,
    /// What an agreement's cooperatives pay.
    transfers: Vec<TransferView>,
    /// How long somebody has worked.
    minutes: Option<u32>,
    /// Hash of the document that says what in words.
    terms: Hash,
    recorded: Moment,
    deadline: Moment,
    #[serde(with = "StatusName")]
    status: ExchangeStatus,
    /// The cooperatives that have decided for it.
    approved: Vec<CooperativeId>,
    /// Those that haven't decided.
    undecided: Vec<CooperativeId>,
    offer: Option<OfferView>,
    due: Option<Moment>,
    /// What a decision names beside the number.
    content_hash: Hash,
}

#[derive(Clone, Debug, Serialize)]
struct TransferView {
    payer: CooperativeId,
    payee: Named,
    #[serde(flatten)]
    money: MoneyView,
}

impl From<Transfer> for TransferView {
    fn from(Transfer { payer, payee, money }: Transfer) -> Self {
        Self { payer, payee: payee.into(), money: money.into() }
    }
}

/// Help that is offered.
#[derive(Clone, Debug, Serialize)]
struct OfferView {
    helper: Did,
    terms: Hash,
}

impl From<Offer> for OfferView {
    fn from(Offer { helper, terms }: Offer) -> Self {
        Self { helper, terms }
    }
}

impl From<ExchangeView> for ExchangeReport {
    fn from(view: ExchangeView) -> Self {
        let ExchangeView { id, exchange, content_hash, undecided } = view;
        let kind = exchange.content.kind();
        let cooperatives = exchange.content.cooperatives().to_vec();
        let (transfers, minutes) = match exchange.content {
            Content::Agreement { transfers, .. } => (transfers.into_inner(), None),
            Content::Labour { minutes, .. } => (Vec::new(), Some(minutes)),
            Content::Aid { .. } => (Vec::new(), None),
        };
        Self {
            id,
            kind,
            proposer: exchange.proposer,
            key: exchange.key.into(),
            cooperatives,
            transfers: transfers.into_iter().map(TransferView::from).collect(),
            minutes,
            terms: exchange.terms,
            recorded: exchange.recorded_at,
            deadline: exchange.deadline,
            status: exchange.status,
            approved: exchange.approved.into_inner(),
            undecided: undecided.into_inner(),
            offer: exchange.offer.map(OfferView::from),
            due: exchange.due,
            content_hash,
        }
    }
}

/// Result of `icn_exchange`: what a page about an exchange shows.
#[derive(Clone, Debug, Serialize)]
pub struct ExchangeOverview {
    /// What is exchanged.
    pub exchange: ExchangeReport,
    /// Its payments, until they are over.
    pub settlement: Option<SettlementReport>,
}

/// Result of `icn_exchanges`.
#[derive(Clone, Debug, Serialize)]
pub struct ExchangePage {
    exchanges: Vec<ExchangeReport>,
    /// After which one the next page begins.
    next: Option<ExchangeId>,
}

impl ExchangePage {
    pub fn new(found: Vec<ExchangeView>, limit: u32) -> Self {
        let next = next(found.last().map(|view| view.id), found.len(), limit);
        Self { exchanges: found.into_iter().map(ExchangeReport::from).collect(), next }
    }
}

/// Payments of which all are made or none.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SettlementReport {
    number: u64,
    #[serde(with = "SettlementName")]
    stage: SettlementStage,
    payments: Vec<PaymentView>,
    hold_by: Moment,
    capture_by: Moment,
    expires: Moment,
    reference: Hash,
    due: Option<Moment>,
}

#[derive(Clone, Debug, Serialize)]
struct PaymentView {
    payer: Named,
    payee: Named,
    #[serde(flatten)]
    money: MoneyView,
    #[serde(with = "LegName")]
    stage: LegStage,
}

impl From<Settlement> for SettlementReport {
    fn from(settlement: Settlement) -> Self {
        let payments = settlement.legs.into_iter().map(|(leg, stage)| PaymentView {
            payer: leg.payer.into(),
            payee: leg.payee.into(),
            money: leg.money.into(),
            stage,
        });
        Self {
            number: settlement.number,
            stage: settlement.stage,
            payments: payments.collect(),
            hold_by: settlement.hold_by,
            capture_by: settlement.capture_by,
            expires: settlement.expires_at,
            reference: settlement.reference,
            due: settlement.due,
        }
    }
}
