//! What holds before and after every block.

use alloc::collections::{BTreeMap, BTreeSet};
use icn_primitives::{
    governance::{
        Ballot, Body, Choice, GovernanceMetrics, Model, Proposal, ProposalId, Records, Stage,
        MAX_DELEGATION_DEPTH,
    },
    CooperativeId, Did, Hash as ContentHash, Moment,
};
use polkadot_sdk::{
    polkadot_sdk_frame::prelude::*, sp_io::hashing::blake2_256, sp_runtime::TryRuntimeError,
};

use crate::{
    agenda::{Rank, Task},
    Agenda, Answers, Ballots, Calls, Config, Cosigners, Delegations, Delegators, Evolutions,
    ExecutionErrors, Metrics, NextPoll, NextProposal, Objections, OpenOfCooperative, OpenOfPerson,
    OpenPolls, OpenPollsOfPerson, OpenProposals, Pallet, Parameters, Polls, Proposals, ProposalsOf,
    Rules, Tallies, TextVersions, Texts, Vetoes, Voters,
};

impl<T: Config> Pallet<T> {
    /// Checks all invariants of this pallet.
    pub(crate) fn ensure_invariants() -> Result<(), TryRuntimeError> {
        Self::ensure_proposals()?;
        Self::ensure_tallies_are_sums()?;
        Self::ensure_counts()?;
        Self::ensure_agenda()?;
        Self::ensure_graph()?;
        Self::ensure_documents()?;
        Self::ensure_polls()
    }

    /// Each proposal has what its stage asks for, and nothing more.
    fn ensure_proposals() -> Result<(), TryRuntimeError> {
        let mut all = 0u32;
        for (id, proposal) in Proposals::<T>::iter() {
            all.saturating_inc();
            ensure!(id < NextProposal::<T>::get(), "a number wasn't given out");
            ensure!(proposal.body.is_valid(), "a body can't be");
            let stage = proposal.stage;
            ensure!(stage.is_final() == proposal.due.is_none(), "a step is lacking or left over");
            ensure!(
                stage.is_final() != (proposal.records == Records::Open),
                "records are to go too early, or never"
            );
            Self::ensure_records(id, &proposal)?;
            let voted = proposal.opened.is_some();
            ensure!(
                match stage {
                    Stage::Draft | Stage::Deliberation | Stage::Cancelled => !voted,
                    _ => voted,
                },
                "a vote was opened early, or not at all"
            );
            ensure!(
                Tallies::<T>::iter_prefix(id).count() == proposal.cooperatives as usize,
                "a tally is lacking or left over"
            );
            ensure!(
                (stage == Stage::ExecutionFailed) == ExecutionErrors::<T>::contains_key(id),
                "a reason for failing is lacking or left over"
            );
            ensure!(
                OpenProposals::<T>::contains_key(id.0.to_be_bytes()) != stage.is_final(),
                "an open proposal isn't listed, or one is listed that isn't open"
            );
            ensure!(
                ProposalsOf::<T>::contains_key(proposal.body.rule_maker(), id.0.to_be_bytes()),
                "a proposal isn't listed"
            );
        }
        ensure!(all == NextProposal::<T>::get().0, "a number is without its proposal");
        ensure!(
            OpenProposals::<T>::iter_keys().count()
                == Proposals::<T>::iter_values().filter(|p| !p.stage.is_final()).count(),
            "a proposal is listed that isn't there"
        );
        ensure!(
            ProposalsOf::<T>::iter_keys().count() == all as usize,
            "a proposal is listed twice"
        );
        Ok(())
    }

