//! The node's transaction pool: the SDK's of one state, but that neither a block's state nor its
//! author's haste loses a transaction (docs/decisions/0004-one-pool-of-one-state.md).

use std::{collections::HashMap, future::Future, pin::Pin, sync::Arc, time::Duration};

use async_trait::async_trait;
use icn_primitives::{BlockNumber, Hash, Header, OpaqueBlock as Block};
use log::{debug, info};
use polkadot_sdk::{
    sc_cli::{TransactionPoolParams, TransactionPoolType},
    sc_service::{Error as ServiceError, SpawnTaskHandle, TaskManager},
    sc_transaction_pool::{
        BasicPool, ChainApi, FullChainApi, Options, RevalidationType, ValidateTransactionPriority,
    },
    sc_transaction_pool_api::{
        ImportNotificationStream, LocalTransactionPool, PoolStatus, ReadyTransactions,
        TransactionPool, TransactionSource, TransactionStatusStreamFor, TxInvalidityReportMap,
    },
    sp_blockchain::{HeaderBackend, TreeRoute},
    sp_runtime::{
        generic::BlockId,
        transaction_validity::{InvalidTransaction, TransactionValidity, TransactionValidityError},
        OpaqueExtrinsic as Transaction,
    },
    substrate_prometheus_endpoint::Registry,
};

use crate::service::FullClient;

/// Keeps transactions until a block takes them.
pub type Pool = BasicPool<Judge, Block>;
type SdkApi = FullChainApi<FullClient, Block>;
type Error = <SdkApi as ChainApi>::Error;

/// The pool holds a tenth as many transactions beside, which wait for an earlier one of their sender.
const FUTURE_PART: usize = 10;

/// What the command line says of the pool.
///
/// # Errors
///
/// The SDK's other pool is refused, and what only that one knows.
pub fn options(params: &TransactionPoolParams) -> Result<Options, ServiceError> {
    if matches!(params.pool_type, TransactionPoolType::ForkAware) || params.pool_best_blocks_only {
        return Err(ServiceError::Other(
            "--pool-type fork-aware, --pool-best-blocks-only: that pool loses transactions of a \
             burst. This node has the single-state one alone: leave these out."
                .into(),
        ));
    }
    let mut options = Options::default();
    options.ready.count = params.pool_limit;
    options.ready.total_bytes = params.pool_kbytes.saturating_mul(1024);
    options.future.count = options.ready.count / FUTURE_PART;
    options.future.total_bytes = options.ready.total_bytes / FUTURE_PART;
    if let Some(seconds) = params.tx_ban_seconds {
        options.ban_time = Duration::from_secs(seconds);
    }
    Ok(options)
}

/// Makes a chain's pool.
pub fn new(
    client: Arc<FullClient>,
    options: Options,
    validator: bool,
    registry: Option<&Registry>,
    tasks: &TaskManager,
) -> Pool {
    let spawner = tasks.spawn_essential_handle();
    let sdk = FullChainApi::new(client.clone(), registry, &spawner);
    let info = client.info();
    Pool::with_revalidation_type(
        options,
        validator.into(),
        Arc::new(Judge { sdk, client }),
        registry,
        RevalidationType::Full,
        spawner,
        info.best_number,
        info.best_hash,
        info.finalized_hash,
    )
}

/// Judges transactions by the runtime.
///
/// The SDK's own does so at the block that was best when somebody asked. In a burst a transaction
/// waits for that, and if the block is of a fork, its state may be gone when its turn comes. The
/// pool would drop the transaction then, and all that its sender sent after it would wait in vain.
pub struct Judge {
    sdk: SdkApi,
    client: Arc<FullClient>,
}

/// Judges at `at`. If that fails it judges once more at the block that is best by then, unless it is
/// the same.
async fn judge<R, E, F>(
    mut at: Hash,
    best: impl Fn() -> Hash,
    judgement: impl Fn(Hash) -> F,
) -> Result<R, E>
where
    F: Future<Output = Result<R, E>>,
{
    loop {
        let judged = judgement(at).await;
        if judged.is_ok() {
            return judged;
        }
        let best = best();
        if best == at {
            return judged;
        }
        at = best;
    }
}

#[async_trait]
impl ChainApi for Judge {
    type Block = Block;
    type Error = Error;

