//! What each call and hook costs in its worst case: resources with as many windows, closures and
//! cooperatives with access as they may have, bookings with as many shares, persons found by the
//! longest way.

use crate::*;
use alloc::vec::Vec;
use frame::benchmarking::prelude::*;
use icn_primitives::{
    exchange::settlement::{Progress, Purpose},
    governance::JointBody,
    ledger::{CurrencyCode, CurrencyId, Key, Money},
    membership::Role,
    parties::Parties,
    resources::{ALL_PARTS, MAX_ACCESS, MAX_CLOSURES, MAX_PLACE, MAX_SHARES, MAX_WINDOWS, WEEK},
    AccountId, CooperativeId, Did, Hash,
};
use pallet_settlement::{OnSettlement, Settle};

use crate::agenda::Task;

/// Whose resources these are.
const OWNER: CooperativeId = CooperativeId(1_000);

fn name(number: u32) -> Key {
    let mut key = [0; 32];
    key[..4].copy_from_slice(&number.to_be_bytes());
    key
}

fn steward<T: Config>(number: u32) -> (AccountId, Did) {
    T::Parties::make_member(OWNER, number, Role::Steward)
}

/// The longest terms. Windows touch, so that a booking can be in many of them.
fn terms(cost: Cost) -> ResourceTerms {
    let length = WEEK.checked_div(MAX_WINDOWS as u16).unwrap_or(1);
    let windows = (0..MAX_WINDOWS as u16).map(|number| {
        let from = number.saturating_mul(length);
        Window { from, to: from.saturating_add(length) }
    });
    let named: Vec<_> = (0..MAX_ACCESS).map(CooperativeId).collect();
    ResourceTerms {
        kind: ResourceKind::Other,
        name: BoundedVec::truncate_from(alloc::vec![b'n'; 64]),
        description: Hash::repeat_byte(7),
        place: BoundedVec::truncate_from(alloc::vec![b'p'; MAX_PLACE as usize]),
        access: Access::Cooperatives(BoundedVec::truncate_from(named)),
        cost,
        requirements: Requirements { role: Some(Role::Steward), rules: Some(Hash::zero()) },
        windows: BoundedVec::truncate_from(windows.collect()),
    }
}

fn cost() -> Cost {
    let currency = CurrencyId { issuer: OWNER, code: CurrencyCode(*b"BENCH001"), decimals: 2 };
    let price = Money { currency, amount: 1_000_000 };
    Cost::PerHour { price, bearer: Bearer::Either, cancellation: 0 }
}

fn closures<T: Config>() -> Closures {
    let far = Pallet::<T>::this_minute().saturating_add(1_000_000);
    let all = (0..MAX_CLOSURES).map(|number| Span::of(far.saturating_add(number), 1));
    Closures::truncate_from(all.collect())
}

/// A resource of the longest terms; gives its number and version.
fn resource<T: Config>(cost: Cost) -> Result<(ResourceId, u32), DispatchError> {
    let id = NextResource::<T>::get();
    let (_, by) = steward::<T>(1);
    Pallet::<T>::do_register(by, OWNER, terms(cost), name(id.0))?;
    Pallet::<T>::do_set_closures(by, id, 0, closures::<T>())?;
    Ok((id, 1))
}

/// The longest time that can be booked, the number-th from now on.
fn span<T: Config>(number: u32) -> Span {
    let minutes = Parameters::<T>::get().max_minutes;
    let start = Pallet::<T>::this_minute()
        .saturating_add(60)
        .saturating_add(number.saturating_mul(minutes));
    Span::of(start, minutes)
}

/// As many shares as there can be, of cooperatives that take part.
fn shares<T: Config>(cooperatives: &[CooperativeId]) -> PaidBy {
    let count = (cooperatives.len() as u32).clamp(1, MAX_SHARES);
    let each = ALL_PARTS.checked_div(count).unwrap_or_default();
    let mut left = ALL_PARTS;
    let mut all = Vec::new();
    for (number, cooperative) in cooperatives.iter().take(count as usize).enumerate() {
        T::Parties::make_cooperative(*cooperative);
        let last = number.saturating_add(1) == count as usize;
        let parts = if last { left } else { each };
        left = left.saturating_sub(parts);
        all.push(Share { cooperative: *cooperative, parts });
    }
    PaidBy::Cooperatives(Shares::truncate_from(all))
}

fn request(resource: (ResourceId, u32), cooperative: CooperativeId, span: Span) -> BookingRequest {
    BookingRequest {
        resource: resource.0,
        version: resource.1,
        cooperative,
        span,
        paid_by: PaidBy::Person,
        key: name(1_000),
    }
}

/// A booking that such decisions as the origin's pay; gives them as well.
fn proposed<T: Config>(
    origin: frame::prelude::OriginFor<T>,
) -> Result<(BookingId, JointBody, AccountId), BenchmarkError> {
    let all = T::DecisionOrigin::try_origin(origin)
        .map_err(|_| BenchmarkError::Stop("it is a decision"))?;
    let first = all.first().copied().unwrap_or_default();
    let (account, person) = T::Parties::make_member(first, 2, Role::Steward);
    let resource = resource::<T>(cost())?;
    let id = NextBooking::<T>::get();
    let paid_by = shares::<T>(&all);
    let request = BookingRequest { paid_by, ..request(resource, first, span::<T>(0)) };
    Pallet::<T>::do_book(person, request)?;
    Ok((id, all, account))
}

fn content_hash<T: Config>(id: BookingId) -> Hash {
    Bookings::<T>::get(id).map(|booking| booking.content_hash()).unwrap_or_default()
}

