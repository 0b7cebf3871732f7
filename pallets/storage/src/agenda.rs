//! What the chain does by itself, within a bounded weight per block.
//!
//! The trie is the queue: in each [`Rank`] keys begin with the block or the moment, so that the first
//! key is what is due first. A block takes what is due, in order, as far as the weight goes, and the
//! next block goes on. The ranks take turns in coming first, so that none holds up the others.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::{
    storage::{AnchorId, CommitmentId, MAX_KEPT, MAX_SAMPLES},
    CooperativeId,
};
use polkadot_sdk::{
    frame_support::weights::WeightMeter,
    polkadot_sdk_frame::{prelude::*, traits::Time},
};
use scale_info::TypeInfo;

use crate::{Agenda, Anchors, Config, Pallet, Parameters, WeightInfo};

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
    /// What stands in one order.
    pub enum Rank {
        /// Windows that pass, by block.
        Deadlines,
        /// Challenges that come, by block.
        Challenges,
        /// What people have agreed on, by moment.
        Terms,
    }

    /// What stands in the agenda.
    pub enum Task {
        /// A challenge's window has passed.
        Close(CommitmentId),
        /// A commitment is challenged.
        Challenge(CommitmentId),
        /// A provider's notice has passed.
        Leave(CommitmentId),
        /// An anchor's retention has ended.
        Expire(AnchorId),
        /// A provider's period has ended.
        Award(CooperativeId),
    }
}

impl Rank {
    /// Every rank.
    const ALL: [Self; 3] = [Self::Deadlines, Self::Challenges, Self::Terms];

    /// The order in block `number`.
    fn in_order(number: u32) -> [Self; 3] {
        let mut ranks = Self::ALL;
        ranks.rotate_left(number.checked_rem(3).unwrap_or_default() as usize);
        ranks
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn schedule(rank: Rank, at: u64, task: Task) {
        Agenda::<T>::insert(rank, (at.to_be_bytes(), task), ());
    }

    pub(crate) fn unschedule(rank: Rank, at: u64, task: Task) {
        Agenda::<T>::remove(rank, (at.to_be_bytes(), task));
    }

    /// Does what is due, in order, as far as `meter` and [`Config::AgendaWeight`] go, and no more
    /// challenges than the rules let one block issue.
    pub(crate) fn run_agenda(meter: &mut WeightMeter) {
        let mut own = WeightMeter::with_limit(meter.remaining().min(T::AgendaWeight::get()));
        let block = Self::block();
        // A look at what stands first is paid for before it is taken.
        let peek = T::WeightInfo::peek();
        for rank in Rank::in_order(block) {
            if own.try_consume(peek).is_err() {
                break;
            }
            let (now, most) = match rank {
                Rank::Terms => (T::Time::now(), u32::MAX),
                Rank::Deadlines => (block.into(), u32::MAX),
                Rank::Challenges => (block.into(), Parameters::<T>::get().challenges_per_block),
            };
            for (at, task) in Agenda::<T>::iter_key_prefix(rank).take(most as usize) {
                if u64::from_be_bytes(at) > now {
                    break;
                }
                let weight = Self::weight_of(&task).saturating_add(peek);
                if own.try_consume(weight).is_err() {
                    break;
                }
                Agenda::<T>::remove(rank, (at, task));
                Self::perform(task);
            }
        }
        meter.consume(own.consumed());
    }

    /// What a task may take.
    fn weight_of(task: &Task) -> Weight {
        match task {
            Task::Close(_) => T::WeightInfo::close_challenge(),
            Task::Challenge(_) => T::WeightInfo::issue_challenge(MAX_SAMPLES),
            Task::Leave(_) => T::WeightInfo::leave(),
            Task::Expire(id) => T::WeightInfo::remove_anchor(
                Anchors::<T>::get(id).map_or(0, |anchor| anchor.kept.min(MAX_KEPT)),
            ),
            Task::Award(_) => T::WeightInfo::award().saturating_add(Self::weight_of_awards()),
        }
    }

    /// The most that any task may take.
    pub(crate) fn heaviest_task() -> Weight {
        [
            T::WeightInfo::close_challenge(),
            T::WeightInfo::issue_challenge(MAX_SAMPLES),
            T::WeightInfo::leave(),
            T::WeightInfo::remove_anchor(MAX_KEPT),
            T::WeightInfo::award().saturating_add(Self::weight_of_awards()),
        ]
        .into_iter()
        .fold(Weight::zero(), |most, weight| most.max(weight))
    }

    /// Whether a task of this weight fits into a block's agenda, beside the looks at each rank.
    pub(crate) fn fits_agenda(task: Weight) -> bool {
        let looks = T::WeightInfo::peek().saturating_mul(4);
        task.saturating_add(looks).all_lte(T::AgendaWeight::get())
    }

    /// Does a task that is due. What can't be done is dropped: hooks don't fail.
    fn perform(task: Task) {
        let done = match task {
            Task::Close(id) => Self::close(id),
            Task::Challenge(id) => Self::issue(id),
            Task::Leave(id) => Self::leave(id),
            Task::Expire(id) => Self::expire(id),
            Task::Award(id) => Self::award(id),
        };
        defensive_assert!(done.is_ok(), "what is due can be done");
    }
}
