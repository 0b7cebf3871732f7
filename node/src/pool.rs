//! The node's transaction pool.

use std::{collections::HashMap, future::Future, pin::Pin, sync::Arc, time::Duration};

use async_trait::async_trait;
use icn_primitives::{Hash, OpaqueBlock as Block};
use polkadot_sdk::{
    sc_transaction_pool::TransactionPoolHandle,
    sc_transaction_pool_api::{
        error::{Error as PoolError, IntoPoolError},
        ChainEvent, ImportNotificationStream, LocalTransactionPool, MaintainedTransactionPool,
        PoolStatus, ReadyTransactions, TransactionFor, TransactionPool, TransactionSource,
        TransactionStatusStreamFor, TxInvalidityReportMap,
    },
    sp_blockchain::HeaderBackend,
};

use crate::service::FullClient;

type Inner = TransactionPoolHandle<Block, FullClient>;
type Ready =
    Box<dyn ReadyTransactions<Item = Arc<<Pool as TransactionPool>::InPoolTransaction>> + Send>;

/// The SDK's pool, but that a transaction which can't be judged at one block is judged at a newer one.
///
/// The SDK judges it at the block that was best when it came. In a burst it waits for that, and if
/// the block is on a fork, it may have no state any more when its turn comes. The SDK would refuse
/// the transaction then, and all that its sender sent after it would wait in vain.
pub struct Pool {
    inner: Inner,
    client: Arc<FullClient>,
}

impl Pool {
    /// Around `inner`, which is of this client.
    pub fn new(inner: Inner, client: Arc<FullClient>) -> Self {
        Self { inner, client }
    }

    fn best(&self) -> Hash {
        self.client.info().best_hash
    }
}

/// Judges at `at`. If that fails, which isn't the pool's own word on the transaction, it judges once
/// more at the block that is best by then, unless it is the same.
async fn judge<R, E, F>(
    mut at: Hash,
    best: impl Fn() -> Hash,
    judgement: impl Fn(Hash) -> F,
) -> Result<R, E>
where
    E: From<PoolError> + IntoPoolError,
    F: Future<Output = Result<R, E>>,
{
    loop {
        let failure = match judgement(at).await {
            Ok(taken) => return Ok(taken),
            Err(error) => match error.into_pool_error() {
                Ok(word) => return Err(word.into()),
                Err(failure) => failure,
            },
        };
        let best = best();
        if best == at {
            return Err(failure);
        }
        at = best;
    }
}

#[async_trait]
impl TransactionPool for Pool {
    type Block = Block;
    type Hash = <Inner as TransactionPool>::Hash;
    type InPoolTransaction = <Inner as TransactionPool>::InPoolTransaction;
    type Error = <Inner as TransactionPool>::Error;

    async fn submit_at(
        &self,
        at: Hash,
        source: TransactionSource,
        transactions: Vec<TransactionFor<Self>>,
    ) -> Result<Vec<Result<Self::Hash, Self::Error>>, Self::Error> {
        let mut taken = Vec::with_capacity(transactions.len());
        for transaction in transactions {
            taken.push(self.submit_one(at, source, transaction).await);
        }
        Ok(taken)
    }

    async fn submit_one(
        &self,
        at: Hash,
        source: TransactionSource,
        transaction: TransactionFor<Self>,
    ) -> Result<Self::Hash, Self::Error> {
        let judgement = |at| self.inner.submit_one(at, source, transaction.clone());
        judge(at, || self.best(), judgement).await
    }

    async fn submit_and_watch(
        &self,
        at: Hash,
        source: TransactionSource,
        transaction: TransactionFor<Self>,
    ) -> Result<Pin<Box<TransactionStatusStreamFor<Self>>>, Self::Error> {
        let judgement = |at| self.inner.submit_and_watch(at, source, transaction.clone());
        judge(at, || self.best(), judgement).await
    }

    async fn ready_at(&self, at: Hash) -> Ready {
        self.inner.ready_at(at).await
    }

    fn ready(&self) -> Ready {
        self.inner.ready()
    }

