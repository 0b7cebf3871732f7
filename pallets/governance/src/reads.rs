//! What clients read.

use alloc::vec::Vec;
use icn_primitives::{
    apis::MAX_PAGE,
    governance::{
        Ballot, DecisionKind, Delegation, GovernanceMetrics, Poll, PollId, ProposalId,
        ProposalView, Reason, RuleMaker, TextName, TextVersion,
    },
    CooperativeId, Did,
};

use crate::{
    Ballots, Calls, Config, Cosigners, ExecutionErrors, Metrics, NextPoll, NextProposal,
    Objections, OpenProposals, Pallet, Polls, Proposals, ProposalsOf, Tallies, TextVersions, Texts,
    Vetoes,
};

/// How many entries a page has.
fn page(limit: u32) -> usize {
    limit.min(MAX_PAGE) as usize
}

impl<T: Config> Pallet<T> {
    /// All that a page about a proposal shows.
    pub fn proposal(id: ProposalId) -> Option<ProposalView> {
        let proposal = Proposals::<T>::get(id)?;
        let mut tallies: Vec<_> = Tallies::<T>::iter_prefix(id).collect();
        tallies.sort_unstable_by_key(|(cooperative, _)| *cooperative);
        Some(ProposalView {
            id,
            proposal,
            tallies,
            cosigners: Cosigners::<T>::get(id).into_inner(),
            call: Calls::<T>::get(id).map(|(_, call)| call.into_inner()).unwrap_or_default(),
            vetoes: Vetoes::<T>::get(id).into_inner(),
            error: ExecutionErrors::<T>::get(id),
        })
    }

    /// Proposals by number, from `from` on; at most `limit` and at most [`MAX_PAGE`].
    pub fn proposals(from: ProposalId, limit: u32) -> Vec<ProposalView> {
        let end = NextProposal::<T>::get().0.min(from.0.saturating_add(limit.min(MAX_PAGE)));
        (from.0..end).filter_map(|id| Self::proposal(ProposalId(id))).collect()
    }

    /// Numbers of proposals that aren't final, from `from` on; at most `limit` and at most
    /// [`MAX_PAGE`].
    pub fn open_proposals(from: ProposalId, limit: u32) -> Vec<ProposalId> {
        let (first, rest) = match from.0.checked_sub(1) {
            Some(before) => {
                let key = OpenProposals::<T>::hashed_key_for(before.to_be_bytes());
                (None, Some(OpenProposals::<T>::iter_keys_from(key)))
            }
            None => (Some(OpenProposals::<T>::iter_keys()), None),
        };
        let keys = first.into_iter().flatten().chain(rest.into_iter().flatten());
        keys.map(|key| ProposalId(u32::from_be_bytes(key))).take(page(limit)).collect()
    }

    /// Numbers of the proposals for which these rules hold, from `from` on; at most `limit` and at
    /// most [`MAX_PAGE`].
    pub fn proposals_of(maker: RuleMaker, from: ProposalId, limit: u32) -> Vec<ProposalId> {
        let number = |key: [u8; 4]| ProposalId(u32::from_be_bytes(key));
        match from.0.checked_sub(1) {
            Some(before) => {
                let key = ProposalsOf::<T>::hashed_key_for(maker, before.to_be_bytes());
                let keys = ProposalsOf::<T>::iter_key_prefix_from(maker, key);
                keys.map(number).take(page(limit)).collect()
            }
            None => {
                ProposalsOf::<T>::iter_key_prefix(maker).map(number).take(page(limit)).collect()
            }
        }
    }

    /// One member's ballot, and the objection if it is one; `None`: there is none, or it was removed
    /// (the proposal's `records`).
    pub fn ballot(
        id: ProposalId,
        cooperative: CooperativeId,
        did: Did,
    ) -> Option<(Ballot, Option<Reason>)> {
        let key = (id, cooperative, did);
        Some((Ballots::<T>::get(key)?, Objections::<T>::get(key)))
    }

    /// Ballots in one cooperative after that of `after`, in the order of storage; at most `limit`
    /// and at most [`MAX_PAGE`]. All of them only while the proposal's `records` are complete.
    pub fn ballots(
        id: ProposalId,
        cooperative: CooperativeId,
        after: Option<Did>,
        limit: u32,
    ) -> Vec<(Did, Ballot)> {
        let prefix = (id, cooperative);
        match after {
            Some(did) => {
                let from = Ballots::<T>::hashed_key_for((id, cooperative, did));
                Ballots::<T>::iter_prefix_from(prefix, from).take(page(limit)).collect()
            }
            None => Ballots::<T>::iter_prefix(prefix).take(page(limit)).collect(),
        }
    }

    /// The objections that stand in one cooperative, after that of `after`, in the order of
    /// storage; at most `limit` and at most [`MAX_PAGE`].
    pub fn objections(
        id: ProposalId,
        cooperative: CooperativeId,
        after: Option<Did>,
        limit: u32,
    ) -> Vec<(Did, Reason)> {
        let prefix = (id, cooperative);
        match after {
            Some(did) => {
                let from = Objections::<T>::hashed_key_for((id, cooperative, did));
                Objections::<T>::iter_prefix_from(prefix, from).take(page(limit)).collect()
            }
            None => Objections::<T>::iter_prefix(prefix).take(page(limit)).collect(),
        }
    }

    /// Whom a member lets vote, by kind.
    pub fn delegations(
        cooperative: CooperativeId,
        delegator: Did,
    ) -> Vec<(DecisionKind, Delegation)> {
        let of = |kind| Some((kind, Self::delegation(cooperative, kind, &delegator)?));
        DecisionKind::ALL.into_iter().filter_map(of).collect()
    }

    /// How many proposals went which way: of one cooperative's internal matters, or of all.
    pub fn metrics(cooperative: Option<CooperativeId>) -> GovernanceMetrics {
        Metrics::<T>::get(cooperative)
    }

    /// Versions of a text, the newest first, from `from` down; at most `limit` and at most 16,
    /// since each may be long.
    pub fn text_versions(
        maker: RuleMaker,
        name: TextName,
        from: Option<u32>,
        limit: u32,
    ) -> Vec<(u32, TextVersion)> {
        let last = TextVersions::<T>::get(maker, &name);
        let from = from.unwrap_or(last).min(last);
        (1..=from)
            .rev()
            .take(limit.min(16) as usize)
            .filter_map(|version| Some((version, Texts::<T>::get((maker, &name, version))?)))
            .collect()
    }

    /// Names of somebody's texts with their newest versions, after `after` in the order of storage;
    /// at most `limit` and at most [`MAX_PAGE`].
    pub fn texts(maker: RuleMaker, after: Option<TextName>, limit: u32) -> Vec<(TextName, u32)> {
        match after {
            Some(name) => {
                let from = TextVersions::<T>::hashed_key_for(maker, name);
                TextVersions::<T>::iter_prefix_from(maker, from).take(page(limit)).collect()
            }
            None => TextVersions::<T>::iter_prefix(maker).take(page(limit)).collect(),
        }
    }

    /// Polls by number, from `from` on; at most `limit` and at most [`MAX_PAGE`].
    pub fn polls(from: PollId, limit: u32) -> Vec<(PollId, Poll)> {
        let end = NextPoll::<T>::get().0.min(from.0.saturating_add(limit.min(MAX_PAGE)));
        (from.0..end).map(PollId).filter_map(|id| Some((id, Polls::<T>::get(id)?))).collect()
    }
}
