//! `icn_*`: how cooperatives and the federation decide.

use icn_primitives::{
    apis::{CooperativesApi, GovernanceApi},
    governance::{Choice, DecisionKind, PollId, ProposalId, RuleMaker, TextName},
    membership::CooperativeStatus,
    CooperativeId, Did, Hash,
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc, types::ErrorObjectOwned};
use std::{collections::BTreeSet, sync::Arc};

use super::{
    did::parse,
    errors,
    metadata::Names,
    names::{Name, Snapshot},
    views::governance::{
        BallotPage, BallotView, BodyReport, DelegationsReport, ObjectionPage, PollPage,
        ProposalPage, ProposalReport, ProposalSummary, TextPage, TextVersionPage,
    },
    ChainReader,
};
use crate::shards::FEDERATION;

/// Which proposals are listed when the caller doesn't say.
const ALL: &str = "all";
/// Those that aren't final.
const OPEN: &str = "open";

/// Proposals, votes, rules, texts and polls.
#[rpc(server)]
pub trait GovernanceRpc {
    /// Shows a proposal.
    #[method(name = "icn_proposal", blocking)]
    fn proposal(&self, id: u32, at: Option<Hash>) -> RpcResult<Option<ProposalReport>>;

    /// Lists proposals.
    #[method(name = "icn_proposals", blocking)]
    fn proposals(
        &self,
        filter: Option<Name>,
        from: Option<u32>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<ProposalPage>;

    /// Shows one member's ballot.
    #[method(name = "icn_ballot", blocking)]
    fn ballot(
        &self,
        proposal: u32,
        cooperative: Name,
        did: String,
        at: Option<Hash>,
    ) -> RpcResult<Option<BallotView>>;

    /// Lists the ballots in one cooperative.
    #[method(name = "icn_ballots", blocking)]
    fn ballots(
        &self,
        proposal: u32,
        cooperative: Name,
        after: Option<String>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<BallotPage>;

    /// Lists the objections in one cooperative.
    #[method(name = "icn_objections", blocking)]
    fn objections(
        &self,
        proposal: u32,
        cooperative: Name,
        after: Option<String>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<ObjectionPage>;

    /// Shows how a cooperative, or the federation, decides.
    #[method(name = "icn_governance", blocking)]
    fn governance(&self, body: Option<Name>, at: Option<Hash>) -> RpcResult<Option<BodyReport>>;

    /// Shows whom a member lets vote.
    #[method(name = "icn_delegations", blocking)]
    fn delegations(
        &self,
        cooperative: Name,
        did: String,
        at: Option<Hash>,
    ) -> RpcResult<Option<DelegationsReport>>;

    /// Lists the adopted texts.
    #[method(name = "icn_texts", blocking)]
    fn texts(
        &self,
        body: Option<Name>,
        after: Option<String>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<TextPage>;

    /// Shows versions of an adopted text.
    #[method(name = "icn_textVersions", blocking)]
    fn text_versions(
        &self,
        body: Name,
        name: String,
        from: Option<u32>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<TextVersionPage>;

    /// Lists polls.
    #[method(name = "icn_polls", blocking)]
    fn polls(&self, from: Option<u32>, limit: Option<u32>, at: Option<Hash>)
        -> RpcResult<PollPage>;
}

/// Answers from the chain.
pub struct Governance<C> {
    client: Arc<C>,
    names: Arc<dyn Names>,
}

impl<C: ChainReader> Governance<C> {
    pub fn new(client: Arc<C>, names: Arc<dyn Names>) -> Self {
        Self { client, names }
    }

    fn at(&self, at: Option<Hash>) -> Result<Snapshot<'_, C>, ErrorObjectOwned> {
        Snapshot::new(&self.client, at)
    }
}

/// How `maker` decides.
pub fn body<C: ChainReader>(
    chain: &Snapshot<'_, C>,
    maker: RuleMaker,
) -> Result<BodyReport, ErrorObjectOwned> {
    let Snapshot { api, block } = chain;
    let cooperative = match maker {
        RuleMaker::Cooperative(id) => Some(id),
        RuleMaker::Federation => None,
    };
    let rules = api.rules(*block, maker).map_err(errors::runtime)?;
    let parameters = GovernanceApi::parameters(&**api, *block).map_err(errors::runtime)?;
    let metrics = api.metrics(*block, cooperative).map_err(errors::runtime)?;
    Ok(BodyReport::new(maker, rules, parameters, metrics))
}

/// Whom a member lets vote in a cooperative, and for how many the member votes there.
pub fn delegations<C: ChainReader>(
    chain: &Snapshot<'_, C>,
    cooperative: CooperativeId,
    did: Did,
) -> Result<DelegationsReport, ErrorObjectOwned> {
    let Snapshot { api, block } = chain;
    let given = api.delegations(*block, cooperative, did).map_err(errors::runtime)?;
    let delegators = DecisionKind::ALL
        .into_iter()
        .map(|kind| Ok((kind, api.delegators(*block, cooperative, kind, did)?)))
        .collect::<Result<Vec<_>, _>>()
        .map_err(errors::runtime)?;
    Ok(DelegationsReport::new(cooperative, given, delegators))
}

/// A text's name as the chain has it.
fn text_name(name: String) -> Result<TextName, ErrorObjectOwned> {
    TextName::try_from(name.into_bytes())
        .map_err(|_| errors::invalid("a text's name has at most 64 bytes"))
}

impl<C: ChainReader> GovernanceRpcServer for Governance<C> {
    fn proposal(&self, id: u32, at: Option<Hash>) -> RpcResult<Option<ProposalReport>> {
        let Snapshot { api, block } = self.at(at)?;
        let Some(view) = api.proposal(block, ProposalId(id)).map_err(errors::runtime)? else {
            return Ok(None);
        };
        let mut taking_part = BTreeSet::new();
        for (id, _) in &view.tallies {
            let found = api.cooperative(block, *id).map_err(errors::runtime)?;
            if found.is_some_and(|one| one.status == CooperativeStatus::Active) {
                taking_part.insert(*id);
            }
        }
        let takes_part = |id| taking_part.contains(&id);
        Ok(Some(ProposalReport::new(block, view, &*self.names, takes_part)))
    }

    fn proposals(
        &self,
        filter: Option<Name>,
        from: Option<u32>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<ProposalPage> {
        let limit = errors::page(limit)?;
        let from = ProposalId(from.unwrap_or_default());
        let chain = self.at(at)?;
        let Snapshot { api, block } = &chain;
        let numbers = match filter.unwrap_or_else(|| Name::Text(ALL.into())) {
            Name::Text(word) if word == ALL => {
                let found = api.proposals(*block, from, limit).map_err(errors::runtime)?;
                let (last, count) = (found.last().map(|view| view.id), found.len());
                let summary = |view| ProposalSummary::new(*block, view, &*self.names);
                let summaries = found.into_iter().map(summary).collect();
                return Ok(ProposalPage::new(summaries, last, count, limit));
            }
            Name::Text(word) if word == OPEN => api.open_proposals(*block, from, limit),
            name => match chain.body(name)? {
                Some(maker) => api.proposals_of(*block, maker, from, limit),
                None => return Ok(ProposalPage::default()),
            },
        };
        let numbers = numbers.map_err(errors::runtime)?;
        let mut proposals = Vec::with_capacity(numbers.len());
        for number in &numbers {
            let view = api.proposal(*block, *number).map_err(errors::runtime)?;
            proposals.extend(view.map(|view| ProposalSummary::new(*block, view, &*self.names)));
        }
        Ok(ProposalPage::new(proposals, numbers.last().copied(), numbers.len(), limit))
    }

    fn ballot(
        &self,
        proposal: u32,
        cooperative: Name,
        did: String,
        at: Option<Hash>,
    ) -> RpcResult<Option<BallotView>> {
        let did = parse(&did)?;
        let chain = self.at(at)?;
        let Some(cooperative) = chain.number(cooperative)? else { return Ok(None) };
        let found = chain
            .api
            .ballot(chain.block, ProposalId(proposal), cooperative, did)
            .map_err(errors::runtime)?;
        Ok(found.map(|(ballot, objection)| BallotView::new(did, ballot, objection)))
    }

    fn ballots(
        &self,
        proposal: u32,
        cooperative: Name,
        after: Option<String>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<BallotPage> {
        let (limit, proposal) = (errors::page(limit)?, ProposalId(proposal));
        let after = after.as_deref().map(parse).transpose()?;
        let chain = self.at(at)?;
        let Some(cooperative) = chain.number(cooperative)? else {
            return Ok(BallotPage::default());
        };
        let Snapshot { api, block } = chain;
        let found =
            api.ballots(block, proposal, cooperative, after, limit).map_err(errors::runtime)?;
        let mut ballots = Vec::with_capacity(found.len());
        for (did, ballot) in found {
            let objection = match ballot.choice {
                Choice::Reject => api
                    .ballot(block, proposal, cooperative, did)
                    .map_err(errors::runtime)?
                    .and_then(|(_, objection)| objection),
                Choice::Approve | Choice::Abstain => None,
            };
            ballots.push(BallotView::new(did, ballot, objection));
        }
        Ok(BallotPage::new(ballots, limit))
    }

    fn objections(
        &self,
        proposal: u32,
        cooperative: Name,
        after: Option<String>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<ObjectionPage> {
        let limit = errors::page(limit)?;
        let after = after.as_deref().map(parse).transpose()?;
        let chain = self.at(at)?;
        let Some(cooperative) = chain.number(cooperative)? else {
            return Ok(ObjectionPage::default());
        };
        let found = chain
            .api
            .objections(chain.block, ProposalId(proposal), cooperative, after, limit)
            .map_err(errors::runtime)?;
        Ok(ObjectionPage::new(found, limit))
    }

    fn governance(&self, name: Option<Name>, at: Option<Hash>) -> RpcResult<Option<BodyReport>> {
        let chain = self.at(at)?;
        let maker = chain.body(name.unwrap_or_else(federation))?;
        maker.map(|maker| body(&chain, maker)).transpose()
    }

    fn delegations(
        &self,
        cooperative: Name,
        did: String,
        at: Option<Hash>,
    ) -> RpcResult<Option<DelegationsReport>> {
        let did = parse(&did)?;
        let chain = self.at(at)?;
        let cooperative = chain.number(cooperative)?;
        cooperative.map(|cooperative| delegations(&chain, cooperative, did)).transpose()
    }

    fn texts(
        &self,
        body: Option<Name>,
        after: Option<String>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<TextPage> {
        let limit = errors::page(limit)?;
        let after = after.map(text_name).transpose()?;
        let chain = self.at(at)?;
        let Some(maker) = chain.body(body.unwrap_or_else(federation))? else {
            return Ok(TextPage::default());
        };
        let found = chain.api.texts(chain.block, maker, after, limit).map_err(errors::runtime)?;
        Ok(TextPage::new(found, limit))
    }

    fn text_versions(
        &self,
        body: Name,
        name: String,
        from: Option<u32>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<TextVersionPage> {
        let (limit, name) = (errors::page(limit)?, text_name(name)?);
        let chain = self.at(at)?;
        let Some(maker) = chain.body(body)? else { return Ok(TextVersionPage::default()) };
        let found = chain
            .api
            .text_versions(chain.block, maker, name, from, limit)
            .map_err(errors::runtime)?;
        Ok(TextVersionPage::new(found))
    }

    fn polls(
        &self,
        from: Option<u32>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<PollPage> {
        let limit = errors::page(limit)?;
        let Snapshot { api, block } = self.at(at)?;
        let from = PollId(from.unwrap_or_default());
        let found = api.polls(block, from, limit).map_err(errors::runtime)?;
        Ok(PollPage::new(found, limit))
    }
}

/// The federation, where the caller names no body.
fn federation() -> Name {
    Name::Text(FEDERATION.into())
}
