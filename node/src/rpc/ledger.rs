//! `icn_*`: money.

use icn_primitives::{
    apis::LedgerApi,
    governance::RuleMaker,
    ledger::{Actor, CurrencyCode, CurrencyId, HoldId, LedgerAccount},
    Hash, ShardId,
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc, types::ErrorObjectOwned};
use serde::Deserialize;
use std::sync::Arc;

use super::{
    did::parse,
    errors,
    names::{treasury_of, Name, Snapshot},
    views::ledger::{
        AccountPage, AccountReport, ActReport, CurrencyPage, CurrencyReport, HoldPage, HoldReport,
        HolderPage, TreasuryReport,
    },
    ChainReader,
};

/// Entries of each list on a treasury's page; the lists' own methods give the rest.
const SHOWN: u32 = 200;

/// Who acted, as the results name it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ActorName {
    /// A person's DID.
    Person(String),
    /// Of whom the decision was.
    Decision(Name),
    /// A shard's number.
    Shard(u32),
    /// A pallet's name.
    Pallet(String),
    /// Whoever wrote the genesis.
    Genesis,
}

/// Currencies, accounts, holds, treasuries.
#[rpc(server)]
pub trait LedgerRpc {
    /// Shows a currency.
    #[method(name = "icn_currency", blocking)]
    fn currency(&self, currency: CurrencyId, at: Option<Hash>)
        -> RpcResult<Option<CurrencyReport>>;

