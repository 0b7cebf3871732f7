//! One direction between two shards: what the one has said and the other doesn't know yet.
//!
//! A route keeps nothing that matters: at every step it reads from both shards where they stand. So
//! it can be killed at any point, and several can work beside each other.

use anyhow::{Context, Result};
use futures::{future::Either, stream, StreamExt};
use icn_primitives::{
    apis::RelayLimits,
    shard::{
        inbound_lane_key, outbound_lane_key, outbox_key, outcomes_key, outcomes_page, ShardId,
        ShardView,
    },
    BlockNumber, Hash, Header,
};
use log::{debug, warn};
use polkadot_sdk::sp_consensus_grandpa::{ConsensusLog, GRANDPA_ENGINE_ID};
use std::time::{Duration, Instant};

use super::{
    endpoint::{Endpoint, Justification, RpcError},
    metrics::{RouteMetrics, Submission},
    turn::Turn,
};

const LOG: &str = "relay";
/// How long to wait after a shard couldn't be asked.
const PAUSE: Duration = Duration::from_secs(3);
/// Blocks of the destination that a submission gets before it is made again.
const PATIENCE: BlockNumber = 3;

/// How long after a block of the destination nothing is handed in. A node that hasn't that block yet
/// would judge by the one before it, and refuse what is new since.
const SETTLING: Duration = Duration::from_millis(500);

/// A header that the destination shall learn: its votes, and the set that gave them.
type Finality = Option<(Header, Vec<u8>, u64)>;

/// Where the destination stood when something was found to bring.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Standing {
    set_id: u64,
    best: Option<Hash>,
    taken: u64,
    confirmed: u64,
}

impl From<&ShardView> for Standing {
    fn from(view: &ShardView) -> Self {
        Self {
            set_id: view.set_id,
            best: view.best.map(|best| best.hash),
            taken: view.inbound.taken,
            confirmed: view.outbound.confirmed,
        }
    }
}

/// What the next step would bring.
struct Load {
    finality: Finality,
    at: Hash,
    /// The source's view of the destination under that header; `None`: nothing is proven.
    source: Option<ShardView>,
}

/// A direction between two shards.
pub struct Route {
    /// The shard that is told of.
    pub from: Endpoint,
    /// Its number.
    pub from_id: ShardId,
    /// The shard that is told.
    pub to: Endpoint,
    /// Its number.
    pub to_id: ShardId,
    /// When it is this node's turn.
    pub turn: Turn,
    /// What the operator sees.
    pub metrics: RouteMetrics,
}

/// What a route remembers from step to step, to be no nuisance.
#[derive(Default)]
struct Memory {
    newest: Option<Justification>,
    /// The last final block for which votes were asked for.
    asked: Option<BlockNumber>,
    /// Since which block of the destination something waits, and where the destination stood.
    waits: Option<(Standing, BlockNumber)>,
    /// The last submission.
    submitted: Option<(Standing, BlockNumber)>,
    /// A set of the source's, and its last block: finding that can take a while.
    last_of_set: Option<(u64, BlockNumber)>,
}

