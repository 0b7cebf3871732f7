//! Taking a proposal from one stage to the next: the one place where stages are written.

use icn_primitives::{
    governance::{Body, GovernanceMetrics, Proposal, ProposalId, Stage},
    CooperativeId, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    counting::{outcome, Outcome},
    transitions::{next, Happening, FIRST},
    Config, Error, Event, Members, Metrics, OpenOfCooperative, OpenOfPerson, OpenProposals, Pallet,
    Proposals, ProposalsOf, Rank, Reputation, Rules, Tallies, Task,
};

impl<T: Config> Pallet<T> {
    /// Stores a new proposal where proposals begin.
    pub(crate) fn begin(
        id: ProposalId,
        mut proposal: Proposal,
        lapses: Moment,
    ) -> Result<Proposal, DispatchError> {
        let exceeded = Error::<T>::OpenExceeded;
        let of_person = OpenOfPerson::<T>::get(proposal.proposer);
        ensure!(of_person < T::MaxOpenPerPerson::get(), exceeded);
        OpenOfPerson::<T>::insert(proposal.proposer, of_person.saturating_add(1));
        let of_sponsor = OpenOfCooperative::<T>::get(proposal.sponsor);
        // What anybody may write fills half of the room: the rest is for who proposes alone.
        let room = match proposal.terms.cosigners {
            0 => T::MaxOpenPerCooperative::get(),
            _ => T::MaxOpenPerCooperative::get().div_ceil(2),
        };
        ensure!(of_sponsor < room, Error::<T>::OpenExceeded);
        OpenOfCooperative::<T>::insert(proposal.sponsor, of_sponsor.saturating_add(1));

        OpenProposals::<T>::insert(id.0.to_be_bytes(), ());
        ProposalsOf::<T>::insert(proposal.body.rule_maker(), id.0.to_be_bytes(), ());
        Self::count(&proposal.body, |metrics| move_count(metrics, None, FIRST));
        proposal.stage = FIRST;
        proposal.due = Some(lapses);
        Self::schedule(Rank::of(&proposal), lapses, Task::Proposal(id));
        Proposals::<T>::insert(id, &proposal);
        Ok(proposal)
    }

    /// Takes `proposal` on by what happened, with its place in the agenda, and tells of it.
    ///
    /// Errors: [`Error::InvalidStage`] if it can't happen where the proposal stands.
    pub(crate) fn take_on(
        id: ProposalId,
        proposal: &mut Proposal,
        happening: Happening,
    ) -> DispatchResult {
        let before = proposal.stage;
        let stage = next(before, happening).ok_or(Error::<T>::InvalidStage)?;
        if let Some(due) = proposal.due {
            Self::unschedule(Rank::of(proposal), due, Task::Proposal(id));
        }
        let now = T::Time::now();
        let terms = &proposal.terms;
        let period = match stage {
            Stage::Deliberation => Some(terms.deliberation),
            Stage::Voting => Some(terms.voting),
            Stage::Resolution => Some(terms.resolution),
            Stage::Approved => Some(terms.timelock),
            _ => None,
        };
        let until = now.saturating_add(period.unwrap_or_default());
        proposal.stage = stage;
        proposal.due = period.map(|_| until);
        if proposal.due.is_some() {
            Self::schedule(Rank::of(proposal), until, Task::Proposal(id));
        }
        Self::count(&proposal.body, |metrics| move_count(metrics, Some(before), stage));
        if stage.is_final() {
            proposal.records = Self::keep_records(Task::Records(id));
            OpenProposals::<T>::remove(id.0.to_be_bytes());
            OpenOfPerson::<T>::mutate_exists(proposal.proposer, one_less);
            OpenOfCooperative::<T>::mutate_exists(proposal.sponsor, one_less);
        }
        Proposals::<T>::insert(id, &*proposal);
        if let Some(event) = entered(id, stage, until) {
            Self::deposit_event(event);
        }
        Ok(())
    }

    /// Opens the vote: fixes the electorate and the rules of each cooperative that votes.
    pub(crate) fn open_vote(id: ProposalId, mut proposal: Proposal) -> DispatchResult {
        let voting = match proposal.body.named() {
            Some(named) => named.to_vec(),
            None => T::Members::cooperatives(),
        };
        for cooperative in &voting {
            let tally = Self::empty_tally(*cooperative, &proposal);
            Tallies::<T>::insert(id, cooperative, tally);
            let cooperative = *cooperative;
            Self::deposit_event(Event::TallyOpened { proposal: id, cooperative, tally });
        }
        proposal.cooperatives = voting.len() as u32;
        proposal.opened = Some(T::Time::now());
        Self::take_on(id, &mut proposal, Happening::Deliberated)
    }