    async fn validate_transaction(
        &self,
        at: Hash,
        source: TransactionSource,
        transaction: Arc<Transaction>,
        priority: ValidateTransactionPriority,
    ) -> Result<TransactionValidity, Error> {
        let best = || self.client.info().best_hash;
        let judgement =
            |at| self.sdk.validate_transaction(at, source, transaction.clone(), priority);
        judge(at, best, judgement).await
    }

    fn validate_transaction_blocking(
        &self,
        at: Hash,
        source: TransactionSource,
        transaction: Arc<Transaction>,
    ) -> Result<TransactionValidity, Error> {
        self.sdk.validate_transaction_blocking(at, source, transaction)
    }

    fn block_id_to_number(&self, at: &BlockId<Block>) -> Result<Option<BlockNumber>, Error> {
        self.sdk.block_id_to_number(at)
    }

    fn block_id_to_hash(&self, at: &BlockId<Block>) -> Result<Option<Hash>, Error> {
        self.sdk.block_id_to_hash(at)
    }

    fn hash_and_length(&self, transaction: &Transaction) -> (Hash, usize) {
        self.sdk.hash_and_length(transaction)
    }

    async fn block_body(&self, at: Hash) -> Result<Option<Vec<Transaction>>, Error> {
        self.sdk.block_body(at).await
    }

    fn block_header(&self, at: Hash) -> Result<Option<Header>, Error> {
        self.sdk.block_header(at)
    }

    fn tree_route(&self, from: Hash, to: Hash) -> Result<TreeRoute<Block>, Error> {
        self.sdk.tree_route(from, to)
    }
}

/// The pool as an author of blocks sees it: what fails in its block alone stays in the pool.
///
/// An author doesn't wait long for the pool to hear of the block that it builds on. What it takes out
/// then may have been in that block already, or wait for something that was in another fork's. The
/// SDK's author tells the pool that this is invalid, and the pool drops it with all that its sender
/// sent after it, although that is as good as before: once the pool hears of the block, it knows.
pub struct AuthorsPool(pub Arc<Pool>);

/// Whether a transaction is wrong by itself, and not only too early or too late for this block.
fn is_wrong(error: &Option<TransactionValidityError>) -> bool {
    use InvalidTransaction::{Future, Stale};
    !matches!(error, Some(TransactionValidityError::Invalid(Future | Stale)))
}

type InPool = <Pool as TransactionPool>::InPoolTransaction;
type Ready = Box<dyn ReadyTransactions<Item = Arc<InPool>> + Send>;

#[async_trait]
impl TransactionPool for AuthorsPool {
    type Block = Block;
    type Hash = Hash;
    type InPoolTransaction = InPool;
    type Error = Error;

    async fn report_invalid(
        &self,
        at: Option<Hash>,
        mut errors: TxInvalidityReportMap<Hash>,
    ) -> Vec<Arc<InPool>> {
        errors.retain(|_, error| is_wrong(error));
        self.0.report_invalid(at, errors).await
    }

    async fn submit_at(
        &self,
        at: Hash,
        source: TransactionSource,
        transactions: Vec<Transaction>,
    ) -> Result<Vec<Result<Hash, Error>>, Error> {
        self.0.submit_at(at, source, transactions).await
    }

    async fn submit_one(
        &self,
        at: Hash,
        source: TransactionSource,
        transaction: Transaction,
    ) -> Result<Hash, Error> {
        self.0.submit_one(at, source, transaction).await
    }

    async fn submit_and_watch(
        &self,
        at: Hash,
        source: TransactionSource,
        transaction: Transaction,
    ) -> Result<Pin<Box<TransactionStatusStreamFor<Self>>>, Error> {
        self.0.submit_and_watch(at, source, transaction).await
    }

    async fn ready_at(&self, at: Hash) -> Ready {
        self.0.ready_at(at).await
    }

    async fn ready_at_with_timeout(&self, at: Hash, timeout: Duration) -> Ready {
        self.0.ready_at_with_timeout(at, timeout).await
    }

    fn ready(&self) -> Ready {
        self.0.ready()
    }

    fn futures(&self) -> Vec<InPool> {
        self.0.futures()
    }

    fn status(&self) -> PoolStatus {
        self.0.status()
    }

