//! What clients read of resources and bookings.

use alloc::vec::Vec;
use icn_primitives::{apis::MAX_PAGE, ledger::Key, resources::Minute, CooperativeId, Did};

use crate::{
    BookingId, BookingView, Bookings, Config, Keys, Named, OfOwner, OfPerson, PaidByCooperative,
    Pallet, ResourceId, ResourceView, Resources, Slots,
};

/// How many entries a page has.
pub(crate) fn page(limit: u32) -> usize {
    limit.min(MAX_PAGE) as usize
}

impl<T: Config> Pallet<T> {
    /// One resource.
    pub fn resource(id: ResourceId) -> Option<ResourceView> {
        Some(ResourceView { id, resource: Resources::<T>::get(id)? })
    }

    /// A cooperative's resources after `after`, by number, retired ones included; at most `limit`
    /// and at most [`MAX_PAGE`].
    pub fn resources_of(
        owner: CooperativeId,
        after: Option<ResourceId>,
        limit: u32,
    ) -> Vec<ResourceView> {
        let ids = Self::ids_of_owner(owner, after).take(page(limit));
        ids.filter_map(Self::resource).collect()
    }

    /// Numbers of a cooperative's resources after `after`.
    pub(crate) fn ids_of_owner(
        owner: CooperativeId,
        after: Option<ResourceId>,
    ) -> impl Iterator<Item = ResourceId> {
        let keys = match after {
            Some(after) => {
                let from = OfOwner::<T>::hashed_key_for(owner, after.0.to_be_bytes());
                OfOwner::<T>::iter_key_prefix_from(owner, from)
            }
            None => OfOwner::<T>::iter_key_prefix(owner),
        };
        keys.map(|number| ResourceId(u32::from_be_bytes(number)))
    }

    /// One booking, with what a decision names.
    pub fn booking(id: BookingId) -> Option<BookingView> {
        let booking = Bookings::<T>::get(id)?;
        let content_hash = booking.content_hash();
        Some(BookingView { id, booking, content_hash })
    }

    fn bookings(numbers: impl Iterator<Item = [u8; 8]>, limit: u32) -> Vec<BookingView> {
        let ids = numbers.map(|number| BookingId(u64::from_be_bytes(number)));
        ids.take(page(limit)).filter_map(Self::booking).collect()
    }

    /// The bookings of a resource that end after minute `from`, in the order of time, without those
    /// that came to nothing; at most `limit` and at most [`MAX_PAGE`].
    pub fn bookings_in(resource: ResourceId, from: Minute, limit: u32) -> Vec<BookingView> {
        let from = Slots::<T>::hashed_key_for(resource, from.to_be_bytes());
        Slots::<T>::iter_prefix_from(resource, from)
            .take(page(limit))
            .filter_map(|(_, (_, id))| Self::booking(id))
            .collect()
    }

    /// Somebody's bookings after `after`, by number; at most `limit` and at most [`MAX_PAGE`].
    pub fn bookings_of(person: &Did, after: Option<BookingId>, limit: u32) -> Vec<BookingView> {
        match after {
            Some(after) => {
                let from = OfPerson::<T>::hashed_key_for(person, after.0.to_be_bytes());
                Self::bookings(OfPerson::<T>::iter_key_prefix_from(person, from), limit)
            }
            None => Self::bookings(OfPerson::<T>::iter_key_prefix(person), limit),
        }
    }

    /// The bookings that a cooperative pays or is to pay, after `after`, by number; at most `limit`
    /// and at most [`MAX_PAGE`].
    pub fn bookings_paid_by(
        id: CooperativeId,
        after: Option<BookingId>,
        limit: u32,
    ) -> Vec<BookingView> {
        match after {
            Some(after) => {
                let from = PaidByCooperative::<T>::hashed_key_for(id, after.0.to_be_bytes());
                Self::bookings(PaidByCooperative::<T>::iter_key_prefix_from(id, from), limit)
            }
            None => Self::bookings(PaidByCooperative::<T>::iter_key_prefix(id), limit),
        }
    }

    /// What somebody has booked under this key, while it is remembered.
    pub fn booking_by_key(person: &Did, key: &Key) -> Option<BookingId> {
        match Keys::<T>::get(person, key)? {
            Named::Booking(id) => Some(id),
            Named::Resource(_) => None,
        }
    }
}
