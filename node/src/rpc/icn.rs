//! `icn_*`: seats, shards, quotas, transactions, the node.

use codec::DecodeAll;
use icn_primitives::{
    apis::{AdmissionApi, SeatsApi, ShardsApi},
    Hash, OpaqueBlock, Refusal,
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc, types::ErrorObjectOwned};
use polkadot_sdk::{
    sc_network::PeerId,
    sp_api::ApiError,
    sp_core::Bytes,
    sp_runtime::{
        traits::Block as BlockT,
        transaction_validity::{
            InvalidTransaction, TransactionSource, TransactionValidityError, UnknownTransaction,
        },
    },
    sp_transaction_pool::runtime_api::TaggedTransactionQueue,
};
use std::sync::Arc;

use super::{
    did::parse_account,
    errors,
    views::{Checked, QuotaReport, RefusalView, SeatReport, ShardsReport, Status},
    ChainReader,
};
use crate::{closed_network::ClosedNetwork, finality::FinalityLag};

/// Longest transaction that is checked, in bytes: more than a block holds.
const MAX_TRANSACTION: usize = 5 << 20;

/// Seats, shards, quotas, transactions, the node.
#[rpc(server)]
pub trait IcnRpc {
    /// Lists validator seats.
    #[method(name = "icn_seats", blocking)]
    fn seats(&self) -> RpcResult<Vec<SeatReport>>;

    /// Says which shard this is, and how fresh its view of the others is.
    #[method(name = "icn_shards", blocking)]
    fn shards(&self) -> RpcResult<ShardsReport>;

    /// Says what an account may still send.
    #[method(name = "icn_quota", blocking)]
    fn quota(&self, account: String) -> RpcResult<QuotaReport>;

    /// Explains the number of a refusal.
    #[method(name = "icn_refusal")]
    fn refusal(&self, code: u8) -> RpcResult<RefusalView>;

    /// Says whether a transaction would be admitted now, and if not, why.
    #[method(name = "icn_checkTransaction", blocking)]
    fn check_transaction(&self, transaction: Bytes) -> RpcResult<Checked>;

    /// Shows how the node stands.
    #[method(name = "icn_status")]
    fn status(&self) -> RpcResult<Status>;
}

/// What `icn_status` tells of the node itself.
pub struct Node {
    /// The chain's name.
    pub chain: String,
    /// Who may connect.
    pub network: ClosedNetwork,
    /// The node's own peer id.
    pub local_peer: PeerId,
    /// How many peers are connected.
    pub connected: Arc<dyn Fn() -> usize + Send + Sync>,
    /// How long finality takes.
    pub finality_lag: FinalityLag,
}

/// Answers `icn_*` from the chain and the node.
pub struct Icn<C> {
    client: Arc<C>,
    node: Node,
}

impl<C: ChainReader> Icn<C> {
    pub fn new(client: Arc<C>, node: Node) -> Self {
        Self { client, node }
    }

    fn best(&self) -> Hash {
        self.client.info().best_hash
    }
}

impl<C: ChainReader> IcnRpcServer for Icn<C> {
    fn seats(&self) -> RpcResult<Vec<SeatReport>> {
        let found = self.client.runtime_api().seats(self.best()).map_err(errors::runtime)?;
        Ok(found.into_iter().map(SeatReport::from).collect())
    }

    fn shards(&self) -> RpcResult<ShardsReport> {
        let (at, api) = (self.best(), self.client.runtime_api());
        let this = api.this_shard(at).map_err(errors::runtime)?;
        let others = api.shards(at).map_err(errors::runtime)?;
        Ok(ShardsReport::new(this, others))
    }

    fn quota(&self, account: String) -> RpcResult<QuotaReport> {
        let account = parse_account(&account)?;
        let found =
            self.client.runtime_api().quota(self.best(), account).map_err(errors::runtime)?;
        Ok(QuotaReport::from(found))
    }

