//! What cooperatives share, and what they say of it.

use icn_primitives::{
    ledger::{Key, MAX_AMOUNT},
    membership::Role,
    parties::Parties,
    resources::{
        place_is_valid, windows_are_valid, Access, Closures, Cost, Resource, ResourceId,
        ResourceTerms,
    },
    CooperativeId, Did,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    Config, Error, Event, Keys, Named, NextResource, OfOwner, Pallet, Parameters, ResourceCount,
    Resources,
};

impl<T: Config> Pallet<T> {
    /// The person for whom a signed origin acts.
    pub(crate) fn ensure_person(origin: OriginFor<T>) -> Result<Did, DispatchError> {
        let account = ensure_signed(origin)?;
        Ok(T::Parties::did_of(&account).ok_or(Error::<T>::NotAuthorized)?)
    }

    /// Whether the person is a steward of the cooperative, which takes part.
    pub(crate) fn is_steward(cooperative: CooperativeId, person: &Did) -> bool {
        T::Parties::roles(cooperative, person).is_some_and(|roles| roles.has(Role::Steward))
    }

    /// Registers a resource.
    pub(crate) fn do_register(
        by: Did,
        owner: CooperativeId,
        terms: ResourceTerms,
        key: Key,
    ) -> DispatchResult {
        ensure!(Self::is_steward(owner, &by), Error::<T>::NotAuthorized);
        // What it was registered with may have changed since; whose it is hasn't.
        let same = |named| match named {
            Named::Resource(id) => Resources::<T>::get(id).is_some_and(|resource| {
                resource.owner == owner && (resource.version > 0 || resource.terms == terms)
            }),
            Named::Booking(_) => false,
        };
        if Self::replayed(&by, &key, same)? {
            return Ok(());
        }
        Self::ensure_terms(&terms)?;
        ResourceCount::<T>::try_mutate(owner, |count| {
            ensure!(*count < Parameters::<T>::get().max_resources, Error::<T>::ResourcesExceeded);
            *count = count.checked_add(1).ok_or(ArithmeticError::Overflow)?;
            Ok::<_, DispatchError>(())
        })?;
        let id = NextResource::<T>::get();
        NextResource::<T>::put(ResourceId(id.0.checked_add(1).ok_or(ArithmeticError::Overflow)?));
        Self::list(id, &terms);
        OfOwner::<T>::insert(owner, id.0.to_be_bytes(), ());
        Keys::<T>::insert(by, key, Named::Resource(id));
        let closures = Closures::default();
        let resource = Resource {
            owner,
            registrar: by,
            key,
            terms,
            closures,
            version: 0,
            bookings: 0,
            due: None,
        };
        Resources::<T>::insert(id, &resource);
        Self::deposit_event(Event::ResourceRegistered { id, resource });
        Ok(())
    }

    /// That a resource can be as its owner says.
    fn ensure_terms(terms: &ResourceTerms) -> DispatchResult {
        let name = !terms.name.is_empty() && core::str::from_utf8(&terms.name).is_ok();
        ensure!(name, Error::<T>::InvalidName);
        ensure!(place_is_valid(&terms.place), Error::<T>::InvalidPlace);
        ensure!(windows_are_valid(&terms.windows), Error::<T>::InvalidWindows);
        if let Access::Cooperatives(named) = &terms.access {
            let mut order = named.iter().zip(named.iter().skip(1));
            ensure!(order.all(|(one, next)| one < next), Error::<T>::InvalidAccess);
        }
        if let Cost::PerHour { price, cancellation, .. } = &terms.cost {
            let possible = (1..=MAX_AMOUNT).contains(&price.amount)
                && *cancellation <= Parameters::<T>::get().horizon;
            ensure!(possible, Error::<T>::InvalidCost);
        }
        Ok(())
    }

    /// The resource, if this person may change it: a steward of its owner, that has seen this
    /// version.
    fn ensure_changeable(
        by: &Did,
        id: ResourceId,
        version: Option<u32>,
    ) -> Result<Resource, DispatchError> {
        let mut resource = Resources::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        ensure!(Self::is_steward(resource.owner, by), Error::<T>::NotAuthorized);
        ensure!(resource.due.is_none(), Error::<T>::Retired);
        let seen = version.is_none_or(|version| version == resource.version);
        ensure!(seen, Error::<T>::StaleVersion);
        resource.version = resource.version.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        Ok(resource)
    }

    /// Says something else of a resource.
    pub(crate) fn do_update(
        by: Did,
        id: ResourceId,
        version: u32,
        terms: ResourceTerms,
    ) -> DispatchResult {
        let mut resource = Self::ensure_changeable(&by, id, Some(version))?;
        Self::ensure_terms(&terms)?;
        Self::unlist(id, &resource.terms);
        Self::list(id, &terms);
        resource.terms = terms.clone();
        let version = resource.version;
        Resources::<T>::insert(id, resource);
        Self::deposit_event(Event::ResourceUpdated { id, terms, version, by });
        Ok(())
    }

    /// Closes a resource at these times.
    pub(crate) fn do_set_closures(
        by: Did,
        id: ResourceId,
        version: u32,
        closures: Closures,
    ) -> DispatchResult {
        let mut resource = Self::ensure_changeable(&by, id, Some(version))?;
        let mut order = closures.iter().zip(closures.iter().skip(1));
        let valid = closures.iter().all(|closure| closure.start < closure.end)
            && order.all(|(one, next)| one.end <= next.start);
        ensure!(valid, Error::<T>::InvalidClosures);
        resource.closures = closures.clone();
        let version = resource.version;
        Resources::<T>::insert(id, resource);
        Self::deposit_event(Event::ClosuresSet { id, closures, version, by });
        Ok(())
    }

    /// Shares a resource no longer.
    pub(crate) fn do_retire(by: Did, id: ResourceId) -> DispatchResult {
        let mut resource = Self::ensure_changeable(&by, id, None)?;
        Self::unlist(id, &resource.terms);
        ResourceCount::<T>::mutate_exists(resource.owner, |count| {
            *count = count.map(|count| count.saturating_sub(1)).filter(|count| *count > 0);
        });
        let due = T::Time::now().saturating_add(Parameters::<T>::get().retention);
        let version = resource.version;
        Self::schedule_resource(id, &mut resource, due);
        Resources::<T>::insert(id, resource);
        Self::deposit_event(Event::ResourceRetired { id, due, version, by });
        Ok(())
    }
}
