//! Reports whoever makes two blocks in one slot.
//!
//! Aura's own check of imported blocks tells of it in the log and no further, and it remembers
//! headers without their seals, which prove nothing. Two votes in one round are reported by GRANDPA.

use std::{error::Error, sync::Arc};

use async_trait::async_trait;
use codec::Decode;
use icn_primitives::{apis::SeatsApi, Header, OpaqueBlock as Block};
use log::{debug, info, warn};
use polkadot_sdk::{
    sc_consensus::{BlockCheckParams, BlockImport, BlockImportParams, ImportResult},
    sc_consensus_aura::{self as aura, standalone},
    sc_consensus_slots::check_equivocation,
    sc_service::SpawnTaskHandle,
    sc_transaction_pool_api::{TransactionPool, TransactionSource},
    sp_api::ProvideRuntimeApi,
    sp_blockchain::HeaderBackend,
    sp_consensus::Error as ConsensusError,
    sp_consensus_aura::{
        sr25519::{AuthorityPair, AuthoritySignature},
        AuraApi, Slot,
    },
    sp_runtime::{traits::Header as _, OpaqueExtrinsic},
    sp_timestamp::Timestamp,
};

use crate::{
    pool::Pool,
    service::{FullClient, GrandpaImport},
};

/// Imports blocks as GRANDPA does, and looks at who made them.
#[derive(Clone)]
pub struct ReportingImport {
    inner: GrandpaImport,
    client: Arc<FullClient>,
    pool: Arc<Pool>,
    tasks: SpawnTaskHandle,
}

impl ReportingImport {
    /// Around `inner`; reports go to this node's own pool.
    pub fn new(
        inner: GrandpaImport,
        client: Arc<FullClient>,
        pool: Arc<Pool>,
        tasks: SpawnTaskHandle,
    ) -> Self {
        Self { inner, client, pool, tasks }
    }

    /// The transaction that reports this header's maker, if it has made another block in its slot.
    fn report(&self, header: &Header) -> Result<Option<OpaqueExtrinsic>, Box<dyn Error>> {
        let (api, parent) = (self.client.runtime_api(), *header.parent_hash());
        let slot = aura::find_pre_digest::<Block, AuthoritySignature>(header)?;
        let duration = standalone::slot_duration_at(&*self.client, parent)?;
        let now = Slot::from_timestamp(Timestamp::current(), duration);
        let authorities = api.authorities(parent)?;
        let Some(maker) = standalone::slot_author::<AuthorityPair>(slot, &authorities) else {
            return Ok(None);
        };
        let Some(two) = check_equivocation(&*self.client, now, slot, header, maker)? else {
            return Ok(None);
        };
        warn!(
            "two blocks of slot {slot} were made with the key {maker}: {:?} and {:?}",
            two.first_header.hash(),
            two.second_header.hash(),
        );
        let report = api.equivocation_report(parent, two)?.ok_or("nothing proves whose it is")?;
        Ok(Some(OpaqueExtrinsic::decode(&mut &report[..])?))
    }

    fn submit(&self, report: OpaqueExtrinsic) {
        let (pool, best) = (self.pool.clone(), self.client.info().best_hash);
        self.tasks.spawn("report-equivocation", None, async move {
            match pool.submit_one(best, TransactionSource::Local, report).await {
                Ok(_) => info!("this was reported"),
                // Another node's report has come already.
                Err(error) => debug!("this was not reported: {error}"),
            }
        });
    }
}

#[async_trait]
impl BlockImport<Block> for ReportingImport {
    type Error = ConsensusError;

    async fn check_block(
        &self,
        block: BlockCheckParams<Block>,
    ) -> Result<ImportResult, Self::Error> {
        self.inner.check_block(block).await
    }

    async fn import_block(
        &self,
        block: BlockImportParams<Block>,
    ) -> Result<ImportResult, Self::Error> {
        let header = block.post_header();
        let result = self.inner.import_block(block).await?;
        if matches!(result, ImportResult::Imported(_)) {
            match self.report(&header) {
                Ok(None) => {}
                Ok(Some(report)) => self.submit(report),
                // The states of old blocks may be missing; whoever made those can't be reported.
                Err(error) => debug!("who made {:?} can't be looked at: {error}", header.hash()),
            }
        }
        Ok(result)
    }
}