    /// What was proposed, signed and vetoed is kept, or gone with all other records.
    fn ensure_records(id: ProposalId, proposal: &Proposal) -> Result<(), TryRuntimeError> {
        let stage = proposal.stage;
        if proposal.records == Records::Gone {
            let left = Ballots::<T>::iter_key_prefix((id,)).next().is_some()
                || Objections::<T>::iter_key_prefix((id,)).next().is_some()
                || Voters::<T>::iter_key_prefix(id).next().is_some()
                || Calls::<T>::contains_key(id)
                || Cosigners::<T>::contains_key(id)
                || Vetoes::<T>::contains_key(id);
            ensure!(!left, "a record is left over");
            return Ok(());
        }
        ensure!(
            Calls::<T>::get(id).map(|(_, call)| ContentHash::from(blake2_256(&call)))
                == proposal.call,
            "a call is another than was proposed"
        );
        let (signed, needed) = (Cosigners::<T>::get(id), proposal.terms.cosigners);
        let distinct: BTreeSet<_> = signed.iter().collect();
        ensure!(
            distinct.len() == signed.len() && !distinct.contains(&proposal.proposer),
            "somebody signed twice"
        );
        let enough = signed.len() >= usize::from(needed);
        ensure!(
            match stage {
                Stage::Draft => !enough,
                Stage::Cancelled => true,
                _ => enough,
            },
            "a proposal has too few signatures, or waits with enough"
        );
        let laid = Vetoes::<T>::get(id).len();
        ensure!(
            (stage == Stage::Vetoed) == (laid > 0 && laid >= usize::from(proposal.terms.vetoes)),
            "vetoes stopped nothing, or nothing was stopped by vetoes"
        );
        Ok(())
    }

    /// Each tally is what its ballots add up to, as long as all of them are kept; what is left of
    /// them adds up to no more.
    fn ensure_tallies_are_sums() -> Result<(), TryRuntimeError> {
        let complete: BTreeSet<_> = Proposals::<T>::iter()
            .filter(|(_, proposal)| proposal.records.are_complete())
            .map(|(id, _)| id)
            .collect();
        let mut sums: BTreeMap<(ProposalId, CooperativeId), [(u32, u128); 3]> = BTreeMap::new();
        for ((id, cooperative, member), ballot) in Ballots::<T>::iter() {
            let sides = sums.entry((id, cooperative)).or_default();
            let (heads, weight) = &mut sides[ballot.choice as usize];
            heads.saturating_inc();
            *weight = weight.saturating_add(ballot.power.into());
            if !complete.contains(&id) {
                continue;
            }
            ensure!(
                ballot.via.is_some() || Voters::<T>::contains_key(id, member),
                "somebody voted who didn't"
            );
            if let Some(via) = ballot.via {
                let cast = Ballots::<T>::get((id, cooperative, via));
                ensure!(
                    cast.is_some_and(|Ballot { via, .. }| via.is_none()) && via != member,
                    "a vote counts for somebody that nobody cast"
                );
            }
        }
        let mut objections: BTreeMap<(ProposalId, CooperativeId), u32> = BTreeMap::new();
        for (id, cooperative, member) in Objections::<T>::iter_keys() {
            objections.entry((id, cooperative)).or_default().saturating_inc();
            if !complete.contains(&id) {
                continue;
            }
            let ballot = Ballots::<T>::get((id, cooperative, member));
            ensure!(
                ballot.is_some_and(|b| b.choice == Choice::Reject && b.via.is_none()),
                "an objection stands that isn't a vote"
            );
        }
        for (id, cooperative, tally) in Tallies::<T>::iter() {
            let counted = [
                (tally.approving, tally.approve),
                (tally.rejecting, tally.reject),
                (tally.abstaining, tally.abstain),
            ];
            let sum = sums.remove(&(id, cooperative)).unwrap_or_default();
            let standing = objections.remove(&(id, cooperative)).unwrap_or_default();
            if complete.contains(&id) {
                ensure!(sum == counted, "a tally is another than its ballots add up to");
                ensure!(standing == tally.objections, "objections are miscounted");
            } else {
                let within = sum.iter().zip(&counted).all(|(s, c)| s.0 <= c.0 && s.1 <= c.1);
                ensure!(within, "more ballots are left than were counted");
                ensure!(standing <= tally.objections, "more objections are left than stood");
            }
            ensure!(
                tally.model == Model::Consent || standing == 0,
                "an objection stands where none are taken"
            );
        }
        ensure!(sums.is_empty() && objections.is_empty(), "a ballot has no tally");
        Ok(())
    }

