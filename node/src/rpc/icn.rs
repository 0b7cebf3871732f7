//! `icn_*`: cooperatives, members, credentials, seats, shards, quotas, the node.

use codec::DecodeAll;
use icn_primitives::{
    apis::{AdmissionApi, CooperativesApi, CredentialsApi, SeatsApi, ShardsApi},
    CooperativeId, Hash, OpaqueBlock, Refusal,
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
use serde::Deserialize;
use std::sync::Arc;

use super::{
    did::{parse, parse_account},
    errors,
    views::{
        Checked, CooperativePage, CooperativeView, CredentialPage, CredentialView, MemberPage,
        MemberView, MembershipView, QuotaReport, RefusalView, SeatReport, ShardsReport, Status,
    },
    ChainReader,
};
use crate::{closed_network::ClosedNetwork, finality::FinalityLag};

/// Longest transaction that is checked, in bytes: more than a block holds.
const MAX_TRANSACTION: usize = 5 << 20;
/// Longest domain that is looked at, in bytes.
const MAX_DOMAIN: usize = icn_primitives::membership::MAX_DOMAIN as usize;

/// How a caller names a cooperative.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum CooperativeName {
    /// By its number.
    Number(u32),
    /// By its domain.
    Domain(String),
}

/// Cooperatives, members, credentials, seats, quotas, the node.
#[rpc(server)]
pub trait IcnRpc {
    /// Lists cooperatives by number.
    #[method(name = "icn_cooperatives", blocking)]
    fn cooperatives(&self, from: Option<u32>, limit: Option<u32>) -> RpcResult<CooperativePage>;

    /// Shows a cooperative.
    #[method(name = "icn_cooperative", blocking)]
    fn cooperative(&self, id: CooperativeName) -> RpcResult<Option<CooperativeView>>;

    /// Lists a cooperative's members.
    #[method(name = "icn_members", blocking)]
    fn members(
        &self,
        id: CooperativeName,
        after: Option<String>,
        limit: Option<u32>,
    ) -> RpcResult<MemberPage>;

    /// Lists a person's current memberships.
    #[method(name = "icn_memberships", blocking)]
    fn memberships(&self, did: String) -> RpcResult<Vec<MembershipView>>;

    /// Shows a credential's anchor.
    #[method(name = "icn_credential", blocking)]
    fn credential(&self, hash: Hash) -> RpcResult<Option<CredentialView>>;

    /// Lists the credentials about somebody.
    #[method(name = "icn_credentials", blocking)]
    fn credentials(
        &self,
        subject: String,
        after: Option<Hash>,
        limit: Option<u32>,
    ) -> RpcResult<CredentialPage>;

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

    /// The number of the cooperative that is named so; `None` if no cooperative has this domain.
    fn number(
        &self,
        at: Hash,
        name: CooperativeName,
    ) -> Result<Option<CooperativeId>, ErrorObjectOwned> {
        match name {
            CooperativeName::Number(number) => Ok(Some(CooperativeId(number))),
            CooperativeName::Domain(domain) if domain.len() > MAX_DOMAIN => {
                Err(errors::invalid("a domain has at most 253 characters"))
            }
            CooperativeName::Domain(domain) => self
                .client
                .runtime_api()
                .cooperative_by_domain(at, domain.into_bytes())
                .map_err(errors::runtime),
        }
    }
}

impl<C: ChainReader> IcnRpcServer for Icn<C> {
    fn cooperatives(&self, from: Option<u32>, limit: Option<u32>) -> RpcResult<CooperativePage> {
        let limit = errors::page(limit)?;
        let from = CooperativeId(from.unwrap_or_default());
        let found = self
            .client
            .runtime_api()
            .cooperatives(self.best(), from, limit)
            .map_err(errors::runtime)?;
        Ok(CooperativePage::new(found, limit))
    }

    fn cooperative(&self, id: CooperativeName) -> RpcResult<Option<CooperativeView>> {
        let at = self.best();
        let Some(id) = self.number(at, id)? else { return Ok(None) };
        let found = self.client.runtime_api().cooperative(at, id).map_err(errors::runtime)?;
        Ok(found.map(|cooperative| CooperativeView::new(id, cooperative)))
    }

    fn members(
        &self,
        id: CooperativeName,
        after: Option<String>,
        limit: Option<u32>,
    ) -> RpcResult<MemberPage> {
        let limit = errors::page(limit)?;
        let after = after.as_deref().map(parse).transpose()?;
        let at = self.best();
        let Some(id) = self.number(at, id)? else { return Ok(MemberPage::default()) };
        let found =
            self.client.runtime_api().members(at, id, after, limit).map_err(errors::runtime)?;
        Ok(MemberPage::new(found, limit))
    }

    fn memberships(&self, did: String) -> RpcResult<Vec<MembershipView>> {
        let found = self
            .client
            .runtime_api()
            .memberships(self.best(), parse(&did)?)
            .map_err(errors::runtime)?;
        let views = found.into_iter().enumerate().map(|(place, (cooperative, membership))| {
            MembershipView {
                cooperative,
                home: place == 0,
                membership: MemberView::from(membership),
            }
        });
        Ok(views.collect())
    }

    fn credential(&self, hash: Hash) -> RpcResult<Option<CredentialView>> {
        let found =
            self.client.runtime_api().credential(self.best(), hash).map_err(errors::runtime)?;
        Ok(found.map(|(credential, status)| CredentialView::new(hash, credential, status)))
    }

    fn credentials(
        &self,
        subject: String,
        after: Option<Hash>,
        limit: Option<u32>,
    ) -> RpcResult<CredentialPage> {
        let limit = errors::page(limit)?;
        let found = self
            .client
            .runtime_api()
            .credentials_of(self.best(), parse(&subject)?, after, limit)
            .map_err(errors::runtime)?;
        Ok(CredentialPage::new(found, limit))
    }

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
