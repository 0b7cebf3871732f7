//! What holds before and after every block.

use alloc::vec::Vec;
use codec::DecodeAll;
use icn_primitives::seat::MAX_SEATS;
use polkadot_sdk::{
    pallet_aura, pallet_session,
    polkadot_sdk_frame::prelude::*,
    sp_runtime::{traits::OpaqueKeys, TryRuntimeError},
};

use crate::{
    Config, EquivocationsTaken, Inactive, KeyUse, LastSlot, NodeKeyOwner, NodeKeys, Operated,
    OperatorOf, Pallet, Parameters, SeatOfValidator, Seats, SessionStart, SessionTurns, ShardKeys,
    Turns,
};

impl<T: Config> Pallet<T> {
    /// Checks all invariants of this pallet.
    pub(crate) fn ensure_invariants() -> Result<(), TryRuntimeError> {
        Self::ensure_seats_are_consistent()?;
        Self::ensure_node_keys_are_consistent()?;
        Self::ensure_keys_are_used_once()?;
        Self::ensure_sessions_are_consistent()?;
        Self::ensure_turns_are_the_sessions()
    }

    /// What is awarded at the session's end is of seats in its set, and no equivocation is kept for
    /// longer than it can be proven.
    fn ensure_turns_are_the_sessions() -> Result<(), TryRuntimeError> {
        let validators = pallet_session::Validators::<T>::get();
        let present: Vec<_> = validators.iter().filter_map(SeatOfValidator::<T>::get).collect();
        for (cooperative, turns) in SessionTurns::<T>::iter() {
            ensure!(present.contains(&cooperative), "turns are counted of who has none");
            ensure!(turns != Turns::default(), "turns are counted without any");
        }
        let session = pallet_session::CurrentIndex::<T>::get();
        let provable = session.saturating_sub(T::ProvableSessions::get());
        ensure!(
            EquivocationsTaken::<T>::iter_keys().all(|(session, _)| session >= provable),
            "an equivocation is kept that nobody can prove"
        );
        Ok(())
    }

    /// Each seat has its name and its operator, and each operator its seat.
    fn ensure_seats_are_consistent() -> Result<(), TryRuntimeError> {
        let mut seats = 0u32;
        for (cooperative, seat) in Seats::<T>::iter() {
            seats.saturating_inc();
            ensure!(
                SeatOfValidator::<T>::get(&seat.validator) == Some(cooperative),
                "a seat isn't found by its name"
            );
            let operated = Operated { cooperative, validator: seat.validator.clone() };
            ensure!(
                OperatorOf::<T>::get(&seat.operator) == Some(operated),
                "a seat isn't found by its operator"
            );
            ensure!(
                SeatOfValidator::<T>::get(&seat.operator).is_none_or(|named| named == cooperative),
                "a seat is operated by the account that names another"
            );
            ensure!(
                [&seat.validator, &seat.operator]
                    .into_iter()
                    .all(|account| frame_system::Pallet::<T>::providers(account) > 0),
                "an account of a seat could send nothing"
            );
        }
        ensure!(seats <= MAX_SEATS, "there are more seats than there can be");
        ensure!(Seats::<T>::count() == seats, "the number of seats is wrong");
        ensure!(
            OperatorOf::<T>::iter_keys().count() == seats as usize,
            "there are operators without a seat"
        );
        ensure!(
            Inactive::<T>::iter_keys().all(Seats::<T>::contains_key),
            "a seat is paused that isn't there"
        );
        Ok(())
    }

    /// Node keys and their owners say the same, both ways.
    fn ensure_node_keys_are_consistent() -> Result<(), TryRuntimeError> {
        let mut listed = 0usize;
        for (cooperative, keys) in NodeKeys::<T>::iter() {
            ensure!(Seats::<T>::contains_key(cooperative), "node keys without a seat");
            ensure!(!keys.is_empty(), "an empty list of node keys is kept");
            ensure!(
                keys.iter().all(|key| NodeKeyOwner::<T>::get(key) == Some(cooperative)),
                "a node key isn't found by itself"
            );
            listed = listed.saturating_add(keys.len());
        }
        ensure!(
            NodeKeyOwner::<T>::iter_keys().count() == listed,
            "a node key is listed twice or owned without being listed"
        );
        Ok(())
    }

    /// The keys of seats on other shards are noted as used there, by them.
    fn ensure_keys_are_used_once() -> Result<(), TryRuntimeError> {
        for (shard, cooperative, encoded) in ShardKeys::<T>::iter() {
            let keys = T::Keys::decode_all(&mut &encoded[..]);
            let keys = keys.map_err(|_| "keys for another shard can't be read")?;
            ensure!(
                T::Keys::key_ids().iter().all(|id| {
                    Self::used_key(*id, &keys).and_then(KeyUse::<T>::get)
                        == Some((shard, cooperative))
                }),
                "a key serves without being noted"
            );
        }
        Ok(())
    }

    /// Rules, sessions and turns fit each other.
    fn ensure_sessions_are_consistent() -> Result<(), TryRuntimeError> {
        ensure!(Parameters::<T>::get().are_valid(), "the parameters are out of their bounds");
        ensure!(
            SessionStart::<T>::get() <= frame_system::Pallet::<T>::block_number(),
            "the session began in the future"
        );
        ensure!(
            LastSlot::<T>::get()
                .is_none_or(|last| last <= u64::from(pallet_aura::CurrentSlot::<T>::get())),
            "turns were counted that are yet to come"
        );
        let validators = pallet_session::Validators::<T>::get();
        ensure!(
            validators.len() == pallet_aura::Pallet::<T>::authorities_len(),
            "turns and validators don't correspond"
        );
        ensure!(
            validators.iter().all(SeatOfValidator::<T>::contains_key),
            "a validator has no seat"
        );
        ensure!(
            !pallet_session::QueuedKeys::<T>::get().is_empty() || validators.is_empty(),
            "nobody would take part in the next session"
        );
        Ok(())
    }
}
