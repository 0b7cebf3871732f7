//! `icn_*`: what cooperatives exchange, at a node that runs a marketplace.

use icn_primitives::{
    exchange::{
        settlement::{Purpose, SettlementApi},
        ExchangeApi, ExchangeId,
    },
    shard::ShardRole,
    Hash,
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc, types::ErrorObjectOwned};
use serde::Deserialize;
use std::sync::Arc;

use super::{
    errors,
    names::{Name, Party, Snapshot},
    views::exchange::{ExchangeOverview, ExchangePage, KindParam, SettlementReport},
    ChainReader,
};

/// Which exchanges are listed.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum ExchangeFilter {
    /// Those of a kind that aren't final.
    Open(KindParam),
    /// Those of a person or a cooperative.
    Of(Name),
}

/// Agreements, labour, mutual aid.
#[rpc(server)]
pub trait ExchangeRpc {
    /// Shows an exchange.
    #[method(name = "icn_exchange", blocking)]
    fn exchange(&self, id: ExchangeId, at: Option<Hash>) -> RpcResult<Option<ExchangeOverview>>;

    /// Lists exchanges.
    #[method(name = "icn_exchanges", blocking)]
    fn exchanges(
        &self,
        filter: Option<ExchangeFilter>,
        after: Option<ExchangeId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<ExchangePage>;
}

/// Answers from the chain.
pub struct Exchange<C> {
    client: Arc<C>,
}

impl<C: ChainReader> Exchange<C> {
    pub fn new(client: Arc<C>) -> Self {
        Self { client }
    }

    fn at(&self, at: Option<Hash>) -> Result<Snapshot<'_, C>, ErrorObjectOwned> {
        Snapshot::of_role(&self.client, at, ShardRole::Marketplace)
    }
}

/// The payments for `purpose`, until they are over.
pub fn settlement<C: ChainReader>(
    Snapshot { api, block }: &Snapshot<'_, C>,
    purpose: Purpose,
) -> Result<Option<SettlementReport>, ErrorObjectOwned> {
    let found = api.settlement(*block, purpose).map_err(errors::runtime)?;
    Ok(found.map(SettlementReport::from))
}

impl<C: ChainReader> ExchangeRpcServer for Exchange<C> {
    fn exchange(&self, id: ExchangeId, at: Option<Hash>) -> RpcResult<Option<ExchangeOverview>> {
        let chain = self.at(at)?;
        let found = chain.api.exchange(chain.block, id).map_err(errors::runtime)?;
        let Some(view) = found else { return Ok(None) };
        let settlement = settlement(&chain, Purpose::Exchange(id))?;
        Ok(Some(ExchangeOverview { exchange: view.into(), settlement }))
    }

    fn exchanges(
        &self,
        filter: Option<ExchangeFilter>,
        after: Option<ExchangeId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<ExchangePage> {
        let limit = errors::page(limit)?;
        let Snapshot { api, block } = self.at(at)?;
        let found = match filter {
            None => {
                let from = after.map_or(0, |ExchangeId(last)| last.saturating_add(1));
                api.exchanges(block, ExchangeId(from), limit)
            }
            Some(ExchangeFilter::Open(KindParam(kind))) => {
                api.open_exchanges(block, kind, after, limit)
            }
            Some(ExchangeFilter::Of(name)) => match name.party()? {
                Party::Did(did) => api.exchanges_of(block, did, after, limit),
                Party::Cooperative(id) => api.exchanges_of_cooperative(block, id, after, limit),
            },
        };
        Ok(ExchangePage::new(found.map_err(errors::runtime)?, limit))
    }
}