    /// What is counted along the way is what there is.
    fn ensure_counts() -> Result<(), TryRuntimeError> {
        let mut stages: BTreeMap<Option<CooperativeId>, [u32; 11]> = BTreeMap::new();
        let mut of_person: BTreeMap<Did, u32> = BTreeMap::new();
        let mut of_cooperative: BTreeMap<CooperativeId, u32> = BTreeMap::new();
        for proposal in Proposals::<T>::iter_values() {
            stages.entry(None).or_default()[proposal.stage as usize].saturating_inc();
            if let Body::Cooperative(id) = proposal.body {
                stages.entry(Some(id)).or_default()[proposal.stage as usize].saturating_inc();
            }
            if !proposal.stage.is_final() {
                of_person.entry(proposal.proposer).or_default().saturating_inc();
                of_cooperative.entry(proposal.sponsor).or_default().saturating_inc();
            }
        }
        for (of, metrics) in Metrics::<T>::iter() {
            let GovernanceMetrics { stages: counted, closed, quorate, rejected, participation } =
                metrics;
            ensure!(stages.remove(&of) == Some(counted), "proposals are miscounted");
            let over = |stages: &[Stage]| {
                stages.iter().fold(0u32, |sum, stage| sum.saturating_add(counted[*stage as usize]))
            };
            use Stage::*;
            let decided = [Approved, Rejected, Failed, Vetoed, Executed, ExecutionFailed];
            ensure!(closed == over(&decided), "closed votes are miscounted");
            ensure!(rejected == over(&[Rejected]), "rejections are miscounted");
            ensure!(quorate <= closed, "more were quorate than there were");
            ensure!(
                participation <= u64::from(closed).saturating_mul(1_000_000),
                "more took part than could"
            );
        }
        ensure!(stages.is_empty(), "proposals aren't counted");
        ensure!(
            OpenOfPerson::<T>::iter().collect::<BTreeMap<_, _>>() == of_person,
            "somebody's open proposals are miscounted"
        );
        ensure!(
            OpenOfCooperative::<T>::iter().collect::<BTreeMap<_, _>>() == of_cooperative,
            "a cooperative's open proposals are miscounted"
        );
        Ok(())
    }

    /// The agenda has what will happen, and nothing else.
    fn ensure_agenda() -> Result<(), TryRuntimeError> {
        let mut expected = BTreeSet::new();
        for (id, proposal) in Proposals::<T>::iter() {
            let task = |due: Moment| (Rank::of(&proposal), (due.to_be_bytes(), Task::Proposal(id)));
            expected.extend(proposal.due.map(task));
            expected.extend(removal(proposal.records, Task::Records(id)));
        }
        for (id, poll) in Polls::<T>::iter() {
            if !poll.closed {
                expected.insert((Rank::Ends, (poll.until.to_be_bytes(), Task::Poll(id))));
            }
            expected.extend(removal(poll.records, Task::Answers(id)));
        }
        for ((cooperative, kind, member), delegation) in Delegations::<T>::iter() {
            let task = Task::Delegation(cooperative, kind, member);
            expected.insert((Rank::Ends, (delegation.until.to_be_bytes(), task)));
        }
        ensure!(
            Agenda::<T>::iter_keys().collect::<BTreeSet<_>>() == expected,
            "the agenda lacks something or has something left over"
        );
        Ok(())
    }