impl Route {
    /// Works until the process ends.
    pub async fn run(self) {
        let mut memory = Memory::default();
        loop {
            if let Err(error) = self.follow(&mut memory).await {
                self.metrics.failed();
                warn!(
                    target: LOG,
                    "shard {} can't be told of shard {} for now: {error:#}",
                    self.to_id.0, self.from_id.0,
                );
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// A step after each final block of the source and each block of the destination.
    async fn follow(&self, memory: &mut Memory) -> Result<()> {
        let justifications = self.from.justifications().await?.map(Either::Left);
        let blocks = self.to.best_blocks().await?.map(Either::Right);
        // Either stream's end is the end of both.
        let ends = |stream: stream::BoxStream<'static, _>| {
            stream.map(Some).chain(stream::once(async { None })).boxed()
        };
        let mut events = stream::select(ends(justifications.boxed()), ends(blocks.boxed()));
        let mut last_block = Instant::now();
        while let Some(Some(event)) = events.next().await {
            match event {
                Either::Left(justification) => memory.newest = Some(justification),
                Either::Right(_) => last_block = Instant::now(),
            }
            tokio::time::sleep(SETTLING.saturating_sub(last_block.elapsed())).await;
            self.step(memory).await?;
        }
        anyhow::bail!("a subscription ended")
    }

    async fn step(&self, memory: &mut Memory) -> Result<()> {
        let present: Option<ShardView> =
            self.to.runtime("ShardsApi_shard", &self.from_id, None).await?;
        let Some(present) = present else {
            // It follows the other one as soon as the federation says so.
            return Ok(());
        };
        let standing = Standing::from(&present);
        let limits: RelayLimits = self.to.runtime("ShardsApi_relay_limits", &(), None).await?;
        let Some(load) = self.load(memory, &present, &limits).await? else {
            memory.waits = None;
            return Ok(());
        };
        let block = self.to.header(None).await?.number;
        let since = match memory.waits {
            Some((waiting, since)) if waiting == standing => since,
            _ => block,
        };
        memory.waits = Some((standing, since));
        let rank = self.turn.rank(since).await?;
        let too_soon = memory
            .submitted
            .is_some_and(|(before, at)| before == standing && block < at.saturating_add(PATIENCE));
        if too_soon || block < since.saturating_add(rank) {
            return Ok(());
        }
        let proof = match &load.source {
            Some(source) => self.proof(load.at, &present, source, &limits).await?,
            None => Vec::new(),
        };
        let arguments = (self.from_id, load.finality, load.at, proof);
        let transaction: Result<Vec<u8>, Vec<u8>> =
            self.to.runtime("ShardsApi_relay_transaction", &arguments, None).await?;
        match transaction {
            Ok(transaction) => {
                self.submit(transaction).await?;
                memory.submitted = Some((standing, block));
            }
            Err(reason) => debug!(
                target: LOG,
                "nothing for shard {} of shard {}: {}",
                self.to_id.0, self.from_id.0, String::from_utf8_lossy(&reason),
            ),
        }
        Ok(())
    }

    /// What there is to bring; `None`: nothing that can't wait.
    async fn load(
        &self,
        memory: &mut Memory,
        present: &ShardView,
        limits: &RelayLimits,
    ) -> Result<Option<Load>> {
        let known = present.best.map_or(0, |best| best.number);
        let last = self.from.finalized().await?.number;
        if last < known {
            // This node is still learning what the destination knows already.
            return Ok(None);
        }
        // After a start, until the next block is final. Not the first block that isn't known: its
        // state may be gone.
        if memory.newest.is_none() && last > known && memory.asked != Some(last) {
            memory.newest = self.from.prove_finality(last).await?;
            memory.asked = Some(last);
        }
        let newest = memory.newest.as_ref().map(|newest| &newest.commit);
        let head = newest.map_or(0, |commit| commit.target_number);
        let at = match (newest, present.best) {
            (Some(commit), _) if commit.target_number > known => commit.target_hash,
            (_, Some(best)) => best.hash,
            _ => return Ok(None),
        };
        let source: Option<ShardView> =
            self.from.runtime("ShardsApi_shard", &self.to_id, Some(at)).await?;
        let waiting = source.as_ref().map_or(0, |source| {
            let messages = source.outbound.sent.saturating_sub(present.inbound.taken);
            let answers = source.inbound.taken.saturating_sub(present.outbound.confirmed);
            messages.saturating_add(answers)
        });
        self.metrics.behind(head.saturating_sub(known).into(), waiting);
        if head <= known {
            return Ok((waiting > 0).then_some(Load { finality: None, at, source }));
        }

        let Some(newest) = &memory.newest else { return Ok(None) };
        let header = self.from.header(Some(at)).await?;
        // Under a header's state the set that follows it is the present one already.
        let set_id: u64 =
            self.from.runtime("GrandpaApi_current_set_id", &(), Some(header.parent_hash)).await?;
        if set_id != present.set_id {
            return self.change_of_set(memory, present, &header, set_id).await;
        }
        let after: u64 = self.from.runtime("GrandpaApi_current_set_id", &(), Some(at)).await?;
        let wanted = waiting > 0
            || after != set_id
            || present.best.is_none()
            || head >= known.saturating_add(limits.refresh_interval);
        let votes = codec::Encode::encode(newest);
        let finality = Some((header, votes, set_id));
        Ok(wanted.then_some(Load { finality, at, source }))
    }

    /// The header with which the set ends that the destination knows; `newest` is one that set
    /// `set_id` made final. The state under that header may be gone by now, so nothing is proven
    /// under it.
    async fn change_of_set(
        &self,
        memory: &mut Memory,
        present: &ShardView,
        newest: &Header,
        set_id: u64,
    ) -> Result<Option<Load>> {
        let known = present.set_id;
        if known > set_id {
            // Trust begins with a set that has finalized nothing yet.
            return Ok(None);
        }
        let block = match (present.best, memory.last_of_set) {
            (Some(best), _) => best.number.saturating_add(1),
            (None, _) if known == 0 => 1,
            (None, Some((set, last))) if set == known => last,
            (None, _) => {
                let last = self.last_of_set(known, newest, set_id).await?;
                memory.last_of_set = Some((known, last));
                last
            }
        };
        let last = self
            .from
            .prove_finality(block)
            .await?
            .with_context(|| format!("no votes of set {known} are kept"))?;
        let at = last.commit.target_hash;
        let header = self.from.header(Some(at)).await?;
        let votes = codec::Encode::encode(&last);
        Ok(Some(Load { finality: Some((header, votes, known)), at, source: None }))
    }

    /// The last block of the set `wanted`, looked for from `newest` back, which set `set_id` made
    /// final. Headers say where sets end, and are kept for ever; states, which would say it as
    /// well, aren't.
    async fn last_of_set(&self, wanted: u64, newest: &Header, set_id: u64) -> Result<BlockNumber> {
        let (mut set, mut parent) = (set_id, newest.parent_hash);
        loop {
            let header = self.from.header(Some(parent)).await?;
            if header.number == 0 {
                anyhow::bail!("no block ends set {wanted}");
            }
            if ends_set(&header) {
                set = set.saturating_sub(1);
                if set == wanted {
                    return Ok(header.number);
                }
            }
            parent = header.parent_hash;
        }
    }

    /// The proof of as many messages and answers as may be brought at once.
    async fn proof(
        &self,
        at: Hash,
        present: &ShardView,
        source: &ShardView,
        limits: &RelayLimits,
    ) -> Result<Vec<Vec<u8>>> {
        let most = u64::from(limits.messages);
        let (taken, confirmed) = (present.inbound.taken, present.outbound.confirmed);
        let answered = source.inbound.taken.min(confirmed.saturating_add(most));
        let pages = (answered > confirmed)
            .then(|| outcomes_page(confirmed.saturating_add(1))..=outcomes_page(answered));
        let mut last =
            source.outbound.sent.min(taken.saturating_add(most.min(present.room.into())));
        loop {
            let messages =
                (taken.saturating_add(1)..=last).map(|nonce| outbox_key(self.to_id, nonce));
            let outcomes =
                pages.clone().into_iter().flatten().map(|page| outcomes_key(self.to_id, page));
            let keys = [outbound_lane_key(self.to_id), inbound_lane_key(self.to_id)];
            let keys = keys.into_iter().chain(messages).chain(outcomes).collect();
            let proof = self.from.proof(keys, at).await?;
            let size = codec::Encode::encoded_size(&proof) as u64;
            let count = last.saturating_sub(taken);
            let fits = u64::from(limits.proof_size);
            if size <= fits || count <= 1 {
                return Ok(proof);
            }
            // So many of this length fit, more or less; at least one less than before.
            let fewer = count.saturating_mul(fits).checked_div(size).unwrap_or(1);
            last = taken.saturating_add(fewer.clamp(1, count.saturating_sub(1)));
        }
    }

    async fn submit(&self, transaction: Vec<u8>) -> Result<()> {
        match self.to.submit(transaction).await {
            Ok(hash) => {
                self.metrics.submitted(Submission::Taken);
                debug!(target: LOG, "told shard {} of shard {}: {hash}", self.to_id.0, self.from_id.0);
            }
            Err(RpcError::Refused(code, sentence)) if is_redundant(code) => {
                self.metrics.submitted(Submission::Redundant);
                debug!(
                    target: LOG,
                    "shard {} has it, or isn't that far: {sentence} ({code})", self.to_id.0,
                );
            }
            Err(RpcError::Refused(code, sentence)) => {
                self.metrics.submitted(Submission::Refused);
                warn!(
                    target: LOG,
                    "shard {} refuses what it is told of shard {}: {sentence} ({code})",
                    self.to_id.0, self.from_id.0,
                );
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}

/// Whether this number of the SDK's says that somebody else brought the same: stale, temporarily
/// banned, already in the pool, priority no higher than that of the one there.
fn is_redundant(code: i32) -> bool {
    matches!(code, 1010 | 1012 | 1013 | 1014)
}

/// Whether another set of authorities begins after this header.
fn ends_set(header: &Header) -> bool {
    header.digest.logs().iter().any(|log| {
        matches!(
            log.consensus_try_to::<ConsensusLog<BlockNumber>>(&GRANDPA_ENGINE_ID),
            Some(ConsensusLog::ScheduledChange(_) | ConsensusLog::ForcedChange(..))
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;
    use polkadot_sdk::{
        sp_consensus_aura::AURA_ENGINE_ID,
        sp_consensus_grandpa::ScheduledChange,
        sp_runtime::{Digest, DigestItem},
    };

    #[test]
    fn a_header_says_that_its_set_ends() {
        let header = |engine, log: ConsensusLog<BlockNumber>| {
            let digest = Digest { logs: vec![DigestItem::Consensus(engine, log.encode())] };
            Header {
                parent_hash: Hash::zero(),
                number: 7,
                state_root: Hash::zero(),
                extrinsics_root: Hash::zero(),
                digest,
            }
        };
        let change = || ScheduledChange { next_authorities: vec![], delay: 0 };
        for log in
            [ConsensusLog::ScheduledChange(change()), ConsensusLog::ForcedChange(7, change())]
        {
            assert!(ends_set(&header(GRANDPA_ENGINE_ID, log.clone())));
            assert!(!ends_set(&header(AURA_ENGINE_ID, log)));
        }
        assert!(!ends_set(&header(GRANDPA_ENGINE_ID, ConsensusLog::OnDisabled(0))));
    }
}
