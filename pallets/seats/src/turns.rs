//! Turns taken and turns missed.

use alloc::{vec, vec::Vec};
use icn_primitives::{
    seat::{SeatStatus, SuspensionReason},
    AccountId, CooperativeId,
};
use polkadot_sdk::{
    frame_support::dispatch::DispatchClass, pallet_aura, pallet_authorship, pallet_session,
    polkadot_sdk_frame::prelude::*,
};

use crate::{
    states, Config, Event, Inactive, LastSlot, Pallet, Parameters, SeatOfValidator, Seats,
    WeightInfo,
};

/// How many of `seats` may be suspended for absence at a time: as many as may fail while the
/// others still finalize.
pub fn suspensions_for_absence(seats: u32) -> u32 {
    seats.saturating_sub(1).checked_div(3).unwrap_or(0)
}

/// How many turns each of `validators` missed between the block of slot `last` and that of `slot`,
/// by index; empty if nobody is to be charged.
///
/// Whoever makes the block of `slot` is not charged: it is here. After more than two rounds
/// without a block nobody is: the chain as a whole stood still.
fn missed_turns(last: u64, slot: u64, validators: usize) -> Vec<u32> {
    let round = validators as u64;
    let between = slot.saturating_sub(last).saturating_sub(1);
    if between == 0 || between > round.saturating_mul(2) {
        return Vec::new();
    }
    let mut missed = vec![0u32; validators];
    let maker = slot.checked_rem(round);
    for turn in last.saturating_add(1)..slot {
        let index = turn.checked_rem(round);
        if index == maker {
            continue;
        }
        let count = index.and_then(|index| missed.get_mut(usize::try_from(index).ok()?));
        if let Some(count) = count {
            count.saturating_inc();
        }
    }
    missed
}

impl<T: Config> Pallet<T> {
    /// Counts the turns that passed without a block since the last one, and suspends whoever
    /// missed too many. Gives the number of seats that were charged.
    ///
    /// To be called after pallet-aura found the slot and before pallet-session changes the set:
    /// all those slots belonged to the set that this block's maker is of.
    pub(crate) fn charge_missed_turns() -> u32 {
        let slot = u64::from(pallet_aura::CurrentSlot::<T>::get());
        let last = LastSlot::<T>::get();
        LastSlot::<T>::put(slot);
        let validators = pallet_session::Validators::<T>::get();
        let Some(last) = last else { return 0 };
        // A turn is an index among pallet-aura's authorities. They are pallet-session's validators
        // in the same order; were they ever not, nobody is charged for another's turn.
        if pallet_aura::Pallet::<T>::authorities_len() != validators.len() {
            return 0;
        }
        let mut charged = 0u32;
        let mut room = None;
        let missed = missed_turns(last, slot, validators.len());
        for (validator, missed) in validators.iter().zip(missed).filter(|(_, missed)| *missed > 0) {
            if let Some(cooperative) = SeatOfValidator::<T>::get(validator) {
                Self::charge(cooperative, missed, &mut room);
                charged.saturating_inc();
            }
        }
        charged
    }

    /// Charges one seat with `missed` turns. `room` is how many more seats may be suspended for
    /// absence, once that is known.
    fn charge(cooperative: CooperativeId, missed: u32, room: &mut Option<u32>) {
        let Some(mut seat) = Seats::<T>::get(cooperative) else { return };
        // A seat that is on its way out owes no turns.
        if seat.status != SeatStatus::Ready || Inactive::<T>::contains_key(cooperative) {
            return;
        }
        let before = seat.missed_turns;
        seat.missed_turns = before.saturating_add(missed);
        let in_a_row = seat.missed_turns;
        Self::note_missed_turns(cooperative, missed);
        Self::deposit_event(Event::TurnsMissed { cooperative, missed, in_a_row });

        let limit = Parameters::<T>::get().missed_turns_limit;
        if in_a_row >= limit {
            let reason = SuspensionReason::MissedTurns;
            let left = room.get_or_insert_with(Self::room_for_absence);
            let now = frame_system::Pallet::<T>::block_number().saturated_into();
            match (left.checked_sub(1), states::suspended(&seat.status, reason, now)) {
                (Some(less), Some(status)) => {
                    *left = less;
                    seat.status = status;
                    Self::deposit_event(Event::SeatSuspended { cooperative, reason });
                }
                // Told once, when the row becomes too long; not with every further turn.
                _ if before < limit => Self::deposit_event(Event::SeatKept { cooperative, reason }),
                _ => {}
            }
        }
        Seats::<T>::insert(cooperative, seat);
    }

    /// How many more seats may be suspended for absence now.
    fn room_for_absence() -> u32 {
        let absent = Seats::<T>::iter()
            .filter(|(cooperative, seat)| {
                let absent = SuspensionReason::MissedTurns;
                matches!(seat.status, SeatStatus::Suspended { reason, .. } if reason == absent)
                    && !Inactive::<T>::contains_key(cooperative)
            })
            .count() as u32;
        let seats = (Self::participating().len() as u32).saturating_add(absent);
        suspensions_for_absence(seats).saturating_sub(absent)
    }

    /// Counts a block for the seat that made it; its row of missed turns ends.
    pub(crate) fn count_block(validator: &AccountId) {
        let Some(cooperative) = SeatOfValidator::<T>::get(validator) else { return };
        Self::note_block(cooperative);
        Seats::<T>::mutate(cooperative, |seat| {
            if let Some(seat) = seat {
                seat.missed_turns = 0;
                seat.blocks.saturating_inc();
            }
        });
    }
}

impl<T: Config> pallet_authorship::EventHandler<AccountId, BlockNumberFor<T>> for Pallet<T> {
    fn note_author(author: AccountId) {
        Self::count_block(&author);
        // pallet-authorship weighs nothing itself.
        frame_system::Pallet::<T>::register_extra_weight_unchecked(
            <T as Config>::WeightInfo::note_author(),
            DispatchClass::Mandatory,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_go_round() {
        assert!(missed_turns(10, 11, 4).is_empty());
        // Slots 11 and 12 were those of 3 and 0; the block is of 1.
        assert_eq!(missed_turns(10, 13, 4), [1, 0, 0, 1]);
    }

    #[test]
    fn whoever_makes_the_block_is_not_charged_for_a_turn_before_it() {
        assert_eq!(missed_turns(10, 16, 4), [0, 1, 1, 2]);
        assert_eq!(missed_turns(10, 12, 1), [0]);
    }

    #[test]
    fn after_two_rounds_of_silence_nobody_is_charged() {
        assert_eq!(missed_turns(10, 19, 4), [2, 2, 2, 0]);
        assert!(missed_turns(10, 20, 4).is_empty());
        assert!(missed_turns(0, u64::MAX, 4).is_empty());
        assert!(missed_turns(10, 12, 0).is_empty());
        assert!(missed_turns(12, 10, 4).is_empty());
    }

    #[test]
    fn less_than_a_third_may_be_suspended_for_absence() {
        let allowed = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3];
        for (seats, allowed) in allowed.into_iter().enumerate() {
            assert_eq!(suspensions_for_absence(seats as u32), allowed, "of {seats}");
        }
    }
}