    /// Both sides of the graph say the same; it has no cycle, no way too long and no crowd.
    fn ensure_graph() -> Result<(), TryRuntimeError> {
        let mut edges = 0usize;
        for ((cooperative, kind, delegate), members) in Delegators::<T>::iter() {
            ensure!(!members.is_empty(), "nobody stands behind somebody");
            edges = edges.saturating_add(members.len());
            for member in &members {
                let delegation = Self::delegation(cooperative, kind, member);
                ensure!(
                    delegation.is_some_and(|delegation| delegation.delegate == delegate),
                    "a delegation has one side"
                );
            }
            let (behind, _) = Self::standing_behind(cooperative, kind, &delegate);
            ensure!(behind <= T::MaxDelegators::get(), "too many stand behind somebody");
        }
        ensure!(Delegations::<T>::iter_keys().count() == edges, "a delegation has one side");
        for ((cooperative, kind, member), _) in Delegations::<T>::iter() {
            let (mut at, mut steps) = (member, 0u32);
            while let Some(delegation) = Self::delegation(cooperative, kind, &at) {
                at = delegation.delegate;
                steps.saturating_inc();
                ensure!(steps <= MAX_DELEGATION_DEPTH, "a delegation leads too far");
            }
        }
        Ok(())
    }

    /// Rules are within their bounds, and texts have all their versions.
    fn ensure_documents() -> Result<(), TryRuntimeError> {
        ensure!(Parameters::<T>::get().are_valid(), "the parameters are out of their bounds");
        ensure!(
            Rules::<T>::iter().all(|(maker, rules)| rules.are_valid(maker)),
            "rules are out of their bounds"
        );
        let mut versions = 0usize;
        for (maker, name, last) in TextVersions::<T>::iter() {
            versions = versions.saturating_add(last as usize);
            for version in 1..=last {
                ensure!(Texts::<T>::contains_key((maker, &name, version)), "a version is lacking");
            }
        }
        ensure!(Texts::<T>::iter_keys().count() == versions, "a version is left over");
        ensure!(
            Evolutions::<T>::iter().all(|(artefact, evolution)| artefact == evolution.artefact),
            "an evolution isn't found by its artefact"
        );
        Ok(())
    }

    /// Polls count their answers.
    fn ensure_polls() -> Result<(), TryRuntimeError> {
        let mut open: BTreeMap<CooperativeId, u32> = BTreeMap::new();
        let mut of_person: BTreeMap<Did, u32> = BTreeMap::new();
        for (id, poll) in Polls::<T>::iter() {
            ensure!(id < NextPoll::<T>::get(), "a poll's number wasn't given out");
            let mut counts = alloc::vec![0u32; poll.options.len()];
            for (_, option) in Answers::<T>::iter_prefix(id) {
                let count = counts.get_mut(usize::from(option));
                count.ok_or("somebody answered what wasn't asked")?.saturating_inc();
            }
            let mut both = counts.iter().zip(&poll.counts);
            ensure!(
                match poll.records {
                    Records::Open | Records::Until(_) => both.all(|(found, count)| found == count),
                    Records::Going(_) => both.all(|(found, count)| found <= count),
                    Records::Gone => counts.iter().all(|found| *found == 0),
                },
                "answers are miscounted"
            );
            ensure!(
                poll.closed != (poll.records == Records::Open),
                "answers are to go too early, or never"
            );
            if !poll.closed {
                open.entry(poll.sponsor).or_default().saturating_inc();
                of_person.entry(poll.opener).or_default().saturating_inc();
            }
        }
        ensure!(
            OpenPolls::<T>::iter().collect::<BTreeMap<_, _>>() == open,
            "open polls are miscounted"
        );
        ensure!(
            OpenPollsOfPerson::<T>::iter().collect::<BTreeMap<_, _>>() == of_person,
            "somebody's open polls are miscounted"
        );
        Ok(())
    }
}

/// Where the agenda has the removal of records.
fn removal(records: Records, task: Task) -> Option<(Rank, ([u8; 8], Task))> {
    match records {
        Records::Open | Records::Gone => None,
        Records::Until(at) | Records::Going(at) => Some((Rank::Records, (at.to_be_bytes(), task))),
    }
}