    /// Closes the vote, or opens the window for objections.
    pub(crate) fn close_vote(id: ProposalId, mut proposal: Proposal) -> DispatchResult {
        let Outcome { happening, quorate, participation } = Self::outcome_now(id, &proposal);
        if happening != Happening::Objected {
            Self::count(&proposal.body, |metrics| {
                metrics.closed.saturating_inc();
                if quorate {
                    metrics.quorate.saturating_inc();
                }
                if happening == Happening::Refused {
                    metrics.rejected.saturating_inc();
                }
                metrics.participation =
                    metrics.participation.saturating_add(participation.deconstruct().into());
            });
            Self::deposit_event(Event::VotingClosed { proposal: id, quorate, participation });
        }
        Self::take_on(id, &mut proposal, happening)?;
        if happening == Happening::Passed {
            T::Reputation::passed(&proposal.proposer, id);
        }
        Ok(())
    }

    /// What the vote would come to if it were closed now. Reads each cooperative's tally.
    pub(crate) fn outcome_now(id: ProposalId, proposal: &Proposal) -> Outcome {
        let (present, gone): (alloc::vec::Vec<_>, alloc::vec::Vec<_>) =
            Tallies::<T>::iter_prefix(id).partition(|(id, _)| T::Members::takes_part(*id));
        let tallies: alloc::vec::Vec<_> = present.into_iter().map(|(_, tally)| tally).collect();
        let resolved = proposal.stage == Stage::Resolution;
        outcome(&proposal.body, &tallies, gone.len() as u32, &proposal.terms, resolved)
    }

    fn empty_tally(
        cooperative: CooperativeId,
        proposal: &Proposal,
    ) -> icn_primitives::governance::Tally {
        let rules = Self::rules_of_cooperative(cooperative);
        let internal = matches!(proposal.body, Body::Cooperative(_));
        icn_primitives::governance::Tally {
            model: rules.model,
            fallback: rules.fallback,
            quorum: if internal { rules.quorum } else { proposal.terms.members_quorum },
            power: rules.power,
            delegation: rules.delegation,
            electorate: T::Members::active_members(cooperative),
            approving: 0,
            rejecting: 0,
            abstaining: 0,
            approve: 0,
            reject: 0,
            abstain: 0,
            objections: 0,
        }
    }

    /// Changes the metrics to which decisions of `body` count.
    fn count(body: &Body, change: impl Fn(&mut GovernanceMetrics)) {
        Metrics::<T>::mutate(None::<CooperativeId>, &change);
        if let Body::Cooperative(id) = body {
            Metrics::<T>::mutate(Some(*id), &change);
        }
    }

    /// The rules by which `cooperative` decides.
    pub(crate) fn rules_of_cooperative(
        cooperative: CooperativeId,
    ) -> icn_primitives::governance::GovernanceRules {
        Self::rules(icn_primitives::governance::RuleMaker::Cooperative(cooperative))
    }

    /// The rules of a cooperative or of the federation.
    pub fn rules(
        maker: icn_primitives::governance::RuleMaker,
    ) -> icn_primitives::governance::GovernanceRules {
        use icn_primitives::governance::{GovernanceRules, RuleMaker};
        Rules::<T>::get(maker).unwrap_or_else(|| match maker {
            RuleMaker::Cooperative(_) => GovernanceRules::for_cooperative(),
            RuleMaker::Federation => GovernanceRules::for_federation(),
        })
    }
}

/// Moves one proposal from a stage's count to another's.
fn move_count(metrics: &mut GovernanceMetrics, from: Option<Stage>, to: Stage) {
    if let Some(count) = from.and_then(|stage| metrics.stages.get_mut(stage as usize)) {
        *count = count.saturating_sub(1);
    }
    if let Some(count) = metrics.stages.get_mut(to as usize) {
        count.saturating_inc();
    }
}

/// Counts one off; an entry of nothing goes.
pub(crate) fn one_less(count: &mut Option<u32>) {
    *count = count.and_then(|count| count.checked_sub(1)).filter(|count| *count > 0);
}

/// What is told when a proposal enters a stage.
fn entered<T: Config>(proposal: ProposalId, stage: Stage, until: Moment) -> Option<Event<T>> {
    Some(match stage {
        Stage::Draft => return None,
        Stage::Deliberation => Event::DeliberationStarted { proposal, until },
        Stage::Voting => Event::VotingStarted { proposal, until },
        Stage::Resolution => Event::ResolutionStarted { proposal, until },
        Stage::Approved => Event::ProposalApproved { proposal, until },
        Stage::Rejected => Event::ProposalRejected { proposal },
        Stage::Failed => Event::ProposalFailed { proposal },
        Stage::Cancelled => Event::ProposalCancelled { proposal },
        Stage::Vetoed => Event::ProposalVetoed { proposal },
        Stage::Executed => Event::ProposalExecuted { proposal },
        // Told with the error, by whoever tried.
        Stage::ExecutionFailed => return None,
    })
}