    /// Lists a cooperative's currencies.
    #[method(name = "icn_currencies", blocking)]
    fn currencies(
        &self,
        cooperative: Name,
        after: Option<CurrencyCode>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<CurrencyPage>;

    /// Shows an account in one currency.
    #[method(name = "icn_ledgerAccount", blocking)]
    fn account(
        &self,
        account: Name,
        currency: CurrencyId,
        at: Option<Hash>,
    ) -> RpcResult<Option<AccountReport>>;

    /// Lists what somebody has in each currency.
    #[method(name = "icn_ledgerAccounts", blocking)]
    fn accounts(
        &self,
        account: Name,
        after: Option<CurrencyId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<AccountPage>;

    /// Lists the accounts of a currency.
    #[method(name = "icn_currencyAccounts", blocking)]
    fn accounts_in(
        &self,
        currency: CurrencyId,
        after: Option<Name>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<HolderPage>;

    /// Shows a hold.
    #[method(name = "icn_hold", blocking)]
    fn hold(&self, id: HoldId, at: Option<Hash>) -> RpcResult<Option<HoldReport>>;

    /// Lists the holds of which somebody is payer or payee.
    #[method(name = "icn_holds", blocking)]
    fn holds(
        &self,
        account: Name,
        after: Option<HoldId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<HoldPage>;

    /// Shows what is remembered of an act.
    #[method(name = "icn_ledgerAct", blocking)]
    fn act(&self, actor: ActorName, key: Hash, at: Option<Hash>) -> RpcResult<Option<ActReport>>;

    /// Shows all that a page about a treasury does.
    #[method(name = "icn_treasury", blocking)]
    fn treasury(&self, of: Name, at: Option<Hash>) -> RpcResult<Option<TreasuryReport>>;
}

/// Answers from the chain.
pub struct Ledger<C> {
    client: Arc<C>,
}

impl<C: ChainReader> Ledger<C> {
    pub fn new(client: Arc<C>) -> Self {
        Self { client }
    }

    fn at(&self, at: Option<Hash>) -> Result<Snapshot<'_, C>, ErrorObjectOwned> {
        Snapshot::new(&self.client, at)
    }
}

/// What a page about the treasury of `maker` shows; at most `limit` entries of each list.
pub fn treasury<C: ChainReader>(
    chain: &Snapshot<'_, C>,
    maker: RuleMaker,
    limit: u32,
) -> Result<TreasuryReport, ErrorObjectOwned> {
    let Snapshot { api, block } = chain;
    let treasury = treasury_of(maker);
    let account = LedgerAccount::Treasury(treasury);
    let accounts = api.ledger_accounts(*block, account, None, limit).map_err(errors::runtime)?;
    let holds = api.holds(*block, account, None, limit).map_err(errors::runtime)?;
    let issued = match maker {
        RuleMaker::Cooperative(id) => {
            api.currencies(*block, id, None, limit).map_err(errors::runtime)?
        }
        RuleMaker::Federation => Vec::new(),
    };
    Ok(TreasuryReport {
        treasury: treasury.into(),
        accounts: AccountPage::new(accounts, limit),
        holds: HoldPage::new(holds, limit),
        issued: CurrencyPage::new(issued, limit),
    })
}

/// The actor that is named so; `None` if there is no such cooperative.
fn actor<C: ChainReader>(
    chain: &Snapshot<'_, C>,
    name: ActorName,
) -> Result<Option<Actor>, ErrorObjectOwned> {
    Ok(Some(match name {
        ActorName::Person(did) => Actor::Person(parse(&did)?),
        ActorName::Decision(of) => match chain.body(of)? {
            Some(maker) => Actor::Decision(treasury_of(maker)),
            None => return Ok(None),
        },
        ActorName::Shard(number) => Actor::Shard(ShardId(number)),
        ActorName::Pallet(name) => {
            let mut bytes = [0; 8];
            let place = bytes.get_mut(..name.len());
            let place = place.ok_or_else(|| errors::invalid("a pallet's name has 8 bytes"))?;
            place.copy_from_slice(name.as_bytes());
            Actor::Pallet(bytes)
        }
        ActorName::Genesis => Actor::Genesis,
    }))
}

impl<C: ChainReader> LedgerRpcServer for Ledger<C> {
    fn currency(
        &self,
        currency: CurrencyId,
        at: Option<Hash>,
    ) -> RpcResult<Option<CurrencyReport>> {
        let Snapshot { api, block } = self.at(at)?;
        let found = api.currency(block, currency).map_err(errors::runtime)?;
        Ok(found.map(CurrencyReport::from))
    }

    fn currencies(
        &self,
        cooperative: Name,
        after: Option<CurrencyCode>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<CurrencyPage> {
        let limit = errors::page(limit)?;
        let chain = self.at(at)?;
        let Some(id) = chain.number(cooperative)? else { return Ok(CurrencyPage::default()) };
        let found = chain.api.currencies(chain.block, id, after, limit).map_err(errors::runtime)?;
        Ok(CurrencyPage::new(found, limit))
    }

    fn account(
        &self,
        account: Name,
        currency: CurrencyId,
        at: Option<Hash>,
    ) -> RpcResult<Option<AccountReport>> {
        let chain = self.at(at)?;
        let Some(account) = chain.account(account)? else { return Ok(None) };
        let found =
            chain.api.ledger_account(chain.block, account, currency).map_err(errors::runtime)?;
        Ok(found.map(AccountReport::from))
    }

    fn accounts(
        &self,
        account: Name,
        after: Option<CurrencyId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<AccountPage> {
        let limit = errors::page(limit)?;
        let chain = self.at(at)?;
        let Some(account) = chain.account(account)? else { return Ok(AccountPage::default()) };
        let found = chain
            .api
            .ledger_accounts(chain.block, account, after, limit)
            .map_err(errors::runtime)?;
        Ok(AccountPage::new(found, limit))
    }

    fn accounts_in(
        &self,
        currency: CurrencyId,
        after: Option<Name>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<HolderPage> {
        let limit = errors::page(limit)?;
        let chain = self.at(at)?;
        let after = after.map(|name| chain.account(name)).transpose()?.flatten();
        let found =
            chain.api.accounts_in(chain.block, currency, after, limit).map_err(errors::runtime)?;
        Ok(HolderPage::new(found, limit))
    }

    fn hold(&self, id: HoldId, at: Option<Hash>) -> RpcResult<Option<HoldReport>> {
        let Snapshot { api, block } = self.at(at)?;
        let found = api.hold(block, id).map_err(errors::runtime)?;
        Ok(found.map(|hold| HoldReport::from((id, hold))))
    }

    fn holds(
        &self,
        account: Name,
        after: Option<HoldId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<HoldPage> {
        let limit = errors::page(limit)?;
        let chain = self.at(at)?;
        let Some(account) = chain.account(account)? else { return Ok(HoldPage::default()) };
        let found = chain.api.holds(chain.block, account, after, limit).map_err(errors::runtime)?;
        Ok(HoldPage::new(found, limit))
    }

    fn act(&self, name: ActorName, key: Hash, at: Option<Hash>) -> RpcResult<Option<ActReport>> {
        let chain = self.at(at)?;
        let Some(actor) = actor(&chain, name)? else { return Ok(None) };
        let found =
            chain.api.ledger_act(chain.block, actor, key.into()).map_err(errors::runtime)?;
        Ok(found.map(ActReport::from))
    }

    fn treasury(&self, of: Name, at: Option<Hash>) -> RpcResult<Option<TreasuryReport>> {
        let chain = self.at(at)?;
        let maker = chain.body(of)?;
        maker.map(|maker| treasury(&chain, maker, SHOWN)).transpose()
    }
}
