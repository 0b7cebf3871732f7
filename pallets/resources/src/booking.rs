//! How bookings begin.

use icn_primitives::{
    governance::JointBody,
    ledger::{Key, Money},
    parties::Parties,
    resources::{
        cost_of, shares_are_valid, windows_cover, Bearer, Booking, BookingId, BookingPayment,
        BookingStatus, Cost, PaidBy, Resource, ResourceId, Span,
    },
    CooperativeId, Did, Moment, MINUTE,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    Bookings, Config, Error, Event, Named, NextBooking, OpenOf, Pallet, Parameters, Resources,
};

/// What somebody wants to book.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BookingRequest {
    /// Which resource.
    pub resource: ResourceId,
    /// As it was seen.
    pub version: u32,
    /// As a member of which cooperative.
    pub cooperative: CooperativeId,
    /// When.
    pub span: Span,
    /// Who pays.
    pub paid_by: PaidBy,
    /// What the person calls it.
    pub key: Key,
}

/// What a booking costs, and until when it is cancelled without paying.
type Price = (Option<Money>, Moment);

impl<T: Config> Pallet<T> {
    /// Books a resource.
    pub(crate) fn do_book(person: Did, request: BookingRequest) -> DispatchResult {
        let same = |named| match named {
            Named::Booking(id) => {
                Bookings::<T>::get(id).is_some_and(|booking| is_same(&booking, &request))
            }
            Named::Resource(_) => false,
        };
        if Self::replayed(&person, &request.key, same)? {
            return Ok(());
        }
        let BookingRequest { resource: of, version, cooperative, span, paid_by, key } = request;
        let mut resource = Resources::<T>::get(of).ok_or(Error::<T>::NotFound)?;
        ensure!(resource.due.is_none(), Error::<T>::Retired);
        ensure!(resource.version == version, Error::<T>::StaleVersion);
        Self::ensure_may_use(&resource, cooperative, &person)?;
        Self::ensure_time(&span)?;
        ensure!(is_usable(&resource, &span), Error::<T>::NotAvailable);
        ensure!(Self::is_unbooked(of, &span), Error::<T>::AlreadyBooked);
        let (cost, free_until) = Self::price(&resource, &span, cooperative, &paid_by)?;

        OpenOf::<T>::try_mutate(person, |count| {
            ensure!(*count < Parameters::<T>::get().max_bookings, Error::<T>::BookingsExceeded);
            *count = count.checked_add(1).ok_or(ArithmeticError::Overflow)?;
            Ok::<_, DispatchError>(())
        })?;
        let id = NextBooking::<T>::get();
        NextBooking::<T>::put(BookingId(id.0.checked_add(1).ok_or(ArithmeticError::Overflow)?));
        resource.bookings = resource.bookings.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        let owner = resource.owner;
        Resources::<T>::insert(of, resource);

        let (status, payment) = match (&cost, &paid_by) {
            (None, _) => (BookingStatus::Confirmed, BookingPayment::None),
            (Some(_), PaidBy::Person) => (BookingStatus::Reserved, BookingPayment::Asked),
            (Some(_), PaidBy::Cooperatives(_)) => (BookingStatus::Proposed, BookingPayment::None),
        };
        let mut booking = Booking {
            resource: of,
            person,
            cooperative,
            span,
            cost,
            owner,
            paid_by,
            free_until,
            key,
            approved: JointBody::default(),
            status,
            payment,
            due: None,
        };
        Self::list_booking(id, &booking);
        let due = Self::due_of(&booking);
        Self::schedule_booking(id, &mut booking, due);
        Bookings::<T>::insert(id, &booking);
        if status == BookingStatus::Reserved {
            Self::ask_for_money(id, &booking, true)?;
        }
        Self::deposit_event(Event::Booked { id, booking });
        Ok(())
    }

    /// That the person may use the resource as a member of this cooperative.
    fn ensure_may_use(
        resource: &Resource,
        cooperative: CooperativeId,
        person: &Did,
    ) -> DispatchResult {
        let roles = T::Parties::roles(cooperative, person).ok_or(Error::<T>::NotMember)?;
        let terms = &resource.terms;
        let admitted = terms.access.admits(resource.owner, cooperative);
        ensure!(admitted, Error::<T>::AccessDenied);
        let required = terms.requirements.role.is_none_or(|role| roles.has(role));
        ensure!(required, Error::<T>::RoleRequired);
        ensure!(T::Parties::takes_part(resource.owner), Error::<T>::CooperativeNotActive);
        Ok(())
    }

    /// That such a time can be booked now.
    fn ensure_time(span: &Span) -> DispatchResult {
        let parameters = Parameters::<T>::get();
        let length = span.minutes();
        ensure!((1..=parameters.max_minutes).contains(&length), Error::<T>::InvalidSpan);
        let now = T::Time::now();
        let latest = now.saturating_add(Moment::from(parameters.horizon).saturating_mul(MINUTE));
        let begins = span.begins_at();
        ensure!(now < begins && begins <= latest, Error::<T>::InvalidTime);
        Ok(())
    }

    /// What this costs, if who is to pay may.
    fn price(
        resource: &Resource,
        span: &Span,
        cooperative: CooperativeId,
        paid_by: &PaidBy,
    ) -> Result<Price, DispatchError> {
        let begins = span.begins_at();
        let Cost::PerHour { price, bearer, cancellation } = &resource.terms.cost else {
            ensure!(*paid_by == PaidBy::Person, Error::<T>::InvalidBearer);
            return Ok((None, begins));
        };
        match paid_by {
            PaidBy::Person => {
                ensure!(*bearer != Bearer::Cooperatives, Error::<T>::InvalidBearer);
            }
            PaidBy::Cooperatives(shares) => {
                ensure!(*bearer != Bearer::Person, Error::<T>::InvalidBearer);
                let own = paid_by.cooperatives().any(|payer| payer == cooperative);
                let possible = own
                    && shares_are_valid(shares)
                    && paid_by.cooperatives().all(T::Parties::takes_part);
                ensure!(possible, Error::<T>::InvalidShares);
            }
        }
        let amount = cost_of(price.amount, span.minutes()).ok_or(Error::<T>::CostExceeded)?;
        let notice = Moment::from(*cancellation).saturating_mul(MINUTE);
        let money = Money { currency: price.currency, amount };
        Ok((Some(money), begins.saturating_sub(notice)))
    }

    /// Whether a resource can be used and isn't booked throughout this time.
    pub fn is_free(id: ResourceId, span: &Span) -> bool {
        let usable = |resource: Resource| resource.due.is_none() && is_usable(&resource, span);
        span.minutes() > 0
            && span.minutes() <= Parameters::<T>::get().max_minutes
            && Resources::<T>::get(id).is_some_and(usable)
            && Self::is_unbooked(id, span)
    }

    /// The present minute.
    #[cfg(any(test, feature = "runtime-benchmarks"))]
    pub(crate) fn this_minute() -> icn_primitives::resources::Minute {
        T::Time::now().checked_div(MINUTE).and_then(|now| now.try_into().ok()).unwrap_or_default()
    }
}

/// Whether a resource can be used throughout this time, whoever has booked it.
pub(crate) fn is_usable(resource: &Resource, span: &Span) -> bool {
    let closed = resource.closures.iter().any(|closure| closure.overlaps(span));
    !closed && windows_cover(&resource.terms.windows, span)
}

/// Whether a booking is what was asked for. The version may have changed since.
fn is_same(booking: &Booking, request: &BookingRequest) -> bool {
    booking.resource == request.resource
        && booking.cooperative == request.cooperative
        && booking.span == request.span
        && booking.paid_by == request.paid_by
}
