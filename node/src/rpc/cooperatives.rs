//! `icn_*`: cooperatives, members, credentials.

use icn_primitives::{
    apis::{
        CooperativesApi, CredentialsApi, DidApi, GovernanceApi, LedgerApi, ReputationApi, SeatsApi,
        MAX_PAGE,
    },
    governance::{ProposalId, ProposalView, RuleMaker},
    ledger::LedgerAccount,
    membership::Membership,
    CooperativeId, Hash,
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc, types::ErrorObjectOwned};
use std::sync::Arc;

use super::{
    did::parse,
    errors, governance, ledger,
    metadata::Names,
    names::{Name, Snapshot},
    views::{
        cooperatives::{
            CooperativeOverview, CooperativePage, CooperativeView, CredentialPage, CredentialView,
            MemberPage, MemberReport, MemberView, MembershipView,
        },
        governance::ProposalSummary,
        ledger::{AccountPage, HoldPage},
        reputation::ReputationReport,
        SeatReport,
    },
    ChainReader,
};

/// Entries of each list on a member's or a cooperative's page; the lists' own methods give the rest.
const SHOWN: u32 = 50;
/// Open proposals that are looked at for a cooperative's page.
const LOOKED_AT: usize = 1_000;

/// Cooperatives, members, credentials.
#[rpc(server)]
pub trait CooperativesRpc {
    /// Lists cooperatives by number.
    #[method(name = "icn_cooperatives", blocking)]
    fn cooperatives(&self, from: Option<u32>, limit: Option<u32>) -> RpcResult<CooperativePage>;

    /// Shows a cooperative.
    #[method(name = "icn_cooperative", blocking)]
    fn cooperative(&self, id: Name) -> RpcResult<Option<CooperativeView>>;

    /// Lists a cooperative's members.
    #[method(name = "icn_members", blocking)]
    fn members(&self, id: Name, after: Option<String>, limit: Option<u32>)
        -> RpcResult<MemberPage>;

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

    /// Shows all that a page about a cooperative does.
    #[method(name = "icn_cooperativeOverview", blocking)]
    fn cooperative_overview(
        &self,
        id: Name,
        at: Option<Hash>,
    ) -> RpcResult<Option<CooperativeOverview>>;

    /// Shows all that a page about a member does.
    #[method(name = "icn_member", blocking)]
    fn member(&self, did: String, at: Option<Hash>) -> RpcResult<Option<MemberReport>>;
}

/// Answers from the chain.
pub struct Cooperatives<C> {
    client: Arc<C>,
    names: Arc<dyn Names>,
}

impl<C: ChainReader> Cooperatives<C> {
    pub fn new(client: Arc<C>, names: Arc<dyn Names>) -> Self {
        Self { client, names }
    }

    fn best(&self) -> Result<Snapshot<'_, C>, ErrorObjectOwned> {
        Snapshot::new(&self.client, None)
    }

    /// The first open proposals on which the members of a cooperative vote, or will; and where to
    /// look for others.
    fn open_proposals(
        &self,
        chain: &Snapshot<'_, C>,
        id: CooperativeId,
    ) -> Result<(Vec<ProposalSummary>, Option<u32>), ErrorObjectOwned> {
        let Snapshot { api, block } = chain;
        let (mut found, mut looked_at, mut from) = (Vec::new(), 0usize, Some(0));
        while let Some(first) = from {
            let page =
                api.open_proposals(*block, ProposalId(first), MAX_PAGE).map_err(errors::runtime)?;
            for number in &page {
                if found.len() >= SHOWN as usize || looked_at >= LOOKED_AT {
                    return Ok((found, Some(number.0)));
                }
                looked_at = looked_at.saturating_add(1);
                let view = api.proposal(*block, *number).map_err(errors::runtime)?;
                if let Some(view) = view.filter(|view| concerns(view, id)) {
                    found.push(ProposalSummary::new(*block, view, &*self.names));
                }
            }
            let last = page.last().filter(|_| page.len() >= MAX_PAGE as usize);
            from = last.and_then(|last| last.0.checked_add(1));
        }
        Ok((found, None))
    }
}

/// Whether the members of a cooperative vote on a proposal, or will.
fn concerns(view: &ProposalView, id: CooperativeId) -> bool {
    view.proposal.body.named().is_none_or(|named| named.contains(&id))
}

/// A person's memberships, the home first.
fn membership_views(found: Vec<(CooperativeId, Membership)>) -> Vec<MembershipView> {
    let views = found.into_iter().enumerate().map(|(place, (cooperative, membership))| {
        MembershipView { cooperative, home: place == 0, membership: MemberView::from(membership) }
    });
    views.collect()
}

