//! Where resources and bookings are found.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::{
    ledger::Key,
    resources::{Booking, BookingId, Minute, Resource, ResourceId, ResourceTerms, Span, MAX_PLACE},
    Did,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;
use scale_info::TypeInfo;

use crate::{
    AtPlace, Config, Error, Event, Keys, OfKind, OfOwner, OfPerson, OpenOf, PaidByCooperative,
    Pallet, Slots,
};

/// A place, filled with zeros: so that the order of the bytes is that of the places.
pub type PlaceKey = [u8; MAX_PLACE as usize];

/// What was done under a key.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Named {
    /// A resource was registered.
    Resource(ResourceId),
    /// A booking was made.
    Booking(BookingId),
}

/// The key of a place.
pub(crate) fn place_key(place: &[u8]) -> PlaceKey {
    let mut key = [0; MAX_PLACE as usize];
    key.iter_mut().zip(place).for_each(|(byte, of_place)| *byte = *of_place);
    key
}

impl<T: Config> Pallet<T> {
    /// Lists a resource for those who search.
    pub(crate) fn list(id: ResourceId, terms: &ResourceTerms) {
        let number = id.0.to_be_bytes();
        OfKind::<T>::insert(terms.kind, number, ());
        AtPlace::<T>::insert(place_key(&terms.place), number, ());
    }

    /// Takes it out of these lists.
    pub(crate) fn unlist(id: ResourceId, terms: &ResourceTerms) {
        let number = id.0.to_be_bytes();
        OfKind::<T>::remove(terms.kind, number);
        AtPlace::<T>::remove(place_key(&terms.place), number);
    }

    /// Takes a forgotten resource out of all lists.
    pub(crate) fn unlist_forgotten(id: ResourceId, resource: &Resource) {
        OfOwner::<T>::remove(resource.owner, id.0.to_be_bytes());
        Keys::<T>::remove(resource.registrar, resource.key);
    }

    /// The first booking of a resource that ends after this minute: its time, and its number.
    pub(crate) fn first_after(resource: ResourceId, minute: Minute) -> Option<(Span, BookingId)> {
        let from = Slots::<T>::hashed_key_for(resource, minute.to_be_bytes());
        let (end, (start, id)) = Slots::<T>::iter_prefix_from(resource, from).next()?;
        Some((Span { start, end: Minute::from_be_bytes(end) }, id))
    }

    /// Whether nobody has the resource in any minute of this time.
    ///
    /// Bookings don't overlap, so of those that end after `span` begins, the first one to end is
    /// also the first one to begin: if that one begins when `span` is over, all do.
    pub(crate) fn is_unbooked(resource: ResourceId, span: &Span) -> bool {
        Self::first_after(resource, span.start).is_none_or(|(first, _)| !first.overlaps(span))
    }

    /// Gives a booking its time, which was free, and lists it.
    pub(crate) fn list_booking(id: BookingId, booking: &Booking) {
        let number = id.0.to_be_bytes();
        let Span { start, end } = booking.span;
        Slots::<T>::insert(booking.resource, end.to_be_bytes(), (start, id));
        OfPerson::<T>::insert(booking.person, number, ());
        for cooperative in booking.paid_by.cooperatives() {
            PaidByCooperative::<T>::insert(cooperative, number, ());
        }
        Keys::<T>::insert(booking.person, booking.key, Named::Booking(id));
    }

    /// Gives its time to others.
    pub(crate) fn free_slot(booking: &Booking) {
        Slots::<T>::remove(booking.resource, booking.span.end.to_be_bytes());
    }

    /// Takes a forgotten booking out of all lists.
    pub(crate) fn unlist_booking(id: BookingId, booking: &Booking) {
        let number = id.0.to_be_bytes();
        if booking.status.takes_time() {
            Self::free_slot(booking);
        }
        OfPerson::<T>::remove(booking.person, number);
        for cooperative in booking.paid_by.cooperatives() {
            PaidByCooperative::<T>::remove(cooperative, number);
        }
        Keys::<T>::remove(booking.person, booking.key);
    }

    /// One open booking less of a person.
    pub(crate) fn uncount_open(person: &Did) {
        OpenOf::<T>::mutate_exists(person, |count| {
            *count = count.map(|count| count.saturating_sub(1)).filter(|count| *count > 0);
        });
    }

    /// What `person` has done under this key, if it did: the same as `matches` says, or
    /// [`Error::KeyReused`].
    pub(crate) fn replayed(
        person: &Did,
        key: &Key,
        matches: impl FnOnce(Named) -> bool,
    ) -> Result<bool, DispatchError> {
        let Some(named) = Keys::<T>::get(person, key) else { return Ok(false) };
        ensure!(matches(named), Error::<T>::KeyReused);
        Self::deposit_event(Event::Replayed { named, by: *person });
        Ok(true)
    }
}
