//! What the chain does by itself, by time, within a bounded weight per block.
//!
//! The trie is the queue: in each [`Rank`] keys begin with the moment, so that the first key is
//! what is due first. A block takes what is due, in order, as far as the weight goes, and the next
//! block goes on.
//!
//! Votes, decisions of the federation and decisions of cooperatives take turns in coming first. So
//! whoever fills blocks with decisions that take much holds up decisions of its own rank, and
//! neither the others' votes nor the federation; and a decision that takes a whole block's agenda
//! gets one, however many votes there are.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::{
    governance::{Body, DecisionKind, PollId, Proposal, ProposalId, Stage, MAX_CALL},
    CooperativeId, Did, Moment,
};
use polkadot_sdk::{
    frame_support::weights::WeightMeter,
    polkadot_sdk_frame::{prelude::*, traits::Time},
};
use scale_info::TypeInfo;

use crate::{
    transitions::Happening, Agenda, Config, Error, Members, Pallet, Proposals, WeightInfo,
};

/// Implements what is stored of the agenda.
macro_rules! stored {
    ($($(#[$meta:meta])* $vis:vis enum $name:ident $body:tt)*) => {
        $(
            #[derive(
                Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode,
                DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
            )]
            $(#[$meta])*
            $vis enum $name $body
        )*
    };
}

stored! {
    /// What is done before what, if not all of it fits into a block.
    pub enum Rank {
        /// Proposals lapse, and votes open and close.
        Votes,
        /// What the federation decided takes effect.
        Federation,
        /// What cooperatives decided, one or several jointly, takes effect.
        Cooperatives,
        /// Polls and delegations end. They count no longer than they do, whenever it is done.
        Ends,
        /// Records of what is over are removed.
        Records,
    }

    /// What stands in the agenda.
    pub enum Task {
        /// A proposal's next step.
        Proposal(ProposalId),
        /// A poll ends.
        Poll(PollId),
        /// A delegation ends.
        Delegation(CooperativeId, DecisionKind, Did),
        /// A final proposal's records are removed.
        Records(ProposalId),
        /// The answers to a poll that is over are removed.
        Answers(PollId),
    }
}

/// What takes turns in coming first.
const TURNS: [Rank; 3] = [Rank::Votes, Rank::Federation, Rank::Cooperatives];

impl Rank {
    /// Where a proposal's next step stands.
    pub fn of(proposal: &Proposal) -> Self {
        match (proposal.stage, &proposal.body) {
            (Stage::Approved, Body::Federation) => Self::Federation,
            (Stage::Approved, _) => Self::Cooperatives,
            _ => Self::Votes,
        }
    }

    /// The order in block `number`.
    fn in_order(number: u32) -> impl Iterator<Item = Self> {
        let mut turns = TURNS;
        let turn = number % TURNS.len() as u32;
        turns.rotate_left(turn as usize);
        turns.into_iter().chain([Self::Ends, Self::Records])
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn schedule(rank: Rank, at: Moment, task: Task) {
        Agenda::<T>::insert(rank, (at.to_be_bytes(), task), ());
    }

    pub(crate) fn unschedule(rank: Rank, at: Moment, task: Task) {
        Agenda::<T>::remove(rank, (at.to_be_bytes(), task));
    }

    /// Does what is due, in order, as far as `meter` and [`Config::AgendaWeight`] go.
    pub(crate) fn run_agenda(number: u32, meter: &mut WeightMeter) {
        let mut own = WeightMeter::with_limit(meter.remaining().min(T::AgendaWeight::get()));
        let now = T::Time::now();
        // One look at what stands first is paid for before it is taken.
        let peek = T::WeightInfo::peek();
        for rank in Rank::in_order(number) {
            if own.try_consume(peek).is_err() {
                break;
            }
            for (at, task) in Agenda::<T>::iter_key_prefix(rank) {
                if Moment::from_be_bytes(at) > now {
                    break;
                }
                let spare = own.remaining().checked_sub(&peek);
                let Some(used) = spare.and_then(|spare| Self::take_up(rank, at, task, spare))
                else {
                    break;
                };
                own.consume(used.saturating_add(peek));
            }
        }
        meter.consume(own.consumed());
    }

    /// Does a task that is due, if it fits into `spare`; gives what it took.
    fn take_up(rank: Rank, at: [u8; 8], task: Task, spare: Weight) -> Option<Weight> {
        if rank == Rank::Records {
            return Self::prune(at, task, spare);
        }
        let weight = Self::weight_of(&task);
        weight.all_lte(spare).then(|| {
            Agenda::<T>::remove(rank, (at, task));
            Self::perform(task);
            weight
        })
    }

    /// What a task may take.
    pub(crate) fn weight_of(task: &Task) -> Weight {
        match task {
            Task::Proposal(id) => Proposals::<T>::get(id)
                .map_or(T::WeightInfo::step(), |proposal| Self::weight_of_step(*id, &proposal)),
            Task::Poll(_) | Task::Delegation(..) | Task::Records(_) | Task::Answers(_) => {
                T::WeightInfo::step()
            }
        }
    }

    /// What a proposal's next step may take. Never more than a block's agenda holds.
    pub(crate) fn weight_of_step(id: ProposalId, proposal: &Proposal) -> Weight {
        match proposal.stage {
            Stage::Deliberation => T::WeightInfo::open_vote(match proposal.body {
                Body::Federation => T::Members::active_cooperatives(),
                Body::Cooperative(_) | Body::Joint(_) => {
                    proposal.body.named().map_or(0, |named| named.len() as u32)
                }
            }),
            Stage::Voting | Stage::Resolution => T::WeightInfo::close_vote(proposal.cooperatives),
            Stage::Approved => match Self::call_of(id) {
                Ok(Some((call, length))) => {
                    let own = T::WeightInfo::execute(length);
                    let all = own.saturating_add(call.get_dispatch_info().call_weight);
                    // What became too heavy isn't carried out.
                    if Self::fits_agenda(all) {
                        all
                    } else {
                        own
                    }
                }
                Ok(None) => T::WeightInfo::execute(0),
                Err(_) => T::WeightInfo::execute(MAX_CALL),
            },
            _ => T::WeightInfo::step(),
        }
    }

    /// Whether a step of this weight fits into a block's agenda, beside a look at what else comes
    /// in turns, and at what comes after it.
    pub(crate) fn fits_agenda(step: Weight) -> bool {
        let looks = T::WeightInfo::peek().saturating_mul(TURNS.len().saturating_add(1) as u64);
        step.saturating_add(looks).all_lte(T::AgendaWeight::get())
    }

    /// Does a task that is due. What can't be done is dropped: hooks don't fail.
    pub(crate) fn perform(task: Task) {
        match task {
            Task::Proposal(id) => {
                if let Some(proposal) = Proposals::<T>::get(id) {
                    let done = Self::step(id, proposal);
                    defensive_assert!(done.is_ok(), "what is due can be done");
                }
            }
            Task::Poll(id) => Self::close_poll(id),
            Task::Delegation(cooperative, kind, delegator) => {
                Self::unlink(cooperative, kind, &delegator);
            }
            // These take as much as there is room for: `prune` does them.
            Task::Records(_) | Task::Answers(_) => {}
        }
    }

    /// Takes a proposal's next step.
    fn step(id: ProposalId, mut proposal: Proposal) -> DispatchResult {
        match proposal.stage {
            Stage::Draft => Self::take_on(id, &mut proposal, Happening::Lapsed),
            Stage::Deliberation => Self::open_vote(id, proposal),
            Stage::Voting | Stage::Resolution => Self::close_vote(id, proposal),
            Stage::Approved => Self::execute(id, proposal),
            _ => Err(Error::<T>::InvalidStage.into()),
        }
    }

    /// Takes a proposal's next step, if it is due and takes no more than `max_weight`. Gives what
    /// it may have taken.
    pub(crate) fn do_advance(id: ProposalId, max_weight: Weight) -> Result<Weight, DispatchError> {
        let proposal = Proposals::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        let due = proposal.due.is_some_and(|due| due <= T::Time::now());
        ensure!(due, Error::<T>::NotDue);
        let weight = Self::weight_of_step(id, &proposal);
        ensure!(weight.all_lte(max_weight), Error::<T>::WeightExceeded);
        Self::step(id, proposal)?;
        Ok(weight)
    }
}