impl<C: ChainReader> CooperativesRpcServer for Cooperatives<C> {
    fn cooperatives(&self, from: Option<u32>, limit: Option<u32>) -> RpcResult<CooperativePage> {
        let limit = errors::page(limit)?;
        let from = CooperativeId(from.unwrap_or_default());
        let Snapshot { api, block } = self.best()?;
        let found = api.cooperatives(block, from, limit).map_err(errors::runtime)?;
        Ok(CooperativePage::new(found, limit))
    }

    fn cooperative(&self, id: Name) -> RpcResult<Option<CooperativeView>> {
        let chain = self.best()?;
        let Some(id) = chain.number(id)? else { return Ok(None) };
        let found = chain.api.cooperative(chain.block, id).map_err(errors::runtime)?;
        Ok(found.map(|cooperative| CooperativeView::new(id, cooperative)))
    }

    fn members(
        &self,
        id: Name,
        after: Option<String>,
        limit: Option<u32>,
    ) -> RpcResult<MemberPage> {
        let limit = errors::page(limit)?;
        let after = after.as_deref().map(parse).transpose()?;
        let chain = self.best()?;
        let Some(id) = chain.number(id)? else { return Ok(MemberPage::default()) };
        let found = chain.api.members(chain.block, id, after, limit).map_err(errors::runtime)?;
        Ok(MemberPage::new(found, limit))
    }

    fn memberships(&self, did: String) -> RpcResult<Vec<MembershipView>> {
        let did = parse(&did)?;
        let Snapshot { api, block } = self.best()?;
        api.memberships(block, did).map(membership_views).map_err(errors::runtime)
    }

    fn credential(&self, hash: Hash) -> RpcResult<Option<CredentialView>> {
        let Snapshot { api, block } = self.best()?;
        let found = api.credential(block, hash).map_err(errors::runtime)?;
        Ok(found.map(|(credential, status)| CredentialView::new(hash, credential, status)))
    }

    fn credentials(
        &self,
        subject: String,
        after: Option<Hash>,
        limit: Option<u32>,
    ) -> RpcResult<CredentialPage> {
        let limit = errors::page(limit)?;
        let subject = parse(&subject)?;
        let Snapshot { api, block } = self.best()?;
        let found = api.credentials_of(block, subject, after, limit).map_err(errors::runtime)?;
        Ok(CredentialPage::new(found, limit))
    }

    fn cooperative_overview(
        &self,
        id: Name,
        at: Option<Hash>,
    ) -> RpcResult<Option<CooperativeOverview>> {
        let chain = Snapshot::new(&*self.client, at)?;
        let Some(id) = chain.number(id)? else { return Ok(None) };
        let Snapshot { api, block } = &chain;
        let found = api.cooperative(*block, id).map_err(errors::runtime)?;
        let Some(cooperative) = found else { return Ok(None) };
        let maker = RuleMaker::Cooperative(id);
        let seats = api.seats(*block).map_err(errors::runtime)?;
        let (open_proposals, next_proposal) = self.open_proposals(&chain, id)?;
        Ok(Some(CooperativeOverview {
            cooperative: CooperativeView::new(id, cooperative),
            seat: seats.into_iter().find(|seat| seat.cooperative == id).map(SeatReport::from),
            treasury: ledger::treasury(&chain, maker, SHOWN)?,
            governance: governance::body(&chain, maker)?,
            open_proposals,
            next_proposal,
        }))
    }

    fn member(&self, did: String, at: Option<Hash>) -> RpcResult<Option<MemberReport>> {
        let did = parse(&did)?;
        let chain = Snapshot::new(&*self.client, at)?;
        let Snapshot { api, block } = &chain;
        let Some(document) = api.did_document(*block, did).map_err(errors::runtime)? else {
            return Ok(None);
        };
        let memberships = api.memberships(*block, did).map_err(errors::runtime)?;
        let delegations = memberships
            .iter()
            .map(|(cooperative, _)| governance::delegations(&chain, *cooperative, did))
            .collect::<Result<_, _>>()?;
        let reputation = api.reputation(*block, did).map_err(errors::runtime)?;
        let (account, none) = (LedgerAccount::Person(did), None::<Hash>);
        let accounts =
            api.ledger_accounts(*block, account, None, SHOWN).map_err(errors::runtime)?;
        let holds = api.holds(*block, account, None, SHOWN).map_err(errors::runtime)?;
        let credentials = api.credentials_of(*block, did, none, SHOWN).map_err(errors::runtime)?;
        Ok(Some(MemberReport {
            did,
            deactivated: document.deactivated,
            memberships: membership_views(memberships),
            reputation: reputation.map(|view| ReputationReport::new(did, view)),
            accounts: AccountPage::new(accounts, SHOWN),
            holds: HoldPage::new(holds, SHOWN),
            delegations,
            credentials: CredentialPage::new(credentials, SHOWN),
        }))
    }
}