    async fn report_invalid(
        &self,
        at: Option<Hash>,
        errors: TxInvalidityReportMap<Self::Hash>,
    ) -> Vec<Arc<Self::InPoolTransaction>> {
        self.inner.report_invalid(at, errors).await
    }

    fn futures(&self) -> Vec<Self::InPoolTransaction> {
        self.inner.futures()
    }

    fn status(&self) -> PoolStatus {
        self.inner.status()
    }

    fn import_notification_stream(&self) -> ImportNotificationStream<Self::Hash> {
        self.inner.import_notification_stream()
    }

    fn on_broadcasted(&self, propagations: HashMap<Self::Hash, Vec<String>>) {
        self.inner.on_broadcasted(propagations);
    }

    fn hash_of(&self, transaction: &TransactionFor<Self>) -> Self::Hash {
        self.inner.hash_of(transaction)
    }

    fn ready_transaction(&self, hash: &Self::Hash) -> Option<Arc<Self::InPoolTransaction>> {
        self.inner.ready_transaction(hash)
    }

    async fn ready_at_with_timeout(&self, at: Hash, timeout: Duration) -> Ready {
        self.inner.ready_at_with_timeout(at, timeout).await
    }
}

#[async_trait]
impl MaintainedTransactionPool for Pool {
    async fn maintain(&self, event: ChainEvent<Block>) {
        self.inner.maintain(event).await;
    }
}

impl LocalTransactionPool for Pool {
    type Block = Block;
    type Hash = <Inner as LocalTransactionPool>::Hash;
    type Error = <Inner as LocalTransactionPool>::Error;

    fn submit_local(
        &self,
        at: Hash,
        transaction: TransactionFor<Self>,
    ) -> Result<Self::Hash, Self::Error> {
        self.inner.submit_local(at, transaction)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use futures::executor::block_on;

    use super::*;

    #[derive(Debug)]
    enum Failure {
        Word(PoolError),
        StateDiscarded,
    }

    impl From<PoolError> for Failure {
        fn from(word: PoolError) -> Self {
            Self::Word(word)
        }
    }

    impl std::fmt::Display for Failure {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "{self:?}")
        }
    }

    impl std::error::Error for Failure {}

    impl IntoPoolError for Failure {
        fn into_pool_error(self) -> Result<PoolError, Self> {
            match self {
                Self::Word(word) => Ok(word),
                failure => Err(failure),
            }
        }
    }

    fn block(number: u64) -> Hash {
        Hash::from_low_u64_be(number)
    }

    /// Judges at block 1 while the chain grows to `best`, with what comes of it at each block, and
    /// says where it was judged.
    fn judged(
        best: u64,
        at: impl Fn(u64) -> Result<(), Failure>,
    ) -> (Result<(), Failure>, Vec<Hash>) {
        let (newest, tried) = (Cell::new(1), RefCell::new(vec![]));
        let judgement = |hash| {
            tried.borrow_mut().push(hash);
            let result = at(newest.get());
            newest.set(best.min(newest.get() + 1));
            async move { result }
        };
        let result = block_on(judge(block(1), || block(newest.get()), judgement));
        (result, tried.into_inner())
    }

    #[test]
    fn what_has_lost_its_state_is_judged_at_the_newest_block() {
        let (result, tried) =
            judged(9, |number| if number < 3 { Err(Failure::StateDiscarded) } else { Ok(()) });
        assert!(result.is_ok());
        assert_eq!(tried, [block(1), block(2), block(3)]);
    }

    #[test]
    fn what_fails_at_the_newest_block_fails() {
        let (result, tried) = judged(2, |_| Err(Failure::StateDiscarded));
        assert!(matches!(result, Err(Failure::StateDiscarded)));
        assert_eq!(tried, [block(1), block(2)]);
    }

    #[test]
    fn what_the_pool_refuses_is_not_judged_again() {
        let (result, tried) = judged(9, |_| Err(PoolError::TemporarilyBanned.into()));
        assert!(matches!(result, Err(Failure::Word(PoolError::TemporarilyBanned))));
        assert_eq!(tried, [block(1)]);
    }
}
