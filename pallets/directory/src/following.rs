//! A follower's end: what the hub says of persons, cooperatives and seats.

use alloc::collections::BTreeSet;
use icn_primitives::{
    directory::{DirectoryCooperative, DirectoryUpdate, Person, Record, Subject},
    membership::CooperativeStatus,
    AccountId, CooperativeId, Did,
};
use polkadot_sdk::{frame_support::storage::with_storage_layer, polkadot_sdk_frame::prelude::*};

use crate::{
    AccountOwner, ActiveCooperatives, Config, CooperativeOfDid, Cooperatives, Error, Event, OnSeat,
    Pallet, People, WeightInfo,
};

/// Whether it counts as taking part.
fn takes_part(cooperative: Option<&DirectoryCooperative>) -> bool {
    cooperative.is_some_and(|cooperative| cooperative.status == CooperativeStatus::Active)
}

impl<T: Config> Pallet<T> {
    /// Keeps what an update says; all of it or, on an error, nothing. For messages of the hub alone.
    ///
    /// Errors: [`Error::NotFollower`] on the hub; [`Error::RecordMismatch`].
    pub fn apply(update: DirectoryUpdate) -> DispatchResult {
        ensure!(!T::IsHub::get(), Error::<T>::NotFollower);
        with_storage_layer(|| Self::apply_entries(update))
    }

    pub(crate) fn apply_entries(update: DirectoryUpdate) -> DispatchResult {
        let mut entries = update.into_entries().into_iter();
        entries.try_for_each(|(subject, record)| Self::apply_entry(subject, record))
    }

    /// What [`Self::apply`] costs with this update.
    pub fn weight_of(update: &DirectoryUpdate) -> Weight {
        let entries = update.entries();
        let seats = entries.iter().filter(|(subject, _)| matches!(subject, Subject::Seat(_)));
        Self::apply_weight(entries.len() as u32, seats.count() as u64)
    }

    /// The most that [`Self::apply`] costs with an update of a hub that has these parameters.
    pub fn max_weight() -> Weight {
        let records = T::RecordsPerMessage::get();
        Self::apply_weight(records, records.into())
    }

    fn apply_weight(records: u32, seats: u64) -> Weight {
        let seats = T::OnSeat::max_weight().saturating_mul(seats);
        T::WeightInfo::apply(records).saturating_add(seats)
    }

    fn apply_entry(subject: Subject, record: Option<Record>) -> DispatchResult {
        match (subject, record) {
            (Subject::Person(did), None) => Self::remove_person(did),
            (Subject::Person(did), Some(Record::Person(person))) => Self::put_person(did, person),
            (Subject::Cooperative(id), None) => Self::remove_cooperative(id),
            (Subject::Cooperative(id), Some(Record::Cooperative(cooperative))) => {
                Self::put_cooperative(id, cooperative)
            }
            (Subject::Seat(id), None) => T::OnSeat::seat_changed(id, None),
            (Subject::Seat(id), Some(Record::Seat(seat))) => {
                T::OnSeat::seat_changed(id, Some(seat))
            }
            _ => return Err(Error::<T>::RecordMismatch.into()),
        }
        Ok(())
    }

    fn put_person(did: Did, person: Person) {
        let accounts: BTreeSet<AccountId> = person.accounts().collect();
        let before = People::<T>::get(did).unwrap_or_default();
        for account in before.accounts().filter(|account| !accounts.contains(account)) {
            Self::release(&account, did);
        }
        // Also those that were there before: another may have had one of them meanwhile.
        for account in &accounts {
            AccountOwner::<T>::insert(account, did);
            // Never taken back, so that the account's nonce is kept.
            if frame_system::Pallet::<T>::providers(account) == 0 {
                frame_system::Pallet::<T>::inc_providers(account);
            }
        }
        People::<T>::insert(did, &person);
        Self::deposit_event(Event::PersonPut { did, person });
    }

    fn remove_person(did: Did) {
        let Some(before) = People::<T>::take(did) else { return };
        for account in before.accounts() {
            Self::release(&account, did);
        }
        Self::deposit_event(Event::PersonRemoved { did });
    }

    /// Lets `account` act for `did` no longer. If it acts for another by now, it still does.
    fn release(account: &AccountId, did: Did) {
        if AccountOwner::<T>::get(account) == Some(did) {
            AccountOwner::<T>::remove(account);
        }
    }

    fn put_cooperative(id: CooperativeId, cooperative: DirectoryCooperative) {
        let before = Cooperatives::<T>::get(id);
        Self::forget_did(id, before.as_ref());
        CooperativeOfDid::<T>::insert(cooperative.did, id);
        Cooperatives::<T>::insert(id, cooperative);
        Self::count_active(before.as_ref(), Some(&cooperative));
        Self::deposit_event(Event::CooperativePut { id, cooperative });
    }

    fn remove_cooperative(id: CooperativeId) {
        let Some(before) = Cooperatives::<T>::take(id) else { return };
        Self::forget_did(id, Some(&before));
        Self::count_active(Some(&before), None);
        Self::deposit_event(Event::CooperativeRemoved { id });
    }

    fn forget_did(id: CooperativeId, before: Option<&DirectoryCooperative>) {
        if let Some(DirectoryCooperative { did, .. }) = before {
            if CooperativeOfDid::<T>::get(did) == Some(id) {
                CooperativeOfDid::<T>::remove(did);
            }
        }
    }

    fn count_active(before: Option<&DirectoryCooperative>, after: Option<&DirectoryCooperative>) {
        match (takes_part(before), takes_part(after)) {
            (false, true) => ActiveCooperatives::<T>::mutate(|active| active.saturating_inc()),
            (true, false) => ActiveCooperatives::<T>::mutate(|active| active.saturating_dec()),
            _ => {}
        }
    }
}