    fn import_notification_stream(&self) -> ImportNotificationStream<Hash> {
        self.0.import_notification_stream()
    }

    fn on_broadcasted(&self, propagations: HashMap<Hash, Vec<String>>) {
        self.0.on_broadcasted(propagations);
    }

    fn hash_of(&self, transaction: &Transaction) -> Hash {
        self.0.hash_of(transaction)
    }

    fn ready_transaction(&self, hash: &Hash) -> Option<Arc<InPool>> {
        self.0.ready_transaction(hash)
    }
}

/// The pool, for the node's own reports of equivocations.
#[derive(Clone)]
pub struct Reports {
    pool: Arc<Pool>,
    tasks: SpawnTaskHandle,
}

impl Reports {
    /// Those that go to this pool.
    pub fn new(pool: Arc<Pool>, tasks: SpawnTaskHandle) -> Self {
        Self { pool, tasks }
    }
}

impl LocalTransactionPool for Reports {
    type Block = Block;
    type Hash = Hash;
    type Error = Error;

    /// Hands it in, and says in the log what came of it.
    fn submit_local(&self, at: Hash, report: Transaction) -> Result<Hash, Error> {
        let (pool, hash) = (self.pool.clone(), self.pool.hash_of(&report));
        self.tasks.spawn("report-equivocation", None, async move {
            match pool.submit_one(at, TransactionSource::Local, report).await {
                Ok(hash) => info!("reported, with the transaction {hash:?}"),
                // Another node's report has come already.
                Err(error) => debug!("not reported: {error}"),
            }
        });
        Ok(hash)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use clap::Parser;
    use futures::executor::block_on;

    use super::*;
    use crate::cli::Cli;

    fn told(args: &[&str]) -> Options {
        options(&Cli::parse_from([&["icn-node"], args].concat()).run.pool_config).unwrap()
    }

    #[test]
    fn it_holds_a_burst_unless_it_is_told_otherwise() {
        let usual = told(&[]);
        assert_eq!((usual.ready.count, usual.ready.total_bytes), (100_000, 256 << 20));
        assert_eq!((usual.future.count, usual.ban_time), (10_000, Duration::from_secs(6)));
        let other = ["--pool-limit", "50", "--pool-kbytes", "20", "--tx-ban-seconds", "60"];
        let other = told(&other);
        assert_eq!((other.ready.count, other.ready.total_bytes), (50, 20 << 10));
        assert_eq!((other.future.count, other.ban_time), (5, Duration::from_secs(60)));
    }

    fn block(number: u64) -> Hash {
        Hash::from_low_u64_be(number)
    }

    /// Judges at block 1 while the chain grows by a block each time, to `best` at most. It fails as
    /// long as the newest block is one of the first `failing`. Also says where it was judged.
    fn judged(best: u64, failing: u64) -> (Result<u64, &'static str>, Vec<Hash>) {
        let (newest, tried) = (Cell::new(1), RefCell::new(vec![]));
        let judgement = |at| {
            tried.borrow_mut().push(at);
            let number = newest.get();
            newest.set(best.min(number + 1));
            async move {
                match number <= failing {
                    true => Err("the state is gone"),
                    false => Ok(number),
                }
            }
        };
        let result = block_on(judge(block(1), || block(newest.get()), judgement));
        (result, tried.into_inner())
    }

    #[test]
    fn an_author_drops_what_is_wrong_and_not_what_is_too_early_or_too_late() {
        use InvalidTransaction::{BadProof, Custom, Future, Stale};
        for (error, wrong) in [(BadProof, true), (Custom(7), true), (Future, false), (Stale, false)]
        {
            assert_eq!(is_wrong(&Some(error.into())), wrong, "{error:?}");
        }
        assert!(is_wrong(&None));
    }

    #[test]
    fn what_can_be_judged_is_judged_once() {
        assert_eq!(judged(9, 0), (Ok(1), vec![block(1)]));
    }

    #[test]
    fn whose_state_is_gone_is_judged_at_the_newest_block() {
        assert_eq!(judged(9, 2), (Ok(3), vec![block(1), block(2), block(3)]));
    }

    #[test]
    fn what_fails_at_the_newest_block_fails() {
        assert_eq!(judged(2, 9), (Err("the state is gone"), vec![block(1), block(2)]));
    }
}
