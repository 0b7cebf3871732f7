//! When sessions change, and who takes part in them.

use alloc::vec::Vec;
use icn_primitives::{AccountId, CooperativeId};
use polkadot_sdk::{
    frame_support::{dispatch::DispatchClass, traits::EstimateNextSessionRotation},
    pallet_session::{
        self,
        historical::{self, StoredRange},
        KeyOwner, NextKeys, QueuedKeys, SessionInterface,
    },
    polkadot_sdk_frame::prelude::*,
    sp_runtime::{traits::OpaqueKeys, Permill},
    sp_staking::SessionIndex,
};

use crate::{
    Config, NoteStalled, NotedStall, Pallet, Parameters, SeatOfValidator, Seats, SessionStart,
    Stall, WeightInfo,
};

impl<T: Config> Pallet<T> {
    /// The set of the session that is planned; `None` if set and keys stay as they are.
    pub(crate) fn plan_session() -> Option<Vec<(AccountId, CooperativeId)>> {
        let mut planned: Vec<_> = Self::participating()
            .into_iter()
            .map(|(cooperative, validator)| (validator, cooperative))
            .collect();
        if planned.is_empty() {
            planned = Self::present_set();
        }
        // Without this, every session would be a new set for GRANDPA and for light clients.
        let keys = |(validator, _): &(AccountId, _)| {
            Some((validator.clone(), NextKeys::<T>::get(validator)?))
        };
        let planned_keys: Vec<_> = planned.iter().filter_map(keys).collect();
        (planned_keys != QueuedKeys::<T>::get()).then_some(planned)
    }

    /// The set of the session that begins, for the case that nobody would take part after it.
    ///
    /// pallet-session leaves out whoever has no keys, and an empty set would be the end of the
    /// chain: so keys that were withdrawn are put back.
    fn present_set() -> Vec<(AccountId, CooperativeId)> {
        QueuedKeys::<T>::get()
            .into_iter()
            .filter_map(|(validator, keys)| {
                let cooperative = SeatOfValidator::<T>::get(&validator)?;
                if !NextKeys::<T>::contains_key(&validator) {
                    Self::put_back(cooperative, &validator, keys);
                }
                Some((validator, cooperative))
            })
            .collect()
    }

    /// Sets the keys of a validator as they were before they were withdrawn.
    fn put_back(cooperative: CooperativeId, validator: &AccountId, keys: T::Keys) {
        let by_operator = Seats::<T>::get(cooperative).is_some_and(|seat| {
            <pallet_session::Pallet<T> as SessionInterface>::set_keys(&seat.operator, keys.clone())
                .is_ok()
        });
        if by_operator {
            return;
        }
        // The seat is closed and has no operator, or somebody else uses the keys by now.
        for id in T::Keys::key_ids() {
            let owned = (*id, keys.get_raw(*id).to_vec());
            if !KeyOwner::<T>::contains_key(&owned) {
                KeyOwner::<T>::insert(owned, validator);
            }
        }
        NextKeys::<T>::insert(validator, keys);
    }

    fn session_length() -> BlockNumberFor<T> {
        Parameters::<T>::get().session_length.into()
    }

    fn finish_session(index: SessionIndex) {
        let seats = Self::award_turns(index);
        // pallet-session weighs its own part alone.
        frame_system::Pallet::<T>::register_extra_weight_unchecked(
            <T as Config>::WeightInfo::end_session(seats),
            DispatchClass::Mandatory,
        );
    }

    fn begin_session(index: SessionIndex) {
        SessionStart::<T>::put(frame_system::Pallet::<T>::block_number());
        // Before what finalizes blocks learns of this session's set.
        if NotedStall::<T>::get().is_some_and(|stall| stall.session <= index) {
            if let Some(Stall { delay, best_finalized, .. }) = NotedStall::<T>::take() {
                T::Finality::note_stalled(delay, best_finalized);
            }
        }
        let provable = index.saturating_sub(T::ProvableSessions::get());
        if StoredRange::<T>::get().is_some_and(|(first, _)| first < provable) {
            historical::Pallet::<T>::prune_up_to(provable);
        }
    }
}

impl<T: Config> historical::SessionManager<AccountId, CooperativeId> for Pallet<T> {
    fn new_session(_index: SessionIndex) -> Option<Vec<(AccountId, CooperativeId)>> {
        // `None` when nobody is there at all: pallet-session then keeps what it has, and at genesis
        // takes its own configuration.
        Self::plan_session().filter(|planned| !planned.is_empty())
    }

    fn start_session(index: SessionIndex) {
        Self::begin_session(index);
    }

    fn end_session(index: SessionIndex) {
        Self::finish_session(index);
    }
}

impl<T: Config> pallet_session::SessionManager<AccountId> for Pallet<T> {
    fn new_session(index: SessionIndex) -> Option<Vec<AccountId>> {
        let planned = <Self as historical::SessionManager<_, _>>::new_session(index)?;
        Some(planned.into_iter().map(|(validator, _)| validator).collect())
    }

    fn start_session(index: SessionIndex) {
        Self::begin_session(index);
    }

    fn end_session(index: SessionIndex) {
        Self::finish_session(index);
    }
}

impl<T: Config> pallet_session::ShouldEndSession<BlockNumberFor<T>> for Pallet<T> {
    fn should_end_session(now: BlockNumberFor<T>) -> bool {
        now.saturating_sub(SessionStart::<T>::get()) >= Self::session_length()
    }
}

impl<T: Config> EstimateNextSessionRotation<BlockNumberFor<T>> for Pallet<T> {
    fn average_session_length() -> BlockNumberFor<T> {
        Self::session_length()
    }

    fn estimate_current_session_progress(now: BlockNumberFor<T>) -> (Option<Permill>, Weight) {
        // The present block counts as over.
        let passed = now.saturating_sub(SessionStart::<T>::get()).saturating_add(One::one());
        let progress = Permill::from_rational(passed, Self::session_length());
        (Some(progress), T::DbWeight::get().reads(2))
    }

    fn estimate_next_session_rotation(
        _now: BlockNumberFor<T>,
    ) -> (Option<BlockNumberFor<T>>, Weight) {
        let next = SessionStart::<T>::get().saturating_add(Self::session_length());
        (Some(next), T::DbWeight::get().reads(2))
    }
}
