//! Listings: what their owners say, how many are left, and their end.

use icn_primitives::{
    ledger::{Key, MAX_AMOUNT},
    marketplace::{
        text, Listing, ListingId, ListingKind, ListingStatus, ListingTerms, Made, Quantity,
        MAX_QUANTITY,
    },
    parties::Parties,
    CooperativeId, Did, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    agenda::Task, index::Inverted, ByOwner, Config, Error, Event, Keys, Listings, ListingsOf,
    NextListing, Pallet, Parameters,
};

impl<T: Config> Pallet<T> {
    /// The terms as they are stored, if they can be.
    fn checked(mut terms: ListingTerms) -> Result<ListingTerms, DispatchError> {
        ensure!(text::is_title(&terms.title), Error::<T>::InvalidTitle);
        terms.category = text::category(&terms.category).ok_or(Error::<T>::InvalidCategory)?;
        let price = &terms.price;
        let possible = (1..=MAX_AMOUNT).contains(&price.amount) && price.currency.code.is_valid();
        ensure!(possible, Error::<T>::InvalidPrice);
        let now = T::Time::now();
        let latest = now.saturating_add(Parameters::<T>::get().max_listing_life);
        let ahead = terms.expires_at > now && terms.expires_at <= latest;
        ensure!(ahead, Error::<T>::InvalidExpiry);
        Ok(terms)
    }

    fn ensure_quantity(quantity: Quantity) -> DispatchResult {
        ensure!((1..=MAX_QUANTITY).contains(&quantity), Error::<T>::InvalidQuantity);
        Ok(())
    }

    /// Creates a listing of `owner`, for whom `actor` acts, once under this key.
    pub(crate) fn do_create(
        actor: Did,
        owner: Did,
        cooperative: CooperativeId,
        kind: ListingKind,
        terms: ListingTerms,
        quantity: Quantity,
        key: Key,
    ) -> DispatchResult {
        Self::ensure_acts_for(&actor, &owner)?;
        let request = Self::request_hash((b"listing", cooperative, kind, &terms, quantity));
        if Self::is_replay(owner, key, request)? {
            return Ok(());
        }
        ensure!(Self::stands_in(&owner, cooperative), Error::<T>::OwnerNotActive);
        if kind == ListingKind::Want {
            Self::ensure_can_buy(&owner)?;
        }
        let terms = Self::checked(terms)?;
        Self::ensure_quantity(quantity)?;
        ListingsOf::<T>::try_mutate(owner, |count| {
            ensure!(*count < Parameters::<T>::get().max_listings, Error::<T>::ListingsExceeded);
            *count = count.checked_add(1).ok_or(ArithmeticError::Overflow)?;
            DispatchResult::Ok(())
        })?;
        let id = NextListing::<T>::get();
        let next = id.0.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        NextListing::<T>::put(ListingId(next));
        let listing = Listing {
            owner,
            cooperative,
            kind,
            version: 0,
            status: ListingStatus::Open,
            available: quantity,
            reserved: 0,
            traded: 0,
            orders: 0,
            created_at: T::Time::now(),
            due: terms.expires_at,
            terms,
            key,
        };
        Self::enlist(id, &listing);
        ByOwner::<T>::insert(owner, Inverted::from(id), ());
        Self::schedule(Task::expiry(id, listing.due));
        Self::remember(owner, key, request, Made::Listing(id));
        Listings::<T>::insert(id, &listing);
        Self::deposit_event(Event::ListingCreated { id, listing, by: actor });
        Ok(())
    }

    /// The listing `id`.
    pub(crate) fn ensure_listing(id: ListingId) -> Result<Listing, DispatchError> {
        Ok(Listings::<T>::get(id).ok_or(Error::<T>::NotFound)?)
    }

    /// That the listing can be ordered: it is open and its time hasn't passed.
    pub(crate) fn ensure_open(listing: &Listing) -> DispatchResult {
        let open = listing.status == ListingStatus::Open;
        ensure!(open && T::Time::now() < listing.terms.expires_at, Error::<T>::ListingNotOpen);
        Ok(())
    }

