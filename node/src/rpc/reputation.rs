//! `icn_*`: what people and organisations are known for.

use icn_primitives::{apis::ReputationApi, reputation::Category, Hash};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use std::sync::Arc;

use super::{
    did::parse,
    errors,
    names::Snapshot,
    views::reputation::{
        AttestorView, HistoryReport, RankingReport, ReputationReport, ReputationRulesReport,
        StatisticsReport,
    },
    ChainReader,
};

/// Scores, rankings, history, attestors.
#[rpc(server)]
pub trait ReputationRpc {
    /// Shows somebody's scores.
    #[method(name = "icn_reputation", blocking)]
    fn reputation(&self, did: String, at: Option<Hash>) -> RpcResult<Option<ReputationReport>>;

    /// Ranks by a category or in total.
    #[method(name = "icn_reputationRanking", blocking)]
    fn ranking(
        &self,
        category: Option<Category>,
        after: Option<String>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<RankingReport>;

    /// Lists somebody's days.
    #[method(name = "icn_reputationHistory", blocking)]
    fn history(
        &self,
        did: String,
        category: Option<Category>,
        from: Option<u32>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<HistoryReport>;

    /// Shows the federation's reputation as a whole.
    #[method(name = "icn_reputationStatistics", blocking)]
    fn statistics(&self, at: Option<Hash>) -> RpcResult<StatisticsReport>;

    /// Shows how categories count.
    #[method(name = "icn_reputationRules", blocking)]
    fn rules(&self, at: Option<Hash>) -> RpcResult<ReputationRulesReport>;

    /// Lists the attestors.
    #[method(name = "icn_attestors", blocking)]
    fn attestors(&self, at: Option<Hash>) -> RpcResult<Vec<AttestorView>>;
}

/// Answers from the chain.
pub struct Reputation<C> {
    client: Arc<C>,
}

impl<C> Reputation<C> {
    pub fn new(client: Arc<C>) -> Self {
        Self { client }
    }
}

impl<C: ChainReader> ReputationRpcServer for Reputation<C> {
    fn reputation(&self, did: String, at: Option<Hash>) -> RpcResult<Option<ReputationReport>> {
        let did = parse(&did)?;
        let Snapshot { api, block } = Snapshot::new(&*self.client, at)?;
        let found = api.reputation(block, did).map_err(errors::runtime)?;
        Ok(found.map(|view| ReputationReport::new(did, view)))
    }

    fn ranking(
        &self,
        category: Option<Category>,
        after: Option<String>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<RankingReport> {
        let limit = errors::page(limit)?;
        let after = after.as_deref().map(parse).transpose()?;
        let Snapshot { api, block } = Snapshot::new(&*self.client, at)?;
        let page =
            api.reputation_ranking(block, category, after, limit).map_err(errors::runtime)?;
        Ok(RankingReport::new(page, limit))
    }

    fn history(
        &self,
        did: String,
        category: Option<Category>,
        from: Option<u32>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<HistoryReport> {
        let limit = errors::page(limit)?;
        let did = parse(&did)?;
        let Snapshot { api, block } = Snapshot::new(&*self.client, at)?;
        let days = api
            .reputation_history(block, did, category, from.unwrap_or_default(), limit)
            .map_err(errors::runtime)?;
        Ok(HistoryReport::new(days, limit))
    }

    fn statistics(&self, at: Option<Hash>) -> RpcResult<StatisticsReport> {
        let Snapshot { api, block } = Snapshot::new(&*self.client, at)?;
        api.reputation_statistics(block).map(StatisticsReport::from).map_err(errors::runtime)
    }

    fn rules(&self, at: Option<Hash>) -> RpcResult<ReputationRulesReport> {
        let Snapshot { api, block } = Snapshot::new(&*self.client, at)?;
        let categories = api.reputation_categories(block).map_err(errors::runtime)?;
        let parameters = api.reputation_parameters(block).map_err(errors::runtime)?;
        Ok(ReputationRulesReport::new(categories, parameters))
    }

    fn attestors(&self, at: Option<Hash>) -> RpcResult<Vec<AttestorView>> {
        let Snapshot { api, block } = Snapshot::new(&*self.client, at)?;
        let found = api.reputation_attestors(block).map_err(errors::runtime)?;
        Ok(found.into_iter().map(AttestorView::from).collect())
    }
}
