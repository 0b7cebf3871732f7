//! Reports whoever makes two blocks in one slot.
//!
//! Aura's own check of imported blocks tells of it in the log and no further, and it remembers
//! headers without their seals, which prove nothing. Two votes in one round are reported by GRANDPA.

use std::{error::Error, sync::Arc};

use async_trait::async_trait;
use codec::Decode;
use icn_primitives::{apis::SeatsApi, Header, OpaqueBlock as Block};
use log::{debug, warn};
use polkadot_sdk::{
    sc_consensus::{BlockCheckParams, BlockImport, BlockImportParams, ImportResult},
    sc_consensus_aura::{self as aura, standalone},
    sc_consensus_slots::check_equivocation,
    sc_transaction_pool_api::LocalTransactionPool,
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
    pool::Reports,
    service::{FullClient, GrandpaImport},
};

/// Imports blocks as GRANDPA does, and looks at who made them.
#[derive(Clone)]
pub struct ReportingImport {
    inner: GrandpaImport,
    client: Arc<FullClient>,
    reports: Reports,
}

impl ReportingImport {
    /// Around `inner`.
    pub fn new(inner: GrandpaImport, client: Arc<FullClient>, reports: Reports) -> Self {
        Self { inner, client, reports }
    }

    /// Reports this header's maker, if it has made another block in its slot.
    fn look_at(&self, header: &Header) -> Result<(), Box<dyn Error>> {
        let (api, parent) = (self.client.runtime_api(), *header.parent_hash());
        let slot = aura::find_pre_digest::<Block, AuthoritySignature>(header)?;
        let duration = standalone::slot_duration_at(&*self.client, parent)?;
        let now = Slot::from_timestamp(Timestamp::current(), duration);
        let authorities = api.authorities(parent)?;
        let Some(maker) = standalone::slot_author::<AuthorityPair>(slot, &authorities) else {
            return Ok(());
        };
        let Some(two) = check_equivocation(&*self.client, now, slot, header, maker)? else {
            return Ok(());
        };
        warn!(
            "two blocks of slot {slot} were made with the key {maker}: {:?} and {:?}",
            two.first_header.hash(),
            two.second_header.hash(),
        );
        let report = api.equivocation_report(parent, two)?.ok_or("nothing proves whose it is")?;
        let report = OpaqueExtrinsic::decode(&mut &report[..])?;
        self.reports.submit_local(self.client.info().best_hash, report)?;
        Ok(())
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
            // The states of old blocks may be missing; whoever made those can't be reported.
            if let Err(error) = self.look_at(&header) {
                debug!("who made {:?} can't be looked at: {error}", header.hash());
            }
        }
        Ok(result)
    }
}