    fn refusal(&self, code: u8) -> RpcResult<RefusalView> {
        Refusal::from_code(code).map(RefusalView::from).ok_or_else(|| {
            errors::invalid(format!(
                "no refusal has the number {code}: they go from 1 to {}",
                Refusal::ALL.len()
            ))
        })
    }

    fn check_transaction(&self, transaction: Bytes) -> RpcResult<Checked> {
        if transaction.len() > MAX_TRANSACTION {
            return Err(errors::invalid("the transaction is longer than 5 MiB, and than a block"));
        }
        type Extrinsic = <OpaqueBlock as BlockT>::Extrinsic;
        let extrinsic = Extrinsic::decode_all(&mut &transaction[..])
            .map_err(|error| errors::invalid(format!("this is no transaction: {error}")))?;
        let best = self.best();
        let validity = self
            .client
            .runtime_api()
            .validate_transaction(best, TransactionSource::External, extrinsic, best)
            .map_err(unreadable)?;
        Ok(match validity {
            Ok(_) => Checked::admitted(),
            Err(error) => refused(error),
        })
    }

    fn status(&self) -> RpcResult<Status> {
        let info = self.client.info();
        let lag = self.node.finality_lag.now().map(|lag| lag.as_millis());
        Ok(Status {
            chain: self.node.chain.clone(),
            best: (info.best_number, info.best_hash).into(),
            finalized: (info.finalized_number, info.finalized_hash).into(),
            peers: (self.node.connected)(),
            finality_lag_ms: lag.map(|lag| u64::try_from(lag).unwrap_or(u64::MAX)),
            peer_id: self.node.local_peer.to_base58(),
            listed: self.node.network.is_listed(&self.node.local_peer),
            gateway: self.node.network.is_gateway(),
        })
    }
}

/// The runtime stops at a transaction that it can't read, and says nothing more.
fn unreadable(error: ApiError) -> ErrorObjectOwned {
    let message = "the runtime can't read this transaction: it may be cut short, or made for \
                   another chain or another version of the runtime";
    ErrorObjectOwned::owned(errors::INVALID_PARAMS, message, Some(error.to_string()))
}

/// Why the runtime refuses a transaction, in a sentence.
fn refused(error: TransactionValidityError) -> Checked {
    let invalid = match error {
        TransactionValidityError::Invalid(InvalidTransaction::Custom(code)) => {
            return match Refusal::from_code(code) {
                Some(refusal) => Checked::refused(refusal),
                None => Checked::invalid(format!("refused with the number {code}, which this node doesn't know: it may be older than the runtime")),
            };
        }
        TransactionValidityError::Unknown(UnknownTransaction::CannotLookup) => {
            return Checked::invalid("the signer's address can't be looked up: give an account id");
        }
        TransactionValidityError::Unknown(unknown) => {
            return Checked::invalid(format!("its validity can't be told: {unknown:?}"));
        }
        TransactionValidityError::Invalid(invalid) => invalid,
    };
    Checked::invalid(match invalid {
        InvalidTransaction::Call => "it can't be read: it may be made for another runtime version",
        InvalidTransaction::BadProof => {
            "its signature doesn't fit: wrong key, another chain, or made for another runtime version"
        }
        InvalidTransaction::Stale => "its nonce was used already: take the account's next one",
        InvalidTransaction::Future => "its nonce is ahead of the account's: send those between first",
        InvalidTransaction::AncientBirthBlock => "its time is over: sign it anew",
        InvalidTransaction::ExhaustsResources => "it needs more than a block holds: split it",
        InvalidTransaction::BadSigner => "its signer can't sign",
        InvalidTransaction::Payment => "it can't be paid for",
        InvalidTransaction::BadMandatory | InvalidTransaction::MandatoryValidation => {
            "only a block's author may put this in"
        }
        InvalidTransaction::IndeterminateImplicit => "what its signature covers can't be told",
        InvalidTransaction::UnknownOrigin => "it is signed by nobody",
        InvalidTransaction::Custom(_) => "refused",
    })
}