/// A booking whose money is held.
fn held<T: Config>() -> Result<(BookingId, AccountId), BenchmarkError> {
    let origin =
        T::DecisionOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
    let (id, all, account) = proposed::<T>(origin)?;
    Pallet::<T>::do_decide(&all, id, content_hash::<T>(id), true)?;
    T::Settle::make_held(Purpose::Booking(id));
    Ok((id, account))
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn register() {
        let (account, _) = steward::<T>(1);

        #[extrinsic_call]
        _(RawOrigin::Signed(account), OWNER, terms(cost()), name(1));

        assert_eq!(NextResource::<T>::get(), ResourceId(1));
    }

    #[benchmark]
    fn update() -> Result<(), BenchmarkError> {
        let (id, version) = resource::<T>(cost())?;
        let (account, _) = steward::<T>(1);
        let mut terms = terms(Cost::Free);
        terms.kind = ResourceKind::Space;
        terms.place = Default::default();

        #[extrinsic_call]
        _(RawOrigin::Signed(account), id, version, terms);

        Ok(())
    }

    #[benchmark]
    fn set_closures() -> Result<(), BenchmarkError> {
        let (id, version) = resource::<T>(cost())?;
        let (account, _) = steward::<T>(1);
        let closures = closures::<T>();

        #[extrinsic_call]
        _(RawOrigin::Signed(account), id, version, closures);

        Ok(())
    }

    #[benchmark]
    fn retire() -> Result<(), BenchmarkError> {
        let (id, _) = resource::<T>(cost())?;
        let (account, _) = steward::<T>(1);

        #[extrinsic_call]
        _(RawOrigin::Signed(account), id);

        Ok(())
    }

    #[benchmark]
    fn book() -> Result<(), BenchmarkError> {
        let (id, version) = resource::<T>(cost())?;
        // The bookings before and after it are there already.
        let (_, other) = steward::<T>(2);
        for number in [0, 2] {
            let mut before = request((id, version), OWNER, span::<T>(number));
            before.key = name(number);
            Pallet::<T>::do_book(other, before)?;
        }
        let all: Vec<_> = (0..MAX_SHARES).map(CooperativeId).collect();
        let (account, _) = T::Parties::make_member(CooperativeId(0), 3, Role::Steward);
        let (paid_by, span) = (shares::<T>(&all), span::<T>(1));

        #[extrinsic_call]
        _(RawOrigin::Signed(account), id, version, CooperativeId(0), span, paid_by, name(9));

        assert_eq!(NextBooking::<T>::get(), BookingId(3));
        Ok(())
    }

    #[benchmark]
    fn decide_booking() -> Result<(), BenchmarkError> {
        let origin =
            T::DecisionOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
        let (id, ..) = proposed::<T>(origin.clone())?;
        let hash = content_hash::<T>(id);

        #[extrinsic_call]
        _(origin as frame::prelude::OriginFor<T>, id, hash, true);

        let status = Bookings::<T>::get(id).map(|booking| booking.status);
        assert_eq!(status, Some(BookingStatus::Reserved));
        Ok(())
    }

    #[benchmark]
    fn cancel_booking() -> Result<(), BenchmarkError> {
        let (id, account) = held::<T>()?;
        Pallet::<T>::on_settlement(Purpose::Booking(id), Progress::Held);

        #[extrinsic_call]
        _(RawOrigin::Signed(account), id);

        Ok(())
    }

    #[benchmark]
    fn set_parameters() -> Result<(), BenchmarkError> {
        let origin = T::FederationOrigin::try_successful_origin()
            .map_err(|()| BenchmarkError::Weightless)?;

        #[extrinsic_call]
        _(origin as frame::prelude::OriginFor<T>, ResourceParameters::default());

        Ok(())
    }

    #[benchmark]
    fn run_agenda(b: Linear<0, 50>) -> Result<(), BenchmarkError> {
        Parameters::<T>::mutate(|rules| {
            (rules.max_bookings, rules.max_minutes) = (1_000, 60);
        });
        let resource = resource::<T>(cost())?;
        let all: Vec<_> = (0..MAX_SHARES).map(CooperativeId).collect();
        let (_, person) = T::Parties::make_member(CooperativeId(0), 3, Role::Steward);
        for number in 0..b {
            // All times are before the horizon.
            let mut request = request(resource, CooperativeId(0), span::<T>(number));
            (request.paid_by, request.key) = (shares::<T>(&all), name(number));
            let id = NextBooking::<T>::get();
            Pallet::<T>::do_book(person, request)?;
            // It is over for long.
            if let Some(mut booking) = Bookings::<T>::get(id) {
                booking.status = BookingStatus::Completed;
                Pallet::<T>::schedule_booking(id, &mut booking, Some(0));
                Bookings::<T>::insert(id, booking);
            }
        }

        #[block]
        {
            while Agenda::<T>::iter().next().is_some_and(|(due, _): (_, Task)| due.moment() == 0) {
                Pallet::<T>::run_agenda();
            }
        }

        assert_eq!(Bookings::<T>::iter_keys().count(), 0);
        Ok(())
    }

    #[benchmark]
    fn settled() -> Result<(), BenchmarkError> {
        let (id, _) = held::<T>()?;

        #[block]
        {
            Pallet::<T>::on_settlement(Purpose::Booking(id), Progress::Failed);
        }

        let status = Bookings::<T>::get(id).map(|booking| booking.status);
        assert_eq!(status, Some(BookingStatus::Lapsed));
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