    /// Gives an open listing new terms, of which `quantity` can be ordered from now on, beside
    /// what is kept for orders.
    pub(crate) fn do_update(
        actor: Did,
        id: ListingId,
        version: u32,
        terms: ListingTerms,
        quantity: Quantity,
    ) -> DispatchResult {
        let before = Self::ensure_listing(id)?;
        Self::ensure_acts_for(&actor, &before.owner)?;
        Self::ensure_open(&before)?;
        ensure!(version == before.version, Error::<T>::StaleVersion);
        let stands = Self::stands_in(&before.owner, before.cooperative);
        ensure!(stands, Error::<T>::OwnerNotActive);
        let terms = Self::checked(terms)?;
        Self::ensure_quantity(quantity)?;
        let mut listing = before.clone();
        listing.version = version.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        listing.available = quantity;
        listing.due = terms.expires_at;
        listing.terms = terms;
        Self::relist(id, &before, &listing);
        Self::reschedule(Task::expiry(id, before.due), Task::expiry(id, listing.due));
        Listings::<T>::insert(id, &listing);
        let Listing { version, terms, available, .. } = listing;
        Self::deposit_event(Event::ListingUpdated { id, version, terms, available, by: actor });
        Ok(())
    }

    /// Takes an open listing back. The owner does, and stewards of its cooperative may: what is
    /// offered in a cooperative's name is their concern, also when the owner has left.
    pub(crate) fn do_withdraw(actor: Did, id: ListingId) -> DispatchResult {
        let listing = Self::ensure_listing(id)?;
        let may = T::Parties::acts_for(&actor, &listing.owner)
            || T::Parties::is_steward(listing.cooperative, &actor);
        ensure!(may, Error::<T>::NotAuthorized);
        ensure!(listing.status == ListingStatus::Open, Error::<T>::ListingNotOpen);
        Self::end_listing(id, listing, ListingStatus::Withdrawn, Some(actor));
        Ok(())
    }

    /// The time of an open listing has passed.
    pub(crate) fn expire_listing(id: ListingId) {
        if let Some(listing) = Listings::<T>::get(id) {
            if listing.status == ListingStatus::Open {
                Self::end_listing(id, listing, ListingStatus::Expired, None);
            }
        }
    }

    /// Orders of it go on. It is kept for a while, and as long as any of them is.
    fn end_listing(id: ListingId, mut listing: Listing, status: ListingStatus, by: Option<Did>) {
        Self::delist(id, &listing);
        Self::unschedule(Task::expiry(id, listing.due));
        listing.status = status;
        listing.due = T::Time::now().saturating_add(Parameters::<T>::get().retention);
        Self::schedule(Task::old_listing(id, listing.due));
        let until = listing.due;
        Listings::<T>::insert(id, listing);
        Self::deposit_event(Event::ListingEnded { id, status, until, by });
    }

    /// Forgets a listing that has ended, if it was kept long enough and no order of it is.
    pub(crate) fn forget_listing(id: ListingId, listing: &Listing, now: Moment) -> bool {
        let ended = listing.status != ListingStatus::Open;
        if !(ended && listing.due <= now && listing.orders == 0) {
            return false;
        }
        Listings::<T>::remove(id);
        Self::unschedule(Task::old_listing(id, listing.due));
        ByOwner::<T>::remove(listing.owner, Inverted::from(id));
        Keys::<T>::remove(listing.owner, listing.key);
        let left = ListingsOf::<T>::get(listing.owner).saturating_sub(1);
        if left == 0 {
            ListingsOf::<T>::remove(listing.owner);
        } else {
            ListingsOf::<T>::insert(listing.owner, left);
        }
        Self::deposit_event(Event::ListingForgotten { id });
        true
    }

    /// Keeps `quantity` of a listing for an order.
    pub(crate) fn reserve(
        id: ListingId,
        listing: &mut Listing,
        quantity: Quantity,
    ) -> DispatchResult {
        let left = listing.available.checked_sub(quantity).ok_or(Error::<T>::QuantityExceeded)?;
        listing.available = left;
        listing.reserved =
            listing.reserved.checked_add(quantity).ok_or(Error::<T>::QuantityExceeded)?;
        Self::deposit_stock(id, listing);
        Ok(())
    }

    /// Ends what was kept for an order: delivered, or left for others again.
    pub(crate) fn end_reservation(id: ListingId, quantity: Quantity, delivered: bool) {
        Listings::<T>::mutate(id, |listing| {
            if let Some(listing) = listing {
                listing.reserved = listing.reserved.saturating_sub(quantity);
                let place = if delivered { &mut listing.traded } else { &mut listing.available };
                *place = place.saturating_add(quantity);
                Self::deposit_stock(id, listing);
            }
        });
    }

    fn deposit_stock(id: ListingId, listing: &Listing) {
        let Listing { available, reserved, traded, .. } = *listing;
        Self::deposit_event(Event::StockChanged { listing: id, available, reserved, traded });
    }
}
