//! Money.

use icn_primitives::{
    ledger::{
        AccountView, Actor, CurrencyCode, CurrencyId, CurrencyStatus, CurrencyView, EntryNumber,
        Hold, HoldId, KeyRecord, LedgerAccount, Outcome,
    },
    Hash, Moment, ShardId,
};
use serde::Serialize;

use super::{super::names::Named, next};

/// An account in one currency. Amounts are in the currency's smallest units.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountReport {
    balance: String,
    limit: String,
    held: String,
    available: String,
    own_limit: bool,
    holds: u32,
}

impl From<AccountView> for AccountReport {
    fn from(view: AccountView) -> Self {
        Self {
            balance: view.balance.to_string(),
            limit: view.limit.to_string(),
            held: view.held.to_string(),
            available: view.available.to_string(),
            own_limit: view.own_limit,
            holds: view.holds,
        }
    }
}

/// Result of `icn_ledgerAccounts`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AccountPage {
    accounts: Vec<InCurrency>,
    /// After which currency the next page begins.
    next: Option<CurrencyId>,
}

#[derive(Clone, Debug, Serialize)]
struct InCurrency {
    currency: CurrencyId,
    #[serde(flatten)]
    account: AccountReport,
}

impl AccountPage {
    pub fn new(found: Vec<(CurrencyId, AccountView)>, limit: u32) -> Self {
        let next = next(found.last().map(|(currency, _)| *currency), found.len(), limit);
        let accounts =
            found.into_iter().map(|(currency, view)| InCurrency { currency, account: view.into() });
        Self { accounts: accounts.collect(), next }
    }
}

/// Result of `icn_currencyAccounts`.
#[derive(Clone, Debug, Serialize)]
pub struct HolderPage {
    accounts: Vec<OfHolder>,
    /// After whose account the next page begins.
    next: Option<Named>,
}

#[derive(Clone, Debug, Serialize)]
struct OfHolder {
    account: Named,
    #[serde(flatten)]
    view: AccountReport,
}

impl HolderPage {
    pub fn new(found: Vec<(LedgerAccount, AccountView)>, limit: u32) -> Self {
        let next = next(found.last().map(|(account, _)| (*account).into()), found.len(), limit);
        let accounts = found
            .into_iter()
            .map(|(account, view)| OfHolder { account: account.into(), view: view.into() });
        Self { accounts: accounts.collect(), next }
    }
}

/// Result of `icn_currency`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CurrencyReport {
    id: CurrencyId,
    status: CurrencyStatus,
    default_limit: String,
    gives_credit: bool,
    /// Sum of the balances above zero, and so of all that is owed.
    positive: String,
    accounts: u32,
    held: String,
    holds: u32,
    entries: EntryNumber,
    /// Hash over all entries.
    head: Hash,
}

impl From<CurrencyView> for CurrencyReport {
    fn from(view: CurrencyView) -> Self {
        Self {
            id: view.id,
            status: view.status,
            default_limit: view.default_limit.to_string(),
            gives_credit: view.gives_credit,
            positive: view.totals.positive.to_string(),
            accounts: view.totals.accounts,
            held: view.totals.held.to_string(),
            holds: view.totals.holds,
            entries: view.totals.entries,
            head: view.totals.head,
        }
    }
}

/// Result of `icn_currencies`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CurrencyPage {
    currencies: Vec<CurrencyReport>,
    /// After which code the next page begins.
    next: Option<CurrencyCode>,
}

impl CurrencyPage {
    pub fn new(found: Vec<CurrencyView>, limit: u32) -> Self {
        let next = next(found.last().map(|view| view.id.code), found.len(), limit);
        Self { currencies: found.into_iter().map(CurrencyReport::from).collect(), next }
    }
}

/// A hold.
#[derive(Clone, Debug, Serialize)]
pub struct HoldReport {
    id: HoldId,
    payer: Named,
    payee: Option<Named>,
    currency: CurrencyId,
    amount: String,
    expires: Moment,
    actor: ActorView,
    key: Hash,
    reference: Option<Hash>,
}

impl From<(HoldId, Hold)> for HoldReport {
    fn from((id, hold): (HoldId, Hold)) -> Self {
        Self {
            id,
            payer: hold.payer.into(),
            payee: hold.payee.map(Named::from),
            currency: hold.money.currency,
            amount: hold.money.amount.to_string(),
            expires: hold.expires_at,
            actor: hold.actor.into(),
            key: hold.key.into(),
            reference: hold.reference,
        }
    }
}

/// Result of `icn_holds`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HoldPage {
    holds: Vec<HoldReport>,
    /// After which hold the next page begins.
    next: Option<HoldId>,
}

impl HoldPage {
    pub fn new(found: Vec<(HoldId, Hold)>, limit: u32) -> Self {
        let next = next(found.last().map(|(id, _)| *id), found.len(), limit);
        Self { holds: found.into_iter().map(HoldReport::from).collect(), next }
    }
}

/// Who acted.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum ActorView {
    Person(icn_primitives::Did),
    /// A decision of whom.
    Decision(Named),
    Shard(ShardId),
    Pallet(String),
    Genesis,
}

impl From<Actor> for ActorView {
    fn from(actor: Actor) -> Self {
        match actor {
            Actor::Person(did) => Self::Person(did),
            Actor::Decision(treasury) => Self::Decision(treasury.into()),
            Actor::Shard(id) => Self::Shard(id),
            Actor::Pallet(name) => {
                let name = String::from_utf8_lossy(&name);
                Self::Pallet(name.trim_end_matches(['\0', ' ']).into())
            }
            Actor::Genesis => Self::Genesis,
        }
    }
}

/// Result of `icn_ledgerAct`.
#[derive(Clone, Debug, Serialize)]
pub struct ActReport {
    /// Hash of what was asked for.
    request: Hash,
    outcome: OutcomeView,
    at: Moment,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum OutcomeView {
    Recorded { currency: CurrencyId, entry: EntryNumber },
    Held { hold: HoldId },
    Captured { hold: HoldId, entry: EntryNumber, payee: Named, amount: String },
    Released { hold: HoldId },
    Expired { hold: HoldId },
}

impl From<KeyRecord> for ActReport {
    fn from(record: KeyRecord) -> Self {
        let outcome = match record.outcome {
            Outcome::Recorded { currency, entry } => OutcomeView::Recorded { currency, entry },
            Outcome::Held(hold) => OutcomeView::Held { hold },
            Outcome::Captured { hold, entry, payee, amount } => OutcomeView::Captured {
                hold,
                entry,
                payee: payee.into(),
                amount: amount.to_string(),
            },
            Outcome::Released(hold) => OutcomeView::Released { hold },
            Outcome::Expired(hold) => OutcomeView::Expired { hold },
        };
        Self { request: record.request, outcome, at: record.at }
    }
}

/// Result of `icn_treasury`.
#[derive(Clone, Debug, Serialize)]
pub struct TreasuryReport {
    /// A cooperative's number, or "federation".
    pub treasury: Named,
    pub accounts: AccountPage,
    pub holds: HoldPage,
    /// The currencies that the cooperative issues; the federation issues none.
    pub issued: CurrencyPage,
}
